package assertion

import (
	"slices"

	"github.com/claimwire/claimwire/internal/claim"
)

// The tests of needs.go that ask who or what a frame or its sentence names.

// servesOne reports whether a frame names a state, a group or an agency: those that attackers
// work for.
func (s *sentence) servesOne(f *frame) bool {
	for _, m := range f.actors {
		if k := s.actor(m).Kind; k != claim.Organization && k != claim.Person {
			return true
		}
	}
	return false
}

// actBehind reports whether an act is named, or pointed at, within some tokens behind a hit.
func (s *sentence) actBehind(h *hit, reach int) bool {
	for i := h.To; i < s.span.To && i < h.To+reach; i++ {
		if s.has(i, crime|incident|theft|dirty|mixer) || s.t.Word(i) == "it" || s.actNoun(i, i+1) {
			return true
		}
	}
	return slices.ContainsFunc(s.hits, func(x *hit) bool {
		return x != h && x.From >= h.To && x.From < h.To+reach && x.kind != claim.Statement && x.kind != claim.Attribution
	})
}

// likened lays a likeness of code to the group that the sentence names, where the words do not say whose
// it is, and reports whether there is one.
func (s *sentence) likened(f *frame) bool {
	if s.hostile(f) {
		return true
	}
	for _, it := range s.items {
		if it.known && it.kind == party && s.actor(it.who).Kind == claim.Group {
			f.actors = append(f.actors, it.who)
			return true
		}
	}
	return false
}

// someHostile reports whether the sentence names a state or group at all.
func (s *sentence) someHostile() bool {
	return slices.ContainsFunc(s.items, func(it item) bool {
		if !it.known || it.kind != party && it.kind != place {
			return it.kind == someone
		}
		k := s.actor(it.who).Kind
		return k == claim.State || k == claim.Group
	})
}

// knownMixer reports whether the text has told before that a party of the frame launders.
func (s *sentence) knownMixer(f *frame) bool {
	return slices.ContainsFunc(f.actors, func(m mention) bool { return s.mixers[s.actor(m).Entity] })
}

func (s *sentence) namedPerson(f *frame) bool {
	return slices.ContainsFunc(f.actors, func(m mention) bool { return s.actor(m).Kind == claim.Person })
}

// beBefore reports whether a form of "be" stands shortly before a hit.
func (s *sentence) beBefore(h *hit) bool {
	for i := h.From - 1; i >= s.span.From && i > h.From-5; i-- {
		if s.has(i, be) {
			return true
		}
	}
	return false
}

// hostile reports whether a named actor is a state or a group.
func (s *sentence) hostile(f *frame) bool {
	for _, m := range f.actors {
		if k := s.actor(m).Kind; k == claim.State || k == claim.Group {
			return true
		}
	}
	return false
}

// near reports whether a word of a class stands in the hit's sentence, the trigger itself apart.
func (s *sentence) near(h *hit, c class) bool {
	for i := s.span.From; i < s.span.To; i++ {
		if !h.Has(i) && s.has(i, c) {
			return true
		}
	}
	return false
}

// dated reports whether a period stands close before or behind an act.
func (s *sentence) dated(h *hit) bool { return s.period(h) != nil }
