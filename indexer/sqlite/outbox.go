package sqlite

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/claimwire/claimwire/internal/claim"
)

// Pending lists the oldest events that are committed and not published.
func (s *Store) Pending(ctx context.Context, limit int) ([]claim.Event, error) {
	events, known, change := s.waiting.oldest(limit)
	if known {
		return events, nil
	}
	rows, err := s.ro.QueryContext(ctx, "SELECT body FROM outbox ORDER BY seq LIMIT ?", limit)
	if err == nil {
		err = scanAll(rows, func(scan scanner) error {
			var e claim.Event
			err := scanPacked(scan, &e)
			events = append(events, e)
			return err
		})
	}
	if err != nil {
		return nil, fail("list unpublished events", err)
	}
	if len(events) == 0 && limit > 0 {
		s.waiting.empty(change)
	}
	return events, nil
}

// Published takes events out of the outbox. They stay on record until Retain.
func (s *Store) Published(ctx context.Context, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	names, err := json.Marshal(ids)
	if err != nil {
		return fmt.Errorf("mark events as published: %w", err)
	}
	return s.write(ctx, "mark events as published", func(ctx context.Context) error {
		const move = `INSERT INTO event(seq, at, body) SELECT o.seq, o.at, o.body FROM json_each(?) j
			JOIN outbox o ON o.id = j.value WHERE true ON CONFLICT DO NOTHING`
		if err := s.w.exec(ctx, move, string(names)); err != nil {
			return err
		}
		var n int64
		const text = "SELECT count(*) FROM json_each(?) j JOIN outbox o ON o.id = j.value"
		if _, err := s.w.one(ctx, text, []any{string(names)}, &n); err != nil {
			return err
		}
		s.out.taken, s.out.other = ids, n != int64(len(ids))
		s.count("outbox", -n)
		s.count("events", n)
		if err := s.w.exec(ctx, "DELETE FROM outbox WHERE id IN (SELECT value FROM json_each(?))", string(names)); err != nil {
			return err
		}
		return s.flushCounts(ctx)
	})
}
