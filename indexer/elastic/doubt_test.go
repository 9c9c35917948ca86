package elastic

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/claimwire/claimwire/indexer"
	"github.com/claimwire/claimwire/indexer/storetest"
)

// counted is a proxy that counts the requests whose path ends in one of endings; refuse answers 403 to one kind.
func counted(t *testing.T, url, ending, refuse string) (address string, n *atomic.Int32) {
	t.Helper()
	target, err := parseURL(url)
	if err != nil {
		t.Fatal(err)
	}
	n = &atomic.Int32{}
	forward := httputil.NewSingleHostReverseProxy(target)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, ending) {
			n.Add(1)
		}
		if refuse != "" && strings.Contains(r.URL.Path, refuse) {
			w.Header().Set("X-Elastic-Product", "Elasticsearch")
			answer(403)(w, 0)
			return
		}
		forward.ServeHTTP(w, r)
	}))
	t.Cleanup(srv.Close)
	return srv.URL, n
}

// TestDoubt holds that while a request of a stopped writer may arrive claims are not searched for anew as long as
// none has, that they are as soon as one has, and always where the key may not ask whether one has.
func TestDoubt(t *testing.T) {
	url := address(t)
	p := newPool(t)
	for _, c := range []struct {
		name, refuse string
		calm         bool
	}{
		{name: "nobody else writes", calm: true},
		{name: "the key may not count writes", refuse: "/_stats"},
	} {
		t.Run(c.name, func(t *testing.T) {
			proxy, searches := counted(t, url, "-claims/_search", c.refuse)
			base := p.open(t)
			s := through(t, base, proxy)
			storetest.Index(t, s, storetest.Articles(0, 6))
			if err := s.Takeover(t.Context()); err != nil {
				t.Fatal(err)
			}
			s.memory.doubt = time.Now().Add(keepOpen)
			read := func() (indexer.View, int32) {
				before := searches.Load()
				v, err := s.Component(t.Context(), nodesOf(t, s), func(a, b *indexer.Node) bool { return false })
				if err != nil {
					t.Fatal(err)
				}
				return v, searches.Load() - before
			}
			if _, n := read(); n == 0 {
				t.Error("what a new writer does not know is not searched")
			}
			v, n := read()
			if (n == 0) != c.calm {
				t.Errorf("%d searches for claims that are known", n)
			}
			storetest.Index(t, s, storetest.Articles(6, 6)) // its own writes are no reason
			if _, n := read(); (n == 0) != c.calm {
				t.Errorf("%d searches after writes of its own", n)
			}
			late := v.Claims[0].ID
			if _, err := base.bulk(t.Context(), []op{{action: "delete", index: base.index(claims), id: late}}); err != nil {
				t.Fatal(err)
			}
			v, _ = read()
			for i := range v.Claims {
				if v.Claims[i].ID == late {
					t.Errorf("a claim that another writer has changed is shown as it was")
				}
			}
		})
	}
}

// nodesOf names all nodes that are stored.
func nodesOf(t *testing.T, s *Store) (ids []string) {
	t.Helper()
	err := s.refresh(t.Context(), nodes)
	if err == nil {
		err = s.scan(t.Context(), nodes, object{"match_all": object{}}, "id", func(h *hit) error {
			ids = append(ids, h.ID)
			return nil
		})
	}
	if err != nil {
		t.Fatal(err)
	}
	return ids
}
