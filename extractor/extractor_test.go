package extractor

import (
	"reflect"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/lexicon"
	"github.com/claimwire/claimwire/internal/claim"
)

// shared is built once: the lexicon takes longer to build than most tests take.
var shared = sync.OnceValue(func() *Extractor { return New(lexicon.Default()) })

func TestPassesReadWhatEarlierOnesWrote(t *testing.T) {
	fields := map[string]bool{"Boilerplate": true, "Roles": true, "Role": true, "Tags": true, "Tag": true}
	for _, typ := range []reflect.Type{reflect.TypeFor[doc.Doc](), reflect.TypeFor[doc.Text]()} {
		for i := range typ.NumField() {
			fields[typ.Field(i).Name] = true
		}
	}
	written := map[string]string{}
	for _, p := range passes(lexicon.Default()) {
		for _, layer := range p.Reads {
			if written[layer] == "" {
				t.Errorf("%s reads %s, which no pass before it writes", p.Name, layer)
			}
		}
		for _, layer := range p.Writes {
			if !fields[layer] {
				t.Errorf("%s writes %s, which is no layer of doc.Doc or doc.Text", p.Name, layer)
			}
			if by := written[layer]; by != "" {
				t.Errorf("%s and %s both write %s", by, p.Name, layer)
			}
			written[layer] = p.Name
		}
	}
}

func TestExtractOtherLanguage(t *testing.T) {
	a := &claim.Article{ID: "x", Text: "La banque a déclaré lundi que les pirates avaient volé $5 million, et que la police enquêtait sur les faits."}
	r := shared().Extract(a)
	if r.Language != "fr" || len(r.Amounts)+len(r.Actors)+len(r.Countries)+len(r.Citations)+len(r.Assertions) != 0 {
		t.Errorf("got %+v, want an empty reading in fr", r)
	}
	if r.Amounts == nil || r.Rules == "" || r.ID != "x" {
		t.Errorf("reading is not complete: %+v", r)
	}
}

// TestExtractKeepsNothing holds that a document's room, which is used again, shows nothing of the article
// before, whichever goroutine reads.
func TestExtractKeepsNothing(t *testing.T) {
	var want []claim.Reading
	for _, a := range articles() {
		want = append(want, New(lexicon.Default()).Extract(&a))
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 3 {
				for i, a := range articles() {
					if got := shared().Extract(&a); !reflect.DeepEqual(got, want[i]) {
						t.Errorf("article %d reads differently the second time:\n%+v\n%+v", i, got, want[i])
					}
				}
			}
		})
	}
	wg.Wait()
}

func TestRules(t *testing.T) {
	if a, b := rules("abc"), rules("abd"); a == b || len(a) != 12 {
		t.Errorf("rules %q and %q of two lexicons", a, b)
	}
}

// TestHugeTexts holds that texts made to hurt are read, within memory and without blowing up; that it is
// linear is what the benchmarks show.
func TestHugeTexts(t *testing.T) {
	for name, text := range map[string]string{
		"one line of 1 MB":        strings.Repeat("The bank in Geneva lost $5 million to hackers, police said, and ", 1<<20/64),
		"100,000 dollar signs":    strings.Repeat("$", 100_000),
		"digits and blanks":       strings.Repeat("1 ", 100_000),
		"numbers and commas":      "$" + strings.Repeat("5, ", 50_000),
		"number words":            strings.Repeat("one hundred and ", 30_000),
		"magnitudes":              "5 " + strings.Repeat("million ", 50_000),
		"quotation marks":         strings.Repeat("“", 50_000),
		"open brackets":           strings.Repeat("(", 50_000),
		"a long word":             strings.Repeat("a", 1<<20),
		"dots":                    strings.Repeat(".", 100_000),
		"capitals":                strings.Repeat("North Korea Bank ", 20_000),
		"vague sums":              strings.Repeat("tens of millions of ", 20_000),
		"initials":                strings.Repeat("A. ", 50_000),
		"attributions in a row":   strings.Repeat("police said, ", 20_000),
		"newlines":                strings.Repeat("\n", 200_000),
		"combining marks":         "e" + strings.Repeat("\u0301", 100_000),
		"pesos without a country": strings.Repeat("5 pesos and Mexico ", 10_000),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := &claim.Article{Text: text, Language: "en"}
			r := shared().Extract(a)
			if err := r.Check(a); err != nil {
				t.Error(strings.SplitN(err.Error(), "\n", 2)[0])
			}
		})
	}
}

func FuzzExtract(f *testing.F) {
	for _, a := range articles() {
		f.Add(a.Title, a.Text)
	}
	f.Add("", "Holm was accused by the  said bank of theft.")
	f.Add("", "Reuters reported on Monday that the port had paid a ransom, citing two people denied  familiar with the talks.")
	f.Add("0", "000000000000000000000000000000000000000 B Counted#minutes report")
	f.Add("$", "£5m–€6m, between $1 and 2,50,000 crore rupees (about ¢3) or .25 BTC “they said”")
	f.Add("A\u00adB", "U.S.$ 5\u00a0000\u202f000 was “stolen,” the F.B.I. said.")
	f.Fuzz(func(t *testing.T, title, text string) {
		a := &claim.Article{Title: title, Text: text, Language: "en"}
		r := shared().Extract(a)
		if !utf8.ValidString(title) || !utf8.ValidString(text) {
			return // refused before it comes here; it must not panic all the same
		}
		if err := r.Check(a); err != nil {
			t.Error(err)
		}
	})
}
