package sqlite

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/claimwire/claimwire/indexer"
)

// The flags of a piece of evidence.
const (
	flagWithdrawn = 1 << iota // the article's newest revision no longer has it
	flagGone                  // a newer reading of its revision no longer has it; kept for what was told on it
	flagDenial                // it denies its claim
	flagHidden                // another piece of its claim stands at the same place
)

// Add makes a batch durable in one transaction; see indexer.Store. An empty batch names the nodes that
// still wait.
func (s *Store) Add(ctx context.Context, batch []indexer.Item) ([]string, error) {
	var fresh []string
	err := s.add(ctx, batch, func(a *adder) (err error) {
		fresh, err = a.waiting()
		return err
	})
	return fresh, err
}

// Keep is Add for many batches in a row; see indexer.Importer.
func (s *Store) Keep(ctx context.Context, batch []indexer.Item) error {
	return s.add(ctx, batch, func(*adder) error { return nil })
}

// add runs Add; done is called at the end of its transaction.
func (s *Store) add(ctx context.Context, batch []indexer.Item, done func(*adder) error) error {
	ready, err := prepare(ctx, batch)
	if err != nil {
		return fail("add articles", err)
	}
	return s.write(ctx, "add articles", func(ctx context.Context) error {
		a := s.adder(ctx)
		if err := a.lookUp(ready); err != nil {
			return err
		}
		for _, it := range ready {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := a.item(it); err != nil {
				return fmt.Errorf("article %s: %w", it.Page.Key, err)
			}
			if err := a.tell(it.Told); err != nil {
				return fmt.Errorf("article %s: %w", it.Page.Key, err)
			}
		}
		if err := a.flush(); err != nil {
			return err
		}
		a.remember()
		return done(a)
	})
}

// tell notes what was announced on evidence before it came here.
func (a *adder) tell(list []indexer.Told) error {
	if len(list) > 0 {
		a.s.rows, a.inserted = newCache[[]*held](maxRows), nil // which know it without
	}
	for _, t := range list {
		const text = "INSERT OR IGNORE INTO told(evidence, type, value) SELECT id, ?, ? FROM evidence WHERE eid = ?"
		if err := a.w.exec(a.ctx, text, string(t.Type), t.Value, t.Evidence); err != nil {
			return err
		}
	}
	return nil
}

// adder is one run of Add or Decide.
type adder struct {
	s        *Store
	w        *conn
	ctx      context.Context // of the one call, without its cancelling
	articles map[string]int64
	nodes    map[string]*nodeState // by fingerprint, those that this run met
	fresh    map[int64]bool        // nodes to be computed
	lost     map[int64]bool        // nodes that lost evidence or keys
	met      map[int64]bool        // keys that a node got
	inserted map[int64]*insertion  // by node; nil once the evidence is to be read again
}

type nodeState struct {
	id        int64
	frame     []byte          // of a node that is not stored yet
	node      *indexer.Node   // the same, unpacked
	keys      []int64         // sorted
	grown     bool            // keys differ from what is stored
	sentences map[int64]int64 // by hash, those that this run met
}

func (s *Store) adder(ctx context.Context) *adder {
	return &adder{s: s, w: s.w, ctx: context.WithoutCancel(ctx), articles: map[string]int64{}, nodes: map[string]*nodeState{},
		fresh: map[int64]bool{}, lost: map[int64]bool{}, met: map[int64]bool{}, inserted: map[int64]*insertion{}}
}

// lookUp finds the articles and nodes of a batch that are stored.
func (a *adder) lookUp(ready []*readyItem) error {
	var keys []any
	nodes := map[string]bool{}
	for _, it := range ready {
		keys = append(keys, it.Page.Key)
		for i := range it.Nodes {
			nodes[it.Nodes[i].ID] = true
		}
	}
	err := a.w.among(a.ctx, "SELECT id, key FROM article WHERE key IN ", keys, func(scan scanner) error {
		var id int64
		var key string
		err := scan(&id, &key)
		a.articles[key] = id
		return err
	})
	if err != nil {
		return err
	}
	return a.lookUpNodes(nodes)
}

// lookUpNodes finds the nodes of a batch that are stored.
func (a *adder) lookUpNodes(fingerprints map[string]bool) error {
	ids, err := a.s.nodeIDs(a.ctx, slices.Sorted(maps.Keys(fingerprints)))
	if err != nil {
		return err
	}
	const text = "SELECT n.id, n.fingerprint, n.keys FROM json_each(?) j CROSS JOIN node n ON n.id = j.value"
	return a.w.each(a.ctx, text, []any{list(ids)}, func(scan scanner) error {
		n := &nodeState{}
		var id string
		var packed []byte
		err := scan(&n.id, &id, &packed)
		n.keys, a.nodes[id] = unpackKeys(packed), n
		return err
	})
}

// nodeIDs are the numbers of the nodes that have one of the fingerprints.
func (s *Store) nodeIDs(ctx context.Context, fingerprints []string) ([]int64, error) {
	hashes := make([]int64, 0, len(fingerprints))
	for _, f := range fingerprints {
		hashes = append(hashes, nodeHash(f))
	}
	slices.Sort(hashes)
	var ids []int64
	err := s.keys.find(ctx, s.w, slices.Compact(hashes), func(e entry) { ids = append(ids, e.node) })
	slices.Sort(ids)
	return slices.Compact(ids), err
}

// item writes one article with its evidence.
func (a *adder) item(it *readyItem) error {
	st, err := a.article(it)
	if err != nil || st.duplicate {
		return err
	}
	if !st.isNew {
		return a.merge(it, st)
	}
	seen := map[string]bool{}
	for i := range it.Rows {
		if id := it.Rows[i].ID; !seen[id] {
			seen[id] = true
			if err := a.insert(it, i, st, 0); err != nil {
				return err
			}
		}
	}
	return nil
}

// insert writes a piece of evidence that is not stored yet.
func (a *adder) insert(it *readyItem, i int, st *articleState, flags int) error {
	r := &it.rows[i]
	node, sentence, err := a.place(it, i, flags&flagGone == 0)
	if err != nil {
		return err
	}
	const text = "INSERT INTO evidence(id, eid, article, revision, generation, sentence, flags, keys, row) VALUES(?,?,?,?,?,?,?,?,?)"
	id := a.s.next("evidence")
	err = a.w.exec(a.ctx, text, id, it.Rows[i].ID, st.id, st.revision, it.Page.Generation, sentence, flags, packKeys(r.keys), r.row)
	a.note(node, newHeld(it, i, held{id: id, node: node.id, article: st.id, flags: flags}))
	if err != nil || flags&flagGone != 0 {
		return err
	}
	a.s.count("evidence", 1)
	a.touch(node.id)
	return nil
}

// place finds or makes the node and the sentence of row i, and gives a live row's keys to the node.
func (a *adder) place(it *readyItem, i int, live bool) (*nodeState, int64, error) {
	node, err := a.nodeOf(it, i)
	if err != nil {
		return nil, 0, err
	}
	if live {
		a.grow(node, it.rows[i].keys)
	}
	sentence, err := a.sentence(node, &it.rows[i])
	return node, sentence, err
}

// nodeOf finds or makes the node of a row. A new one is written with its keys, at the end of the batch.
func (a *adder) nodeOf(it *readyItem, i int) (*nodeState, error) {
	r := &it.Rows[i]
	if n := a.nodes[r.Node]; n != nil {
		return n, nil
	}
	at := slices.IndexFunc(it.Nodes, func(n indexer.Node) bool { return n.ID == r.Node })
	if at < 0 {
		return nil, fmt.Errorf("evidence %s names node %s, which the item does not have", r.ID, r.Node)
	}
	frame, err := pack(&it.Nodes[at].Frame)
	if err != nil {
		return nil, err
	}
	n := &nodeState{id: a.s.next("node"), frame: frame, node: &indexer.Node{ID: r.Node, Frame: it.Nodes[at].Frame}}
	a.nodes[r.Node] = n
	a.s.keys.added = append(a.s.keys.added, entry{nodeHash(r.Node), n.id})
	a.s.count("nodes", 1)
	return n, nil
}

// grow gives a node more keys.
func (a *adder) grow(n *nodeState, keys []int64) {
	for _, k := range keys {
		at, found := slices.BinarySearch(n.keys, k)
		if found {
			continue
		}
		n.keys = slices.Insert(n.keys, at, k)
		n.grown = true
		if !a.s.hubs[k] {
			a.s.keys.added = append(a.s.keys.added, entry{k, n.id})
			a.met[k] = true
		}
	}
}

// sentence finds or makes a node's sentence.
func (a *adder) sentence(node *nodeState, r *readyRow) (int64, error) {
	if id := node.sentences[r.hash]; id != 0 {
		return id, nil
	}
	if node.sentences == nil {
		node.sentences = map[int64]int64{}
	}
	var id int64
	if node.frame == nil {
		found, err := a.w.one(a.ctx, "SELECT id FROM sentence WHERE node = ? AND hash = ?", []any{node.id, r.hash}, &id)
		if err != nil || found {
			node.sentences[r.hash] = id
			return id, err
		}
	}
	id = a.s.next("sentence")
	node.sentences[r.hash] = id
	if err := a.w.exec(a.ctx, "INSERT INTO sentence(id, node, hash, text) VALUES(?,?,?,?)", id, node.id, r.hash, r.text); err != nil {
		return 0, err
	}
	return id, a.w.exec(a.ctx, "INSERT INTO sentence_words(rowid, words) VALUES(?,?)", id, r.words)
}

// touch names a node as one to be computed.
func (a *adder) touch(node int64) { a.fresh[node] = true }

// flush writes what is cheaper for the whole batch at once.
func (a *adder) flush() error {
	for node := range a.lost {
		if err := a.shrink(node); err != nil {
			return err
		}
	}
	if err := a.writeNodes(); err != nil {
		return err
	}
	if err := a.findHubs(); err != nil {
		return err
	}
	if err := a.s.keys.write(a.ctx, a.w); err != nil {
		return err
	}
	return a.flushFresh()
}

func (a *adder) writeNodes() error {
	ids := slices.SortedFunc(maps.Keys(a.nodes), func(x, y string) int { return cmp.Compare(a.nodes[x].id, a.nodes[y].id) })
	for _, fingerprint := range ids {
		n := a.nodes[fingerprint]
		var err error
		switch {
		case n.frame != nil:
			const text = "INSERT INTO node(id, fingerprint, frame, keys) VALUES(?,?,?,?)"
			err = a.w.exec(a.ctx, text, n.id, fingerprint, n.frame, packKeys(n.keys))
		case n.grown:
			err = a.w.exec(a.ctx, "UPDATE node SET keys = ? WHERE id = ?", packKeys(n.keys), n.id)
			a.touch(n.id)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// findHubs looks for keys that more nodes hold by now than indexer.MaxFramesOf allows. All nodes that such a key
// joined are to be computed once more, without it.
func (a *adder) findHubs() error {
	holders := make(map[int64][]int64, len(a.met)+len(a.nodes))
	single := make([]int64, 0, len(a.met)+len(a.nodes)) // where lists begin: most have one node
	add := func(e entry) {
		switch list := holders[e.hash]; {
		case len(list) == 0:
			single = append(single, e.node)
			holders[e.hash] = single[len(single)-1 : len(single) : len(single)]
		case !slices.Contains(list, e.node):
			holders[e.hash] = append(list, e.node)
		}
	}
	a.s.keys.know(nil)
	if err := a.s.keys.find(a.ctx, a.w, slices.Sorted(maps.Keys(a.met)), add); err != nil {
		return err
	}
	for _, e := range a.s.keys.added {
		add(e)
	}
	for key := range a.met {
		if len(holders[key]) <= indexer.MaxFramesOf(uint64(key)) {
			continue
		}
		a.s.hubs[key] = true
		if err := a.w.exec(a.ctx, "INSERT OR IGNORE INTO hub(key) VALUES(?)", key); err != nil {
			return err
		}
		for _, n := range holders[key] {
			a.touch(n)
		}
	}
	for fingerprint, n := range a.nodes {
		add(entry{nodeHash(fingerprint), n.id})
	}
	a.s.keys.know(holders)
	return nil
}

// flushFresh makes durable which nodes wait, and the counters.
func (a *adder) flushFresh() error {
	ids := slices.Sorted(maps.Keys(a.fresh))
	values := make([]any, 0, len(ids))
	for _, id := range ids {
		a.s.mark(id)
		values = append(values, id)
	}
	if err := a.w.several(a.ctx, "INSERT OR IGNORE INTO fresh(node) VALUES", 1, values, ""); err != nil {
		return err
	}
	return a.s.flushCounts(a.ctx)
}

func (s *Store) flushCounts(ctx context.Context) error {
	for _, name := range slices.Sorted(maps.Keys(s.counts)) {
		const text = "INSERT INTO counter(name, n) VALUES(?,?) ON CONFLICT(name) DO UPDATE SET n = n + excluded.n"
		if err := s.w.exec(ctx, text, name, s.counts[name]); err != nil {
			return err
		}
	}
	clear(s.counts)
	return nil
}

// waiting lists every node that waits for a computation: those of this batch, and those that a stop
// between Add and Commit left.
func (a *adder) waiting() ([]string, error) {
	var ids []string
	err := a.w.each(a.ctx, "SELECT n.fingerprint FROM fresh f JOIN node n ON n.id = f.node ORDER BY f.node", nil, func(scan scanner) error {
		var id string
		err := scan(&id)
		ids = append(ids, id)
		return err
	})
	return ids, err
}
