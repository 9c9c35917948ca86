package sqlite

import (
	"fmt"
	"slices"
	"testing"

	"github.com/claimwire/claimwire/indexer"
	"github.com/claimwire/claimwire/indexer/storetest"
	"github.com/claimwire/claimwire/internal/claim"
)

func eventsOf(ids ...string) []claim.Event {
	var out []claim.Event
	for _, id := range ids {
		out = append(out, claim.Event{ID: id})
	}
	return out
}

func TestWaiting(t *testing.T) {
	for _, c := range []struct {
		name  string
		steps []outgoing
		want  []string // nil: not known
	}{
		{"nothing", nil, []string{}},
		{"in order", []outgoing{{sent: eventsOf("a", "b")}, {sent: eventsOf("c")}}, []string{"a", "b", "c"}},
		{"taken", []outgoing{{sent: eventsOf("a", "b", "c")}, {taken: []string{"a", "b"}}, {sent: eventsOf("d")}}, []string{"c", "d"}},
		{"all taken", []outgoing{{sent: eventsOf("a")}, {taken: []string{"a"}}}, []string{}},
		{"taken out of order", []outgoing{{sent: eventsOf("a", "b")}, {taken: []string{"b"}}}, nil},
		{"taken what is not there", []outgoing{{sent: eventsOf("a")}, {taken: []string{"a", "b"}}}, nil},
		{"unlike the table", []outgoing{{sent: eventsOf("a", "b"), other: true}}, nil},
		{"another process wrote", []outgoing{{sent: eventsOf("a")}, {other: true}, {sent: eventsOf("b")}}, nil},
		{"too many", []outgoing{{sent: make([]claim.Event, maxWaiting)}, {sent: eventsOf("a")}}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			var o waiting
			o.empty(0)
			for _, s := range c.steps {
				o.apply(s)
			}
			events, known, _ := o.oldest(10)
			got := []string{}
			for i := range events {
				got = append(got, events[i].ID)
			}
			if known != (c.want != nil) || known && !slices.Equal(got, c.want) {
				t.Fatalf("known %v, %q; want %q", known, got, c.want)
			}
		})
	}
}

func TestWaitingFoundEmptyTooLate(t *testing.T) {
	var o waiting
	_, _, change := o.oldest(10)
	o.apply(outgoing{sent: eventsOf("a")}) // committed after the table was read
	o.empty(change)
	if events, known, _ := o.oldest(10); known {
		t.Fatalf("known as %v, though an event came in between", events)
	}
}

func TestPendingOfMemoryIsThatOfFile(t *testing.T) {
	s := openAt(t, t.TempDir()+"/index.db")
	pending := func() []string {
		t.Helper()
		events, err := s.Pending(t.Context(), 1000)
		if err != nil {
			t.Fatal(err)
		}
		ids := []string{}
		for i := range events {
			ids = append(ids, events[i].ID)
		}
		return ids
	}
	if got := pending(); len(got) != 0 {
		t.Fatalf("a new index has events %q", got)
	}
	for round := range 3 {
		var items []indexer.Item
		for i := range 3 {
			victim := fmt.Sprintf("Bank %d of round %d", i, round)
			items = append(items, storetest.Doc{Key: fmt.Sprintf("https://outlet.example/%d/%d", round, i), Published: storetest.Day,
				Publisher: "Outlet", Text: victim + " was robbed.", Says: []storetest.Says{{Sentence: victim + " was robbed.", Victim: victim}}}.Item())
		}
		storetest.Index(t, s, items)
		inMemory := pending()
		if _, known, _ := s.waiting.oldest(1); !known || len(inMemory) == 0 {
			t.Fatalf("round %d: memory knows %v of %d events", round, known, len(inMemory))
		}
		s.waiting.forget()
		if inFile := pending(); !slices.Equal(inMemory, inFile) {
			t.Fatalf("round %d: memory has %q, the file %q", round, inMemory, inFile)
		}
		if err := s.Published(t.Context(), inMemory); err != nil {
			t.Fatal(err)
		}
		if got := pending(); len(got) != 0 {
			t.Fatalf("round %d: published events wait: %q", round, got)
		}
	}
}
