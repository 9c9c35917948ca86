package bus

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/claimwire/claimwire/internal/claim"
)

// Held is one message in quarantine. Number names it as well as its ID does, and never two.
type Held struct {
	Number uint64 `json:"number"`
	claim.Quarantined
}

// quarantine stores the message with its reason, and answers nil once that is durable. The newest entry
// of a message in a stage replaces an earlier one, so twice is once.
func (b *Bus) quarantine(ctx context.Context, stage string, m Message, why error) error {
	q := claim.Quarantined{
		V: claim.Version, ID: m.ID, Stage: stage, Reason: strings.ToValidUTF8(why.Error(), "?"), Attempts: int(m.Deliveries),
		At: time.Now().UTC(), Trace: m.Trace(), Subject: m.Subject, Stream: m.Stream, Sequence: m.Sequence,
	}
	// Only text that decoding and encoding leaves as it is may stand as JSON.
	if json.Valid(m.Data) && utf8.Valid(m.Data) {
		q.Message = m.Data
	} else {
		q.MessageRaw = m.Data
	}
	data, err := b.fit(ctx, &q)
	if err != nil {
		return err
	}
	subject := "quarantine." + token(stage) + "." + token(m.ID) + "-" + strconv.FormatUint(m.Sequence, 10)
	return b.Publish(ctx, Quarantine, []Outgoing{{Subject: subject, Trace: q.Trace, Data: data}})
}

// fit encodes q; where the whole message does not fit, the reference to it stays, and room spares what
// it refers to.
func (b *Bus) fit(ctx context.Context, q *claim.Quarantined) ([]byte, error) {
	data, err := encodeExact(q)
	if err != nil {
		return nil, err
	}
	if int64(len(data))+quarantineRoom <= b.nc.MaxPayload() {
		return data, nil
	}
	q.Message, q.MessageRaw = nil, nil
	if _, err := b.KV(marks).Put(ctx, refKey(q), nil, 0); err != nil {
		return nil, err
	}
	return encodeExact(q)
}

// quarantineRoom is for subject and headers of an entry.
const quarantineRoom = 1 << 10

func refKey(q *claim.Quarantined) string { return fmt.Sprintf("ref.%s.%d", q.Stream, q.Sequence) }

// encodeExact keeps the message within as it is, but for blanks: no escaping of < and >.
func encodeExact(q *claim.Quarantined) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(q); err != nil {
		return nil, fmt.Errorf("encode quarantine entry of %s: %w", q.ID, err)
	}
	return buf.Bytes(), nil
}

// QuarantineEach calls f for every message in quarantine, oldest first, until f errs.
func (b *Bus) QuarantineEach(ctx context.Context, f func(Held) error) error {
	s, err := b.js.Stream(ctx, Quarantine)
	if err != nil {
		return fmt.Errorf("list quarantine: %w", classify(err))
	}
	for seq := uint64(1); ; {
		raw, err := s.GetMsg(ctx, seq, jetstream.WithGetMsgSubject("quarantine.>"))
		if errors.Is(err, jetstream.ErrMsgNotFound) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("list quarantine: %w", classify(err))
		}
		h := Held{Number: raw.Sequence}
		if err := json.Unmarshal(raw.Data, &h.Quarantined); err != nil {
			h.Reason, h.MessageRaw = "an entry that cannot be read: "+err.Error(), raw.Data
		}
		if err := f(h); err != nil {
			return err
		}
		seq = raw.Sequence + 1
	}
}

// QuarantineList is every message in quarantine, without the messages' own bytes, oldest first.
func (b *Bus) QuarantineList(ctx context.Context) ([]Held, error) {
	var list []Held
	err := b.QuarantineEach(ctx, func(h Held) error {
		h.Message, h.MessageRaw = nil, nil
		list = append(list, h)
		return nil
	})
	return list, err
}

// QuarantineShow is the entry whose number or id is given, whole; or ErrNotQuarantined.
func (b *Bus) QuarantineShow(ctx context.Context, id string) (Held, error) {
	var found Held
	number, numErr := strconv.ParseUint(id, 10, 64)
	errFound := errors.New("found")
	err := b.QuarantineEach(ctx, func(h Held) error {
		if h.ID == id || numErr == nil && h.Number == number {
			found = h
			return errFound
		}
		return nil
	})
	switch {
	case errors.Is(err, errFound):
		return found, nil
	case err != nil:
		return Held{}, err
	}
	return Held{}, fmt.Errorf("message %q: %w", id, ErrNotQuarantined)
}

// QuarantineReplay sends a message where it came from, under an id that the duplicate window does not
// know, and removes it from quarantine once that is stored.
func (b *Bus) QuarantineReplay(ctx context.Context, id string) error {
	h, err := b.QuarantineShow(ctx, id)
	if err != nil {
		return fmt.Errorf("replay: %w", err)
	}
	data, err := b.wholeMessage(ctx, &h.Quarantined)
	if err != nil {
		return fmt.Errorf("replay message %s: %w", h.ID, err)
	}
	if err := b.replay(ctx, h, data); err != nil {
		return fmt.Errorf("replay message %s: %w", h.ID, err)
	}
	return b.unquarantine(ctx, h)
}

// replay publishes under the first replay number that the duplicate window does not know: a message may
// have failed again after an earlier replay.
func (b *Bus) replay(ctx context.Context, h Held, data []byte) error {
	for id := replayID(h.ID); ; id = replayID(id) {
		msgs, err := b.encode([]Outgoing{{Subject: h.Subject, ID: id, Trace: h.Trace, Data: data}})
		if err != nil {
			return err
		}
		// Who sent it first may have been newer than this process: the version in the body tells.
		msgs[0].Header.Del(headerVersion)
		ack, err := b.js.PublishMsg(ctx, msgs[0], jetstream.WithExpectStream(h.Stream))
		if err != nil {
			return classify(err)
		}
		if !ack.Duplicate {
			return nil
		}
	}
}

// QuarantineDrop removes a message from quarantine for good.
func (b *Bus) QuarantineDrop(ctx context.Context, id string) error {
	h, err := b.QuarantineShow(ctx, id)
	if err != nil {
		return fmt.Errorf("drop: %w", err)
	}
	return b.unquarantine(ctx, h)
}

func (b *Bus) unquarantine(ctx context.Context, h Held) error {
	s, err := b.js.Stream(ctx, Quarantine)
	if err != nil {
		return fmt.Errorf("remove %s from quarantine: %w", h.ID, classify(err))
	}
	if err := s.DeleteMsg(ctx, h.Number); err != nil && !errors.Is(err, jetstream.ErrMsgNotFound) {
		return fmt.Errorf("remove %s from quarantine: %w", h.ID, classify(err))
	}
	if h.Message == nil && h.MessageRaw == nil && h.Stream != "" {
		return b.KV(marks).Delete(ctx, refKey(&h.Quarantined), 0)
	}
	return nil
}

// wholeMessage is the message's own bytes, from the entry or from where its reference leads.
func (b *Bus) wholeMessage(ctx context.Context, q *claim.Quarantined) ([]byte, error) {
	switch {
	case q.Message != nil:
		return q.Message, nil
	case q.MessageRaw != nil:
		return q.MessageRaw, nil
	}
	s, err := b.js.Stream(ctx, q.Stream)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", q.Stream, classify(err))
	}
	raw, err := s.GetMsg(ctx, q.Sequence)
	if err != nil {
		return nil, fmt.Errorf("read message %d of %s: %w", q.Sequence, q.Stream, classify(err))
	}
	return raw.Data, nil
}

var replaySuffix = regexp.MustCompile(`^(.*)/replay-(\d{1,9})$`)

// replayID is <id>/replay-N with the next N.
func replayID(id string) string {
	n := 1
	if m := replaySuffix.FindStringSubmatch(id); m != nil {
		last, err := strconv.Atoi(m[2])
		if err == nil {
			id, n = m[1], last+1
		}
	}
	return id + "/replay-" + strconv.Itoa(n)
}
