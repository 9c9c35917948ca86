package bus

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// storedPage is how many messages Stored looks at in one go.
const storedPage = 500

// Stored answers which of the ids are those of messages that a stream holds and has taken since a time. It
// reads no more than headers, and is for those who cannot know whether what they sent some time ago arrived:
// the window in which the stream itself knows duplicates is short.
func (b *Bus) Stored(ctx context.Context, stream string, since time.Time, ids []string) (found map[string]bool, err error) {
	asked := make(map[string]bool, len(ids))
	for _, id := range ids {
		asked[id] = true
	}
	found, err = b.stored(ctx, stream, since, asked)
	if err != nil {
		return nil, fmt.Errorf("look for %d messages on %s: %w", len(ids), stream, why(ctx, err))
	}
	return found, nil
}

func (b *Bus) stored(ctx context.Context, stream string, since time.Time, asked map[string]bool) (map[string]bool, error) {
	ctx, end := b.link.bound(ctx, startWait)
	defer end()
	s, err := b.js.Stream(ctx, stream)
	if err != nil {
		return nil, err
	}
	found := map[string]bool{}
	last := s.CachedInfo().State.LastSeq
	if s.CachedInfo().State.Msgs == 0 || s.CachedInfo().State.LastTime.Before(since) {
		return found, nil
	}
	cons, err := s.CreateConsumer(ctx, jetstream.ConsumerConfig{DeliverPolicy: jetstream.DeliverByStartTimePolicy, OptStartTime: &since,
		AckPolicy: jetstream.AckNonePolicy, HeadersOnly: true, MemoryStorage: true, InactiveThreshold: pullWait})
	if err != nil {
		return nil, err
	}
	defer func() {
		_ = s.DeleteConsumer(context.WithoutCancel(ctx), cons.CachedInfo().Name) // else it goes by itself
	}()
	left := cons.CachedInfo().NumPending
	for left > 0 && len(found) < len(asked) {
		batch, err := cons.Fetch(int(min(left, storedPage)), jetstream.FetchContext(ctx))
		if err != nil {
			return nil, err
		}
		n, at := uint64(0), uint64(0)
		for m := range batch.Messages() {
			n++
			if id := m.Headers().Get(headerID); asked[id] {
				found[id] = true
			}
			if meta, err := m.Metadata(); err == nil {
				at = meta.Sequence.Stream
			}
		}
		if err := batch.Error(); err != nil && !errors.Is(err, context.DeadlineExceeded) {
			return nil, err
		}
		if n == 0 { // the stream was purged meanwhile
			return found, ctx.Err()
		}
		if left -= min(left, n); at >= last {
			break
		}
	}
	return found, nil
}
