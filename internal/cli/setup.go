package cli

import (
	"context"
	"fmt"

	"github.com/claimwire/claimwire/internal/app"
)

type setupCmd struct {
	Elasticsearch setupElasticsearchCmd `cmd:"" help:"Make or migrate templates, indices and aliases. Can be run twice."`
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
