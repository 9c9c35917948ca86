//go:build linux

package app

import (
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// BenchmarkLarge measures the real program on a large index: what it holds resident at most while it ingests
// 2,000 articles, and how long a start and a stop take. The index is one that BenchmarkMerge of indexer/sqlite
// has made, of CLAIMWIRE_BENCH_CLAIMS claims in CLAIMWIRE_BENCH_DIR; the measure works on a copy.
func BenchmarkLarge(b *testing.B) {
	index := filepath.Join(os.Getenv("CLAIMWIRE_BENCH_DIR"), os.Getenv("CLAIMWIRE_BENCH_CLAIMS")+".db")
	info, err := os.Stat(index)
	if err != nil || info.IsDir() {
		b.Skip("needs a large index: .ci/bench makes one")
	}
	dir, program := b.TempDir(), filepath.Join(b.TempDir(), "claimwire")
	if out, err := exec.Command("go", "build", "-o", program, "../..").CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	copyFile(b, index, indexPath(dir))
	documents, none := filepath.Join(dir, "documents.jsonl"), filepath.Join(dir, "none.jsonl")
	writeArticles(b, documents, 2000)
	writeArticles(b, none, 1)
	runProgram(b, program, dir, none) // brings the schema up to date, and makes the bus
	var resident int64
	var start, ingest time.Duration
	for b.Loop() {
		_, took := runProgram(b, program, dir, none)
		start += took
		peak, took := runProgram(b, program, dir, documents)
		ingest += took
		resident = max(resident, peak)
	}
	b.ReportMetric(float64(info.Size())/1e9, "GB-index")
	b.ReportMetric(start.Seconds()*1000/float64(b.N), "ms/start-and-stop")
	b.ReportMetric(float64(resident)/1000, "MB-resident")
	b.ReportMetric(2000*float64(b.N)/ingest.Seconds(), "articles/s")
}

// runProgram ingests a file and answers the most that the program held resident, in kilobytes, and how long it
// took.
func runProgram(b *testing.B, program, dir, file string) (resident int64, took time.Duration) {
	b.Helper()
	c := exec.CommandContext(context.Background(), program, "run", "--once", "--data", dir, "--ingest", file)
	c.Env = append(c.Env, "HOME="+dir)
	for _, v := range os.Environ() {
		if name, _, _ := strings.Cut(v, "="); !strings.HasPrefix(name, "CLAIMWIRE_") && name != "HOME" {
			c.Env = append(c.Env, v)
		}
	}
	began := time.Now()
	if out, err := c.CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	u, ok := c.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		b.Fatalf("what the program used is unknown: %T", c.ProcessState.SysUsage())
	}
	return u.Maxrss * 1024 / 1000, time.Since(began)
}

func copyFile(b *testing.B, from, to string) {
	b.Helper()
	r, err := os.Open(from)
	if err != nil {
		b.Fatal(err)
	}
	w, err := os.Create(to)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := io.Copy(w, r); err != nil {
		b.Fatal(err)
	}
	if err := r.Close(); err != nil {
		b.Fatal(err)
	}
	if err := w.Close(); err != nil {
		b.Fatal(err)
	}
}
