package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/claimwire/claimwire/internal/app"
	"github.com/claimwire/claimwire/internal/config"
	"github.com/claimwire/claimwire/internal/demo"
)

type demoCmd struct {
	Keep bool `help:"Go on polling the sample site until interrupted."`
	Once bool `hidden:"" help:"End by itself, which is what it does anyway."`
}

// demoData is where the demo keeps its index, so that a second look is possible after it ended.
const demoData = "claimwire-demo"

// Run crawls the sample news site through the whole pipeline and shows what came of it.
func (c *demoCmd) Run(ctx context.Context, s *session) error {
	cfg, site, err := c.start(s)
	if err != nil {
		return err
	}
	runErr := c.crawl(ctx, s, cfg, site)
	return errors.Join(runErr, site.Stop(context.WithoutCancel(ctx)))
}

// start serves the sample site and makes the configuration that watches it.
func (c *demoCmd) start(s *session) (*config.Config, *demo.Site, error) {
	cfg := config.Default()
	cfg.Data = demoData
	if s.flags.Data != "" {
		cfg.Data = s.flags.Data
	} else if err := os.RemoveAll(demoData); err != nil {
		return nil, nil, fmt.Errorf("remove what an earlier demo left: %w", err)
	}
	site, err := demo.Start()
	if err != nil {
		return nil, nil, err
	}
	for _, o := range demo.Outlets() {
		cfg.Feeds = append(cfg.Feeds, config.Feed{URL: o.FeedURL(), Publisher: o.Name})
	}
	cfg.Crawl.AllowNets = []string{"127.0.0.0/8"}
	cfg.Crawl.Delay = 1 // a nanosecond: the site is ours
	return cfg, site, nil
}

func (c *demoCmd) crawl(ctx context.Context, s *session, cfg *config.Config, site *demo.Site) error {
	fmt.Fprintf(s.Err, "watching %d outlets of a sample news site; everything that they report is invented\n\n", len(cfg.Feeds))
	if err := c.once(ctx, s, cfg, site); err != nil {
		return err
	}
	if ctx.Err() != nil {
		return nil
	}
	if err := c.show(ctx, s, cfg); err != nil || !c.Keep {
		return err
	}
	fmt.Fprintln(s.Err, "going on until Ctrl-C …")
	a, err := app.New(ctx, c.options(s, cfg, site, false))
	if err != nil {
		return err
	}
	_, err = s.work(ctx, a)
	return err
}

func (c *demoCmd) options(s *session, cfg *config.Config, site *demo.Site, once bool) app.Options {
	return app.Options{Config: cfg, Once: once, Resolve: site.Resolve(), Version: programVersion(), Log: s.log}
}

// once crawls everything once.
func (c *demoCmd) once(ctx context.Context, s *session, cfg *config.Config, site *demo.Site) error {
	a, err := app.New(ctx, c.options(s, cfg, site, true))
	if err != nil {
		return err
	}
	summary, err := s.work(ctx, a)
	if err == nil {
		printSummary(s.Err, summary)
		fmt.Fprintln(s.Err)
	}
	return err
}

// show prints the table, most articles first, and what to type next.
func (c *demoCmd) show(ctx context.Context, s *session, cfg *config.Config) error {
	x, err := app.OpenIndex(ctx, cfg)
	if err != nil {
		return err
	}
	defer x.Close()
	page, err := x.Search(ctx, app.Request{Sort: "articles", Limit: 20})
	if err != nil {
		return err
	}
	if err := printClaims(s.Out, page.Claims, nil); err != nil {
		return err
	}
	if len(page.Claims) == 0 {
		return errors.New("the sample site gave no claims")
	}
	first := page.Claims[0].ID
	data := ""
	if cfg.Data != config.Default().Data {
		data = " --data " + cfg.Data
	}
	fmt.Fprintf(s.Out, "\n%d claims from %d outlets. ARTICLES counts echoes, ORIGINS who stands behind them. Now try:\n", page.Total, len(cfg.Feeds))
	for _, line := range []string{
		"claims show " + first + data + "      where the first one comes from",
		"claims kind:attribution" + data + "    who is blamed for what",
		"claims actor:lazarus" + data + "       everything about one group",
		"run --feed https://news.example/feed.xml    the same on real news",
	} {
		fmt.Fprintln(s.Out, "  "+program(s)+" "+line)
	}
	return nil
}

// program is how this program was called, for lines to be typed: a binary that `go run` has built is
// gone when it ends.
func program(s *session) string {
	if exe, err := os.Executable(); err == nil && strings.Contains(exe, "go-build") {
		return "go run ."
	}
	return "claimwire"
}
