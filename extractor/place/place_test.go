package place

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/lexicon"
	"github.com/claimwire/claimwire/extractor/segment"
	"github.com/claimwire/claimwire/internal/claim"
)

var update = flag.Bool("update", false, "write the golden file of figures anew")

func reader() func(text string) *doc.Text {
	lex := lexicon.Default()
	run := New(lex)
	cut := segment.New(lex)
	return func(text string) *doc.Text {
		d := &doc.Doc{Article: &claim.Article{Text: text}, Body: doc.Text{In: claim.InText, S: text}}
		cut(d)
		run(d)
		return &d.Body
	}
}

// figures count what is right for one group of sentences.
type figures struct{ sentences, right, found, wanted, hit int }

// TestCorpus reads every sentence of the corpus and holds precision and recall of each group against the
// golden file, which a change of the rules must update knowingly (-update).
func TestCorpus(t *testing.T) {
	b, err := os.ReadFile("testdata/countries.txt")
	if err != nil {
		t.Fatal(err)
	}
	read := reader()
	group, order, all := "", []string{}, map[string]*figures{}
	for line := range strings.SplitSeq(string(b), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		if line[0] == '[' {
			group = strings.Trim(line, "[]")
			order, all[group] = append(order, group), &figures{}
			continue
		}
		want, text, _ := strings.Cut(line, ": ")
		count(t, all[group], text, strings.Fields(strings.Trim(want, "-")), read(text))
	}
	var out strings.Builder
	total := figures{}
	for _, g := range append(order, "") {
		f := all[g]
		if g == "" {
			g, f = "all", &total
		}
		fmt.Fprintf(&out, "%-28s %3d sentences, %3d right; precision %.3f, recall %.3f\n", g, f.sentences, f.right, ratio(f.hit, f.found), ratio(f.hit, f.wanted))
		total = figures{total.sentences + f.sentences, total.right + f.right, total.found + f.found, total.wanted + f.wanted, total.hit + f.hit}
	}
	golden(t, "testdata/quality.golden", out.String())
}

func count(t *testing.T, f *figures, text string, want []string, x *doc.Text) {
	var got []string
	for _, c := range x.Countries {
		got = append(got, c.Code)
		if c.Name == "" || c.Span != x.Span(c.Range) {
			t.Errorf("%s: broken mention %+v", text, c)
		}
	}
	f.sentences++
	f.found, f.wanted = f.found+len(got), f.wanted+len(want)
	if slices.Equal(got, want) {
		f.right++
	} else {
		t.Logf("%s: got %v, want %v", text, got, want)
	}
	rest := slices.Clone(got)
	for _, w := range want {
		if i := slices.Index(rest, w); i >= 0 {
			f.hit++
			rest = slices.Delete(rest, i, i+1)
		}
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

func TestForms(t *testing.T) {
	read := reader()
	for text, want := range map[string]claim.CountryForm{
		"Norway denied it.":                        claim.ByName,
		"Norwegian police denied it.":              claim.ByDemonym,
		"The UAE denied it.":                       claim.ByAbbreviation,
		"Pyongyang denied it.":                     claim.ByCapital,
		"Trams in Rotterdam stood still.":          claim.ByCity,
		"The school in Moscow, Idaho, was closed.": claim.ByCity,
	} {
		x := read(text)
		if len(x.Countries) != 1 || x.Countries[0].Form != want {
			t.Errorf("%s: %+v, want one of form %s", text, x.Countries, want)
		}
	}
}

func TestCityWithItsStateIsOneMention(t *testing.T) {
	x := reader()("The school in Moscow, Idaho, was closed.")
	if len(x.Countries) != 1 || x.Countries[0].Text != "Moscow, Idaho" {
		t.Errorf("%+v", x.Countries)
	}
}

func TestWhichCityTheDocumentMeans(t *testing.T) {
	read := reader()
	if x := read("Venezuela lost power. Trams in Valencia stood still."); len(x.Countries) != 2 || x.Countries[1].Code != "VE" {
		t.Errorf("with Venezuela: %+v", x.Countries)
	}
	if x := read("Spain lost power. Trams in Valencia stood still."); len(x.Countries) != 2 || x.Countries[1].Code != "ES" {
		t.Errorf("with Spain: %+v", x.Countries)
	}
}

func TestEveryCountryHasItsNames(t *testing.T) {
	lex := lexicon.Default()
	codes := map[string]bool{}
	read := reader()
	for _, row := range lex.Rows("countries") {
		codes[row.Get("code")] = true
		text := "Investigators flew to " + row.Get("name") + "."
		x := read(text)
		if row.Get("code") == "JE" {
			continue // only beside its neighbours, see the corpus
		}
		if len(x.Countries) != 1 || x.Countries[0].Code != row.Get("code") {
			t.Errorf("%s: %+v, want %s", text, x.Countries, row.Get("code"))
		}
	}
	if len(codes) != 250 {
		t.Errorf("%d codes, want the 249 of ISO 3166-1 and XK", len(codes))
	}
	for _, table := range []string{"en/demonyms", "capitals", "regions"} {
		for _, row := range lex.Rows(table) {
			if !codes[row.Get("code")] {
				t.Errorf("%s line %d: unknown code %q", table, row.Line, row.Get("code"))
			}
		}
	}
}

func BenchmarkPlace(b *testing.B) {
	lex := lexicon.Default()
	run, cut := New(lex), segment.New(lex)
	text := strings.Repeat("The council met on Monday to discuss the budget, and Norway sent an observer. Nothing else was on the list of the day. ", 50)
	d := &doc.Doc{Article: &claim.Article{}, Body: doc.Text{In: claim.InText, S: text}}
	cut(d)
	b.ReportAllocs()
	for b.Loop() {
		d.Body.Countries = d.Body.Countries[:0]
		run(d)
	}
}
