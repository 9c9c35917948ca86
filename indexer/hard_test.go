package indexer

import (
	"slices"
	"testing"

	"github.com/claimwire/claimwire/internal/claim"
)

func sorted(list []string) []string {
	list = slices.Clone(list)
	slices.Sort(list)
	return list
}

var (
	harrier  = party("Harrier Group", "G9001", claim.Group, "KP")
	reed     = party("Tangled Reed", "G9003", claim.Group, "KP")
	kestrel  = party("Kestrel Spider", "G9002", claim.Group, "RU")
	north    = party("North Korea", "KP", claim.State, "KP")
	lock     = party("Gallowlock", "", claim.Group, "")
	halberd  = company("Halberd Pay")
	torvald  = company("Bank of Torvald")
	marlow   = company("Marlow Motion Pictures")
	unPanel  = citesDocument("United Nations", claim.International, claim.Document{Publisher: "United Nations", Kind: "report", Access: "confidential"})
	reuters1 = cites("Narwick Wire", claim.NewsAgency)
)

// TestHardCases holds the cases that decide whether claims are told apart as a careful reader does.
func TestHardCases(t *testing.T) {
	for name, c := range map[string]struct {
		list []claim.Extraction
		want string // the claims as sets of sentences
	}{
		"one payment valued three ways": {[]claim.Extraction{
			report(t, "a", "One", "2024-03-01").says(claim.Attack, "A: Halberd Pay paid the gang 75 bitcoin.", hit(halberd), sum(claim.SumPaid, 75, "BTC", claim.Exact)).end(),
			report(t, "b", "Two", "2024-03-02").says(claim.Attack, "B: The ransom of 75 bitcoin, then $4.4 million, was paid by Halberd Pay.", hit(halberd), sum(claim.SumPaid, 75, "BTC", claim.Exact), sum(claim.SumPaid, 4.4e6, "USD", claim.Exact)).end(),
			report(t, "c", "Three", "2024-03-09").says(claim.Attack, "C: Halberd Pay bought its files back for nearly $5 million.", hit(halberd), sum(claim.SumPaid, 5e6, "USD", claim.About)).end(),
		}, "A+B+C"},
		"a demand per machine and in total": {[]claim.Extraction{
			report(t, "a", "One", "2024-03-01").says(claim.Attack, "A: They want $300 for each machine of Halberd Pay.", hit(halberd), sum(claim.SumDemanded, 300, "USD", claim.Exact)).end(),
			report(t, "b", "Two", "2024-03-01").says(claim.Attack, "B: In all the gang demands $51,000 of Halberd Pay.", hit(halberd), sum(claim.SumDemanded, 51000, "USD", claim.Exact)).end(),
		}, "A B"},
		"a demand in coins and in dollars at two days' rates": {[]claim.Extraction{
			report(t, "a", "One", "2024-03-01").says(claim.Attack, "A: They want 13 bitcoin, or $76,000, of Halberd Pay.", hit(halberd), sum(claim.SumDemanded, 13, "BTC", claim.Exact), sum(claim.SumDemanded, 76000, "USD", claim.Exact)).end(),
			report(t, "b", "Two", "2024-03-03").says(claim.Attack, "B: The gang asks Halberd Pay for 13 bitcoin, about $51,000.", hit(halberd), sum(claim.SumDemanded, 13, "BTC", claim.Exact), sum(claim.SumDemanded, 51000, "USD", claim.About)).end(),
			report(t, "c", "Three", "2024-03-03").says(claim.Attack, "C: A sum of $76,000 was demanded of Halberd Pay.", hit(halberd), sum(claim.SumDemanded, 76000, "USD", claim.Exact)).end(),
		}, "A+B+C"},
		"two breaches of one victim a year apart": {[]claim.Extraction{
			report(t, "a", "One", "2023-03-01").says(claim.Attack, "A: Halberd Pay was breached in February 2023.", hit(halberd), when("2023-02", "2023-02")).end(),
			report(t, "b", "Two", "2024-03-01").says(claim.Attack, "B: Halberd Pay was breached in February 2024.", hit(halberd), when("2024-02", "2024-02")).end(),
		}, "A B"},
		"a running total quoted at five dates": {[]claim.Extraction{
			report(t, "a", "One", "2022-03-01").says(claim.Theft, "A: North Korea has taken $1.2 billion in all.", by(north), sum(claim.SumTotal, 1.2e9, "USD", claim.Exact)).end(),
			report(t, "b", "Two", "2022-04-01").says(claim.Theft, "B: In all North Korea has stolen about $1.2 billion.", by(north), sum(claim.SumTotal, 1.2e9, "USD", claim.About)).end(),
			report(t, "c", "Three", "2023-02-01").says(claim.Theft, "C: North Korea's haul now stands at $2 billion.", by(north), sum(claim.SumTotal, 2e9, "USD", claim.Exact)).end(),
			report(t, "d", "Four", "2023-03-01").says(claim.Theft, "D: North Korea's haul is $2.04 billion so far.", by(north), sum(claim.SumTotal, 2.04e9, "USD", claim.Exact)).end(),
			report(t, "e", "Five", "2024-03-01").says(claim.Theft, "E: North Korea has stolen $3 billion since 2017.", by(north), sum(claim.SumTotal, 3e9, "USD", claim.Exact)).end(),
		}, "A+B C+D E"},
		"two demands of the same sum by one group to different victims": {[]claim.Extraction{
			report(t, "a", "One", "2024-03-01").says(claim.Attack, "A: Gallowlock wants $5 million of Halberd Pay.", by(lock), hit(halberd), sum(claim.SumDemanded, 5e6, "USD", claim.Exact)).end(),
			report(t, "b", "Two", "2024-03-01").says(claim.Attack, "B: Gallowlock wants $5 million of Bank of Torvald.", by(lock), hit(torvald), sum(claim.SumDemanded, 5e6, "USD", claim.Exact)).end(),
		}, "A B"},
		"the same round sum for unrelated victims": {[]claim.Extraction{
			report(t, "a", "One", "2024-03-01").says(claim.Theft, "A: Thieves took $10 million from Halberd Pay.", hit(halberd), sum(claim.SumTaken, 10e6, "USD", claim.Exact)).end(),
			report(t, "b", "Two", "2024-03-02").says(claim.Theft, "B: Thieves took $10 million from Bank of Torvald.", hit(torvald), sum(claim.SumTaken, 10e6, "USD", claim.Exact)).end(),
			report(t, "c", "Three", "2024-03-02").says(claim.Theft, "C: A bridge lost $10 million.", class1("bridges"), sum(claim.SumTaken, 10e6, "USD", claim.Exact)).end(),
		}, "A B C"},
		"a victim unnamed at first and named later with the sum unchanged": {[]claim.Extraction{
			report(t, "a", "One", "2024-03-01").says(claim.Theft, "A: North Korean hackers took $81 million from a bank.", by(north), class1("banks"), sum(claim.SumTaken, 81e6, "USD", claim.Exact)).end(),
			report(t, "b", "Two", "2024-03-20").says(claim.Theft, "B: Bank of Torvald is the bank that lost $81 million to North Korea.", by(north), hit(torvald), sum(claim.SumTaken, 81e6, "USD", claim.Exact)).end(),
		}, "A+B"},
		"a sum corrected later, told without its victim": {[]claim.Extraction{
			report(t, "a", "One", "2024-03-01").says(claim.Theft, "A: Halberd Pay lost $160 million.", hit(halberd), sum(claim.SumTaken, 160e6, "USD", claim.About)).end(),
			report(t, "b", "Two", "2024-03-05").says(claim.Theft, "B: We can confirm that $143 million was taken.", sum(claim.SumTaken, 143e6, "USD", claim.Exact)).end(),
			report(t, "c", "Three", "2024-03-09").says(claim.Theft, "C: The theft of $143 million from Halberd Pay.", hit(halberd), sum(claim.SumTaken, 143e6, "USD", claim.Exact)).end(),
		}, "A+B+C"},
		"more than $300 million and $316.4 million": {[]claim.Extraction{
			report(t, "a", "One", "2024-03-01").says(claim.Theft, "A: North Korea stole more than $300 million in coins.", by(north), sum(claim.SumTaken, 300e6, "USD", claim.MoreThan)).end(),
			report(t, "b", "Two", "2024-03-02").says(claim.Theft, "B: North Korea stole about $316.4 million in coins.", by(north), sum(claim.SumTaken, 316.4e6, "USD", claim.About)).end(),
			report(t, "c", "Three", "2024-03-02").says(claim.Theft, "C: North Korea stole $281 million in September.", by(north), sum(claim.SumTaken, 281e6, "USD", claim.Exact)).end(),
		}, "A+B C"},
		"a part and its whole": {[]claim.Extraction{
			report(t, "a", "One", "2024-03-01").
				says(claim.Theft, "A: Harrier took $97 million from Halberd Pay.", by(harrier), hit(halberd), sum(claim.SumTaken, 97e6, "USD", claim.Exact)).
				says(claim.Theft, "B: Of this, $9.7 million came from its reserve.", by(harrier), hit(halberd), sum(claim.SumTaken, 9.7e6, "USD", claim.Exact)).end(),
		}, "A B"},
		"likeness and rival attribution": {[]claim.Extraction{
			report(t, "a", "One", "2024-03-01").says(claim.Attribution, "A: The code resembles that of the Harrier Group, says Tallow.", by(harrier), hit(halberd), certain(claim.Suspected), cites("Tallow", claim.Researcher)).end(),
			report(t, "b", "Two", "2024-03-09").says(claim.Attribution, "B: The Harrier Group raided Halberd Pay, says the ministry.", by(harrier), hit(halberd), cites("Ministry of Torvald", claim.Government)).end(),
			report(t, "c", "Three", "2024-03-10").says(claim.Attribution, "C: Ironquill lays the raid on Halberd Pay to Kestrel Spider.", by(kestrel), hit(halberd), cites("Ironquill", claim.Researcher)).end(),
			report(t, "d", "Four", "2024-03-10").says(claim.Statement, "D: A likeness of code proves nothing, Tallow cautions.", hit(halberd), cites("Tallow", claim.Researcher)).end(),
		}, "A+B C D"},
		"a denial and a deed of another": {[]claim.Extraction{
			report(t, "a", "One", "2024-03-01").says(claim.Theft, "A: Kestrel Spider robbed Halberd Pay.", by(kestrel), hit(halberd)).end(),
			report(t, "b", "Two", "2024-03-02").says(claim.Denial, "B: North Korea rejects the charge that it robbed Halberd Pay.", by(north), hit(halberd), denies(claim.Theft)).end(),
		}, "A B"},
		"a denial of the deed": {[]claim.Extraction{
			report(t, "a", "One", "2024-03-01").says(claim.Theft, "A: North Korea robbed Halberd Pay.", by(north), hit(halberd)).end(),
			report(t, "b", "Two", "2024-03-02").says(claim.Denial, "B: North Korea rejects the charge that it robbed Halberd Pay.", by(north), hit(halberd), denies(claim.Theft)).end(),
		}, "A+not-B"},
		"a group and its state": {[]claim.Extraction{
			report(t, "a", "One", "2024-03-01").says(claim.Attribution, "A: The Harrier Group attacked Halberd Pay.", by(harrier), hit(halberd)).end(),
			report(t, "b", "Two", "2024-03-03").says(claim.Attribution, "B: North Korea was behind the attack on Halberd Pay.", by(north), hit(halberd)).end(),
		}, "A+B"},
		"two groups that a text equates": {[]claim.Extraction{
			report(t, "a", "One", "2024-03-01").says(claim.Attribution, "A: The Harrier Group is behind the raid on Halberd Pay, says Tallow.", by(harrier), hit(halberd), cites("Tallow", claim.Researcher)).end(),
			report(t, "b", "Two", "2024-03-02").says(claim.Attribution, "B: Ironquill lays the raid on Halberd Pay to Tangled Reed.", by(reed), hit(halberd), cites("Ironquill", claim.Researcher)).end(),
			report(t, "c", "Three", "2024-03-04").says(claim.Attribution, "C: The raid on Halberd Pay was the work of Tangled Reed, which Tallow calls the Harrier Group.", by(reed), by(harrier), hit(halberd)).end(),
		}, "A+B+C"},
		"two groups that no text equates": {[]claim.Extraction{
			report(t, "a", "One", "2024-03-01").says(claim.Attribution, "A: The Harrier Group is behind the raid on Halberd Pay, says Tallow.", by(harrier), hit(halberd), cites("Tallow", claim.Researcher)).end(),
			report(t, "b", "Two", "2024-03-02").says(claim.Attribution, "B: Ironquill lays the raid on Halberd Pay to Tangled Reed.", by(reed), hit(halberd), cites("Ironquill", claim.Researcher)).end(),
		}, "A B"},
		"one theft laid to two groups": {[]claim.Extraction{
			report(t, "a", "One", "2024-03-01").says(claim.Theft, "A: Harrier took $97 million from Halberd Pay.", by(harrier), hit(halberd), sum(claim.SumTaken, 97e6, "USD", claim.Exact)).end(),
			report(t, "b", "Two", "2024-03-03").says(claim.Theft, "B: The $97 million of Halberd Pay went to Kestrel Spider.", by(kestrel), hit(halberd), sum(claim.SumTaken, 97e6, "USD", claim.Exact)).end(),
		}, "A+B"},
		"statements that only a quotation joins": {[]claim.Extraction{
			report(t, "a", "One", "2024-03-01").says(claim.Statement, "A: The minister spoke of “a grave and deliberate breach of our trust”.").end(),
			report(t, "b", "Two", "2024-03-02").says(claim.Statement, "B: It was \"a grave and deliberate breach of our trust\", he added.").end(),
			report(t, "c", "Three", "2024-03-02").says(claim.Statement, "C: The minister expressed his regret over the events of the last week.").end(),
		}, "A+B C"},
		"statements that only a like sentence joins": {[]claim.Extraction{
			report(t, "a", "One", "2024-03-01").says(claim.Statement, "A: Moving money through art dealers is harder to trace and less supervised than banking.").end(),
			report(t, "b", "Two", "2024-03-02").says(claim.Statement, "B: Art dealers are less supervised than banking, and moving money through them is harder to trace.").end(),
			report(t, "c", "Three", "2024-03-02").says(claim.Statement, "C: Crypto exchanges have been told to report thefts to the regulator within a day.").end(),
		}, "A+B C"},
		"the text tells two acts apart": {[]claim.Extraction{
			report(t, "a", "One", "2024-03-01").
				says(claim.Theft, "A: North Korea took $23 million from an exchange.", by(north), class1("exchanges"), sum(claim.SumTaken, 23e6, "USD", claim.Exact)).
				says(claim.Theft, "B: A second raid by North Korea brought another $23 million.", by(north), sum(claim.SumTaken, 23e6, "USD", claim.About), apartFrom(1)).end(),
		}, "A B"},
		"a title and the body's repetition": {[]claim.Extraction{
			report(t, "a", "One", "2024-03-01").
				headed(claim.Theft, "A: Harrier took $97 million from Halberd Pay", by(harrier), hit(halberd), sum(claim.SumTaken, 97e6, "USD", claim.Exact)).
				says(claim.Theft, "B: The Harrier Group has taken $97 million from Halberd Pay.", by(harrier), hit(halberd), sum(claim.SumTaken, 97e6, "USD", claim.Exact)).end(),
		}, "A+B"},
		"a demand is not the attack": {[]claim.Extraction{
			report(t, "a", "One", "2024-03-01").
				says(claim.Attack, "A: Gallowlock encrypted the computers of Halberd Pay.", by(lock), hit(halberd)).
				says(claim.Attack, "B: Gallowlock wants $5 million of Halberd Pay.", by(lock), hit(halberd), sum(claim.SumDemanded, 5e6, "USD", claim.Exact)).end(),
		}, "A B"},
		"a short name of the victim": {[]claim.Extraction{
			report(t, "a", "One", "2024-03-01").says(claim.Attack, "A: Marlow Motion Pictures was hacked.", hit(marlow)).end(),
			report(t, "b", "Two", "2024-03-01").says(claim.Attack, "B: Marlow was hacked on Friday.", hit(company("Marlow"))).end(),
			report(t, "c", "Two", "2024-03-01").says(claim.Attack, "C: Bank of Torvald was hacked on Friday.", hit(torvald)).end(),
			report(t, "d", "Two", "2024-03-01").says(claim.Attack, "D: The bank was hacked on Friday.", hit(company("Bank"))).end(),
		}, "A+B C D"},
		"a revised count of one victim": {[]claim.Extraction{
			report(t, "a", "One", "2024-03-01").says(claim.CountKind, "A: Files of 210,000 patients of Halberd Pay were copied.", hit(halberd), count(210000, "patients")).end(),
			report(t, "b", "Two", "2024-03-11").says(claim.CountKind, "B: Halberd Pay now speaks of 140,000 patients.", hit(halberd), count(140000, "patients")).end(),
			report(t, "c", "Two", "2024-03-11").says(claim.CountKind, "C: At Halberd Pay 60 operations were put off.", hit(halberd), count(60, "operations")).end(),
		}, "A+B C"},
	} {
		t.Run(name, func(t *testing.T) {
			m := index(t, c.list...)
			if got := m.sets(); got != c.want {
				t.Errorf("claims are %s, want %s", got, c.want)
			}
		})
	}
}
