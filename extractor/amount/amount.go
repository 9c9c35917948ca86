// Package amount finds sums of money: a number with the mark of a currency, ranges and lists of them, and
// one sum told in two currencies. It reads the layer Numbers and writes Amounts. Begin with New.
package amount

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/claimwire/claimwire/extractor/currency"
	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/lexicon"
	"github.com/claimwire/claimwire/extractor/qualifier"
	"github.com/claimwire/claimwire/internal/claim"
)

type pass struct {
	money   *currency.Table
	qualify *qualifier.Finder
	classes []class // by word id
	quotes  []bool  // by word id: quotation marks
	words   words

	magnitudes []float64 // by word id
}

// class is a set of what a word is for sums, as in en/amounts.tsv.
type class uint16

const (
	link class = 1 << iota
	opener
	object
	weight
	weigh
	change
	spread
	follow
	wonVerb
	inflation
	litre
	possessive
	implied
	wonObject
	plural
	measure
)

var classNames = map[string]class{
	"link": link, "opener": opener, "object": object, "weight": weight, "weigh": weigh, "change": change, "spread": spread,
	"follow": follow, "wonverb": wonVerb, "inflation": inflation, "litre": litre, "possessive": possessive, "implied": implied, "wonobject": wonObject, "plural": plural, "measure": measure,
}

// words are the single words that the rules ask for.
type words struct {
	a, and, or, to, of, in, from, between, comma, hyphen, enDash, emDash, slash, open, square, ampersand, crore, crores, odd, is, was, by, percent, sign uint32
}

// New returns the pass. It writes Amounts of both texts.
func New(lex *lexicon.Lexicon) func(*doc.Doc) {
	p := &pass{money: currency.New(lex), qualify: qualifier.New(lex)}
	for _, row := range lex.Rows("en/amounts") {
		id := lex.Vocab.Add(row.Get("word"))
		p.classes = grow(p.classes, id)
		for _, name := range row.List("classes") {
			c, ok := classNames[name]
			if !ok {
				panic("internal error: en/amounts.tsv: unknown class " + name)
			}
			p.classes[id] |= c
		}
	}
	for _, row := range lex.Rows("en/magnitudes") {
		v, err := strconv.ParseFloat(row.Get("value"), 64)
		if err != nil {
			panic("internal error: en/magnitudes.tsv: " + err.Error())
		}
		id := lex.Vocab.Add(row.Get("word"))
		p.magnitudes = grow(p.magnitudes, id)
		p.magnitudes[id] = v
	}
	p.name(lex)
	return func(d *doc.Doc) {
		for _, t := range d.Texts() {
			p.text(t)
		}
	}
}

// name numbers the single words that the rules ask for.
func (p *pass) name(lex *lexicon.Lexicon) {
	w := &p.words
	for word, id := range map[string]*uint32{
		"a": &w.a, "and": &w.and, "or": &w.or, "to": &w.to, "of": &w.of, "in": &w.in, "from": &w.from, "between": &w.between, ",": &w.comma,
		"-": &w.hyphen, "–": &w.enDash, "—": &w.emDash, "/": &w.slash, "(": &w.open, "[": &w.square, "&": &w.ampersand, "odd": &w.odd, "is": &w.is, "was": &w.was, "by": &w.by, "percent": &w.percent, "%": &w.sign, "crore": &w.crore, "crores": &w.crores,
	} {
		*id = lex.Vocab.Add(word)
	}
	for _, mark := range []string{`"`, "“", "”", "«", "»", "‘", "’", "„", "'"} {
		id := lex.Vocab.Add(mark)
		p.quotes = grow(p.quotes, id)
		p.quotes[id] = true
	}
}

func grow[T any](list []T, id uint32) []T {
	for int(id) >= len(list) {
		list = append(list, make([]T, int(id)+1-len(list))...)
	}
	return list
}

func (p *pass) is(t *doc.Text, i int, c class) bool {
	w := t.Tokens[i].Word
	return int(w) < len(p.classes) && p.classes[w]&c != 0
}

func (p *pass) quoted(t *doc.Text, i int) bool {
	w := t.Tokens[i].Word
	return int(w) < len(p.quotes) && p.quotes[w]
}

// candidate is a number with what marks it as money, if anything does.
type candidate struct {
	doc.Range
	n        *doc.Number
	mark     currency.Mark
	marked   bool
	before   bool // the mark stands before the number
	after    bool
	value    float64 // in units of what the mark names
	min, max float64 // of a vague number or a range
	ranged   bool
	code     string
	factor   float64
	sentence int
	odd      bool // "two hundred-odd dollars"
	done     bool // part of another candidate
}

// reader reads one text.
type reader struct {
	*pass
	t      *doc.Text
	places *currency.Places
	found  []candidate
}

func (p *pass) text(t *doc.Text) {
	if len(t.Numbers) == 0 {
		return
	}
	r := reader{pass: p, t: t, places: p.money.Places(t)}
	r.candidates()
	r.imply()
	for i := 0; i < len(r.found); {
		i = r.group(i)
	}
	r.annotate()
}

// candidates keeps the numbers that have a mark and those that may share one with a neighbour.
func (r *reader) candidates() {
	t := r.t
	k, free := 0, 0 // sentence; first token that no candidate has
	r.found = slices.Grow(r.found, len(t.Numbers))
	for i := range t.Numbers {
		n := &t.Numbers[i]
		if n.Ordinal || n.From < free || r.share(n.To) {
			continue
		}
		for t.Sentences[k].To <= n.From {
			k++
		}
		c := candidate{Range: n.Range, n: n, value: n.Value, min: n.Min, max: n.Max, factor: 1, sentence: k}
		r.marks(&c, max(free, t.Sentences[k].From))
		if c.marked && !r.silent(&c) {
			free = c.To
		} else {
			c.marked, c.Range = false, n.Range
		}
		r.found = append(r.found, c)
	}
}

// share reports whether the sign of a percentage stands at token i: what it is of is money, it is none.
func (r *reader) share(i int) bool {
	if i >= len(r.t.Tokens) {
		return false
	}
	w := r.t.Tokens[i].Word
	return w == r.words.percent || w == r.words.sign
}

// annotate writes the sums that were found.
func (r *reader) annotate() {
	t := r.t
	for i := range r.found {
		c := &r.found[i]
		if !c.marked || c.done {
			continue
		}
		a := doc.Amount{Range: c.Range}
		a.Span = t.Span(c.Range)
		a.Value, a.Currency = clean(c.value*c.factor), c.code
		a.Qualifier = r.qualify.At(t, &t.Sentences[c.sentence], c.Range)
		if c.n.Max > 0 || c.ranged {
			lo, hi := clean(c.min*c.factor), clean(c.max*c.factor)
			a.Min, a.Max = &lo, &hi
			a.Vague = c.n.Max > 0
		}
		if (a.Vague || c.odd) && a.Qualifier == claim.Exact {
			a.Qualifier = claim.About
		}
		if !valid(&a.Amount) {
			continue
		}
		if a.Currency == "USD" {
			usd := a.Value
			a.USD = &usd
		}
		t.Amounts = append(t.Amounts, a)
	}
	r.pair()
}

// maxSum bounds what is believed; more is a serial number.
const maxSum = 1e18

func valid(a *claim.Amount) bool {
	return a.Value <= maxSum && !math.IsNaN(a.Value) && (a.Min == nil || *a.Min <= a.Value && a.Value <= *a.Max && *a.Max <= maxSum)
}

// thousandsByDot reports whether "1.500" in this sum means fifteen hundred: no English unit has three
// decimals but a price per litre.
func (r *reader) thousandsByDot(c *candidate) bool {
	figures := r.t.S[c.n.Start:c.n.End]
	dot := strings.IndexByte(figures, '.')
	if dot < 1 || dot > 3 || len(figures)-dot != 4 || figures[0] == '0' || c.n.Magnitude != 1 || c.mark.Crypto {
		return false
	}
	if strings.ContainsAny(figures, ", '’\u00a0") || c.code == "USD" || c.code == "GBP" {
		return false
	}
	for i := c.To; i < c.To+3 && i < r.t.Sentences[c.sentence].To; i++ {
		if r.is(r.t, i, litre) {
			return false
		}
	}
	return true
}
