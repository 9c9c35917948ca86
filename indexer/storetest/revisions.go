package storetest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/claimwire/claimwire/indexer"
	"github.com/claimwire/claimwire/internal/claim"
)

const (
	saidA = "The mint lost nine crates of silver."
	saidB = "Guards at the mint saw two vans."
	saidC = "The mint denies a loss."
)

// state is one state of the mint's article.
func state(hour int, generation int64, sentences ...string) indexer.Item {
	d := Doc{Key: "https://courier.example/mint", Publisher: "Daily Courier", Published: Day, Fetched: Day.Add(time.Duration(hour) * time.Hour),
		Generation: generation}
	for _, s := range sentences {
		d.Says = append(d.Says, Says{Sentence: s, Frame: s, Keys: []uint64{uint64(len(s))}})
	}
	return d.Item()
}

// reread is the same text as of another state, of which fewer sentences were understood.
func reread(of indexer.Item, generation int64, keep ...string) indexer.Item {
	of.Page.Generation, of.Extraction.Article.Generation = generation, generation
	var rows []indexer.Row
	var keys [][]uint64
	for i, r := range of.Rows {
		if slices.Contains(keep, r.Text) {
			r.Generation = generation
			rows, keys = append(rows, r), append(keys, of.Keys[i])
		}
	}
	of.Rows, of.Keys = rows, keys
	return of
}

// inAllOrders indexes items one by one in every order, and wants the same sentences each time.
func inAllOrders(t *testing.T, open func(testing.TB) Full, items []indexer.Item, want string) {
	t.Helper()
	for _, order := range orders(len(items)) {
		s := open(t)
		for _, i := range order {
			Index(t, s, items[i:i+1])
		}
		if got := sentences(t, s); got != want {
			t.Errorf("order %v: %s, want %s", order, got, want)
		}
		before := Describe(t, s)
		for _, i := range order {
			Index(t, s, items[i:i+1])
		}
		if got := Describe(t, s); got != before {
			t.Errorf("order %v, everything again:\n%s\nbefore\n%s", order, got, before)
		}
	}
}

func orders(n int) [][]int {
	if n == 0 {
		return [][]int{nil}
	}
	var all [][]int
	for _, o := range orders(n - 1) {
		for at := range n {
			all = append(all, slices.Insert(slices.Clone(o), at, n-1))
		}
	}
	return all
}

// sentences names A, B and C in the order of the alphabet, withdrawn ones in brackets.
func sentences(t *testing.T, s indexer.Reader) string {
	t.Helper()
	var found []string
	err := s.Each(t.Context(), nil, func(c claim.Claim) error {
		for _, e := range c.Evidence {
			name := map[string]string{saidA: "A", saidB: "B", saidC: "C"}[e.Text]
			if e.Withdrawn {
				name = "(" + name + ")"
			}
			found = append(found, name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(found, func(a, b string) int { return strings.Compare(strings.Trim(a, "()"), strings.Trim(b, "()")) })
	return strings.Join(found, " ")
}

func testRevisions(t *testing.T, open func(testing.TB) Full) {
	first, second, third := state(1, 0, saidA, saidB), state(2, 0, saidB, saidC), state(3, 0)
	backAgain := state(4, 0, saidA, saidB)
	tests := []struct {
		name  string
		items []indexer.Item
		want  string
	}{
		{"one", []indexer.Item{first}, "A B"},
		{"an edit", []indexer.Item{first, second}, "(A) B C"},
		{"two edits", []indexer.Item{first, second, third}, "(A) (B) (C)"},
		{"an edit that is taken back", []indexer.Item{first, second, backAgain}, "A B (C)"},
		{"all", []indexer.Item{first, second, third, backAgain}, "A B (C)"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { inAllOrders(t, open, test.items, test.want) })
	}
}

// testRevisionTie has two states of one moment: which of them counts is no matter of arrival.
func testRevisionTie(t *testing.T, open func(testing.TB) Full) {
	one, two := state(1, 0, saidA), state(1, 0, saidB)
	want := "A (B)"
	if two.Page.Revision > one.Page.Revision {
		want = "(A) B"
	}
	inAllOrders(t, open, []indexer.Item{one, two}, want)
}

func testGenerations(t *testing.T, open func(testing.TB) Full) {
	first, second := state(1, 0, saidA, saidB, saidC), state(2, 0, saidB, saidC)
	tests := []struct {
		name  string
		items []indexer.Item
		want  string
	}{
		{"a reading that finds less", []indexer.Item{first, reread(first, 5, saidB)}, "B"},
		{"one that finds nothing", []indexer.Item{first, reread(first, 5)}, ""},
		{"one that finds more again", []indexer.Item{first, reread(first, 5, saidB), reread(first, 6, saidA, saidB)}, "A B"},
		{"after an edit", []indexer.Item{first, second, reread(second, 5, saidC)}, "(A) C"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { inAllOrders(t, open, test.items, test.want) })
	}
	t.Run("claims that lost all evidence", func(t *testing.T) {
		s := open(t)
		Index(t, s, []indexer.Item{first, reread(first, 5)})
		if _, err := s.Get(t.Context(), first.Rows[0].ID); !errors.Is(err, indexer.ErrNotFound) {
			t.Errorf("get evidence that is gone: %v", err)
		}
	})
}

// testFrameChange has a newer reading understand one sentence otherwise: its evidence keeps its id and
// moves to another node, and what was told on it stays.
func testFrameChange(t *testing.T, open func(testing.TB) Full) {
	old := Doc{Key: "https://courier.example/ship", Publisher: "Daily Courier", Published: Day,
		Says: []Says{{Sentence: "Pirates took the ferry.", Frame: "ferry", Keys: []uint64{1, 2}}}}
	mate := Doc{Key: "https://gazette.example/ship", Publisher: "Gazette", Published: Day.Add(time.Hour),
		Says: []Says{{Sentence: "The ferry was taken.", Frame: "taken", Keys: []uint64{1}}}}
	fresh := old
	fresh.Generation, fresh.Says = 3, []Says{{Sentence: "Pirates took the ferry.", Frame: "pirates", Keys: []uint64{2, 3}}}
	for _, order := range [][]Doc{{old, mate, fresh}, {fresh, mate, old}, {mate, old, fresh}} {
		s := open(t)
		for _, d := range order {
			Index(t, s, []indexer.Item{d.Item()})
		}
		if got := strings.Count(Describe(t, s), "c-"); got != 2 {
			t.Errorf("%d claims, want the two that no longer share a key:\n%s", got, Describe(t, s))
		}
		id := old.Item().Rows[0].ID
		c := must[claim.Claim](t)(s.Get(t.Context(), id))
		if len(c.Evidence) != 1 || c.Evidence[0].ID != id {
			t.Errorf("the evidence's claim is %s", encode(t, c))
		}
		v := must[indexer.View](t)(s.Component(t.Context(), []string{old.Item().Nodes[0].ID, fresh.Item().Nodes[0].ID}, joined))
		if len(v.Nodes) != 1 || len(v.Rows) != 1 || v.Rows[0].Node != fresh.Item().Nodes[0].ID {
			t.Errorf("the view has %d nodes and rows %s", len(v.Nodes), encode(t, v.Rows))
		}
	}
}

func testDecisions(t *testing.T, open func(testing.TB) Full) {
	s, ctx := open(t), t.Context()
	batch := robbery()
	Index(t, s, batch)
	whole := Describe(t, s)
	ids := []string{batch[0].Rows[0].ID, batch[1].Rows[0].ID, batch[2].Rows[0].ID}
	d := indexer.Decision{ID: "d1", Type: "split", Left: ids[:1], Right: ids[1:2], By: "ann", At: Day, Reason: "two raids"}
	decide(t, s, d, 1)
	if n := strings.Count(Describe(t, s), "c-"); n != 3 {
		t.Errorf("after a split there are %d claims:\n%s", n, Describe(t, s))
	}
	v := must[indexer.View](t)(s.Component(ctx, []string{batch[0].Nodes[0].ID}, joined))
	if len(v.Decisions) != 1 || encode(t, v.Decisions[0]) != encode(t, d) {
		t.Errorf("the view's decisions are %s", encode(t, v.Decisions))
	}
	Index(t, s, batch)
	d.UndoneAt = Day.Add(time.Hour)
	decide(t, s, d, 1)
	if got := Describe(t, s); got != whole {
		t.Errorf("undone:\n%s\nwant\n%s", got, whole)
	}
	if v = must[indexer.View](t)(s.Component(ctx, []string{batch[0].Nodes[0].ID}, joined)); len(v.Decisions) != 0 {
		t.Errorf("an undone decision is in the view: %s", encode(t, v.Decisions))
	}
	far := Articles(0, 1)
	Index(t, s, far)
	merge := indexer.Decision{ID: "d0", Type: "merge", Left: []string{far[0].Rows[0].ID}, Right: []string{ids[2]}, At: Day.Add(2 * time.Hour)}
	decide(t, s, merge, 2)
	c := must[claim.Claim](t)(s.Get(ctx, ids[2]))
	if !slices.ContainsFunc(c.Evidence, func(e claim.Evidence) bool { return e.ID == far[0].Rows[0].ID }) {
		t.Errorf("merged: %s", encode(t, c))
	}
	list := must[[]indexer.Decision](t)(s.Decisions(ctx))
	if encode(t, list) != encode(t, []indexer.Decision{d, merge}) {
		t.Errorf("all decisions: %s", encode(t, list))
	}
}

// decide stores a decision, twice, wants it to name some nodes, and computes them.
func decide(t *testing.T, s Full, d indexer.Decision, nodes int) {
	t.Helper()
	for range 2 {
		fresh := must[[]string](t)(s.Decide(t.Context(), d))
		if len(fresh) != nodes {
			t.Errorf("decision %s names %d nodes, want %d", d.ID, len(fresh), nodes)
		}
		if err := Compute(t.Context(), s, fresh); err != nil {
			t.Fatal(err)
		}
	}
}

// testEarlyDecision decides over evidence that comes later, as after a rebuild.
func testEarlyDecision(t *testing.T, open func(testing.TB) Full) {
	s, late := open(t), open(t)
	batch := robbery()
	d := indexer.Decision{ID: "d", Type: "split", Left: []string{batch[0].Rows[0].ID}, Right: []string{batch[2].Rows[0].ID}, At: Day}
	decide(t, s, d, 0)
	Index(t, s, batch)
	Index(t, late, batch)
	decide(t, late, d, 2)
	if got, want := Describe(t, s), Describe(t, late); got != want {
		t.Errorf("decided first:\n%s\ndecided last\n%s", got, want)
	}
}

func testArchive(t *testing.T, open func(testing.TB) Full) {
	s := open(t)
	Index(t, s, append(Articles(0, 130), state(1, 0, saidA), state(2, 0, saidB)))
	nothing := Doc{ID: "note", Text: "Ein Text in einer Sprache ohne Regeln.", Fetched: Day.Add(-time.Hour)}.Item()
	Index(t, s, []indexer.Item{nothing})
	list := func(since time.Time) map[string]claim.Article {
		found := map[string]claim.Article{}
		err := s.Articles(t.Context(), since, func(a claim.Article) error {
			if _, twice := found[a.Key()]; twice {
				t.Errorf("article %s comes twice", a.Key())
			}
			found[a.Key()] = a
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	all := list(time.Time{})
	if len(all) != 132 {
		t.Errorf("%d articles, want 132", len(all))
	}
	if a := all["https://courier.example/mint"]; a.Text != saidB {
		t.Errorf("of the edited article there is %q", a.Text)
	}
	if a, want := all["id:note"], nothing.Extraction.Article; encode(t, a) != encode(t, want) {
		t.Errorf("article %s, want %s", encode(t, a), encode(t, want))
	}
	if n := len(list(Day.Add(100 * time.Minute))); n != 30 {
		t.Errorf("%d articles since the hundredth minute, want 30", n)
	}
}

func testOutbox(t *testing.T, open func(testing.TB) Full) {
	s, ctx := open(t), t.Context()
	Index(t, s, Articles(0, 7))
	all := must[[]claim.Event](t)(s.Pending(ctx, 100))
	if len(all) != 7 {
		t.Fatalf("%d events wait, want 7", len(all))
	}
	first := must[[]claim.Event](t)(s.Pending(ctx, 3))
	if encode(t, first) != encode(t, all[:3]) {
		t.Errorf("the first three are %s", encode(t, first))
	}
	if e := all[0]; e.Claim.ID == "" || e.Evidence.Text == "" || e.ID != claim.EventID(e.Type, e.Value, e.Evidence.ID) {
		t.Errorf("event %s", encode(t, e))
	}
	for range 2 {
		if err := s.Published(ctx, []string{first[0].ID, first[2].ID, "unknown"}); err != nil {
			t.Fatal(err)
		}
	}
	rest := must[[]claim.Event](t)(s.Pending(ctx, 100))
	if encode(t, rest) != encode(t, append([]claim.Event{all[1]}, all[3:]...)) {
		t.Errorf("after two were published: %s", encode(t, rest))
	}
	Index(t, s, Articles(0, 8))
	if n := len(eventIDs(t, s)); n != 6 {
		t.Errorf("one more claim makes %d events wait, want 6", n)
	}
}

func testTold(t *testing.T, open func(testing.TB) Full) {
	s, ctx := open(t), t.Context()
	batch := robbery()
	Index(t, s, batch[:1])
	v := must[indexer.View](t)(s.Component(ctx, []string{batch[0].Nodes[0].ID}, joined))
	id := batch[0].Rows[0].ID
	if want := fmt.Sprint([]indexer.Told{{Evidence: id, Type: claim.EventNew}}); fmt.Sprint(v.Told[id]) != want {
		t.Errorf("told %v, want %v", v.Told[id], want)
	}
	c := indexer.Change{Told: []indexer.Told{{Evidence: id, Type: claim.EventOrigin, Value: "ünited"}, {Evidence: id, Type: claim.EventNew}}}
	for range 2 {
		if err := s.Commit(ctx, v, c); err != nil {
			t.Fatal(err)
		}
		v = must[indexer.View](t)(s.Component(ctx, []string{batch[0].Nodes[0].ID}, joined))
	}
	if len(v.Told[id]) != 2 {
		t.Errorf("told %v", v.Told[id])
	}
	Index(t, s, batch[1:])
	if n := len(eventIDs(t, s)); n != 1 {
		t.Errorf("echoes made %d events", n)
	}
}
