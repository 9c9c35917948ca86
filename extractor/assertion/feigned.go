package assertion

import (
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/internal/claim"
)

// tale is how many words of films and books make a text one about a story: what is told there in the present tense
// happened to nobody.
const tale = 3

// readsTale reports whether a text is about a film, a book or the like.
func (r *reader) readsTale() bool {
	n := 0
	for _, t := range r.d.Texts() {
		for i := range t.Tokens {
			if r.is(t.Tokens[i].Word, fiction) {
				n++
			}
		}
	}
	return n >= tale
}

// feigned reports whether a hit is no act but one that is played: in a drill, in a film or a book. Shirts are laundered
// too.
func (s *sentence) feigned(h *hit) bool {
	switch h.kind {
	case claim.Theft, claim.Attack, claim.Attribution, claim.Funding:
	case claim.Laundering:
		if s.clothes(h) {
			return true
		}
	default:
		return false
	}
	if s.tale && (h.form == third || h.form == base) {
		return true
	}
	return s.played()
}

// played reports whether the sentence says that what it tells is made up: "a fictional gang", "in Tuesday's exercise".
func (s *sentence) played() bool {
	for i := s.span.From; i < s.span.To; i++ {
		switch w := s.t.Word(i); {
		case s.has(i, pretend):
			return true
		case (w == "drill" || w == "exercise" || w == "simulation" || w == "rehearsal") && s.during(i):
			return true
		case s.has(i, fiction) && s.during(i):
			return true
		}
	}
	return false
}

// during reports whether the noun at a token is where a thing happens: "in the drill", "during Tuesday's exercise".
func (s *sentence) during(i int) bool {
	for k := i - 1; k >= s.span.From && k > i-6; k-- {
		switch w := strings.ToLower(s.t.Word(k)); {
		case w == "in" || w == "during":
			return true
		case s.t.Tokens[k].Is(doc.Punct) && !s.t.Tokens[k].Is(doc.Possessive) && w != "-" && w != "’", s.has(k, conj|be|have|prep):
			return false
		}
	}
	return false
}

// clothes reports whether what is laundered is worn or slept in.
func (s *sentence) clothes(h *hit) bool {
	for i := h.To; i < s.span.To && i < h.To+6; i++ {
		switch s.t.Word(i) {
		case "shirts", "shirt", "clothes", "linen", "towels", "sheets", "uniforms", "bedding", "laundry":
			return true
		}
	}
	return false
}
