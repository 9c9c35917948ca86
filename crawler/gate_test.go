package crawler

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestGateLetsOneThroughAtATime(t *testing.T) {
	g := newGate(time.Microsecond)
	var inside, most atomic.Int32
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			release, err := g.acquire(t.Context(), "a")
			if err != nil {
				t.Error(err)
				return
			}
			most.Store(max(most.Load(), inside.Add(1)))
			inside.Add(-1)
			release()
		})
	}
	wg.Wait()
	if most.Load() != 1 {
		t.Errorf("%d at once", most.Load())
	}
}

// TestGateSpacing runs on a fake clock, so the times are exact.
func TestGateSpacing(t *testing.T) {
	tests := []struct {
		name  string
		delay time.Duration // crawl-delay
		took  time.Duration // each request
		want  time.Duration // from start to start
	}{
		{"least delay", 0, 0, time.Second},
		{"quick answers", 0, 300 * time.Millisecond, time.Second},
		{"slow answers", 0, 4 * time.Second, 4 * time.Second},
		{"crawl-delay", 10 * time.Second, time.Second, 10 * time.Second},
		{"crawl-delay beyond reason", time.Hour, 0, time.Minute},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				g := newGate(time.Second)
				g.settle("a", tt.delay, time.Time{})
				var starts []time.Time
				for range 3 {
					release, err := g.acquire(t.Context(), "a")
					if err != nil {
						t.Fatal(err)
					}
					starts = append(starts, time.Now())
					time.Sleep(tt.took)
					release()
				}
				if got := starts[2].Sub(starts[1]); got != tt.want {
					t.Errorf("%s from start to start, want %s", got, tt.want)
				}
			})
		})
	}
}

func TestGateHostsDoNotWaitForEachOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGate(time.Second)
		start := time.Now()
		for _, host := range []string{"a", "b", "c"} {
			release, err := g.acquire(t.Context(), host)
			if err != nil {
				t.Fatal(err)
			}
			defer release()
		}
		if time.Since(start) != 0 {
			t.Errorf("waited %s", time.Since(start))
		}
	})
}

func TestGateHold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGate(time.Second)
		g.settle("a", 0, time.Now().Add(30*time.Second))
		start := time.Now()
		release, err := g.acquire(t.Context(), "a")
		if err != nil || time.Since(start) != 30*time.Second {
			t.Fatalf("short hold: %v after %s", err, time.Since(start))
		}
		release()
		g.settle("a", 0, time.Now().Add(time.Hour))
		_, err = g.acquire(t.Context(), "a")
		if held, ok := errors.AsType[*HoldError](err); !ok || time.Until(held.Until) != time.Hour {
			t.Fatalf("long hold: %v", err)
		}
	})
}

func TestGateCancelWakesAll(t *testing.T) {
	g := newGate(time.Hour)
	release, err := g.acquire(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			if _, err := g.acquire(ctx, "a"); !errors.Is(err, context.Canceled) {
				t.Errorf("error %v", err)
			}
		})
	}
	cancel()
	wg.Wait()
	release()
	g.mu.Lock()
	defer g.mu.Unlock()
	if users := g.hosts["a"].users; users != 0 {
		t.Errorf("%d still hold on to the host", users)
	}
}

func TestGateForgetsIdleHosts(t *testing.T) {
	g := newGate(time.Nanosecond)
	now := time.Now()
	g.now = func() time.Time { now = now.Add(time.Second); return now }
	for i := range maxIdleHosts + 10 {
		release, err := g.acquire(t.Context(), string(rune(i+256)))
		if err != nil {
			t.Fatal(err)
		}
		release()
	}
	if n := len(g.hosts); n > maxIdleHosts {
		t.Errorf("%d hosts kept", n)
	}
}
