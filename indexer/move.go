package indexer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/claimwire/claimwire/internal/claim"
)

// Part is one piece of a whole index on its way from one store to another: one field is set. Parts come
// in the order of the fields.
type Part struct {
	Reading  *Item // with Told and Dropped; of one article the newest comes first
	Decision *Decision
	Claim    *Holding
	Event    *claim.Event
	Waiting  []string // nodes whose claims were not computed when the index was read
}

// Holding is a claim with the evidence that it holds.
type Holding struct {
	Claim claim.Claim // without Evidence: the readings have it
	Held  []HeldRow
}

// HeldRow is one piece of evidence of a claim, and how it stands there.
type HeldRow struct {
	ID     string `json:"id"`
	Denial bool   `json:"denial,omitempty"`
	Hidden bool   `json:"hidden,omitempty"` // another piece of the claim stands at the same place
}

// Exporter hands out everything that a store keeps.
type Exporter interface {
	// Export calls f for every part, in their order, until f errs.
	Export(ctx context.Context, f func(Part) error) error
}

// Importer is a Store that takes in what another one kept.
type Importer interface {
	Store
	Decider
	Explainer
	Reader
	// Keep is an Add that names nothing: what it stores is named by the next Add.
	Keep(ctx context.Context, batch []Item) error
	// KeepEvents puts events on record that were announced elsewhere, each once.
	KeepEvents(ctx context.Context, list []claim.Event) error
}

// Moved says how many parts were moved.
type Moved struct {
	Readings, Evidence, Decisions, Claims, Events int
	Again                                         int // nodes whose claims were computed anew
}

// Count adds a part to the numbers.
func (m *Moved) Count(p Part) {
	switch {
	case p.Reading != nil:
		m.Readings++
		m.Evidence += len(p.Reading.Rows)
	case p.Decision != nil:
		m.Decisions++
	case p.Claim != nil:
		m.Claims++
	case p.Event != nil:
		m.Events++
	}
}

// The bounds of what Import holds at a time, and how many nodes it computes at a time.
const (
	moveReadings = 200
	moveText     = 8 << 20 // bytes of their texts
	moveClaims   = 100
	moveHeld     = 2000 // pieces of evidence of them
	moveEvents   = 500
	moveNodes    = 200
)

// Import brings the parts that next hands out, until it answers io.EOF, into a store, and announces
// nothing. Into an empty store the claims come as they are; where the store holds claims already, its
// own or those of an Import that was stopped, those that are not alike are computed from all evidence
// together. So it can be stopped at any moment and repeated.
func Import(ctx context.Context, s Importer, next func() (Part, error)) (Moved, error) {
	m := &importer{store: s, index: New(s, Options{Silent: true}), empty: true}
	errFound := errors.New("there is a claim")
	err := s.Each(ctx, nil, func(claim.Claim) error { return errFound })
	if errors.Is(err, errFound) {
		m.empty, err = false, nil
	}
	if err != nil {
		return m.moved, err
	}
	list, err := s.Decisions(ctx)
	if err != nil {
		return m.moved, err
	}
	m.decided = list
	for {
		p, err := next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = m.take(ctx, p)
		}
		if err != nil {
			return m.moved, err
		}
	}
	if err := m.flush(ctx); err != nil {
		return m.moved, err
	}
	return m.moved, m.compute(ctx)
}

// importer is one run of Import.
type importer struct {
	store    Importer
	index    *Indexer
	empty    bool // the store held no claims at the start
	decided  []Decision
	moved    Moved
	readings []Item
	size     int // of their texts
	claims   []Holding
	held     int // pieces of evidence of them
	events   []claim.Event
	waiting  []string
}

// take collects parts and writes what is enough for a batch, and all that came before another kind.
func (m *importer) take(ctx context.Context, p Part) error {
	m.moved.Count(p)
	if p.Reading == nil && len(m.readings) > 0 || p.Claim == nil && len(m.claims) > 0 || p.Event == nil && len(m.events) > 0 {
		if err := m.flush(ctx); err != nil {
			return err
		}
	}
	switch {
	case p.Reading != nil:
		m.readings = append(m.readings, *p.Reading)
		m.size += len(p.Reading.Extraction.Article.Text)
	case p.Decision != nil:
		return m.decide(ctx, *p.Decision)
	case p.Claim != nil:
		m.claims = append(m.claims, *p.Claim)
		m.held += len(p.Claim.Held)
	case p.Event != nil:
		m.events = append(m.events, *p.Event)
	default:
		m.waiting = append(m.waiting, p.Waiting...)
	}
	if len(m.readings) >= moveReadings || m.size >= moveText || len(m.claims) >= moveClaims || m.held >= moveHeld || len(m.events) >= moveEvents {
		return m.flush(ctx)
	}
	return nil
}

// flush writes what was collected.
func (m *importer) flush(ctx context.Context) error {
	if len(m.readings) > 0 {
		if err := m.store.Keep(ctx, m.readings); err != nil {
			return fmt.Errorf("store %d readings: %w", len(m.readings), err)
		}
		m.readings, m.size = m.readings[:0], 0
	}
	if len(m.claims) > 0 {
		if err := m.restore(ctx); err != nil {
			return fmt.Errorf("store %d claims: %w", len(m.claims), err)
		}
		m.claims, m.held = m.claims[:0], 0
	}
	if len(m.events) > 0 {
		if err := m.store.KeepEvents(ctx, m.events); err != nil {
			return fmt.Errorf("store %d events: %w", len(m.events), err)
		}
		m.events = m.events[:0]
	}
	return nil
}

// decide stores a decision that the store does not have, or has in another state.
func (m *importer) decide(ctx context.Context, d Decision) error {
	same := func(o Decision) bool { return o.ID == d.ID && o.UndoneAt.Equal(d.UndoneAt) }
	if slices.ContainsFunc(m.decided, same) {
		return nil
	}
	if _, err := m.store.Decide(ctx, d); err != nil {
		return fmt.Errorf("keep decision %s: %w", d.ID, err)
	}
	return nil
}

// restore writes the claims collected as they are, and computes anew where that cannot be.
func (m *importer) restore(ctx context.Context) error {
	var ids []string
	for i := range m.claims {
		for _, h := range m.claims[i].Held {
			ids = append(ids, h.ID)
		}
	}
	nodes, err := m.store.NodesOf(ctx, ids)
	if err != nil {
		return err
	}
	for range maxAttempts {
		v, err := m.store.Component(ctx, nodes, func(_, _ *Node) bool { return false })
		if err != nil {
			return err
		}
		r := newRestorer(&v)
		for i := range m.claims {
			r.claim(&m.claims[i])
		}
		if len(r.change.Put) == 0 && r.same {
			return nil // where nodes wait, the end computes them
		}
		switch err := m.store.Commit(ctx, v, r.change); {
		case errors.Is(err, ErrStale):
			continue
		case err != nil:
			return err
		case m.empty && r.same && r.complete():
			return nil
		}
		return m.update(ctx, nodes)
	}
	return fmt.Errorf("tried %d times: %w", maxAttempts, ErrStale)
}

// update computes claims anew.
func (m *importer) update(ctx context.Context, nodes []string) error {
	for part := range slices.Chunk(nodes, moveNodes) {
		if _, err := m.index.Update(ctx, part); err != nil {
			return err
		}
		m.moved.Again += len(part)
	}
	return nil
}

// compute brings up to date what was not when the index was read, and what no claim of it holds.
func (m *importer) compute(ctx context.Context) error {
	if err := m.update(ctx, m.waiting); err != nil {
		return err
	}
	left, err := m.store.Add(ctx, nil)
	if err != nil {
		return err
	}
	return m.update(ctx, left)
}
