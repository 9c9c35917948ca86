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

// TestApart holds what texts with a blank around each mark tear off, and what is no such end.
func TestApart(t *testing.T) {
	for text, want := range map[string]struct{ words, possessives []string }{
		"the firm ' s servers":         {[]string{"the", "firm", "' s", "servers"}, []string{"' s"}},
		"Calder ’ s keys":              {[]string{"Calder", "’ s", "keys"}, []string{"’ s"}},
		"the bank ’ s chief ' s son":   {[]string{"the", "bank", "’ s", "chief", "' s", "son"}, []string{"’ s", "' s"}},
		"they didn ’ t pay":            {[]string{"they", "didn ’ t", "pay"}, nil},
		"it wasn ' t robbed":           {[]string{"it", "wasn ' t", "robbed"}, nil},
		"we ’ re sorry":                {[]string{"we", "’ re", "sorry"}, nil},
		"we ' ve paid":                 {[]string{"we", "' ve", "paid"}, nil},
		"they ’ ll pay":                {[]string{"they", "’ ll", "pay"}, nil},
		"Orrin 2 ' s crew":             {[]string{"Orrin", "2", "'", "s", "crew"}, nil},
		"the banks ' money":            {[]string{"the", "banks", "'", "money"}, nil},
		"he said ' stop ' twice":       {[]string{"he", "said", "'", "stop", "'", "twice"}, nil},
		"grade ' t he got":             {[]string{"grade", "'", "t", "he", "got"}, nil},
		"the firm's s column":          {[]string{"the", "firm", "'s", "s", "column"}, []string{"'s"}},
		"a rock ' n ' roll band":       {[]string{"a", "rock", "'", "n", "'", "roll", "band"}, nil},
		", ' s he wrote":               {[]string{",", "'", "s", "he", "wrote"}, nil},
		"the firm '  s servers":        {[]string{"the", "firm", "'", "s", "servers"}, nil},
		"the firm \" s servers":        {[]string{"the", "firm", "\"", "s", "servers"}, nil},
		"the firm ' so he said ' left": {[]string{"the", "firm", "'", "so", "he", "said", "'", "left"}, nil},
	} {
		x := cut(text)
		var words, possessives []string
		for i := range x.Tokens {
			words = append(words, x.Word(i))
			if x.Tokens[i].Is(doc.Possessive) {
				possessives = append(possessives, x.Word(i))
			}
		}
		if !slices.Equal(words, want.words) || !slices.Equal(possessives, want.possessives) {
			t.Errorf("%s: got %q with the possessives %q, want %q, %q", text, words, possessives, want.words, want.possessives)
		}
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
