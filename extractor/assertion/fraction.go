package assertion

// reachFraction is how far before a sum the words may stand that take a part of it.
const reachFraction = 4

// fraction reports whether the words before the sum at a token take only a part of it: "half of the $30 million",
// "$15 million out of the $30 million", "10% of".
func (s *sentence) fraction(at int) bool {
	for i := at - 1; i > s.span.From && i > at-reachFraction; i-- {
		switch w := s.t.Word(i); {
		case w == "of":
			return s.in(i-1, part)
		case w == "that" || s.has(i, det|same|adv):
		default:
			return false
		}
	}
	return false
}

// wholeFor reports whether a hit may take a sum of which another verb takes a part: what stands right behind the sum
// and says of what it is one ("half of the $30 million stolen from Quillon was recovered").
func (s *sentence) wholeFor(h *hit, it item) bool {
	if h.noun() || h.From < it.To || h.From-it.To > reachFraction+1 {
		return false
	}
	for i := it.To; i < h.From; i++ {
		if s.has(i, rel) {
			return true
		}
		if s.has(i, be) {
			return false
		}
	}
	return true
}
