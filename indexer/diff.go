package indexer

import (
	"cmp"
	"slices"
	"strings"

	"github.com/claimwire/claimwire/internal/claim"
)

// Outline is what Diff needs of a claim: little, since all claims of two indexes are compared.
type Outline struct {
	ID    string
	spots []spot
}

// spot is where a piece of evidence stands.
type spot struct {
	id, article string
	in          claim.In
	start, end  int
}

// OutlineOf takes the outline of a claim; attached denials are left out.
func OutlineOf(c *claim.Claim) Outline {
	o := Outline{ID: c.ID}
	for _, e := range c.Evidence {
		if !e.Denial {
			o.spots = append(o.spots, spot{e.ID, e.ArticleID, e.In, e.Start, e.End})
		}
	}
	return o
}

// Regrouped says which claims of one set became which of another.
type Regrouped struct {
	From []string `json:"from"`
	To   []string `json:"to"`
}

// Difference is what a replay changes: claims whose evidence was in none before, claims whose evidence
// is in none now, claims that became one, and claims that fell apart.
type Difference struct {
	Added  []string    `json:"added"`
	Lost   []string    `json:"lost"`
	Merged []Regrouped `json:"merged"` // several became one
	Split  []Regrouped `json:"split"`  // one became several
}

// Diff compares two sets of claims by their evidence. Evidence is the same by its id, else where two
// stretches of one article cover each other by more than half, since rules that cut sentences otherwise
// give other ids.
func Diff(before, after []Outline) Difference {
	d := comparison{now: placesOf(after), forward: map[int]map[int]bool{}, backward: map[int]map[int]bool{}}
	for i := range before {
		for _, s := range before[i].spots {
			if j, ok := d.now.find(s); ok {
				link2(d.forward, i, j)
				link2(d.backward, j, i)
			}
		}
	}
	var out Difference
	for i := range before {
		switch to := d.forward[i]; {
		case len(to) == 0:
			out.Lost = append(out.Lost, before[i].ID)
		case len(to) > 1:
			out.Split = append(out.Split, Regrouped{From: []string{before[i].ID}, To: idsOf(after, to)})
		}
	}
	for j := range after {
		switch from := d.backward[j]; {
		case len(from) == 0:
			out.Added = append(out.Added, after[j].ID)
		case len(from) > 1:
			out.Merged = append(out.Merged, Regrouped{From: idsOf(before, from), To: []string{after[j].ID}})
		}
	}
	slices.Sort(out.Lost)
	slices.Sort(out.Added)
	slices.SortFunc(out.Split, func(a, b Regrouped) int { return strings.Compare(a.From[0], b.From[0]) })
	slices.SortFunc(out.Merged, func(a, b Regrouped) int { return strings.Compare(a.To[0], b.To[0]) })
	return out
}

type comparison struct {
	now               placesIn
	forward, backward map[int]map[int]bool
}

// placesIn finds the claim that holds a piece of evidence.
type placesIn struct {
	byID      map[string]int
	byArticle map[string][]placed
}

type placed struct {
	spot
	claim int
}

func placesOf(list []Outline) placesIn {
	p := placesIn{byID: map[string]int{}, byArticle: map[string][]placed{}}
	for i := range list {
		for _, s := range list[i].spots {
			p.byID[s.id] = i
			p.byArticle[s.article] = append(p.byArticle[s.article], placed{s, i})
		}
	}
	return p
}

func (p *placesIn) find(s spot) (int, bool) {
	if i, ok := p.byID[s.id]; ok {
		return i, true
	}
	best, most := 0, 0
	for _, o := range p.byArticle[s.article] {
		both := min(s.end, o.end) - max(s.start, o.start)
		if o.in == s.in && 2*both > max(s.end-s.start, o.end-o.start) && cmp.Compare(both, most) > 0 {
			best, most = o.claim, both
		}
	}
	return best, most > 0
}

func link2(m map[int]map[int]bool, a, b int) {
	if m[a] == nil {
		m[a] = map[int]bool{}
	}
	m[a][b] = true
}

func idsOf(list []Outline, set map[int]bool) []string {
	var out []string
	for i := range set {
		out = append(out, list[i].ID)
	}
	slices.Sort(out)
	return out
}
