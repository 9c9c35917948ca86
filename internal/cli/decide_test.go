package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/claimwire/claimwire/internal/claim"
)

// ingest feeds documents to a directory.
func ingest(t *testing.T, data string, lines ...string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "documents.jsonl")
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	run(t, 0, "run", "--once", "--data", data, "--ingest", path)
}

// thefts are the thefts of a directory, by the documents of their evidence.
func thefts(t *testing.T, data string) map[string]claim.Claim {
	t.Helper()
	out, _ := run(t, 0, "claims", "--data", data, "--output", "jsonl", "kind:theft")
	all := map[string]claim.Claim{}
	for line := range strings.Lines(out) {
		var c claim.Claim
		if err := json.Unmarshal([]byte(line), &c); err != nil {
			t.Fatal(err)
		}
		var documents []string
		for _, e := range c.Evidence {
			documents = append(documents, e.ArticleID)
		}
		slices.Sort(documents)
		all[strings.Join(slices.Compact(documents), " ")] = c
	}
	return all
}

func wantThefts(t *testing.T, data string, want ...string) map[string]claim.Claim {
	t.Helper()
	got := thefts(t, data)
	for _, w := range want {
		if _, ok := got[w]; !ok || len(got) != len(want) {
			var have []string
			for documents := range got {
				have = append(have, documents)
			}
			t.Fatalf("thefts by their documents: %q, want %q", have, want)
		}
	}
	return got
}

// decided is the id of the decision that a command has printed.
func decided(t *testing.T, out string) string {
	t.Helper()
	first, _, _ := strings.Cut(out, "\n")
	_, id, ok := strings.Cut(first, "claims undo ")
	if !ok {
		t.Fatalf("no decision in %q", out)
	}
	return id
}

// TestPeopleDecide splits and merges claims: neither later evidence nor a replay undoes it, what nobody
// decided about joins by itself, and a decision can be found again and taken back.
func TestPeopleDecide(t *testing.T) {
	data := dataDir(t)
	ingest(t, data,
		`{"id":"a","url":"https://a.example/1","publisher":"Courier","published_at":"2026-10-05T09:00:00Z","text":"Hackers stole $5.4 million from Brenlow Bank on Monday, the bank said."}`,
		`{"id":"b","url":"https://b.example/1","publisher":"Herald","published_at":"2026-10-06T09:00:00Z","text":"Brenlow Bank has lost $5.4 million to hackers, police said."}`,
		`{"id":"c","url":"https://c.example/1","publisher":"Gazette","published_at":"2026-10-07T09:00:00Z","text":"Thieves took $9 million from Tarn Credit in April, the company said."}`)
	joined := wantThefts(t, data, "a b", "c")["a b"]
	ofB := evidenceOf(&joined, "b")

	out, _ := run(t, 0, "claims", "split", "--data", data, joined.ID, ofB, "--by", "anna", "--reason", "another night")
	split := decided(t, out)
	sides := wantThefts(t, data, "a", "b", "c")
	for _, id := range []string{sides["a"].ID, sides["b"].ID} {
		if !strings.Contains(out, "\n  "+id+"  1 sentence, ") {
			t.Errorf("the split does not name %s, where a side is now:\n%s", id, out)
		}
	}
	ingest(t, data, `{"id":"d","url":"https://d.example/1","publisher":"Tribune","published_at":"2026-10-08T09:00:00Z","text":"Hackers stole $5.4 million from Brenlow Bank on Monday, the bank said on Thursday."}`)
	run(t, 0, "replay", "--data", data)
	apart := thefts(t, data)
	if len(apart) != 3 || apart["a b"].ID != "" || apart["a b d"].ID != "" {
		t.Fatalf("later evidence has undone the split: %d thefts", len(apart))
	}

	out, _ = run(t, 0, "claims", "decisions", "--data", data)
	for _, want := range []string{split, "split by anna", "“another night”", "\n    " + ofB + "\n    from "} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is missing in\n%s", want, out)
		}
	}
	out, _ = run(t, 0, "claims", "undo", "--data", data, split)
	whole := wantThefts(t, data, "a b d", "c")
	if strings.Count(out, "\n  c-") != 1 || !strings.Contains(out, whole["a b d"].ID) {
		t.Errorf("the way back does not name the one claim %s:\n%s", whole["a b d"].ID, out)
	}
	if _, log := run(t, 2, "claims", "undo", "--data", data, split); !strings.Contains(log, "undone") {
		t.Errorf("a decision taken back twice: %s", log)
	}

	out, _ = run(t, 0, "claims", "merge", "--data", data, whole["c"].ID, whole["a b d"].ID)
	merge := decided(t, out)
	wantThefts(t, data, "a b c d")
	out, _ = run(t, 0, "claims", "decisions", "--data", data, "--output", "jsonl")
	if strings.Count(out, "\n") != 2 || !strings.Contains(out, `"undone_at"`) || !strings.Contains(out, merge) {
		t.Errorf("decisions: %s", out)
	}
	run(t, 0, "claims", "undo", "--data", data, merge)
	wantThefts(t, data, "a b d", "c")

	for want, args := range map[string][]string{
		"evidence " + ofB + ": not found in this claim": {"split", whole["c"].ID, ofB},
		"but not all":           {"split", whole["c"].ID, whole["c"].Evidence[0].ID},
		"they are one claim":    {"merge", whole["c"].ID, whole["c"].ID},
		"claim c-00: not found": {"merge", whole["c"].ID, "c-00"},
		"d-00: not found":       {"undo", "d-00"},
	} {
		p := command(t, append([]string{"claims", "--data", data}, args...)...)
		if err := p.Run(); err == nil || !strings.Contains(p.err.String(), want) {
			t.Errorf("%q: exit %d, %q, want %q", args, p.ProcessState.ExitCode(), p.err.String(), want)
		}
	}
	wantThefts(t, data, "a b d", "c")
}
