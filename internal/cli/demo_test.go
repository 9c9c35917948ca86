package cli

import (
	"encoding/json"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/claimwire/claimwire/internal/claim"
)

// TestDemo runs the README's first command and holds what it promises: it ends by itself, copies and
// echoes are counted but are no origins, and it says what to type next.
func TestDemo(t *testing.T) {
	data := dataDir(t)
	out, log := run(t, 0, "demo", "--data", data)
	for _, want := range []string{"ARTICLES", "ORIGINS", "Now try:", "claims show c-"} {
		if !strings.Contains(out, want) {
			t.Errorf("the demo does not print %q:\n%s", want, out)
		}
	}
	if !strings.Contains(log, "1 in de") {
		t.Errorf("nothing is said of the article in German:\n%s", log)
	}
	claims, _ := run(t, 0, "claims", "--data", data, "--output", "jsonl", "kind:theft", "fenbrook")
	best := claim.Claim{}
	for line := range strings.Lines(claims) {
		var c claim.Claim
		if err := json.Unmarshal([]byte(line), &c); err != nil {
			t.Fatal(err)
		}
		if c.Articles > best.Articles {
			best = c
		}
	}
	if best.Articles < 4 || best.OriginsMax >= best.Articles {
		t.Errorf("the theft has %d articles and up to %d origins; echoes must not count as origins", best.Articles, best.OriginsMax)
	}
	shown, _ := run(t, 0, "claims", "show", best.ID, "--why", "--data", data)
	if !strings.Contains(shown, "Meridian Wire") || !strings.Contains(shown, "evidence") {
		t.Errorf("the claim's lineage:\n%s", shown)
	}
}

// TestDemoKeeps goes on until it is interrupted, then drains and exits 0.
func TestDemoKeeps(t *testing.T) {
	data := dataDir(t)
	p := command(t, "demo", "--keep", "--data", data)
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	waitFor(t, 60*time.Second, "the demo to go on", func() bool {
		return strings.Contains(p.err.String(), "until Ctrl-C") && ready(t, data)
	})
	p.interrupt(t, syscall.SIGINT, 0)
	if !strings.Contains(p.out.String(), "Now try:") {
		t.Errorf("the demo was interrupted before it had shown its table:\n%s", p.out.String())
	}
}
