package cli

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/claimwire/claimwire/indexer/synth"
)

// cluster is the address of a real Elasticsearch, with a prefix of the test's own.
func cluster(t *testing.T) (url, prefix string) {
	t.Helper()
	url = os.Getenv("CLAIMWIRE_TEST_ELASTICSEARCH_URL")
	if url == "" {
		t.Skip("needs an Elasticsearch 8: give its address in CLAIMWIRE_TEST_ELASTICSEARCH_URL, as .ci/run does")
	}
	return url, fmt.Sprintf("cli%d", time.Now().UnixNano())
}

// TestElasticsearch runs two of each stage as processes on a real NATS and a real Elasticsearch, kills
// the writing indexer, and holds that the other takes over and the claims are those of one process.
func TestElasticsearch(t *testing.T) {
	if raceEnabled {
		t.Skip("the kill tests run without the race detector")
	}
	url, prefix := cluster(t)
	server := newNATS(t)
	t.Setenv("CLAIMWIRE_ELASTICSEARCH__PREFIX", prefix)
	documents := writeDocuments(t, synth.Articles(12, either(200, 2000)))
	calm := dataDir(t)
	run(t, 0, "run", "--once", "--data", calm, "--ingest", documents)
	want := claimsOf(t, calm)

	t.Setenv("CLAIMWIRE_ELASTICSEARCH__URL", url)
	run(t, 0, "setup", "elasticsearch")
	var writers []*process
	for _, stage := range []string{"extractor", "extractor", "indexer", "indexer"} {
		p := command(t, "run", stage, "--nats", server.url(), "--data", dataDir(t))
		if err := p.Start(); err != nil {
			t.Fatal(err)
		}
		if stage == "indexer" {
			writers = append(writers, p)
		}
	}
	feed := command(t, "run", "crawler", "--nats", server.url(), "--data", dataDir(t), "--ingest", documents)
	if err := feed.Start(); err != nil {
		t.Fatal(err)
	}
	stored := func() int { return len(claimsOfIndex(t)) }
	waitFor(t, 90*time.Second, "the first claims", func() bool { return stored() > 0 })
	writing := writers[0]
	if !strings.Contains(writing.err.String(), "writes the index") {
		writing = writers[1]
	}
	writing.interrupt(t, syscall.SIGKILL, -1)
	waitFor(t, 120*time.Second, "the other indexer to finish", func() bool { return stored() == len(want) })
	waitFor(t, 60*time.Second, "the claims to be the same", func() bool { return slices.Equal(want, claimsOfIndex(t)) })
}
