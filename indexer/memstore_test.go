package indexer

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/claimwire/claimwire/internal/claim"
)

// memStore is the plainest Store that keeps the contract: maps, and a scan where a database has an index
// for what is rare.
type memStore struct {
	mu        sync.Mutex
	version   int
	pages     map[string]Page
	rows      map[string]Row
	nodes     map[string]Node
	byNode    map[string]map[string]bool // rows by node
	byArticle map[string]map[string]bool // rows by article
	byClaim   map[string]map[string]bool // rows by the claim that holds them
	keys      map[uint64]map[string]bool // nodes by key
	nodeKeys  map[string]map[uint64]bool // keys by node
	claims    map[string]claim.Claim
	told      map[string][]Told
	outbox    []claim.Event
	decisions []Decision
	cache     map[string]*Node
	pending   map[string]bool // named as fresh and not committed since
	failNext  error           // what the next Commit answers
}

func newMemStore() *memStore {
	return &memStore{
		pages: map[string]Page{}, rows: map[string]Row{}, nodes: map[string]Node{}, byNode: map[string]map[string]bool{},
		byArticle: map[string]map[string]bool{}, byClaim: map[string]map[string]bool{}, keys: map[uint64]map[string]bool{},
		nodeKeys: map[string]map[uint64]bool{}, claims: map[string]claim.Claim{}, told: map[string][]Told{},
		pending: map[string]bool{}, cache: map[string]*Node{},
	}
}

func put[K, V comparable](m map[K]map[V]bool, k K, v V) bool {
	if m[k] == nil {
		m[k] = map[V]bool{}
	}
	if m[k][v] {
		return false
	}
	m[k][v] = true
	return true
}

// newer orders the states of one article.
func newer(a, b *Page) int {
	return cmp.Or(a.FetchedAt.Compare(b.FetchedAt), cmp.Compare(a.Generation, b.Generation), strings.Compare(a.Revision, b.Revision))
}

func (m *memStore) Add(_ context.Context, batch []Item) ([]string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for i := range batch {
		m.addItem(&batch[i], m.pending)
	}
	if len(m.pending) > 0 {
		m.version++
	}
	return slices.Sorted(maps.Keys(m.pending)), nil
}

func (m *memStore) addItem(it *Item, fresh map[string]bool) {
	for _, n := range it.Nodes {
		if _, ok := m.nodes[n.ID]; !ok {
			m.nodes[n.ID] = n
			fresh[n.ID] = true
		}
	}
	old, known := m.pages[it.Page.Key]
	late := known && newer(&it.Page, &old) < 0
	if !late {
		m.pages[it.Page.Key] = it.Page
		m.supersede(it, fresh)
	}
	for i := range it.Rows {
		row := it.Rows[i]
		have, ok := m.rows[row.ID]
		if ok && newer(statePage(&have), statePage(&row)) > 0 {
			continue
		}
		if late {
			if row.Revision == old.Revision {
				continue // the same text, read by an older generation
			}
			row.Withdrawn = true
		}
		m.putRow(row, it.Keys[i], fresh)
	}
}

func statePage(r *Row) *Page {
	return &Page{FetchedAt: r.Fetched, Generation: r.Generation, Revision: r.Revision}
}

// supersede withdraws or drops what the article's new state no longer has.
func (m *memStore) supersede(it *Item, fresh map[string]bool) {
	has := map[string]bool{}
	for i := range it.Rows {
		has[it.Rows[i].ID] = true
	}
	for id := range m.byArticle[it.Page.Key] {
		row := m.rows[id]
		switch {
		case has[id] || row.Gone:
		case row.Revision == it.Page.Revision:
			row.Gone = true
			m.rows[id] = row
			fresh[row.Node] = true
		case !row.Withdrawn:
			row.Withdrawn = true
			m.rows[id] = row
			fresh[row.Node] = true
		}
	}
}

func (m *memStore) putRow(row Row, keys []uint64, fresh map[string]bool) {
	old, ok := m.rows[row.ID]
	row.Claim = old.Claim
	if !ok || old.Gone || !sameJSON(old, row) {
		fresh[row.Node] = true
		if ok && old.Node != row.Node {
			fresh[old.Node] = true
			delete(m.byNode[old.Node], row.ID)
		}
	}
	m.rows[row.ID] = row
	put(m.byNode, row.Node, row.ID)
	put(m.byArticle, row.Article, row.ID)
	for _, k := range keys {
		put(m.nodeKeys, row.Node, k)
		if put(m.keys, k, row.Node) {
			fresh[row.Node] = true
			delete(m.cache, row.Node)
			if len(m.keys[k]) == MaxFramesOf(k)+1 {
				for n := range m.keys[k] {
					fresh[n] = true
					delete(m.cache, n)
				}
			}
		}
	}
}

func sameJSON(a, b any) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && string(x) == string(y)
}

// node reads a node with its live keys, kept until one of them changes.
func (m *memStore) node(id string) *Node {
	if n, ok := m.cache[id]; ok {
		return n
	}
	n := m.nodes[id]
	n.Keys = LiveKeys(&n.Frame, slices.Collect(maps.Keys(m.nodeKeys[id])), func(k uint64) bool { return len(m.keys[k]) > MaxFramesOf(k) })
	m.cache[id] = &n
	return &n
}

func (m *memStore) Component(_ context.Context, nodes []string, joined func(a, b *Node) bool) (View, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	in := map[string]*Node{}
	var queue []*Node
	take := func(id string) {
		if in[id] == nil && len(m.byNode[id]) > 0 {
			in[id] = m.node(id)
			queue = append(queue, in[id])
		}
	}
	for _, id := range nodes {
		take(id)
	}
	for len(queue) > 0 {
		n := queue[0]
		queue = queue[1:]
		for _, k := range n.Keys {
			for other := range m.keys[k] {
				if in[other] == nil && joined(n, m.node(other)) {
					take(other)
				}
			}
		}
		for id := range m.byNode[n.ID] {
			for other := range m.byClaim[m.rows[id].Claim] {
				take(m.rows[other].Node)
			}
			for _, d := range m.decisionsOn(id) {
				for _, other := range append(slices.Clone(d.Left), d.Right...) {
					take(m.rows[other].Node)
				}
			}
		}
	}
	return m.view(in), nil
}

func (m *memStore) decisionsOn(evidence string) []Decision {
	var out []Decision
	for _, d := range m.decisions {
		if d.UndoneAt.IsZero() && (slices.Contains(d.Left, evidence) || slices.Contains(d.Right, evidence)) {
			out = append(out, d)
		}
	}
	return out
}

func (m *memStore) view(in map[string]*Node) View {
	v := View{Pages: map[string]Page{}, Told: map[string][]Told{}, Token: m.version}
	claims, decisions := map[string]bool{}, map[string]bool{}
	for id, n := range in {
		v.Nodes = append(v.Nodes, *n)
		for r := range m.byNode[id] {
			row := m.rows[r]
			v.Rows = append(v.Rows, row)
			v.Pages[row.Article] = m.pages[row.Article]
			if len(m.told[r]) > 0 {
				v.Told[r] = slices.Clone(m.told[r])
			}
			claims[row.Claim] = true
			for _, d := range m.decisionsOn(r) {
				if !decisions[d.ID] {
					decisions[d.ID] = true
					v.Decisions = append(v.Decisions, d)
				}
			}
		}
	}
	for id := range claims {
		if c, ok := m.claims[id]; ok {
			v.Claims = append(v.Claims, c)
		}
	}
	return v
}

func (m *memStore) Commit(_ context.Context, v View, c Change) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.failNext; err != nil {
		m.failNext = nil
		return err
	}
	if v.Token.(int) != m.version {
		return ErrStale
	}
	for _, n := range v.Nodes {
		delete(m.pending, n.ID)
	}
	for _, id := range c.Delete {
		delete(m.claims, id)
	}
	for _, x := range c.Put {
		m.claims[x.ID] = x
	}
	for e, id := range c.Held {
		row := m.rows[e]
		delete(m.byClaim[row.Claim], e)
		row.Claim = id
		m.rows[e] = row
		put(m.byClaim, id, e)
	}
	for _, t := range c.Told {
		if !slices.Contains(m.told[t.Evidence], t) {
			m.told[t.Evidence] = append(m.told[t.Evidence], t)
		}
	}
	m.outbox = append(m.outbox, c.Events...)
	return nil
}

func (m *memStore) Decide(_ context.Context, d Decision) ([]string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.version++
	m.decisions = slices.DeleteFunc(m.decisions, func(o Decision) bool { return o.ID == d.ID })
	m.decisions = append(m.decisions, d)
	fresh := map[string]bool{}
	for _, id := range append(slices.Clone(d.Left), d.Right...) {
		if row, ok := m.rows[id]; ok {
			fresh[row.Node] = true
		}
	}
	return slices.Sorted(maps.Keys(fresh)), nil
}

func (m *memStore) Decisions(context.Context) ([]Decision, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.decisions), nil
}

func (m *memStore) NodesOf(_ context.Context, evidence []string) ([]string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []string
	for _, id := range evidence {
		if row, ok := m.rows[id]; ok {
			out = append(out, row.Node)
		}
	}
	return out, nil
}

// all lists the claims by id.
func (m *memStore) all() []claim.Claim {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []claim.Claim
	for _, id := range slices.Sorted(maps.Keys(m.claims)) {
		out = append(out, m.claims[id])
	}
	return out
}

// Get finds the claim that holds the evidence that the id names.
func (m *memStore) Get(_ context.Context, id string) (claim.Claim, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	row, ok := m.rows[strings.TrimPrefix(id, "c-")]
	c, found := m.claims[row.Claim]
	if !ok || !found {
		return claim.Claim{}, ErrNotFound
	}
	return c, nil
}
