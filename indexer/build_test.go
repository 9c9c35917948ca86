package indexer

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/claimwire/claimwire/internal/claim"
)

// story builds an article with its reading, one sentence after the other, as an extractor would.
type story struct {
	t testing.TB
	x claim.Extraction
}

// report begins an article of an outlet, published on a day ("2024-03-05").
func report(t testing.TB, id, publisher, day string) *story {
	s := &story{t: t}
	at, err := time.Parse("2006-01-02", day)
	if err != nil {
		t.Fatal(err)
	}
	s.x.Article = claim.Article{ID: id, URL: "https://" + id + ".example/", Publisher: publisher, PublishedAt: at, FetchedAt: at.Add(time.Hour)}
	return s
}

// part fills one piece of an assertion.
type part1 func(s *story, a *claim.Assertion)

// says appends a sentence that asserts something.
func (s *story) says(kind claim.Kind, sentence string, parts ...part1) *story {
	s.t.Helper()
	if s.x.Article.Text != "" {
		s.x.Article.Text += "\n"
	}
	start := len(s.x.Article.Text)
	s.x.Article.Text += sentence
	s.asserts(kind, claim.Place{Start: start, End: start + len(sentence), In: claim.InText}, parts)
	return s
}

// headed sets the title, which asserts something too.
func (s *story) headed(kind claim.Kind, title string, parts ...part1) *story {
	s.x.Article.Title = title
	s.asserts(kind, claim.Place{End: len(title), In: claim.InTitle}, parts)
	return s
}

func (s *story) asserts(kind claim.Kind, at claim.Place, parts []part1) {
	s.x.Reading.Assertions = append(s.x.Reading.Assertions, claim.Assertion{
		Kind: kind, Certainty: claim.Reported, Evidence: []claim.Place{at}, Fingerprint: "x",
	})
	a := &s.x.Reading.Assertions[len(s.x.Reading.Assertions)-1]
	a.Statement = s.x.Article.At(at)
	for _, p := range parts {
		p(s, a)
	}
}

// text appends a sentence that asserts nothing.
func (s *story) text(sentence string) *story {
	s.x.Article.Text += "\n" + sentence
	return s
}

// at appends a sentence that asserts nothing and names a country.
func (s *story) at(country, code string) *story {
	sentence := "It is the second such case in " + country + "."
	s.text(sentence)
	end := len(s.x.Article.Text) - 1
	s.x.Reading.Countries = append(s.x.Reading.Countries, claim.Country{
		Span: claim.Span{Text: country, Start: end - len(country), End: end, In: claim.InText}, Code: code, Name: country, Form: claim.ByName,
	})
	return s
}

func (s *story) end() claim.Extraction {
	s.x.Reading.Normalize()
	s.x.Article.Complete()
	return s.x
}

func party(name, id string, kind claim.ActorKind, country string) claim.Actor {
	return claim.Actor{Span: claim.Span{Text: name}, Name: name, ID: id, Kind: kind, Country: country, Role: claim.Other}
}

func (s *story) actor(a claim.Actor) int {
	s.x.Reading.Actors = append(s.x.Reading.Actors, a)
	return len(s.x.Reading.Actors) - 1
}

func by(a claim.Actor) part1 {
	return func(s *story, x *claim.Assertion) { x.Actors = append(x.Actors, s.actor(a)) }
}

func hit(a claim.Actor) part1 {
	return func(s *story, x *claim.Assertion) { x.Victims = append(x.Victims, s.actor(a)) }
}

func company(name string) claim.Actor { return party(name, "", claim.Organization, "") }

func class1(target string) part1 {
	return func(_ *story, x *claim.Assertion) { x.Targets = append(x.Targets, target) }
}

func sum(meaning claim.Sum, value float64, currency string, q claim.Qualifier) part1 {
	return func(s *story, x *claim.Assertion) {
		m := claim.Amount{Value: value, Currency: currency, Qualifier: q}
		if currency == "USD" {
			m.USD = &value
		}
		s.x.Reading.Amounts = append(s.x.Reading.Amounts, m)
		x.Amounts = append(x.Amounts, len(s.x.Reading.Amounts)-1)
		x.Sum = meaning
	}
}

func count(value float64, unit string) part1 {
	return func(_ *story, x *claim.Assertion) {
		x.Counts = append(x.Counts, claim.Count{Value: value, Unit: unit, Qualifier: claim.Exact})
	}
}

func when(from, to string) part1 {
	return func(_ *story, x *claim.Assertion) { x.When = &claim.Period{From: from, To: to} }
}

func certain(c claim.Certainty) part1 {
	return func(_ *story, x *claim.Assertion) { x.Certainty = c }
}

func denies(k claim.Kind) part1 {
	return func(_ *story, x *claim.Assertion) { x.Denies, x.Certainty = k, claim.Denied }
}

// apartFrom says that the text tells the assertion apart from the n-th one before it.
func apartFrom(n int) part1 {
	return func(s *story, x *claim.Assertion) { x.Apart = append(x.Apart, len(s.x.Reading.Assertions)-1-n) }
}

// cites adds a link to the chain: after what was cited before it, nearer to the origin.
func cites(name string, kind claim.SourceKind) part1 {
	return func(s *story, x *claim.Assertion) {
		s.x.Reading.Citations = append(s.x.Reading.Citations, claim.Citation{Source: &claim.Source{Name: name, Kind: kind}})
		x.Citations = append(x.Citations, len(s.x.Reading.Citations)-1)
	}
}

// citesDocument is cites for a document of a body.
func citesDocument(name string, kind claim.SourceKind, d claim.Document) part1 {
	return func(s *story, x *claim.Assertion) {
		cites(name, kind)(s, x)
		s.x.Reading.Citations[len(s.x.Reading.Citations)-1].Document = &d
	}
}

// index writes readings, each as a batch of its own, into a new store.
func index(t testing.TB, list ...claim.Extraction) *memStore {
	t.Helper()
	m := newMemStore()
	x := New(m, Options{Now: func() time.Time { return time.Date(2024, 6, 1, 0, 0, 0, 0, time.UTC) }})
	for _, e := range list {
		if _, err := x.Write(context.Background(), []claim.Extraction{e}); err != nil {
			t.Fatal(err)
		}
	}
	return m
}

// sets prints the claims of a store as sets of sentences, each sentence by its first word: the tests
// give each sentence a label of its own ("A: …") for it.
func (m *memStore) sets() string {
	var out []string
	for _, c := range m.all() {
		var labels []string
		for _, e := range c.Evidence {
			label, _, _ := strings.Cut(e.Text, ":")
			if e.Denial {
				label = "not-" + label
			}
			labels = append(labels, label)
		}
		out = append(out, strings.Join(sorted(labels), "+"))
	}
	return strings.Join(sorted(out), " ")
}

func sprint(list []string) string { return fmt.Sprint(list) }

func fieldsOf(s string) []string { return strings.Fields(s) }

func indexOf(t testing.TB, text, part string) int {
	t.Helper()
	at := strings.Index(text, part)
	if at < 0 {
		t.Fatalf("%q does not stand in the text", part)
	}
	return at
}
