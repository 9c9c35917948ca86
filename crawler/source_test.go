package crawler

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

func sourceState(t *testing.T, opt Options) SourceState {
	t.Helper()
	s, err := ReadSource(t.Context(), opt.State, opt.Sources[0])
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestConditionalGet(t *testing.T) {
	s := newSite(t)
	s.serve("/a", "text/html", articleHTML("Port hit", ""))
	body := rss(rssItem("/a", "Port hit", someDate))
	s.handle("/feed", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `W/"one"`)
		w.Header().Set("Last-Modified", "Mon, 05 Oct 2026 08:30:00 GMT")
		if r.Header.Get("If-None-Match") == `W/"one"` && r.Header.Get("If-Modified-Since") == "Mon, 05 Oct 2026 08:30:00 GMT" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		fmt.Fprint(w, body)
	})
	opt := testOptions(&shelf{}, Source{URL: s.URL + "/feed"})
	if got := once(t, opt); got.Published != 1 {
		t.Fatalf("first poll %+v", got)
	}
	before := sourceState(t, opt)
	if got := once(t, opt); got.Status != StatusUnchanged || got.Error != "" {
		t.Fatalf("second poll %+v", got)
	}
	after := sourceState(t, opt)
	if after.Interval != before.Interval+before.Interval/2 || after.ETag != `W/"one"` || after.Polls != 2 || after.LastError != "" {
		t.Errorf("state %+v", after)
	}
}

func TestSameBodyIsUnchanged(t *testing.T) {
	s := newSite(t)
	n := 0
	s.handle("/feed", func(w http.ResponseWriter, _ *http.Request) {
		n++
		w.Header().Set("ETag", fmt.Sprintf(`"%d"`, n))
		fmt.Fprint(w, rss(rssItem("/a", "Port hit", someDate)))
	})
	s.serve("/a", "text/html", articleHTML("Port hit", ""))
	opt := testOptions(&shelf{}, Source{URL: s.URL + "/feed"})
	once(t, opt)
	if got := once(t, opt); got.Status != StatusUnchanged {
		t.Errorf("second poll %+v", got)
	}
	if got := sourceState(t, opt).ETag; got != `"2"` {
		t.Errorf("etag %s", got)
	}
}

func TestBadSources(t *testing.T) {
	tests := []struct {
		name, kind  string
		page        http.HandlerFunc
		err, advice string
	}{
		{"a page", "feed", serveText("text/html", `<html><head><link rel="alternate" type="application/rss+xml" href="/real.xml"></head>`), "HTML page, not a feed; the feeds it names: http://127.0.0.1", "one of the feeds"},
		{"not well-formed", "feed", serveText("text/xml", "<rss><channel><item><title>x"), "not well-formed", "check the address"},
		{"empty", "feed", serveText("text/xml", "  \n"), "empty", "check the address"},
		{"JSON that is no feed", "feed", serveText("application/json", `{"a":1}`), "no JSON Feed", "check the address"},
		{"missing", "feed", http.NotFound, "404 Not Found", "check the source's address"},
		{"gone", "feed", status(410), "410 Gone", "remove the source"},
		{"forbidden", "feed", status(403), "403 Forbidden", "ask its owner"},
		{"too many requests", "feed", status(429), "429", "nothing"},
		{"server error", "feed", status(500), "500", "polled again"},
		{"304 to nothing", "feed", status(304), "304", "polled again"},
		{"hangs up", "feed", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, "EOF", "polled again"},
		{"no sitemap", "sitemap", serveText("text/html", "<html>"), "no sitemap", "check the address"},
		{"empty sitemap", "sitemap", serveText("text/xml", ""), "empty", "check the address"},
		{"site that is an image", "site", serveText("image/png", "x"), "not a page", "check the address"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newSite(t)
			s.handle("/source", tt.page)
			opt := testOptions(&shelf{}, Source{URL: s.URL + "/source", Kind: Kind(tt.kind)})
			got := once(t, opt)
			if got.Status != StatusFailed || !strings.Contains(got.Error, tt.err) || !strings.Contains(got.Hint, tt.advice) {
				t.Errorf("got %+v", got)
			}
			state := sourceState(t, opt)
			if state.Failures != 1 || !strings.Contains(state.LastError, tt.err) || !state.LastSuccess.IsZero() || !state.NextPoll.After(state.LastPoll) {
				t.Errorf("state %+v", state)
			}
			if state.Gone != (tt.name == "gone") {
				t.Errorf("gone %v", state.Gone)
			}
		})
	}
}

func serveText(contentType, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		fmt.Fprint(w, body)
	}
}

func TestOneBadSourceStopsNoOther(t *testing.T) {
	s := newSite(t)
	s.serve("/feed", "text/xml", rss(rssItem("/a", "Port hit", someDate)))
	s.serve("/a", "text/html", articleHTML("Port hit", ""))
	sink := &shelf{}
	c := newCrawler(t, testOptions(sink, Source{URL: s.URL + "/none"}, Source{URL: "http://127.0.0.1:1/feed"}, Source{URL: s.URL + "/feed"}, Source{URL: s.URL + "/feed"}))
	got, err := c.Once(t.Context())
	if err != nil || len(got.Sources) != 3 || got.Sources[2].Published != 1 || got.Done() {
		t.Errorf("summary %+v, error %v", got, err)
	}
}

func TestRetryAfterHoldsTheHost(t *testing.T) {
	s := newSite(t)
	s.handle("/feed", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "3600")
		w.WriteHeader(http.StatusServiceUnavailable)
	})
	s.serve("/other", "text/xml", rss())
	opt := testOptions(&shelf{}, Source{URL: s.URL + "/feed"})
	once(t, opt)
	state := sourceState(t, opt)
	if d := state.NextPoll.Sub(state.LastPoll); d < time.Hour || d > 67*time.Minute {
		t.Errorf("next poll after %s", d)
	}
	opt.Sources = []Source{{URL: s.URL + "/other"}}
	if got := once(t, opt); got.Status != StatusFailed || !strings.Contains(got.Error, "asked not to be called before") || s.count("/other") != 0 {
		t.Errorf("another source of the host, after a restart: %+v", got)
	}
}

func TestMovedSource(t *testing.T) {
	s := newSite(t)
	s.handle("/old", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/new", http.StatusMovedPermanently) })
	s.serve("/new", "text/xml", rss())
	opt := testOptions(&shelf{}, Source{URL: s.URL + "/old"})
	for range 5 {
		once(t, opt)
	}
	if s.count("/old") != 3 || s.count("/new") != 5 {
		t.Errorf("%d requests to the old address, %d to the new one", s.count("/old"), s.count("/new"))
	}
	if state := sourceState(t, opt); state.MovedTo != s.URL+"/new" || state.URL != s.URL+"/old" {
		t.Errorf("state %+v", state)
	}
}

func TestRedirectToAPageMovesNothing(t *testing.T) {
	s := newSite(t)
	s.handle("/feed", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/", http.StatusMovedPermanently) })
	s.serve("/", "text/html", "<html>")
	opt := testOptions(&shelf{}, Source{URL: s.URL + "/feed"})
	for range 4 {
		once(t, opt)
	}
	if s.count("/feed") != 4 || sourceState(t, opt).MovedSeen != 0 {
		t.Errorf("%d requests to the feed, state %+v", s.count("/feed"), sourceState(t, opt))
	}
}

func TestMovedSourceThatFailsIsAskedAtHomeAgain(t *testing.T) {
	s := newSite(t)
	s.handle("/old", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/new", http.StatusMovedPermanently) })
	s.serve("/new", "text/xml", rss())
	opt := testOptions(&shelf{}, Source{URL: s.URL + "/old"})
	for range 4 {
		once(t, opt)
	}
	s.handle("/new", status(404))
	s.serve("/old", "text/xml", rss())
	for range 3 {
		once(t, opt)
	}
	if got := once(t, opt); got.Error != "" || s.count("/old") != 4 {
		t.Errorf("got %+v after %d requests to the old address", got, s.count("/old"))
	}
}

func TestBadOptions(t *testing.T) {
	tests := []struct {
		name string
		opt  Options
		want string
	}{
		{"no sink", Options{}, "no sink"},
		{"kind", Options{Sink: &shelf{}, Sources: []Source{{URL: "https://courier.example/", Kind: "podcast"}}}, `kind "podcast" is none of`},
		{"scheme", Options{Sink: &shelf{}, Sources: []Source{{URL: "ftp://courier.example/"}}}, "neither http nor https"},
		{"not an address", Options{Sink: &shelf{}, Sources: []Source{{URL: "courier.example"}}}, "neither http nor https"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := New(tt.opt); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want %q", err, tt.want)
			}
		})
	}
}

// brokenState fails every call, as a bus does that is away.
type brokenState struct{ MemoryState }

var errAway = errors.New("the bus is away")

func (*brokenState) Get(context.Context, string, string) ([]byte, uint64, error) {
	return nil, 0, errAway
}

func TestStateAway(t *testing.T) {
	s := newSite(t)
	opt := testOptions(&shelf{}, Source{URL: s.URL + "/feed"})
	opt.State = &brokenState{}
	if got := once(t, opt); got.Status != StatusFailed || !strings.Contains(got.Error, "the bus is away") || s.count("/feed") != 0 {
		t.Errorf("got %+v", got)
	}
}

func TestMemoryStateComparesAndSets(t *testing.T) {
	var s MemoryState
	ctx := t.Context()
	if _, _, err := s.Get(ctx, "b", "k"); !errors.Is(err, ErrStateMissing) {
		t.Fatalf("get of nothing: %v", err)
	}
	one, err := s.Put(ctx, "b", "k", []byte("1"), 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Put(ctx, "b", "k", []byte("x"), 0); !errors.Is(err, ErrStateConflict) {
		t.Errorf("second create: %v", err)
	}
	if _, err := s.Put(ctx, "b", "k", []byte("2"), one); err != nil {
		t.Errorf("update: %v", err)
	}
	if _, err := s.Put(ctx, "b", "k", []byte("x"), one); !errors.Is(err, ErrStateConflict) {
		t.Errorf("stale update: %v", err)
	}
	if v, _, err := s.Get(ctx, "b", "k"); err != nil || string(v) != "2" {
		t.Errorf("value %q, %v", v, err)
	}
	if err := s.Delete(ctx, "b", "k"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Put(ctx, "b", "k", []byte("3"), 0); err != nil {
		t.Errorf("create after delete: %v", err)
	}
}
