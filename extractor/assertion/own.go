package assertion

import (
	"slices"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/internal/claim"
)

// ownLoss makes the speaker the victim of an act that names none: a bank that says that hackers took $11 million, an
// airline that says that they read its passengers' data, speaks of its own; a police force or a researcher does not.
func (r *reader) ownLoss() {
	can := map[int]bool{} // by entity
	for _, f := range r.frames {
		if !actual(f) || len(f.victims) > 0 || len(f.targets) > 0 && !(f.thing && clients(f.targets)) || len(f.citations) == 0 || f.sum == claim.SumTotal || f.kind == claim.Attack && !r.ownThing(f) {
			continue
		}
		c := &f.t.Citations[f.citations[len(f.citations)-1]]
		if c.Entity < 0 || c.Entity >= len(r.d.Entities) || c.Source == nil || r.mixers[c.Entity] {
			continue
		}
		if _, ok := can[c.Entity]; !ok {
			can[c.Entity] = r.robbable(c.Entity)
		}
		if !can[c.Entity] || f.kind == claim.Attack && r.others(f, c.Entity) {
			continue
		}
		if m, ok := r.nearest(c.Entity, f.text, c.From); ok {
			if f.victims = without([]mention{m}, f.actors); len(f.victims) > 0 {
				f.targets = nil
			}
		}
	}
}

// others reports whether a frame's sentence names an organisation besides one: the attack may have hit that.
func (r *reader) others(f *frame, entity int) bool {
	return slices.ContainsFunc(r.sentence(f.text, f.t, f.sentence).items, func(it item) bool {
		if it.kind != party || !it.known {
			return false
		}
		a := r.actor(it.who)
		return a.Kind == claim.Organization && a.Entity != entity && !r.reporter(a.Entity)
	})
}

// clients reports whether the targets are nobody but those whose data a body holds: "its patients".
func clients(targets []string) bool {
	return !slices.ContainsFunc(targets, func(t string) bool {
		switch t {
		case "account holders", "clients", "consumers", "customers", "employees", "families", "guests", "members", "parents", "passengers", "patients", "people", "policyholders",
			"pupils", "residents", "staff", "staffers", "students", "subscribers", "teachers", "users", "workers":
			return false
		}
		return true
	})
}

// ownThing reports whether what an attack hit is told without whose it is, or as the speaker's own: "had accessed
// data of passengers", "parts of its network had been encrypted". A place in the clause may be where others were hit.
func (r *reader) ownThing(f *frame) bool {
	if f.negated || f.apart || f.method() || f.noun && len(f.amounts) == 0 {
		return false
	}
	for i := f.clause.From; i < f.clause.To; i++ {
		switch f.t.Word(i) {
		case "its", "our", "their":
			return true
		}
	}
	for i := range f.t.Countries {
		if f.clause.Overlaps(f.t.Countries[i].Range) {
			return false
		}
	}
	return f.thing || f.sum == claim.SumDemanded || f.sum == claim.SumPaid
}

// ownRecovery makes a company that has money back the one that it was taken from: "Quillon has recovered $12 million".
// Police and prosecutors recover that of others.
func (r *reader) ownRecovery() {
	for _, f := range r.frames {
		if f.kind != claim.Statement || f.sum != claim.SumRecovered || len(f.victims)+len(f.targets) > 0 || !r.cyber && r.thefts == 0 {
			continue
		}
		s := r.sentence(f.text, f.t, f.sentence)
		for k := range s.items {
			it := &s.items[k]
			if it.From >= f.at.From {
				break
			}
			if it.kind != party || !it.known || it.To > f.at.From || s.owns(*it) || s.prepBefore(it.From) != "" {
				continue
			}
			if e := r.actor(it.who).Entity; r.robbable(e) && !r.reporter(e) && !s.verbOfOthers(it.To, f.at.From) {
				f.victims = []mention{it.who}
			}
			break
		}
	}
}

// verbOfOthers reports whether a verb that makes somebody else the subject stands between two tokens.
func (s *sentence) verbOfOthers(from, to int) bool {
	for i := from; i < to; i++ {
		if k := s.at(i); k >= 0 && s.items[k].kind != money && !s.items[k].ref && s.items[k].From >= from {
			return true
		}
	}
	return false
}

// tellsOf reports whether an act without a victim may be that of an article's protagonist, which no act of it names:
// a theft, a ransom, what was done to data or systems, or any act told in a sentence that names the protagonist.
func (r *reader) tellsOf(f *frame) bool {
	return f.kind == claim.Theft || f.kind == claim.Attack && !f.method() || f.kind == claim.Statement && (f.sum == claim.SumRecovered || f.sum == claim.SumDamage)
}

// crewBeside is the group that a sentence says unnamed perpetrators to be, between them and their verb: "the hackers,
// who are believed to be members of the group Xyz, broke into".
func (s *sentence) crewBeside(h *hit, k int) (mention, bool) {
	it := s.items[k]
	if it.kind != someone || it.known || it.To >= s.span.To || s.t.Word(it.To) != "," {
		return mention{}, false
	}
	for n := k + 1; n < len(s.items) && s.items[n].To <= h.From; n++ {
		g := s.items[n]
		if g.kind == party && s.actor(g.who).Kind == claim.Group && s.holdsWord(doc.Range{From: it.To, To: g.From}) {
			return g.who, true
		}
	}
	return mention{}, false
}

// holdsWord reports whether a range says that somebody belongs to what follows.
func (s *sentence) holdsWord(r doc.Range) bool {
	for i := r.From; i < r.To; i++ {
		switch s.t.Word(i) {
		case "not", "never", "nothing", "unlike", "rivals", "rival":
			return false
		case "members", "member", "part", "group", "gang", "crew", "collective", "known", "called", "calling", "linked", "belong", "belonging", "affiliated", "affiliates", "as":
			return true
		}
	}
	return false
}
