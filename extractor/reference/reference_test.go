package reference

import (
	"slices"
	"strings"
	"testing"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/lexicon"
	"github.com/claimwire/claimwire/extractor/quote"
	"github.com/claimwire/claimwire/extractor/segment"
	"github.com/claimwire/claimwire/internal/claim"
)

// people is who the tests' texts name, by alias.
func people() map[string]doc.Entity {
	return map[string]doc.Entity{
		"Ida Moor":               {Name: "Ida Moor", Kind: claim.Person, Female: true},
		"Karl Brandt":            {Name: "Karl Brandt", Kind: claim.Person, Male: true},
		"Brightwater Bank":       {Name: "Brightwater Bank", Kind: claim.Organization, Source: claim.Company, Noun: "bank"},
		"Coinhaven":              {Name: "Coinhaven", Kind: claim.Organization, Source: claim.Company, Noun: "exchange"},
		"Harbour Wire":           {Name: "Harbour Wire", Kind: claim.Organization, Source: claim.NewsAgency},
		"Night Heron":            {Name: "Night Heron", Kind: claim.Group},
		"Port Authority of Quay": {Name: "Port Authority of Quay", Kind: claim.Agency, Source: claim.Government},
		"North Korea":            {Name: "North Korea", Kind: claim.State, ID: "KP"},
		"Spain":                  {Name: "Spain", Kind: claim.State, ID: "ES"},
		"Quay police":            {Name: "Quay police", Kind: claim.Agency, Source: claim.Government, Noun: "police", Plural: true},
	}
}

// read lists "word=>entity" for each reference of a text.
func read(text string) []string {
	lex := lexicon.Default()
	passes := []func(*doc.Doc){segment.New(lex), quote.New(lex), nil, New(lex)}
	d := &doc.Doc{Body: doc.Text{In: claim.InText, S: text}}
	passes[2] = tag
	for _, pass := range passes {
		pass(d)
	}
	var list []string
	for _, r := range d.Body.References {
		list = append(list, d.Body.Span(r.Range).Text+"=>"+d.Entities[r.Entity].Name)
	}
	return list
}

func tag(d *doc.Doc) {
	index := map[string]int{}
	t := &d.Body
	for i := range t.Tokens {
		for alias, e := range people() {
			start := t.Tokens[i].Start
			if !strings.HasPrefix(t.S[start:], alias) {
				continue
			}
			if _, ok := index[alias]; !ok {
				index[alias] = len(d.Entities)
				d.Entities = append(d.Entities, e)
			}
			r := doc.Range{From: i, To: t.TokenAt(start+len(alias)-1) + 1}
			t.Actors = append(t.Actors, doc.Actor{Range: r, Entity: index[alias], Actor: claim.Actor{Span: t.Span(r), Name: e.Name, Kind: e.Kind}})
		}
	}
}

func TestReferences(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"she":                      {"Ida Moor left. She took the keys.", []string{"She=>Ida Moor"}},
		"gender":                   {"Ida Moor met Karl Brandt. He paid and she left.", []string{"He=>Karl Brandt", "she=>Ida Moor"}},
		"his is no woman's":        {"Ida Moor left. His keys were gone.", nil},
		"it":                       {"Brightwater Bank closed. It had lost money.", []string{"It=>Brightwater Bank"}},
		"its":                      {"Brightwater Bank closed its doors.", []string{"its=>Brightwater Bank"}},
		"empty it":                 {"Brightwater Bank closed. It was clear that money was gone.", nil},
		"the bank":                 {"Brightwater Bank closed. The bank had lost money.", []string{"The bank=>Brightwater Bank"}},
		"the exchange":             {"Coinhaven and Brightwater Bank closed. The exchange had lost money.", []string{"The exchange=>Coinhaven"}},
		"the company":              {"Coinhaven closed. The company had lost money.", []string{"The company=>Coinhaven"}},
		"adjectives":               {"Coinhaven closed. The small Spanish exchange had lost money.", []string{"The small Spanish exchange=>Coinhaven"}},
		"a word of its name":       {"The Port Authority of Quay closed. The authority had no money.", []string{"The authority=>Port Authority of Quay"}},
		"no head":                  {"Brightwater Bank closed. The bank holiday was long.", nil},
		"no other's":               {"Brightwater Bank closed. The bank of the river was wet.", nil},
		"indefinite":               {"Brightwater Bank closed. A bank is a fine thing.", nil},
		"nobody named":             {"The bank closed. It had lost money.", nil},
		"the news agency":          {"Harbour Wire was first. The news agency had sources.", []string{"The news agency=>Harbour Wire"}},
		"the gang":                 {"Night Heron was first. The gang had tools, and the group had money.", []string{"The gang=>Night Heron", "the group=>Night Heron"}},
		"they of a group":          {"Night Heron was first. They had tools.", []string{"They=>Night Heron"}},
		"they of police":           {"Quay police came. They had dogs.", []string{"They=>Quay police"}},
		"they of a bank":           {"Brightwater Bank closed. They had dogs.", nil},
		"the regime":               {"North Korea paid. Spain did not. The regime had money.", []string{"The regime=>North Korea"}},
		"the hermit kingdom":       {"North Korea paid. The hermit kingdom had money.", []string{"The hermit kingdom=>North Korea"}},
		"the country named last":   {"North Korea paid. Spain did not. The country had no money.", []string{"The country=>Spain"}},
		"the North":                {"North Korea paid. The North had money.", []string{"The North=>North Korea"}},
		"the north as a direction": {"North Korea paid. The north was cold.", nil},
		"the North of no country":  {"Spain paid. The North had money.", nil},
		"subject before object":    {"Ida Moor called the office. Karl Brandt paid. She left.", []string{"She=>Ida Moor"}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := read(c.text); !slices.Equal(got, c.want) {
				t.Errorf("%s\n got %q\nwant %q", c.text, got, c.want)
			}
		})
	}
}
