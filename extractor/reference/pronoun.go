package reference

import (
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/syntax"
	"github.com/claimwire/claimwire/internal/claim"
)

// pronoun resolves he, she, it and they, with their possessives.
func (w *work) pronoun(i int, c syntax.Class) {
	at := doc.Range{From: i, To: i + 1}
	fits := w.agreement(i, c)
	if fits == nil || c&syntax.It != 0 && w.empty(i) {
		return
	}
	if e, ok := w.last(i, pronounReach, fits); ok {
		w.mean(at, e)
	}
}

// agreement is the test for the entities that a pronoun can mean, or nil for one that is not resolved.
func (w *work) agreement(i int, c syntax.Class) func(doc.Entity) bool {
	word := strings.ToLower(w.t.Word(i))
	quoted := syntax.QuoteAt(w.t, i) >= 0
	switch {
	case c&syntax.She != 0:
		return func(e doc.Entity) bool { return e.Kind == claim.Person && !e.Male }
	case c&syntax.He != 0 || word == "his":
		return func(e doc.Entity) bool { return e.Kind == claim.Person && !e.Female }
	case c&syntax.It != 0 || word == "its":
		return func(e doc.Entity) bool { return e.Kind != claim.Person && !e.Plural }
	case quoted:
		return nil
	case c&syntax.They != 0 || word == "their":
		return func(e doc.Entity) bool { return e.Plural || e.Kind == claim.Group }
	}
	return nil
}

// empty reports whether "it" means nothing: "it is clear that", "it was time to".
func (w *work) empty(i int) bool {
	j := i + 1
	if j >= w.s.To || w.x.Of(w.t, j)&(syntax.Be|syntax.Modal) == 0 {
		return false
	}
	for k := j + 1; k < w.s.To && k < j+5; k++ {
		if c := w.x.Of(w.t, k); c&(syntax.That|syntax.To) != 0 {
			return true
		}
		if w.t.Tokens[k].Is(doc.Punct) {
			return false
		}
	}
	return false
}
