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
	"github.com/claimwire/claimwire/internal/claim"
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

// takeover is how long it may take until another indexer writes.
const takeover = 30 * time.Second

// fleet is several of each stage as processes on a real NATS and a real Elasticsearch.
type fleet struct {
	nats     string
	indexers []*process
}

func newFleet(t *testing.T, nats string) *fleet {
	t.Helper()
	f := &fleet{nats: nats}
	for range 3 {
		start(t, "run", "extractor", "--nats", nats, "--data", dataDir(t))
		f.indexers = append(f.indexers, start(t, "run", "indexer", "--nats", nats, "--data", dataDir(t)))
	}
	return f
}

// feed lets three crawlers bring articles, of which each brings two thirds.
func (f *fleet) feed(t *testing.T, articles []claim.Article) (crawlers []*process) {
	t.Helper()
	third := (len(articles) + 2) / 3
	for i := range 3 {
		turned := append(slices.Clone(articles[i*third:]), articles[:i*third]...)
		crawlers = append(crawlers, start(t, "run", "crawler", "--once", "--nats", f.nats, "--data", dataDir(t),
			"--ingest", writeDocuments(t, turned[:min(2*third, len(turned))])))
	}
	return crawlers
}

// writer is the one that has said last that it writes; it waits until another than old has.
func (f *fleet) writer(t *testing.T, old *process) *process {
	t.Helper()
	var found *process
	waitFor(t, takeover, "an indexer to write", func() bool {
		for _, p := range f.indexers {
			if p != old && strings.Contains(p.err.String(), "writes the index") {
				found = p
			}
		}
		return found != nil
	})
	return found
}

// without is the fleet without an indexer that has written.
func (f *fleet) without(p *process) {
	f.indexers = slices.DeleteFunc(f.indexers, func(o *process) bool { return o == p })
}

// TestElasticsearch runs three of each stage, kills the indexer that writes, freezes the next one for
// longer than its lease, and holds that each time another takes over within 30 s, that the one that wakes
// up does no harm, and that in the end the claims are those of one of each.
func TestElasticsearch(t *testing.T) {
	if raceEnabled {
		t.Skip("the kill tests run without the race detector")
	}
	url, prefix := cluster(t)
	server := newNATS(t)
	t.Setenv("CLAIMWIRE_ELASTICSEARCH__PREFIX", prefix)
	articles := synth.Articles(12, either(300, 3000))
	calm := dataDir(t)
	run(t, 0, "run", "--once", "--data", calm, "--ingest", writeDocuments(t, articles))
	want := claimsOf(t, calm)

	t.Setenv("CLAIMWIRE_ELASTICSEARCH__URL", url)
	run(t, 0, "setup", "elasticsearch")
	f := newFleet(t, server.url())
	stored := func() int { return len(claimsOfIndex(t)) }
	third := len(articles) / 3
	var crawlers []*process
	feed := func(part []claim.Article) { // and wait until something of it is stored
		t.Helper()
		before := stored()
		crawlers = append(crawlers, f.feed(t, part)...)
		waitFor(t, 2*time.Minute, "more claims", func() bool { return stored() > before })
	}

	first := f.writer(t, nil)
	feed(articles[:third])
	first.interrupt(t, syscall.SIGKILL, -1)
	f.without(first)

	second := f.writer(t, nil)
	feed(articles[third : 2*third])
	freeze(t, second)
	frozen := time.Now()
	last := f.writer(t, second)
	feed(articles[2*third:])
	if full() {
		time.Sleep(time.Minute - time.Since(frozen)) // the length is the point of the test
	}
	wake(t, second)
	for _, p := range crawlers {
		wait(t, p, patience())
	}
	waitFor(t, 2*time.Minute, "the claims to be the same", func() bool { return slices.Equal(want, claimsOfIndex(t)) })
	for _, p := range []*process{second, last} {
		if p.ProcessState != nil {
			t.Errorf("an indexer has ended\n%s", p.err.String())
		}
	}
	if n := strings.Count(second.err.String(), "writes the index"); n != 1 {
		t.Errorf("the frozen indexer took the lease %d times while another held it\n%s", n, second.err.String())
	}
}

// freeze stops a process where it stands; wake lets it go on.
func freeze(t *testing.T, p *process) { signalTo(t, p, syscall.SIGSTOP) }

func wake(t *testing.T, p *process) { signalTo(t, p, syscall.SIGCONT) }

func signalTo(t *testing.T, p *process, sig syscall.Signal) {
	t.Helper()
	if err := p.Process.Signal(sig); err != nil {
		t.Fatal(err)
	}
}
