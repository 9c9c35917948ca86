package crawler

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/claimwire/claimwire/internal/claim"
)

type countingSink struct{}

func (countingSink) Publish(context.Context, claim.Article) error { return nil }

// BenchmarkOnce is a poll of eight feeds on one loopback host each, with 25 pages of some 500 words: from
// the request to the published article.
func BenchmarkOnce(b *testing.B) {
	const feeds, pages = 8, 25
	body := articleHTML("Port hit", strings.Repeat("The office says so in its notice of the day. ", 8))
	var sources []Source
	for range feeds {
		srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch r.URL.Path {
			case "/robots.txt":
				http.NotFound(w, r)
			case "/feed":
				var items []string
				for i := range pages {
					items = append(items, rssItem(fmt.Sprintf("/%d", i), fmt.Sprint("Story ", i), someDate))
				}
				fmt.Fprint(w, rss(items...))
			default:
				fmt.Fprint(w, body)
			}
		}))
		b.Cleanup(srv.Close)
		sources = append(sources, Source{URL: srv.URL + "/feed"})
	}
	b.ReportAllocs()
	for b.Loop() {
		opt := testOptions(nil, sources...)
		opt.Sink, opt.State = countingSink{}, &MemoryState{}
		c, err := New(opt)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := c.Once(b.Context()); err != nil || c.Stats().Published != feeds*pages {
			b.Fatalf("%+v, %v", c.Stats(), err)
		}
	}
	b.ReportMetric(float64(b.N*feeds*pages)/b.Elapsed().Seconds(), "pages/s")
}
