package sqlite

import (
	"cmp"
	"slices"
	"time"
)

// articleState is what Add knows of an article while it writes one of its readings.
type articleState struct {
	id        int64
	revision  int64 // of the item
	isNew     bool  // no other state of the article is stored
	duplicate bool  // this reading is stored already
	revisions []revision
	newest    revision
}

// revision is one state of an article's text, by its newest reading.
type revision struct {
	id         int64
	hash       string
	fetched    int64
	generation int64
}

// compareReadings orders readings of one article: the later one counts.
func compareReadings(a, b revision) int {
	return cmp.Or(cmp.Compare(a.fetched, b.fetched), cmp.Compare(a.generation, b.generation), cmp.Compare(a.hash, b.hash))
}

// micros is a time as the file keeps it; 0 where it is not known.
func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// article writes the article and the revision of an item.
func (a *adder) article(it *readyItem) (*articleState, error) {
	st := &articleState{id: a.articles[it.Page.Key]}
	if st.id == 0 {
		st.isNew = true
		return st, a.insertArticle(it, st)
	}
	return st, a.revise(it, st)
}

func (a *adder) insertArticle(it *readyItem, st *articleState) error {
	st.id = a.s.next("article")
	a.articles[it.Page.Key] = st.id
	const text = "INSERT INTO article(id, key, given, seen, fetched, generation, hash, page, sketch) VALUES(?,?,?,?,?,?,?,?,?)"
	err := a.w.exec(a.ctx, text, st.id, it.Page.Key, given(it), micros(it.Extraction.Article.Seen()), micros(it.Page.FetchedAt), it.Page.Generation,
		it.Page.Revision, it.page, it.sketch)
	if err != nil {
		return err
	}
	a.s.count("articles", 1)
	page := it.Page
	a.s.pages.put(st.id, &page, 1)
	return a.insertRevision(it, st)
}

// given is the id that whoever fed the article gave it, where its key does not say it.
func given(it *readyItem) any {
	if id := it.Extraction.Article.ID; id != "" && id != it.Page.Key {
		return id
	}
	return nil
}

func (a *adder) insertRevision(it *readyItem, st *articleState) error {
	st.revision = a.s.next("revision")
	a.s.count("revisions", 1)
	const text = "INSERT INTO revision(id, article, hash, fetched, generation, body) VALUES(?,?,?,?,?,?)"
	var body any = it.body
	if it.Dropped {
		body = nil
	}
	return a.w.exec(a.ctx, text, st.revision, st.id, it.Page.Revision, micros(it.Page.FetchedAt), it.Page.Generation, body)
}

// revise adds a reading to an article that is stored, and tells whether it is the newest now.
func (a *adder) revise(it *readyItem, st *articleState) error {
	if err := a.readRevisions(st); err != nil {
		return err
	}
	was := slices.MaxFunc(st.revisions, compareReadings)
	fetched, generation := micros(it.Page.FetchedAt), it.Page.Generation
	i := slices.IndexFunc(st.revisions, func(r revision) bool { return r.hash == it.Page.Revision })
	switch {
	case i < 0:
		if err := a.insertRevision(it, st); err != nil {
			return err
		}
		st.revisions = append(st.revisions, revision{st.revision, it.Page.Revision, fetched, generation})
	case generation == st.revisions[i].generation && fetched <= st.revisions[i].fetched:
		st.duplicate = true
		return nil
	default:
		r := &st.revisions[i]
		r.fetched, r.generation = max(r.fetched, fetched), max(r.generation, generation)
		st.revision = r.id
		if err := a.w.exec(a.ctx, "UPDATE revision SET fetched = ?, generation = ? WHERE id = ?", r.fetched, r.generation, r.id); err != nil {
			return err
		}
	}
	st.newest = slices.MaxFunc(st.revisions, compareReadings)
	if st.newest.id != st.revision || st.newest == was {
		return nil
	}
	return a.replacePage(it, st)
}

func (a *adder) readRevisions(st *articleState) error {
	return a.w.each(a.ctx, "SELECT id, hash, fetched, generation FROM revision WHERE article = ?", []any{st.id}, func(scan scanner) error {
		var r revision
		err := scan(&r.id, &r.hash, &r.fetched, &r.generation)
		st.revisions = append(st.revisions, r)
		return err
	})
}

func (a *adder) replacePage(it *readyItem, st *articleState) error {
	a.s.pages.drop(st.id)
	const text = "UPDATE article SET given = ?, seen = ?, fetched = ?, generation = ?, hash = ?, page = ?, sketch = ? WHERE id = ?"
	return a.w.exec(a.ctx, text, given(it), micros(it.Extraction.Article.Seen()), micros(it.Page.FetchedAt), it.Page.Generation,
		it.Page.Revision, it.page, it.sketch, st.id)
}

// stored is a piece of evidence as Add finds it.
type stored struct {
	id         int64
	eid        string
	revision   int64
	generation int64
	node       int64
	claim      int64
	flags      int
}

// merge brings the evidence of an article with more than one reading into the state that the newest
// reading gives it, whichever of them comes last.
func (a *adder) merge(it *readyItem, st *articleState) error {
	have, err := a.evidenceOf(st.id)
	if err != nil {
		return err
	}
	inItem := map[string]bool{}
	mine := revision{st.revision, it.Page.Revision, st.rank(st.revision).fetched, it.Page.Generation}
	for i := range it.Rows {
		id := it.Rows[i].ID
		if inItem[id] {
			continue
		}
		inItem[id] = true
		old, ok := have[id]
		if !ok {
			err = a.insert(it, i, st, st.flags(mine.id, mine.generation))
		} else if compareReadings(mine, st.reading(old)) > 0 {
			err = a.replace(it, i, st, old)
			delete(have, id)
		}
		if err != nil {
			return err
		}
	}
	for _, old := range have {
		if err := a.reflag(old, st); err != nil {
			return err
		}
	}
	return nil
}

func (a *adder) evidenceOf(article int64) (map[string]stored, error) {
	have := map[string]stored{}
	const text = `SELECT e.id, e.eid, e.revision, e.generation, s.node, coalesce(e.claim, 0), e.flags FROM evidence e
		JOIN sentence s ON s.id = e.sentence WHERE e.article = ?`
	err := a.w.each(a.ctx, text, []any{article}, func(scan scanner) error {
		var o stored
		err := scan(&o.id, &o.eid, &o.revision, &o.generation, &o.node, &o.claim, &o.flags)
		have[o.eid] = o
		return err
	})
	return have, err
}

// rank is a revision of the article.
func (st *articleState) rank(id int64) revision {
	i := slices.IndexFunc(st.revisions, func(r revision) bool { return r.id == id })
	return st.revisions[i]
}

// reading is the one that a stored piece of evidence has its content from.
func (st *articleState) reading(o stored) revision {
	r := st.rank(o.revision)
	r.generation = o.generation
	return r
}

// flags are what becomes of evidence whose newest reading is the one named.
func (st *articleState) flags(revision, generation int64) int {
	switch {
	case generation < st.rank(revision).generation:
		return flagGone
	case revision != st.newest.id:
		return flagWithdrawn
	}
	return 0
}

// replace gives stored evidence the content of a newer reading.
func (a *adder) replace(it *readyItem, i int, st *articleState, old stored) error {
	flags := st.flags(st.revision, it.Page.Generation)
	node, sentence, err := a.place(it, i, flags&flagGone == 0)
	if err != nil {
		return err
	}
	r := &it.rows[i]
	const text = "UPDATE evidence SET revision = ?, generation = ?, sentence = ?, flags = ?, keys = ?, row = ? WHERE id = ?"
	err = a.w.exec(a.ctx, text, st.revision, it.Page.Generation, sentence, flags, packKeys(r.keys), r.row, old.id)
	a.countGone(old.flags, flags)
	a.s.members.drop(old.claim)
	a.lose(old.node)
	a.touch(node.id)
	if a.inserted != nil {
		a.inserted[node.id] = &insertion{} // what it had before is not all
	}
	return err
}

// reflag brings evidence that the item does not change under the rule of the newest reading.
func (a *adder) reflag(old stored, st *articleState) error {
	const states = flagWithdrawn | flagGone
	flags := old.flags&^states | st.flags(old.revision, old.generation)
	if flags == old.flags {
		return nil
	}
	a.countGone(old.flags, flags)
	a.lose(old.node)
	return a.w.exec(a.ctx, "UPDATE evidence SET flags = ? WHERE id = ?", flags, old.id)
}

func (a *adder) countGone(was, is int) {
	a.s.count("evidence", int64(was&flagGone-is&flagGone)/flagGone)
}

// lose notes that a node may have lost evidence, and with it keys.
func (a *adder) lose(node int64) {
	a.lost[node] = true
	a.touch(node)
}

// shrink takes the keys from a node that no piece of its evidence gives it any more.
func (a *adder) shrink(id int64) error {
	n, err := a.storedNode(id)
	if err != nil {
		return err
	}
	var keys []int64
	const text = "SELECT e.keys FROM sentence s JOIN evidence e ON e.sentence = s.id WHERE s.node = ? AND e.flags & ? = 0"
	err = a.w.each(a.ctx, text, []any{id, flagGone}, func(scan scanner) error {
		var b []byte
		err := scan(&b)
		keys = append(keys, unpackKeys(b)...)
		return err
	})
	if err != nil {
		return err
	}
	slices.Sort(keys)
	a.setKeys(n, slices.Compact(keys))
	return nil
}

// storedNode is a node that this run met, or else as it is stored.
func (a *adder) storedNode(id int64) (*nodeState, error) {
	for _, n := range a.nodes {
		if n.id == id {
			return n, nil
		}
	}
	n := &nodeState{id: id}
	var fingerprint string
	var packed []byte
	_, err := a.w.one(a.ctx, "SELECT fingerprint, keys FROM node WHERE id = ?", []any{id}, &fingerprint, &packed)
	n.keys, a.nodes[fingerprint] = unpackKeys(packed), n
	return n, err
}

// setKeys takes from a node the keys that are not among those given.
func (a *adder) setKeys(n *nodeState, keys []int64) {
	index := &a.s.keys
	for _, k := range n.keys {
		if _, kept := slices.BinarySearch(keys, k); !kept {
			e := entry{k, n.id}
			index.removed = append(index.removed, e)
			index.added = slices.DeleteFunc(index.added, func(o entry) bool { return o == e })
			n.grown = true
		}
	}
	n.keys = keys
}
