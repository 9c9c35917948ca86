package bus

import (
	"context"
	"fmt"
	"maps"
	"sync"

	"github.com/nats-io/nats.go/jetstream"
)

// Stats is what this process has done since it opened the bus.
type Stats struct {
	Published   map[string]uint64 `json:"published"`   // by stream
	Duplicates  map[string]uint64 `json:"duplicates"`  // by stream: stored already within the window
	Consumed    map[string]uint64 `json:"consumed"`    // by stage: handled and acknowledged
	Redelivered map[string]uint64 `json:"redelivered"` // by stage: deliveries after the first
	Retried     map[string]uint64 `json:"retried"`     // by stage: handed back with a delay
	Quarantined map[string]uint64 `json:"quarantined"` // by stage
	Waiting     map[string]string `json:"waiting"`     // stream, or "disk", whose producer waits for room
	Away        map[string]string `json:"away"`        // stage that waits for a dependency
}

type counters struct {
	mu sync.Mutex
	s  Stats
}

func newCounters() *counters {
	m := func() map[string]uint64 { return map[string]uint64{} }
	return &counters{s: Stats{Published: m(), Duplicates: m(), Consumed: m(), Redelivered: m(), Retried: m(), Quarantined: m()}}
}

func (c *counters) add(m map[string]uint64, key string, n int) {
	if n == 0 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	m[key] += uint64(n)
}

func (c *counters) published(stream string, n, dup int) {
	c.add(c.s.Published, stream, n)
	c.add(c.s.Duplicates, stream, dup)
}

// Stats is a copy of the counters.
func (b *Bus) Stats() Stats {
	b.stats.mu.Lock()
	s := b.stats.s
	for _, m := range []*map[string]uint64{&s.Published, &s.Duplicates, &s.Consumed, &s.Redelivered, &s.Retried, &s.Quarantined} {
		*m = maps.Clone(*m)
	}
	b.stats.mu.Unlock()
	s.Waiting, s.Away = b.room.waiting(), b.stages.waiting()
	return s
}

// Lag is what one durable consumer has before it.
type Lag struct {
	Stream  string `json:"stream"`
	Stage   string `json:"stage"`
	Pending uint64 `json:"pending"` // never delivered
	Unacked int    `json:"unacked"` // delivered, or waiting for its retry
	Retried int    `json:"retried"` // of Unacked: delivered more than once
}

// Lag lists all consumers in the order of the pipeline.
func (b *Bus) Lag(ctx context.Context) ([]Lag, error) {
	out := []Lag{}
	// In this order, a message that passes from one stream to the next during the question is seen twice
	// and never missed.
	for _, name := range []string{Articles, Readings, Events} {
		s, err := b.js.Stream(ctx, name)
		if err != nil {
			return nil, fmt.Errorf("ask for the lag of %s: %w", name, classify(err))
		}
		list := s.ListConsumers(ctx)
		for c := range list.Info() {
			out = append(out, lagOf(c))
		}
		if err := list.Err(); err != nil {
			return nil, fmt.Errorf("ask for the lag of %s: %w", name, classify(err))
		}
	}
	return out, nil
}

func lagOf(c *jetstream.ConsumerInfo) Lag {
	return Lag{Stream: c.Stream, Stage: c.Name, Pending: c.NumPending, Unacked: c.NumAckPending, Retried: c.NumRedelivered}
}

// Idle says whether every consumer has handled everything: nothing pending, nothing unacknowledged.
// Stages that were never prepared have no consumer and are not asked. While this process holds messages
// itself, nobody needs to be asked.
func (b *Bus) Idle(ctx context.Context) (bool, error) {
	if b.held.Load() > 0 {
		return false, nil
	}
	lags, err := b.Lag(ctx)
	if err != nil {
		return false, err
	}
	for _, l := range lags {
		if l.Pending > 0 || l.Unacked > 0 {
			return false, nil
		}
	}
	return true, nil
}
