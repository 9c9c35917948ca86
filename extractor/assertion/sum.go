package assertion

import (
	"slices"

	"github.com/claimwire/claimwire/internal/claim"
)

// takesSum reports whether some position of a trigger can hold a sum.
func (t *trigger) takesSum() bool {
	loot := func(r role) bool { return r == isLoot || r == isLootVictim || r == isLootPerp }
	if loot(t.subj) || loot(t.obj) {
		return true
	}
	for _, r := range t.preps {
		if loot(r) {
			return true
		}
	}
	return false
}

// bindSum finds the sum that a trigger's act is about, by where the trigger lets it stand.
func (s *sentence) bindSum(h *hit, f *frame) {
	if !h.takesSum() || len(s.sums) == 0 || s.washed(h) || h.kind == claim.Attack && (h.needs == "data" || h.needs == "loot") {
		return
	}
	k := -1
	switch {
	case h.tail:
		k = s.moneyRight(h, h.From, s.stop(h))
	case h.noun():
		k = s.nounSum(h)
	case h.passive || h.trigger.subj == isLoot:
		if k = s.moneyLeft(h); k < 0 {
			reach := s.stop(h)
			if h.obj == isLoot {
				reach = min(reach, h.To+3) // "was asked for $5m"
			}
			k = s.moneyRight(h, h.To, reach)
		}
	default:
		if k = s.moneyRight(h, h.To, s.stop(h)); k < 0 {
			k = s.moneyBeforeSubject(h)
		}
		if k < 0 {
			k = s.colonSum(h)
		}
		if k < 0 && h.sum == claim.SumPaid {
			k = s.paidBehindRelative(h)
		}
	}
	s.take(k, f)
}

// paidBehindRelative is the sum of a payment behind a clause that says who is paid: "paid the hackers who locked up its files
// $2 million".
func (s *sentence) paidBehindRelative(h *hit) int {
	for k := range s.items {
		it := s.items[k]
		if it.From < h.To || it.From-h.To > 3 || it.kind != someone && (it.kind != party || s.actor(it.who).Kind != claim.Group) || it.To >= s.span.To || !s.has(it.To, rel) {
			continue
		}
		m := s.moneyRight(h, it.To, s.span.To)
		if m >= 0 && s.prepBefore(s.items[m].From) == "" && s.t.Word(s.items[m].From-1) != "," {
			return m
		}
	}
	return -1
}

// reachAsked is how far before "to pay" the words stand that say that it was only asked for.
const reachAsked = 8

// onlyAsked reports whether a payment is told as what somebody wants and did not get, or not yet: "refused to
// pay", "has until Friday to pay".
func (s *sentence) onlyAsked(h *hit) bool {
	for i := h.From - 1; i >= s.span.From && i > h.From-reachAsked; i-- {
		if w := s.t.Word(i); w == "unless" {
			return true
		} else if w == "," || w == ";" {
			break
		}
	}
	if s.t.Word(max(h.From-1, s.span.From)) != "to" {
		return false
	}
	for i := h.From - 2; i >= s.span.From && i > h.From-reachAsked; i-- {
		switch w := s.t.Word(i); {
		case s.has(i, asking):
			return true
		case w == "," || w == ";":
			return false
		}
	}
	return false
}

// washed reports whether a noun for loot is what a verb behind it says was laundered, and its sum that verb's:
// "a third of the loot, or $90m, was laundered".
func (s *sentence) washed(h *hit) bool {
	if !h.noun() || h.needs != "sumctx" || h.order+1 >= len(s.hits) {
		return false
	}
	next := s.hits[h.order+1]
	return next.kind == claim.Laundering && next.passive && !next.noun()
}

// take binds the sum of item k to a frame.
func (s *sentence) take(k int, f *frame) {
	if k < 0 {
		return
	}
	g := s.items[k].group
	s.bound[g] = true
	f.amounts = append(f.amounts, s.sums[g]...)
}

func (s *sentence) free(k int) bool {
	return s.items[k].kind == money && !s.bound[s.items[k].group]
}

// freeFor reports whether a hit may take the sum of an item.
func (s *sentence) freeFor(h *hit, k int) bool {
	return s.free(k) && h.mayTake(s.items[k]) && (!s.items[k].part || s.wholeFor(h, s.items[k]))
}

// moneyRight is the first free sum between two tokens.
func (s *sentence) moneyRight(h *hit, from, to int) int {
	for k := range s.items {
		if it := s.items[k]; it.From >= from && it.From < to && s.freeFor(h, k) {
			return k
		}
	}
	return -1
}

// moneyLeft is the last free sum before a passive verb: in its clause, or as what its relative pronoun
// means.
func (s *sentence) moneyLeft(h *hit) int {
	lo := h.lo
	if lo > s.span.From && s.has(lo-1, rel) {
		lo = max(s.span.From, lo-14)
	}
	best := -1
	for k := range s.items {
		if it := s.items[k]; it.From >= lo && it.To <= h.From && s.freeFor(h, k) {
			if p := s.prepBefore(it.From); best >= 0 && it.To != h.From && (p == "of" || p == "from") {
				continue
			}
			best = k
		}
	}
	return best
}

// moneyBeforeSubject: "the $90 million that the gang has raked in", "$112m the thieves took".
func (s *sentence) moneyBeforeSubject(h *hit) int {
	if len(h.subject) == 0 {
		return -1
	}
	from := s.items[h.subject[0]].From
	for k := range s.items {
		it := s.items[k]
		if it.To > from || from-it.To > 3 || !s.freeFor(h, k) || s.prepBefore(from) != "" {
			continue
		}
		return k
	}
	return -1
}

// nounSum: "the £70m robbery of", "the theft of $281 million", "losses of", "proceeds estimated at".
func (s *sentence) nounSum(h *hit) int {
	for k := len(s.items) - 1; k >= 0; k-- {
		it := s.items[k]
		if it.To > h.From || h.From-it.To > 4 || !s.freeFor(h, k) || s.crosses(it.To, h.From) {
			continue
		}
		return k
	}
	stop := h.hi
	if h.needs != "sumctx" {
		stop = min(s.stop(h), h.To+14)
	}
	k := s.moneyRight(h, h.To, stop)
	if k >= 0 && h.needs == "sumctx" && s.otherTheft(h.To, s.items[k].From) {
		return -1 // "the loss follows the theft of $5m"
	}
	if k < 0 || h.needs == "sumctx" {
		return k
	}
	for i := h.To; i < s.items[k].From; i++ {
		if r := h.preps[s.preps2(i)]; r == isLoot || r == isLootVictim {
			return k
		}
		if s.t.Word(i) == "," || s.has(i, be|have|conj) {
			return -1
		}
	}
	return -1
}

// otherTheft reports whether a noun for a theft that tells how much was taken stands between two tokens.
func (s *sentence) otherTheft(from, to int) bool {
	return slices.ContainsFunc(s.hits, func(h *hit) bool {
		return h.noun() && h.kind == claim.Theft && h.needs == "" && h.From >= from && h.To < to && s.preps2(h.To) == "of"
	})
}

// crosses reports whether a preposition, verb or mark stands between two tokens.
func (s *sentence) crosses(from, to int) bool {
	for i := from; i < to; i++ {
		if s.has(i, prep|conj|be|have|rel|sub|pron) || s.t.Word(i) == "," {
			return true
		}
	}
	return false
}

// release takes the sums back from frames that will not stand, so that others of the sentence can have
// them.
func (s *sentence) release(made []*frame) {
	freed := false
	for i, h := range s.hits {
		f := made[i]
		if f == nil || len(f.amounts) == 0 || s.enough(h, f) {
			continue
		}
		for g := range s.sums {
			if s.sums[g][0] == f.amounts[0] {
				s.bound[g] = false
			}
		}
		made[i], freed = nil, true
	}
	if !freed {
		return
	}
	for i, h := range s.hits {
		if f := made[i]; f != nil && len(f.amounts) == 0 {
			s.bindSum(h, f)
		}
	}
}

// leftoverSums gives a sum that no trigger claimed to the one theft of its clause that has none.
func (s *sentence) leftoverSums(made []*frame) {
	for k := range s.items {
		if !s.free(k) || s.items[k].cue != "" && s.items[k].clear {
			continue
		}
		var only *frame
		for i, h := range s.hits {
			f := made[i]
			if f == nil || len(f.amounts) > 0 || f.kind != claim.Theft && f.kind != claim.Laundering || f.kind == claim.Theft && (s.items[k].From < h.lo || s.items[k].From >= h.hi) {
				continue
			}
			if only != nil {
				only = nil
				break
			}
			only = f
		}
		if only != nil {
			s.take(k, only)
		}
	}
}
