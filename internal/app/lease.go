package app

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"github.com/claimwire/claimwire/internal/bus"
)

// writerLease is the right to be the one process that writes to Elasticsearch.
type writerLease struct{ held atomic.Pointer[bus.Lease] }

func (w *writerLease) valid() bool {
	l := w.held.Load()
	return l != nil && l.Valid()
}

const (
	leaseName = "indexer"
	// leaseMark stands while somebody holds the lease, and stays when he dies with it: who finds it when
	// he takes the lease waits for the dead one's last requests to end.
	leaseMark = "indexer-writing"
	// leaseWait is longer than a writing request may last (5 s). From the death of a writer it takes at
	// most the lease's 15 s, a try and this until the next one writes.
	leaseWait  = 8 * time.Second
	leaseRetry = 2 * time.Second
)

// runWriter runs the indexer whenever this process holds the lease, until ctx ends. Another process takes
// over when this one stops, dies or is cut off.
func (a *App) runWriter(ctx context.Context) error {
	holder := holderName("")
	for ctx.Err() == nil {
		err := a.writeWhileHeld(ctx, holder)
		switch {
		case err == nil || ctx.Err() != nil:
		case errors.Is(err, bus.ErrHeld):
			a.log.Debug("another process writes", "err", err)
		case errors.Is(err, bus.ErrAway):
			a.log.Warn("waiting to write", "err", err)
		default:
			return err
		}
		select {
		case <-ctx.Done():
		case <-time.After(leaseRetry):
		}
	}
	return nil
}

// writeWhileHeld takes the lease and consumes until the lease is lost or ctx ends.
func (a *App) writeWhileHeld(ctx context.Context, holder string) error {
	return a.whileHeld(ctx, holder, func(hold context.Context) error {
		// What a dead writer stored and did not compute is named by the next write, even of nothing.
		a.writing.Lock()
		_, err := a.index.Write(hold, nil)
		a.writing.Unlock()
		if err != nil {
			return storeError(err)
		}
		a.log.Info("this process writes the index", "holder", holder)
		return a.bus.Consume(hold, a.indexerStage(), a.handleReadings)
	})
}

// whileHeld takes the lease and runs f with a context that ends when the lease is lost or f returns.
func (a *App) whileHeld(ctx context.Context, holder string, f func(hold context.Context) error) error {
	l, err := a.bus.TryLease(ctx, leaseName, holder, 0)
	if err != nil {
		return err
	}
	defer func() {
		a.lease.held.Store(nil)
		end, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopWithin)
		defer cancel()
		a.giveBack(end, l)
	}()
	hold, lost := context.WithCancel(ctx)
	defer lost()
	kept := make(chan error, 1)
	go func() { defer lost(); kept <- l.Keep(hold) }()
	if err := a.settle(hold); err != nil {
		return err
	}
	a.lease.held.Store(l)
	if err := a.elastic.Takeover(hold); err != nil {
		return storeError(err)
	}
	a.doubtEvents()
	err = f(hold)
	lost()
	return errors.Join(err, <-kept)
}

// settle waits out the requests of a holder that died, and puts the mark of this one.
func (a *App) settle(ctx context.Context) error {
	kv := a.bus.KV(bus.Leases)
	_, err := kv.Get(ctx, leaseMark)
	if err == nil {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(leaseWait):
		}
	} else if !errors.Is(err, bus.ErrKeyNotFound) {
		return err
	}
	_, err = kv.Put(ctx, leaseMark, []byte(time.Now().UTC().Format(time.RFC3339)), 0)
	return err
}

// giveBack ends a tenure in order: nothing of this process is under way any more, so the next one need
// not wait.
func (a *App) giveBack(ctx context.Context, l *bus.Lease) {
	if l.Valid() {
		if err := a.bus.KV(bus.Leases).Delete(ctx, leaseMark, 0); err != nil && !errors.Is(err, bus.ErrKeyNotFound) {
			a.log.Warn("give back the right to write", "err", err)
		}
	}
	if err := l.Release(ctx); err != nil {
		a.log.Warn("give back the right to write", "err", err)
	}
}
