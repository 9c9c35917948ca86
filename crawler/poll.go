package crawler

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/url"
	"time"

	"github.com/claimwire/claimwire/crawler/feed"
)

// pollRun is one poll of one source under way.
type pollRun struct {
	c       *Crawler
	src     Source
	log     *slog.Logger
	state   SourceState
	rev     uint64
	summary SourceSummary
	started time.Time
	wish    time.Duration // the server's, for the next poll
	result  pollResult
	now     func() time.Time
}

func (c *Crawler) newPollRun(src Source, log *slog.Logger) *pollRun {
	return &pollRun{c: c, src: src, log: log, started: c.now(), now: c.now,
		summary: SourceSummary{URL: src.URL, Kind: src.Kind, Status: StatusOK}}
}

// poll reads a source, fetches what is new in it, and keeps what is needed for the next time. The
// validators are kept only when every item has been dealt with: otherwise a 304 would hide the others.
func (c *Crawler) poll(ctx context.Context, src Source) SourceSummary {
	p := c.newPollRun(src, c.log)
	var err error
	if p.state, p.rev, err = readSource(ctx, c.opt.State, src); err != nil {
		return p.fail(err)
	}
	c.stats.polled.Add(1)
	err = p.run(ctx)
	if ctx.Err() != nil {
		return p.fail(ctx.Err()) // cut short: the state stays as it was
	}
	p.settle(err)
	if err := writeSource(ctx, c.opt.State, src, p.state, p.rev); err != nil && !errors.Is(err, ErrStateConflict) {
		c.log.Error("state of the source cannot be kept; it is polled again", "source", src.URL, "error", err)
		p.fail(err)
	}
	return p.summary
}

func (p *pollRun) fail(err error) SourceSummary {
	p.summary.Status, p.summary.Error = StatusFailed, err.Error()
	p.summary.Hint = advice(err)
	return p.summary
}

// run fetches and reads the source. Its error is the source's; items report into the summary.
func (p *pollRun) run(ctx context.Context) error {
	res, err := p.fetchSource(ctx)
	if err != nil {
		p.result = pollFailed
		if held, ok := errors.AsType[*HoldError](err); ok {
			p.result, p.wish = pollThrottled, held.Until.Sub(p.now())
		}
		return err
	}
	if done, err := p.status(ctx, res); done || err != nil {
		return err
	}
	hash := hashKey(string(res.body))
	p.wish = cacheWish(res.header, p.now())
	if hash == p.state.BodyHash && p.state.LastError == "" && !p.state.Backlog {
		p.keepValidators(res, hash) // an ETag that changes although nothing else does
		p.unchanged(res)
		return nil
	}
	list, err := p.list(ctx, res)
	if err != nil {
		p.result = pollFailed
		return err
	}
	p.moved(res)
	p.items(ctx, list)
	if p.summary.Failed == 0 && p.summary.Left == 0 {
		p.keepValidators(res, hash)
	} else {
		p.summary.Status = StatusPartly
	}
	return nil
}

func (p *pollRun) fetchSource(ctx context.Context) (response, error) {
	header := http.Header{}
	if p.state.ETag != "" {
		header.Set("If-None-Match", p.state.ETag)
	}
	if p.state.LastModified != "" {
		header.Set("If-Modified-Since", p.state.LastModified)
	}
	r := request{url: p.state.pollURL(), header: header, limit: p.c.opt.Limits.Page}
	switch p.src.Kind {
	case Sitemap:
		r.accept, r.limit = "application/xml,text/xml;q=0.9,*/*;q=0.5", p.c.opt.Limits.Sitemap
	case Site:
		r.accept = acceptHTML
	default:
		r.accept = "application/atom+xml,application/rss+xml,application/feed+json,application/xml;q=0.9,*/*;q=0.5"
	}
	return p.c.fetch.get(ctx, r)
}

// moved counts polls in a row that permanent redirects alone led elsewhere, to something that could be
// read, so that no passing mistake of a server moves a source.
func (p *pollRun) moved(res response) {
	s := &p.state
	switch {
	case s.MovedSeen >= movedAfter:
		return
	case res.movedTo == "":
		s.MovedTo, s.MovedSeen = "", 0
		return
	case res.movedTo != s.MovedTo:
		s.MovedTo, s.MovedSeen = res.movedTo, 0
	}
	s.MovedSeen++
	if s.MovedSeen == movedAfter {
		p.log.Warn("source has moved; the new address is polled from now on", "source", s.URL, "to", s.MovedTo, "do", "change its url in feeds")
	}
}

// StatusError is an answer that is neither a success nor "not modified".
type StatusError struct {
	Status     int
	RetryAfter time.Duration
}

func (e *StatusError) Error() string {
	return fmt.Sprintf("the server answered %d %s", e.Status, http.StatusText(e.Status))
}

// status deals with every answer that holds no source. done means that there is nothing to read.
func (p *pollRun) status(ctx context.Context, res response) (done bool, err error) {
	s := &p.state
	switch {
	case res.status == http.StatusNotModified && (s.ETag != "" || s.LastModified != ""):
		p.wish = cacheWish(res.header, p.now())
		p.unchanged(res)
		return true, nil
	case res.status >= 200 && res.status < 300:
		return false, nil
	}
	e := &StatusError{Status: res.status, RetryAfter: retryAfter(res.header, p.now())}
	p.result, p.wish = pollFailed, e.RetryAfter
	switch res.status {
	case http.StatusGone:
		p.result = pollGone
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		p.result = pollThrottled
		p.c.holdHost(ctx, res.url, e.RetryAfter)
	case http.StatusNotModified:
		return true, errors.New("the server answered 304 to a request without validators")
	}
	return true, e
}

// holdHost keeps everyone from the host for the time it asks for.
func (c *Crawler) holdHost(ctx context.Context, raw string, wish time.Duration) {
	u, err := url.Parse(raw)
	if err != nil {
		return
	}
	var until time.Time
	if wish > 0 {
		until = c.now().Add(wish)
	}
	c.robots.hold(ctx, u, until)
}

func (p *pollRun) unchanged(res response) {
	p.moved(res)
	p.result = pollUnchanged
	p.summary.Status = StatusUnchanged
}

func (p *pollRun) keepValidators(res response, hash string) {
	const longest = 1024
	p.state.ETag, p.state.LastModified, p.state.BodyHash = "", "", hash
	if v := res.header.Get("ETag"); len(v) <= longest {
		p.state.ETag = v
	}
	if v := res.header.Get("Last-Modified"); len(v) <= longest {
		p.state.LastModified = v
	}
}

// settle brings the poll into the source's state and says what went wrong.
func (p *pollRun) settle(err error) {
	s, now := &p.state, p.now()
	s.Polls++
	s.LastPoll = now
	if err != nil {
		p.fail(err)
		s.Failures++
		s.LastError, s.LastErrorAt = err.Error(), now
		s.Gone = p.result == pollGone
		if s.Failures >= movedAfter {
			s.MovedTo, s.MovedSeen = "", 0 // the new address was none; the configured one is asked again
		}
	} else {
		s.Failures, s.LastError, s.Gone = 0, "", false
		s.Backlog = p.summary.Left > 0
		s.Items += p.summary.Items - p.summary.Known
		s.Yield += p.summary.Published
		s.LastSuccess = now
		if p.summary.Published > 0 {
			s.LastChange = now
		}
	}
	pace := pace{every: p.src.Every, least: p.c.opt.MinEvery, jitter: 2*rand.Float64() - 1}
	s.Interval = pace.interval(s.Interval, p.result)
	s.NextPoll = now.Add(pace.wait(s.Interval, p.result, p.wish, s.Failures))
	p.report(err)
}

func (p *pollRun) report(err error) {
	log := p.log.With("source", p.src.URL)
	if err != nil {
		log.Warn("source cannot be read", "error", err, "do", advice(err), "failures", p.state.Failures,
			"next", p.state.NextPoll.UTC().Format(time.RFC3339))
		return
	}
	t := p.summary
	log.Info("source polled", "status", t.Status, "items", t.Items, "fetched", t.Fetched, "published", t.Published,
		"refused", total(t.Refused), "failed", t.Failed, "next", p.state.NextPoll.UTC().Format(time.RFC3339))
}

func total(counts map[string]int) int {
	n := 0
	for _, c := range counts {
		n += c
	}
	return n
}

// advice says what a person can do about the error of a source.
func advice(err error) string {
	if e, ok := errors.AsType[*feed.HTMLError](err); ok {
		if len(e.Feeds) > 0 {
			return "configure one of the feeds that it names"
		}
		return "configure the feed's own address, or the page with kind site"
	}
	if e, ok := errors.AsType[*StatusError](err); ok {
		return adviceOnStatus(e.Status)
	}
	if e, ok := errors.AsType[*RobotsError](err); ok && !e.Temporary {
		return "ask the site's owner, or remove the source"
	}
	if _, ok := errors.AsType[*GuardError](err); ok {
		return "if this network is yours, allow it with --allow-net"
	}
	if errors.Is(err, context.Canceled) {
		return "run again"
	}
	return "it is polled again by itself; if it stays, check the address"
}

func adviceOnStatus(status int) string {
	switch {
	case status == http.StatusGone:
		return "remove the source: it is gone for good"
	case status == http.StatusNotFound:
		return "check the source's address"
	case status == http.StatusUnauthorized, status == http.StatusForbidden, status == http.StatusPaymentRequired:
		return "the site does not let us in: ask its owner, or remove the source"
	case status == http.StatusTooManyRequests, status == http.StatusServiceUnavailable:
		return "nothing: it is polled again when the server allows it"
	}
	return "it is polled again by itself; if it stays, check the address"
}
