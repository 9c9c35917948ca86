package segment

import (
	"slices"
	"testing"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/lexicon"
	"github.com/claimwire/claimwire/internal/claim"
)

func cut(text string) *doc.Text {
	d := &doc.Doc{Body: doc.Text{In: claim.InText, S: text}}
	New(lexicon.Default())(d)
	return &d.Body
}

func TestSentences(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"title before a name":     {"Mr. Okoro left. He was tired.", []string{"Mr. Okoro left.", "He was tired."}},
		"abbreviated country":     {"The U.S. Army denied it. So did Spain.", []string{"The U.S. Army denied it.", "So did Spain."}},
		"initial":                 {"John F. Marlow said no.", []string{"John F. Marlow said no."}},
		"network X":               {"It was paused, they said on X. The team left.", []string{"It was paused, they said on X.", "The team left."}},
		"initial X":               {"It relied on X. Ray Lund for that.", []string{"It relied on X. Ray Lund for that."}},
		"dateline":                {"MILTON, Fla. (AP) — A city paid.", []string{"MILTON, Fla. (AP) — A city paid."}},
		"bracket, no dateline":    {"They left it in Fla. (They came back.)", []string{"They left it in Fla.", "(They came back.)"}},
		"newline ends a sentence": {"A headline\nThe text begins.", []string{"A headline", "The text begins."}},
		"decimal":                 {"It lost $2.5 million. Then more.", []string{"It lost $2.5 million.", "Then more."}},
		"quotation":               {"“We paid.” That was all.", []string{"“We paid.”", "That was all."}},
	} {
		t.Run(name, func(t *testing.T) {
			x := cut(c.text)
			var got []string
			for _, s := range x.Sentences {
				got = append(got, x.S[s.Start:s.End])
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestTokens(t *testing.T) {
	for text, want := range map[string][]string{
		"the country’s $2.5bn":   {"the", "country", "’s", "$", "2.5bn"},
		"U.S. cyber-attacks":     {"U.S.", "cyber", "-", "attacks"},
		"the U.S. said no.":      {"the", "U.S.", "said", "no", "."},
		"a\u202f0!":              {"a\u202f0", "!"},
		"\u202f0!":               {"0", "!"},
		"“Play” hit U.N.'s site": {"“", "Play", "”", "hit", "U.N.", "'s", "site"},
	} {
		x := cut(text)
		var got []string
		for i := range x.Tokens {
			got = append(got, x.Word(i))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
}
