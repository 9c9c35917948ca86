// Package currency knows how money is marked in text: signs, codes, names, slang and sub-units of
// currencies and crypto-assets, and which currency a shared name ("pesos") means in a text. It is a
// table for the passes number and amount, read from currencies.tsv; it annotates nothing. Begin with New.
package currency

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/lexicon"
	"github.com/claimwire/claimwire/extractor/match"
)

// Form is the way in which a mark stands for a currency.
type Form uint8

// The forms of marks.
const (
	Sign Form = iota // $, HK$, Rs
	Code             // USD, BTC
	Name             // dollars, quid, cents
)

// Mark is one reading of a word or phrase as money.
type Mark struct {
	Form   Form
	Code   string   // of the currency; empty where Shared decides
	Shared []string // codes of the currencies that share the name, the fallback first
	Factor float64  // value of one in units of the currency: 0.01 for cents
	Weak   bool     // also an everyday word or something else: wants support
	Word   bool     // a code that is an everyday word: wants more of it
	Big    bool     // a sign that counts only before a magnitude or thousands: "R2.5bn"
	Crypto bool
	Placed bool   // the place stands in it: "Canadian dollars"
	Exact  string // where not empty, the mark as it must stand in the text
	Upper  bool   // must begin with a capital letter
}

// Table holds all marks. It is read-only after New.
type Table struct {
	marks   *match.Trie[[]Mark]
	touches []bool                       // by word id: a mark begins or ends with it
	glued   map[string][]Mark            // by letters as folded
	codes   map[string]bool              // fiat codes
	places  *match.Trie[map[string]bool] // codes whose place it is
	dollars map[string]bool              // codes of currencies named dollar
}

// maxMark is the most tokens that a mark before a number has.
const maxMark = 3

// New reads the table of currencies.
func New(lex *lexicon.Lexicon) *Table {
	b := &builder{
		lex: lex, phrases: map[string][]Mark{}, shared: map[string][]string{}, factor: map[string]float64{}, weak: map[string]bool{},
		t: &Table{
			marks: match.NewTrie[[]Mark](), glued: map[string][]Mark{}, codes: map[string]bool{},
			places: match.NewTrie[map[string]bool](), dollars: map[string]bool{},
		},
	}
	for _, row := range lex.Rows("currencies") {
		b.row(row)
	}
	b.finish()
	return b.t
}

type builder struct {
	lex     *lexicon.Lexicon
	t       *Table
	phrases map[string][]Mark
	shared  map[string][]string // unit name → codes
	factor  map[string]float64
	weak    map[string]bool
	placed  map[string]map[string]bool
}

func (b *builder) row(row lexicon.Row) {
	code, crypto := row.Get("code"), row.Get("kind") == "crypto"
	flags := row.List("flags")
	m := Mark{Form: Code, Code: code, Factor: 1, Crypto: crypto, Word: slices.Contains(flags, "word")}
	m.Weak = m.Word || slices.Contains(flags, "weak")
	if !slices.Contains(flags, "lower") {
		m.Exact = code
	}
	b.add(strings.ToLower(code), m)
	if !crypto {
		b.t.codes[code] = true
	}
	for _, own := range row.List("own") {
		name, factor, weak := parseName(own)
		b.add(name, Mark{Form: Name, Code: code, Factor: factor, Crypto: crypto, Weak: weak})
	}
	for _, sign := range row.List("signs") {
		b.sign(code, sign, slices.Contains(flags, "default"))
	}
	b.units(row, code, slices.Contains(flags, "default"))
}

// sign adds a sign. One written with letters alone must begin with a capital, and where the table has
// one capital letter, it is a big one.
func (b *builder) sign(code, sign string, fallback bool) {
	m := Mark{Form: Sign, Code: code, Factor: 1}
	letters := strings.IndexFunc(sign, func(r rune) bool { return r >= 0x80 || !unicode.IsLetter(r) && r != '.' }) < 0
	if letters {
		m.Weak = len(sign) < 3
		m.Upper = sign[0] != 'k' || len(sign) > 3 // "kr" is written small
		m.Big = len(sign) == 1
	}
	folded := strings.ToLower(sign)
	for i, old := range b.phrases[folded] {
		if old.Form == Sign { // "kr" of four countries
			b.phrases[folded][i] = old.share(code, fallback)
			return
		}
	}
	b.add(folded, m)
}

// share lets one more currency have the sign, first where it is the fallback.
func (m Mark) share(code string, fallback bool) Mark {
	if m.Code != "" {
		m.Shared, m.Code = []string{m.Code}, ""
	}
	if fallback {
		m.Shared = append([]string{code}, m.Shared...)
	} else {
		m.Shared = append(m.Shared, code)
	}
	return m
}

// units adds the names that a currency shares, each beside each of its places, and notes the places.
func (b *builder) units(row lexicon.Row, code string, fallback bool) {
	for _, unit := range row.List("unit") {
		name, factor, weak := parseName(unit)
		b.factor[name] = factor
		b.weak[name] = b.weak[name] || weak
		if fallback {
			b.shared[name] = append([]string{code}, b.shared[name]...)
		} else {
			b.shared[name] = append(b.shared[name], code)
		}
		if name == "dollar" {
			b.t.dollars[code] = true
		}
		for _, place := range row.List("places") {
			b.add(place+" "+name, Mark{Form: Name, Code: code, Factor: factor, Placed: true})
		}
	}
	for _, place := range row.List("places") {
		if b.placed == nil {
			b.placed = map[string]map[string]bool{}
		}
		if b.placed[place] == nil {
			b.placed[place] = map[string]bool{}
		}
		b.placed[place][code] = true
	}
}

// parseName reads "cent=0.01" and "?sol".
func parseName(cell string) (name string, factor float64, weak bool) {
	name, weak = strings.CutPrefix(cell, "?")
	name, number, has := strings.Cut(name, "=")
	if !has {
		return name, 1, weak
	}
	factor, err := strconv.ParseFloat(number, 64)
	if err != nil || factor <= 0 {
		panic("internal error: currencies.tsv: no factor in " + cell)
	}
	return name, factor, weak
}

func (b *builder) add(phrase string, m Mark) { b.phrases[phrase] = append(b.phrases[phrase], m) }

func (b *builder) finish() {
	for name, codes := range b.shared {
		own := slices.ContainsFunc(b.phrases[name], func(m Mark) bool { return m.Form == Name && !m.Weak })
		if !own {
			b.add(name, Mark{Form: Name, Shared: codes, Factor: b.factor[name], Weak: b.weak[name]})
		}
	}
	for _, phrase := range slices.Sorted(keys(b.phrases)) {
		b.phrase(phrase, b.phrases[phrase])
	}
	for place, codes := range b.placed {
		b.t.places.Add(b.lex.Words(place), codes)
	}
}

func (b *builder) phrase(phrase string, marks []Mark) {
	words := b.lex.Words(phrase)
	b.t.marks.Add(words, marks)
	for _, w := range []uint32{words[0], words[len(words)-1]} {
		for int(w) >= len(b.t.touches) {
			b.t.touches = append(b.t.touches, make([]bool, int(w)+1-len(b.t.touches))...)
		}
		b.t.touches[w] = true
	}
	if !strings.ContainsAny(phrase, " .") {
		b.t.glued[phrase] = marks
	}
}

func keys[K comparable, V any](m map[K]V) func(func(K) bool) {
	return func(yield func(K) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// Touches reports whether some mark begins or ends with the word: the cheap test.
func (t *Table) Touches(word uint32) bool { return int(word) < len(t.touches) && t.touches[word] }

// Dollar reports whether the currency's unit is a dollar.
func (t *Table) Dollar(code string) bool { return t.dollars[code] }

// After is the longest mark whose first token is i and whose tokens end before n, with its length.
func (t *Table) After(x *doc.Text, i, n int) (Mark, int) {
	if i >= n || !t.Touches(x.Tokens[i].Word) {
		return Mark{}, 0
	}
	marks, length := t.marks.Longest(func(k int) uint32 { return x.Tokens[k].Word }, i, n)
	if length == 0 {
		return Mark{}, 0
	}
	m, ok := choose(marks, x.S[x.Tokens[i].Start:x.Tokens[i+length-1].End])
	if !ok || m.Form == Sign && !together(x, i, i+length) {
		return Mark{}, 0
	}
	return m, length
}

// together reports whether the tokens of a sign are written as one: "US $5" may have a blank, while in
// "a $5 fine" the a is no Australian's.
func together(x *doc.Text, i, n int) bool {
	for k := i + 1; k < n; k++ {
		if !x.Tokens[k].Is(doc.Glued) && !x.Tokens[i].Is(doc.AllCaps) {
			return false
		}
	}
	return n-i == 1 || x.Tokens[i].End-x.Tokens[i].Start > 1 || !x.Tokens[i].Is(doc.Alpha) || x.Tokens[i].Is(doc.Capital)
}

// Before is the longest mark that ends just before token i and begins at from or later, with its length.
func (t *Table) Before(x *doc.Text, from, i int) (Mark, int) {
	if i <= from || !t.Touches(x.Tokens[i-1].Word) {
		return Mark{}, 0
	}
	for n := maxMark; n > 0; n-- {
		if i-n < from {
			continue
		}
		if m, length := t.After(x, i-n, i); length == n {
			return m, n
		}
	}
	return Mark{}, 0
}

// Glued is the mark that letters written together with a number are.
func (t *Table) Glued(letters string) (Mark, bool) {
	var stack [32]byte
	if len(letters) > len(stack) {
		return Mark{}, false
	}
	return choose(t.glued[string(match.Fold(stack[:0], letters))], letters)
}

// choose is the first of the marks that stands in the text as it must.
func choose(marks []Mark, text string) (Mark, bool) {
	for _, m := range marks {
		if m.Exact != "" && m.Exact != text {
			continue
		}
		if m.Upper && !(text[0] >= 'A' && text[0] <= 'Z') {
			continue
		}
		return m, true
	}
	return Mark{}, false
}

// Scaled reads treasury shorthand: a code with a letter for its magnitude before or after it ("MUSD",
// "TEUR", "EURm", "USDbn").
func (t *Table) Scaled(word string) (code string, magnitude float64, ok bool) {
	if len(word) < 4 || len(word) > 5 {
		return "", 0, false
	}
	if m := prefixes[word[0]]; m != 0 && len(word) == 4 && t.codes[word[1:]] {
		return word[1:], m, true
	}
	if m := suffixes(word[3:]); m != 0 && t.codes[word[:3]] {
		return word[:3], m, true
	}
	return "", 0, false
}

var prefixes = [256]float64{'M': 1e6, 'm': 1e6, 'k': 1e3, 'K': 1e3, 'T': 1e3}

func suffixes(s string) float64 {
	switch s {
	case "k", "K":
		return 1e3
	case "m", "M", "mn", "Mn":
		return 1e6
	case "b", "B", "bn", "Bn":
		return 1e9
	}
	return 0
}
