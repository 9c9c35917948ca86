// Package alert tells people of what changed in claims: once for each event and rule, by the sinks that
// the rule names.
//
// Make an Alerter with New, call Start once before the first event, give every event to Handle, and let
// Run send digests meanwhile. What it promises: an alert is recorded in a ledger before it is sent, so a
// sink sees it once, or after a crash again under the same idempotency key; a sink that is down delays
// its alerts and loses none, and holds up no other sink; a rule sends nothing for events older than
// itself, also after it was edited; silent events, and articles that were old when they were found,
// alert nobody; after 20 alerts of a rule within an hour the others of that hour come as one digest.
//
// What a webhook is sent is a Notice as JSON. See Webhook for the headers.
package alert

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"time"

	"github.com/claimwire/claimwire/internal/claim"
)

var (
	// ErrAway says that no sink can be reached: keep the event and stop until Probe answers nil.
	ErrAway = errors.New("every sink is away")
	// ErrDelayed says that a sink is away and others are not: hand the event in again later.
	ErrDelayed = errors.New("delayed")
	// ErrRefused says that a sink will never take this alert as it is.
	ErrRefused = errors.New("refused")
)

// Options are what an Alerter is made of.
type Options struct {
	Rules  []Rule
	Sinks  map[string]Sink // by the names that rules use; LogSink stands in for "log" where it is missing
	Ledger Ledger
	Old    bool // also alert of articles that are older than a rule's MaxAge
	Log    *slog.Logger
	Now    func() time.Time // nil: time.Now
}

// Sink is one place that alerts go to.
type Sink interface {
	// Send delivers one notice. Whatever its error is, the notice comes again under the same key, unless
	// it wraps ErrRefused. A RetryAfter among the wrapped errors says how long to wait.
	Send(ctx context.Context, n Notice) error
}

// RetryAfter is the error of a sink that says when it wants to be asked again.
type RetryAfter struct {
	Wait time.Duration
	Err  error
}

// Error is that of the failed sending.
func (r RetryAfter) Error() string { return r.Err.Error() }

// Unwrap gives the error of the failed sending.
func (r RetryAfter) Unwrap() error { return r.Err }

// Alerter matches events with rules and sends what they select. It is safe for concurrent use.
type Alerter struct {
	rules  []*rule
	sinks  map[string]*guarded
	ledger Ledger
	old    bool
	log    *slog.Logger
	now    func() time.Time
}

// New compiles the rules. Its error names each rule that is wrong, and where in it.
func New(o Options) (*Alerter, error) {
	a := &Alerter{sinks: map[string]*guarded{}, ledger: o.Ledger, old: o.Old, log: o.Log, now: o.Now}
	if a.log == nil {
		a.log = slog.New(slog.DiscardHandler)
	}
	if a.now == nil {
		a.now = time.Now
	}
	var errs []error
	names := map[string]bool{}
	for i, r := range o.Rules {
		compiled, err := compileRule(r)
		switch {
		case r.Name == "":
			errs = append(errs, fmt.Errorf("alert rule %d has no name", i+1))
		case names[r.Name]:
			errs = append(errs, fmt.Errorf("alert rule %q is there twice: its name is what it is known by", r.Name))
		case err != nil:
			errs = append(errs, fmt.Errorf("alert rule %q: %w", r.Name, err))
		}
		names[r.Name] = true
		for _, name := range r.To {
			if err := a.use(name, o.Sinks); err != nil {
				errs = append(errs, fmt.Errorf("alert rule %q: %w", r.Name, err))
			}
		}
		a.rules = append(a.rules, compiled)
	}
	return a, errors.Join(errs...)
}

// use takes a sink into service.
func (a *Alerter) use(name string, sinks map[string]Sink) error {
	s, ok := sinks[name]
	switch {
	case a.sinks[name] != nil:
		return nil
	case ok:
		a.sinks[name] = &guarded{name: name, sink: s, now: a.now}
	case name == "log":
		a.sinks[name] = &guarded{name: name, sink: LogSink{a.log}, now: a.now}
	default:
		return fmt.Errorf("to: no sink is called %q", name)
	}
	return nil
}

// Start records when each rule began, or reads it from the ledger where the rule is known. It must
// succeed before the first Handle.
func (a *Alerter) Start(ctx context.Context) error {
	for _, r := range a.rules {
		key := "rule." + r.hash
		now := a.now().UTC()
		_, err := a.ledger.Put(ctx, key, []byte(now.Format(time.RFC3339Nano)), 0, 0)
		if err == nil {
			r.since = now
			continue
		}
		if !errors.Is(err, ErrTaken) {
			return fmt.Errorf("record alert rule %q: %w", r.Name, err)
		}
		value, _, err := a.ledger.Get(ctx, key)
		if err != nil {
			return fmt.Errorf("read alert rule %q: %w", r.Name, err)
		}
		if r.since, err = time.Parse(time.RFC3339Nano, string(value)); err != nil {
			return fmt.Errorf("read when alert rule %q began: %w", r.Name, err)
		}
	}
	return nil
}

// Handle sends what rules select of the event. With nil everything that it causes is sent, or recorded
// for a digest. It may be called again with the same event at any time.
func (a *Alerter) Handle(ctx context.Context, e claim.Event) error {
	if e.Silent {
		return nil
	}
	var env *exprEnv // the same for every rule, made for the first that needs it
	var failed, refused []error
	for _, r := range a.rules {
		if !r.selects(&e) || !a.fresh(r, &e) {
			continue
		}
		if r.program != nil && env == nil {
			env = envOf(&e)
		}
		if !a.holds(r, env) {
			continue
		}
		switch err := a.alert(ctx, r, &e); {
		case errors.Is(err, ErrRefused):
			refused = append(refused, err)
		case err != nil:
			failed = append(failed, err)
		}
	}
	if failed != nil {
		return a.whether(errors.Join(failed...))
	}
	return errors.Join(refused...)
}

// whether says of a failure that it is all sinks that are away, where that is so.
func (a *Alerter) whether(err error) error {
	for _, s := range a.sinks {
		if s.down() == nil {
			return err
		}
	}
	return fmt.Errorf("%w: %w", ErrAway, err)
}

// fresh says that the event is news for the rule: it came after the rule began, and tells of an article
// that was not old when the event came. Time spent waiting for a sink does not count.
func (a *Alerter) fresh(r *rule, e *claim.Event) bool {
	if e.At.Before(r.since) {
		return false
	}
	published := e.Evidence.PublishedAt
	return a.old || r.MaxAge < 0 || published.IsZero() || e.At.Sub(published) <= r.MaxAge
}

// holds evaluates the rule's expression. One that fails on an event, say by asking for the first actor
// of a claim without actors, does not select it.
func (a *Alerter) holds(r *rule, env *exprEnv) bool {
	if r.program == nil {
		return true
	}
	ok, err := r.program.holds(env)
	if err != nil && !r.warned.Swap(true) {
		a.log.Warn("an alert rule fails on an event and does not select it; further ones are not logged", "rule", r.Name, "err", err)
	}
	return ok && err == nil
}

// alert sends one event for one rule, or keeps it for the rule's digest.
func (a *Alerter) alert(ctx context.Context, r *rule, e *claim.Event) error {
	n := noticeOf(r, e, a.now())
	held := false
	decide := func(ctx context.Context) (bool, error) {
		var err error
		held, err = a.throttle(ctx, r, e)
		return !held, err
	}
	if err := a.deliver(ctx, r, n, decide); err != nil {
		return fmt.Errorf("alert %q of event %s: %w", r.Name, e.ID, err)
	}
	return nil
}

// Probe answers nil when it is time to try a sink that was away again, or when none is away.
func (a *Alerter) Probe(context.Context) error {
	var errs []error
	for _, s := range a.sinks {
		err := s.resting()
		if err == nil {
			return nil
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// Status is what can be told of one sink.
type Status struct {
	Sink string    `json:"sink"`
	Sent uint64    `json:"sent"` // since the start
	Last time.Time `json:"last,omitzero"`
	Down time.Time `json:"down,omitzero"` // since when it is away
	Err  string    `json:"err,omitempty"`
}

// Sinks tells of every sink in use.
func (a *Alerter) Sinks() []Status {
	var list []Status
	for _, s := range a.sinks {
		list = append(list, s.status())
	}
	sortBy(list, func(s Status) string { return s.Sink })
	return list
}

// hash names what parts say, in the characters that keys of the ledger may have. Lengths keep ("a","bc")
// from being ("ab","c").
func hash(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		h.Write([]byte(strconv.Itoa(len(p)) + ":" + p))
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}
