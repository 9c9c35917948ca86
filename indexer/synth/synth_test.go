package synth

import (
	"reflect"
	"strings"
	"testing"
)

func TestCoverageKeepsTheContract(t *testing.T) {
	for _, it := range Coverage(Options{Seed: 1, Claims: 300, Mistakes: 0.05}) {
		a := it.Extraction.Article
		if err := it.Extraction.Reading.Check(&a); err != nil {
			t.Fatalf("%s: %v\n%s", a.URL, err, a.Text)
		}
		if len(it.Truth) != len(it.Extraction.Reading.Assertions) {
			t.Fatalf("%s: %d truths for %d assertions", a.URL, len(it.Truth), len(it.Extraction.Reading.Assertions))
		}
	}
}

func TestTheSameSeedGivesTheSameWorld(t *testing.T) {
	o := Options{Seed: 7, Claims: 100, Mistakes: 0.05}
	if !reflect.DeepEqual(Coverage(o), Coverage(o)) || !reflect.DeepEqual(Articles(7, 20), Articles(7, 20)) {
		t.Error("two runs with one seed differ")
	}
	if reflect.DeepEqual(Articles(7, 20), Articles(8, 20)) {
		t.Error("two seeds give the same articles")
	}
}

func TestArticles(t *testing.T) {
	list := Articles(3, 50)
	if len(list) != 50 {
		t.Fatalf("%d articles, want 50", len(list))
	}
	keys := map[string]bool{}
	for _, a := range list {
		keys[a.Key()] = true
		if n := len(strings.Fields(a.Text)); n < 450 || n > 700 {
			t.Errorf("%s has %d words", a.URL, n)
		}
	}
	if len(keys) != 50 {
		t.Errorf("%d distinct keys, want 50", len(keys))
	}
}

func TestTablesAreSorted(t *testing.T) {
	for name, tsv := range map[string]string{"names.tsv": namesTSV, "sentences.tsv": sentencesTSV} {
		last := ""
		for line := range strings.Lines(tsv) {
			if strings.HasPrefix(line, "#") {
				continue
			}
			if line <= last {
				t.Errorf("%s: %q after %q: entries are sorted and distinct", name, line, last)
			}
			last = line
		}
	}
}
