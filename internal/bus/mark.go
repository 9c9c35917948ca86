package bus

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// marksLeft is how many marks a message may leave behind: runs that neither ended nor failed, because
// the process ended with them (or the handler panicked).
const marksLeft = 3

// markLife clears marks of messages that nobody will see again.
const markLife = 30 * 24 * time.Hour

type mark struct {
	key    string
	Count  int    `json:"count"` // runs begun and not ended
	Reason string `json:"reason,omitempty"`
}

// setMark notes durably that a run of the message begins; after too many that did not end its answer is
// a Permanent error.
func (b *Bus) setMark(ctx context.Context, stage string, msg Message) (mark, error) {
	m := mark{key: fmt.Sprintf("mark.%s.%s.%d", token(stage), msg.Stream, msg.Sequence)}
	e, err := b.KV(marks).Get(ctx, m.key)
	switch {
	case errors.Is(err, ErrKeyNotFound):
	case err != nil:
		return m, err
	default:
		if err := json.Unmarshal(e.Value, &m); err != nil {
			return m, fmt.Errorf("read mark %s: %w", m.key, err)
		}
	}
	if m.Count >= marksLeft {
		reason := m.Reason
		if reason == "" {
			reason = "the process ended each time"
		}
		// The mark goes, so that a replay of the message begins anew.
		return m, Permanent(errors.Join(fmt.Errorf("%d runs alone did not end: %s", m.Count, reason), b.clearMark(ctx, m)))
	}
	m.Count++
	m.Reason = ""
	return m, b.putMark(ctx, m)
}

// noteMark leaves the mark and adds why the run did not end.
func (b *Bus) noteMark(ctx context.Context, m mark, why error) error {
	m.Reason = why.Error()
	return b.putMark(ctx, m)
}

func (b *Bus) putMark(ctx context.Context, m mark) error {
	data, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("encode mark %s: %w", m.key, err)
	}
	_, err = b.KV(marks).Put(ctx, m.key, data, markLife)
	return err
}

func (b *Bus) clearMark(ctx context.Context, m mark) error {
	return b.KV(marks).Delete(ctx, m.key, 0)
}
