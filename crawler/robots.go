package crawler

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/claimwire/claimwire/crawler/robots"
)

// agentToken is the product token that robots.txt files know us by.
const agentToken = "claimwire"

// RobotsError says that robots.txt forbids an address, or that it could not be asked.
type RobotsError struct {
	URL       string
	Temporary bool // robots.txt could not be had: until it can, nothing on the host is fetched
	Cause     error
}

func (e *RobotsError) Error() string {
	if e.Temporary {
		return fmt.Sprintf("robots.txt cannot be had, so nothing is fetched: %v", e.Cause)
	}
	return "robots.txt forbids " + clip(e.URL)
}

func (e *RobotsError) Unwrap() error { return e.Cause }

const (
	robotsFresh    = 24 * time.Hour   // how long a copy counts
	robotsRetry    = 10 * time.Minute // after a failure
	robotsStale    = 72 * time.Hour   // how long the last good copy helps while there is no newer one
	maxRobotsBytes = 32 << 20         // of all copies in memory
)

// hostRecord is what the bucket hosts keeps of an origin.
type hostRecord struct {
	Robots   []byte    `json:"robots,omitempty"`
	GotAt    time.Time `json:"got_at,omitzero"` // when Robots was fetched; zero: never
	AskedAt  time.Time `json:"asked_at,omitzero"`
	Failure  string    `json:"failure,omitempty"` // of the last attempt
	Hold     time.Time `json:"hold,omitzero"`     // Retry-After of the host
	Failures int       `json:"failures,omitempty"`
}

// robotsCache answers what robots.txt allows. Of many who ask for one origin at once, one fetches.
type robotsCache struct {
	fetch func(ctx context.Context, r request) (response, error)
	state State
	gate  *gate
	now   func() time.Time

	mu      sync.Mutex
	entries map[string]*robotsEntry
	bytes   int
}

type robotsEntry struct {
	turn   chan struct{} // guards all below
	loaded bool
	record hostRecord
	rev    uint64
	rules  robots.Rules
}

func newRobotsCache(f *fetcher, s State, g *gate) *robotsCache {
	return &robotsCache{fetch: f.get, state: s, gate: g, now: time.Now, entries: map[string]*robotsEntry{}}
}

// check returns nil if u may be fetched, else a *RobotsError or ctx's error.
func (c *robotsCache) check(ctx context.Context, u *url.URL) error {
	origin := u.Scheme + "://" + u.Host
	e := c.entry(origin)
	select {
	case <-e.turn:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { e.turn <- struct{}{} }()
	c.load(ctx, e, origin, u.Host)
	if c.due(e) {
		if err := c.refresh(ctx, e, origin, u.Host); err != nil {
			return err
		}
	}
	if c.now().Sub(e.record.GotAt) > robotsStale {
		return &RobotsError{URL: u.String(), Temporary: true, Cause: errors.New(e.record.Failure)}
	}
	if !e.rules.Allowed(u) {
		return &RobotsError{URL: u.String()}
	}
	return nil
}

func (c *robotsCache) due(e *robotsEntry) bool {
	if e.record.Failure != "" {
		return c.now().Sub(e.record.AskedAt) > robotsRetry
	}
	return c.now().Sub(e.record.GotAt) > robotsFresh
}

func (c *robotsCache) entry(origin string) *robotsEntry {
	c.mu.Lock()
	defer c.mu.Unlock()
	e := c.entries[origin]
	if e == nil {
		if c.bytes > maxRobotsBytes || len(c.entries) >= maxIdleHosts {
			clear(c.entries) // they are in the state; what is in use stays with its users
			c.bytes = 0
		}
		e = &robotsEntry{turn: make(chan struct{}, 1)}
		e.turn <- struct{}{}
		c.entries[origin] = e
	}
	return e
}

// load reads what an earlier run knew. A state that cannot be read costs one more request, no more.
func (c *robotsCache) load(ctx context.Context, e *robotsEntry, origin, host string) {
	if e.loaded {
		return
	}
	e.loaded = true
	value, rev, err := c.state.Get(ctx, BucketHosts, hashKey(origin))
	if err != nil || json.Unmarshal(value, &e.record) != nil {
		return
	}
	e.rev = rev
	c.adopt(e, host)
}

func (c *robotsCache) adopt(e *robotsEntry, host string) {
	e.rules = robots.Parse(e.record.Robots, agentToken)
	c.gate.settle(host, e.rules.Delay(), e.record.Hold)
	c.mu.Lock()
	c.bytes += len(e.record.Robots)
	c.mu.Unlock()
}

// refresh fetches robots.txt by RFC 9309: a client error means that there are no rules; a server error,
// 429 or silence forbids everything, unless a good copy is left.
func (c *robotsCache) refresh(ctx context.Context, e *robotsEntry, origin, host string) error {
	res, err := c.fetch(ctx, request{url: origin + "/robots.txt", accept: "text/plain,*/*;q=0.5", limit: robots.MaxBytes, truncate: true, noRobots: true})
	if ctx.Err() != nil {
		return ctx.Err()
	}
	_, refused := errors.AsType[*GuardError](err)
	_, held := errors.AsType[*HoldError](err)
	if refused || held {
		return err // nothing was asked, so nothing is known of the file
	}
	now := c.now()
	e.record.AskedAt, e.record.Failure = now, ""
	_, endless := errors.AsType[*RedirectError](err)
	switch {
	case err == nil && res.status >= 200 && res.status < 300:
		e.record.Robots, e.record.GotAt = res.body, now
	case endless, err == nil && res.status >= 400 && res.status < 500 && res.status != http.StatusTooManyRequests:
		e.record.Robots, e.record.GotAt = nil, now
	case err == nil:
		e.record.Failure = fmt.Sprintf("the server answered %d", res.status)
	default:
		e.record.Failure = err.Error()
	}
	c.adopt(e, host)
	c.save(ctx, e, origin)
	return nil
}

// save keeps the record for later runs. A conflict means that another crawler has just kept the same.
func (c *robotsCache) save(ctx context.Context, e *robotsEntry, origin string) {
	value, err := json.Marshal(e.record)
	if err != nil {
		return
	}
	rev, err := c.state.Put(ctx, BucketHosts, hashKey(origin), value, e.rev)
	if errors.Is(err, ErrStateConflict) {
		_, rev, err = c.state.Get(ctx, BucketHosts, hashKey(origin))
	}
	if err == nil {
		e.rev = rev
	}
}

// hold keeps everyone from a host that asked for it: until the given time, or without one for a time
// that doubles with each refusal.
func (c *robotsCache) hold(ctx context.Context, u *url.URL, retryAfter time.Time) time.Time {
	origin := u.Scheme + "://" + u.Host
	e := c.entry(origin)
	select {
	case <-e.turn:
	case <-ctx.Done():
		return retryAfter
	}
	defer func() { e.turn <- struct{}{} }()
	c.load(ctx, e, origin, u.Host)
	now := c.now()
	e.record.Failures = min(e.record.Failures+1, 12)
	until := now.Add(min(30*time.Second<<(e.record.Failures-1), maxInterval))
	if retryAfter.After(now) {
		until = retryAfter
	}
	e.record.Hold = until
	c.gate.settle(u.Host, e.rules.Delay(), until)
	c.save(ctx, e, origin)
	return until
}

// answered ends the doubling of holds once the host answers again.
func (c *robotsCache) answered(ctx context.Context, u *url.URL) {
	origin := u.Scheme + "://" + u.Host
	e := c.entry(origin)
	select {
	case <-e.turn:
	case <-ctx.Done():
		return
	}
	defer func() { e.turn <- struct{}{} }()
	if e.record.Failures > 0 {
		e.record.Failures = 0
		c.save(ctx, e, origin)
	}
}
