package indexer

import (
	"testing"
	"time"

	"github.com/claimwire/claimwire/internal/claim"
)

// TestOwnWordLater: an outlet's next article has it from where the first had it while the news is fresh; what it tells
// in its own voice long after, or has from people without a name, is its own.
func TestOwnWordLater(t *testing.T) {
	ministry := cites("Ministry of Torvald", claim.Government)
	officials := cites("two officials", claim.Unnamed)
	wire := cites("Quay Post", claim.NewsOutlet)
	first := told1(t, "a", "Quay Post", "2024-03-01", "A", ministry)
	for name, c := range map[string]struct {
		list    []claim.Extraction
		origins string
	}{
		"the next day":            {[]claim.Extraction{first, told1(t, "b", "Quay Post", "2024-03-02", "B")}, "Ministry of Torvald"},
		"two weeks on":            {[]claim.Extraction{first, told1(t, "b", "Quay Post", "2024-03-15", "B")}, "Ministry of Torvald"},
		"the day before":          {[]claim.Extraction{first, told1(t, "b", "Quay Post", "2024-02-29", "B")}, "Ministry of Torvald"},
		"without a date":          {[]claim.Extraction{undate(first), undate(told1(t, "b", "Quay Post", "2024-03-01", "B"))}, "Ministry of Torvald"},
		"near another of its own": {[]claim.Extraction{first, told1(t, "b", "Quay Post", "2024-05-01", "B", ministry), told1(t, "c", "Quay Post", "2024-05-02", "C")}, "Ministry of Torvald"},
		"who cites it has it from where it has it, later too": {[]claim.Extraction{first, told1(t, "b", "Mill Gazette", "2024-05-01", "B", wire)}, "Ministry of Torvald"},
		"a later article of another outlet":                   {[]claim.Extraction{first, told1(t, "b", "Mill Gazette", "2024-05-01", "B")}, "Ministry of Torvald, Mill Gazette"},
		"two months later":                                    {[]claim.Extraction{first, told1(t, "b", "Quay Post", "2024-05-01", "B")}, "Ministry of Torvald, Quay Post"},
		"a year later, twice":                                 {[]claim.Extraction{first, told1(t, "b", "Quay Post", "2025-03-01", "B"), told1(t, "c", "Quay Post", "2025-03-02", "C")}, "Ministry of Torvald, Quay Post"},
		"from officials the next day":                         {[]claim.Extraction{first, told1(t, "b", "Quay Post", "2024-03-02", "B", officials)}, "Ministry of Torvald, Quay Post"},
		"from officials in the same article": {[]claim.Extraction{report(t, "a", "Quay Post", "2024-03-01").
			says(claim.Theft, "A: the money of the firm was taken in the night.", hit(halberd), ministry).
			says(claim.Theft, "B: the money of the firm was taken in the night.", hit(halberd), officials).end()}, "Ministry of Torvald, Quay Post"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := names1(only(t, index(t, c.list...)).Origins); got != c.origins {
				t.Errorf("origins %s, want %s", got, c.origins)
			}
		})
	}
}

func undate(x claim.Extraction) claim.Extraction {
	x.Article.PublishedAt, x.Article.FetchedAt = time.Time{}, time.Time{}
	return x
}

// TestBodyWithoutName: a body that one article does not name is the one body that the others name; people who keep
// their names back are nobody's body, and where two bodies are named it could be either.
func TestBodyWithoutName(t *testing.T) {
	ministry := cites("Ministry of Torvald", claim.Government)
	for name, c := range map[string]struct {
		source  part1
		others  []part1
		origins string
	}{
		"a rights group":                {cites("a rights group", claim.Unnamed), []part1{cites("Oster Watch", claim.OrgSource)}, "Oster Watch"},
		"a think tank":                  {cites("a think tank", claim.Unnamed), []part1{cites("Institute of Torvald", claim.OrgSource)}, "Institute of Torvald"},
		"a security firm":               {cites("a security firm", claim.Unnamed), []part1{cites("Tallow", claim.Researcher)}, "Tallow"},
		"by a common noun":              {cites("rights group", claim.OrgSource), []part1{cites("Oster Watch", claim.OrgSource)}, "Oster Watch"},
		"a ministry":                    {cites("ministry", claim.Government), []part1{ministry}, "Ministry of Torvald"},
		"named by two articles":         {cites("a rights group", claim.Unnamed), []part1{cites("Oster Watch", claim.OrgSource), cites("Oster Watch", claim.OrgSource)}, "Oster Watch"},
		"two bodies are named":          {cites("a rights group", claim.Unnamed), []part1{cites("Oster Watch", claim.OrgSource), ministry}, "Quay Post, Oster Watch, Ministry of Torvald"},
		"a person is named":             {cites("a rights group", claim.Unnamed), []part1{cites("Ada Tovell", claim.PersonSource)}, "Quay Post, Ada Tovell"},
		"nobody is named":               {cites("a rights group", claim.Unnamed), []part1{cites("sources", claim.Unnamed)}, "Quay Post, Outlet 0"},
		"two officials":                 {cites("two officials", claim.Unnamed), []part1{ministry}, "Quay Post, Ministry of Torvald"},
		"sources at the ministry":       {cites("sources at the ministry", claim.Unnamed), []part1{ministry}, "Quay Post, Ministry of Torvald"},
		"a person familiar with it":     {cites("a person familiar with the matter", claim.Unnamed), []part1{ministry}, "Quay Post, Ministry of Torvald"},
		"an insider":                    {cites("one insider", claim.Unnamed), []part1{ministry}, "Quay Post, Ministry of Torvald"},
		"another body":                  {cites("Oster Watch", claim.OrgSource), []part1{ministry}, "Oster Watch, Ministry of Torvald"},
		"a person with a small name":    {cites("kestrel", claim.PersonSource), []part1{ministry}, "kestrel, Ministry of Torvald"},
		"an outlet with a small name":   {cites("mill gazette", claim.NewsOutlet), []part1{ministry}, "mill gazette, Ministry of Torvald"},
		"workers":                       {cites("three workers", claim.Unnamed), []part1{ministry}, "Quay Post, Ministry of Torvald"},
		"a body, two articles without":  {cites("a rights group", claim.Unnamed), []part1{cites("an agency", claim.Unnamed), cites("Oster Watch", claim.OrgSource)}, "Oster Watch"},
		"an outlet names nobody's body": {cites("a rights group", claim.Unnamed), []part1{cites("Narwick Wire", claim.NewsAgency)}, "Quay Post, Narwick Wire"},
	} {
		t.Run(name, func(t *testing.T) {
			list := []claim.Extraction{told1(t, "a", "Quay Post", "2024-03-01", "A", c.source)}
			for i, other := range c.others {
				id := string(rune('b' + i))
				list = append(list, told1(t, id, "Outlet "+string(rune('0'+i)), "2024-03-02", id, other))
			}
			if got := names1(only(t, index(t, list...)).Origins); got != c.origins {
				t.Errorf("origins %s, want %s", got, c.origins)
			}
		})
	}
}

// TestWhatABodyMerelySays: its statement, update or post is its word and no document apart; reports, advisories and
// indictments are.
func TestWhatABodyMerelySays(t *testing.T) {
	for name, c := range map[string]struct {
		a, b string
		one  bool
	}{
		"a statement and an update": {"statement", "update", true}, "a statement and a report": {"statement", "report", true},
		"a post and a video": {"post", "video", true}, "a tweet and an advisory": {"tweet", "advisory", true},
		"a press release and an indictment": {"press release", "indictment", true}, "an e-mail and a notice": {"e-mail", "notice", true},
		"two statements": {"statement", "Statement", true}, "a document and a report": {"document", "report", true},
		"remarks and a filing": {"remarks", "filing", true}, "two reports": {"report", "report", true},
		"a report and an advisory": {"report", "advisory", false}, "a report and an indictment": {"report", "indictment", false},
		"a filing and a report": {"filing", "report", false}, "an indictment and a complaint": {"indictment", "complaint", false},
		"a study and an audit": {"study", "audit", false}, "a memo and a report": {"memo", "report", false},
		"an advisory and a study": {"advisory", "study", false}, "an order and a filing": {"order", "filing", false},
		"a letter and a report": {"letter", "report", false}, "a review and an audit": {"review", "audit", false},
	} {
		t.Run(name, func(t *testing.T) {
			from := func(id, kind string) claim.Extraction {
				return told1(t, id, "Outlet "+id, "2024-03-01", id, citesDocument("Tallow", claim.Company, claim.Document{Publisher: "Tallow", Kind: kind}))
			}
			want := map[bool]int{true: 1, false: 2}[c.one]
			if got := only(t, index(t, from("a", c.a), from("b", c.b))); len(got.Origins) != want || got.OriginsMin != want {
				t.Errorf("origins %v, want %d", got.Origins, want)
			}
		})
	}
}

// TestHeadlineSource: a headline's "report says" is nobody of its own; a name that it has stands.
func TestHeadlineSource(t *testing.T) {
	paper := citesDocument("report", claim.Unnamed, claim.Document{Span: claim.Span{Text: "report"}, Kind: "report"})
	for name, c := range map[string]struct {
		title, text part1
		origins     string
	}{
		"the text has a source": {paper, cites("Oster Watch", claim.OrgSource), "Oster Watch"},
		"the text has none":     {paper, certain(claim.Reported), "Quay Post"},
		"the title has a name":  {cites("Oster Watch", claim.OrgSource), certain(claim.Reported), "Oster Watch"},
		"both have one":         {cites("Ministry of Torvald", claim.Government), cites("Oster Watch", claim.OrgSource), "Oster Watch"},
	} {
		t.Run(name, func(t *testing.T) {
			x := report(t, "a", "Quay Post", "2024-03-01").
				headed(claim.Theft, "A: money of Halberd Pay is gone", hit(halberd), c.title).
				says(claim.Theft, "B: the money of Halberd Pay is gone.", hit(halberd), c.text).end()
			if got := names1(only(t, index(t, x)).Origins); got != c.origins {
				t.Errorf("origins %s, want %s", got, c.origins)
			}
		})
	}
}

// TestAnEchoIsNoNewOrigin: when the evidence that named a source is edited away, its echoes count as their outlets'
// word, and nobody is told so; a source that the edit brings is news.
func TestAnEchoIsNoNewOrigin(t *testing.T) {
	ministry := cites("Ministry of Torvald", claim.Government)
	edited := func(x claim.Extraction) claim.Extraction {
		x.Article.FetchedAt = x.Article.FetchedAt.Add(time.Hour)
		return x
	}
	for name, c := range map[string]struct {
		after claim.Extraction
		heard string
	}{
		"the sentence goes":           {told1(t, "a", "Harrow Wire", "2024-03-01", "C"), "origin harrow wire"},
		"the article tells nothing":   {report(t, "a", "Harrow Wire", "2024-03-01").text("Nothing is known.").end(), ""},
		"another source in its stead": {told1(t, "a", "Harrow Wire", "2024-03-01", "C", cites("Oster Watch", claim.OrgSource)), "origin oster watch"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			b.write(told1(t, "a", "Harrow Wire", "2024-03-01", "A", ministry))
			b.write(told1(t, "b", "Mill Gazette", "2024-03-01", "B", cites("Harrow Wire", claim.NewsAgency)))
			b.write(own(t, "d", "Quay Post", "2024-03-02", "Harrow Wire"))
			b.heard()
			b.write(edited(c.after))
			b.hears(t, c.heard)
		})
	}
}
