package assertion

import "github.com/claimwire/claimwire/internal/claim"

// Where the words of en/attempts stand that say that an act was tried and did not come off.
const (
	attemptBefore = "verb" // right before the act's verb
	attemptFrom   = "from" // before "from" and the act's gerund
)

// reachAttempt is how far before "from" and a gerund the words may stand that say that it was prevented.
const reachAttempt = 9

// longestAttempt is the number of words of the longest phrase of en/attempts.
const longestAttempt = 4

// attempted reports whether a verb's act was only tried, ordered or feared: "was almost scammed out of", "a plot to
// steal", "prevented the gang from stealing".
func (s *sentence) attempted(h *hit) bool {
	if h.noun() || h.pos == 'p' || h.kind == claim.Statement {
		return false
	}
	for i := h.From - 1; i >= s.span.From; i-- {
		if s.attemptEnds(i) || s.triedAside(i) {
			return true
		}
		if !s.has(i, be|have) {
			break
		}
	}
	return h.form == gerund && h.From > s.span.From && s.preps2(h.From-1) == "from" && s.prevented(h.From-1)
}

// reachAside is how many tokens a stretch between marks may take between "tried" and its "to".
const reachAside = 8

// triedAside reports whether the "to" at a token hangs on a verb of trying from which marks part it: "tried, and failed,
// to", "tried (in vain) to".
func (s *sentence) triedAside(to int) bool {
	if s.t.Word(to) != "to" || to-1 <= s.span.From {
		return false
	}
	switch s.t.Word(to - 1) {
	case ",", ")", "—", "–":
	default:
		return false
	}
	for k := to - 2; k > s.span.From && k > to-reachAside; k-- {
		if w := s.t.Word(k); w == "," || w == "(" || w == "—" || w == "–" {
			return s.has(k-1, tried)
		}
	}
	return false
}

// attemptEnds reports whether words that make an attempt of the verb behind them end at a token.
func (s *sentence) attemptEnds(i int) bool {
	word := func(i int) uint32 { return s.t.Tokens[i].Word }
	for k := i; k >= s.span.From && k > i-longestAttempt; k-- {
		if where, n := s.attempts.Longest(word, k, i+1); n == i+1-k && where == attemptBefore {
			return true
		}
	}
	return false
}

// prevented reports whether a verb that keeps somebody from doing a thing governs the "from" at a token.
func (s *sentence) prevented(from int) bool {
	word := func(i int) uint32 { return s.t.Tokens[i].Word }
	for k := from - 1; k >= s.span.From && k > from-reachAttempt; k-- {
		if where, n := s.attempts.Longest(word, k, from); n > 0 && where == attemptFrom {
			return !s.has(k-1, neg)
		}
		if s.stops(k) || s.has(k, rel|sub|prep) {
			return false
		}
	}
	return false
}

// unseen reports whether a clause behind "that" hangs on a verb that says that it did not seem so: "it did not appear
// that data had been stolen".
func (s *sentence) unseen(h *hit) bool {
	that := h.lo - 1
	if that <= s.span.From || s.t.Word(that) != "that" {
		return false
	}
	if !s.in(that-1, seeming) {
		return false
	}
	for k := that - 2; k >= s.span.From && k > that-4; k-- {
		if s.has(k, neg) {
			return true
		}
	}
	return false
}
