package crawler

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/claimwire/claimwire/internal/claim"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// site is a news site on loopback whose pages a test sets one by one.
type site struct {
	*httptest.Server
	mu    sync.Mutex
	pages map[string]http.HandlerFunc
	asked []string // path of every request, in order
}

func newSite(t *testing.T) *site {
	t.Helper()
	s := &site{pages: map[string]http.HandlerFunc{}}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.asked = append(s.asked, r.URL.Path)
		page := s.pages[r.URL.Path]
		s.mu.Unlock()
		if page == nil {
			http.NotFound(w, r)
			return
		}
		page(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *site) handle(path string, h http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pages[path] = h
}

func (s *site) serve(path, contentType, body string) {
	s.handle(path, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		fmt.Fprint(w, body)
	})
}

func (s *site) count(path string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, p := range s.asked {
		if p == path {
			n++
		}
	}
	return n
}

// articleHTML is a page with enough words to count as an article.
func articleHTML(title, more string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "<!doctype html><html lang=en><head><title>%s | Harbour Courier</title><meta property=og:site_name content='Harbour Courier'></head><body><nav><a href=/>Home</a></nav><article><h1>%s</h1>", title, title)
	for i := range 6 {
		fmt.Fprintf(&b, "<p>Paragraph %d of the story %s says that the port authority of Lindholm lost files to intruders, and that its staff restored them from copies within two days. %s</p>", i, title, more)
	}
	b.WriteString("</article></body></html>")
	return b.String()
}

func rss(items ...string) string {
	return `<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour Courier</title>` + strings.Join(items, "") + `</channel></rss>`
}

func rssItem(link, title, date string) string {
	return fmt.Sprintf("<item><title>%s</title><link>%s</link><guid>%s</guid><pubDate>%s</pubDate></item>", title, link, link, date)
}

const someDate = "Mon, 05 Oct 2026 08:30:00 GMT"

// shelf is a sink that keeps what is published.
type shelf struct {
	mu       sync.Mutex
	articles []claim.Article
	arrived  chan struct{} // gets a token for each article, if set
	err      error
}

func (s *shelf) Publish(_ context.Context, a claim.Article) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err != nil {
		return s.err
	}
	s.articles = append(s.articles, a)
	if s.arrived != nil {
		s.arrived <- struct{}{}
	}
	return nil
}

func (s *shelf) all() []claim.Article {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]claim.Article(nil), s.articles...)
}

func loopback() []netip.Prefix {
	return []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}
}

// testOptions crawl loopback without delay into the shelf.
func testOptions(sink *shelf, sources ...Source) Options {
	return Options{
		Sources: sources, Sink: sink, AllowNets: loopback(), Delay: time.Microsecond, MinEvery: time.Millisecond,
		State: &MemoryState{}, Log: slog.New(slog.DiscardHandler), Version: "test",
	}
}

func newCrawler(t *testing.T, opt Options) *Crawler {
	t.Helper()
	c, err := New(opt)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// once makes a crawler of the options, as a new process would, and polls once.
func once(t *testing.T, opt Options) SourceSummary {
	t.Helper()
	got, err := newCrawler(t, opt).Once(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return got.Sources[0]
}
