package crawler

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// gate lets one request at a time through to a host, and the next one no sooner than the host's delay
// after the start of the last, or its own duration if that was longer.
type gate struct {
	least   time.Duration // between the starts of two requests
	maxWait time.Duration // a host on hold for longer is an error at once
	now     func() time.Time

	mu    sync.Mutex
	hosts map[string]*turnstile
}

type turnstile struct {
	turn  chan struct{} // holds one token; who takes it may ask
	users int           // who holds or waits for the token
	next  time.Time     // not before
	hold  time.Time     // the host asked to be left alone until then
	delay time.Duration // of robots.txt
}

// maxIdleHosts is how many hosts are remembered at most while nobody asks for them.
const maxIdleHosts = 10_000

// longestDelay is how much of a crawl-delay counts.
const longestDelay = time.Minute

// HoldError says that a host asked not to be called before a time that is too far off to wait for.
type HoldError struct {
	Host  string
	Until time.Time
}

func (e *HoldError) Error() string {
	return fmt.Sprintf("%s asked not to be called before %s", e.Host, e.Until.UTC().Format(time.RFC3339))
}

func newGate(least time.Duration) *gate {
	return &gate{least: least, maxWait: 2 * longestDelay, now: time.Now, hosts: map[string]*turnstile{}}
}

// acquire waits for the host's turn. The returned function ends it and must be called once.
func (g *gate) acquire(ctx context.Context, host string) (release func(), err error) {
	t := g.join(host)
	select {
	case <-t.turn:
	case <-ctx.Done():
		g.leave(t)
		return nil, ctx.Err()
	}
	if err := g.waitDue(ctx, host, t); err != nil {
		t.turn <- struct{}{}
		g.leave(t)
		return nil, err
	}
	start := g.now()
	return func() {
		g.mu.Lock()
		end := g.now()
		t.next = start.Add(max(g.least, min(t.delay, longestDelay), end.Sub(start)))
		if t.next.Before(end) {
			t.next = end
		}
		g.mu.Unlock()
		t.turn <- struct{}{}
		g.leave(t)
	}, nil
}

func (g *gate) waitDue(ctx context.Context, host string, t *turnstile) error {
	for {
		g.mu.Lock()
		now := g.now()
		if t.hold.Sub(now) > g.maxWait {
			until := t.hold
			g.mu.Unlock()
			return &HoldError{host, until}
		}
		due := t.next
		if t.hold.After(due) {
			due = t.hold
		}
		g.mu.Unlock()
		if !due.After(now) {
			return nil
		}
		if err := sleep(ctx, due.Sub(now)); err != nil {
			return err
		}
	}
}

func (g *gate) join(host string) *turnstile {
	g.mu.Lock()
	defer g.mu.Unlock()
	t := g.hosts[host]
	if t == nil {
		if len(g.hosts) >= maxIdleHosts {
			g.evict()
		}
		t = &turnstile{turn: make(chan struct{}, 1)}
		t.turn <- struct{}{}
		g.hosts[host] = t
	}
	t.users++
	return t
}

func (g *gate) leave(t *turnstile) {
	g.mu.Lock()
	t.users--
	g.mu.Unlock()
}

// evict forgets the hosts whose delay is over: a new turnstile lets through what theirs would.
func (g *gate) evict() {
	now := g.now()
	for host, t := range g.hosts {
		if t.users == 0 && t.next.Before(now) && t.hold.Before(now) {
			delete(g.hosts, host)
		}
	}
}

// settle sets the host's crawl-delay, and a hold if that is later than the one it has.
func (g *gate) settle(host string, delay time.Duration, hold time.Time) {
	t := g.join(host)
	g.mu.Lock()
	t.delay = delay
	if hold.After(t.hold) {
		t.hold = hold
	}
	g.mu.Unlock()
	g.leave(t)
}

// sleep waits, or returns the context's error as soon as that ends.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
