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
		return nil // "from which $112m was stolen"
	}
	if k := s.at(i); k >= 0 && s.items[k].kind == someone && s.items[k].To == h.From && h.kind == claim.Attribution && (h.form == participle || h.form == pastParticiple) {
		return []int{k} // "arrested members of a gang suspected of"
	}
	if r := s.relativeOfSpeech(i); r >= 0 {
		return s.antecedent(r - 1)
	}
	if s.has(i, rel) {
		list := s.antecedent(i - 1)
		if len(list) == 1 && s.t.Word(i-1) == "," {
			h.own = list[0] + 1 // "the carrier, which was hacked in 2016, said": who speaks is hit
		}
		return list
	}
	if list, ok := s.accusedOf(h, i); ok {
		return list
	}
	if k := s.at(i); k >= 0 && h.form == gerund && s.items[k].To == h.From && !s.items[k].demonym && s.items[k].kind != money {
		return s.coordinated(k) // "instances of hackers attacking"
	}
	if h.form == gerund && s.t.Word(i) == "," && s.has(i-1, incident|crime) && s.at(i-1) < 0 {
		return nil // "a cyberattack, crippling its wards"
	}
	if k := s.beforeApposition(i); k >= 0 {
		return s.coordinated(k)
	} else if k == apposed {
		return nil
	}
	if p := s.lastVerb(n); s.has(i, pron) && !s.has(i, poss|rel) && p != nil && len(p.subject) > 0 && !p.passive {
		if s.items[p.subject[0]].speech != nil {
			h.own = p.subject[0] + 1 // "the gang listed a firm and says it stole its data"
		}
		return p.subject // "it suspended withdrawals after it lost $3m"
	}
	if p := s.lastVerb(n); s.has(i, conj) && p != nil && len(p.subject) > 0 && p.lo == h.lo {
		return p.subject
	}
	if k := s.at(i); k >= 0 && s.items[k].speech != nil && i+1 < h.From {
		h.own = k + 1 // "the gang claimed to have stolen"
		return []int{k}
	}
	return s.subjectLeft(n, i)
}

// subjectLeft walks on left from token i, over what only says who speaks, where or whose, to the item that governs the n-th
// hit, which is a verb. What stands behind a preposition or owns something is taken only where nothing else is there.
func (s *sentence) subjectLeft(n, i int) []int {
	h, fallback := s.hits[n], -1
	for ; i >= s.span.From; i-- {
		if k := s.at(i); k >= 0 {
			it := s.items[k]
			switch {
			case s.objectOf(n, it) != nil:
				return s.objectOf(n, it).subject // "hackers who breached the insurer published"
			case s.aside(it, h), s.locates(it):
			case it.demonym || it.kind == place && s.t.Tokens[min(it.To, s.span.To-1)].Is(doc.Possessive) && it.To < h.From-1:
			case s.prepBefore(s.items[s.coordinated(k)[0]].From) == "" && !s.possessor(it, h):
				return s.coordinated(s.renamed(k))
			case fallback < 0 || s.items[fallback].kind == place && it.kind == party:
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

// accusedOf is who is accused of what a gerund behind "of" or "with" says: the object of the verb of blame.
func (s *sentence) accusedOf(h *hit, i int) ([]int, bool) {
	if h.form != gerund || !s.has(i, prep) {
		return nil, false
	}
	for _, p := range s.hits {
		if p.From >= h.From {
			break
		}
		if p.noun() || p.form == fixed || p.kind != claim.Attribution || p.trigger.subj != isAccuser || p.To > i || i-p.To > 9 {
			continue
		}
		if p.passive {
			return p.subject, len(p.subject) > 0
		}
		if list := s.object(p); len(list) > 0 && s.items[list[0]].From < i {
			return list, true
		}
		if len(p.subject) == 0 {
			return nil, p.To == i
		}
		return s.relativeObject(p), p.To == i
	}
	return nil, false
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
		if w := s.t.Word(j + 1); !s.has(j+1, det|rel) && !s.t.Tokens[j+1].Is(doc.Digit) && w != "\"" && w != "“" {
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

// objectOf is the verb before the n-th hit whose object an item is, where that verb has a subject.
func (s *sentence) objectOf(n int, it item) *hit {
	p := s.lastVerb(n)
	if p == nil || p.passive || len(p.subject) == 0 || p.To > it.From || it.From-p.To > 3 {
		return nil
	}
	for i := p.To; i < it.From; i++ {
		if !s.has(i, det|poss) && !s.t.Tokens[i].Is(doc.Capital) {
			return nil
		}
	}
	return p
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
	ends := h.To >= s.span.To || s.t.Tokens[h.To].Is(doc.Punct) && s.at(h.To) < 0 || next&(prep|conj|sub) != 0
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
