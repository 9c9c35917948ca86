package assertion

import (
	"slices"
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/internal/claim"
)

// spare keeps an act that its sentence tells without a word on whom it hit: "A cyberattack brought handling at the
// port to a standstill", "files on several servers had been encrypted". Whether it is a claim depends on what
// else the sentence turns out to say.
func (s *sentence) spare(h *hit, f *frame) {
	if f == nil || s.n == 0 || !s.cyber || !actual(f) || f.irreal || f.negated || len(f.amounts) > 0 || f.apart || h.passive && s.byEnforcer(h) || !s.befell(h, f) {
		return
	}
	s.finish(h, f)
	s.reader.spares = append(s.reader.spares, f)
}

// befell reports whether an act is told as one that happened: a noun that does or causes something, or a passive verb
// whose subject is files, systems or the like.
func (s *sentence) befell(h *hit, f *frame) bool {
	if !h.noun() {
		return h.passive && f.thing && (h.needs == "" || h.needs == "ctx" || h.needs == "party" || h.needs == "partyctx")
	}
	last := s.t.Word(h.To - 1)
	if h.needs != "" && !strings.HasPrefix(h.word, "cyber") && !strings.HasPrefix(h.word, "ransomware") && !strings.HasPrefix(h.word, "security ") || last[len(last)-1] == 's' {
		return false
	}
	return s.causes(h.From) || s.happens(h)
}

// reachVerb is how many tokens may stand between an act's noun and its verb.
const reachVerb = 8

// happens reports whether an act's noun is the subject of a verb that tells what it did or what was done to it, in the
// past.
func (s *sentence) happens(h *hit) bool {
	if s.prepBefore(h.From) != "" || !s.determined(h.From) {
		return false
	}
	for i := h.To; i < h.hi && i < h.To+reachVerb; i++ {
		switch w := s.t.Word(i); {
		case s.has(i, neg|modal):
			return false
		case s.has(i, have), w == "was", w == "were", s.pastVerb(i):
			return !s.has(i+1, neg|irreal)
		case s.has(i, be|conj|sub|rel), s.t.Tokens[i].Is(doc.Punct):
			return false
		}
	}
	return false
}

// determined reports whether the noun phrase of the noun at a token has an article, an owner or the like, and none of the
// words that say that no single act is meant.
func (s *sentence) determined(i int) bool {
	for k := i - 1; k >= s.span.From && k > i-6; k-- {
		switch w := strings.ToLower(s.t.Word(k)); {
		case w == "any" || w == "no" || w == "such" || w == "possible" || w == "potential" || w == "future" || w == "every" || w == "each":
			return false
		case w == "a" || w == "an" || w == "the" || w == "this" || w == "that" || w == "its" || w == "their" || w == "our" || s.t.Tokens[k].Is(doc.Possessive):
			return true
		case s.t.Tokens[k].Is(doc.Punct) && w != "-":
			return false
		}
	}
	return false
}

// causes reports whether the words before an act's noun make it the cause of what is told: "the result of a
// ransomware attack".
func (s *sentence) causes(i int) bool {
	for k := i - 1; k > s.span.From && k > i-6; k-- {
		prev := s.t.Word(k - 1)
		switch s.t.Word(k) {
		case "of":
			return slices.Contains([]string{"result", "results", "aftermath", "effects", "consequence", "consequences", "because", "impact"}, prev)
		case "from":
			return prev == "fallout" || prev == "stemming" || prev == "resulting" || prev == "recovering"
		case "by":
			return prev == "caused" || prev == "triggered" || prev == "prompted" || prev == "sparked"
		case "as":
			return prev == "described" || prev == "characterized" || prev == "characterised"
		case "since":
			return true
		case "after", "amid", "following":
			return s.holds(s.t, s.span, impact)
		case "to":
			return prev == "due" || prev == "owing"
		case "with":
			return prev == "struggling" || prev == "struggled" || prev == "grappling" || prev == "dealing"
		}
		if s.has(k, prep|conj|sub|rel|be|have) {
			return false
		}
	}
	return false
}

// pastVerb guesses that a token is a verb of the past.
func (s *sentence) pastVerb(i int) bool {
	tok, w := s.t.Tokens[i], s.t.Word(i)
	if tok.Flags&(doc.Capital|doc.Digit) != 0 || s.at(i) >= 0 {
		return false
	}
	if len(w) > 4 && strings.HasSuffix(w, "ed") {
		return true
	}
	switch w {
	case "brought", "hit", "struck", "began", "came", "took", "led", "left", "cost", "put", "shut", "cut", "made", "went", "sent", "drove", "spread", "threw", "wrought", "kept", "broke", "froze", "ran":
		return true
	}
	return false
}

// toldActs settles the acts that were kept as spare. In a sentence that says nothing else they are claims; what
// would only be a statement there becomes the act that it tells, unless somebody is quoted with it.
func (r *reader) toldActs() {
	by := map[[2]int][]*frame{}
	for _, f := range r.frames {
		at := [2]int{f.text, f.sentence}
		by[at] = append(by[at], f)
	}
	for _, f := range r.spares {
		at := [2]int{f.text, f.sentence}
		others := by[at]
		switch {
		case len(others) == 0 && r.tellsFirst(f):
			r.frames = append(r.frames, f)
		case len(others) == 1 && r.onlyStates(others[0], f):
			f.evidence, f.citations = others[0].evidence, others[0].citations
			f.certainty = weaker(f.certainty, others[0].certainty)
			*others[0] = *f
			f = others[0]
		default:
			continue
		}
		by[at] = []*frame{f}
	}
}

// onlyStates reports whether a frame says nothing but what a spare act of its sentence tells: a statement with no sum and
// no number, in nobody's quotation.
func (r *reader) onlyStates(g, f *frame) bool {
	if g.kind != claim.Statement || len(g.amounts) > 0 || g.sum != "" || !g.at.Overlaps(f.at) && g.trigger == nil {
		return false
	}
	for i, span := f.at.From, f.t.Sentences[f.sentence].Range; i < span.To; i++ {
		if w := f.t.Word(i); w == "”" || w == "\"" || w == "“" || w == "»" {
			return false
		}
	}
	return true
}

// tellsFirst reports whether an act that nobody is cited for is told as news rather than looked back on: it has an
// indefinite article or a time of its own, or harm is told with it.
func (r *reader) tellsFirst(f *frame) bool {
	if f.when != nil || !f.noun || r.holds(f.t, f.clause, impact) {
		return true
	}
	for i := f.at.From - 1; i >= f.clause.From && i > f.at.From-6; i-- {
		switch strings.ToLower(f.t.Word(i)) {
		case "a", "an":
			return true
		}
	}
	return false
}
