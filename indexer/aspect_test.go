package indexer

import (
	"strings"
	"testing"

	"github.com/claimwire/claimwire/internal/claim"
)

// TestAspects: which part of an attack, or which measure, a sentence is about.
func TestAspects(t *testing.T) {
	for said, want := range map[string]string{
		"theft Files of the clinic's patients were copied":                                        "data",
		"theft The intruders took 3 terabytes from Halberd":                                       "data",
		"theft The passwords of all tellers were stolen":                                          "data",
		"theft Passport scans of guests are gone":                                                 "data",
		"theft The thieves emptied the vault of Torvald":                                          "",
		"theft Coins were taken from Halberd":                                                     "",
		"theft The raiders got away with the payroll money":                                       "",
		"theft They will publish the files unless Halberd pays":                                   "data",
		"attack The gang published payroll files of Halberd":                                      "leak",
		"attack Halberd's customer records are for sale on a forum":                               "leak",
		"attack Samples of the database were posted on Sunday":                                    "leak",
		"attack Somebody has leaked e-mails of Halberd":                                           "leak",
		"attack The crew uploaded 40 gigabytes from Halberd":                                      "leak",
		"attack The gang threatened to publish the files of Halberd":                              "",
		"attack They would sell the records, the note said":                                       "",
		"attack If Halberd does not pay, the data will be dumped":                                 "",
		"attack Halberd sold its branch in Torvald after the raid":                                "",
		"attack The attackers encrypted the files of Halberd":                                     "",
		"attack Gallowlock broke into the network of Halberd":                                     "",
		"sanction Torvald has blacklisted the exchange":                                           "listing",
		"sanction The ministry designated two brothers":                                           "listing",
		"sanction Two brothers were charged over the exchange":                                    "charge",
		"sanction A jury indicted the founder of the sanctioned exchange":                         "charge",
		"sanction The founder was jailed for nine years, after he had been charged in May":        "sentence",
		"sanction He pleaded guilty":                                                              "sentence",
		"sanction The regulator fined Halberd, which had broken the sanctions":                    "fine",
		"sanction The founder was detained at an airport":                                         "",
		"sanction His yacht was seized":                                                           "",
		"attribution The ministry blames Gallowlock, which leaked data of Halberd, for the break": "",
		"statement The files were published":                                                      "",
	} {
		t.Run(said, func(t *testing.T) {
			kind, sentence, _ := strings.Cut(said, " ")
			if got := aspectOf(&claim.Frame{Kind: claim.Kind(kind)}, sentence); got != want {
				t.Errorf("%q, want %q", got, want)
			}
		})
	}
}

// TestAspectOfASum: what has a sum is known by it.
func TestAspectOfASum(t *testing.T) {
	f := claim.Frame{Kind: claim.Theft, Amounts: []claim.FrameSum{{Value: 5e6, Currency: "USD"}}}
	if got := aspectOf(&f, "Files and $5 million were stolen"); got != "" {
		t.Errorf("%q, want none", got)
	}
}

// TestPartsOfAnAttack: an attack, what was taken, its leak, its cost and the law's answers are claims of their own, each
// joined over the outlets that tell it.
func TestPartsOfAnAttack(t *testing.T) {
	seen := func(n string, kind claim.Kind, sentence string, parts ...part1) claim.Extraction {
		return report(t, n, "Outlet "+n, "2024-03-0"+n).says(kind, sentence, append(parts, hit(halberd))...).end()
	}
	for name, c := range map[string]struct {
		list []claim.Extraction
		want string
	}{
		"a leak of what was taken": {[]claim.Extraction{
			seen("1", claim.Attack, "A: Halberd Pay was attacked in March.", when("2024-03", "2024-03")),
			seen("2", claim.Attack, "B: Halberd Pay was hit by intruders in March.", when("2024-03", "2024-03")),
			seen("3", claim.Attack, "C: The gang has posted customer files of Halberd Pay in March.", when("2024-03", "2024-03")),
			seen("4", claim.Attack, "D: Records of Halberd Pay were published in March.", when("2024-03", "2024-03")),
		}, "A+B C+D"},
		"a threat of a leak is part of the theft": {[]claim.Extraction{
			seen("1", claim.Theft, "A: Customer files of Halberd Pay were copied."),
			seen("2", claim.Theft, "B: Those who copied files of Halberd Pay threatened to publish them."),
		}, "A+B"},
		"data is no money": {[]claim.Extraction{
			seen("1", claim.Theft, "A: Customer files of Halberd Pay were copied."),
			seen("2", claim.Theft, "B: Halberd Pay lost $5 million.", sum(claim.SumTaken, 5e6, "USD", claim.Exact)),
			seen("3", claim.Theft, "C: Thieves robbed Halberd Pay."),
		}, "A B+C"},
		"an attack and the data taken in it": {[]claim.Extraction{
			seen("1", claim.Attack, "A: Halberd Pay was attacked in March.", when("2024-03", "2024-03")),
			seen("2", claim.Theft, "B: Customer files of Halberd Pay were copied in March.", when("2024-03", "2024-03")),
		}, "A B"},
		"a robbery told as an attack": {[]claim.Extraction{
			seen("1", claim.Attack, "A: Halberd Pay was attacked in March.", when("2024-03", "2024-03")),
			seen("2", claim.Theft, "B: Halberd Pay was robbed in March.", when("2024-03", "2024-03")),
		}, "A+B"},
		"what the attack cost": {[]claim.Extraction{
			seen("1", claim.Attack, "A: Halberd Pay was attacked."),
			seen("2", claim.Attack, "B: The attack cost Halberd Pay $3.7 million.", sum(claim.SumDamage, 3.7e6, "USD", claim.Exact)),
			seen("3", claim.Attack, "C: The repair of Halberd Pay came to $3.7 million.", sum(claim.SumDamage, 3.7e6, "USD", claim.Exact)),
		}, "A B+C"},
		"what a theft cost is what was taken": {[]claim.Extraction{
			seen("1", claim.Theft, "A: Halberd Pay was robbed."),
			seen("2", claim.Theft, "B: The robbery cost Halberd Pay $3.7 million.", sum(claim.SumDamage, 3.7e6, "USD", claim.Exact)),
		}, "A+B"},
		"gigabytes and employees": {[]claim.Extraction{
			seen("1", claim.Theft, "A: The gang says it took 600 gigabytes of files from Halberd Pay.", count(600, "gigabytes")),
			seen("2", claim.Theft, "B: Files of 4,100 employees of Halberd Pay were copied.", count(4100, "employees")),
			seen("3", claim.Theft, "C: Data of 4,100 people at Halberd Pay is gone.", count(4100, "people")),
		}, "A B+C"},
		"a charge after a listing": {[]claim.Extraction{
			report(t, "1", "One", "2024-03-01").says(claim.Sanction, "A: Torvald put Gallowlock of Halberd Pay on its sanctions list.", by(lock), hit(halberd)).end(),
			report(t, "2", "Two", "2024-03-02").says(claim.Sanction, "B: Torvald has sanctioned Gallowlock over Halberd Pay.", by(lock), hit(halberd)).end(),
			report(t, "3", "Three", "2024-03-09").says(claim.Sanction, "C: A man of the sanctioned Gallowlock was charged over Halberd Pay.", by(lock), hit(halberd)).end(),
		}, "A+B C"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := index(t, c.list...).sets(); got != c.want {
				t.Errorf("claims are %s, want %s", got, c.want)
			}
		})
	}
}

// TestCountsBeside: an act has the numbers of its own sentence, and of no other.
func TestCountsBeside(t *testing.T) {
	s := report(t, "a", "One", "2024-03-01").says(claim.CountKind, "A: Files of 4,100 tellers were copied.", hit(halberd), count(4100, "tellers"))
	s.asserts(claim.Theft, claim.Place{End: len(s.x.Article.Text), In: claim.InText}, []part1{hit(halberd)})
	s.says(claim.Theft, "B: Halberd Pay was robbed.", hit(halberd))
	for _, n := range Prepare(s.end()).Nodes {
		want := 1
		if n.Frame.Kind == claim.Theft && n.Frame.Aspect == "" {
			want = 0
		}
		if len(n.Frame.Counts) != want {
			t.Errorf("%s (%s) has %d counts, want %d", n.Frame.Kind, n.Frame.Aspect, len(n.Frame.Counts), want)
		}
	}
}

// TestDenialsThatTellOther: one body denies one thing and another.
func TestDenialsThatTellOther(t *testing.T) {
	said := func(n, sentence string) claim.Extraction {
		return report(t, n, "Outlet "+n, "2024-03-0"+n).text("The case of Halberd is before a court.").
			says(claim.Denial, sentence, cites("Halberd Pay", claim.Company)).end()
	}
	got := index(t, said("1", "A: No teller of Halberd lost wages or pensions."), said("2", "B: Nothing was encrypted at Halberd's depots and refineries.")).sets()
	if got != "A B" {
		t.Errorf("claims are %s: what is denied differs", got)
	}
	if got = index(t, said("1", "A: No teller of Halberd lost wages or pensions."), said("2", "B: Halberd denied it.")).sets(); got != "A+B" {
		t.Errorf("claims are %s: a bare denial may be any of its speaker's", got)
	}
}
