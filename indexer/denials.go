package indexer

import (
	"cmp"
	"slices"

	"github.com/claimwire/claimwire/internal/claim"
)

// mayDeny reports whether d is a denial and t something that it may deny: of a kind that it denies,
// about the same named victim, and by those that are said to have done it; where nobody is named who
// denies, of the very kind that it denies. A denial that names no victim is never attached: what its
// article says besides is as often another matter.
func mayDeny(d, t *feature, keys ties) bool {
	if d.frame.Kind != claim.Denial || t.frame.Kind == claim.Denial || !plain(t.frame.Kind) {
		return false
	}
	return slices.Contains(denied(d.frame), t.family) && sameVictim(d, t) && has(keys, keyVictim) &&
		(samePerpetrator(d, t) || len(d.actors) == 0 && d.frame.Denies == t.frame.Kind)
}

// fit is how well a denial fits a vertex.
type fit struct{ score, days, target int }

func fitOf(list []Vertex, d, t int) fit {
	x, y := &list[d], &list[t]
	f := fit{days: newEdge(list, d, t, &sameFrame).days, target: t}
	if amountsMeet(x.feature, y.feature) {
		f.score += 4
	}
	if samePerpetrator(x.feature, y.feature) {
		f.score += 2
	}
	if y.family == claim.Attribution.Family() && len(x.actors) > 0 {
		f.score++ // who denies having done it denies the attribution first
	}
	return f
}

func (f fit) better(o fit) bool {
	return cmp.Or(cmp.Compare(f.score, o.score), cmp.Compare(o.days, f.days), cmp.Compare(o.target, f.target)) > 0
}

// attach finds for each group of denials the one group that it denies: the best fit of any two
// vertices, then the nearest in time, then the smaller id. It maps groups by their places in the list.
func attach(list []Vertex, groups []Group) map[int]int {
	group := make([]int, len(list))
	for g, members := range groups {
		for _, v := range members {
			group[v] = g
		}
	}
	best := map[int]fit{}
	consider := func(d, t int, keys ties) {
		if !mayDeny(list[d].feature, list[t].feature, keys) {
			return
		}
		f := fitOf(list, d, t)
		if old, ok := best[group[d]]; !ok || f.better(old) {
			best[group[d]] = f
		}
	}
	if !slices.ContainsFunc(list, func(v Vertex) bool { return v.frame.Kind == claim.Denial }) {
		return nil
	}
	meetings(list, func(a, b int, keys ties) { consider(a, b, keys); consider(b, a, keys) })
	out := map[int]int{}
	for d, f := range best {
		out[d] = group[f.target]
	}
	return out
}
