package cli

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/claimwire/claimwire/indexer/synth"
	"github.com/claimwire/claimwire/internal/claim"
	"github.com/claimwire/claimwire/internal/query"
)

// TestPages walks a query's pages by their cursors: every claim once, in order, and as many as the
// first page has counted. A page longer than what the index gives at once is one page all the same.
func TestPages(t *testing.T) {
	data := dataDir(t)
	run(t, 0, "run", "--once", "--data", data, "--ingest", writeDocuments(t, synth.Articles(3, 20)))
	type page struct {
		Claims []claim.Claim `json:"claims"`
		Total  int           `json:"total"`
		Cursor string        `json:"cursor"`
	}
	ask := func(cursor string) (p page) {
		t.Helper()
		out, _ := run(t, 0, "claims", "--data", data, "--output", "json", "--sort", "oldest", "--limit", "7", "--cursor="+cursor)
		if err := json.Unmarshal([]byte(out), &p); err != nil {
			t.Fatalf("%v in %s", err, out)
		}
		return p
	}
	first := ask("")
	seen, last := map[string]bool{}, time.Time{}
	for p := first; ; p = ask(p.Cursor) {
		for _, c := range p.Claims {
			if seen[c.ID] {
				t.Fatalf("claim %s is on two pages", c.ID)
			}
			if c.FirstSeen.Before(last) {
				t.Errorf("claim %s is out of order", c.ID)
			}
			seen[c.ID], last = true, c.FirstSeen
		}
		if p.Cursor == "" {
			break
		}
	}
	if len(seen) != first.Total || first.Total < 20 {
		t.Errorf("the pages hold %d claims, the first one counts %d", len(seen), first.Total)
	}
	out, _ := run(t, 0, "claims", "--data", data, "--output", "jsonl", "--sort", "oldest", "--limit", "5000")
	if n := strings.Count(out, "\n"); n != len(seen) {
		t.Errorf("a page of 5000 has %d claims, want all %d", n, len(seen))
	}
}

// TestHighlightedTable marks what a query looks for in the statement, else in a sentence of its own
// line, and lets nothing from outside steer the terminal.
func TestHighlightedTable(t *testing.T) {
	list := []claim.Claim{
		{ID: "c-1", Statement: "Brenlow Bank lost $5 million.", Evidence: []claim.Evidence{{Text: "The vault of Brenlow Bank is empty."}}},
		{ID: "c-2", Statement: "All is well.\x1b]0;owned\a\nc-3 forged line", Evidence: []claim.Evidence{{Text: "A \u202evault\u202c was seen.\x1b[2J"}}},
	}
	q, err := query.Parse("brenlow OR vault", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	var marked, unmarked bytes.Buffer
	if err := printClaims(&marked, list, q); err != nil {
		t.Fatal(err)
	}
	if err := printClaims(&unmarked, list, nil); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"\x1b[1mBrenlow\x1b[0m Bank lost", "“The \x1b[1mvault\x1b[0m of \x1b[1mBrenlow\x1b[0m Bank", "A ?\x1b[1mvault\x1b[0m? was seen.?[2J"} {
		if !strings.Contains(marked.String(), want) {
			t.Errorf("%q is missing in %q", want, marked.String())
		}
	}
	rest := strings.NewReplacer(boldOn, "", boldOff, "").Replace(marked.String())
	if strings.ContainsAny(rest, "\x1b\a\u202e") || strings.ContainsAny(unmarked.String(), "\x1b\a\u202e") {
		t.Errorf("text from outside reaches the terminal: %q", rest)
	}
	if n := strings.Count(unmarked.String(), "\n"); n != 3 {
		t.Errorf("the table of two claims has %d lines: %q", n, unmarked.String())
	}
}

func TestCSVCell(t *testing.T) {
	for in, want := range map[string]string{"": "", "plain": "plain", "=1+1": "'=1+1", "@sum": "'@sum", "-x": "'-x", "a=b": "a=b"} {
		if got := cell(in); got != want {
			t.Errorf("cell(%q) = %q, want %q", in, got, want)
		}
	}
}
