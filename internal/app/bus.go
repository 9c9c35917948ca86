package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"github.com/claimwire/claimwire/crawler"
	"github.com/claimwire/claimwire/internal/bus"
	"github.com/claimwire/claimwire/internal/config"
)

func indexPath(data string) string { return filepath.Join(data, "index.db") }

// openBus connects to the outside NATS of the configuration, or starts the embedded one.
func openBus(ctx context.Context, cfg *config.Config, log *slog.Logger) (*bus.Bus, error) {
	size := int64(cfg.Bus.Size)
	o := bus.Options{
		URL: cfg.NATS.URL, User: cfg.NATS.User, Creds: cfg.NATS.CredsFile, NKey: cfg.NATS.NKeyFile, CA: cfg.NATS.CAFile,
		Replicas: cfg.NATS.Replicas, Log: log,
		Limits: bus.Limits{Articles: size, Readings: size, Events: size / 4, Quarantine: size / 4},
	}
	if cfg.NATS.URL == "" {
		o.Dir = filepath.Join(cfg.Data, "bus")
	}
	if !cfg.Bus.Sync.Always {
		o.Sync = cfg.Bus.Sync.Every
	}
	if cfg.NATS.PasswordFile != "" {
		b, err := os.ReadFile(cfg.NATS.PasswordFile)
		if err != nil {
			return nil, fmt.Errorf("%w: nats.password_file: %w", ErrUsage, err)
		}
		o.Password = strings.TrimRight(string(b), "\r\n")
	}
	return bus.Open(ctx, o)
}

// busState is the crawler's memory in the bus's buckets.
type busState struct{ bus *bus.Bus }

func (s busState) Get(ctx context.Context, bucket, key string) ([]byte, uint64, error) {
	e, err := s.bus.KV(bucket).Get(ctx, key)
	if errors.Is(err, bus.ErrKeyNotFound) {
		return nil, 0, crawler.ErrStateMissing
	}
	return e.Value, e.Revision, err
}

func (s busState) Put(ctx context.Context, bucket, key string, value []byte, rev uint64) (uint64, error) {
	kv := s.bus.KV(bucket)
	var err error
	if rev == 0 {
		rev, err = kv.Create(ctx, key, value, 0)
	} else {
		rev, err = kv.Update(ctx, key, value, rev, 0)
	}
	if errors.Is(err, bus.ErrKeyExists) {
		return 0, crawler.ErrStateConflict
	}
	return rev, err
}

func (s busState) Delete(ctx context.Context, bucket, key string) error {
	err := s.bus.KV(bucket).Delete(ctx, key, 0)
	if errors.Is(err, bus.ErrKeyNotFound) {
		return nil
	}
	return err
}
