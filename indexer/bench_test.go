package indexer

import (
	"context"
	"fmt"
	"testing"

	"github.com/claimwire/claimwire/indexer/synth"
	"github.com/claimwire/claimwire/internal/claim"
)

// BenchmarkWrite merges made-up coverage in batches of 200 readings into a store in memory: what the
// indexer itself costs.
func BenchmarkWrite(b *testing.B) {
	items := extractions(synth.Coverage(synth.Options{Seed: 2, Claims: 10000, Mistakes: 0.03}))
	b.ReportAllocs()
	rows := 0
	var x *Indexer
	for at := 0; b.Loop(); at += 200 {
		if x == nil || at+200 > len(items) {
			b.StopTimer()
			x, at = New(newMemStore(), Options{}), 0
			b.StartTimer()
		}
		sum, err := x.Write(context.Background(), items[at:at+200])
		if err != nil {
			b.Fatal(err)
		}
		rows += sum.Evidence
	}
	b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "merges/s")
}

// BenchmarkEcho writes what is known already: nothing may be computed.
func BenchmarkEcho(b *testing.B) {
	items := extractions(synth.Coverage(synth.Options{Seed: 3, Claims: 200}))[:200]
	x := New(newMemStore(), Options{})
	if _, err := x.Write(context.Background(), items); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		sum, err := x.Write(context.Background(), items)
		if err != nil || sum.Nodes != 0 {
			b.Fatalf("an echo computed %d nodes anew: %v", sum.Nodes, err)
		}
	}
	b.ReportMetric(float64(b.N*len(items))/b.Elapsed().Seconds(), "readings/s")
}

// BenchmarkHotClaim adds batches of copies to one claim that holds more and more evidence.
func BenchmarkHotClaim(b *testing.B) {
	for _, size := range []int{100, 1000} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			x := New(newMemStore(), Options{})
			var batch []claim.Extraction
			for i := range size {
				batch = append(batch, told1(b, fmt.Sprint("x", i), fmt.Sprint("Outlet ", i), "2024-03-01", fmt.Sprint("X", i), unPanel))
			}
			if _, err := x.Write(context.Background(), batch); err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				more := told1(b, fmt.Sprint("y", i), fmt.Sprint("Outlet ", i), "2024-03-01", fmt.Sprint("Y", i), unPanel)
				if _, err := x.Write(context.Background(), []claim.Extraction{more}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
