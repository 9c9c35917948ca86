//go:build unix

package app

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

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
	start := processorTime(b)
	for b.Loop() {
		cfg := config.Default()
		cfg.Data = b.TempDir()
		a, err := New(context.Background(), Options{Config: cfg, Once: true, Ingest: []string{path}, Log: slog.New(slog.DiscardHandler)})
		if err != nil {
			b.Fatal(err)
		}
		a.TuneMemory() // as `run` does
		s, err := a.Run(context.Background())
		if err != nil || s.Read != articles || s.New == 0 {
			b.Fatalf("%+v, %v", s, err)
		}
		if err := a.Stop(context.Background()); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(articles)*float64(b.N)/b.Elapsed().Seconds(), "articles/s")
	b.ReportMetric(float64((processorTime(b)-start).Microseconds())/1000/float64(articles*b.N), "cpu-ms/article")
}

// processorTime is what the process has used: on a busy machine it says more than the clock.
func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
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

// BenchmarkFeedToAlert measures from the moment at which a polled feed shows a new item to the moment at
// which the webhook has its alert: page fetched, read, indexed, event published, rule applied, sent.
func BenchmarkFeedToAlert(b *testing.B) {
	var total time.Duration
	for i := 0; b.Loop(); i++ {
		total += feedToAlert(b, i)
	}
	b.ReportMetric(total.Seconds()*1000/float64(b.N), "ms/alert")
}

func feedToAlert(b *testing.B, n int) time.Duration {
	b.Helper()
	var polled, alerted time.Time
	mux := http.NewServeMux()
	site := httptest.NewServer(mux)
	defer site.Close()
	mux.HandleFunc("GET /feed", func(w http.ResponseWriter, _ *http.Request) {
		polled = time.Now()
		fmt.Fprintf(w, `<rss version="2.0"><channel><title>Feed</title><item><title>Theft</title><link>%s/a</link></item></channel></rss>`, site.URL)
	})
	mux.HandleFunc("GET /a", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(w, `<html><body><article><h1>Theft</h1><p>Hackers stole $%d million from Brenlow Bank on Monday, the bank said. `+
			`The bank has told the police, its insurers and the central bank, and expects to open its branches again on Tuesday.</p></article></body></html>`, n+2)
	})
	mux.HandleFunc("POST /hook", func(http.ResponseWriter, *http.Request) {
		if alerted.IsZero() {
			alerted = time.Now()
		}
	})
	cfg := config.Default()
	cfg.Data = b.TempDir()
	cfg.Feeds = []config.Feed{{URL: site.URL + "/feed"}}
	cfg.Crawl.AllowNets, cfg.Crawl.Delay = []string{"127.0.0.0/8"}, 1
	cfg.Alerts.Sinks = map[string]config.Sink{"desk": {Webhook: site.URL + "/hook"}}
	cfg.Alerts.Rules = []config.Rule{{Name: "all", On: []string{"new"}, To: []string{"desk"}}}
	a, err := New(context.Background(), Options{Config: cfg, Once: true, Alert: true, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		b.Fatal(err)
	}
	if _, err := a.Run(context.Background()); err != nil {
		b.Fatal(err)
	}
	if err := a.Stop(context.Background()); err != nil {
		b.Fatal(err)
	}
	if alerted.IsZero() {
		b.Fatal("nobody was alerted")
	}
	return alerted.Sub(polled)
}
