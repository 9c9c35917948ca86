package assertion

// reachOpen is how far before a question the words may stand that leave it open.
const reachOpen = 8

// asked reports whether a hit is the content of a question that its sentence leaves open: "declined to say who
// was behind it", "did not specify whether data had been stolen". What is only asked is no claim. The act that
// a noun names in such a question is one all the same.
func (s *sentence) asked(h *hit) bool {
	if h.noun() {
		return false
	}
	for i := h.From - 1; i > s.span.From; i-- {
		switch s.t.Word(i) {
		case "whether":
			return true
		case "who", "how", "which", "what", "where", "when", "if", "why":
			if s.leftOpen(i) {
				return true
			}
		case ";", ":", ".":
			return false
		}
	}
	return false
}

// leftOpen reports whether the question at token i hangs on a verb of saying or knowing that did not happen.
func (s *sentence) leftOpen(i int) bool {
	if !s.has(i-1, asks) {
		return s.has(i-1, unsaid)
	}
	for k := i - 1; k >= s.span.From && k >= i-reachOpen; k-- {
		if s.has(k, neg|unsaid) {
			return true
		}
		if s.t.Word(k) == "," {
			return false
		}
	}
	return false
}
