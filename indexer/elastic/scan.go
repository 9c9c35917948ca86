package elastic

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
)

// object is JSON that this package writes.
type object = map[string]any

// hit is one document as Elasticsearch returns it.
type hit struct {
	ID     string            `json:"_id"`
	Found  bool              `json:"found"` // of mget
	Seq    int64             `json:"_seq_no"`
	Term   int64             `json:"_primary_term"`
	Score  float64           `json:"_score"`
	Source json.RawMessage   `json:"_source"`
	Sort   []json.RawMessage `json:"sort"`
	Error  json.RawMessage   `json:"error"` // of mget
}

func (h *hit) version() version { return version{h.Seq, h.Term} }

// into reads the document.
func (h *hit) into(doc any) error {
	if err := json.Unmarshal(h.Source, doc); err != nil {
		return fmt.Errorf("document %s: %w", h.ID, err)
	}
	return nil
}

// The bounds of one request to read.
const (
	scanSize  = 1000
	termsSize = 5000
	mgetSize  = 1000
)

// scan calls f for every document that matches, ordered by its field id, in bounded pages. It needs no
// open context in the cluster, and a document that stays is seen once, whatever else is written.
func (s *Store) scan(ctx context.Context, kind string, filter object, source any, f func(h *hit) error) error {
	return s.scanBy(ctx, kind, filter, source, scanSize, f)
}

func (s *Store) scanBy(ctx context.Context, kind string, filter object, source any, size int, f func(h *hit) error) error {
	return s.scanIn(ctx, kind, []string{"id"}, filter, source, size, f)
}

// scanIn is scanBy in another order, which must be that of no two documents alike.
func (s *Store) scanIn(ctx context.Context, kind string, order []string, filter object, source any, size int, f func(h *hit) error) error {
	body := object{"query": object{"bool": object{"filter": filter}}, "size": size, "sort": order,
		"track_total_hits": false, "seq_no_primary_term": true}
	if source != nil {
		body["_source"] = source
	}
	for {
		hits, err := s.search(ctx, kind, body)
		if err != nil {
			return err
		}
		for i := range hits {
			if err := f(&hits[i]); err != nil {
				return err
			}
		}
		if len(hits) < size {
			return nil
		}
		body["search_after"] = hits[len(hits)-1].Sort
	}
}

// searchAnswer is the answer to a search.
type searchAnswer struct {
	TimedOut bool `json:"timed_out"`
	Shards   struct {
		Failed   int               `json:"failed"`
		Failures []json.RawMessage `json:"failures"`
	} `json:"_shards"`
	Hits struct {
		Total struct {
			Value    int    `json:"value"`
			Relation string `json:"relation"`
		} `json:"total"`
		Hits []hit `json:"hits"`
	} `json:"hits"`
	Aggregations map[string]struct {
		Buckets []struct {
			Key   string `json:"key"`
			Count int    `json:"doc_count"`
		} `json:"buckets"`
	} `json:"aggregations"`
}

func (s *Store) search(ctx context.Context, kind string, body object) ([]hit, error) {
	a, err := s.ask(ctx, kind, body, nil)
	if err != nil {
		return nil, err
	}
	return a.Hits.Hits, nil
}

// ask searches. Part of an answer is none: a claim whose evidence was not read in full would be computed
// from what happened to be there.
func (s *Store) ask(ctx context.Context, kind string, body object, params url.Values) (*searchAnswer, error) {
	q := url.Values{"allow_partial_search_results": {"false"}}
	for k, v := range params {
		q[k] = v
	}
	var a searchAnswer
	err := s.call(ctx, request{method: "POST", path: "/" + s.index(kind) + "/_search", query: q, body: body}, &a)
	if err != nil {
		return nil, err
	}
	if a.TimedOut || a.Shards.Failed > 0 {
		return nil, fmt.Errorf("search %s: %w: %d shards failed", s.index(kind), ErrAway, a.Shards.Failed)
	}
	return &a, nil
}

// scanTerms scans the documents whose field has one of values.
func (s *Store) scanTerms(ctx context.Context, kind, field string, values []string, source any, f func(h *hit) error) error {
	for len(values) > 0 {
		n := min(termsSize, len(values))
		if err := s.scan(ctx, kind, object{"terms": object{field: values[:n]}}, source, f); err != nil {
			return err
		}
		values = values[n:]
	}
	return nil
}

// mget calls f for the documents among ids that there are. It sees what was written, refreshed or not.
func (s *Store) mget(ctx context.Context, kind string, ids []string, source string, f func(h *hit) error) error {
	for len(ids) > 0 {
		n := min(mgetSize, len(ids))
		var answer struct {
			Docs []hit `json:"docs"`
		}
		q := url.Values{}
		if source != "" {
			q.Set("_source_includes", source)
		}
		err := s.call(ctx, request{method: "POST", path: "/" + s.index(kind) + "/_mget", query: q, body: object{"ids": ids[:n]}}, &answer)
		if err != nil {
			return err
		}
		if len(answer.Docs) != n {
			return fmt.Errorf("read %s: %w: %d answers on %d ids", s.index(kind), ErrAway, len(answer.Docs), n)
		}
		for i := range answer.Docs {
			h := &answer.Docs[i]
			if len(h.Error) > 0 {
				return fmt.Errorf("read %s of %s: %w: %s", h.ID, s.index(kind), awayOrNoSetup(reason(h.Error)), reason(h.Error))
			}
			if h.Found {
				if err := f(h); err != nil {
					return err
				}
			}
		}
		ids = ids[n:]
	}
	return nil
}

func awayOrNoSetup(why string) error {
	if strings.Contains(why, "index_not_found") {
		return ErrNoSetup
	}
	return ErrAway
}

// refresh makes what was written visible to searches.
func (s *Store) refresh(ctx context.Context, kinds ...string) error {
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = s.index(k)
	}
	taken := s.unseen.take(names) // before: what is written meanwhile may not be seen
	err := s.call(ctx, request{method: "POST", path: "/" + strings.Join(names, ",") + "/_refresh"}, nil)
	if err != nil {
		s.unseen.add(taken)
	}
	return err
}

// visible is refresh, where this process has written since the last one.
func (s *Store) visible(ctx context.Context, kinds ...string) error {
	kinds = slices.DeleteFunc(slices.Clone(kinds), func(k string) bool { return !s.unseen.has(s.index(k)) })
	if len(kinds) == 0 {
		return nil
	}
	return s.refresh(ctx, kinds...)
}

// lookEvery is how long what a process has seen is new enough for it.
const lookEvery = time.Second

// current is visible for those who read what other processes write, too. A key that may only read, and a
// cluster in trouble, show what they show: the indices refresh themselves every few seconds.
func (s *Store) current(ctx context.Context, kinds ...string) error {
	if err := s.visible(ctx, kinds...); err != nil || !s.unseen.due() {
		return err
	}
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = s.index(k)
	}
	if err := s.once(ctx, request{method: "POST", path: "/" + strings.Join(names, ",") + "/_refresh"}, nil, nil); err != nil && ctx.Err() != nil {
		return err
	}
	return nil
}

// unseen names the indices that were written since their last refresh.
type unseen struct {
	mu    sync.Mutex
	names map[string]bool
	last  time.Time // of current
}

// due reports whether it is time to look anew, and notes that somebody does.
func (u *unseen) due() bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	now := time.Now()
	if now.Sub(u.last) < lookEvery {
		return false
	}
	u.last = now
	return true
}

func (u *unseen) add(names []string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.names == nil {
		u.names = map[string]bool{}
	}
	for _, n := range names {
		u.names[n] = true
	}
}

// take takes names out, and returns those that were there.
func (u *unseen) take(names []string) (taken []string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	for _, n := range names {
		if u.names[n] {
			taken = append(taken, n)
			delete(u.names, n)
		}
	}
	return taken
}

func (u *unseen) has(name string) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.names[name]
}
