package sqlite

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/claimwire/claimwire/indexer"
	"github.com/claimwire/claimwire/indexer/storetest"
	"github.com/claimwire/claimwire/internal/claim"
)

// open makes a new store for a test.
func open(tb testing.TB) *Store {
	tb.Helper()
	return openAt(tb, filepath.Join(tb.TempDir(), "index.db"))
}

func openAt(tb testing.TB, path string) *Store {
	tb.Helper()
	s, err := Open(path, Options{})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := s.Close(); err != nil {
			tb.Error(err)
		}
	})
	return s
}

func TestContract(t *testing.T) {
	storetest.Run(t, func(tb testing.TB) storetest.Full {
		s := open(tb)
		tb.Cleanup(func() { sound(tb, s) })
		return s
	})
}

func TestReopen(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a folder with ? and # and %41", "índex.db")
	if err := os.Mkdir(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	s := openAt(t, path)
	storetest.Index(t, s, storetest.Articles(0, 20))
	fresh, err := s.Add(t.Context(), storetest.Articles(20, 5))
	if err != nil || len(fresh) != 5 {
		t.Fatal(fresh, err)
	}
	if _, err := s.Decide(t.Context(), indexer.Decision{ID: "d", Type: "split", Left: []string{storetest.Articles(3, 1)[0].Rows[0].ID}}); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Add(t.Context(), nil); err == nil || !strings.Contains(err.Error(), "closed") {
		t.Errorf("add to a closed index: %v", err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
	s = openAt(t, path)
	again, err := s.Add(t.Context(), storetest.Articles(0, 20))
	if err != nil || len(again) != 6 {
		t.Errorf("after a stop between Add and Commit %d nodes wait, want 6: %v", len(again), err)
	}
	if err := storetest.Compute(t.Context(), s, again); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(storetest.Describe(t, s), "c-"); n != 25 {
		t.Errorf("%d claims, want 25", n)
	}
}

// TestTwoWriters is what the lock on the data directory prevents; it must do no harm all the same.
func TestTwoWriters(t *testing.T) {
	path := filepath.Join(t.TempDir(), "index.db")
	one, two := openAt(t, path), openAt(t, path)
	for n := range 10 {
		storetest.Index(t, one, storetest.Articles(n*10, 6))
		fresh, err := one.Add(t.Context(), storetest.Articles(n*10+6, 1))
		if err != nil {
			t.Fatal(err)
		}
		v, err := one.Component(t.Context(), fresh, func(_, _ *indexer.Node) bool { return true })
		if err != nil {
			t.Fatal(err)
		}
		storetest.Index(t, two, storetest.Articles(n*10+4, 6))
		if err := one.Commit(t.Context(), v, storetest.Partition(v)); !errors.Is(err, indexer.ErrStale) {
			t.Errorf("commit of a view that the other has made stale: %v", err)
		}
	}
	if n := strings.Count(storetest.Describe(t, one), "c-"); n != 100 {
		t.Errorf("%d claims, want 100", n)
	}
	sound(t, one)
}

func TestRefusals(t *testing.T) {
	dir := t.TempDir()
	newer := filepath.Join(dir, "newer.db")
	s := openAt(t, newer)
	if err := s.w.exec(t.Context(), fmt.Sprintf("PRAGMA user_version = %d", len(migrations())+1)); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	empty := filepath.Join(dir, "empty.db")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if r, err := OpenReader(empty); err == nil || !strings.Contains(err.Error(), "claimwire run") {
		t.Errorf("open an index without a schema for reading: %v %v", r, err)
	}
	damaged := filepath.Join(dir, "damaged.db")
	if err := os.WriteFile(damaged, []byte(strings.Repeat("this is no index ", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, path string
		is         error
		says       string
	}{
		{"written by a newer version", newer, ErrNewer, fmt.Sprintf("schema %d, this version knows up to %d", len(migrations())+1, len(migrations()))},
		{"something else", damaged, nil, "damaged or no index"},
		{"no folder", filepath.Join(dir, "none", "index.db"), nil, "does not exist"},
		{"a folder", dir, ErrReadOnly, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s, err := Open(test.path, Options{})
			if err == nil {
				t.Fatal("it opens", s.Close())
			}
			if test.is != nil && !errors.Is(err, test.is) || !strings.Contains(err.Error(), test.says) || !strings.Contains(err.Error(), test.path) {
				t.Errorf("open: %v", err)
			}
			if test.says == "" {
				return
			}
			r, err := OpenReader(test.path)
			if err == nil {
				t.Fatal("it opens for reading", r.Close())
			}
			if test.is != nil && !errors.Is(err, test.is) || !strings.Contains(err.Error(), test.path) {
				t.Errorf("open for reading: %v", err)
			}
		})
	}
	if left, err := filepath.Glob(filepath.Join(dir, ".writable*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

func TestMigrations(t *testing.T) {
	old := openAt(t, filepath.Join(t.TempDir(), "old.db"))
	storetest.Index(t, old, storetest.Articles(0, 3))
	want := storetest.Describe(t, old)
	ctx := t.Context()
	steps := append(migrations(), "CREATE TABLE later(x); INSERT INTO later VALUES(7)", "CREATE TABLE broken(x); INSERT INTO missing VALUES(1)")
	for range 2 {
		if err := migrate(ctx, old.w, steps[:len(steps)-1]); err != nil {
			t.Fatal(err)
		}
		if err := migrate(ctx, old.w, steps); err == nil || !strings.Contains(err.Error(), fmt.Sprintf("schema from %d to %d", len(steps)-1, len(steps))) {
			t.Errorf("a step that fails: %v", err)
		}
	}
	var n, version int
	if _, err := old.w.one(ctx, "SELECT (SELECT count(*) FROM later), (SELECT count(*) FROM sqlite_schema WHERE name = 'broken')", nil, &n, &version); err != nil || n != 1 || version != 0 {
		t.Errorf("the good step ran %d times, of the bad one %d tables stay: %v", n, version, err)
	}
	if got := storetest.Describe(t, old); got != want {
		t.Errorf("claims changed:\n%s", got)
	}
	if err := migrate(ctx, old.w, migrations()); !errors.Is(err, ErrNewer) {
		t.Errorf("the older version: %v", err)
	}
}

// TestFullDisk lets the file grow no further: everything is refused by name, what is there stays whole
// and readable, and the same call succeeds once there is room.
func TestFullDisk(t *testing.T) {
	s := open(t)
	storetest.Index(t, s, storetest.Articles(0, 30))
	before := storetest.Describe(t, s)
	limit := func(pages int) {
		t.Helper()
		if _, err := s.w.c.ExecContext(t.Context(), fmt.Sprintf("PRAGMA max_page_count = %d", pages)); err != nil {
			t.Fatal(err)
		}
	}
	fresh, err := s.Add(t.Context(), storetest.Articles(30, 3))
	if err != nil {
		t.Fatal(err)
	}
	v, err := s.Component(t.Context(), fresh, func(_, _ *indexer.Node) bool { return true })
	if err != nil {
		t.Fatal(err)
	}
	limit(1) // SQLite takes it as the present size
	big := storetest.Doc{Key: "https://courier.example/big", Publisher: "Daily Courier", Published: storetest.Day, Text: noise(300_000)}.Item()
	c := storetest.Partition(v)
	c.Put[0].Statement = noise(300_000)
	if err := s.Commit(t.Context(), v, c); !errors.Is(err, ErrFull) {
		t.Errorf("commit: %v", err)
	}
	for range 2 {
		if _, err := s.Add(t.Context(), []indexer.Item{big}); !errors.Is(err, ErrFull) {
			t.Errorf("add: %v", err)
		}
	}
	if got := storetest.Describe(t, s); got != before {
		t.Errorf("on a full disk:\n%s\nbefore:\n%s", got, before)
	}
	limit(1 << 30)
	sound(t, s)
	storetest.Index(t, s, []indexer.Item{big})
	if n := strings.Count(storetest.Describe(t, s), "c-"); n != 33 {
		t.Errorf("with room again there are %d claims, want 33", n)
	}
}

// noise does not compress.
func noise(n int) string {
	r := rand.New(rand.NewPCG(1, 2))
	b := make([]byte, n)
	for i := range b {
		b[i] = 'a' + byte(r.IntN(26))
	}
	return string(b)
}

// TestReadOnly has SQLite itself refuse to write.
func TestReadOnly(t *testing.T) {
	s := open(t)
	if _, err := s.w.c.ExecContext(t.Context(), "PRAGMA query_only = 1"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Add(t.Context(), storetest.Articles(0, 1)); !errors.Is(err, ErrReadOnly) {
		t.Errorf("add: %v", err)
	}
	if _, err := s.Decide(t.Context(), indexer.Decision{ID: "d"}); !errors.Is(err, ErrReadOnly) {
		t.Errorf("decide: %v", err)
	}
	if _, err := s.w.c.ExecContext(t.Context(), "PRAGMA query_only = 0"); err != nil {
		t.Fatal(err)
	}
	storetest.Index(t, s, storetest.Articles(0, 1))
	if n := strings.Count(storetest.Describe(t, s), "c-"); n != 1 {
		t.Errorf("writable again there are %d claims", n)
	}
}

func TestReaderWithoutWriter(t *testing.T) {
	path := filepath.Join(t.TempDir(), "index.db")
	s := openAt(t, path)
	storetest.Index(t, s, storetest.Articles(0, 4))
	want := storetest.Describe(t, s)
	beside, err := OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	if got := storetest.Describe(t, beside); got != want {
		t.Errorf("beside the writer:\n%s\nwant\n%s", got, want)
	}
	storetest.Index(t, s, storetest.Articles(4, 1))
	if n := strings.Count(storetest.Describe(t, beside), "c-"); n != 5 {
		t.Errorf("the reader sees %d claims after a commit, want 5", n)
	}
	if err := errors.Join(beside.Close(), s.Close()); err != nil {
		t.Fatal(err)
	}
	for _, mode := range []string{"as it is", "standing still"} {
		t.Run(mode, func(t *testing.T) {
			if mode == "standing still" {
				withoutWriting(t, path)
			}
			r, err := OpenReader(path)
			if err != nil {
				t.Fatal(err)
			}
			if n := strings.Count(storetest.Describe(t, r), "c-"); n != 5 {
				t.Errorf("%d claims, want 5", n)
			}
			if err := r.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	if _, err := OpenReader(filepath.Join(filepath.Dir(path), "none.db")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("open a file that is not there: %v", err)
	}
}

// withoutWriting takes the right to write from a folder until the test ends. Root keeps it, and then the
// test shows no more than the one before it.
func withoutWriting(t *testing.T, path string) {
	t.Helper()
	dir := filepath.Dir(path)
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.Chmod(dir, 0o700); err != nil {
			t.Error(err)
		}
	})
}

func TestBackup(t *testing.T) {
	s := open(t)
	storetest.Index(t, s, storetest.Articles(0, 50))
	want := storetest.Describe(t, s)
	file := filepath.Join(t.TempDir(), "copy.db")
	stop, stopped := make(chan bool), make(chan error, 1)
	go func() { // writes on while the copy is made
		for n := 1; ; n++ {
			select {
			case <-stop:
				stopped <- nil
				return
			default:
			}
			fresh, err := s.Add(context.Background(), storetest.Articles(n*100, 5))
			if err == nil {
				err = storetest.Compute(context.Background(), s, fresh)
			}
			if err != nil {
				stopped <- err
				return
			}
		}
	}()
	err := s.Backup(t.Context(), file)
	close(stop)
	if err := errors.Join(err, <-stopped); err != nil {
		t.Fatal(err)
	}
	if err := s.Backup(t.Context(), file); err == nil || !strings.Contains(err.Error(), "exists") {
		t.Errorf("a second copy to the same file: %v", err)
	}
	if err := s.Backup(t.Context(), filepath.Join(t.TempDir(), "none", "copy.db")); err == nil {
		t.Error("a copy into a folder that is not there succeeds")
	}
	restored := openAt(t, file)
	sound(t, restored)
	got := storetest.Describe(t, restored)
	for _, line := range strings.Split(want, "\n") {
		if !strings.Contains(got, line) {
			t.Errorf("the copy lacks %s", line)
		}
	}
	storetest.Index(t, restored, storetest.Articles(0, 60))
	sound(t, restored)
}

func TestRetain(t *testing.T) {
	s, ctx := open(t), t.Context()
	storetest.Index(t, s, storetest.Articles(0, 1300)) // one minute apart
	events, err := s.Pending(ctx, 2000)
	if err != nil || len(events) != 1300 {
		t.Fatal(len(events), err)
	}
	var ids []string
	for _, e := range events[:1200] {
		ids = append(ids, e.ID)
	}
	if err := s.Published(ctx, ids); err != nil {
		t.Fatal(err)
	}
	want := storetest.Describe(t, s)
	before := storetest.Day.Add(600 * time.Minute)
	for range 2 {
		if err := s.Retain(ctx, before, storetest.Day.Add(time.Second)); err != nil {
			t.Fatal(err)
		}
	}
	n := 0
	if err := s.Articles(ctx, time.Time{}, func(claim.Article) error { n++; return nil }); err != nil || n != 700 {
		t.Errorf("%d articles are left, want 700: %v", n, err)
	}
	if _, err := s.Article(ctx, "https://courier.example/599"); !errors.Is(err, indexer.ErrNotFound) {
		t.Errorf("an article whose time is over: %v", err)
	}
	if a, err := s.Article(ctx, "https://courier.example/600"); err != nil || a.Publisher != "Daily Courier" {
		t.Errorf("an article whose time is not over: %+v %v", a, err)
	}
	if got := storetest.Describe(t, s); got != want {
		t.Error("retention changed claims")
	}
	if fresh, err := s.Add(ctx, storetest.Articles(0, 10)); err != nil || len(fresh) != 0 {
		t.Errorf("articles that come again after retention name %v: %v", fresh, err)
	}
	st, err := s.Stats(ctx)
	if want := (Stats{Articles: 1300, Revisions: 1300, Evidence: 1300, Nodes: 1300, Claims: 1300, Outbox: 100, Events: 0, Bytes: st.Bytes}); err != nil || st != want || st.Bytes == 0 {
		t.Errorf("sizes %+v %v, want %+v", st, err, want)
	}
	if err := s.Retain(ctx, time.Time{}, time.Time{}); err != nil {
		t.Error(err)
	}
	sound(t, s)
}

func TestRevisions(t *testing.T) {
	s, ctx := open(t), t.Context()
	var states []indexer.Item
	for n, text := range []string{"first", "second", "third"} {
		states = append(states, storetest.Doc{Key: "https://courier.example/x", ID: "x-7", Text: text, Published: storetest.Day,
			Fetched: storetest.Day.Add(time.Duration(n) * time.Hour)}.Item())
	}
	storetest.Index(t, s, []indexer.Item{states[2], states[0], states[1]})
	for _, id := range []string{"https://courier.example/x", "x-7"} {
		list, err := s.Revisions(ctx, id)
		if err != nil || len(list) != 3 {
			t.Fatalf("%s: %d states %v", id, len(list), err)
		}
		if got := list[0].Text + list[1].Text + list[2].Text; got != "thirdsecondfirst" {
			t.Errorf("%s: order %s", id, got)
		}
	}
	if _, err := s.Article(ctx, "y"); !errors.Is(err, indexer.ErrNotFound) {
		t.Errorf("unknown article: %v", err)
	}
}

func TestCommitOfAForeignView(t *testing.T) {
	s := open(t)
	if err := s.Commit(t.Context(), indexer.View{}, indexer.Change{}); err == nil {
		t.Error("a view without a token is committed")
	}
	fresh, err := s.Add(t.Context(), storetest.Articles(0, 1))
	if err != nil {
		t.Fatal(err)
	}
	v, err := s.Component(t.Context(), fresh, func(_, _ *indexer.Node) bool { return true })
	if err != nil {
		t.Fatal(err)
	}
	good := storetest.Partition(v)
	for name, spoil := range map[string]func(c *indexer.Change){
		"held by nobody":           func(c *indexer.Change) { c.Held = map[string]string{v.Rows[0].ID: "c-x"} },
		"told on strange evidence": func(c *indexer.Change) { c.Told = append(c.Told, indexer.Told{Evidence: "x"}) },
	} {
		bad := good
		spoil(&bad)
		if err := s.Commit(t.Context(), v, bad); err == nil {
			t.Errorf("%s: committed", name)
		}
	}
	if got := storetest.Describe(t, s); got != "" {
		t.Errorf("a refused change left\n%s", got)
	}
	if _, err := s.Add(t.Context(), []indexer.Item{{Rows: []indexer.Row{{Node: "x"}}}}); err == nil {
		t.Error("a row whose node is not in its item is stored")
	}
}

func TestPack(t *testing.T) {
	for _, n := range []int{0, 1, 10, 100, 5000, 200_000} {
		for name, b := range map[string][]byte{"noise": []byte(noise(n)), "repeated": []byte(strings.Repeat(`{"name":"`, n/9)), "dictionary": []byte(dictionary)[:min(n, len(dictionary))]} {
			got, err := unpackBytes(packBytes(b))
			if err != nil || string(got) != string(b) {
				t.Errorf("%d bytes of %s: %d bytes, %v", n, name, len(got), err)
			}
		}
	}
	for _, bad := range [][]byte{nil, {9, 1}, {packedDict, 0xff, 0xff}, {packedZstd, 1, 2, 3}} {
		if _, err := unpackBytes(bad); err == nil {
			t.Errorf("%v unpacks", bad)
		}
	}
	ints := []int64{-5, 0, 3, 3, 1 << 40}
	if got := unpackInts(packInts(ints)); fmt.Sprint(got) != fmt.Sprint(ints) {
		t.Errorf("integers %v, want %v", got, ints)
	}
	keys := []int64{-1 << 63, -1, 0, 1<<63 - 1}
	if got := unpackKeys(packKeys(keys)); fmt.Sprint(got) != fmt.Sprint(keys) {
		t.Errorf("keys %v, want %v", got, keys)
	}
}
