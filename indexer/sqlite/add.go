package sqlite

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"

	"github.com/claimwire/claimwire/indexer"
	"github.com/claimwire/claimwire/internal/claim"
	"github.com/claimwire/claimwire/internal/query"
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
	err := s.write(ctx, "add articles", func(ctx context.Context) error {
		a := newAdder(s, ctx)
		for i := range batch {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := a.item(&batch[i]); err != nil {
				return fmt.Errorf("article %s: %w", batch[i].Page.Key, err)
			}
		}
		if err := a.flush(); err != nil {
			return err
		}
		var err error
		fresh, err = a.waiting()
		return err
	})
	return fresh, err
}

// adder is one run of Add or Decide.
type adder struct {
	s     *Store
	w     *conn
	ctx   context.Context // of the one call, without its cancelling
	fresh map[int64]bool
	nodes map[string]*nodeState // by fingerprint, those that this run met
	pairs []keyPair             // key rows to insert
	lost  map[int64]bool        // nodes that lost evidence or keys
}

func newAdder(s *Store, ctx context.Context) *adder {
	return &adder{s: s, w: s.w, ctx: context.WithoutCancel(ctx), fresh: map[int64]bool{}, nodes: map[string]*nodeState{}, lost: map[int64]bool{}}
}

type keyPair struct{ key, node int64 }

type nodeState struct {
	id    int64
	keys  []int64 // sorted
	grown bool    // keys differ from what is stored
}

// item writes one article with its evidence.
func (a *adder) item(it *indexer.Item) error {
	st, err := a.article(it)
	if err != nil || st.duplicate {
		return err
	}
	if !st.isNew {
		return a.merge(it, st)
	}
	for i := range it.Rows {
		if err := a.insert(it, i, st, 0); err != nil {
			return err
		}
	}
	return nil
}

// insert writes a piece of evidence that is not stored yet; a second one with its id is ignored.
func (a *adder) insert(it *indexer.Item, i int, st *articleState, flags int) error {
	r := &it.Rows[i]
	c, err := a.content(it, i, flags&flagGone == 0)
	if err != nil {
		return err
	}
	var id int64
	const text = `INSERT INTO evidence(eid, article, revision, generation, sentence, flags, keys, row) VALUES(?,?,?,?,?,?,?,?)
		ON CONFLICT(eid) DO NOTHING RETURNING id`
	found, err := a.w.one(a.ctx, text, []any{r.ID, st.id, st.revision, it.Page.Generation, c.sentence, flags, c.keys, c.row}, &id)
	if err != nil || !found || flags&flagGone != 0 {
		return err
	}
	a.s.count("evidence", 1)
	a.touch(c.node.id)
	return nil
}

// content is what the columns of a piece of evidence come from.
type content struct {
	node     *nodeState
	sentence int64
	keys     []byte
	row      []byte
}

// content prepares the columns of row i, and gives its node the row's keys.
func (a *adder) content(it *indexer.Item, i int, live bool) (content, error) {
	r := it.Rows[i] // a copy: what other columns hold is left out of the packed row
	node, err := a.nodeOf(it, &r)
	if err != nil {
		return content{}, err
	}
	var keys []int64
	if i < len(it.Keys) {
		keys = signed(it.Keys[i])
	}
	if live {
		a.grow(node, keys)
	}
	c := content{node: node, keys: packKeys(keys)}
	if c.sentence, err = a.sentence(node.id, r.Text); err != nil {
		return c, err
	}
	r.ID, r.Text, r.Node, r.Article, r.Revision, r.Withdrawn = "", "", "", "", "", false
	c.row, err = pack(&r)
	return c, err
}

func signed(keys []uint64) []int64 {
	list := make([]int64, len(keys))
	for i, k := range keys {
		list[i] = int64(k)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// nodeOf finds or makes the node of a row.
func (a *adder) nodeOf(it *indexer.Item, r *indexer.Row) (*nodeState, error) {
	n := slices.IndexFunc(it.Nodes, func(n indexer.Node) bool { return n.ID == r.Node })
	if n < 0 {
		return nil, fmt.Errorf("evidence %s names node %s, which the item does not have", r.ID, r.Node)
	}
	return a.node(r.Node, &it.Nodes[n].Frame)
}

// node finds the node with an id, or makes it with the frame.
func (a *adder) node(id string, frame *claim.Frame) (*nodeState, error) {
	if n := a.nodes[id]; n != nil {
		return n, nil
	}
	n := &nodeState{}
	var keys []byte
	found, err := a.w.one(a.ctx, "SELECT id, keys FROM node WHERE fingerprint = ?", []any{id}, &n.id, &keys)
	if err != nil {
		return nil, err
	}
	if !found {
		body, err := pack(frame)
		if err != nil {
			return nil, err
		}
		const text = "INSERT INTO node(fingerprint, frame, keys) VALUES(?,?,x'') RETURNING id"
		if _, err := a.w.one(a.ctx, text, []any{id, body}, &n.id); err != nil {
			return nil, err
		}
		a.s.count("nodes", 1)
	}
	n.keys = unpackKeys(keys)
	a.nodes[id] = n
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
			a.pairs = append(a.pairs, keyPair{k, n.id})
		}
	}
}

// sentence finds or makes a node's sentence.
func (a *adder) sentence(node int64, text string) (int64, error) {
	sum := sha256.Sum256([]byte(text))
	hash := int64(binary.BigEndian.Uint64(sum[:8]))
	var id int64
	found, err := a.w.one(a.ctx, "SELECT id FROM sentence WHERE node = ? AND hash = ?", []any{node, hash}, &id)
	if err != nil || found {
		return id, err
	}
	const insert = "INSERT INTO sentence(node, hash, text) VALUES(?,?,?) RETURNING id"
	if _, err := a.w.one(a.ctx, insert, []any{node, hash, packBytes([]byte(text))}, &id); err != nil {
		return 0, err
	}
	return id, a.w.exec(a.ctx, "INSERT INTO sentence_words(rowid, words) VALUES(?,?)", id, query.TokenText(text))
}

// touch names a node as one to be computed.
func (a *adder) touch(node int64) { a.fresh[node] = true }

// flush writes what is cheaper for the whole batch at once.
func (a *adder) flush() error {
	if err := a.shrink(); err != nil {
		return err
	}
	for _, n := range a.nodes {
		if !n.grown {
			continue
		}
		if err := a.w.exec(a.ctx, "UPDATE node SET keys = ? WHERE id = ?", packKeys(n.keys), n.id); err != nil {
			return err
		}
		a.touch(n.id)
	}
	if err := a.insertKeys(); err != nil {
		return err
	}
	return a.flushFresh()
}

// insertKeys writes the key rows in the order of the tree, and finds the keys that became too common.
func (a *adder) insertKeys() error {
	slices.SortFunc(a.pairs, func(x, y keyPair) int {
		if x.key != y.key {
			return cmpInt(x.key, y.key)
		}
		return cmpInt(x.node, y.node)
	})
	values := make([]any, 0, 2*len(a.pairs))
	keys := make([]int64, 0, len(a.pairs))
	for _, p := range a.pairs {
		values = append(values, p.key, p.node)
		keys = append(keys, p.key)
	}
	if err := a.w.several(a.ctx, "INSERT OR IGNORE INTO key(key, node) VALUES", 2, values); err != nil {
		return err
	}
	return a.findHubs(slices.Compact(keys))
}

func cmpInt(a, b int64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// findHubs looks for keys that more than indexer.MaxFrames nodes hold by now. All nodes that such a key
// joined are to be computed once more, without it.
func (a *adder) findHubs(keys []int64) error {
	if len(keys) == 0 {
		return nil
	}
	var hubs []int64
	const text = `SELECT j.value FROM json_each(?1) j WHERE EXISTS
		(SELECT 1 FROM key k WHERE k.key = j.value LIMIT 1 OFFSET ?2)`
	err := a.w.each(a.ctx, text, []any{list(keys), indexer.MaxFrames}, func(scan scanner) error {
		var k int64
		err := scan(&k)
		hubs = append(hubs, k)
		return err
	})
	if err != nil || len(hubs) == 0 {
		return err
	}
	for _, k := range hubs {
		a.s.hubs[k] = true
		if err := a.w.exec(a.ctx, "INSERT OR IGNORE INTO hub(key) VALUES(?)", k); err != nil {
			return err
		}
	}
	return a.w.each(a.ctx, "SELECT DISTINCT node FROM key WHERE key IN (SELECT value FROM json_each(?))", []any{list(hubs)},
		func(scan scanner) error {
			var n int64
			err := scan(&n)
			a.touch(n)
			return err
		})
}

// flushFresh makes durable which nodes wait, and the counters.
func (a *adder) flushFresh() error {
	ids := slices.Sorted(maps.Keys(a.fresh))
	values := make([]any, 0, len(ids))
	for _, id := range ids {
		a.s.mark(id)
		values = append(values, id)
	}
	if err := a.w.several(a.ctx, "INSERT OR IGNORE INTO fresh(node) VALUES", 1, values); err != nil {
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
