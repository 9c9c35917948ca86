//go:build unix

package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/claimwire/claimwire/internal/bus"
	"github.com/claimwire/claimwire/internal/claim"
	"github.com/claimwire/claimwire/internal/config"
)

const outboxDir = "CLAIMWIRE_TEST_OUTBOX_DIR"

// forgetful is a store whose process is killed before it notes what was published.
type forgetful struct{ store }

func (f forgetful) Published(ctx context.Context, ids []string) error {
	if len(ids) == 0 {
		return f.store.Published(ctx, ids)
	}
	fmt.Println("published", len(ids))
	if err := syscall.Kill(os.Getpid(), syscall.SIGKILL); err != nil {
		return err
	}
	select {}
}

// TestKillAfterPublishing kills the process between publishing events and noting that, and lets the window
// in which the bus itself knows them pass: each event is on the bus once.
func TestKillAfterPublishing(t *testing.T) {
	if dir := os.Getenv(outboxDir); dir != "" {
		a := outboxApp(t, dir)
		a.store = forgetful{a.store}
		t.Fatal(a.publishPending(t.Context()))
	}
	dir := t.TempDir()
	a := outboxApp(t, dir)
	if err := a.write(t.Context(), someThefts(12)); err != nil {
		t.Fatal(err)
	}
	if err := a.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestKillAfterPublishing$")
		cmd.Env = append(os.Environ(), outboxDir+"="+dir)
		out, err := cmd.CombinedOutput()
		if exit, ok := errors.AsType[*exec.ExitError](err); !ok || exit.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	a = outboxApp(t, dir)
	before, err := a.store.Pending(t.Context(), 100)
	if err != nil || len(before) < 12 {
		t.Fatalf("%d events wait after the kill, %v", len(before), err)
	}
	if err := a.publishPending(t.Context()); err != nil {
		t.Fatal(err)
	}
	if left, err := a.store.Pending(t.Context(), 100); err != nil || len(left) > 0 {
		t.Errorf("%d events still wait, %v", len(left), err)
	}
	got := map[string]int{}
	read(t, a.bus, len(before), got)
	for _, e := range before {
		if got[e.ID] != 1 {
			t.Errorf("event %s is %d times on the bus", e.ID, got[e.ID])
		}
	}
	if len(got) != len(before) {
		t.Errorf("%d events on the bus, want %d", len(got), len(before))
	}
}

// outboxApp opens a process whose bus forgets ids as soon as it may.
func outboxApp(t *testing.T, dir string) *App {
	t.Helper()
	cfg := config.Default()
	cfg.Data = dir
	a, err := New(t.Context(), Options{Config: cfg, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.bus.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	a.bus, err = bus.Open(t.Context(), bus.Options{Dir: filepath.Join(dir, "bus"), Duplicates: 100 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return a
}

// read counts the events on the bus by id, until all that are there have come.
func read(t *testing.T, b *bus.Bus, least int, got map[string]int) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	s := bus.Stage{Name: "reader", Stream: bus.Events, Workers: 1}
	if err := b.Prepare(ctx, s); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() {
		ended <- b.Consume(ctx, s, bus.One(func(_ context.Context, m bus.Message) error {
			got[m.ID]++
			return nil
		}))
	}()
	for left := true; left; { // other stages have consumers too, and do not run
		lags, err := b.Lag(ctx)
		if err != nil {
			t.Fatal(err)
		}
		left = slices.ContainsFunc(lags, func(l bus.Lag) bool { return l.Stage == s.Name && (l.Pending > 0 || l.Unacked > 0) })
	}
	cancel()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	if len(got) < least {
		t.Errorf("%d events were read, want at least %d", len(got), least)
	}
}

// someThefts are readings of as many articles, each on a theft of its own.
func someThefts(n int) []claim.Extraction {
	list := make([]claim.Extraction, n)
	for i := range list {
		text := fmt.Sprintf("Thieves stole $%d million from Quarrow%c Bank.", i+3, 'a'+i)
		a := claim.Article{V: claim.Version, ID: fmt.Sprint(i), URL: fmt.Sprintf("https://news.example/%d", i), Title: "Theft", Text: text,
			PublishedAt: time.Now(), FetchedAt: time.Now()}
		a.Complete()
		r := claim.Reading{}
		r.Assertions = []claim.Assertion{{Kind: claim.Theft, Certainty: claim.Asserted, Statement: text, Evidence: []claim.Place{{In: claim.InText, Start: 0, End: len(text)}}}}
		list[i] = claim.Extraction{V: claim.Version, Article: a, Reading: r}
	}
	return list
}
