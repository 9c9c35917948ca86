// Package sqlite keeps claimwire's index in one SQLite file: evidence and decisions, which are the
// truth, and the claims that indexer.Partition computes from them.
//
// Begin with Open, for the one process that writes, or OpenReader, which needs no lock and works beside
// it. What Add, Commit and Decide have returned from is on disk; a stop at any moment, also by a power
// cut, leaves all of a call or nothing.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"github.com/claimwire/claimwire/indexer"

	_ "modernc.org/sqlite" // the driver "sqlite"
)

var (
	_ indexer.Store   = (*Store)(nil)
	_ indexer.Outbox  = (*Store)(nil)
	_ indexer.Decider = (*Store)(nil)
	_ indexer.Reader  = (*Store)(nil)
	_ indexer.Archive = (*Store)(nil)
	_ indexer.Reader  = (*Reader)(nil)
)

// Options are what a Store can be told. The zero value is good for every day.
type Options struct {
	CacheMiB int // of the writing connection; default 16
	Readers  int // connections that read; default 4
}

// Store is an index open for reading and writing. Only one may be open on a file at a time: whoever
// opens it holds the data directory's lock.
type Store struct {
	*Reader
	mu sync.Mutex // guards everything below
	db *sql.DB
	w  *conn
	memory

	waiting waiting // has a lock of its own: Pending does not wait for a writer
}

// Reader is an index open for reading. It sees what the writer has committed.
type Reader struct {
	path string
	ro   *sql.DB
}

// Open opens or creates the index in the file path, and brings an older one to this version's schema.
func Open(path string, o Options) (*Store, error) {
	o = o.withDefaults()
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("open index %s: %w", path, err)
	}
	db, err := sql.Open("sqlite", dsn(abs, "rwc", o.CacheMiB))
	if err != nil {
		return nil, fail("open index "+path, err)
	}
	s := &Store{db: db, Reader: &Reader{path: path}}
	if err := s.start(context.Background(), abs, o); err != nil {
		return nil, errors.Join(fail("open index "+path, err), s.Close())
	}
	return s, nil
}

func (s *Store) start(ctx context.Context, abs string, o Options) error {
	if err := usable(abs); err != nil {
		return err
	}
	c, err := s.db.Conn(ctx)
	if err != nil {
		return err
	}
	s.w = &conn{c: c, stmts: map[string]*sql.Stmt{}}
	if err := migrate(ctx, s.w, migrations()); err != nil {
		return err
	}
	if err := s.remember(ctx, s.w); err != nil {
		return err
	}
	s.ro, err = sql.Open("sqlite", dsn(abs, "ro", 4))
	if err != nil {
		return err
	}
	s.ro.SetMaxOpenConns(o.Readers)
	s.ro.SetMaxIdleConns(o.Readers)
	return nil
}

// usable tells a directory that is missing or may not be written apart from a damaged file, which
// SQLite reports alike.
func usable(abs string) error {
	dir := filepath.Dir(abs)
	f, err := os.CreateTemp(dir, ".writable-*")
	if err != nil {
		if errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("folder %s does not exist", dir)
		}
		return fmt.Errorf("folder %s: %w (%v)", dir, ErrReadOnly, errors.Unwrap(err))
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

func (o Options) withDefaults() Options {
	if o.CacheMiB <= 0 {
		o.CacheMiB = 16
	}
	if o.Readers <= 0 {
		o.Readers = max(2, min(4, runtime.NumCPU()))
	}
	return o
}

// OpenReader opens the index in the file path for reading alone. It needs no lock, and no writer.
func OpenReader(path string) (*Reader, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("open index %s: %w", path, err)
	}
	if _, err := os.Stat(abs); err != nil {
		return nil, fmt.Errorf("open index %s: %w", path, err)
	}
	r := &Reader{path: path}
	// On a folder that cannot be written SQLite cannot make the shared-memory file of a log. Nobody else
	// can write there either, so the file may be taken to stand still; not so where a log is left that
	// nobody brought in.
	modes := []string{"ro", "immutable"}
	if log, err := os.Stat(abs + "-wal"); err == nil && log.Size() > 0 {
		modes = modes[:1]
	}
	for _, mode := range modes {
		if r.ro, err = sql.Open("sqlite", dsn(abs, mode, 8)); err != nil {
			return nil, fail("open index "+path, err)
		}
		r.ro.SetMaxOpenConns(2)
		if err = r.check(context.Background()); err == nil || !errors.Is(err, ErrReadOnly) {
			break
		}
		_ = r.ro.Close() // it never opened
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open index %s: %w", path, err), r.ro.Close())
	}
	return r, nil
}

// check reads the schema's number.
func (r *Reader) check(ctx context.Context) error {
	var version int
	if err := r.ro.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return fail("read schema number", err)
	}
	if version < len(migrations()) {
		return fmt.Errorf("schema %d, this version reads %d: start claimwire run on it once, which brings it up to date", version, len(migrations()))
	}
	return refuse(version, len(migrations()))
}

// dsn names a database file with the settings of every connection to it.
func dsn(abs, mode string, cacheMiB int) string {
	q := url.Values{"_txlock": {"immediate"}, "mode": {mode}}
	pragmas := []string{"busy_timeout(10000)", fmt.Sprintf("cache_size(-%d)", cacheMiB<<10), "mmap_size(0)", "temp_store(file)"}
	switch mode {
	case "rwc":
		// The log is checkpointed at 64 MB and not at SQLite's 4: random keys dirty a page each, and one
		// page written once for many batches is what keeps a large index as fast as a small one.
		pragmas = append(pragmas, "journal_mode(wal)", "synchronous(full)", "wal_autocheckpoint(16384)",
			"journal_size_limit(67108864)")
	case "immutable":
		q.Set("mode", "ro")
		q.Set("immutable", "1")
	}
	for _, p := range pragmas {
		q.Add("_pragma", p)
	}
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(abs), RawQuery: strings.ReplaceAll(q.Encode(), "+", "%20")}).String()
}

// Close ends all reading and writing. It can be called twice.
func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var errs []error
	if s.ro != nil {
		errs = append(errs, s.Reader.Close())
	}
	if s.w != nil {
		errs = append(errs, s.w.close())
		s.w = nil
	}
	return errors.Join(append(errs, s.db.Close())...)
}

// Close ends all reading.
func (r *Reader) Close() error { return r.ro.Close() }
