package elastic

import (
	"fmt"
	"testing"

	"github.com/claimwire/claimwire/indexer/storetest"
)

// BenchmarkIndex stores articles with one assertion each, in batches as the stage makes them, and computes
// their claims.
func BenchmarkIndex(b *testing.B) {
	for _, size := range []int{50, 200} {
		b.Run(fmt.Sprintf("batch=%d", size), func(b *testing.B) {
			s := newPool(b).open(b)
			b.ReportAllocs()
			n := 0
			for b.Loop() {
				storetest.Index(b, s, storetest.Articles(n, size))
				n += size
			}
			b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "articles/s")
		})
	}
}

// BenchmarkBulk writes evidence alone, by the size of one request.
func BenchmarkBulk(b *testing.B) {
	for _, size := range []int{100, 500, 1000, 5000} {
		b.Run(fmt.Sprintf("items=%d", size), func(b *testing.B) {
			s := newPool(b).open(b)
			s.limits.bulkItems = size
			b.ReportAllocs()
			n := 0
			for b.Loop() {
				var ops []op
				for _, it := range storetest.Articles(n, size) {
					body, err := marshal(newEvidenceDoc(it.Rows[0], rowKeys(&it, 0)))
					if err != nil {
						b.Fatal(err)
					}
					ops = append(ops, put(s.index(evidence), it.Rows[0].ID, nil, body))
				}
				if _, err := s.bulk(b.Context(), ops); err != nil {
					b.Fatal(err)
				}
				n += size
			}
			b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "documents/s")
		})
	}
}
