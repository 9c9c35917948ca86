package assertion

import (
	"slices"

	"github.com/claimwire/claimwire/internal/claim"
)

// reachPrice is how far behind an act's noun the words stand that say what it brought in.
const reachPrice = 9

// priced gives an attack the sum that its own words put on it, and makes a theft of it: "the $120 million
// exploit", "hacked for $600 million", "58 attacks worth $3 billion". On ransomware it is what was asked for.
func (s *sentence) priced(h *hit, f *frame) {
	if f.kind != claim.Attack || f.sum != "" || h.takesSum() || len(s.sums) == 0 || h.trigger.needs == "perp" {
		return
	}
	k := -1
	if h.noun() {
		if k = s.priceBefore(h); k < 0 {
			k = s.priceBehind(h)
		}
	} else if i := s.priceOf(h); h.passive && i > 0 {
		k = s.moneyRight(h, i, i+4)
	}
	if k < 0 || !s.freeFor(h, k) && s.items[k].cue != claim.SumDemanded {
		return
	}
	s.take(k, f)
	f.kind, f.sum = claim.Theft, claim.SumTaken
	if h.noun() && (s.has(h.From, ransom) || s.has(h.From-1, ransom)) {
		f.kind, f.sum = claim.Attack, claim.SumDemanded
	}
}

// priceOf is the token behind the "for" that says for how much a passive verb's victim was hit, with no more than a time
// between: "was exploited early on Tuesday for"; 0 where there is none.
func (s *sentence) priceOf(h *hit) int {
	for i := h.To; i < h.hi && i < h.To+6; i++ {
		if s.preps2(i) == "for" {
			return i + 1
		}
		if end := s.periodAt(i); end > 0 {
			i = end - 1
			continue
		}
		if !s.has(i, adv) && s.preps2(i) != "on" && s.t.Word(i) != "early" && s.t.Word(i) != "late" {
			return 0
		}
	}
	return 0
}

// priceBefore is the sum right before an act's noun: "the $120 million Quillon exploit". An attack may have cost
// that much; a hack or an exploit took it.
func (s *sentence) priceBefore(h *hit) int {
	if !slices.Contains([]string{"hack", "exploit", "raid", "hijack", "ransomware attack"}, h.word) && (s.thefts == 0 || s.ransom > 0) {
		return -1
	}
	for k := len(s.items) - 1; k >= 0; k-- {
		if it := s.items[k]; it.To <= h.From && h.From-it.To <= 4 && s.free(k) && !s.crosses(it.To, h.From) {
			return k
		}
	}
	return -1
}

// priceBehind is the sum that an act's noun is said to be worth.
func (s *sentence) priceBehind(h *hit) int {
	for i := h.To; i < h.hi && i < h.To+reachPrice; i++ {
		switch s.t.Word(i) {
		case "worth", "totalling", "totaling", "netting", "yielding":
			return s.moneyRight(h, i, i+4)
		case ",", "that", "which", "and":
			return -1
		}
	}
	return -1
}
