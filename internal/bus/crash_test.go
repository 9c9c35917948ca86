package bus

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// A message that ends the process is found by its marks, over as many processes as it takes, and takes
// no other message with it. The test's own binary plays the process.

const crashDir = "CLAIMWIRE_TEST_CRASH_DIR"

func TestMessageThatKillsTheProcess(t *testing.T) {
	if dir := os.Getenv(crashDir); dir != "" {
		crashingStage(t, dir)
		return
	}
	dir := t.TempDir()
	b := open(t, Options{Dir: dir, Sync: time.Minute})
	if err := b.PublishArticles(t.Context(), articles(12, "body")); err != nil {
		t.Fatal(err)
	}
	shut(t, b)
	handled, crashes := map[string]bool{}, 0
	for ; ; crashes++ {
		if crashes > 20 {
			t.Fatal("the process still ends after 20 starts")
		}
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestMessageThatKillsTheProcess$")
		cmd.Env = append(os.Environ(), crashDir+"="+dir)
		out, err := cmd.Output()
		lines := bufio.NewScanner(strings.NewReader(string(out)))
		for lines.Scan() {
			if id, ok := strings.CutPrefix(lines.Text(), "handled "); ok {
				handled[id] = true
			}
		}
		if err == nil {
			break
		}
		if !strings.Contains(string(out), "crashing") {
			t.Fatalf("the process ended otherwise: %v\n%s", err, out)
		}
	}
	// A process that ends within a moment of a delivery may take the server's count of it along, so there
	// can be more crashes than deliveries that are known.
	if least := aloneFrom - 1 + marksLeft; len(handled) != 11 || crashes < least {
		t.Errorf("%d others handled after %d crashes, want 11 after at least %d", len(handled), crashes, least)
	}
	b = open(t, Options{Dir: dir, Sync: time.Minute})
	list, err := b.QuarantineList(t.Context())
	if err != nil || len(list) != 1 || list[0].Sequence != 7 || !strings.Contains(list[0].Reason, "the process ended") {
		t.Errorf("quarantine %+v %v, want the seventh message alone", list, err)
	}
}

// crashingStage handles what is there, and ends the process at the seventh message.
func crashingStage(t *testing.T, dir string) {
	b := open(t, Options{Dir: dir, Sync: time.Minute})
	s := fast("extractor")
	s.AckWait, s.Workers, s.Batch = 200*time.Millisecond, 2, 3
	if err := b.Prepare(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	start(t, b, s, One(func(_ context.Context, m Message) error {
		if m.Sequence == 7 {
			os.Stdout.WriteString("crashing\n")
			os.Exit(3)
		}
		os.Stdout.WriteString("handled " + m.ID + "\n")
		return nil
	}))
	idle(t, b)
}
