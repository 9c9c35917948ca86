package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"

	"github.com/claimwire/claimwire/crawler"
	"github.com/claimwire/claimwire/internal/app"
	"github.com/claimwire/claimwire/internal/claim"
	"github.com/claimwire/claimwire/internal/config"
)

type crawlCmd struct {
	Once     bool     `help:"Poll every source once; the only way that there is." default:"true" negatable:""`
	Feed     []string `sep:"none" placeholder:"URL" help:"A feed. Can be repeated."`
	Sitemap  []string `sep:"none" placeholder:"URL" help:"A sitemap or news sitemap. Can be repeated."`
	Site     []string `sep:"none" placeholder:"URL" help:"A site's front page. Can be repeated."`
	AllowNet []string `sep:"none" placeholder:"CIDR" help:"Address range beyond the public internet that may be fetched from. Can be repeated."`
	Output   string   `enum:"jsonl" default:"jsonl" help:"Form of the output: jsonl."`
}

// Run polls sources once, without bus or index, and prints the articles, one a line.
func (c *crawlCmd) Run(ctx context.Context, s *session) error {
	cfg, err := s.config()
	if err != nil {
		return err
	}
	if err := c.over(cfg); err != nil {
		return err
	}
	o, err := app.CrawlOptions(cfg)
	if err != nil {
		return err
	}
	o.Sink, o.Log, o.Version = &articleWriter{e: encoder(s.Out)}, s.log, programVersion()
	cr, err := crawler.New(o)
	if err != nil {
		return failure{exitUsage, err}
	}
	summary, err := cr.Once(ctx)
	if err != nil {
		return err
	}
	for _, one := range summary.Sources {
		if !one.Done() {
			fmt.Fprintf(s.Err, "claimwire: %s: %s\n", one.URL, one.Error)
		}
	}
	if !summary.Done() {
		return errPartial
	}
	return nil
}

// over replaces the configured sources by those of the command line.
func (c *crawlCmd) over(cfg *config.Config) error {
	var list []config.Feed
	add := func(kind string, urls []string) {
		for _, u := range urls {
			list = append(list, config.Feed{URL: u, Kind: kind})
		}
	}
	add("feed", c.Feed)
	add("sitemap", c.Sitemap)
	add("site", c.Site)
	if len(list) > 0 {
		cfg.Feeds = list
	}
	if len(cfg.Feeds) == 0 {
		return usage("there is no source to crawl: give --feed, --sitemap or --site with an address")
	}
	cfg.Crawl.AllowNets = append(cfg.Crawl.AllowNets, c.AllowNet...)
	if err := cfg.Validate(); err != nil {
		return failure{exitUsage, err}
	}
	return nil
}

// articleWriter prints articles as they come, whole lines at a time.
type articleWriter struct {
	mu sync.Mutex
	e  *json.Encoder
}

// Publish prints one article.
func (w *articleWriter) Publish(_ context.Context, a claim.Article) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.e.Encode(a)
}

// discard takes articles that nobody wants.
type discard struct{}

// Publish does nothing.
func (discard) Publish(context.Context, claim.Article) error { return nil }
