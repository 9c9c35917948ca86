package crawler

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/claimwire/claimwire/internal/claim"
)

func TestRefusedPagesAreNamedAndLeftAlone(t *testing.T) {
	s := newSite(t)
	s.serve("/robots.txt", "text/plain", "User-agent: *\nDisallow: /secret\n")
	items := []string{rssItem("/good", "Good", someDate), rssItem("/empty", "Empty", someDate), rssItem("/pdf", "PDF", someDate), rssItem("/missing", "Missing", someDate),
		rssItem("/secret", "Secret", someDate), rssItem("/long", "Long", someDate), rssItem("/loop", "Loop", someDate), rssItem("ftp://x.example/", "Odd", someDate), rssItem("http://10.0.0.1/", "Inside", someDate)}
	s.serve("/feed", "text/xml", rss(items...))
	s.serve("/good", "text/html", articleHTML("Good", ""))
	s.serve("/empty", "text/html", "<html><body><p>Enable scripts.</p>")
	s.serve("/pdf", "application/pdf", "%PDF-1.7")
	s.serve("/long", "text/html", articleHTML("Long", strings.Repeat("Word after word it goes on. ", 2000)))
	s.handle("/loop", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/loop", http.StatusFound) })
	opt := testOptions(&shelf{}, Source{URL: s.URL + "/feed"})
	opt.MaxText = 100_000
	want := map[string]int{"no text": 1, "not a page": 1, "status 404": 1, "robots.txt": 1, "too large": 1, "redirect": 1, "bad address": 1, "forbidden network": 1}
	got := once(t, opt)
	if !maps.Equal(got.Refused, want) || got.Published != 1 || got.Failed != 0 || got.Status != StatusOK {
		t.Fatalf("got %+v, want refused %v", got, want)
	}
	s.serve("/feed", "text/xml", rss(append(items, rssItem("/good2", "Good too", someDate))...))
	s.serve("/good2", "text/html", articleHTML("Good too", ""))
	if got = once(t, opt); got.Known != 8 || got.Published != 1 || s.count("/empty") != 1 {
		t.Errorf("second poll %+v, %d requests for the empty page", got, s.count("/empty"))
	}
}

func TestEditedArticleIsFetchedAgain(t *testing.T) {
	s := newSite(t)
	sink := &shelf{}
	opt := testOptions(sink, Source{URL: s.URL + "/feed"})
	c := newCrawler(t, opt)
	now := time.Now()
	c.now = func() time.Time { return now }
	poll := func(date, text string) SourceSummary {
		t.Helper()
		s.serve("/feed", "text/xml", rss(rssItem("/a", "Port hit", date)))
		s.serve("/a", "text/html", articleHTML("Port hit", text))
		got, err := c.Once(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return got.Sources[0]
	}
	poll(someDate, "")
	if got := poll("Mon, 05 Oct 2026 09:00:00 GMT", "Later it said more."); got.Failed != 1 || got.Status != StatusPartly || s.count("/a") != 1 {
		t.Fatalf("edited a moment later: %+v", got)
	}
	now = now.Add(2 * time.Minute)
	if got := poll("Mon, 05 Oct 2026 09:00:00 GMT", "Later it said more."); got.Published != 1 {
		t.Fatalf("edited: %+v", got)
	}
	now = now.Add(2 * time.Minute)
	if got := poll("Mon, 05 Oct 2026 10:00:00 GMT", "Later it said more."); got.Published != 0 || got.Unchanged != 1 {
		t.Fatalf("new date, old text: %+v", got)
	}
	all := sink.all()
	if len(all) != 2 || all[0].Revision == all[1].Revision || all[0].Key() != all[1].Key() {
		t.Errorf("%d articles, revisions %s", len(all), all[0].Revision)
	}
}

func TestFailedItemIsTriedAgain(t *testing.T) {
	s := newSite(t)
	s.handle("/feed", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"one"`)
		if r.Header.Get("If-None-Match") != "" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		fmt.Fprint(w, rss(rssItem("/a", "Port hit", someDate)))
	})
	s.handle("/a", status(500))
	sink := &shelf{}
	opt := testOptions(sink, Source{URL: s.URL + "/feed"})
	if got := once(t, opt); got.Failed != 1 || got.Status != StatusPartly {
		t.Fatalf("first poll %+v", got)
	}
	s.serve("/a", "text/html", articleHTML("Port hit", ""))
	if got := once(t, opt); got.Published != 1 || len(sink.all()) != 1 {
		t.Fatalf("second poll %+v", got)
	}
	if got := once(t, opt); got.Status != StatusUnchanged {
		t.Errorf("third poll %+v", got)
	}
}

func TestFailingItemIsGivenUp(t *testing.T) {
	s := newSite(t)
	s.serve("/feed", "text/xml", rss(rssItem("/a", "Port hit", someDate)))
	s.handle("/a", status(500))
	opt := testOptions(&shelf{}, Source{URL: s.URL + "/feed"})
	var last SourceSummary
	for range maxTries {
		last = once(t, opt)
	}
	if last.Refused["status 500"] != 1 || last.Failed != 0 || s.count("/a") != maxTries {
		t.Errorf("last poll %+v, %d requests", last, s.count("/a"))
	}
	if once(t, opt); s.count("/a") != maxTries {
		t.Errorf("%d requests after it was given up", s.count("/a"))
	}
}

func TestSinkThatFailsLosesNothing(t *testing.T) {
	s := newSite(t)
	s.serve("/feed", "text/xml", rss(rssItem("/a", "Port hit", someDate)))
	s.serve("/a", "text/html", articleHTML("Port hit", ""))
	sink := &shelf{err: errors.New("bus is closed")}
	opt := testOptions(sink, Source{URL: s.URL + "/feed"})
	if got := once(t, opt); got.Failed != 1 || got.Published != 0 {
		t.Fatalf("got %+v", got)
	}
	sink.err = nil
	if got := once(t, opt); got.Published != 1 {
		t.Errorf("got %+v", got)
	}
}

func TestOneArticleInTwoFeeds(t *testing.T) {
	s := newSite(t)
	s.serve("/world", "text/xml", rss(rssItem("/a", "Port hit", someDate)))
	s.serve("/ports", "text/xml", rss(rssItem("/a?utm_source=ports", "Ports: port hit", "Mon, 05 Oct 2026 08:31:00 GMT")))
	s.serve("/a", "text/html", articleHTML("Port hit", ""))
	sink := &shelf{}
	world := testOptions(sink, Source{URL: s.URL + "/world"})
	ports := world
	ports.Sources = []Source{{URL: s.URL + "/ports"}}
	for range 2 {
		once(t, world)
		once(t, ports)
	}
	if s.count("/a") != 1 || len(sink.all()) != 1 {
		t.Errorf("%d requests, %d articles", s.count("/a"), len(sink.all()))
	}
}

func TestCanonicalOfTwinsAndOfLiars(t *testing.T) {
	s := newSite(t)
	page := func(canonical, title, more string) string {
		return strings.Replace(articleHTML(title, more), "<head>", "<head><link rel=canonical href='"+canonical+"'>", 1)
	}
	other := "Meanwhile the ferry to the islands has a new captain, who was greeted by a brass band and many children on the quay."
	s.serve("/feed", "text/xml", rss(rssItem("/amp/a", "Port hit", someDate), rssItem("/b", "Ferry", someDate)))
	s.serve("/amp/a", "text/html", page("/a", "Port hit", ""))
	s.serve("/b", "text/html", page("/a", "Ferry", strings.Repeat(other, 5)))
	sink := &shelf{}
	once(t, testOptions(sink, Source{URL: s.URL + "/feed"}))
	keys := map[string]string{}
	for _, a := range sink.all() {
		keys[a.Title] = a.Key()
	}
	if keys["Port hit"] != s.URL+"/a" || keys["Ferry"] != s.URL+"/b" {
		t.Errorf("keys %v", keys)
	}
}

func TestSitemapIndex(t *testing.T) {
	s := newSite(t)
	s.serve("/index.xml", "text/xml", `<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>`+s.URL+`/news.xml.gz</loc></sitemap><sitemap><loc>`+s.URL+`/gone.xml</loc></sitemap></sitemapindex>`)
	news := `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>` + s.URL + `/a</loc><news:news><news:publication><news:name>Courier</news:name><news:language>en</news:language></news:publication><news:publication_date>2026-10-05T08:30:00Z</news:publication_date><news:title>Port hit</news:title></news:news></url>
<url><loc>https://other.example/b</loc></url></urlset>`
	s.handle("/news.xml.gz", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(gzipped(t, []byte(news))) })
	s.serve("/a", "text/html", articleHTML("Port hit", ""))
	sink := &shelf{}
	got := once(t, testOptions(sink, Source{URL: s.URL + "/index.xml", Kind: Sitemap}))
	if got.Published != 1 || got.Refused["bad address"] != 1 || got.Failed != 1 {
		t.Fatalf("got %+v", got)
	}
	if a := sink.all()[0]; a.PublishedAt.Format(time.RFC3339) != "2026-10-05T08:30:00Z" || a.Title != "Port hit" {
		t.Errorf("article %+v", a)
	}
}

func TestSitemapOfItself(t *testing.T) {
	s := newSite(t)
	s.serve("/index.xml", "text/xml", `<sitemapindex><sitemap><loc>`+s.URL+`/index.xml</loc></sitemap></sitemapindex>`)
	got := once(t, testOptions(&shelf{}, Source{URL: s.URL + "/index.xml", Kind: Sitemap}))
	if n := s.count("/index.xml"); n != maxMapDepth || got.Left != 1 {
		t.Errorf("%d requests, %+v", n, got)
	}
}

func TestFrontPage(t *testing.T) {
	s := newSite(t)
	s.serve("/", "text/html", `<html><body><a href="/news/port-hit-by-intruders">Port hit by intruders at night</a><a href="/news/away-from-here-1234">A link that leads away from here</a></body></html>`)
	s.serve("/news/port-hit-by-intruders", "text/html", articleHTML("Port hit", ""))
	s.handle("/news/away-from-here-1234", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "https://other.example/x", http.StatusFound)
	})
	got := once(t, testOptions(&shelf{}, Source{URL: s.URL, Kind: Site}))
	if got.Published != 1 || got.Refused["redirect"] != 1 {
		t.Errorf("got %+v", got)
	}
}

func TestBacklogComesInPieces(t *testing.T) {
	s := newSite(t)
	var items []string
	for i := range 7 {
		path := fmt.Sprintf("/a%d", i)
		items = append(items, rssItem(path, "Story "+path, someDate))
		s.serve(path, "text/html", articleHTML("Story "+path, ""))
	}
	s.serve("/feed", "text/xml", rss(items...))
	sink := &shelf{}
	opt := testOptions(sink, Source{URL: s.URL + "/feed"})
	opt.MaxItems = 3
	for i, want := range []struct{ published, left int }{{3, 4}, {3, 1}, {1, 0}} {
		if got := once(t, opt); got.Published != want.published || got.Left != want.left {
			t.Fatalf("poll %d: %+v", i, got)
		}
	}
	for _, a := range sink.all() {
		if !a.Silent {
			t.Errorf("%s is not silent, though the source listed it from the first poll on", a.Title)
		}
	}
}

func TestRunPollsUntilItEnds(t *testing.T) {
	s := newSite(t)
	var mu sync.Mutex
	n := 0
	s.handle("/feed", func(w http.ResponseWriter, _ *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		n++
		var items []string
		for i := range n {
			items = append(items, rssItem(fmt.Sprintf("/story?n=%d", i), fmt.Sprint("Story ", i), someDate))
		}
		fmt.Fprint(w, rss(items...))
	})
	s.handle("/story", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, articleHTML("Story "+r.URL.Query().Get("n"), ""))
	})
	sink := &shelf{arrived: make(chan struct{}, 1000)}
	opt := testOptions(sink, Source{URL: s.URL + "/feed", Every: time.Millisecond}, Source{URL: s.URL + "/gone"})
	s.handle("/gone", status(410))
	c := newCrawler(t, opt)
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() {
		if err := c.Run(ctx); err != nil {
			t.Error(err)
		}
	})
	for range 3 {
		<-sink.arrived
	}
	cancel()
	wg.Wait()
	if stats := c.Stats(); stats.Polled < 3 || stats.Published < 3 || stats.Fetched < 3 {
		t.Errorf("stats %+v", stats)
	}
	if s.count("/gone") > 1 {
		t.Errorf("%d requests to a source that is gone", s.count("/gone"))
	}
}

// fullSink blocks as the bus does when it is full.
type fullSink struct{ waiting chan struct{} }

func (f *fullSink) Publish(ctx context.Context, _ claim.Article) error {
	f.waiting <- struct{}{}
	<-ctx.Done()
	return ctx.Err()
}

func TestCancelWakesEverything(t *testing.T) {
	s := newSite(t)
	hang := make(chan struct{}, 10)
	s.serve("/full", "text/xml", rss(rssItem("/a", "Port hit", someDate)))
	s.serve("/a", "text/html", articleHTML("Port hit", ""))
	other := newSite(t)
	other.handle("/slow", func(_ http.ResponseWriter, r *http.Request) { hang <- struct{}{}; <-r.Context().Done() })
	sink := &fullSink{waiting: make(chan struct{}, 1)}
	opt := testOptions(nil, Source{URL: s.URL + "/full"}, Source{URL: other.URL + "/slow"}, Source{URL: other.URL + "/slow?n=2"})
	opt.Sink = sink
	c := newCrawler(t, opt)
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() { _ = c.Run(ctx) })
	<-sink.waiting // one in the sink, one in a request, one before the host's gate
	<-hang
	cancel()
	wg.Wait()
	if state := sourceState(t, opt); state.Polls != 0 {
		t.Errorf("a poll that was cut short is kept as done: %+v", state)
	}
	got, err := c.Once(ctx)
	if !errors.Is(err, context.Canceled) || got.Done() {
		t.Errorf("once after cancel: %+v, %v", got, err)
	}
}
