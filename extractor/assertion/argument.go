package assertion

import (
	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/internal/claim"
)

// fronted is what stands behind a "from" before its verb: "From Petrel, a lender, $38m leaked out", "the
// bridge from which $112m was stolen".
func (s *sentence) fronted(h *hit) []int {
	for i := h.From - 1; i >= s.span.From && i > h.From-25; i-- {
		if s.preps2(i) != "from" {
			continue
		}
		if s.has(i+1, rel) {
			return s.antecedent(i - 1)
		}
		if i == s.span.From || s.t.Tokens[i-1].Is(doc.Punct) {
			if k := s.phrase(i+1, h.From); k >= 0 {
				return []int{k}
			}
		}
		return nil
	}
	return nil
}

// prepBefore is the preposition that governs the noun phrase at token i, or "".
func (s *sentence) prepBefore(i int) string {
	for steps := 0; steps < 5; steps++ {
		i--
		if i < s.span.From {
			return ""
		}
		tok := s.t.Tokens[i]
		w := tok.Word
		if s.has(i, prep) && !s.has(i, adv) {
			return s.preps[w]
		}
		if s.at(i) >= 0 || tok.Is(doc.Punct) && s.t.Word(i) != "-" && s.t.Word(i) != "\"" && s.t.Word(i) != "“" || s.has(i, conj|rel|sub|be|have|do|modal|control|pron|neg) {
			return ""
		}
		if s.triggers.Begins(w) && !s.has(i, crime|dirty|det) {
			return ""
		}
	}
	return ""
}

// object is what stands behind a verb without a preposition: the first item, with those joined to it.
// A sum may stand further off ("stole digital coins worth around $160 million").
func (s *sentence) object(h *hit) []int {
	stop := s.stop(h)
	for i := h.To; i < stop; i++ {
		k := s.at(i)
		if k < 0 {
			if s.t.Word(i) == "as" && s.has(i-1, linking) {
				continue // "blamed the unit known as"
			}
			if s.has(i, prep) && s.preps[s.t.Tokens[i].Word] != "of" && !s.has(i, adv|det) {
				if end := s.periodAt(i + 1); end > 0 {
					i = end - 1 // "attacked in February the clinic"
					continue
				}
				return nil
			}
			continue
		}
		it := s.items[k]
		if it.demonym || it.kind == money || s.ownerOnly(k, stop) || s.adjective(k, stop) || s.tied(k, stop) {
			i = it.To - 1
			continue
		}
		k = s.head(k, stop)
		list := []int{k}
		for k+1 < len(s.items) && s.items[k+1].From < stop && s.items[k+1].kind != money && s.joined(s.items[k].To, s.items[k+1].From) {
			k++
			list = append(list, k)
		}
		return list
	}
	return nil
}

// periodAt is where the period at token i ends, 0 where none begins.
func (s *sentence) periodAt(i int) int {
	t := s.t
	for n := s.from(len(t.Periods), func(n int) doc.Range { return t.Periods[n].Range }); n < len(t.Periods) && t.Periods[n].Range.From <= i; n++ {
		if t.Periods[n].Range.From == i {
			return t.Periods[n].Range.To
		}
	}
	return 0
}

// relativeObject: "the clinic that the gang knocked offline".
func (s *sentence) relativeObject(h *hit) []int {
	i := s.items[h.subject[0]].From - 1
	for i >= s.span.From && s.has(i, det) && !s.has(i, rel) {
		i--
	}
	if i < s.span.From || !s.has(i, rel) {
		return nil
	}
	return s.antecedent(i - 1)
}

// ownerOnly reports whether an item only says whose the next is: a state or a person before its bank,
// gang or name.
func (s *sentence) ownerOnly(k, stop int) bool {
	it := s.items[k]
	if !s.owns(it) || it.To+1 >= stop {
		return false
	}
	if it.kind == party {
		if kind := s.actor(it.who).Kind; kind != claim.State && kind != claim.Person {
			return false
		}
	} else if it.kind != place {
		return false
	}
	next := s.t.Tokens[it.To+1]
	return next.Is(doc.Capital) || s.ownedNext(k, stop)
}

// ownedNext reports whether the next item stands in the same noun phrase.
func (s *sentence) ownedNext(k, stop int) bool {
	if k+1 >= len(s.items) || s.items[k+1].From >= stop || s.items[k+1].From-s.items[k].To > 5 || s.items[k+1].kind == money {
		return false
	}
	for i := s.items[k].To; i < s.items[k+1].From; i++ {
		if s.t.Tokens[i].Is(doc.Possessive) {
			continue
		}
		if s.has(i, prep|conj|rel|sub|be|have) || s.t.Word(i) == "," {
			return false
		}
	}
	return true
}

// adjective reports whether a state only qualifies the noun behind it: "U.S. telecom companies".
func (s *sentence) adjective(k, stop int) bool {
	it := s.items[k]
	if it.crew || it.kind == party && s.actor(it.who).Kind != claim.State || it.kind != party && it.kind != place {
		return false
	}
	if !s.ownedNext(k, stop) {
		return false
	}
	next := s.items[k+1]
	return next.kind == class1 || next.kind == someone || next.kind == party && !s.owns(it) && s.actor(next.who).Kind == claim.Organization
}

func (s *sentence) owns(it item) bool {
	return it.To < s.span.To && s.t.Tokens[it.To].Is(doc.Possessive)
}

// stop is where the reach of a hit ends on its right: its clause, or the next verb.
func (s *sentence) stop(h *hit) int {
	stop := h.hi
	for _, next := range s.hits[h.order+1:] {
		if next.From >= stop {
			break
		}
		if !next.noun() && next.form != fixed || h.noun() {
			return next.From
		}
	}
	return stop
}

// prepositional lists the items behind a preposition at the hit's right, until the clause ends.
func (s *sentence) prepositional(h *hit, f func(preposition string, items []int)) {
	stop, struck, listed := s.stop(h), false, false
	for i := h.To; i < stop; i++ {
		if s.t.Word(i) == "," && i+1 < stop && !s.has(i+1, prep) && s.periodAt(i+1) == 0 {
			if listed = s.listOn(h, i, stop); !listed {
				return
			}
		}
		if k := s.at(i); k >= 0 && s.items[k].From < i && s.items[k].kind == party {
			continue // the "of" of a name
		}
		if !s.has(i, prep) || s.has(i, adv) {
			continue
		}
		p := s.preps[s.t.Tokens[i].Word]
		if p == "out" && s.t.Word(min(i+1, s.span.To-1)) == "of" {
			p = "of"
			i++
		}
		if _, ok := h.preps[p]; !ok || listed && p != "from" {
			continue
		}
		if p == "to" && s.infinitive(i+1) || !h.noun() && s.ofNearerNoun(h, p, i) {
			continue
		}
		at := i
		if k := s.phrase(i+1, stop); k >= 0 {
			list := []int{k}
			for k+1 < len(s.items) && s.items[k+1].From < stop && s.joined(s.items[k].To, s.items[k+1].From) && s.items[k+1].kind != money {
				k++
				list = append(list, k)
			}
			i = s.items[k].To - 1
			if h.noun() && h.preps[p] == isVictim {
				if struck && !s.has(at-1, conj) && s.t.Word(at-1) != "," {
					continue // "the attack on X in a post on Y"
				}
				struck = true
			}
			f(p, list)
		}
	}
}

// reachList is how many tokens a list of things may take behind one of its commas.
const reachList = 16

// listOn reports whether a comma behind a verb stands in a list of what was taken, which "and" ends: "stole names,
// addresses and card numbers from".
func (s *sentence) listOn(h *hit, comma, stop int) bool {
	if h.noun() || !s.holdsClass(doc.Range{From: h.To, To: min(comma+reachList, stop)}, data) || s.prepIn(h.To, comma) {
		return false
	}
	for i := comma + 1; i < stop && i < comma+reachList; i++ {
		switch {
		case s.has(i, conj):
			return true
		case s.has(i, prep|rel|sub|be|have|modal|pron) && !s.has(i, adv|same), s.stops(i) && s.t.Word(i) != ",":
			return false
		}
	}
	return false
}

// prepIn reports whether a preposition stands between two tokens: then what follows them is no list any more.
func (s *sentence) prepIn(from, to int) bool {
	for i := from; i < to; i++ {
		if s.has(i, prep) && !s.has(i, adv|same) {
			return true
		}
	}
	return false
}

// ofNearerNoun reports whether a preposition behind a verb belongs to an act's noun between them: in "blamed X for
// the attack on Y" the on is the attack's.
func (s *sentence) ofNearerNoun(h *hit, p string, i int) bool {
	for _, x := range s.hits[h.order+1:] {
		if x.From >= i {
			return false
		}
		if _, ok := x.preps[p]; ok && x.noun() && i-x.To <= 3 && p != "to" && h.kind == claim.Attribution && s.prepBefore(x.From) == "for" {
			return true
		}
		if x.noun() && x.To == i && p == "on" && (s.prepAgain(p, i+1, h.hi) || h.preps["to"] != noRole && s.prepAgain("to", i+1, h.hi)) {
			return true // "blamed the attack on X on Y", "attributed the attack on X to Y"
		}
	}
	return false
}

// prepAgain reports whether a preposition stands once more between two tokens.
func (s *sentence) prepAgain(p string, from, to int) bool {
	for i := from; i < to; i++ {
		if s.preps2(i) == p && s.periodAt(i) == 0 && s.periodAt(i+1) == 0 {
			return true
		}
	}
	return false
}

// hers reports whether an item is a pronoun that says whose the body behind it is, though it means a person: "from her
// city", "into his company".
func (s *sentence) hers(k, stop int) bool {
	it := s.items[k]
	return it.ref && s.has(it.From, poss) && s.actor(it.who).Kind == claim.Person && s.ownedNext(k, stop) && s.items[k+1].kind == class1
}

// infinitive guesses that the word behind a "to" is a verb: no noun phrase begins with it.
func (s *sentence) infinitive(i int) bool {
	return i+1 < s.span.To && !s.has(i, det|poss|pron) && s.at(i) < 0 && s.at(i+1) < 0 && !s.t.Tokens[i].Is(doc.Capital)
}

// phrase is the first item of the noun phrase at token i; of "Taiwan's Far Bank" the bank.
func (s *sentence) phrase(i, stop int) int {
	for steps := 0; i < stop && steps < 7; steps++ {
		k := s.at(i)
		if k < 0 {
			if s.has(i, prep|rel|be|have|modal) && s.preps2(i) != "of" || s.t.Tokens[i].Is(doc.Punct) && s.t.Word(i) != "-" && s.t.Word(i) != "\"" && s.t.Word(i) != "“" {
				return -1
			}
			i++
			continue
		}
		it := s.items[k]
		if it.demonym || s.ownerOnly(k, stop) || s.adjective(k, stop) || s.tied(k, stop) || s.hers(k, stop) {
			i = it.To
			for i < stop && s.t.Tokens[i].Is(doc.Possessive) {
				i++
			}
			continue
		}
		return s.head(k, stop)
	}
	return -1
}

// head is the party behind a class word and "of": "the network of Timor Tel".
func (s *sentence) head(k, stop int) int {
	if s.items[k].kind != class1 || k+1 >= len(s.items) {
		return k
	}
	next := s.items[k+1]
	if next.kind != party || next.demonym || next.From >= stop || next.From-s.items[k].To > 3 || s.preps2(s.items[k].To) != "of" && s.preps2(s.items[k].To) != "at" {
		return k
	}
	return k + 1
}

func (s *sentence) preps2(i int) string {
	if w := s.t.Tokens[i].Word; int(w) < len(s.preps) {
		return s.preps[w]
	}
	return ""
}
