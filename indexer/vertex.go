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
		features[v.Nodes[i].ID] = newFeature(&v.Nodes[i])
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
	meetings(list, func(a, b int) {
		x, y := list[a].feature, list[b].feature
		if x == y {
			edges = append(edges, newEdge(list, a, b, &sameFrame))
			return
		}
		if c := conflicting(x, y); c != nil {
			if refused != nil && x.family == y.family {
				refused(a, b, "different "+c.name+": "+c.say(x, y))
			}
			return
		}
		if why := bind(x, y, settingOf(&list[a], &list[b])); why != nil {
			edges = append(edges, newEdge(list, a, b, why))
		} else if refused != nil {
			refused(a, b, "nothing joins them: too little in common, or too far apart in time")
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

// meetings calls f once for each pair of vertices that share a key or a node, a before b.
func meetings(list []Vertex, f func(a, b int)) {
	holders := map[uint64][]int{}
	nodes := map[string][]int{}
	for i := range list {
		for _, k := range list[i].keys {
			holders[k] = append(holders[k], i)
		}
		nodes[list[i].feature.id] = append(nodes[list[i].feature.id], i)
	}
	met := make([]int, len(list)) // the last vertex that this one was paired with, plus one
	for a := range list {
		pair := func(b int) {
			if b > a && met[b] != a+1 {
				met[b] = a + 1
				f(a, b)
			}
		}
		for _, b := range nodes[list[a].feature.id] {
			pair(b)
		}
		for _, k := range list[a].keys {
			for _, b := range holders[k] {
				pair(b)
			}
		}
	}
}
