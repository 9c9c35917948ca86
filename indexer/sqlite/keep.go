package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/claimwire/claimwire/indexer"
	"github.com/claimwire/claimwire/internal/claim"
)

// Articles calls f for the newest state of every article that was published, or else fetched, at since
// or later, and whose text is still kept. It reads in short steps, so that f may take its time and may
// write to the store; articles added meanwhile may or may not come.
func (r *Reader) Articles(ctx context.Context, since time.Time, f func(claim.Article) error) error {
	last := int64(0)
	for {
		var batch []claim.Article
		err := r.snapshot(ctx, func(tx *sql.Tx) (err error) {
			batch, last, err = articlesAfter(ctx, tx, last, micros(since))
			return err
		})
		if err != nil {
			return fail("list articles", err)
		}
		if len(batch) == 0 {
			return nil
		}
		for _, a := range batch {
			if err := f(a); err != nil {
				return err
			}
		}
	}
}

func articlesAfter(ctx context.Context, tx *sql.Tx, after, since int64) ([]claim.Article, int64, error) {
	const text = `SELECT a.id, r.body FROM article a JOIN revision r ON r.article = a.id AND r.hash = a.hash
		WHERE a.id > ? AND r.body IS NOT NULL AND a.seen >= ? ORDER BY a.id LIMIT 100`
	if since == 0 {
		since = unknownLast
	}
	rows, err := tx.QueryContext(ctx, text, after, since)
	if err != nil {
		return nil, after, err
	}
	var batch []claim.Article
	err = scanAll(rows, func(scan scanner) error {
		var body sql.RawBytes
		var a claim.Article
		if err := scan(&after, &body); err != nil {
			return err
		}
		if err := unpack(body, &a); err != nil {
			return fmt.Errorf("article number %d: %w", after, err)
		}
		batch = append(batch, a)
		return nil
	})
	return batch, after, err
}

// Article returns the newest state of the article with a key or a given id, or ErrNotFound; also where
// retention has taken its text.
func (r *Reader) Article(ctx context.Context, id string) (claim.Article, error) {
	list, err := r.Revisions(ctx, id)
	if err == nil && len(list) == 0 {
		err = fmt.Errorf("article %s: %w", id, indexer.ErrNotFound)
	}
	if err != nil {
		return claim.Article{}, err
	}
	return list[0], nil
}

// Revisions lists the states of an article that are kept, the newest first.
func (r *Reader) Revisions(ctx context.Context, id string) ([]claim.Article, error) {
	const text = `SELECT r.body FROM article a JOIN revision r ON r.article = a.id WHERE r.body IS NOT NULL AND
		a.id = coalesce((SELECT id FROM article WHERE key = ?1), (SELECT id FROM article WHERE given = ?1 ORDER BY id DESC LIMIT 1))
		ORDER BY r.hash = a.hash DESC, r.fetched DESC, r.generation DESC, r.hash DESC`
	var states []claim.Article
	rows, err := r.ro.QueryContext(ctx, text, id)
	if err == nil {
		err = scanAll(rows, func(scan scanner) error {
			var a claim.Article
			err := scanPacked(scan, &a)
			states = append(states, a)
			return err
		})
	}
	if err != nil {
		return nil, fail("read article "+id, err)
	}
	return states, nil
}

// Retain takes the texts of articles and the published events that are older than the times given; a
// zero time keeps all. Claims and their evidence stay, and so does what was announced. It works in short
// transactions beside everything else, can be stopped and repeated, and costs what it takes away.
func (s *Store) Retain(ctx context.Context, articlesBefore, eventsBefore time.Time) error {
	const articles = `UPDATE revision SET body = NULL WHERE id IN (SELECT id FROM revision
		WHERE body IS NOT NULL AND fetched < ? ORDER BY fetched LIMIT 500)`
	if err := s.sweep(ctx, "drop old article texts", "", articles, articlesBefore); err != nil {
		return err
	}
	// Events are numbered as they come, so that the oldest stand together at the beginning.
	const events = `DELETE FROM event WHERE seq IN (SELECT seq FROM (SELECT seq, at FROM event ORDER BY seq LIMIT 500) WHERE at < ?)`
	return s.sweep(ctx, "drop old events", "events", events, eventsBefore)
}

// sweep runs a statement that takes away some rows until it finds none; the counter named, where there is one, is
// of those rows.
func (s *Store) sweep(ctx context.Context, op, counter, text string, before time.Time) error {
	for more := !before.IsZero(); more; {
		err := s.write(ctx, op, func(ctx context.Context) error {
			if err := s.w.exec(ctx, text, before.UnixMicro()); err != nil {
				return err
			}
			var n int64
			if _, err := s.w.one(ctx, "SELECT changes()", nil, &n); err != nil {
				return err
			}
			if more = n > 0; more && counter != "" {
				s.count(counter, -n)
			}
			return s.flushCounts(ctx)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// Stats are the sizes of an index.
type Stats struct {
	Articles  int64 `json:"articles"`
	Revisions int64 `json:"revisions"`
	Evidence  int64 `json:"evidence"`
	Nodes     int64 `json:"nodes"`
	Claims    int64 `json:"claims"`
	Waiting   int64 `json:"waiting"` // nodes whose claims are not computed yet
	Outbox    int64 `json:"outbox"`  // events that the bus does not have yet
	Events    int64 `json:"events"`  // that the bus has, until retention
	Decisions int64 `json:"decisions"`
	Bytes     int64 `json:"bytes"` // on disk, with the log
}

// Stats reads the sizes from counters; it costs the same at any size.
func (r *Reader) Stats(ctx context.Context) (Stats, error) {
	var st Stats
	to := map[string]*int64{"articles": &st.Articles, "revisions": &st.Revisions, "evidence": &st.Evidence, "nodes": &st.Nodes,
		"claims": &st.Claims, "outbox": &st.Outbox, "events": &st.Events, "waiting": &st.Waiting, "decisions": &st.Decisions}
	const text = `SELECT name, n FROM counter UNION ALL SELECT 'waiting', count(*) FROM fresh
		UNION ALL SELECT 'decisions', count(*) FROM decision`
	rows, err := r.ro.QueryContext(ctx, text)
	if err == nil {
		err = scanAll(rows, func(scan scanner) error {
			var name string
			var n int64
			err := scan(&name, &n)
			if p := to[name]; p != nil {
				*p = n
			}
			return err
		})
	}
	if err != nil {
		return st, fail("read sizes", err)
	}
	for _, end := range []string{"", "-wal"} {
		if info, err := os.Stat(r.path + end); err == nil { // a log may be absent
			st.Bytes += info.Size()
		}
	}
	return st, nil
}

// Backup writes a consistent copy of the index to a file that must not exist yet, while everything goes
// on. The copy appears under its name only when it is whole and on disk.
func (r *Reader) Backup(ctx context.Context, file string) error {
	op := "back up to " + file
	if _, err := os.Lstat(file); err == nil {
		return fmt.Errorf("%s: the file exists; name another or remove it", op)
	}
	part := filepath.Join(filepath.Dir(file), "."+filepath.Base(file)+".part")
	if err := os.Remove(part); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("%s: %w", op, err)
	}
	_, err := r.ro.ExecContext(ctx, "VACUUM INTO ?", part)
	if err == nil {
		err = syncFile(part)
	}
	if err == nil {
		err = os.Rename(part, file)
	}
	if err == nil {
		err = syncFile(filepath.Dir(file))
	}
	if err != nil {
		_ = os.Remove(part) // it may not be there
		return fail(op, err)
	}
	return nil
}

// syncFile waits until a file, or a folder's names, are on disk.
func syncFile(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
