package app

import (
	"context"
	"os"
	"runtime/debug"
	"time"
)

// What the garbage collector works towards. Most of what a run allocates is dead within one batch, and to look
// for it less often saves processor time. Beside the heap a process has 45 MB of program text, and SQLite and the
// runtime take the more the larger the index is: at a million claims about as much again, so that a run holds under
// 300 MB there. While the index is small, the room that it will need is the heap's.
const (
	garbage    = 300       // per cent of what lives that may lie about: the goal is the bound that counts
	memoryGoal = 176 << 20 // bytes, with a large index
	roomyGoal  = 256 << 20 // bytes, with a small one
	largeIndex = 512 << 20 // bytes of the index's file: some 150,000 claims
	remoteGoal = 384 << 20 // bytes, with Elasticsearch: the writer remembers up to 180 MB of what it has read and written
)

// TuneMemory sets both for the process, and Run keeps to it as the index grows; but nothing where the environment
// says how much memory the process may have, or how much garbage may lie.
func (a *App) TuneMemory() {
	if os.Getenv("GOMEMLIMIT") != "" || os.Getenv("GOGC") != "" {
		return
	}
	a.tuned = true
	debug.SetGCPercent(garbage)
	goal := goalFor(indexPath(a.cfg.Data))
	if len(a.cfg.Elasticsearch.Nodes()) > 0 {
		goal = remoteGoal
	}
	debug.SetMemoryLimit(goal)
}

// goalFor is the goal beside an index's file; one that is not there is small.
func goalFor(index string) int64 {
	if info, err := os.Stat(index); err == nil && info.Size() > largeIndex {
		return memoryGoal
	}
	return roomyGoal
}

// runMemory lowers the goal once the index has become large.
func (a *App) runMemory(ctx context.Context) error {
	tick := time.NewTicker(10 * time.Second)
	defer tick.Stop()
	for a.tuned {
		if goal := goalFor(indexPath(a.cfg.Data)); goal == memoryGoal {
			debug.SetMemoryLimit(goal)
			return nil
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
	return nil
}
