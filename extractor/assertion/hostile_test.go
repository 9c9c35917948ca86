package assertion_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/claimwire/claimwire/extractor"
	"github.com/claimwire/claimwire/extractor/lexicon"
	"github.com/claimwire/claimwire/internal/claim"
)

// TestHostile reads texts that nobody would write: they must give a reading that holds the contract, and
// end. A text whose time grew with the square of its length would run into the test's own limit.
func TestHostile(t *testing.T) {
	ex := extractor.New(lexicon.Default())
	tests := []struct{ name, text string }{
		{"one sentence of triggers", strings.Repeat("hackers stole $5 million and ", 20000)},
		{"many short sentences", strings.Repeat("Hackers stole $5 million from Marrow Bank. ", 10000)},
		{"only triggers", strings.Repeat("stole hacked demanded denied ", 20000)},
		{"only quotation marks", strings.Repeat("“\"", 50000)},
		{"nested relatives", strings.Repeat("the bank that the hackers who the police whom ", 8000) + "robbed."},
		{"commas", strings.Repeat("Marrow Bank, ", 20000) + "were robbed of $3 million."},
		{"denials", strings.Repeat("It denied it denied. ", 20000)},
		{"counts", strings.Repeat("27 attacks in 14 countries ", 20000)},
		{"one letter a line", strings.Repeat("a\n", 50000)},
		{"not a word", "\u200b\ufeff\u00ad \u2028"},
		{"blank", "  \n \n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a := claim.Article{Title: tt.text[:min(len(tt.text), 300)&^1], Text: tt.text, Language: "en"}
			a.Title = strings.ToValidUTF8(a.Title, "")
			r := ex.Extract(&a)
			if err := r.Check(&a); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestSameInputSameOutput(t *testing.T) {
	ex := extractor.New(lexicon.Default())
	paths, err := filepath.Glob("testdata/articles/*.txt")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no articles: %v", err)
	}
	for _, p := range paths {
		s := readSample(t, p)
		first, second := ex.Extract(&s.article), ex.Extract(&s.article)
		if len(first.Assertions) != len(second.Assertions) {
			t.Fatalf("%s: %d claims, then %d", s.name, len(first.Assertions), len(second.Assertions))
		}
		for i := range first.Assertions {
			a, b := first.Assertions[i], second.Assertions[i]
			if a.Fingerprint != b.Fingerprint || a.Statement != b.Statement || a.Certainty != b.Certainty {
				t.Errorf("%s: claim %d differs: %q and %q", s.name, i, a.Statement, b.Statement)
			}
		}
	}
}

func FuzzAssertions(f *testing.F) {
	paths, err := filepath.Glob("testdata/articles/*.txt")
	if err != nil {
		f.Fatal(err)
	}
	for i, p := range paths {
		if i%10 == 0 {
			s := readSample(f, p)
			f.Add(s.article.Title, s.article.Text)
		}
	}
	f.Add("", "Zorvan is suspected of the theft denied")
	f.Add("", "A0000 suspeCted of 00 denied")
	f.Add("", "“We did not steal $5 million,” it said. On 31 February the 9th of 0 attacks, who which that was hacked by by by.")
	ex := extractor.New(lexicon.Default())
	f.Fuzz(func(t *testing.T, title, text string) {
		a := claim.Article{Title: strings.ToValidUTF8(title, "?"), Text: strings.ToValidUTF8(text, "?"), Language: "en"}
		r := ex.Extract(&a)
		if err := r.Check(&a); err != nil {
			t.Error(err)
		}
	})
}

func BenchmarkExtract(b *testing.B) {
	paths, err := filepath.Glob("testdata/articles/*.txt")
	if err != nil || len(paths) == 0 {
		b.Fatalf("no articles: %v", err)
	}
	var articles []claim.Article
	words := 0
	for _, p := range paths {
		s := readSample(b, p)
		articles = append(articles, s.article)
		words += len(strings.Fields(s.article.Text))
	}
	ex := extractor.New(lexicon.Default())
	b.ReportAllocs()
	for b.Loop() {
		for i := range articles {
			ex.Extract(&articles[i])
		}
	}
	b.ReportMetric(float64(words)*float64(b.N)/b.Elapsed().Seconds(), "words/s")
}
