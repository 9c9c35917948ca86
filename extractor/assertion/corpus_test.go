package assertion_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/claimwire/claimwire/extractor"
	"github.com/claimwire/claimwire/extractor/lexicon"
	"github.com/claimwire/claimwire/internal/claim"
)

var update = flag.Bool("update", false, "write testdata/quality.txt anew")

// A file of testdata/articles is an article and what it claims. First lines "title: …", "published: …",
// "publisher: …"; the body; a line "---"; then one expectation a line:
//
//	theft | $12 million | sum=taken | by=actor | of=victim | class=banks | when=2023-05 | sure=alleged | src=origin | count=27 attacks | "evidence"
//	no theft | "a stretch that carries none"
//
// A claim fits where its evidence covers at least half of the quoted stretch and its kind is right; the
// fields given are then compared one by one.
type expectation struct {
	line     string
	absent   bool
	kind     claim.Kind
	fields   []string
	anywhere bool // no place is given
	start    int
	end      int
	fragment string
}

type sample struct {
	name    string
	article claim.Article
	want    []expectation
}

func readSample(t testing.TB, path string) sample {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	s := sample{name: strings.TrimSuffix(filepath.Base(path), ".txt")}
	head, tail, ok := strings.Cut(string(b), "\n---\n")
	if !ok {
		t.Fatalf("%s: no line --- before the expectations", path)
	}
	for {
		key, rest, ok := strings.Cut(head, ": ")
		line, body, more := strings.Cut(rest, "\n")
		if !ok || !more || key != "title" && key != "published" && key != "publisher" {
			break
		}
		switch key {
		case "title":
			s.article.Title = line
		case "publisher":
			s.article.Publisher = line
		case "published":
			if s.article.PublishedAt, err = time.Parse("2006-01-02", line); err != nil {
				t.Fatalf("%s: %v", path, err)
			}
		}
		head = body
	}
	s.article.Text = head
	for line := range strings.SplitSeq(strings.TrimSpace(tail), "\n") {
		s.want = append(s.want, readExpectation(t, path, head, line))
	}
	return s
}

func readExpectation(t testing.TB, path, body, line string) expectation {
	t.Helper()
	cells := strings.Split(line, " | ")
	e := expectation{line: line}
	kind, absent := strings.CutPrefix(cells[0], "no ")
	e.kind, e.absent = claim.Kind(kind), absent
	quoted, err := strconv.Unquote(cells[len(cells)-1])
	if err != nil {
		t.Fatalf("%s: %q does not end in a quoted stretch: %v", path, line, err)
	}
	e.start = strings.Index(body, quoted)
	if e.start < 0 {
		t.Fatalf("%s: the body does not hold %q", path, quoted)
	}
	e.end, e.fragment = e.start+len(quoted), quoted
	e.fields = cells[1 : len(cells)-1]
	return e
}

// fits reports whether an assertion is of the kind and place expected.
func (e expectation) fits(a *claim.Assertion) bool {
	p := a.Evidence[0]
	return a.Kind == e.kind && p.In == claim.InText && (e.anywhere || 2*(min(p.End, e.end)-max(p.Start, e.start)) >= e.end-e.start)
}

// wrong lists the fields in which an assertion differs from what is expected.
func (e expectation) wrong(r *claim.Reading, a *claim.Assertion) []string {
	var out []string
	for _, f := range e.fields {
		key, want, ok := strings.Cut(f, "=")
		if !ok {
			key, want = "sum of money", f
		}
		if got := field(r, a, key); !strings.Contains(got+"|", want+"|") {
			out = append(out, fmt.Sprintf("%s is %q, not %q", key, strings.TrimSuffix(got, "|"), want))
		}
	}
	return out
}

func field(r *claim.Reading, a *claim.Assertion, key string) string {
	var b strings.Builder
	add := func(s string) { b.WriteString(s + "|") }
	switch key {
	case "sum of money":
		if len(a.Amounts) > 0 {
			add(r.Amounts[a.Amounts[0]].Text)
		}
	case "sum":
		add(string(a.Sum))
	case "by":
		for _, i := range a.Actors {
			add(r.Actors[i].Name)
		}
	case "of":
		for _, i := range a.Victims {
			add(r.Actors[i].Name)
		}
	case "class":
		b.WriteString(strings.Join(append(a.Targets, ""), "|"))
	case "when":
		if a.When == nil {
			return "|"
		}
		if a.When.From == a.When.To {
			return a.When.From + "|"
		}
		add(a.When.From + ".." + a.When.To)
	case "sure":
		add(string(a.Certainty))
	case "says":
		add(a.Statement)
	case "denies":
		add(string(a.Denies))
	case "src":
		if n := len(a.Citations); n > 0 {
			add(r.Citations[a.Citations[n-1]].Source.Name)
		}
	case "count":
		for _, c := range a.Counts {
			add(strconv.FormatFloat(c.Value, 'f', -1, 64) + " " + c.Unit)
		}
	}
	return b.String()
}

// tally counts one kind.
type tally struct{ want, found, right, fields, extra, absent, broken int }

// judge compares one reading with what its sample expects, and notes each failure.
func judge(s sample, r *claim.Reading, kinds map[claim.Kind]*tally, notes *[]string) {
	used := map[int]bool{}
	for _, e := range s.want {
		k := kinds[e.kind]
		best := -1
		var wrong []string
		for i := range r.Assertions {
			if !e.fits(&r.Assertions[i]) {
				continue
			}
			w := e.wrong(r, &r.Assertions[i])
			if best < 0 || len(w) < len(wrong) {
				best, wrong = i, w
			}
		}
		if e.absent {
			k.absent++
			if best >= 0 {
				k.broken++
				used[best] = true
				*notes = append(*notes, fmt.Sprintf("%s: there: %s", s.name, e.line))
			}
			continue
		}
		k.want++
		k.fields += len(e.fields)
		if best < 0 {
			*notes = append(*notes, fmt.Sprintf("%s: missed: %s", s.name, e.line))
			continue
		}
		used[best] = true
		k.found++
		k.right += len(e.fields) - len(wrong)
		for _, w := range wrong {
			*notes = append(*notes, fmt.Sprintf("%s: %s: %s %q", s.name, w, e.kind, e.fragment))
		}
	}
	for i := range r.Assertions {
		a := &r.Assertions[i]
		if used[i] || a.Evidence[0].In == claim.InTitle || a.Kind == claim.Statement || expected(s, a) {
			continue
		}
		kinds[a.Kind].extra++
		*notes = append(*notes, fmt.Sprintf("%s: extra: %s: %s", s.name, a.Kind, a.Statement))
	}
}

// expected reports whether an assertion fits an expectation that another has met better.
func expected(s sample, a *claim.Assertion) bool {
	for _, e := range s.want {
		if !e.absent && e.fits(a) {
			return true
		}
	}
	return false
}

// TestCorpus holds the figures of testdata/articles against testdata/quality.txt, so that a change to rules
// shows what it gains and loses. Run it with -update to accept new figures.
func TestCorpus(t *testing.T) {
	paths, err := filepath.Glob("testdata/articles/*.txt")
	if err != nil || len(paths) < 150 {
		t.Fatalf("%d articles, 150 are due: %v", len(paths), err)
	}
	sort.Strings(paths)
	ex := extractor.New(lexicon.Default())
	kinds := map[claim.Kind]*tally{}
	for _, k := range claim.Kinds {
		kinds[k] = &tally{}
	}
	var notes []string
	for _, p := range paths {
		s := readSample(t, p)
		r := ex.Extract(&s.article)
		if err := r.Check(&s.article); err != nil {
			t.Errorf("%s: %v", s.name, err)
		}
		judge(s, &r, kinds, &notes)
	}
	got := report(len(paths), kinds, notes)
	const golden = "testdata/quality.txt"
	if *update {
		if err := os.WriteFile(golden, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	for _, loss := range losses(figures(t, want), figures(t, got)) {
		t.Errorf("worse than %s: %s (see the notes with -update and git diff)", golden, loss)
	}
	if !bytes.Equal(got, want) {
		t.Logf("figures differ from %s; accept them with -update", golden)
	}
}

// figures reads the lines of a report by kind.
func figures(t *testing.T, report []byte) map[string]tally {
	t.Helper()
	out := map[string]tally{}
	for line := range strings.SplitSeq(string(report), "\n") {
		var name string
		var k tally
		n, err := fmt.Sscan(line, &name, &k.want, &k.found, &k.fields, &k.right, &k.extra, &k.absent, &k.broken)
		if err == nil && n == 8 {
			out[name] = k
		}
	}
	if len(out) != len(claim.Kinds)+1 {
		t.Fatalf("a report of %d kinds, where %d are due", len(out)-1, len(claim.Kinds))
	}
	return out
}

// losses lists the figures that have become worse. Passes that others change feed this one, so a gain
// alone is no failure.
func losses(was, is map[string]tally) []string {
	var out []string
	for name, w := range was {
		g := is[name]
		switch {
		case g.want != w.want || g.absent != w.absent:
			out = append(out, fmt.Sprintf("%s: the corpus has changed", name))
		case g.found < w.found:
			out = append(out, fmt.Sprintf("%s: found %d, not %d", name, g.found, w.found))
		case name == "all" && g.right < w.right:
			out = append(out, fmt.Sprintf("right fields %d, not %d", g.right, w.right))
		case name == "all" && g.extra > w.extra:
			out = append(out, fmt.Sprintf("extra claims %d, not %d", g.extra, w.extra))
		case g.broken > w.broken:
			out = append(out, fmt.Sprintf("%s: claims where there is none: %d, not %d", name, g.broken, w.broken))
		}
	}
	sort.Strings(out)
	return out
}

func report(n int, kinds map[claim.Kind]*tally, notes []string) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%d articles\n%-12s %6s %6s %7s %8s %6s %7s %7s\n", n, "kind", "want", "found", "fields", "right", "extra", "silent", "broken")
	var all tally
	line := func(name string, k *tally) {
		fmt.Fprintf(&b, "%-12s %6d %6d %7d %8d %6d %7d %7d\n", name, k.want, k.found, k.fields, k.right, k.extra, k.absent, k.broken)
	}
	for _, kind := range claim.Kinds {
		k := kinds[kind]
		line(string(kind), k)
		all = tally{all.want + k.want, all.found + k.found, all.right + k.right, all.fields + k.fields, all.extra + k.extra, all.absent + k.absent, all.broken + k.broken}
	}
	line("all", &all)
	b.WriteString("\n")
	for _, n := range notes {
		b.WriteString(n + "\n")
	}
	return b.Bytes()
}
