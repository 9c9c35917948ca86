package assertion

import (
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
)

// reachCharge is how far behind a word of denying the charge may stand.
const reachCharge = 9

// deniesCharge reports whether words deny something in a text that tells of no attack: what they reject must be a charge
// ("denied the accusation", "dismissed as baseless a report") and no bill, offer or appeal.
func (s *sentence) deniesCharge(kind string, at doc.Range) bool {
	switch kind {
	case "deny", "scorn":
		return s.finiteDenial(at) && s.deniesThat(kind, at)
	case "nothing":
		return s.somebody(at) && (s.t.Word(at.To-1) != "do" || s.withBehind(at.To))
	case "slur", "quoted":
		return s.quoted(at) && s.chargeIn(s.span.From, s.span.To)
	}
	return false
}

// chargeIn reports whether a word for a charge stands between two tokens, or a report that may be one.
func (s *sentence) chargeIn(from, to int) bool {
	for i := max(from, s.span.From); i < min(to, s.span.To); i++ {
		if s.has(i, charging) {
			return true
		}
		switch s.t.Word(i) {
		case "charges", "claim", "claims", "report", "reports":
			return true
		case ";":
			return false
		}
	}
	return false
}

// clauseBehind reports whether what is denied is a clause: "denied that", "denies having", "denied taking".
func (s *sentence) clauseBehind(i int) bool {
	if i >= s.span.To {
		return false
	}
	w := s.t.Word(i)
	return w == "that" || w == "any" || w == "it" || w == "this" || strings.HasSuffix(w, "ing") && len(w) > 5
}

// withBehind reports whether "with" stands at a token, or behind the mark that ends a quotation there.
func (s *sentence) withBehind(i int) bool {
	for ; i < s.span.To; i++ {
		if !s.t.Tokens[i].Is(doc.Punct) {
			return s.t.Word(i) == "with"
		}
	}
	return false
}

// incidentToldBefore reports whether the text, or this sentence, tells of an act at all.
func (s *sentence) incidentToldBefore() bool {
	return len(s.reader.frames) > 0 || s.holds(s.t, s.span, incident)
}

// dataOrTarget reports whether data, or a thing that is attacked, stands before a range in its sentence.
func (s *sentence) dataOrTarget(at doc.Range) bool {
	for i := s.span.From; i < at.From; i++ {
		if s.has(i, data|target) {
			return true
		}
	}
	return false
}
