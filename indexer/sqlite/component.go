package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"

	"github.com/claimwire/claimwire/indexer"
	"github.com/claimwire/claimwire/internal/claim"
)

// token is what a View carries for Commit: when it was read, and what was stored.
type token struct {
	seq      uint64
	nodes    []int64
	evidence map[string]*held
	claims   map[string]storedClaim
}

// storedClaim is a claim of a view. It never changes: Commit puts another one in its place.
type storedClaim struct {
	id     int64
	words  int64       // digest of what it is found by
	record claim.Claim // without its evidence
}

// held is a stored piece of evidence. It stays in memory from view to view: Add drops what it changes, Commit
// changes what it writes, under the lock that Component reads it under.
type held struct {
	id, node, article int64
	claim             int64 // 0: none
	flags             int
	row               indexer.Row    // without what pages and claims say
	told              []indexer.Told // once toldRead
	toldRead          bool
}

// shown says whether the indexer is to see it: what is gone only where a claim waits to be freed of it.
func (h *held) shown() bool { return h.flags&flagGone == 0 || h.claim != 0 }

// Component reads whole components; see indexer.Store. It costs what the components have, whatever the
// size of the index.
func (s *Store) Component(ctx context.Context, nodes []string, joined func(a, b *indexer.Node) bool) (indexer.View, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.w == nil {
		return indexer.View{}, fmt.Errorf("read component: the index is closed")
	}
	if err := s.trust(context.WithoutCancel(ctx)); err != nil {
		return indexer.View{}, fail("read component", err)
	}
	g := &gatherer{s: s, w: s.w, ctx: context.WithoutCancel(ctx), joined: joined,
		seen: map[int64]bool{}, claims: map[int64]string{}, decided: map[string]bool{}, keys: map[int64]bool{},
		token: &token{seq: s.seq, evidence: map[string]*held{}, claims: map[string]storedClaim{}}}
	g.view = indexer.View{Pages: map[string]indexer.Page{}, Told: map[string][]indexer.Told{}, Token: g.token}
	err := g.start(nodes)
	for err == nil && len(g.frontier) > 0 {
		if err = ctx.Err(); err == nil {
			err = g.round()
		}
	}
	if err == nil {
		err = g.finish()
	}
	if err != nil {
		return indexer.View{}, fail("read component", err)
	}
	return g.view, nil
}

// gatherer is one run of Component.
type gatherer struct {
	s        *Store
	w        *conn
	ctx      context.Context // of the one call, without its cancelling
	joined   func(a, b *indexer.Node) bool
	view     indexer.View
	token    *token
	frontier []int64
	seen     map[int64]bool   // nodes of the component
	keys     map[int64]bool   // keys of nodes of the component
	claims   map[int64]string // that hold evidence of the component
	decided  map[string]bool  // decisions that name evidence of the component
	rows     []*held          // those of the view, in its order
}

func (g *gatherer) start(names []string) error {
	ids, err := g.s.nodeIDs(g.ctx, names)
	for _, id := range ids {
		g.join(id)
	}
	return err
}

// join takes a node into the component.
func (g *gatherer) join(id int64) {
	if !g.seen[id] {
		g.seen[id] = true
		g.frontier = append(g.frontier, id)
	}
}

// round reads the nodes at the frontier and finds the next ones.
func (g *gatherer) round() error {
	now := g.frontier
	g.frontier = nil
	nodes, err := g.load(now)
	if err != nil {
		return err
	}
	first := len(g.rows)
	held, alive, err := g.readRows(now)
	if err != nil {
		return err
	}
	for _, id := range now {
		if alive[id] {
			g.view.Nodes = append(g.view.Nodes, *nodes[id])
		}
		g.token.nodes = append(g.token.nodes, id)
	}
	if err := g.byClaims(held); err != nil {
		return err
	}
	if err := g.byDecisions(g.rows[first:]); err != nil {
		return err
	}
	return g.byKeys(now, nodes)
}

// load gives the frames and keys of nodes.
func (g *gatherer) load(ids []int64) (map[int64]*indexer.Node, error) {
	nodes := make(map[int64]*indexer.Node, len(ids))
	var missing []int64
	for _, id := range ids {
		if n, ok := g.s.nodes.get(id); ok {
			nodes[id] = n
		} else {
			missing = append(missing, id)
		}
	}
	if len(missing) == 0 {
		return nodes, nil
	}
	const text = "SELECT n.id, n.fingerprint, n.frame, n.keys FROM json_each(?) j CROSS JOIN node n ON n.id = j.value"
	err := g.w.each(g.ctx, text, []any{list(missing)}, func(scan scanner) error {
		var id int64
		var frame, keys sql.RawBytes
		n := &indexer.Node{}
		if err := scan(&id, &n.ID, &frame, &keys); err != nil {
			return err
		}
		if err := unpack(frame, &n.Frame); err != nil {
			return err
		}
		n.Keys = g.s.live(&n.Frame, unpackKeys(keys))
		g.s.keepNode(id, n)
		nodes[id] = n
		return nil
	})
	return nodes, err
}

// live are a node's keys without those that became too common.
func (m *memory) live(f *claim.Frame, all []int64) []uint64 {
	keys := make([]uint64, len(all))
	for i, k := range all {
		keys[i] = uint64(k)
	}
	return indexer.LiveKeys(f, keys, func(k uint64) bool { return m.hubs[int64(k)] })
}

// byClaims joins the nodes of every row that a claim holds.
func (g *gatherer) byClaims(claims map[int64]bool) error {
	var added []int64
	for id := range claims {
		if _, known := g.claims[id]; !known {
			g.claims[id] = ""
			added = append(added, id)
		}
	}
	if len(added) == 0 {
		return nil
	}
	var unknown []int64
	for _, id := range added {
		if nodes, ok := g.s.members.get(id); ok {
			for _, n := range nodes {
				g.join(n)
			}
		} else {
			unknown = append(unknown, id)
		}
	}
	return g.readMembers(unknown)
}

// readMembers joins the nodes of claims' evidence that memory does not know.
func (g *gatherer) readMembers(claims []int64) error {
	if len(claims) == 0 {
		return nil
	}
	members := make(map[int64][]int64, len(claims))
	const text = `SELECT DISTINCT e.claim, s.node FROM json_each(?) j CROSS JOIN evidence e ON e.claim = j.value
		CROSS JOIN sentence s ON s.id = e.sentence`
	err := g.w.each(g.ctx, text, []any{list(claims)}, func(scan scanner) error {
		var id, node int64
		err := scan(&id, &node)
		members[id] = append(members[id], node)
		g.join(node)
		return err
	})
	if err != nil {
		return err
	}
	for id, nodes := range members {
		g.s.members.put(id, nodes, weigh(nodes))
	}
	return nil
}

func (g *gatherer) joinAll(text string, arg any) error {
	return g.w.each(g.ctx, text, []any{arg}, func(scan scanner) error {
		var id int64
		err := scan(&id)
		g.join(id)
		return err
	})
}

// byDecisions joins the nodes of every row that a decision names together with one of rows.
func (g *gatherer) byDecisions(rows []*held) error {
	if len(g.s.decisions) == 0 {
		return nil
	}
	for i := range rows {
		for _, id := range g.s.named[rows[i].row.ID] {
			if g.decided[id] {
				continue
			}
			g.decided[id] = true
			for _, e := range evidenceOf(g.s.decisions[id]) {
				const text = "SELECT s.node FROM evidence e JOIN sentence s ON s.id = e.sentence WHERE e.eid = ?"
				if err := g.joinAll(text, e); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// byKeys joins the nodes that share a key with one of ids and that joined accepts.
func (g *gatherer) byKeys(ids []int64, nodes map[int64]*indexer.Node) error {
	m := &meetings{at: map[int64][]int32{}}
	for _, id := range ids {
		for _, k := range nodes[id].Keys {
			m.at[int64(k)] = nil
		}
	}
	if len(m.at) == 0 {
		return nil
	}
	if err := m.find(g); err != nil || len(m.candidates) == 0 {
		return err
	}
	others, err := g.load(m.candidates)
	if err != nil {
		return err
	}
	for _, id := range ids {
		for _, c := range m.of(nodes[id]) {
			if candidate := m.candidates[c]; !g.seen[candidate] && g.joined(nodes[id], others[candidate]) {
				g.join(candidate)
			}
		}
	}
	return nil
}

// meetings are the candidates outside the component: the nodes that share a key with one inside.
type meetings struct {
	at         map[int64][]int32 // by key: its candidates, by their places
	candidates []int64
	met        []int // by candidate: the last node that it was paired with, by number
	number     int
	list       []int32
}

// find looks up the candidates of all keys.
func (m *meetings) find(g *gatherer) error {
	place := map[int64]int32{}
	err := g.s.keys.find(g.ctx, g.w, slices.Sorted(maps.Keys(m.at)), func(e entry) {
		if g.seen[e.node] || g.s.alone.has(e.node) {
			return
		}
		c, ok := place[e.node]
		if !ok {
			c = int32(len(m.candidates))
			place[e.node] = c
			m.candidates = append(m.candidates, e.node)
		}
		m.at[e.hash] = append(m.at[e.hash], c)
	})
	m.met = make([]int, len(m.candidates))
	return err
}

// of lists the candidates that share a key with n, each once, until the next call.
func (m *meetings) of(n *indexer.Node) []int32 {
	m.list = m.list[:0]
	m.number++
	for _, k := range n.Keys {
		for _, c := range m.at[int64(k)] {
			if m.met[c] != m.number {
				m.met[c] = m.number
				m.list = append(m.list, c)
			}
		}
	}
	return m.list
}
