package cli

import (
	"strings"
	"testing"

	"github.com/claimwire/claimwire/internal/claim"
)

// TestElasticDecisions: with the index in Elasticsearch, people decide and replay as they do beside an
// embedded one: with no process running, and through the one that writes. Any other one names that one.
func TestElasticDecisions(t *testing.T) {
	if raceEnabled {
		t.Skip("the tests of processes run without the race detector")
	}
	url, prefix := cluster(t)
	server := newNATS(t)
	for key, value := range map[string]string{"NATS__URL": server.url(), "ELASTICSEARCH__URL": url, "ELASTICSEARCH__PREFIX": prefix} {
		t.Setenv("CLAIMWIRE_"+key, value)
	}
	if _, log := run(t, 2, "claims"); !strings.Contains(log, "claimwire setup elasticsearch") {
		t.Errorf("before the setup: %s", log)
	}
	run(t, 0, "setup", "elasticsearch")
	alone := dataDir(t)
	ingest(t, alone,
		`{"id":"a","url":"https://a.example/1","publisher":"Courier","published_at":"2026-10-05T09:00:00Z","text":"Hackers stole $5.4 million from Brenlow Bank on Monday, the bank said."}`,
		`{"id":"b","url":"https://b.example/1","publisher":"Herald","published_at":"2026-10-06T09:00:00Z","text":"Brenlow Bank has lost $5.4 million to hackers, police said."}`)
	joined := wantThefts(t, alone, "a b")["a b"]
	out, _ := run(t, 0, "claims", "split", "--data", alone, joined.ID, evidenceOf(&joined, "b"))
	split := decided(t, out)
	wantThefts(t, alone, "a", "b")
	if out, _ = run(t, 0, "replay", "--diff", "--data", alone); !strings.Contains(out, "0 claims added, 0 lost, 0 merged, 0 split") {
		t.Errorf("a replay has changed what a person decided: %s", out)
	}

	writer, standby := dataDir(t), dataDir(t)
	first := start(t, "run", "indexer", "--data", writer)
	waitFor(t, takeover, "the first indexer to write", func() bool { return strings.Contains(first.err.String(), "writes the index") })
	start(t, "run", "indexer", "--data", standby)
	waitFor(t, takeover, "the second indexer to be ready", func() bool { return command(t, "healthcheck", "--data", standby).Run() == nil })
	if _, log := run(t, 3, "claims", "undo", "--data", standby, split); !strings.Contains(log, "another process writes the index (") {
		t.Errorf("an indexer that does not write: %s", log)
	}
	if _, log := run(t, 3, "claims", "undo", "--data", alone, split); !strings.Contains(log, "an indexer writes to this index: give the command to that one") {
		t.Errorf("beside an indexer on another directory: %s", log)
	}
	run(t, 0, "claims", "undo", "--data", writer, split)
	wantThefts(t, writer, "a b")
}

// evidenceOf is the evidence of a claim that one document gives.
func evidenceOf(c *claim.Claim, document string) string {
	for _, e := range c.Evidence {
		if e.ArticleID == document {
			return e.ID
		}
	}
	return ""
}
