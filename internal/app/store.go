package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/claimwire/claimwire/indexer"
	"github.com/claimwire/claimwire/indexer/elastic"
	"github.com/claimwire/claimwire/indexer/sqlite"
	"github.com/claimwire/claimwire/internal/bus"
	"github.com/claimwire/claimwire/internal/config"
)

// store is what a process needs of the index, whichever keeps it: the embedded one or Elasticsearch.
type store interface {
	indexer.Store
	indexer.Outbox
	indexer.Decider
	indexer.Explainer
	indexer.Reader
	indexer.Archive
	Retain(ctx context.Context, articlesBefore, eventsBefore time.Time) error
	Close() error
}

// IndexStats are the sizes of an index.
type IndexStats struct {
	Articles int64 `json:"articles"`
	Evidence int64 `json:"evidence"`
	Claims   int64 `json:"claims"`
	Outbox   int64 `json:"outbox"`  // events that the bus does not have yet
	Events   int64 `json:"events"`  // that the bus has, until retention
	Waiting  int64 `json:"waiting"` // nodes whose claims are not computed yet
}

// indexStats asks either kind of store for its sizes.
func (a *App) indexStats(ctx context.Context) (IndexStats, error) {
	if a.elastic != nil {
		s, err := a.elastic.Stats(ctx)
		return IndexStats{s.Articles, s.Evidence, s.Claims, s.Outbox, s.Events, s.Waiting}, err
	}
	s, err := a.embedded.Stats(ctx)
	return IndexStats{s.Articles, s.Evidence, s.Claims, s.Outbox, s.Events, s.Waiting}, err
}

// openIndex opens the index that the configuration names.
func (a *App) openIndex(ctx context.Context) error {
	if len(a.cfg.Elasticsearch.Nodes()) > 0 {
		s, err := openElastic(ctx, a.cfg, a.lease.valid)
		if err != nil {
			return err
		}
		a.elastic, a.store = s, s
		a.index = indexer.NewEditor(s, indexer.Options{Alert: a.opts.Alert})
		return nil
	}
	s, err := sqlite.Open(indexPath(a.cfg.Data), sqlite.Options{})
	if err != nil {
		return fmt.Errorf("open the index: %w", storeError(err))
	}
	a.embedded, a.store = s, s
	a.index = indexer.NewEditor(s, indexer.Options{Alert: a.opts.Alert})
	return nil
}

// openElastic connects to the configured cluster. valid says whether this process may write.
func openElastic(ctx context.Context, cfg *config.Config, valid func() bool) (*elastic.Store, error) {
	e := cfg.Elasticsearch
	o := elastic.Options{URLs: e.Nodes(), User: e.User, CAFile: e.CAFile, Fingerprint: e.Fingerprint, Prefix: e.Prefix, Valid: valid}
	for _, secret := range []struct {
		key, file string
		into      *string
	}{{"api_key_file", e.APIKeyFile, &o.APIKey}, {"password_file", e.PasswordFile, &o.Password}} {
		if secret.file == "" {
			continue
		}
		b, err := os.ReadFile(secret.file)
		if err != nil {
			return nil, fmt.Errorf("%w: elasticsearch.%s: %w", ErrUsage, secret.key, err)
		}
		*secret.into = strings.TrimSpace(string(b))
	}
	if e.CAFile != "" {
		if _, err := os.Stat(e.CAFile); err != nil {
			return nil, fmt.Errorf("%w: elasticsearch.ca_file: %w", ErrUsage, err)
		}
	}
	s, err := elastic.Open(ctx, o)
	if err != nil {
		return nil, storeError(err)
	}
	return s, nil
}

// storeError says which of a store's errors mean that it is away, so that messages wait for it.
func storeError(err error) error {
	for _, away := range []error{sqlite.ErrFull, sqlite.ErrReadOnly, elastic.ErrAway, elastic.ErrNotWriter} {
		if errors.Is(err, away) {
			return fmt.Errorf("%w: %w", bus.ErrAway, err)
		}
	}
	if _, ok := errors.AsType[*elastic.RejectedError](err); ok {
		return bus.Permanent(err)
	}
	if errors.Is(err, elastic.ErrNoSetup) || errors.Is(err, elastic.ErrNewer) {
		return fmt.Errorf("%w: %w", ErrUsage, err)
	}
	return err
}

// probeStore asks whether the store takes writes again.
func (a *App) probeStore(ctx context.Context) error {
	if a.elastic != nil {
		return storeError(a.elastic.Check(ctx))
	}
	return storeError(a.embedded.Published(ctx, nil))
}

// SetupElasticsearch makes or migrates what the index needs in the configured cluster.
func SetupElasticsearch(ctx context.Context, cfg *config.Config) error {
	if len(cfg.Elasticsearch.Nodes()) == 0 {
		return fmt.Errorf("%w: no Elasticsearch is configured: set elasticsearch.url", ErrUsage)
	}
	s, err := openElastic(ctx, cfg, func() bool { return true })
	if err != nil {
		return err
	}
	return errors.Join(storeError(s.Setup(ctx)), s.Close())
}
