package indexer

import (
	"testing"

	"github.com/claimwire/claimwire/internal/claim"
)

// TestSentencesOfOneIncident holds what joins sentences of articles about one incident, and what does
// not. The sentence that names the incident's victim asserts nothing in these articles: the name alone
// must tell.
func TestSentencesOfOneIncident(t *testing.T) {
	about := func(id, publisher, day string) *story {
		return report(t, id, publisher, day).text("Nurses at the Quennell clinic in Ashby went back to paper this week after what Quennell calls an outage.")
	}
	elsewhere := func(id, publisher, day string) *story {
		return report(t, id, publisher, day).text("Pilots of Dravanair in Torvald were told to stay at home, and Dravanair could not say for how long.")
	}
	for name, c := range map[string]struct {
		list []claim.Extraction
		want string
	}{
		"one statement in other words": {[]claim.Extraction{
			about("a", "One", "2024-03-01").says(claim.Statement, "A: Surgeries at the hospital were postponed until Monday.").end(),
			about("b", "Two", "2024-03-02").says(claim.Statement, "B: The clinic has put off operations, which were delayed to Monday.").end(),
		}, "A+B"},
		"the same words of another incident": {[]claim.Extraction{
			about("a", "One", "2024-03-01").says(claim.Statement, "A: Surgeries at the hospital were postponed until Monday.").end(),
			elsewhere("b", "Two", "2024-03-02").says(claim.Statement, "B: The clinic has put off operations, which were delayed to Monday.").end(),
		}, "A B"},
		"the same words a year later": {[]claim.Extraction{
			about("a", "One", "2023-03-01").says(claim.Statement, "A: Surgeries at the hospital were postponed until Monday.").end(),
			about("b", "Two", "2024-03-02").says(claim.Statement, "B: The clinic has put off operations, which were delayed to Monday.").end(),
		}, "A B"},
		"two statements of one incident": {[]claim.Extraction{
			about("a", "One", "2024-03-01").says(claim.Statement, "A: Surgeries at the hospital were postponed until Monday.").end(),
			about("b", "Two", "2024-03-02").says(claim.Statement, "B: The backups were kept in a cellar that burned down.").end(),
		}, "A B"},
		"what is said and its contrary": {[]claim.Extraction{
			about("a", "One", "2024-03-01").says(claim.Statement, "A: The hospital paid the ransom to the gang.").end(),
			about("b", "Two", "2024-03-02").says(claim.Statement, "B: The hospital did not pay the ransom to the gang.").end(),
			about("c", "Three", "2024-03-03").says(claim.Statement, "C: The clinic has refused to pay a ransom.").end(),
		}, "A B+C"},
		"two counts of one incident": {[]claim.Extraction{
			about("a", "One", "2024-03-01").says(claim.CountKind, "A: Files of 210,000 patients were copied.", count(210000, "patients")).end(),
			about("b", "Two", "2024-03-02").says(claim.CountKind, "B: Sixty operations have been put off, and 60 patients sent home.", count(60, "operations")).end(),
		}, "A B"},
		"one count as a count and as a statement": {[]claim.Extraction{
			about("a", "One", "2024-03-01").says(claim.CountKind, "A: Files of 210,000 patients were copied.", count(210000, "patients")).end(),
			about("b", "Two", "2024-03-02").says(claim.Statement, "B: The intruders boast of papers on 210,000 patients.", count(210000, "patients")).end(),
		}, "A+B"},
		"one number of two things": {[]claim.Extraction{
			about("a", "One", "2024-03-01").says(claim.CountKind, "A: In all 61 computers were locked.", count(61, "computers")).end(),
			about("b", "Two", "2024-03-02").says(claim.CountKind, "B: In all 61 patients were sent home.", count(61, "patients")).end(),
		}, "A B"},
		"one sum as a theft and as a statement": {[]claim.Extraction{
			about("a", "One", "2024-03-01").says(claim.Theft, "A: Thieves took $4.7 million.", sum(claim.SumTaken, 4.7e6, "USD", claim.Exact)).end(),
			about("b", "Two", "2024-03-02").says(claim.Statement, "B: It is out of pocket by $4.7 million.", sum("", 4.7e6, "USD", claim.Exact)).end(),
		}, "A+B"},
		"two sums of one incident": {[]claim.Extraction{
			about("a", "One", "2024-03-01").says(claim.Attack, "A: They want $4.7 million.", sum(claim.SumDemanded, 4.7e6, "USD", claim.Exact)).end(),
			about("b", "Two", "2024-03-02").says(claim.Statement, "B: Repairs have cost $4.7 million so far.", sum(claim.SumDamage, 4.7e6, "USD", claim.Exact)).end(),
			about("c", "Three", "2024-03-02").says(claim.Statement, "C: It expects to spend $9.1 million.", sum("", 9.1e6, "USD", claim.Exact)).end(),
		}, "A B C"},
		"what was lost is what was taken": {[]claim.Extraction{
			about("a", "One", "2024-03-01").says(claim.Theft, "A: Thieves took $44.5 million from Halberd Pay.", hit(halberd), sum(claim.SumTaken, 44.5e6, "USD", claim.Exact)).end(),
			about("b", "Two", "2024-03-02").says(claim.Statement, "B: The breach cost Halberd Pay $44.5 million.", hit(halberd), sum(claim.SumDamage, 44.5e6, "USD", claim.Exact)).end(),
		}, "A+B"},
		"one round sum of two incidents": {[]claim.Extraction{
			about("a", "One", "2024-03-01").says(claim.Attack, "A: They want $5 million.", sum(claim.SumDemanded, 5e6, "USD", claim.Exact)).end(),
			elsewhere("b", "Two", "2024-03-02").says(claim.Attack, "B: They want $5 million.", sum(claim.SumDemanded, 5e6, "USD", claim.Exact)).end(),
		}, "A B"},
		"two denials by two parties": {[]claim.Extraction{
			about("a", "One", "2024-03-01").says(claim.Denial, "A: Freedonia denies any part in it.", by(party("Freedonia", "", claim.State, "")), denies(claim.Attribution)).end(),
			about("b", "Two", "2024-03-02").says(claim.Denial, "B: The supplier denies that its software was at fault.", by(company("Corvale Soft")), denies(claim.Attack)).end(),
		}, "A B"},
		"one state denies one thing in two ways": {[]claim.Extraction{
			about("a", "One", "2024-03-01").says(claim.Denial, "A: Freedonia denies any part in it.", by(party("Freedonia", "", claim.State, "")), denies(claim.Attribution), cites("Freedonia", claim.Government)).end(),
			about("b", "Two", "2024-03-09").says(claim.Denial, "B: Slander, answered the mission of Freedonia.", by(party("Freedonia", "", claim.State, "")), denies(claim.Attribution), cites("Freedonia", claim.Government)).end(),
		}, "A+B"},
		"one state denies two things": {[]claim.Extraction{
			about("a", "One", "2024-03-01").says(claim.Denial, "A: Freedonia denies any part in it.", by(party("Freedonia", "", claim.State, "")), denies(claim.Attribution)).end(),
			elsewhere("b", "Two", "2024-03-02").says(claim.Denial, "B: Freedonia denies any part in it.", by(party("Freedonia", "", claim.State, "")), denies(claim.Attribution)).end(),
		}, "A B"},
		"one body lays it to one group in two ways": {[]claim.Extraction{
			about("a", "One", "2024-03-01").says(claim.Attribution, "A: The Harrier Group did this.", by(harrier), cites("Tallow", claim.Researcher)).end(),
			about("b", "Two", "2024-03-09").says(claim.Attribution, "B: Fingerprints of the Harrier Group are all over the case.", by(harrier), cites("Tallow", claim.Researcher)).end(),
		}, "A+B"},
		"two bodies lay it to one state": {[]claim.Extraction{
			about("a", "One", "2024-03-01").says(claim.Attribution, "A: The tools were made in North Korea.", by(north), cites("Tallow", claim.Researcher)).end(),
			about("b", "Two", "2024-03-09").says(claim.Attribution, "B: Pyongyang's men were paid for the job.", by(north), cites("Ironquill", claim.Researcher)).end(),
		}, "A B"},
		"one sum of one thing, nobody says whose": {[]claim.Extraction{
			about("a", "One", "2024-03-01").says(claim.Statement, "A: It has set $47 million aside.", sum("", 47e6, "USD", claim.Exact)).end(),
			about("b", "Two", "2024-03-12").says(claim.Statement, "B: Provisions of $47 million were booked.", sum("", 47e6, "USD", claim.Exact)).end(),
		}, "A+B"},
		"a budget as round as a ransom": {[]claim.Extraction{
			about("a", "One", "2024-03-01").says(claim.Attack, "A: They were paid $4 million.", sum(claim.SumPaid, 4e6, "USD", claim.Exact)).end(),
			report(t, "b", "Two", "2024-03-12").text("Voters in Quennell chose a mayor.").says(claim.Statement, "B: A bridge will cost $4 million.", sum(claim.SumDamage, 4e6, "USD", claim.Exact)).end(),
		}, "A B"},
		"a precise sum of the platform and of its owner": {[]claim.Extraction{
			about("a", "One", "2024-03-01").says(claim.Theft, "A: Quennell lost $61.4 million.", hit(company("Quennell")), sum(claim.SumTaken, 61.4e6, "USD", claim.Exact)).end(),
			about("b", "Two", "2024-03-02").says(claim.Theft, "B: Orlan Health lost $61.4 million.", hit(company("Orlan Health")), sum(claim.SumTaken, 61.4e6, "USD", claim.Exact)).end(),
		}, "A+B"},
		"a round sum of two victims in one article's news": {[]claim.Extraction{
			about("a", "One", "2024-03-01").says(claim.Theft, "A: Quennell lost $60 million.", hit(company("Quennell")), sum(claim.SumTaken, 60e6, "USD", claim.Exact)).end(),
			about("b", "Two", "2024-03-02").says(claim.Theft, "B: Orlan Health lost $60 million.", hit(company("Orlan Health")), sum(claim.SumTaken, 60e6, "USD", claim.Exact)).end(),
		}, "A B"},
		"what came back, beside the sum of the theft": {[]claim.Extraction{
			about("a", "One", "2024-03-01").says(claim.Theft, "A: Thieves took $61.4 million.", sum(claim.SumTaken, 61.4e6, "USD", claim.Exact)).end(),
			about("b", "Two", "2024-03-12").says(claim.Statement, "B: A third was frozen of the $61.4 million.", sum("", 61.4e6, "USD", claim.Exact)).end(),
		}, "A B"},
		"one sentence of two incidents": {[]claim.Extraction{
			about("a", "One", "2024-03-01").says(claim.Statement, "A: Nobody at the firm could say how long the repairs would take.").end(),
			elsewhere("b", "Two", "2024-03-02").says(claim.Statement, "A: Nobody at the firm could say how long the repairs would take.").end(),
		}, "A A"},
		"one sentence of two years": {[]claim.Extraction{
			report(t, "a", "One", "2022-03-01").says(claim.Attribution, "A: North Korea was behind the attack on the firm.", by(north)).end(),
			report(t, "b", "Two", "2024-03-01").text("So it was with the firm from Ashby.").says(claim.Attribution, "A: North Korea was behind the attack on the firm.", by(north)).end(),
		}, "A A"},
		"clients are customers": {[]claim.Extraction{
			report(t, "a", "One", "2022-03-01").says(claim.CountKind, "A: The files of 61,300 clients of Halberd Pay were copied.", hit(halberd), count(61300, "clients")).end(),
			report(t, "b", "Two", "2024-03-01").says(claim.CountKind, "B: Halberd Pay had lost data of 61,300 customers.", hit(halberd), count(61300, "customers")).end(),
		}, "A+B"},
		"two arrests": {[]claim.Extraction{
			about("a", "One", "2024-03-01").says(claim.Statement, "A: Police arrested two brothers aged 24 and 31 in the harbour.").end(),
			about("b", "Two", "2024-03-20").says(claim.Statement, "B: Police arrested a student of 19 at the airport.").end(),
		}, "A B"},
		"one arrest in other words": {[]claim.Extraction{
			about("a", "One", "2024-03-01").says(claim.Statement, "A: Police arrested two brothers in the harbour.").end(),
			about("b", "Two", "2024-03-02").says(claim.Statement, "B: Officers detained two brothers at the port on Friday.").end(),
		}, "A+B"},
		"an attack with its victim as a word and as a victim": {[]claim.Extraction{
			about("a", "One", "2024-03-01").says(claim.Attack, "A: Hackers broke into Quennell on Friday.", hit(company("Quennell"))).end(),
			about("b", "Two", "2024-03-02").says(claim.Attack, "B: An attack hit the Quennell wards.", class1("hospitals")).end(),
		}, "A+B"},
		"two statements of one article": {[]claim.Extraction{
			about("a", "One", "2024-03-01").
				says(claim.Statement, "A: The clinic told its patients to stay away on Monday.").
				says(claim.Statement, "B: The clinic told its doctors to stay away on Monday.").end(),
		}, "A B"},
		"two speakers say almost the same": {[]claim.Extraction{
			about("a", "One", "2024-03-01").says(claim.Statement, "A: The clinic will read the advisory with care.", cites("Cyber Office", claim.Government)).end(),
			about("b", "Two", "2024-03-02").says(claim.Statement, "B: We stand by the advisory and its findings.", cites("Tallow", claim.Researcher)).end(),
		}, "A B"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := index(t, c.list...).sets(); got != c.want {
				t.Errorf("claims are %s, want %s", got, c.want)
			}
		})
	}
}

// TestTwoVictimsInOneArticle: what stands behind another victim's name is told of that one.
func TestTwoVictimsInOneArticle(t *testing.T) {
	m := index(t,
		report(t, "a", "One", "2024-03-01").
			text("The raid on Quennell began on Friday, and Quennell has been closed since.").
			says(claim.Attack, "A: The gang wants $5 million.", sum(claim.SumDemanded, 5e6, "USD", claim.Exact)).
			text("A week earlier Dravanair was hit, the carrier that Torvald owns.").
			says(claim.Attack, "B: There it asks for $5 million too.", sum(claim.SumDemanded, 5e6, "USD", claim.Exact)).end(),
		report(t, "c", "Two", "2024-03-02").
			text("Flights of Dravanair were late again, as Dravanair said.").
			says(claim.Attack, "C: Hackers demand $5 million.", sum(claim.SumDemanded, 5e6, "USD", claim.Exact)).end())
	if got := m.sets(); got != "A B+C" {
		t.Errorf("claims are %s, want A B+C", got)
	}
}

func TestTopics(t *testing.T) {
	text := "The Quennell clinic in Ashby said on Monday that the FBI was told.\n" +
		"Doctors, who call it the Quennell mess, wait. Staff wait too.\n" +
		"In 2021 Dravanair was hit. Its planes stood for days."
	x := claim.Extraction{Article: claim.Article{Text: text, Publisher: "Ashby Courier"}}
	l := topicsOf(&x.Article, &x.Reading)
	for name, c := range map[string]struct {
		sentence string
		want     string
	}{
		"the name in the sentence":              {"Doctors, who call it the Quennell mess, wait.", "[quennell]"},
		"the last name before":                  {"Staff wait too.", "[quennell]"},
		"a name of the background":              {"In 2021 Dravanair was hit.", "[quennell dravanair]"},
		"behind the background":                 {"Its planes stood for days.", "[dravanair]"},
		"neither publisher, day nor an acronym": {"The Quennell clinic in Ashby said on Monday that the FBI was told.", "[quennell]"},
	} {
		t.Run(name, func(t *testing.T) {
			at := indexOf(t, text, c.sentence)
			if got := l.of(claim.Place{Start: at, End: at + len(c.sentence), In: claim.InText}).near; sprint(got) != c.want {
				t.Errorf("near are %v, want %s", got, c.want)
			}
		})
	}
	if got := sprint(l.of(claim.Place{In: claim.InTitle}).near); got != "[quennell dravanair]" {
		t.Errorf("the title is near to %s", got)
	}
}

// TestTopicsOfTitlesAndBodies: what names an incident beside the names inside sentences.
func TestTopicsOfTitlesAndBodies(t *testing.T) {
	source := func(name string, kind claim.SourceKind) claim.Reading {
		return claim.Reading{Citations: []claim.Citation{{Source: &claim.Source{Name: name, Kind: kind}}}}
	}
	for name, c := range map[string]struct {
		title, text, publisher string
		r                      claim.Reading
		want                   string // what the article is about
	}{
		"the title's name comes first":        {"Dravanair grounded", "Officials in Ashby and pilots of Quennell waited for Dravanair.", "", claim.Reading{}, "[dravanair ashby quennell]"},
		"a dot behind a short word":           {"", "The hackers wrote to St. Audrey again.", "", claim.Reading{}, "[audrey]"},
		"a firm that speaks, at the head":     {"", "Dravanair said so. It waits.", "", source("Dravanair", claim.Company), "[dravanair]"},
		"a town that speaks":                  {"", "A clerk of Ashby said so.", "", source("City of Ashby", claim.Government), "[ashby]"},
		"the prosecutors of a county":         {"", "A clerk of Torvald said so.", "", source("Prosecutors of Torvald County", claim.Government), "[]"},
		"a ministry that speaks":              {"", "A clerk of the Torvald ministry said so.", "", source("Torvald Finance Ministry", claim.Government), "[]"},
		"the gazette of a town":               {"", "As the Ashby Courier reported, a clerk in Ashby fled.", "Ashby Courier", claim.Reading{}, "[]"},
		"the gazette of a town that was hit":  {"", "As the Ashby Courier reported, a clerk of Ashby said so.", "Ashby Courier", source("City of Ashby", claim.Government), "[ashby]"},
		"a press release about the publisher": {"", "The board of Dravanair met, and Dravanair will pay.", "Dravanair", source("Dravanair", claim.Company), "[dravanair]"},
		"an outlet in full":                   {"", "Sources told Ember Post that it was over.", "The Ember Post", claim.Reading{}, "[]"},
	} {
		t.Run(name, func(t *testing.T) {
			a := claim.Article{Title: c.title, Text: c.text, Publisher: c.publisher}
			if got := sprint(topicsOf(&a, &c.r).around); got != c.want {
				t.Errorf("about %s, want %s", got, c.want)
			}
		})
	}
}

func TestAlike(t *testing.T) {
	for name, c := range map[string]struct {
		a, b        string
		least, most float64
	}{
		"other words":       {"operations were postponed", "surgeries have been delayed", 0.9, 1},
		"a contrary":        {"the ransom was paid", "the ransom was never paid", 0, 0},
		"two refusals":      {"we will not pay", "the board refused to pay a ransom", 0.55, 1},
		"another matter":    {"operations were postponed", "backups burned in the cellar", 0, 0},
		"other numbers":     {"60 operations were postponed", "70 operations were postponed", 0, 0},
		"a not far away":    {"a state that was not named met forty percent of the bill", "forty percent of the cost was met by crime", 0.25, 0.8},
		"nothing to say":    {"it said so on monday", "it was said on friday", 0, 0},
		"words of each tie": {"hackers attacked a company", "the company was hacked by criminals", 0.9, 1},
	} {
		t.Run(name, func(t *testing.T) {
			f := func(s string) *feature {
				return newFeature(&Node{Frame: claim.Frame{Kind: claim.Statement, Sentence: s}})
			}
			one, _ := alike(f(c.a), f(c.b))
			other, _ := alike(f(c.b), f(c.a))
			if one != other || one < c.least || one > c.most {
				t.Errorf("alike by %.2f and %.2f, want between %.2f and %.2f", one, other, c.least, c.most)
			}
		})
	}
}

// TestWordTables: each word has one sense, and tables are sorted.
func TestWordTables(t *testing.T) {
	seen := map[string]string{}
	last := ""
	for _, row := range table(synonymsTSV) {
		if row[0] <= last {
			t.Errorf("sense %q stands behind %q", row[0], last)
		}
		last = row[0]
		if len(row) != 2 {
			t.Fatalf("sense %q has %d fields, want 2", row[0], len(row))
		}
		words := fieldsOf(row[1])
		if sprint(words) != sprint(sorted(words)) {
			t.Errorf("the words of %q are not sorted", row[0])
		}
		for _, w := range words {
			if old, ok := seen[w]; ok {
				t.Errorf("%q means %q and %q", w, old, row[0])
			}
			seen[w] = row[0]
		}
	}
	for name, tsv := range map[string]string{"faint": faintTSV, "nonames": noNamesTSV} {
		var list []string
		for _, row := range table(tsv) {
			list = append(list, row[0])
		}
		if sprint(list) != sprint(sorted(list)) {
			t.Errorf("%s.tsv is not sorted", name)
		}
	}
}
