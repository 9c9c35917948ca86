package citation

import (
	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/syntax"
	"github.com/claimwire/claimwire/internal/claim"
)

const longestTitle = 14 // tokens of an office before a name: "Under Secretary of the Treasury for Terrorism and …"

// titledPerson is the person whose name stands behind an office of several words, or before the body that he is of,
// where a first name tells where it begins: "Assistant Secretary of State for African Affairs Molly Phelan", "Vice
// President for Research Tom Allard of Halvorsen Labs".
func (w *work) titledPerson(p syntax.Phrase) (speaker, bool) {
	if w.headed || !w.t.Tokens[p.From].Is(doc.Capital) && w.class(p.From)&syntax.Det == 0 {
		return speaker{}, false
	}
	r, ok := w.nameBehindTitle(doc.Range{From: max(w.s.From, p.To-longestTitle), To: p.To}, p.From)
	if !ok {
		return speaker{}, false
	}
	name := w.text1(r)
	s := speaker{span: p.Range, name: name, kind: claim.PersonSource, entity: -1, document: -1}
	if e, found := w.names.full[name]; found {
		s = w.entity(e, p.Range)
	}
	return s, true
}

// nameBehindTitle is the name in a range: a first name with what follows it, a title with a capital and a "for" or
// "of" before it.
func (w *work) nameBehindTitle(r doc.Range, from int) (doc.Range, bool) {
	office, joint := -1, false
	for i := r.From; i+1 < r.To; i++ {
		k := w.t.Tokens[i]
		switch {
		case k.Is(doc.Capital) && w.class(i)&(syntax.Official|syntax.Person|syntax.Spoke) != 0 && w.class(i)&syntax.Plural == 0:
			if office < 0 || !joint {
				office, joint = i, false
			}
		case office >= 0 && i >= from && k.Is(doc.Capital) && w.is(i, given) && w.surnameAt(i+1, r.To):
			name, ok := w.nameEnd(doc.Range{From: i, To: r.To})
			return name, ok && (joint || name.To < r.To && w.class(name.To)&syntax.Of != 0)
		case office >= 0 && (w.class(i)&(syntax.Of|syntax.And|syntax.Det) != 0 || w.t.Word(i) == "for" || w.t.Word(i) == "&"):
			joint = joint || w.class(i)&syntax.Det == 0
		case !k.Is(doc.Capital) && !k.Is(doc.Punct|doc.Glued):
			office, joint = -1, false
		}
	}
	return doc.Range{}, false
}

// surnameAt reports whether a last name, or an initial before one, stands at token i.
func (w *work) surnameAt(i, hi int) bool {
	return i < hi && w.t.Tokens[i].Is(doc.Capital) && w.partOfName(i) && w.class(i)&(syntax.Official|syntax.Honorific) == 0
}

// nameEnd cuts a range at the end of the name that it begins with; it is none where the name of a body goes on:
// "Mayor of Tarn Ida Moor Foundation".
func (w *work) nameEnd(r doc.Range) (doc.Range, bool) {
	to := r.From
	for to < r.To && w.partOfName(to) {
		to++
	}
	if to < r.To && w.t.Tokens[to].Is(doc.Capital) {
		return r, false
	}
	return doc.Range{From: r.From, To: to}, to-r.From >= 2 && to-r.From <= 5
}
