package elastic

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/claimwire/claimwire/indexer"
	"github.com/claimwire/claimwire/indexer/elastic/keylist"
)

// errConflict says that a document is not as this process read it: a stop left it so, or another writer.
var errConflict = errors.New("a document has changed since it was read")

// maxConflicts bounds how often a call starts anew because of one.
const maxConflicts = 4

// Add makes a batch durable; see indexer.Store. First the journal says which nodes are to be computed,
// then they and the evidence are written, and the article last: by it a repeated call knows that there is
// nothing left to do.
func (s *Store) Add(ctx context.Context, batch []indexer.Item) ([]string, error) {
	var fresh []string
	err := s.add(ctx, batch, func() { fresh = s.memory.waiting() })
	return fresh, err
}

// Keep is Add for many batches in a row; see indexer.Importer.
func (s *Store) Keep(ctx context.Context, batch []indexer.Item) error {
	return s.add(ctx, batch, func() {})
}

// add runs Add; done is called at its end, with the right to write.
func (s *Store) add(ctx context.Context, batch []indexer.Item, done func()) error {
	return s.write(ctx, "add articles", func(ctx context.Context) error {
		for try := 0; ; try++ {
			a := s.adder(ctx)
			a.thorough = try > 0
			err := a.run(batch)
			if !errors.Is(err, errConflict) {
				if err == nil {
					done()
				}
				return err
			}
			if try == maxConflicts {
				return fmt.Errorf("%w: %w: does another indexer write?", ErrAway, err)
			}
			if err := s.forget(ctx); err != nil {
				return err
			}
		}
	})
}

// adder is one run of Add or Decide. It works out in memory what the documents become, and then writes
// those that differ.
type adder struct {
	s        *Store
	ctx      context.Context
	thorough bool // look for evidence of articles that are not stored: a stop may have left some
	articles map[string]*articleState
	rows     map[string]*rowState
	nodes    map[string]*nodeState
	written  []func(at version) // what to learn of each op, in their order
}

// rowState is a piece of evidence that the run met.
type rowState struct {
	doc   *evidenceDoc
	at    *version // nil: not stored
	dirty bool
}

// nodeState is a node that the run met.
type nodeState struct {
	doc    nodeDoc
	at     *version
	frame  *claimFrame // to create it with
	keys   map[uint64]bool
	touch  bool
	shrink bool
	waited bool // to be computed before this run: some of its evidence may be there
	before int  // keys that are stored
}

func (s *Store) adder(ctx context.Context) *adder {
	return &adder{s: s, ctx: ctx, articles: map[string]*articleState{}, rows: map[string]*rowState{}, nodes: map[string]*nodeState{}}
}

func (a *adder) run(batch []indexer.Item) error {
	if err := a.lookUp(batch); err != nil {
		return err
	}
	for i := range batch {
		if err := a.item(&batch[i]); err != nil {
			return fmt.Errorf("article %s: %w", batch[i].Page.Key, err)
		}
		a.tell(batch[i].Told)
	}
	if err := a.readNodes(); err != nil {
		return err
	}
	for _, step := range []func() error{a.journal, a.writeRows, a.writeOlder, a.writeArticles} {
		if err := step(); err != nil {
			return err
		}
	}
	return a.settleKeys()
}

// lookUp reads what is stored of the batch's articles.
func (a *adder) lookUp(batch []indexer.Item) error {
	var ids, known []string
	keys := map[string]string{} // by id
	for i := range batch {
		id := hashed(batch[i].Page.Key)
		if _, twice := keys[id]; !twice {
			keys[id] = batch[i].Page.Key
			ids = append(ids, id)
		}
	}
	err := a.s.mget(a.ctx, articles, ids, "revisions", func(h *hit) error {
		var d articleDoc
		if err := h.into(&d); err != nil {
			return err
		}
		at := h.version()
		a.articles[keys[h.ID]] = &articleState{at: &at, revisions: d.Revisions}
		known = append(known, h.ID)
		return nil
	})
	if err != nil {
		return err
	}
	if a.thorough {
		known = ids
	}
	if len(known) > 0 {
		if err := a.s.visible(a.ctx, evidence); err != nil {
			return err
		}
	}
	return a.s.scanTerms(a.ctx, evidence, "article", known, nil, func(h *hit) error {
		d := &evidenceDoc{}
		if err := h.into(d); err != nil {
			return err
		}
		at := h.version()
		a.rows[h.ID] = &rowState{doc: d, at: &at}
		key := keys[d.Article]
		if a.articles[key] == nil {
			a.articles[key] = &articleState{}
		}
		a.articles[key].rows = append(a.articles[key].rows, h.ID)
		return nil
	})
}

// tell notes what was announced on evidence before it came here.
func (a *adder) tell(list []indexer.Told) {
	for _, t := range list {
		if r := a.rows[t.Evidence]; r != nil && !slices.Contains(r.doc.Told, t) {
			r.doc.Told, r.dirty = append(r.doc.Told, t), true
		}
	}
}

// node is the state of a node by its fingerprint; what is stored of it is read later, for all at once.
func (a *adder) node(id string) *nodeState {
	n := a.nodes[id]
	if n == nil {
		n = &nodeState{keys: map[uint64]bool{}}
		a.nodes[id] = n
	}
	return n
}

// place gives a row its node: it is to be computed, and has the row's keys where the row is live.
func (a *adder) place(it *indexer.Item, i int, live bool) error {
	r := &it.Rows[i]
	at := slices.IndexFunc(it.Nodes, func(n indexer.Node) bool { return n.ID == r.Node })
	if at < 0 {
		return fmt.Errorf("evidence %s names node %s, which the item does not have", r.ID, r.Node)
	}
	n := a.node(r.Node)
	n.frame = &it.Nodes[at].Frame
	if live {
		n.touch = true
		for _, k := range rowKeys(it, i) {
			n.keys[k] = true
		}
	}
	return nil
}

// rowKeys are the keys of row i, sorted.
func rowKeys(it *indexer.Item, i int) keylist.List {
	if i >= len(it.Keys) {
		return nil
	}
	list := slices.Clone(it.Keys[i])
	slices.Sort(list)
	return slices.Compact(list)
}

// lose notes that a node may have lost evidence, and with it keys.
func (a *adder) lose(id string) {
	n := a.node(id)
	n.touch, n.shrink = true, true
}

// readNodes reads what is stored of the nodes.
func (a *adder) readNodes() error {
	ids := slices.Sorted(maps.Keys(a.nodes))
	if err := a.s.readNodes(a.ctx, ids); err != nil {
		return err
	}
	for _, id := range ids {
		n := a.nodes[id]
		n.waited = a.s.memory.fresh[id] != nil
		if d := a.s.memory.known.nodes[id]; d != nil {
			n.doc, n.at = *d, &d.at
		}
	}
	return nil
}

// journal marks the nodes as to be computed.
func (a *adder) journal() error {
	var touched, shrink []string
	for _, id := range slices.Sorted(maps.Keys(a.nodes)) {
		n := a.nodes[id]
		n.before = len(n.doc.Keys)
		for _, k := range n.doc.Keys {
			n.keys[k] = true
		}
		if n.touch || len(n.keys) != n.before {
			touched = append(touched, id)
		}
		if n.shrink {
			shrink = append(shrink, id)
		}
	}
	return a.s.work(a.ctx, touched, shrink)
}

// nodeOps write the nodes that are new or have new keys.
func (a *adder) nodeOps() ([]op, error) {
	var ops []op
	for _, id := range slices.Sorted(maps.Keys(a.nodes)) {
		n := a.nodes[id]
		if n.at != nil && len(n.keys) == n.before {
			continue
		}
		n.doc.ID, n.doc.Keys, n.doc.shown = id, slices.Sorted(maps.Keys(n.keys)), nil
		if n.doc.Frame == nil {
			n.doc.Frame = n.frame
		}
		body, err := marshal(&n.doc)
		if err != nil {
			return nil, err
		}
		ops = append(ops, put(a.s.index(nodes), id, n.at, body))
		a.written = append(a.written, func(at version) { a.learnNode(n, at) })
		a.s.memory.suspect(n.doc.Keys)
	}
	return ops, nil
}

// put creates a document, or replaces the one that was read.
func put(index, id string, at *version, body []byte) op {
	if at == nil {
		return op{action: "create", index: index, id: id, doc: body}
	}
	return op{action: "index", index: index, id: id, at: at, doc: body}
}

// bulk writes ops that must all find what was read.
func (a *adder) bulk(ops []op) error {
	results, err := a.s.bulk(a.ctx, ops)
	if err != nil {
		return err
	}
	if i := slices.IndexFunc(results, func(r result) bool { return r.outcome != done }); i >= 0 {
		return fmt.Errorf("%s of %s: %w", ops[i].id, ops[i].index, errConflict)
	}
	for i, learn := range a.written {
		learn(results[i].at)
	}
	a.written = nil
	return nil
}

// learnNode takes in a node that was written. One that is new has no evidence but what is learned next,
// where no stop can have left some.
func (a *adder) learnNode(n *nodeState, at version) {
	k := &a.s.memory.known
	if n.at == nil && !n.waited && !a.thorough {
		k.complete(n.doc.ID)
	}
	n.doc.at = at
	k.wrote(&n.doc)
}

// learnRow takes in a piece of evidence that was written. No claim holds one that is new.
func (a *adder) learnRow(r *rowState, at version, size int) {
	k := &a.s.memory.known
	r.doc.ecs, r.doc.Keys = ecs{}, nil // for searches, and for nodes whose keys are taken anew
	now := &knownRow{doc: r.doc, at: at, bytes: size, placed: r.at == nil}
	if was := k.row(r.doc.ID); was != nil {
		now.holder, now.placed = was.holder, was.placed
	}
	k.learnRow(now)
}

// writeRows writes nodes and evidence. Where a stop leaves evidence without its node, the article is not
// stored either, and a repeated call finds that out.
func (a *adder) writeRows() error {
	ops, err := a.nodeOps()
	if err != nil {
		return err
	}
	for _, id := range slices.Sorted(maps.Keys(a.rows)) {
		r := a.rows[id]
		if !r.dirty {
			continue
		}
		body, err := marshal(r.doc)
		if err != nil {
			return err
		}
		ops = append(ops, put(a.s.index(evidence), id, r.at, body))
		a.written = append(a.written, func(at version) { a.learnRow(r, at, len(body)) })
	}
	return a.bulk(ops)
}

func (a *adder) writeArticles() error {
	var ops []op
	for _, key := range slices.Sorted(maps.Keys(a.articles)) {
		st := a.articles[key]
		if !st.dirty {
			continue
		}
		o := op{action: "update", index: a.s.index(articles), id: hashed(key), at: st.at}
		a.written = append(a.written, func(version) { a.learnPage(o.id, st) })
		var err error
		if st.newest != nil {
			o.doc, err = marshal(newArticleDoc(st.newest, st.revisions))
			o = put(o.index, o.id, o.at, o.doc)
		} else {
			o.doc, err = marshal(object{"revisions": st.revisions})
		}
		if err != nil {
			return err
		}
		ops = append(ops, o)
	}
	return a.bulk(ops)
}

func (a *adder) learnPage(id string, st *articleState) {
	if st.newest != nil {
		p := st.newest.Page
		a.s.memory.known.learnPage(id, &p)
	}
}
