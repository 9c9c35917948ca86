package elastic

import (
	"context"
	"maps"
	"slices"

	"github.com/claimwire/claimwire/indexer"
	"github.com/claimwire/claimwire/internal/claim"
)

// revisionDoc is a document of the index revisions: the text of a state of an article that is no longer
// the newest. Nothing but an export reads it.
type revisionDoc struct {
	ID       string         `json:"id"`
	Article  string         `json:"article"` // hash of the article's key
	Revision string         `json:"revision"`
	Fetched  int64          `json:"fetched"`
	Body     *claim.Article `json:"body"`
}

func revisionOp(index, article string, r revision, body *claim.Article) (op, error) {
	d := revisionDoc{ID: hashed(article + "\x00" + r.Hash), Article: article, Revision: r.Hash, Fetched: r.Fetched, Body: body}
	b, err := marshal(&d)
	return op{action: "index", index: index, id: d.ID, doc: b}, err
}

// writeOlder keeps the texts of states that are not, or no longer, their articles' newest ones.
func (a *adder) writeOlder() error {
	var ops []op
	keep := func(id string, r revision, body *claim.Article) error {
		o, err := revisionOp(a.s.index(revisions), id, r, body)
		ops = append(ops, o)
		return err
	}
	replaced := map[string]*articleState{} // by id
	for _, key := range slices.Sorted(maps.Keys(a.articles)) {
		st := a.articles[key]
		if st.newest != nil && st.at != nil {
			replaced[hashed(key)] = st
		}
		for _, it := range st.older {
			if it.Dropped || st.newest != nil && it.Page.Revision == st.newest.Page.Revision {
				continue
			}
			if err := keep(hashed(key), st.rank(revision{Hash: it.Page.Revision}), &it.Extraction.Article); err != nil {
				return err
			}
		}
	}
	err := a.s.mget(a.ctx, articles, slices.Sorted(maps.Keys(replaced)), "kept,page,claimwire.article", func(h *hit) error {
		d, err := h.article()
		st := replaced[h.ID]
		if err != nil || !d.Kept || d.Page.Revision == st.newest.Page.Revision {
			return err
		}
		return keep(h.ID, st.rank(revision{Hash: d.Page.Revision}), d.Claimwire.Article)
	})
	if err != nil {
		return err
	}
	return a.bulk(ops)
}

// bodies reads the texts of older states into what is kept of articles.
func (x *exporter) bodies(ids []string, kept map[string]*indexer.Kept) error {
	return x.s.scanTerms(x.ctx, revisions, "article", ids, nil, func(h *hit) error {
		var d revisionDoc
		if err := h.into(&d); err != nil {
			return err
		}
		k := kept[d.Article]
		for i := range k.States {
			if s := &k.States[i]; s.Revision == d.Revision && s.Body == nil && d.Revision != k.Page.Revision {
				s.Body = d.Body
			}
		}
		return nil
	})
}

// told adds what claims say was told on the rows of articles.
func (x *exporter) told(kept map[string]*indexer.Kept) error {
	rows := map[string]*indexer.KeptRow{}
	for _, k := range kept {
		for i := range k.Rows {
			rows[k.Rows[i].Row.ID] = &k.Rows[i]
		}
	}
	return x.s.scanTerms(x.ctx, claims, "held", slices.Sorted(maps.Keys(rows)), []string{"told"}, func(h *hit) error {
		var d claimDoc
		err := h.into(&d)
		for _, t := range d.Told {
			if r := rows[t.Evidence]; r != nil && !slices.Contains(r.Told, t) {
				r.Told = append(r.Told, t)
			}
		}
		return err
	})
}

// dropOlder deletes the texts of older states that were fetched before a time.
func (s *Store) dropOlder(ctx context.Context, before int64) error {
	return s.eachBatch(ctx, revisions, []object{{"range": object{"fetched": object{"lt": before}}}}, func(h *hit) (op, error) {
		at := h.version()
		return op{action: "delete", id: h.ID, at: &at}, nil
	})
}
