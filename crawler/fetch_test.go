package crawler

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

func get(t *testing.T, c *Crawler, url string) (response, error) {
	t.Helper()
	return c.fetch.get(t.Context(), request{url: url, accept: "*/*", limit: 10 << 20})
}

func gzipped(t *testing.T, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestBodies(t *testing.T) {
	zeros := make([]byte, 9<<20)
	tests := []struct {
		name, path, contentType, encoding string
		body                              []byte
		want                              string // of the body, or in the error
		refused                           bool
	}{
		{"plain", "/p", "text/html; charset=iso-8859-1", "", []byte("g\xf6teborg"), "g\xf6teborg", false},
		{"packed transfer", "/p", "text/html", "gzip", gzipped(t, []byte("hello")), "hello", false},
		{"packed file", "/map.xml.gz", "application/x-gzip", "", gzipped(t, []byte("<urlset/>")), "<urlset/>", false},
		{"packed file in a packed transfer", "/map.xml.gz", "application/gzip", "gzip", gzipped(t, gzipped(t, []byte("<urlset/>"))), "<urlset/>", false},
		{"file named as packed, plain inside", "/map.xml.gz", "text/xml", "", []byte("<urlset/>"), "<urlset/>", false},
		{"empty", "/p", "text/html", "gzip", nil, "", false},
		{"encoding that nobody asked for", "/p", "text/html", "br", []byte("x"), `"br" was not asked for`, true},
		{"said to be packed", "/p", "text/html", "gzip", []byte("plain text"), "no gzip", true},
		{"over the limit", "/p", "text/html", "", bytes.Repeat([]byte("word "), 11<<20/5), "larger than 10485760 bytes", true},
		{"bomb in the transfer", "/p", "text/html", "gzip", gzipped(t, zeros), "unpack to over", true},
		{"bomb in a packed file", "/map.xml.gz", "application/x-gzip", "", gzipped(t, zeros), "unpack to over", true},
		{"bomb in a bomb", "/map.xml.gz", "application/x-gzip", "gzip", gzipped(t, gzipped(t, zeros)), "unpack to over", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newSite(t)
			s.handle(tt.path, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", tt.contentType)
				if tt.encoding != "" {
					w.Header().Set("Content-Encoding", tt.encoding)
				}
				_, _ = w.Write(tt.body) // the client may hang up
			})
			res, err := get(t, newCrawler(t, testOptions(&shelf{})), s.URL+tt.path)
			if tt.refused {
				if err == nil || !strings.Contains(err.Error(), tt.want) {
					t.Fatalf("error %v, want %q", err, tt.want)
				}
				return
			}
			if err != nil || string(res.body) != tt.want || res.contentType != tt.contentType {
				t.Errorf("body %q, content type %q, error %v", clip(string(res.body)), res.contentType, err)
			}
		})
	}
}

func TestRequestIsHonest(t *testing.T) {
	s := newSite(t)
	var got http.Header
	s.handle("/p", func(_ http.ResponseWriter, r *http.Request) { got = r.Header })
	opt := testOptions(&shelf{})
	opt.Version, opt.Contact = "1.2", "https://claimwire.example/bot"
	if _, err := get(t, newCrawler(t, opt), s.URL+"/p"); err != nil {
		t.Fatal(err)
	}
	if ua := got.Get("User-Agent"); ua != "claimwire/1.2 (+https://claimwire.example/bot)" {
		t.Errorf("User-Agent %q", ua)
	}
	if got.Get("Cookie") != "" || got.Get("Accept-Encoding") != "gzip" {
		t.Errorf("headers %v", got)
	}
}

func TestSlowServers(t *testing.T) {
	hang := func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusOK)
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	}
	drip := func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			if _, err := fmt.Fprint(w, "x"); err != nil {
				return
			}
			w.(http.Flusher).Flush()
		}
	}
	tests := []struct {
		name   string
		limits Limits
		page   http.HandlerFunc
		want   string
	}{
		{"no header", Limits{Header: 50 * time.Millisecond}, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, "timeout awaiting response headers"},
		{"no body", Limits{Total: 100 * time.Millisecond}, hang, "no whole answer within 100ms"},
		{"a body without end", Limits{Total: 300 * time.Millisecond}, drip, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newSite(t)
			s.handle("/p", tt.page)
			opt := testOptions(&shelf{})
			opt.Limits = tt.limits
			_, err := get(t, newCrawler(t, opt), s.URL+"/p")
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want %q", err, tt.want)
			}
		})
	}
}

func TestHeadersAreBounded(t *testing.T) {
	s := newSite(t)
	s.handle("/p", func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("X-Long", strings.Repeat("x", 100<<10)) })
	if _, err := get(t, newCrawler(t, testOptions(&shelf{})), s.URL+"/p"); err == nil || !strings.Contains(err.Error(), "headers exceeded") {
		t.Errorf("error %v", err)
	}
}

func TestLeastSpeed(t *testing.T) {
	b := &boundedBody{
		ctx: t.Context(), decoded: strings.NewReader("slow"), exchange: &exchange{limit: 1 << 20},
		start: time.Now().Add(-10 * time.Second), grace: 5 * time.Second,
	}
	_, err := b.Read(make([]byte, 10))
	if _, ok := errors.AsType[*SlowError](err); !ok {
		t.Errorf("4 bytes in 10 s: %v", err)
	}
}

func TestRedirects(t *testing.T) {
	s := newSite(t)
	hop := func(from, to string, status int) {
		s.handle(from, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, to, status) })
	}
	s.serve("/robots.txt", "text/plain", "User-agent: *\nDisallow: /secret\n")
	s.serve("/end", "text/html", "here")
	s.serve("/secret", "text/html", "not for us")
	hop("/one", "/end", http.StatusFound)
	hop("/moved", "/end", 301)
	hop("/mixed", "/one", 308)
	hop("/loop", "/loop", http.StatusFound)
	hop("/robots-trap", "/secret", http.StatusFound)
	hop("/file", "file:///etc/passwd", http.StatusFound)
	hop("/user", "http://ada:pass@"+strings.TrimPrefix(s.URL, "http://")+"/end", http.StatusFound)
	hop("/private", "http://10.0.0.1/", http.StatusFound)
	for i := range 6 {
		hop(fmt.Sprintf("/chain%d", i), fmt.Sprintf("/chain%d", i+1), http.StatusFound)
	}
	s.serve("/chain6", "text/html", "too far")
	tests := []struct {
		name, path, moved, err string
	}{
		{"followed", "/one", "", ""},
		{"for good", "/moved", "/end", ""},
		{"for good, then not", "/mixed", "", ""},
		{"loop", "/loop", "", "more than 5 redirects"},
		{"chain of six", "/chain0", "", "more than 5 redirects"},
		{"chain of five", "/chain1", "", ""},
		{"into what robots.txt forbids", "/robots-trap", "", "robots.txt forbids"},
		{"out of the web", "/file", "", "neither http nor https"},
		{"with user information", "/user", "", "user information"},
		{"into a private network", "/private", "", "refused to connect to 10.0.0.1:80"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			res, err := get(t, newCrawler(t, testOptions(&shelf{})), s.URL+tt.path)
			if tt.err != "" {
				if err == nil || !strings.Contains(err.Error(), tt.err) {
					t.Fatalf("error %v, want %q", err, tt.err)
				}
				return
			}
			if err != nil || res.status != 200 {
				t.Fatalf("status %d, error %v", res.status, err)
			}
			want := tt.moved
			if want != "" {
				want = s.URL + want
			}
			if res.movedTo != want {
				t.Errorf("moved to %q, want %q", res.movedTo, want)
			}
		})
	}
	if s.count("/secret") != 0 {
		t.Error("the forbidden page was fetched")
	}
}

func TestRedirectChecksTheOtherHostsRobots(t *testing.T) {
	a, b := newSite(t), newSite(t)
	b.serve("/robots.txt", "text/plain", "User-agent: claimwire\nDisallow: /\n")
	b.serve("/page", "text/html", "not for us")
	a.handle("/go", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, b.URL+"/page", http.StatusFound) })
	_, err := get(t, newCrawler(t, testOptions(&shelf{})), a.URL+"/go")
	if e, ok := errors.AsType[*RobotsError](err); !ok || e.Temporary || b.count("/page") != 0 {
		t.Errorf("error %v, %d requests for the page", err, b.count("/page"))
	}
}

// TestGuardAfterResolution: the name is dialled by its address, so a name that resolves to a private one
// is refused however it was checked before.
func TestGuardAfterResolution(t *testing.T) {
	s := newSite(t)
	s.serve("/p", "text/html", "inside")
	u, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ name, host string }{
		{"address", "127.0.0.1"},
		{"name", "localhost"},
		{"mapped into IPv6", "[::ffff:127.0.0.1]"},
		{"name mapped to loopback", "rebound.example"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			opt := testOptions(&shelf{})
			opt.AllowNets = nil
			opt.Resolve = map[string]string{"rebound.example:" + u.Port(): u.Host}
			_, err := get(t, newCrawler(t, opt), "http://"+tt.host+":"+u.Port()+"/p")
			if _, ok := errors.AsType[*GuardError](err); !ok {
				t.Errorf("error %v", err)
			}
		})
	}
	if s.count("/p")+s.count("/robots.txt") != 0 {
		t.Error("the server was reached")
	}
}

func TestResolveGivesNames(t *testing.T) {
	s := newSite(t)
	s.handle("/p", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, r.Host) })
	opt := testOptions(&shelf{})
	opt.Resolve = map[string]string{"courier.example:80": strings.TrimPrefix(s.URL, "http://")}
	res, err := get(t, newCrawler(t, opt), "http://courier.example/p")
	if err != nil || string(res.body) != "courier.example" {
		t.Errorf("body %q, error %v", res.body, err)
	}
}

func TestCancelEndsAFetch(t *testing.T) {
	s := newSite(t)
	reached := make(chan struct{})
	s.handle("/p", func(_ http.ResponseWriter, r *http.Request) { close(reached); <-r.Context().Done() })
	c := newCrawler(t, testOptions(&shelf{}))
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() {
		if _, err := c.fetch.get(ctx, request{url: s.URL + "/p", limit: 1}); !errors.Is(err, context.Canceled) {
			t.Errorf("error %v", err)
		}
	})
	<-reached
	cancel()
	wg.Wait()
	c.idle()
}
