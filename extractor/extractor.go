// Package extractor reads an article: sums of money, actors, countries, citations and the assertions
// that they carry. Begin with New and Extract. The work is done by passes over one shared doc.Doc, in
// the order of the list in passes.go; their words live in TSV files in the package lexicon.
package extractor

import (
	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/lexicon"
	"github.com/claimwire/claimwire/internal/claim"
)

// Extractor reads articles. It is immutable after New and safe for many goroutines.
type Extractor struct {
	passes []Pass
	rules  string
}

// New builds an extractor over a lexicon.
func New(lex *lexicon.Lexicon) *Extractor {
	return &Extractor{passes: passes(lex), rules: lex.Hash()}
}

// Extract reads one article. Any text can be read; what a language without rules holds stays unread.
func (e *Extractor) Extract(a *claim.Article) claim.Reading {
	d := &doc.Doc{Article: a, Anchor: a.PublishedAt, Language: a.Language}
	d.Title = doc.Text{In: claim.InTitle, S: a.Title}
	d.Body = doc.Text{In: claim.InText, S: a.Text}
	for _, p := range e.passes {
		p.Run(d)
	}
	return assemble(d, e.rules)
}
