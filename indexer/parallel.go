package indexer

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// onAll calls f for 0 to n-1 on all processors. A panic in f surfaces in the caller, once the others
// have ended.
func onAll(n int, f func(i int)) {
	const few = 8 // is done before another processor has woken up
	workers := min(runtime.GOMAXPROCS(0), 1+n/few)
	if workers == 1 {
		for i := range n {
			f(i)
		}
		return
	}
	var next atomic.Int64
	var wait sync.WaitGroup
	panics := make(chan any, workers)
	for range workers {
		wait.Go(func() {
			defer func() {
				if p := recover(); p != nil {
					panics <- p
				}
			}()
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				f(i)
			}
		})
	}
	wait.Wait()
	select {
	case p := <-panics:
		panic(p)
	default:
	}
}
