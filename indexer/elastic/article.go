package elastic

import (
	"cmp"
	"slices"

	"github.com/claimwire/claimwire/indexer"
)

// articleState is an article that a run of Add met.
type articleState struct {
	at        *version // nil: not stored
	revisions []revision
	rows      []string        // ids of its evidence
	newest    *indexer.Item   // where the newest state is one of this run
	older     []*indexer.Item // of this run, that are not the newest, or were not for long
	dirty     bool
}

// revision is one state of an article's text, by its newest reading.
type revision struct {
	Hash       string `json:"hash"`
	Fetched    int64  `json:"fetched"` // microseconds
	Generation int64  `json:"generation,omitempty"`
}

// compareReadings orders readings of one article: the later one counts.
func compareReadings(a, b revision) int {
	return cmp.Or(cmp.Compare(a.Fetched, b.Fetched), cmp.Compare(a.Generation, b.Generation), cmp.Compare(a.Hash, b.Hash))
}

// item brings one reading in: the article, and its evidence into the state that the article's newest
// reading gives it, whichever of them comes last.
func (a *adder) item(it *indexer.Item) error {
	st := a.articles[it.Page.Key]
	if st == nil {
		st = &articleState{}
		a.articles[it.Page.Key] = st
	}
	if !st.revise(it) {
		return nil
	}
	st.dirty = true
	mine := st.rank(revision{Hash: it.Page.Revision})
	mine.Generation = it.Page.Generation
	inItem := map[string]bool{}
	replaced := map[string]bool{}
	for i := range it.Rows {
		id := it.Rows[i].ID
		if inItem[id] {
			continue
		}
		inItem[id] = true
		old := a.rows[id]
		if old != nil && compareReadings(mine, st.reading(old.doc)) <= 0 {
			if a.thorough && !old.doc.Gone { // left by a stop: whether its node was computed with it is not known
				if err := a.place(it, i, true); err != nil {
					return err
				}
			}
			continue
		}
		replaced[id] = true
		if err := a.replace(it, i, st, old); err != nil {
			return err
		}
	}
	for _, id := range st.rows {
		if !replaced[id] {
			a.reflag(a.rows[id], st)
		}
	}
	return nil
}

// revise adds a reading to the article's states; false where it is there already.
func (st *articleState) revise(it *indexer.Item) bool {
	r := revision{it.Page.Revision, micros(it.Page.FetchedAt), it.Page.Generation}
	i := slices.IndexFunc(st.revisions, func(o revision) bool { return o.Hash == r.Hash })
	var was revision
	if len(st.revisions) > 0 {
		was = slices.MaxFunc(st.revisions, compareReadings)
	}
	switch {
	case i < 0:
		st.revisions = append(slices.Clone(st.revisions), r)
	case r.Generation == st.revisions[i].Generation && r.Fetched <= st.revisions[i].Fetched:
		return false
	default:
		st.revisions = slices.Clone(st.revisions)
		st.revisions[i].Fetched = max(st.revisions[i].Fetched, r.Fetched)
		st.revisions[i].Generation = max(st.revisions[i].Generation, r.Generation)
	}
	switch now := st.last(); {
	case now.Hash != r.Hash:
		st.older = append(st.older, it)
	case now != was:
		if st.newest != nil {
			st.older = append(st.older, st.newest)
		}
		st.newest = it
	}
	return true
}

// last is the newest state.
func (st *articleState) last() revision { return slices.MaxFunc(st.revisions, compareReadings) }

// rank is what is known of a state's text. Evidence of a state that the article does not name was left by
// a stop; it counts as what it says of itself until the state comes again.
func (st *articleState) rank(r revision) revision {
	if i := slices.IndexFunc(st.revisions, func(o revision) bool { return o.Hash == r.Hash }); i >= 0 {
		return st.revisions[i]
	}
	return r
}

// reading is the one that a stored piece of evidence has its content from.
func (st *articleState) reading(d *evidenceDoc) revision {
	own := revision{d.Claimwire.Evidence.Revision, micros(d.Claimwire.Evidence.Fetched), d.Claimwire.Evidence.Generation}
	r := st.rank(own)
	r.Generation = own.Generation
	return r
}

// flags are what becomes of evidence whose newest reading is r.
func (st *articleState) flags(r revision) (withdrawn, gone bool) {
	if r.Generation < st.rank(r).Generation {
		return false, true
	}
	return r.Hash != st.last().Hash, false
}

// replace writes new evidence, or gives stored evidence the content of a newer reading.
func (a *adder) replace(it *indexer.Item, i int, st *articleState, old *rowState) error {
	r := it.Rows[i]
	r.Revision, r.Generation, r.Fetched = it.Page.Revision, it.Page.Generation, it.Page.FetchedAt
	var gone bool
	r.Withdrawn, gone = st.flags(revision{Hash: r.Revision, Generation: r.Generation})
	if err := a.place(it, i, !gone); err != nil {
		return err
	}
	d := newEvidenceDoc(r, rowKeys(it, i))
	d.Gone = gone
	if old == nil {
		a.rows[r.ID] = &rowState{doc: d, dirty: true}
		st.rows = append(st.rows, r.ID)
		return nil
	}
	a.lose(old.doc.Node)
	d.Told = old.doc.Told
	old.doc, old.dirty = d, true
	return nil
}

// reflag brings evidence that the reading does not change under the rule of the newest one.
func (a *adder) reflag(old *rowState, st *articleState) {
	r := &old.doc.Claimwire.Evidence
	withdrawn, gone := st.flags(st.reading(old.doc))
	if withdrawn == r.Withdrawn && gone == old.doc.Gone {
		return
	}
	r.Withdrawn, old.doc.Gone, old.dirty = withdrawn, gone, true
	a.lose(old.doc.Node)
}
