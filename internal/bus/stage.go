package bus

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"strconv"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/claimwire/claimwire/internal/claim"
)

// Stage says how a stage reads its stream. Name and Stream are needed; the rest has defaults.
type Stage struct {
	Name    string // extractor, indexer, alerts: the durable consumer, shared by all instances
	Stream  string
	Workers int // handlers that run at a time; default 1

	// A handler gets up to Batch messages; after the first it waits BatchWait for more. Default 1.
	Batch     int
	BatchWait time.Duration

	// Probe says whether what the handler needs answers again, after it returned ErrAway. The bus itself
	// is asked as well.
	Probe func(context.Context) error

	AckWait   time.Duration // default 15 s; what is held is prolonged every third of it
	RetryUnit time.Duration // default 1 s: the n-th failure waits 2^n of it, at most 300, and some jitter
	Drain     time.Duration // default 10 s: how long what is held may take once the context has ended

	// Abandoned is after how long without anybody running it the stage counts as given up, so that nothing
	// is kept for it any more; 0: never.
	Abandoned time.Duration
}

func (s Stage) withDefaults() Stage {
	def := func(p *time.Duration, v time.Duration) {
		if *p <= 0 {
			*p = v
		}
	}
	def(&s.AckWait, 15*time.Second)
	def(&s.RetryUnit, time.Second)
	def(&s.Drain, 10*time.Second)
	s.Workers, s.Batch = max(s.Workers, 1), max(s.Batch, 1)
	return s
}

// prefetch is how many messages a stage holds at most.
func (s Stage) prefetch() int { return 2 * s.Workers * s.Batch }

// retryDelay is how long a message waits after its n-th delivery failed.
func (s Stage) retryDelay(n uint64) time.Duration {
	units := time.Duration(300)
	if n < 8 {
		units = 1 << n
	}
	d := units * s.RetryUnit
	return d + rand.N(d/4+1)
}

// Message is one message as a handler gets it.
type Message struct {
	ID         string // Nats-Msg-Id, else stream and sequence
	Subject    string
	Data       []byte
	Header     nats.Header
	Stream     string
	Sequence   uint64
	Deliveries uint64 // 1 the first time

	read *once // what Data says, where this process has published it just before
}

// Trace is the traceparent that the message carries, or "".
func (m Message) Trace() string { return m.Header.Get(headerTrace) }

// Silent says that the message is an event that alerts nobody.
func (m Message) Silent() bool { return m.Header.Get(headerSilent) != "" }

// Decode reads the message; what it cannot read is a Permanent error.
func Decode[T any](m Message) (T, error) {
	var v T
	if x, ok := any(&v).(*claim.Extraction); ok && m.read != nil && !m.read.taken.Swap(true) {
		*x = m.read.x
		return v, nil
	}
	if err := json.Unmarshal(m.Data, &v); err != nil {
		return v, Permanent(fmt.Errorf("decode message %s: %w", m.ID, err))
	}
	return v, nil
}

// readable refuses what no handler of this version can understand. Messages of the bus itself say their
// version in a header; only a foreign one is parsed for it.
func (m Message) readable() error {
	version, err := strconv.Atoi(m.Header.Get(headerVersion))
	if err != nil {
		var body struct{ V int }
		if err := json.Unmarshal(m.Data, &body); err != nil {
			return Permanent(fmt.Errorf("message %s is no JSON object of ours: %w", m.ID, err))
		}
		version = body.V
	}
	if version > claim.Version {
		return Permanent(fmt.Errorf("message %s has schema %d, this version reads up to %d; update this process, then replay it", m.ID, version, claim.Version))
	}
	return nil
}

// Handler does what a batch of messages causes. Its answer is nil when all of it is durable, else one
// error, or nil, for each message. Errors that wrap ErrAway or ErrFull make the stage wait, those from
// Permanent end in quarantine, all others are tried again later. It must be idempotent.
type Handler func(ctx context.Context, batch []Message) []error

// One makes a Handler of a function for single messages.
func One(f func(context.Context, Message) error) Handler {
	return func(ctx context.Context, batch []Message) []error {
		errs := make([]error, len(batch))
		for i, m := range batch {
			errs[i] = f(ctx, m)
		}
		return errs
	}
}

// Prepare creates the consumers of stages that start later, so that nothing is purged before they have
// read it, and Idle counts what waits for them.
func (b *Bus) Prepare(ctx context.Context, stages ...Stage) error {
	for _, s := range stages {
		if _, err := b.consumer(ctx, s.withDefaults()); err != nil {
			return err
		}
	}
	return nil
}

func (b *Bus) consumer(ctx context.Context, s Stage) (jetstream.Consumer, error) {
	ctx, end := b.link.bound(ctx, publishWait)
	defer end()
	c, err := b.js.CreateOrUpdateConsumer(ctx, s.Stream, jetstream.ConsumerConfig{
		Durable: s.Name, AckPolicy: jetstream.AckExplicitPolicy, DeliverPolicy: jetstream.DeliverAllPolicy,
		AckWait: s.AckWait, MaxDeliver: -1, MaxAckPending: maxUnacked, InactiveThreshold: s.Abandoned,
	})
	if err != nil {
		return nil, fmt.Errorf("create consumer %s of %s at %s: %w", s.Name, s.Stream, b.where(), why(ctx, err))
	}
	return c, nil
}

// maxUnacked is for all instances of a stage together; each limits itself by its prefetch.
const maxUnacked = 10_000

// stages knows which stages wait for a dependency.
type stages struct {
	mu   *sync.Mutex
	away map[string]string
}

func newStages() stages { return stages{mu: new(sync.Mutex), away: map[string]string{}} }

// set notes why a stage waits, nil when it does not; it answers whether that is news.
func (s stages) set(stage string, why error) (changed bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, was := s.away[stage]
	if why == nil {
		delete(s.away, stage)
		return was
	}
	s.away[stage] = why.Error()
	return !was
}

func (s stages) waiting() map[string]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.away)
}

// waits says whether err makes the stage wait instead of costing the message a delivery.
func waits(err error) bool { return errors.Is(err, ErrAway) || errors.Is(err, ErrFull) }
