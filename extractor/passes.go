package extractor

import (
	"github.com/claimwire/claimwire/extractor/actor"
	"github.com/claimwire/claimwire/extractor/amount"
	"github.com/claimwire/claimwire/extractor/assertion"
	"github.com/claimwire/claimwire/extractor/boilerplate"
	"github.com/claimwire/claimwire/extractor/citation"
	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/language"
	"github.com/claimwire/claimwire/extractor/lexicon"
	"github.com/claimwire/claimwire/extractor/number"
	"github.com/claimwire/claimwire/extractor/period"
	"github.com/claimwire/claimwire/extractor/place"
	"github.com/claimwire/claimwire/extractor/quote"
	"github.com/claimwire/claimwire/extractor/reference"
	"github.com/claimwire/claimwire/extractor/role"
	"github.com/claimwire/claimwire/extractor/segment"
)

// Pass is one step: it reads layers that earlier passes wrote and writes its own.
type Pass struct {
	Name   string
	Reads  []string
	Writes []string
	Run    func(*doc.Doc)
}

// passes is the order of the work. Each entry names the layers of doc.Text and doc.Doc that it reads
// and writes; a test holds every Reads against the Writes before it.
func passes(lex *lexicon.Lexicon) []Pass {
	return []Pass{
		{Name: "language", Writes: []string{"Language"}, Run: language.New(lex)}, // first: Extract stops here where it has no rules
		{Name: "segment", Writes: []string{"Paragraphs", "Sentences", "Tokens"}, Run: segment.New(lex)},
		{Name: "boilerplate", Reads: []string{"Paragraphs", "Sentences", "Tokens"}, Writes: []string{"Boilerplate"}, Run: boilerplate.New(lex)},
		{Name: "quote", Reads: []string{"Paragraphs", "Sentences", "Tokens"}, Writes: []string{"Quotes"}, Run: quote.New(lex)},
		{Name: "number", Reads: []string{"Sentences", "Tokens"}, Writes: []string{"Numbers"}, Run: number.New(lex)},
		{Name: "amount", Reads: []string{"Sentences", "Tokens", "Numbers"}, Writes: []string{"Amounts"}, Run: amount.New(lex)},
		{Name: "place", Reads: []string{"Sentences", "Tokens", "Boilerplate"}, Writes: []string{"Countries"}, Run: place.New(lex)},
		{Name: "actor", Reads: []string{"Sentences", "Tokens", "Countries"}, Writes: []string{"Actors", "Cyber", "Entities"}, Run: actor.New(lex)},
		{Name: "reference", Reads: []string{"Sentences", "Tokens", "Quotes", "Countries", "Actors", "Entities"}, Writes: []string{"References"}, Run: reference.New(lex)},
		{Name: "period", Reads: []string{"Sentences", "Tokens", "Numbers"}, Writes: []string{"Periods"}, Run: period.New(lex)},
		{Name: "citation", Reads: []string{"Paragraphs", "Sentences", "Tokens", "Boilerplate", "Quotes", "Countries", "Actors", "Entities", "References", "Periods"}, Writes: []string{"Citations", "Documents", "Wire"}, Run: citation.New(lex)},
		{Name: "assertion", Reads: []string{"Sentences", "Tokens", "Boilerplate", "Quotes", "Numbers", "Amounts", "Countries", "Actors", "Entities", "References", "Periods", "Citations"}, Writes: []string{"Assertions"}, Run: assertion.New(lex)},
		{Name: "role", Reads: []string{"Sentences", "Tokens", "Actors", "Citations", "Assertions", "Boilerplate"}, Writes: []string{"Roles"}, Run: role.New(lex)},
	}
}
