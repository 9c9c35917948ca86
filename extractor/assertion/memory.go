package assertion

import (
	"slices"

	"github.com/claimwire/claimwire/internal/claim"
)

// lastPerp gives laundering, and takings by a pronoun, the state or group that the text blamed last, and
// names the state behind an agency.
func (s *sentence) lastPerp() {
	for _, f := range s.frames {
		switch f.kind {
		case claim.Theft, claim.Attack, claim.Attribution, claim.Funding, claim.Laundering:
		default:
			continue
		}
		if len(f.actors) == 0 && f.someone == "" && (f.kind == claim.Laundering && len(f.amounts) == 0 || f.kind == claim.Theft && f.trigger != nil && f.trigger.sum == claim.SumTotal) {
			f.actors = s.hostileBefore()
		}
		f.actors = distinct(append(f.actors, s.statesOf(f.actors)...))
	}
}

// hostileBefore is the state or group of the sentence's other frames, else of the last frames before.
func (s *sentence) hostileBefore() []mention {
	for _, g := range s.frames {
		if s.hostile(g) {
			return slices.Clone(g.actors)
		}
	}
	for i := len(s.reader.frames) - 1; i >= 0; i-- {
		g := s.reader.frames[i]
		if g.text != s.n || s.index-g.sentence > 3 {
			return nil
		}
		if g.kind != claim.Denial && g.kind != claim.Statement && s.hostile(g) {
			return slices.Clone(g.actors)
		}
	}
	return nil
}

// recall gives a link without a victim that of the act told last: "the raid", "it".
func (s *sentence) recall(f *frame) {
	if f.apart {
		return
	}
	if last := s.lastAct(); last != nil {
		f.victims = without(slices.Clone(last.victims), f.actors)
	}
}

// lastAct is the act with a named victim that the text told last, at most ten sentences ago or in the
// title.
func (s *sentence) lastAct() *frame {
	acts := s.reader.acts
	for i := len(acts) - 1; i >= 0 && acts[i].text == s.n && s.index-acts[i].sentence <= 10; i-- {
		if len(acts[i].victims) > 0 && !s.background(acts[i]) {
			return acts[i]
		}
	}
	for i := 0; s.n == 1 && i < len(acts) && acts[i].text == 0; i++ {
		if len(acts[i].victims) > 0 {
			return acts[i]
		}
	}
	return nil
}

// background reports whether an act of years before the article is told behind one that is newer: nothing later
// goes on telling it.
func (s *sentence) background(f *frame) bool {
	return f != s.reader.acts[0] && f.sentence != s.index && s.longAgo(f)
}

// remember keeps the sentence's acts for later references, and gives a theft that names no victim that of
// the act it goes on telling.
func (s *sentence) remember() {
	for _, f := range s.frames {
		if f.kind == claim.Laundering {
			for _, m := range f.actors {
				s.mixers[s.actor(m).Entity] = s.actor(m).Kind == claim.Organization
			}
		}
		if f.kind == claim.Attribution && len(f.victims) == 1 && !f.negated {
			s.reader.acts = append(s.reader.acts, f) // what "the hack" of the next sentence means
		}
		if f.kind != claim.Theft && f.kind != claim.Attack {
			continue
		}
		if len(f.victims) == 0 && len(f.targets) == 0 && !f.apart && !f.method() {
			if g := s.beside(f); g != nil {
				f.victims = without(slices.Clone(g.victims), f.actors)
			} else if s.goesOn(f) {
				s.recall(f)
			}
		}
		s.reader.extorted = s.reader.extorted || f.sum == claim.SumDemanded || f.sum == claim.SumPaid
		if len(f.victims) > 0 || len(f.amounts) > 0 {
			s.reader.acts = append(s.reader.acts, f)
		}
	}
}

// beside is an act of the same sentence that names the victim of one that names none: "hackers who
// paralysed the port have demanded $3m".
func (s *sentence) beside(f *frame) *frame {
	if f.sum == claim.SumTotal || f.kind == claim.Attack && f.sum == "" {
		return nil
	}
	for _, g := range s.frames {
		if g != f && actual(g) && len(g.victims) == 1 && !g.apart && len(g.amounts) == 0 {
			return g
		}
	}
	return nil
}

// goesOn reports whether an act without a victim is that told before: its doer or the act itself is
// definite ("the thieves", "the hack") and nothing in it differs.
func (s *sentence) goesOn(f *frame) bool {
	last := s.lastAct()
	if last == nil || f.sum == claim.SumTotal || len(f.actors) > 0 && s.hostile(f) && !f.noun && !s.definiteCrew(f) {
		return false
	}
	if f.when != nil && last.when != nil && f.when.From != last.when.From {
		return false
	}
	if len(f.amounts) > 0 && len(last.amounts) > 0 && f.sum == last.sum && !alike(f, last) {
		return false
	}
	for i := max(s.span.From, f.clause.From); i < f.clause.To; i++ {
		if s.has(i, definite) && i+3 >= 0 && s.perpNear(i) {
			return true
		}
	}
	return f.noun && s.has(f.at.From-1, definite) || f.sum == claim.SumDemanded
}

// definiteCrew reports whether an act's doers are a crew that the text has spoken of, though they are named here: "the
// attackers, who call themselves Royal,".
func (s *sentence) definiteCrew(f *frame) bool {
	for k := range s.items {
		it := &s.items[k]
		if it.kind == party && it.crew && it.known && f.clause.Covers(it.Range) && s.actor(it.who).Kind == claim.Group && s.has(it.From-1, definite) && s.has(it.From, perp) {
			return true
		}
	}
	return false
}

// perpNear reports whether perpetrators stand right behind token i.
func (s *sentence) perpNear(i int) bool {
	for k := i; k < i+3; k++ {
		if s.has(k, perp) || s.has(k, pron) {
			return true
		}
	}
	return false
}

// alike reports whether two acts' sums may be one: the same currency within a factor of two, or none to
// compare.
func alike(a, b *frame) bool {
	for _, i := range a.amounts {
		for _, k := range b.amounts {
			x, y := &a.t.Amounts[i], &b.t.Amounts[k]
			if x.Currency == y.Currency {
				return x.Value <= 2*y.Value && y.Value <= 2*x.Value
			}
		}
	}
	return true
}
