// Package indexer says which assertions are one claim, where each claim comes from, and what is new in
// it. Claims are computed, never patched: evidence and people's decisions are the truth, and Partition
// and Record are pure functions of them, so the order of arrival, redelivery and the number of processes
// cannot matter.
//
// Begin with New and Indexer.Write, which brings readings into a Store. The rules stand in two tables:
// what keeps two nodes apart in conflict.go, what joins them in edges.go, of which bind.go and incident.go hold the
// tests. What one article's evidence keeps apart besides stands in clash.go.
package indexer

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/claimwire/claimwire/internal/claim"
)

// Options set what an Indexer announces.
type Options struct {
	// MaxAge is the age of an article from which on its events are silent; 0 means 48 hours.
	MaxAge time.Duration
	// Alert lifts every silence.
	Alert bool
	// Silent makes every event silent, whatever else is set.
	Silent bool
	// Now is the clock; nil means time.Now.
	Now func() time.Time
}

const (
	defaultMaxAge = 48 * time.Hour
	// maxAttempts bounds how often a change is computed anew because the store went on meanwhile.
	maxAttempts = 16
)

// Indexer brings readings into a store. Between calls it keeps only how much to read at a time.
type Indexer struct {
	store   Store
	opts    Options
	portion atomic.Int64 // nodes that Update computes at a time
}

// New returns an Indexer that writes into store.
func New(store Store, opts Options) *Indexer {
	if opts.MaxAge == 0 {
		opts.MaxAge = defaultMaxAge
	}
	if opts.Now == nil {
		opts.Now = time.Now
	}
	x := &Indexer{store: store, opts: opts}
	x.portion.Store(firstPortion)
	return x
}

// Summary says what one call did.
type Summary struct {
	Articles int // readings given
	Evidence int // rows that they gave
	Nodes    int // that had to be computed anew
	New      int // claims that were not there before
	Changed  int // claims whose record is another
	Gone     int // claims that are no longer, merged into others most often
	Events   int // put into the outbox, silent ones among them
}

func (s *Summary) add(o Summary) {
	s.Articles += o.Articles
	s.Evidence += o.Evidence
	s.Nodes += o.Nodes
	s.New += o.New
	s.Changed += o.Changed
	s.Gone += o.Gone
	s.Events += o.Events
}

// Write stores a batch of readings and everything that follows from them. When it returns without an
// error all of it is durable; a batch that is written again changes nothing.
func (x *Indexer) Write(ctx context.Context, batch []claim.Extraction) (Summary, error) {
	return x.WriteItems(ctx, PrepareAll(batch))
}

// WriteItems is Write for readings that PrepareAll has prepared, so that one batch can be prepared while
// another one is written.
func (x *Indexer) WriteItems(ctx context.Context, items []Item) (Summary, error) {
	sum := Summary{Articles: len(items)}
	for i := range items {
		sum.Evidence += len(items[i].Rows)
	}
	fresh, err := x.store.Add(ctx, items)
	if err != nil {
		return sum, fmt.Errorf("store %d readings: %w", len(items), err)
	}
	done, err := x.Update(ctx, fresh)
	sum.add(done)
	return sum, err
}

// PrepareAll prepares a batch on all processors.
func PrepareAll(batch []claim.Extraction) []Item {
	items := make([]Item, len(batch))
	onAll(len(batch), func(i int) { items[i] = Prepare(batch[i]) })
	return items
}

// Update computes the claims of the nodes named anew. It takes as many at a time as have rows that memory
// holds well: a key that has become too common names hundreds of nodes, each with all that belongs to it.
func (x *Indexer) Update(ctx context.Context, fresh []string) (Summary, error) {
	sum := Summary{Nodes: len(fresh)}
	done := map[string]bool{}
	for len(fresh) > 0 {
		n := min(len(fresh), int(x.portion.Load()))
		part := choose(fresh[:n], func(id string) bool { return !done[id] })
		if fresh = fresh[n:]; len(part) == 0 {
			continue
		}
		v, one, err := x.update(ctx, part)
		sum.add(one)
		if err != nil {
			return sum, err
		}
		for i := range v.Nodes {
			done[v.Nodes[i].ID] = true
		}
		x.portion.Store(int64(min(max(len(part)*portionRows/max(len(v.Rows), 1), leastPortion), mostPortion)))
	}
	return sum, nil
}

// The bounds of what Update takes at a time: the rows of its views, as far as the last view tells, and the
// nodes that it asks for.
const (
	portionRows  = 6_000
	firstPortion = 250
	leastPortion = 20
	mostPortion  = 2_000
)

// update computes the claims of some nodes, and answers what it read for it.
func (x *Indexer) update(ctx context.Context, fresh []string) (View, Summary, error) {
	for range maxAttempts {
		v, err := x.store.Component(ctx, fresh, newJoined())
		if err != nil {
			return v, Summary{}, fmt.Errorf("read what belongs to %d nodes: %w", len(fresh), err)
		}
		c := compute(&v, &x.opts)
		err = x.store.Commit(ctx, v, c.Change)
		if err == nil {
			return v, Summary{New: c.fresh, Changed: len(c.Put) - c.fresh, Gone: len(c.Delete), Events: len(c.Events)}, nil
		}
		if !errors.Is(err, ErrStale) {
			return v, Summary{}, fmt.Errorf("commit %d claims: %w", len(c.Put), err)
		}
	}
	return View{}, Summary{}, fmt.Errorf("commit claims of %d nodes, tried %d times: %w", len(fresh), maxAttempts, ErrStale)
}

// computed is a Change with the number of claims in Put that were not stored before.
type computed struct {
	Change
	fresh int
}

// compute works out what the claims of a view are and what must be written for it.
func compute(v *View, opts *Options) computed {
	list := vertices(v)
	groups := Partition(list, edgesOf(list, nil), v.Decisions)
	stored := make(map[string]*claim.Claim, len(v.Claims))
	for i := range v.Claims {
		stored[v.Claims[i].ID] = &v.Claims[i]
	}
	out := computed{Change: Change{Held: map[string]string{}}}
	for i := range v.Rows {
		if r := &v.Rows[i]; r.Gone && r.Claim != "" {
			out.Held[r.ID] = ""
		}
	}
	wanted, past := map[string]bool{}, historiesOf(v.Claims)
	recorded, settled := records(list, groups, newSettled(v, stored))
	for _, id := range settled {
		wanted[id] = true
	}
	told, same := make([]*teller, len(recorded)), make([]bool, len(recorded))
	onAll(len(recorded), func(i int) {
		r := recorded[i]
		told[i] = tell(r, v.Told, opts)
		r.c.History = past.of(r.all, told[i].history)
		old := stored[r.c.ID]
		same[i] = old != nil && sameRecord(old, &r.c)
	})
	for i, r := range recorded {
		wanted[r.c.ID] = true
		out.Told = append(out.Told, told[i].notes...)
		out.Events = append(out.Events, told[i].events...)
		for _, s := range r.all {
			if s.Claim != r.c.ID {
				out.Held[s.ID] = r.c.ID
			}
		}
		if stored[r.c.ID] == nil {
			out.fresh++
		}
		if !same[i] {
			out.Put = append(out.Put, r.c)
		}
	}
	for id := range stored {
		if !wanted[id] {
			out.Delete = append(out.Delete, id)
		}
	}
	slices.Sort(out.Delete)
	return out
}

// records makes the records of all groups but those that are settled, whose claims it names; a group of denials that
// denies another group is part of it.
func records(list []Vertex, groups []Group, known *settled) (out []*recorder, same []string) {
	denied := attach(list, groups)
	denials := map[int][]*Vertex{}
	for g, target := range denied {
		denials[target] = append(denials[target], members(list, groups[g])...)
	}
	for g := range groups {
		if _, attached := denied[g]; attached {
			continue
		}
		r := &recorder{pages: known.v.Pages, group: members(list, groups[g]), denials: denials[g]}
		if id := known.claim(r); id != "" {
			same = append(same, id)
		} else {
			out = append(out, r)
		}
	}
	onAll(len(out), func(i int) { out[i].run() })
	slices.SortFunc(out, func(a, b *recorder) int { return strings.Compare(a.c.ID, b.c.ID) })
	return out, same
}

func members(list []Vertex, g Group) []*Vertex {
	var out []*Vertex
	for _, i := range g {
		out = append(out, &list[i])
	}
	return out
}

// sameRecord compares two records as they are written.
func sameRecord(a, b *claim.Claim) bool {
	if a.Articles != b.Articles || len(a.Evidence) != len(b.Evidence) || len(a.History) != len(b.History) {
		return false
	}
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && bytes.Equal(x, y)
}
