package sqlite

import (
	"context"
	"fmt"
	"strings"

	"github.com/claimwire/claimwire/indexer"
)

// Decide stores a decision and gives each piece of evidence that it names a node of its own, or, once no
// decision names it any more, its frame's node back; see indexer.Decider.
func (s *Store) Decide(ctx context.Context, d indexer.Decision) ([]string, error) {
	var fresh []string
	err := s.write(ctx, "keep a decision", func(ctx context.Context) error {
		a := &adder{s: s, w: s.w, ctx: context.WithoutCancel(ctx), fresh: map[int64]bool{}, nodes: map[string]*nodeState{}}
		body, err := pack(&d)
		if err != nil {
			return err
		}
		const text = "INSERT INTO decision(id, body) VALUES(?,?) ON CONFLICT(id) DO UPDATE SET body = excluded.body"
		if err := a.w.exec(a.ctx, text, d.ID, body); err != nil {
			return err
		}
		named := evidenceOf(d)
		if old, ok := s.decisions[d.ID]; ok {
			named = append(named, evidenceOf(old)...)
		}
		s.keep(d)
		for _, id := range named {
			if err := a.move(id); err != nil {
				return fmt.Errorf("evidence %s: %w", id, err)
			}
		}
		if err := a.flush(); err != nil {
			return err
		}
		fresh, err = a.touched()
		return err
	})
	return fresh, err
}

// move brings a piece of evidence into the node that is its own now. Evidence that is not stored yet
// gets it when it comes.
func (a *adder) move(evidence string) error {
	var id, node int64
	var flags int
	var fingerprint string
	var keys, frame, sentence []byte
	const text = `SELECT e.id, e.flags, e.keys, n.id, n.fingerprint, n.frame, s.text FROM evidence e
		JOIN sentence s ON s.id = e.sentence JOIN node n ON n.id = s.node WHERE e.eid = ?`
	found, err := a.w.one(a.ctx, text, []any{evidence}, &id, &flags, &keys, &node, &fingerprint, &frame, &sentence)
	if err != nil || !found || flags&flagGone != 0 {
		return err
	}
	a.touch(node)
	want, _, _ := strings.Cut(fingerprint, "/")
	if len(a.s.named[evidence]) > 0 {
		want = ownNode(want, evidence)
	}
	if want == fingerprint {
		return nil
	}
	to, err := a.node(want, func() ([]byte, error) { return frame, nil })
	if err != nil {
		return err
	}
	plain, err := unpackBytes(sentence)
	if err != nil {
		return err
	}
	moved, err := a.sentence(to.id, string(plain))
	if err != nil {
		return err
	}
	a.grow(to, unpackKeys(keys))
	a.lose(node)
	a.touch(to.id)
	return a.w.exec(a.ctx, "UPDATE evidence SET sentence = ? WHERE id = ?", moved, id)
}

// touched lists the nodes that this run touched.
func (a *adder) touched() ([]string, error) {
	ids := make([]int64, 0, len(a.fresh))
	for id := range a.fresh {
		ids = append(ids, id)
	}
	var names []string
	const text = "SELECT n.fingerprint FROM json_each(?) j CROSS JOIN node n ON n.id = j.value ORDER BY n.id"
	err := a.w.each(a.ctx, text, []any{list(ids)}, func(scan scanner) error {
		var name string
		err := scan(&name)
		names = append(names, name)
		return err
	})
	return names, err
}

// Decisions lists every decision, undone ones too, by time.
func (r *Reader) Decisions(ctx context.Context) ([]indexer.Decision, error) {
	var list []indexer.Decision
	rows, err := r.ro.QueryContext(ctx, "SELECT body FROM decision")
	if err == nil {
		err = scanAll(rows, func(scan scanner) error {
			var d indexer.Decision
			err := scanPacked(scan, &d)
			list = append(list, d)
			return err
		})
	}
	if err != nil {
		return nil, fail("list decisions", err)
	}
	sortDecisions(list)
	return list, nil
}
