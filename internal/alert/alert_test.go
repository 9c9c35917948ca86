package alert

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/claimwire/claimwire/internal/claim"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.Cleanup(func(int) { http.DefaultTransport.(*http.Transport).CloseIdleConnections() }))
}

// memory is a Ledger in memory. fail, where set, is asked before each write.
type memory struct {
	mu   sync.Mutex
	rev  uint64
	keys map[string]memoryEntry
	fail func(key string, value []byte) error
}

type memoryEntry struct {
	value []byte
	rev   uint64
}

func newMemory() *memory { return &memory{keys: map[string]memoryEntry{}} }

func (m *memory) Get(_ context.Context, key string) ([]byte, uint64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	e, ok := m.keys[key]
	if !ok {
		return nil, 0, fmt.Errorf("get %s: %w", key, ErrNoKey)
	}
	return e.value, e.rev, nil
}

func (m *memory) Put(_ context.Context, key string, value []byte, rev uint64, _ time.Duration) (uint64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.fail != nil {
		if err := m.fail(key, value); err != nil {
			return 0, err
		}
	}
	if m.keys[key].rev != rev {
		return 0, fmt.Errorf("put %s: %w", key, ErrTaken)
	}
	m.rev++
	m.keys[key] = memoryEntry{slices.Clone(value), m.rev}
	return m.rev, nil
}

func (m *memory) Delete(_ context.Context, key string, rev uint64) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.keys[key].rev == rev {
		delete(m.keys, key)
	}
	return nil
}

func (m *memory) Keys(_ context.Context, prefix string) ([]string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var list []string
	for k := range m.keys {
		if strings.HasPrefix(k, prefix) {
			list = append(list, k)
		}
	}
	return list, nil
}

// box is a sink that keeps what it is given.
type box struct {
	mu   sync.Mutex
	list []Notice
	err  error
}

func (b *box) Send(_ context.Context, n Notice) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.err == nil {
		b.list = append(b.list, n)
	}
	return b.err
}

func (b *box) set(err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.err = err
}

func (b *box) got() []Notice {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.list)
}

// clock is a time that tests move.
type clock struct {
	mu sync.Mutex
	t  time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
}

// desk is an Alerter with everything that a test wants to hold.
type desk struct {
	*Alerter
	ledger *memory
	clock  *clock
	box    *box
}

func newDesk(t *testing.T, rules ...Rule) *desk {
	t.Helper()
	d := &desk{ledger: newMemory(), clock: &clock{t: time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)}, box: &box{}}
	d.start(t, map[string]Sink{"desk": d.box}, rules...)
	return d
}

// start makes a new Alerter over the same ledger, as the next process would.
func (d *desk) start(t *testing.T, sinks map[string]Sink, rules ...Rule) {
	t.Helper()
	a, err := New(Options{Rules: rules, Sinks: sinks, Ledger: d.ledger, Now: d.clock.now, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	d.Alerter = a
}

func (d *desk) event(i int) claim.Event {
	usd := 12e6
	ev := claim.Evidence{ID: fmt.Sprintf("ev%d", i), ArticleID: "a", URL: "https://news.example/1", Publisher: "Harbour Post",
		PublishedAt: d.clock.now().Add(-time.Hour), Text: "The Grey Heron crew took $12 million."}
	return claim.Event{
		V: claim.Version, ID: claim.EventID(claim.EventNew, "", ev.ID), Type: claim.EventNew, At: d.clock.now(), Evidence: ev,
		Claim: claim.Claim{
			V: claim.Version, ID: claim.ClaimID(ev.ID), Kind: claim.Theft, Statement: "Grey Heron took $12 million from Orlo Bank.",
			Certainty: claim.Asserted, Articles: 1, Countries: []string{"AT"},
			Actors:  []claim.Party{{Name: "Grey Heron", ID: "G9001", Kind: claim.Group, Country: "LI", Named: []claim.NamedBy{{Name: "TAN-4", By: "Orlo CERT"}}}},
			Victims: []claim.Party{{Name: "Orlo Bank", Kind: claim.Organization, Country: "AD"}},
			Amount:  &claim.Money{Value: 12e6, Currency: "USD", Qualifier: claim.Exact, USD: &usd},
		},
	}
}

func all(name string) Rule {
	return Rule{Name: name, On: claim.EventTypes, To: []string{"desk"}}
}

func (d *desk) handle(t *testing.T, e claim.Event) {
	t.Helper()
	if err := d.Handle(t.Context(), e); err != nil {
		t.Fatal(err)
	}
}

func TestWhichEventsARuleSelects(t *testing.T) {
	tests := []struct {
		name   string
		rule   func(*Rule)
		event  func(*claim.Event)
		alerts bool
	}{
		{"plain", nil, nil, true},
		{"silent", nil, func(e *claim.Event) { e.Silent = true }, false},
		{"another type", func(r *Rule) { r.On = []claim.EventType{claim.EventDenial} }, nil, false},
		{"kind", func(r *Rule) { r.Kind = []claim.Kind{claim.Sanction, claim.Theft} }, nil, true},
		{"another kind", func(r *Rule) { r.Kind = []claim.Kind{claim.Sanction} }, nil, false},
		{"actor by name", func(r *Rule) { r.Actor = []string{"grey heron"} }, nil, true},
		{"actor by id", func(r *Rule) { r.Actor = []string{"g9001"} }, nil, true},
		{"actor by another's name", func(r *Rule) { r.Actor = []string{"tan-4"} }, nil, true},
		{"the victim is no actor", func(r *Rule) { r.Actor = []string{"Orlo Bank"} }, nil, false},
		{"country of the claim", func(r *Rule) { r.Country = []string{"at"} }, nil, true},
		{"country of an actor", func(r *Rule) { r.Country = []string{"LI"} }, nil, true},
		{"country of a victim", func(r *Rule) { r.Country = []string{"AD"} }, nil, true},
		{"another country", func(r *Rule) { r.Country = []string{"MC"} }, nil, false},
		{"sum reached", func(r *Rule) { r.MinUSD = 12e6 }, nil, true},
		{"sum not reached", func(r *Rule) { r.MinUSD = 12.1e6 }, nil, false},
		{"no sum", func(r *Rule) { r.MinUSD = 1 }, func(e *claim.Event) { e.Claim.Amount = nil }, false},
		{"sum by a yearly rate", func(r *Rule) { r.MinUSD = 5e6 }, func(e *claim.Event) {
			about := 6e6
			e.Claim.Amount = &claim.Money{Value: 5e6, Currency: "EUR", USDAbout: &about}
		}, true},
		{"all conditions, one fails", func(r *Rule) { r.Kind, r.Actor = []claim.Kind{claim.Theft}, []string{"nobody"} }, nil, false},
		{"expression", func(r *Rule) { r.When = `claim.kind == "theft" && any(claim.actors, .country == "LI")` }, nil, true},
		{"expression says no", func(r *Rule) { r.When = `claim.amount.usd > 5e7` }, nil, false},
		{"expression on the event", func(r *Rule) { r.When = `event.type == "new" and event.evidence.publisher startsWith "Harbour"` }, nil, true},
		{"expression that fails", func(r *Rule) { r.When = `claim.via[3] == "x"` }, nil, false},
		{"an old article", nil, func(e *claim.Event) { e.Evidence.PublishedAt = e.At.Add(-49 * time.Hour) }, false},
		{"an old article, any age", func(r *Rule) { r.MaxAge = -1 }, func(e *claim.Event) { e.Evidence.PublishedAt = e.At.Add(-900 * time.Hour) }, true},
		{"no date", nil, func(e *claim.Event) { e.Evidence.PublishedAt = time.Time{} }, true},
		{"before the rule", nil, func(e *claim.Event) { e.At = e.At.Add(-time.Second) }, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := all("r")
			if tt.rule != nil {
				tt.rule(&r)
			}
			d := newDesk(t, r)
			e := d.event(1)
			if tt.event != nil {
				tt.event(&e)
			}
			d.handle(t, e)
			if got := len(d.box.got()) == 1; got != tt.alerts {
				t.Errorf("alerts: %v, want %v", got, tt.alerts)
			}
		})
	}
}

func TestAnEventAlertsOncePerRule(t *testing.T) {
	d := newDesk(t, all("one"), all("two"))
	e := d.event(1)
	for range 3 {
		d.handle(t, e)
	}
	got := d.box.got()
	if len(got) != 2 || got[0].Key == got[1].Key || got[0].Rule != "one" || got[1].Rule != "two" {
		t.Errorf("notices %+v, want one of each rule", got)
	}
	d.start(t, map[string]Sink{"desk": d.box}, all("one"), all("two"))
	d.handle(t, e)
	if n := len(d.box.got()); n != 2 {
		t.Errorf("%d notices after a restart, want 2", n)
	}
}

func TestRuleBeginsAtItsOwnCreation(t *testing.T) {
	d := newDesk(t, all("old"))
	before := d.event(1)
	d.clock.pass(time.Hour)
	// The next start knows "old", edited, and "young".
	edited := all("old")
	edited.When = `claim.kind == "theft"`
	d.start(t, map[string]Sink{"desk": d.box}, edited, all("young"))
	d.handle(t, before)
	d.handle(t, d.event(2))
	var got []string
	for _, n := range d.box.got() {
		got = append(got, n.Rule+" "+n.Event.Evidence.ID)
	}
	if want := []string{"old ev1", "old ev2", "young ev2"}; !slices.Equal(got, want) {
		t.Errorf("alerts %v, want %v", got, want)
	}
	d.handle(t, before) // already sent under its name: the edit sends nothing for the past
	if n := len(d.box.got()); n != 3 {
		t.Errorf("%d notices after the past came again, want 3", n)
	}
}

func TestSinkThatIsDownDelaysAndLosesNothing(t *testing.T) {
	d := newDesk(t, all("r"))
	d.box.set(errors.New("no route"))
	e := d.event(1)
	if err := d.Handle(t.Context(), e); !errors.Is(err, ErrAway) || !strings.Contains(err.Error(), "no route") {
		t.Fatalf("error %v, want ErrAway with the cause", err)
	}
	if err := d.Probe(t.Context()); err == nil {
		t.Error("the probe answers at once, want a rest")
	}
	if s := d.Sinks()[0]; s.Sink != "desk" || s.Down.IsZero() || s.Err == "" {
		t.Errorf("status %+v does not say that the sink is down", s)
	}
	d.box.set(nil)
	if err := d.Handle(t.Context(), e); !errors.Is(err, ErrAway) {
		t.Errorf("while it rests: %v, want ErrAway", err)
	}
	d.clock.pass(72 * time.Hour) // longer than MaxAge: waiting does not make news old
	if err := d.Probe(t.Context()); err != nil {
		t.Errorf("probe after the rest: %v", err)
	}
	d.handle(t, e)
	if n := len(d.box.got()); n != 1 {
		t.Errorf("%d notices, want 1", n)
	}
	if s := d.Sinks()[0]; !s.Down.IsZero() || s.Sent != 1 {
		t.Errorf("status %+v after recovery", s)
	}
}

func TestSinkThatIsDownHoldsUpNoOther(t *testing.T) {
	both := all("r")
	both.To = []string{"broken", "desk"}
	broken := &box{err: errors.New("down")}
	d := newDesk(t)
	d.start(t, map[string]Sink{"desk": d.box, "broken": broken}, both)
	e := d.event(1)
	for range 3 {
		if err := d.Handle(t.Context(), e); !errors.Is(err, ErrDelayed) || errors.Is(err, ErrAway) {
			t.Fatalf("error %v, want ErrDelayed alone", err)
		}
	}
	if n := len(d.box.got()); n != 1 {
		t.Errorf("the sink that works got %d notices, want 1", n)
	}
	broken.set(nil)
	d.clock.pass(2 * time.Minute)
	d.handle(t, e)
	if a, b := d.box.got(), broken.got(); len(a) != 1 || len(b) != 1 || a[0].Key != b[0].Key {
		t.Errorf("%d and %d notices, want one each under one key", len(a), len(b))
	}
}

func TestCrashBetweenSendingAndSent(t *testing.T) {
	d := newDesk(t, all("r"))
	e := d.event(1)
	crash := errors.New("the process ends here")
	d.ledger.fail = func(_ string, value []byte) error {
		if strings.Contains(string(value), `"state":"sent"`) {
			return crash
		}
		return nil
	}
	if err := d.Handle(t.Context(), e); !errors.Is(err, crash) {
		t.Fatalf("error %v", err)
	}
	d.ledger.fail = nil
	d.start(t, map[string]Sink{"desk": d.box}, all("r"))
	if err := d.Handle(t.Context(), e); !errors.Is(err, ErrDelayed) {
		t.Fatalf("within a minute: %v, want ErrDelayed", err)
	}
	d.clock.pass(sendingFor)
	d.handle(t, e)
	got := d.box.got()
	if len(got) != 2 || got[0].Key != got[1].Key {
		t.Errorf("notices %v, want two under one key", got)
	}
	d.handle(t, e)
	if n := len(d.box.got()); n != 2 {
		t.Errorf("%d notices in the end, want 2", n)
	}
}

func TestRefusedNotice(t *testing.T) {
	d := newDesk(t, all("r"))
	d.box.set(fmt.Errorf("%w: not like this", ErrRefused))
	if err := d.Handle(t.Context(), d.event(1)); !errors.Is(err, ErrRefused) || errors.Is(err, ErrAway) || errors.Is(err, ErrDelayed) {
		t.Errorf("error %v, want ErrRefused alone", err)
	}
	d.box.set(nil)
	d.handle(t, d.event(2)) // the sink is there: no rest
	d.handle(t, d.event(1)) // replayed from quarantine
	if n := len(d.box.got()); n != 2 {
		t.Errorf("%d notices, want 2", n)
	}
}

func TestLedgerThatIsAwaySendsNothing(t *testing.T) {
	d := newDesk(t, all("r"))
	away := errors.New("bus away")
	d.ledger.fail = func(string, []byte) error { return away }
	if err := d.Handle(t.Context(), d.event(1)); !errors.Is(err, away) {
		t.Errorf("error %v, want the ledger's", err)
	}
	if n := len(d.box.got()); n != 0 {
		t.Errorf("%d notices sent without a record", n)
	}
}

func TestTwoProcessesSendOnce(t *testing.T) {
	d := newDesk(t, all("r"))
	other := *d
	other.start(t, map[string]Sink{"desk": d.box}, all("r"))
	var wg sync.WaitGroup
	for i := range 10 {
		e := d.event(i)
		for _, a := range []*Alerter{d.Alerter, other.Alerter} {
			wg.Go(func() {
				if err := a.Handle(t.Context(), e); err != nil && !errors.Is(err, ErrDelayed) {
					t.Error(err)
				}
			})
		}
	}
	wg.Wait()
	keys := map[string]int{}
	for _, n := range d.box.got() {
		keys[n.Key]++
	}
	if len(keys) != 10 || len(d.box.got()) != 10 {
		t.Errorf("%d notices of %d keys, want 10 of 10", len(d.box.got()), len(keys))
	}
}

func TestWrongRulesAreNamed(t *testing.T) {
	tests := []struct {
		name string
		rule Rule
		want []string
	}{
		{"syntax", Rule{Name: "a", When: "claim.kind ==\n  == 1"}, []string{`"a"`, "when", "line 2, column 3"}},
		{"unknown field", Rule{Name: "b", When: `claim.kinds == "x"`}, []string{`"b"`, "line 1, column 7", "kinds"}},
		{"types", Rule{Name: "c", When: `claim.articles == "x"`}, []string{`"c"`, "line 1, column 16"}},
		{"no truth value", Rule{Name: "d", When: `claim.kind`}, []string{`"d"`, "bool"}},
		{"a range", Rule{Name: "e", When: `any(1..9, # > claim.articles)`}, []string{`"e"`, "ranges"}},
		{"loops three deep", Rule{Name: "f", When: `any(claim.via, any(claim.via, any(claim.via, # == "x")))`}, []string{`"f"`, "3 deep"}},
		{"a function that builds", Rule{Name: "g", When: `repeat("x", 100000000) == ""`}, []string{`"g"`, "line 1, column 1", "repeat"}},
		{"too long", Rule{Name: "h", When: strings.Repeat(" ", maxExprBytes) + "true"}, []string{`"h"`, "bytes"}},
		{"too many parts", Rule{Name: "i", When: strings.Repeat("!", 1000) + "true"}, []string{`"i"`}},
		{"unknown sink", Rule{Name: "j", To: []string{"nowhere"}}, []string{`"j"`, `"nowhere"`}},
		{"unknown type", Rule{Name: "k", On: []claim.EventType{"echo"}}, []string{`"k"`, `"echo"`, "denial"}},
		{"unknown kind", Rule{Name: "l", Kind: []claim.Kind{"murder"}}, []string{`"l"`, `"murder"`, "theft"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.rule.On == nil {
				tt.rule.On = claim.EventTypes
			}
			if tt.rule.To == nil {
				tt.rule.To = []string{"log"}
			}
			_, err := New(Options{Rules: []Rule{all("fine"), tt.rule}, Sinks: map[string]Sink{"desk": &box{}}})
			if err == nil {
				t.Fatal("no error")
			}
			for _, w := range tt.want {
				if !strings.Contains(err.Error(), w) {
					t.Errorf("error %q does not name %q", err, w)
				}
			}
			if strings.Contains(err.Error(), "fine") {
				t.Errorf("error %q blames a rule that is right", err)
			}
		})
	}
	_, err := New(Options{Rules: []Rule{{Name: "same"}, {Name: "same"}, {}}})
	for _, w := range []string{`"same" is there twice`, "rule 3 has no name", "on names no type", "to names no sink"} {
		if err == nil || !strings.Contains(err.Error(), w) {
			t.Errorf("error %v does not say %q", err, w)
		}
	}
}
