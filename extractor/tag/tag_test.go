package tag

import (
	"strings"
	"sync"
	"testing"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/lexicon"
	"github.com/claimwire/claimwire/extractor/segment"
	"github.com/claimwire/claimwire/internal/claim"
)

func cut(text string) *doc.Text {
	d := &doc.Doc{Body: doc.Text{In: claim.InText, S: text}}
	segment.New(lexicon.Default())(d)
	return &d.Body
}

func TestSentence(t *testing.T) {
	x := cut("Thieves stole “nine” coins from Velmora’s vault in May.")
	g := New()
	g.Sentence(x, 0)
	want := map[string]doc.Tag{"Thieves": doc.Noun, "stole": doc.PastVerb, "coins": doc.Noun, "from": doc.Preposition,
		"Velmora": doc.ProperNoun, "vault": doc.Noun, "in": doc.Preposition}
	for i := range x.Tokens {
		if w, ok := want[x.Word(i)]; ok && x.Tokens[i].Tag != w {
			t.Errorf("%s: tag %d, want %d", x.Word(i), x.Tokens[i].Tag, w)
		}
		if x.Tokens[i].Tag == doc.NoTag {
			t.Errorf("%s: no tag", x.Word(i))
		}
	}
}

func TestSentenceAgainKeepsTags(t *testing.T) {
	x := cut("Thieves stole coins.")
	g := New()
	g.Sentence(x, 0)
	x.Tokens[1].Tag = doc.Gerund
	g.Sentence(x, 0)
	if x.Tokens[1].Tag != doc.Gerund {
		t.Error("a tagged sentence was tagged again")
	}
}

func TestTooLongIsLeftAlone(t *testing.T) {
	x := cut(strings.Repeat("word ", 1000))
	x.Sentences = []doc.Sentence{{End: len(x.S), Range: doc.Range{To: len(x.Tokens)}}}
	g := New()
	g.Sentence(x, 0)
	if x.Tokens[0].Tag != doc.NoTag {
		t.Error("a sentence of 5,000 bytes was tagged")
	}
}

func TestManyGoroutines(t *testing.T) {
	g := New()
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			x := cut("Police in Bergen arrested two men who sold stolen passwords.")
			g.Sentence(x, 0)
			if x.Tokens[2].Tag != doc.ProperNoun {
				t.Errorf("Bergen: tag %d", x.Tokens[2].Tag)
			}
		})
	}
	wg.Wait()
}

func BenchmarkSentence(b *testing.B) {
	x := cut("Thieves stole nine coins from the vault of a bank in Bergen on Monday, police said.")
	g := New()
	b.ReportAllocs()
	b.SetBytes(int64(len(x.S)))
	for b.Loop() {
		for i := range x.Tokens {
			x.Tokens[i].Tag = doc.NoTag
		}
		g.Sentence(x, 0)
	}
}
