package elastic

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/claimwire/claimwire/indexer"
	"github.com/claimwire/claimwire/internal/claim"
)

// announce brings what claims announce to where it stays: the events into their index, where Pending
// finds them, and what was told onto the evidence, which also says from now on by which claim of moved it
// is held. rows are the pieces of evidence as they were read; where another has changed one since, the
// answer is indexer.ErrStale, and claims still have what they announce.
func (s *Store) announce(ctx context.Context, open []*claimDoc, rows map[string]*storedRow, moved map[string]string) error {
	var ops []op
	sent := map[string]bool{}
	told := map[string][]indexer.Told{}
	for _, d := range open {
		for _, e := range d.Pending {
			if sent[e.ID] {
				continue
			}
			sent[e.ID] = true
			body, err := marshal(newEventDoc(e, s.memory.nextMark()))
			if err != nil {
				return err
			}
			ops = append(ops, op{action: "create", index: s.index(events), id: e.ID, doc: body})
		}
		for _, t := range d.Told {
			told[t.Evidence] = append(told[t.Evidence], t)
		}
	}
	for id := range moved {
		if _, ok := told[id]; !ok {
			told[id] = nil
		}
	}
	first := len(ops)
	for _, id := range slices.Sorted(maps.Keys(told)) {
		o, err := s.tellOn(id, rows[id], told[id], moved)
		if err != nil {
			return err
		}
		ops = append(ops, o)
	}
	results, err := s.bulk(ctx, ops)
	if err != nil {
		return err
	}
	for i, o := range ops[first:] { // of those before, an event that is there already is the same event
		switch r := results[first+i]; {
		case r.outcome == conflict:
			return fmt.Errorf("%s of %s: %w", o.id, o.index, indexer.ErrStale)
		case r.outcome == done && rows[o.id] != nil:
			rows[o.id].at = r.at
		}
	}
	if len(sent) > 0 {
		return s.refresh(ctx, events)
	}
	return nil
}

// tellOn writes on one piece of evidence.
func (s *Store) tellOn(id string, r *storedRow, told []indexer.Told, moved map[string]string) (op, error) {
	part := object{}
	if r != nil && len(told) > 0 {
		for _, t := range told {
			if !slices.Contains(r.told, t) {
				r.told = append(r.told, t)
			}
		}
		part["told"] = r.told
	}
	if at, ok := moved[id]; ok {
		part["claim"] = at
	}
	body, err := marshal(part)
	o := op{action: "update", index: s.index(evidence), id: id, doc: body}
	if r != nil {
		o.at = &r.at
	}
	return o, err
}

// Pending lists the oldest events that are committed and not published.
func (s *Store) Pending(ctx context.Context, limit int) ([]claim.Event, error) {
	var list []claim.Event
	body := object{"query": object{"bool": object{"filter": object{"term": object{"published": false}}}}, "sort": []string{"seq"},
		"size": min(max(limit, 1), scanSize), "track_total_hits": false, "_source": "claimwire.event"}
	hits, err := s.search(ctx, events, body)
	for i := range hits {
		var d eventDoc
		if err == nil {
			err = hits[i].into(&d)
		}
		list = append(list, d.Claimwire.Event)
	}
	if err != nil {
		return nil, fmt.Errorf("list unpublished events: %w", err)
	}
	return list, nil
}

// Published takes events out of the outbox. They stay on record until Retain.
func (s *Store) Published(ctx context.Context, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	body, err := marshal(object{"published": true})
	if err != nil {
		return err
	}
	var ops []op
	for _, id := range ids {
		ops = append(ops, op{action: "update", index: s.index(events), id: id, doc: body})
	}
	if _, err = s.bulk(ctx, ops); err == nil {
		err = s.refresh(ctx, events)
	}
	if err != nil {
		return fmt.Errorf("mark events as published: %w", err)
	}
	return nil
}

// Sweep finishes what a stop left half done: it brings to the outbox what claims announced and no event
// says yet. Nodes that wait to be computed are named by the next Add, also of an empty batch.
func (s *Store) Sweep(ctx context.Context) error {
	return s.write(ctx, "sweep", func(ctx context.Context) error {
		return s.scanBy(ctx, claims, object{"term": object{"open": true}}, []string{"told", "pending"}, 200, func(h *hit) error {
			d := &claimDoc{}
			if err := h.into(d); err != nil {
				return err
			}
			return s.sweep(ctx, h, d)
		})
	})
}

// sweep closes one claim.
func (s *Store) sweep(ctx context.Context, h *hit, d *claimDoc) error {
	rows := map[string]*storedRow{}
	var ids []string
	for _, t := range d.Told {
		ids = append(ids, t.Evidence)
	}
	slices.Sort(ids)
	err := s.mget(ctx, evidence, slices.Compact(ids), "told", func(h *hit) error {
		var e evidenceDoc
		err := h.into(&e)
		rows[h.ID] = &storedRow{told: e.Told, at: h.version()}
		return err
	})
	if err == nil {
		err = s.announce(ctx, []*claimDoc{d}, rows, nil)
	}
	if errors.Is(err, indexer.ErrStale) {
		err = fmt.Errorf("%w: %v: does another indexer write?", ErrAway, err)
	}
	if err != nil {
		return err
	}
	closed, err := marshal(object{"open": false, "told": nil, "pending": nil})
	if err != nil {
		return err
	}
	at := h.version()
	_, err = s.bulk(ctx, []op{{action: "update", index: s.index(claims), id: h.ID, at: &at, doc: closed}})
	return err
}

// emptyPage is how many claims DropEmpty looks at in one go; others may write in between.
const emptyPage = 500

// DropEmpty deletes claims none of whose evidence there is any more, and says how many. No order of stops
// that is known leaves any; it looks at every claim, so it is run rarely.
func (s *Store) DropEmpty(ctx context.Context) (n int, err error) {
	var page []hit
	flush := func() error {
		err := s.write(ctx, "delete claims without evidence", func(ctx context.Context) error {
			dropped, err := s.dropEmpty(ctx, page)
			n += dropped
			return err
		})
		page = page[:0]
		return err
	}
	err = s.scanBy(ctx, claims, object{"match_all": object{}}, []string{"held"}, emptyPage, func(h *hit) error {
		if page = append(page, *h); len(page) < emptyPage {
			return nil
		}
		return flush()
	})
	if err == nil {
		err = flush()
	}
	if err == nil && n > 0 {
		err = s.refresh(ctx, claims)
	}
	return n, err
}

func (s *Store) dropEmpty(ctx context.Context, page []hit) (int, error) {
	var ids []string
	holders := map[string]string{} // by evidence
	for i := range page {
		var d claimDoc
		if err := page[i].into(&d); err != nil {
			return 0, err
		}
		for _, e := range d.Held {
			ids, holders[e] = append(ids, e), page[i].ID
		}
	}
	live := map[string]bool{}
	err := s.mget(ctx, evidence, ids, "gone", func(e *hit) error {
		var row evidenceDoc
		err := e.into(&row)
		live[holders[e.ID]] = live[holders[e.ID]] || !row.Gone
		return err
	})
	if err != nil {
		return 0, err
	}
	var ops []op
	for i := range page {
		if at := page[i].version(); !live[page[i].ID] {
			ops = append(ops, op{action: "delete", index: s.index(claims), id: page[i].ID, at: &at})
		}
	}
	results, err := s.bulk(ctx, ops)
	if err != nil {
		return 0, err
	}
	dropped := 0
	for _, r := range results {
		if r.outcome == done {
			dropped++
		}
	}
	return dropped, nil
}
