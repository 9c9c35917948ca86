package cli

import (
	"math/rand/v2"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/claimwire/claimwire/indexer/synth"
)

// TestMoveKill kills an import with signal 9 at random moments and starts it again each time: in the end
// the claims are those of the index that was exported, with their history.
func TestMoveKill(t *testing.T) {
	if raceEnabled {
		t.Skip("the kill tests run without the race detector")
	}
	from := dataDir(t)
	run(t, 0, "run", "--once", "--data", from, "--ingest", writeDocuments(t, synth.Articles(9, either(300, 3000))))
	file := filepath.Join(t.TempDir(), "index.gz")
	run(t, 0, "store", "export", "--data", from, file)
	want, _ := run(t, 0, "claims", "--data", from, "--output", "jsonl")
	t.Run("embedded", func(t *testing.T) { killImports(t, file, want, either(4, 20), 400*time.Millisecond) })
	t.Run("Elasticsearch", func(t *testing.T) {
		url, prefix := cluster(t)
		t.Setenv("CLAIMWIRE_ELASTICSEARCH__PREFIX", prefix)
		t.Setenv("CLAIMWIRE_ELASTICSEARCH__URL", url)
		run(t, 0, "setup", "elasticsearch")
		killImports(t, file, want, either(1, 5), 3*time.Second) // each leaves a lease that lasts 15 s
	})
}

func killImports(t *testing.T, file, want string, times int, longest time.Duration) {
	data := dataDir(t)
	random := rand.New(rand.NewPCG(2, uint64(times)))
	for range times {
		p := start(t, "store", "import", "--data", data, file)
		time.Sleep(time.Duration(random.Int64N(int64(longest)))) // the moment is the point of the test
		p.interrupt(t, syscall.SIGKILL, -1)
	}
	out, log := run(t, 0, "store", "import", "--data", data, file)
	if got, _ := run(t, 0, "claims", "--data", data, "--output", "jsonl"); got != want {
		t.Errorf("%d bytes of claims, want %d\n%s%s", len(got), len(want), out, log)
	}
}
