package indexer

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/claimwire/claimwire/internal/claim"
)

// Vertex is a node as Partition sees it, with its evidence. Evidence that a decision names is a vertex of its
// own, together with what of the same node the same decisions name on the same sides.
type Vertex struct {
	ID   string // of the node; with a slash and the decisions' sides where some name its evidence
	Rows []*Row // by published_at, then id
	*feature
	day      int // of the first evidence since 1970; undated where none has a date
	last     int // of the last
	evidence map[string]bool
	apart    map[string]bool // evidence that the text tells apart from some of it
	article  map[string]bool
	said     []string // see speakers; nil until asked
}

// undated stands for the day of evidence without a date: after everything else.
const undated = 1 << 30

// vertices makes what Partition works on of a view, ordered by id.
func vertices(v *View) []Vertex {
	features := make(map[string]*feature, len(v.Nodes))
	for i := range v.Nodes {
		features[v.Nodes[i].ID] = featureOf(&v.Nodes[i])
	}
	sides := sidesOf(v.Decisions)
	byID := map[string]*Vertex{}
	for i := range v.Rows {
		row := &v.Rows[i]
		f := features[row.Node]
		if f == nil || row.Gone {
			continue
		}
		id := row.Node + sides[row.ID]
		x := byID[id]
		if x == nil {
			x = &Vertex{ID: id, feature: f, day: undated, evidence: map[string]bool{}, apart: map[string]bool{}, article: map[string]bool{}}
			byID[id] = x
		}
		x.add(row)
	}
	out := make([]Vertex, 0, len(byID))
	for _, x := range byID {
		slices.SortFunc(x.Rows, byDate)
		out = append(out, *x)
	}
	slices.SortFunc(out, func(a, b Vertex) int { return strings.Compare(a.ID, b.ID) })
	return out
}

func (x *Vertex) add(row *Row) {
	x.Rows = append(x.Rows, row)
	if day := dayOf(row.Seen); day != undated {
		x.day, x.last = min(x.day, day), max(x.last, day)
	}
	x.evidence[row.ID] = true
	x.article[row.Article] = true
	for _, id := range row.Apart {
		x.apart[id] = true
	}
}

func dayOf(t time.Time) int {
	if t.IsZero() {
		return undated
	}
	return int(t.Unix() / 86400)
}

// byDate orders evidence by publication, unknown last, then by id: the order of everything in a record.
func byDate(a, b *Row) int {
	x, y := a.PublishedAt, b.PublishedAt
	if x.IsZero() != y.IsZero() {
		if x.IsZero() {
			return 1
		}
		return -1
	}
	return cmp.Or(x.Compare(y), strings.Compare(a.ID, b.ID))
}

// sidesOf says of each piece of evidence named by decisions which of them name it, and on which side.
func sidesOf(decisions []Decision) map[string]string {
	sides := map[string]string{}
	for _, d := range inOrder(decisions) {
		for side, list := range map[string][]string{"l": d.Left, "r": d.Right} {
			for _, id := range list {
				if mark := "/" + side + d.ID; !strings.Contains(sides[id], mark) {
					sides[id] += mark
				}
			}
		}
	}
	return sides
}

// inOrder lists the decisions that stand, by time.
func inOrder(decisions []Decision) []Decision {
	var out []Decision
	for _, d := range decisions {
		if d.UndoneAt.IsZero() {
			out = append(out, d)
		}
	}
	slices.SortFunc(out, func(a, b Decision) int { return cmp.Or(a.At.Compare(b.At), strings.Compare(a.ID, b.ID)) })
	return out
}

// edgesOf finds every edge of a component: all pairs that share a key, bind and do not conflict. It is
// told of the pairs that share a key and are refused, where refused is not nil.
func edgesOf(list []Vertex, refused func(a, b int, why string)) []Edge {
	var edges []Edge
	meetings(list, func(a, b int, keys ties) {
		x, y := list[a].feature, list[b].feature
		if x == y {
			edges = append(edges, newEdge(list, a, b, &sameFrame))
			return
		}
		if refused == nil && !mayBind(x, y, keys) {
			return
		}
		if c := conflicting(x, y); c != nil {
			if refused != nil && x.family == y.family {
				refused(a, b, "different "+c.name+": "+c.say(x, y))
			}
			return
		}
		if why := bind(x, y, keys, settingOf(&list[a], &list[b])); why != nil {
			edges = append(edges, newEdge(list, a, b, why))
		} else if refused != nil {
			refused(a, b, nothingJoins)
		}
	})
	return edges
}

// sameFrame joins what a decision has taken out of a node to the rest of it.
var sameFrame = binding{class: bySentence, rank: 2, say: func(_, _ *feature) string { return "same frame" }}

func newEdge(list []Vertex, a, b int, why *binding) Edge {
	days := undated
	if x, y := list[a].day, list[b].day; x != undated && y != undated {
		days = max(x-y, y-x)
	}
	return Edge{A: a, B: b, class: why.class, rank: why.rank, days: days, binding: why}
}

// between is the number of days that lie between the evidence of two vertices, 0 where it overlaps or
// has no dates.
func between(a, b *Vertex) int {
	if a.day == undated || b.day == undated {
		return 0
	}
	return max(0, a.day-b.last, b.day-a.last)
}

// setting is what the evidence of two vertices says about their being one, beside their frames.
type setting struct {
	days  int  // between them, see between
	here  bool // all of it stands in one article's text, or title
	other bool // named speakers say the one and the other, and none both
}

func settingOf(a, b *Vertex) setting {
	return setting{days: between(a, b), here: here(a, b), other: otherSpeakers(a, b)}
}

func here(a, b *Vertex) bool {
	return len(a.article) == 1 && len(b.article) == 1 && a.Rows[0].Article == b.Rows[0].Article &&
		a.Rows[0].In == b.Rows[0].In
}

// otherSpeakers reports whether all evidence of both has a named speaker, and no speaker says both.
func otherSpeakers(a, b *Vertex) bool {
	x, y := a.speakers(), b.speakers()
	return len(x) > 0 && len(y) > 0 && !meet(x, y)
}

// speakers are the bodies and persons that say it; none where some evidence has none.
func (x *Vertex) speakers() []string {
	if x.said == nil {
		x.said = []string{}
		for _, r := range x.Rows {
			n := len(x.said)
			for _, l := range r.Citations[1:] {
				if l.Kind != claim.Unnamed && !isOutlet(l.Kind) {
					x.said = append(x.said, body(l.Name))
				}
			}
			if len(x.said) == n {
				x.said = []string{}
				break
			}
		}
	}
	return x.said
}

// meetings calls f once for each pair of vertices that share a key or a node, a before b, with the keys that
// they share.
func meetings(list []Vertex, f func(a, b int, keys ties)) {
	m := newMeeter(list)
	for a := range list {
		for _, b := range m.of(a) {
			f(a, int(b), ties{classes: m.classes[b]})
		}
	}
}

// meeter finds the vertices that share a key. Of each place of a key in a vertex it knows the next one of the same
// key, in a later vertex.
type meeter struct {
	first   []int // the first place of each vertex, and the end
	owner   []int32
	next    []int32 // 0: none, for place 0 follows nothing
	class   []keyClass
	classes []uint32 // of the vertex asked for last with those met
	met     []int32
}

func newMeeter(list []Vertex) *meeter {
	places := 0
	m := &meeter{first: make([]int, len(list)+1), classes: make([]uint32, len(list))}
	for i := range list {
		m.first[i] = places
		places += len(list[i].keys) + 1
	}
	m.first[len(list)] = places
	m.owner, m.next, m.class = make([]int32, places), make([]int32, places), make([]keyClass, places)
	keys, nodes := make(map[uint64]int32, places/2), make(map[*feature]int32, len(list))
	for i := len(list) - 1; i >= 0; i-- {
		at := m.first[i]
		for _, k := range list[i].keys {
			m.owner[at], m.next[at], m.class[at] = int32(i), keys[k], classOf(k)
			keys[k] = int32(at)
			at++
		}
		m.owner[at], m.next[at] = int32(i), nodes[list[i].feature] // class 0: the node
		nodes[list[i].feature] = int32(at)
	}
	return m
}

// of lists the vertices after a that share a key or a node with it; classes says of each which, until the next call.
func (m *meeter) of(a int) []int32 {
	for _, b := range m.met {
		m.classes[b] = 0
	}
	m.met = m.met[:0]
	for at := m.first[a]; at < m.first[a+1]; at++ {
		bit := uint32(1) << m.class[at]
		for n := m.next[at]; n != 0; n = m.next[n] {
			b := m.owner[n]
			if m.classes[b] == 0 {
				m.met = append(m.met, b)
			}
			m.classes[b] |= bit
		}
	}
	return m.met
}
