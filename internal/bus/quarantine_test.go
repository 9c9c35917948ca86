package bus

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/claimwire/claimwire/internal/claim"
)

func TestPermanentErrorsGoToQuarantineAndBack(t *testing.T) {
	b := quick(t)
	ctx := t.Context()
	if err := b.PublishArticles(WithTrace(ctx, "00-aa-bb-01"), articles(3, "body <b>&amp;")); err != nil {
		t.Fatal(err)
	}
	var got seen
	fail := func(m Message) bool { return m.Sequence == 2 }
	start(t, b, fast("extractor"), One(func(_ context.Context, m Message) error {
		if fail(m) {
			return Permanent(errors.New("no text at all"))
		}
		a, err := Decode[claim.Article](m)
		if err != nil {
			return err
		}
		got.add(a.Text + " " + m.Trace() + " " + m.ID)
		return nil
	}))
	idleAfter(t, b, &got, 2)
	list, err := b.QuarantineList(ctx)
	if err != nil || len(list) != 1 {
		t.Fatalf("quarantine %v %v", list, err)
	}
	e := list[0]
	if e.Stage != "extractor" || e.Reason != "no text at all" || e.Attempts != 1 || e.Trace != "00-aa-bb-01" || e.Stream != Articles || e.Sequence != 2 {
		t.Errorf("entry %+v", e)
	}
	if _, err := b.QuarantineShow(ctx, "nothing"); !errors.Is(err, ErrNotQuarantined) {
		t.Errorf("show of nothing: %v", err)
	}
	if err := b.QuarantineReplay(ctx, e.ID); err != nil {
		t.Fatal(err)
	}
	idleAfter(t, b, &got, 3)
	want := "body <b>&amp; 00-aa-bb-01 " + e.ID + "/replay-1"
	if last := got.list()[2]; last != want {
		t.Errorf("replayed message %q, want %q", last, want)
	}
	if list, err := b.QuarantineList(ctx); err != nil || len(list) != 0 {
		t.Errorf("after replay: %v %v", list, err)
	}
}

func idleAfter(t testing.TB, b *Bus, got *seen, n int) {
	t.Helper()
	eventually(t, fmt.Sprintf("%d messages", n), func() bool { return len(got.list()) >= n })
	idle(t, b)
}

func TestUnreadableMessages(t *testing.T) {
	tests := []struct {
		name, data, reason string
		version            bool
	}{
		{"no JSON", `{"v":1,`, "no JSON", false},
		{"binary", "\xff\xfe\x00", "no JSON", false},
		{"newer schema in the body", `{"v":99}`, "schema 99", false},
		{"a list", `[1]`, "no JSON object", false},
		{"of ours and broken", `{"v":1,"title":5}`, "decode", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := quick(t)
			ctx := t.Context()
			var err error
			if tt.version {
				err = b.Publish(ctx, Articles, []Outgoing{{Subject: "article.x", ID: "id", Data: []byte(tt.data)}})
			} else {
				_, err = b.js.Publish(ctx, "article.x", []byte(tt.data))
			}
			if err != nil {
				t.Fatal(err)
			}
			start(t, b, fast("extractor"), One(func(_ context.Context, m Message) error {
				_, err := Decode[claim.Article](m)
				return err
			}))
			var list []Held
			eventually(t, "an entry in quarantine", func() bool {
				if list, err = b.QuarantineList(ctx); err != nil {
					t.Fatal(err)
				}
				return len(list) == 1
			})
			idle(t, b)
			if !strings.Contains(list[0].Reason, tt.reason) {
				t.Errorf("reason %q, want %q in it", list[0].Reason, tt.reason)
			}
			whole, err := b.QuarantineShow(ctx, fmt.Sprint(list[0].Number))
			if err != nil {
				t.Fatal(err)
			}
			if data := string(whole.Message) + string(whole.MessageRaw); data != tt.data {
				t.Errorf("kept %q, want %q", data, tt.data)
			}
			if err := b.QuarantineDrop(ctx, list[0].ID); err != nil {
				t.Fatal(err)
			}
			if list, err := b.QuarantineList(ctx); err != nil || len(list) != 0 {
				t.Errorf("after drop: %v %v", list, err)
			}
		})
	}
}

func TestMessageTooLargeForQuarantineIsReferred(t *testing.T) {
	b := quick(t)
	ctx := t.Context()
	big := `{"v":1,"text":"` + strings.Repeat("a", maxPayload-1000) + `"}`
	if err := b.Publish(ctx, Articles, []Outgoing{{Subject: "article.x", ID: "big", Data: []byte(big)}}); err != nil {
		t.Fatal(err)
	}
	var got seen
	first := true
	start(t, b, fast("extractor"), One(func(_ context.Context, m Message) error {
		if first {
			first = false
			return Permanent(errors.New("no"))
		}
		got.add(m.ID)
		if string(m.Data) != big {
			t.Error("the message came back changed")
		}
		return nil
	}))
	eventually(t, "quarantine", func() bool { return b.Stats().Quarantined["extractor"] == 1 })
	idle(t, b)
	if err := b.room.purgeDone(ctx, Articles, true); err != nil {
		t.Fatal(err)
	}
	if n := stored(t, b, Articles); n != 1 {
		t.Fatalf("%d messages left; what quarantine refers to must stay", n)
	}
	if err := b.QuarantineReplay(ctx, "big"); err != nil {
		t.Fatal(err)
	}
	idleAfter(t, b, &got, 1)
	if err := b.room.purgeDone(ctx, Articles, true); err != nil {
		t.Fatal(err)
	}
	if n := stored(t, b, Articles); n != 0 {
		t.Errorf("%d messages left after the reference is gone", n)
	}
}

func TestPanicHurtsOnlyItsMessage(t *testing.T) {
	b := quick(t)
	ctx := t.Context()
	if err := b.PublishArticles(ctx, articles(10, "body")); err != nil {
		t.Fatal(err)
	}
	var got seen
	s := fast("extractor")
	s.Batch, s.BatchWait = 10, 5*time.Millisecond
	start(t, b, s, func(_ context.Context, batch []Message) []error {
		for _, m := range batch {
			if m.Sequence == 4 {
				panic("cannot divide")
			}
		}
		for _, m := range batch {
			got.add(m.ID)
		}
		return nil
	})
	eventually(t, "quarantine", func() bool { return b.Stats().Quarantined["extractor"] == 1 })
	idle(t, b)
	if got.distinct() != 9 {
		t.Errorf("%d others handled, want 9", got.distinct())
	}
	list, err := b.QuarantineList(ctx)
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	if r := list[0].Reason; !strings.Contains(r, "cannot divide") || !strings.Contains(r, "quarantine_test.go") {
		t.Errorf("reason without panic and stack: %s", r)
	}
	if list[0].Attempts != aloneFrom+marksLeft {
		t.Errorf("%d attempts, want four together, three alone and the one that ends it", list[0].Attempts)
	}
}

func TestMarksLeftBehindByCrashes(t *testing.T) {
	b := quick(t)
	ctx := t.Context()
	m := Message{ID: "killer", Stream: Articles, Sequence: 9}
	for range marksLeft {
		// The process ends here each time: nobody removes the mark.
		if _, err := b.setMark(ctx, "extractor", m); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := b.setMark(ctx, "extractor", m); !IsPermanent(err) || !strings.Contains(err.Error(), "the process ended") {
		t.Errorf("fourth run: %v, want a permanent error", err)
	}
	if _, err := b.setMark(ctx, "extractor", m); err != nil {
		t.Errorf("after quarantine, a replay begins anew: %v", err)
	}
}

func TestSuspectRunsAloneAndLeavesNoMark(t *testing.T) {
	b := quick(t)
	ctx := t.Context()
	if err := b.PublishArticles(ctx, articles(12, "body")); err != nil {
		t.Fatal(err)
	}
	var got seen
	s := fast("extractor")
	s.Workers, s.Batch = 3, 4
	running := make(chan struct{}, 12)
	start(t, b, s, func(_ context.Context, batch []Message) []error {
		running <- struct{}{}
		defer func() { <-running }()
		errs := make([]error, len(batch))
		for i, m := range batch {
			switch {
			case m.Deliveries < aloneFrom:
				errs[i] = errors.New("not yet")
			case len(batch) != 1 || len(running) != 1:
				t.Errorf("suspect %s runs with %d others", m.ID, len(batch)+len(running)-2)
			default:
				if keys, err := b.KV(marks).Keys(ctx, "mark.>"); err != nil || len(keys) != 1 {
					t.Errorf("marks while a suspect runs: %v %v", keys, err)
				}
				got.add(m.ID)
			}
		}
		return errs
	})
	idleAfter(t, b, &got, 12)
	if keys, err := b.KV(marks).Keys(ctx, "mark.>"); err != nil || len(keys) != 0 {
		t.Errorf("marks left: %v %v", keys, err)
	}
}

func TestReplayIDs(t *testing.T) {
	for in, want := range map[string]string{
		"a/b": "a/b/replay-1", "a/b/replay-1": "a/b/replay-2", "a/b/replay-9": "a/b/replay-10",
		"a/replay-x": "a/replay-x/replay-1",
	} {
		if got := replayID(in); got != want {
			t.Errorf("replayID(%q) = %q, want %q", in, got, want)
		}
	}
}
