package elastic

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/claimwire/claimwire/indexer"
	"github.com/claimwire/claimwire/indexer/storetest"
	"github.com/claimwire/claimwire/internal/claim"
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

// BenchmarkTakenOver writes the last fifth of a generated world right after another writer has left work behind,
// while a request of that one may still arrive, and once that is over.
func BenchmarkTakenOver(b *testing.B) {
	list := world(600)
	most := len(list) * 4 / 5
	for name, open := range map[string]time.Duration{"request may arrive": keepOpen, "settled": 0} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				s := newPool(b).open(b)
				x := indexer.New(s, indexer.Options{})
				writeAll(b, x, list[:most])
				if err := s.Takeover(b.Context()); err != nil {
					b.Fatal(err)
				}
				if open > 0 {
					s.memory.doubt = time.Now().Add(open)
				}
				before := s.Sent()
				b.StartTimer()
				writeAll(b, x, list[most:])
				b.ReportMetric(float64(s.Sent().Calls-before.Calls), "requests")
			}
			b.ReportMetric(float64((len(list)-most)*b.N)/b.Elapsed().Seconds(), "articles/s")
		})
	}
}

func writeAll(b *testing.B, x *indexer.Indexer, list []claim.Extraction) {
	b.Helper()
	for part := range slices.Chunk(list, 100) {
		if _, err := x.Write(b.Context(), part); err != nil {
			b.Fatal(err)
		}
	}
}
