package elastic

import (
	"context"
	"fmt"
	"time"

	"github.com/claimwire/claimwire/internal/claim"
)

// Articles calls f for the newest state of every article that was published, or else fetched, at since
// or later, and whose text is still kept. Articles added meanwhile may or may not come.
func (s *Store) Articles(ctx context.Context, since time.Time, f func(claim.Article) error) error {
	filter := []object{{"term": object{"kept": true}}}
	if !since.IsZero() {
		filter = append(filter, object{"range": object{"seen": object{"gte": micros(since)}}})
	}
	if err := s.refresh(ctx, articles); err != nil {
		return fmt.Errorf("list articles: %w", err)
	}
	var stop error
	err := s.scanBy(ctx, articles, object{"bool": object{"filter": filter}}, "claimwire.article", 100, func(h *hit) error {
		d, err := h.article()
		if err != nil {
			return err
		}
		stop = f(*d.Claimwire.Article)
		return stop
	})
	if err != nil && stop == nil {
		return fmt.Errorf("list articles: %w", err)
	}
	return err
}

// Retain drops the texts of articles that were fetched before a time, and published events from before
// another; a zero time drops nothing. Claims and evidence stay. It can be stopped and repeated.
func (s *Store) Retain(ctx context.Context, articlesBefore, eventsBefore time.Time) error {
	if !articlesBefore.IsZero() {
		filter := []object{{"term": object{"kept": true}}, {"range": object{"fetched": object{"lt": micros(articlesBefore)}}}}
		err := s.eachBatch(ctx, articles, filter, func(h *hit) (op, error) {
			at := h.version()
			body, err := marshal(object{"kept": false, "claimwire": object{"article": object{"text": ""}}})
			return op{action: "update", id: h.ID, at: &at, doc: body}, err
		})
		if err != nil {
			return fmt.Errorf("drop old article texts: %w", err)
		}
		if err := s.dropOlder(ctx, micros(articlesBefore)); err != nil {
			return fmt.Errorf("drop texts of older states: %w", err)
		}
	}
	if eventsBefore.IsZero() {
		return nil
	}
	var waiting map[string]bool
	err := s.write(ctx, "look what waits", func(context.Context) error { waiting = s.memory.unpublished(); return nil })
	if err != nil {
		return fmt.Errorf("drop old events: %w", err)
	}
	filter := []object{{"range": object{"event.created": object{"lt": eventsBefore.UTC().Format(time.RFC3339Nano)}}}}
	err = s.eachBatch(ctx, events, filter, func(h *hit) (op, error) {
		if at := h.version(); !waiting[h.ID] {
			return op{action: "delete", id: h.ID, at: &at}, nil
		}
		return op{}, nil
	})
	if err != nil {
		return fmt.Errorf("drop old events: %w", err)
	}
	return nil
}

// eachBatch makes an op, or none, of every document that matches and sends them some at a time. A document that
// somebody else changes meanwhile is left for the next time.
func (s *Store) eachBatch(ctx context.Context, kind string, filter []object, f func(h *hit) (op, error)) error {
	var ops []op
	send := func() error {
		_, err := s.bulk(ctx, ops)
		ops = ops[:0]
		return err
	}
	if err := s.refresh(ctx, kind); err != nil {
		return err
	}
	err := s.scan(ctx, kind, object{"bool": object{"filter": filter}}, false, func(h *hit) error {
		o, err := f(h)
		if o.index = s.index(kind); o.action != "" {
			ops = append(ops, o)
		}
		if err == nil && len(ops) >= scanSize {
			err = send()
		}
		return err
	})
	if err != nil {
		return err
	}
	return send()
}

// Stats are the sizes of an index.
type Stats struct {
	Articles  int64 `json:"articles"`
	Evidence  int64 `json:"evidence"`
	Nodes     int64 `json:"nodes"`
	Claims    int64 `json:"claims"`
	Waiting   int64 `json:"waiting"` // nodes whose claims are not computed yet
	Outbox    int64 `json:"outbox"`  // events that the bus does not have yet
	Events    int64 `json:"events"`  // that the bus has, until retention
	Decisions int64 `json:"decisions"`
	Bytes     int64 `json:"bytes"` // of the primary shards
}

// Stats counts what is stored.
func (s *Store) Stats(ctx context.Context) (Stats, error) {
	var st Stats
	if err := s.current(ctx, articles, evidence, nodes, claims, events, decisions); err != nil {
		return st, fmt.Errorf("read sizes: %w", err)
	}
	for _, c := range []struct {
		to     *int64
		kind   string
		filter object
	}{
		{&st.Articles, articles, object{"match_all": object{}}}, {&st.Evidence, evidence, object{"term": object{"gone": false}}},
		{&st.Nodes, nodes, object{"bool": object{"must_not": object{"exists": object{"field": "hub"}}}}}, {&st.Claims, claims, object{"match_all": object{}}},
		{&st.Events, events, object{"match_all": object{}}}, {&st.Decisions, decisions, object{"match_all": object{}}},
	} {
		var answer struct {
			Count int64 `json:"count"`
		}
		err := s.call(ctx, request{method: "POST", path: "/" + s.index(c.kind) + "/_count", body: object{"query": c.filter}}, &answer)
		if err != nil {
			return st, fmt.Errorf("read sizes: %w", err)
		}
		*c.to = answer.Count
	}
	journal, err := s.journaled(ctx)
	if err != nil {
		return st, fmt.Errorf("read sizes: %w", err)
	}
	st.Waiting, st.Outbox, st.Events = journal.work, journal.outbox, max(st.Events-journal.outbox-journal.open, 0)
	var size struct {
		All struct {
			Primaries struct {
				Store struct {
					Bytes int64 `json:"size_in_bytes"`
				} `json:"store"`
			} `json:"primaries"`
		} `json:"_all"`
	}
	if err := s.call(ctx, request{method: "GET", path: "/" + s.opts.Prefix + "-*/_stats/store"}, &size); err != nil {
		return st, fmt.Errorf("read sizes: %w", err)
	}
	st.Bytes = size.All.Primaries.Store.Bytes
	return st, nil
}
