package assertion

import (
	"slices"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/internal/claim"
)

// plainly reports whether a frame of a text that is not about incidents names an act beyond doubt: who did it to
// whom. There a politician attacks a rival, mice are infected, a phone charges and a shop's price is a steal.
func (s *sentence) plainly(h *hit, f *frame) bool {
	hit := len(f.victims)+len(f.targets) > 0
	doer := len(f.actors) > 0 || f.someone != ""
	switch f.kind {
	case claim.Theft:
		return len(f.amounts) > 0 && (hit || doer)
	case claim.Attack:
		return hit && s.aggressor(f) && !s.onlyPersons(f) && !s.ownState(f)
	case claim.Attribution:
		return doer && (h.pos == 'p' || s.near(h, crime|incident) && s.actBehind(h, reachPlain))
	case claim.Sanction:
		return s.punishes(h, f)
	}
	return true
}

// reachPlain is how far behind a word of blame its act may stand in a text that is not about incidents.
const reachPlain = 6

// aggressor reports whether unnamed perpetrators, a state or a group do it.
func (s *sentence) aggressor(f *frame) bool { return f.someone != "" || s.hostile(f) }

// onlyPersons reports whether all whom an act hits are persons by name, whom others attack with words.
func (s *sentence) onlyPersons(f *frame) bool {
	return len(f.victims) > 0 && len(f.targets) == 0 && !slices.ContainsFunc(f.victims, func(m mention) bool { return s.actor(m).Kind != claim.Person })
}

// ownState reports whether one whom an act hits is the very one that does it.
func (s *sentence) ownState(f *frame) bool {
	return slices.ContainsFunc(f.victims, func(m mention) bool {
		return slices.ContainsFunc(f.actors, func(x mention) bool { return s.actor(x).Entity == s.actor(m).Entity })
	})
}

// punishes reports whether a sanction has one who imposes it, or one whom it hits by name: clubs, libraries and
// parking wardens fine too.
func (s *sentence) punishes(h *hit, f *frame) bool {
	if f.sum != claim.SumFine || h.kind != claim.Sanction || h.needs == "penal" {
		return true
	}
	return len(f.actors) > 0 || s.near(h, responder) || slices.ContainsFunc(s.items, func(it item) bool {
		return it.known && it.kind == party && s.actor(it.who).Kind == claim.Agency
	})
}

// reachRules is how far behind a breach what is broken may stand: "breaching the terms of his bail".
const reachRules = 6

// ofRules reports whether a breach is one of rules, a promise or a contract, which nobody attacks.
func (s *sentence) ofRules(h *hit) bool {
	if h.word != "breach" {
		return false
	}
	for i := h.To; i < s.span.To && i < h.To+reachRules; i++ {
		if s.t.Tokens[i].Is(doc.Punct) && !s.has(i, mark) || s.has(i, be|have|modal|conj|rel) {
			return false
		}
		switch s.t.Word(i) {
		case "conditions", "terms", "rules", "regulations", "law", "laws", "code", "contract", "contracts", "agreement", "treaty", "guidelines", "ceasefire", "truce",
			"duty", "duties", "confidence", "copyright", "bail", "parole", "probation", "embargo", "injunction", "ethics", "promise", "trust", "protocol", "constitution", "deal":
			return true
		}
	}
	return false
}
