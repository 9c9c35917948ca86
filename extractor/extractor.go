// Package extractor reads an article: sums of money, actors, countries, citations and the assertions
// that they carry. Begin with New and Extract. The work is done by passes over one shared doc.Doc, in
// the order of the list in passes.go; their words live in TSV files in the package lexicon.
package extractor

import (
	"crypto/sha256"
	"encoding/hex"
	"runtime/debug"
	"sync"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/language"
	"github.com/claimwire/claimwire/extractor/lexicon"
	"github.com/claimwire/claimwire/internal/claim"
)

// Extractor reads articles. It is immutable after New and safe for many goroutines.
type Extractor struct {
	passes []Pass
	rules  string
	docs   sync.Pool // of *doc.Doc, for the room of their layers
}

// New builds an extractor over a lexicon.
func New(lex *lexicon.Lexicon) *Extractor {
	e := &Extractor{passes: passes(lex), rules: rules(lex.Hash())}
	e.docs.New = func() any { return new(doc.Doc) }
	return e
}

// Check reports what of a user's own lexicon files no extractor can be built over, by file, line and value.
// New panics at it.
func Check(files []string) error {
	return lexicon.Usable(files, func(lex *lexicon.Lexicon) { New(lex) })
}

// Extract reads one article. Any text can be read. Of one in a language that has no rules the reading is
// empty but for its Language.
func (e *Extractor) Extract(a *claim.Article) claim.Reading {
	d := e.docs.Get().(*doc.Doc)
	d.Reset(a)
	for i := range e.passes {
		e.passes[i].Run(d)
		if i == 0 && d.Language != language.English {
			break
		}
	}
	if cap(d.Body.Tokens) > maxPooled {
		return assemble(d, e.rules, true)
	}
	r := assemble(d, e.rules, false)
	d.Reset(nil)
	e.docs.Put(d)
	return r
}

// maxPooled is how many tokens of room a kept document may have, so that one huge article does not hold
// its memory for good.
const maxPooled = 1 << 15

// rules names what made a reading: the lexicon's data and this program's version.
func rules(lexicon string) string {
	version := ""
	if info, ok := debug.ReadBuildInfo(); ok {
		version = info.Main.Version
	}
	sum := sha256.Sum256([]byte(lexicon + "\n" + version))
	return hex.EncodeToString(sum[:6])
}
