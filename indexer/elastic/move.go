package elastic

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/claimwire/claimwire/indexer"
	"github.com/claimwire/claimwire/internal/claim"
)

var (
	_ indexer.Importer = (*Store)(nil)
	_ indexer.Exporter = (*Store)(nil)
)

// KeepEvents puts events on record that were announced elsewhere, as published.
func (s *Store) KeepEvents(ctx context.Context, list []claim.Event) error {
	return s.write(ctx, "keep events", func(ctx context.Context) error {
		var ops []op
		for _, e := range list {
			body, err := marshal(newEventDoc(e))
			if err != nil {
				return err
			}
			ops = append(ops, op{action: "create", index: s.index(events), id: e.ID, doc: body})
		}
		if _, err := s.bulk(ctx, ops); err != nil { // one that is there already is the same event
			return err
		}
		return s.refresh(ctx, events)
	})
}

// exportStep is how many articles or claims are read at a time.
const exportStep = 100

// Export calls f for everything that the index keeps. Whoever calls it holds the right to write, so that
// it stands still meanwhile.
func (s *Store) Export(ctx context.Context, f func(indexer.Part) error) error {
	x := &exporter{s: s, ctx: ctx, f: f}
	err := s.refresh(ctx, kinds()...)
	for _, step := range []func() error{x.readings, x.decisions, x.claims, x.events, x.waiting} {
		if err == nil {
			err = step()
		}
	}
	if err != nil {
		return fmt.Errorf("export the index: %w", err)
	}
	return nil
}

// exporter is one run of Export.
type exporter struct {
	s   *Store
	ctx context.Context // of the one call
	f   func(indexer.Part) error
}

func (x *exporter) all(kind string, source any, f func(h *hit) error) error {
	return x.s.scanBy(x.ctx, kind, object{"match_all": object{}}, source, exportStep, f)
}

func (x *exporter) readings() error {
	var batch []hit
	flush := func() error {
		err := x.articles(batch)
		batch = batch[:0]
		return err
	}
	err := x.all(articles, nil, func(h *hit) error {
		if batch = append(batch, *h); len(batch) < exportStep {
			return nil
		}
		return flush()
	})
	if err != nil {
		return err
	}
	return flush()
}

// articles hands out the readings of some articles.
func (x *exporter) articles(batch []hit) error {
	var ids []string
	kept := map[string]*indexer.Kept{}
	for i := range batch {
		k, err := keptArticle(&batch[i])
		if err != nil {
			return err
		}
		ids, kept[batch[i].ID] = append(ids, batch[i].ID), k
	}
	frames, err := x.rows(ids, kept)
	if err == nil {
		err = x.told(kept)
	}
	if err == nil {
		err = x.bodies(ids, kept)
	}
	if err != nil {
		return err
	}
	for _, id := range ids {
		kept[id].Frames = frames
		for _, it := range kept[id].Readings() {
			if err := x.f(indexer.Part{Reading: &it}); err != nil {
				return err
			}
		}
	}
	return nil
}

func keptArticle(h *hit) (*indexer.Kept, error) {
	d, err := h.article()
	if err != nil {
		return nil, err
	}
	k := &indexer.Kept{Page: *d.Page, Article: *d.Claimwire.Article}
	for _, r := range d.Revisions {
		s := indexer.KeptState{Revision: r.Hash, Fetched: r.Fetched, Generation: r.Generation}
		if d.Kept && r.Hash == k.Page.Revision {
			s.Body = &k.Article
		}
		k.States = append(k.States, s)
	}
	return k, nil
}

// rows reads the evidence of articles, and the frames of its nodes.
func (x *exporter) rows(ids []string, kept map[string]*indexer.Kept) (map[string]claim.Frame, error) {
	frames := map[string]claim.Frame{}
	var names []string
	err := x.s.scanTerms(x.ctx, evidence, "article", ids, nil, func(h *hit) error {
		var d evidenceDoc
		if err := h.into(&d); err != nil {
			return err
		}
		r := indexer.KeptRow{Row: d.row(), Told: d.Told, Keys: d.Keys}
		slices.Sort(r.Keys)
		k := kept[d.Article]
		k.Rows = append(k.Rows, r)
		names = append(names, d.Node)
		return nil
	})
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	err = x.s.mget(x.ctx, nodes, slices.Compact(names), "frame", func(h *hit) error {
		var d nodeDoc
		err := h.into(&d)
		if d.Frame != nil {
			frames[h.ID] = *d.Frame
		}
		return err
	})
	return frames, err
}

func (x *exporter) decisions() error {
	list, err := x.s.Decisions(x.ctx)
	if err != nil {
		return err
	}
	slices.SortFunc(list, func(a, b indexer.Decision) int { return cmp.Compare(a.ID, b.ID) })
	for i := range list {
		if err := x.f(indexer.Part{Decision: &list[i]}); err != nil {
			return err
		}
	}
	return nil
}

func (x *exporter) claims() error {
	return x.all(claims, []string{"claimwire.claim", "held"}, func(h *hit) error {
		d, err := h.claim()
		if err != nil {
			return err
		}
		p := indexer.Holding{Claim: *d.Claimwire.Claim}
		shown := map[string]*claim.Evidence{}
		for i := range p.Claim.Evidence {
			shown[p.Claim.Evidence[i].ID] = &p.Claim.Evidence[i]
		}
		for _, id := range d.Held {
			e := shown[id]
			p.Held = append(p.Held, indexer.HeldRow{ID: id, Hidden: e == nil, Denial: e != nil && e.Denial})
		}
		p.Claim.Evidence = nil
		return x.f(indexer.Part{Claim: &p})
	})
}

// events come as they were announced: by that order retention takes them.
func (x *exporter) events() error {
	order := []string{"event.created", "id"}
	return x.s.scanIn(x.ctx, events, order, object{"match_all": object{}}, []string{"claimwire.event"}, exportStep, func(h *hit) error {
		var d eventDoc
		if err := h.into(&d); err != nil {
			return err
		}
		return x.f(indexer.Part{Event: &d.Claimwire.Event})
	})
}

func (x *exporter) waiting() error {
	names := map[string]bool{}
	err := x.s.scan(x.ctx, journal, object{"term": object{"kind": workEntry}}, nil, func(h *hit) error {
		var d journalDoc
		err := h.into(&d)
		for _, id := range d.Body.Nodes {
			names[id] = true
		}
		return err
	})
	for _, id := range slices.Sorted(maps.Keys(names)) {
		if err == nil {
			err = x.f(indexer.Part{Waiting: []string{id}})
		}
	}
	return err
}
