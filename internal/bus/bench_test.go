package bus

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/claimwire/claimwire/internal/claim"
)

// The figures that matter: durable 5 KB articles a second into the bus, and out of it.

func BenchmarkPublish(b *testing.B) {
	for _, sync := range []time.Duration{0, time.Minute} {
		for _, n := range []int{1, 100} {
			b.Run(fmt.Sprintf("%s/batch=%d", syncName(sync), n), func(b *testing.B) {
				bus := open(b, Options{Dir: b.TempDir(), Sync: sync})
				list := articles(b.N*n, strings.Repeat("word ", 1000))
				b.ReportAllocs()
				b.ResetTimer()
				for i := range b.N {
					if err := bus.PublishArticles(b.Context(), list[i*n:(i+1)*n]); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(b.N*n)/b.Elapsed().Seconds(), "articles/s")
			})
		}
	}
}

func BenchmarkConsume(b *testing.B) {
	bus := open(b, Options{Dir: b.TempDir()})
	if err := bus.PublishArticles(b.Context(), articles(b.N, strings.Repeat("word ", 1000))); err != nil {
		b.Fatal(err)
	}
	var n atomic.Int64
	all := make(chan struct{})
	b.ReportAllocs()
	b.ResetTimer()
	start(b, bus, Stage{Name: "extractor", Stream: Articles, Workers: 2, Batch: 50, BatchWait: 5 * time.Millisecond},
		One(func(_ context.Context, m Message) error {
			if _, err := Decode[claim.Article](m); err != nil {
				return err
			}
			if n.Add(1) == int64(b.N) {
				close(all)
			}
			return nil
		}))
	<-all
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "articles/s")
}

func syncName(d time.Duration) string {
	if d == 0 {
		return "sync=always"
	}
	return "sync=" + d.String()
}
