// Package number finds numbers in figures and words: "2.5", "1 200 000", "Rs 2,50,000", "fifteen hundred",
// "two and a half million", "tens of thousands". It writes the layer Numbers and knows currencies only as
// far as they are written together with figures. Begin with New.
package number

import (
	"strconv"

	"github.com/claimwire/claimwire/extractor/currency"
	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/lexicon"
	"github.com/claimwire/claimwire/extractor/qualifier"
	"github.com/claimwire/claimwire/internal/claim"
)

// kind is what a word is for numbers.
type kind uint8

const (
	none kind = iota
	unit
	teen
	ten
	ordinal
	fraction
	glyph
	vague
	article
	couple
	point
	and
	word         // a magnitude: million
	plural       // millions
	abbreviation // bn
	letter       // m
	hyphen
	of
	slash
	dot
	comma
)

var kinds = map[string]kind{
	"unit": unit, "teen": teen, "ten": ten, "ordinal": ordinal, "fraction": fraction, "glyph": glyph, "vague": vague,
	"article": article, "couple": couple, "point": point, "and": and, "word": word, "plural": plural, "abbreviation": abbreviation, "letter": letter,
}

type entry struct {
	kind            kind
	value, min, max float64
}

type pass struct {
	entries []entry            // by word id
	glued   map[string]float64 // magnitudes that may be glued to figures, folded
	money   *currency.Table
	qualify *qualifier.Finder
	few, in uint32
}

// New returns the pass. It writes Numbers of both texts.
func New(lex *lexicon.Lexicon) func(*doc.Doc) {
	p := &pass{glued: map[string]float64{}, money: currency.New(lex), qualify: qualifier.New(lex)}
	for _, row := range lex.Rows("en/numbers") {
		p.put(lex, row.Get("word"), entry{kinds[row.Get("kind")], number(row, "value"), number(row, "min"), number(row, "max")})
	}
	for _, row := range lex.Rows("en/magnitudes") {
		e := entry{kind: kinds[row.Get("kind")], value: number(row, "value")}
		p.put(lex, row.Get("word"), e)
		p.glued[row.Get("word")] = e.value
	}
	for w, k := range map[string]kind{"-": hyphen, "of": of, "/": slash, ".": dot, ",": comma} {
		p.put(lex, w, entry{kind: k})
	}
	p.few, p.in = lex.Vocab.Add("few"), lex.Vocab.Add("in")
	return func(d *doc.Doc) {
		for _, t := range d.Texts() {
			p.text(t)
		}
	}
}

func (p *pass) put(lex *lexicon.Lexicon, word string, e entry) {
	if e.kind == none {
		panic("internal error: en/numbers.tsv or en/magnitudes.tsv: unknown kind of " + word)
	}
	id := lex.Vocab.Add(word)
	for int(id) >= len(p.entries) {
		p.entries = append(p.entries, make([]entry, int(id)+1-len(p.entries))...)
	}
	p.entries[id] = e
}

func number(row lexicon.Row, column string) float64 {
	cell := row.Get(column)
	if cell == "" {
		return 0
	}
	v, err := strconv.ParseFloat(cell, 64)
	if err != nil {
		panic("internal error: number table: " + err.Error())
	}
	return v
}

func (p *pass) text(t *doc.Text) {
	for k := range t.Sentences {
		s := scan{p: p, t: t, from: t.Sentences[k].From, end: t.Sentences[k].To}
		for i := s.from; i < s.end; {
			if !t.Tokens[i].Is(doc.Digit) && s.entry(i).kind == none {
				i++
				continue
			}
			n, ok := s.number(i)
			if !ok {
				i++
				continue
			}
			n.Qualifier = p.qualifier(t, &t.Sentences[k], n.Range)
			t.Numbers = append(t.Numbers, n)
			i = n.To
		}
	}
}

// qualifier looks for it before a currency's mark that stands before the number.
func (p *pass) qualifier(t *doc.Text, s *doc.Sentence, r doc.Range) claim.Qualifier {
	_, n := p.money.Before(t, s.From, r.From)
	r.From -= n
	return p.qualify.At(t, s, r)
}

// scan reads numbers in one sentence.
type scan struct {
	p         *pass
	t         *doc.Text
	from, end int // tokens of the sentence
}

func (s *scan) entry(i int) entry {
	if i >= s.end {
		return entry{}
	}
	if w := s.t.Tokens[i].Word; int(w) < len(s.p.entries) {
		return s.p.entries[w]
	}
	return entry{}
}

func (s *scan) kind(i int) kind { return s.entry(i).kind }

// number reads the number that begins at token i.
func (s *scan) number(i int) (doc.Number, bool) {
	if s.t.Tokens[i].Is(doc.Digit) {
		return s.figures(i)
	}
	switch s.kind(i) {
	case unit, teen, ten:
		if n, ok := s.parts(i); ok {
			return n, true
		}
		return s.exact(i)
	case article:
		return s.article(i)
	case fraction:
		return s.fraction(i, i)
	case vague, plural:
		return s.vague(i, i)
	case ordinal:
		return s.made(i, i+1, part{value: s.entry(i).value, mag: 1, words: true}, true)
	case glyph:
		return s.exact(i)
	case dot:
		if i+1 < s.end && s.leadingDot(i) {
			return s.exact(i)
		}
	}
	return doc.Number{}, false
}

// made builds a number from what was read of it.
func (s *scan) made(from, to int, v part, isOrdinal bool) (doc.Number, bool) {
	n := doc.Number{
		Range: doc.Range{From: from, To: to}, Value: clean(v.value), Ordinal: isOrdinal, Plain: v.plain, Words: v.words, Magnitude: v.mag,
		Start: s.t.Tokens[from].Start, End: s.t.Tokens[to-1].End,
	}
	if v.start != 0 || v.end != 0 {
		n.Start, n.End = v.start, v.end
	}
	if v.vague {
		n.Min, n.Max = clean(v.min), clean(v.max)
		n.Value = middle(n.Min, n.Max)
	}
	return n, true
}
