package app

import (
	"bufio"
	"context"
	"encoding/json"
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"github.com/claimwire/claimwire/indexer/synth"
	"github.com/claimwire/claimwire/internal/config"
)

// BenchmarkPipeline measures the whole way of 500-word articles from a file to stored claims, with default
// settings: embedded bus that syncs always, embedded index, start and end included.
func BenchmarkPipeline(b *testing.B) {
	const articles = 2000
	path := filepath.Join(b.TempDir(), "documents.jsonl")
	writeArticles(b, path, articles)
	b.ReportAllocs()
	for b.Loop() {
		cfg := config.Default()
		cfg.Data = b.TempDir()
		a, err := New(context.Background(), Options{Config: cfg, Once: true, Ingest: []string{path}, Log: slog.New(slog.DiscardHandler)})
		if err != nil {
			b.Fatal(err)
		}
		s, err := a.Run(context.Background())
		if err != nil || s.Read != articles || s.New == 0 {
			b.Fatalf("%+v, %v", s, err)
		}
		if err := a.Stop(context.Background()); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(articles)*float64(b.N)/b.Elapsed().Seconds(), "articles/s")
}

func writeArticles(tb testing.TB, path string, n int) {
	tb.Helper()
	f, err := os.Create(path)
	if err != nil {
		tb.Fatal(err)
	}
	w := bufio.NewWriter(f)
	e := json.NewEncoder(w)
	for _, a := range synth.Articles(11, n) {
		if err := e.Encode(a); err != nil {
			tb.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		tb.Fatal(err)
	}
	if err := f.Close(); err != nil {
		tb.Fatal(err)
	}
}
