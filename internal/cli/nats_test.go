package cli

import (
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/claimwire/claimwire/indexer/synth"
)

// natsServer is a real nats-server process that can be killed and started again on its port and files.
type natsServer struct {
	exe, dir string
	port     int
	cmd      *exec.Cmd
}

func newNATS(t *testing.T) *natsServer {
	t.Helper()
	exe := os.Getenv("CLAIMWIRE_TEST_NATS_SERVER")
	if exe == "" {
		t.Skip("needs a nats-server binary: name one in CLAIMWIRE_TEST_NATS_SERVER, as .ci/run does")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	n := &natsServer{exe: exe, dir: t.TempDir(), port: l.Addr().(*net.TCPAddr).Port}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	n.start(t)
	t.Cleanup(func() { n.kill(t) })
	return n
}

func (n *natsServer) url() string { return "nats://127.0.0.1:" + strconv.Itoa(n.port) }

func (n *natsServer) start(t *testing.T) {
	t.Helper()
	n.cmd = exec.Command(n.exe, "-js", "-sd", filepath.Join(n.dir, "store"), "-a", "127.0.0.1", "-p", strconv.Itoa(n.port), "-l", filepath.Join(n.dir, "log"))
	if err := n.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	waitFor(t, 20*time.Second, "nats-server to listen", func() bool {
		c, err := net.DialTimeout("tcp", fmt.Sprintf("127.0.0.1:%d", n.port), time.Second)
		if err != nil {
			return false
		}
		return c.Close() == nil
	})
}

func (n *natsServer) kill(t *testing.T) {
	t.Helper()
	if err := n.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = n.cmd.Wait() // says that it was killed
}

// TestOutsideNATS runs the stages as processes of their own on a real NATS that is killed and started
// again meanwhile: the claims are those of an undisturbed run in one process.
func TestOutsideNATS(t *testing.T) {
	if raceEnabled {
		t.Skip("the kill tests run without the race detector")
	}
	server := newNATS(t)
	documents := writeDocuments(t, synth.Articles(6, either(500, 2000)))
	calm := dataDir(t)
	run(t, 0, "run", "--once", "--data", calm, "--ingest", documents)

	index := dataDir(t)
	for stage, data := range map[string]string{"extractor": dataDir(t), "indexer": index} {
		p := command(t, "run", stage, "--nats", server.url(), "--data", data)
		if err := p.Start(); err != nil {
			t.Fatal(err)
		}
	}
	feed := command(t, "run", "crawler", "--once", "--nats", server.url(), "--data", dataDir(t), "--ingest", documents)
	if err := feed.Start(); err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(9, 9))
	for range either(3, 10) {
		time.Sleep(time.Duration(200+random.IntN(1500)) * time.Millisecond) // the moment is the point of the test
		server.kill(t)
		server.start(t)
	}
	if err := feed.Wait(); err != nil {
		t.Fatalf("%v\n%s", err, feed.err.String())
	}
	want := claimsOf(t, calm)
	waitFor(t, 120*time.Second, "everything to be indexed", func() bool { return len(claimsOf(t, index)) == len(want) && statusOf(t, index).Progress.Lag == 0 })
	sameClaims(t, want, claimsOf(t, index), "with NATS killed")
}

// TestFrozenNATS: while NATS takes what it is sent and answers nothing, the probes still get an answer in
// time that names it, and once it wakes up the process is ready again. A stage alone counts its own work.
func TestFrozenNATS(t *testing.T) {
	server := newNATS(t)
	data := dataDir(t)
	if err := command(t, "run", "extractor", "--nats", server.url(), "--data", data).Start(); err != nil {
		t.Fatal(err)
	}
	ready := func() bool { return command(t, "healthcheck", "--data", data).Run() == nil }
	waitFor(t, 20*time.Second, "the extractor to be ready", ready)
	out, _ := run(t, 0, "run", "crawler", "--once", "--nats", server.url(), "--data", dataDir(t), "--ingest", writeDocuments(t, synth.Articles(6, 1)))
	if out != "articles    1 taken\n" {
		t.Errorf("a crawler alone says %q", out)
	}
	if err := server.cmd.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	_, log := run(t, 1, "healthcheck", "--data", data)
	if !strings.Contains(log, "not ready: the bus does not answer") {
		t.Errorf("healthcheck: %s", log)
	}
	out, _ = run(t, 0, "status", "--data", data)
	if !strings.Contains(out, "problem  the bus does not answer") || strings.Contains(out, "quarantine") {
		t.Errorf("status: %s", out)
	}
	if err := server.cmd.Process.Signal(syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	waitFor(t, 60*time.Second, "the extractor to be ready again", ready)
}
