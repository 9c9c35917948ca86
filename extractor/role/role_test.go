package role_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/claimwire/claimwire/extractor"
	"github.com/claimwire/claimwire/extractor/lexicon"
	"github.com/claimwire/claimwire/internal/claim"
)

var update = flag.Bool("update", false, "write the golden file of figures anew")

func read(t *testing.T, e *extractor.Extractor, text string) claim.Reading {
	t.Helper()
	a := &claim.Article{Text: strings.ReplaceAll(text, " // ", "\n"), Language: "en"}
	r := e.Extract(a)
	if err := r.Check(a); err != nil {
		t.Errorf("%s: %v", text, err)
	}
	return r
}

// figures count what is right for one group of sentences.
type figures struct{ sentences, right, found, wanted, hit int }

func (f *figures) add(o figures) {
	f.sentences, f.right, f.found, f.wanted, f.hit = f.sentences+o.sentences, f.right+o.right, f.found+o.found, f.wanted+o.wanted, f.hit+o.hit
}

func (f *figures) compare(t *testing.T, text string, got, want []string) {
	f.sentences++
	f.found, f.wanted = f.found+len(got), f.wanted+len(want)
	hit := 0
	for _, w := range want {
		if slices.Contains(got, w) {
			hit++
		}
	}
	f.hit += hit
	if hit == len(want) && len(got) == len(want) {
		f.right++
		return
	}
	t.Logf("%s: got %q, want %q", text, got, want)
}

// corpus reads a file of sentences by groups and writes or compares its figures.
func corpus(t *testing.T, name string, one func(f *figures, want, text string)) {
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	var total, group figures
	title := ""
	flush := func(title string, f figures) {
		if f.sentences > 0 {
			fmt.Fprintf(&out, "%-28s %3d sentences, %3d right; precision %.3f, recall %.3f\n", title, f.sentences, f.right, ratio(f.hit, f.found), ratio(f.hit, f.wanted))
		}
	}
	for line := range strings.SplitSeq(string(b), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		if line[0] == '[' {
			flush(title, group)
			total.add(group)
			title, group = strings.Trim(line, "[]"), figures{}
			continue
		}
		want, text, ok := strings.Cut(line, " | ")
		if !ok {
			t.Fatalf("%s: no bar in %q", name, line)
		}
		one(&group, want, text)
	}
	flush(title, group)
	total.add(group)
	flush("all", total)
	golden(t, "testdata/quality.golden", out.String())
}

func list(want string) []string {
	var all []string
	for w := range strings.SplitSeq(want, ";") {
		if w = strings.TrimSpace(w); w != "" && w != "-" {
			all = append(all, w)
		}
	}
	return all
}

func TestRoles(t *testing.T) {
	letters := map[claim.Role]string{claim.Perpetrator: "p", claim.Victim: "v", claim.SourceRole: "s", claim.Responder: "r", claim.Other: "o"}
	e := extractor.New(lexicon.Default())
	corpus(t, "testdata/roles.txt", func(f *figures, want, text string) {
		r := read(t, e, text)
		wanted := list(want)
		var got []string
		for _, a := range r.Actors {
			g := a.Name + "=" + letters[a.Role]
			named := slices.ContainsFunc(wanted, func(w string) bool { return strings.HasPrefix(w, a.Name+"=") })
			if named && !slices.Contains(got, g) {
				got = append(got, g)
			}
		}
		f.compare(t, text, got, wanted)
	})
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
