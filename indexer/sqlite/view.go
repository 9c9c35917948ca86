package sqlite

import (
	"cmp"
	"database/sql"
	"fmt"
	"maps"
	"slices"

	"github.com/claimwire/claimwire/indexer"
	"github.com/claimwire/claimwire/internal/claim"
)

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
	const text = `SELECT c.id, c.cid, c.words, r.body FROM json_each(?) j CROSS JOIN claim c ON c.id = j.value
		CROSS JOIN record r ON r.claim = c.id ORDER BY c.cid`
	err := g.w.each(g.ctx, text, []any{list(slices.Sorted(maps.Keys(g.claims)))}, func(scan scanner) error {
		var id, words int64
		var cid string
		var body sql.RawBytes
		var c claim.Claim
		if err := scan(&id, &cid, &words, &body); err != nil {
			return err
		}
		if err := unpack(body, &c); err != nil {
			return fmt.Errorf("claim %s: %w", cid, err)
		}
		byID[id] = len(g.view.Claims)
		g.view.Claims = append(g.view.Claims, c)
		g.claims[id], g.token.claims[cid] = cid, storedClaim{id, words}
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
