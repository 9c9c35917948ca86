package extractor

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/claimwire/claimwire/internal/claim"
)

// articles are the samples in testdata/articles: a first line that is the headline, then the body.
func articles() []claim.Article {
	paths, err := filepath.Glob("testdata/articles/*.txt")
	if err != nil || len(paths) == 0 {
		panic("no testdata/articles")
	}
	var all []claim.Article
	for _, path := range paths {
		b, err := os.ReadFile(path)
		if err != nil {
			panic(err)
		}
		title, text, _ := strings.Cut(string(b), "\n")
		all = append(all, claim.Article{ID: filepath.Base(path), Title: title, Text: strings.TrimSpace(text), Language: "en"})
	}
	return all
}

// general and dense are the two corpora of the benchmarks, by the names of the samples' files.
func general() []claim.Article { return named(false) }
func dense() []claim.Article   { return named(true) }

func named(dense bool) []claim.Article {
	var list []claim.Article
	for _, a := range articles() {
		if strings.HasPrefix(a.ID, "cyber-") == dense {
			list = append(list, a)
		}
	}
	return list
}

func words(list []claim.Article) int {
	n := 0
	for i := range list {
		sc := bufio.NewScanner(strings.NewReader(list[i].Title + "\n" + list[i].Text))
		sc.Buffer(nil, 1<<20)
		sc.Split(bufio.ScanWords)
		for sc.Scan() {
			n++
		}
	}
	return n
}

func TestCorporaAreThere(t *testing.T) {
	if g, d := words(general()), words(dense()); g < 2500 || d < 1000 {
		t.Errorf("%d words of general and %d of dense news are too few to measure with", g, d)
	}
}
