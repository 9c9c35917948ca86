package app

import (
	"context"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/claimwire/claimwire/crawler"
	"github.com/claimwire/claimwire/internal/bus"
)

// Status is how a process and what it works on are.
type Status struct {
	Version     string                `json:"version"`
	PID         int                   `json:"pid"`
	Started     time.Time             `json:"started,omitzero"`
	Running     bool                  `json:"running"` // false where the directory was opened only to look
	Data        string                `json:"data"`
	Stages      []string              `json:"stages"`
	Ready       bool                  `json:"ready"`
	Problems    []string              `json:"problems"` // why it is not ready, and what to do
	Progress    Progress              `json:"progress"`
	Lag         []bus.Lag             `json:"lag"`             // absent where the bus does not answer, and then
	Quarantined int                   `json:"quarantined"`     // nothing is known of these either
	Index       *IndexStats           `json:"index,omitempty"` // absent where there is none here, or it does not answer
	Sources     []crawler.SourceState `json:"sources"`
	DiskUsed    int64                 `json:"disk_used"` // bytes of the data directory
	DiskFree    int64                 `json:"disk_free"` // bytes on its disk
}

// askFor bounds what bus and index are waited for, so that whoever asks for the status has it before his
// own patience ends: a probe that waits six seconds must not take a frozen NATS for a dead process.
const askFor = 4 * time.Second

// Status looks at everything that this process works on.
func (a *App) Status(ctx context.Context) (Status, error) {
	ctx, cancel := context.WithTimeout(ctx, askFor)
	defer cancel()
	s := Status{Version: a.opts.Version, PID: os.Getpid(), Started: a.started, Running: !a.started.IsZero(),
		Data: a.cfg.Data, Stages: a.opts.Stages}
	index := make(chan error, 1)
	go func() { index <- a.askIndex(ctx, &s) }()
	if err := a.askBus(ctx, &s); err != nil {
		s.Problems = append(s.Problems, "the bus does not answer: "+err.Error())
	}
	if err := <-index; err != nil {
		s.Problems = append(s.Problems, "the index does not answer: "+err.Error())
	}
	s.Progress = a.progress(s.Lag)
	s.Problems = append(s.Problems, a.waiting()...)
	s.DiskUsed, s.DiskFree = diskUse(a.cfg.Data), diskFree(a.cfg.Data)
	s.Ready = len(s.Problems) == 0
	return s, nil
}

// askIndex asks for the index's sizes, where this process has an index.
func (a *App) askIndex(ctx context.Context, s *Status) error {
	if a.store == nil {
		return nil
	}
	stats, err := a.indexStats(ctx)
	if err == nil {
		s.Index = &stats
	}
	return err
}

// askBus asks for everything that is known there. After the first question that has no answer it asks no more.
func (a *App) askBus(ctx context.Context, s *Status) error {
	var err error
	if s.Lag, err = a.bus.Lag(ctx); err != nil {
		return err
	}
	list, err := a.bus.QuarantineList(ctx)
	if err != nil {
		return err
	}
	s.Quarantined = len(list)
	s.Sources, err = a.sources(ctx)
	return err
}

// waiting names the stages and streams that wait for something.
func (a *App) waiting() []string {
	stats := a.bus.Stats()
	var all []string
	for stage, why := range stats.Away {
		all = append(all, stage+" waits: "+why)
	}
	for stream, why := range stats.Waiting {
		all = append(all, "publishing to "+stream+" waits: "+why)
	}
	slices.SortFunc(all, strings.Compare)
	return all
}

// sources is the state of every source of the configuration, from the crawler's memory.
func (a *App) sources(ctx context.Context) ([]crawler.SourceState, error) {
	var all []crawler.SourceState
	for _, s := range sources(a.cfg) {
		state, err := crawler.ReadSource(ctx, busState{a.bus}, s)
		if err != nil {
			return all, err
		}
		all = append(all, state)
	}
	return all, nil
}
