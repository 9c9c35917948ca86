package elastic

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/claimwire/claimwire/indexer"
	"github.com/claimwire/claimwire/internal/claim"
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

// storedClaim is a claim of a view as it is stored.
type storedClaim struct {
	at  version
	doc *claimDoc
}

// Component reads whole components; see indexer.Store. It costs what the components have, whatever the
// size of the index.
func (s *Store) Component(ctx context.Context, names []string, joined func(a, b *indexer.Node) bool) (indexer.View, error) {
	g := &gatherer{s: s, ctx: ctx, joined: joined, seen: map[string]bool{}, keys: map[string]bool{}, decided: map[string]bool{}, nodes: map[string]*indexer.Node{}}
	err := s.write(ctx, "read component", func(context.Context) error {
		g.token = &token{seq: s.memory.seq, fresh: map[string]int64{}, evidence: map[string]*storedRow{}, claims: map[string]*storedClaim{}}
		g.view = indexer.View{Pages: map[string]indexer.Page{}, Told: map[string][]indexer.Told{}, Token: g.token}
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
	docs     []*evidenceDoc
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
	first := len(g.docs)
	if err := g.readRows(now); err != nil {
		return err
	}
	g.token.nodes = append(g.token.nodes, now...)
	if err := g.byClaims(g.docs[first:]); err != nil {
		return err
	}
	if err := g.byDecisions(g.docs[first:]); err != nil {
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

var rowFields = []string{"claimwire.evidence", "node", "gone", "told"}

// readRows reads all evidence of nodes.
func (g *gatherer) readRows(ids []string) error {
	return g.s.scanTerms(g.ctx, evidence, "node", ids, rowFields, func(h *hit) error {
		d := &evidenceDoc{}
		if err := h.into(d); err != nil {
			return err
		}
		g.docs = append(g.docs, d)
		g.token.evidence[h.ID] = &storedRow{node: d.Node, gone: d.Gone, told: d.Told, at: h.version()}
		return nil
	})
}

// byClaims finds the claims that hold evidence, and joins the nodes of all else that they hold.
func (g *gatherer) byClaims(docs []*evidenceDoc) error {
	var ids, others []string
	for _, d := range docs {
		ids = append(ids, d.Claimwire.Evidence.ID)
	}
	err := g.s.scanTerms(g.ctx, claims, "held", ids, claimFields(), func(h *hit) error {
		if g.token.claims[h.ID] != nil {
			return nil
		}
		d := &claimDoc{}
		if err := h.into(d); err != nil {
			return err
		}
		if err := g.s.wake(g.ctx, d); err != nil {
			return err
		}
		g.token.claims[h.ID] = &storedClaim{at: h.version(), doc: d}
		for _, e := range d.Held {
			if g.token.evidence[e] == nil {
				others = append(others, e)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return g.joinNodesOf(others)
}

func claimFields() []string { return []string{"id", "claimwire.claim", "held", "told", "commit"} }

func (g *gatherer) joinNodesOf(ids []string) error {
	return g.s.mget(g.ctx, evidence, ids, "node", func(h *hit) error {
		var d evidenceDoc
		err := h.into(&d)
		g.join(d.Node)
		return err
	})
}

// byDecisions joins the nodes of every row that a decision names together with one of docs.
func (g *gatherer) byDecisions(docs []*evidenceDoc) error {
	var others []string
	for _, d := range docs {
		for _, id := range g.s.memory.named[d.Claimwire.Evidence.ID] {
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
	var names []string
	for _, id := range ids {
		for _, k := range g.nodes[id].Keys {
			if holders[k] == nil {
				names = append(names, keyName(k))
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
	if err := g.takeClaims(); err != nil {
		return err
	}
	alive, articleIDs := map[string]bool{}, map[string]bool{}
	for _, d := range g.docs {
		id := d.Claimwire.Evidence.ID
		held := g.token.evidence[id]
		g.tell(id, held.told)
		if held.gone && held.holder == "" {
			continue // no claim waits to be freed of it
		}
		r := d.row()
		r.Claim = held.holder
		alive[r.Node], articleIDs[hashed(r.Article)] = true, true
		g.view.Rows = append(g.view.Rows, r)
	}
	for _, id := range g.token.nodes {
		if alive[id] {
			g.view.Nodes = append(g.view.Nodes, *g.nodes[id])
		}
	}
	for id := range g.decided {
		g.view.Decisions = append(g.view.Decisions, g.s.memory.decisions[id])
	}
	sortDecisions(g.view.Decisions)
	return g.readPages(slices.Sorted(maps.Keys(articleIDs)))
}

// takeClaims gives rows their holders and the view its claims, with what they announced last.
func (g *gatherer) takeClaims() error {
	for _, id := range slices.Sorted(maps.Keys(g.token.claims)) {
		stored := g.token.claims[id]
		var c claim.Claim
		if err := json.Unmarshal(stored.doc.Claimwire.Claim, &c); err != nil {
			return fmt.Errorf("claim %s: %w", id, err)
		}
		g.view.Claims = append(g.view.Claims, c)
		for _, e := range stored.doc.Held {
			if r := g.token.evidence[e]; r != nil && r.holder == "" {
				r.holder = id
			}
		}
		for _, t := range stored.doc.Told {
			g.tell(t.Evidence, []indexer.Told{t})
		}
	}
	return nil
}

// tell adds to what was announced on a piece of evidence of the view, each once.
func (g *gatherer) tell(id string, list []indexer.Told) {
	for _, t := range list {
		if !slices.Contains(g.view.Told[id], t) {
			g.view.Told[id] = append(g.view.Told[id], t)
		}
	}
}

func (g *gatherer) readPages(ids []string) error {
	return g.s.mget(g.ctx, articles, ids, "page", func(h *hit) error {
		var d articleDoc
		err := h.into(&d)
		var p indexer.Page
		if err == nil {
			err = json.Unmarshal(d.Page, &p)
		}
		g.view.Pages[p.Key] = p
		return err
	})
}

func sortDecisions(list []indexer.Decision) {
	slices.SortFunc(list, func(a, b indexer.Decision) int { return cmp.Or(a.At.Compare(b.At), strings.Compare(a.ID, b.ID)) })
}
