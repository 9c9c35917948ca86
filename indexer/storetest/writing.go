package storetest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/claimwire/claimwire/indexer"
	"github.com/claimwire/claimwire/internal/claim"
)

func testEmpty(t *testing.T, open func(testing.TB) Full) {
	s, ctx := open(t), t.Context()
	if fresh := must[[]string](t)(s.Add(ctx, nil)); len(fresh) != 0 {
		t.Errorf("an empty batch named %v", fresh)
	}
	v := must[indexer.View](t)(s.Component(ctx, nil, joined))
	if len(v.Nodes)+len(v.Rows)+len(v.Claims) != 0 {
		t.Errorf("the component of nothing is %+v", v)
	}
	if err := s.Commit(ctx, v, indexer.Change{}); err != nil {
		t.Errorf("an empty change: %v", err)
	}
	if v = must[indexer.View](t)(s.Component(ctx, []string{"no such node"}, joined)); len(v.Nodes) != 0 {
		t.Errorf("the component of an unknown node is %+v", v)
	}
	if r := must[indexer.Result](t)(s.Search(ctx, indexer.Request{Facets: true})); r.Total != 0 || len(r.Claims) != 0 || r.Cursor != "" {
		t.Errorf("a search found %+v", r)
	}
	if e := must[[]claim.Event](t)(s.Pending(ctx, 10)); len(e) != 0 {
		t.Errorf("events wait: %+v", e)
	}
	if err := s.Published(ctx, nil); err != nil {
		t.Errorf("publishing nothing: %v", err)
	}
	if _, err := s.Get(ctx, "c-00000000000000000000"); !errors.Is(err, indexer.ErrNotFound) {
		t.Errorf("unknown claim: %v", err)
	}
}

func testTwice(t *testing.T, open func(testing.TB) Full) {
	s, ctx := open(t), t.Context()
	batch := append(Articles(0, 12), robbery()...)
	Index(t, s, batch)
	want, events := Describe(t, s), eventIDs(t, s)
	if len(events) != 13 {
		t.Errorf("%d events of 13 claims", len(events))
	}
	for range 2 {
		if fresh := must[[]string](t)(s.Add(ctx, batch)); len(fresh) != 0 {
			t.Errorf("a batch that is there already named %v", fresh)
		}
		Index(t, s, batch[3:9])
	}
	if got := Describe(t, s); got != want {
		t.Errorf("claims changed:\n%s\nwant\n%s", got, want)
	}
	if got := eventIDs(t, s); !slices.Equal(got, events) {
		t.Errorf("events changed: %v, want %v", got, events)
	}
	double := append(slices.Clone(batch), batch...)
	other := open(t)
	Index(t, other, double)
	if got := Describe(t, other); got != want {
		t.Errorf("a batch with everything twice gives\n%s\nwant\n%s", got, want)
	}
}

// robbery is one claim with evidence of three articles: two nodes that share a key.
func robbery() []indexer.Item {
	bank := Says{Sentence: "A gang took $4 million from Linden Savings.", Victim: "Linden Savings", Amount: 4e6, Keys: []uint64{9001, 9002}}
	copied := bank
	copied.Origin = "Interpol"
	copied.Document = "bulletin"
	other := Says{Sentence: "Linden Savings lost four million dollars.", Frame: "loss", Victim: "Linden Savings", Keys: []uint64{9002, 9003}}
	return []indexer.Item{
		Doc{Key: "https://courier.example/linden", Publisher: "Daily Courier", Published: Day, Says: []Says{bank}}.Item(),
		Doc{Key: "https://gazette.example/linden", Publisher: "Gazette", Published: Day.Add(time.Hour), Says: []Says{copied}}.Item(),
		Doc{Key: "https://tribune.example/linden", ID: "tribune-7", Publisher: "Tribune", Published: Day.Add(2 * time.Hour), Says: []Says{other}}.Item(),
	}
}

func eventIDs(t *testing.T, s indexer.Outbox) []string {
	t.Helper()
	var ids []string
	for _, e := range must[[]claim.Event](t)(s.Pending(t.Context(), 1000)) {
		ids = append(ids, e.ID)
	}
	slices.Sort(ids)
	return ids
}

func testReadAfterWrite(t *testing.T, open func(testing.TB) Full) {
	s, ctx := open(t), t.Context()
	batch := robbery()
	v := must[indexer.View](t)(s.Component(ctx, must[[]string](t)(s.Add(ctx, batch)), joined))
	if _, err := s.Get(ctx, batch[0].Rows[0].ID); !errors.Is(err, indexer.ErrNotFound) {
		t.Errorf("evidence that no claim holds yet: %v", err)
	}
	c := Partition(v)
	if err := s.Commit(ctx, v, c); err != nil {
		t.Fatal(err)
	}
	for _, it := range batch {
		for _, id := range []string{it.Rows[0].ID, claim.ClaimID(it.Rows[0].ID)} {
			got := must[claim.Claim](t)(s.Get(ctx, id))
			if a, b := encode(t, got), encode(t, c.Put[0]); a != b {
				t.Errorf("get %s:\n%s\nput:\n%s", id, a, b)
			}
		}
	}
	again := must[indexer.View](t)(s.Component(ctx, []string{batch[2].Nodes[0].ID}, joined))
	if len(again.Claims) != 1 || encode(t, again.Claims[0]) != encode(t, c.Put[0]) {
		t.Errorf("the view's claims are %s", encode(t, again.Claims))
	}
	for _, r := range again.Rows {
		if r.Claim != c.Put[0].ID {
			t.Errorf("row %s is held by %q", r.ID, r.Claim)
		}
		i := slices.IndexFunc(batch, func(it indexer.Item) bool { return it.Rows[0].ID == r.ID })
		want := batch[i].Rows[0]
		if want.Claim = r.Claim; encode(t, r) != encode(t, want) {
			t.Errorf("row\n%s\nwas added as\n%s", encode(t, r), encode(t, want))
		}
		if page := again.Pages[r.Article]; encode(t, page) != encode(t, batch[i].Page) {
			t.Errorf("page\n%s\nwas added as\n%s", encode(t, page), encode(t, batch[i].Page))
		}
	}
}

func encode(tb testing.TB, v any) string {
	tb.Helper()
	return string(must[[]byte](tb)(json.Marshal(v)))
}

func testStale(t *testing.T, open func(testing.TB) Full) {
	s, ctx := open(t), t.Context()
	fresh := must[[]string](t)(s.Add(ctx, robbery()))
	one := must[indexer.View](t)(s.Component(ctx, fresh, joined))
	two := must[indexer.View](t)(s.Component(ctx, fresh[:1], joined))
	if err := s.Commit(ctx, one, Partition(one)); err != nil {
		t.Fatal(err)
	}
	if err := s.Commit(ctx, two, Partition(two)); !errors.Is(err, indexer.ErrStale) {
		t.Fatalf("the second commit of one component: %v", err)
	}
	want := Describe(t, s)
	if err := Compute(ctx, s, fresh); err != nil {
		t.Fatal(err)
	}
	if got := Describe(t, s); got != want {
		t.Errorf("computed again:\n%s\nwant\n%s", got, want)
	}
	if n := len(eventIDs(t, s)); n != 1 {
		t.Errorf("%d events of one claim", n)
	}
}

// testStops ends the indexer after each of its calls, and delivers the batch again.
func testStops(t *testing.T, open func(testing.TB) Full) {
	first, second := append(Articles(0, 3), robbery()[:2]...), append(Articles(3, 3), robbery()[2:]...)
	edited := Doc{Key: "https://courier.example/linden", Publisher: "Daily Courier", Published: Day, Fetched: Day.Add(5 * time.Hour),
		Text: "The report has been taken back."}.Item()
	second = append(second, edited)
	calm := open(t)
	Index(t, calm, first)
	Index(t, calm, second)
	want, events := Describe(t, calm), eventIDs(t, calm)
	for stop := range 3 {
		t.Run(fmt.Sprintf("after call %d", stop+1), func(t *testing.T) {
			s := open(t)
			Index(t, s, first)
			partly(t, s, second, stop)
			Index(t, s, second)
			if got := Describe(t, s); got != want {
				t.Errorf("claims:\n%s\nwant\n%s", got, want)
			}
			if got := eventIDs(t, s); !slices.Equal(got, events) {
				t.Errorf("events %v, want %v", got, events)
			}
		})
	}
}

// partly indexes a batch and stops after some of the calls.
func partly(t *testing.T, s Full, batch []indexer.Item, stop int) {
	t.Helper()
	ctx := t.Context()
	fresh := must[[]string](t)(s.Add(ctx, batch))
	if stop == 0 {
		return
	}
	v := must[indexer.View](t)(s.Component(ctx, fresh, joined))
	if stop == 1 {
		return
	}
	if err := s.Commit(ctx, v, Partition(v)); err != nil {
		t.Fatal(err)
	}
}

func testComponent(t *testing.T, open func(testing.TB) Full) {
	s, ctx := open(t), t.Context()
	key := func(n string, keys ...uint64) indexer.Item {
		return Doc{Key: "https://courier.example/" + n, Publisher: "Daily Courier", Published: Day,
			Says: []Says{{Sentence: "Sentence of " + n + ".", Frame: n, Keys: keys}}}.Item()
	}
	batch := []indexer.Item{key("a", 1, 2), key("b", 2, 3), key("c", 3, 4), key("d", 5), key("e", 1<<63+6, 3)}
	Index(t, s, batch)
	id := func(i int) string { return batch[i].Nodes[0].ID }
	nodes := func(v indexer.View) []string {
		var ids []string
		for _, n := range v.Nodes {
			ids = append(ids, n.ID)
			if i := slices.IndexFunc(batch, func(it indexer.Item) bool { return it.Nodes[0].ID == n.ID }); !slices.Equal(n.Keys, batch[i].Keys[0]) &&
				!slices.Equal(n.Keys, sorted(batch[i].Keys[0])) {
				t.Errorf("node %s has keys %v, given %v", n.ID, n.Keys, batch[i].Keys[0])
			}
		}
		return sorted(ids)
	}
	all := must[indexer.View](t)(s.Component(ctx, []string{id(0)}, joined))
	if got, want := nodes(all), sorted([]string{id(0), id(1), id(2), id(4)}); !slices.Equal(got, want) {
		t.Errorf("by keys: %v, want %v", got, want)
	}
	alone := must[indexer.View](t)(s.Component(ctx, []string{id(3)}, joined))
	if got := nodes(alone); !slices.Equal(got, []string{id(3)}) || len(alone.Rows) != 1 || len(alone.Claims) != 1 {
		t.Errorf("alone: %+v", alone)
	}
	never := func(a, b *indexer.Node) bool { return false }
	byClaim := must[indexer.View](t)(s.Component(ctx, []string{id(2)}, never))
	if got, want := nodes(byClaim), nodes(all); !slices.Equal(got, want) {
		t.Errorf("nodes that one claim holds: %v, want %v", got, want)
	}
	other := open(t)
	fresh := must[[]string](t)(other.Add(ctx, batch))
	if len(fresh) != 5 {
		t.Errorf("5 new nodes, named: %v", fresh)
	}
	if got := nodes(must[indexer.View](t)(other.Component(ctx, []string{id(1)}, never))); !slices.Equal(got, []string{id(1)}) {
		t.Errorf("nodes that nothing joins: %v", got)
	}
}

func sorted[T interface{ ~string | ~uint64 }](list []T) []T {
	list = slices.Clone(list)
	slices.Sort(list)
	return list
}

// testStrangeText has bytes in every text that comes from outside.
func testStrangeText(t *testing.T, open func(testing.TB) Full) {
	s := open(t)
	var batch []indexer.Item
	for i, strange := range []string{"\x00", "a\x00b", "\\u0000", "'; --", `"`, "%", "🎈\u202e", "\ufffd", "[1]", "null", "\t\r\n", strings.Repeat("long ", 20_000)} {
		batch = append(batch, Doc{ID: strange, Text: fmt.Sprintf("%s said so %d", strange, i), Publisher: strange, Published: Day.Add(time.Duration(i) * time.Minute),
			Says: []Says{{Sentence: strange + " said so", Statement: strange, Victim: fmt.Sprintf("Bank %d", i), Origin: strange, Document: strange,
				Actor: claim.Party{Name: strange, ID: strange}, Keys: []uint64{uint64(i)}}}}.Item())
	}
	for range 2 {
		Index(t, s, batch)
	}
	for _, it := range batch {
		c := must[claim.Claim](t)(s.Get(t.Context(), it.Rows[0].ID))
		if c.Statement != it.Rows[0].Statement || len(c.Evidence) != 1 || c.Evidence[0].Text != it.Rows[0].Text {
			t.Errorf("%.20q came back as %.200q", it.Rows[0].Statement, encode(t, c))
		}
	}
	if n := len(collect(t, s, nil)); n != len(batch) {
		t.Errorf("%d claims, want %d", n, len(batch))
	}
}

// testFlags lets a record list less evidence than it holds, and some as a denial.
func testFlags(t *testing.T, open func(testing.TB) Full) {
	s, ctx := open(t), t.Context()
	batch := robbery()
	fresh := must[[]string](t)(s.Add(ctx, batch))
	v := must[indexer.View](t)(s.Component(ctx, fresh, joined))
	c := Partition(v)
	put := &c.Put[0]
	hidden := put.Evidence[1].ID
	put.Evidence = []claim.Evidence{put.Evidence[0], put.Evidence[2]}
	put.Evidence[1].Denial = true
	if err := s.Commit(ctx, v, c); err != nil {
		t.Fatal(err)
	}
	got := must[claim.Claim](t)(s.Get(ctx, hidden))
	if encode(t, got) != encode(t, *put) {
		t.Errorf("got\n%s\nput\n%s", encode(t, got), encode(t, *put))
	}
	again := must[indexer.View](t)(s.Component(ctx, fresh, joined))
	if encode(t, again.Claims[0]) != encode(t, *put) || len(again.Rows) != 3 {
		t.Errorf("the view has %d rows and\n%s", len(again.Rows), encode(t, again.Claims))
	}
	if slices.ContainsFunc(again.Rows, func(r indexer.Row) bool { return r.Denial }) {
		t.Error("a row became a denial: that is the claim's matter")
	}
}

// testHub has more nodes than indexer.MaxFrames share a key.
func testHub(t *testing.T, open func(testing.TB) Full) {
	s, ctx := open(t), t.Context()
	item := func(n int) indexer.Item {
		return Doc{Key: fmt.Sprintf("https://courier.example/h%d", n), Publisher: "Daily Courier", Published: Day.Add(time.Duration(n) * time.Second),
			Says: []Says{{Sentence: fmt.Sprintf("Ministry %d was robbed.", n), Frame: fmt.Sprint(n), Keys: []uint64{77, uint64(1000 + n/2)}}}}.Item()
	}
	var batch []indexer.Item
	for n := range indexer.MaxFrames {
		batch = append(batch, item(n))
	}
	Index(t, s, batch)
	if n := strings.Count(Describe(t, s), "c-"); n != 1 {
		t.Fatalf("%d nodes with one key are %d claims", indexer.MaxFrames, n)
	}
	fresh := must[[]string](t)(s.Add(ctx, []indexer.Item{item(indexer.MaxFrames)}))
	if len(fresh) != indexer.MaxFrames+1 {
		t.Errorf("a key that became too common named %d nodes", len(fresh))
	}
	if err := Compute(ctx, s, fresh); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(Describe(t, s), "c-"); n != indexer.MaxFrames/2+1 {
		t.Errorf("without the common key there are %d claims", n)
	}
	late := must[[]string](t)(s.Add(ctx, []indexer.Item{item(indexer.MaxFrames + 2)}))
	if len(late) != 1 {
		t.Errorf("one more node with the common key named %v", late)
	}
	v := must[indexer.View](t)(s.Component(ctx, late, joined))
	if len(v.Nodes) != 1 || slices.Contains(v.Nodes[0].Keys, 77) {
		t.Errorf("the common key still joins: %d nodes, keys %v", len(v.Nodes), v.Nodes[0].Keys)
	}
	if _, err := s.Add(context.Background(), batch); err != nil {
		t.Fatal(err)
	}
}
