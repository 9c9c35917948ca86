package elastic

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/claimwire/claimwire/indexer"
	"github.com/claimwire/claimwire/indexer/storetest"
	"github.com/claimwire/claimwire/internal/claim"
)

// fault spoils one answer: body is what the real Elasticsearch answered to a bulk request, or nil where
// the request shall not reach it. It answers what the client gets instead.
type fault struct {
	name   string
	before func(w http.ResponseWriter, size int) bool // true: answered, the request goes nowhere
	after  func(body []byte) []byte                   // changes the real answer
	times  int32                                      // how many bulk requests it spoils
}

// faulty is a proxy before Elasticsearch that spoils bulk requests while armed.
func faulty(t *testing.T, url string, f *fault) (address string, armed *atomic.Int32) {
	t.Helper()
	target, err := parseURL(url)
	if err != nil {
		t.Fatal(err)
	}
	armed = &atomic.Int32{}
	proxy := httputil.NewSingleHostReverseProxy(target)
	proxy.ModifyResponse = func(res *http.Response) error {
		if f.after == nil || !strings.HasPrefix(res.Request.URL.Path, "/_bulk") || armed.Add(-1) < 0 {
			return nil
		}
		body, err := io.ReadAll(res.Body)
		if err != nil {
			return err
		}
		res.Body = io.NopCloser(bytes.NewReader(f.after(body)))
		res.ContentLength = -1
		res.Header.Del("Content-Length")
		return nil
	}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if f.before != nil && r.URL.Path == "/_bulk" && armed.Add(-1) >= 0 {
			w.Header().Set("X-Elastic-Product", "Elasticsearch")
			if f.before(w, int(r.ContentLength)) {
				return
			}
		}
		r.Header.Del("Accept-Encoding")
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(srv.Close)
	return srv.URL, armed
}

func parseURL(text string) (*url.URL, error) { return url.Parse(text) }

func answer(code int) func(http.ResponseWriter, int) bool {
	return func(w http.ResponseWriter, _ int) bool {
		w.WriteHeader(code)
		fmt.Fprintf(w, `{"error":{"type":"made_up","reason":"for a test"},"status":%d}`, code)
		return true
	}
}

// edit changes the items of a bulk answer.
func edit(f func(items []map[string]map[string]any) []map[string]map[string]any) func([]byte) []byte {
	return func(body []byte) []byte {
		var a struct {
			Items []map[string]map[string]any `json:"items"`
		}
		if json.Unmarshal(body, &a) != nil {
			return body
		}
		a.Items = f(a.Items)
		b, err := json.Marshal(a)
		if err != nil {
			return body
		}
		return b
	}
}

func faults() []fault {
	return []fault{
		{name: "429 for whole requests", before: answer(429), times: 3},
		{name: "503 for whole requests", before: answer(503), times: 3},
		{name: "502 without JSON", before: func(w http.ResponseWriter, _ int) bool { w.WriteHeader(502); return true }, times: 2},
		{name: "413 above four kilobytes", times: 1 << 30, before: func(w http.ResponseWriter, size int) bool {
			return size > 4096 && answer(413)(w, size)
		}},
		{name: "the connection breaks", times: 2, before: func(w http.ResponseWriter, _ int) bool { panic(http.ErrAbortHandler) }},
		{name: "the answer is cut", times: 3, after: func(b []byte) []byte { return b[:len(b)/2] }},
		{name: "the answer is empty", times: 2, after: func(b []byte) []byte { return nil }},
		{name: "every third item is missing", times: 3, after: edit(func(items []map[string]map[string]any) (kept []map[string]map[string]any) {
			for i := range items {
				if i%3 != 1 {
					kept = append(kept, items[i])
				}
			}
			return kept
		})},
		{name: "every second item is refused for now", times: 3, after: edit(func(items []map[string]map[string]any) []map[string]map[string]any {
			for i, it := range items {
				for _, v := range it {
					if i%2 == 0 {
						v["status"] = 429
					}
				}
			}
			return items
		})},
	}
}

// TestFaults feeds the same articles with and without a fault: whatever the cluster answers, the claims,
// the evidence and the events are the same in the end. A caller that gets an error does what the bus does:
// it delivers again.
func TestFaults(t *testing.T) {
	real := address(t)
	batch := append(storetest.Articles(0, 12), storetest.Articles(3, 12)...)
	p := newPool(t)
	calm := p.open(t)
	storetest.Index(t, calm, batch)
	want, events := storetest.Describe(t, calm), pending(t, calm)
	for _, f := range faults() {
		t.Run(f.name, func(t *testing.T) {
			proxy, armed := faulty(t, real, &f)
			s := through(t, p.open(t), proxy)
			armed.Store(f.times)
			for try := 0; ; try++ {
				fresh, err := s.Add(t.Context(), batch)
				if err == nil {
					err = storetest.Compute(t.Context(), s, fresh)
				}
				if err == nil {
					break
				}
				if !errors.Is(err, ErrAway) || try > 5 {
					t.Fatalf("try %d: %v", try, err)
				}
			}
			if left := armed.Load(); left > 0 && f.times < 100 {
				t.Errorf("the fault happened %d times fewer than it should", left)
			}
			if got := storetest.Describe(t, s); got != want {
				t.Errorf("claims:\n%s\nwant\n%s", got, want)
			}
			if got := pending(t, s); got != events {
				t.Errorf("%d events, want %d", got, events)
			}
		})
	}
}

// through is a store on the same indices that reaches them by another address, with short waits.
func through(t *testing.T, s *Store, url string) *Store {
	t.Helper()
	o := s.opts
	o.URLs = []string{url}
	other, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	other.limits.backoff, other.limits.maxWait = time.Millisecond, 20*time.Millisecond
	return other
}

func pending(t *testing.T, s indexer.Outbox) int {
	t.Helper()
	var list []claim.Event
	list, err := s.Pending(t.Context(), 1000)
	if err != nil {
		t.Fatal(err)
	}
	return len(list)
}

// TestAway has faults that last: they are reported as such, nothing is taken for done, and the same call
// succeeds when they are over.
func TestAway(t *testing.T) {
	real := address(t)
	p := newPool(t)
	tests := []struct {
		name string
		f    fault
		is   error
	}{
		{"429 without end", fault{before: answer(429)}, ErrAway},
		{"503 without end", fault{before: answer(503)}, ErrAway},
		{"the key is refused", fault{before: answer(401)}, ErrAway},
		{"413 for a single document", fault{before: answer(413)}, nil},
		{"cut answers without end", fault{after: func(b []byte) []byte { return b[:len(b)/2] }}, ErrAway},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			proxy, armed := faulty(t, real, &test.f)
			s := through(t, p.open(t), proxy)
			s.limits.tries = 3
			armed.Store(1 << 30)
			_, err := s.Add(t.Context(), storetest.Articles(0, 3))
			var refused *RejectedError
			if test.is != nil && !errors.Is(err, test.is) || test.is == nil && !errors.As(err, &refused) {
				t.Fatalf("add: %v", err)
			}
			armed.Store(0)
			storetest.Index(t, s, storetest.Articles(0, 3))
			if n := strings.Count(storetest.Describe(t, s), "c-"); n != 3 {
				t.Errorf("%d claims afterwards, want 3", n)
			}
		})
	}
}

// TestNobodyThere reaches no node at all.
func TestNobodyThere(t *testing.T) {
	srv := httptest.NewServer(http.NotFoundHandler())
	srv.Close()
	s, err := connect(Options{URLs: []string{srv.URL}})
	if err != nil {
		t.Fatal(err)
	}
	s.limits.backoff = time.Millisecond
	if _, err := s.Add(t.Context(), storetest.Articles(0, 1)); !errors.Is(err, ErrAway) {
		t.Errorf("add: %v", err)
	}
	if _, err := s.Search(t.Context(), indexer.Request{}); !errors.Is(err, ErrAway) {
		t.Errorf("search: %v", err)
	}
	if _, err := Open(t.Context(), Options{URLs: []string{srv.URL}}); !errors.Is(err, ErrAway) || !strings.Contains(err.Error(), srv.URL) {
		t.Errorf("open: %v", err)
	}
}

// TestLease takes the right to write away at every write request in turn: nothing is sent after that, and
// whoever writes next, with nothing but what is stored, brings it to the same end.
func TestLease(t *testing.T) {
	real := address(t)
	p := newPool(t)
	batch := storetest.Articles(0, 4)
	calm := p.open(t)
	storetest.Index(t, calm, batch)
	want := storetest.Describe(t, calm)
	for allowed := 0; ; allowed++ {
		var left atomic.Int32
		left.Store(int32(allowed))
		o := p.open(t).opts
		o.URLs = []string{real}
		next, err := Open(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		o.Valid = func() bool { return left.Add(-1) >= 0 }
		s, err := Open(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		fresh, err := s.Add(t.Context(), batch)
		if err == nil {
			err = storetest.Compute(t.Context(), s, fresh)
		}
		if err != nil && !errors.Is(err, ErrNotWriter) {
			t.Fatal(err)
		}
		if e := next.Takeover(t.Context()); e != nil {
			t.Fatal(e)
		}
		storetest.Index(t, next, batch)
		if got := storetest.Describe(t, next); got != want {
			t.Errorf("stopped after %d requests:\n%s\nwant\n%s", allowed, got, want)
		}
		if n := pending(t, next); n != len(batch) {
			t.Errorf("stopped after %d requests: %d events, want %d", allowed, n, len(batch))
		}
		if err == nil {
			if allowed < 5 {
				t.Errorf("all was written by %d requests: there were no stops between", allowed)
			}
			return
		}
	}
}
