package sqlite

import (
	"context"
	"crypto/sha256"

	"github.com/claimwire/claimwire/internal/claim"
)

// announced are the events on record, by a digest of their ids: known only to an import, which may bring
// one twice. No index holds them, since nothing else asks.
type announced struct {
	ids  map[[16]byte]bool
	last int64 // number of the last one that was read
}

func eventDigest(id string) (d [16]byte) {
	sum := sha256.Sum256([]byte(id))
	copy(d[:], sum[:])
	return d
}

// KeepEvents puts events on record that were announced elsewhere, as published. One that is there already,
// or waits for the bus here, stays as it is.
func (s *Store) KeepEvents(ctx context.Context, list []claim.Event) error {
	return s.write(ctx, "keep events", func(ctx context.Context) error {
		if err := s.readAnnounced(ctx); err != nil {
			return err
		}
		values := make([]any, 0, 3*len(list))
		for i := range list {
			if d := eventDigest(list[i].ID); !s.announced.ids[d] {
				body, err := pack(&list[i])
				if err != nil {
					return err
				}
				values = append(values, list[i].ID, micros(list[i].At), body)
			}
		}
		return s.record(ctx, values)
	})
}

// record gives events the next numbers of the outbox, behind which later ones come, and puts them on record.
func (s *Store) record(ctx context.Context, values []any) error {
	var before, n int64
	if _, err := s.w.one(ctx, "SELECT coalesce(max(seq), 0) FROM outbox", nil, &before); err != nil {
		return err
	}
	if err := s.w.several(ctx, "INSERT INTO outbox(id, at, body) VALUES", 3, values, " ON CONFLICT(id) DO NOTHING"); err != nil {
		return err
	}
	if err := s.w.exec(ctx, "INSERT INTO event(seq, at, body) SELECT seq, at, body FROM outbox WHERE seq > ?", before); err != nil {
		return err
	}
	if _, err := s.w.one(ctx, "SELECT changes()", nil, &n); err != nil {
		return err
	}
	if err := s.w.exec(ctx, "DELETE FROM outbox WHERE seq > ?", before); err != nil {
		return err
	}
	s.count("events", n)
	return s.flushCounts(ctx)
}

// readAnnounced reads the ids of the events on record that were not read yet.
func (s *Store) readAnnounced(ctx context.Context) error {
	a := &s.announced
	if a.ids == nil {
		a.ids = map[[16]byte]bool{}
	}
	return s.w.each(ctx, "SELECT seq, body FROM event WHERE seq > ? ORDER BY seq", []any{a.last}, func(scan scanner) error {
		var body []byte
		var e struct {
			ID string `json:"id"`
		}
		if err := scan(&a.last, &body); err != nil {
			return err
		}
		err := unpack(body, &e)
		a.ids[eventDigest(e.ID)] = true
		return err
	})
}
