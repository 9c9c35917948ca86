package app

import (
	"context"
	"errors"
)

type Decision struct {
	Type             string
	Claims, Evidence []string
	By, Reason       string
}
type ReplayRequest struct {
	Since any
	Diff  bool
}
type ReplayResult struct {
	Articles int
	Diff     any
}

var errPending = errors.New("pending")

func (a *App) decide(ctx context.Context, want Decision) (string, error) { return "", errPending }
func (a *App) undo(ctx context.Context, id string) error                 { return errPending }
func (a *App) replay(ctx context.Context, r ReplayRequest) (ReplayResult, error) {
	return ReplayResult{}, errPending
}
func (a *App) backup(ctx context.Context, file string) error          { return a.store.Backup(ctx, file) }
func (x *Index) Why(ctx context.Context, id string) ([]string, error) { return nil, errPending }
func (a *App) probeStoreX(ctx context.Context) error                  { return nil }
