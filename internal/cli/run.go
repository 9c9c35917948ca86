package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/claimwire/claimwire/internal/app"
	"github.com/claimwire/claimwire/internal/config"
)

type runCmd struct {
	Stages        []string `arg:"" optional:"" name:"STAGE" help:"Stages to run: crawler, extractor, indexer, alerts; none is all."`
	Once          bool     `help:"Poll every source once, drain the pipeline, print a summary and end."`
	Ingest        []string `sep:"none" placeholder:"FILE" help:"Feed a file in place of crawling: JSONL documents, .html, .txt, .warc.gz; - is standard input. Can be repeated."`
	Feed          []string `sep:"none" placeholder:"URL" help:"Watch this feed beside the configured ones. Can be repeated."`
	AllowNet      []string `sep:"none" placeholder:"CIDR" help:"Address range beyond the public internet that may be fetched from. Can be repeated."`
	NATS          string   `name:"nats" placeholder:"URL" help:"Use this NATS in place of the embedded bus."`
	Elasticsearch string   `placeholder:"URL" help:"Keep the index in this Elasticsearch in place of the embedded one."`
	Alert         bool     `help:"Let what is silent by default alert as well: ingested files and first polls."`
}

// Run runs stages until they are told to end or, with --once, until nothing is left to do.
func (c *runCmd) Run(ctx context.Context, s *session) error {
	cfg, err := s.config()
	if err != nil {
		return err
	}
	if err := c.over(cfg); err != nil {
		return err
	}
	a, err := app.New(ctx, app.Options{
		Config: cfg, Stages: c.Stages, Once: c.Once, Ingest: c.Ingest, Alert: c.Alert, Version: programVersion(), Log: s.log,
	})
	if err != nil {
		return err
	}
	summary, err := s.work(ctx, a)
	if err != nil {
		return err
	}
	if !c.Once {
		return nil
	}
	printSummary(s.Out, summary)
	if ctx.Err() != nil {
		return failure{exitPartial, errors.New("interrupted before everything was done; the same command goes on where this one stopped")}
	}
	if !summary.Complete() {
		return errPartial
	}
	return nil
}

// over puts the command's flags over the configuration and refuses a run that has nothing to do.
func (c *runCmd) over(cfg *config.Config) error {
	if c.NATS != "" {
		cfg.NATS.URL = c.NATS
	}
	if c.Elasticsearch != "" {
		cfg.Elasticsearch.URL = c.Elasticsearch
	}
	for _, url := range c.Feed {
		cfg.Feeds = append(cfg.Feeds, config.Feed{URL: url})
	}
	cfg.Crawl.AllowNets = append(cfg.Crawl.AllowNets, c.AllowNet...)
	if err := cfg.Validate(); err != nil {
		return failure{exitUsage, err}
	}
	crawls := len(c.Stages) == 0 || slices.Contains(c.Stages, app.StageCrawler)
	if crawls && len(cfg.Feeds) == 0 && len(c.Ingest) == 0 {
		return usage("there is no source to watch. Type one of:\n" +
			"  claimwire demo                                        see it work on a sample news site\n" +
			"  claimwire run --feed https://news.example/feed.xml    watch a feed\n" +
			"  claimwire run --once --ingest FILE                    read documents that you have")
	}
	return nil
}

// work runs a and stops it, with a live line of progress on a terminal.
func (s *session) work(ctx context.Context, a *app.App) (app.Summary, error) {
	a.TuneMemory()
	live := s.showProgress(a)
	summary, err := a.Run(ctx)
	live()
	if stopErr := a.Stop(context.WithoutCancel(ctx)); err == nil {
		err = stopErr
	}
	return summary, err
}

// showProgress keeps a live line on a terminal. The function that it returns ends and clears it.
func (s *session) showProgress(a *app.App) (end func()) {
	if !isTerminal(s.Err) {
		return func() {}
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		tick := time.NewTicker(250 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				fmt.Fprint(s.Err, "\r\x1b[K")
				return
			case <-tick.C:
				fmt.Fprintf(s.Err, "\r\x1b[K%s", progressLine(a.Progress(ctx)))
			}
		}
	}()
	return func() { cancel(); <-done }
}

func progressLine(p app.Progress) string {
	return fmt.Sprintf("polled %d · fetched %d · articles %d · read %d · claims %d new, %d merged · waiting %d",
		p.Polled, p.Fetched, p.Taken, p.Read, p.New, p.Merged, p.Lag)
}

// printSummary says what a run did, and what it did not do.
func printSummary(w io.Writer, s app.Summary) {
	var articles []string
	if slices.Contains(s.Stages, app.StageCrawler) {
		articles = append(articles, fmt.Sprintf("%d taken", s.Taken))
	}
	if slices.Contains(s.Stages, app.StageExtractor) {
		articles = append(articles, fmt.Sprintf("%d read", s.Read))
	}
	if articles != nil {
		fmt.Fprintf(w, "articles    %s\n", strings.Join(articles, ", "))
	}
	if slices.Contains(s.Stages, app.StageIndexer) {
		fmt.Fprintf(w, "claims      %d new, %d pieces of evidence merged\n", s.New, s.Merged)
	}
	for _, language := range slices.Sorted(maps.Keys(s.Unread)) {
		fmt.Fprintf(w, "unread      %d in %s: stored and searchable, but there are no rules for the language\n", s.Unread[language], language)
	}
	if s.Refused > 0 {
		fmt.Fprintf(w, "refused     %d documents; the log names each\n", s.Refused)
	}
	if s.Quarantined > 0 {
		fmt.Fprintf(w, "quarantine  %d messages; see: claimwire quarantine list\n", s.Quarantined)
	}
	for _, f := range s.Failed {
		fmt.Fprintf(w, "failed      %s: %s\n", f.Source, f.Error)
	}
}
