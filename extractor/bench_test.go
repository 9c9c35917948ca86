package extractor

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/lexicon"
	"github.com/claimwire/claimwire/internal/claim"
)

// BenchmarkExtract reports words a second over own samples of general and of dense cyber news, and over
// one line made ever longer: words/s must stay as they are there.
func BenchmarkExtract(b *testing.B) {
	b.Run("general", func(b *testing.B) { extractAll(b, general()) })
	b.Run("dense", func(b *testing.B) { extractAll(b, dense()) })
	var text strings.Builder
	for _, a := range general() {
		text.WriteString(strings.ReplaceAll(a.Text, "\n", " ") + " ")
	}
	for _, size := range []int{1 << 16, 1 << 18, 1 << 20} {
		line := strings.Repeat(text.String(), size/text.Len()+1)[:size]
		b.Run("line-"+strconv.Itoa(size>>10)+"KiB", func(b *testing.B) {
			extractAll(b, []claim.Article{{Text: strings.ToValidUTF8(line, ""), Language: "en"}})
		})
	}
}

func extractAll(b *testing.B, list []claim.Article) {
	e := New(lexicon.Default())
	n := words(list)
	b.ReportAllocs()
	for b.Loop() {
		for i := range list {
			e.Extract(&list[i])
		}
	}
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "words/s")
}

// BenchmarkPass reports what each pass costs a word, on both corpora together.
func BenchmarkPass(b *testing.B) {
	list := articles()
	n := words(list)
	all := passes(lexicon.Default())
	for k, p := range all {
		b.Run(p.Name, func(b *testing.B) {
			docs := make([]doc.Doc, len(list))
			b.ReportAllocs()
			var spent time.Duration
			for b.Loop() {
				b.StopTimer()
				for i := range docs {
					docs[i].Reset(&list[i])
					for _, before := range all[:k] {
						before.Run(&docs[i])
					}
				}
				b.StartTimer()
				start := time.Now()
				for i := range docs {
					p.Run(&docs[i])
				}
				spent += time.Since(start)
			}
			b.ReportMetric(float64(spent.Nanoseconds())/float64(n)/float64(b.N), "ns/word")
		})
	}
}

// BenchmarkNew is what the start of the program pays for the lexicon.
func BenchmarkNew(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		New(lexicon.Default())
	}
}
