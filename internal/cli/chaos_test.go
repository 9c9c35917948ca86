package cli

import (
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/claimwire/claimwire/indexer/synth"
	"github.com/claimwire/claimwire/internal/app"
)

// TestElasticChaos runs the stages as processes on an Elasticsearch with TLS and API keys and on a NATS,
// behind networks that can be cut. First it holds who gets in, then it disturbs.
func TestElasticChaos(t *testing.T) {
	if raceEnabled {
		t.Skip("the kill tests run without the race detector")
	}
	node := newElasticNode(t)
	t.Run("access", func(t *testing.T) { testAccess(t, node) })
	t.Run("disturbances", func(t *testing.T) { testDisturbances(t, node) })
}

// testAccess sets indices up and reads from them with every kind of credential, and holds that a wrong
// one is told by name, and never printed.
func testAccess(t *testing.T, n *elasticNode) {
	const at = "CLAIMWIRE_ELASTICSEARCH__"
	key := n.apiKey(t, "access")
	password := map[string]string{at + "USER": "elastic", at + "PASSWORD_FILE": secretFile(t, n.password)}
	withKey := map[string]string{at + "API_KEY_FILE": secretFile(t, key)}
	ca, fingerprint := map[string]string{at + "CA_FILE": n.ca}, map[string]string{at + "FINGERPRINT": n.fingerprint}
	other := strings.Repeat("ab", 32)
	for name, c := range map[string]struct {
		set    []map[string]string
		status int
		says   string
	}{
		"password and authority":           {[]map[string]string{password, ca}, 0, ""},
		"password and fingerprint":         {[]map[string]string{password, fingerprint}, 0, ""},
		"key and authority":                {[]map[string]string{withKey, ca}, 0, ""},
		"key and fingerprint":              {[]map[string]string{withKey, fingerprint}, 0, ""},
		"no credentials":                   {[]map[string]string{ca}, 3, "401"},
		"another password":                 {[]map[string]string{ca, {at + "USER": "elastic", at + "PASSWORD_FILE": secretFile(t, other)}}, 3, "401"},
		"another key":                      {[]map[string]string{ca, {at + "API_KEY_FILE": secretFile(t, other)}}, 3, "401"},
		"an authority that nobody trusts":  {[]map[string]string{password}, 3, "certificate"},
		"another fingerprint":              {[]map[string]string{password, {at + "FINGERPRINT": other}}, 3, "fingerprint"},
		"a password file that is not here": {[]map[string]string{ca, {at + "USER": "elastic", at + "PASSWORD_FILE": "/nowhere/secret"}}, 2, "password_file"},
		"an authority that is no file":     {[]map[string]string{password, {at + "CA_FILE": "/nowhere/ca.crt"}}, 2, "ca_file"},
		"another prefix than the key's":    {[]map[string]string{withKey, ca, {at + "PREFIX": "elsewhere"}}, 3, "403"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv(at+"URL", "https://"+n.address())
			t.Setenv(at+"PREFIX", "access")
			for _, set := range c.set {
				for _, k := range slices.Sorted(maps.Keys(set)) {
					t.Setenv(k, set[k])
				}
			}
			out, log := run(t, c.status, "setup", "elasticsearch")
			if !strings.Contains(log, c.says) {
				t.Errorf("it says\n%s", log)
			}
			for _, s := range []string{n.password, key} {
				if strings.Contains(out+log, s) {
					t.Error("a secret is printed")
				}
			}
			if c.status == 0 {
				run(t, 0, "claims", "--output", "jsonl")
			}
		})
	}
}

// testDisturbances lets articles flow while Elasticsearch and NATS are killed and started again and the
// networks to them are cut, and holds that the claims are those of an undisturbed run.
func testDisturbances(t *testing.T, node *elasticNode) {
	server := newNATS(t)
	toElastic, toNATS := newWire(t, node.address()), newWire(t, strings.TrimPrefix(server.url(), "nats://"))
	kills, pause := either(3, 10), time.Duration(either(6, 60))*time.Second
	articles := synth.Articles(21, flowing(t))
	documents := writeDocuments(t, articles)
	calm := dataDir(t)
	run(t, 0, "run", "--once", "--data", calm, "--ingest", documents)
	want := claimsOf(t, calm)

	t.Setenv("CLAIMWIRE_ELASTICSEARCH__URL", "https://"+toElastic.address())
	t.Setenv("CLAIMWIRE_ELASTICSEARCH__PREFIX", "chaos")
	t.Setenv("CLAIMWIRE_ELASTICSEARCH__CA_FILE", node.ca)
	t.Setenv("CLAIMWIRE_ELASTICSEARCH__API_KEY_FILE", secretFile(t, node.apiKey(t, "chaos")))
	t.Setenv("CLAIMWIRE_NATS__URL", "nats://"+toNATS.address())
	run(t, 0, "setup", "elasticsearch")
	index := dataDir(t)
	for _, stage := range [][]string{{"extractor", dataDir(t)}, {"indexer", index}, {"indexer", dataDir(t)}} {
		start(t, "run", stage[0], "--data", stage[1])
		waitFor(t, time.Minute, "the "+stage[0]+" to be ready", func() bool { return ready(t, stage[1]) })
	}
	feed := command(t, "run", "crawler", "--once", "--data", dataDir(t), "--ingest", "-")
	in := feed.stdin(t)
	if err := feed.Start(); err != nil {
		t.Fatal(err)
	}
	disturb := []func(){
		func() { toElastic.cut(); time.Sleep(pause); toElastic.mend() },
		func() { toNATS.cut(); time.Sleep(pause); toNATS.mend() },
	}
	for range kills {
		disturb = append(disturb, func() { node.end(t, "kill"); node.start(t) }, func() { server.kill(t); server.start(t) })
	}
	random := rand.New(rand.NewPCG(4, 8))
	random.Shuffle(len(disturb), func(i, j int) { disturb[i], disturb[j] = disturb[j], disturb[i] })
	size := (len(articles) + len(disturb) - 1) / len(disturb)
	for i, part := range slices.Collect(slices.Chunk(articles, size)) {
		for k := range part {
			if _, err := in.Write(jsonl(t, &part[k])); err != nil {
				t.Fatalf("feed: %v\n%s", err, feed.err.String())
			}
		}
		time.Sleep(time.Duration(300+random.IntN(1500)) * time.Millisecond) // the moment is the point of the test
		disturb[i]()
	}
	if err := in.Close(); err != nil {
		t.Fatal(err)
	}
	wait(t, feed, patience())
	sameClaims(t, want, claimsOfIndex(t), "after disturbances")
	var st app.Status
	waitFor(t, time.Minute, "the outbox to be empty", func() bool {
		st = statusOf(t, index)
		return st.Index.Outbox == 0 && st.Index.Waiting == 0
	})
	if st.Quarantined > 0 {
		t.Errorf("%d messages are in quarantine", st.Quarantined)
	}
}

// flowing is how many articles flow while things are killed; a machine that has much else to do may take fewer.
func flowing(t *testing.T) int {
	t.Helper()
	text := os.Getenv("CLAIMWIRE_TEST_CHAOS_ARTICLES")
	if text == "" {
		return either(2000, 20_000)
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 100 {
		t.Fatalf("CLAIMWIRE_TEST_CHAOS_ARTICLES is %q: want a number from 100 on", text)
	}
	return n
}

// patience is how long a test waits for work to be done: long, for a machine that has much else to do.
func patience() time.Duration { return time.Duration(either(6, 40)) * time.Minute }

// start starts a process that runs until the test ends; where that fails, it shows what the process said last.
func start(t *testing.T, args ...string) *process {
	t.Helper()
	p := command(t, args...)
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if text := p.err.String(); t.Failed() {
			t.Logf("%s\n%s", strings.Join(args[:2], " "), text[max(0, len(text)-1500):])
		}
	})
	return p
}

// wait waits for a process to end well.
func wait(t *testing.T, p *process, within time.Duration) {
	t.Helper()
	done := make(chan error, 1)
	go func() { done <- p.Wait() }()
	select {
	case err := <-done:
		if err != nil {
			t.Fatalf("%v\n%s", err, p.err.String())
		}
	case <-time.After(within):
		_ = p.Process.Kill() // so that the waiting above ends
		<-done
		t.Fatalf("it has not ended after %s\n%s", within, p.err.String())
	}
}
