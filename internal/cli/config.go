package cli

import (
	"fmt"

	"github.com/claimwire/claimwire/internal/app"
)

type configCmd struct {
	Check configCheckCmd `cmd:"" help:"Check the configuration and say what is wrong where."`
	Print configPrintCmd `cmd:"" help:"Print the configuration in force; secrets are masked."`
}

type configCheckCmd struct{}

// Run reports everything that is wrong, or ok.
func (configCheckCmd) Run(s *session) error {
	c, err := s.config()
	if err != nil {
		return err
	}
	if err := app.Check(c); err != nil {
		return failure{exitUsage, err}
	}
	_, err = fmt.Fprintf(s.Out, "ok: %d sources, %d alert rules, data in %s\n", len(c.Feeds), len(c.Alerts.Rules), c.Data)
	return err
}

type configPrintCmd struct{}

// Run prints file, environment and flags as one file.
func (configPrintCmd) Run(s *session) error {
	c, err := s.config()
	if err != nil {
		return err
	}
	return c.Print(s.Out)
}
