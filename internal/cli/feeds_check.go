package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"sync"

	"github.com/claimwire/claimwire/crawler"
	"github.com/claimwire/claimwire/crawler/opml"
	"github.com/claimwire/claimwire/internal/app"
	"github.com/claimwire/claimwire/internal/config"
)

type feedsCheckCmd struct {
	Kind     string   `enum:"auto,feed,sitemap,site" default:"auto" help:"What stands there: feed, sitemap, site; auto is what it proves to be, or is configured as."`
	AllowNet []string `sep:"none" placeholder:"CIDR" help:"Address range beyond the public internet that may be fetched from. Can be repeated."`
	Output   string   `enum:"text,json" default:"text" help:"Form of the output: text; json, a report a line."`
	Sources  []string `arg:"" optional:"" name:"SOURCE" help:"Addresses, saved feeds, or OPML files; without any, the configured sources."`
}

// checksAtOnce is how many sources are checked at a time. Of one host there is one request at a time all
// the same.
const checksAtOnce = 8

// checked is one thing to check: a source, or a document of one.
type checked struct {
	source crawler.Source
	body   []byte
}

// Run checks sources and prints a report for each, in their order.
func (c *feedsCheckCmd) Run(ctx context.Context, s *session) error {
	cfg, err := s.config()
	if err != nil {
		return err
	}
	cfg.Crawl.AllowNets = append(cfg.Crawl.AllowNets, c.AllowNet...)
	o, err := app.CrawlOptions(cfg)
	if err != nil {
		return err
	}
	list, err := c.list(o.Sources)
	if err != nil {
		return err
	}
	o.Sources, o.Sink, o.Log, o.Version = nil, discard{}, s.log, programVersion()
	cr, err := crawler.New(o)
	if err != nil {
		return failure{exitUsage, err}
	}
	bad := 0
	for report := range checks(ctx, cr, list) {
		if !report.OK() {
			bad++
		}
		if err := c.print(s.Out, &report); err != nil {
			return err
		}
	}
	if bad > 0 {
		return failure{exitPartial, fmt.Errorf("%d of %d sources give no articles", bad, len(list))}
	}
	return ctx.Err()
}

// list is what is to be checked: what was named, or what is configured.
func (c *feedsCheckCmd) list(configured []crawler.Source) ([]checked, error) {
	var list []checked
	if len(c.Sources) == 0 {
		for _, src := range configured {
			list = append(list, checked{source: src})
		}
		if len(list) == 0 {
			return nil, usage("there is no source to check: name an address or a file, or configure some under feeds:")
		}
		return list, nil
	}
	for _, name := range c.Sources {
		if strings.Contains(name, "://") {
			list = append(list, checked{source: c.known(configured, name)})
			continue
		}
		more, err := c.file(name)
		if err != nil {
			return nil, err
		}
		list = append(list, more...)
	}
	return list, nil
}

// known is the configured source at an address, or a new one.
func (c *feedsCheckCmd) known(configured []crawler.Source, url string) crawler.Source {
	src := crawler.Source{URL: url}
	for _, k := range configured {
		if k.URL == url {
			src = k
		}
	}
	if c.Kind != "auto" {
		src.Kind = c.kind()
	}
	return src
}

// kind is what was said to stand there; empty: it is to be found out.
func (c *feedsCheckCmd) kind() crawler.Kind {
	if c.Kind == "auto" {
		return ""
	}
	return crawler.Kind(c.Kind)
}

// file is the sources of an OPML file, or the saved document of one.
func (c *feedsCheckCmd) file(name string) ([]checked, error) {
	f, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, usage("%s is neither a web address, which begins with https://, nor a file", name)
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	body, err := io.ReadAll(io.LimitReader(f, maxHTML+1))
	if err != nil {
		return nil, err
	}
	if len(body) > maxHTML {
		return nil, usage("%s is larger than %s", name, config.Size(maxHTML))
	}
	list, err := opml.Parse(body)
	if err != nil {
		return []checked{{crawler.Source{URL: name, Kind: c.kind()}, body}}, nil
	}
	var all []checked
	for _, src := range list.Sources {
		all = append(all, checked{source: crawler.Source{URL: src.URL, Kind: crawler.Kind(src.Kind), Name: src.Name}})
	}
	if len(all) == 0 {
		return nil, usage("%s is OPML and lists no source", name)
	}
	return all, nil
}

// checks checks several sources at a time and yields the reports in the order of the sources.
func checks(ctx context.Context, cr *crawler.Crawler, list []checked) func(func(crawler.CheckReport) bool) {
	return func(yield func(crawler.CheckReport) bool) {
		var wg sync.WaitGroup
		defer wg.Wait()
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		done := make([]chan crawler.CheckReport, len(list))
		slots := make(chan struct{}, checksAtOnce)
		for i := range list {
			done[i] = make(chan crawler.CheckReport, 1)
		}
		wg.Go(func() {
			for i, x := range list {
				slots <- struct{}{}
				wg.Go(func() {
					defer func() { <-slots }()
					done[i] <- x.check(ctx, cr)
				})
			}
		})
		for i := range done {
			if !yield(<-done[i]) {
				return
			}
		}
	}
}

func (x checked) check(ctx context.Context, cr *crawler.Crawler) crawler.CheckReport {
	if x.body != nil {
		return cr.CheckBody(ctx, x.source, x.body)
	}
	return cr.Check(ctx, x.source)
}

func (c *feedsCheckCmd) print(w io.Writer, r *crawler.CheckReport) error {
	if c.Output == "json" {
		return encoder(w).Encode(r)
	}
	p := &errWriter{w: w}
	p.printf("%s (%s)\n", r.URL, string(r.Kind))
	for _, step := range r.Steps {
		mark := "ok"
		if !step.OK {
			mark = "FAIL"
		}
		p.printf("  %-5s %-8s %s", mark, step.Stage, step.Detail)
		if step.Took >= 100 {
			p.printf(" (%.1f s)", float64(step.Took)/1000)
		}
		p.printf("\n")
		if step.Do != "" {
			p.printf("%17s%s\n", "", step.Do)
		}
	}
	for _, n := range r.Notes {
		p.printf("  note           %s\n", n)
	}
	if r.OK() && strings.Contains(r.URL, "://") {
		line, err := config.FeedLine(config.Feed{URL: r.URL, Kind: kindToSet(r.Kind)})
		if err != nil {
			return err
		}
		p.printf("  it works; below feeds: in the configuration it is\n    %s\n", line)
	}
	return p.err
}

// kindToSet is the kind as a configuration needs it: a feed is the default.
func kindToSet(k crawler.Kind) string {
	if k == crawler.Feed {
		return ""
	}
	return string(k)
}
