package assertion

import (
	"cmp"
	"slices"

	"github.com/claimwire/claimwire/internal/claim"
)

// shrink drops what another frame of the sentence says better: an attack whose victims a theft has, the
// same act twice, an attribution that an act's own actors tell.
func (s *sentence) shrink() {
	var out []*frame
	for i, f := range s.frames {
		drop := false
		for k, g := range s.frames {
			if i != k && !drop {
				drop = tells(g, f) && !(tells(f, g) && i < k) || counted(g, f)
			}
		}
		if !drop {
			out = append(out, f)
		}
	}
	s.frames = out
}

// counted reports whether g counts the very acts that f is: "27 attacks by X on banks".
func counted(g, f *frame) bool {
	return g.kind == claim.CountKind && actual(f) && f.noun && g.at.Overlaps(f.at) && len(f.victims) == 0 && len(f.amounts) == 0
}

// tells reports whether g says all that f says, and is of the same family of acts.
func tells(g, f *frame) bool {
	if g.kind.Family() != f.kind.Family() || f.kind == claim.Statement && g.kind == claim.Statement && !slices.Equal(f.amounts, g.amounts) {
		return false
	}
	if f.kind == claim.CountKind || f.kind == claim.Denial || f.apart != g.apart && !(f.kind == claim.Attack && g.kind == claim.Theft) {
		return false
	}
	if f.sum == claim.SumDemanded && g.sum != claim.SumDemanded || f.kind == claim.Theft && g.kind == claim.Attack && len(f.amounts) == 0 {
		return false
	}
	if f.when != nil && g.when != nil && *f.when != *g.when {
		return false
	}
	return within(f.victims, g.victims) && within(f.actors, g.actors) && subset(f.targets, g.targets) && subset(f.amounts, g.amounts)
}

func within(a, b []mention) bool {
	for _, m := range a {
		if !slices.ContainsFunc(b, func(x mention) bool { return x.text == m.text && x.index == m.index }) {
			return false
		}
	}
	return true
}

func subset[T comparable](a, b []T) bool {
	for _, x := range a {
		if !slices.Contains(b, x) {
			return false
		}
	}
	return true
}

// yields reports whether a statement says nothing but what a claim of another kind in its sentence says: it is
// what is denied there, or its sum is that of an act.
func (r *reader) yields(f *frame) bool {
	if f.kind != claim.Statement {
		return false
	}
	for _, g := range r.sorted[[2]int{f.text, f.sentence}] {
		switch g.kind {
		case claim.Denial:
			if (f.clause.Covers(g.at) || f.trigger != nil && f.trigger.needs == "ransom") && len(f.amounts) == 0 {
				return true
			}
		case claim.Theft, claim.Attack, claim.Laundering, claim.Sanction:
			if f.sum == "" && len(f.amounts) > 0 && subset(f.amounts, g.amounts) {
				return true
			}
		case claim.Statement:
			if f.sum == "" && g.sum != "" && len(f.amounts) > 0 && len(f.counts) == 0 && subset(f.amounts, g.amounts) {
				return true
			}
		}
	}
	return false
}

// kept sorts the frames by where they stand.
func (r *reader) kept() []*frame {
	r.sorted = map[[2]int][]*frame{}
	for _, f := range r.frames {
		at := [2]int{f.text, f.sentence}
		r.sorted[at] = append(r.sorted[at], f)
	}
	r.frames = slices.DeleteFunc(r.frames, r.yields)
	slices.SortStableFunc(r.frames, func(a, b *frame) int {
		return cmp.Or(cmp.Compare(a.text, b.text), cmp.Compare(a.evidence.Start, b.evidence.Start), cmp.Compare(a.at.From, b.at.From), cmp.Compare(a.kind, b.kind))
	})
	return r.frames
}

// reachApart is how many earlier frames an act can be told apart from.
const reachApart = 20

// setApart marks the acts that the text tells apart: two of one sentence with different victims or sums,
// and "a second", "another" from the one before.
func (r *reader) setApart(frames []*frame) {
	for i, f := range frames {
		for k := i - 1; k >= 0 && k >= i-reachApart; k-- {
			g := frames[k]
			if f.kind.Family() != g.kind.Family() || f.kind == claim.Denial {
				continue
			}
			together := f.text == g.text && f.sentence == g.sentence
			if together && differ(f, g) && !(f.revised || g.revised) || f.apart && !together && actual(f) && k >= i-3 && !sameAct(f, g) {
				r.d.Assertions[i].Apart = append(r.d.Assertions[i].Apart, k)
				r.d.Assertions[k].Apart = append(r.d.Assertions[k].Apart, i)
			}
		}
	}
}

func actual(f *frame) bool { return f.kind == claim.Theft || f.kind == claim.Attack }

// differ reports whether two frames of one sentence are of two things.
func differ(f, g *frame) bool {
	switch {
	case len(f.victims) > 0 && len(g.victims) > 0 && !within(f.victims, g.victims) && !within(g.victims, f.victims):
		return true
	case len(f.amounts) > 0 && len(g.amounts) > 0 && !subset(f.amounts, g.amounts) && f.sum == g.sum:
		return true
	case f.when != nil && g.when != nil && *f.when != *g.when:
		return true
	case f.kind == claim.Statement || f.kind == claim.CountKind:
		return f.evidence != g.evidence
	}
	return false
}

func sameAct(f, g *frame) bool {
	return len(f.victims) > 0 && within(f.victims, g.victims) && within(g.victims, f.victims) && alike(f, g)
}
