package amount_test

import (
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/claimwire/claimwire/extractor/amount"
	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/lexicon"
	"github.com/claimwire/claimwire/extractor/number"
	"github.com/claimwire/claimwire/extractor/segment"
	"github.com/claimwire/claimwire/internal/claim"
)

var update = flag.Bool("update", false, "write testdata/quality.txt anew")

// newReader returns the three passes that sums need, as one.
func newReader() func(text string) []doc.Amount {
	lex := lexicon.Default()
	passes := []func(*doc.Doc){segment.New(lex), number.New(lex), amount.New(lex)}
	return func(text string) []doc.Amount {
		d := &doc.Doc{}
		d.Reset(&claim.Article{Text: text})
		for _, run := range passes {
			run(d)
		}
		return d.Body.Amounts
	}
}

// parse takes the marks off a line: {span|CURRENCY value [qualifier] [min..max] [vague] [usd=value]}.
func parse(line string) (text string, want []claim.Amount, err error) {
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(line, "{")
		b.WriteString(before)
		if !ok {
			return b.String(), want, nil
		}
		span, rest, ok1 := strings.Cut(rest, "|")
		meaning, rest, ok2 := strings.Cut(rest, "}")
		if !ok1 || !ok2 {
			return "", nil, fmt.Errorf("no {span|meaning} in %q", line)
		}
		a, err := meant(strings.Fields(meaning))
		if err != nil {
			return "", nil, fmt.Errorf("%w in %q", err, line)
		}
		a.Span = claim.Span{Text: span, Start: b.Len(), End: b.Len() + len(span), In: claim.InText}
		want = append(want, a)
		b.WriteString(span)
		line = rest
	}
}

func meant(fields []string) (claim.Amount, error) {
	if len(fields) < 2 {
		return claim.Amount{}, fmt.Errorf("no currency and value")
	}
	a := claim.Amount{Currency: fields[0], Qualifier: claim.Exact}
	number := func(s string) *float64 {
		v, err := strconv.ParseFloat(s, 64)
		if err != nil {
			v = math.NaN()
		}
		return &v
	}
	a.Value = *number(fields[1])
	for _, f := range fields[2:] {
		lo, hi, ranged := strings.Cut(f, "..")
		usd, is := strings.CutPrefix(f, "usd=")
		switch {
		case f == "vague":
			a.Vague = true
		case ranged:
			a.Min, a.Max = number(lo), number(hi)
		case is:
			a.USD = number(usd)
		default:
			a.Qualifier = claim.Qualifier(f)
		}
	}
	if a.Currency == "USD" {
		a.USD = &a.Value
	}
	if math.IsNaN(a.Value) {
		return a, fmt.Errorf("no value in %q", fields)
	}
	return a, nil
}

func show(a *claim.Amount) string {
	s := fmt.Sprintf("%q %s %.12g %s", a.Text, a.Currency, a.Value, a.Qualifier)
	if a.Min != nil {
		s += fmt.Sprintf(" %.12g..%.12g", *a.Min, *a.Max)
	}
	if a.Vague {
		s += " vague"
	}
	if a.USD != nil {
		s += fmt.Sprintf(" usd=%.12g", *a.USD)
	}
	return s
}

// tally counts one kind.
type tally struct{ lines, silent, sums, found, right, strict int }

// line scores one line. Right is the span touched and value and currency equal; strict is all fields and
// the span's very bytes.
func (n *tally) line(t *testing.T, text string, want []claim.Amount, got []doc.Amount) {
	n.sums += len(want)
	n.found += len(got)
	used := make([]bool, len(got))
	for i := range want {
		w := &want[i]
		seen := ""
		for k := range got {
			g := &got[k].Amount
			if used[k] || g.Start >= w.End || w.Start >= g.End {
				continue
			}
			seen = show(g)
			if g.Currency == w.Currency && math.Abs(g.Value-w.Value) <= 1e-9*w.Value {
				used[k] = true
				n.right++
			}
			break
		}
		if seen == show(w) {
			n.strict++
		} else {
			t.Logf("%s\n\twant %s\n\tgot  %s", text, show(w), seen)
		}
	}
	for k := range got {
		if !used[k] {
			t.Logf("%s\n\textra %s", text, show(&got[k].Amount))
		}
	}
}

// TestKinds reads the corpus of each kind of sum and holds its precision and recall against
// testdata/quality.txt, so that no change of rules gains or loses unseen.
func TestKinds(t *testing.T) {
	read := newReader()
	paths, err := filepath.Glob("testdata/kinds/*.txt")
	if err != nil || len(paths) < 18 {
		t.Fatalf("%d kinds, %v", len(paths), err)
	}
	var report strings.Builder
	fmt.Fprintf(&report, "%-20s %6s %6s %6s %7s %7s %7s\n", "kind", "lines", "silent", "sums", "P", "R", "strict")
	for _, path := range paths {
		name := strings.TrimSuffix(filepath.Base(path), ".txt")
		t.Run(name, func(t *testing.T) {
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			var n tally
			for line := range strings.Lines(string(b)) {
				line = strings.TrimSuffix(line, "\n")
				if strings.HasPrefix(line, "#") {
					continue
				}
				text, want, err := parse(line)
				if err != nil {
					t.Fatal(err)
				}
				n.lines++
				if len(want) == 0 {
					n.silent++
				}
				n.line(t, text, want, read(text))
			}
			if n.lines-n.silent < 40 || n.silent < 20 {
				t.Errorf("%d lines with sums and %d without are too few", n.lines-n.silent, n.silent)
			}
			fmt.Fprintf(&report, "%-20s %6d %6d %6d %7.3f %7.3f %7.3f\n", name, n.lines, n.silent, n.sums,
				float64(n.right)/float64(max(n.found, 1)), float64(n.right)/float64(n.sums), float64(n.strict)/float64(n.sums))
		})
	}
	golden(t, "testdata/quality.txt", report.String())
}

func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("quality has changed; look at the lines above (-v), then run the test with -update\ngot:\n%s\nwant:\n%s", got, want)
	}
}
