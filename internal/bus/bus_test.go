package bus

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/claimwire/claimwire/internal/claim"
)

// A store that met a write error leaves the server's flushers behind; they are not ours to end.
func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("github.com/nats-io/nats-server/v2/server.(*msgBlock).flushLoop"))
}

// quick is an embedded bus whose writes are not synced, for tests that are not about durability.
func quick(t testing.TB, change ...func(*Options)) *Bus {
	t.Helper()
	o := Options{Dir: t.TempDir(), Sync: time.Minute, Log: testLog(t)}
	for _, c := range change {
		c(&o)
	}
	return open(t, o)
}

func open(t testing.TB, o Options) *Bus {
	t.Helper()
	b, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { shut(t, b) })
	return b
}

func shut(t testing.TB, b *Bus) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	if err := b.Close(ctx); err != nil {
		t.Error(err)
	}
}

func testLog(t testing.TB) *slog.Logger {
	if testing.Verbose() {
		return slog.New(slog.NewTextHandler(os.Stderr, nil)).With("test", t.Name())
	}
	return slog.New(slog.DiscardHandler)
}

// eventually waits for a condition.
func eventually(t testing.TB, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); !ok(); {
		if time.Now().After(end) {
			t.Fatalf("waited 30 s for: %s", what)
		}
		time.Sleep(5 * time.Millisecond)
	}
}

func article(i int, text string) claim.Article {
	a := claim.Article{URL: fmt.Sprintf("https://news.example/%d", i), Title: fmt.Sprint("Article ", i), Text: text}
	a.Complete()
	return a
}

func articles(n int, text string) []claim.Article {
	list := make([]claim.Article, n)
	for i := range list {
		list[i] = article(i, text)
	}
	return list
}

// fast is a stage whose retries and deliveries do not keep a test waiting.
func fast(name string) Stage {
	return Stage{Name: name, Stream: Articles, AckWait: time.Second, RetryUnit: time.Millisecond, Drain: 5 * time.Second}
}

// start runs a stage until the returned function is called, which waits for its end.
func start(t testing.TB, b *Bus, s Stage, h Handler) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- b.Consume(ctx, s, h) }()
	var once sync.Once
	stop = func() {
		once.Do(func() {
			cancel()
			if err := <-done; err != nil {
				t.Error(err)
			}
		})
	}
	t.Cleanup(stop)
	return stop
}

// seen collects what handlers were given.
type seen struct {
	mu  sync.Mutex
	ids []string
}

func (s *seen) add(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ids = append(s.ids, id)
}

func (s *seen) list() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.ids)
}

func (s *seen) distinct() int {
	list := s.list()
	slices.Sort(list)
	return len(slices.Compact(list))
}

func idle(t testing.TB, b *Bus) {
	t.Helper()
	eventually(t, "every consumer idle", func() bool {
		ok, err := b.Idle(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return ok
	})
}

func TestPublishedReachesTheHandlerOnce(t *testing.T) {
	b := quick(t)
	list := articles(250, "body")
	if err := b.PublishArticles(t.Context(), list); err != nil {
		t.Fatal(err)
	}
	var got seen
	s := fast("extractor")
	s.Workers, s.Batch, s.BatchWait = 3, 20, time.Millisecond
	start(t, b, s, One(func(_ context.Context, m Message) error {
		a, err := Decode[claim.Article](m)
		if err != nil {
			return err
		}
		if m.Subject != "article.news-example" {
			t.Errorf("subject %s", m.Subject)
		}
		got.add(a.Key())
		return nil
	}))
	eventually(t, "250 articles", func() bool { return len(got.list()) == 250 })
	idle(t, b)
	if got.distinct() != 250 {
		t.Errorf("%d distinct articles, want 250", got.distinct())
	}
	if st := b.Stats(); st.Published[Articles] != 250 || st.Consumed["extractor"] != 250 || st.Redelivered["extractor"] != 0 {
		t.Errorf("stats %+v", st)
	}
}

func TestDuplicatesAreStoredOnce(t *testing.T) {
	b := quick(t)
	ctx := t.Context()
	if err := b.PublishArticles(ctx, articles(10, "body")); err != nil {
		t.Fatal(err)
	}
	// Ten of these thirty are known: the atomic batch fails, the others must arrive all the same.
	if err := b.PublishArticles(ctx, articles(30, "body")); err != nil {
		t.Fatal(err)
	}
	again := article(3, "body")
	again.Generation = 7
	if err := b.PublishArticles(ctx, []claim.Article{again, article(3, "another text")}); err != nil {
		t.Fatal(err)
	}
	if n := stored(t, b, Articles); n != 32 {
		t.Errorf("%d messages stored, want 30 and a replay and a revision", n)
	}
	if st := b.Stats(); st.Duplicates[Articles] != 10 {
		t.Errorf("%d duplicates counted, want 10", st.Duplicates[Articles])
	}
}

func stored(t testing.TB, b *Bus, stream string) uint64 {
	t.Helper()
	s, err := b.js.Stream(t.Context(), stream)
	if err != nil {
		t.Fatal(err)
	}
	return s.CachedInfo().State.Msgs
}

func TestServerWithoutAtomicBatches(t *testing.T) {
	b := quick(t)
	b.atomic = map[string]bool{}
	if err := b.PublishArticles(t.Context(), articles(120, "body")); err != nil {
		t.Fatal(err)
	}
	if n := stored(t, b, Articles); n != 120 {
		t.Errorf("%d stored, want 120", n)
	}
}

func TestOversizedMessageIsRefusedByName(t *testing.T) {
	b := quick(t)
	list := articles(3, "body")
	list[1].Text = strings.Repeat("x", maxPayload)
	list[1].Complete()
	err := b.PublishArticles(t.Context(), list)
	if !errors.Is(err, ErrTooLarge) || !strings.Contains(err.Error(), articleMsgID(&list[1])) {
		t.Errorf("error %v, want ErrTooLarge with the message's id", err)
	}
	if n := stored(t, b, Articles); n != 2 {
		t.Errorf("%d stored, want the two others", n)
	}
}

func TestRestartKeepsWhatIsUnread(t *testing.T) {
	dir := t.TempDir()
	b := open(t, Options{Dir: dir, Log: testLog(t)})
	if err := b.PublishArticles(t.Context(), articles(20, "body")); err != nil {
		t.Fatal(err)
	}
	var first seen
	stop := start(t, b, fast("extractor"), One(func(_ context.Context, m Message) error {
		if len(first.list()) >= 5 {
			return errors.New("not now")
		}
		first.add(m.ID)
		return nil
	}))
	eventually(t, "five handled", func() bool { return len(first.list()) == 5 })
	stop()
	shut(t, b)

	b = open(t, Options{Dir: dir, Log: testLog(t)})
	var all seen
	for _, id := range first.list() {
		all.add(id)
	}
	start(t, b, fast("extractor"), One(func(_ context.Context, m Message) error {
		all.add(m.ID)
		return nil
	}))
	eventually(t, "the other fifteen", func() bool { return all.distinct() == 20 })
	idle(t, b)
}

func TestHandlerErrorIsTriedAgain(t *testing.T) {
	b := quick(t)
	if err := b.PublishArticles(t.Context(), articles(5, "body")); err != nil {
		t.Fatal(err)
	}
	var tries seen
	s := fast("extractor")
	s.Batch = 5
	start(t, b, s, func(_ context.Context, batch []Message) []error {
		errs := make([]error, len(batch))
		for i, m := range batch {
			tries.add(m.ID)
			if m.Deliveries < 3 && m.Sequence == 2 {
				errs[i] = errors.New("a passing fault")
			}
		}
		return errs
	})
	eventually(t, "seven tries", func() bool { return len(tries.list()) == 7 })
	idle(t, b)
	if st := b.Stats(); st.Consumed["extractor"] != 5 || st.Retried["extractor"] != 2 || st.Redelivered["extractor"] != 2 {
		t.Errorf("stats %+v", st)
	}
}

func TestTwoConsumersShare(t *testing.T) {
	b := quick(t)
	if err := b.PublishArticles(t.Context(), articles(200, "body")); err != nil {
		t.Fatal(err)
	}
	var got, other seen
	both := make(chan struct{})
	var once sync.Once
	join := func(mine, theirs *seen) Handler {
		return One(func(ctx context.Context, m Message) error {
			mine.add(m.ID)
			if len(theirs.list()) > 0 {
				once.Do(func() { close(both) })
			}
			select {
			case <-both: // neither takes all before the other has begun
			case <-ctx.Done():
			}
			return nil
		})
	}
	start(t, b, fast("extractor"), join(&got, &other))
	start(t, b, fast("extractor"), join(&other, &got))
	eventually(t, "200 messages", func() bool { return len(got.list())+len(other.list()) >= 200 })
	idle(t, b)
	all := append(got.list(), other.list()...)
	slices.Sort(all)
	if n := len(slices.Compact(slices.Clone(all))); n != 200 || len(all) != 200 {
		t.Errorf("%d deliveries of %d messages, want 200 of 200", len(all), n)
	}
}

func TestDrainOnCancelFinishesWhatIsHeld(t *testing.T) {
	b := quick(t)
	if err := b.PublishArticles(t.Context(), articles(50, "body")); err != nil {
		t.Fatal(err)
	}
	var begun, ended seen
	s := fast("extractor")
	s.Batch = 10
	release := make(chan struct{})
	stop := start(t, b, s, func(_ context.Context, batch []Message) []error {
		for _, m := range batch {
			begun.add(m.ID)
		}
		<-release
		for _, m := range batch {
			ended.add(m.ID)
		}
		return nil
	})
	eventually(t, "a batch begun", func() bool { return len(begun.list()) > 0 })
	go func() { time.Sleep(20 * time.Millisecond); close(release) }()
	stop()
	if len(begun.list()) != len(ended.list()) || len(ended.list()) < 10 {
		t.Errorf("%d begun, %d ended", len(begun.list()), len(ended.list()))
	}
	eventually(t, "all that was handled acknowledged, and nothing else taken", func() bool {
		lags, err := b.Lag(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return len(lags) == 1 && lags[0].Unacked == 0 && lags[0].Pending == uint64(50-len(ended.list()))
	})
}

func TestAwayCostsNoDelivery(t *testing.T) {
	b := quick(t)
	if err := b.PublishArticles(t.Context(), articles(30, "body")); err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	up, probes := false, 0
	var got seen
	s := fast("indexer")
	s.Workers, s.AckWait = 2, 300*time.Millisecond
	s.Probe = func(context.Context) error {
		mu.Lock()
		defer mu.Unlock()
		probes++
		if !up {
			return errors.New("still away")
		}
		return nil
	}
	start(t, b, s, One(func(_ context.Context, m Message) error {
		mu.Lock()
		defer mu.Unlock()
		if !up {
			return fmt.Errorf("store: %w", ErrAway)
		}
		if m.Deliveries != 1 {
			t.Errorf("message %s came %d times", m.ID, m.Deliveries)
		}
		got.add(m.ID)
		return nil
	}))
	// Four AckWaits: without InProgress what is held would come again.
	time.Sleep(1200 * time.Millisecond)
	if b.Stats().Away["indexer"] == "" {
		t.Error("the stage does not say that it waits")
	}
	lags, err := b.Lag(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if lags[0].Unacked > s.withDefaults().prefetch() {
		t.Errorf("%d messages taken while away, at most %d may be", lags[0].Unacked, s.withDefaults().prefetch())
	}
	mu.Lock()
	up = true
	mu.Unlock()
	eventually(t, "30 messages", func() bool { return len(got.list()) == 30 })
	idle(t, b)
	if probes == 0 || len(b.Stats().Away) != 0 {
		t.Errorf("%d probes, away %v", probes, b.Stats().Away)
	}
}
