package assertion

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

// antecedent is the item that a relative pronoun behind token i means.
func (s *sentence) antecedent(i int) []int {
	if i >= s.span.From && s.t.Word(i) == "," {
		i--
	}
	if s.has(i, incident|crime) && s.at(i) < 0 {
		return nil // "attacks that crippled": nobody is named
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

// relativeOfSpeech is the relative pronoun before who speaks right before a verb, where token i is that speaker's or his verb
// of saying: "the mixer, which it said had laundered". It is -1 where none stands there.
func (s *sentence) relativeOfSpeech(i int) int {
	for _, c := range s.citationsAt() {
		if c.SourceRange.From > i || c.CueRange.To <= i || c.SourceRange.To > c.CueRange.From || c.CueRange.From-c.SourceRange.To > 2 {
			continue
		}
		if r := c.SourceRange.From - 1; r > s.span.From && s.has(r, rel) && !s.has(r-1, prep) {
			return r
		}
	}
	return -1
}
