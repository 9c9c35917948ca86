// Package citation reads who is said to have said what, and in which document: verbs of saying with
// their subjects, "according to", nouns such as "the finding that", headlines with a colon. New returns
// the pass; it writes Text.Citations, Doc.Documents and Doc.Wire.
//
// A sentence without a cue costs one look at each word. In one with a cue, each cue is read by itself
// (verb.go, attribution.go, nouncue.go, headline.go); then the citations of the text are put in order,
// their contents cut against each other (content.go), and chained (chain.go).
package citation

import (
	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/lexicon"
	"github.com/claimwire/claimwire/extractor/syntax"
	"github.com/claimwire/claimwire/internal/claim"
)

// New returns the pass. It reads Paragraphs, Sentences, Tokens, Quotes, Countries, Actors, References and
// Periods, and Doc.Entities.
func New(lex *lexicon.Lexicon) func(*doc.Doc) {
	x := syntax.Load(lex)
	wires, short, sorts, words, lone := loadWires(lex), shortNames(lex), sortsOf(lex), loadWords(lex), loneNames(lex)
	return func(d *doc.Doc) {
		w := &work{x: x, d: d, wires: wires, short: short, sorts: sorts, words: words, lone: lone}
		d.Wire = wires.mark(d)
		for _, t := range d.Texts() {
			w.text(t)
		}
	}
}

// work is the reading of one document.
type work struct {
	x     *syntax.Tables
	d     *doc.Doc
	t     *doc.Text
	names *names
	wires wires
	short map[string]string // letters that a body goes by, by its name
	sorts map[string]string // of nouns for bodies: see sortsOf

	words words           // what else words tell of a citation
	lone  map[string]bool // see loneNames

	s      doc.Sentence // the sentence that is read
	mask   syntax.Class // what its words can be
	cites  []cite
	adds   bool        // the cue that is read goes on with what its speaker said: "added"
	headed bool        // the sentence is a headline, where every word may have a capital
	first  int         // in cites: of the sentence that is read
	said   []speaker   // who spoke, in order, over both texts
	nouns  []string    // of Doc.Documents: what they were introduced as
	papers map[int]int // in Doc.Documents: by the last token of a mention in this text
	offset int         // of tokens of this text against those of the texts before it
}

// cite is a citation on its way.
type cite struct {
	src      speaker
	span     doc.Range // the whole attribution
	cue      doc.Range
	contents []doc.Range
	document int // in Doc.Documents, -1 where none
	stance   claim.Stance
	relay    int    // in cites: who relays it, where the words say so; -1 where they do not
	saw      int    // the document that it relays, counted from 1 in Doc.Documents; 0 where none
	heard    string // the outlet to whom it was told
	colon    bool   // its content goes on in the next paragraph
	belief   bool   // thinks rather than says
	remark   bool   // the writer's own, inside what another says: "which was first reported by"
	aside    bool   // an apposition to what another says: "a charge that he denies"
	twin     bool   // another speaker of the citation before
	whose    bool   // in a relative clause about its speaker: "the guard who reported the leak"
}

func (w *work) text(t *doc.Text) {
	w.t, w.cites, w.papers = t, nil, map[int]int{}
	for i := range t.Sentences {
		if !t.Sentences[i].Boilerplate {
			w.sentence(t.Sentences[i])
		}
	}
	w.finish()
	w.offset += len(t.Tokens)
}

const longest = 600 // tokens of a sentence; no prose has longer ones, and work in one stays bounded

func (w *work) sentence(s doc.Sentence) {
	var mask syntax.Class
	for i := s.From; i < s.To; i++ {
		mask |= w.x.Word(w.t.Tokens[i].Word)
	}
	heading := w.heading(s)
	if mask&(syntax.CueWord|syntax.PaperStart) == 0 && !heading || s.To-s.From > longest {
		return
	}
	if w.names == nil {
		w.names = newNames(w.d.Entities, w.usual)
		w.appositions()
	}
	w.headed = heading
	w.s, w.mask, w.first = s, mask, len(w.cites)
	if mask&syntax.PaperStart != 0 {
		w.findPapers()
	}
	if heading {
		w.headline()
	}
	if mask&syntax.CueWord != 0 {
		w.cues()
	}
	if len(w.cites) == w.first {
		w.unspoken()
	}
	w.order()
}

// cues reads each cue of the sentence from left to right, so that a later one can lean on the subject of
// an earlier one.
func (w *work) cues() {
	for i := w.s.From; i < w.s.To; {
		n := 0
		if w.x.Of(w.t, i)&syntax.CueWord != 0 {
			n = w.cueAt(i)
		}
		i += max(n, 1)
	}
}

// cueAt reads the cue at token i and returns how many tokens it took.
func (w *work) cueAt(i int) int {
	if k := w.t.Tokens[i]; k.Is(doc.Capital) && !k.Is(doc.First) && !w.headed && w.x.Of(w.t, i)&syntax.NounCue == 0 {
		if i == w.s.From || !w.t.Tokens[i-1].Is(doc.Punct) {
			return 1 // a name: "United States", "Guardia Civil"
		}
	}
	if a, n := w.x.AttributionAt(w.t, i, w.s.To); n > 0 {
		if used := w.attribution(i, n, a); used > 0 {
			return used
		}
		if a.Order == "seen" && w.paperBefore(i) >= 0 && a.Phrase != "published by" && a.Phrase != "released by" {
			return n
		}
	}
	if w.x.Of(w.t, i)&syntax.NounCue != 0 {
		if used := w.nounCue(i); used > 0 {
			return used
		}
	}
	f, n := w.x.CueAt(w.t, i, w.s.To)
	if n == 0 || w.t.Tokens[i].Is(doc.Glued) && i > w.s.From && !w.t.Tokens[i-1].Is(doc.Punct) || w.hyphened(i, n) {
		return n
	}
	if a := syntax.ActorAt(w.t, i); a != nil && a.To > i+n {
		return n
	}
	w.verb(verbAt{at: i, to: i + n, Form: f})
	return n
}

// hyphened reports whether the word is part of a compound: "so-called", "tell-tale".
func (w *work) hyphened(i, n int) bool {
	glued := func(k int) bool {
		return k >= w.s.From && k < w.s.To && w.t.Word(k) == "-" && w.t.Tokens[k].Is(doc.Glued)
	}
	return glued(i-1) || glued(i+n) && i+n+1 < w.s.To && w.t.Tokens[i+n+1].Is(doc.Glued)
}

func (w *work) class(i int) syntax.Class { return w.x.Of(w.t, i) }

// scope is the range in which the clause of token i lies: its quotation, else the sentence.
func (w *work) scope(i int) doc.Range {
	r := w.s.Range
	if q := syntax.QuoteAt(w.t, i); q >= 0 {
		r.From, r.To = max(r.From, w.t.Quotes[q].From), min(r.To, w.t.Quotes[q].To)
	}
	return r
}

// remembered is how many of the last speakers a pronoun is held against.
const remembered = 40

// add appends a citation and remembers its speaker.
func (w *work) add(c cite) int {
	if c.document >= 0 {
		w.issue(c.document, c.src)
	}
	c.src.at = c.cue.From + w.offset
	if len(w.said) == 2*remembered {
		w.said = append(w.said[:0], w.said[remembered:]...)
	}
	w.said = append(w.said, c.src)
	w.cites = append(w.cites, c)
	for _, twin := range c.src.also {
		other := c
		other.src, other.src.also, other.twin, other.relay = twin, nil, true, -1
		if c.src.document >= 0 {
			other.document = twin.document
		}
		w.cites = append(w.cites, other)
	}
	return len(w.cites) - 1
}
