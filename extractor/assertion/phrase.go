package assertion

import (
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
)

// compound reports whether a class word only qualifies the plural behind it: "bank account numbers".
func (s *sentence) compound(it item) bool {
	if it.To >= s.span.To || s.at(it.To) >= 0 {
		return false
	}
	tok, w := s.t.Tokens[it.To], s.t.Word(it.To)
	return tok.Is(doc.Alpha) && len(w) > 3 && w[len(w)-1] == 's' && w[len(w)-2] != 's' && !s.triggers.Begins(tok.Word) && !s.has(it.To, prep|conj|sub|rel|be|have|modal|det|adv)
}

// nounPhrase is a noun with the article and the adjectives before it, or nothing where no article begins it.
func (s *sentence) nounPhrase(r doc.Range) string {
	for i := r.From - 1; i >= s.span.From && i > r.From-6; i-- {
		if w := strings.ToLower(s.t.Word(i)); w == "a" || w == "an" || w == "the" {
			return w + s.t.S[s.t.Tokens[i].End:s.t.Tokens[r.To-1].End]
		}
		if s.verbAt(i, len(s.hits)) != nil || s.t.Tokens[i].Is(doc.Digit) || !s.t.Tokens[i].Is(doc.Alpha) && s.t.Word(i) != "-" || s.has(i, prep|conj|det|rel|be|have) {
			return ""
		}
	}
	return ""
}
