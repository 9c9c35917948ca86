package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/claimwire/claimwire/indexer"
	"github.com/claimwire/claimwire/indexer/dump"
	"github.com/claimwire/claimwire/indexer/sqlite"
	"github.com/claimwire/claimwire/internal/bus"
	"github.com/claimwire/claimwire/internal/config"
)

// Moved says how much of an index was moved.
type Moved = indexer.Moved

// Mover moves a whole index into a file and back.
type Mover struct {
	Config  *config.Config
	Version string
	Log     *slog.Logger

	stop func(far *Moved) // tests stop an import where they like
}

// Export writes the configured index to a file that must not be there yet; it appears under its name
// when it is whole and on disk. The embedded index is read beside a running process, in one state of it.
// Elasticsearch is read while no indexer writes.
func (m Mover) Export(ctx context.Context, file string) (Moved, error) {
	if _, err := os.Lstat(file); err == nil {
		return Moved{}, fmt.Errorf("%w: %s exists: name another file, or remove it", ErrUsage, file)
	}
	if len(m.Config.Elasticsearch.Nodes()) > 0 {
		var moved Moved
		err := m.writing(ctx, func(ctx context.Context, a *App) (err error) {
			moved, err = m.write(ctx, file, "elasticsearch", a.elastic)
			return err
		})
		return moved, err
	}
	path := indexPath(m.Config.Data)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return Moved{}, fmt.Errorf("%w: there is no index in %s; --data names another directory", ErrUsage, m.Config.Data)
	}
	r, err := sqlite.OpenReader(path)
	if err != nil {
		return Moved{}, fmt.Errorf("open the index: %w", err)
	}
	moved, err := m.write(ctx, file, "sqlite", r)
	return moved, errors.Join(err, r.Close())
}

// write writes an index under a name of its own, and gives the file its name at the end.
func (m Mover) write(ctx context.Context, file, from string, x indexer.Exporter) (moved Moved, err error) {
	part := filepath.Join(filepath.Dir(file), "."+filepath.Base(file)+".part")
	f, err := os.OpenFile(part, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return moved, fmt.Errorf("export to %s: %w", file, err)
	}
	defer func() {
		if err != nil {
			_ = os.Remove(part) // the error that led here counts
			err = fmt.Errorf("export to %s: %w", file, err)
		}
	}()
	moved, err = m.dump(ctx, f, from, x)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return moved, err
	}
	return moved, os.Rename(part, file)
}

func (m Mover) dump(ctx context.Context, f io.Writer, from string, x indexer.Exporter) (moved Moved, err error) {
	w, err := dump.NewWriter(f, dump.Head{At: time.Now().UTC(), From: from, Program: m.Version})
	if err != nil {
		return moved, err
	}
	said := m.progress("exported")
	err = x.Export(ctx, func(p indexer.Part) error {
		moved.Count(p)
		said(&moved)
		return w.Write(p)
	})
	if err != nil {
		return moved, err
	}
	return moved, w.Close()
}

// Import brings what Export wrote into the configured index, beside what it holds already. It reads the
// file to its end before it writes anything. It announces nothing, and can be stopped and repeated.
func (m Mover) Import(ctx context.Context, file string) (Moved, error) {
	f, err := os.Open(file)
	if err != nil {
		return Moved{}, fmt.Errorf("%w: import: %w", ErrUsage, err)
	}
	defer f.Close()
	fault := func(err error) error {
		if errors.Is(err, dump.ErrDamaged) || errors.Is(err, dump.ErrNewer) {
			err = fmt.Errorf("%w: %w", ErrUsage, err)
		}
		return fmt.Errorf("import %s: %w", file, err)
	}
	head, holds, err := dump.Check(f)
	if err != nil {
		return Moved{}, fault(err)
	}
	m.Log.Info("the file is whole", "file", file, "from", head.From, "at", head.At, "readings", holds.Readings, "claims", holds.Claims)
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return Moved{}, fault(err)
	}
	var moved Moved
	err = m.writing(ctx, func(ctx context.Context, a *App) (err error) {
		moved, err = m.read(ctx, f, a.importer())
		return err
	})
	if err != nil {
		return moved, fault(err)
	}
	return moved, nil
}

func (m Mover) read(ctx context.Context, f io.Reader, into indexer.Importer) (Moved, error) {
	r, err := dump.NewReader(f)
	if err != nil {
		return Moved{}, err
	}
	said := m.progress("imported")
	var far Moved
	moved, err := indexer.Import(ctx, into, func() (indexer.Part, error) {
		p, err := r.Next()
		if err == nil {
			far.Count(p)
			said(&far)
			if m.stop != nil {
				m.stop(&far)
			}
		}
		return p, err
	})
	if err != nil {
		return moved, storeError(err)
	}
	return moved, nil
}

// importer is the store that takes an import.
func (a *App) importer() indexer.Importer {
	if a.elastic != nil {
		return a.elastic
	}
	return a.embedded
}

// progress says how far it is, every few seconds.
func (m Mover) progress(done string) func(*Moved) {
	last := time.Now()
	return func(far *Moved) {
		if time.Since(last) > sayEvery {
			last = time.Now()
			m.Log.Info("so far "+done, "readings", far.Readings, "claims", far.Claims, "events", far.Events)
		}
	}
}

// writing opens the index as the one process that may write to it, and runs f.
func (m Mover) writing(ctx context.Context, f func(context.Context, *App) error) error {
	a := &App{opts: Options{Stages: []string{StageIndexer}}, cfg: m.Config, log: m.Log, outbox: make(chan struct{}, 1)}
	return errors.Join(m.open(ctx, a, f), a.Stop(ctx))
}

func (m Mover) open(ctx context.Context, a *App, f func(context.Context, *App) error) (err error) {
	if a.lock, err = lockDir(m.Config.Data); err != nil {
		return err
	}
	if len(m.Config.Elasticsearch.Nodes()) == 0 {
		if err := a.openIndex(ctx); err != nil {
			return err
		}
		return f(ctx, a)
	}
	if a.bus, err = openBus(ctx, m.Config, m.Log); err != nil {
		return err
	}
	if err := a.openIndex(ctx); err != nil {
		return err
	}
	err = a.held(ctx, holderName(" moves the index"), func(hold context.Context) error { return f(hold, a) })
	if errors.Is(err, bus.ErrHeld) {
		return fmt.Errorf("%w: an indexer writes to this index: stop the indexers first; messages wait for them in NATS: %w", ErrAway, err)
	}
	return err
}
