package indexer

import (
	"testing"

	"github.com/claimwire/claimwire/internal/claim"
)

// TestOriginOfAMeasure: who takes a measure of the law is where it enters the world, unless somebody is said to have said it.
func TestOriginOfAMeasure(t *testing.T) {
	treasury := party("Treasury of Torvald", "", claim.Agency, "")
	for name, c := range map[string]struct {
		x    claim.Extraction
		want string
	}{
		"a body and whom it hits":  {report(t, "a", "One", "2024-03-01").says(claim.Sanction, "A: The Treasury of Torvald blacklisted Gallowlock.", by(treasury), by(lock)).end(), "Treasury of Torvald"},
		"a state and whom it hits": {report(t, "a", "One", "2024-03-01").says(claim.Sanction, "A: North Korea fined Halberd Pay.", by(north), by(halberd)).end(), "North Korea"},
		"somebody tells it": {report(t, "a", "One", "2024-03-01").
			says(claim.Sanction, "A: The Treasury of Torvald blacklisted Gallowlock, Tallow says.", by(treasury), by(lock), cites("Tallow", claim.Researcher)).end(), "Tallow"},
		"only whom it hits":   {report(t, "a", "One", "2024-03-01").says(claim.Sanction, "A: Gallowlock was blacklisted.", by(lock)).end(), "One"},
		"the hit comes first": {report(t, "a", "One", "2024-03-01").says(claim.Sanction, "A: Gallowlock was blacklisted by the Treasury of Torvald.", by(lock), by(treasury)).end(), "One"},
		"no measure":          {report(t, "a", "One", "2024-03-01").says(claim.Attribution, "A: North Korea is behind the Harrier Group.", by(north), by(harrier)).end(), "One"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := index(t, c.x).all()[0].Origins; len(got) != 1 || got[0].Name != c.want {
				t.Errorf("origins are %v, want %s", got, c.want)
			}
		})
	}
}

// TestUnnamedPeople: people without a name are the outlet's word also where a document stands in what they are called;
// a document without an issuer is not.
func TestUnnamedPeople(t *testing.T) {
	for name, c := range map[string]struct {
		source, document, issuer string
		want                     bool
	}{
		"people with knowledge of it": {"four people with knowledge of the audit", "audit", "", true},
		"people who have read it":     {"two officials who read the order", "order", "", true},
		"people and a paper":          {"three employees and a memo", "memo", "", true},
		"close to it":                 {"a person close to the inquiry", "inquiry", "", true},
		"no document":                 {"two officials", "", "", true},
		"the document itself":         {"draft order", "draft order", "", false},
		"with words before it":        {"city records", "records", "", false},
		"another description":         {"internal papers", "papers", "", false},
		"its issuer is known":         {"people with knowledge of the audit", "audit", "Court of Torvald", false},
		"the document comes first":    {"records of the county", "records", "", false},
	} {
		t.Run(name, func(t *testing.T) {
			k := claim.Link{Name: c.source, Kind: claim.Unnamed}
			if c.document != "" {
				k.Document = &claim.Document{Span: claim.Span{Text: c.document}, Publisher: c.issuer}
			}
			if got := unnamedPeople(&k); got != c.want {
				t.Errorf("%t, want %t", got, c.want)
			}
		})
	}
	if unnamedPeople(&claim.Link{Name: "Tallow", Kind: claim.Researcher}) {
		t.Error("Tallow has a name")
	}
}
