package indexer

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/claimwire/claimwire/internal/claim"
)

// only returns the one claim of a store.
func only(t *testing.T, m *memStore) claim.Claim {
	t.Helper()
	list := m.all()
	if len(list) != 1 {
		t.Fatalf("%d claims (%s), want one", len(list), m.sets())
	}
	return list[0]
}

func theft(label string, parts ...part1) (claim.Kind, string, []part1) {
	return claim.Theft, label + ": the money of the firm was taken in the night.", append([]part1{hit(halberd)}, parts...)
}

func told1(t testing.TB, id, outlet, day, label string, parts ...part1) claim.Extraction {
	kind, sentence, all := theft(label, parts...)
	return report(t, id, outlet, day).says(kind, sentence, all...).end()
}

func names1(list []claim.Origin) string {
	var out []string
	for _, o := range list {
		out = append(out, o.Name)
	}
	return strings.Join(out, ", ")
}

func TestOrigins(t *testing.T) {
	ministry := cites("Ministry of Torvald", claim.Government)
	dossier := citesDocument("the dossier", claim.OrgSource, claim.Document{Span: claim.Span{Text: "the dossier"}, Kind: "report"})
	advisory := citesDocument("United Nations", claim.International, claim.Document{Publisher: "United Nations", Kind: "advisory"})
	titled := func(title string) part1 {
		return citesDocument("United Nations", claim.International, claim.Document{Publisher: "United Nations", Kind: "report", Title: title})
	}
	analysis := citesDocument("initial analysis", claim.Unnamed, claim.Document{Span: claim.Span{Text: "an initial analysis"}, Kind: "report"})
	people := cites("people familiar with the matter", claim.Unnamed)
	other := cites("Outlet B", claim.NewsOutlet)
	for name, c := range map[string]struct {
		list             []claim.Extraction
		origins          string
		least, most      int
		via              string
		stories, outlets int
	}{
		"forty articles on one report are one origin": {[]claim.Extraction{
			told1(t, "a", "A", "2024-03-01", "A", reuters1, unPanel), told1(t, "b", "B", "2024-03-02", "B", unPanel), told1(t, "c", "C", "2024-03-03", "C", cites("Narwick Wire", claim.NewsAgency), unPanel),
		}, "United Nations", 1, 1, "Narwick Wire", 3, 3},
		"an outlet's own word has no known lineage": {[]claim.Extraction{
			told1(t, "a", "A", "2024-03-01", "A"), told1(t, "b", "B", "2024-03-02", "B", unPanel),
		}, "A, United Nations", 1, 2, "", 2, 2},
		"nobody cites anybody": {[]claim.Extraction{
			told1(t, "a", "A", "2024-03-01", "A"), told1(t, "b", "B", "2024-03-02", "B"),
		}, "A, B", 1, 2, "", 2, 2},
		"two bodies": {[]claim.Extraction{
			told1(t, "a", "A", "2024-03-01", "A", ministry), told1(t, "b", "B", "2024-03-02", "B", unPanel),
		}, "Ministry of Torvald, United Nations", 2, 2, "", 2, 2},
		"the dossier is the one report that the claim knows": {[]claim.Extraction{
			told1(t, "a", "A", "2024-03-01", "A", unPanel), told1(t, "b", "B", "2024-03-02", "B", dossier),
		}, "United Nations", 1, 1, "", 2, 2},
		"descriptions are no titles": {[]claim.Extraction{
			told1(t, "a", "A", "2024-03-01", "A", titled("new report")), told1(t, "b", "B", "2024-03-02", "B", titled("confidential U.N. report")), told1(t, "c", "C", "2024-03-02", "C", titled("the UN's report")),
		}, "United Nations", 1, 1, "", 3, 3},
		"titles tell documents apart": {[]claim.Extraction{
			told1(t, "a", "A", "2024-03-01", "A", titled("Trade in Coal and Iron")), told1(t, "b", "B", "2024-03-02", "B", titled("Ships at Night")), told1(t, "c", "C", "2024-03-02", "C", titled("Coal and Iron")),
		}, "United Nations, United Nations", 2, 2, "", 3, 3},
		"a last name and a body without its place": {[]claim.Extraction{
			told1(t, "a", "A", "2024-03-01", "A", cites("Tallis-Orme", claim.PersonSource)), told1(t, "b", "B", "2024-03-02", "B", cites("Judith Tallis-Orme", claim.PersonSource)),
			told1(t, "c", "C", "2024-03-02", "C", cites("prosecutors", claim.Court)), told1(t, "d", "D", "2024-03-02", "D", cites("Torvald prosecutors", claim.Court)),
		}, "Judith Tallis-Orme, Torvald prosecutors", 2, 2, "", 4, 4},
		"two documents of one body are two": {[]claim.Extraction{
			told1(t, "a", "A", "2024-03-01", "A", unPanel), told1(t, "b", "B", "2024-03-02", "B", advisory),
		}, "United Nations, United Nations", 2, 2, "", 2, 2},
		"a report of the next year is another": {[]claim.Extraction{
			told1(t, "a", "A", "2023-03-01", "A", unPanel), told1(t, "b", "B", "2024-03-02", "B", unPanel),
		}, "United Nations, United Nations", 2, 2, "", 2, 2},
		"a panel speaks for its body": {[]claim.Extraction{
			told1(t, "a", "A", "2024-03-01", "A", unPanel), told1(t, "b", "B", "2024-03-02", "B", cites("U.N. Panel of Experts", claim.International)),
		}, "United Nations", 1, 1, "", 2, 2},
		"unnamed people are the word of who talked to them": {[]claim.Extraction{
			told1(t, "a", "A", "2024-03-01", "A", people), told1(t, "b", "B", "2024-03-02", "B", ministry),
		}, "A, Ministry of Torvald", 1, 2, "", 2, 2},
		"who cites an outlet has it from where that one has it": {[]claim.Extraction{
			told1(t, "a", "Outlet A", "2024-03-02", "A", other), told1(t, "b", "Outlet B", "2024-03-01", "B", ministry),
		}, "Ministry of Torvald", 1, 1, "Outlet B", 2, 2},
		"a headline has it from where the text has it": {[]claim.Extraction{
			report(t, "a", "A", "2024-03-01").headed(claim.Theft, "A: money of Halberd Pay is gone", hit(halberd)).says(claim.Theft, "B: the money of Halberd Pay is gone.", hit(halberd), ministry).end(),
		}, "Ministry of Torvald", 1, 1, "", 1, 1},
		"an outlet's own word is from where its other article has it": {[]claim.Extraction{
			told1(t, "a", "A", "2024-03-01", "A", ministry), told1(t, "b", "A", "2024-03-02", "B"),
		}, "Ministry of Torvald", 1, 1, "", 2, 1},
		"an analysis that nobody signs is theirs who tell of it": {[]claim.Extraction{
			told1(t, "a", "A", "2024-03-01", "A", ministry, analysis),
		}, "Ministry of Torvald", 1, 1, "", 1, 1},
		"publishers of one owner are one": {[]claim.Extraction{
			told1(t, "a", "The Times", "2024-03-01", "A"), told1(t, "b", "The Sunday Times", "2024-03-02", "B"),
		}, "The Times", 1, 1, "", 2, 1},
	} {
		t.Run(name, func(t *testing.T) {
			got := only(t, index(t, c.list...))
			if names1(got.Origins) != c.origins || got.OriginsMin != c.least || got.OriginsMax != c.most {
				t.Errorf("origins %s, %d to %d; want %s, %d to %d", names1(got.Origins), got.OriginsMin, got.OriginsMax, c.origins, c.least, c.most)
			}
			if strings.Join(got.Via, ", ") != c.via || got.Stories != c.stories || got.Publishers != c.outlets {
				t.Errorf("via %v, %d stories, %d publishers; want %s, %d, %d", got.Via, got.Stories, got.Publishers, c.via, c.stories, c.outlets)
			}
		})
	}
}

func TestCircularReportingIsFlagged(t *testing.T) {
	got := only(t, index(t,
		told1(t, "a", "Outlet A", "2024-03-01", "A", cites("Outlet B", claim.NewsOutlet)),
		told1(t, "b", "Outlet B", "2024-03-02", "B", cites("Outlet A", claim.NewsOutlet)),
		told1(t, "c", "Outlet C", "2024-03-03", "C", cites("Outlet B", claim.NewsOutlet))))
	if fmt.Sprint(got.Circular) != "[[Outlet A Outlet B]]" {
		t.Errorf("circles %v, want A citing B citing A", got.Circular)
	}
	if names1(got.Origins) != "Outlet A" || got.OriginsMax != 1 {
		t.Errorf("origins %s, at most %d; a circle has one, the first of its outlets", names1(got.Origins), got.OriginsMax)
	}
}

// body1 is a text long enough to be known again.
const body1 = "Engineers of the firm had gone home when the first transfers left its accounts, and no alarm rang until a clerk saw the empty ledger at seven. " +
	"The police took two computers away. Customers waited in the rain for an hour before the doors were opened, and nobody could tell them when they would be paid."

func copyOf(t testing.TB, id, outlet, day, extra string) claim.Extraction {
	kind, sentence, parts := theft("A")
	return report(t, id, outlet, day).says(kind, sentence, parts...).text(body1 + extra).end()
}

func TestCopiesOfOneTextAreOneStoryAndOneOrigin(t *testing.T) {
	wire := copyOf(t, "c", "Outlet C", "2024-03-03", "")
	wire.Article.Wire = "Narwick Wire"
	for name, c := range map[string]struct {
		list    []claim.Extraction
		stories int
		origins string
	}{
		"word for word":      {[]claim.Extraction{copyOf(t, "a", "Outlet A", "2024-03-01", ""), copyOf(t, "b", "Outlet B", "2024-03-02", "")}, 1, "Outlet A"},
		"with a line at end": {[]claim.Extraction{copyOf(t, "a", "Outlet A", "2024-03-01", ""), copyOf(t, "b", "Outlet B", "2024-03-02", " Sign up for our newsletter.")}, 1, "Outlet A"},
		"a wire's copy":      {[]claim.Extraction{copyOf(t, "a", "Outlet A", "2024-03-01", ""), wire}, 1, "Narwick Wire"},
		"other texts":        {[]claim.Extraction{copyOf(t, "a", "Outlet A", "2024-03-01", ""), told1(t, "b", "Outlet B", "2024-03-02", "B")}, 2, "Outlet A, Outlet B"},
	} {
		t.Run(name, func(t *testing.T) {
			got := only(t, index(t, c.list...))
			if got.Stories != c.stories || names1(got.Origins) != c.origins || got.Articles != 2 {
				t.Errorf("%d stories, origins %s, %d articles; want %d, %s, 2", got.Stories, names1(got.Origins), got.Articles, c.stories, c.origins)
			}
		})
	}
}

func TestRecordFields(t *testing.T) {
	m := index(t,
		told1(t, "a", "A", "2024-03-01", "A", by(north), sum(claim.SumTaken, 160e6, "USD", claim.About), certain(claim.Alleged), when("2024", "2024")),
		told1(t, "b", "B", "2024-03-05", "B", by(north), by(harrier), sum(claim.SumTaken, 143e6, "USD", claim.Exact), certain(claim.Asserted), when("2024-02", "2024-02")),
		told1(t, "c", "C", "2024-03-03", "C", certain(claim.Suspected)))
	c := only(t, m)
	for name, got := range map[string][2]any{
		"amount":     {fmt.Sprint(c.Amount.Value, " ", c.Amount.Currency, " ", *c.Amount.USDAbout), "1.43e+08 USD 1.43e+08"},
		"amounts":    {fmt.Sprint(len(c.Amounts), c.Amounts[0].Value, " ", c.Amounts[0].FirstSeen.Format("01-02")), "1 1.6e+08 03-01"},
		"sum":        {c.Sum, claim.SumTaken},
		"certainty":  {c.Certainty, claim.Asserted},
		"when":       {periodText(c.When), "2024-02"},
		"actors":     {c.Actors[0].ID + " " + c.Actors[1].ID, "KP G9001"},
		"victims":    {c.Victims[0].Name, "Halberd Pay"},
		"kind":       {c.Kind, claim.Theft},
		"statement":  {strings.HasPrefix(c.Statement, "B:"), true},
		"articles":   {c.Articles, 3},
		"first seen": {c.FirstSeen.Format("01-02"), "03-01"},
		"last seen":  {c.LastSeen.Format("01-02"), "03-05"},
		"id":         {c.ID, claim.ClaimID(c.Evidence[0].ID)},
		"differ":     {fmt.Sprint(c.Disagreements), "[{amount [160000000 USD 143000000 USD]} {actors [KP G9001]}]"},
	} {
		if got[0] != got[1] {
			t.Errorf("%s is %v, want %v", name, got[0], got[1])
		}
	}
	var order []string
	for _, e := range c.Evidence {
		order = append(order, e.Text[:1])
	}
	if strings.Join(order, "") != "ACB" {
		t.Errorf("evidence in order %v, want by date", order)
	}
}

func TestUSDAbout(t *testing.T) {
	for name, c := range map[string]struct {
		part part1
		want string
	}{
		"a foreign currency by the year of publication": {sum(claim.SumTaken, 100e6, "EUR", claim.Exact), "1.08e+08"},
		"an unknown currency":                           {sum(claim.SumTaken, 100e6, "ZZZ", claim.Exact), "none"},
		"bitcoin":                                       {sum(claim.SumTaken, 10, "BTC", claim.Exact), "659000"},
	} {
		t.Run(name, func(t *testing.T) {
			got := "none"
			if v := only(t, index(t, told1(t, "a", "A", "2024-03-01", "A", c.part))).Amount.USDAbout; v != nil {
				got = fmt.Sprint(*v)
			}
			if got != c.want {
				t.Errorf("usd_about is %s, want %s", got, c.want)
			}
		})
	}
	euro := only(t, index(t, told1(t, "a", "A", "2024-03-01", "A", sum(claim.SumTaken, 100e6, "EUR", claim.Exact), when("2015", "2015"))))
	if *euro.Amount.USDAbout != 1.11e8 {
		t.Errorf("usd_about of a sum of 2015 is %v, want 1.11e8", *euro.Amount.USDAbout)
	}
}

func TestADenialIsEvidenceOfWhatItDenies(t *testing.T) {
	accused := raid(t, "a", "2024-03-01", "A", hit(halberd), by(north))
	denial := report(t, "b", "B", "2024-03-02").says(claim.Denial, "B: North Korea rejects the charge that it raided Halberd Pay.", by(north), hit(halberd), denies(claim.Attack), cites("North Korea", claim.Government)).end()
	c := only(t, index(t, accused, denial))
	if c.Denials != 1 || c.Articles != 1 || c.Certainty != claim.Reported || names1(c.Origins) != "Outlet a" {
		t.Errorf("%d denials, %d articles, %s, origins %s; a denial is no support", c.Denials, c.Articles, c.Certainty, names1(c.Origins))
	}
	if i := slices.IndexFunc(c.Evidence, func(e claim.Evidence) bool { return e.Denial }); i < 0 || !strings.HasPrefix(c.Evidence[i].Text, "B:") {
		t.Errorf("evidence %+v: the denial is missing or not marked", c.Evidence)
	}
	for name, other := range map[string]claim.Extraction{
		"alone":                {},
		"of another victim":    raid(t, "a", "2024-03-01", "A", hit(torvald), by(north)),
		"of another's deed":    raid(t, "a", "2024-03-01", "A", hit(halberd), by(kestrel)),
		"of another statement": report(t, "a", "A", "2024-03-01").says(claim.Statement, "A: Halberd Pay moved its office in the week after it had been raided.", hit(halberd)).end(),
	} {
		t.Run(name, func(t *testing.T) {
			list := []claim.Extraction{denial}
			if other.Article.ID != "" {
				list = append(list, other)
			}
			m := index(t, list...)
			own := slices.ContainsFunc(m.all(), func(c claim.Claim) bool {
				return c.Kind == claim.Denial && c.Certainty == claim.Denied && c.Denials == 0
			})
			if !own || len(m.claims) != len(list) {
				t.Errorf("claims are %s; the denial is a claim of its own", m.sets())
			}
		})
	}
}

func TestAliasesByNamer(t *testing.T) {
	called := func(text, namer string) claim.Extraction {
		a := harrier
		a.Text = text
		return told1(t, strings.ToLower(namer), namer, "2024-03-01", namer, by(a), cites(namer, claim.Researcher))
	}
	c := only(t, index(t, called("Harrier Group", "Ironquill"), called("TangledReed", "Tallow"), called("TangledReed", "Corvale")))
	if got := fmt.Sprint(c.Actors[0].Named); got != "[{Harrier Group Ironquill} {TangledReed Corvale} {TangledReed Tallow}]" {
		t.Errorf("named %s", got)
	}
	if c := only(t, index(t, called("TangledReed", "Tallow"), called("TangledReed", "Corvale"))); c.Actors[0].Named != nil {
		t.Errorf("named %v, but nobody differs", c.Actors[0].Named)
	}
}

func TestAliasesOfSeveralGroupsByNamer(t *testing.T) {
	called := func(by1, namer string, parts ...part1) claim.Extraction {
		return report(t, strings.ToLower(namer), namer, "2024-03-01").
			says(claim.Attribution, namer+": "+by1+" raided Halberd Pay.", append(parts, hit(halberd), cites(namer, claim.Researcher))...).end()
	}
	a, b := harrier, reed
	a.Text, b.Text = "Harrier Group", "Tangled Reed"
	c := only(t, index(t, called("Harrier", "Tallow", by(a)), called("Reed", "Ironquill", by(b)), called("Reed, or Harrier", "Corvale", by(b), by(a))))
	var got []string
	for _, p := range c.Actors {
		got = append(got, fmt.Sprint(p.ID, p.Named))
	}
	want := "[G9001[{Harrier Group Corvale} {Harrier Group Tallow}] G9003[{Tangled Reed Corvale} {Tangled Reed Ironquill}]]"
	if slices.Sort(got); fmt.Sprint(got) != want {
		t.Errorf("named %v, want %s", got, want)
	}
}

func TestACircleOfThreeIsFlagged(t *testing.T) {
	got := only(t, index(t,
		told1(t, "a", "Outlet A", "2024-03-01", "A", cites("Outlet B", claim.NewsOutlet)),
		told1(t, "b", "Outlet B", "2024-03-02", "B", cites("Outlet C", claim.NewsOutlet)),
		told1(t, "c", "Outlet C", "2024-03-03", "C", cites("Outlet A", claim.NewsOutlet))))
	if fmt.Sprint(got.Circular) != "[[Outlet A Outlet B Outlet C]]" {
		t.Errorf("circles %v, want the three in the order in which they cite", got.Circular)
	}
	if names1(got.Origins) != "Outlet A" || got.OriginsMin != 1 || got.OriginsMax != 1 {
		t.Errorf("origins %s, %d to %d; a circle has one", names1(got.Origins), got.OriginsMin, got.OriginsMax)
	}
}

func TestAWayOutOfACircle(t *testing.T) {
	got := only(t, index(t,
		told1(t, "a", "Outlet A", "2024-03-01", "A", cites("Outlet B", claim.NewsOutlet)),
		told1(t, "b", "Outlet B", "2024-03-02", "B", cites("Police of Torvald", claim.Government)),
		told1(t, "c", "Outlet C", "2024-03-03", "C", cites("Outlet A", claim.NewsOutlet))))
	if len(got.Circular) != 0 || names1(got.Origins) != "Police of Torvald" {
		t.Errorf("circles %v, origins %s; all have it from the police", got.Circular, names1(got.Origins))
	}
}

func TestEachPlaceStandsOnceInAClaim(t *testing.T) {
	s := report(t, "a", "A", "2024-03-01").says(claim.Theft, "A: Halberd Pay was robbed on Friday night.", hit(halberd))
	again := s.x.Reading.Assertions[0]
	again.Kind = claim.Attack
	s.x.Reading.Assertions = append(s.x.Reading.Assertions, again)
	c := only(t, index(t, s.end()))
	if len(c.Evidence) != 1 {
		t.Errorf("%d pieces of evidence for one sentence, want 1", len(c.Evidence))
	}
	if got := fmt.Sprint(c.Disagreements); got != "[{kind [theft attack]}]" && got != "[{kind [attack theft]}]" {
		t.Errorf("disagreements %s, want that of the kinds", got)
	}
}

func TestAClaimIsOfTheKindThatHasAName(t *testing.T) {
	about := func(id string) *story {
		return report(t, id, id, "2024-03-01").text("The raid on Quennell, as Quennell itself calls it, is a week old.")
	}
	c := only(t, index(t,
		about("a").says(claim.Statement, "A: Quennell is out of pocket by $4.71 million.", hit(company("Quennell")), sum("", 4.71e6, "USD", claim.Exact)).end(),
		about("b").says(claim.Theft, "B: Thieves took $4.71 million.", sum(claim.SumTaken, 4.71e6, "USD", claim.Exact)).end()))
	if c.Kind != claim.Theft || c.Statement != "B: Thieves took $4.71 million." || len(c.Disagreements) != 0 {
		t.Errorf("kind %s, statement %q, disagreements %v", c.Kind, c.Statement, c.Disagreements)
	}
}
