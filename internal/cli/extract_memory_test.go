package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/claimwire/claimwire/internal/claim"
)

// What extract may hold at its peak, in kilobytes as the system counts them. The program holds under 100 MB of news,
// however long, and up to 110 of a megabyte that is nothing but names or claims; this test binary, which stands for
// it, some 8 MB more.
const (
	mostResident = 108_000_000 / 1024
	mostHostile  = 125_000_000 / 1024
)

// tries is how often a stream may be read until it keeps to the bound: where other packages' tests hold the
// processors, the collector comes late, and what it has left lying by then says nothing of what extract needs.
const tries = 3

// TestMemoryOfExtract reads streams by the real program and holds its peak of resident memory: ordinary reports, and
// texts of a megabyte that are all one line, marks, names, sums or claims.
func TestMemoryOfExtract(t *testing.T) {
	if raceEnabled || runtime.GOOS != "linux" {
		t.Skip("memory is measured without -race, on Linux")
	}
	report := "The exchange Quillon lost $40 million in coins last week, its director Marta Ilves said on Monday.\n" +
		"Investigators in Norway blamed the Lazarus Group, which is linked to North Korea. Hovland Systems paid for repairs.\n"
	const mega = 1 << 20
	long := func(s string) string { return strings.Repeat(s, mega/len(s)) }
	for _, tt := range []struct {
		name, text string
		times      int
		most       int64
	}{
		{"400 reports", strings.Repeat(report, 12), 400, mostResident},
		{"reports of a megabyte", long(report), 3, mostResident},
		{"one line", long(strings.ReplaceAll(report, "\n", " ")), 2, mostResident},
		{"signs", strings.Repeat("$", 100_000), 20, mostResident},
		{"quotation marks", long(`"`), 4, mostHostile},
		{"brackets", long("("), 3, mostHostile},
		{"names", long("Marta Ilves, Eldrit Hovland said. "), 1, mostHostile},
		{"a list", long("- costs of $5 million\n"), 1, mostHostile},
		{"claims", long("The Lazarus Group of North Korea stole $5 million from the Bank of Bangladesh, the FBI said. "), 1, mostHostile},
		{"escapes", long("\x01"), 3, mostHostile},
		{"over the limit", strings.Repeat(report, 5*mega/len(report)), 3, mostResident},
	} {
		t.Run(tt.name, func(t *testing.T) {
			list := make([]claim.Article, tt.times)
			for i := range list {
				list[i] = claim.Article{ID: fmt.Sprint(i), Text: tt.text}
			}
			documents := writeDocuments(t, list)
			got := residentOf(t, documents)
			for range tries - 1 {
				if got > tt.most {
					got = min(got, residentOf(t, documents))
				}
			}
			if got > tt.most {
				t.Errorf("%d kB resident, at most %d are due", got, tt.most)
			} else {
				t.Logf("%d kB", got)
			}
		})
	}
}

// residentOf is the most that extract holds while it reads the documents, in kB.
func residentOf(t *testing.T, documents string) (kB int64) {
	t.Helper()
	p := command(t, "extract", "--output", "jsonl", documents)
	out, err := os.Create(filepath.Join(t.TempDir(), "out.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	p.Stdout = out
	status := filepath.Join(t.TempDir(), "status")
	p.Env = append(p.Env, statusFile+"="+status)
	if err := p.Run(); err != nil && p.ProcessState.ExitCode() != 1 {
		t.Fatalf("%v\n%s", err, p.err.String())
	}
	return peak(t, status)
}

// peak reads the most that a process has held, in kB, off what Linux said of it. What the system accounts to a
// child that has ended will not do: it counts what the parent held when the child was made.
func peak(t *testing.T, file string) (kB int64) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(b), "VmHWM:")
	if _, err := fmt.Sscan(rest, &kB); err != nil {
		t.Fatalf("no VmHWM in %s: %v", b, err)
	}
	return kB
}

// TestLinePrinter holds the lines that are made entry by entry against those of the JSON package.
func TestLinePrinter(t *testing.T) {
	via := 0
	usd := 5e6
	full := claim.Reading{V: 1, ID: `a "b" <c> "amounts":null`, Language: "en", Rules: "r", Wire: "W",
		Amounts:    []claim.Amount{{Value: 5e6, Currency: "USD", USD: &usd}, {Value: 2, Currency: "EUR", Qualifier: claim.About}},
		Actors:     []claim.Actor{{Name: "Quillon & Co <x>", Kind: claim.Organization}},
		Countries:  []claim.Country{{Code: "NO", Name: "Norway"}},
		Citations:  []claim.Citation{{}, {Via: &via}},
		Assertions: []claim.Assertion{{Kind: claim.Theft, Statement: "line\nbreak"}}}
	if n := reflect.TypeFor[claim.Reading]().NumField(); n != 10 {
		t.Errorf("a reading has %d fields: the printer knows 10", n)
	}
	empty := claim.Reading{ID: "x"}
	empty.Normalize()
	full.Normalize()
	for _, r := range []claim.Reading{full, empty} {
		var want, got bytes.Buffer
		e := json.NewEncoder(&want)
		e.SetEscapeHTML(false)
		if err := e.Encode(r); err != nil {
			t.Fatal(err)
		}
		c := extractCmd{Output: "jsonl"}
		if err := c.printer(&got, false)(result{in: input{Input: claim.Input{Label: r.ID}}, reading: r}); err != nil {
			t.Fatal(err)
		}
		if got.String() != want.String() {
			t.Errorf("printed\n%s, want\n%s", got.String(), want.String())
		}
	}
}

// TestInOrder holds order, room and an early end of documents of many sizes.
func TestInOrder(t *testing.T) {
	sizes := []int{1, 50, 200, 3, 99, 100, 101, 1, 1, 500, 7}
	var now, most atomic.Int64
	documents := func(yield func(input) bool) {
		for i, n := range sizes {
			if !yield(input{Input: claim.Input{Label: fmt.Sprint(i), Article: claim.Article{ID: fmt.Sprint(i), Text: strings.Repeat("x", n)}}}) {
				return
			}
		}
	}
	read := func(a *claim.Article) claim.Reading {
		n := now.Add(int64(len(a.Text)))
		for m := most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
		}
		runtime.Gosched()
		now.Add(-int64(len(a.Text)))
		return claim.Reading{ID: a.ID}
	}
	for stop := range len(sizes) + 1 {
		seen := 0
		for r := range inOrder(3, 100, documents, read) {
			if want := fmt.Sprint(seen); r.in.Label != want || r.reading.ID != want {
				t.Fatalf("document %s with the reading of %s, want %s", r.in.Label, r.reading.ID, want)
			}
			if seen++; seen == stop {
				break
			}
		}
		if stop == 0 && seen != len(sizes) || stop > 0 && seen != stop {
			t.Errorf("%d documents until %d", seen, stop)
		}
	}
	if most.Load() > 500 {
		t.Errorf("%d bytes were read at once: the largest has 500, together at most 100", most.Load())
	}
}
