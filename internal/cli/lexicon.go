package cli

import (
	"context"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"

	"github.com/claimwire/claimwire/extractor/lexicon"
	"github.com/claimwire/claimwire/extractor/lexicon/galaxy"
	"github.com/claimwire/claimwire/internal/app"
)

type lexiconCmd struct {
	List    lexiconListCmd    `cmd:"" help:"List the tables with their number of entries."`
	Check   lexiconCheckCmd   `cmd:"" help:"Check tables of your own, or those that the configuration names."`
	Explain lexiconExplainCmd `cmd:"" help:"Say where a word or phrase stands."`
	Import  lexiconImportCmd  `cmd:"" help:"Turn a MISP galaxy cluster or an ATT&CK bundle into a table of your own."`
}

type lexiconListCmd struct{}

// Run prints a line a table.
func (lexiconListCmd) Run(s *session) error {
	lex, err := s.lexicon()
	if err != nil {
		return err
	}
	t := tabwriter.NewWriter(s.Out, 0, 8, 2, ' ', 0)
	fmt.Fprintln(t, "TABLE\tENTRIES\tCOLUMNS")
	for _, table := range lex.Tables() {
		fmt.Fprintf(t, "%s\t%d\t%s\n", table.Name, len(table.Rows), strings.Join(table.Columns, ", "))
	}
	return t.Flush()
}

func (s *session) lexicon() (*lexicon.Lexicon, error) {
	cfg, err := s.config()
	if err != nil {
		return nil, err
	}
	return app.Lexicon(cfg)
}

type lexiconCheckCmd struct {
	Files []string `arg:"" optional:"" name:"FILE" help:"Tables to check beside the configured ones."`
}

// Run loads the tables and says what is wrong in which line, or ok.
func (c *lexiconCheckCmd) Run(s *session) error {
	cfg, err := s.config()
	if err != nil {
		return err
	}
	cfg.Lexicon = append(cfg.Lexicon, c.Files...)
	lex, err := app.Lexicon(cfg)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.Out, "ok: %d tables, %d of your own files\n", len(lex.Tables()), len(cfg.Lexicon))
	return err
}

type lexiconExplainCmd struct {
	Phrase []string `arg:"" name:"WORD" help:"Word or phrase."`
}

// Run prints every entry that has the phrase.
func (c *lexiconExplainCmd) Run(s *session) error {
	lex, err := s.lexicon()
	if err != nil {
		return err
	}
	found := lex.Explain(strings.Join(c.Phrase, " "))
	if len(found) == 0 {
		fmt.Fprintf(s.Out, "no table has %q\n", strings.Join(c.Phrase, " "))
		return errPartial
	}
	for _, f := range found {
		fmt.Fprintf(s.Out, "%s line %d, %s: %s\n", f.Table, f.Line, f.Column, strings.Join(f.Row.Cells, " · "))
	}
	return nil
}

type lexiconImportCmd struct {
	File   string `arg:"" help:"MISP galaxy cluster or ATT&CK STIX bundle (JSON); - is standard input."`
	Output string `placeholder:"FILE" help:"Table to write; default: standard output."`
}

// Run writes the table and says how to use it.
func (c *lexiconImportCmd) Run(_ context.Context, s *session) error {
	r, err := open(s, c.File)
	if err != nil {
		return failure{exitUsage, err}
	}
	defer r.Close()
	entries, err := galaxy.Read(r)
	if err != nil {
		return fmt.Errorf("import %s: %w", c.File, err)
	}
	if c.Output == "" {
		return galaxy.Write(s.Out, c.File, entries)
	}
	f, err := os.OpenFile(c.Output, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return failure{exitUsage, fmt.Errorf("import: %w", err)}
	}
	err = galaxy.Write(f, c.File, entries)
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		fmt.Fprintf(s.Err, "%d entries written; to use them, name %s under lexicon: in the configuration\n", len(entries), c.Output)
	}
	return err
}
