package indexer

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/claimwire/claimwire/indexer/synth"
	"github.com/claimwire/claimwire/internal/claim"
)

// same prints claims as "the same claims" means it: every field but history.
func same(t interface{ Fatal(...any) }, list []claim.Claim) string {
	for i := range list {
		list[i].History = nil
	}
	b, err := json.Marshal(list)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func extractions(items []synth.Item) []claim.Extraction {
	var out []claim.Extraction
	for _, it := range items {
		out = append(out, it.Extraction)
	}
	return out
}

// TestOrderDoesNotMatter: the same readings in any order, in batches of any size, delivered any number
// of times, with commits that come too late in between, give the same claims and announce each once.
func TestOrderDoesNotMatter(t *testing.T) {
	base := extractions(synth.Coverage(synth.Options{Seed: 11, Claims: 60, Mistakes: 0.1}))
	first := newMemStore()
	if _, err := New(first, Options{}).Write(context.Background(), base); err != nil {
		t.Fatal(err)
	}
	want := same(t, first.all())
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.Permutation(append(slices.Clone(base), repeats(t, base)...)).Draw(t, "order")
		m := newMemStore()
		x := New(m, Options{})
		for len(list) > 0 {
			n := min(rapid.IntRange(1, 40).Draw(t, "batch"), len(list))
			if rapid.IntRange(0, 5).Draw(t, "stale") == 0 {
				m.failNext = ErrStale
			}
			x.portion.Store(rapid.Int64Range(1, 300).Draw(t, "portion"))
			if _, err := x.Write(context.Background(), list[:n]); err != nil {
				t.Fatal(err)
			}
			list = list[n:]
		}
		if got := same(t, m.all()); got != want {
			t.Fatal("the claims differ from those of the first order")
		}
		onceEach(t, m)
	})
}

// repeats are readings that are delivered again.
func repeats(t *rapid.T, base []claim.Extraction) []claim.Extraction {
	var out []claim.Extraction
	for range rapid.IntRange(0, 20).Draw(t, "repeats") {
		out = append(out, base[rapid.IntRange(0, len(base)-1).Draw(t, "repeat")])
	}
	return out
}

func onceEach(t interface{ Fatalf(string, ...any) }, m *memStore) {
	seen := map[string]bool{}
	for _, e := range m.outbox {
		if seen[e.ID] {
			t.Fatalf("event %s %s %q is announced twice", e.ID, e.Type, e.Value)
		}
		seen[e.ID] = true
	}
}

// TestAStopLosesNothing: a process that dies between Add and Commit leaves what the next call makes good.
func TestAStopLosesNothing(t *testing.T) {
	base := extractions(synth.Coverage(synth.Options{Seed: 12, Claims: 40}))
	whole := newMemStore()
	if _, err := New(whole, Options{}).Write(context.Background(), base); err != nil {
		t.Fatal(err)
	}
	m := newMemStore()
	x := New(m, Options{})
	away := errors.New("the disk is full")
	for _, e := range base {
		m.failNext = away
		if _, err := x.Write(context.Background(), []claim.Extraction{e}); !errors.Is(err, away) {
			t.Fatalf("the write did not fail: %v", err)
		}
	}
	if _, err := x.Write(context.Background(), base[:1]); err != nil {
		t.Fatal(err)
	}
	if same(t, m.all()) != same(t, whole.all()) {
		t.Error("the claims differ from those of an undisturbed run")
	}
}

// TestStaleForEver: a store that never takes a change is given up, with its own error.
func TestStaleForEver(t *testing.T) {
	x := New(alwaysStale{newMemStore()}, Options{})
	_, err := x.Write(context.Background(), extractions(synth.Coverage(synth.Options{Seed: 1, Claims: 1})))
	if !errors.Is(err, ErrStale) {
		t.Errorf("error is %v, want ErrStale", err)
	}
}

type alwaysStale struct{ *memStore }

func (alwaysStale) Commit(context.Context, View, Change) error { return ErrStale }

// TestPartitionIsPure: vertices and edges in any order give the same groups.
func TestPartitionIsPure(t *testing.T) {
	var all Item
	for _, e := range extractions(synth.Coverage(synth.Options{Seed: 13, Claims: 50, Mistakes: 0.2})) {
		it := Prepare(e)
		all.Rows, all.Keys = append(all.Rows, it.Rows...), append(all.Keys, it.Keys...)
		for _, n := range it.Nodes {
			if !slices.ContainsFunc(all.Nodes, func(o Node) bool { return o.ID == n.ID }) {
				all.Nodes = append(all.Nodes, n)
			}
		}
	}
	rows, nodes := all.Rows, keyed(all)
	groups := func(rows []Row, nodes []Node) string {
		v := View{Rows: rows, Nodes: nodes}
		list := vertices(&v)
		var ids [][]string
		for _, g := range Partition(list, edgesOf(list, nil), nil) {
			var one []string
			for _, i := range g {
				one = append(one, list[i].ID)
			}
			ids = append(ids, one)
		}
		b, err := json.Marshal(ids)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	want := groups(rows, nodes)
	rapid.Check(t, func(t *rapid.T) {
		if groups(rapid.Permutation(rows).Draw(t, "rows"), rapid.Permutation(nodes).Draw(t, "nodes")) != want {
			t.Fatal("the groups differ")
		}
	})
}

// keyed are an item's nodes with their keys, as a store gives them.
func keyed(it Item) []Node {
	keys := map[string][]uint64{}
	for i, r := range it.Rows {
		keys[r.Node] = append(keys[r.Node], it.Keys[i]...)
	}
	var out []Node
	for _, n := range it.Nodes {
		slices.Sort(keys[n.ID])
		n.Keys = slices.Compact(keys[n.ID])
		out = append(out, n)
	}
	return out
}

// TestALargeComponentDropsItsWeakestEdges: more nodes than a component may have, joined by one sum, and
// half of them by their victim as well.
func TestALargeComponentDropsItsWeakestEdges(t *testing.T) {
	var list []Vertex
	var edges []Edge
	strong, weak := &binding{class: byVictim}, &binding{class: byAmount}
	for i := range maxComponent + 10 {
		list = append(list, Vertex{ID: string(rune('a'+i/1000)) + time.Duration(i).String(), feature: &feature{frame: &claim.Frame{}}, evidence: map[string]bool{}})
		if i > 0 {
			why := weak
			if i%2 == 1 {
				why = strong
			}
			edges = append(edges, newEdge(list, i-1, i, why))
		}
	}
	for _, g := range Partition(list, edges, nil) {
		if len(g) != 2 {
			t.Fatalf("a group of %d: the weak edges were to be dropped, the strong ones kept", len(g))
		}
	}
	if got := len(Partition(list[:100], edges[:99], nil)); got != 1 {
		t.Errorf("%d groups, want 1: a small component keeps all edges", got)
	}
}
