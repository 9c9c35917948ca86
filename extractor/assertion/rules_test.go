package assertion_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/claimwire/claimwire/extractor"
	"github.com/claimwire/claimwire/extractor/lexicon"
	"github.com/claimwire/claimwire/internal/claim"
)

// A file of testdata/rules holds the cases of one rule: sentences where it must hold and sentences where it
// must not. A line "= …" is an article of its own, "~ …" its title; the lines behind it are expectations as in
// testdata/articles, but for the quoted stretch, which may be left out: the claim may then stand anywhere.
// Lines that begin with # are comments. The day of writing is always ruleDay.
const ruleDay = "2024-05-15"

// readRules reads the cases of one file.
func readRules(t testing.TB, path string) []sample {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	day, err := time.Parse(time.DateOnly, ruleDay)
	if err != nil {
		t.Fatal(err)
	}
	var out []sample
	for n, line := range strings.Split(strings.TrimSpace(string(b)), "\n") {
		text, article := strings.CutPrefix(line, "= ")
		title, headline := strings.CutPrefix(line, "~ ")
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case article:
			s := sample{name: fmt.Sprintf("%s:%d", strings.TrimSuffix(filepath.Base(path), ".txt"), n+1)}
			s.article.Text, s.article.PublishedAt = text, day
			out = append(out, s)
		case len(out) == 0:
			t.Fatalf("%s:%d: no article before %q", path, n+1, line)
		case headline:
			out[len(out)-1].article.Title = title
		default:
			last := &out[len(out)-1]
			last.want = append(last.want, readRule(t, path, last.article.Text, line))
		}
	}
	return out
}

// readRule reads an expectation with or without a place.
func readRule(t testing.TB, path, body, line string) expectation {
	t.Helper()
	cells := strings.Split(line, " | ")
	if _, err := strconv.Unquote(cells[len(cells)-1]); err == nil && len(cells) > 1 {
		return readExpectation(t, path, body, line)
	}
	kind, absent := strings.CutPrefix(cells[0], "no ")
	switch claim.Kind(kind) {
	case claim.Theft, claim.Attack, claim.Attribution, claim.Laundering, claim.Funding, claim.Sanction, claim.CountKind, claim.Denial, claim.Statement:
	default:
		t.Fatalf("%s: %q is no kind, so that nothing could be found or broken", path, kind)
	}
	return expectation{line: line, kind: claim.Kind(kind), absent: absent, fields: cells[1:], anywhere: true}
}

// judgeRules compares what the extractor says of each case with what is expected.
func judgeRules(ex *extractor.Extractor, cases []sample, notes *[]string) (k tally) {
	for _, s := range cases {
		r := ex.Extract(&s.article)
		for _, e := range s.want {
			found, wrong := best(e, &r)
			switch {
			case e.absent:
				k.absent++
				if found && len(wrong) == 0 {
					k.broken++
					*notes = append(*notes, fmt.Sprintf("%s: there: %s", s.name, e.line))
				}
				continue
			case !found:
				*notes = append(*notes, fmt.Sprintf("%s: missed: %s", s.name, e.line))
			default:
				k.found++
				k.right += len(e.fields) - len(wrong)
				for _, w := range wrong {
					*notes = append(*notes, fmt.Sprintf("%s: %s: %s", s.name, w, e.line))
				}
			}
			k.want++
			k.fields += len(e.fields)
		}
	}
	return k
}

// best is the assertion that fits an expectation with the fewest wrong fields.
func best(e expectation, r *claim.Reading) (found bool, wrong []string) {
	for i := range r.Assertions {
		if a := &r.Assertions[i]; e.fits(a) {
			if w := e.wrong(r, a); !found || len(w) < len(wrong) {
				found, wrong = true, w
			}
		}
	}
	return found, wrong
}

// TestRules holds the figures of testdata/rules against testdata/rules.golden, as TestCorpus does for whole
// articles. Run it with -update to accept new figures.
func TestRules(t *testing.T) {
	paths, err := filepath.Glob("testdata/rules/*.txt")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no rules: %v", err)
	}
	ex := extractor.New(lexicon.Default())
	var got bytes.Buffer
	var notes []string
	figures := map[string]tally{}
	fmt.Fprintf(&got, "%-24s %5s %5s %6s %6s %6s %6s\n", "rule", "want", "found", "fields", "right", "silent", "broken")
	for _, p := range paths {
		name := strings.TrimSuffix(filepath.Base(p), ".txt")
		k := judgeRules(ex, readRules(t, p), &notes)
		figures[name] = k
		fmt.Fprintf(&got, "%-24s %5d %5d %6d %6d %6d %6d\n", name, k.want, k.found, k.fields, k.right, k.absent, k.broken)
	}
	fmt.Fprintf(&got, "\n%s\n", strings.Join(notes, "\n"))
	const golden = "testdata/rules.golden"
	if *update {
		if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	compareRules(t, golden, figures)
}

// compareRules reports what has become worse than the golden file.
func compareRules(t *testing.T, golden string, figures map[string]tally) {
	t.Helper()
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	known := 0
	for line := range strings.SplitSeq(string(want), "\n") {
		var name string
		var w tally
		if n, err := fmt.Sscan(line, &name, &w.want, &w.found, &w.fields, &w.right, &w.absent, &w.broken); err != nil || n != 7 {
			continue
		}
		known++
		k := figures[name]
		if k.want != w.want || k.absent != w.absent {
			t.Errorf("%s: the cases have changed; accept them with -update", name)
		}
		if k.found < w.found || k.right < w.right || k.broken > w.broken {
			t.Errorf("%s: found %d, right %d, broken %d; were %d, %d, %d (see the notes with -update and git diff)", name, k.found, k.right, k.broken, w.found, w.right, w.broken)
		}
	}
	if known != len(figures) {
		t.Errorf("%s: %d rules, %d are due", golden, known, len(figures))
	}
}
