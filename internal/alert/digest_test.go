package alert

import (
	"context"
	"errors"
	"testing"
	"time"
)

func TestManyAlertsBecomeADigest(t *testing.T) {
	d := newDesk(t, all("r"), Rule{Name: "quiet", On: all("").On, To: []string{"desk"}, When: `event.evidence.id == "ev3"`})
	for i := range 50 {
		d.handle(t, d.event(i))
		d.handle(t, d.event(i)) // redelivered
		d.clock.pass(time.Second)
	}
	if n := len(d.box.got()); n != singly+1 {
		t.Fatalf("%d notices, want %d one by one and one of the other rule", n, singly)
	}
	flush := func() {
		t.Helper()
		if err := d.Flush(t.Context(), false); err != nil {
			t.Fatal(err)
		}
	}
	flush()
	if n := len(d.box.got()); n != singly+1 {
		t.Fatalf("the digest came before its hour ended")
	}
	// The hour ends in another process.
	d.clock.pass(time.Hour)
	d.start(t, map[string]Sink{"desk": d.box}, all("r"))
	flush()
	flush()
	got := d.box.got()
	if len(got) != singly+2 {
		t.Fatalf("%d notices, want one more", len(got))
	}
	last := got[len(got)-1]
	if last.Digest == nil || last.Event != nil || last.Digest.Count != 30 || len(last.Digest.Items) != 30 || last.Text != "[r] 30 more between 12:00 and 13:00 UTC" {
		t.Errorf("digest %+v", last)
	}
	if item := last.Digest.Items[0]; item.Claim != "c-ev20" || item.URL == "" || item.Text == "" {
		t.Errorf("item %+v", item)
	}
	d.handle(t, d.event(40)) // an event of the old hour again
	d.handle(t, d.event(99))
	if n := len(d.box.got()); n != len(got)+1 {
		t.Errorf("%d notices in the new hour, want the one new", n-len(got))
	}
}

func TestDigestWaitsForItsSink(t *testing.T) {
	d := newDesk(t, all("r"))
	for i := range singly + 5 {
		d.handle(t, d.event(i))
	}
	d.box.set(errors.New("down"))
	if err := d.Flush(t.Context(), true); !errors.Is(err, ErrDelayed) {
		t.Fatalf("flush to a sink that is down: %v", err)
	}
	// More alerts come, are held or sent in the next hour, and the old digest still arrives, once.
	d.box.set(nil)
	d.clock.pass(2 * time.Hour)
	d.handle(t, d.event(100))
	for range 2 {
		if err := d.Flush(t.Context(), false); err != nil {
			t.Fatal(err)
		}
	}
	got := d.box.got()
	if len(got) != singly+2 || got[singly+1].Digest == nil || got[singly+1].Digest.Count != 5 {
		t.Errorf("%d notices, last %+v", len(got), got[len(got)-1])
	}
}

func TestDigestIsBounded(t *testing.T) {
	d := newDesk(t, all("r"))
	for i := range singly + digestMost + 7 {
		d.handle(t, d.event(i))
	}
	if err := d.Flush(t.Context(), true); err != nil {
		t.Fatal(err)
	}
	got := d.box.got()
	if g := got[len(got)-1].Digest; g == nil || g.Count != digestMost+7 || len(g.Items) != digestMost {
		t.Errorf("digest %+v", g)
	}
}

func TestCrashWhileCountingHoldsOnce(t *testing.T) {
	d := newDesk(t, all("r"))
	for i := range singly {
		d.handle(t, d.event(i))
	}
	e := d.event(50)
	crash := errors.New("the process ends here")
	d.ledger.fail = func(_ string, value []byte) error {
		if string(value) != "" && contains(value, `"state":"held"`) {
			return crash
		}
		return nil
	}
	if err := d.Handle(t.Context(), e); !errors.Is(err, crash) {
		t.Fatal(err)
	}
	d.ledger.fail = nil
	d.clock.pass(sendingFor)
	d.handle(t, e)
	if err := d.Flush(t.Context(), true); err != nil {
		t.Fatal(err)
	}
	got := d.box.got()
	if g := got[len(got)-1].Digest; len(got) != singly+1 || g == nil || g.Count != 1 {
		t.Errorf("%d notices, digest %+v", len(got), g)
	}
}

func TestRunEndsWithItsContext(t *testing.T) {
	d := newDesk(t, all("r"))
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- d.Run(ctx) }()
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
}
