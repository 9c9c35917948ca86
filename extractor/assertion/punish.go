package assertion

import (
	"slices"
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/internal/claim"
)

// charges makes a sanction of each charge brought against somebody: that a state prosecutes is one thing, that the
// charged did it another, which the attribution or the act itself goes on to tell.
func (s *sentence) charges(made []*frame) []*frame {
	var out []*frame
	for i, h := range s.hits {
		f := made[i]
		if f == nil || h.needs != "charge" || h.noun() || f.negated || f.irreal || s.nobody(h) || !s.charged(h) || !s.needed(h, f) {
			continue
		}
		g := *f
		g.kind, g.victims, g.targets, g.plain = claim.Sanction, nil, nil, true
		g.actors = slices.Clone(f.actors)
		if h.trigger.subj == isAccuser && !h.passive {
			for _, k := range h.subject {
				if it := s.items[k]; it.known && it.kind == party {
					g.actors = append(g.actors, it.who) // who charges them
				}
			}
		}
		s.finish(h, &g)
		out = append(out, &g)
	}
	return out
}

// imposers adds who imposes a sanction that a phrase or a noun tells: "the Treasury put it on its sanctions list".
func (s *sentence) imposers(h *hit, f *frame) {
	if f.kind != claim.Sanction || h.pos == 'v' || h.needs == "penal" {
		return
	}
	list := s.agents(doc.Range{From: h.lo, To: h.From})
	for _, c := range s.citationsAt() {
		if c.CueRange.To <= h.From && h.From-c.CueRange.To < 3 && c.Entity >= 0 && !s.reporter(c.Entity) {
			if m, ok := s.nearest(c.Entity, s.n, h.From); ok {
				list = append(list, m) // "the Treasury announced sanctions"
			}
		}
	}
	for _, m := range s.bodies(list) {
		if e := s.d.Entities[s.actor(m).Entity]; e.Kind != claim.Organization || e.Source == claim.International || e.Source == claim.Government {
			f.actors = append(f.actors, m)
		}
	}
	f.actors = distinct(f.actors)
}

// charged reports whether a verb of charging says with what, or over what.
func (s *sentence) charged(h *hit) bool {
	for i := h.To; i < h.hi && i < h.To+reachTerm; i++ {
		switch s.preps2(i) {
		case "with", "over", "for":
			return true
		}
	}
	return h.word != "charge"
}

// nobody reports whether a verb's clause begins with a word for nobody.
func (s *sentence) nobody(h *hit) bool {
	return s.in(h.lo, nobody)
}

// reachOrder is how far before "to pay" the order stands.
const reachOrder = 10

// ordered reports whether a payment is what a court or an authority makes somebody pay: "ordered him to forfeit
// $246,000". What attackers order is a demand.
func (s *sentence) ordered(h *hit) bool {
	if h.noun() || h.sum != claim.SumPaid && h.sum != claim.SumRecovered || h.form != base || s.t.Word(max(h.From-1, s.span.From)) != "to" {
		return false
	}
	for i := h.From - 2; i >= s.span.From && i > h.From-reachOrder; i-- {
		switch w := s.t.Word(i); {
		case s.in(i, order):
			return s.ransom == 0 || s.bench()
		case w == ",", w == ";":
			return false
		}
	}
	return false
}

// reachTerm is how far behind a verb of punishing the term may stand.
const reachTerm = 12

// penal reports whether a verb tells of a punishment that a court has given: for an act that the text tells, or with its
// term. What a court will do is none.
func (s *sentence) penal(h *hit) bool {
	for i := h.From - 1; i >= s.span.From && i > h.From-4; i-- {
		if w := s.t.Word(i); w == "will" || w == "would" || w == "could" || w == "may" || w == "to" && s.t.Word(i+1) == "be" || w == "if" {
			return false
		}
	}
	if s.cyber || s.near(h, incident|crime) {
		return true
	}
	for i := h.To; i < s.span.To && i < h.To+reachTerm; i++ {
		if s.in(i, term) {
			return true
		}
	}
	return false
}

// bench reports whether the sentence names a court, a judge or a regulator.
func (s *sentence) bench() bool {
	for i := s.span.From; i < s.span.To; i++ {
		if s.in(i, bench) {
			return true
		}
	}
	return false
}

// unpaid makes a demand of a ransom that was not paid: "did not pay the $2 million" says that it was asked for.
func (s *sentence) unpaid(h *hit, f *frame) {
	if h.sum != claim.SumPaid || !f.negated || len(f.amounts) == 0 || s.ransom == 0 {
		return
	}
	f.kind, f.sum, f.negated, f.irreal, f.unpaid = claim.Attack, claim.SumDemanded, false, false, true
}

// lawful reports whether the subject of a verb is a measure of the law, or a body that takes them: "the move
// targets a mixer", "the Treasury targets a mixer".
func (s *sentence) lawful(h *hit) bool {
	if s.punishedWith(h) {
		return true
	}
	if h.passive {
		return s.byEnforcer(h)
	}
	i := h.From - 1
	for i > s.span.From && s.has(i, adv|have|be|modal) {
		i--
	}
	if i >= s.span.From && s.has(i, decree) {
		return true
	}
	return slices.ContainsFunc(h.subject, func(k int) bool {
		it := s.items[k]
		return it.kind == party && !it.crew && s.actor(it.who).Kind == claim.Agency && s.enforces(s.actor(it.who).Entity)
	})
}

// byEnforcer reports whether the police, a court or the like did what a passive verb says: "was taken down by the FBI".
func (s *sentence) byEnforcer(h *hit) bool {
	for i := h.To; i < h.hi && i < h.To+4; i++ {
		if s.preps2(i) != "by" {
			continue
		}
		k := s.phrase(i+1, h.hi)
		if k >= 0 && s.items[k].kind == party && s.actor(s.items[k].who).Kind == claim.Agency {
			return !s.items[k].crew && s.enforces(s.actor(s.items[k].who).Entity)
		}
		return s.has(i+1, responder) || s.has(i+1, det) && s.has(i+2, responder)
	}
	return false
}

// punishedWith reports whether a verb goes on with a measure of the law: "hit with a lawsuit".
func (s *sentence) punishedWith(h *hit) bool {
	for i := h.To; i < h.hi && i < h.To+8; i++ {
		if s.t.Word(i) != "with" {
			continue
		}
		for k := i + 1; k < h.hi && k < i+6 && !s.stops(k); k++ {
			if s.has(k, decree) {
				return true
			}
		}
	}
	return false
}

// spies reports whether an organ's name says that it spies, though it is called a ministry or an office.
func spies(name string) bool {
	return strings.Contains(name, "Intelligence") || strings.Contains(name, "State Security")
}

// stops reports whether a mark that parts clauses stands at a token; a hyphen or an apostrophe does not.
func (s *sentence) stops(i int) bool {
	w := s.t.Word(i)
	return s.t.Tokens[i].Is(doc.Punct) && w != "-" && w != "'" && w != "’" && w != "."
}

// enforces reports whether an organ of a state is of the kind that punishes, not of the kind that spies.
func (s *sentence) enforces(entity int) bool {
	e := &s.d.Entities[entity]
	return e.Noun != "" && s.among(s.vocab.ID([]byte(e.Noun)), enforcer) && !spies(e.Name)
}
