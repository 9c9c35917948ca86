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
	flags           int
	text, body      []byte
}

// readRows gives all evidence of nodes; it says which claims hold it and which nodes have any.
func (g *gatherer) readRows(nodes []int64) (claims map[int64]bool, alive map[int64]bool, err error) {
	claims, alive = map[int64]bool{}, map[int64]bool{}
	found := make(map[int64][]*held, len(nodes))
	var missing []int64
	for _, id := range nodes {
		if rows, ok := g.s.rows.get(id); ok {
			found[id] = rows
		} else {
			missing = append(missing, id)
		}
	}
	if err := g.fetchRows(missing, found); err != nil {
		return nil, nil, err
	}
	for _, id := range nodes {
		for _, h := range found[id] {
			g.token.evidence[h.row.ID] = h
			if h.claim != 0 {
				claims[h.claim] = true
			}
			if h.shown() {
				alive[id] = true
				g.rows = append(g.rows, h)
			}
		}
	}
	return claims, alive, nil
}

// fetchRows reads the evidence of nodes that memory does not have.
func (g *gatherer) fetchRows(nodes []int64, found map[int64][]*held) error {
	if len(nodes) == 0 {
		return nil
	}
	var raw []rawRow
	var rows []*held
	const text = `SELECT e.id, e.eid, n.id, n.fingerprint, s.text, e.claim, e.flags, e.row, e.article, r.hash
		FROM json_each(?) j CROSS JOIN node n ON n.id = j.value CROSS JOIN sentence s ON s.node = n.id
		CROSS JOIN evidence e ON e.sentence = s.id CROSS JOIN revision r ON r.id = e.revision`
	err := g.w.each(g.ctx, text, []any{list(nodes)}, func(scan scanner) error {
		var r rawRow
		var by sql.NullInt64
		h := &held{}
		if err := scan(&h.id, &r.eid, &h.node, &r.node, &r.text, &by, &r.flags, &r.body, &h.article, &r.hash); err != nil {
			return err
		}
		h.claim, h.flags = by.Int64, r.flags
		raw, rows, found[h.node] = append(raw, r), append(rows, h), append(found[h.node], h)
		return nil
	})
	if err == nil {
		err = parallel(g.ctx, len(raw), func(i int) error { return raw[i].unpack(&rows[i].row) })
	}
	if err != nil {
		return err
	}
	for _, id := range nodes {
		g.s.rows.put(id, found[id], weigh(found[id]))
	}
	return nil
}

// weigh counts the pieces of a list, and the list as one.
func weigh[T any](list []T) int { return 1 + len(list) }

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
	g.view.Rows = make([]indexer.Row, len(g.rows))
	for i, h := range g.rows {
		g.view.Rows[i] = h.row
	}
	for _, read := range []func() error{g.readPages, g.readClaims, g.readTold, g.readFresh} {
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
	pages := map[int64]*indexer.Page{}
	var missing []int64
	for _, h := range g.rows {
		if _, met := pages[h.article]; met {
			continue
		}
		p, ok := g.s.pages.get(h.article)
		if pages[h.article] = p; !ok {
			missing = append(missing, h.article)
		}
	}
	if err := g.fetchPages(missing, pages); err != nil {
		return err
	}
	for i, h := range g.rows {
		p := pages[h.article]
		if p == nil {
			return fmt.Errorf("evidence %s: article number %d is not stored", h.row.ID, h.article)
		}
		g.view.Rows[i].Article = p.Key
		g.view.Pages[p.Key] = *p
	}
	return nil
}

// fetchPages reads the pages of articles that memory does not have.
func (g *gatherer) fetchPages(ids []int64, pages map[int64]*indexer.Page) error {
	if len(ids) == 0 {
		return nil
	}
	slices.Sort(ids)
	var packed [][]byte
	var read []int64
	const text = "SELECT a.id, a.key, a.page, a.sketch FROM json_each(?) j CROSS JOIN article a ON a.id = j.value"
	err := g.w.each(g.ctx, text, []any{list(ids)}, func(scan scanner) error {
		var id int64
		var page []byte
		var sketch sql.RawBytes
		p := &indexer.Page{}
		if err := scan(&id, &p.Key, &page, &sketch); err != nil {
			return err
		}
		p.Sketch = unpackSketch(sketch)
		pages[id], packed, read = p, append(packed, page), append(read, id)
		return nil
	})
	if err != nil {
		return err
	}
	err = parallel(g.ctx, len(read), func(i int) error {
		p := pages[read[i]]
		key, sketch := p.Key, p.Sketch
		err := unpack(packed[i], p)
		p.Key, p.Sketch = key, sketch
		return err
	})
	if err != nil {
		return err
	}
	for _, id := range read {
		g.s.pages.put(id, pages[id], 1)
	}
	return nil
}

// readClaims gives the records of the claims, with their evidence from the rows.
func (g *gatherer) readClaims() error {
	ids := slices.Sorted(maps.Keys(g.claims))
	stored := make([]*storedClaim, 0, len(ids))
	var missing []int64
	for _, id := range ids {
		if c, ok := g.s.claims.get(id); ok {
			stored = append(stored, c)
		} else {
			missing = append(missing, id)
		}
	}
	if err := g.fetchClaims(missing, &stored); err != nil {
		return err
	}
	slices.SortFunc(stored, func(a, b *storedClaim) int { return cmp.Compare(a.record.ID, b.record.ID) })
	byID := make(map[int64]int, len(stored))
	g.view.Claims = make([]claim.Claim, len(stored))
	for i, c := range stored {
		byID[c.id], g.view.Claims[i] = i, c.record
		g.claims[c.id], g.token.claims[c.record.ID] = c.record.ID, *c
	}
	for i, h := range g.rows {
		row := &g.view.Rows[i]
		row.Claim = g.claims[h.claim]
		if at, ok := byID[h.claim]; ok && h.flags&flagHidden == 0 {
			e := row.Shown()
			e.Denial = h.flags&flagDenial != 0
			g.view.Claims[at].Evidence = append(g.view.Claims[at].Evidence, e)
		}
	}
	for i := range g.view.Claims {
		sortEvidence(g.view.Claims[i].Evidence)
	}
	return nil
}

// fetchClaims reads the records of claims that memory does not have.
func (g *gatherer) fetchClaims(ids []int64, into *[]*storedClaim) error {
	if len(ids) == 0 {
		return nil
	}
	var bodies [][]byte
	first := len(*into)
	const text = `SELECT c.id, c.cid, c.words, r.body FROM json_each(?) j CROSS JOIN claim c ON c.id = j.value
		CROSS JOIN record r ON r.claim = c.id`
	err := g.w.each(g.ctx, text, []any{list(ids)}, func(scan scanner) error {
		c := &storedClaim{}
		var body []byte
		err := scan(&c.id, &c.record.ID, &c.words, &body)
		*into, bodies = append(*into, c), append(bodies, body)
		return err
	})
	if err != nil {
		return err
	}
	read := (*into)[first:]
	err = parallel(g.ctx, len(read), func(i int) error {
		if err := unpack(bodies[i], &read[i].record); err != nil {
			return fmt.Errorf("claim %s: %w", read[i].record.ID, err)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, c := range read {
		g.s.claims.put(c.id, c, 1)
	}
	return nil
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
	unread := map[int64]*held{}
	for _, h := range g.token.evidence {
		if !h.toldRead {
			unread[h.id] = h
		}
	}
	if len(unread) > 0 {
		const text = "SELECT t.evidence, t.type, t.value FROM json_each(?) j CROSS JOIN told t ON t.evidence = j.value"
		err := g.w.each(g.ctx, text, []any{list(slices.Sorted(maps.Keys(unread)))}, func(scan scanner) error {
			var id int64
			var t indexer.Told
			err := scan(&id, &t.Type, &t.Value)
			h := unread[id]
			t.Evidence = h.row.ID
			h.told = append(h.told, t)
			return err
		})
		if err != nil {
			for _, h := range unread {
				h.told = nil
			}
			return err
		}
	}
	for _, h := range unread {
		h.toldRead = true
	}
	for eid, h := range g.token.evidence {
		if len(h.told) > 0 {
			g.view.Told[eid] = slices.Clip(h.told)
		}
	}
	return nil
}

// readFresh says which nodes wait for a computation.
func (g *gatherer) readFresh() error {
	names := make(map[int64]string, len(g.view.Nodes))
	for _, h := range g.rows {
		names[h.node] = h.row.Node
	}
	g.view.Fresh = map[string]bool{}
	const text = "SELECT f.node FROM json_each(?) j CROSS JOIN fresh f ON f.node = j.value"
	return g.w.each(g.ctx, text, []any{list(g.token.nodes)}, func(scan scanner) error {
		var id int64
		err := scan(&id)
		g.view.Fresh[names[id]] = true
		return err
	})
}
