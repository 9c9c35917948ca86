package crawler

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/claimwire/claimwire/crawler/address"
	"github.com/claimwire/claimwire/crawler/page"
	"github.com/claimwire/claimwire/internal/claim"
)

const (
	hostsAtOnce   = 4 // hosts that one poll fetches from at once
	maxTries      = 5 // of an item that fails, before it is given up
	refusedAgain  = 24 * time.Hour
	refetchAfter  = time.Minute // an edited article is not fetched again sooner
	maxRefetches  = 50          // of one article
	differentText = 20          // bits of 64 in which the fingerprints of two texts differ
)

// itemRun deals with the entries of a poll, a goroutine for each of a few hosts.
type itemRun struct {
	*pollRun
	mu     sync.Mutex // guards the summary
	silent bool
}

// items fetches and publishes what is new in the list.
func (p *pollRun) items(ctx context.Context, list []entry) {
	run := &itemRun{pollRun: p, silent: p.state.LastSuccess.IsZero() || p.state.Backlog}
	p.summary.Items = len(list)
	todo := run.news(ctx, list)
	hosts := map[string][]job{}
	var order []string
	for _, j := range todo {
		h := address.Host(j.url)
		if hosts[h] == nil {
			order = append(order, h)
		}
		hosts[h] = append(hosts[h], j)
	}
	slots := make(chan struct{}, hostsAtOnce)
	var wg sync.WaitGroup
	for _, h := range order {
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			for _, j := range hosts[h] {
				if ctx.Err() != nil {
					return
				}
				run.one(ctx, j)
			}
		})
	}
	wg.Wait()
	p.result = pollUnchanged
	if p.summary.Fetched > 0 {
		p.result = pollChanged
	}
}

// job is an entry that must be fetched, with what is known of it.
type job struct {
	entry
	seen seenRecord
	rev  uint64
}

// news picks the entries that are new or changed, as many as one poll may take.
func (r *itemRun) news(ctx context.Context, list []entry) []job {
	var todo []job
	for _, e := range list {
		if ctx.Err() != nil {
			return nil
		}
		seen, rev, err := r.c.readSeen(ctx, e.url)
		if err != nil {
			r.fail(e.url, err)
			continue
		}
		switch seen.verdict(r.src.Key(), e.print, r.now(), r.c.opt.SeenFor) {
		case known:
			r.summary.Known++
		case later:
			r.summary.Failed++ // counts as undone, so that the source is read again
		case noted:
			r.summary.Known++
			seen.note(r.src.Key(), e.print)
			r.c.writeSeen(ctx, e.url, seen, rev)
		case fresh:
			if len(todo) >= r.c.opt.MaxItems {
				r.summary.Left++
				continue
			}
			todo = append(todo, job{e, seen, rev})
		}
	}
	return todo
}

// one fetches an entry and publishes its article. What is published is remembered only afterwards.
func (r *itemRun) one(ctx context.Context, j job) {
	a, err := r.article(ctx, j)
	if ctx.Err() != nil {
		return
	}
	if err != nil {
		r.failed(ctx, j, err)
		return
	}
	sim := similarity(a.Text)
	a = r.c.trustCanonical(ctx, a, j.url, sim)
	same := j.seen.Revision == a.Revision && j.seen.Canonical == a.CanonicalURL
	if !same {
		if err := r.c.opt.Sink.Publish(ctx, a); err != nil {
			if ctx.Err() == nil {
				r.fail(j.url, fmt.Errorf("publish: %w", err))
			}
			return
		}
	}
	r.count(func(s *SourceSummary) {
		if same {
			s.Unchanged++
		} else {
			s.Published++
			r.c.stats.published.Add(1)
		}
	})
	done := seenRecord{
		At: r.now(), Done: true, Prints: j.seen.Prints, Revision: a.Revision, Canonical: a.CanonicalURL,
		Fetches: j.seen.Fetches + 1, Sim: sim,
	}
	done.note(r.src.Key(), j.print)
	r.c.writeSeen(ctx, j.url, done, j.rev)
	if a.CanonicalURL != j.url {
		r.c.noteTwin(ctx, a.CanonicalURL, done)
	}
}

// article fetches the page and reads it. An error that says so is final for this state of the page.
func (r *itemRun) article(ctx context.Context, j job) (claim.Article, error) {
	res, err := r.page(ctx, j.url)
	if err != nil {
		return claim.Article{}, err
	}
	return r.read(ctx, res, j.entry)
}

// page fetches a page. An answer that is no success is an error.
func (r *itemRun) page(ctx context.Context, url string) (response, error) {
	res, err := r.c.fetch.get(ctx, request{url: url, accept: acceptHTML, limit: r.c.opt.Limits.Page, scope: r.scope()})
	if err != nil {
		return response{}, err
	}
	r.c.stats.fetched.Add(1)
	r.count(func(s *SourceSummary) { s.Fetched++ })
	if res.status >= 200 && res.status < 300 {
		return res, nil
	}
	e := &StatusError{Status: res.status, RetryAfter: retryAfter(res.header, r.now())}
	if res.status == http.StatusTooManyRequests || res.status == http.StatusServiceUnavailable {
		r.c.holdHost(ctx, res.url, e.RetryAfter)
	}
	return response{}, e
}

// read finds the article on a page, on as many processors as there are at a time.
func (r *itemRun) read(ctx context.Context, res response, e entry) (claim.Article, error) {
	select {
	case r.c.cpu <- struct{}{}:
	case <-ctx.Done():
		return claim.Article{}, ctx.Err()
	}
	defer func() { <-r.c.cpu }()
	got, err := page.Extract(ctx, page.Input{
		Body: res.body, URL: res.url, ContentType: res.contentType, FetchedAt: r.now().UTC(), Hint: e.hint,
		Limits: page.Limits{Bytes: int(r.c.opt.Limits.Page), Text: r.c.opt.MaxText},
	})
	if err != nil {
		return claim.Article{}, err
	}
	for _, w := range got.Warnings {
		r.log.Warn("page has a broken date", "source", r.src.URL, "page", clip(e.url), "warning", w, "do", "nothing: the next best date is used")
	}
	return r.dress(got.Article), nil
}

// dress adds what the source knows of its articles.
func (r *itemRun) dress(a claim.Article) claim.Article {
	a.Source, a.Owner, a.Silent = r.src.URL, r.src.Owner, r.silent
	if r.src.Publisher != "" {
		a.Publisher = r.src.Publisher
	}
	return a
}

// failed sorts an error: final ones are remembered, so that the page is left alone until its source says
// that it changed; others are tried again on the next poll, a few times.
func (r *itemRun) failed(ctx context.Context, j job, err error) {
	reason, final := classify(err)
	j.seen.Tries++
	j.seen.At = r.now()
	if !final && j.seen.Tries < maxTries {
		r.c.writeSeen(ctx, j.url, j.seen, j.rev)
		r.fail(j.url, err)
		return
	}
	j.seen.Done, j.seen.Reason = true, reason
	j.seen.note(r.src.Key(), j.print)
	r.c.writeSeen(ctx, j.url, j.seen, j.rev)
	r.refuse(j.url, reason, err.Error())
}

// classify names why an item gives no article, and says whether another try can help.
func classify(err error) (reason string, final bool) {
	if e, ok := errors.AsType[*page.Refused](err); ok {
		return string(e.Reason), true
	}
	if e, ok := errors.AsType[*StatusError](err); ok {
		again := e.Status >= 500 || e.Status == http.StatusTooManyRequests || e.Status == http.StatusRequestTimeout || e.Status == http.StatusTooEarly
		return fmt.Sprintf("status %d", e.Status), !again
	}
	if e, ok := errors.AsType[*RobotsError](err); ok {
		return "robots.txt", !e.Temporary
	}
	if _, ok := errors.AsType[*GuardError](err); ok {
		return "forbidden network", true
	}
	if _, ok := errors.AsType[*RedirectError](err); ok {
		return "redirect", true
	}
	if _, ok := errors.AsType[*TooLargeError](err); ok {
		return string(page.TooLarge), true
	}
	if _, ok := errors.AsType[*SlowError](err); ok {
		return "no answer in time", false
	}
	return "unreachable", false
}

func (r *itemRun) fail(url string, err error) {
	r.count(func(s *SourceSummary) { s.Failed++ })
	r.c.stats.failed.Add(1)
	r.log.Warn("page failed", "source", r.src.URL, "page", clip(url), "error", err, "do", "nothing: it is tried again on the next poll")
}

func (r *itemRun) refuse(url, reason, detail string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.pollRun.refuse(url, reason, detail)
}

// refuse counts a page that gives no article, and names it.
func (p *pollRun) refuse(url, reason, detail string) {
	if p.summary.Refused == nil {
		p.summary.Refused = map[string]int{}
	}
	p.summary.Refused[reason]++
	p.c.stats.refused.Add(1)
	p.log.Warn("page refused", "source", p.src.URL, "page", clip(url), "reason", reason, "detail", detail,
		"do", "nothing: it is fetched again when its source says that it changed")
}

func (r *itemRun) count(add func(*SourceSummary)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	add(&r.summary)
}
