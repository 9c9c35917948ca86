package crawler

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/claimwire/claimwire/crawler/address"
	"github.com/claimwire/claimwire/crawler/feed"
	"github.com/claimwire/claimwire/crawler/page"
	"github.com/claimwire/claimwire/crawler/sitemap"
)

const acceptHTML = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.5"

// entry is one article that a source lists.
type entry struct {
	url   string // normal form
	print string // changes when the source says that the article changed; empty: the source cannot tell
	when  time.Time
	hint  page.Hint
}

// list reads the source's body into entries, each address once.
func (p *pollRun) list(ctx context.Context, res response) ([]entry, error) {
	var list []entry
	var err error
	switch p.src.Kind {
	case Sitemap:
		list, err = p.listSitemap(ctx, res)
	case Site:
		list, err = p.listSite(res)
	default:
		list, err = p.listFeed(res)
	}
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	return slices.DeleteFunc(list, func(e entry) bool {
		twice := seen[e.url]
		seen[e.url] = true
		return twice
	}), nil
}

func (p *pollRun) listFeed(res response) ([]entry, error) {
	f, err := feed.Parse(res.body, res.contentType)
	if page, ok := errors.AsType[*feed.HTMLError](err); ok {
		for i, ref := range page.Feeds {
			if u, err := address.Resolve(res.url, ref); err == nil {
				page.Feeds[i] = u // so that it can be copied into the configuration
			}
		}
	}
	if err != nil {
		return nil, err
	}
	if f.Salvaged != nil {
		p.log.Warn("source is damaged", "source", p.src.URL, "error", f.Salvaged, "do", "nothing: what can be read is used")
	}
	if len(f.Items) == 0 {
		p.log.Warn("source lists no items", "source", p.src.URL, "do", "check that it is the right feed if it stays so")
	}
	p.state.Title = f.Title
	p.wish = max(p.wish, f.TTL)
	var list []entry
	for _, it := range f.Items {
		u, err := address.Resolve(res.url, it.URL)
		if err != nil || it.URL == "" {
			p.refuse(firstOf(it.URL, it.ID, it.Title), "bad address", fmt.Sprint(err))
			continue
		}
		e := entry{url: u, print: hashKey(it.Title, it.Published, it.Updated), hint: page.Hint{
			Title: it.Title, Publisher: firstOf(p.src.Name, f.Title), Authors: it.Authors, Language: f.Language,
		}}
		e.date(firstOf(it.Published, it.Updated))
		list = append(list, e)
	}
	return list, nil
}

func (e *entry) date(raw string) {
	if m, ok := page.ParseTime(raw); ok {
		e.when, e.hint.Published, e.hint.Precision = m.At, m.At, m.Precision
	}
}

func (p *pollRun) listSite(res response) ([]entry, error) {
	links, feeds, err := page.Links(page.Input{Body: res.body, URL: res.url, ContentType: res.contentType})
	if err != nil {
		return nil, err
	}
	if len(feeds) > 0 {
		p.log.Info("site offers feeds, which tell more than its front page", "source", p.src.URL, "feeds", feeds)
	}
	if len(links) == 0 {
		p.log.Warn("no links to articles on the front page", "source", p.src.URL, "do", "look for a feed or sitemap of the site")
	}
	var list []entry
	for _, l := range links {
		list = append(list, entry{url: l.URL})
	}
	return list, nil
}

const (
	maxMapDepth = 3  // of sitemap indexes
	maxMaps     = 50 // sitemaps of one index that one poll reads
)

func (p *pollRun) listSitemap(ctx context.Context, res response) ([]entry, error) {
	m, err := sitemap.Parse(res.body, res.contentType)
	if err != nil {
		return nil, err
	}
	w := mapWalk{run: p, budget: maxMaps}
	w.add(ctx, res.url, m, 1)
	// The newest first: of a site's whole archive a poll takes what its bound allows.
	slices.SortStableFunc(w.list, func(a, b entry) int { return b.when.Compare(a.when) })
	return w.list, nil
}

// mapWalk reads an index and the sitemaps below it.
type mapWalk struct {
	run    *pollRun
	budget int
	list   []entry
}

func (w *mapWalk) add(ctx context.Context, base string, m sitemap.Map, depth int) {
	p := w.run
	if m.Salvaged != nil {
		p.log.Warn("sitemap is damaged", "source", p.src.URL, "sitemap", base, "error", m.Salvaged, "do", "nothing: what can be read is used")
	}
	for _, pg := range m.Pages {
		u, err := address.Resolve(base, pg.URL)
		if err == nil && !address.SameSite(u, base) {
			err = errors.New("it lies on another site")
		}
		if err != nil {
			p.refuse(pg.URL, "bad address", err.Error())
			continue
		}
		e := entry{url: u, hint: page.Hint{Title: pg.Title, Publisher: pg.Publication, Language: pg.Language}}
		if pg.Modified != "" {
			e.print = hashKey(pg.Title, pg.Published, pg.Modified)
		}
		e.date(pg.Published)
		if mod, ok := page.ParseTime(pg.Modified); ok {
			e.when = maxTime(e.when, mod.At)
		}
		w.list = append(w.list, e)
	}
	slices.SortStableFunc(m.Maps, func(a, b sitemap.Page) int { return cmp.Compare(b.Modified, a.Modified) })
	for _, child := range m.Maps {
		w.child(ctx, base, child, depth)
	}
}

// child reads one sitemap of an index, unless it says itself that nothing in it is new.
func (w *mapWalk) child(ctx context.Context, base string, child sitemap.Page, depth int) {
	p := w.run
	if mod, ok := page.ParseTime(child.Modified); ok && !p.state.Backlog && mod.At.Before(p.state.LastSuccess.Add(-48*time.Hour)) {
		return
	}
	if depth >= maxMapDepth || w.budget <= 0 || ctx.Err() != nil {
		p.summary.Left++
		return
	}
	w.budget--
	m, at, err := w.fetch(ctx, base, child.URL)
	if err != nil {
		p.summary.Failed++
		p.log.Warn("sitemap cannot be read", "source", p.src.URL, "sitemap", clip(child.URL), "error", err, "do", "nothing: it is tried again on the next poll")
		return
	}
	w.add(ctx, at, m, depth+1)
}

func (w *mapWalk) fetch(ctx context.Context, base, ref string) (sitemap.Map, string, error) {
	u, err := address.Resolve(base, ref)
	if err != nil {
		return sitemap.Map{}, "", err
	}
	res, err := w.run.c.fetch.get(ctx, request{
		url: u, accept: "application/xml,text/xml;q=0.9,*/*;q=0.5", limit: w.run.c.opt.Limits.Sitemap, scope: w.run.scope(),
	})
	if err != nil {
		return sitemap.Map{}, "", err
	}
	if res.status != 200 {
		return sitemap.Map{}, "", &StatusError{Status: res.status}
	}
	m, err := sitemap.Parse(res.body, res.contentType)
	return m, res.url, err
}

// scope keeps what a sitemap or a front page leads to on its own site; a feed may point anywhere.
func (p *pollRun) scope() func(string) error {
	if p.src.Kind == Feed {
		return nil
	}
	home := p.state.pollURL()
	return func(to string) error {
		if !address.SameSite(to, home) {
			return fmt.Errorf("%s is on another site than its source", clip(to))
		}
		return nil
	}
}

func maxTime(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

func firstOf(list ...string) string {
	for _, s := range list {
		if s != "" {
			return s
		}
	}
	return ""
}
