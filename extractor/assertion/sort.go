package assertion

import (
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/internal/claim"
)

// namesLater lists the acts in the title and the first sentences whose victim is told by a noun alone ("a
// hospital in Graz"), and gives each the one organisation of that sort that the text goes on to name ("the clinic,
// Mater Alma"). Where two could be meant, none is.
func (r *reader) namesLater() {
	for _, f := range r.frames {
		if !actual(f) || len(f.victims) > 0 || !f.single || len(f.targets) != 1 || f.text == 1 && f.sentence > reachTopic || f.apart || r.longAgo(f) {
			continue
		}
		if m, ok := r.onlyOfSort(r.sorts[f.targets[0]], f); ok {
			f.victims = without([]mention{m}, f.actors)
		}
	}
}

// onlyOfSort is the mention of the only organisation near the top of the text that is of a sort.
func (r *reader) onlyOfSort(sort string, f *frame) (found mention, ok bool) {
	if sort == "" {
		return found, false
	}
	for e := range r.d.Entities {
		m, near := r.firstNear(e)
		if !near || r.reporter(e) || r.d.Entities[e].Kind != claim.Organization && r.d.Entities[e].Kind != claim.Agency || !r.ofSort(e, sort) {
			continue
		}
		if ok {
			return found, false
		}
		found, ok = m, true
	}
	return found, ok
}

// firstNear is the first mention of an entity, where it stands in the title or near the top.
func (r *reader) firstNear(entity int) (mention, bool) {
	list := r.mentions[entity]
	if len(list) == 0 {
		return mention{}, false
	}
	m := list[0]
	return m, m.text == 0 || r.d.Body.SentenceAt(m.token) <= reachTopic+1
}

// ofSort reports whether the text or the name itself says that an entity is of a sort. Of one that is quoted its
// name alone does not say that the text means it.
func (r *reader) ofSort(entity int, sort string) bool {
	return r.sortOf(entity, !r.speaker(entity)) == sort
}

// sortOf is the sort of an entity by the nouns beside its mentions or, where that may count, by its own name.
func (r *reader) sortOf(entity int, byName bool) string {
	e := &r.d.Entities[entity]
	for _, m := range r.mentions[entity] {
		a := r.actor(m)
		t := r.d.Texts()[m.text]
		if s := r.appositionSort(t, a.Range); s != "" {
			return s
		}
		if s := r.sortAt(t, a.To-1); byName && s != "" {
			return s
		}
	}
	if byName {
		return r.sorts[e.Noun]
	}
	return ""
}

// clashes reports whether an act told of one thing by a noun cannot mean a victim of another sort: "a retailer" is no
// hospital.
func (r *reader) clashes(f *frame, victims []mention) bool {
	if !f.single || len(f.targets) != 1 || r.sorts[f.targets[0]] == "" {
		return false
	}
	for _, m := range victims {
		if s := r.sortOf(r.actor(m).Entity, true); s != "" && s != "firm" && r.sorts[f.targets[0]] != "firm" && s != r.sorts[f.targets[0]] {
			return true
		}
	}
	return false
}

// speaker reports whether an entity is quoted anywhere: of a bank that only speaks of a theft the text need not say
// that it was robbed.
func (r *reader) speaker(entity int) bool {
	for _, t := range r.d.Texts() {
		for i := range t.Citations {
			if t.Citations[i].Entity == entity {
				return true
			}
		}
	}
	return false
}

// sortAt is the sort of the noun at a token.
func (r *reader) sortAt(t *doc.Text, i int) string {
	if i < 0 || i >= len(t.Tokens) {
		return ""
	}
	if i > 0 {
		if s := r.sorts[strings.ToLower(t.S[t.Tokens[i-1].Start:t.Tokens[i].End])]; s != "" {
			return s // "casino operator"
		}
	}
	return r.sorts[strings.ToLower(t.S[t.Tokens[i].Start:t.Tokens[i].End])]
}

// appositionSort is the sort of the noun that stands beside a name: "the clinic, Mater Alma,", "Mater Alma, a
// hospital", "the exchange Quillon".
func (r *reader) appositionSort(t *doc.Text, at doc.Range) string {
	i := at.From - 1
	if i > 0 && t.Word(i) == "," {
		i--
	}
	if s := r.sortAt(t, i); s != "" {
		return s
	}
	if at.To < len(t.Tokens) && t.Word(at.To) == "," {
		for k := at.To + 1; k < len(t.Tokens) && k < at.To+7 && !t.Tokens[k].Is(doc.Punct); k++ {
			if s := r.sortAt(t, k); s != "" && !r.is(t.Tokens[k-1].Word, prep) {
				return s
			}
		}
	}
	return ""
}
