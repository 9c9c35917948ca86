package sqlite

import (
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/claimwire/claimwire/indexer"
	"github.com/claimwire/claimwire/indexer/storetest"
	"github.com/claimwire/claimwire/indexer/synth"
	"github.com/claimwire/claimwire/internal/claim"
)

// TestMemoryIsTheFile indexes coverage with edits, replays and decisions into a store that remembers all it
// may, one that remembers next to nothing, and one that forgets everything before each step: what they keep
// must be the same to the letter.
func TestMemoryIsTheFile(t *testing.T) {
	var stores []*Store
	var editors []*indexer.Editor
	for range 3 {
		s := open(t)
		stores = append(stores, s)
		editors = append(editors, indexer.NewEditor(s, indexer.Options{Now: func() time.Time { return storetest.Day }}))
	}
	tiny := func(m *memory) {
		m.nodes.limit, m.rows.limit, m.pages.limit, m.claims.limit, m.members.limit = 4, 12, 4, 4, 8
	}
	tiny(&stores[1].memory)
	r := rand.New(rand.NewPCG(5, 9))
	list := synth.Coverage(synth.Options{Seed: 5, Claims: 60})
	for from := 0; from < len(list); from += 20 {
		var batch []claim.Extraction
		for _, it := range list[from:min(from+20, len(list))] {
			batch = append(batch, it.Extraction)
			if r.IntN(4) == 0 { // a replay, that finds less now and then
				again := it.Extraction
				again.Article.Generation = int64(from + 1)
				if n := len(again.Reading.Assertions); n > 0 && r.IntN(2) == 0 {
					again.Reading.Assertions = again.Reading.Assertions[:n-1]
				}
				batch = append(batch, again)
			}
		}
		for i, s := range stores {
			if i == 2 {
				if err := s.remember(t.Context(), s.w); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := editors[i].Write(t.Context(), batch); err != nil {
				t.Fatal(err)
			}
		}
		want := everything(t, stores[2])
		for i, name := range []string{"all", "little"} {
			if got := everything(t, stores[i]); got != want {
				t.Fatalf("after %d readings, with %s in memory:\n%s\nwant\n%s", from+20, name, difference(got, want), difference(want, got))
			}
		}
		splitOne(t, editors, want, r)
	}
	for _, s := range stores {
		sound(t, s)
	}
}

// splitOne takes the last piece of evidence out of some claim, in every store.
func splitOne(t *testing.T, editors []*indexer.Editor, all string, r *rand.Rand) {
	t.Helper()
	lines := strings.Split(all, "\n")
	for range 20 {
		var c claim.Claim
		if err := json.Unmarshal([]byte(lines[r.IntN(len(lines))]), &c); err != nil || len(c.Evidence) < 2 || c.Denials > 0 {
			continue
		}
		for _, e := range editors {
			if _, err := e.Split(t.Context(), c.ID, []string{c.Evidence[len(c.Evidence)-1].ID}, indexer.Reason{}); err != nil {
				t.Fatal(err)
			}
		}
		return
	}
}

// everything is every claim as it is printed, then every event.
func everything(t *testing.T, s *Store) string {
	t.Helper()
	var lines []string
	add := func(v any) {
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, string(b))
	}
	err := s.Each(t.Context(), nil, func(c claim.Claim) error {
		add(c)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	events, err := s.Pending(t.Context(), 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	for i := range events {
		add(events[i])
	}
	return strings.Join(lines, "\n")
}

// difference is the first lines of a that b does not have.
func difference(a, b string) string {
	var lines []string
	for line := range strings.SplitSeq(a, "\n") {
		if !strings.Contains(b, line) && len(lines) < 3 {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}
