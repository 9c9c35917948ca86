package cli

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/claimwire/claimwire/internal/app"
	"github.com/claimwire/claimwire/internal/claim"
)

func dollars(v float64, q claim.Qualifier) []claim.Money {
	return []claim.Money{{Value: v, Currency: "USD", Qualifier: q}}
}

// TestPrintClaim prints a claim in which everything moved.
func TestPrintClaim(t *testing.T) {
	on := func(day int) time.Time { return time.Date(2026, 3, day, 8, 0, 0, 0, time.UTC) }
	said := func(id, article string, day int, publisher string, certainty claim.Certainty, m []claim.Money) claim.Evidence {
		return claim.Evidence{ID: id, ArticleID: article, PublishedAt: on(day), Publisher: publisher, Text: "T" + id,
			Certainty: certainty, Amounts: m, Citations: []claim.Link{{Name: publisher}, {Name: "Halberd Pay", Document: &claim.Document{Title: "a filing"}}}}
	}
	low, high := 3e6, 9e6
	c := claim.Claim{ID: "c-1", Kind: claim.Theft, Certainty: claim.Asserted, Statement: "S",
		Actors: []claim.Party{{Name: "Lazarus Group", ID: "G0032", Named: []claim.NamedBy{{Name: "APT38", By: "Mandiant"}, {Name: "TraderTraitor", By: "CISA"}}}},
		Amount: &claim.Money{Value: 5.4e6, Currency: "USD", Qualifier: claim.AtLeast}, Sum: claim.SumTaken, Articles: 3, Stories: 1, Publishers: 2, OriginsMin: 1, OriginsMax: 2,
		Origins:       []claim.Origin{{Name: "Halberd Pay", Kind: claim.Company}},
		Disagreements: []claim.Disagreement{{Field: "actors", Values: []string{"G0032", "pale heron"}}, {Field: "amount", Values: []string{"5000000 USD", "5400000 USD"}}, {Field: "kind", Values: []string{"theft", "attack"}}},
		Evidence: []claim.Evidence{
			said("e1", "a1", 1, "Courier", claim.Alleged, dollars(5e6, claim.About)),
			said("e2", "a2", 2, "Herald", claim.Reported, dollars(5e6, claim.Exact)),
			said("e3", "a3", 3, "Herald", claim.Alleged, dollars(5.4e6, claim.AtLeast)),
			said("e4", "a3", 3, "Herald", claim.Reported, []claim.Money{{Value: 5e6, Min: &low, Max: &high, Currency: "USD", Qualifier: claim.About}}),
			said("e5", "a4", 4, "Gazette", claim.Denied, dollars(99e6, claim.Exact)),
			said("e6", "a5", 5, "Gazette", claim.Asserted, dollars(98e6, claim.Exact)),
		},
		History: []claim.Change{{At: on(9), Field: "new", Now: "c-1", By: "Courier"}, {At: on(9), Field: "amount", Was: "5000000 USD", Now: "5400000 USD", By: "Herald"},
			{At: on(10), Field: "origin", Now: "halberd pay", By: "Herald"}, {At: on(10), Field: "origin", Now: "police of ostrava", By: "Gazette"}},
	}
	c.Evidence[4].Denial, c.Evidence[5].Withdrawn = true, true
	headline := c.Evidence[0]
	headline.ID, headline.Citations = "e0", headline.Citations[:1]
	c.Evidence = append([]claim.Evidence{headline}, c.Evidence...) // its body says from whom it has the figure
	var b bytes.Buffer
	p := &errWriter{w: &b}
	printClaim(p, &c)
	for _, want := range []string{
		"actors       Lazarus Group [G0032]\n               Lazarus Group is called APT38 by Mandiant, TraderTraitor by CISA\n",
		"sum          at least USD 5.4m, taken\n",
		"origins      1-2 from 3 articles (1 text, 2 publishers)\n",
		"disputed     actors: Lazarus Group / pale heron\n",
		"  2026-03-10  origin  Halberd Pay (Herald)\n  2026-03-10  origin  police of ostrava (Gazette)\n",
		"disputed     amount: USD 5m / USD 5.4m\ndisputed     kind: theft / attack\n",
		"  e5  2026-03-04  a4 [denies it]\n", "  e6  2026-03-05  a5 [withdrawn: the article no longer says so]\n",
		"    Courier ← Halberd Pay (a filing)\n",
		"\nsum over time\n  2026-03-01  about USD 5m             Courier ← Halberd Pay (a filing), then in 1 article more\n" +
			"  2026-03-03  at least USD 5.4m        Herald ← Halberd Pay (a filing)\n  2026-03-03  USD 3m to 9m             Herald ← Halberd Pay (a filing)\n",
		"\nstatus over time\n  2026-03-01  alleged                  Courier ← Halberd Pay (a filing)\n  2026-03-02  reported                 Herald",
		"  2026-03-09  new     c-1 (Courier)\n  2026-03-09  amount  USD 5m → USD 5.4m (Herald)\n",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("missing:\n%s\nin\n%s", want, b.String())
		}
	}
	for _, never := range []string{"USD 99m ", "USD 98m ", "asserted    ", "period over time"} {
		if _, series, _ := strings.Cut(b.String(), "sum over time"); strings.Contains(series, never) {
			t.Errorf("%q stands in the series:\n%s", never, series)
		}
	}
}

func TestTieReason(t *testing.T) {
	tests := []struct {
		tie  app.Tie
		want string
	}{
		{app.Tie{Class: "same sentence", Reason: "same sentence"}, "same sentence"},
		{app.Tie{Class: "same victim", Reason: "same victim halberd pay; periods meet"}, "same victim halberd pay; periods meet"},
		{app.Tie{Class: "same victim", Reason: "same victim halberd pay", Refused: "a person split them"}, "same victim halberd pay; a person split them"},
		{app.Tie{Refused: "different period"}, "different period"},
	}
	for _, test := range tests {
		if got := tieReason(test.tie); got != test.want {
			t.Errorf("%+v: %q, want %q", test.tie, got, test.want)
		}
	}
}

// TestPrintApart: a conflict is told with its reason, what is only near in short and bounded.
func TestPrintApart(t *testing.T) {
	one := claim.Evidence{ID: "aa", Text: "One."}
	ties := []app.Tie{
		{Left: one, Right: claim.Evidence{ID: "bb", Text: "Two."}, Refused: "different amount: 1 USD and 2 USD"},
		{Left: claim.Evidence{ID: "cc"}, Right: claim.Evidence{ID: "bb", Text: "Two."}, Refused: near},
	}
	for i := range nearShown + 3 {
		ties = append(ties, app.Tie{Left: one, Right: claim.Evidence{ID: fmt.Sprintf("near%d", i), Text: "Far."}, Refused: near},
			app.Tie{Left: claim.Evidence{ID: "cc"}, Right: claim.Evidence{ID: fmt.Sprintf("near%d", i), Text: "Far."}, Refused: near})
	}
	var out strings.Builder
	printApart(&errWriter{w: &out}, ties)
	want := "  kept apart from bb “Two.”\n    different amount: 1 USD and 2 USD: aa\n  near, but too little in common, or too far apart in time\n    near0 “Far.”\n"
	if got := out.String(); !strings.HasPrefix(got, want) || !strings.HasSuffix(got, "    near9 “Far.”\n    and 3 more\n") || strings.Contains(got, "cc") {
		t.Errorf("%s", got)
	}
}

// near is how the indexer says that nothing joins two sentences.
const near = "nothing joins them: too little in common, or too far apart in time"
