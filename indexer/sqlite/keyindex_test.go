package sqlite

import (
	"context"
	"errors"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/claimwire/claimwire/indexer"
	"github.com/claimwire/claimwire/indexer/storetest"
)

// TestKeyIndex does random transactions, some of which fail, reads the log anew now and then, and wants
// what a plain set of entries says.
func TestKeyIndex(t *testing.T) {
	for _, limit := range []int{1, 7, 60, 1000} {
		s := open(t)
		s.keys.limit = limit
		r := rand.New(rand.NewPCG(uint64(limit), 3))
		want := map[entry]bool{}
		for range 400 {
			added, removed := randomEntries(r, want)
			failing := r.IntN(6) == 0
			broken := errors.New("broken")
			err := s.write(t.Context(), "test", func(ctx context.Context) error {
				s.keys.added, s.keys.removed = slices.Clone(added), removed
				if err := s.keys.write(ctx, s.w); err != nil || !failing {
					return err
				}
				return broken
			})
			if failing != errors.Is(err, broken) || !failing && err != nil {
				t.Fatal(err)
			}
			if !failing {
				for _, e := range removed {
					delete(want, e)
				}
				for _, e := range added {
					want[e] = true
				}
			}
			if r.IntN(20) == 0 {
				if err := s.remember(t.Context(), s.w); err != nil {
					t.Fatal(err)
				}
			}
			compareIndex(t, s, want)
		}
		var left int
		if _, err := s.w.one(t.Context(), "SELECT count(*) FROM recent", nil, &left); err != nil || limit < 60 && left > 250 {
			t.Errorf("limit %d: %d transactions are still in the log: %v", limit, left, err)
		}
	}
}

func randomEntries(r *rand.Rand, have map[entry]bool) (added, removed []entry) {
	for range r.IntN(12) {
		added = append(added, entry{int64(r.IntN(60)) - 30, int64(r.IntN(9))})
	}
	known := slices.SortedFunc(maps.Keys(have), compareEntries)
	for range r.IntN(3) {
		if len(known) == 0 {
			break
		}
		e := known[r.IntN(len(known))]
		if !slices.Contains(added, e) && !slices.Contains(removed, e) {
			removed = append(removed, e)
		}
	}
	return added, removed
}

func compareIndex(t *testing.T, s *Store, want map[entry]bool) {
	t.Helper()
	var hashes []int64
	for h := int64(-31); h < 31; h++ {
		hashes = append(hashes, h)
	}
	got := map[entry]bool{}
	if err := s.keys.find(t.Context(), s.w, hashes, func(e entry) { got[e] = true }); err != nil {
		t.Fatal(err)
	}
	if !maps.Equal(got, want) {
		t.Fatalf("the index has %d entries, want %d", len(got), len(want))
	}
}

// TestSmallKeyIndex runs what depends on keys with a sweep that is always at work.
func TestSmallKeyIndex(t *testing.T) {
	s, calm := open(t), open(t)
	s.keys.limit = 20
	for n := range 30 {
		storetest.Index(t, s, killBatch(n))
		storetest.Index(t, calm, killBatch(n))
	}
	if got, want := storetest.Describe(t, s), storetest.Describe(t, calm); got != want {
		t.Errorf("with a sweep:\n%s\nwithout:\n%s", got, want)
	}
	var swept, logged int
	if _, err := s.w.one(t.Context(), "SELECT (SELECT count(*) FROM key), (SELECT count(*) FROM recent)", nil, &swept, &logged); err != nil || swept < 200 {
		t.Errorf("%d entries in the tree, %d transactions in the log: %v", swept, logged, err)
	}
	sound(t, s)
	if _, err := s.Component(t.Context(), []string{"unknown"}, func(_, _ *indexer.Node) bool { return true }); err != nil {
		t.Error(err)
	}
}
