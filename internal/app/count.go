package app

import (
	"context"
	"sync"
	"sync/atomic"

	"github.com/claimwire/claimwire/indexer"
	"github.com/claimwire/claimwire/internal/bus"
	"github.com/claimwire/claimwire/internal/claim"
)

// counters are what this process has done, for progress and summary.
type counters struct {
	taken, refused, read, added, merged, events atomic.Int64

	mu     sync.Mutex
	unread map[string]int64 // articles in languages without rules, by language
}

func (c *counters) ingested(n int) { c.taken.Add(int64(n)) }

func (c *counters) extracted(list []claim.Extraction) {
	c.read.Add(int64(len(list)))
	for i := range list {
		if l := list[i].Reading.Language; l != "en" && l != "" {
			c.mu.Lock()
			if c.unread == nil {
				c.unread = map[string]int64{}
			}
			c.unread[l]++
			c.mu.Unlock()
		}
	}
}

func (c *counters) indexed(s indexer.Summary) {
	c.added.Add(int64(s.New))
	c.merged.Add(int64(s.Evidence - s.New))
	c.events.Add(int64(s.Events))
}

// Progress is what a live line shows.
type Progress struct {
	Polled  int64 `json:"polled"`  // sources asked
	Fetched int64 `json:"fetched"` // pages fetched
	Taken   int64 `json:"taken"`   // articles given to the extractor
	Read    int64 `json:"read"`    // articles read
	New     int64 `json:"new"`     // claims that were not there before
	Merged  int64 `json:"merged"`  // pieces of evidence that joined a claim
	Lag     int64 `json:"lag"`     // messages that wait in the bus
}

// Summary is what a process did, as printed at the end.
type Summary struct {
	Progress
	Stages      []string         `json:"stages"`           // that ran: what others do, elsewhere, is not counted
	Refused     int64            `json:"refused"`          // documents that were not taken, each named in the log
	Unread      map[string]int64 `json:"unread,omitempty"` // articles in languages without rules
	Quarantined int              `json:"quarantined"`
	Failed      []SourceFailure  `json:"failed,omitempty"`
}

// SourceFailure is a source that could not be polled.
type SourceFailure struct {
	Source string `json:"source"`
	Error  string `json:"error"`
}

// Complete says whether everything was done.
func (s Summary) Complete() bool {
	return s.Refused == 0 && s.Quarantined == 0 && len(s.Failed) == 0
}

// Progress is what this process has done so far. Where the bus does not answer, Lag is 0.
func (a *App) Progress(ctx context.Context) Progress {
	lags, err := a.bus.Lag(ctx)
	if err != nil {
		lags = nil
	}
	return a.progress(lags)
}

func (a *App) progress(lags []bus.Lag) Progress {
	p := Progress{
		Taken: a.count.taken.Load(), Read: a.count.read.Load(), New: a.count.added.Load(), Merged: a.count.merged.Load(),
	}
	if a.crawl != nil {
		c := a.crawl.Stats()
		p.Polled, p.Fetched = c.Polled, c.Fetched
	}
	for _, l := range lags {
		p.Lag += int64(l.Pending) + int64(l.Unacked)
	}
	return p
}

func (a *App) summary(ctx context.Context) Summary {
	s := Summary{Progress: a.Progress(ctx), Stages: a.opts.Stages, Refused: a.count.refused.Load()}
	a.count.mu.Lock()
	s.Unread = a.count.unread
	a.count.mu.Unlock()
	for stage, n := range a.bus.Stats().Quarantined {
		if a.has(stage) {
			s.Quarantined += int(n)
		}
	}
	s.Failed = a.failed
	return s
}
