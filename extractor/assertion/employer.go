package assertion

import (
	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/internal/claim"
)

// serves is the organisation that a person is introduced with: "Orrin Air chief executive Dana Holt", "Dana Holt,
// head of security at Orrin Air".
func (r *reader) serves(entity int) (mention, bool) {
	list := r.mentions[entity]
	for _, m := range list[:min(len(list), introductions)] {
		t := r.d.Texts()[m.text]
		if k := r.titleOf(t, m.index); k >= 0 {
			return mention{m.text, k, t.Actors[k].From}, true
		}
	}
	return mention{}, false
}

// introductions is at how many mentions of a person his body is looked for, titleReach how many words his title may have.
const (
	introductions = 4
	titleReach    = 7
)

// titleOf is the organisation in the title before or behind the mention of a person, or -1.
func (r *reader) titleOf(t *doc.Text, person int) int {
	a := &t.Actors[person]
	if n := person - 1; n >= 0 && r.employs(&t.Actors[n]) && a.From-t.Actors[n].To <= titleReach && r.plainWords(t, t.Actors[n].To, a.From) && !r.governs(t, t.Actors[n].To, a.From) {
		return n
	}
	n := person + 1
	if n >= len(t.Actors) || !r.employs(&t.Actors[n]) || t.Actors[n].From-a.To > titleReach || t.Word(a.To) != "," || !r.plainWords(t, a.To+1, t.Actors[n].From) {
		return -1
	}
	last := t.Actors[n].From - 1
	if r.is(t.Tokens[last].Word, det) {
		last--
	}
	switch t.Word(last) {
	case "of", "at", "for", "with", "from":
		return n
	}
	return -1
}

// governs reports whether a preposition stands between two tokens: "the chief of Orrin Air in Oslo Dana Holt" is no title.
func (r *reader) governs(t *doc.Text, from, to int) bool {
	for i := from; i < to; i++ {
		if r.is(t.Tokens[i].Word, prep) {
			return true
		}
	}
	return false
}

// employs reports whether an actor is a body that has staff.
func (r *reader) employs(a *doc.Actor) bool {
	return (a.Kind == claim.Organization || a.Kind == claim.Agency) && !r.reporter(a.Entity)
}

// plainWords reports whether only words of a title stand between two tokens: no mark, small verb or pronoun.
func (r *reader) plainWords(t *doc.Text, from, to int) bool {
	for i := from; i < to; i++ {
		if t.Tokens[i].Is(doc.Possessive) || t.Word(i) == "-" {
			continue
		}
		if t.Tokens[i].Is(doc.Punct) || r.is(t.Tokens[i].Word, be|have|do|modal|rel|pron|neg|conj) && !r.is(t.Tokens[i].Word, det|poss) {
			return false
		}
	}
	return true
}
