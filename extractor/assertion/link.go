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
		if f == nil || f.kind != claim.Attribution || f.negated || (h.needs == "perpboth" || h.needs == "perplink" || h.needs == "claimact") && !s.needed(h, f) {
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
				if h.pos == 'v' && len(f.actors) > 0 && other.certainty == "" {
					other.certainty = linkCertainty(h.trigger) // who did it is only said
				}
				other.countries = append(other.countries, f.countries...)
			}
			if len(other.victims) > 0 {
				f.victims = append(f.victims, other.victims...)
			}
		}
		if len(f.actors) > 0 && s.absorbed(h, strong) {
			made[i] = nil
			for _, a := range strong {
				a.certainty = linkCertainty(h.trigger)
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
	if h.needs == "perpof" || h.needs == "acts" {
		return h.needs == "acts" || len(strong) > 1 || !strong[0].noun || len(strong[0].amounts) > 0
	}
	return len(strong) > 1
}

func linkCertainty(t *trigger) claim.Certainty {
	switch {
	case t.needs == "acts":
		return ""
	case t.word == "suspect":
		return claim.Suspected
	}
	return claim.Alleged
}
