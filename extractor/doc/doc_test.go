package doc

import (
	"testing"

	"github.com/claimwire/claimwire/internal/claim"
)

func TestRange(t *testing.T) {
	a := Range{2, 5}
	for name, ok := range map[string]bool{
		"has its first": a.Has(2), "has not its end": !a.Has(5),
		"overlaps": a.Overlaps(Range{4, 9}), "only touches": !a.Overlaps(Range{5, 9}),
		"covers": a.Covers(Range{3, 5}), "does not cover": !a.Covers(Range{3, 6}),
	} {
		if !ok {
			t.Error(name)
		}
	}
}

// TestReset holds that the room is kept and nothing else.
func TestReset(t *testing.T) {
	d := &Doc{Cyber: true, Wire: "x", Entities: make([]Entity, 1)}
	d.Reset(&claim.Article{Title: "T", Text: "B", Language: "en"})
	d.Body.Tokens = append(d.Body.Tokens, Token{Start: 1})
	d.Body.Amounts = append(d.Body.Amounts, Amount{Amount: claim.Amount{Currency: "USD"}})
	kept := d.Body.Amounts
	d.Reset(&claim.Article{Text: "other"})
	if d.Cyber || d.Wire != "" || len(d.Entities) != 0 || d.Title.S != "" || d.Body.S != "other" || d.Body.In != claim.InText || d.Title.In != claim.InTitle {
		t.Errorf("something of the old document is left: %+v", d)
	}
	if len(d.Body.Tokens) != 0 || cap(d.Body.Tokens) == 0 || kept[0].Currency != "" {
		t.Errorf("tokens %d of %d, amount %+v", len(d.Body.Tokens), cap(d.Body.Tokens), kept[0])
	}
}

func TestLookups(t *testing.T) {
	x := &Text{S: "ab cd. ef", In: claim.InText,
		Tokens:    []Token{{Start: 0, End: 2}, {Start: 3, End: 5}, {Start: 5, End: 6}, {Start: 7, End: 9}},
		Sentences: []Sentence{{Range: Range{0, 3}}, {Range: Range{3, 4}}},
	}
	if x.Word(1) != "cd" || x.SentenceAt(2) != 0 || x.SentenceAt(3) != 1 || x.TokenAt(4) != 1 || x.TokenAt(6) != 3 {
		t.Errorf("%q %d %d %d %d", x.Word(1), x.SentenceAt(2), x.SentenceAt(3), x.TokenAt(4), x.TokenAt(6))
	}
	if s := x.Span(Range{1, 3}); s.Text != "cd." || s.Start != 3 || s.End != 6 || s.In != claim.InText {
		t.Errorf("%+v", s)
	}
}
