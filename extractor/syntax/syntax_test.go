package syntax

import (
	"testing"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/lexicon"
	"github.com/claimwire/claimwire/extractor/segment"
	"github.com/claimwire/claimwire/internal/claim"
)

func read(text string) (*Tables, *doc.Text) {
	lex := lexicon.Default()
	cut, x := segment.New(lex), Load(lex)
	d := &doc.Doc{Body: doc.Text{In: claim.InText, S: text}}
	cut(d)
	return x, &d.Body
}

// at is the index of the last token that reads word.
func at(t *doc.Text, word string) int {
	for i := len(t.Tokens) - 1; i >= 0; i-- {
		if t.Word(i) == word {
			return i
		}
	}
	return -1
}

func TestBefore(t *testing.T) {
	for text, want := range map[string]string{
		"The bank said":                                  "The bank",
		"On Tuesday the bank said":                       "the bank",
		"Last week the bank said":                        "the bank",
		"In a statement the bank said":                   "the bank",
		"After the vote ended the bank said":             "the bank",
		"The bank on Tuesday said":                       "The bank",
		"But three people familiar with the matter said": "three people familiar with the matter",
		"Two officials briefed on the matter said":       "Two officials briefed on the matter",
		"It lost money and the bank said":                "the bank",
		"Police in Graz and Vienna said":                 "Police in Graz and Vienna",
		"The port that the bank said":                    "the bank",
		"Spain's spy service said":                       "Spain's spy service",
		"The National Intelligence Service (NIS) said":   "The National Intelligence Service (NIS)",
		"A retired teacher said":                         "A retired teacher",
		"Berlin-based Narwick said":                      "Berlin-based Narwick",
		"June Sorel said":                                "June Sorel",
		"In June Sorel said":                             "Sorel",
		"He said":                                        "He",
		"One of them said":                               "One of them",
		"In the said":                                    "",
		"On Tuesday said":                                "",
	} {
		x, d := read(text)
		p, ok := x.Before(d, 0, at(d, "said")-1)
		got := ""
		if ok {
			got = d.Span(p.Range).Text
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
}

func TestAfter(t *testing.T) {
	for text, want := range map[string]struct{ whole, core string }{
		"by the bank.":                                  {"the bank", "the bank"},
		"by the bank on Tuesday":                        {"the bank", "the bank"},
		"by the bank in a statement":                    {"the bank", "the bank"},
		"by a spokesman for the bank, who":              {"a spokesman for the bank", "a spokesman"},
		"by people with knowledge of the talks and him": {"people with knowledge of the talks and him", "people"},
		"by reporters the port was closed":              {"reporters", "reporters"},
		"by a report seen by Narwick":                   {"a report", "a report"},
		"by the bank had failed":                        {"the bank", "the bank"},
		"by Ida Moor (41), a clerk":                     {"Ida Moor (41)", "Ida Moor"},
		"by the following statement Tuesday evening":    {"the following statement", "the following statement"},
	} {
		x, d := read(text)
		p, ok := x.After(d, 1, len(d.Tokens))
		if !ok {
			t.Errorf("%s: nothing found", text)
			continue
		}
		if whole, core := d.Span(p.Range).Text, d.Span(p.Core).Text; whole != want.whole || core != want.core {
			t.Errorf("%s: got %q with core %q, want %q with core %q", text, whole, core, want.whole, want.core)
		}
	}
}

func TestCues(t *testing.T) {
	x, d := read("They pointed out that nobody called on the bank, which was accused.")
	for word, want := range map[string]struct {
		verb  string
		words int
		tense Tense
	}{
		"pointed": {"point out", 2, Past | PastParticiple},
		"called":  {"call on", 2, Past | PastParticiple},
		"accused": {"accuse", 1, Past | PastParticiple},
		"nobody":  {},
	} {
		f, n := x.CueAt(d, at(d, word), len(d.Tokens))
		if n != want.words || n > 0 && (f.Verb != want.verb || f.Tense != want.tense) {
			t.Errorf("%s: got %+v of %d words, want %+v", word, f, n, want)
		}
	}
}

// TestTables holds the lists against each other: every cue has forms and a frame, every stance and trait
// is known (Load panics otherwise).
func TestTables(t *testing.T) {
	stances := map[claim.Stance]bool{"": true, claim.Confirms: true, claim.Denies: true, claim.Accuses: true, claim.Suspects: true, claim.Estimates: true, claim.Warns: true, claim.Demands: true}
	lex := lexicon.Default()
	Load(lex)
	for _, row := range lex.Rows("en/cues") {
		if !stances[claim.Stance(row.Get("stance"))] {
			t.Errorf("en/cues line %d: stance %q", row.Line, row.Get("stance"))
		}
		if row.Get("participle") == "" || row.Get("frames") == "" {
			t.Errorf("en/cues line %d: no participle or no frame", row.Line)
		}
	}
}

func TestEndsOtherName(t *testing.T) {
	for _, c := range []struct {
		text, word, name string
		want             bool
	}{
		{"The Harbour Safety Agency", "Agency", "Meridian Wire", true},
		{"The Harbour Safety Agency", "Agency", "Harbour Safety Agency", false},
		{"The harbour agency", "agency", "Meridian Wire", false},
		{"The Agency", "Agency", "Meridian Wire", false},
		{"The new Agency", "Agency", "Meridian Wire", false},
	} {
		_, d := read(c.text)
		if got := EndsOtherName(d, 1, at(d, c.word), c.name); got != c.want {
			t.Errorf("%q after %s: %v, want %v", c.text, c.name, got, c.want)
		}
	}
}
