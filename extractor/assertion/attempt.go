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
const longestAttempt = 3

// attempted reports whether a verb's act was only tried, ordered or feared: "was almost scammed out of", "a plot to
// steal", "prevented the gang from stealing".
func (s *sentence) attempted(h *hit) bool {
	if h.noun() || h.pos == 'p' || h.kind == claim.Statement {
		return false
	}
	for i := h.From - 1; i >= s.span.From; i-- {
		if s.attemptEnds(i) {
			return true
		}
		if !s.has(i, be|have) {
			break
		}
	}
	return h.form == gerund && h.From > s.span.From && s.preps2(h.From-1) == "from" && s.prevented(h.From-1)
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
