package assertion

import (
	"slices"
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/internal/claim"
)

// reachShare is how many tokens a part of the loot and the verb that moves it, or the place it goes to, may be apart.
const reachShare = 8

// share reports whether what a verb moves is the loot of an act told before, or a part of it, on its way to somebody else:
// "moved $3m of the haul to an exchange", "the rest was sent to a mixer". That is laundering, and no second theft.
func (s *sentence) share(h *hit, f *frame) bool {
	if !s.cyber || s.thefts == 0 || len(s.reader.acts) == 0 || h.noun() || h.irreal || h.negated || s.nobody(h) || !s.sentOn(h) {
		return false
	}
	if len(f.amounts) > 0 {
		k := slices.IndexFunc(s.items, func(it item) bool { return it.kind == money && s.sums[it.group][0] == f.amounts[0] })
		return k >= 0 && s.ofLoot(s.items[k].To)
	}
	from, to, told := h.To, h.hi, h.passive || h.trigger.subj == isLoot
	if told {
		from, to = max(h.lo, h.From-reachShare), h.From
	}
	for i := from; i < min(to, from+reachShare); i++ {
		if s.has(i, share) && (s.ofLoot(i+1) || s.rest(i)) || told && s.has(i, dirty) && s.has(i-1, definite) && s.at(i) < 0 && s.goesTo(h) {
			return true // but "transferred the coins to his wallet" is the theft
		}
		if s.has(i, prep|rel|sub) && s.preps2(i) != "of" {
			return false
		}
	}
	return false
}

// goesTo reports whether "to" or "into" stands right behind a verb.
func (s *sentence) goesTo(h *hit) bool {
	p := s.preps2(min(h.To, s.span.To-1))
	last := s.preps2(h.To - 1)
	return p == "to" || p == "into" || last == "to" || last == "into"
}

// rest reports whether a token is "the rest" or the like, which need not say of what.
func (s *sentence) rest(i int) bool {
	w := s.t.Word(i)
	return (w == "rest" || w == "remainder") && s.has(i-1, definite)
}

// ofLoot reports whether "of" stands at a token and the loot behind it: "of the stolen coins", "of it".
func (s *sentence) ofLoot(i int) bool {
	if i >= s.span.To || s.preps2(i) != "of" {
		return false
	}
	for k := i + 1; k < s.span.To && k < i+5; k++ {
		switch w := strings.ToLower(s.t.Word(k)); {
		case s.has(k, dirty|theft) && s.at(k) < 0, w == "it", s.rest(k):
			return true
		case s.has(k, prep|be|have|conj), s.t.Tokens[k].Is(doc.Punct):
			return false
		}
	}
	return false
}

// sentOn reports whether a verb says where something goes, and not that it comes back to its owners.
func (s *sentence) sentOn(h *hit) bool {
	last := s.preps2(h.To - 1)
	for i := h.To - 1; i < h.hi && i < h.To+2*reachShare; i++ {
		p := s.preps2(i)
		if i == h.To-1 {
			p = last
		}
		switch p {
		case "to", "into", "through", "via", "for", "in":
			return !s.returned(h)
		case "from":
			return false
		}
	}
	return false
}

// returned reports whether what a verb moves comes back: "back" stands behind it, or the owners of the money, customers or the
// victim.
func (s *sentence) returned(h *hit) bool {
	for k := h.To - 1; k < h.hi && k < h.To+2*reachShare; k++ {
		if s.has(k, owners) || s.t.Word(k) == "back" {
			return true
		}
		n := s.at(k)
		if n < 0 || !s.items[n].known || s.preps2(max(k-1, s.span.From)) != "to" {
			continue
		}
		e := s.actor(s.items[n].who).Entity
		if slices.ContainsFunc(s.reader.acts, func(f *frame) bool {
			return slices.ContainsFunc(f.victims, func(m mention) bool { return s.actor(m).Entity == e && s.actor(m).Kind != claim.State })
		}) {
			return true
		}
	}
	return false
}

// sentBack reports whether a verb is told with "back": "sent $3m of it back".
func (s *sentence) sentBack(h *hit) bool {
	for k := h.To - 1; k < h.hi && k < h.To+reachShare; k++ {
		if s.t.Word(k) == "back" {
			return true
		}
	}
	return false
}
