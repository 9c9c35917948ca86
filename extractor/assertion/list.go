package assertion

import (
	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/internal/claim"
)

// splitLists gives each sum of a list its own hit: "stole $81m from A in 2016 and $60m from B in 2017" is
// two thefts.
func (s *sentence) splitLists() {
	var out []*hit
	for _, h := range s.hits {
		out = append(out, h)
		if h.noun() {
			out = append(out, s.nounTails(h)...)
			continue
		}
		if h.obj != isLoot && h.obj != isLootVictim {
			continue
		}
		stop, first := s.stop(h), !h.passive
		for k := range s.items {
			it := s.items[k]
			if it.kind != money || it.From < h.To || it.From >= stop && (s.partOf(it.From) < stop-1 || s.verbIn(h.To, it.From)) {
				continue
			}
			if first || !s.listed(it.From) || s.ofWhich(it) {
				first = false
				continue
			}
			tail := *h
			tail.Range = doc.Range{From: it.From - 1, To: it.From}
			tail.tail, tail.lo = true, it.From-1
			if tail.part = s.partOf(it.From) >= 0; it.From >= tail.hi {
				tail.hi = s.span.To
			}
			h.hi = min(h.hi, s.tailStart(it.From))
			out = append(out, &tail)
			h = &tail
		}
	}
	s.hits = out
	for i, h := range s.hits {
		h.order = i
	}
}

// nounTails are the later acts of a noun with several sums: "the theft of $3m from A in May and of $9m from B".
func (s *sentence) nounTails(h *hit) []*hit {
	if r := h.preps["of"]; r != isLoot && r != isLootVictim {
		return nil
	}
	var out []*hit
	for k := range s.items {
		i := s.items[k].From - 1
		if s.items[k].kind != money || i-1 <= h.To || i >= h.hi || s.preps2(i) != "of" || !s.has(i-1, conj) && s.t.Word(i-1) != "," {
			continue
		}
		tail := *h
		tail.Range, tail.tail, tail.lo = doc.Range{From: i, To: i + 1}, true, i
		h.hi = i - 1
		out = append(out, &tail)
		h = &tail
	}
	return out
}

// listed reports whether the sum at token i is joined by "and" to what stands before, and is itself taken
// from somewhere.
func (s *sentence) listed(i int) bool {
	if s.partOf(i) >= 0 {
		return true
	}
	k := s.listStart(i)
	if k == i {
		return false
	}
	if s.t.Word(i-1) == "another" || s.t.Word(i-1) == "further" {
		return true
	}
	if n := s.at(i); n >= 0 && s.t.Word(min(s.items[n].To, s.span.To-1)) == "more" {
		return true
	}
	for j := i; j < s.span.To && j < i+8; j++ {
		if s.preps2(j) == "from" || s.preps2(j) == "in" {
			return true
		}
	}
	return false
}

// ofWhich reports whether a sum is the subject of a verb of its own: "of which $1 million has been recovered".
func (s *sentence) ofWhich(it item) bool {
	return s.t.Word(it.From-1) == "which" && it.To < s.span.To && s.has(it.To, be|have|modal)
}

// partOf is the token of the words that make the sum at token i a part of the sum before it ("including
// $620 million from"), or -1.
func (s *sentence) partOf(i int) int {
	for j := i - 1; j > s.span.From && j > i-6; j-- {
		switch w := s.t.Word(j); {
		case w == "including" || w == "notably" || w == "among" || w == "which" && s.preps2(j-1) == "of":
			return j
		case !s.has(j, same|adv|det|another|pron) && w != "for":
			return -1
		}
	}
	return -1
}

// tailStart is the token at which the part of a sentence begins that tells of the sum at token i.
func (s *sentence) tailStart(i int) int {
	if j := s.partOf(i); j >= 0 {
		return j
	}
	return s.listStart(i)
}

// listStart is the token of the "and" or comma before the sum at token i, with only small words between.
func (s *sentence) listStart(i int) int {
	for j := i - 1; j >= s.span.From && j > i-6; j-- {
		if s.has(j, conj) || s.t.Word(j) == "," {
			return j
		}
		if !s.has(j, same|adv|det|another) {
			return i
		}
	}
	return i
}

// coordinated is an item with those before it that "and" or a comma joins to it.
func (s *sentence) coordinated(k int) []int {
	list := []int{k}
	for k > 0 {
		prev, it := s.items[k-1], s.items[k]
		if prev.kind != it.kind || !s.joined(prev.To, it.From) || s.namesPerson(prev, it) {
			break
		}
		k--
		list = append([]int{k}, list...)
	}
	return list
}

// namesPerson reports whether a comma parts a person's name from the body that the noun before it belongs to: "a clerk of
// Marrow Bank, Dana Kessel, stole".
func (s *sentence) namesPerson(prev, it item) bool {
	return prev.kind == party && s.t.Word(prev.To) == "," && prev.To+1 == it.From && s.actor(it.who).Kind == claim.Person &&
		s.actor(prev.who).Kind != claim.Person && s.prepBefore(prev.From) != ""
}

// joined reports whether only "and", commas, articles and a few plain words stand between two tokens,
// with at least one "and" or comma.
func (s *sentence) joined(from, to int) bool {
	if to-from > 7 {
		return false
	}
	link := false
	if from+1 < to && s.t.Word(from) == "," && s.has(from+1, det) {
		return false // an apposition
	}
	for i := from; i < to; i++ {
		switch {
		case s.t.Word(i) == "," || s.has(i, conj):
			link = true
		case s.t.Word(i) == "as" || s.t.Word(i) == "well" || s.has(i, det):
			link = link || s.t.Word(i) == "well"
		case s.t.Tokens[i].Is(doc.Possessive):
		case s.t.Tokens[i].Is(doc.Punct) || s.has(i, prep|rel|sub|be|have|modal|pron|neg):
			return false
		case s.triggers.Begins(s.t.Tokens[i].Word):
			return false
		}
	}
	return link
}
