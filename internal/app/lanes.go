package app

import "runtime"

// lanes shares the processors between the extractor, which can use them all, and the writer of the index, which
// cannot: most of what it does is one thing after the other. Left alone the extractor takes what there is, runs
// ahead, and when it has done the writer works off what waits on one processor while the others stand still. So while a
// batch is written one processor less reads.
type lanes chan struct{}

func newLanes() lanes { return make(lanes, runtime.GOMAXPROCS(0)) }

// enter waits for a processor, leave gives it back.
func (l lanes) enter() { l <- struct{}{} }

func (l lanes) leave() { <-l }

// reserve is enter for the writer: with a single processor they take turns anyhow.
func (l lanes) reserve() (leave func()) {
	if cap(l) < 2 {
		return func() {}
	}
	l.enter()
	return l.leave
}
