package citation

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/claimwire/claimwire/extractor/doc"
)

// TestFigures keeps how many citations of each kind the corpus gives, so that a change of rules shows its
// gain or loss in one place.
func TestFigures(t *testing.T) {
	files, err := filepath.Glob("testdata/*/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	r := newReader(t)
	counts := map[string]int{}
	for _, path := range files {
		for _, e := range load(t, path) {
			d := r.read("", strings.ReplaceAll(e.text, "\\n", "\n"), "")
			counts["texts"]++
			if len(d.Body.Citations) == 0 {
				counts["texts without a citation"]++
			}
			count(counts, &d.Body)
		}
	}
	var keys []string
	for k := range counts {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	var b strings.Builder
	for _, k := range keys {
		fmt.Fprintf(&b, "%-28s%5d\n", k, counts[k])
	}
	const golden = "testdata/figures.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if b.String() != string(want) {
		t.Errorf("got\n%swant\n%s", b.String(), want)
	}
}

func count(counts map[string]int, t *doc.Text) {
	for _, c := range t.Citations {
		counts["citations"]++
		counts["source "+string(c.Source.Kind)]++
		for what, is := range map[string]bool{"with a document": c.Citation.Document != nil, "with via": c.Via != nil, "quoted": c.Quote, "split": len(c.Content) > 1} {
			if is {
				counts[what]++
			}
		}
		if c.Stance != "" {
			counts["stance "+string(c.Stance)]++
		}
	}
}
