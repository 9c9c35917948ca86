package cli

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/claimwire/claimwire/internal/app"
	"github.com/claimwire/claimwire/internal/claim"
)

// process is the real program, running.
type process struct {
	*exec.Cmd
	out, err buffer
}

// buffer can be read while the process writes.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// command prepares the program with a command line. It is this test binary under the program's name,
// which TestMain turns into the program.
func command(t *testing.T, args ...string) *process {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	p := &process{Cmd: exec.Command(exe, args...)}
	p.Args[0] = "claimwire"
	p.Env = append(os.Environ(), "HOME="+t.TempDir())
	p.Stdout, p.Stderr = &p.out, &p.err
	t.Cleanup(func() {
		if p.Process != nil && p.ProcessState == nil {
			_ = p.Process.Kill() // the test has failed before it waited
			_ = p.Wait()
		}
	})
	return p
}

// run runs a command line to its end and holds the exit status.
func run(t *testing.T, status int, args ...string) (stdout, stderr string) {
	t.Helper()
	p := command(t, args...)
	err := p.Run()
	if got := p.ProcessState.ExitCode(); got != status {
		t.Fatalf("claimwire %s: exit %d (%v), want %d\n%s", strings.Join(args, " "), got, err, status, p.err.String())
	}
	return p.out.String(), p.err.String()
}

// writeDocuments writes articles as a JSONL file.
func writeDocuments(t *testing.T, list []claim.Article) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "documents.jsonl")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriter(f)
	e := json.NewEncoder(w)
	for i := range list {
		if err := e.Encode(&list[i]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// claimsOf is every claim of a directory in the form in which claims are the same: without what derives
// from when things were fetched, and without history.
func claimsOf(t *testing.T, data string) []string {
	t.Helper()
	out, _ := run(t, 0, "claims", "--data", data, "--output", "jsonl")
	return normalClaims(t, out)
}

// claimsOfIndex is the same of the index that the environment names.
func claimsOfIndex(t *testing.T) []string {
	t.Helper()
	out, _ := run(t, 0, "claims", "--output", "jsonl")
	return normalClaims(t, out)
}

func normalClaims(t *testing.T, out string) []string {
	t.Helper()
	var list []string
	for line := range strings.Lines(out) {
		var c claim.Claim
		if err := json.Unmarshal([]byte(line), &c); err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		c.History = nil
		b, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, string(b))
	}
	slices.Sort(list)
	return list
}

// sameClaims fails with the first difference.
func sameClaims(t *testing.T, want, got []string, what string) {
	t.Helper()
	if len(want) == 0 {
		t.Fatalf("%s: there is nothing to compare", what)
	}
	for i := range min(len(want), len(got)) {
		if want[i] != got[i] {
			t.Fatalf("%s: claims differ\nwant %s\ngot  %s", what, want[i], got[i])
		}
	}
	if len(want) != len(got) {
		t.Fatalf("%s: %d claims, want %d", what, len(got), len(want))
	}
}

// waitFor polls until ok answers true.
func waitFor(t *testing.T, within time.Duration, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(within); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if ok() {
			return
		}
	}
	t.Fatalf("waited %s in vain for %s", within, what)
}

// interrupt sends a signal and holds that the process ends with the status within ten seconds.
func (p *process) interrupt(t *testing.T, sig syscall.Signal, status int) {
	t.Helper()
	if err := p.Process.Signal(sig); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- p.Wait() }()
	select {
	case <-done:
	case <-time.After(30 * time.Second):
		t.Fatalf("the process did not end after %s\n%s", sig, p.err.String())
	}
	if got := p.ProcessState.ExitCode(); status >= 0 && got != status {
		t.Errorf("exit %d after %s, want %d\n%s", got, sig, status, p.err.String())
	}
}

func dataDir(t *testing.T) string { return filepath.Join(t.TempDir(), "data") }

// eventsOf is the number of events that a directory has ever announced.
func eventsOf(t *testing.T, data string) int64 {
	t.Helper()
	st := statusOf(t, data)
	return st.Index.Events + st.Index.Outbox
}

func statusOf(t *testing.T, data string) app.Status {
	t.Helper()
	out, _ := run(t, 0, "status", "--output", "json", "--data", data)
	var st app.Status
	if err := json.Unmarshal([]byte(out), &st); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	return st
}
