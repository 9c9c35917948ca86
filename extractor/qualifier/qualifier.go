// Package qualifier reads how a number is meant from the words around it: "at least", "up to", "or more".
// It is a table for the passes number and amount; it annotates nothing. Begin with New and At.
package qualifier

import (
	"slices"
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/lexicon"
	"github.com/claimwire/claimwire/extractor/match"
	"github.com/claimwire/claimwire/internal/claim"
)

// Finder finds qualifiers. It is read-only after New.
type Finder struct {
	before *match.Trie[entry] // phrases back to front
	after  *match.Trie[entry]
	words  struct{ estimated, estimates, to, at, of, plus, dash uint32 }
	marks  map[uint32]bool // opening and closing quotation marks that may stand between
}

type entry struct {
	qualifier claim.Qualifier // skip: empty
	notAfter  []uint32
}

const skip = "skip"

// New reads the table of qualifiers.
func New(lex *lexicon.Lexicon) *Finder {
	f := &Finder{before: match.NewTrie[entry](), after: match.NewTrie[entry](), marks: map[uint32]bool{}}
	for _, row := range lex.Rows("en/qualifiers") {
		words := lex.Words(row.Get("phrase"))
		e := entry{}
		for _, w := range row.List("not_after") {
			e.notAfter = append(e.notAfter, lex.Words(w)[0])
		}
		if q := row.Get("after"); q != "" {
			f.after.Add(words, entry{qualifier: claim.Qualifier(q)})
		}
		if q := row.Get("before"); q != "" {
			if q != skip {
				e.qualifier = claim.Qualifier(q)
			}
			words = slices.Clone(words)
			slices.Reverse(words)
			f.before.Add(words, e)
		}
	}
	w := &f.words
	for word, id := range map[string]*uint32{
		"estimated": &w.estimated, "estimates": &w.estimates, "to": &w.to, "at": &w.at, "of": &w.of, "plus": &w.plus, "-": &w.dash,
	} {
		*id = lex.Vocab.Add(word)
	}
	for _, mark := range []string{`"`, "“", "”", "«", "»", "‘", "„"} {
		f.marks[lex.Vocab.Add(mark)] = true
	}
	return f
}

// At is the qualifier of what stands at r in sentence s: exact where no word says otherwise.
func (f *Finder) At(t *doc.Text, s *doc.Sentence, r doc.Range) claim.Qualifier {
	if q := f.left(t, s.From, r.From); q != "" {
		return q
	}
	if q := f.right(t, r.To, s.To); q != "" {
		return q
	}
	for i := r.From + 1; i+1 < r.To; i++ {
		if t.Word(i) == "+" {
			return claim.AtLeast // "$60+ million"
		}
	}
	if f.estimate(t, s.From, r.From) {
		return claim.About
	}
	return claim.Exact
}

// left looks for a qualifier that ends before token i, over a quotation mark and words like "another".
func (f *Finder) left(t *doc.Text, from, i int) claim.Qualifier {
	for range 3 {
		if i > from && f.marks[t.Tokens[i-1].Word] {
			i--
		}
		e, n := f.before.Longest(func(k int) uint32 { return t.Tokens[i-1-k].Word }, 0, i-from)
		if n == 0 {
			return ""
		}
		if e.qualifier != "" {
			if i-n > from && slices.Contains(e.notAfter, t.Tokens[i-n-1].Word) {
				return ""
			}
			return e.qualifier
		}
		i -= n
	}
	return ""
}

func (f *Finder) right(t *doc.Text, i, to int) claim.Qualifier {
	if i < to && f.marks[t.Tokens[i].Word] {
		i++
	}
	if i >= to {
		return ""
	}
	e, n := f.after.Longest(func(k int) uint32 { return t.Tokens[k].Word }, i, to)
	if n == 0 {
		return ""
	}
	if n == 1 && t.Tokens[i].Word == f.words.plus && i+1 < to && !strings.Contains(".,;:!?)]”\"", t.Word(i+1)) {
		return "" // "$5 million plus interest", "$5,000 plus $700"
	}
	if t.Word(i) == "+" && !t.Tokens[i].Is(doc.Glued) {
		return ""
	}
	return e.qualifier
}

// reachEstimate is how far before a number "estimated" still speaks of it: "is estimated to have received".
const reachEstimate = 6

func (f *Finder) estimate(t *doc.Text, from, i int) bool {
	if i-1 < from {
		return false
	}
	leads := t.Tokens[i-1].Word
	for k := i - 1; k >= from && k >= i-reachEstimate; k-- {
		tok := &t.Tokens[k]
		if tok.Is(doc.Digit) || tok.Is(doc.Punct) && tok.Word != f.words.dash {
			return false
		}
		if tok.Word != f.words.estimated && tok.Word != f.words.estimates {
			continue
		}
		next := t.Tokens[k+1].Word
		return k+1 == i || next == f.words.to || leads == f.words.at || leads == f.words.of
	}
	return false
}
