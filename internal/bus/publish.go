package bus

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"strconv"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/nats-io/nuid"

	"github.com/claimwire/claimwire/internal/claim"
)

const (
	batchCount = 500     // messages in an atomic batch, for each of which the server makes a store; it takes 1,000
	batchBytes = 4 << 20 // in one batch, unless a single message has more
)

// PublishArticles stores articles on ARTICLES. While the stream is full it waits for room, so the
// crawler pauses; with ctx done by then the error wraps ErrFull. An article over the server's limit
// gives ErrTooLarge by name and is not sent; the others are.
func (b *Bus) PublishArticles(ctx context.Context, list []claim.Article) error {
	return publishAll(ctx, list, ArticleMessage, func(ctx context.Context, out []Outgoing) error {
		return b.PublishWaiting(ctx, Articles, out)
	})
}

// PublishExtractions stores readings on READINGS, with the waiting of PublishArticles.
func (b *Bus) PublishExtractions(ctx context.Context, list []claim.Extraction) error {
	return publishAll(ctx, list, ExtractionMessage, func(ctx context.Context, out []Outgoing) error {
		for i := range out {
			b.recent.put(&list[i], out[i].Data)
		}
		return b.PublishWaiting(ctx, Readings, out)
	})
}

// PublishEvents stores events on EVENTS. It does not wait: a full stream is ErrFull at once, and the
// events stay in the caller's outbox.
func (b *Bus) PublishEvents(ctx context.Context, list []claim.Event) error {
	return publishAll(ctx, list, EventMessage, func(ctx context.Context, out []Outgoing) error {
		return b.Publish(ctx, Events, out)
	})
}

func publishAll[T any](ctx context.Context, list []T, encode func(*T) (Outgoing, error), send func(context.Context, []Outgoing) error) error {
	out := make([]Outgoing, 0, len(list))
	for i := range list {
		m, err := encode(&list[i])
		if err != nil {
			return Permanent(err)
		}
		m.Trace = TraceOf(ctx)
		out = append(out, m)
	}
	return send(ctx, out)
}

// Publish stores messages on a stream. After an error it is unknown which are stored; sending all again
// within two minutes stores none twice.
func (b *Bus) Publish(ctx context.Context, stream string, list []Outgoing) error {
	msgs, tooLarge := b.encode(list)
	for len(msgs) > 0 {
		n := chunk(msgs)
		left, err := b.send(ctx, stream, msgs[:n])
		if err != nil {
			return errors.Join(fmt.Errorf("publish %d of %d messages on %s: %w", len(msgs)-n+len(left), len(list), stream, err), tooLarge)
		}
		msgs = msgs[n:]
	}
	return tooLarge
}

// PublishWaiting is Publish that waits for room where Publish answers ErrFull.
func (b *Bus) PublishWaiting(ctx context.Context, stream string, list []Outgoing) error {
	msgs, tooLarge := b.encode(list)
	var full error // why it waits
	for len(msgs) > 0 {
		n := chunk(msgs)
		left, err := b.send(ctx, stream, msgs[:n])
		switch {
		case err == nil:
			msgs, full = msgs[n:], nil
			continue
		case errors.Is(err, ErrFull):
			msgs, full = append(left, msgs[n:]...), err
			if b.room.wait(ctx, stream, err) == nil {
				continue
			}
		case full != nil && ctx.Err() != nil: // the time to wait ended while trying once more
			err = full
		}
		return errors.Join(fmt.Errorf("publish on %s: %w", stream, err), tooLarge)
	}
	return tooLarge
}

// encode makes NATS messages, leaving out and naming those that the server would refuse by size.
func (b *Bus) encode(list []Outgoing) (msgs []*nats.Msg, tooLarge error) {
	limit := b.nc.MaxPayload()
	var errs []error
	for _, o := range list {
		m := &nats.Msg{Subject: o.Subject, Data: o.Data, Header: nats.Header{headerVersion: {strconv.Itoa(claim.Version)}}}
		if o.ID != "" {
			m.Header[headerID] = []string{o.ID}
		}
		if o.Trace != "" {
			m.Header[headerTrace] = []string{o.Trace}
		}
		if o.Silent {
			m.Header[headerSilent] = []string{"1"}
		}
		if size := int64(m.Size()) + headerRoom; size > limit {
			errs = append(errs, fmt.Errorf("message %s of %d bytes on %s: %w: the server takes %d", o.ID, len(o.Data), o.Subject, ErrTooLarge, limit))
			continue
		}
		msgs = append(msgs, m)
	}
	return msgs, errors.Join(errs...)
}

// headerRoom is what batch headers and the wire form of headers add to Msg.Size.
const headerRoom = 256

// chunk says how many of the messages go in one batch.
func chunk(msgs []*nats.Msg) int {
	size := 0
	for i, m := range msgs {
		size += m.Size()
		if i == batchCount || i > 0 && size > batchBytes {
			return i
		}
	}
	return len(msgs)
}

// send stores up to a batch of messages and answers which are not known to be stored.
func (b *Bus) send(ctx context.Context, stream string, msgs []*nats.Msg) (left []*nats.Msg, err error) {
	if err := b.room.blocked(); err != nil {
		return msgs, err
	}
	ctx, end := b.link.bound(ctx, publishWait)
	defer end()
	if len(msgs) > 1 && b.atomic[stream] {
		err := b.sendAtomic(ctx, msgs)
		if err == nil {
			b.stats.published(stream, len(msgs), 0)
			b.room.noted(stream, nil)
			return nil, nil
		}
		if errors.Is(err, ErrAway) || ctx.Err() != nil {
			return msgs, cmp.Or(b.room.blocked(), err)
		}
		// A duplicate fails the whole batch, and so does a stream with room for a part of it: one by one
		// tells which.
	}
	left, dup, err := b.sendEach(ctx, msgs)
	if full := b.room.blocked(); err != nil && full != nil {
		err = full // why nothing answered
	}
	b.stats.published(stream, len(msgs)-len(left)-dup, dup)
	b.room.noted(stream, err)
	return left, err
}

const (
	headerBatchID       = "Nats-Batch-Id"
	headerBatchSequence = "Nats-Batch-Sequence"
	headerBatchCommit   = "Nats-Batch-Commit"
)

// sendAtomic stores all messages or none.
func (b *Bus) sendAtomic(ctx context.Context, msgs []*nats.Msg) error {
	id := nuid.Next()
	last := len(msgs) - 1
	for i, m := range msgs {
		h := maps.Clone(m.Header) // the message may go again, by itself
		h[headerBatchID] = []string{id}
		h[headerBatchSequence] = []string{strconv.Itoa(i + 1)}
		part := &nats.Msg{Subject: m.Subject, Header: h, Data: m.Data}
		if i < last {
			if err := b.nc.PublishMsg(part); err != nil {
				return why(ctx, err)
			}
			continue
		}
		h[headerBatchCommit] = []string{"1"}
		if _, err := b.js.PublishMsg(ctx, part, jetstream.WithRetryAttempts(0)); err != nil {
			return why(ctx, err)
		}
	}
	return nil
}

// sendEach stores messages one by one, many on their way at a time, and answers those without an ack.
func (b *Bus) sendEach(ctx context.Context, msgs []*nats.Msg) (left []*nats.Msg, dup int, err error) {
	futures := make([]jetstream.PubAckFuture, 0, len(msgs))
	for _, m := range msgs {
		f, ferr := b.js.PublishMsgAsync(m, jetstream.WithStallWait(publishWait))
		if ferr != nil {
			err = ferr
			break
		}
		futures = append(futures, f)
	}
	left = append(left, msgs[len(futures):]...)
	for i, f := range futures {
		select {
		case ack := <-f.Ok():
			if ack.Duplicate {
				dup++
			}
			continue
		case ferr := <-f.Err():
			err = worse(err, ferr)
		case <-ctx.Done():
			err = worse(err, ctx.Err())
		}
		left = append(left, msgs[i])
	}
	return left, dup, why(ctx, err)
}

// worse keeps the error that waiting for room does not cure, where two differ.
func worse(a, b error) error {
	if a == nil || errors.Is(classify(a), ErrFull) {
		return b
	}
	return a
}

// sleep waits, or answers ctx's error.
func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
