package citation

import (
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
