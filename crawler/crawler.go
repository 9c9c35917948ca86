// Package crawler finds articles and publishes them: it polls feeds, sitemaps and front pages, fetches
// what is new there, and turns each page into an article. New is the entry point; Run polls for as long
// as it is let, Once polls every source once. colly fetches; what is fetched and when is decided here.
//
// It asks robots.txt on every hop, has one request at a time under way to a host, connects to nothing but
// the public internet unless told, and publishes before it remembers, so that a crash repeats work and
// loses none.
package crawler

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/netip"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/claimwire/claimwire/internal/claim"
)

// Sink takes the articles. Publish returns when the article is durable, and blocks while there is no
// room for it.
type Sink interface {
	Publish(ctx context.Context, a claim.Article) error
}

// Options say what to crawl and how. Sources and Sink are needed; everything else has a default.
type Options struct {
	Sources []Source
	Sink    Sink
	State   State        // default: in memory
	Log     *slog.Logger // default: none
	Version string       // goes into the User-Agent
	Contact string       // address of a page or mailbox in the User-Agent

	AllowNets []netip.Prefix    // networks besides the public internet that may be crawled
	Ports     []uint16          // ports besides 80 and 443
	Resolve   map[string]string // host:port to dial in place of another
	Delay     time.Duration     // least time between two requests to a host; default 1 s, never negative
	MinEvery  time.Duration     // least interval of a source; default 1 min
	MaxItems  int               // items of one poll; default 500, the others wait for the next one
	Workers   int               // sources polled at once; default 32
	MaxText   int               // bytes of an article's text, limits.article; default 1 MiB
	Limits    Limits
	SeenFor   time.Duration // how long a fetched address is remembered; default 60 days
}

// Limits bound one fetch. A zero field means its default.
type Limits struct {
	Connect time.Duration // default 5 s
	Header  time.Duration // default 10 s
	Total   time.Duration // default 30 s
	Page    int64         // bytes, unpacked; default 10 MiB
	Sitemap int64         // bytes, unpacked; default 50 MiB
}

// Crawler polls sources. It is made by New and used by one Run or Once at a time.
type Crawler struct {
	opt     Options
	log     *slog.Logger
	sources []Source
	fetch   *fetcher
	robots  *robotsCache
	idle    func() // closes connections that nobody uses
	cpu     chan struct{}
	polling chan struct{}
	now     func() time.Time
	stats   counters
}

// Stats counts what a crawler has done since it was made.
type Stats struct {
	Polled, Fetched, Published, Refused, Failed int64
}

type counters struct {
	polled, fetched, published, refused, failed atomic.Int64
}

// New checks the options and builds a crawler. It starts nothing.
func New(opt Options) (*Crawler, error) {
	if opt.Sink == nil {
		return nil, errors.New("crawler: no sink for the articles")
	}
	opt = opt.withDefaults()
	c := &Crawler{
		opt: opt, log: opt.Log, now: time.Now,
		cpu: make(chan struct{}, runtime.GOMAXPROCS(0)), polling: make(chan struct{}, opt.Workers),
	}
	seen := map[string]bool{}
	for _, src := range opt.Sources {
		src, err := src.normal()
		if err != nil {
			return nil, fmt.Errorf("crawler: %w", err)
		}
		if key := src.Key(); !seen[key] {
			seen[key] = true
			c.sources = append(c.sources, src)
		}
	}
	g := newGate(opt.Delay)
	t := newTransport(newDialer(&guard{allow: opt.AllowNets, ports: opt.Ports}, opt.Resolve, opt.Limits.Connect), g, opt.Limits)
	c.idle = t.base.(*http.Transport).CloseIdleConnections
	c.fetch = newFetcher(userAgent(opt), t)
	c.robots = newRobotsCache(c.fetch, opt.State, g)
	c.fetch.robots = c.robots
	return c, nil
}

func (o Options) withDefaults() Options {
	if o.State == nil {
		o.State = &MemoryState{}
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	orDefault(&o.Delay, time.Second)
	orDefault(&o.MinEvery, minInterval)
	orDefault(&o.MaxItems, 500)
	orDefault(&o.Workers, 32)
	orDefault(&o.MaxText, 1<<20)
	orDefault(&o.SeenFor, 60*24*time.Hour)
	orDefault(&o.Limits.Connect, 5*time.Second)
	orDefault(&o.Limits.Header, 10*time.Second)
	orDefault(&o.Limits.Total, 30*time.Second)
	orDefault(&o.Limits.Page, 10<<20)
	orDefault(&o.Limits.Sitemap, 50<<20)
	if o.Version == "" {
		o.Version = "dev"
	}
	if o.Contact == "" {
		o.Contact = "https://github.com/claimwire/claimwire"
	}
	return o
}

func orDefault[T int | int64 | time.Duration](field *T, value T) {
	if *field <= 0 {
		*field = value
	}
}

func userAgent(o Options) string {
	return fmt.Sprintf("%s/%s (+%s)", agentToken, o.Version, o.Contact)
}

// Stats returns the counts so far.
func (c *Crawler) Stats() Stats {
	s := &c.stats
	return Stats{s.polled.Load(), s.fetched.Load(), s.published.Load(), s.refused.Load(), s.failed.Load()}
}

// Sources lists the sources in their normal form, each once.
func (c *Crawler) Sources() []Source { return c.sources }

// Run polls every source at its own interval until ctx ends, and returns when all that it started has
// ended. What goes wrong with a source is logged and kept in its state; it stops no other.
func (c *Crawler) Run(ctx context.Context) error {
	defer c.idle()
	var wg sync.WaitGroup
	for _, src := range c.sources {
		wg.Go(func() { c.follow(ctx, src) })
	}
	wg.Wait()
	return nil
}

// follow polls one source whenever it is due.
func (c *Crawler) follow(ctx context.Context, src Source) {
	for first := true; ; first = false {
		wait, gone := c.untilDue(ctx, src, first)
		if gone {
			c.log.Warn("source is gone and is not polled any more", "source", src.URL, "do", "remove it from feeds")
			return
		}
		if sleep(ctx, wait) != nil {
			return
		}
		if _, ok := c.pollInTurn(ctx, src); !ok {
			return
		}
	}
}

// untilDue says when the source is due. On a start the sources that are late are spread a little.
func (c *Crawler) untilDue(ctx context.Context, src Source, first bool) (wait time.Duration, gone bool) {
	s, _, err := readSource(ctx, c.opt.State, src)
	switch {
	case ctx.Err() != nil:
		return 0, false
	case err != nil:
		c.log.Error("state of the crawler cannot be read; trying again in 30 s", "source", src.URL, "error", err)
		return 30 * time.Second, false
	case s.Gone:
		return 0, true
	}
	// However far a clock has jumped since the state was written, no source waits longer than a day.
	wait = min(s.NextPoll.Sub(c.now()), maxInterval)
	if first && !s.NextPoll.IsZero() {
		wait = max(wait, rand.N(2*time.Second))
	}
	if !first {
		wait = max(wait, min(c.opt.MinEvery, time.Second)) // a state that cannot be written must not make this loop spin
	}
	return max(wait, 0), false
}

func (c *Crawler) pollInTurn(ctx context.Context, src Source) (SourceSummary, bool) {
	select {
	case c.polling <- struct{}{}:
	case <-ctx.Done():
		return SourceSummary{URL: src.URL, Kind: src.Kind, Status: StatusFailed, Error: ctx.Err().Error()}, false
	}
	defer func() { <-c.polling }()
	return c.poll(ctx, src), ctx.Err() == nil
}

// Once polls every source once, due or not, and fetches what is new there. The error is ctx's; what went
// wrong with a source stands in the summary.
func (c *Crawler) Once(ctx context.Context) (Summary, error) {
	defer c.idle()
	out := Summary{Sources: make([]SourceSummary, len(c.sources))}
	var wg sync.WaitGroup
	for i, src := range c.sources {
		wg.Go(func() { out.Sources[i], _ = c.pollInTurn(ctx, src) })
	}
	wg.Wait()
	return out, ctx.Err()
}
