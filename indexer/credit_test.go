package indexer

import (
	"testing"

	"github.com/claimwire/claimwire/internal/claim"
)

// crediting appends a sentence that asserts nothing and says which outlets the article has something from.
func (s *story) crediting(outlets ...string) *story {
	s.text("As others reported.")
	for _, name := range outlets {
		s.x.Reading.Citations = append(s.x.Reading.Citations, claim.Citation{Source: &claim.Source{Name: name, Kind: claim.NewsOutlet}})
	}
	return s
}

// own is an article that tells of the theft in its outlet's own words, and credits others.
func own(t testing.TB, id, outlet, day string, credits ...string) claim.Extraction {
	kind, sentence, parts := theft(id)
	return report(t, id, outlet, day).says(kind, sentence, parts...).crediting(credits...).end()
}

// from is an article that tells of the theft on somebody's word, and credits others.
func from(t testing.TB, id, outlet, day string, source part1, credits ...string) claim.Extraction {
	kind, sentence, parts := theft(id, source)
	return report(t, id, outlet, day).says(kind, sentence, parts...).crediting(credits...).end()
}

func TestCreditedOutlets(t *testing.T) {
	ministry := cites("Ministry of Torvald", claim.Government)
	people := cites("people familiar with the matter", claim.Unnamed)
	for name, c := range map[string]struct {
		list    []claim.Extraction
		origins string
	}{
		// It is the credited outlet's.
		"a rewrite of an agency's report":           {[]claim.Extraction{own(t, "a", "Harrow Wire", "2024-03-01"), own(t, "b", "Mill Gazette", "2024-03-02", "Harrow Wire")}, "Harrow Wire"},
		"on the same day":                           {[]claim.Extraction{own(t, "a", "Harrow Wire", "2024-03-01"), own(t, "b", "Mill Gazette", "2024-03-01", "Harrow Wire")}, "Harrow Wire"},
		"three rewrites are one origin":             {[]claim.Extraction{own(t, "a", "Harrow Wire", "2024-03-01"), own(t, "b", "Mill Gazette", "2024-03-02", "Harrow Wire"), own(t, "c", "Quay Post", "2024-03-02", "Harrow Wire"), own(t, "d", "Dell Echo", "2024-03-03", "Harrow Wire")}, "Harrow Wire"},
		"a rewrite of a rewrite":                    {[]claim.Extraction{own(t, "a", "Harrow Wire", "2024-03-01"), own(t, "b", "Mill Gazette", "2024-03-02", "Harrow Wire"), own(t, "c", "Quay Post", "2024-03-03", "Mill Gazette")}, "Harrow Wire"},
		"the agency has it from a ministry":         {[]claim.Extraction{from(t, "a", "Harrow Wire", "2024-03-01", ministry), own(t, "b", "Mill Gazette", "2024-03-02", "Harrow Wire")}, "Ministry of Torvald"},
		"one of two that it credits has the claim":  {[]claim.Extraction{own(t, "a", "Harrow Wire", "2024-03-01"), own(t, "b", "Mill Gazette", "2024-03-02", "Coinfold", "Harrow Wire")}, "Harrow Wire"},
		"both have it, the first that it names":     {[]claim.Extraction{own(t, "a", "Harrow Wire", "2024-03-01"), own(t, "c", "Coinfold", "2024-03-01"), own(t, "b", "Mill Gazette", "2024-03-02", "Coinfold", "Harrow Wire")}, "Harrow Wire, Coinfold"},
		"the name is written otherwise":             {[]claim.Extraction{own(t, "a", "The Harrow Wire", "2024-03-01"), own(t, "b", "Mill Gazette", "2024-03-02", "Harrow wire")}, "The Harrow Wire"},
		"the agency tells it again later":           {[]claim.Extraction{own(t, "a", "Harrow Wire", "2024-03-01"), own(t, "b", "Mill Gazette", "2024-03-02", "Harrow Wire"), own(t, "c", "Harrow Wire", "2024-03-04")}, "Harrow Wire"},
		"an agency that has it from unnamed people": {[]claim.Extraction{from(t, "a", "Harrow Wire", "2024-03-01", people), own(t, "b", "Mill Gazette", "2024-03-02", "Harrow Wire")}, "Harrow Wire"},
		// It stays the outlet's own.
		"nobody is credited":                     {[]claim.Extraction{own(t, "a", "Harrow Wire", "2024-03-01"), own(t, "b", "Mill Gazette", "2024-03-02")}, "Harrow Wire, Mill Gazette"},
		"the credited one does not have it":      {[]claim.Extraction{own(t, "a", "Harrow Wire", "2024-03-01"), own(t, "b", "Mill Gazette", "2024-03-02", "Coinfold")}, "Harrow Wire, Mill Gazette"},
		"the credited one had it later":          {[]claim.Extraction{own(t, "b", "Mill Gazette", "2024-03-01", "Harrow Wire"), own(t, "a", "Harrow Wire", "2024-03-03")}, "Mill Gazette, Harrow Wire"},
		"they credit each other":                 {[]claim.Extraction{own(t, "a", "Harrow Wire", "2024-03-01", "Mill Gazette"), own(t, "b", "Mill Gazette", "2024-03-01", "Harrow Wire")}, "Mill Gazette, Harrow Wire"},
		"the article has a source":               {[]claim.Extraction{own(t, "a", "Harrow Wire", "2024-03-01"), from(t, "b", "Mill Gazette", "2024-03-02", ministry, "Harrow Wire")}, "Harrow Wire, Ministry of Torvald"},
		"people without a name told the article": {[]claim.Extraction{own(t, "a", "Harrow Wire", "2024-03-01"), from(t, "b", "Mill Gazette", "2024-03-02", people, "Harrow Wire")}, "Harrow Wire, Mill Gazette"},
		"its other article has a source":         {[]claim.Extraction{own(t, "a", "Harrow Wire", "2024-03-01"), from(t, "c", "Mill Gazette", "2024-03-02", ministry), own(t, "b", "Mill Gazette", "2024-03-03", "Harrow Wire")}, "Harrow Wire, Ministry of Torvald"},
		"it credits itself":                      {[]claim.Extraction{own(t, "a", "Harrow Wire", "2024-03-01"), own(t, "b", "Mill Gazette", "2024-03-02", "Mill Gazette")}, "Harrow Wire, Mill Gazette"},
		"another outlet's article credits it":    {[]claim.Extraction{own(t, "a", "Harrow Wire", "2024-03-01"), own(t, "b", "Mill Gazette", "2024-03-02"), own(t, "c", "Quay Post", "2024-03-03", "Harrow Wire")}, "Harrow Wire, Mill Gazette"},
		"two independent outlets and a rewriter": {[]claim.Extraction{own(t, "a", "Harrow Wire", "2024-03-01"), own(t, "b", "Coinfold", "2024-03-02"), own(t, "c", "Quay Post", "2024-03-03", "Coinfold")}, "Harrow Wire, Coinfold"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := names1(only(t, index(t, c.list...)).Origins); got != c.origins {
				t.Errorf("origins %s, want %s", got, c.origins)
			}
			backwards := make([]claim.Extraction, len(c.list))
			for i, x := range c.list {
				backwards[len(c.list)-1-i] = x
			}
			if got := names1(only(t, index(t, backwards...)).Origins); got != c.origins {
				t.Errorf("arrived backwards: origins %s, want %s", got, c.origins)
			}
		})
	}
}

// TestOwnWordInAChain: nobody has it from the outlet that writes it down.
func TestOwnWordInAChain(t *testing.T) {
	minister := cites("Ada Tovell", claim.PersonSource)
	for name, c := range map[string]struct {
		parts   []part1
		origins string
	}{
		"a person's assessment taken for ours":   {[]part1{minister, cites("Mill Gazette", claim.NewsOutlet)}, "Ada Tovell"},
		"an outlet that has it from us":          {[]part1{cites("Harrow Wire", claim.NewsAgency), cites("Mill Gazette", claim.NewsOutlet)}, "Mill Gazette"},
		"our own earlier report":                 {[]part1{cites("Mill Gazette", claim.NewsOutlet)}, "Mill Gazette"},
		"another outlet behind a person remains": {[]part1{minister, cites("Harrow Wire", claim.NewsAgency)}, "Harrow Wire"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := names1(only(t, index(t, told1(t, "a", "Mill Gazette", "2024-03-01", "a", c.parts...))).Origins); got != c.origins {
				t.Errorf("origins %s, want %s", got, c.origins)
			}
		})
	}
}
