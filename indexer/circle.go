package indexer

import (
	"cmp"
	"slices"

	"github.com/claimwire/claimwire/internal/claim"
)

// follow: who cites an outlet that has evidence in the claim itself has it from where that outlet has
// it; so has the outlet's own next article, while the news is fresh. A circle has it from the first of its outlets.
func (l *lineage) follow() {
	of := map[string]root{} // by outlet: where its own evidence comes from
	for i, s := range l.list {
		ref := claim.PartyRef("", s.Publisher)
		if old, ok := of[ref]; !ok || old.unknown && !l.roots[i].unknown {
			of[ref] = l.roots[i]
		}
	}
	first := l.firstOfCircle()
	for i := range l.roots {
		r := l.roots[i]
		if r.own(l.list[i].Row) && first[r.outlet] == "" && (r.nameless || l.longAfter(i)) {
			continue
		}
		for range maxHops {
			next, ok := of[r.outlet]
			if !ok || r.outlet == "" || next.outlet == r.outlet || first[r.outlet] != "" {
				break
			}
			r = next
		}
		if one := first[r.outlet]; one != "" && r.outlet != one {
			r.outlet, r.body, r.name = one, cmp.Or(owners[one], one), l.displayName(one)
		}
		l.roots[i] = r
	}
}

// longAfter reports whether an outlet tells in its own voice what none of its articles with a source told within
// freshDays: what it has come to know of the matter by then is nobody's word but its own.
func (l *lineage) longAfter(i int) bool {
	outlet, day := l.roots[i].outlet, dayOf(l.list[i].Seen)
	for k, s := range l.list {
		if l.roots[k].unknown || claim.PartyRef("", s.Publisher) != outlet {
			continue
		}
		if days := day - dayOf(s.Seen); max(days, -days) <= freshDays {
			return false
		}
	}
	return true
}

// freshDays is for how long an outlet's articles retell one word that it was given.
const freshDays = 14

// maxHops bounds how far a chain of outlets that cite outlets is followed.
const maxHops = 8

func (l *lineage) displayName(ref string) string {
	for _, s := range l.list {
		if claim.PartyRef("", s.Publisher) == ref {
			return s.Publisher
		}
	}
	return ref
}

// firstOfCircle names for each outlet of a circle the one of its outlets that published first.
func (l *lineage) firstOfCircle() map[string]string {
	out := map[string]string{}
	for _, path := range l.circular {
		var first string
		for _, s := range l.list {
			if ref := claim.PartyRef("", s.Publisher); containsRef(path, ref) {
				first = ref
				break
			}
		}
		for _, name := range path {
			if ref := claim.PartyRef("", name); out[ref] == "" {
				out[ref] = first
			}
		}
	}
	return out
}

func containsRef(path []string, ref string) bool {
	return slices.ContainsFunc(path, func(name string) bool { return claim.PartyRef("", name) == ref })
}

// findCircles looks for outlets that cite each other for the claim.
func (l *lineage) findCircles() {
	cites := map[string][]string{}
	name := map[string]string{}
	for i, s := range l.list {
		from, to := claim.PartyRef("", s.Publisher), l.roots[i].outlet
		if to == "" || to == from {
			continue
		}
		name[from] = s.Publisher
		if name[to] == "" {
			name[to] = l.roots[i].name
		}
		if !slices.Contains(cites[from], to) {
			cites[from] = append(cites[from], to)
		}
	}
	refs := sortedKeys(cites)
	done := map[string]bool{}
	for _, start := range refs {
		if done[start] {
			continue
		}
		path := circle(cites, start)
		for i, ref := range path {
			done[ref] = true
			path[i] = name[ref]
		}
		if path != nil {
			l.circular = append(l.circular, path)
		}
	}
}

// circle finds the shortest way from start back to itself, or nil.
func circle(cites map[string][]string, start string) []string {
	from := map[string]string{}
	queue := []string{start}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		for _, to := range cites[at] {
			if to == start {
				path := []string{at}
				for at != start {
					at = from[at]
					path = append(path, at)
				}
				slices.Reverse(path)
				return path
			}
			if _, seen := from[to]; !seen {
				from[to] = at
				queue = append(queue, to)
			}
		}
	}
	return nil
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
