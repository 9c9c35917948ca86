package citation

import (
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/syntax"
	"github.com/claimwire/claimwire/internal/claim"
)

// properNames notes the names of people whose mentions hold more than the name: the title before it, the place
// or the body behind it: "Sheriff Lonnie Mabry of Tarrow County".
func (w *work) properNames(a *doc.Actor) {
	if a.To-a.From < 3 || a.Entity < 0 || a.Entity >= len(w.d.Entities) || a.Kind != claim.Person && a.Kind != claim.Organization {
		return
	}
	r, ok := w.personIn(a.Range, a.Kind == claim.Person)
	if !ok {
		return
	}
	e := &w.d.Entities[a.Entity]
	if _, known := w.names.proper[a.Entity]; !known && e.ID == "" && w.text1(a.Range) == e.Name {
		w.names.properly(a.Entity, w.text1(r))
	}
}

// personIn is the name of a person in a range that begins with his title, or that is known to mean one.
func (w *work) personIn(r doc.Range, known bool) (doc.Range, bool) {
	from := r.From
	for from < r.To-2 && w.title(from) {
		from++
	}
	to := from
	for to < r.To && w.partOfName(to) {
		to++
	}
	if to < r.To && w.class(to)&(syntax.Of|syntax.Prep) == 0 || from == r.From && (!known || to == r.To) {
		return r, false // "Chief Executive Women Ltd", or nothing to leave out
	}
	words := 0
	for i := from; i < to; i++ {
		if w.t.Tokens[i].Is(doc.Capital) {
			words++
		}
	}
	return doc.Range{From: from, To: to}, words >= 2 && words <= 4
}

// title reports whether a word with a capital is a title: "Sheriff", "Prof", "Captain".
func (w *work) title(i int) bool {
	c := w.class(i)
	if w.t.Word(i) == "." && i > 0 && w.class(i-1)&syntax.Honorific != 0 {
		return true
	}
	return w.t.Tokens[i].Is(doc.Capital) && (c&syntax.Honorific != 0 || c&(syntax.Official|syntax.Person|syntax.Spoke) != 0 && c&syntax.Plural == 0)
}

// partOfName reports whether a token can be part of a person's name: a word with a capital that no list
// knows as a noun for bodies, an initial, a hyphen.
func (w *work) partOfName(i int) bool {
	k := w.t.Tokens[i]
	if k.Is(doc.Punct) {
		switch w.t.Word(i) {
		case "-", "'", "’", ".":
			return k.Is(doc.Glued)
		}
		return false
	}
	if !k.Is(doc.Capital) {
		return w.class(i)&syntax.Of == 0 && w.nameGoesOn(i)
	}
	return w.class(i)&(syntax.Org|syntax.Body|syntax.Press|syntax.Plural|syntax.Masthead|syntax.Of) == 0
}

// properly notes what an entity's name proper is.
func (n *names) properly(entity int, name string) {
	n.proper[entity] = name
	if _, taken := n.full[name]; !taken {
		n.full[name] = entity
	}
	n.add(lastWord(name), entity)
}

// nameOf is the name that an entity goes by.
func (n *names) nameOf(entities []doc.Entity, i int) string {
	if name, ok := n.proper[i]; ok {
		return name
	}
	return entities[i].Name
}

// wholeName is the name of a body of which an actor covers but the beginning or the end: "National Institute on Water
// Safety", "Oil Detection and Response Agency".
func (w *work) wholeName(a *doc.Actor, p syntax.Phrase) (string, bool) {
	if a.Kind != claim.Organization && a.Kind != claim.Agency || a.Entity < 0 || a.Entity >= len(w.d.Entities) || w.d.Entities[a.Entity].ID != "" || w.class(a.To-1)&(syntax.Org|syntax.Body) == 0 && !w.is(a.To-1, institute) {
		return "", false
	}
	r := a.Range
	if i := r.To; i+1 < len(w.t.Tokens) && p.Has(i-1) && (w.t.Word(i) == "on" || w.t.Word(i) == "for") && w.unnamedCapital(i+1) {
		for r.To = i + 2; r.To < w.s.To && w.unnamedCapital(r.To); r.To++ {
		}
	}
	if i := r.From - 1; i-1 > p.Core.From && w.class(i)&syntax.And != 0 && w.unnamedCapital(i-1) && w.class(p.Core.From)&syntax.Det != 0 {
		from := i - 1
		for from-1 > p.Core.From && w.unnamedCapital(from-1) {
			from--
		}
		if from-1 == p.Core.From {
			r.From = from
		}
	}
	return w.text1(r), r != a.Range
}

// unnamedCapital reports whether a word has a capital and belongs to no actor of its own.
func (w *work) unnamedCapital(i int) bool {
	k := w.t.Tokens[i]
	return k.Is(doc.Capital) && k.Is(doc.Alpha) && w.class(i)&syntax.Time == 0 && syntax.ActorAt(w.t, i) == nil && syntax.CountryAt(w.t, i) == nil
}

// title1 reports whether a definite phrase is a name of three words or more, each with a capital: "the Quay Falls
// Morning Leader".
func (w *work) title1(p syntax.Phrase) bool {
	words := 0
	for i := p.Core.From + 1; i < p.Core.To; i++ {
		if !w.unnamedCapital(i) || w.class(i)&syntax.Honorific != 0 {
			return false
		}
		words++
	}
	return words > 2 && p.To == p.Core.To && !w.headed
}

// bodyName is what a body goes by: its name where its noun has a capital ("the opposition Reform Party"), else
// the phrase.
func (w *work) bodyName(p syntax.Phrase, head int) string {
	r := p.Range
	if k := w.t.Tokens[head]; k.Is(doc.Capital) && !k.Is(doc.First) && !w.headed {
		for r.From < head && w.t.Tokens[r.From].Is(doc.Alpha) && (!w.t.Tokens[r.From].Is(doc.Capital) || w.class(r.From)&syntax.Det != 0) {
			r.From++
		}
	}
	return w.bare(r)
}

// nameBefore is the name before a noun that says what bears it: "the Harbour Wire news agency".
func (w *work) nameBefore(p syntax.Phrase, head int, n syntax.Noun) (speaker, bool) {
	i := head - strings.Count(n.Word, " ") - 1
	if n.Class&syntax.Press == 0 && n.Traits&syntax.Generic == 0 || i < p.Core.From || !w.t.Tokens[i].Is(doc.Capital) || w.class(i) != 0 && w.t.Tokens[i].Is(doc.First) || syntax.CountryAt(w.t, i) != nil || w.t.Tokens[head].Is(doc.Capital) {
		return speaker{}, false
	}
	if a := syntax.ActorAt(w.t, i); a != nil {
		s := w.entity(a.Entity, p.Range)
		w.nameAs(&s, a)
		return s, a.Kind == claim.Organization
	}
	from := i
	for from > p.Core.From && w.nameGoesOn(from-1) && w.class(from-1)&syntax.Det == 0 {
		from--
	}
	return speaker{span: p.Range, name: w.text1(doc.Range{From: from, To: i + 1}), kind: w.kindOfNoun(n), entity: -1, document: -1}, true
}
