package assertion

import (
	"slices"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/internal/claim"
)

// finiteDenial reports whether a word of denying is the verb of somebody who denies: no noun in passing, no passive, no
// refusal of an offer or of entry.
func (s *sentence) finiteDenial(at doc.Range) bool {
	before := s.t.Word(max(at.From-1, s.span.From))
	if s.has(at.From-1, adv) && s.has(at.From-2, modal) {
		return false // "will angrily dismiss"
	}
	if before == "to" && s.t.Word(max(at.From-2, s.span.From)) != "used" && !s.charging(at.To) {
		return false // "a bid to dismiss the lawsuit"
	}
	return !s.ofOffer(at) && !s.withheld(at) && !s.has(at.From-1, be|neg|modal) && before != "in" && before != "remains"
}

// charging reports whether a charge stands shortly behind a token.
func (s *sentence) charging(i int) bool {
	for k := i; k < s.span.To && k < i+reachCharge; k++ {
		if s.has(k, charging|accusal) {
			return true
		}
	}
	return false
}

// deniesThat reports whether what stands behind a verb of denying can be denied: that something is so, to have done
// something, an accusation, a role, or a word for one of them. "Rejected" and the like need a charge by name:
// offers, motions and candidates are rejected too.
func (s *sentence) deniesThat(kind string, at doc.Range) bool {
	if !s.deniers(at) || at.To >= s.span.To {
		return false
	}
	if w := s.t.Word(at.To); w == "that" || w == "having" || kind == "deny" && s.clauseBehind(at.To) {
		return true
	}
	for i := at.To; i < s.span.To && i < at.To+reachCharge; i++ {
		switch {
		case s.has(i, accusal|charging), kind == "deny" && s.has(i, crime|incident) && s.at(i) < 0:
			return true
		case s.has(i, be|have|modal|rel|conj|prep) && s.preps2(i) != "of", s.t.Tokens[i].Is(doc.Punct) && !s.has(i, mark):
			return false
		}
	}
	return false
}

// deniers reports whether somebody denies: an item or a pronoun stands before the verb in its clause, or it is the cue of
// a citation.
func (s *sentence) deniers(at doc.Range) bool {
	for _, c := range s.citationsAt() {
		if c.CueRange.Overlaps(at) {
			return true
		}
	}
	noun := false
	for i := at.From - 1; i >= s.span.From && i > at.From-6; i-- {
		switch {
		case s.at(i) >= 0:
			return s.items[s.at(i)].kind != money
		case s.has(i, pron) && !s.has(i, det):
			return true
		case s.has(i, det|poss):
			return noun // "the director denied", not "the denied boarding"
		case s.has(i, prep):
			return false
		}
		noun = noun || s.t.Tokens[i].Is(doc.Alpha) && !s.has(i, be|have|do|modal|adv|neg)
	}
	return false
}

// ofElse reports whether what is denied behind "that" has nothing to do with an act: that the straits were closed, in a text
// about a hack.
func (s *sentence) ofElse(at doc.Range) bool {
	if at.To >= s.span.To || s.t.Word(at.To) != "that" {
		return false
	}
	for i := at.To + 1; i < s.span.To; i++ {
		if s.has(i, incident|crime|theft|data|ransom|charging|accusal|blaming|mixer|dirty|tool|perp|code|impact) || s.in(i, vague) {
			return false
		}
	}
	return !slices.ContainsFunc(s.hits, func(h *hit) bool { return h.From > at.To })
}

// wouldBe reports whether what "unclear whether" leaves open is only what somebody will do, and no act.
func (s *sentence) wouldBe(at doc.Range) bool {
	if w := s.t.Word(at.To - 1); w != "whether" && w != "if" {
		return false
	}
	return !slices.ContainsFunc(s.hits, func(h *hit) bool {
		return h.From >= at.To && !h.irreal && (h.kind == claim.Theft || h.kind == claim.Attack || h.kind == claim.Attribution)
	}) || s.plans(at.To)
}

// plans reports whether a verb of planning, or one of the time to come, is the first that stands behind a token.
func (s *sentence) plans(i int) bool {
	for ; i < s.span.To; i++ {
		switch w := s.t.Word(i); {
		case w == "plans" || w == "intends" || w == "will" || w == "would" || w == "wants" || w == "hopes" || w == "means":
			return true
		case s.has(i, be|have|do|modal):
			return false
		}
	}
	return false
}

// qualifiesPlain reports whether a word like "false" only says of what kind a plain thing is: "false invoices". Of a charge,
// a claim or a report it denies that.
func (s *sentence) qualifiesPlain(at doc.Range) bool {
	if at.To >= s.span.To || s.has(at.From-1, be) || s.t.Tokens[at.To].Is(doc.Punct) || s.at(at.To) >= 0 || s.has(at.To, prep|conj|sub|rel|be|have|det|pron|adv|neg) {
		return false
	}
	for i := at.To; i < s.span.To && i < at.To+3 && !s.stops(i); i++ {
		if s.has(i, charging|accusal|blaming|mark) || s.in(i, vague) {
			return false
		}
	}
	return true
}
