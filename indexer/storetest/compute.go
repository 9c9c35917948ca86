package storetest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/claimwire/claimwire/indexer"
	"github.com/claimwire/claimwire/internal/claim"
)

// joined accepts every candidate: in these tests to share a key is to be one.
func joined(a, b *indexer.Node) bool { return true }

// Index adds a batch and computes what it named, as the indexer does: again for as long as the view was
// stale.
func Index(tb testing.TB, s indexer.Store, batch []indexer.Item) {
	tb.Helper()
	ctx := tb.Context()
	fresh, err := s.Add(ctx, batch)
	if err == nil {
		err = Compute(ctx, s, fresh)
	}
	if err != nil {
		tb.Fatal(err)
	}
}

// Compute brings the claims of nodes up to date.
func Compute(ctx context.Context, s indexer.Store, fresh []string) error {
	for len(fresh) > 0 {
		v, err := s.Component(ctx, fresh, joined)
		if err != nil {
			return err
		}
		if err := s.Commit(ctx, v, Partition(v)); !errors.Is(err, indexer.ErrStale) {
			return err
		}
	}
	return nil
}

// Partition is the least that claims can be: nodes that share a key are one claim, and all rows of a
// node go together, but for evidence that a decision names, which goes where the decision says. It
// announces every new claim once.
func Partition(v indexer.View) indexer.Change {
	g := newGroups()
	named := map[string]bool{}
	for _, d := range v.Decisions {
		for _, e := range append(slices.Clone(d.Left), d.Right...) {
			named[e] = true
		}
	}
	holder := map[uint64]string{}
	for _, n := range v.Nodes {
		for _, k := range n.Keys {
			if other, ok := holder[k]; ok {
				g.union(n.ID, other)
			}
			holder[k] = n.ID
		}
	}
	place := map[string]string{} // by evidence
	for _, r := range v.Rows {
		if r.Gone {
			continue
		}
		place[r.ID] = r.Node
		if named[r.ID] {
			place[r.ID] = "/" + r.ID
		}
	}
	for _, d := range v.Decisions {
		together := [][]string{d.Left}
		if d.Type == "merge" {
			together = [][]string{append(slices.Clone(d.Left), d.Right...)}
		}
		for _, list := range together {
			for _, e := range list[1:] {
				if place[e] != "" && place[list[0]] != "" {
					g.union(place[e], place[list[0]])
				}
			}
		}
	}
	return change(v, g, place)
}

func change(v indexer.View, g *groups, place map[string]string) indexer.Change {
	rows := map[string][]indexer.Row{}
	c := indexer.Change{Held: map[string]string{}}
	for _, r := range v.Rows {
		if r.Gone {
			c.Held[r.ID] = ""
			continue
		}
		at := g.find(place[r.ID])
		rows[at] = append(rows[at], r)
	}
	wanted := map[string]bool{}
	for _, list := range rows {
		cl := Claim(list)
		wanted[cl.ID] = true
		c.Put = append(c.Put, cl)
		for _, r := range list {
			if r.Claim != cl.ID {
				c.Held[r.ID] = cl.ID
			}
		}
		announce(v, cl, &c)
	}
	slices.SortFunc(c.Put, func(a, b claim.Claim) int { return cmp.Compare(a.ID, b.ID) })
	for _, old := range v.Claims {
		if !wanted[old.ID] {
			c.Delete = append(c.Delete, old.ID)
		}
	}
	return c
}

func announce(v indexer.View, cl claim.Claim, c *indexer.Change) {
	for _, e := range cl.Evidence {
		if len(v.Told[e.ID]) > 0 {
			return
		}
	}
	first := cl.Evidence[0]
	bare := cl
	bare.Evidence = nil
	c.Told = append(c.Told, indexer.Told{Evidence: first.ID, Type: claim.EventNew})
	c.Events = append(c.Events, claim.Event{V: claim.Version, ID: claim.EventID(claim.EventNew, "", first.ID), Type: claim.EventNew,
		At: Day, Claim: bare, Evidence: first})
}

// Claim makes a claim of rows.
func Claim(rows []indexer.Row) claim.Claim {
	slices.SortFunc(rows, func(a, b indexer.Row) int {
		if a.PublishedAt.IsZero() != b.PublishedAt.IsZero() {
			return map[bool]int{true: 1, false: -1}[a.PublishedAt.IsZero()]
		}
		return cmp.Or(a.PublishedAt.Compare(b.PublishedAt), cmp.Compare(a.ID, b.ID))
	})
	first := rows[0]
	c := claim.Claim{V: claim.Version, ID: claim.ClaimID(first.ID), Kind: claim.Theft, Statement: first.Statement, Certainty: first.Certainty,
		Actors: first.Actors, Victims: first.Victims, Countries: first.Countries, FirstSeen: first.Seen, LastSeen: first.Seen}
	articles, publishers := map[string]bool{}, map[string]bool{}
	for _, r := range rows {
		articles[r.Article], publishers[r.Publisher] = true, true
		if r.Seen.After(c.LastSeen) {
			c.LastSeen = r.Seen
		}
		c.Evidence = append(c.Evidence, r.Shown())
		last := r.Citations[len(r.Citations)-1]
		o := claim.Origin{Name: last.Name, Kind: last.Kind}
		if last.Document != nil {
			o.Document = last.Document.Title
		}
		if !slices.Contains(c.Origins, o) {
			c.Origins = append(c.Origins, o)
		}
		for _, m := range r.Amounts {
			if c.Amount == nil {
				c.Amount = &m
			}
			c.Amounts = append(c.Amounts, claim.AmountGiven{Value: m.Value, Currency: m.Currency, Qualifier: m.Qualifier, Evidence: r.ID})
		}
	}
	c.Articles, c.Stories, c.Publishers = len(articles), len(articles), len(publishers)
	c.OriginsMin, c.OriginsMax = len(c.Origins), len(c.Origins)
	return c
}

// groups is a union of nodes by id; the smallest id leads.
type groups struct{ up map[string]string }

func newGroups() *groups { return &groups{up: map[string]string{}} }

func (g *groups) find(id string) string {
	up, ok := g.up[id]
	if !ok {
		g.up[id] = id
		return id
	}
	if up == id {
		return id
	}
	top := g.find(up)
	g.up[id] = top
	return top
}

func (g *groups) union(a, b string) {
	a, b = g.find(a), g.find(b)
	g.up[max(a, b)] = min(a, b)
}

// Describe prints what a store holds, for comparison: every claim with its evidence, sorted.
func Describe(tb testing.TB, s indexer.Reader) string {
	tb.Helper()
	var out []byte
	err := s.Each(tb.Context(), nil, func(c claim.Claim) error {
		out = fmt.Appendf(out, "%s %s articles=%d\n", c.ID, c.Statement, c.Articles)
		for _, e := range c.Evidence {
			out = fmt.Appendf(out, "  %s withdrawn=%v %s\n", e.ID, e.Withdrawn, e.Text)
		}
		return nil
	})
	if err != nil {
		tb.Fatal(err)
	}
	return string(out)
}
