package bus

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

const (
	pullWait  = 2 * time.Second        // how long one request for messages stays open
	pullGrace = 100 * time.Millisecond // for messages already on their way when a stage ends
	pullBytes = maxPayload + 1<<20     // that a stage asks for at a time, and holds before it asks again
)

// Consume hands the stage's messages to h until ctx ends, then lets the stage finish what it holds,
// within Stage.Drain, gives back the rest and returns nil. It returns an error only when the stage
// cannot start; afterwards an absent NATS is waited for.
func (b *Bus) Consume(ctx context.Context, s Stage, h Handler) error {
	s = s.withDefaults()
	cons, err := b.consumer(ctx, s)
	if err != nil {
		if ctx.Err() != nil {
			return nil // ended before it began
		}
		return err
	}
	r := &run{
		bus: b, stage: s, handler: h, cons: cons, log: b.log.With("stage", s.Name),
		queue: make(chan *held, s.prefetch()), hold: newHold(&b.held),
	}
	if s.Stream == Readings {
		b.recent.wants.Store(true)
	}
	r.run(ctx)
	b.stages.set(s.Name, nil)
	return nil
}

// run is one stage at work in this process.
type run struct {
	bus     *Bus
	stage   Stage
	handler Handler
	cons    jetstream.Consumer
	log     *slog.Logger

	queue   chan *held
	hold    *hold
	waiting atomic.Int32 // workers that wait for a dependency; while there are any, nothing is pulled
	alone   sync.RWMutex // written by a message that must run alone
}

func (r *run) run(ctx context.Context) {
	// Handlers outlive ctx by the time to drain, so that what is begun is finished.
	work, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	var workers, keeper sync.WaitGroup
	for range r.stage.Workers {
		workers.Go(func() { r.work(ctx, work) })
	}
	kept, stopKeeper := context.WithCancel(context.WithoutCancel(ctx))
	keeper.Go(func() { r.keepHeld(kept) })

	r.pull(ctx)
	close(r.queue)
	bound := time.AfterFunc(r.stage.Drain, cancel)
	workers.Wait()
	bound.Stop()
	stopKeeper()
	keeper.Wait()
	if err := r.bus.nc.FlushTimeout(aliveWait); err != nil {
		r.log.Debug("flush the last acks", "err", err)
	}
}

// pull fills the queue until ctx ends.
func (r *run) pull(ctx context.Context) {
	for ctx.Err() == nil {
		room := r.stage.prefetch() - r.hold.count()
		if r.waiting.Load() > 0 || room < r.stage.prefetch()/2 || r.hold.bytes() > pullBytes {
			r.hold.wait(ctx)
			continue
		}
		if err := r.fetch(ctx, room); err != nil && ctx.Err() == nil {
			r.log.Debug("pull", "err", err)
			r.recover(ctx, err)
		}
	}
}

// recover waits a moment after a failed pull, and makes the consumer again where someone deleted it.
func (r *run) recover(ctx context.Context, err error) {
	if sleep(ctx, r.stage.RetryUnit) != nil || isAway(err) && !errors.Is(err, jetstream.ErrNoStreamResponse) && r.bus.nc.IsReconnecting() {
		return
	}
	cons, err := r.bus.consumer(ctx, r.stage)
	if err != nil {
		r.log.Debug("make the consumer again", "err", err)
		return
	}
	r.cons = cons
}

// fetch asks for up to n messages and queues what comes.
func (r *run) fetch(ctx context.Context, n int) error {
	// Not bound to ctx: cancelling a request loses, until AckWait, the messages that are on their way.
	fctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), pullWait)
	defer cancel()
	batch, err := r.cons.Fetch(n, jetstream.FetchContext(fctx), jetstream.FetchMaxBytes(pullBytes))
	if err != nil {
		return err
	}
	ended := ctx.Done()
	for {
		select {
		case msg, ok := <-batch.Messages():
			if !ok {
				return r.fetchError(batch.Error())
			}
			if h, err := r.take(msg); err != nil {
				r.log.Error("read a message's metadata", "subject", msg.Subject(), "err", err)
			} else {
				r.queue <- h // has room for all that may be held
			}
		case <-ended:
			ended = nil
			defer time.AfterFunc(pullGrace, cancel).Stop()
		}
	}
}

func (r *run) fetchError(err error) error {
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

func (r *run) take(msg jetstream.Msg) (*held, error) {
	meta, err := msg.Metadata()
	if err != nil {
		return nil, err
	}
	m := Message{
		ID: msg.Headers().Get(headerID), Subject: msg.Subject(), Data: msg.Data(), Header: msg.Headers(),
		Stream: meta.Stream, Sequence: meta.Sequence.Stream, Deliveries: meta.NumDelivered,
	}
	if m.ID == "" {
		m.ID = fmt.Sprintf("%s/%d", m.Stream, m.Sequence)
	}
	if m.Deliveries > 1 {
		r.bus.stats.add(r.bus.stats.s.Redelivered, r.stage.Name, 1)
	}
	if m.Stream == Readings && m.Deliveries == 1 {
		m.read = r.bus.recent.take(m.Data)
	}
	h := &held{msg: msg, Message: m}
	r.hold.add(h)
	return h, nil
}

// keepHeld tells the server, three times within AckWait, that what is held is not lost.
func (r *run) keepHeld(ctx context.Context) {
	for sleep(ctx, r.stage.AckWait/3) == nil {
		for _, h := range r.hold.all() {
			if err := h.msg.InProgress(); err != nil && !errors.Is(err, jetstream.ErrMsgAlreadyAckd) {
				r.log.Debug("prolong", "id", h.ID, "err", err)
			}
		}
	}
}

// held is one message between its delivery and its end in this process.
type held struct {
	Message
	msg jetstream.Msg
}

// hold is the set of messages that a stage holds.
type hold struct {
	mu    sync.Mutex
	set   map[*held]struct{}
	size  int
	freed chan struct{} // has a token when something changed
	total *atomic.Int64 // messages that all stages of the process hold
}

func newHold(all *atomic.Int64) *hold {
	return &hold{set: map[*held]struct{}{}, freed: make(chan struct{}, 1), total: all}
}

func (h *hold) add(x *held) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.set[x] = struct{}{}
	h.size += len(x.Data)
	h.total.Add(1)
}

func (h *hold) remove(x *held) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if _, ok := h.set[x]; ok {
		delete(h.set, x)
		h.size -= len(x.Data)
		h.total.Add(-1)
	}
	h.notify()
}

func (h *hold) notify() {
	select {
	case h.freed <- struct{}{}:
	default:
	}
}

// wait returns when something was removed, or notify was called, since the last wait; or ctx ended.
func (h *hold) wait(ctx context.Context) {
	select {
	case <-h.freed:
	case <-ctx.Done():
	}
}

func (h *hold) count() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.set)
}

func (h *hold) bytes() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.size
}

func (h *hold) all() []*held {
	h.mu.Lock()
	defer h.mu.Unlock()
	list := make([]*held, 0, len(h.set))
	for x := range h.set {
		list = append(list, x)
	}
	return list
}
