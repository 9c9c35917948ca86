package sqlite

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/claimwire/claimwire/indexer"
	"github.com/claimwire/claimwire/indexer/storetest"
)

// childPath names, in the environment, the index that this binary is to write instead of testing.
const childPath = "CLAIMWIRE_TEST_WRITE"

func TestMain(m *testing.M) {
	if path := os.Getenv(childPath); path != "" {
		if err := writeForever(path); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

const killBatches = 60

// killBatch is batch n of what the child writes: new claims, echoes of old ones, an edit.
func killBatch(n int) []indexer.Item {
	batch := storetest.Articles(n*10, 10)
	for k := range 5 {
		old := (n*7 + k*3) % max(n*10, 1)
		batch = append(batch, storetest.Doc{Key: fmt.Sprintf("https://echo.example/%d/%d", n, k), Publisher: "Echo", Published: storetest.Day.AddDate(0, 0, k),
			Says: []storetest.Says{{Sentence: fmt.Sprintf("It is said that bank %d was robbed.", old), Victim: fmt.Sprintf("Harbour Bank %d", old),
				Keys: []uint64{uint64(old) + 1<<40}}}}.Item())
	}
	return append(batch, storetest.Doc{Key: fmt.Sprintf("https://courier.example/%d", n*3), Publisher: "Daily Courier", Published: storetest.Day,
		Fetched: storetest.Day.AddDate(0, 1, n), Text: fmt.Sprintf("Corrected in batch %d.", n)}.Item())
}

// writeForever indexes the batches one after the other, says on standard output which one is done, and
// begins again with the first.
func writeForever(path string) error {
	s, err := Open(path, Options{})
	if err != nil {
		return err
	}
	s.keys.limit = 200 // so that the sweep is at work
	ctx := context.Background()
	for n := 0; ; n = (n + 1) % killBatches {
		fresh, err := s.Add(ctx, killBatch(n))
		if err == nil {
			err = storetest.Compute(ctx, s, fresh)
		}
		if err != nil {
			return err
		}
		if _, err := fmt.Println(n); err != nil {
			return err
		}
	}
}

// TestKill ends a writing process at random moments: what it said is done must be there, and the file
// must be whole. CLAIMWIRE_KILLS sets how often; the default keeps the test short.
func TestKill(t *testing.T) {
	kills, err := strconv.Atoi(os.Getenv("CLAIMWIRE_KILLS"))
	if err != nil {
		kills = 6
	}
	path := filepath.Join(t.TempDir(), "index.db")
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 1))
	done := map[int]bool{}
	for range kills {
		for _, n := range killOnce(t, path, time.Duration(r.IntN(400))*time.Millisecond) {
			done[n] = true
		}
		checkWhole(t, path, done)
	}
	t.Logf("%d of %d batches were said to be done", len(done), killBatches)

	s, calm := openAt(t, path), open(t)
	for n := range killBatches {
		storetest.Index(t, s, killBatch(n))
		storetest.Index(t, calm, killBatch(n))
	}
	if got, want := storetest.Describe(t, s), storetest.Describe(t, calm); got != want {
		t.Errorf("after %d kills:\n%s\nundisturbed:\n%s", kills, got, want)
	}
	a, errA := s.Stats(t.Context())
	b, errB := calm.Stats(t.Context())
	if a.Bytes, b.Bytes = 0, 0; errA != nil || errB != nil || a != b {
		t.Errorf("sizes %+v %v, undisturbed %+v %v", a, errA, b, errB)
	}
}

// killOnce runs a child, kills it after its first batch and a moment, and tells what it said was done.
func killOnce(t *testing.T, path string, moment time.Duration) []int {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	child := exec.CommandContext(t.Context(), exe)
	child.Env = append(os.Environ(), childPath+"="+path)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	var done []int
	next := func() error {
		line, err := lines.ReadString('\n')
		if err != nil {
			return err // a line cut short does not count
		}
		n, err := strconv.Atoi(line[:len(line)-1])
		done = append(done, n)
		return err
	}
	if err := next(); err != nil {
		t.Errorf("the child did nothing: %v", err)
	}
	timer := time.AfterFunc(moment, func() { _ = child.Process.Kill() }) // Wait tells how it went
	defer timer.Stop()
	for err = nil; err == nil; {
		err = next()
	}
	if err != io.EOF {
		t.Errorf("reading the child: %v", err)
	}
	if err := child.Wait(); err == nil || child.ProcessState.ExitCode() != -1 {
		t.Errorf("the child ended by itself: %v", err)
	}
	return done
}

// checkWhole opens what a kill left: as a reader first, as anybody beside a dead writer would.
func checkWhole(t *testing.T, path string, done map[int]bool) {
	t.Helper()
	r, err := OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	for n := range done {
		for _, it := range killBatch(n) {
			for _, row := range it.Rows {
				if _, err := r.Get(t.Context(), row.ID); err != nil {
					t.Errorf("batch %d was done: %v", n, err)
				}
			}
		}
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	s, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	sound(t, s)
}

// sound wants the file whole, the full text to agree with it, and the counters to be true.
func sound(t testing.TB, s *Store) {
	t.Helper()
	ctx := context.Background() // it runs in cleanups too
	var verdict string
	if _, err := s.w.one(ctx, "PRAGMA integrity_check", nil, &verdict); err != nil || verdict != "ok" {
		t.Errorf("integrity check: %s %v", verdict, err)
	}
	for _, table := range []string{"claim_words", "sentence_words"} {
		if _, err := s.w.c.ExecContext(ctx, fmt.Sprintf("INSERT INTO %s(%s) VALUES('integrity-check')", table, table)); err != nil {
			t.Errorf("full text %s: %v", table, err)
		}
	}
	soundKeys(t, s)
	for text, want := range map[string]int64{
		"SELECT count(*) FROM claim c WHERE NOT EXISTS (SELECT 1 FROM record r WHERE r.claim = c.id)":                               0,
		"SELECT count(*) FROM evidence e WHERE e.claim IS NOT NULL AND e.claim NOT IN (SELECT id FROM claim)":                       0,
		"SELECT count(*) FROM claim c WHERE NOT EXISTS (SELECT 1 FROM evidence e WHERE e.claim = c.id)":                             0,
		"SELECT count(*) FROM (SELECT rowid FROM claim_words EXCEPT SELECT id FROM claim)":                                          0,
		"SELECT count(*) FROM (SELECT id FROM claim EXCEPT SELECT rowid FROM claim_words)":                                          0,
		"SELECT count(*) FROM evidence e WHERE e.sentence NOT IN (SELECT id FROM sentence)":                                         0,
		"SELECT (SELECT count(*) FROM claim) - coalesce((SELECT n FROM counter WHERE name = 'claims'), 0)":                          0,
		"SELECT (SELECT count(*) FROM article) - coalesce((SELECT n FROM counter WHERE name = 'articles'), 0)":                      0,
		"SELECT (SELECT count(*) FROM revision) - coalesce((SELECT n FROM counter WHERE name = 'revisions'), 0)":                    0,
		"SELECT (SELECT count(*) FROM node) - coalesce((SELECT n FROM counter WHERE name = 'nodes'), 0)":                            0,
		"SELECT (SELECT count(*) FROM outbox) - coalesce((SELECT n FROM counter WHERE name = 'outbox'), 0)":                         0,
		"SELECT (SELECT count(*) FROM event) - coalesce((SELECT n FROM counter WHERE name = 'events'), 0)":                          0,
		"SELECT (SELECT count(*) FROM evidence WHERE flags & 2 = 0) - coalesce((SELECT n FROM counter WHERE name = 'evidence'), 0)": 0,
		"SELECT count(*) FROM key k WHERE NOT EXISTS (SELECT 1 FROM node n WHERE n.id = k.node)":                                    0,
		"SELECT count(*) FROM claim c WHERE c.id NOT IN (SELECT rowid FROM claim_words)":                                            0,
		"SELECT count(*) FROM (SELECT claim FROM record EXCEPT SELECT id FROM claim)":                                               0,
		"SELECT count(*) FROM (SELECT id FROM sentence EXCEPT SELECT rowid FROM sentence_words)":                                    0,
		"SELECT count(*) FROM revision r WHERE NOT EXISTS (SELECT 1 FROM article a WHERE a.id = r.article)":                         0,
		"SELECT count(*) FROM article a WHERE NOT EXISTS (SELECT 1 FROM revision r WHERE r.article = a.id AND r.hash = a.hash)":     0,
	} {
		var n int64
		if _, err := s.w.one(ctx, text, nil, &n); err != nil || n != want {
			t.Errorf("%s: %d %v", text, n, err)
		}
	}
}

// soundKeys wants the key index to lead from every fingerprint and every key that is not too common to
// the nodes that have it, and from no key to any other.
func soundKeys(t testing.TB, s *Store) {
	t.Helper()
	ctx := context.Background() // it runs in cleanups too
	want := map[entry]bool{}
	var hashes []int64
	err := s.w.each(ctx, "SELECT id, fingerprint, keys FROM node", nil, func(scan scanner) error {
		var id int64
		var fingerprint string
		var keys []byte
		err := scan(&id, &fingerprint, &keys)
		for _, h := range append(unpackKeys(keys), nodeHash(fingerprint)) {
			hashes = append(hashes, h)
			if !s.hubs[h] {
				want[entry{h, id}] = true
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(hashes)
	got := map[entry]bool{}
	err = s.keys.find(ctx, s.w, slices.Compact(hashes), func(e entry) {
		if !s.hubs[e.hash] {
			got[e] = true
		}
	})
	if err != nil || !maps.Equal(got, want) {
		t.Errorf("the key index has %d entries, want %d: %v", len(got), len(want), err)
	}
}
