package indexer

import (
	"cmp"
	"slices"
	"strings"
)

// maxComponent is the number of nodes up to which all reasons to join count; a larger component drops
// its weakest class of edges, then the next.
const maxComponent = 512

// Edge joins two vertices, named by their places in the list, for one reason.
type Edge struct {
	A, B    int
	class   class
	rank    int8
	days    int // between their first evidence
	binding *binding
}

// Group is the vertices, by their places in the list, that are one claim.
type Group []int

// Partition says which vertices are one claim. It is a pure function of what it is given, whatever the
// order: it walks the edges by class, rank, days apart and ids, and joins two groups unless a node of
// one conflicts with a node of the other, or a person's split stands between them. The vertices are
// ordered by id; so is each group, and so are the groups.
func Partition(list []Vertex, edges []Edge, decisions []Decision) []Group {
	p := newPartitioner(list)
	p.run(edges, decisions)
	return p.groups()
}

type partitioner struct {
	list   []Vertex
	parent []int
	member [][]int
	split  map[[2]int]bool
	local  []int   // place of a vertex in its component
	size   int     // of the component that is walked
	people bool    // somebody merged what may conflict
	clash  []uint8 // by local pair, worked out when first asked: 0 not yet, 1 no, 2 yes
	trace  func(e *Edge, refused string)
}

func newPartitioner(list []Vertex) *partitioner {
	p := &partitioner{list: list, split: map[[2]int]bool{}, local: make([]int, len(list))}
	p.parent, p.member = make([]int, len(list)), make([][]int, len(list))
	for i := range list {
		p.parent[i], p.member[i] = i, []int{i}
	}
	return p
}

// run walks every component by itself: nothing outside it matters.
func (p *partitioner) run(edges []Edge, decisions []Decision) {
	all := make([]int, len(p.list))
	for i := range all {
		all[i] = i
	}
	for _, c := range connected(all, append(p.decide(decisions), edges...)) {
		if len(c.members) > 1 {
			p.walk(c)
		}
	}
}

func (p *partitioner) walk(c part) {
	p.size, p.clash = len(c.members), nil
	for i, m := range c.members {
		p.local[m] = i
	}
	if p.size <= 2*maxComponent {
		p.clash = make([]uint8, p.size*p.size)
	}
	walked := capped(c.members, c.edges, classes-1)
	slices.SortStableFunc(walked, inWalkOrder)
	for i := range walked {
		p.consider(&walked[i])
	}
}

// inWalkOrder is the fixed order of edges. People's stay as decide gives them, the later first.
func inWalkOrder(x, y Edge) int {
	if x.class == byPeople && y.class == byPeople {
		return 0
	}
	return cmp.Or(cmp.Compare(x.class, y.class), cmp.Compare(y.rank, x.rank), cmp.Compare(x.days, y.days),
		cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B))
}

// decide turns people's decisions into edges and splits over vertices. Of two decisions over one pair
// the later wins.
func (p *partitioner) decide(decisions []Decision) []Edge {
	at := map[string]int{}
	for i := range p.list {
		for id := range p.list[i].evidence {
			at[id] = i
		}
	}
	decided := map[[2]int]bool{}
	var edges []Edge
	ordered := inOrder(decisions)
	slices.Reverse(ordered)
	for _, d := range ordered {
		left, right := places(at, d.Left), places(at, d.Right)
		one := left
		if d.Type == Merge {
			one = append(slices.Clone(left), right...)
		}
		for i, a := range one {
			for _, b := range one[:i] {
				if k := pair(a, b); a != b && !decided[k] {
					decided[k] = true
					p.people = true
					edges = append(edges, Edge{A: k[0], B: k[1], class: byPeople, binding: &peopleMerged})
				}
			}
		}
		if d.Type == Split {
			p.keepApart(left, right, decided)
		}
	}
	return edges
}

func (p *partitioner) keepApart(left, right []int, decided map[[2]int]bool) {
	for _, a := range left {
		for _, b := range right {
			if k := pair(a, b); a != b && !decided[k] {
				decided[k] = true
				p.split[k] = true
			}
		}
	}
}

var peopleMerged = binding{class: byPeople, say: func(_, _ *feature) string { return "a person decided so" }}

func places(at map[string]int, ids []string) []int {
	var out []int
	for _, id := range ids {
		if i, ok := at[id]; ok {
			out = append(out, i)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func pair(a, b int) [2]int { return [2]int{min(a, b), max(a, b)} }

func (p *partitioner) consider(e *Edge) {
	a, b := p.find(e.A), p.find(e.B)
	refused := ""
	if a != b {
		if refused = p.refusal(e, a, b); refused == "" {
			p.join(a, b)
		}
	}
	if p.trace != nil {
		p.trace(e, refused)
	}
}

func (p *partitioner) find(i int) int {
	for p.parent[i] != i {
		p.parent[i] = p.parent[p.parent[i]]
		i = p.parent[i]
	}
	return i
}

func (p *partitioner) join(a, b int) {
	a, b = min(a, b), max(a, b)
	p.parent[b] = a
	p.member[a] = append(p.member[a], p.member[b]...)
	p.member[b] = nil
}

// refusal says why the groups a and b cannot be one, or is empty. What a person merged may conflict
// within itself, and what joins one half of it must not be refused for the other half's sake.
func (p *partitioner) refusal(e *Edge, a, b int) string {
	for _, x := range p.member[a] {
		for _, y := range p.member[b] {
			if len(p.split) > 0 && p.split[pair(x, y)] {
				return "a person split them"
			}
		}
	}
	if e.class == byPeople {
		return ""
	}
	u, v := e.A, e.B
	if p.find(u) != a {
		u, v = v, u
	}
	for _, x := range p.member[a] {
		for _, y := range p.member[b] {
			if p.clashes(x, y) && !(p.people && (p.clashes(u, x) || p.clashes(v, y))) && !p.inherits(x, v, y) && !p.inherits(y, u, x) &&
				!p.equated(x, y, a, b) {
				return p.clashText(x, y)
			}
		}
	}
	return ""
}

func (p *partitioner) groups() []Group {
	var out []Group
	for i := range p.list {
		if g := p.member[i]; p.parent[i] == i {
			slices.Sort(g)
			out = append(out, g)
		}
	}
	slices.SortFunc(out, func(a, b Group) int { return strings.Compare(p.list[a[0]].ID, p.list[b[0]].ID) })
	return out
}
