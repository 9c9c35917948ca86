package elastic

import (
	"context"
	"maps"
	"slices"

	"github.com/claimwire/claimwire/indexer"
	"github.com/claimwire/claimwire/internal/claim"
)

// knownRow is a piece of evidence as it is stored. Nobody changes what it points at.
type knownRow struct {
	doc    *evidenceDoc
	at     version
	bytes  int
	holder string // the claim that holds it, or none
	placed bool   // holder is known
}

// storedClaim is a claim as it is stored. Nobody changes what it points at.
type storedClaim struct {
	at     version
	doc    *claimDoc // once known, without what record says
	record *claim.Claim
	bytes  int
}

// complete begins what is known of a node's evidence; all of it that is stored must be learned next.
func (k *known) complete(node string) {
	if k.rows[node] == nil {
		k.rows[node] = map[string]*knownRow{}
	}
}

// learnRow takes in a piece of evidence, where all of its node's is known.
func (k *known) learnRow(r *knownRow) {
	id, node := r.doc.ID, r.doc.Node
	if was, ok := k.nodeOf[id]; ok {
		k.bytes -= k.rows[was][id].bytes
		delete(k.rows[was], id)
		delete(k.nodeOf, id)
	}
	if rows := k.rows[node]; rows != nil {
		rows[id] = r
		k.nodeOf[id] = node
		k.bytes += r.bytes
	}
}

// row is a piece of evidence, where it is known.
func (k *known) row(id string) *knownRow { return k.rows[k.nodeOf[id]][id] }

func (k *known) learnClaim(c *storedClaim) {
	k.dropClaim(c.doc.ID)
	c.doc.ecs, c.doc.Claimwire.Claim, c.doc.Search = ecs{}, nil, nil
	k.claims[c.doc.ID] = c
	k.bytes += c.bytes
}

func (k *known) dropClaim(id string) {
	if old := k.claims[id]; old != nil {
		k.bytes -= old.bytes
		delete(k.claims, id)
	}
}

// pageBytes is about what a page takes.
const pageBytes = 1 << 10

func (k *known) learnPage(article string, p *indexer.Page) {
	if k.pages[article] == nil {
		k.bytes += pageBytes
	}
	k.pages[article] = p
}

// forget makes what was written visible to searches, and then forgets it.
func (s *Store) forget(ctx context.Context) error {
	if err := s.forgetDocs(ctx); err != nil {
		return err
	}
	return s.forgetNodes(ctx)
}

// forgetDocs is forget for evidence, claims and pages.
func (s *Store) forgetDocs(ctx context.Context) error {
	if err := s.visible(ctx, evidence, claims); err != nil {
		return err
	}
	k, empty := &s.memory.known, newKnown()
	k.rows, k.nodeOf, k.claims, k.pages, k.bytes = empty.rows, empty.nodeOf, empty.claims, empty.pages, 0
	return nil
}

// forgetNodes is forget for nodes and who has their keys.
func (s *Store) forgetNodes(ctx context.Context) error {
	if err := s.visible(ctx, nodes); err != nil {
		return err
	}
	k, empty := &s.memory.known, newKnown()
	k.nodes, k.holders, k.given, k.size = empty.nodes, empty.holders, empty.given, 0
	return nil
}

var rowFields = []string{"id", "claimwire.evidence", "node", "article", "gone", "told"}

// readRows makes all evidence of nodes known, and returns it.
func (s *Store) readRows(ctx context.Context, ids []string) ([]*knownRow, error) {
	k := &s.memory.known
	missing := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return k.rows[id] != nil })
	for _, id := range missing {
		k.complete(id)
	}
	if len(missing) > 0 {
		if err := s.visible(ctx, evidence); err != nil {
			return nil, err
		}
	}
	err := s.scanTerms(ctx, evidence, "node", missing, rowFields, func(h *hit) error {
		d := &evidenceDoc{}
		err := h.into(d)
		d.ID = h.ID
		k.learnRow(&knownRow{doc: d, at: h.version(), bytes: len(h.Source)})
		return err
	})
	if err != nil {
		return nil, err
	}
	var rows []*knownRow
	for _, id := range ids {
		for _, e := range slices.Sorted(maps.Keys(k.rows[id])) {
			rows = append(rows, k.rows[id][e])
		}
	}
	return rows, nil
}

// readPages makes the pages of articles known; those that are not stored stay unknown.
func (s *Store) readPages(ctx context.Context, ids []string) error {
	k := &s.memory.known
	missing := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return k.pages[id] != nil })
	return s.mget(ctx, articles, missing, "page", func(h *hit) error {
		d, err := h.article()
		if err == nil {
			k.learnPage(h.ID, d.Page)
		}
		return err
	})
}

// readHolding makes known which claims hold pieces of evidence. Held by two, while a commit was not
// finished, a piece stays open, so that both are found again.
func (s *Store) readHolding(ctx context.Context, rows []*knownRow) (found []*storedClaim, err error) {
	k := &s.memory.known
	if len(rows) == 0 {
		return nil, nil
	}
	if err := s.visible(ctx, claims); err != nil {
		return nil, err
	}
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i] = r.doc.ID
	}
	holders := map[string][]string{}
	err = s.scanTerms(ctx, claims, "held", ids, claimFields(), func(h *hit) error {
		d, err := h.claim()
		if err != nil {
			return err
		}
		c := &storedClaim{at: h.version(), doc: d, record: d.Claimwire.Claim, bytes: len(h.Source)}
		k.learnClaim(c)
		for _, e := range d.Held {
			holders[e] = append(holders[e], d.ID)
		}
		found = append(found, c)
		return nil
	})
	for _, r := range rows {
		if list := holders[r.doc.ID]; err == nil && len(list) < 2 {
			r.placed = true
			r.holder = ""
			if len(list) == 1 {
				r.holder = list[0]
			}
		}
	}
	return found, err
}

func claimFields() []string { return []string{"id", "claimwire.claim", "held", "told", "commit"} }
