package indexer

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/claimwire/claimwire/internal/claim"
)

// Kept is all that a store keeps of one article.
type Kept struct {
	Page    Page          // of the newest state
	Article claim.Article // the newest state, perhaps without its text
	States  []KeptState
	Rows    []KeptRow
	Frames  map[string]claim.Frame // of the nodes that the rows name
}

// KeptState is one state of an article's text, by its newest reading.
type KeptState struct {
	Revision   string
	Fetched    int64 // microseconds
	Generation int64
	Body       *claim.Article // nil where the text is no longer kept
}

// KeptRow is a piece of evidence with what hangs on it.
type KeptRow struct {
	Row  Row
	Keys []uint64
	Told []Told
}

// Readings are the readings by which another store comes to hold the same of an article, the newest
// first: a state that was read by several generations gives one for each of which evidence is left.
func (k *Kept) Readings() []Item {
	states := slices.Clone(k.States)
	for _, r := range k.Rows { // a stop may have left evidence of a state that the article does not name
		if !slices.ContainsFunc(states, func(s KeptState) bool { return s.Revision == r.Row.Revision }) {
			states = append(states, KeptState{Revision: r.Row.Revision, Fetched: micros(r.Row.Fetched), Generation: r.Row.Generation})
		}
	}
	slices.SortFunc(states, func(a, b KeptState) int {
		return cmp.Or(cmp.Compare(b.Fetched, a.Fetched), cmp.Compare(b.Generation, a.Generation), strings.Compare(b.Revision, a.Revision))
	})
	var list []Item
	for i := range states {
		generations := map[int64]bool{states[i].Generation: true}
		for _, r := range k.Rows {
			if r.Row.Revision == states[i].Revision {
				generations[r.Row.Generation] = true
			}
		}
		for _, g := range slices.Backward(slices.Sorted(maps.Keys(generations))) {
			list = append(list, k.reading(&states[i], g))
		}
	}
	return list
}

// reading is one of them. What is not kept of an older state is not known: nothing asks for it.
func (k *Kept) reading(s *KeptState, generation int64) Item {
	it := Item{Page: k.Page}
	it.Extraction = claim.Extraction{V: claim.Version, Article: k.Article}
	switch {
	case s.Body != nil && generation == s.Generation:
		it.Extraction.Article = *s.Body
	default:
		it.Dropped, it.Extraction.Article.Title, it.Extraction.Article.Text = true, "", ""
	}
	if s.Revision != k.Page.Revision {
		it.Page.Content, it.Page.Simhash, it.Page.Sketch = "", 0, nil
	}
	it.Page.Revision, it.Page.Generation = s.Revision, generation
	it.Extraction.Article.Revision, it.Extraction.Article.Generation = s.Revision, generation
	if micros(it.Page.FetchedAt) != s.Fetched {
		it.Page.FetchedAt = time.Time{}
		if s.Fetched != 0 {
			it.Page.FetchedAt = time.UnixMicro(s.Fetched).UTC()
		}
	}
	for _, r := range k.Rows {
		if r.Row.Revision == s.Revision && r.Row.Generation == generation {
			it.add(r, k.Frames)
		}
	}
	return it
}

// add gives a reading one of its rows.
func (it *Item) add(r KeptRow, frames map[string]claim.Frame) {
	if !slices.ContainsFunc(it.Nodes, func(n Node) bool { return n.ID == r.Row.Node }) {
		it.Nodes = append(it.Nodes, Node{ID: r.Row.Node, Frame: frames[r.Row.Node]})
	}
	r.Row.Withdrawn, r.Row.Gone, r.Row.Claim = false, false, "" // follow from the states
	it.Rows, it.Keys, it.Told = append(it.Rows, r.Row), append(it.Keys, r.Keys), append(it.Told, r.Told...)
}

// micros is a time in microseconds; 0 where it is not known.
func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}
