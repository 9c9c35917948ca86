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
	Lag         []bus.Lag             `json:"lag"`
	Quarantined int                   `json:"quarantined"`
	Index       *IndexStats           `json:"index,omitempty"`
	Sources     []crawler.SourceState `json:"sources"`
	DiskUsed    int64                 `json:"disk_used"` // bytes of the data directory
	DiskFree    int64                 `json:"disk_free"` // bytes on its disk
}

// Status looks at everything that this process works on.
func (a *App) Status(ctx context.Context) (Status, error) {
	s := Status{Version: a.opts.Version, PID: os.Getpid(), Started: a.started, Running: !a.started.IsZero(),
		Data: a.cfg.Data, Stages: a.opts.Stages, Progress: a.Progress(ctx)}
	var err error
	if s.Lag, err = a.bus.Lag(ctx); err != nil {
		s.Problems = append(s.Problems, "the bus does not answer: "+err.Error())
	}
	if list, err := a.bus.QuarantineList(ctx); err == nil {
		s.Quarantined = len(list)
	}
	if a.store != nil {
		stats, err := a.indexStats(ctx)
		if err != nil {
			s.Problems = append(s.Problems, "the index does not answer: "+err.Error())
		}
		s.Index = &stats
	}
	s.Problems = append(s.Problems, a.waiting()...)
	s.Sources = a.sources(ctx)
	s.DiskUsed, s.DiskFree = diskUse(a.cfg.Data), diskFree(a.cfg.Data)
	s.Ready = len(s.Problems) == 0
	return s, nil
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
func (a *App) sources(ctx context.Context) []crawler.SourceState {
	var all []crawler.SourceState
	for _, s := range sources(a.cfg) {
		state, err := crawler.ReadSource(ctx, busState{a.bus}, s)
		if err != nil {
			return all // the bus is away, which Problems says
		}
		all = append(all, state)
	}
	return all
}
