package sqlite

import (
	"cmp"
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

// storedClaim is what a stored claim is found by.
type storedClaim struct {
	id        int64
	vals      []int64
	statement string
}

// held is a stored piece of evidence of a view.
type held struct {
	id    int64
	claim int64 // 0: none
	flags int
}

// Component reads whole components; see indexer.Store. It costs what the components have, whatever the
// size of the index.
func (s *Store) Component(ctx context.Context, nodes []string, joined func(a, b *indexer.Node) bool) (indexer.View, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.w == nil {
		return indexer.View{}, fmt.Errorf("read component: the index is closed")
	}
	g := &gatherer{s: s, w: s.w, ctx: context.WithoutCancel(ctx), joined: joined,
		seen: map[int64]bool{}, claims: map[int64]string{}, articles: map[int64]string{}, decided: map[string]bool{}, keys: map[int64]bool{},
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
	articles map[int64]string // keys, by id
	decided  map[string]bool  // decisions that name evidence of the component
	rows     []rowRef
}

// rowRef is what a row of the view still lacks when it has been read.
type rowRef struct {
	id, article, claim int64
}

func (g *gatherer) start(names []string) error {
	for _, name := range names {
		var id int64
		found, err := g.w.one(g.ctx, "SELECT id FROM node WHERE fingerprint = ?", []any{name}, &id)
		if err != nil {
			return err
		}
		if found {
			g.join(id)
		}
	}
	return nil
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
	first := len(g.view.Rows)
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
	if err := g.byDecisions(g.view.Rows[first:]); err != nil {
		return err
	}
	return g.byKeys(now, nodes)
}

// load gives the frames and keys of nodes.
func (g *gatherer) load(ids []int64) (map[int64]*indexer.Node, error) {
	nodes := make(map[int64]*indexer.Node, len(ids))
	var missing []int64
	for _, id := range ids {
		if n := g.s.nodes[id]; n != nil {
			nodes[id] = n
		} else {
			missing = append(missing, id)
		}
	}
	if len(missing) == 0 {
		return nodes, nil
	}
	if len(g.s.nodes)+len(missing) > maxNodes {
		clear(g.s.nodes)
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
		n.Keys = g.s.live(keys)
		g.s.nodes[id], nodes[id] = n, n
		return nil
	})
	return nodes, err
}

// live are a node's keys without those that became too common.
func (m *memory) live(packed []byte) []uint64 {
	var keys []uint64
	for _, k := range unpackKeys(packed) {
		if !m.hubs[k] {
			keys = append(keys, uint64(k))
		}
	}
	slices.Sort(keys)
	return keys
}

// rawRow is a row as it is read: it is unpacked later, on all processors.
type rawRow struct {
	eid, node, hash string
	nodeID          int64
	flags           int
	text, body      []byte
}

// readRows reads all evidence of nodes; it gives the claims that hold it and the nodes that have any.
func (g *gatherer) readRows(nodes []int64) (claims map[int64]bool, alive map[int64]bool, err error) {
	claims, alive = map[int64]bool{}, map[int64]bool{}
	var raw []rawRow
	const text = `SELECT e.id, e.eid, n.id, n.fingerprint, s.text, e.claim, e.flags, e.row, e.article, r.hash
		FROM json_each(?) j CROSS JOIN node n ON n.id = j.value CROSS JOIN sentence s ON s.node = n.id
		CROSS JOIN evidence e ON e.sentence = s.id CROSS JOIN revision r ON r.id = e.revision`
	err = g.w.each(g.ctx, text, []any{list(nodes)}, func(scan scanner) error {
		var r rawRow
		var ref rowRef
		var heldBy sql.NullInt64
		if err := scan(&ref.id, &r.eid, &r.nodeID, &r.node, &r.text, &heldBy, &r.flags, &r.body, &ref.article, &r.hash); err != nil {
			return err
		}
		ref.claim = heldBy.Int64
		if heldBy.Valid {
			claims[ref.claim] = true
		}
		g.token.evidence[r.eid] = &held{id: ref.id, claim: ref.claim, flags: r.flags}
		if r.flags&flagGone == 0 || heldBy.Valid { // else no claim waits to be freed of it
			alive[r.nodeID] = true
			raw, g.rows = append(raw, r), append(g.rows, ref)
		}
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	first := len(g.view.Rows)
	g.view.Rows = append(g.view.Rows, make([]indexer.Row, len(raw))...)
	return claims, alive, parallel(g.ctx, len(raw), func(i int) error { return raw[i].unpack(&g.view.Rows[first+i]) })
}

func (r *rawRow) unpack(row *indexer.Row) error {
	err := unpack(r.body, row)
	if err == nil {
		r.text, err = unpackBytes(r.text)
	}
	if err != nil {
		return fmt.Errorf("evidence %s: %w", r.eid, err)
	}
	row.ID, row.Node, row.Revision, row.Text = r.eid, r.node, r.hash, string(r.text)
	row.Withdrawn, row.Gone = r.flags&flagWithdrawn != 0, r.flags&flagGone != 0
	return nil
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
	const text = `SELECT DISTINCT s.node FROM json_each(?) j CROSS JOIN evidence e ON e.claim = j.value
		CROSS JOIN sentence s ON s.id = e.sentence`
	return g.joinAll(text, list(added))
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
func (g *gatherer) byDecisions(rows []indexer.Row) error {
	if len(g.s.decisions) == 0 {
		return nil
	}
	for i := range rows {
		for _, id := range g.s.named[rows[i].ID] {
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

// pair is a node of the component with a candidate.
type pair struct{ node, candidate int64 }

// byKeys joins the nodes that share a key with one of ids and that joined accepts.
func (g *gatherer) byKeys(ids []int64, nodes map[int64]*indexer.Node) error {
	holders := map[int64][]int64{}
	for _, id := range ids {
		for _, k := range nodes[id].Keys {
			holders[int64(k)] = append(holders[int64(k)], id)
		}
	}
	if len(holders) == 0 {
		return nil
	}
	pairs, candidates, err := g.candidates(holders)
	if err != nil || len(pairs) == 0 {
		return err
	}
	others, err := g.load(candidates)
	if err != nil {
		return err
	}
	for _, p := range pairs {
		if !g.seen[p.candidate] && g.joined(nodes[p.node], others[p.candidate]) {
			g.join(p.candidate)
		}
	}
	return nil
}

// candidates are the nodes outside the component that hold one of the keys, with who holds it inside.
func (g *gatherer) candidates(holders map[int64][]int64) ([]pair, []int64, error) {
	met := map[pair]bool{}
	outside := map[int64]bool{}
	const text = "SELECT k.key, k.node FROM json_each(?) j CROSS JOIN key k ON k.key = j.value"
	err := g.w.each(g.ctx, text, []any{list(slices.Sorted(maps.Keys(holders)))}, func(scan scanner) error {
		var key, node int64
		if err := scan(&key, &node); err != nil {
			return err
		}
		if g.seen[node] {
			return nil
		}
		outside[node] = true
		for _, holder := range holders[key] {
			met[pair{holder, node}] = true
		}
		return nil
	})
	pairs := slices.SortedFunc(maps.Keys(met), func(a, b pair) int {
		return cmp.Or(cmp.Compare(a.node, b.node), cmp.Compare(a.candidate, b.candidate))
	})
	return pairs, slices.Sorted(maps.Keys(outside)), err
}

// finish reads what hangs on the rows: pages, claims, announcements and decisions.
func (g *gatherer) finish() error {
	for _, read := range []func() error{g.readPages, g.readClaims, g.readTold} {
		if err := read(); err != nil {
			return err
		}
	}
	for id := range g.decided {
		g.view.Decisions = append(g.view.Decisions, g.s.decisions[id])
	}
	sortDecisions(g.view.Decisions)
	return nil
}

func sortDecisions(list []indexer.Decision) {
	slices.SortFunc(list, func(a, b indexer.Decision) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID)) })
}

func (g *gatherer) readPages() error {
	for _, ref := range g.rows {
		g.articles[ref.article] = ""
	}
	var pages []indexer.Page
	var packed [][]byte
	const text = "SELECT a.id, a.key, a.page, a.sketch FROM json_each(?) j CROSS JOIN article a ON a.id = j.value"
	err := g.w.each(g.ctx, text, []any{list(slices.Sorted(maps.Keys(g.articles)))}, func(scan scanner) error {
		var id int64
		var page []byte
		var sketch sql.RawBytes
		var key string
		if err := scan(&id, &key, &page, &sketch); err != nil {
			return err
		}
		g.articles[id] = key
		pages, packed = append(pages, indexer.Page{Key: key, Sketch: unpackSketch(sketch)}), append(packed, page)
		return nil
	})
	if err != nil {
		return err
	}
	err = parallel(g.ctx, len(pages), func(i int) error {
		p := &pages[i]
		key, sketch := p.Key, p.Sketch
		err := unpack(packed[i], p)
		p.Key, p.Sketch = key, sketch
		return err
	})
	for _, p := range pages {
		g.view.Pages[p.Key] = p
	}
	for i, ref := range g.rows {
		g.view.Rows[i].Article = g.articles[ref.article]
	}
	return err
}

// readClaims reads the records of the claims, and gives them their evidence from the rows.
func (g *gatherer) readClaims() error {
	byID := map[int64]int{}
	const text = `SELECT c.id, c.cid, c.vals, r.body FROM json_each(?) j CROSS JOIN claim c ON c.id = j.value
		CROSS JOIN record r ON r.claim = c.id ORDER BY c.cid`
	err := g.w.each(g.ctx, text, []any{list(slices.Sorted(maps.Keys(g.claims)))}, func(scan scanner) error {
		var id int64
		var cid string
		var vals, body sql.RawBytes
		var c claim.Claim
		if err := scan(&id, &cid, &vals, &body); err != nil {
			return err
		}
		if err := unpack(body, &c); err != nil {
			return fmt.Errorf("claim %s: %w", cid, err)
		}
		byID[id] = len(g.view.Claims)
		g.view.Claims = append(g.view.Claims, c)
		g.claims[id], g.token.claims[cid] = cid, storedClaim{id, unpackInts(vals), c.Statement}
		return nil
	})
	for i, ref := range g.rows {
		row := &g.view.Rows[i]
		row.Claim = g.claims[ref.claim]
		if at, ok := byID[ref.claim]; ok && g.token.evidence[row.ID].flags&flagHidden == 0 {
			e := row.Evidence
			e.Denial = g.token.evidence[row.ID].flags&flagDenial != 0
			g.view.Claims[at].Evidence = append(g.view.Claims[at].Evidence, e)
		}
	}
	for i := range g.view.Claims {
		sortEvidence(g.view.Claims[i].Evidence)
	}
	return err
}

// sortEvidence orders as records do: by time of publication, unknown last, then by id.
func sortEvidence(list []claim.Evidence) {
	slices.SortFunc(list, func(a, b claim.Evidence) int {
		if a.PublishedAt.IsZero() != b.PublishedAt.IsZero() {
			if a.PublishedAt.IsZero() {
				return 1
			}
			return -1
		}
		return cmp.Or(a.PublishedAt.Compare(b.PublishedAt), cmp.Compare(a.ID, b.ID))
	})
}

func (g *gatherer) readTold() error {
	eids := make(map[int64]string, len(g.token.evidence))
	ids := make([]int64, 0, len(g.token.evidence))
	for eid, h := range g.token.evidence {
		eids[h.id] = eid
		ids = append(ids, h.id)
	}
	const text = "SELECT t.evidence, t.type, t.value FROM json_each(?) j CROSS JOIN told t ON t.evidence = j.value"
	return g.w.each(g.ctx, text, []any{list(ids)}, func(scan scanner) error {
		var id int64
		var t indexer.Told
		err := scan(&id, &t.Type, &t.Value)
		t.Evidence = eids[id]
		g.view.Told[t.Evidence] = append(g.view.Told[t.Evidence], t)
		return err
	})
}
