package app

import (
	"context"
	"errors"
	"fmt"

	"github.com/claimwire/claimwire/indexer"
)

// What people decide and what explains it, as the indexer has it.
type (
	Decision = indexer.Decision
	Tie      = indexer.Tie
)

// Wish is what a person asks for: to split a claim, or to merge two.
type Wish struct {
	Type     string   `json:"type"`               // split or merge
	Claims   []string `json:"claims"`             // one to split, two to merge
	Evidence []string `json:"evidence,omitempty"` // of a split: what leaves
	By       string   `json:"by,omitempty"`
	Reason   string   `json:"reason,omitempty"`
}

// decide carries out a wish; the decision stands against all later evidence.
func (a *App) decide(ctx context.Context, w Wish) (d Decision, err error) {
	err = a.asWriter(ctx, "decides", func(ctx context.Context) error {
		a.writing.Lock()
		defer a.writing.Unlock()
		defer a.poke()
		d, err = a.carryOut(ctx, w)
		return usageError(err)
	})
	return d, err
}

func (a *App) carryOut(ctx context.Context, w Wish) (Decision, error) {
	reason := indexer.Reason{By: w.By, Why: w.Reason}
	switch {
	case w.Type == indexer.Split && len(w.Claims) == 1:
		return a.index.Split(ctx, w.Claims[0], w.Evidence, reason)
	case w.Type == indexer.Merge && len(w.Claims) == 2:
		return a.index.Merge(ctx, w.Claims[0], w.Claims[1], reason)
	}
	return Decision{}, fmt.Errorf("%w: a split names one claim, a merge two", ErrUsage)
}

// usageError says which of the indexer's errors mean that a person asked for what cannot be.
func usageError(err error) error {
	if errors.Is(err, indexer.ErrNothing) {
		return fmt.Errorf("%w: %w", ErrUsage, err)
	}
	return storeError(err)
}

// undo takes a decision back.
func (a *App) undo(ctx context.Context, id string) (d Decision, err error) {
	err = a.asWriter(ctx, "decides", func(ctx context.Context) error {
		a.writing.Lock()
		defer a.writing.Unlock()
		defer a.poke()
		d, err = a.index.Undo(ctx, id)
		return usageError(err)
	})
	return d, err
}

// why explains a claim.
func (a *App) why(ctx context.Context, id string) ([]Tie, error) {
	return indexer.Why(ctx, a.store, id)
}

// backup writes a consistent copy of the index while everything goes on.
func (a *App) backup(ctx context.Context, file string) error {
	if a.embedded == nil {
		return fmt.Errorf("%w: the index is in Elasticsearch: take a snapshot there", ErrUsage)
	}
	return a.embedded.Backup(ctx, file)
}
