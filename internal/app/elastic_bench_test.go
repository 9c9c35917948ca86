//go:build unix

package app

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/claimwire/claimwire/indexer/elastic"
	"github.com/claimwire/claimwire/internal/config"
)

// BenchmarkPipelineElasticsearch measures the whole way of 500-word articles from a file to claims in a real
// Elasticsearch, through the whole program with an embedded bus, start and end included. The cluster takes its
// share of the same cores. One that has just started compiles its own code for a while; the first run, which is not
// counted, is for that.
func BenchmarkPipelineElasticsearch(b *testing.B) {
	url := os.Getenv("CLAIMWIRE_TEST_ELASTICSEARCH_URL")
	if url == "" {
		b.Skip("needs an Elasticsearch 8: give its address in CLAIMWIRE_TEST_ELASTICSEARCH_URL, as .ci/bench does")
	}
	const articles = 2000
	path := filepath.Join(b.TempDir(), "documents.jsonl")
	writeArticles(b, path, articles)
	indexOnce(b, url, path, articles)
	var sent elastic.Sent
	b.ReportAllocs()
	var used time.Duration
	for b.Loop() {
		s, cpu := indexOnce(b, url, path, articles)
		used += cpu
		sent.Requests += s.Requests
		sent.Documents += s.Documents
		sent.Bytes += s.Bytes
		sent.Again += s.Again
		sent.Calls += s.Calls
		sent.Waited += s.Waited
	}
	b.ReportMetric(float64(articles)*float64(b.N)/b.Elapsed().Seconds(), "articles/s")
	b.ReportMetric(float64(used.Microseconds())/1000/float64(articles*b.N), "cpu-ms/article") // without the cluster's
	b.ReportMetric(float64(sent.Documents)/float64(sent.Requests), "documents/bulk")
	b.ReportMetric(float64(sent.Bytes)/float64(sent.Requests)/1024, "KiB/bulk")
	b.ReportMetric(float64(sent.Again)/float64(b.N), "retries")
	b.ReportMetric(float64(sent.Calls)/float64(b.N), "requests")
	b.ReportMetric(sent.Waited.Seconds()*1000/float64(articles*b.N), "waited-ms/article")
}

// indexOnce brings the documents into indices of their own, on the clock, and drops those after it.
func indexOnce(b *testing.B, url, path string, articles int64) (elastic.Sent, time.Duration) {
	b.Helper()
	b.StopTimer()
	defer b.StartTimer()
	cfg := config.Default()
	cfg.Data = b.TempDir()
	cfg.Elasticsearch.URL, cfg.Elasticsearch.Prefix = url, fmt.Sprintf("bench%d-0", time.Now().UnixNano())
	if err := SetupElasticsearch(b.Context(), cfg); err != nil {
		b.Fatal(err)
	}
	before := processorTime(b)
	b.StartTimer()
	sent := indexAll(b, cfg, path, articles)
	b.StopTimer()
	used := processorTime(b) - before
	drop(b, cfg)
	return sent, used
}

// indexAll runs the whole program once over the documents.
func indexAll(b *testing.B, cfg *config.Config, path string, articles int64) elastic.Sent {
	b.Helper()
	a, err := New(context.Background(), Options{Config: cfg, Once: true, Ingest: []string{path}, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		b.Fatal(err)
	}
	a.TuneMemory() // as `run` does
	s, err := a.Run(context.Background())
	if err != nil || s.Read != articles || s.New == 0 {
		b.Fatalf("%+v, %v", s, err)
	}
	sent := a.elastic.Sent()
	if err := a.Stop(context.Background()); err != nil {
		b.Fatal(err)
	}
	return sent
}

func drop(b *testing.B, cfg *config.Config) {
	b.Helper()
	s, err := openElastic(context.Background(), cfg, func() bool { return true })
	if err == nil {
		err = s.Drop(context.Background())
	}
	if err != nil {
		b.Error(err)
	}
}
