package cli

import (
	"math/rand/v2"
	"os"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/claimwire/claimwire/indexer/synth"
)

// full reports whether the long forms of the kill and order tests are asked for.
func full() bool { return os.Getenv("CLAIMWIRE_TEST_CHAOS") == "full" }

func either(short, long int) int {
	if full() {
		return long
	}
	return short
}

// TestKill kills a run with signal 9 at random moments while it ingests, starts it again each time, and
// holds that in the end the claims are those of an undisturbed run.
func TestKill(t *testing.T) {
	if raceEnabled {
		t.Skip("the kill tests run without the race detector")
	}
	documents := writeDocuments(t, synth.Articles(1, either(500, 2000)))
	calm := dataDir(t)
	begin := time.Now()
	run(t, 0, "run", "--once", "--data", calm, "--ingest", documents)
	took := time.Since(begin)
	want := claimsOf(t, calm)

	data := dataDir(t)
	random := rand.New(rand.NewPCG(7, 7))
	for range either(3, 20) {
		p := command(t, "run", "--once", "--data", data, "--ingest", documents)
		if err := p.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(random.Int64N(int64(took)))) // the moment is the point of the test
		p.interrupt(t, syscall.SIGKILL, -1)
	}
	run(t, 0, "run", "--once", "--data", data, "--ingest", documents)
	sameClaims(t, want, claimsOf(t, data), "after kills")
}

// TestInterrupted ends a run with SIGTERM in the middle: it drains, says that there is more to do, and
// the next one goes on.
func TestInterrupted(t *testing.T) {
	documents := writeDocuments(t, synth.Articles(8, 300))
	calm, data := dataDir(t), dataDir(t)
	run(t, 0, "run", "--once", "--data", calm, "--ingest", documents)
	p := command(t, "run", "--once", "--data", data, "--ingest", documents)
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	waitFor(t, 30*time.Second, "the run to begin", func() bool { return ready(t, data) })
	p.interrupt(t, syscall.SIGTERM, -1)
	if code := p.ProcessState.ExitCode(); code != 1 && code != 0 { // 0 where it was done by then
		t.Errorf("exit %d\n%s", code, p.err.String())
	}
	run(t, 0, "run", "--once", "--data", data, "--ingest", documents)
	sameClaims(t, claimsOf(t, calm), claimsOf(t, data), "after an interruption")
}

// TestOrder ingests the same articles in different orders and holds that the claims are the same.
func TestOrder(t *testing.T) {
	if raceEnabled {
		t.Skip("the order tests run without the race detector")
	}
	articles := synth.Articles(2, either(200, 1000))
	now := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	for i := range articles {
		articles[i].FetchedAt = now.Add(time.Duration(i) * time.Second) // with the article, whatever the order
	}
	random := rand.New(rand.NewPCG(3, 3))
	var want []string
	for i := range either(3, 10) {
		data := dataDir(t)
		run(t, 0, "run", "--once", "--data", data, "--ingest", writeDocuments(t, articles))
		if i == 0 {
			want = claimsOf(t, data)
		}
		sameClaims(t, want, claimsOf(t, data), "order "+strconv.Itoa(i))
		random.Shuffle(len(articles), func(a, b int) { articles[a], articles[b] = articles[b], articles[a] })
	}
}

// TestTwice ingests the same files twice: the same claims, the same counts, and no event.
func TestTwice(t *testing.T) {
	documents := writeDocuments(t, synth.Articles(4, 40))
	data := dataDir(t)
	run(t, 0, "run", "--once", "--alert", "--data", data, "--ingest", documents)
	want, events := claimsOf(t, data), eventsOf(t, data)
	if events == 0 {
		t.Fatal("the first run announced nothing")
	}
	run(t, 0, "run", "--once", "--alert", "--data", data, "--ingest", documents)
	sameClaims(t, want, claimsOf(t, data), "a second time")
	if again := eventsOf(t, data); again != events {
		t.Errorf("the second run announced something: %d events after %d", again, events)
	}
}
