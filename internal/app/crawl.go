package app

import (
	"context"
	"fmt"
	"net/netip"

	"github.com/claimwire/claimwire/crawler"
	"github.com/claimwire/claimwire/internal/claim"
	"github.com/claimwire/claimwire/internal/config"
)

// sources are the configured feeds as the crawler knows them.
func sources(cfg *config.Config) []crawler.Source {
	all := make([]crawler.Source, len(cfg.Feeds))
	for i, f := range cfg.Feeds {
		all[i] = crawler.Source{URL: f.URL, Kind: crawler.Kind(f.Kind), Name: f.Name, Publisher: f.Publisher, Owner: f.Owner, Every: f.Every.D()}
	}
	return all
}

// CrawlOptions are the configuration as the crawler knows it, without sink and state.
func CrawlOptions(cfg *config.Config) (crawler.Options, error) {
	o := crawler.Options{Sources: sources(cfg), Contact: cfg.Crawl.Contact, Delay: cfg.Crawl.Delay.D(), MaxText: int(cfg.Limits.Article)}
	for _, n := range cfg.Crawl.AllowNets {
		p, err := netip.ParsePrefix(n)
		if err != nil {
			return o, fmt.Errorf("%w: crawl.allow_nets: %w", ErrUsage, err)
		}
		o.AllowNets = append(o.AllowNets, p)
	}
	for _, p := range cfg.Crawl.Ports {
		o.Ports = append(o.Ports, uint16(p))
	}
	return o, nil
}

func (a *App) openCrawler() error {
	o, err := CrawlOptions(a.cfg)
	if err != nil {
		return err
	}
	o.Sink, o.State, o.Log = sink{a}, busState{a.bus}, a.log
	o.Version, o.Resolve = a.opts.Version, a.opts.Resolve
	if a.crawl, err = crawler.New(o); err != nil {
		return fmt.Errorf("%w: %w", ErrUsage, err)
	}
	return nil
}

// sink gives the crawler's articles to the bus.
type sink struct{ app *App }

// Publish returns when the article is durable in the bus.
func (s sink) Publish(ctx context.Context, article claim.Article) error {
	if s.app.opts.Alert {
		article.Silent = false
	}
	return s.app.publish(ctx, []claim.Article{article})
}

// crawlOnce polls every source once and keeps what failed for the summary.
func (a *App) crawlOnce(ctx context.Context) error {
	s, err := a.crawl.Once(ctx)
	for _, one := range s.Sources {
		if !one.Done() {
			a.failed = append(a.failed, SourceFailure{Source: one.URL, Error: failureText(one)})
		}
	}
	return err
}

func failureText(s crawler.SourceSummary) string {
	switch {
	case s.Hint != "":
		return s.Error + "; " + s.Hint
	case s.Error != "":
		return s.Error
	case s.Failed > 0:
		return fmt.Sprintf("%d pages could not be fetched; they are tried again at the next poll", s.Failed)
	}
	return fmt.Sprintf("%d items wait for the next poll", s.Left)
}
