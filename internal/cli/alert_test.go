package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/claimwire/claimwire/internal/claim"
)

// hook is a webhook that can be down.
type hook struct {
	mu    sync.Mutex
	down  bool
	got   map[string]int // by idempotency key
	tries int
}

func (h *hook) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body) // what it says is the alert package's matter
	h.mu.Lock()
	defer h.mu.Unlock()
	h.tries++
	if h.down {
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	h.got[r.Header.Get("Idempotency-Key")]++
}

func (h *hook) set(down bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.down = down
}

func (h *hook) counts() (alerts, tries int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.got), h.tries
}

// TestAlerts holds the way from an article to a webhook: one alert for a new claim, none for an echo,
// none for what is silent, and with the webhook down a delay and no loss.
func TestAlerts(t *testing.T) {
	h := &hook{got: map[string]int{}}
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	config := filepath.Join(t.TempDir(), "claimwire.yaml")
	rule := fmt.Sprintf("alerts:\n  sinks: {desk: {webhook: %q}}\n  rules: [{name: thefts, on: [new], kind: [theft], min_usd: 1e6, to: [desk]}]\n", server.URL)
	if err := os.WriteFile(config, []byte(rule), 0o600); err != nil {
		t.Fatal(err)
	}
	now := time.Now().UTC()
	article := func(id, text string) claim.Article {
		return claim.Article{ID: id, URL: "https://" + id + ".example/a", Publisher: id, Text: text, PublishedAt: now}
	}
	first := article("courier", "Hackers stole $5 million from Brenlow Bank on Monday, the bank said.")
	echo := article("herald", "Hackers stole $5 million from Brenlow Bank, the bank said on Monday.")
	other := article("tribune", "Hackers stole $7 million from the Quarrow Exchange on Monday, the exchange said.")
	small := article("gazette", "Hackers stole $3,000 from Pellow Bakery on Monday, the bakery said.")
	ingest := func(data string, alert bool, list ...claim.Article) {
		t.Helper()
		args := []string{"run", "--once", "--config", config, "--data", data, "--ingest", writeDocuments(t, list)}
		if alert {
			args = append(args, "--alert")
		}
		run(t, 0, args...)
	}
	expect := func(what string, want int) {
		t.Helper()
		if got, _ := h.counts(); got != want {
			t.Fatalf("%s: %d alerts, want %d", what, got, want)
		}
	}

	silent := dataDir(t)
	ingest(silent, false, first)
	expect("ingested in silence", 0)

	data := dataDir(t)
	ingest(data, true, first, small)
	expect("a new claim over the least sum", 1)
	ingest(data, true, echo)
	expect("an echo", 1)

	h.set(true)
	p := command(t, "run", "--once", "--alert", "--config", config, "--data", data, "--ingest", writeDocuments(t, []claim.Article{other}))
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	_, before := h.counts()
	waitFor(t, 30*time.Second, "an attempt at the webhook that is down", func() bool { _, tries := h.counts(); return tries > before })
	p.interrupt(t, syscall.SIGTERM, 1) // the alert waits, so not all is done
	expect("a webhook that is down", 1)
	h.set(false)
	p = command(t, "run", "--once", "--alert", "--config", config, "--data", data, "--ingest", writeDocuments(t, nil))
	if err := p.Run(); err != nil {
		t.Logf("%v: %s", err, p.err.String()) // an empty file is refused; the waiting alert goes out all the same
	}
	expect("the webhook is back", 2)
	for key, n := range h.got {
		if n != 1 {
			b, _ := json.Marshal(key)
			t.Errorf("alert %s came %d times", b, n)
		}
	}
}
