// Package corpus reads the sentences that tests of the passes are held against: what each must give, by
// groups, with precision and recall of every group in a golden file that a change must update. Run is all
// of it.
//
// A file has comment lines (#), lines that open a group ("[active]"), and sentences: what they must give,
// joined by the list's mark, then the bar, then the text. "-" means that they must give nothing.
package corpus

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files of figures anew")

// File is a file of sentences and how its lines are written.
type File struct {
	Sentences, Golden string // paths
	Bar               string // between what a sentence must give and its text
	List              string // between the things that it must give
}

// figures count what is right for one group of sentences.
type figures struct{ sentences, right, found, wanted, hit int }

func (f *figures) add(o figures) {
	f.sentences, f.right, f.found, f.wanted, f.hit = f.sentences+o.sentences, f.right+o.right, f.found+o.found, f.wanted+o.wanted, f.hit+o.hit
}

// Run asks for each sentence what is got, and compares the figures with the golden file, or writes it where
// the test runs with -update. What one sentence lacks goes to the log.
func Run(t *testing.T, file File, got func(want []string, text string) []string) {
	t.Helper()
	b, err := os.ReadFile(file.Sentences)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	var total, group figures
	title := ""
	for n, line := range strings.Split(string(b)+"\n[]", "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		if line[0] == '[' {
			group.write(&out, title)
			total.add(group)
			title, group = strings.Trim(line, "[]"), figures{}
			continue
		}
		want, text, ok := strings.Cut(line, file.Bar)
		if !ok {
			t.Fatalf("%s line %d: no %q", file.Sentences, n+1, file.Bar)
		}
		wanted := list(want, file.List)
		group.compare(t, text, got(wanted, text), wanted)
	}
	total.write(&out, "all")
	golden(t, file.Golden, out.String())
}

func list(want, mark string) []string {
	var all []string
	for w := range strings.SplitSeq(want, mark) {
		if w = strings.TrimSpace(w); w != "" && w != "-" {
			all = append(all, w)
		}
	}
	return all
}

func (f *figures) compare(t *testing.T, text string, got, want []string) {
	t.Helper()
	hit, rest := 0, slices.Clone(got)
	for _, w := range want {
		if i := slices.Index(rest, w); i >= 0 {
			hit++
			rest = slices.Delete(rest, i, i+1)
		}
	}
	f.add(figures{sentences: 1, found: len(got), wanted: len(want), hit: hit})
	if hit == len(want) && len(rest) == 0 {
		f.right++
		return
	}
	t.Logf("%s: got %q, want %q", text, got, want)
}

func (f *figures) write(out *strings.Builder, title string) {
	if f.sentences > 0 {
		fmt.Fprintf(out, "%-28s %3d sentences, %3d right; precision %.3f, recall %.3f\n", title, f.sentences, f.right, ratio(f.hit, f.found), ratio(f.hit, f.wanted))
	}
}

func ratio(a, b int) float64 {
	if b == 0 {
		return 1
	}
	return float64(a) / float64(b)
}

func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != got {
		t.Errorf("figures changed; look at the sentences above, then -update. Now:\n%s\nin %s:\n%s", got, path, want)
	}
}
