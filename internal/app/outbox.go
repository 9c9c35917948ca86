package app

import (
	"context"
	"time"

	"github.com/claimwire/claimwire/internal/bus"
	"github.com/claimwire/claimwire/internal/claim"
)

// outboxBatch is how many events are published at a time.
const outboxBatch = 500

// runOutbox publishes committed events until ctx ends. What cannot be published now stays in the store.
func (a *App) runOutbox(ctx context.Context) error {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		if err := a.publishPending(ctx); a.writes() && err != nil && ctx.Err() == nil {
			a.log.Warn("events wait in the outbox", "err", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		case <-a.outbox:
		}
	}
}

func (a *App) publishPending(ctx context.Context) error {
	for a.writes() {
		events, err := a.store.Pending(ctx, outboxBatch)
		if err != nil || len(events) == 0 {
			return err
		}
		if err := a.publishEvents(ctx, events); err != nil {
			a.doubtEvents() // how far it came is not known
			return err
		}
	}
	return nil
}

// publishEvents brings events to the bus, once each, and notes that they are there.
func (a *App) publishEvents(ctx context.Context, events []claim.Event) error {
	there, err := a.onBus(ctx, events)
	if err != nil {
		return err
	}
	ids := make([]string, len(events))
	var missing []claim.Event
	for i := range events {
		ids[i] = events[i].ID
		if !there[ids[i]] {
			missing = append(missing, events[i])
		}
	}
	if err := a.bus.PublishEvents(ctx, missing); err != nil {
		return err
	}
	return a.store.Published(ctx, ids)
}

// doubtEvents notes that somebody who stopped, or lost the bus, may have published events that the outbox
// still has.
func (a *App) doubtEvents() { a.doubt.Store(time.Now().UnixMicro()) }

// clockSkew is by how much the clocks of a bus and of an indexer may differ.
const clockSkew = 2 * time.Minute

// onBus says which of the events the bus has already. Nothing is asked about events that this process has
// made since it last was in doubt.
func (a *App) onBus(ctx context.Context, events []claim.Event) (map[string]bool, error) {
	since, ids := time.Time{}, []string(nil)
	for i := range events {
		at := events[i].At
		if at.UnixMicro() > a.doubt.Load() {
			continue
		}
		if ids = append(ids, events[i].ID); since.IsZero() || at.Before(since) {
			since = at
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	return a.bus.Stored(ctx, bus.Events, since.Add(-clockSkew), ids)
}
