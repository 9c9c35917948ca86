package alert

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/claimwire/claimwire/internal/claim"
)

const (
	singly     = 20 // alerts of a rule that are sent one by one within an hour
	window     = time.Hour
	digestMost = 200 // items that a digest names; the others are counted
	flushEvery = 10 * time.Second
)

// hour is what the ledger holds of a rule's present hour, under "hour.<rule>", and of one that has ended
// and waits to be sent, under "digest.<rule>.<begin>".
type hour struct {
	Begin time.Time `json:"begin"`
	Sent  []string  `json:"sent"` // ids of the events that were sent one by one
	Held  []Item    `json:"held,omitempty"`
	More  int       `json:"more,omitempty"` // held and not named
}

func (h *hour) has(event string) (inSent, inHeld bool) {
	return slices.Contains(h.Sent, event), slices.ContainsFunc(h.Held, func(i Item) bool { return i.Event == event })
}

// throttle counts an alert in the rule's hour and answers whether it is held for the digest. Asked again
// for the same event within the hour, it answers the same.
func (a *Alerter) throttle(ctx context.Context, r *rule, e *claim.Event) (holds bool, err error) {
	key := "hour." + r.hash
	for {
		h, rev, err := a.hour(ctx, key)
		if err != nil {
			return false, err
		}
		if a.now().Sub(h.Begin) >= window {
			if err := a.endHour(ctx, r, h); err != nil {
				return false, err
			}
			h = hour{Begin: a.now().UTC()}
		}
		inSent, inHeld := h.has(e.ID)
		switch {
		case inSent || inHeld:
			return inHeld, nil
		case len(h.Sent) < singly:
			h.Sent = append(h.Sent, e.ID)
		case len(h.Held) < digestMost:
			h.Held, holds = append(h.Held, itemOf(e)), true
		default:
			h.More, holds = h.More+1, true
		}
		if err := a.putHour(ctx, key, h, rev); !errors.Is(err, ErrTaken) {
			return holds, err
		}
		holds = false // another process counted at the same time: look again
	}
}

// hour reads an hour; one that is not there has begun never.
func (a *Alerter) hour(ctx context.Context, key string) (h hour, rev uint64, err error) {
	value, rev, err := a.ledger.Get(ctx, key)
	if errors.Is(err, ErrNoKey) {
		return hour{}, 0, nil
	}
	if err != nil {
		return hour{}, 0, fmt.Errorf("read %s: %w", key, err)
	}
	if err := json.Unmarshal(value, &h); err != nil {
		return hour{}, 0, fmt.Errorf("read %s: %w", key, err)
	}
	return h, rev, nil
}

func (a *Alerter) putHour(ctx context.Context, key string, h hour, rev uint64) error {
	data, err := json.Marshal(h)
	if err != nil {
		return fmt.Errorf("encode %s: %w", key, err)
	}
	if _, err := a.ledger.Put(ctx, key, data, rev, 0); err != nil {
		return fmt.Errorf("write %s: %w", key, err)
	}
	return nil
}

// endHour puts what an hour holds where Run finds it. Doing so twice is doing it once.
func (a *Alerter) endHour(ctx context.Context, r *rule, h hour) error {
	if len(h.Held) == 0 {
		return nil
	}
	err := a.putHour(ctx, fmt.Sprintf("digest.%s.%d", r.hash, h.Begin.UnixNano()), h, 0)
	if errors.Is(err, ErrTaken) {
		return nil
	}
	return err
}

// Run sends digests when their hour has ended, until ctx ends.
func (a *Alerter) Run(ctx context.Context) error {
	tick := time.NewTicker(flushEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		if err := a.Flush(ctx, false); err != nil && ctx.Err() == nil {
			a.log.Warn("a digest waits", "err", err)
		}
	}
}

// Flush sends the digests whose hour has ended; with all, those of the present hour too, as a run that
// ends by itself does.
func (a *Alerter) Flush(ctx context.Context, all bool) error {
	var errs []error
	for _, r := range a.rules {
		if err := a.closeHour(ctx, r, all); err != nil {
			errs = append(errs, fmt.Errorf("digest of alert rule %q: %w", r.Name, err))
			continue
		}
		if err := a.sendDigests(ctx, r); err != nil {
			errs = append(errs, fmt.Errorf("digest of alert rule %q: %w", r.Name, err))
		}
	}
	return errors.Join(errs...)
}

func (a *Alerter) closeHour(ctx context.Context, r *rule, now bool) error {
	key := "hour." + r.hash
	h, rev, err := a.hour(ctx, key)
	if err != nil || rev == 0 || len(h.Held) == 0 || !now && a.now().Sub(h.Begin) < window {
		return err
	}
	if err := a.endHour(ctx, r, h); err != nil {
		return err
	}
	// A new hour, so that an event of the old one that comes again is known there by the ledger alone.
	err = a.putHour(ctx, key, hour{Begin: a.now().UTC()}, rev)
	if errors.Is(err, ErrTaken) {
		return nil // an alert came meanwhile and ended the hour itself, or is in time for the next look
	}
	return err
}

func (a *Alerter) sendDigests(ctx context.Context, r *rule) error {
	keys, err := a.ledger.Keys(ctx, "digest."+r.hash+".")
	if err != nil {
		return fmt.Errorf("list digests: %w", err)
	}
	slices.Sort(keys)
	for _, key := range keys {
		h, rev, err := a.hour(ctx, key)
		if err != nil {
			return err
		}
		if rev == 0 {
			continue // another process has sent it
		}
		d := &Digest{From: h.Begin, To: h.Begin.Add(window), Count: len(h.Held) + h.More, Items: h.Held}
		if err := a.deliver(ctx, r, digestNotice(r, d, a.now()), nil); err != nil && !errors.Is(err, ErrRefused) {
			return err
		} else if err != nil {
			a.log.Error("a sink refuses a digest; it is dropped", "rule", r.Name, "err", err)
		}
		if err := a.ledger.Delete(ctx, key, rev); err != nil {
			return fmt.Errorf("remove %s: %w", key, err)
		}
	}
	return nil
}
