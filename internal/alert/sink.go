package alert

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"
)

// LogSink writes notices to a log.
type LogSink struct{ Log *slog.Logger }

// Send writes one line.
func (s LogSink) Send(_ context.Context, n Notice) error {
	attrs := []any{"rule", n.Rule, "key", n.Key}
	if n.Event != nil {
		attrs = append(attrs, "event", n.Event.ID, "claim", n.Event.Claim.ID, "url", n.Event.Evidence.URL)
	}
	s.Log.Info("alert: "+n.Text, attrs...)
	return nil
}

// A sink that failed rests before it is asked again, longer after each failure.
const (
	restFirst = time.Second
	restMost  = time.Minute
	restAsked = 10 * time.Minute // at most, where the sink itself says how long
)

// guarded is a sink with the memory of whether it is away.
type guarded struct {
	name string
	sink Sink
	now  func() time.Time

	mu       sync.Mutex
	sent     uint64
	last     time.Time
	failures int
	since    time.Time // of the first failure in a row
	until    time.Time // when it may be asked again
	err      error
}

func (g *guarded) send(ctx context.Context, n Notice) error {
	if err := g.resting(); err != nil {
		return err
	}
	err := g.sink.Send(ctx, n)
	if err == nil || !errors.Is(ctx.Err(), context.Canceled) { // our own end says nothing of the sink
		g.note(err)
	}
	return err
}

// resting answers why the sink is not asked now, or nil.
func (g *guarded) resting() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.err != nil && g.now().Before(g.until) {
		return fmt.Errorf("away since %s: %w", g.since.Format(time.RFC3339), g.err)
	}
	return nil
}

// down answers the last failure, or nil where the last sending worked.
func (g *guarded) down() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.err
}

func (g *guarded) note(err error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.now()
	if err == nil || errors.Is(err, ErrRefused) { // a sink that refuses one notice is there
		if err == nil {
			g.sent, g.last = g.sent+1, now
		}
		g.failures, g.err, g.since = 0, nil, time.Time{}
		return
	}
	if g.failures == 0 {
		g.since = now
	}
	rest := min(restFirst<<min(g.failures, 10), restMost)
	var asked RetryAfter
	if errors.As(err, &asked) && asked.Wait > 0 {
		rest = min(asked.Wait, restAsked)
	}
	g.failures++
	g.err, g.until = err, now.Add(rest)
}

func (g *guarded) status() Status {
	g.mu.Lock()
	defer g.mu.Unlock()
	s := Status{Sink: g.name, Sent: g.sent, Last: g.last, Down: g.since}
	if g.err != nil {
		s.Err = g.err.Error()
	}
	return s
}
