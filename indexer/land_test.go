package indexer

import (
	"testing"

	"github.com/claimwire/claimwire/internal/claim"
)

// TestOneNumberOfOneCountry holds what joins reports that do not name the victim yet: one sum or number, told of one
// country.
func TestOneNumberOfOneCountry(t *testing.T) {
	taken := func(v float64) part1 { return sum(claim.SumTaken, v, "EUR", claim.Exact) }
	for name, c := range map[string]struct {
		list []claim.Extraction
		want string
	}{
		"a theft whose victim is named later": {[]claim.Extraction{
			report(t, "a", "One", "2024-03-01").says(claim.Theft, "A: Fraudsters talked a fund out of 38 million euros.", taken(38e6)).at("Belgium", "BE").end(),
			report(t, "b", "Two", "2024-04-20").says(claim.Theft, "B: Halberd Pay is the fund that lost 38 million euros.", hit(halberd), taken(38e6)).at("Belgium", "BE").end(),
		}, "A+B"},
		"the same sum in another country": {[]claim.Extraction{
			report(t, "a", "One", "2024-03-01").says(claim.Theft, "A: Fraudsters talked a fund out of 38 million euros.", taken(38e6)).at("Belgium", "BE").end(),
			report(t, "b", "Two", "2024-04-20").says(claim.Theft, "B: Halberd Pay is the fund that lost 38 million euros.", hit(halberd), taken(38e6)).at("Portugal", "PT").end(),
		}, "A B"},
		"the same sum a year later": {[]claim.Extraction{
			report(t, "a", "One", "2023-03-01").says(claim.Theft, "A: Fraudsters talked a fund out of 38 million euros.", taken(38e6)).at("Belgium", "BE").end(),
			report(t, "b", "Two", "2024-04-20").says(claim.Theft, "B: Halberd Pay is the fund that lost 38 million euros.", hit(halberd), taken(38e6)).at("Belgium", "BE").end(),
		}, "A B"},
		"two victims that are named": {[]claim.Extraction{
			report(t, "a", "One", "2024-03-01").says(claim.Theft, "A: Bank of Torvald lost 38 million euros.", hit(torvald), taken(38e6)).at("Belgium", "BE").end(),
			report(t, "b", "Two", "2024-04-20").says(claim.Theft, "B: Halberd Pay lost 38 million euros.", hit(halberd), taken(38e6)).at("Belgium", "BE").end(),
		}, "A B"},
		"a round sum": {[]claim.Extraction{
			report(t, "a", "One", "2024-03-01").says(claim.Theft, "A: Fraudsters talked a fund out of 40 million euros.", taken(40e6)).at("Belgium", "BE").end(),
			report(t, "b", "Two", "2024-04-20").says(claim.Theft, "B: Halberd Pay lost 40 million euros.", hit(halberd), taken(40e6)).at("Belgium", "BE").end(),
		}, "A B"},
		"a round sum of which the same is said": {[]claim.Extraction{
			report(t, "a", "One", "2024-03-01").says(claim.Statement, "A: The unspent money for tanks comes to 900 million euros.", sum("", 9e8, "EUR", claim.Exact)).at("Belgium", "BE").end(),
			report(t, "b", "Two", "2024-03-05").says(claim.Statement, "B: Of the money for tanks 900 million euros stay unspent.", sum("", 9e8, "EUR", claim.Exact)).at("Belgium", "BE").end(),
		}, "A+B"},
		"a round sum of which another thing is said": {[]claim.Extraction{
			report(t, "a", "One", "2024-03-01").says(claim.Statement, "A: The unspent money for tanks comes to 900 million euros.", sum("", 9e8, "EUR", claim.Exact)).at("Belgium", "BE").end(),
			report(t, "b", "Two", "2024-03-05").says(claim.Statement, "B: A tunnel under the harbour will be built for 900 million euros.", sum("", 9e8, "EUR", claim.Exact)).at("Belgium", "BE").end(),
		}, "A B"},
		"what was taken and what was demanded": {[]claim.Extraction{
			report(t, "a", "One", "2024-03-01").says(claim.Theft, "A: Fraudsters took 3.8 million euros.", taken(3.8e6)).at("Belgium", "BE").end(),
			report(t, "b", "Two", "2024-03-05").says(claim.Theft, "B: They want 3.8 million euros.", sum(claim.SumDemanded, 3.8e6, "EUR", claim.Exact)).at("Belgium", "BE").end(),
		}, "A B"},
		"one number of one thing": {[]claim.Extraction{
			report(t, "a", "One", "2024-03-01").says(claim.CountKind, "A: Files of 212,000 patients were copied.", count(212000, "patients")).at("Belgium", "BE").end(),
			report(t, "b", "Two", "2024-03-05").says(claim.CountKind, "B: In all 212,000 patients have been written to.", count(212000, "patients")).at("Belgium", "BE").end(),
		}, "A+B"},
		"one number of two things": {[]claim.Extraction{
			report(t, "a", "One", "2024-03-01").says(claim.CountKind, "A: Files of 212,000 patients were copied.", count(212000, "patients")).at("Belgium", "BE").end(),
			report(t, "b", "Two", "2024-03-05").says(claim.CountKind, "B: The fire cut off 212,000 homes.", count(212000, "homes")).at("Belgium", "BE").end(),
		}, "A B"},
		"a round number": {[]claim.Extraction{
			report(t, "a", "One", "2024-03-01").says(claim.CountKind, "A: Files of 2,000 patients were copied.", count(2000, "patients")).at("Belgium", "BE").end(),
			report(t, "b", "Two", "2024-03-05").says(claim.CountKind, "B: Some 2,000 patients in the valley have waited a winter for a new hip.", count(2000, "patients")).at("Belgium", "BE").end(),
		}, "A B"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := index(t, c.list...).sets(); got != c.want {
				t.Errorf("claims are %s, want %s", got, c.want)
			}
		})
	}
}

// TestVictimsThatARoleNames: a role is nobody's name.
func TestVictimsThatARoleNames(t *testing.T) {
	hall, city, audrey := company("City Hall"), company("the city"), company("City of St. Quill")
	for name, c := range map[string]struct {
		list []claim.Extraction
		want string
	}{
		"one demand of a town under two roles": {[]claim.Extraction{
			report(t, "a", "One", "2024-03-01").text("St. Quill shut its pools; Quill did not say why.").says(claim.Attack, "A: They want $1.8 million of City Hall.", hit(hall), sum(claim.SumDemanded, 1.8e6, "USD", claim.Exact)).end(),
			report(t, "b", "Two", "2024-03-05").text("In St. Quill nobody can pay a bill, and Quill is not amused.").says(claim.Attack, "B: They want $1.8 million of the city.", hit(city), sum(claim.SumDemanded, 1.8e6, "USD", claim.Exact)).end(),
		}, "A+B"},
		"the attack on the city in two towns": {[]claim.Extraction{
			report(t, "a", "One", "2024-03-01").text("St. Quill shut its pools; Quill did not say why.").says(claim.Attack, "A: The city was hacked.", hit(city)).end(),
			report(t, "b", "Two", "2024-03-05").text("Dravanholt has no buses, and Dravanholt has no idea when they run.").says(claim.Attack, "B: The city was hacked.", hit(city)).end(),
		}, "A B"},
		"a town called a saint": {[]claim.Extraction{
			report(t, "a", "One", "2024-03-01").says(claim.Attack, "A: They want $2 million of the City of St. Quill.", hit(audrey), sum(claim.SumDemanded, 2e6, "USD", claim.Exact)).end(),
			report(t, "b", "Two", "2024-03-05").says(claim.Attack, "B: They want $2 million of St. Quill.", hit(company("St. Quill")), sum(claim.SumDemanded, 2e6, "USD", claim.Exact)).end(),
		}, "A+B"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := index(t, c.list...).sets(); got != c.want {
				t.Errorf("claims are %s, want %s", got, c.want)
			}
		})
	}
	for ref, want := range map[string]bool{
		"city": true, "city hall": true, "foreign ministry": true, "central bank": true, "town": true, "state hospital": true, "county council": true,
		"bank of torvald": false, "marlow": false, "royal mail": false, "halberd exchange": false, "hall": false, "first bank": false, "quill county": false, "": false,
	} {
		if got := isRole(claim.FrameParty{Ref: ref, Kind: claim.Organization}); got != want {
			t.Errorf("%q is a role: %v, want %v", ref, got, want)
		}
	}
}

// TestWhomAStatementSpeaksOf: one number is one, whoever is spoken of; the same words of two are two.
func TestWhomAStatementSpeaksOf(t *testing.T) {
	about := func(id, day string) *story {
		return report(t, id, "Outlet "+id, day).text("Nurses at the Quennell clinic went back to paper after what Quennell calls an outage.")
	}
	regulator := party("Health Authority of Torvald", "", claim.Agency, "TD")
	for name, c := range map[string]struct {
		list []claim.Extraction
		want string
	}{
		"a sum that a regulator names and a group took": {[]claim.Extraction{
			about("a", "2024-03-01").says(claim.Theft, "A: North Korea took $61.4 million.", by(north), sum(claim.SumTaken, 61.4e6, "USD", claim.Exact)).end(),
			about("b", "2024-03-04").says(claim.Statement, "B: The authority wants to hear more of the outflow of $61.4 million.", by(regulator), sum("", 61.4e6, "USD", claim.Exact)).end(),
		}, "A+B"},
		"two states regret it in the same words": {[]claim.Extraction{
			about("a", "2024-03-01").says(claim.Statement, "A: North Korea regrets the outage and offers the nurses its help.", by(north)).end(),
			about("b", "2024-03-01").says(claim.Statement, "B: Freedonia regrets the outage and offers the nurses its help.", by(party("Freedonia", "FD", claim.State, "FD"))).end(),
		}, "A B"},
		"what it cost was the ransom": {[]claim.Extraction{
			about("a", "2024-03-01").says(claim.Attack, "A: They were paid $1.1 million.", sum(claim.SumPaid, 1.1e6, "USD", claim.Exact)).end(),
			about("b", "2024-03-04").says(claim.Statement, "B: It cost the hospital $1.1 million in ransom.", sum(claim.SumDamage, 1.1e6, "USD", claim.Exact)).end(),
		}, "A+B"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := index(t, c.list...).sets(); got != c.want {
				t.Errorf("claims are %s, want %s", got, c.want)
			}
		})
	}
}
