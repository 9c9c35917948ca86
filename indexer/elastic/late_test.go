package elastic

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/claimwire/claimwire/indexer"
	"github.com/claimwire/claimwire/indexer/storetest"
)

// parked is a proxy before Elasticsearch that keeps the first bulk request with claims back: to its sender
// it looks as if nobody had answered.
type parked struct {
	mu   sync.Mutex
	body []byte
	url  string
}

func park(t *testing.T, url string) *parked {
	t.Helper()
	target, err := parseURL(url)
	if err != nil {
		t.Fatal(err)
	}
	p := &parked{}
	forward := httputil.NewSingleHostReverseProxy(target)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/_bulk" && p.keep(r) {
			panic(http.ErrAbortHandler)
		}
		forward.ServeHTTP(w, r)
	}))
	t.Cleanup(srv.Close)
	p.url = srv.URL
	return p
}

// keep reports whether a request stays here.
func (p *parked) keep(r *http.Request) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		return true
	}
	r.Body = io.NopCloser(bytes.NewReader(b))
	if p.body == nil && bytes.Contains(b, []byte(`-claims","_id"`)) {
		p.body = b
	}
	return p.body != nil
}

// takeOver lets a writer behind the proxy index a batch up to its claims, which nobody answers for, and another one
// take its place.
func takeOver(t *testing.T, next *Store, held *parked, batch []indexer.Item) {
	t.Helper()
	old := through(t, next, held.url)
	old.limits.tries, old.limits.dialTries = 1, 1
	fresh, err := old.Add(t.Context(), batch)
	if err != nil {
		t.Fatal(err)
	}
	if err := storetest.Compute(t.Context(), old, fresh); err == nil {
		t.Fatal("a commit without its claims succeeds")
	}
	if err := next.Takeover(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// TestLateClaims lets a writer's claims arrive after another has taken over: the process was frozen in the
// middle of the request. Whatever the other has done by then, every event is announced once.
func TestLateClaims(t *testing.T) {
	address(t)
	p := newPool(t)
	batch := storetest.Articles(0, 6)
	calm := p.open(t)
	storetest.Index(t, calm, batch)
	want := storetest.Describe(t, calm)
	for name, before := range map[string]bool{"before it computes": true, "after it has computed": false} {
		t.Run(name, func(t *testing.T) {
			next := p.open(t)
			held := park(t, next.opts.URLs[0])
			takeOver(t, next, held, batch)
			arrive := func() {
				r := request{method: "POST", path: "/_bulk", raw: held.body}
				if err := next.call(t.Context(), r, nil); err != nil {
					t.Fatal(err)
				}
			}
			if before {
				arrive()
			}
			storetest.Index(t, next, batch)
			if !before {
				arrive()
				storetest.Index(t, next, batch)
			}
			if got := storetest.Describe(t, next); got != want {
				t.Errorf("claims:\n%s\nwant\n%s", got, want)
			}
			if n := pending(t, next); n != len(batch) {
				t.Errorf("%d events wait, want %d", n, len(batch))
			}
			if len(next.memory.late) > 0 {
				t.Errorf("commits stay open: %v", next.memory.late)
			}
		})
	}
}

// TestClaimsThatNeverArrive ends a writer in the middle of a commit: what its claims would have announced
// is no event that waits to be sent, and is forgotten once no request of that writer can arrive any more.
func TestClaimsThatNeverArrive(t *testing.T) {
	address(t)
	next := newPool(t).open(t)
	batch := storetest.Articles(0, 6)
	takeOver(t, next, park(t, next.opts.URLs[0]), batch)
	holdsOpen := func(commits int) {
		t.Helper()
		st, err := next.Stats(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if len(next.memory.late) != commits || st.Outbox != 0 || st.Events != 0 {
			t.Errorf("%d commits are open, want %d; %d events to send, %d sent, want none", len(next.memory.late), commits, st.Outbox, st.Events)
		}
	}
	holdsOpen(1)
	next.memory.doubt = time.Now().Add(-time.Second)
	if err := next.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	holdsOpen(0)
	if err := next.refresh(t.Context(), events, journal); err != nil {
		t.Fatal(err)
	}
	for _, kind := range []string{events, journal} {
		err := next.scan(t.Context(), kind, object{"match_all": object{}}, nil, func(h *hit) error {
			if !strings.HasPrefix(h.ID, workEntry) {
				t.Errorf("%s keeps %s", kind, h.ID)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	storetest.Index(t, next, batch)
	if n := pending(t, next); n != len(batch) {
		t.Errorf("%d events wait, want %d", n, len(batch))
	}
}
