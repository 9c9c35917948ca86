package assertion

import (
	"slices"
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/internal/claim"
)

// protagonist is the organisation that the text is about, where no act names whom it hit: the only one in the
// title, or else in the first sentence, that is neither blamed, nor the press, nor one that studies attacks. A
// text on the victims of many acts has none.
func (r *reader) protagonist() (mention, bool) {
	if !r.cyber || slices.ContainsFunc(r.frames, ofMany) || !slices.ContainsFunc(r.frames, actual) {
		return mention{}, false
	}
	blamed := r.blamed()
	titled, led := []mention{}, []mention{}
	for e := range r.d.Entities {
		if blamed[e] || !r.mayLead(e) {
			continue
		}
		switch m := r.mentions[e][0]; {
		case m.text == 0 && len(r.mentions[e]) > 1:
			titled = append(titled, m)
		case m.text == 1 && r.d.Body.SentenceAt(m.token) == 0:
			led = append(led, m)
		}
	}
	switch {
	case len(titled) == 1:
		return titled[0], true
	case len(titled) == 0 && len(led) == 1:
		return led[0], true
	}
	return mention{}, false
}

// ofMany reports whether a frame tells of acts on several victims, or of a total over several acts.
func ofMany(f *frame) bool {
	return actual(f) && (len(f.targets) > 0 && !f.single || f.sum == claim.SumTotal)
}

// blamed lists the entities that some frame makes the doer of an act, or the one that is punished for it.
func (r *reader) blamed() map[int]bool {
	out := map[int]bool{}
	for _, f := range r.frames {
		if f.kind == claim.Denial || f.kind == claim.Statement || f.kind == claim.CountKind {
			continue
		}
		for _, m := range f.actors {
			out[r.actor(m).Entity] = true
		}
	}
	return out
}

// mayLead reports whether an entity is an organisation that can be a text's victim.
func (r *reader) mayLead(entity int) bool {
	e := &r.d.Entities[entity]
	if e.Kind != claim.Organization || len(r.mentions[entity]) == 0 || r.reporter(entity) || r.mixers[entity] || r.polices(entity) {
		return false
	}
	if e.Source != "" && e.Source != claim.Company && e.Source != claim.OrgSource && e.Source != claim.Government {
		return false
	}
	if e.Noun != "" && r.is(r.vocab.ID([]byte(e.Noun)), security|responder) {
		return false
	}
	for _, m := range r.mentions[entity] {
		t := r.d.Texts()[m.text]
		a := t.Actors[m.index]
		for i := max(0, a.From-3); i < min(len(t.Tokens), a.To+4); i++ {
			if !a.Has(i) && r.is(t.Tokens[i].Word, security) {
				return false
			}
		}
	}
	return true
}

// elsewhere reports whether an act may be that of another story: it is somebody's ("its members' losses"), or its
// sentence names another organisation or a place, and not the protagonist.
func (r *reader) elsewhere(f *frame, known map[int]mention) bool {
	if f.at.From > 0 && ofOthers(f.t, f.at.From-1) {
		return true
	}
	other := false
	s := r.sentence(f.text, f.t, f.sentence)
	for i := s.span.From; i < s.span.To; i++ {
		switch s.t.Word(i) {
		case "Others", "others", "rivals", "rival", "peers", "competitors", "elsewhere", "neighbouring", "neighboring", "unrelated":
			return true
		}
	}
	for _, it := range s.items {
		switch it.kind {
		case place:
			other = true
		case party:
			e := r.actor(it.who).Entity
			if _, ok := known[e]; ok {
				return false
			}
			other = other || r.actor(it.who).Kind == claim.Organization && !r.reporter(e)
		}
	}
	return other
}

// ofOthers reports whether a token is the end of a possessive: "members'", "a rival's".
func ofOthers(t *doc.Text, i int) bool {
	w := t.Word(i)
	return t.Tokens[i].Is(doc.Possessive) || w == "'" || w == "’" || strings.HasSuffix(w, "s'") || strings.HasSuffix(w, "s’")
}
