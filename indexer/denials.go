package indexer

import (
	"cmp"
	"slices"

	"github.com/claimwire/claimwire/internal/claim"
)

// mayDeny reports whether d is a denial and t something that it may deny: of a kind that it denies,
// about the same victim or in the same article, and not about different people.
func mayDeny(d, t *feature) bool {
	if d.frame.Kind != claim.Denial || t.frame.Kind == claim.Denial || !plain(t.frame.Kind) {
		return false
	}
	if !slices.Contains(denied(d.frame), t.family) {
		return false
	}
	keys := shared(d, t)
	switch {
	case has(keys, keyVictim) && sameVictim(d, t):
		return samePerpetrator(d, t) || len(d.actors) == 0 || len(t.actors) == 0
	case has(keys, keyArticle):
		return samePerpetrator(d, t) && !victimsDiffer(d, t)
	}
	return false
}

// denialScore says how well a denial fits what it may deny.
func denialScore(d, t *Vertex) int {
	n := 1
	if sameVictim(d.feature, t.feature) {
		n += 8
	}
	if amountsMeet(d.feature, t.feature) {
		n += 4
	}
	if samePerpetrator(d.feature, t.feature) {
		n += 2
	}
	if t.family == claim.Attribution.Family() && len(d.actors) > 0 {
		n++ // who denies having done it denies the attribution first
	}
	return n
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
	type fit struct{ score, days, target, group int }
	best := map[int]fit{}
	consider := func(d, t int) {
		if !mayDeny(list[d].feature, list[t].feature) {
			return
		}
		f := fit{score: denialScore(&list[d], &list[t]), days: newEdge(list, d, t, &sameFrame).days, target: t, group: group[t]}
		old, ok := best[group[d]]
		if !ok || cmp.Or(cmp.Compare(old.score, f.score), cmp.Compare(f.days, old.days), cmp.Compare(f.target, old.target)) < 0 {
			best[group[d]] = f
		}
	}
	meetings(list, func(a, b int) { consider(a, b); consider(b, a) })
	out := map[int]int{}
	for d, f := range best {
		out[d] = f.group
	}
	return out
}
