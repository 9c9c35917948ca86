package storetest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/claimwire/claimwire/indexer"
	"github.com/claimwire/claimwire/internal/claim"
	"github.com/claimwire/claimwire/internal/query"
)

// corpus is what the queries are asked of: claims that differ in every field that queries know.
func corpus() []indexer.Item {
	heron := claim.Party{Name: "Grey Heron", ID: "G9001", Kind: claim.Group, Country: "KP", Named: []claim.NamedBy{{Name: "Silent Reed", By: "CISA"}}}
	docs := []Doc{
		{Key: "https://courier.example/1", Publisher: "Daily Courier", Published: Day, Says: []Says{{
			Sentence: "The hackers of Grey Heron stole $81 million from Linden Savings, a U.N. report says.", Statement: "Grey Heron stole $81 million from Linden Savings.",
			Frame: "linden", Actor: heron, Victim: "Linden Savings", Country: "KP", Amount: 81e6, Origin: "United Nations", Document: "Panel report", Keys: []uint64{1}}}},
		{Key: "https://gazette.example/1", Publisher: "Die Tageszeitung", Published: Day.Add(26 * time.Hour), Says: []Says{{
			Sentence: "Linden Savings' central bank licences were used.", Frame: "linden", Victim: "Linden Savings", Keys: []uint64{1}}}},
		{Key: "https://courier.example/2", Publisher: "Daily Courier", Published: Day.Add(40 * time.Hour), Says: []Says{{
			Sentence: "Crédit Forêt paid 2.5 million euros to the companies behind the attack.", Victim: "Crédit Forêt", Country: "FR", Amount: 2.5e6,
			Currency: "EUR", Certainty: claim.Alleged, Keys: []uint64{2}}}},
		{Key: "https://courier.example/3", Publisher: "Daily Courier", Published: Day.AddDate(0, 1, 0), Says: []Says{{
			Sentence: "北の銀行から資金が盗まれた。", Statement: "Funds were stolen from the northern bank.", Victim: "北の銀行", Country: "JP", Keys: []uint64{3}}}},
		{Key: "https://courier.example/4", Publisher: "Tribune", Published: Day.AddDate(1, 0, 0), Says: []Says{{
			Sentence: "Хакеры украли базу данных. AND OR NOT \" ' * ( ) : ^", Statement: "Hackers took a database.", Victim: "O'Brien & Söhne", Country: "RU",
			Amount: 1e6, Certainty: claim.Suspected, Keys: []uint64{4}}}},
		{Key: "https://courier.example/5", Publisher: "Tribune", Says: []Says{{
			Sentence: "Nobody knows when 🎈 the harbour bank was raided.", Actor: claim.Party{Name: "Heron Bank Raiders"}, Amount: 81e6 + 0.5, Keys: []uint64{5}}}},
		{Key: "https://courier.example/6", Publisher: "Gazette & Daily Courier", Published: Day.Add(time.Hour), Fetched: Day.Add(9 * time.Hour), Says: []Says{{
			Sentence: "The central office of the bank was not attacked.", Certainty: claim.Denied, Country: "DE", Keys: []uint64{6}}}},
	}
	var items []indexer.Item
	for _, d := range docs {
		items = append(items, d.Item())
	}
	return append(items, Articles(100, 4)...)
}

// queries are asked of the corpus; Match says what must come out. id is the id of some claim.
func queries(id string) []string {
	return []string{
		"", "*", "heron", "HERON", "herons", "hack*", "hackers", "compan*", "companies*", "bank", "bank -harbour", "NOT bank", `"central bank"`, `"central bank"*`, `"central b"*`,
		`"bank central"`, "un report", "U.N.", "credit foret", "crédit*", `"credit foret paid"`, "北の銀行", `"銀行"`, "盗まれ", "хакеры", "УКРАЛИ", `"🎈 the harbour" OR хакеры`,
		`"AND OR NOT"`, `"and or"`, "2.5", "81", "bank (paid OR raided)", "bank paid OR raided", "-(bank OR hackers)", "nosuchword", "nosuchword OR heron", "not",
		"statement:stole", "statement:stolen", "statement:report", "statement:*", "text:report", `statement:"grey heron"`,
		"actor:heron", "actor:g9001", `actor:"Silent Reed"`, "actor:reed", "actor:(heron -raiders)", "actor:*", "-actor:*", "actor:her*", `actor:"heron grey"`, "actor!=heron",
		"victim:linden", "victim:foret", `victim:"o'brien"`, "victim:söhne", "victim:北", "victim:銀行", "victim:*", "victim:harb*",
		"publisher:courier", `publisher:"daily courier"`, "publisher:tageszeitung", "publisher:tribune OR publisher:gazette", "-publisher:courier",
		"origin:united", `origin:"panel report"`, "origin:tribune", "document:report", "document:*", "via:reuters", "-via:*",
		"kind:theft", "kind:attack", "kind=Theft", "kind!=theft", "certainty:denied", "certainty:(alleged OR suspected)", "-certainty:reported",
		"country:KP", "country:kp", "country:XX", "country:(FR OR JP)", "country:*", "-country:*", "currency:EUR", "currency:usd", "currency:BTC", "sum:taken", "disagreement:amount",
		"amount>=81m", "amount>81m", "amount:81000000", "amount<1e6", "amount<=1e6", "amount:[1m TO 81m]", "amount:{1m TO 81m}", "amount:{1m TO 81m]", "amount:[* TO 3m}", "amount:*", "-amount:*",
		"amount.usd>=1e6", "amount.usd:*", "-amount.usd:*", "amount.usd<100 amount.usd>=101", "articles:2", "articles>=2", "articles<2", "stories:1", "publishers>1", "origins>=2", "origins_max:1", "denials:0", "denials>0",
		"first_seen>=2031-04", "first_seen>2031-03", "first_seen<2031-03-11", "first_seen<=2031-03-10", "first_seen:2031-03-10", "first_seen:2031", "last_seen:[2031-03-11 TO 2031-03-31]",
		"last_seen:[2031-03-11 TO *]", "last_seen:{2031-03-10T08:00:00Z TO 2032}", "first_seen:*", "-first_seen:*", "last_seen:2031-03-10T08:00:00Z", "first_seen<2031-03-10T08:00:00Z",
		"id:" + id, "id:" + strings.TrimPrefix(id, "c-"), "id:c-00000000000000000000", "id:(" + id + " OR x)", "-id:" + id,
		"actor:heron AND amount.usd>=1e6 country:KP central", "country:KP -(amount.usd>=1e6 OR victim:harbour)", "(heron OR (bank -(raided OR paid))) kind:theft NOT country:DE",
		`"'; DROP TABLE claim; --"`, `victim:"x' OR '1'='1"`, `"heron\" OR \"bank"`, `"words : heron"`, "NEAR", `"heron + bank"`, "rowid", "a", `"^heron"`,
	}
}

func testQueries(t *testing.T, open func(testing.TB) Full) {
	s := open(t)
	Index(t, s, corpus())
	all := collect(t, s, nil)
	if len(all) != 10 {
		t.Fatalf("the corpus makes %d claims", len(all))
	}
	found := 0
	for _, text := range queries(all[3].ID) {
		n, err := query.Parse(text, Day)
		if err != nil {
			t.Errorf("query %s: %v", text, err)
			continue
		}
		var want []string
		for i := range all {
			if query.Match(n, &all[i]) {
				want = append(want, all[i].ID)
			}
		}
		found += len(want)
		if got := ids(collect(t, s, n)); !slices.Equal(got, want) {
			t.Errorf("each %s: %v, want %v", text, got, want)
		}
		r := must[indexer.Result](t)(s.Search(t.Context(), indexer.Request{Query: n}))
		if got := sorted(ids(r.Claims)); !slices.Equal(got, want) || r.Total != len(want) {
			t.Errorf("search %s: %v and a total of %d, want %v", text, got, r.Total, want)
		}
	}
	if found < 100 {
		t.Errorf("all queries together find %d claims: the table tests little", found)
	}
}

func collect(t *testing.T, s indexer.Reader, n query.Node) []claim.Claim {
	t.Helper()
	var list []claim.Claim
	err := s.Each(t.Context(), n, func(c claim.Claim) error {
		list = append(list, c)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.IsSorted(ids(list)) {
		t.Errorf("not ordered by id: %v", ids(list))
	}
	return list
}

func ids(claims []claim.Claim) []string {
	var list []string
	for _, c := range claims {
		list = append(list, c.ID)
	}
	return list
}

// sortKeys are what each order sorts by, made so that smaller comes first.
func sortKeys() map[string]func(c *claim.Claim) float64 {
	descending := func(f query.Field) func(c *claim.Claim) float64 {
		return func(c *claim.Claim) float64 {
			v, ok := query.Number(f, c)
			if !ok {
				return 1
			}
			return -float64(int64(v))
		}
	}
	const never = 1 << 60
	return map[string]func(c *claim.Claim) float64{
		"":       func(c *claim.Claim) float64 { return -seconds(c.LastSeen, -never) },
		"newest": func(c *claim.Claim) float64 { return -seconds(c.LastSeen, -never) },
		"oldest": func(c *claim.Claim) float64 { return seconds(c.FirstSeen, never) },
		"amount": descending(query.AmountUSD), "articles": descending(query.Articles), "origins": descending(query.Origins),
		"relevance": func(c *claim.Claim) float64 { return 0 },
	}
}

func seconds(t time.Time, unknown float64) float64 {
	if t.IsZero() {
		return unknown
	}
	return float64(t.Unix())
}

func testPaging(t *testing.T, open func(testing.TB) Full) {
	s := open(t)
	Index(t, s, append(corpus(), robbery()...))
	for name, key := range sortKeys() {
		for _, text := range []string{"*", "bank", "bank OR heron OR linden"} {
			n := must[query.Node](t)(query.Parse(text, Day))
			whole := must[indexer.Result](t)(s.Search(t.Context(), indexer.Request{Query: n, Sort: name}))
			if whole.Cursor != "" {
				t.Errorf("%s by %s: one page holds all and yet there is a cursor", text, name)
			}
			if !slices.IsSortedFunc(whole.Claims, func(a, b claim.Claim) int { return cmp.Compare(key(&a), key(&b)) }) {
				t.Errorf("%s by %s: out of order: %s", text, name, encode(t, whole.Claims))
			}
			for _, limit := range []int{1, 2, 3, len(whole.Claims)} {
				if got := pages(t, s, indexer.Request{Query: n, Sort: name, Limit: limit}, nil); !slices.Equal(got, ids(whole.Claims)) {
					t.Errorf("%s by %s in pages of %d: %v, want %v", text, name, limit, got, ids(whole.Claims))
				}
			}
		}
	}
	best := must[indexer.Result](t)(s.Search(t.Context(), indexer.Request{Query: must[query.Node](t)(query.Parse("grey heron", Day)), Sort: "relevance"}))
	if len(best.Claims) == 0 || !strings.Contains(best.Claims[0].Statement, "Grey Heron") {
		t.Errorf("the most relevant claim is %s", encode(t, best.Claims))
	}
	if _, err := s.Search(t.Context(), indexer.Request{Sort: "colour"}); err == nil || !strings.Contains(err.Error(), "colour") {
		t.Errorf("an unknown order: %v", err)
	}
}

// pages reads all pages and returns the ids in order; between runs after each.
func pages(t *testing.T, s indexer.Reader, r indexer.Request, between func()) []string {
	t.Helper()
	var all []string
	for range 1000 {
		page := must[indexer.Result](t)(s.Search(t.Context(), r))
		all = append(all, ids(page.Claims)...)
		if r.Cursor = page.Cursor; r.Cursor == "" {
			return all
		}
		if between != nil {
			between()
		}
	}
	t.Fatal("the pages do not end")
	return nil
}

// testPagingBesideWriter adds claims while pages are read: what was there before is found once.
func testPagingBesideWriter(t *testing.T, open func(testing.TB) Full) {
	s := open(t)
	Index(t, s, Articles(0, 25))
	before := ids(collect(t, s, nil))
	next := 25
	got := pages(t, s, indexer.Request{Limit: 4}, func() {
		Index(t, s, Articles(next, 3))
		next += 3
	})
	if slices.Sort(got); len(slices.Compact(slices.Clone(got))) != len(got) {
		t.Errorf("a claim is on two pages: %v", got)
	}
	for _, id := range before {
		if !slices.Contains(got, id) {
			t.Errorf("claim %s is on no page", id)
		}
	}
}

func testForeignCursor(t *testing.T, open func(testing.TB) Full) {
	s := open(t)
	Index(t, s, Articles(0, 5))
	cursor := must[indexer.Result](t)(s.Search(t.Context(), indexer.Request{Limit: 2})).Cursor
	for _, r := range []indexer.Request{
		{Limit: 2, Cursor: cursor, Sort: "oldest"}, {Limit: 2, Cursor: cursor, Query: query.Term{Field: query.Kind, Value: "theft"}},
		{Limit: 2, Cursor: cursor, Since: Day}, {Limit: 2, Cursor: "x"}, {Limit: 2, Cursor: cursor[:len(cursor)-2]}, {Cursor: "e30"},
	} {
		if _, err := s.Search(t.Context(), r); err == nil || !strings.Contains(err.Error(), "cursor") {
			t.Errorf("request %+v: %v", r, err)
		}
	}
	other := must[indexer.Result](t)(s.Search(t.Context(), indexer.Request{Limit: 3, Cursor: cursor}))
	if len(other.Claims) != 3 || other.Cursor != "" {
		t.Errorf("the last page, of another size, has %d claims", len(other.Claims))
	}
}

func testFacets(t *testing.T, open func(testing.TB) Full) {
	s := open(t)
	Index(t, s, corpus())
	n := must[query.Node](t)(query.Parse("publisher:courier", Day))
	r := must[indexer.Result](t)(s.Search(t.Context(), indexer.Request{Query: n, Limit: 1, Facets: true}))
	want := map[string]map[string]int{"kind": {}, "certainty": {}, "country": {}, "publisher": {}, "victim": {}}
	total := 0
	for _, c := range collect(t, s, n) {
		total++
		for f, counts := range want {
			for _, v := range slices.Compact(sorted(query.Values(query.Field(f), &c))) {
				counts[v]++
			}
		}
	}
	if r.Total != total || r.TotalAbout {
		t.Errorf("a total of %d (about: %v), want %d", r.Total, r.TotalAbout, total)
	}
	for f, counts := range want {
		got := map[string]int{}
		for _, v := range r.Facets[f] {
			got[v.Value] = v.Count
		}
		if fmt.Sprint(got) != fmt.Sprint(counts) {
			t.Errorf("facet %s: %v, want %v", f, got, counts)
		}
	}
	everyone := must[indexer.Result](t)(s.Search(t.Context(), indexer.Request{Facets: true}))
	if got := encode(t, everyone.Facets["actor"]); got != `[{"value":"Grey Heron","count":1},{"value":"Heron Bank Raiders","count":1}]` {
		t.Errorf("the facet of actors has other names or ids: %s", got)
	}
	since := must[indexer.Result](t)(s.Search(t.Context(), indexer.Request{Since: Day.Add(26 * time.Hour)}))
	for _, c := range since.Claims {
		if c.LastSeen.Before(Day.Add(26 * time.Hour)) {
			t.Errorf("claim %s was last seen %s", c.ID, c.LastSeen)
		}
	}
	if since.Total != 4 || len(since.Claims) != 4 {
		t.Errorf("since the second day: %d claims, a total of %d", len(since.Claims), since.Total)
	}
}

// testFacetTies: of more values than a facet has, those that are as frequent stand by name, whichever came
// first.
func testFacetTies(t *testing.T, open func(testing.TB) Full) {
	s := open(t)
	items := Articles(0, 20)
	slices.Reverse(items)
	Index(t, s, items)
	r := must[indexer.Result](t)(s.Search(t.Context(), indexer.Request{Facets: true}))
	var want []indexer.Facet
	for i := range 20 {
		want = append(want, indexer.Facet{Value: fmt.Sprintf("Harbour Bank %d", i), Count: 1})
	}
	slices.SortFunc(want, func(a, b indexer.Facet) int { return strings.Compare(a.Value, b.Value) })
	if got := r.Facets["victim"]; encode(t, got) != encode(t, want[:12]) {
		t.Errorf("%s, want %s", encode(t, got), encode(t, want[:12]))
	}
}

func testHighlights(t *testing.T, open func(testing.TB) Full) {
	s := open(t)
	Index(t, s, corpus())
	for text, want := range map[string]string{
		"report":           "a «U.N. report»",
		`"linden savings"`: "from «Linden Savings»",
		"foret":            "Crédit «Forêt» paid",
		"kind:theft":       "",
		"compan*":          "the «companies» behind",
	} {
		n := must[query.Node](t)(query.Parse(text, Day))
		if text == "report" {
			n = query.And{n, query.Words{Field: query.Text, Words: []string{"un"}}}
		}
		r := must[indexer.Result](t)(s.Search(t.Context(), indexer.Request{Query: n, Limit: 1}))
		got := r.Highlights[r.Claims[0].ID]
		if !strings.Contains(got, want) || want == "" && got != "" {
			t.Errorf("query %s: highlight %q, want %q", text, got, want)
		}
	}
}

func testCallbackErrors(t *testing.T, open func(testing.TB) Full) {
	s := open(t)
	Index(t, s, Articles(0, 5))
	stop, calls := errors.New("enough"), 0
	if err := s.Each(t.Context(), nil, func(claim.Claim) error { calls++; return stop }); !errors.Is(err, stop) || calls != 1 {
		t.Errorf("each: %v after %d calls", err, calls)
	}
	calls = 0
	if err := s.Articles(t.Context(), time.Time{}, func(claim.Article) error { calls++; return stop }); !errors.Is(err, stop) || calls != 1 {
		t.Errorf("articles: %v after %d calls", err, calls)
	}
}

func testCancelled(t *testing.T, open func(testing.TB) Full) {
	s := open(t)
	Index(t, s, Articles(0, 3))
	before := Describe(t, s)
	fresh := must[[]string](t)(s.Add(t.Context(), Articles(3, 2)))
	v := must[indexer.View](t)(s.Component(t.Context(), fresh, joined))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	calls := map[string]func() error{
		"add":       func() error { _, err := s.Add(ctx, Articles(9, 2)); return err },
		"component": func() error { _, err := s.Component(ctx, fresh, joined); return err },
		"commit":    func() error { return s.Commit(ctx, v, Partition(v)) },
		"decide":    func() error { _, err := s.Decide(ctx, indexer.Decision{ID: "d"}); return err },
		"decisions": func() error { _, err := s.Decisions(ctx); return err },
		"pending":   func() error { _, err := s.Pending(ctx, 1); return err },
		"published": func() error { return s.Published(ctx, []string{"x"}) },
		"get":       func() error { _, err := s.Get(ctx, "c-x"); return err },
		"search":    func() error { _, err := s.Search(ctx, indexer.Request{}); return err },
		"each":      func() error { return s.Each(ctx, nil, func(claim.Claim) error { return nil }) },
		"articles":  func() error { return s.Articles(ctx, time.Time{}, func(claim.Article) error { return nil }) },
	}
	for name, call := range calls {
		if err := call(); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got := Describe(t, s); got != before {
		t.Errorf("a cancelled call wrote:\n%s\nbefore\n%s", got, before)
	}
	if d := must[[]indexer.Decision](t)(s.Decisions(t.Context())); len(d) != 0 {
		t.Errorf("a cancelled call decided %v", d)
	}
	Index(t, s, Articles(3, 2))
	if n := len(collect(t, s, nil)); n != 5 {
		t.Errorf("%d claims afterwards, want 5", n)
	}
}

func testConcurrent(t *testing.T, open func(testing.TB) Full) {
	s, calm := open(t), open(t)
	batch := append(append(robbery(), Articles(0, 40)...), corpus()...)
	Index(t, calm, batch)
	var wg sync.WaitGroup
	errs := make(chan error, 64)
	for w := range 4 {
		wg.Go(func() {
			for at := 0; at < len(batch); at += 5 {
				part := batch[(at+w*13)%len(batch):]
				fresh, err := s.Add(t.Context(), part[:min(8, len(part))])
				if err == nil {
					err = Compute(t.Context(), s, fresh)
				}
				if err != nil {
					errs <- err
					return
				}
			}
		})
		wg.Go(func() {
			for range 20 {
				if _, err := s.Search(t.Context(), indexer.Request{Facets: true}); err != nil {
					errs <- err
					return
				}
			}
		})
	}
	wg.Wait()
	close(errs)
	for err := range errs {
		t.Fatal(err)
	}
	Index(t, s, batch)
	if got, want := Describe(t, s), Describe(t, calm); got != want {
		t.Errorf("four writers give\n%s\none gives\n%s", got, want)
	}
	if got, want := len(eventIDs(t, s)), len(eventIDs(t, calm)); got != want {
		t.Errorf("four writers make %d events, one makes %d", got, want)
	}
}
