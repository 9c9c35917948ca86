package elastic

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/claimwire/claimwire/indexer"
	"github.com/claimwire/claimwire/internal/claim"
)

// maxTouched bounds what is kept of the past.
const maxTouched = 200_000

// memory is what the writer knows without reading. It stays true as long as only this process writes:
// Takeover, and any write that failed in the middle, read it anew.
type memory struct {
	loaded    bool
	hubs      map[uint64]bool // keys that too many nodes hold
	known     known
	decisions map[string]indexer.Decision
	named     map[string][]string     // by evidence id: the decisions in force that name it
	works     []*entry                // of the journal: what is to be computed, the longest waiting first
	fresh     map[string]*entry       // by node to be computed: the last entry that names it
	shrink    map[string]bool         // nodes whose keys are to be taken from their evidence anew
	outbox    []*entry                // of the journal: events that the bus does not have, oldest first
	held      map[string]*claim.Event // of outbox: those that this process wrote
	late      map[string]*entry       // of the journal, by id: of commits whose claims may still come
	suspects  map[uint64]bool         // keys that may have become too common

	// touched says at which number of commits a node's claims last changed; what is not in it has not
	// changed since floor. By it Commit knows a stale view.
	touched map[string]uint64
	seq     uint64
	floor   uint64
	mark    int64 // the last one given

	// doubt is until when a request of a writer that was stopped may still arrive and create a claim that
	// nobody wants any more: by then it is asked whether somebody else writes claims before what is remembered
	// of them counts.
	doubt  time.Time
	others int64 // writes of claims by other processes, when that was asked last
}

func newMemory() memory {
	return memory{known: newKnown(), hubs: map[uint64]bool{}, decisions: map[string]indexer.Decision{}, named: map[string][]string{},
		fresh: map[string]*entry{}, late: map[string]*entry{}, held: map[string]*claim.Event{}, shrink: map[string]bool{}, suspects: map[uint64]bool{}, touched: map[string]uint64{}}
}

// write runs f with the right to write, alone in this process.
func (s *Store) write(ctx context.Context, op string, f func(ctx context.Context) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	err := s.remember(ctx)
	if err == nil {
		err = s.renew(ctx)
	}
	if err == nil {
		err = f(ctx)
	}
	if err == nil || errors.Is(err, indexer.ErrStale) {
		return err
	}
	s.memory.loaded = false // how much of it was written is not known
	return fmt.Errorf("%s: %w", op, err)
}

// renew forgets what is known once that is too much, or once no request of a stopped writer can arrive
// any more: then the commits that it left open are over too.
func (s *Store) renew(ctx context.Context) error {
	over := !s.memory.doubt.IsZero() && time.Now().After(s.memory.doubt)
	if over || s.memory.known.manyDocs() {
		if err := s.forgetDocs(ctx); err != nil {
			return err
		}
	}
	if over || s.memory.known.manyNodes() {
		if err := s.forgetNodes(ctx); err != nil {
			return err
		}
	}
	if !over {
		return nil
	}
	s.memory.doubt = time.Time{}
	for _, id := range slices.Sorted(maps.Keys(s.memory.late)) {
		if err := s.settle(ctx, &s.memory, s.memory.late[id], true); err != nil {
			return err
		}
	}
	return nil
}

// Takeover makes this process the one that writes, when it has got the lease and waited for the last
// holder's requests to end: it forgets what it knew, and finishes what a stop left half done.
func (s *Store) Takeover(ctx context.Context) error {
	s.mu.Lock()
	s.memory.loaded = false
	s.mu.Unlock()
	return s.Sweep(ctx)
}

// remember reads what memory must know, where it does not.
func (s *Store) remember(ctx context.Context) error {
	if s.memory.loaded {
		return ctx.Err()
	}
	m := newMemory()
	m.seq, m.mark = s.memory.seq+1, s.memory.mark
	m.floor = m.seq
	if err := s.Check(ctx); err != nil {
		return err
	}
	if err := s.refresh(ctx, kinds()...); err != nil {
		return err
	}
	err := s.scan(ctx, nodes, object{"exists": object{"field": "hub"}}, "hub", func(h *hit) error {
		var n nodeDoc
		err := h.into(&n)
		if k, no := strconv.ParseUint(n.Hub, 16, 64); no == nil {
			m.hubs[k] = true
		}
		return err
	})
	if err != nil {
		return err
	}
	err = s.scan(ctx, decisions, object{"match_all": object{}}, nil, func(h *hit) error {
		var d decisionDoc
		err := h.into(&d)
		m.keep(d.Claimwire.Decision)
		return err
	})
	if err != nil {
		return err
	}
	if err := s.readJournal(ctx, &m); err != nil {
		return err
	}
	if len(m.works)+len(m.late) > 0 {
		m.doubt = time.Now().Add(keepOpen)
		m.others = unknown
	}
	m.loaded = true
	s.memory = m
	return nil
}

// keep takes a decision in, or an undone one out.
func (m *memory) keep(d indexer.Decision) {
	if old, ok := m.decisions[d.ID]; ok {
		for _, e := range evidenceOf(old) {
			m.named[e] = slices.DeleteFunc(m.named[e], func(id string) bool { return id == d.ID })
		}
		delete(m.decisions, d.ID)
	}
	if !d.UndoneAt.IsZero() {
		return
	}
	m.decisions[d.ID] = d
	for _, e := range evidenceOf(d) {
		m.named[e] = append(m.named[e], d.ID)
	}
}

// evidenceOf are the pieces of evidence that a decision names, each once.
func evidenceOf(d indexer.Decision) []string {
	list := append(slices.Clone(d.Left), d.Right...)
	slices.Sort(list)
	return slices.Compact(list)
}

// nextMark gives a mark that is higher than every one before it, also of other processes.
func (m *memory) nextMark() int64 {
	m.mark = max(m.mark+1, time.Now().UnixNano())
	return m.mark
}

// touch notes that the claims of nodes have changed.
func (m *memory) touch(list []string) {
	m.seq++
	if len(m.touched)+len(list) > maxTouched {
		clear(m.touched)
		m.floor = m.seq
	}
	for _, n := range list {
		m.touched[n] = m.seq
	}
}

// stale reports whether the claims of one of nodes have changed since seq.
func (m *memory) stale(seq uint64, list []string) bool {
	return seq < m.floor || slices.ContainsFunc(list, func(n string) bool { return m.touched[n] > seq })
}
