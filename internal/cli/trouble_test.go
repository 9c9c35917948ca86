package cli

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/claimwire/claimwire/indexer/synth"
)

// site serves pages and feeds that give trouble, beside ones that do not.
func site(t *testing.T) string {
	t.Helper()
	article := func(text string) string {
		return "<html><head><title>A bank is robbed</title></head><body><article><h1>A bank is robbed</h1><p>" +
			strings.Repeat(text+" ", 8) + "</p></article></body></html>"
	}
	pages := map[string]string{
		"/good":    article("Hackers stole $5 million from Brenlow Bank on Monday, the company said."),
		"/empty":   "<html><head><title>Nothing</title></head><body></body></html>",
		"/latin":   article("Hackers stole \xa35 million from Caf\xe9 Bank on Monday, the company said."),
		"/notfeed": "<html><body><h1>Not a feed</h1></body></html>",
		"/cut":     `<rss version="2.0"><channel><title>Cut</title><item><title>A</title><link>HOST/good</link></item><item><title>B</ti`,
	}
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	for path, body := range pages {
		mux.HandleFunc("GET "+path, func(w http.ResponseWriter, _ *http.Request) {
			kind := "text/html"
			if strings.HasPrefix(body, "<rss") {
				kind = "application/rss+xml"
			}
			w.Header().Set("Content-Type", kind)
			fmt.Fprint(w, strings.ReplaceAll(body, "HOST", server.URL))
		})
	}
	mux.HandleFunc("GET /feed", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, `<rss version="2.0"><channel><title>Mixed</title>`)
		for _, p := range []string{"/good", "/empty", "/latin", "/absent"} {
			fmt.Fprintf(w, "<item><title>%s</title><link>%s%s</link></item>", p, server.URL, p)
		}
		fmt.Fprint(w, "</channel></rss>")
	})
	return server.URL
}

// TestTroubledSources crawls what cannot be read beside what can: each is named with what to do, the
// good article arrives, and the exit status says that something was left.
func TestTroubledSources(t *testing.T) {
	url := site(t)
	config := filepath.Join(t.TempDir(), "claimwire.yaml")
	if err := os.WriteFile(config, []byte("crawl: {allow_nets: [127.0.0.0/8, '::1/128'], delay: 1ms}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	data := dataDir(t)
	out, log := run(t, 1, "run", "--once", "--config", config, "--data", data,
		"--feed", url+"/feed", "--feed", url+"/notfeed", "--feed", url+"/cut", "--feed", url+"/gone")
	for _, want := range []string{"/notfeed", "/gone", "404", "/empty", "no text"} {
		if !strings.Contains(out+log, want) {
			t.Errorf("nothing is said of %q\n%s%s", want, out, log)
		}
	}
	if n := statusOf(t, data).Index.Articles; n != 2 {
		t.Errorf("%d articles are stored, want the good one and the one in another charset", n)
	}
}

// TestDocumentsInTrouble ingests files of which some cannot be read.
func TestDocumentsInTrouble(t *testing.T) {
	dir := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	lines := write("lines.jsonl", `{"id":"good","text":"Hackers stole $5 million from Brenlow Bank, the company said."}`+"\n"+`{"id":"cut","te`+"\n{\"text\":\"\xff\"}\n")
	page := write("empty.html", "<html></html>")
	archive := write("not.warc.gz", "nothing of the kind")
	data := dataDir(t)
	out, log := run(t, 1, "run", "--once", "--data", data, "--ingest", lines, "--ingest", page, "--ingest", archive)
	for _, want := range []string{`"line":2`, `"line":3`, "UTF-8", "empty.html", "not.warc.gz", "WARC"} {
		if !strings.Contains(log, want) {
			t.Errorf("nothing is said of %q\n%s", want, log)
		}
	}
	if !strings.Contains(out, "refused     4") || statusOf(t, data).Index.Articles != 1 {
		t.Errorf("summary: %s", out)
	}
	if _, log := run(t, 2, "run", "--once", "--data", data, "--ingest", filepath.Join(dir, "absent")); !strings.Contains(log, "absent") {
		t.Errorf("a file that is not there: %s", log)
	}
}

// TestDirectoryInTrouble holds what is said of a directory that is in use, cannot be written, or cannot
// be made.
func TestDirectoryInTrouble(t *testing.T) {
	data := dataDir(t)
	p := command(t, "run", "--data", data, "--feed", "http://192.0.2.1/feed")
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	waitFor(t, 20*time.Second, "the process to be ready", func() bool { return ready(t, data) })
	_, log := run(t, 2, "run", "--data", data, "--feed", "http://192.0.2.1/feed")
	if !strings.Contains(log, fmt.Sprint(p.Process.Pid)) || !strings.Contains(log, "--data") {
		t.Errorf("a second run: %s", log)
	}
	for _, args := range [][]string{{"claims"}, {"status"}, {"quarantine", "list"}, {"feeds", "list"}, {"healthcheck"}} {
		run(t, 0, append(args, "--data", data)...)
	}
	p.interrupt(t, syscall.SIGTERM, 0)
	if _, log := run(t, 3, "healthcheck", "--data", data); !strings.Contains(log, "nothing runs") {
		t.Errorf("healthcheck of nothing: %s", log)
	}

	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, log := run(t, 1, "run", "--once", "--data", filepath.Join(file, "x"), "--ingest", file); !strings.Contains(log, file) || !strings.Contains(log, "--data") {
		t.Errorf("a directory that cannot be made: %s", log)
	}
}

func ready(t *testing.T, data string) bool {
	t.Helper()
	return command(t, "healthcheck", "--data", data).Run() == nil
}

// TestReadOnlyDirectory runs on a directory that cannot be written.
func TestReadOnlyDirectory(t *testing.T) {
	dir := mount(t, "4m")
	remount(t, dir, "ro")
	documents := writeDocuments(t, synth.Articles(1, 2))
	_, log := run(t, 1, "run", "--once", "--data", filepath.Join(dir, "data"), "--ingest", documents)
	if !strings.Contains(log, "read-only") || !strings.Contains(log, dir) {
		t.Errorf("a read-only directory: %s", log)
	}
}

// mount gives the test a file system of its own, of that size.
func mount(t *testing.T, size string) string {
	t.Helper()
	dir := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size="+size, "tmpfs", dir).CombinedOutput(); err != nil {
		t.Skipf("needs the right to mount a file system: %v: %s", err, out)
	}
	t.Cleanup(func() {
		if out, err := exec.Command("umount", "-l", dir).CombinedOutput(); err != nil {
			t.Errorf("umount: %v: %s", err, out)
		}
	})
	return dir
}

func remount(t *testing.T, dir, options string) {
	t.Helper()
	if out, err := exec.Command("mount", "-o", "remount,"+options, dir).CombinedOutput(); err != nil {
		t.Fatalf("remount: %v: %s", err, out)
	}
}

// TestFullDisk fills the disk while a run ingests: it waits, says so, is not ready, and goes on when
// there is room; in the end nothing is missing.
func TestFullDisk(t *testing.T) {
	documents := writeDocuments(t, synth.Articles(5, 100))
	calm := dataDir(t)
	run(t, 0, "run", "--once", "--data", calm, "--ingest", documents)

	dir := mount(t, "200m")
	data, filler := filepath.Join(dir, "data"), filepath.Join(dir, "filler")
	fill(t, filler, 150<<20) // the bus leaves 64 MiB free, so it waits from the start
	p := command(t, "run", "--once", "--data", data, "--ingest", documents)
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	waitFor(t, 60*time.Second, "the run to say that it is not ready", func() bool {
		h := command(t, "healthcheck", "--data", data)
		return h.Run() != nil && strings.Contains(h.err.String(), "not ready")
	})
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- p.Wait() }()
	select {
	case err := <-done:
		if err != nil {
			t.Fatalf("%v\n%s", err, p.err.String())
		}
	case <-time.After(120 * time.Second):
		t.Fatalf("the run did not go on when there was room\n%s", p.err.String())
	}
	sameClaims(t, claimsOf(t, calm), claimsOf(t, data), "after a full disk")
}

func fill(t *testing.T, path string, size int) {
	t.Helper()
	if err := os.WriteFile(path, make([]byte, size), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestUnreachableNATS names the address and exits 3.
func TestUnreachableNATS(t *testing.T) {
	documents := writeDocuments(t, synth.Articles(1, 2))
	_, log := run(t, 3, "run", "--once", "--data", dataDir(t), "--nats", "nats://127.0.0.1:1", "--ingest", documents)
	if !strings.Contains(log, "127.0.0.1:1") {
		t.Errorf("an unreachable NATS: %s", log)
	}
}
