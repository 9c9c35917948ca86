package alert

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"
)

var (
	// ErrTaken is a Ledger's answer to Put where the key is not at the revision given.
	ErrTaken = errors.New("the key is at another revision")
	// ErrNoKey is a Ledger's answer to Get for a key that it does not have.
	ErrNoKey = errors.New("no such key")
)

// Ledger is a durable store of small values, shared by all processes that send alerts. Keys are made of
// letters, digits and dots.
type Ledger interface {
	// Get answers the value and its revision, or an error that wraps ErrNoKey.
	Get(ctx context.Context, key string) (value []byte, revision uint64, err error)
	// Put writes a key that is at this revision, 0 for one that is not there, or answers an error that
	// wraps ErrTaken. With ttl the key may go after that time.
	Put(ctx context.Context, key string, value []byte, revision uint64, ttl time.Duration) (uint64, error)
	// Delete removes a key that is at this revision; one that is not is none of the caller's business.
	Delete(ctx context.Context, key string, revision uint64) error
	// Keys lists the keys that begin with the prefix, which ends in a dot.
	Keys(ctx context.Context, prefix string) ([]string, error)
}

// The states of an entry.
const (
	sending = "sending" // someone is at it since At
	waiting = "waiting" // it failed for some sink, and anyone may try again
	sent    = "sent"
	held    = "held" // it comes in a digest
)

const (
	// sendingFor is how long a sending may take; who takes longer has crashed.
	sendingFor = 60 * time.Second
	// sendWithin ends a sending before another may begin it anew.
	sendWithin = 45 * time.Second
	// entryLife is how long the ledger knows what was sent: far longer than an event is redelivered.
	entryLife = 90 * 24 * time.Hour
)

// entry is what the ledger holds of one notice.
type entry struct {
	State string    `json:"state"`
	At    time.Time `json:"at"`
	Rule  string    `json:"rule"`
	Done  []string  `json:"done,omitempty"` // sinks that have it

	key string
	rev uint64
}

// begin takes a notice for sending. It answers nil where nothing is left to do, and ErrDelayed while
// someone else is at it.
func (a *Alerter) begin(ctx context.Context, n *Notice) (*entry, error) {
	e := &entry{State: sending, At: a.now().UTC(), Rule: n.Rule, key: "sent." + n.Key}
	err := a.write(ctx, e)
	if !errors.Is(err, ErrTaken) {
		return e, err
	}
	value, rev, err := a.ledger.Get(ctx, e.key)
	if err != nil {
		return nil, fmt.Errorf("read the ledger: %w", err)
	}
	was := entry{key: e.key, rev: rev}
	if err := json.Unmarshal(value, &was); err != nil {
		return nil, fmt.Errorf("read ledger entry %s: %w", e.key, err)
	}
	switch {
	case was.State == sent, was.State == held:
		return nil, nil
	case was.State == sending && a.now().Sub(was.At) < sendingFor:
		return nil, fmt.Errorf("%w: it is being sent since %s", ErrDelayed, was.At.Format(time.RFC3339))
	}
	was.State, was.At = sending, e.At
	if err := a.write(ctx, &was); err != nil {
		if errors.Is(err, ErrTaken) {
			return nil, fmt.Errorf("%w: another has begun to send it", ErrDelayed)
		}
		return nil, err
	}
	return &was, nil
}

func (a *Alerter) write(ctx context.Context, e *entry) error {
	data, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("encode ledger entry %s: %w", e.key, err)
	}
	rev, err := a.ledger.Put(ctx, e.key, data, e.rev, entryLife)
	if err != nil {
		return fmt.Errorf("write ledger entry %s: %w", e.key, err)
	}
	e.rev = rev
	return nil
}

// deliver sends a notice to each sink of the rule that does not have it yet, unless decide, asked once
// the notice is recorded, says that it is not to be sent.
func (a *Alerter) deliver(ctx context.Context, r *rule, n Notice, decide func(context.Context) (send bool, err error)) error {
	e, err := a.begin(ctx, &n)
	if err != nil || e == nil {
		return err
	}
	send, failed := true, error(nil)
	if decide != nil {
		send, failed = decide(ctx)
	}
	switch {
	case failed != nil:
		e.State = waiting
	case !send:
		e.State = held
	default:
		failed = a.sendAll(ctx, r, n, e)
		e.State = sent
		if failed != nil {
			e.State = waiting
		}
	}
	// What was sent is written down also when the process is ending.
	wctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), sendingFor-sendWithin)
	defer cancel()
	return errors.Join(failed, a.write(wctx, e))
}

// sendAll sends to the sinks that are not done yet, noting each that takes it.
func (a *Alerter) sendAll(ctx context.Context, r *rule, n Notice, e *entry) error {
	ctx, cancel := context.WithTimeout(ctx, sendWithin)
	defer cancel()
	failed := map[string]error{}
	for _, name := range r.To {
		if slices.Contains(e.Done, name) || failed[name] != nil {
			continue
		}
		if err := a.sinks[name].send(ctx, n); err != nil {
			failed[name] = err
			continue
		}
		e.Done = append(e.Done, name)
	}
	return joined(failed)
}

// joined makes one error of those of several sinks. One that is merely away outweighs one that refuses:
// the notice must come again.
func joined(failed map[string]error) error {
	var refused, delayed []error
	for _, name := range slices.Sorted(maps.Keys(failed)) {
		err := fmt.Errorf("sink %s: %w", name, failed[name])
		if errors.Is(err, ErrRefused) {
			refused = append(refused, err)
		} else {
			delayed = append(delayed, fmt.Errorf("%w: %w", ErrDelayed, err))
		}
	}
	if delayed != nil {
		return errors.Join(delayed...)
	}
	return errors.Join(refused...)
}
