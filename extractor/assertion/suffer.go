package assertion

import (
	"slices"
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/internal/claim"
)

// suffering is what a phrase of en/suffers says of who stands before it, or behind it, and an act's noun.
type suffering uint8

const (
	suffersStrong suffering = 1 + iota // "suffered a cyberattack"
	suffersWeak                        // "disclosed a breach": the subject may also be somebody else's
	suffersObject                      // "a cyberattack forced the hospital to"
)

// reachSuffer is how many tokens may stand between an act's noun and the words that say who suffers it.
const reachSuffer = 9

// sufferers are the items that the verb beside an act's noun makes its victims.
func (s *sentence) sufferers(h *hit) []int {
	if list := s.suffererBefore(h); len(list) > 0 {
		return list
	}
	return s.suffererBehind(h)
}

func (s *sentence) suffererBefore(h *hit) []int {
	word := func(i int) uint32 { return s.t.Tokens[i].Word }
	for j := h.From - 1; j >= s.span.From && j > h.From-reachSuffer; j-- {
		if what, n := s.suffers.Longest(word, j, h.From); n > 0 && what != suffersObject {
			if s.dividesNoun(s.outcome(j+n), h.From) || what == suffersWeak && strings.HasSuffix(s.t.Word(h.To-1), "s") {
				return nil // who tells of many attacks seldom tells of attacks on himself
			}
			return s.suffererAt(h, j, what)
		}
		if s.t.Tokens[j].Is(doc.Punct) && s.t.Word(j) != "-" {
			return nil
		}
	}
	return nil
}

// outcome is the token behind words for what an act left behind, where they stand at a token: "the aftermath of".
func (s *sentence) outcome(i int) int {
	for k := i; k < s.span.To && k < i+3; k++ {
		switch s.t.Word(k) {
		case "aftermath", "effects", "fallout", "consequences", "impact", "repercussions":
			if p := s.preps2(min(k+1, s.span.To-1)); p == "of" || p == "from" {
				return k + 2
			}
		}
	}
	return i
}

// dividesNoun reports whether anything but what may stand before a noun is between two tokens.
func (s *sentence) dividesNoun(from, to int) bool {
	for i := from; i < to; i++ {
		if s.has(i, conj|rel|sub|be|have|pron) || s.has(i, prep) && !s.has(i, same|adv) {
			return true
		}
	}
	return false
}

// suffererAt is the subject of the words at token j, where it is of the kind that is attacked.
func (s *sentence) suffererAt(h *hit, j int, what suffering) []int {
	var list []int
	if k := s.at(j - 2); k >= 0 && s.t.Word(j-1) == "," && s.hasWord(j, "victim", "target") {
		list = []int{k} // "of Marrow Bank, victim of a robbery"
		j = s.span.From
	}
	for i := j - 1; i >= s.span.From && i > j-reachSuffer; i-- {
		if s.has(i, rel) {
			list = s.antecedent(i - 1)
			break
		}
		if k := s.at(i); k >= 0 {
			if s.prepBefore(s.items[k].From) == "" && !s.owns(s.items[k]) {
				list = s.coordinated(s.renamed(k))
				break
			}
			i = s.items[k].From
			continue
		}
		if s.breaks(i) || s.has(i, neg) {
			return nil
		}
	}
	for _, k := range list {
		if !s.maySuffer(s.items[k], h, what) {
			return nil
		}
	}
	return list
}

// maySuffer reports whether an item can be whom an act hit: no crew, no agency of news, and where the verb is one of
// telling neither the police nor who studies attacks.
func (s *sentence) maySuffer(it item, h *hit, what suffering) bool {
	switch it.kind {
	case class1:
		return what == suffersStrong || !s.holds(s.t, it.Range, responder|security)
	case place:
		return what == suffersStrong && it.known && !it.demonym && !s.locates(it)
	case party:
		a := s.actor(it.who)
		if a.Kind == claim.Group || it.crew || s.reporter(a.Entity) || what == suffersStrong && it.speech != nil && h.kind == claim.Theft {
			return false
		}
		if what == suffersStrong {
			return true
		}
		return a.Kind == claim.Organization && !s.holds(s.t, doc.Range{From: max(s.span.From, it.From-3), To: min(s.span.To, it.To+4)}, security|responder)
	}
	return false
}

// suffererBehind is the object of a verb whose subject is an act's noun: "a cyberattack forced the hospital to".
func (s *sentence) suffererBehind(h *hit) []int {
	word := func(i int) uint32 { return s.t.Tokens[i].Word }
	for i := h.To; i < s.span.To && i < h.To+reachSuffer; i++ {
		if what, n := s.suffers.Longest(word, i, s.span.To); n > 0 && what == suffersObject {
			if k := s.phrase(i+n, s.span.To); k >= 0 && s.maySuffer(s.items[k], h, suffersWeak) {
				return []int{k}
			}
			return nil
		}
		if s.at(i) >= 0 || s.t.Tokens[i].Is(doc.Punct) || s.has(i, conj|sub) {
			return nil
		}
	}
	return nil
}

// robbedOf is who saw or had the sum of a frame go: "the exchange saw $12 million vanish", "had $12 million stolen".
func (s *sentence) robbedOf(h *hit, f *frame) []int {
	if h.noun() || len(f.amounts) == 0 {
		return nil
	}
	for k := range s.items {
		it := s.items[k]
		if it.kind != money || s.sums[it.group][0] != f.amounts[0] || it.To > h.From {
			continue
		}
		i := it.From - 1
		for i > s.span.From && s.has(i, adv|same|det) {
			i--
		}
		if i < s.span.From {
			continue
		}
		switch s.t.Word(i) {
		case "saw", "sees", "see", "had", "watched", "having", "seen":
			return s.suffererAt(h, i, suffersStrong)
		}
	}
	return nil
}

// hasWord reports whether the word at a token is one of some words.
func (s *sentence) hasWord(i int, words ...string) bool { return slices.Contains(words, s.t.Word(i)) }
