package bus

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

const (
	roomEvery = 2 * time.Second
	roomShare = 0.8 // of MaxBytes, above which what is done is purged
)

// room makes room in streams from what every consumer is done with, guards the disk, and holds
// producers back while there is none.
type room struct {
	bus  *Bus
	kick chan string // a stream that is full

	mu     sync.Mutex
	disk   error            // why nothing may be published, nil while there is room
	paused map[string]error // streams whose producer waits
}

func newRoom(b *Bus) *room {
	return &room{bus: b, kick: make(chan string, 16), paused: map[string]error{}}
}

// keep runs until ctx ends.
func (r *room) keep(ctx context.Context) {
	tick := time.NewTicker(roomEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case stream := <-r.kick:
			r.try(ctx, stream, true)
		case <-tick.C:
			r.checkDisk()
			for _, stream := range []string{Articles, Readings, Events} {
				r.try(ctx, stream, false)
			}
		}
	}
}

func (r *room) try(ctx context.Context, stream string, full bool) {
	ctx, cancel := context.WithTimeout(ctx, aliveWait)
	defer cancel()
	if err := r.purgeDone(ctx, stream, full); err != nil && ctx.Err() == nil {
		r.bus.log.Debug("make room", "stream", stream, "err", err)
	}
}

// purgeDone deletes what lies below the lowest ack floor of the stream's durable consumers. A stream
// that nobody reads keeps everything, but for events: where there is no stage of alerts, and no other
// reader, nobody waits for them, and the newer half stays for one that may come.
func (r *room) purgeDone(ctx context.Context, name string, full bool) error {
	s, err := r.bus.js.Stream(ctx, name)
	if err != nil {
		return err
	}
	info := s.CachedInfo()
	if !full && float64(info.State.Bytes) < roomShare*float64(info.Config.MaxBytes) {
		return nil
	}
	keep, err := doneBelow(ctx, s)
	if err != nil {
		return err
	}
	if keep == 0 && name == Events {
		keep = info.State.LastSeq - info.State.Msgs/2
	}
	held, err := r.bus.lowestReference(ctx, name)
	if err != nil {
		return err
	}
	if held > 0 {
		keep = min(keep, held)
	}
	if keep <= info.State.FirstSeq || info.State.Msgs == 0 {
		return nil
	}
	if err := s.Purge(ctx, jetstream.WithPurgeSequence(keep)); err != nil {
		return fmt.Errorf("purge %s below %d: %w", name, keep, err)
	}
	r.bus.log.Debug("made room", "stream", name, "below", keep)
	return nil
}

// doneBelow is the lowest sequence that some durable consumer has not acknowledged; 0 without consumers.
func doneBelow(ctx context.Context, s jetstream.Stream) (uint64, error) {
	var keep uint64
	first := true
	list := s.ListConsumers(ctx)
	for c := range list.Info() {
		if c.Config.Durable == "" {
			continue
		}
		if next := c.AckFloor.Stream + 1; first || next < keep {
			keep, first = next, false
		}
	}
	return keep, list.Err()
}

// lowestReference is the lowest sequence of the stream that a message in quarantine stands for.
func (b *Bus) lowestReference(ctx context.Context, stream string) (uint64, error) {
	prefix := "ref." + stream + "."
	keys, err := b.KV(marks).Keys(ctx, prefix+">")
	if err != nil {
		return 0, fmt.Errorf("list references of quarantine: %w", err)
	}
	var low uint64
	for _, k := range keys {
		seq, err := strconv.ParseUint(strings.TrimPrefix(k, prefix), 10, 64)
		if err == nil && (low == 0 || seq < low) {
			low = seq
		}
	}
	return low, nil
}

// blocked answers ErrFull while the disk has no room to publish, or the store waits for its new start.
func (r *room) blocked() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.disk == nil && r.bus.emb != nil && r.bus.emb.broken.Load() {
		return fmt.Errorf("%w: the store in %s has met a write error and starts again when the disk has room", ErrFull, r.bus.opts.Dir)
	}
	return r.disk
}

// noted keeps what a publish met, so that waiting and status know.
func (r *room) noted(stream string, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err == nil {
		if r.paused[stream] != nil {
			delete(r.paused, stream)
			r.bus.log.Info("there is room again", "stream", stream)
		}
		return
	}
	if r.bus.emb != nil && storeBroken(err) {
		r.bus.emb.broken.Store(true)
	}
}

// wait holds a producer back for a moment, saying so once. It answers ctx's error when that ends.
func (r *room) wait(ctx context.Context, stream string, why error) error {
	r.mu.Lock()
	if r.paused[stream] == nil {
		r.bus.log.Warn("no room; publishing waits", "stream", stream, "err", why)
	}
	r.paused[stream] = why
	r.mu.Unlock()
	select {
	case r.kick <- stream:
	default: // the keeper has enough to do and looks at every stream by itself
	}
	return sleep(ctx, 100*time.Millisecond)
}

// waiting lists the streams whose producer waits, with the reason.
func (r *room) waiting() map[string]string {
	r.mu.Lock()
	defer r.mu.Unlock()
	out := map[string]string{}
	for s, err := range r.paused {
		out[s] = err.Error()
	}
	if r.disk != nil {
		out["disk"] = r.disk.Error()
	}
	return out
}

// checkDisk stops publishing before the disk is full, and starts a store again that met a full one.
func (r *room) checkDisk() {
	if r.bus.emb == nil || r.bus.opts.MinFree < 0 {
		return
	}
	free, err := freeBytes(r.bus.opts.Dir)
	if err != nil {
		r.bus.log.Debug("ask for free disk space", "dir", r.bus.opts.Dir, "err", err)
		return
	}
	if r.setDisk(free) && r.bus.emb.broken.Load() {
		r.revive()
	}
}

// setDisk notes and answers whether there is room.
func (r *room) setDisk(free int64) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	was := r.disk
	r.disk = nil
	if free < r.bus.opts.MinFree {
		r.disk = fmt.Errorf("%w: %d MiB free on the disk of %s, %d MiB are needed", ErrFull, free>>20, r.bus.opts.Dir, r.bus.opts.MinFree>>20)
	}
	switch {
	case was == nil && r.disk != nil:
		r.bus.log.Error("the disk is full; publishing pauses until there is room", "err", r.disk)
	case was != nil && r.disk == nil:
		r.bus.log.Info("the disk has room again", "dir", r.bus.opts.Dir)
	}
	return r.disk == nil
}

func (r *room) revive() {
	if err := r.bus.emb.revive(); err != nil {
		r.bus.log.Error("start the store again after a write error", "err", err)
		return
	}
	r.bus.log.Info("the store works again after a write error")
}
