package elastic

import (
	"context"
	"fmt"
	"slices"

	"github.com/claimwire/claimwire/internal/claim"
)

// maxHeld bounds how many events the writer holds in memory until they are published: where the bus is away,
// the later ones are read again.
const maxHeld = 5_000

// hold takes in events that were just written, so that to publish them they need not be read.
func (m *memory) hold(list []claim.Event) {
	for i := range list {
		if len(m.held) < maxHeld {
			m.held[list[i].ID] = &list[i]
		}
	}
}

// Pending lists the oldest events that are committed and not published.
func (s *Store) Pending(ctx context.Context, limit int) ([]claim.Event, error) {
	var ids, missing []string
	known := map[string]*claim.Event{}
	err := s.write(ctx, "list unpublished events", func(context.Context) error {
		ids = s.memory.oldest(max(limit, 1))
		for _, id := range ids {
			if e := s.memory.held[id]; e != nil {
				known[id] = e
			} else {
				missing = append(missing, id)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = s.mget(ctx, events, missing, "claimwire.event", func(h *hit) error {
		var d eventDoc
		err := h.into(&d)
		known[h.ID] = &d.Claimwire.Event
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list unpublished events: %w", err)
	}
	var list []claim.Event
	for _, id := range ids {
		if e := known[id]; e != nil {
			list = append(list, *e)
		}
	}
	if len(list) == 0 && len(ids) > 0 {
		return nil, s.Published(ctx, ids) // somebody has deleted their documents
	}
	if slices.ContainsFunc(list, func(e claim.Event) bool { return !e.Silent }) {
		err = s.visible(ctx, claims) // whoever is told of a claim looks for it
	}
	return list, err
}

// oldest are the ids of the first events that wait.
func (m *memory) oldest(limit int) (ids []string) {
	for _, e := range m.outbox {
		for _, x := range e.Body.Events {
			if len(ids) == limit {
				return ids
			}
			ids = append(ids, x.ID)
		}
	}
	return ids
}

// Published takes events out of the outbox. They stay on record until Retain.
func (s *Store) Published(ctx context.Context, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	out := make(map[string]bool, len(ids))
	for _, id := range ids {
		out[id] = true
	}
	return s.write(ctx, "mark events as published", func(ctx context.Context) error {
		var changed []*entry
		s.memory.outbox = slices.DeleteFunc(s.memory.outbox, func(e *entry) bool {
			if e.without(out) {
				changed = append(changed, e)
			}
			return len(e.Body.Events) == 0
		})
		for _, id := range ids {
			delete(s.memory.held, id)
		}
		_, err := s.writeEntries(ctx, changed)
		return err
	})
}

// without takes events out of an entry, and reports whether it had one of them.
func (e *entry) without(out map[string]bool) bool {
	before := len(e.Body.Events)
	e.Body.Events = slices.DeleteFunc(slices.Clone(e.Body.Events), func(x outboxEvent) bool { return out[x.ID] })
	return len(e.Body.Events) < before
}

// overtaken takes events that are announced now out of commits whose claims nobody has seen.
func (m *memory) overtaken(list []outboxEvent) (changed []*entry) {
	if len(m.late) == 0 {
		return nil
	}
	out := map[string]bool{}
	for _, x := range list {
		out[x.ID] = true
	}
	for id, e := range m.late {
		if e.without(out) {
			changed = append(changed, e)
		}
		if len(e.Body.Events) == 0 {
			delete(m.late, id)
		}
	}
	return changed
}

// unpublished are the ids of events that wait.
func (m *memory) unpublished() map[string]bool {
	ids := map[string]bool{}
	for _, e := range m.outbox {
		for _, x := range e.Body.Events {
			ids[x.ID] = true
		}
	}
	for _, e := range m.late {
		for _, x := range e.Body.Events {
			ids[x.ID] = true
		}
	}
	return ids
}

// Sweep finishes what a stop left half done: it finds out which commits were made and brings what they
// announce to the outbox. Nodes that wait to be computed are named by the next Add, also of an empty batch.
func (s *Store) Sweep(ctx context.Context) error {
	return s.write(ctx, "sweep", func(context.Context) error { return nil })
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
	for i := range ops {
		s.memory.known.dropClaim(ops[i].id)
	}
	dropped := 0
	for _, r := range results {
		if r.outcome == done {
			dropped++
		}
	}
	return dropped, nil
}

// backlog is what the journal says: nodes to be computed, events that the bus does not have yet, and
// events of commits whose end is not known, most of which never come to be.
type backlog struct{ work, outbox, open int64 }

// journaled counts what the journal says, for those who do not write.
func (s *Store) journaled(ctx context.Context) (b backlog, err error) {
	if err := s.refresh(ctx, journal); err != nil {
		return b, err
	}
	err = s.scan(ctx, journal, object{"match_all": object{}}, []string{"kind", "count", "body.open"}, func(h *hit) error {
		var d journalDoc
		err := h.into(&d)
		switch n := int64(d.Count); {
		case d.Kind == workEntry:
			b.work += n
		case d.Body.Open:
			b.open += n
		default:
			b.outbox += n
		}
		return err
	})
	return b, err
}
