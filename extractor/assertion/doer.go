package assertion

import (
	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/internal/claim"
)

// harmless reports whether the subject of an attack or theft is of the kind that suffers them: a company, a bank,
// a hospital, a ministry, the police. Where somebody accuses it, it may be the thief all the same.
func (s *sentence) harmless(h *hit, it item) bool {
	if h.noun() || it.kind != party || it.crew {
		return false
	}
	switch s.actor(it.who).Kind {
	case claim.Organization:
		return !s.accusedBefore(it.To, h.From)
	case claim.Agency:
		if s.holdsClass(it.Range, target|keeper|responder) || s.enforces(s.actor(it.who).Entity) {
			return !s.accusedBefore(it.To, h.From)
		}
	}
	return false
}

// accusedBefore reports whether words between a party and a verb say that it is accused of the act.
func (s *sentence) accusedBefore(from, to int) bool {
	for i := from; i < to; i++ {
		if s.in(i, accusedly) {
			return true
		}
	}
	return false
}

// ownSystems reports whether a verb's subject did to its own systems what the verb says: "the retailer shut
// down parts of its network". Then it is no attacker, but what was attacked.
func (s *sentence) ownSystems(h *hit, k int) bool {
	if h.noun() || h.passive || h.obj != isVictim {
		return false
	}
	it := s.items[k]
	if it.kind != class1 && !(it.kind == party && !it.crew && s.actor(it.who).Kind != claim.Group) {
		return false
	}
	for i := h.To; i < h.hi && i < h.To+5; i++ {
		switch s.t.Word(i) {
		case "its", "their", "his", "her":
			return it.kind == class1 || s.actor(it.who).Kind != claim.State || h.word == "shut down" || h.word == "disable"
		}
	}
	if list := s.object(h); len(list) > 0 && s.items[list[0]].kind == someone {
		return false // "the FBI took down a ring of hackers"
	}
	return (h.word == "shut down" || h.word == "take down" || h.word == "disable") && s.harmless(h, it)
}

// informed reports whether what stands behind a noun's "to" is told of the act: "reported the incident to the police".
func (s *sentence) informed(h *hit, items []int) bool {
	for i := h.From - 1; i >= s.span.From && i > h.From-5; i-- {
		if s.in(i, informing) {
			return true
		}
	}
	for _, k := range items {
		it := s.items[k]
		if it.kind == party && s.actor(it.who).Kind == claim.Agency || s.holds(s.t, it.Range, responder) {
			return true
		}
	}
	return false
}

// deceived reports whether somebody was made to pay by a lie: "was tricked into paying".
func (s *sentence) deceived(h *hit) bool {
	if h.form != gerund || s.t.Word(max(h.From-1, s.span.From)) != "into" {
		return false
	}
	for i := h.From - 2; i >= s.span.From && i > h.From-7; i-- {
		if s.in(i, tricked) {
			return true
		}
	}
	return false
}

// ownerOf is the organisation whose customers, servers or the like an item is: "Orrin Air's customers".
func (s *sentence) ownerOf(it item) (mention, bool) {
	for k := range s.items {
		o := &s.items[k]
		if o.kind != party || !o.known || !s.owns(*o) || it.From < o.To || it.From-o.To > 3 || s.crosses(o.To+1, it.From) || it.single {
			continue
		}
		if kind := s.actor(o.who).Kind; kind == claim.Organization || kind == claim.Agency {
			return o.who, true
		}
	}
	return mention{}, false
}

// dataOf is whose data a verb of leaking has as its object: "leaked Orrin Air's data", "published the files of".
func (s *sentence) dataOf(h *hit) []int {
	stop := s.stop(h)
	for k := range s.items {
		it := s.items[k]
		if it.From < h.To || it.From >= stop || it.kind != party || it.crew || s.actor(it.who).Kind == claim.Group {
			continue
		}
		if p := s.prepBefore(it.From); p == "of" || p == "from" || p == "" && s.holds(s.t, doc.Range{From: it.To, To: min(it.To+4, s.span.To)}, data) {
			return []int{k}
		}
	}
	return nil
}

// recipient reports whether perpetrators stand behind a verb's "to": "transferred 75 bitcoin to the gang".
func (s *sentence) recipient(h *hit, f *frame) bool {
	found := false
	s.prepositionalAll(h, func(p string, k int) {
		it := s.items[k]
		if p == "to" && (it.kind == someone || it.kind == party && s.actor(it.who).Kind == claim.Group) && !found {
			found = true
			f.actors, f.someone = nil, ""
			s.givePerp(f, it)
		}
	})
	return found
}

// prepositionalAll calls f with the first item behind each preposition at a hit's right.
func (s *sentence) prepositionalAll(h *hit, f func(preposition string, item int)) {
	stop := s.stop(h)
	for i := h.To; i < stop; i++ {
		if s.has(i, prep) && s.at(i) < 0 {
			if k := s.phrase(i+1, stop); k >= 0 {
				f(s.preps[s.t.Tokens[i].Word], k)
			}
		}
	}
}

// tied reports whether an item only says whose the next one is: "the Russia-linked REvil".
func (s *sentence) tied(k, stop int) bool {
	it := s.items[k]
	if it.To+2 >= stop || s.t.Word(it.To) != "-" || it.kind != place && it.kind != party {
		return false
	}
	return s.in(it.To+1, tie)
}

// locates reports whether a place only says where the thing behind it stands: "its Mexico plant", "the Lima heist".
func (s *sentence) locates(it item) bool {
	if it.kind != place && !(it.kind == party && s.actor(it.who).Kind == claim.State) || it.demonym || it.ref || it.To >= s.span.To {
		return false
	}
	tok := s.t.Tokens[it.To]
	return tok.Is(doc.Alpha) && tok.Flags&(doc.Capital|doc.AllCaps|doc.Digit|doc.Possessive) == 0 && s.at(it.To) < 0 && (s.in(it.To, site) || s.has(it.From-1, det) && s.actNoun(it.To, it.To+1))
}
