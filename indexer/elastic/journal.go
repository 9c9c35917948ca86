package elastic

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"
)

// The journal says what is begun and not finished, in few small documents, so that nothing large is
// written a second time only to say that it is done. There are two kinds of entries: which nodes are to
// be computed, and which events of a commit the bus does not have yet.
const (
	workEntry   = "work"
	outboxEntry = "outbox"
)

// The sizes of entries, and how long one of a commit whose claims nobody has seen is kept: a request of a
// writer that was frozen can arrive late.
const (
	maxWork   = 5000
	maxOutbox = 500
	keepOpen  = 10 * time.Minute
)

// journalDoc is a document of the index journal.
type journalDoc struct {
	ID    string      `json:"id"`
	Kind  string      `json:"kind"`
	Count int         `json:"count"` // of nodes, or of events
	Body  journalBody `json:"body"`
}

// journalBody is what an entry says; no index holds it.
type journalBody struct {
	Mark   int64         `json:"mark"`             // of the call that wrote it
	Nodes  []string      `json:"nodes,omitempty"`  // to be computed
	Shrink []string      `json:"shrink,omitempty"` // nodes whose keys are to be taken from their evidence anew
	Open   bool          `json:"open,omitempty"`   // whether the claims of the events are written is not known
	Events []outboxEvent `json:"events,omitempty"`
}

// outboxEvent is an event, and the claim whose commit causes it.
type outboxEvent struct {
	ID    string `json:"id"`
	Claim string `json:"claim"`
}

// entry is a journal entry as it is stored.
type entry struct {
	journalDoc
	at   *version // nil: not stored
	left map[string]bool
}

// entryOp writes an entry as it is now, or takes it away where nothing is left of it.
func (s *Store) entryOp(e *entry) (op, error) {
	e.Count = len(e.Body.Nodes) + len(e.Body.Events)
	o := op{action: "delete", index: s.index(journal), id: e.ID, at: e.at}
	if e.Count+len(e.Body.Shrink) > 0 {
		body, err := marshal(&e.journalDoc)
		if err != nil {
			return o, err
		}
		return put(o.index, o.id, e.at, body), nil
	}
	return o, nil
}

// writeEntries brings the journal to what entries say, together with other ops; results are those of the others.
func (s *Store) writeEntries(ctx context.Context, list []*entry, others ...op) ([]result, error) {
	ops := slices.Clip(others)
	for _, e := range list {
		o, err := s.entryOp(e)
		if err != nil {
			return nil, err
		}
		ops = append(ops, o)
	}
	results, err := s.bulk(ctx, ops)
	if err != nil {
		return nil, err
	}
	for i, e := range list {
		switch r := results[len(others)+i]; r.outcome {
		case conflict:
			return nil, fmt.Errorf("%w: journal entry %s has changed: does another indexer write?", ErrAway, e.ID)
		case done:
			e.at = &r.at
		}
	}
	return results[:len(others)], nil
}

// entryID names an entry of a call; marks are never given twice.
func entryID(kind string, mark int64, n int) string {
	return kind + "-" + strconv.FormatInt(mark, 36) + "-" + strconv.Itoa(n)
}

// work marks nodes as to be computed, before anything is written that makes it so.
func (s *Store) work(ctx context.Context, nodes, shrink []string) error {
	if len(nodes)+len(shrink) == 0 {
		return nil
	}
	mark := s.memory.nextMark()
	var list []*entry
	for part := range slices.Chunk(nodes, maxWork) {
		list = append(list, &entry{journalDoc: journalDoc{ID: entryID(workEntry, mark, len(list)), Kind: workEntry, Body: journalBody{Mark: mark, Nodes: part}}})
	}
	if len(shrink) > 0 {
		list = append(list, &entry{journalDoc: journalDoc{ID: entryID(workEntry, mark, len(list)), Kind: workEntry, Body: journalBody{Mark: mark, Shrink: shrink}}})
	}
	if _, err := s.writeEntries(ctx, list); err != nil {
		return err
	}
	for _, e := range list {
		s.memory.begin(e)
	}
	return nil
}

// begin takes an entry of work in.
func (m *memory) begin(e *entry) {
	e.left = map[string]bool{}
	for _, id := range e.Body.Nodes {
		if old := m.fresh[id]; old != nil {
			if old.Body.Mark > e.Body.Mark {
				continue
			}
			delete(old.left, id)
		}
		m.fresh[id], e.left[id] = e, true
	}
	for _, id := range e.Body.Shrink {
		m.shrink[id] = true
	}
	m.works = append(m.works, e)
}

// computed takes nodes out of the work, where they are not marked anew since they were read, and answers
// the entries to write. Nodes that a later call has marked stay in that one.
func (m *memory) computed(read map[string]int64) (changed []*entry) {
	for id, mark := range read {
		if e := m.fresh[id]; e != nil && e.Body.Mark == mark {
			delete(e.left, id)
			delete(m.fresh, id)
		}
	}
	m.works = slices.DeleteFunc(m.works, func(e *entry) bool {
		if len(e.left) == len(e.Body.Nodes) {
			return false
		}
		e.Body.Nodes = slices.Sorted(maps.Keys(e.left))
		changed = append(changed, e)
		return len(e.left)+len(e.Body.Shrink) == 0
	})
	return changed
}

// shrunk takes all nodes out whose keys were to be taken anew.
func (m *memory) shrunk() (changed []*entry) {
	clear(m.shrink)
	m.works = slices.DeleteFunc(m.works, func(e *entry) bool {
		if len(e.Body.Shrink) == 0 {
			return false
		}
		e.Body.Shrink = nil
		changed = append(changed, e)
		return len(e.left) == 0
	})
	return changed
}

// waiting lists the nodes to be computed, the longest waiting first.
func (m *memory) waiting() []string {
	var list []string
	for _, e := range m.works {
		list = append(list, slices.Sorted(maps.Keys(e.left))...)
	}
	return list
}

// readJournal takes in what the last writer left, and finds out which of the commits whose end is not
// known were made: a claim says by which one it was written.
func (s *Store) readJournal(ctx context.Context, m *memory) error {
	var opens []*entry
	err := s.scan(ctx, journal, object{"match_all": object{}}, nil, func(h *hit) error {
		at := h.version()
		e := &entry{at: &at}
		if err := h.into(&e.journalDoc); err != nil {
			return err
		}
		m.mark = max(m.mark, e.Body.Mark)
		switch {
		case e.Kind == workEntry:
			m.begin(e)
		case e.Body.Open:
			opens = append(opens, e)
		default:
			m.outbox = append(m.outbox, e)
		}
		return nil
	})
	if err != nil {
		return err
	}
	byMark := func(a, b *entry) int { return compareEntries(a, b) }
	slices.SortFunc(m.works, byMark)
	slices.SortFunc(m.outbox, byMark)
	slices.SortFunc(opens, byMark)
	for _, e := range opens {
		m.late[e.ID] = e
		if !s.opts.Valid() {
			continue // whoever only looks leaves that to the writer
		}
		over := time.Since(time.Unix(0, e.Body.Mark)) > keepOpen
		if err := s.settle(ctx, m, e, over); err != nil {
			return err
		}
	}
	return s.suspectFresh(ctx, m)
}

// settle publishes the events of those claims that the entry's commit has written. The others are kept
// until it is over, then forgotten.
func (s *Store) settle(ctx context.Context, m *memory, e *entry, over bool) error {
	written := map[string]bool{}
	var ids []string
	for _, x := range e.Body.Events {
		ids = append(ids, x.Claim)
	}
	slices.Sort(ids)
	err := s.mget(ctx, claims, slices.Compact(ids), "commit", func(h *hit) error {
		var d claimDoc
		err := h.into(&d)
		written[h.ID] = d.Commit == e.Body.Mark
		return err
	})
	if err != nil {
		return err
	}
	var drop func(outboxEvent) bool
	if over {
		drop = func(outboxEvent) bool { return true }
	}
	return s.part(ctx, m, e, func(x outboxEvent) bool { return written[x.Claim] }, drop)
}

// part moves the events of an open entry that are in force to the outbox. What is not stays open; with a
// drop it goes, and the documents for which that answers true with it.
func (s *Store) part(ctx context.Context, m *memory, e *entry, force, drop func(outboxEvent) bool) error {
	var ready, rest []outboxEvent
	for _, x := range e.Body.Events {
		if force(x) {
			ready = append(ready, x)
		} else {
			rest = append(rest, x)
		}
	}
	var ops []op
	if drop != nil {
		for _, x := range rest {
			if drop(x) {
				ops = append(ops, op{action: "delete", index: s.index(events), id: x.ID})
			}
		}
		rest = nil
	}
	changed := []*entry{e}
	switch {
	case len(rest) == 0:
		e.Body.Open, e.Body.Events = false, ready
	case len(ready) == 0:
		changed = nil
	default:
		mark := m.nextMark()
		moved := &entry{journalDoc: journalDoc{ID: entryID(outboxEntry, mark, 0), Kind: outboxEntry, Body: journalBody{Mark: mark, Events: ready}}}
		// First that they are to be published: a stop before the other entry says so too does no harm.
		if _, err := s.writeEntries(ctx, []*entry{moved}); err != nil {
			return err
		}
		m.outbox, e.Body.Events = append(m.outbox, moved), rest
	}
	if _, err := s.writeEntries(ctx, changed, ops...); err != nil {
		return err
	}
	switch {
	case len(rest) > 0:
		m.late[e.ID] = e
	case len(e.Body.Events) > 0:
		m.outbox = append(m.outbox, e)
		delete(m.late, e.ID)
	default:
		delete(m.late, e.ID)
	}
	return nil
}

// wake publishes what a commit announces whose claim was found only now.
func (s *Store) wake(ctx context.Context, d *claimDoc) error {
	for _, e := range s.memory.late {
		if e.Body.Mark != d.Commit {
			continue
		}
		if err := s.part(ctx, &s.memory, e, func(x outboxEvent) bool { return x.Claim == d.ID }, nil); err != nil {
			return err
		}
	}
	return nil
}

// suspectFresh looks which keys the nodes have that wait.
func (s *Store) suspectFresh(ctx context.Context, m *memory) error {
	return s.mget(ctx, nodes, slices.Sorted(maps.Keys(m.fresh)), "keys", func(h *hit) error {
		var n nodeDoc
		err := h.into(&n)
		m.suspect(n.Keys)
		return err
	})
}

func compareEntries(a, b *entry) int {
	switch {
	case a.Body.Mark != b.Body.Mark:
		return int(min(max(a.Body.Mark-b.Body.Mark, -1), 1))
	case a.ID < b.ID:
		return -1
	}
	return 1
}
