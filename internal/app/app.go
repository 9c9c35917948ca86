// Package app wires claimwire's stages to the bus and the store and is the only importer of the stores.
// A process is an App: New opens what its stages need and rolls back where that fails, Run works until
// its context ends or, with Options.Once, until nothing is left to do, and Stop gives everything back.
//
// An Operator does what commands beside a running process ask for: through the process's control socket
// where one runs on the directory, by itself where none does. An Index reads claims and never needs
// either.
package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/claimwire/claimwire/crawler"
	"github.com/claimwire/claimwire/extractor"
	"github.com/claimwire/claimwire/indexer"
	"github.com/claimwire/claimwire/indexer/elastic"
	"github.com/claimwire/claimwire/indexer/sqlite"
	"github.com/claimwire/claimwire/internal/alert"
	"github.com/claimwire/claimwire/internal/bus"
	"github.com/claimwire/claimwire/internal/config"
)

// The stages, in the order of the pipeline.
const (
	StageCrawler   = "crawler"
	StageExtractor = "extractor"
	StageIndexer   = "indexer"
	StageAlerts    = "alerts"
)

// Stages lists every stage that there is.
var Stages = []string{StageCrawler, StageExtractor, StageIndexer, StageAlerts}

// ErrUsage is wrapped by errors of what was asked for: an unknown stage, no source.
var ErrUsage = errors.New("usage")

// ErrAway is wrapped by errors of a dependency that does not answer.
var ErrAway = bus.ErrAway

// Options say what a process does.
type Options struct {
	Config  *config.Config
	Stages  []string          // empty: all
	Once    bool              // poll every source once, drain the pipeline, end
	Ingest  []string          // files to feed in place of crawling
	Alert   bool              // what is silent by default alerts
	Resolve map[string]string // hosts that live elsewhere, as host:port: the sample site's
	Version string
	Log     *slog.Logger
}

// App is one process of claimwire.
type App struct {
	opts    Options
	cfg     *config.Config
	log     *slog.Logger
	started time.Time
	tuned   bool // the collector's goals are ours to set
	count   counters

	owners   map[string]string // the user's table of publishers and owners
	lock     *dirLock
	bus      *bus.Bus
	store    store // the one of the two that keeps the index
	embedded *sqlite.Store
	elastic  *elastic.Store
	lease    writerLease // of Elasticsearch
	index    *indexer.Editor
	extract  *extractor.Extractor
	alerts   *alert.Alerter
	crawl    *crawler.Crawler
	control  *control

	lanes   lanes
	writing sync.Mutex      // held while the index is written: by the stage, a replay or a decision
	failed  []SourceFailure // of crawlOnce; read when it has ended
	outbox  chan struct{}   // poked when events wait to be published
	doubt   atomic.Int64    // Unix microseconds: whether the bus has events from before is not known
	stopped sync.Once
	stopErr error
}

// New opens everything that the stages need. What it opened before an error it closes again.
func New(ctx context.Context, o Options) (*App, error) {
	a := &App{opts: o, cfg: o.Config, log: o.Log, started: time.Now(), outbox: make(chan struct{}, 1), lanes: newLanes()}
	a.doubtEvents()
	if len(a.opts.Stages) == 0 {
		a.opts.Stages = Stages
	}
	if err := a.check(); err != nil {
		return nil, err
	}
	if err := a.open(ctx); err != nil {
		return nil, errors.Join(err, a.Stop(ctx))
	}
	return a, nil
}

// check refuses what cannot work, before anything is opened.
func (a *App) check() error {
	for _, s := range a.opts.Stages {
		if !slices.Contains(Stages, s) {
			return fmt.Errorf("%w: no stage is called %q; there are %v", ErrUsage, s, Stages)
		}
	}
	if len(a.opts.Stages) < len(Stages) && a.cfg.NATS.URL == "" {
		return fmt.Errorf("%w: a stage by itself needs an outside NATS: set nats.url, or --nats URL, or run all stages", ErrUsage)
	}
	for _, f := range a.opts.Ingest {
		if _, err := os.Stat(f); f != "-" && err != nil {
			return fmt.Errorf("%w: ingest: %w", ErrUsage, err)
		}
	}
	return nil
}

func (a *App) has(stage string) bool { return slices.Contains(a.opts.Stages, stage) }

func (a *App) open(ctx context.Context) error {
	var err error
	if a.owners, err = readOwners(a.cfg.Owners); err != nil {
		return err
	}
	if a.lock, err = lockDir(a.cfg.Data); err != nil {
		return err
	}
	if a.bus, err = openBus(ctx, a.cfg, a.log); err != nil {
		return err
	}
	if a.has(StageIndexer) {
		if err := a.openIndex(ctx); err != nil {
			return err
		}
	}
	if a.has(StageExtractor) {
		if a.extract, err = newExtractor(a.cfg); err != nil {
			return err
		}
	}
	if a.has(StageAlerts) {
		if err := a.openAlerts(ctx); err != nil {
			return err
		}
	}
	if a.has(StageCrawler) && len(a.opts.Ingest) == 0 {
		if err := a.openCrawler(); err != nil {
			return err
		}
	}
	if err := a.bus.Prepare(ctx, a.busStages()...); err != nil {
		return err
	}
	a.control, err = serveControl(a.cfg.Data, a)
	return err
}

// Stop closes everything in reverse order. It can be called twice, and after a failed New.
func (a *App) Stop(ctx context.Context) error {
	a.stopped.Do(func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopWithin)
		defer cancel()
		var errs []error
		if a.control != nil {
			errs = append(errs, a.control.close(ctx))
		}
		if a.bus != nil {
			errs = append(errs, a.bus.Close(ctx))
		}
		if a.store != nil {
			errs = append(errs, a.store.Close())
		}
		if a.lock != nil {
			errs = append(errs, a.lock.release())
		}
		a.stopErr = errors.Join(errs...)
	})
	return a.stopErr
}

// stopWithin bounds Stop. Stages have drained by then: Run returned.
const stopWithin = 10 * time.Second

// Run works until ctx ends, or with Once until everything is done. It returns when every stage has
// drained, with what was done; the error is the first that stopped a stage.
func (a *App) Run(ctx context.Context) (Summary, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var stages, feeders sync.WaitGroup
	start := func(wg *sync.WaitGroup, name string, f func(context.Context) error) {
		wg.Go(func() {
			if err := f(ctx); err != nil && ctx.Err() == nil {
				cancel(fmt.Errorf("%s: %w", name, err))
			}
		})
	}
	for _, s := range a.workers() {
		start(&stages, s.name, s.run)
	}
	if feed := a.feeder(); feed != nil {
		start(&feeders, "feed", feed)
	}
	if a.opts.Once {
		start(&stages, "once", func(ctx context.Context) error {
			feeders.Wait()
			if err := a.drained(ctx); err != nil {
				return err
			}
			if a.alerts != nil {
				if err := a.alerts.Flush(ctx, true); err != nil {
					a.log.Warn("alerts wait for their digest; the next run sends it", "err", err)
				}
			}
			cancel(errDone)
			return nil
		})
	}
	feeders.Wait()
	stages.Wait()
	return a.summary(context.WithoutCancel(ctx)), a.outcome(ctx)
}

// errDone is the cause with which a finished Once ends the stages.
var errDone = errors.New("done")

// outcome is why the stages ended: nil for a finished Once and for an interruption from outside, which
// is how a run without Once ends.
func (a *App) outcome(ctx context.Context) error {
	err := context.Cause(ctx)
	if errors.Is(err, errDone) || errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// worker is a stage's loop.
type worker struct {
	name string
	run  func(context.Context) error
}

func (a *App) workers() []worker {
	var w []worker
	if a.has(StageExtractor) {
		w = append(w, worker{StageExtractor, a.runExtractor})
	}
	if a.has(StageIndexer) {
		w = append(w, worker{StageIndexer, a.runIndexer}, worker{"outbox", a.runOutbox}, worker{"retention", a.runRetention}, worker{"memory", a.runMemory})
	}
	if a.has(StageAlerts) {
		w = append(w, worker{StageAlerts, a.runAlerts})
	}
	return w
}

// feeder is what brings articles: the files to ingest, or the crawler.
func (a *App) feeder() func(context.Context) error {
	switch {
	case len(a.opts.Ingest) > 0:
		return a.ingest
	case a.crawl != nil && a.opts.Once:
		return a.crawlOnce
	case a.crawl != nil:
		return a.crawl.Run
	}
	return nil
}

// drained waits until no consumer has anything before it and the outbox is empty.
func (a *App) drained(ctx context.Context) error {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		done, err := a.idle(ctx)
		if err == nil && done {
			return nil
		}
		if err != nil && !errors.Is(err, bus.ErrAway) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}

// idle asks the bus, the outbox and the bus again: an event that left the outbox in between is seen by
// the second question.
func (a *App) idle(ctx context.Context) (bool, error) {
	if done, err := a.bus.Idle(ctx); err != nil || !done {
		return false, err
	}
	if a.store != nil {
		waiting, err := a.store.Pending(ctx, 1)
		if err != nil || len(waiting) > 0 {
			return false, err
		}
	}
	return a.bus.Idle(ctx)
}
