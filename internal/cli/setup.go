package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/claimwire/claimwire/deploy"
	"github.com/claimwire/claimwire/internal/app"
)

type setupCmd struct {
	Elasticsearch setupElasticsearchCmd `cmd:"" help:"Make or migrate templates, indices and aliases. Can be run twice."`
	Kibana        setupKibanaCmd        `cmd:"" help:"Import data views, searches, dashboard and alert rule. Can be run twice."`
}

type setupElasticsearchCmd struct{}

// Run makes what the index needs in the configured cluster.
func (setupElasticsearchCmd) Run(ctx context.Context, s *session) error {
	cfg, err := s.config()
	if err != nil {
		return err
	}
	if err := app.SetupElasticsearch(ctx, cfg); err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.Out, "ready: %s-* at %v\n", cfg.Elasticsearch.Prefix, cfg.Elasticsearch.Nodes())
	return err
}

type setupKibanaCmd struct {
	URL    string `arg:"" name:"URL" help:"Address of Kibana."`
	CAFile string `name:"ca-file" placeholder:"FILE" help:"Certificates that sign Kibana's (default elasticsearch.ca_file)."`
}

// Run imports the saved objects, with the credentials and the prefix that the configuration has for
// Elasticsearch.
func (c *setupKibanaCmd) Run(ctx context.Context, s *session) error {
	cfg, err := s.config()
	if err != nil {
		return err
	}
	e := cfg.Elasticsearch
	k := deploy.Kibana{URL: c.URL, User: e.User, Prefix: e.Prefix, CAFile: cmp.Or(c.CAFile, e.CAFile)}
	for file, into := range map[string]*string{e.APIKeyFile: &k.APIKey, e.PasswordFile: &k.Password} {
		if file == "" {
			continue
		}
		b, err := os.ReadFile(file)
		if err != nil {
			return failure{exitUsage, err}
		}
		*into = strings.TrimSpace(string(b))
	}
	if err := deploy.Import(ctx, k); err != nil {
		if errors.Is(err, deploy.ErrKibanaAway) {
			return failure{exitAway, err}
		}
		if errors.Is(err, deploy.ErrKibanaOptions) {
			return failure{exitUsage, err}
		}
		return err
	}
	_, err = fmt.Fprintf(s.Out, "imported into %s\n", c.URL)
	return err
}
