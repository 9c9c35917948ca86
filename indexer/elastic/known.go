package elastic

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/claimwire/claimwire/indexer"
	"github.com/claimwire/claimwire/indexer/elastic/keylist"
)

// The bounds of what the writer remembers: where one is passed, all that it is for is forgotten.
// Nodes have bounds of their own, since one piece of news has hundreds of others to be compared with: where names are
// dense, as many as are stored. A node takes two to three kilobytes with its keys.
const (
	maxKnownNodes = 40_000
	maxKnownKeys  = 2_000_000 // keys of these nodes, and places in lists
	maxKnownBytes = 48 << 20  // of documents of evidence, claims and pages
)

// known is what the writer has read, or written. Only it writes these documents, so that stays true until
// another takes over: new evidence is most often about what was just read. It has everything that was
// written and that searches may not find yet.
type known struct {
	nodes   map[string]*nodeDoc
	holders map[uint64][]string // by key: every node that has it, and some that had it
	given   map[uint64][]string // by key whose holders are not known: the nodes that were written with it
	size    int                 // keys and places

	rows   map[string]map[string]*knownRow // by node, and id: all of its evidence
	nodeOf map[string]string               // by evidence in rows
	claims map[string]*storedClaim
	pages  map[string]*indexer.Page // by the hash of the article's key
	bytes  int                      // of rows, claims and pages
}

func newKnown() known {
	return known{nodes: map[string]*nodeDoc{}, holders: map[uint64][]string{}, given: map[uint64][]string{}, rows: map[string]map[string]*knownRow{},
		nodeOf: map[string]string{}, claims: map[string]*storedClaim{}, pages: map[string]*indexer.Page{}}
}

// learn takes in a node as it is stored now.
func (k *known) learn(d *nodeDoc) {
	old := k.nodes[d.ID]
	k.nodes[d.ID] = d
	k.size += len(d.Keys)
	for _, name := range d.Keys {
		if list, ok := k.holders[name]; ok && (old == nil || !slices.Contains(old.Keys, name)) && !slices.Contains(list, d.ID) {
			k.holders[name] = append(list, d.ID)
			k.size++
		}
	}
}

// wrote takes in a node as it was just written.
func (k *known) wrote(d *nodeDoc) {
	old := k.nodes[d.ID]
	for _, name := range d.Keys {
		if _, listed := k.holders[name]; !listed && (old == nil || !slices.Contains(old.Keys, name)) {
			k.given[name] = append(k.given[name], d.ID)
			k.size++
		}
	}
	k.learn(d)
}

// count is how many nodes have a key whose holders are known.
func (k *known) count(name uint64) int {
	n := 0
	for _, id := range k.holders[name] {
		if d := k.nodes[id]; d != nil && slices.Contains(d.Keys, name) {
			n++
		}
	}
	return n
}

// manyNodes reports whether it is time to forget nodes.
func (k *known) manyNodes() bool { return len(k.nodes) > maxKnownNodes || k.size > maxKnownKeys }

// manyDocs reports whether it is time to forget documents.
func (k *known) manyDocs() bool { return k.bytes > maxKnownBytes }

// readNodes makes nodes known; those that are not stored stay unknown.
func (s *Store) readNodes(ctx context.Context, ids []string) error {
	missing := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return s.memory.known.nodes[id] != nil })
	slices.Sort(missing)
	return s.mget(ctx, nodes, slices.Compact(missing), "", func(h *hit) error {
		d := &nodeDoc{}
		if err := h.into(d); err != nil {
			return err
		}
		d.at = h.version()
		s.memory.known.learn(d)
		return nil
	})
}

// idsPage is how many ids one answer has.
const idsPage = 10_000

// readHolders makes known which nodes have the keys. What searches do not find yet is known.
func (s *Store) readHolders(ctx context.Context, names []uint64) error {
	k := &s.memory.known
	asked := map[uint64]bool{}
	for _, name := range names {
		if _, ok := k.holders[name]; !ok {
			asked[name] = true
		}
	}
	names = slices.DeleteFunc(slices.Clone(names), func(name uint64) bool { return !asked[name] })
	slices.Sort(names)
	names = slices.Compact(names)
	var found []string
	for part := range slices.Chunk(names, termsSize) {
		err := s.scanIDs(ctx, nodes, object{"terms": object{"keys": keylist.List(part)}}, func(id string) { found = append(found, id) })
		if err != nil {
			return err
		}
	}
	for _, name := range names {
		found = append(found, k.given[name]...)
	}
	slices.Sort(found)
	found = slices.Compact(found)
	if err := s.readNodes(ctx, found); err != nil {
		return err
	}
	for _, name := range names {
		k.holders[name] = nil
		k.size += 1 - len(k.given[name])
		delete(k.given, name)
	}
	for _, id := range found {
		d := k.nodes[id]
		if d == nil {
			continue // deleted since
		}
		for _, name := range d.Keys {
			if asked[name] {
				k.holders[name] = append(k.holders[name], id)
				k.size++
			}
		}
	}
	return nil
}

// scanIDs is scan for those who need nothing but ids, which come without opening a document.
func (s *Store) scanIDs(ctx context.Context, kind string, filter object, f func(id string)) error {
	body := object{"query": object{"bool": object{"filter": filter}}, "size": idsPage, "sort": []string{"id"},
		"track_total_hits": false, "stored_fields": "_none_"}
	for {
		hits, err := s.search(ctx, kind, body)
		if err != nil {
			return err
		}
		for i := range hits {
			var id string
			if len(hits[i].Sort) == 0 || json.Unmarshal(hits[i].Sort[0], &id) != nil {
				continue // no document of this program is without an id
			}
			f(id)
		}
		if len(hits) < idsPage {
			return nil
		}
		body["search_after"] = hits[len(hits)-1].Sort
	}
}

// node is a stored node as views have it.
func (m *memory) node(d *nodeDoc) *indexer.Node {
	if d.shown != nil && d.hubs == len(m.hubs) {
		return d.shown
	}
	n := &indexer.Node{ID: d.ID}
	if d.Frame != nil {
		n.Frame = *d.Frame
	}
	n.Keys = m.live(&n.Frame, d.Keys)
	n.Ready()
	d.shown, d.hubs, d.Frame = n, len(m.hubs), &n.Frame
	return n
}
