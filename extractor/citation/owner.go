package citation

import (
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/syntax"
	"github.com/claimwire/claimwire/internal/claim"
)

// sameOffice reports whether a speaker can be meant by an office with words before it: "the Republican
// leader" is not the Democratic one.
func (w *work) sameOffice(s speaker, p syntax.Phrase, head int) bool {
	if s.kind == claim.PersonSource || head-p.Core.From < 2 {
		return true
	}
	return strings.HasSuffix(strings.ToLower(s.name), strings.ToLower(w.text1(doc.Range{From: p.Core.From + 1, To: head + 1})))
}

// holderBefore is the person whose lawyer, aide or wife a phrase names: "his lawyer", "Quist's wife"; nil
// where none is known.
func (w *work) holderBefore(p syntax.Phrase, head int) *speaker {
	if c := w.class(p.Core.From); c&syntax.Poss != 0 && c&(syntax.He|syntax.She|syntax.It|syntax.They|syntax.We|syntax.I|syntax.Rel) == 0 || c&syntax.Poss != 0 && p.Core.From < head {
		s, ok := w.pronoun(p.Core.From)
		if !ok || s.kind != claim.PersonSource {
			return nil
		}
		s.male = s.male || strings.EqualFold(w.t.Word(p.Core.From), "his")
		s.female = s.female || c&syntax.She != 0
		return &s
	}
	a := syntax.ActorAt(w.t, p.Core.From)
	if a == nil || a.Kind != claim.Person || a.To >= p.Core.To || !w.t.Tokens[a.To].Is(doc.Possessive) {
		return nil
	}
	if s := w.entity(a.Entity, a.Range); s.male || s.female {
		return &s
	}
	return nil
}

// bare is a phrase's text without its determiner.
func (w *work) bare(r doc.Range) string {
	for r.From < r.To-1 && w.class(r.From)&(syntax.Det|syntax.Poss) != 0 {
		r.From++
	}
	return w.text1(r)
}

func isThe(s string) bool { return s == "the" || s == "The" || s == "THE" }

// owner is the body that a person or paper belongs to: an actor or country before the head ("a Corvale
// spokesman", "Estonia's police"), a possessive pronoun, or what follows "for", "of", "at".
func (w *work) owner(p syntax.Phrase, head int) (speaker, bool) {
	for i := head - 1; i >= p.Core.From; i-- {
		if a := syntax.ActorAt(w.t, i); a != nil && a.To <= head+1 && w.leans(a.To, head) {
			i = a.From
			continue // "the Kremlin-backed paper"
		}
		if a := syntax.ActorAt(w.t, i); a != nil && a.To <= head+1 {
			s := w.entity(a.Entity, a.Range)
			w.nameAs(&s, a)
			return s, true
		}
		if s, ok := w.meantAt(i, p.Core.From); ok {
			return s, true
		}
		if r := syntax.ReferenceAt(w.t, i); r != nil {
			return w.entity(r.Entity, r.Range), true
		}
		if c := syntax.CountryAt(w.t, i); c != nil && w.class(p.Core.From)&syntax.Poss == 0 {
			return w.country(c), true
		}
		if w.class(i)&syntax.Poss != 0 && w.class(i)&(syntax.Which|syntax.Det) == 0 {
			return w.pronoun(i)
		}
		if n, ok := w.nounEnding(i, p.Core.From); ok && n.Class&(syntax.Body|syntax.Org) != 0 {
			if e, ok := w.calledBy(n.Word, p.From); ok {
				return w.entity(e, p.Range), true
			}
			if s, ok := w.town(n, p.Range); ok {
				return s, true
			}
			if n.Class&syntax.Body != 0 && w.class(head)&syntax.Spoke != 0 {
				return speaker{name: n.Word, kind: claim.Government, entity: -1, document: -1, noun: n.Word}, true
			}
		}
	}
	if s, ok := w.ownerUnlisted(p, head); ok {
		return s, true
	}
	return w.ownerBehind(p)
}

// ownerUnlisted is the body whose name stands right before a spokesman though no actor bears it: "a Quillfin
// spokesman".
func (w *work) ownerUnlisted(p syntax.Phrase, head int) (speaker, bool) {
	if w.class(head)&syntax.Spoke == 0 || w.headed || head-1 < p.Core.From || !w.unlistedAt(head-1) || w.t.Tokens[head-1].Is(doc.First) {
		return speaker{}, false
	}
	from := head - 1
	for from > p.Core.From && w.unlistedAt(from-1) && !w.t.Tokens[from-1].Is(doc.First) {
		from--
	}
	r := doc.Range{From: from, To: head}
	return speaker{span: r, name: w.usual(w.text1(r)), kind: claim.Company, entity: -1, document: -1}, true
}

// leans reports whether a hyphen binds the name before token i to a word that is not the head: "Kremlin-backed".
func (w *work) leans(i, head int) bool {
	return i+1 < head && w.t.Word(i) == "-" && w.t.Tokens[i].Is(doc.Glued) && w.t.Tokens[i+1].Is(doc.Glued)
}

func (w *work) country(c *doc.Country) speaker {
	s := speaker{span: c.Range, name: c.Name, kind: claim.Government, entity: -1, document: -1}
	if c.Form == claim.ByCity {
		s.name = c.Text // a city's spokesman does not speak for its state
		return s
	}
	if e, ok := w.names.full[c.Name]; ok {
		s.entity = e
	}
	return s
}

// bodyBehind is an authority in a complement that no actor covers: "a spokesman for the Vienna police".
func (w *work) bodyBehind(r doc.Range) (speaker, bool) {
	q, ok := w.x.After(w.t, r.From+1, r.To)
	if !ok {
		return speaker{}, false
	}
	head := w.head(q)
	if head < q.Core.From || syntax.ActorAt(w.t, head) != nil || syntax.ReferenceAt(w.t, head) != nil || w.t.Word(r.From) == "in" {
		return speaker{}, false
	}
	n, ok := w.nounEnding(head, q.Core.From)
	if !ok || n.Class&syntax.Body == 0 || q.Core.To-q.Core.From < 3 {
		return speaker{}, false
	}
	return w.body(q, head, n), true
}

// ownerBehind is the body in a complement: "for Disney", "at the company".
func (w *work) ownerBehind(p syntax.Phrase) (speaker, bool) {
	r := p.Complement()
	if r.From >= r.To {
		return speaker{}, false
	}
	switch w.t.Word(r.From) {
	case "for", "of", "at", "from", "with", "by", "in", "to":
	default:
		return speaker{}, false
	}
	if s, ok := w.bodyBehind(r); ok {
		return s, true
	}
	for i := r.From + 1; i < r.To; i++ {
		if a := syntax.ActorAt(w.t, i); a != nil {
			s := w.entity(a.Entity, a.Range)
			w.nameAs(&s, a)
			return s, true
		}
		if c := syntax.CountryAt(w.t, i); c != nil {
			return w.country(c), true
		}
		if s, ok := w.meantAt(i, r.From+1); ok {
			return s, true
		}
		if f := syntax.ReferenceAt(w.t, i); f != nil {
			return w.entity(f.Entity, f.Range), true
		}
	}
	q, ok := w.x.After(w.t, r.From+1, r.To)
	if !ok || w.t.Word(r.From) == "in" {
		return speaker{}, false
	}
	head := w.head(q)
	if head < q.Core.From {
		return speaker{}, false
	}
	if s, ok := w.unknownName(q, head); ok {
		return s, true
	}
	if n, ok := w.nounEnding(head, q.Core.From); ok && n.Class&(syntax.Org|syntax.Body) != 0 {
		if e, ok := w.calledBy(n.Word, p.From); ok {
			return w.entity(e, q.Range), true
		}
		if s, ok := w.town(n, q.Range); ok {
			return s, true
		}
	}
	return speaker{}, false
}
