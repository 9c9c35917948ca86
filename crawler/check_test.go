package crawler

import (
	"errors"
	"net/http"
	"strings"
	"testing"
)

// stages is a report in short: the stages in order, each that failed with an exclamation mark.
func stages(r *CheckReport) string {
	var list []string
	for _, s := range r.Steps {
		if s.OK {
			list = append(list, s.Stage)
		} else {
			list = append(list, s.Stage+"!")
		}
	}
	return strings.Join(list, " ")
}

func TestCheck(t *testing.T) {
	s := newSite(t)
	s.serve("/robots.txt", "text/plain", "User-agent: *\nDisallow: /secret\n")
	s.serve("/a", "text/html", articleHTML("Port hit", ""))
	s.serve("/2026/10/05/port-hit-by-hackers", "text/html", articleHTML("Port hit", ""))
	s.serve("/empty", "text/html", "<html><body><p>Enable scripts.</p>")
	s.serve("/feed", "application/rss+xml", rss(rssItem("/a", "Port hit", someDate)))
	s.serve("/second", "application/rss+xml", rss(rssItem("/empty", "Empty", someDate), rssItem("/a", "Port hit", someDate)))
	s.serve("/hopeless", "application/rss+xml", rss(rssItem("/empty", "Empty", someDate), rssItem("/missing", "M", someDate)))
	s.serve("/cut", "application/rss+xml", strings.TrimSuffix(rss(rssItem("/a", "Port hit", someDate)), "</channel></rss>")+"<item><ti")
	s.serve("/none", "application/rss+xml", rss())
	s.serve("/map.xml", "application/xml", `<urlset><url><loc>`+s.URL+`/a</loc></url></urlset>`)
	s.serve("/front", "text/html", `<html><head><link rel="alternate" type="application/rss+xml" href="/feed"></head><body>
		<a href="/2026/10/05/port-hit-by-hackers">The port was hit by hackers who stole millions</a></body></html>`)
	s.serve("/junk", "text/plain", "nothing of the kind")
	s.handle("/moved", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/feed", http.StatusMovedPermanently)
	})
	tests := []struct {
		name, path string
		kind, want Kind
		stages     string
		tells      string // stands in some detail, advice or note
	}{
		{"a feed", "/feed", "", Feed, "address robots source items page article", "1 listed, the newest of 2026-10-05T08:30"},
		{"the second page gives it", "/second", "", Feed, "address robots source items page article! page article", "no text"},
		{"no page gives any", "/hopeless", "", Feed, "address robots source items page article! page!", "404"},
		{"a damaged feed", "/cut", "", Feed, "address robots source items page article", "damaged"},
		{"an empty feed", "/none", "", Feed, "address robots source items!", "lists no article"},
		{"a sitemap, found out", "/map.xml", "", Sitemap, "address robots source items page article", "without dates"},
		{"a sitemap taken for a feed", "/map.xml", Feed, Feed, "address robots source items!", "its kind"},
		{"a front page, found out", "/front", "", Site, "address robots source items page article", s.URL + "/feed"},
		{"a front page taken for a feed", "/front", Feed, Feed, "address robots source items!", "configure one of the feeds"},
		{"neither", "/junk", "", Feed, "address robots source items!", "its kind"},
		{"moved", "/moved", "", Feed, "address robots source items page article", "redirected to " + s.URL + "/feed"},
		{"gone", "/gone", "", Feed, "address robots source!", "404"},
		{"forbidden by robots.txt", "/secret/feed", "", Feed, "address robots!", "ask the site's owner"},
	}
	c := newCrawler(t, testOptions(&shelf{}))
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := c.Check(t.Context(), Source{URL: s.URL + test.path, Kind: test.kind, Publisher: "The Courier"})
			if stages(&got) != test.stages || got.Kind != test.want {
				t.Errorf("%s: %s, want %s: %s", got.Kind, stages(&got), test.want, test.stages)
			}
			told := strings.Join(got.Notes, "\n")
			for _, step := range got.Steps {
				told += "\n" + step.Detail + "\n" + step.Do
				if !step.OK && step.Do == "" {
					t.Errorf("nothing is advised about %s: %s", step.Stage, step.Detail)
				}
			}
			if !strings.Contains(told, test.tells) {
				t.Errorf("%q is not told:\n%s", test.tells, told)
			}
			if wantArticle := strings.HasSuffix(test.stages, " article"); got.OK() != wantArticle || wantArticle && got.Article.Publisher != "The Courier" {
				t.Errorf("article %+v, want one: %v", got.Article, wantArticle)
			}
		})
	}
}

// TestCheckPublishesNothing holds that a check leaves no trace but robots.txt, and that it asks every
// address once.
func TestCheckPublishesNothing(t *testing.T) {
	s := newSite(t)
	s.serve("/feed", "text/xml", rss(rssItem("/a", "Port hit", someDate), rssItem("/b", "Port hit", someDate)))
	s.serve("/a", "text/html", articleHTML("Port hit", ""))
	sink, state := &shelf{}, &MemoryState{}
	opt := testOptions(sink)
	opt.State = state
	src := Source{URL: s.URL + "/feed", Kind: Feed}
	c := newCrawler(t, opt)
	if got := c.Check(t.Context(), src); !got.OK() {
		t.Fatalf("%+v", got)
	}
	if n := len(sink.all()); n != 0 || s.count("/a") != 1 || s.count("/b") != 0 || s.count("/feed") != 1 {
		t.Errorf("%d articles published; asked for %v", n, s.asked)
	}
	if _, _, err := state.Get(t.Context(), BucketSources, src.Key()); !errors.Is(err, ErrStateMissing) {
		t.Errorf("the check has left a state of the source: %v", err)
	}
}

func TestCheckBody(t *testing.T) {
	s := newSite(t)
	s.serve("/a", "text/html", articleHTML("Port hit", ""))
	c := newCrawler(t, testOptions(&shelf{}))
	body := strings.ReplaceAll(rss(rssItem("/a", "Port hit", someDate)), "<link>/a", "<link>"+s.URL+"/a")
	if got := c.CheckBody(t.Context(), Source{URL: "saved.xml"}, []byte(body)); stages(&got) != "items page article" {
		t.Errorf("%s: %+v", stages(&got), got)
	}
	if got := c.CheckBody(t.Context(), Source{URL: "saved.xml"}, []byte("<rss")); stages(&got) != "items!" || got.OK() {
		t.Errorf("%s: %+v", stages(&got), got)
	}
}

func TestCheckAddress(t *testing.T) {
	opt := testOptions(&shelf{})
	opt.AllowNets = nil
	c := newCrawler(t, opt)
	for address, want := range map[string]string{"ftp://a.example/": "address!", "http://127.0.0.1:1/feed": "address robots!"} {
		if got := c.Check(t.Context(), Source{URL: address}); stages(&got) != want {
			t.Errorf("%s: %s, want %s: %+v", address, stages(&got), want, got.Steps)
		}
	}
}

// TestNotesAreBounded: a feed of a thousand bad addresses makes no report of a thousand notes.
func TestNotesAreBounded(t *testing.T) {
	items := make([]string, 1000)
	for i := range items {
		items[i] = rssItem("ftp://x.example/", strings.Repeat("x", 500), someDate)
	}
	c := newCrawler(t, testOptions(&shelf{}))
	got := c.CheckBody(t.Context(), Source{URL: "saved.xml"}, []byte(rss(items...)))
	if len(got.Notes) != maxNotes+1 || got.Notes[maxNotes] != "and 990 more" {
		t.Errorf("%d notes, the last %q", len(got.Notes), got.Notes[len(got.Notes)-1])
	}
}
