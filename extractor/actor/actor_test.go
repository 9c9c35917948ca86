package actor_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/claimwire/claimwire/extractor"
	"github.com/claimwire/claimwire/extractor/internal/corpus"
	"github.com/claimwire/claimwire/extractor/lexicon"
	"github.com/claimwire/claimwire/internal/claim"
)

func read(t *testing.T, e *extractor.Extractor, text string) claim.Reading {
	t.Helper()
	a := &claim.Article{Text: strings.ReplaceAll(text, " // ", "\n"), Language: "en"}
	r := e.Extract(a)
	if err := r.Check(a); err != nil {
		t.Errorf("%s: %v", text, err)
	}
	return r
}

func TestActors(t *testing.T) {
	e := extractor.New(lexicon.Default())
	file := corpus.File{Sentences: "testdata/actors.txt", Golden: "testdata/quality.golden", Bar: " | ", List: ";"}
	corpus.Run(t, file, func(_ []string, text string) []string {
		var got []string
		for _, a := range read(t, e, text).Actors {
			if !slices.Contains(got, a.Name) {
				got = append(got, a.Name)
			}
		}
		return got
	})
}

// TestNoGroupsInOrdinaryNews reads sentences of daily life in which every word that is a group's name too
// stands in its own sense: none may be a group.
func TestNoGroupsInOrdinaryNews(t *testing.T) {
	lex := lexicon.Default()
	e := extractor.New(lex)
	frames := []string{"The %s was shown at the fair on Sunday.", "Visitors liked the %s of the old town.", "%s is a word that few people know.",
		"Nobody in the village had heard of %s before the summer."}
	for _, table := range []string{"groups", "ransomware"} {
		for _, row := range lex.Rows(table) {
			for _, name := range row.List("common") {
				if strings.Contains(strings.ToLower(name), "ransom") {
					continue // says itself what it is
				}
				for _, frame := range frames {
					text := fmt.Sprintf(frame, name)
					for _, a := range read(t, e, text).Actors {
						if a.Kind == claim.Group {
							t.Errorf("%s: %s is taken for a group", text, a.Text)
						}
					}
				}
			}
		}
	}
}

// TestOwnTable holds that a user's own table comes before ours and adds names to the groups that we know.
func TestOwnTable(t *testing.T) {
	lex := lexicon.Default()
	err := lex.AddOwn("own.tsv", lexicon.OwnHeader+"\nG0032\tgroup\tG0032\t\t\tCedar Wisp|CW-9\t\nReuters\torganization\t\tZZ\tcompany\t\t\nVelmora Trace\torganization\t\tDK\tresearcher\t\t\n")
	if err != nil {
		t.Fatal(err)
	}
	r := read(t, extractor.New(lex), "Cedar Wisp hackers broke in, Velmora Trace told Reuters.")
	var got []string
	for _, a := range r.Actors {
		got = append(got, a.Name+" "+a.ID+" "+a.Country)
	}
	if want := []string{"Lazarus Group G0032 KP", "Velmora Trace  DK", "Reuters  ZZ"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestNewsAgencies tells news agencies that no table knows from offices of a state.
func TestNewsAgencies(t *testing.T) {
	e := extractor.New(lexicon.Default())
	for name, want := range map[string]claim.SourceKind{
		"Tarn Press Agency": claim.NewsAgency, "Osmere News Agency": claim.NewsAgency, "Velmora News Service": claim.NewsAgency,
		"Lowland Telegraph Agency": claim.NewsAgency, "Harn Wire Service": claim.NewsAgency, "Fennmark Telegraphic Agency": claim.NewsAgency,
		"Tarn Tax Agency": claim.Government, "Osmere Space Agency": claim.Government, "Velmora Prison Service": claim.Government,
		"Lowland Water Agency": claim.Government, "Harn Customs Service": claim.Government, "Fennmark Food Agency": claim.Government,
	} {
		r := read(t, e, "The talks have failed, the "+name+" reported on Monday.")
		if len(r.Citations) != 1 || r.Citations[0].Source.Name != name || r.Citations[0].Source.Kind != want {
			t.Errorf("%s: %+v, want it as %s", name, r.Citations, want)
		}
	}
}

func TestCountryOfAttributedGroups(t *testing.T) {
	e := extractor.New(lexicon.Default())
	for text, want := range map[string]string{
		"The Chinese hacking group Verdant Heron broke into the routers.":            "CN",
		"UNC8812, which is believed to work on behalf of North Korea, sent malware.": "KP",
		"Storm-8891 is a group of hackers linked to Iran.":                           "IR",
		"Hackers of UNC8813, which is not linked to China, sent malware.":            "",
		"The Russian-speaking hackers of UNC8814 sent malware.":                      "",
	} {
		r := read(t, e, text)
		for _, a := range r.Actors {
			if a.Kind == claim.Group && a.Country != want {
				t.Errorf("%s: %s of %q, want %q", text, a.Name, a.Country, want)
			}
		}
		if !slices.ContainsFunc(r.Actors, func(a claim.Actor) bool { return a.Kind == claim.Group }) {
			t.Errorf("%s: no group", text)
		}
	}
}

// TestTables holds the gazetteer to its rules: known codes, kinds and sources, and every name that a
// column marks is one of the row's names.
func TestTables(t *testing.T) {
	lex := lexicon.Default()
	codes := map[string]bool{"": true}
	for _, row := range lex.Rows("countries") {
		codes[row.Get("code")] = true
	}
	sources := []string{"", "news_agency", "news_outlet", "government", "international", "company", "researcher", "court", "organization"}
	for _, table := range []string{"groups", "ransomware", "agencies", "organizations", "outlets", "persons"} {
		for _, row := range lex.Rows(table) {
			if !codes[row.Get("country")] {
				t.Errorf("%s line %d: country %q", table, row.Line, row.Get("country"))
			}
			if !slices.Contains(sources, row.Get("source")) {
				t.Errorf("%s line %d: source %q", table, row.Line, row.Get("source"))
			}
			names := append([]string{row.Get("name")}, row.List("aliases")...)
			for _, column := range []string{"cyber", "common", "weak"} {
				for _, n := range row.List(column) {
					if !slices.Contains(names, n) {
						t.Errorf("%s line %d: %s names %q, which is none of its names", table, row.Line, column, n)
					}
				}
			}
		}
	}
}
