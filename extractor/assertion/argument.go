package assertion

import (
	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/internal/claim"
)

// findSubjects gives every verb its subject, in order, so that a verb behind "and" can take that of the
// verb before it.
func (s *sentence) findSubjects() {
	for n, h := range s.hits {
		if h.noun() {
			continue
		}
		h.subject = s.subject(n)
		s.voice(h)
	}
	s.splitLists()
}

// splitLists gives each sum of a list its own hit: "stole $81m from A in 2016 and $60m from B in 2017" is
// two thefts.
func (s *sentence) splitLists() {
	var out []*hit
	for _, h := range s.hits {
		out = append(out, h)
		if h.noun() || h.obj != isLoot && h.obj != isLootVictim {
			continue
		}
		stop, first := s.stop(h), !h.passive
		for k := range s.items {
			it := s.items[k]
			if it.kind != money || it.From < h.To || it.From >= stop {
				continue
			}
			if first || !s.listed(it.From) {
				first = false
				continue
			}
			tail := *h
			tail.Range = doc.Range{From: it.From - 1, To: it.From}
			tail.tail, tail.lo = true, it.From-1
			h.hi = min(h.hi, s.listStart(it.From))
			out = append(out, &tail)
			h = &tail
		}
	}
	s.hits = out
	for i, h := range s.hits {
		h.order = i
	}
}

// listed reports whether the sum at token i is joined by "and" to what stands before, and is itself taken
// from somewhere.
func (s *sentence) listed(i int) bool {
	k := s.listStart(i)
	if k == i {
		return false
	}
	for j := i; j < s.span.To && j < i+8; j++ {
		if s.preps2(j) == "from" || s.preps2(j) == "in" {
			return true
		}
	}
	return false
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

// subject walks left from a verb to the item that governs it.
func (s *sentence) subject(n int) []int {
	h := s.hits[n]
	i := h.From - 1
	for i >= s.span.From && s.at(i) < 0 && s.between(i) {
		i--
	}
	if i < s.span.From {
		return s.laterSubject(h)
	}
	if s.has(i, rel) && s.has(i-1, prep) {
		return nil // "from which $143m was stolen"
	}
	if s.has(i, rel) {
		return s.antecedent(i - 1)
	}
	if k := s.at(i); k >= 0 && h.form == gerund && s.items[k].To == h.From && !s.items[k].demonym && s.items[k].kind != money {
		return s.coordinated(k) // "instances of hackers attacking"
	}
	if k := s.beforeApposition(i); k >= 0 {
		return s.coordinated(k)
	} else if k == apposed {
		return nil
	}
	if p := s.lastVerb(n); s.has(i, conj) && p != nil && len(p.subject) > 0 && p.lo == h.lo {
		return p.subject
	}
	fallback := -1
	for ; i >= s.span.From; i-- {
		if k := s.at(i); k >= 0 {
			it := s.items[k]
			switch {
			case s.aside(it, h):
			case it.demonym || it.kind == place && s.t.Tokens[min(it.To, s.span.To-1)].Is(doc.Possessive) && it.To < h.From-1:
			case s.prepBefore(it.From) == "" && !s.possessor(it, h):
				return s.coordinated(s.renamed(k))
			case fallback < 0:
				fallback = k
			}
			i = it.From
			continue
		}
		if p := s.verbAt(i, n); p != nil {
			if len(p.subject) > 0 && !(p.passive && p.obj == isLoot) {
				return p.subject
			}
			continue
		}
		if s.breaks(i) && h.form != gerund && s.t.Word(h.From-1) != "to" {
			if s.has(i, rel) {
				if a := s.antecedent(i - 1); len(a) > 0 && fallback < 0 {
					return a
				}
			}
			break
		}
	}
	if fallback >= 0 {
		return []int{fallback}
	}
	return nil
}

// beforeApposition is the item before what two commas set off in front of a verb: "Fennel, a lender in
// Oslo, lost". i is the second comma.
func (s *sentence) beforeApposition(i int) int {
	if s.t.Word(i) != "," {
		return -1
	}
	for j := i - 1; j > s.span.From && j > i-30; j-- {
		if s.t.Word(j) != "," {
			continue
		}
		if !s.has(j+1, det|rel) && !s.t.Tokens[j+1].Is(doc.Digit) {
			return -1
		}
		if k := s.at(j - 1); k >= 0 {
			return k
		}
		return apposed
	}
	return -1
}

// apposed says that commas set something off from a noun that is no item.
const apposed = -2

// renamed is the party that a class word behind a comma names again: "Petrel, the Dutch lender that lost".
// Without one it is the item itself.
func (s *sentence) renamed(k int) int {
	if k == 0 || s.items[k].kind != class1 && s.items[k].kind != someone {
		return k
	}
	prev := k - 1
	for prev > 0 && s.items[prev].demonym {
		prev--
	}
	if s.items[prev].kind != party || s.items[prev].demonym {
		return k
	}
	i := s.items[k].From - 1
	for steps := 0; i >= s.span.From && steps < 6 && s.t.Word(i) != ","; steps++ {
		if s.has(i, prep|conj|rel|be|have) {
			return k
		}
		i--
	}
	if i == s.items[prev].To && s.t.Word(i) == "," && s.has(i+1, det) {
		return prev
	}
	return k
}

// possessor reports whether an item only owns what stands between it and the verb ("the bank's keys were
// stolen"): then the bank is no subject, but may still be the victim.
func (s *sentence) possessor(it item, h *hit) bool {
	return it.To < s.span.To && s.t.Tokens[it.To].Is(doc.Possessive) && it.kind != someone && it.To+1 < h.From
}

// between reports whether a word may stand between a subject and its verb.
func (s *sentence) between(i int) bool {
	w := s.t.Word(i)
	if s.t.Tokens[i].Is(doc.Punct) {
		return w == "\"" || w == "“" || w == "‘" || w == "'"
	}
	if s.has(i, rel) && w != "that" {
		return false
	}
	if w == "that" {
		return false
	}
	return s.has(i, be|have|do|modal|adv|neg|control|irreal) && !s.has(i, det&^neg) || s.hedged(i)
}

func (s *sentence) hedged(i int) bool {
	_, n := s.hedges.Longest(func(i int) uint32 { return s.t.Tokens[i].Word }, i, i+1)
	return n > 0
}

// laterSubject: "After stealing $5 million, the hackers left": behind the comma.
func (s *sentence) laterSubject(h *hit) []int {
	for i := h.To; i < s.span.To; i++ {
		if s.t.Word(i) != "," {
			continue
		}
		for k := i + 1; k < s.span.To && k < i+5; k++ {
			if n := s.at(k); n >= 0 {
				return []int{n}
			}
		}
		return nil
	}
	return nil
}

// fronted is what stands behind a "from" before its verb: "From Petrel, a lender, $38m leaked out", "the
// bridge from which $143m was stolen".
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

// antecedent is the item that a relative pronoun behind token i means.
func (s *sentence) antecedent(i int) []int {
	if i >= s.span.From && s.t.Word(i) == "," {
		i--
	}
	for steps := 0; i >= s.span.From && steps < 12; steps++ {
		if k := s.at(i); k >= 0 {
			if s.prepBefore(s.items[k].From) == "of" && k > 0 && s.items[k-1].kind == someone {
				return []int{k - 1} // "an affiliate of Play who"
			}
			return s.coordinated(s.renamed(k))
		}
		if s.breaks(i) {
			return nil
		}
		i--
	}
	return nil
}

// coordinated is an item with those before it that "and" or a comma joins to it.
func (s *sentence) coordinated(k int) []int {
	list := []int{k}
	for k > 0 {
		prev, it := s.items[k-1], s.items[k]
		if prev.kind != it.kind || !s.joined(prev.To, it.From) {
			break
		}
		k--
		list = append([]int{k}, list...)
	}
	return list
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
		if s.triggers.Begins(w) && !s.has(i, crime|dirty) {
			return ""
		}
	}
	return ""
}

// verbAt is the verb among the hits before the n-th that covers a token.
func (s *sentence) verbAt(i, n int) *hit {
	for k := n - 1; k >= 0; k-- {
		if h := s.hits[k]; h.Has(i) {
			if h.noun() {
				return nil
			}
			return h
		}
	}
	return nil
}

// lastVerb is the verb among the hits before the n-th.
func (s *sentence) lastVerb(n int) *hit {
	for k := n - 1; k >= 0; k-- {
		if !s.hits[k].noun() && s.hits[k].form != fixed {
			return s.hits[k]
		}
	}
	return nil
}

// voice settles whether a verb is passive.
func (s *sentence) voice(h *hit) {
	if h.form != participle && h.form != pastParticiple {
		return
	}
	for i := h.From - 1; i >= s.span.From && s.at(i) < 0 && s.between(i); i-- {
		if s.has(i, be) && !s.t.Tokens[i].Is(doc.Possessive) {
			h.passive = true
			return
		}
		if s.has(i, have) {
			return
		}
	}
	if h.form == participle {
		h.passive = true
		return
	}
	next := s.class(h.To)
	ends := h.To >= s.span.To || s.t.Tokens[h.To].Is(doc.Punct) || next&(prep|conj|sub) != 0
	if !ends {
		return
	}
	if s.t.Word(min(h.To, s.span.To-1)) == "by" {
		h.passive = true
		return
	}
	h.passive = len(h.subject) > 0 && !s.mayAct(s.items[h.subject[0]])
}

// mayAct reports whether an item is of the kind that attacks rather than is attacked.
func (s *sentence) mayAct(it item) bool {
	switch it.kind {
	case someone, place:
		return true
	case party:
		k := s.actor(it.who).Kind
		return k == claim.Group || k == claim.State || k == claim.Agency || k == claim.Person
	}
	return false
}

// object is what stands behind a verb without a preposition: the first item, with those joined to it.
// A sum may stand further off ("stole digital coins worth around $160 million").
func (s *sentence) object(h *hit) []int {
	stop := s.stop(h)
	for i := h.To; i < stop; i++ {
		k := s.at(i)
		if k < 0 {
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
		if it.demonym || it.kind == money || s.ownerOnly(k, stop) || s.adjective(k, stop) {
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
	return s.ownedNext(k, stop) && (s.items[k+1].kind == class1 || s.items[k+1].kind == someone)
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
	stop := s.stop(h)
	for i := h.To; i < stop; i++ {
		if s.t.Word(i) == "," && i+1 < stop && !s.has(i+1, prep) && s.periodAt(i+1) == 0 {
			return
		}
		if !s.has(i, prep) || s.has(i, adv) {
			continue
		}
		p := s.preps[s.t.Tokens[i].Word]
		if p == "out" && s.t.Word(min(i+1, s.span.To-1)) == "of" {
			p = "of"
			i++
		}
		if _, ok := h.preps[p]; !ok {
			continue
		}
		if k := s.phrase(i+1, stop); k >= 0 {
			list := []int{k}
			for k+1 < len(s.items) && s.items[k+1].From < stop && s.joined(s.items[k].To, s.items[k+1].From) && s.items[k+1].kind != money {
				k++
				list = append(list, k)
			}
			f(p, list)
			i = s.items[k].To - 1
		}
	}
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
		if it.demonym || s.ownerOnly(k, stop) || s.adjective(k, stop) {
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
