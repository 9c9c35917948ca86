package bus

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/claimwire/claimwire/internal/claim"
)

func tiny(o *Options) {
	o.Limits = Limits{Articles: 64 << 10, Readings: 64 << 10, Events: 8 << 10, Quarantine: 64 << 10}
}

func TestFullStreamPausesAndResumes(t *testing.T) {
	b := quick(t, tiny)
	if err := b.Prepare(t.Context(), fast("extractor")); err != nil {
		t.Fatal(err)
	}
	published := make(chan error, 1)
	go func() { published <- b.PublishArticles(t.Context(), articles(300, strings.Repeat("word ", 200))) }()
	eventually(t, "a producer that waits", func() bool { return b.Stats().Waiting[Articles] != "" })
	if n := stored(t, b, Articles); n == 0 || n > 64 {
		t.Fatalf("%d messages stored in 64 KiB", n)
	}
	var got seen
	start(t, b, fast("extractor"), One(func(_ context.Context, m Message) error {
		got.add(m.ID)
		return nil
	}))
	if err := <-published; err != nil {
		t.Fatal(err)
	}
	idleAfter(t, b, &got, 300)
	if got.distinct() != 300 {
		t.Errorf("%d of 300 arrived", got.distinct())
	}
	if w := b.Stats().Waiting; len(w) != 0 {
		t.Errorf("still waiting: %v", w)
	}
}

func TestNothingUnreadIsPurged(t *testing.T) {
	b := quick(t, tiny)
	ctx := t.Context()
	slow := Stage{Name: "slow", Stream: Articles}
	if err := b.Prepare(ctx, slow, fast("extractor")); err != nil {
		t.Fatal(err)
	}
	if err := b.PublishArticles(ctx, articles(20, "body")); err != nil {
		t.Fatal(err)
	}
	var got seen
	start(t, b, fast("extractor"), One(func(_ context.Context, m Message) error {
		got.add(m.ID)
		return nil
	}))
	eventually(t, "20 messages", func() bool { return len(got.list()) == 20 })
	if err := b.room.purgeDone(ctx, Articles, true); err != nil {
		t.Fatal(err)
	}
	if n := stored(t, b, Articles); n != 20 {
		t.Errorf("%d messages left, want the 20 that one consumer has not read", n)
	}
	ctx, cancel := context.WithTimeout(ctx, 300*time.Millisecond)
	defer cancel()
	err := b.PublishArticles(ctx, articles(200, strings.Repeat("x", 1000)))
	if !errors.Is(err, ErrFull) {
		t.Errorf("publish into a stream that stays full: %v, want ErrFull", err)
	}
}

func TestFullEventsAreTheCallersToKeep(t *testing.T) {
	b := quick(t, tiny)
	list := make([]claim.Event, 100)
	for i := range list {
		e := claim.Evidence{ID: strings.Repeat("e", i+1), Text: strings.Repeat("x", 300)}
		list[i] = claim.Event{V: claim.Version, ID: claim.EventID(claim.EventNew, "", e.ID), Type: claim.EventNew, Evidence: e}
		list[i].Claim.Kind = claim.Theft
	}
	if err := b.PublishEvents(t.Context(), list); !errors.Is(err, ErrFull) {
		t.Errorf("error %v, want ErrFull", err)
	}
	if len(b.Stats().Waiting) != 0 {
		t.Error("events must not wait")
	}
}

func events(first, n int) []claim.Event {
	list := make([]claim.Event, n)
	for i := range list {
		e := claim.Evidence{ID: strconv.Itoa(first + i), Text: strings.Repeat("x", 300)}
		list[i] = claim.Event{V: claim.Version, ID: claim.EventID(claim.EventNew, "", e.ID), Type: claim.EventNew, Evidence: e}
		list[i].Claim.Kind = claim.Theft
	}
	return list
}

// TestEventsThatNobodyReads publishes far more events than fit: where no stage reads them there is always
// room, and the newest are kept; where one does, or did not long ago, all that it has not read are.
func TestEventsThatNobodyReads(t *testing.T) {
	b := quick(t, tiny)
	ctx := t.Context()
	published := 0
	publish := func() error {
		err := b.PublishEvents(ctx, events(published, 5))
		if err == nil {
			published += 5
		}
		return err
	}
	eventually(t, "60 events in the room of some", func() bool {
		if err := publish(); err != nil && !errors.Is(err, ErrFull) {
			t.Fatal(err)
		}
		if err := b.room.purgeDone(ctx, Events, false); err != nil {
			t.Fatal(err)
		}
		return published >= 60
	})
	if n := stored(t, b, Events); n == 0 || n > 30 {
		t.Errorf("%d events are kept", n)
	}
	reader := fast("alerts")
	reader.Stream, reader.Abandoned = Events, time.Second
	if err := b.Prepare(ctx, reader); err != nil {
		t.Fatal(err)
	}
	kept := stored(t, b, Events)
	if err := b.room.purgeDone(ctx, Events, true); err != nil || stored(t, b, Events) != kept {
		t.Errorf("of %d events that a stage has not read %d are left: %v", kept, stored(t, b, Events), err)
	}
	eventually(t, "the stage to count as given up", func() bool {
		if err := b.room.purgeDone(ctx, Events, true); err != nil {
			t.Fatal(err)
		}
		return stored(t, b, Events) < kept
	})
}

func TestFullDiskPausesPublishing(t *testing.T) {
	b := quick(t, func(o *Options) { o.MinFree = 1 << 62 })
	b.room.checkDisk()
	err := b.Publish(t.Context(), Articles, []Outgoing{{Subject: "article.x", Data: []byte("{}")}})
	if !errors.Is(err, ErrFull) || !strings.Contains(err.Error(), "MiB free") {
		t.Errorf("error %v, want ErrFull with the free space", err)
	}
	if b.Stats().Waiting["disk"] == "" {
		t.Error("stats do not tell of the disk")
	}
	b.room.setDisk(1<<62 + 1)
	if err := b.PublishArticles(t.Context(), articles(1, "body")); err != nil {
		t.Error(err)
	}
}

func TestStoreRevivesAfterWriteError(t *testing.T) {
	b := quick(t)
	ctx := t.Context()
	if err := b.PublishArticles(ctx, articles(3, "body")); err != nil {
		t.Fatal(err)
	}
	var got seen
	start(t, b, fast("extractor"), One(func(_ context.Context, m Message) error {
		got.add(m.ID)
		return nil
	}))
	eventually(t, "3 messages", func() bool { return len(got.list()) == 3 })
	b.emb.broken.Store(true)
	if err := b.Publish(ctx, Articles, []Outgoing{{Subject: "article.x", Data: []byte("{}")}}); !errors.Is(err, ErrFull) {
		t.Errorf("publish into a broken store: %v, want ErrFull", err)
	}
	b.room.checkDisk()
	if err := b.PublishArticles(ctx, articles(6, "body")); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the three new ones", func() bool { return got.distinct() == 6 })
	idle(t, b)
}

// A disk that is really full, where the guard is off: what was acknowledged stays, publishing goes on
// when there is room, nothing is torn.
func TestRealFullDisk(t *testing.T) {
	dir := os.Getenv("CLAIMWIRE_TEST_SMALL_DISK")
	if dir == "" {
		t.Skip("SKIPPED: CLAIMWIRE_TEST_SMALL_DISK is not set; give an empty directory on a disk of about 24 MB (mount -t tmpfs)")
	}
	ballast := filepath.Join(dir, "ballast")
	t.Cleanup(func() {
		if err := os.RemoveAll(ballast); err != nil {
			t.Error(err)
		}
	})
	// Another program fills the disk; the guard is set so low that it does not see it in time.
	b := open(t, Options{Dir: filepath.Join(dir, "bus"), MinFree: 1, Log: testLog(t)})
	list := articles(4000, strings.Repeat("word ", 1000))
	if err := b.PublishArticles(t.Context(), list[:1000]); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(ballast, make([]byte, 64<<20), 0o600); err == nil {
		t.Fatal("the disk is too large for this test")
	}
	published := make(chan error, 1)
	go func() { published <- b.PublishArticles(t.Context(), list[:2000]) }()
	eventually(t, "a producer that waits", func() bool {
		select {
		case err := <-published:
			t.Fatalf("published on a full disk: %v", err)
		default:
		}
		return b.Stats().Waiting[Articles] != ""
	})
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	if err := <-published; err != nil {
		t.Fatal(err)
	}
	var got seen
	start(t, b, fast("extractor"), One(func(_ context.Context, m Message) error {
		got.add(m.ID)
		return nil
	}))
	eventually(t, "2,000 articles", func() bool { return got.distinct() == 2000 })
	idle(t, b)
}
