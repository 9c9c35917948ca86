package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/claimwire/claimwire/internal/bus"
)

// holderName says in the lease which process has it, and for what where it is no indexer.
func holderName(what string) string {
	host, err := os.Hostname()
	if err != nil {
		host = "unknown"
	}
	return fmt.Sprintf("%s/%d%s", host, os.Getpid(), what)
}

// asWriter runs f where this process may write to the index. The embedded index is always its own. In
// Elasticsearch one process writes: where nobody does and this one was only opened for f, it takes the
// lease; where another does, the error names it.
func (a *App) asWriter(ctx context.Context, what string, f func(context.Context) error) error {
	if a.writes() {
		return f(ctx)
	}
	if !a.started.IsZero() {
		return fmt.Errorf("%w: another process writes the index (%s): give the command to that one", ErrAway, a.bus.Holder(ctx, leaseName))
	}
	err := a.held(ctx, holderName(" "+what), f)
	if errors.Is(err, bus.ErrHeld) {
		return fmt.Errorf("%w: an indexer writes to this index: give the command to that one, on its machine with its --data: %w", ErrAway, err)
	}
	return err
}

// held runs f with the lease. What a process that was killed has left of one ends by itself, so it waits as
// long as one can last.
func (a *App) held(ctx context.Context, holder string, f func(context.Context) error) error {
	ran := false
	for end := time.Now().Add(bus.LeaseTTL + leaseRetry); ; {
		err := a.whileHeld(ctx, holder, func(hold context.Context) error { ran = true; return f(hold) })
		if ran || !errors.Is(err, bus.ErrHeld) || time.Now().After(end) {
			return err
		}
		a.log.Info("another holds the right to write; waiting whether it gives it up", "err", err)
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(leaseRetry):
		}
	}
}
