package assertion

import (
	"slices"

	"github.com/claimwire/claimwire/extractor/doc"
)

// hit is a trigger in a sentence.
type hit struct {
	doc.Range
	sense
	lo, hi  int  // its clause
	passive bool // what is its object stands before it
	negated bool // it is said not to be
	irreal  bool // it is said to be tried, planned or possible only
	subject []int
	order   int
	own     int  // one more than the item that speaks of its own act; 0 for none
	tail    bool // a later part of a list of sums, whose verb stands further left
	part    bool // of a tail: its sum is a part of that before
}

func (h *hit) noun() bool { return h.form == nounForm }

// findHits finds the sentence's triggers.
func (s *sentence) findHits() {
	word := func(i int) uint32 { return s.t.Tokens[i].Word }
	for i := s.span.From; i < s.span.To; i++ {
		if n := s.at(i); n >= 0 && (s.items[n].kind == party || s.items[n].kind == someone) && s.items[n].To-i > 0 && !s.spills(n, i) {
			continue
		}
		senses, n := s.triggers.Longest(word, i, s.span.To)
		if n == 0 {
			continue
		}
		if n == 2 && s.t.Word(i) == "taken" && s.t.Word(i+1) == "in" {
			senses, n = s.triggers.Longest(word, i, i+1) // "was taken in the raid"
		}
		r := doc.Range{From: i, To: i + n}
		if one, ok := s.choose(senses, r); ok && !(one.form == gerund && (one.word == "amount to" || one.word == "total")) && (one.word != "come to" || s.moneyWithin(r.To, 6)) && (one.needs != "sumearned" || s.moneyWithin(r.To, 4)) {
			s.hits = append(s.hits, &hit{Range: r, sense: one, order: len(s.hits)})
			i = r.To - 1
		}
	}
	s.hits = slices.DeleteFunc(s.hits, func(h *hit) bool { return s.asked(h) || s.feigned(h) || s.ofRules(h) })
	for i, h := range s.hits {
		h.order = i
		s.bounds(h)
		s.modality(h)
	}
}

// spills reports whether a trigger phrase at token i is longer than the rest of the item it stands in.
func (s *sentence) spills(n, i int) bool {
	word := func(i int) uint32 { return s.t.Tokens[i].Word }
	_, length := s.triggers.Longest(word, i, s.span.To)
	return i+length > s.items[n].To && i == s.items[n].From && s.items[n].kind == someone
}

// choose picks the sense of a form by its neighbours, or none.
func (s *sentence) choose(senses []sense, r doc.Range) (sense, bool) {
	var noun, verb, other *sense
	for i := range senses {
		switch senses[i].pos {
		case 'n':
			noun = &senses[i]
		case 'v':
			verb = &senses[i]
		default:
			other = &senses[i]
		}
	}
	switch {
	case other != nil && verb == nil && noun == nil:
		return *other, true
	case verb != nil && (s.verbal(verb.form, r) || noun == nil && s.onlyVerb(verb.form, r)):
		return *verb, true
	case noun != nil && !s.attributive(r):
		return *noun, true
	case verb != nil && verb.form == gerund && s.nominalGerund(r):
		v := *verb
		v.form = nounForm
		return v, true
	}
	return sense{}, false
}

// onlyVerb accepts the base form of a word that is no noun, where nothing before it makes it one.
func (s *sentence) onlyVerb(f form, r doc.Range) bool {
	if (f == base || f == third) && r.To-r.From > 1 && !s.has(r.From-1, det|poss) {
		return true
	}
	if f != base && f != third || r.From > s.span.From && s.t.Tokens[r.From-1].Is(doc.Possessive) {
		return false
	}
	return !s.has(r.From-1, det|poss) && s.startsObject(r.To)
}

// attributive reports whether a noun only qualifies the next one ("theft charges", "attack vectors").
func (s *sentence) attributive(r doc.Range) bool {
	if r.To >= s.span.To {
		return false
	}
	tok := s.t.Tokens[r.To]
	if tok.Is(doc.Glued) && s.t.Word(r.To) == "-" {
		return true
	}
	return false
}

// nominalGerund: "the hacking of an exchange".
func (s *sentence) nominalGerund(r doc.Range) bool {
	return s.t.Word(min(r.To, s.span.To-1)) == "of"
}

// verbal reports whether a form stands as a verb here.
func (s *sentence) verbal(f form, r doc.Range) bool {
	next := s.class(r.To)
	before := r.From - 1
	for before >= s.span.From && s.has(before, adv) && !s.has(before, det) {
		before--
	}
	prev := s.class(before)
	inside := before >= s.span.From
	possessive := inside && s.t.Tokens[before].Is(doc.Possessive)
	hyphen := inside && s.t.Word(r.From-1) == "-" && s.t.Tokens[r.From].Is(doc.Glued)
	switch f {
	case base:
		if prev&(modal|do) != 0 || inside && s.t.Word(before) == "to" {
			return true
		}
		if possessive || hyphen || prev&(det|prep|poss) != 0 || next&prep != 0 && next&(det|adv) == 0 {
			return false
		}
		if prev&(pron|rel|conj) != 0 {
			return true
		}
		n := s.at(before)
		return n >= 0 && s.items[n].kind != money && s.startsObject(r.To)
	case third:
		if possessive || hyphen || prev&(det|prep|poss|modal|do) != 0 || next&(prep|be|have) != 0 && next&det == 0 || r.To >= s.span.To || s.t.Tokens[r.To].Is(doc.Punct) {
			return false
		}
		n := s.at(before)
		return prev&(pron|rel) != 0 || n >= 0 && !s.items[n].demonym && s.startsObject(r.To) || s.startsObject(r.To) && next&(det|poss) != 0
	case gerund:
		if prev&(det|poss) != 0 && next&prep != 0 {
			return false
		}
		return !hyphen && !(prev&det != 0 && next&(det|poss) == 0)
	case participle, pastParticiple:
		return !hyphen && !s.adjectival(f, r, before)
	}
	return true
}

// startsObject reports whether an object may begin at token i.
func (s *sentence) startsObject(i int) bool {
	if i >= s.span.To {
		return false
	}
	return s.at(i) >= 0 || s.has(i, det|poss|pron) || s.t.Tokens[i].Is(doc.Digit) || s.t.Tokens[i].Is(doc.Capital) || s.has(i, target|data|dirty|unit|adv)
}

// adjectival: "the stolen funds", "launder stolen proceeds".
func (s *sentence) adjectival(f form, r doc.Range, before int) bool {
	if r.To >= s.span.To {
		return false
	}
	if before >= s.span.From && s.has(before, be|have|rel|pron) && !s.t.Tokens[before].Is(doc.Possessive) {
		return false
	}
	next := s.t.Tokens[r.To]
	noun := next.Is(doc.Alpha) && !next.Is(doc.Capital) && !s.has(r.To, prep|conj|sub|det|poss|adv|rel|pron|be|have)
	if !noun {
		return false
	}
	if before < s.span.From {
		return f == participle
	}
	if s.has(before, det|poss|prep) || s.t.Tokens[before].Is(doc.Possessive) {
		return true
	}
	return f == participle && s.at(before) < 0
}

// bounds finds the clause of a hit: up to a word that begins another clause, or a mark that ends one.
func (s *sentence) bounds(h *hit) {
	h.lo, h.hi = s.span.From, s.span.To
	for i := h.From - 1; i >= s.span.From; i-- {
		if s.breaks(i) {
			h.lo = i + 1
			break
		}
	}
	for i := h.To; i < s.span.To; i++ {
		if s.breaks(i) {
			h.hi = i
			break
		}
	}
}

// breaks reports whether a clause ends before token i.
func (s *sentence) breaks(i int) bool {
	if s.t.Tokens[i].Is(doc.Punct) {
		switch s.t.Word(i) {
		case ";", ":", "—", "–":
			return true
		}
		return false
	}
	if s.t.Word(i) == "that" && s.pointing(i) {
		return false
	}
	if s.has(i, rel) {
		return true
	}
	if !s.has(i, sub) || s.has(i, prep) && i+1 < s.span.To && (s.t.Tokens[i+1].Is(doc.Digit) || s.t.Tokens[i+1].Is(doc.Capital) && s.at(i+1) < 0) {
		return false
	}
	switch s.t.Word(i) {
	case "as", "than", "so", "how", "once", "since", "until":
		return false
	}
	return true
}

// pointing reports whether "that" only points at the noun behind it: "that heist".
func (s *sentence) pointing(i int) bool {
	if i+1 >= s.span.To || !s.has(i+1, unit|incident|dirty|crime) || s.at(i+1) >= 0 && s.items[s.at(i+1)].kind != someone {
		return false
	}
	last := s.t.Word(i + 1)
	return last[len(last)-1] != 's' && !s.has(i+2, be|have|modal)
}

// modality reads what stands between a verb and its subject, or before a noun.
func (s *sentence) modality(h *hit) {
	if before := h.lo - 1; !h.noun() && before >= s.span.From && s.has(before, supposing) {
		h.irreal = true // "if hackers stole the keys"
	}
	h.irreal, h.negated = h.irreal || s.attempted(h), h.negated || s.unseen(h)
	steps := 0
	for i := h.From - 1; i >= s.span.From && steps < 8; i-- {
		if s.at(i) >= 0 && !s.has(i, neg) || s.t.Tokens[i].Is(doc.Punct) && s.t.Word(i) != "\"" {
			break
		}
		c := s.class(i)
		if c&neg != 0 {
			h.negated = true
		}
		if c&irreal != 0 && !(c&modal != 0 && s.has(i+1, have)) && !s.wasAble(i) {
			h.irreal = true
		}
		if c&(be|have|do|modal|adv|neg|control|irreal|det) == 0 && !h.noun() {
			break
		}
		if h.noun() && c&(det|neg|another|adv) == 0 && s.t.Tokens[i].Is(doc.Alpha) && steps > 2 {
			break
		}
		steps++
	}
}

// wasAble reports whether the word at a token says that somebody could do a thing, and so did it: "were able to withdraw".
func (s *sentence) wasAble(i int) bool {
	if s.t.Word(i) != "able" {
		return false
	}
	for k := i - 1; k >= s.span.From && k > i-4; k-- {
		switch w := s.t.Word(k); {
		case w == "was" || w == "were":
			return true
		case w == "been":
			return s.has(k-1, have) && !s.has(k-2, modal)
		case !s.has(k, adv) || s.has(k, neg):
			return false
		}
	}
	return false
}
