package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/claimwire/claimwire/crawler/address"
	"github.com/claimwire/claimwire/crawler/opml"
	"github.com/claimwire/claimwire/internal/config"
)

type feedsImportCmd struct {
	Print bool   `help:"Print the sources as the configuration would have them, and change no file."`
	File  string `arg:"" help:"OPML file; - is standard input."`
}

// Run adds the sources that are not configured yet to the configuration file.
func (c *feedsImportCmd) Run(ctx context.Context, s *session) error {
	cfg, err := s.config()
	if err != nil {
		return err
	}
	list, err := c.read(s)
	if err != nil {
		return err
	}
	m := newImport(cfg.Feeds)
	for _, src := range list.Sources {
		m.add(src)
	}
	for _, err := range m.refused {
		fmt.Fprintf(s.Err, "claimwire: left out: %s\n", plain(err.Error()))
	}
	if list.Salvaged != nil {
		fmt.Fprintf(s.Err, "claimwire: %s\n", plain(list.Salvaged.Error()))
	}
	if c.Print {
		err = c.print(s.Out, m.added)
	} else {
		err = c.write(s, m)
	}
	if err == nil && (list.Salvaged != nil || len(m.refused) > 0) {
		err = errPartial
	}
	return err
}

func (c *feedsImportCmd) read(s *session) (opml.List, error) {
	f, err := open(s, c.File)
	if err != nil {
		return opml.List{}, failure{exitUsage, err}
	}
	defer f.Close()
	body, err := io.ReadAll(io.LimitReader(f, opml.MaxBytes+1))
	if err != nil {
		return opml.List{}, err
	}
	list, err := opml.Parse(body)
	if err != nil {
		return list, failure{exitUsage, fmt.Errorf("%s: %w", c.File, err)}
	}
	return list, nil
}

func (c *feedsImportCmd) print(w io.Writer, added []config.Feed) error {
	text, err := config.FeedsYAML(added)
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, text)
	return err
}

// write adds the sources to the configuration file.
func (c *feedsImportCmd) write(s *session, m *importer) error {
	isSet := func(v string) bool {
		return strings.HasPrefix(v, "CLAIMWIRE_FEEDS=") || strings.HasPrefix(v, "CLAIMWIRE_FEEDS_FILE=")
	}
	if slices.ContainsFunc(s.Environ, isSet) {
		return usage("the environment sets the feeds, so those of a file would not count; use --print and add them there")
	}
	path, err := config.File(s.flags.ConfigFile)
	if err != nil {
		return err
	}
	if len(m.added) > 0 {
		err = config.AddFeeds(path, m.added)
	}
	if errors.Is(err, config.ErrLayout) {
		return usage("%w; add them by hand, as `feeds import --print` writes them", err)
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.Out, "%d sources added to %s, %d were there already; a process that runs sees them when it is started again\n", len(m.added), path, m.known)
	return err
}

// importer sorts the sources of a list into new ones, known ones and ones that cannot be.
type importer struct {
	seen    map[string]bool // by normal address
	added   []config.Feed
	known   int
	refused []error
}

func newImport(configured []config.Feed) *importer {
	m := &importer{seen: map[string]bool{}}
	for _, f := range configured {
		if normal, err := address.Normal(f.URL); err == nil {
			m.seen[normal] = true
		}
	}
	return m
}

func (m *importer) add(src opml.Source) {
	normal, err := address.Normal(src.URL)
	if err != nil {
		m.refused = append(m.refused, err)
		return
	}
	if m.seen[normal] {
		m.known++
		return
	}
	f := config.Feed{URL: normal, Kind: src.Kind, Name: src.Name, Publisher: src.Publisher, Owner: src.Owner}
	if f.Kind == "feed" {
		f.Kind = ""
	}
	if src.Every != "" {
		f.Every, err = config.ParseDuration(src.Every)
	}
	if err = errors.Join(err, f.Validate()); err != nil {
		m.refused = append(m.refused, fmt.Errorf("%s: %w", normal, err))
		return
	}
	m.seen[normal] = true
	m.added = append(m.added, f)
}

type feedsExportCmd struct{}

// Run prints the configured sources.
func (feedsExportCmd) Run(ctx context.Context, s *session) error {
	cfg, err := s.config()
	if err != nil {
		return err
	}
	list := make([]opml.Source, len(cfg.Feeds))
	for i, f := range cfg.Feeds {
		list[i] = opml.Source{URL: f.URL, Kind: f.Kind, Name: f.Name, Publisher: f.Publisher, Owner: f.Owner}
		if f.Every != 0 {
			list[i].Every = f.Every.String()
		}
	}
	out := bufio.NewWriter(s.Out)
	return errors.Join(opml.Write(out, "claimwire", list), out.Flush())
}
