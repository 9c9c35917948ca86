package elastic

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/claimwire/claimwire/indexer"
)

// token is what a View carries for Commit: when it was read, and what was stored.
type token struct {
	seq      uint64
	nodes    []string
	fresh    map[string]int64 // of the view's nodes that wait: since which mark
	evidence map[string]*storedRow
	claims   map[string]*storedClaim
}

// storedRow is a stored piece of evidence of a view. Holder is the claim that holds it.
type storedRow struct {
	node   string
	gone   bool
	holder string
	told   []indexer.Told
	at     version
}

// Component reads whole components; see indexer.Store. It costs what the components have, whatever the
// size of the index.
func (s *Store) Component(ctx context.Context, names []string, joined func(a, b *indexer.Node) bool) (indexer.View, error) {
	g := &gatherer{s: s, ctx: ctx, joined: joined, seen: map[string]bool{}, keys: map[string]bool{}, decided: map[string]bool{}, nodes: map[string]*indexer.Node{}}
	err := s.write(ctx, "read component", func(context.Context) error {
		g.token = &token{seq: s.memory.seq, fresh: map[string]int64{}, evidence: map[string]*storedRow{}, claims: map[string]*storedClaim{}}
		g.view = indexer.View{Pages: map[string]indexer.Page{}, Told: map[string][]indexer.Told{}, Token: g.token}
		if err := s.doubtClaims(ctx); err != nil {
			return err
		}
		g.join(names...)
		for len(g.frontier) > 0 {
			if err := g.round(); err != nil {
				return err
			}
		}
		return g.finish()
	})
	if err != nil {
		return indexer.View{}, err
	}
	return g.view, nil
}

// gatherer is one run of Component.
type gatherer struct {
	s        *Store
	ctx      context.Context
	joined   func(a, b *indexer.Node) bool
	view     indexer.View
	token    *token
	frontier []string
	seen     map[string]bool          // nodes of the component
	keys     map[string]bool          // keys that were looked up
	decided  map[string]bool          // decisions that name evidence of the component
	nodes    map[string]*indexer.Node // that were read, candidates too
	rows     []*knownRow
}

// join takes nodes into the component.
func (g *gatherer) join(ids ...string) {
	for _, id := range ids {
		if !g.seen[id] {
			g.seen[id] = true
			g.frontier = append(g.frontier, id)
		}
	}
}

// round reads the nodes at the frontier and finds the next ones.
func (g *gatherer) round() error {
	now := slices.Clone(g.frontier)
	g.frontier = nil
	if err := g.load(now); err != nil {
		return err
	}
	now = slices.DeleteFunc(now, func(id string) bool { return g.nodes[id] == nil })
	rows, err := g.s.readRows(g.ctx, now)
	if err != nil {
		return err
	}
	for _, r := range rows {
		g.token.evidence[r.doc.ID] = &storedRow{node: r.doc.Node, gone: r.doc.Gone, told: r.doc.Told, at: r.at}
	}
	g.rows = append(g.rows, rows...)
	g.token.nodes = append(g.token.nodes, now...)
	if err := g.byClaims(rows); err != nil {
		return err
	}
	if err := g.byDecisions(rows); err != nil {
		return err
	}
	return g.byKeys(now)
}

// load reads frames and keys of nodes that were not read as candidates.
func (g *gatherer) load(ids []string) error {
	for _, id := range ids {
		if e := g.s.memory.fresh[id]; e != nil {
			g.token.fresh[id] = e.Body.Mark
		}
	}
	if err := g.s.readNodes(g.ctx, ids); err != nil {
		return err
	}
	g.take(ids)
	return nil
}

// take gives the gatherer nodes that are known.
func (g *gatherer) take(ids []string) {
	for _, id := range ids {
		if d := g.s.memory.known.nodes[id]; d != nil && g.nodes[id] == nil {
			g.nodes[id] = g.s.memory.node(d)
		}
	}
}

// byClaims finds the claims that hold evidence, and joins the nodes of all else that they hold.
func (g *gatherer) byClaims(rows []*knownRow) error {
	k := &g.s.memory.known
	var list []*storedClaim
	var open []*knownRow
	for _, r := range rows {
		c := k.claims[r.holder]
		switch {
		case !r.placed, r.holder != "" && c == nil:
			open = append(open, r)
		case c != nil:
			list = append(list, c)
		}
	}
	found, err := g.s.readHolding(g.ctx, open)
	if err != nil {
		return err
	}
	var others []string
	for _, c := range append(list, found...) {
		if g.token.claims[c.doc.ID] != nil {
			continue
		}
		if err := g.s.wake(g.ctx, c.doc); err != nil {
			return err
		}
		g.token.claims[c.doc.ID] = c
		for _, e := range c.doc.Held {
			if g.token.evidence[e] == nil {
				others = append(others, e)
			}
		}
	}
	return g.joinNodesOf(others)
}

func (g *gatherer) joinNodesOf(ids []string) error {
	var missing []string
	for _, id := range ids {
		if node, ok := g.s.memory.known.nodeOf[id]; ok {
			g.join(node)
		} else {
			missing = append(missing, id)
		}
	}
	return g.s.mget(g.ctx, evidence, missing, "node", func(h *hit) error {
		var d evidenceDoc
		err := h.into(&d)
		g.join(d.Node)
		return err
	})
}

// byDecisions joins the nodes of every row that a decision names together with one of rows.
func (g *gatherer) byDecisions(rows []*knownRow) error {
	var others []string
	for _, r := range rows {
		for _, id := range g.s.memory.named[r.doc.ID] {
			if !g.decided[id] {
				g.decided[id] = true
				others = append(others, evidenceOf(g.s.memory.decisions[id])...)
			}
		}
	}
	return g.joinNodesOf(others)
}

// byKeys joins the nodes that share a key with one of ids and that joined accepts.
func (g *gatherer) byKeys(ids []string) error {
	holders := map[uint64][]*indexer.Node{}
	var names []uint64
	for _, id := range ids {
		for _, k := range g.nodes[id].Keys {
			if holders[k] == nil {
				names = append(names, k)
			}
			holders[k] = append(holders[k], g.nodes[id])
		}
	}
	if err := g.s.readHolders(g.ctx, names); err != nil {
		return err
	}
	var found []string
	for _, name := range names {
		for _, id := range g.s.memory.known.holders[name] {
			if !g.seen[id] {
				found = append(found, id)
			}
		}
	}
	slices.Sort(found)
	found = slices.Compact(found)
	if err := g.s.readNodes(g.ctx, found); err != nil {
		return err
	}
	g.take(found)
	for _, id := range found {
		if n := g.nodes[id]; n != nil && g.meets(n, holders) {
			g.join(id)
		}
	}
	return nil
}

// meets reports whether a candidate is joined with one of the nodes that share a key with it.
func (g *gatherer) meets(n *indexer.Node, holders map[uint64][]*indexer.Node) bool {
	asked := map[string]bool{}
	for _, k := range n.Keys {
		for _, inside := range holders[k] {
			if asked[inside.ID] {
				continue
			}
			asked[inside.ID] = true
			if g.joined(inside, n) {
				return true
			}
		}
	}
	return false
}

// finish makes the view of what was read.
func (g *gatherer) finish() error {
	g.takeClaims()
	alive, articleIDs := map[string]bool{}, map[string]bool{}
	for _, k := range g.rows {
		held := g.token.evidence[k.doc.ID]
		g.tell(k.doc.ID, held.told)
		if held.gone && held.holder == "" {
			continue // no claim waits to be freed of it
		}
		r := k.doc.row()
		r.Claim = held.holder
		alive[r.Node], articleIDs[k.doc.Article] = true, true
		g.view.Rows = append(g.view.Rows, r)
	}
	g.view.Fresh = map[string]bool{}
	for _, id := range g.token.nodes {
		if alive[id] {
			g.view.Nodes = append(g.view.Nodes, *g.nodes[id])
		}
		if _, waits := g.token.fresh[id]; waits {
			g.view.Fresh[id] = true
		}
	}
	for id := range g.decided {
		g.view.Decisions = append(g.view.Decisions, g.s.memory.decisions[id])
	}
	sortDecisions(g.view.Decisions)
	return g.takePages(slices.Sorted(maps.Keys(articleIDs)))
}

// takeClaims gives rows their holders and the view its claims, with what they announced last.
func (g *gatherer) takeClaims() {
	for _, id := range slices.Sorted(maps.Keys(g.token.claims)) {
		stored := g.token.claims[id]
		g.view.Claims = append(g.view.Claims, *stored.record)
		for _, e := range stored.doc.Held {
			if r := g.token.evidence[e]; r != nil && r.holder == "" {
				r.holder = id
			}
		}
		for _, t := range stored.doc.Told {
			g.tell(t.Evidence, []indexer.Told{t})
		}
	}
}

// tell adds to what was announced on a piece of evidence of the view, each once.
func (g *gatherer) tell(id string, list []indexer.Told) {
	for _, t := range list {
		if !slices.Contains(g.view.Told[id], t) {
			g.view.Told[id] = append(g.view.Told[id], t)
		}
	}
}

func (g *gatherer) takePages(ids []string) error {
	if err := g.s.readPages(g.ctx, ids); err != nil {
		return err
	}
	for _, id := range ids {
		if p := g.s.memory.known.pages[id]; p != nil {
			g.view.Pages[p.Key] = *p
		}
	}
	return nil
}

func sortDecisions(list []indexer.Decision) {
	slices.SortFunc(list, func(a, b indexer.Decision) int { return cmp.Or(a.At.Compare(b.At), strings.Compare(a.ID, b.ID)) })
}
