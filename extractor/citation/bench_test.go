package citation

import (
	"strings"
	"testing"

	"github.com/claimwire/claimwire/extractor/doc"
)

// plain is news prose in which nobody says anything.
const plain = `The port opened at six in the morning. Three ships left for the north with grain, and two more waited outside the harbour wall for the tide.
Trade has grown by a tenth since the new crane came, and the road behind the market is full of lorries from dawn to dusk.
In winter the fleet stays at home. The boats are painted, the nets are mended, and the older men play cards in the hall above the fish market until it closes at nine.
`

func benchmark(b *testing.B, text string) {
	r := newReader(b)
	d := r.read("", text, "")
	words := 0
	for _, k := range d.Body.Tokens {
		if k.Is(doc.Alpha) {
			words++
		}
	}
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		d.Body.Citations, d.Title.Citations, d.Documents = d.Body.Citations[:0], nil, d.Documents[:0]
		r.citation(d)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(words), "ns/word")
}

func BenchmarkPlain(b *testing.B) { benchmark(b, strings.Repeat(plain, 10)) }

// BenchmarkDense reads text in which every sentence has a speaker.
func BenchmarkDense(b *testing.B) {
	benchmark(b, strings.Repeat(`"We paid nothing," Ida Moor told the Quay Herald on Monday. The bank, which Palisade advises, said in a statement that it had told the police.
According to a report by the Lindgren Institute, seen by Reuters, half of the firms paid. The report says that most of them never told anybody, and it warns that paying invites more attacks.
`, 10))
}
