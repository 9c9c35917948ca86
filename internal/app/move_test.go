package app

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/claimwire/claimwire/indexer"
	"github.com/claimwire/claimwire/indexer/elastic"
	"github.com/claimwire/claimwire/indexer/sqlite"
	"github.com/claimwire/claimwire/indexer/synth"
	"github.com/claimwire/claimwire/internal/claim"
	"github.com/claimwire/claimwire/internal/config"
)

func mover(cfg *config.Config) Mover {
	return Mover{Config: cfg, Version: "test", Log: slog.New(slog.DiscardHandler)}
}

func embeddedConfig(tb testing.TB) *config.Config {
	tb.Helper()
	cfg := config.Default()
	cfg.Data = filepath.Join(tb.TempDir(), "data")
	if err := os.MkdirAll(cfg.Data, 0o700); err != nil {
		tb.Fatal(err)
	}
	return cfg
}

// elasticConfig names indices of the test's own in a real Elasticsearch.
func elasticConfig(t *testing.T) *config.Config {
	t.Helper()
	cfg := embeddedConfig(t)
	cfg.Elasticsearch.URL = os.Getenv("CLAIMWIRE_TEST_ELASTICSEARCH_URL")
	if cfg.Elasticsearch.URL == "" {
		t.Skip("needs an Elasticsearch 8: give its address in CLAIMWIRE_TEST_ELASTICSEARCH_URL, as .ci/run does")
	}
	cfg.Elasticsearch.Prefix = fmt.Sprintf("move%d", time.Now().UnixNano())
	if err := SetupElasticsearch(t.Context(), cfg); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		s, err := openElastic(context.Background(), cfg, func() bool { return true })
		if err == nil {
			err = s.Drop(context.Background())
		}
		if err != nil {
			t.Error(err)
		}
	})
	return cfg
}

func must[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// readings are those of a made-up world: articles that were edited, and some that a newer generation has
// read with other eyes.
func readings(claims int) (first, again []claim.Extraction) {
	for i, it := range synth.Coverage(synth.Options{Seed: 5, Claims: claims, Mistakes: 0.03}) {
		x := it.Extraction
		first = append(first, x)
		if i%5 == 0 && len(x.Reading.Assertions) > 0 {
			x.Reading.Assertions = slices.Clone(x.Reading.Assertions[1:])
			for k := range x.Reading.Assertions {
				x.Reading.Assertions[k].Apart = nil // they count assertions
			}
			x.Article.Generation, x.Article.Silent = 7, true
			again = append(again, x)
		}
	}
	return first, again
}

// fill makes an index with all that an index can hold: revisions, generations, decisions of which one is
// undone, events that the bus has and some that wait, texts that are no longer kept.
func fill(t *testing.T, cfg *config.Config, claims int) {
	t.Helper()
	ctx := t.Context()
	s := must[*sqlite.Store](t)(sqlite.Open(indexPath(cfg.Data), sqlite.Options{}))
	defer s.Close()
	x := indexer.NewEditor(s, indexer.Options{Alert: true})
	first, again := readings(claims)
	for _, list := range [][]claim.Extraction{first, again} {
		for part := range slices.Chunk(list, 100) {
			must[indexer.Summary](t)(x.Write(ctx, part))
		}
	}
	var large []claim.Claim
	err := s.Each(ctx, nil, func(c claim.Claim) error {
		if len(c.Evidence) > 2 && c.Denials == 0 {
			large = append(large, c)
		}
		return nil
	})
	if err != nil || len(large) < 4 {
		t.Fatalf("%d claims to decide on: %v", len(large), err)
	}
	must[indexer.Decision](t)(x.Split(ctx, large[0].ID, []string{large[0].Evidence[1].ID}, indexer.Reason{By: "desk", Why: "another bank"}))
	must[indexer.Decision](t)(x.Merge(ctx, large[1].ID, large[2].ID, indexer.Reason{By: "desk"}))
	d := must[indexer.Decision](t)(x.Merge(ctx, large[3].ID, large[1].ID, indexer.Reason{}))
	must[indexer.Decision](t)(x.Undo(ctx, d.ID))
	var sent []string
	for _, e := range must[[]claim.Event](t)(s.Pending(ctx, 20)) {
		sent = append(sent, e.ID)
	}
	if err := s.Published(ctx, sent); err != nil {
		t.Fatal(err)
	}
	if err := s.Retain(ctx, first[len(first)/3].Article.FetchedAt, time.Time{}); err != nil {
		t.Fatal(err)
	}
}

// records prints every claim whole, with its history.
func records(t *testing.T, cfg *config.Config) []string {
	t.Helper()
	x := must[*Index](t)(OpenIndex(t.Context(), cfg))
	defer x.Close()
	var list []string
	err := x.Each(t.Context(), nil, func(c claim.Claim) error {
		b, err := json.Marshal(c)
		list = append(list, string(b))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func sameRecords(t *testing.T, want, got []string, what string) {
	t.Helper()
	if len(want) < 20 || len(want) != len(got) {
		t.Errorf("%s: %d claims, want %d", what, len(got), len(want))
	}
	for i := range min(len(want), len(got)) {
		if want[i] != got[i] {
			t.Fatalf("%s: a claim is another\nwant %s\ngot  %s", what, want[i], got[i])
		}
	}
}

// move exports one index and imports it into the other.
func move(t *testing.T, from, to *config.Config) (file string, out, in Moved) {
	t.Helper()
	file = filepath.Join(t.TempDir(), "index.jsonl.gz")
	out = must[Moved](t)(mover(from).Export(t.Context(), file))
	in = must[Moved](t)(mover(to).Import(t.Context(), file))
	return file, out, in
}

// lines are the lines of an export without the first, sorted.
func lines(t *testing.T, file string) []string {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	b := must[[]byte](t)(io.ReadAll(must[*gzip.Reader](t)(gzip.NewReader(f))))
	var list []string
	for _, l := range strings.Split(strings.TrimSpace(string(b)), "\n")[1:] {
		d := json.NewDecoder(strings.NewReader(l))
		d.UseNumber()
		var v any
		if err := d.Decode(&v); err != nil {
			t.Fatal(err)
		}
		list = append(list, string(must[[]byte](t)(json.Marshal(unordered(v)))))
	}
	slices.Sort(list)
	return list
}

// unordered sorts every list: in which order a store keeps rows and keys means nothing.
func unordered(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k, x := range v {
			v[k] = unordered(x)
		}
	case []any:
		for i, x := range v {
			v[i] = unordered(x)
		}
		slices.SortFunc(v, func(a, b any) int {
			x, _ := json.Marshal(a) // what was decoded can be encoded
			y, _ := json.Marshal(b)
			return bytes.Compare(x, y)
		})
	}
	return v
}

// TestMoveEmbedded moves an index into another directory: what is exported from there is the same.
func TestMoveEmbedded(t *testing.T) {
	from, to, third := embeddedConfig(t), embeddedConfig(t), embeddedConfig(t)
	fill(t, from, 60)
	file, out, in := move(t, from, to)
	want := records(t, from)
	sameRecords(t, want, records(t, to), "after one move")
	if in != out || in.Decisions != 3 || in.Events < 30 || in.Again != 0 {
		t.Errorf("exported %+v, imported %+v", out, in)
	}
	again, _, _ := move(t, to, third)
	sameLines(t, file, again)
	nothingNew(t, to, want)
}

// sameLines compares two exports.
func sameLines(t *testing.T, first, second string) {
	t.Helper()
	a, b := lines(t, first), lines(t, second)
	if len(a) != len(b) {
		t.Errorf("the second export has %d lines, the first %d", len(b), len(a))
	}
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			at := 0
			for at < min(len(a[i]), len(b[i])) && a[i][at] == b[i][at] {
				at++
			}
			at = max(at-80, 0)
			t.Fatalf("a line is another\nwant … %.300s\ngot  … %.300s", a[i][at:], b[i][at:])
		}
	}
}

// nothingNew feeds an imported index what it holds already: nothing changes, nothing is announced.
func nothingNew(t *testing.T, cfg *config.Config, want []string) {
	t.Helper()
	s := must[*sqlite.Store](t)(sqlite.Open(indexPath(cfg.Data), sqlite.Options{}))
	defer s.Close()
	first, again := readings(60)
	for _, list := range [][]claim.Extraction{first, again} {
		sum := must[indexer.Summary](t)(indexer.New(s, indexer.Options{Alert: true}).Write(t.Context(), list))
		if sum.New+sum.Changed+sum.Gone+sum.Events > 0 {
			t.Errorf("articles that are there already do %+v", sum)
		}
	}
	sameRecords(t, want, records(t, cfg), "after feeding it again")
	if list := must[[]claim.Event](t)(s.Pending(t.Context(), 10)); len(list) > 0 {
		t.Errorf("an import announces %+v", list[0])
	}
}

// TestMoveTwice imports twice, and after stops at every place: the claims are the same.
func TestMoveTwice(t *testing.T) {
	from, to := embeddedConfig(t), embeddedConfig(t)
	fill(t, from, 30)
	file, _, _ := move(t, from, to)
	want := records(t, from)
	must[Moved](t)(mover(to).Import(t.Context(), file))
	sameRecords(t, want, records(t, to), "imported twice")
	again := filepath.Join(t.TempDir(), "again.jsonl.gz")
	must[Moved](t)(mover(to).Export(t.Context(), again))
	sameLines(t, file, again)

	stopped := embeddedConfig(t)
	for _, after := range []int{1, 70, 300, 700, 1500} {
		ctx, cancel := context.WithCancel(t.Context())
		m := mover(stopped)
		m.stop = func(far *Moved) {
			if far.Readings+far.Claims+far.Events >= after {
				cancel()
			}
		}
		_, err := m.Import(ctx, file)
		cancel()
		if err != nil && !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
	}
	must[Moved](t)(mover(stopped).Import(t.Context(), file))
	sameRecords(t, want, records(t, stopped), "after stops")
	last := filepath.Join(t.TempDir(), "stopped.jsonl.gz")
	must[Moved](t)(mover(stopped).Export(t.Context(), last))
	sameLines(t, file, last)
}

// TestMoveBeside imports into an index that holds half of the same world already: the claims are those
// of an index that was fed everything, history aside.
func TestMoveBeside(t *testing.T) {
	whole, half, other := embeddedConfig(t), embeddedConfig(t), embeddedConfig(t)
	list, _ := readings(40)
	feed := func(cfg *config.Config, part []claim.Extraction) {
		s := must[*sqlite.Store](t)(sqlite.Open(indexPath(cfg.Data), sqlite.Options{}))
		defer s.Close()
		must[indexer.Summary](t)(indexer.New(s, indexer.Options{}).Write(t.Context(), part))
	}
	feed(whole, list)
	var even, odd []claim.Extraction
	for i, x := range list {
		if i%2 == 0 {
			even = append(even, x)
		} else {
			odd = append(odd, x)
		}
	}
	feed(half, even)
	feed(other, odd)
	_, _, in := move(t, other, half)
	if in.Again == 0 {
		t.Error("nothing was computed anew")
	}
	sameRecords(t, withoutHistory(t, records(t, whole)), withoutHistory(t, records(t, half)), "two halves")
}

func withoutHistory(t *testing.T, list []string) []string {
	t.Helper()
	var out []string
	for _, l := range list {
		var c claim.Claim
		if err := json.Unmarshal([]byte(l), &c); err != nil {
			t.Fatal(err)
		}
		c.History = nil
		out = append(out, string(must[[]byte](t)(json.Marshal(c))))
	}
	return out
}

// TestMoveElasticsearch carries an index into Elasticsearch and back.
func TestMoveElasticsearch(t *testing.T) {
	cluster := elasticConfig(t)
	from, back := embeddedConfig(t), embeddedConfig(t)
	fill(t, from, 60)
	want := records(t, from)
	file, out, in := move(t, from, cluster)
	if in != out {
		t.Errorf("exported %+v, imported %+v", out, in)
	}
	sameRecords(t, want, records(t, cluster), "in Elasticsearch")
	must[Moved](t)(mover(cluster).Import(t.Context(), file))
	sameRecords(t, want, records(t, cluster), "imported twice")
	s := must[*elastic.Store](t)(openElastic(t.Context(), cluster, func() bool { return true }))
	if list := must[[]claim.Event](t)(s.Pending(t.Context(), 10)); len(list) > 0 {
		t.Errorf("an import announces %+v", list[0])
	}
	if st := must[elastic.Stats](t)(s.Stats(t.Context())); int(st.Events) != out.Events || st.Waiting > 0 {
		t.Errorf("%d events are on record, want %d; %d nodes wait", st.Events, out.Events, st.Waiting)
	}
	second, home, _ := move(t, cluster, back)
	sameLines(t, file, second)
	if home != out {
		t.Errorf("exported %+v first, and %+v from Elasticsearch", out, home)
	}
	third := filepath.Join(t.TempDir(), "third.jsonl.gz")
	must[Moved](t)(mover(back).Export(t.Context(), third))
	sameLines(t, file, third)
	sameRecords(t, want, records(t, back), "back again")
	nothingNew(t, back, want)
}

// TestMoveRefuses holds what is said of files and directories that cannot be moved.
func TestMoveRefuses(t *testing.T) {
	from, to := embeddedConfig(t), embeddedConfig(t)
	fill(t, from, 20)
	dir := t.TempDir()
	whole := filepath.Join(dir, "whole")
	must[Moved](t)(mover(from).Export(t.Context(), whole))
	content := must[[]byte](t)(os.ReadFile(whole))
	flipped := bytes.Clone(content)
	flipped[len(flipped)/2] ^= 0xff
	for name, b := range map[string][]byte{"cut": content[:len(content)/2], "flipped": flipped, "empty": nil, "text": []byte("{}\n"), "followed": append(bytes.Clone(content), content...)} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := mover(to).Import(t.Context(), path)
		if !errors.Is(err, ErrUsage) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := os.Stat(indexPath(to.Data)); err == nil {
		t.Error("something was written before the file was read to its end")
	}
	if _, err := mover(from).Export(t.Context(), whole); !errors.Is(err, ErrUsage) || !strings.Contains(err.Error(), "exists") {
		t.Errorf("a file that exists: %v", err)
	}
	if _, err := mover(to).Export(t.Context(), filepath.Join(dir, "nothing")); !errors.Is(err, ErrUsage) || !strings.Contains(err.Error(), "no index") {
		t.Errorf("no index: %v", err)
	}
	l := must[*dirLock](t)(lockDir(to.Data))
	if _, err := mover(to).Import(t.Context(), whole); !errors.Is(err, ErrLocked) {
		t.Errorf("a directory in use: %v", err)
	}
	if err := l.release(); err != nil {
		t.Error(err)
	}
}
