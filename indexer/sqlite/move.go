package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/claimwire/claimwire/indexer"
	"github.com/claimwire/claimwire/internal/claim"
)

var (
	_ indexer.Importer = (*Store)(nil)
	_ indexer.Exporter = (*Reader)(nil)
)

// exportStep is how many articles, claims or events are read at a time.
const exportStep = 100

// Export calls f for everything that the index keeps, in one state of it, while everything goes on.
func (r *Reader) Export(ctx context.Context, f func(indexer.Part) error) error {
	err := r.snapshot(ctx, func(tx *sql.Tx) error {
		x := &exporter{ctx: ctx, tx: tx, f: f}
		for _, step := range []func() error{x.readings, x.decisions, x.claims, x.events, x.waiting} {
			if err := step(); err != nil {
				return err
			}
		}
		return nil
	})
	return fail("export the index", err)
}

// exporter is one run of Export.
type exporter struct {
	ctx context.Context // of the one call
	tx  *sql.Tx
	f   func(indexer.Part) error
}

func (x *exporter) each(text string, f func(scan scanner) error, args ...any) error {
	rows, err := x.tx.QueryContext(x.ctx, text, args...)
	if err != nil {
		return err
	}
	return scanAll(rows, f)
}

// steps calls read with growing numbers of a table until it finds nothing after the last.
func (x *exporter) steps(read func(after int64) (last int64, err error)) error {
	after := int64(0)
	for {
		last, err := read(after)
		if err != nil || last == after {
			return err
		}
		after = last
	}
}

func (x *exporter) readings() error {
	return x.steps(func(after int64) (int64, error) {
		ids, articles, err := x.articles(after)
		if err != nil || len(ids) == 0 {
			return after, err
		}
		for _, read := range []func([]int64, map[int64]*indexer.Kept) error{x.states, x.rows} {
			if err := read(ids, articles); err != nil {
				return after, err
			}
		}
		for _, id := range ids {
			for _, it := range articles[id].Readings() {
				if err := x.f(indexer.Part{Reading: &it}); err != nil {
					return after, err
				}
			}
		}
		return ids[len(ids)-1], nil
	})
}

// articles reads some articles without their texts.
func (x *exporter) articles(after int64) (ids []int64, kept map[int64]*indexer.Kept, err error) {
	kept = map[int64]*indexer.Kept{}
	const text = "SELECT id, key, coalesce(given, ''), seen, fetched, page, sketch FROM article WHERE id > ? ORDER BY id LIMIT ?"
	err = x.each(text, func(scan scanner) error {
		var id, seen, fetched int64
		var key, given string
		var page, sketch sql.RawBytes
		if err := scan(&id, &key, &given, &seen, &fetched, &page, &sketch); err != nil {
			return err
		}
		k := &indexer.Kept{Frames: map[string]claim.Frame{}}
		if err := unpack(page, &k.Page); err != nil {
			return fmt.Errorf("article %s: %w", key, err)
		}
		k.Page.Key, k.Page.Sketch = key, unpackSketch(sketch)
		k.Article = claim.Article{V: claim.Version, ID: given, URL: k.Page.URL, Publisher: k.Page.Publisher, Owner: k.Page.Owner, FetchedAt: k.Page.FetchedAt}
		if seen != fetched { // by its publication
			k.Article.PublishedAt = time.UnixMicro(seen).UTC()
		}
		ids, kept[id] = append(ids, id), k
		return nil
	}, after, exportStep)
	return ids, kept, err
}

// states reads the states of articles, with their texts.
func (x *exporter) states(ids []int64, kept map[int64]*indexer.Kept) error {
	const text = `SELECT r.article, r.hash, r.fetched, r.generation, r.body FROM json_each(?) j
		CROSS JOIN revision r ON r.article = j.value`
	return x.each(text, func(scan scanner) error {
		var id int64
		var s indexer.KeptState
		var body sql.RawBytes
		if err := scan(&id, &s.Revision, &s.Fetched, &s.Generation, &body); err != nil {
			return err
		}
		k := kept[id]
		if len(body) > 0 {
			s.Body = &claim.Article{}
			if err := unpack(body, s.Body); err != nil {
				return fmt.Errorf("article %s: %w", k.Page.Key, err)
			}
			if s.Revision == k.Page.Revision {
				k.Article = *s.Body
			}
		}
		k.States = append(k.States, s)
		return nil
	}, list(ids))
}

// rows reads the evidence of articles with what was announced on it.
func (x *exporter) rows(ids []int64, kept map[int64]*indexer.Kept) error {
	type place struct {
		article int64
		at      int
	}
	places := map[string]place{}
	const text = `SELECT e.article, e.eid, e.generation, v.hash, n.fingerprint, n.frame, s.text, e.keys, e.row
		FROM json_each(?) j CROSS JOIN evidence e ON e.article = j.value CROSS JOIN sentence s ON s.id = e.sentence
		CROSS JOIN node n ON n.id = s.node CROSS JOIN revision v ON v.id = e.revision`
	err := x.each(text, func(scan scanner) error {
		var id int64
		var r rawRow
		var row indexer.Row
		var generation int64
		var frame, keys sql.RawBytes
		if err := scan(&id, &r.eid, &generation, &r.hash, &r.node, &frame, &r.text, &keys, &r.body); err != nil {
			return err
		}
		k := kept[id]
		if err := r.unpack(&row); err != nil {
			return err
		}
		row.Article, row.Generation = k.Page.Key, generation
		if _, known := k.Frames[r.node]; !known {
			var fr claim.Frame
			if err := unpack(frame, &fr); err != nil {
				return fmt.Errorf("node %s: %w", r.node, err)
			}
			k.Frames[r.node] = fr
		}
		places[r.eid] = place{id, len(k.Rows)}
		k.Rows = append(k.Rows, indexer.KeptRow{Row: row, Keys: unsigned(unpackKeys(keys))})
		return nil
	}, list(ids))
	if err != nil {
		return err
	}
	const told = `SELECT e.eid, t.type, t.value FROM json_each(?) j CROSS JOIN evidence e ON e.article = j.value
		CROSS JOIN told t ON t.evidence = e.id`
	return x.each(told, func(scan scanner) error {
		var t indexer.Told
		err := scan(&t.Evidence, &t.Type, &t.Value)
		if p, ok := places[t.Evidence]; ok {
			r := &kept[p.article].Rows[p.at]
			r.Told = append(r.Told, t)
		}
		return err
	}, list(ids))
}

func unsigned(keys []int64) []uint64 {
	list := make([]uint64, len(keys))
	for i, k := range keys {
		list[i] = uint64(k)
	}
	return list
}

func (x *exporter) decisions() error {
	return x.each("SELECT body FROM decision ORDER BY id", func(scan scanner) error {
		var d indexer.Decision
		if err := scanPacked(scan, &d); err != nil {
			return err
		}
		return x.f(indexer.Part{Decision: &d})
	})
}

func (x *exporter) claims() error {
	return x.steps(func(after int64) (int64, error) {
		var ids []int64
		held := map[int64]*indexer.Holding{}
		const text = "SELECT claim, body FROM record WHERE claim > ? ORDER BY claim LIMIT ?"
		err := x.each(text, func(scan scanner) error {
			var id int64
			var body sql.RawBytes
			if err := scan(&id, &body); err != nil {
				return err
			}
			ids, held[id] = append(ids, id), &indexer.Holding{}
			return unpack(body, &held[id].Claim)
		}, after, exportStep)
		if err != nil || len(ids) == 0 {
			return after, err
		}
		const evidence = "SELECT e.claim, e.eid, e.flags FROM json_each(?) j CROSS JOIN evidence e ON e.claim = j.value ORDER BY e.eid"
		err = x.each(evidence, func(scan scanner) error {
			var id int64
			var flags int
			var h indexer.HeldRow
			err := scan(&id, &h.ID, &flags)
			h.Denial, h.Hidden = flags&flagDenial != 0, flags&flagHidden != 0
			held[id].Held = append(held[id].Held, h)
			return err
		}, list(ids))
		if err != nil {
			return after, err
		}
		for _, id := range ids {
			if err := x.f(indexer.Part{Claim: held[id]}); err != nil {
				return after, err
			}
		}
		return ids[len(ids)-1], nil
	})
}

// events are those that the bus has, and those that wait for it.
func (x *exporter) events() error {
	const text = "SELECT body FROM (SELECT seq, body FROM event UNION ALL SELECT seq, body FROM outbox) ORDER BY seq"
	return x.each(text, func(scan scanner) error {
		var e claim.Event
		if err := scanPacked(scan, &e); err != nil {
			return err
		}
		return x.f(indexer.Part{Event: &e})
	})
}

func (x *exporter) waiting() error {
	return x.each("SELECT n.fingerprint FROM fresh f JOIN node n ON n.id = f.node ORDER BY f.node", func(scan scanner) error {
		var id string
		if err := scan(&id); err != nil {
			return err
		}
		return x.f(indexer.Part{Waiting: []string{id}})
	})
}
