package place

import (
	"strings"
	"testing"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/internal/corpus"
	"github.com/claimwire/claimwire/extractor/lexicon"
	"github.com/claimwire/claimwire/extractor/segment"
	"github.com/claimwire/claimwire/internal/claim"
)

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

// TestCorpus reads every sentence of the corpus: the codes of the countries that it means, in its order.
func TestCorpus(t *testing.T) {
	read := reader()
	file := corpus.File{Sentences: "testdata/countries.txt", Golden: "testdata/quality.golden", Bar: ": ", List: " "}
	corpus.Run(t, file, func(_ []string, text string) []string {
		x := read(text)
		var got []string
		for _, c := range x.Countries {
			got = append(got, c.Code)
			if c.Name == "" || c.Span != x.Span(c.Range) {
				t.Errorf("%s: broken mention %+v", text, c)
			}
		}
		return got
	})
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
