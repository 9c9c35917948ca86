package indexer

import "slices"

// capped drops the weakest classes of edges of every connected part of over maxComponent vertices,
// until the parts are small enough or only the strongest class is left.
func capped(members []int, edges []Edge, weakest class) []Edge {
	if len(members) <= maxComponent || weakest <= bySentence {
		return edges
	}
	edges = slices.DeleteFunc(slices.Clone(edges), func(e Edge) bool { return e.class >= weakest })
	var kept []Edge
	for _, sub := range connected(members, edges) {
		kept = append(kept, capped(sub.members, sub.edges, weakest-1)...)
	}
	return kept
}

type part struct {
	members []int
	edges   []Edge
}

// connected splits vertices into what edges connect; parts come in the order of their first member.
func connected(members []int, edges []Edge) []part {
	parent := make(map[int]int, len(members))
	for _, m := range members {
		parent[m] = m
	}
	find := func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	for _, e := range edges {
		if a, b := find(e.A), find(e.B); a != b {
			parent[max(a, b)] = min(a, b)
		}
	}
	at := map[int]int{}
	var parts []part
	for _, m := range members {
		root := find(m)
		i, ok := at[root]
		if !ok {
			i = len(parts)
			at[root] = i
			parts = append(parts, part{})
		}
		parts[i].members = append(parts[i].members, m)
	}
	for _, e := range edges {
		i := at[find(e.A)]
		parts[i].edges = append(parts[i].edges, e)
	}
	return parts
}
