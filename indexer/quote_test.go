package indexer

import (
	"slices"
	"testing"

	"github.com/claimwire/claimwire/internal/claim"
)

// TestRuns: two cuts of a quotation share a run, and two quotations none.
func TestRuns(t *testing.T) {
	const whole = "nobody at the harbour office opened the second letter before the cranes stood still for a day and a half"
	for name, c := range map[string]struct {
		other string
		want  bool
	}{
		"the end is left out":     {"nobody at the harbour office opened the second letter before the cranes", true},
		"the beginning is":        {"opened the second letter before the cranes stood still for a day", true},
		"it goes on":              {whole + " and then went home without a word", true},
		"a few words of it":       {"before the cranes stood still", false},
		"other words":             {"nobody in the town hall read the third warning until the pumps had been without power for hours", false},
		"the same ones reordered": {"a day and a half before the office opened the cranes stood still at the second harbour letter", false},
	} {
		t.Run(name, func(t *testing.T) {
			mine := runs(whole)
			got := slices.ContainsFunc(runs(c.other), func(r string) bool { return slices.Contains(mine, r) })
			if got != c.want {
				t.Errorf("they share a run: %t, want %t", got, c.want)
			}
		})
	}
	if n := len(runs(whole + " " + whole + " " + whole + " " + whole)); n > maxRuns {
		t.Errorf("%d runs, at most %d", n, maxRuns)
	}
	if got := runs("seven words are not cut any further"); got != nil {
		t.Errorf("runs of a short quotation: %q", got)
	}
}

// TestQuotationsCut: an identical quotation joins, however two articles cut it, and a firm's formula no two firms.
func TestQuotationsCut(t *testing.T) {
	got := index(t,
		report(t, "a", "One", "2024-03-01").says(claim.Statement, "A: “Nobody at the harbour office opened the second letter before the cranes stood still”, she wrote.").end(),
		report(t, "b", "Two", "2024-03-02").says(claim.Statement, "B: In her words the office never “opened the second letter before the cranes stood still for a day and a half”.").end(),
		report(t, "c", "Three", "2024-03-02").says(claim.Statement, "C: “Nobody in the town hall read the third warning until the pumps had been off for hours”, he wrote.").end(),
	).sets()
	if got != "A+B C" {
		t.Errorf("claims are %s, want A+B C", got)
	}
	firm := func(id, name, sentence string) claim.Extraction {
		return report(t, id, "Outlet "+id, "2024-03-0"+id).text("Readers know the firm "+name+" well, and many bank with "+name+".").
			says(claim.Statement, sentence, cites(name, claim.Company)).end()
	}
	if got := index(t,
		firm("1", "Halberd", "A: Branches of Halberd reopen on Monday, and “the safety of all that our customers entrust to us comes before everything else”."),
		firm("2", "Torvald", "B: Two auditors will look at the ledgers of Torvald, since “the safety of all that our customers entrust to us comes before everything else”."),
	).sets(); got != "A B" {
		t.Errorf("claims are %s, want A B", got)
	}
}
