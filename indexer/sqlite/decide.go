package sqlite

import (
	"context"

	"github.com/claimwire/claimwire/indexer"
)

// Decide stores a decision; see indexer.Decider. Evidence that is not stored yet is found by it when it
// comes.
func (s *Store) Decide(ctx context.Context, d indexer.Decision) ([]string, error) {
	var fresh []string
	err := s.write(ctx, "keep a decision", func(ctx context.Context) error {
		a := s.adder(ctx)
		body, err := pack(&d)
		if err != nil {
			return err
		}
		const text = "INSERT INTO decision(id, body) VALUES(?,?) ON CONFLICT(id) DO UPDATE SET body = excluded.body"
		if err := a.w.exec(a.ctx, text, d.ID, body); err != nil {
			return err
		}
		named := append(evidenceOf(d), evidenceOf(s.decisions[d.ID])...)
		s.keep(d)
		if err := a.touchNodesOf(named); err != nil {
			return err
		}
		if err := a.flush(); err != nil {
			return err
		}
		fresh, err = a.touched()
		return err
	})
	return fresh, err
}

func (a *adder) touchNodesOf(evidence []string) error {
	for _, id := range evidence {
		var node int64
		const text = "SELECT s.node FROM evidence e JOIN sentence s ON s.id = e.sentence WHERE e.eid = ?"
		found, err := a.w.one(a.ctx, text, []any{id}, &node)
		if err != nil {
			return err
		}
		if found {
			a.touch(node)
		}
	}
	return nil
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
