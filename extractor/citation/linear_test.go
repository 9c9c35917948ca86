package citation

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/lexicon"
	"github.com/claimwire/claimwire/extractor/quote"
	"github.com/claimwire/claimwire/extractor/reference"
	"github.com/claimwire/claimwire/extractor/segment"
	"github.com/claimwire/claimwire/internal/claim"
)

// crowd is a text in which n people of different names speak, each an actor and an entity.
func crowd(lex *lexicon.Lexicon, n int) *doc.Doc {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%s said the pier was shut. A spokesman said it was not.\n", surname(i))
	}
	d := &doc.Doc{Article: &claim.Article{Text: b.String()}, Language: "en"}
	d.Body = doc.Text{In: claim.InText, S: b.String()}
	segment.New(lex)(d)
	quote.New(lex)(d)
	for i, s := range d.Body.Sentences {
		if i%2 > 0 {
			continue
		}
		r := doc.Range{From: s.From, To: s.From + 1}
		name := d.Body.Span(r).Text
		d.Body.Actors = append(d.Body.Actors, doc.Actor{Range: r, Entity: len(d.Entities), Actor: claim.Actor{Span: d.Body.Span(r), Name: name, Kind: claim.Person}})
		d.Entities = append(d.Entities, doc.Entity{Name: name, Kind: claim.Person, Source: claim.PersonSource})
	}
	return d
}

func surname(i int) string {
	word := []byte("Q")
	for i += 1000; i > 0; i /= 20 {
		word = append(word, "aebcdfghijklmnopqrtu"[i%20])
	}
	return string(word)
}

// TestManySpeakers asks that four times the speakers cost nothing like sixteen times the time: what a
// speaker costs may not depend on how many spoke before.
func TestManySpeakers(t *testing.T) {
	lex := lexicon.Default()
	refer, cite := reference.New(lex), New(lex)
	cost := func(n int) time.Duration {
		best := time.Duration(0)
		d := crowd(lex, n)
		for range 2 {
			d.Body.References, d.Body.Citations, d.Documents = nil, nil, nil
			start := time.Now()
			refer(d)
			cite(d)
			if took := time.Since(start); best == 0 || took < best {
				best = took
			}
			if got := len(d.Body.Citations); got != 2*n {
				t.Fatalf("%d citations in a text of %d speakers, want %d", got, n, 2*n)
			}
		}
		return best
	}
	few, many := cost(20000), cost(80000)
	if many > 10*few {
		t.Errorf("80,000 speakers cost %v, 20,000 cost %v: not in proportion", many, few)
	}
}
