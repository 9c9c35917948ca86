package crawler

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/claimwire/claimwire/crawler/address"
	"github.com/claimwire/claimwire/crawler/feed"
	"github.com/claimwire/claimwire/crawler/page"
	"github.com/claimwire/claimwire/crawler/sitemap"
	"github.com/claimwire/claimwire/internal/claim"
)

// CheckStep is one stage of a check: address, robots, source, items, page or article.
type CheckStep struct {
	Stage  string `json:"stage"`
	OK     bool   `json:"ok"`
	Detail string `json:"detail"`       // what was found, or what is wrong
	Do     string `json:"do,omitempty"` // what to do about it
	Took   int64  `json:"took_ms"`
}

// CheckReport tells what a source gives, as far as the first article.
type CheckReport struct {
	URL     string         `json:"url"`
	Kind    Kind           `json:"kind"` // found out, where the source did not say
	Steps   []CheckStep    `json:"steps"`
	Notes   []string       `json:"notes"` // what is odd and stops nothing
	Article *claim.Article `json:"article,omitempty"`
}

// OK reports whether the source gives articles.
func (r *CheckReport) OK() bool { return r.Article != nil }

const (
	checkedPages = 3  // that are tried until one gives an article
	maxNotes     = 10 // of one check
)

// Check fetches a source as a poll would, and the first article in it, and reports on every stage.
// Nothing is published, and nothing is remembered beyond what robots.txt says. A source that names no
// kind is taken for what it proves to be.
func (c *Crawler) Check(ctx context.Context, src Source) CheckReport {
	return c.check(ctx, src, func(k *checker) (response, bool) { return k.fetch(ctx) })
}

// CheckBody is Check of a source whose content is at hand; only the article is fetched.
func (c *Crawler) CheckBody(ctx context.Context, src Source, body []byte) CheckReport {
	return c.check(ctx, src, func(*checker) (response, bool) {
		return response{url: src.URL, status: 200, body: body}, true
	})
}

func (c *Crawler) check(ctx context.Context, src Source, get func(*checker) (response, bool)) CheckReport {
	defer c.idle()
	notes := &noteHandler{}
	guess := src.Kind == ""
	src.Kind = cmp.Or(src.Kind, Feed)
	k := &checker{itemRun: &itemRun{pollRun: c.newPollRun(src, slog.New(notes))}}
	k.state = SourceState{URL: src.URL, Kind: src.Kind}
	if res, ok := get(k); ok {
		if guess {
			k.src.Kind = kindOf(res)
		}
		k.articles(ctx, k.items(ctx, res))
	}
	k.report.URL, k.report.Kind, k.report.Notes = src.URL, k.src.Kind, notes.list()
	return k.report
}

type checker struct {
	*itemRun
	report CheckReport
}

// step runs one stage and reports on it.
func (k *checker) step(stage string, f func() (detail string, err error)) bool {
	start := k.now()
	detail, err := f()
	s := CheckStep{Stage: stage, OK: err == nil, Detail: detail, Took: k.now().Sub(start).Milliseconds()}
	if err != nil {
		s.Detail, s.Do = err.Error(), checkAdvice(stage, err)
	}
	k.report.Steps = append(k.report.Steps, s)
	return s.OK
}

func checkAdvice(stage string, err error) string {
	if _, ok := errors.AsType[*page.Refused](err); ok {
		return "if all its pages are so, the site shows its texts only by script or to subscribers: look for another source"
	}
	switch {
	case stage == "items":
		if _, ok := errors.AsType[*feed.HTMLError](err); !ok {
			return "check that it is the right address, and its kind: feed, sitemap or site"
		}
	case stage == "page" || stage == "article":
		return "nothing, if it is this page alone: others are tried"
	}
	return advice(err)
}

// fetch asks robots.txt and then the source.
func (k *checker) fetch(ctx context.Context) (res response, ok bool) {
	ok = k.step("address", func() (string, error) {
		normal, err := address.Normal(k.src.URL)
		k.src.URL, k.state.URL = cmp.Or(normal, k.src.URL), normal
		return normal, err
	})
	if !ok || !k.robots(ctx, "robots", k.src.URL) {
		return response{}, false
	}
	ok = k.step("source", func() (detail string, err error) {
		if res, err = k.fetchSource(ctx); err == nil {
			_, err = k.status(ctx, res)
		}
		return answer(res, k.src.URL), err
	})
	return res, ok
}

func (k *checker) robots(ctx context.Context, stage, raw string) bool {
	return k.step(stage, func() (string, error) {
		u, err := url.Parse(raw)
		if err != nil {
			return "", err
		}
		return "allowed", k.c.robots.check(ctx, u)
	})
}

// answer describes an answer to a request.
func answer(res response, asked string) string {
	text := fmt.Sprintf("%d, %s, %d bytes", res.status, cmp.Or(res.contentType, "no content type"), len(res.body))
	if res.url != asked {
		text += ", redirected to " + clip(res.url)
	}
	return text
}

// kindOf finds out what kind of source an answer is. What is none of them is taken for a feed, so that
// the error is that of a feed.
func kindOf(res response) Kind {
	_, err := feed.Parse(res.body, res.contentType)
	if _, ok := errors.AsType[*feed.HTMLError](err); ok {
		return Site
	}
	if err != nil {
		if _, err := sitemap.Parse(res.body, res.contentType); err == nil {
			return Sitemap
		}
	}
	return Feed
}

func (k *checker) items(ctx context.Context, res response) (list []entry) {
	k.step("items", func() (detail string, err error) {
		if list, err = k.list(ctx, res); err != nil {
			return "", err
		}
		if len(list) == 0 {
			return "", errors.New("it can be read, and lists no article")
		}
		return itemsText(list), nil
	})
	return list
}

func itemsText(list []entry) string {
	var newest time.Time
	for _, e := range list {
		newest = maxTime(newest, e.when)
	}
	if newest.IsZero() {
		return fmt.Sprintf("%d listed, without dates", len(list))
	}
	return fmt.Sprintf("%d listed, the newest of %s", len(list), newest.UTC().Format(time.RFC3339))
}

// articles tries the first items until one gives an article.
func (k *checker) articles(ctx context.Context, list []entry) {
	for _, e := range list[:min(len(list), checkedPages)] {
		if ctx.Err() != nil || k.article(ctx, e) {
			return
		}
	}
}

func (k *checker) article(ctx context.Context, e entry) bool {
	var res response
	ok := k.step("page", func() (detail string, err error) {
		res, err = k.page(ctx, e.url)
		if err != nil {
			err = fmt.Errorf("%s: %w", clip(e.url), err)
		}
		return clip(e.url) + ": " + answer(res, e.url), err
	})
	return ok && k.step("article", func() (string, error) {
		a, err := k.read(ctx, res, e)
		if err != nil {
			return "", err
		}
		k.report.Article = &a
		return articleText(&a), nil
	})
}

func articleText(a *claim.Article) string {
	date := "no date"
	if !a.PublishedAt.IsZero() {
		date = a.PublishedAt.UTC().Format(time.RFC3339)
	}
	return fmt.Sprintf("“%s”, %s, %s, %d words", clip(a.Title), date, cmp.Or(a.Publisher, "no publisher"), len(strings.Fields(a.Text)))
}

// noteHandler collects what the parts of a poll log, for a report.
type noteHandler struct {
	mu    sync.Mutex
	notes []string
}

// Enabled implements slog.Handler.
func (h *noteHandler) Enabled(_ context.Context, level slog.Level) bool {
	return level >= slog.LevelInfo
}

// Handle implements slog.Handler.
func (h *noteHandler) Handle(_ context.Context, r slog.Record) error {
	text := r.Message
	r.Attrs(func(a slog.Attr) bool {
		if a.Key != "source" && a.Key != "do" {
			text += "; " + a.Key + " " + clip(a.Value.String())
		}
		return true
	})
	h.mu.Lock()
	defer h.mu.Unlock()
	h.notes = append(h.notes, text)
	return nil
}

// WithAttrs implements slog.Handler; nothing here uses it.
func (h *noteHandler) WithAttrs([]slog.Attr) slog.Handler { return h }

// WithGroup implements slog.Handler; nothing here uses it.
func (h *noteHandler) WithGroup(string) slog.Handler { return h }

// list is what was collected, with a count of what is too much.
func (h *noteHandler) list() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	if more := len(h.notes) - maxNotes; more > 0 {
		return append(h.notes[:maxNotes:maxNotes], fmt.Sprintf("and %d more", more))
	}
	return append([]string{}, h.notes...)
}
