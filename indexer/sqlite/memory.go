package sqlite

import (
	"context"

	"github.com/claimwire/claimwire/indexer"
)

// The bounds of what is kept in memory: what was dropped is read from the file again. A piece of evidence
// takes one to two kilobytes, a claim, a node or a page about one.
const (
	maxNodes   = 12_000
	maxRows    = 12_000 // pieces of evidence, and nodes
	maxClaims  = 5_000
	maxMembers = 50_000 // numbers
	maxPages   = 4_000
	maxValues  = 50_000
	maxTouched = 200_000
)

// memory is what the writer knows of the file without reading it. After a transaction that failed, and
// where another process has written, it is read anew.
type memory struct {
	version int64 // of the file's content: changes when another connection writes

	keys      keyIndex
	hubs      map[int64]bool
	decisions map[string]indexer.Decision // not undone
	named     map[string][]string         // by evidence id: the decisions that name it
	nodes     cache[*indexer.Node]        // frames and keys, as Component hands them out
	alone     set                         // nodes that have no keys, as far as known: nothing meets them
	rows      cache[[]*held]              // by node: all of its evidence
	pages     cache[*indexer.Page]
	claims    cache[*storedClaim]
	members   cache[[]int64] // by claim: the nodes whose evidence it holds
	values    map[valueKey]int64
	ids       map[string]int64 // by table: the last number given
	counts    map[string]int64 // what the running transaction adds to the counters
	out       outgoing         // what it does to the outbox
	announced announced

	// touched says at which number of write transactions a node last changed; what is not in it has not
	// changed since floor. By it Commit knows a stale view.
	touched map[int64]uint64
	marked  []int64 // nodes that the running transaction changes
	seq     uint64
	floor   uint64
}

type valueKey struct{ field, text string }

// trust makes sure that memory is true: only one process should write, but a second one must do no harm.
func (s *Store) trust(ctx context.Context) error {
	var version int64
	if _, err := s.w.one(ctx, "PRAGMA data_version", nil, &version); err != nil || version == s.version {
		return err
	}
	return s.remember(ctx, s.w)
}

// remember reads everything that memory must know.
func (s *Store) remember(ctx context.Context, w *conn) error {
	s.waiting.forget()
	s.memory = memory{keys: keyIndex{limit: s.keys.limit}, hubs: map[int64]bool{}, decisions: map[string]indexer.Decision{}, named: map[string][]string{},
		nodes: newCache[*indexer.Node](maxNodes), rows: newCache[[]*held](maxRows), pages: newCache[*indexer.Page](maxPages),
		claims: newCache[*storedClaim](maxClaims), members: newCache[[]int64](maxMembers), values: map[valueKey]int64{}, ids: map[string]int64{}, counts: map[string]int64{}, touched: map[int64]uint64{},
		seq: s.seq + 1, floor: s.seq + 1}
	if _, err := w.one(ctx, "PRAGMA data_version", nil, &s.version); err != nil {
		return err
	}
	for _, table := range []string{"article", "revision", "node", "sentence", "evidence", "claim", "value"} {
		var last int64
		if _, err := w.one(ctx, "SELECT coalesce(max(id), 0) FROM "+table, nil, &last); err != nil {
			return err
		}
		s.ids[table] = last
	}
	if err := s.keys.read(ctx, w); err != nil {
		return err
	}
	err := w.each(ctx, "SELECT key FROM hub", nil, func(scan scanner) error {
		var key int64
		err := scan(&key)
		s.hubs[key] = true
		return err
	})
	if err != nil {
		return err
	}
	return w.each(ctx, "SELECT body FROM decision", nil, func(scan scanner) error {
		var d indexer.Decision
		if err := scanPacked(scan, &d); err != nil {
			return err
		}
		s.keep(d)
		return nil
	})
}

func scanPacked(scan scanner, v any) error {
	var b []byte
	if err := scan(&b); err != nil {
		return err
	}
	return unpack(b, v)
}

// keep adds a decision, or forgets an undone one.
func (m *memory) keep(d indexer.Decision) {
	if old, ok := m.decisions[d.ID]; ok {
		for _, e := range evidenceOf(old) {
			m.named[e] = without(m.named[e], d.ID)
			if len(m.named[e]) == 0 {
				delete(m.named, e)
			}
		}
		delete(m.decisions, d.ID)
	}
	if !d.UndoneAt.IsZero() {
		return
	}
	m.decisions[d.ID] = d
	for _, e := range evidenceOf(d) {
		m.named[e] = append(without(m.named[e], d.ID), d.ID)
	}
}

func evidenceOf(d indexer.Decision) []string {
	return append(append([]string{}, d.Left...), d.Right...)
}

func without(list []string, s string) []string {
	var kept []string
	for _, v := range list {
		if v != s {
			kept = append(kept, v)
		}
	}
	return kept
}

// next gives a table's next number: cheaper than to ask for it after each insert.
func (m *memory) next(table string) int64 {
	m.ids[table]++
	return m.ids[table]
}

// mark notes that the running transaction changes what a node's component reads.
func (m *memory) mark(node int64) {
	m.marked = append(m.marked, node)
	m.nodes.drop(node)
	m.alone.drop(node)
	m.rows.drop(node)
}

// keepNode keeps a node as Component hands it out.
func (m *memory) keepNode(id int64, n *indexer.Node) {
	n.Ready()
	m.nodes.put(id, n, 1)
	if len(n.Keys) == 0 {
		m.alone.put(id)
	}
}

// settle makes the marks of a transaction that came through count.
func (m *memory) settle() {
	m.seq++
	if len(m.touched)+len(m.marked) > maxTouched {
		clear(m.touched)
		m.floor = m.seq
	}
	for _, n := range m.marked {
		m.touched[n] = m.seq
	}
	m.marked = m.marked[:0]
	m.keys.settle()
	clear(m.counts)
	if len(m.values) > maxValues {
		clear(m.values)
	}
}

// count adds to a counter in the running transaction.
func (m *memory) count(name string, n int64) { m.counts[name] += n }
