package dump

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/claimwire/claimwire/indexer"
	"github.com/claimwire/claimwire/indexer/storetest"
	"github.com/claimwire/claimwire/internal/claim"
)

// parts are an index in small.
func parts() []indexer.Part {
	var list []indexer.Part
	items := storetest.Articles(0, 3)
	items[1].Told = []indexer.Told{{Evidence: items[1].Rows[0].ID, Type: claim.EventNew}}
	items[2].Dropped, items[2].Extraction.Article.Text = true, ""
	for i := range items {
		list = append(list, indexer.Part{Reading: &items[i]})
	}
	row := items[0].Rows[0]
	record := storetest.Claim([]indexer.Row{row})
	record.Evidence = nil
	return append(list,
		indexer.Part{Decision: &indexer.Decision{ID: "d-1", Type: indexer.Split, Left: []string{row.ID}, Right: []string{"x"}, At: storetest.Day}},
		indexer.Part{Claim: &indexer.Holding{Claim: record, Held: []indexer.HeldRow{{ID: row.ID}, {ID: "y", Denial: true}}}},
		indexer.Part{Event: &claim.Event{V: 1, ID: "e-1", Type: claim.EventNew, At: storetest.Day, Claim: record, Evidence: row.Evidence}},
		indexer.Part{Waiting: []string{items[2].Rows[0].Node}})
}

func written(t testing.TB, list []indexer.Part) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := NewWriter(&b, Head{At: storetest.Day, From: "test", Program: "1.0"})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range list {
		if err := w.Write(p); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func zipped(t testing.TB, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func unzipped(t testing.TB, b []byte) string {
	t.Helper()
	r, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestRoundTrip reads what was written.
func TestRoundTrip(t *testing.T) {
	want := parts()
	r, err := NewReader(bytes.NewReader(written(t, want)))
	if err != nil {
		t.Fatal(err)
	}
	if h := r.Head(); h.Version != Version || h.From != "test" || !h.At.Equal(storetest.Day) {
		t.Errorf("head %+v", h)
	}
	for i := range want {
		got, err := r.Next()
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(trimmed(got), trimmed(want[i])) {
			t.Errorf("part %d: %+v, want %+v", i, trimmed(got), trimmed(want[i]))
		}
	}
	for range 2 {
		if _, err := r.Next(); err != io.EOF {
			t.Errorf("at the end: %v", err)
		}
	}
}

// trimmed is a part with what no store needs taken off: the extractor's reading.
func trimmed(p indexer.Part) indexer.Part {
	if p.Reading != nil {
		it := *p.Reading
		it.Extraction.Reading = claim.Reading{}
		p.Reading = &it
	}
	return p
}

// TestReaderRefuses changes a good file's text, and holds what is said of it.
func TestReaderRefuses(t *testing.T) {
	good := unzipped(t, written(t, parts()))
	lines := strings.SplitAfter(good, "\n")
	swap := func(old, new string) string {
		if !strings.Contains(good, old) {
			t.Fatalf("the file has no %s", old)
		}
		return strings.Replace(good, old, new, 1)
	}
	for name, c := range map[string]struct {
		text string
		want error
		says string
	}{
		"newer":             {swap(`"v":1,"at"`, `"v":2,"at"`), ErrNewer, "format 2"},
		"newer, other head": {swap(`"format":"claimwire store","v":1`, `"format":"claimwire store","shape":[1],"v":7`), ErrNewer, "format 7"},
		"another format":    {swap(`"claimwire store"`, `"shopping list"`), ErrDamaged, "shopping list"},
		"no head":           {strings.Join(lines[1:], ""), ErrDamaged, "line 1"},
		"no end":            {strings.Join(lines[:len(lines)-2], ""), ErrDamaged, "before its last line"},
		"a line is missing": {strings.Join(append(append([]string{}, lines[:2]...), lines[3:]...), ""), ErrDamaged, "it has 2 readings, 1 decisions, 1 claims, 1 events and 1 nodes that wait, and should have 3 readings, "},
		"a line is cut":     {strings.Replace(good, lines[2], lines[2][:40]+"\n", 1), ErrDamaged, "line 3"},
		"unknown field":     {swap(`"page":`, `"colour":1,"page":`), ErrDamaged, "colour"},
		"wrong order":       {strings.Join(append(append([]string{lines[0]}, lines[4]), lines[1:]...), ""), ErrDamaged, "wrong place"},
		"head again":        {strings.Replace(good, lines[1], lines[0]+lines[1], 1), ErrDamaged, "wrong place"},
		"two of a line":     {strings.Replace(good, "\n", " ", 2), ErrDamaged, "more than one value"},
		"after the end":     {good + lines[1], ErrDamaged, "follows"},
		"another text":      {swap(`"text":"Thieves took 1 dollars`, `"text":"Thieves took 2 dollars`), ErrDamaged, "key and revision"},
		"another node":      {swap(`"frame":{"kind":"theft"`, `"frame":{"kind":"attack"`), ErrDamaged, "not its frame"},
		"no such node":      {swap(`"node":"`, `"node":"x`), ErrDamaged, "lacks its node"},
		"no evidence":       {swap(`"held":[`, `"held":[],"x":[`), ErrDamaged, ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := Check(bytes.NewReader(zipped(t, c.text)))
			if !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%v, want one that says %q", err, c.says)
			}
		})
	}
}

// TestReaderRefusesEveryCut cuts a file at every byte.
func TestReaderRefusesEveryCut(t *testing.T) {
	whole := written(t, parts())
	for n := range whole {
		if _, _, err := Check(bytes.NewReader(whole[:n])); !errors.Is(err, ErrDamaged) {
			t.Fatalf("cut to %d of %d bytes: %v", n, len(whole), err)
		}
	}
	if _, m, err := Check(bytes.NewReader(whole)); err != nil || m.Readings != 3 || m.Claims != 1 {
		t.Errorf("whole: %+v, %v", m, err)
	}
}

// TestLineLimit holds that no line is kept that is longer than a line may be, in reading and in writing.
func TestLineLimit(t *testing.T) {
	r, err := NewReader(bytes.NewReader(written(t, parts())))
	if err != nil {
		t.Fatal(err)
	}
	r.limit = 100
	if _, err := r.Next(); !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), "longer than 100") {
		t.Errorf("a long line: %v", err)
	}
	w, err := NewWriter(io.Discard, Head{})
	if err != nil {
		t.Fatal(err)
	}
	it := storetest.Articles(0, 1)[0]
	it.Extraction.Article.Text = strings.Repeat("x", maxLine)
	if err := w.Write(indexer.Part{Reading: &it}); err == nil || !strings.Contains(err.Error(), it.Page.Key) {
		t.Errorf("a reading that makes too long a line: %v", err)
	}
}

// FuzzReader holds that no file makes reading panic or go on without end, and that what passes can be
// written and read again.
func FuzzReader(f *testing.F) {
	good := unzipped(f, written(f, parts()))
	f.Add([]byte(good))
	f.Add([]byte(strings.Replace(good, `"v":1`, `"v":2`, 1)))
	f.Add([]byte(fmt.Sprintf(`{"head":{"format":%q,"v":1,"at":%q}}`, format, time.Time{}.Format(time.RFC3339)) + "\n" + `{"end":{}}` + "\n"))
	f.Add(written(f, parts()))
	f.Fuzz(func(t *testing.T, b []byte) {
		if _, _, err := Check(bytes.NewReader(b)); err != nil && !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNewer) {
			t.Errorf("an error of no kind: %v", err)
		}
		r, err := NewReader(bytes.NewReader(zipped(t, string(b))))
		var list []indexer.Part
		for err == nil {
			var p indexer.Part
			if p, err = r.Next(); err == nil {
				list = append(list, p)
			}
		}
		if err != io.EOF {
			return
		}
		if _, _, err := Check(bytes.NewReader(written(t, list))); err != nil {
			t.Errorf("what was read is refused when it is written again: %v", err)
		}
	})
}
