package elastic

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"net/url"
	"os"
	"sync"
	"testing"

	"github.com/claimwire/claimwire/indexer/storetest"
)

// address is where tests find a real Elasticsearch.
func address(tb testing.TB) string {
	tb.Helper()
	url := os.Getenv("CLAIMWIRE_TEST_ELASTICSEARCH_URL")
	if url == "" {
		tb.Skip("no Elasticsearch: set CLAIMWIRE_TEST_ELASTICSEARCH_URL to one that may be written to")
	}
	return url
}

// pool lends out empty stores. To empty one takes a hundredth of the time that new indices take.
type pool struct {
	tb   testing.TB
	url  string
	mu   sync.Mutex
	free []*Store
}

func newPool(tb testing.TB) *pool { return &pool{tb: tb, url: address(tb)} }

// open lends a store until tb ends.
func (p *pool) open(tb testing.TB) *Store {
	tb.Helper()
	s := p.take()
	if s == nil {
		s = create(p.tb, tb, Options{URLs: []string{p.url}})
	}
	tb.Cleanup(func() {
		if err := s.empty(context.Background()); err != nil {
			tb.Error(err)
		}
		p.mu.Lock()
		defer p.mu.Unlock()
		p.free = append(p.free, s)
	})
	return s
}

func (p *pool) take() *Store {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.free) == 0 {
		return nil
	}
	s := p.free[len(p.free)-1]
	p.free = p.free[:len(p.free)-1]
	return s
}

// create makes indices with a prefix of their own, which are there until owner ends.
func create(owner, tb testing.TB, o Options) *Store {
	tb.Helper()
	var b [6]byte
	if _, err := rand.Read(b[:]); err != nil {
		tb.Fatal(err)
	}
	none := 0
	o.Prefix, o.Replicas = "cwtest-"+hex.EncodeToString(b[:]), &none
	s, err := Open(tb.Context(), o)
	if err != nil {
		tb.Fatal(err)
	}
	if err := s.Setup(tb.Context()); err != nil {
		tb.Fatal(err)
	}
	owner.Cleanup(func() {
		if err := s.Drop(context.Background()); err != nil {
			owner.Error(err)
		}
	})
	return s
}

// empty deletes every document.
func (s *Store) empty(ctx context.Context) error {
	if err := s.refresh(ctx, kinds()...); err != nil {
		return err
	}
	q := url.Values{"refresh": {"true"}, "conflicts": {"proceed"}}
	r := request{method: "POST", path: "/" + s.opts.Prefix + "-*/_delete_by_query", query: q, body: object{"query": object{"match_all": object{}}}}
	s.memory.loaded = false
	return s.call(ctx, r, nil)
}

func TestContract(t *testing.T) {
	p := newPool(t)
	storetest.Run(t, func(tb testing.TB) storetest.Full { return p.open(tb) })
}
