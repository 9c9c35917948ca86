package assertion

import (
	"slices"

	"github.com/claimwire/claimwire/internal/claim"
)

// linkActs lays acts to whom the sentence blames for them. "The hack of A, the raid on B and the breach of
// C are linked to D" is three attacks by D; "X blames D for the raid" is an attribution, and names the
// raid's victim.
func (s *sentence) linkActs(made []*frame) {
	for i, h := range s.hits {
		f := made[i]
		if f == nil || f.kind != claim.Attribution || f.negated || !s.needed(h, f) {
			continue
		}
		var strong []*frame
		for k, other := range made {
			if k == i || other == nil || other.kind != claim.Theft && other.kind != claim.Attack || other.irreal || !s.reaches(h, s.hits[k]) {
				continue
			}
			if len(other.victims) > 0 || len(other.amounts) > 0 {
				strong = append(strong, other)
			}
			if other.noun && len(other.actors) == 0 || len(other.actors) == 0 && other.someone == "" {
				other.actors = slices.Clone(f.actors)
				other.countries = append(other.countries, f.countries...)
			}
			if len(other.victims) > 0 {
				f.victims = append(f.victims, other.victims...)
			}
		}
		if len(f.actors) > 0 && s.absorbed(h, strong) {
			made[i] = nil
			for _, a := range strong {
				a.certainty = linkCertainty(h.word)
			}
			continue
		}
		if len(f.actors) > 0 && s.enough(h, f) {
			s.dropWeak(h, f, made)
		}
		f.victims = without(f.victims, f.actors)
		if len(f.victims) == 0 && h.aboutAct() && (h.word != "link" && h.word != "tie" && h.word != "connect" || len(h.subject) == 0 || !s.mayAct(s.items[h.subject[0]])) {
			s.recall(f)
		}
		if len(strong) == 1 && len(f.actors) > 0 && strong[0].noun && len(strong[0].amounts) == 0 && s.undated(made, strong[0]) {
			s.drop(made, strong[0])
		}
	}
}

// lastPerp gives laundering, and takings by a pronoun, the state or group that the text blamed last, and
// names the state behind an agency.
func (s *sentence) lastPerp() {
	for _, f := range s.frames {
		switch f.kind {
		case claim.Theft, claim.Attack, claim.Attribution, claim.Funding, claim.Laundering:
		default:
			continue
		}
		if len(f.actors) == 0 && f.someone == "" && (f.kind == claim.Laundering && len(f.amounts) == 0 || f.kind == claim.Theft && f.trigger.sum == claim.SumTotal) {
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

// joinThefts makes one frame of a sum and the verb that says how it was got: "the total amount of goods
// stolen by the country amounts to $316m".
func (s *sentence) joinThefts() {
	var out []*frame
	for _, g := range s.frames {
		joined := false
		for _, f := range s.frames {
			if f == g || f.kind != claim.Theft || g.kind != claim.Theft || len(f.amounts) == 0 || len(g.amounts) > 0 || g.apart || f.when != nil && g.when != nil && *f.when != *g.when {
				continue
			}
			if f.noun && !g.noun && len(f.actors)+len(f.victims) == 0 && f.sum != claim.SumPaid && f.at.From < g.at.From && g.at.From-f.at.To < 12 {
				f.actors, f.victims, f.targets, f.someone, joined = g.actors, g.victims, g.targets, g.someone, true
				if f.when == nil {
					f.when = g.when
				}
			}
		}
		if !joined {
			out = append(out, g)
		}
	}
	s.frames = out
}

// aboutAct reports whether a trigger lays an act to somebody, rather than saying whose servant one is.
func (t *trigger) aboutAct() bool {
	act := func(r role) bool { return r == isAct || r == isPerpAct || r == isEither }
	if act(t.subj) || act(t.obj) {
		return true
	}
	for _, r := range t.preps {
		if act(r) {
			return true
		}
	}
	return false
}

// undated reports whether an act has no time of its own, so that blaming somebody for it says all of it.
func (s *sentence) undated(made []*frame, f *frame) bool {
	for i, other := range made {
		if other == f {
			return s.period(s.hits[i]) == nil
		}
	}
	return false
}

func (s *sentence) drop(made []*frame, f *frame) {
	for i, other := range made {
		if other == f {
			made[i] = nil
		}
	}
}

// dropWeak drops the acts of which an attribution says all that they say: a noun with a class of targets.
func (s *sentence) dropWeak(h *hit, f *frame, made []*frame) {
	for k, a := range made {
		if a == nil || a == f || !a.noun || !actual(a) || len(a.victims)+len(a.amounts) > 0 || !s.reaches(h, s.hits[k]) {
			continue
		}
		f.targets = append(f.targets, a.targets...)
		f.single = f.single || a.single
		made[k] = nil
	}
}

// reaches reports whether an act stands where the link can mean it: anywhere in the clauses around it.
func (s *sentence) reaches(link, act *hit) bool {
	if act.From > link.From && act.From-link.To <= 6 {
		for i := link.To; i < act.From; i++ {
			if s.has(i, rel) && s.t.Word(i) != "that" {
				return false
			}
		}
		return true
	}
	if act.From < link.From {
		return !s.verbBetween(act.To, link.From, act) || act.noun()
	}
	return act.noun() || act.form == gerund
}

func (s *sentence) verbBetween(from, to int, not *hit) bool {
	for _, h := range s.hits {
		if h != not && !h.noun() && h.From >= from && h.From < to {
			return true
		}
	}
	return false
}

// absorbed reports whether the link says nothing that its acts do not say: "accused of stealing", or a
// list of acts.
func (s *sentence) absorbed(h *hit, strong []*frame) bool {
	if len(strong) == 0 {
		return false
	}
	switch h.word {
	case "accuse", "suspect", "carry out", "launch", "conduct", "commit", "stage", "perpetrate", "mount", "execute":
		return true
	}
	return len(strong) > 1
}

func linkCertainty(word string) claim.Certainty {
	switch word {
	case "suspect":
		return claim.Suspected
	case "carry out", "launch", "conduct", "commit", "stage", "perpetrate", "mount", "execute":
		return ""
	}
	return claim.Alleged
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
	for i := len(s.reader.acts) - 1; i >= 0; i-- {
		a := s.reader.acts[i]
		if len(a.victims) > 0 && (a.text == 0 || s.n == 1 && s.index-a.sentence <= 10) {
			return a
		}
	}
	return nil
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
		if f.kind != claim.Theft && f.kind != claim.Attack {
			continue
		}
		if len(f.victims) == 0 && len(f.targets) == 0 && !f.apart {
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
	if last == nil || f.sum == claim.SumTotal || len(f.actors) > 0 && s.hostile(f) && !f.noun {
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
