package qualifier

import (
	"strings"
	"testing"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/lexicon"
	"github.com/claimwire/claimwire/extractor/segment"
	"github.com/claimwire/claimwire/internal/claim"
)

// TestAt reads the qualifier of the number 77 in each sentence.
func TestAt(t *testing.T) {
	lex := lexicon.Default()
	find, cut := New(lex), segment.New(lex)
	for text, want := range map[string]claim.Qualifier{
		"It took 77 of them.":                       claim.Exact,
		"It took about 77 of them.":                 claim.About,
		"It took at least 77 of them.":              claim.AtLeast,
		"It took no more than 77 of them.":          claim.AtMost,
		"It took a little under 77 of them.":        claim.LessThan,
		"It took 77 or more of them.":               claim.AtLeast,
		"It took 77 plus tax.":                      claim.Exact,
		"It took 77 plus.":                          claim.AtLeast,
		"It took 77+ of them.":                      claim.AtLeast,
		"It took 77 + 5 of them.":                   claim.Exact,
		"At least another 77 left.":                 claim.AtLeast,
		"It took more than “77” of them.":           claim.MoreThan,
		"A row over 77 of them began.":              claim.Exact,
		"They moved over 77 of them.":               claim.MoreThan,
		"The parts add up to 77.":                   claim.Exact,
		"It is estimated to have taken 77 of them.": claim.About,
		"They estimated, wrongly, that 77 left.":    claim.Exact,
		"It took about 5 and then 77 of them.":      claim.Exact,
		"More than the 77 were lost.":               claim.Exact,
	} {
		d := &doc.Doc{}
		d.Reset(&claim.Article{Text: text})
		cut(d)
		x := &d.Body
		at := x.TokenAt(strings.Index(text, "77"))
		if got := find.At(x, &x.Sentences[0], doc.Range{From: at, To: at + 1}); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}

func TestTableHasKnownQualifiers(t *testing.T) {
	known := map[string]bool{"": true, skip: true}
	for _, q := range []claim.Qualifier{claim.About, claim.AtLeast, claim.AtMost, claim.MoreThan, claim.LessThan} {
		known[string(q)] = true
	}
	for _, row := range lexicon.Default().Rows("en/qualifiers") {
		if !known[row.Get("before")] || !known[row.Get("after")] || row.Get("before")+row.Get("after") == "" {
			t.Errorf("%s: before %q, after %q", row.Get("phrase"), row.Get("before"), row.Get("after"))
		}
	}
}
