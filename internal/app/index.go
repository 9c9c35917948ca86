package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/claimwire/claimwire/indexer"
	"github.com/claimwire/claimwire/indexer/elastic"
	"github.com/claimwire/claimwire/indexer/sqlite"
	"github.com/claimwire/claimwire/internal/claim"
	"github.com/claimwire/claimwire/internal/config"
	"github.com/claimwire/claimwire/internal/query"
)

// What an Index is asked with, and what it answers.
type (
	Request = indexer.Request
	Result  = indexer.Result
	Facet   = indexer.Facet
)

// ErrNotFound is wrapped by errors of an id that names nothing.
var ErrNotFound = indexer.ErrNotFound

// Index reads claims, beside a running process or without one.
type Index struct {
	reader indexer.Reader
	close  func() error
}

// OpenIndex opens the configured index to read.
func OpenIndex(ctx context.Context, cfg *config.Config) (*Index, error) {
	if len(cfg.Elasticsearch.Nodes()) > 0 {
		s, err := openElastic(ctx, cfg, func() bool { return false })
		if err != nil {
			return nil, err
		}
		return &Index{s, s.Close}, nil
	}
	path := indexPath(cfg.Data)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: there is no index in %s; `claimwire run` or `claimwire demo` makes one, --data names another directory", ErrUsage, cfg.Data)
	}
	r, err := sqlite.OpenReader(path)
	if err != nil {
		return nil, fmt.Errorf("open the index: %w", err)
	}
	return &Index{r, r.Close}, nil
}

// Close ends reading.
func (x *Index) Close() error { return x.close() }

// Search returns one page of claims. A cursor of another query is the asker's mistake.
func (x *Index) Search(ctx context.Context, r Request) (Result, error) {
	page, err := x.reader.Search(ctx, r)
	if errors.Is(err, sqlite.ErrCursor) || errors.Is(err, elastic.ErrCursor) {
		return page, fmt.Errorf("%w: %w", ErrUsage, err)
	}
	return page, storeError(err)
}

// Each calls f for every claim that matches, ordered by id.
func (x *Index) Each(ctx context.Context, q query.Node, f func(claim.Claim) error) error {
	return storeError(x.reader.Each(ctx, q, f))
}

// Get returns the claim that an id leads to.
func (x *Index) Get(ctx context.Context, id string) (claim.Claim, error) {
	c, err := x.reader.Get(ctx, id)
	return c, storeError(err)
}
