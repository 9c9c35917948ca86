package crawler

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

func checkRobots(t *testing.T, c *Crawler, raw string) error {
	t.Helper()
	u, err := url.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	return c.robots.check(t.Context(), u)
}

func TestRobotsByStatus(t *testing.T) {
	tests := []struct {
		name      string
		page      http.HandlerFunc
		allowed   bool
		temporary bool
	}{
		{"allows", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "User-agent: *\nDisallow: /x\n") }, true, false},
		{"forbids", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "User-agent: *\nDisallow: /\n") }, false, false},
		{"missing", http.NotFound, true, false},
		{"forbidden itself", status(403), true, false},
		{"server error", status(500), false, true},
		{"unavailable", status(503), false, true},
		{"too many requests", status(429), false, true},
		{"hangs up", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, false, true},
		{"redirects for ever", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/robots.txt", http.StatusFound) }, true, false},
		{"a web page", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, articleHTML("x", "")) }, true, false},
		{"longer than counts", func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(w, "User-agent: *\nDisallow: /p\n")
			for range 700 << 10 / 16 {
				fmt.Fprint(w, "# filling filler\n")
			}
		}, false, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newSite(t)
			s.handle("/robots.txt", tt.page)
			err := checkRobots(t, newCrawler(t, testOptions(&shelf{})), s.URL+"/page")
			if tt.allowed != (err == nil) {
				t.Fatalf("error %v", err)
			}
			if e, ok := errors.AsType[*RobotsError](err); err != nil && (!ok || e.Temporary != tt.temporary) {
				t.Errorf("error %v", err)
			}
		})
	}
}

func status(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
}

func TestRobotsIsFetchedOnce(t *testing.T) {
	s := newSite(t)
	s.serve("/robots.txt", "text/plain", "User-agent: *\nDisallow: /secret\n")
	c := newCrawler(t, testOptions(&shelf{}))
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			if err := checkRobots(t, c, s.URL+"/page"); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if n := s.count("/robots.txt"); n != 1 {
		t.Errorf("%d requests", n)
	}
}

func TestRobotsAges(t *testing.T) {
	s := newSite(t)
	forbid := "User-agent: *\nDisallow: /secret\n"
	s.serve("/robots.txt", "text/plain", forbid)
	opt := testOptions(&shelf{})
	c := newCrawler(t, opt)
	now := time.Now()
	c.robots.now = func() time.Time { return now }
	ask := func(path string, want bool, requests int) {
		t.Helper()
		err := checkRobots(t, c, s.URL+path)
		if (err == nil) != want || s.count("/robots.txt") != requests {
			t.Fatalf("%s: error %v after %d requests, want %v after %d", path, err, s.count("/robots.txt"), want, requests)
		}
	}
	ask("/page", true, 1)
	now = now.Add(23 * time.Hour)
	ask("/secret", false, 1)
	s.handle("/robots.txt", status(500))
	now = now.Add(2 * time.Hour)
	ask("/page", true, 2) // the good copy helps
	ask("/secret", false, 2)
	now = now.Add(11 * time.Minute)
	ask("/page", true, 3)
	now = now.Add(72 * time.Hour)
	ask("/page", false, 4) // too old by now
	s.serve("/robots.txt", "text/plain", forbid)
	now = now.Add(11 * time.Minute)
	ask("/page", true, 5)

	c = newCrawler(t, opt) // a new process reads what the last one kept
	c.robots.now = func() time.Time { return now }
	ask("/secret", false, 5)
}

func TestCrawlDelayReachesTheGate(t *testing.T) {
	s := newSite(t)
	s.serve("/robots.txt", "text/plain", "User-agent: *\nCrawl-delay: 7\n")
	c := newCrawler(t, testOptions(&shelf{}))
	if err := checkRobots(t, c, s.URL+"/page"); err != nil {
		t.Fatal(err)
	}
	u, _ := url.Parse(s.URL) // it was parsed above
	if d := c.robots.gate.hosts[u.Host].delay; d != 7*time.Second {
		t.Errorf("delay %s", d)
	}
}

func TestHeldHostIsNotAskedForRobots(t *testing.T) {
	s := newSite(t)
	c := newCrawler(t, testOptions(&shelf{}))
	c.robots.gate.settle(strings.TrimPrefix(s.URL, "http://"), 0, time.Now().Add(time.Hour))
	if _, ok := errors.AsType[*HoldError](checkRobots(t, c, s.URL+"/page")); !ok || s.count("/robots.txt") != 0 {
		t.Errorf("%d requests", s.count("/robots.txt"))
	}
}

func TestHoldsDouble(t *testing.T) {
	s := newSite(t)
	c := newCrawler(t, testOptions(&shelf{}))
	c.robots.now = func() time.Time { return noon }
	u, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []time.Duration{30 * time.Second, time.Minute, 2 * time.Minute} {
		if got := c.robots.hold(t.Context(), u, time.Time{}).Sub(noon); got != want {
			t.Errorf("hold of %s, want %s", got, want)
		}
	}
	if got := c.robots.hold(t.Context(), u, noon.Add(time.Hour)).Sub(noon); got != time.Hour {
		t.Errorf("hold of %s in place of the hour that was asked for", got)
	}
	c.robots.answered(t.Context(), u)
	if got := c.robots.hold(t.Context(), u, time.Time{}).Sub(noon); got != 30*time.Second {
		t.Errorf("after an answer: hold of %s", got)
	}
}
