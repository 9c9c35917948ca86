package segment

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/match"
)

func (s segmenter) tokens(t *doc.Text, start, end int) {
	it := words.FromString(t.S[start:end])
	glued := false
	for it.Next() {
		a, b := start+it.Start(), start+it.End()
		if r, _ := utf8.DecodeRuneInString(t.S[a:b]); unicode.IsSpace(r) {
			glued = false
			// The narrow blank of French figures is no blank to UAX #29, and stands before what it joins.
			if a = b - len(strings.TrimLeftFunc(t.S[a:b], unicode.IsSpace)); a == b {
				continue
			}
		}
		if n := len(t.Tokens); glued && t.S[a:b] == "." && s.dotted(t, n-1, strings.TrimSpace(t.S[b:end]) == "") {
			s.add(t, n-1, t.Tokens[n-1].Start, b) // "U.S" + "." is one token
			continue
		}
		if n := len(t.Tokens); glued && t.S[a:b] == "s" && n > 1 && t.Tokens[n-1].Is(doc.Punct) && possessive("x"+t.S[t.Tokens[n-1].Start:b]) == 1 {
			s.add(t, n-1, t.Tokens[n-1].Start, b) // "U.N." + "'" + "s": the mark and the s are one possessive
			t.Tokens[n-1].Flags |= doc.Possessive
			continue
		}
		if !glued && s.apart(t, a, b) {
			continue
		}
		cut := a + possessive(t.S[a:b])
		s.append(t, a, cut, glued)
		glued = true
		if cut < b {
			s.append(t, cut, b, true)
			t.Tokens[len(t.Tokens)-1].Flags |= doc.Possessive
		}
	}
}

// apart reads what a text written with a blank around each mark has torn off: in "the firm ' s" the mark and the s are one
// possessive, "did n ' t" and "didn ’ t" are one word. It reports whether the word from a to b was such an end.
func (s segmenter) apart(t *doc.Text, a, b int) bool {
	n := len(t.Tokens)
	if n < 2 || b-a > 2 || !t.Tokens[n-2].Is(doc.Alpha) || t.Tokens[n-1].Is(doc.Glued) || t.Tokens[n-1].End+1 != a || t.Tokens[n-2].End+1 != t.Tokens[n-1].Start {
		return false
	}
	if mark := t.Word(n - 1); mark != "'" && mark != "’" {
		return false
	}
	switch t.S[a:b] {
	case "s", "re", "ve", "ll":
		s.add(t, n-1, t.Tokens[n-1].Start, b)
		t.Tokens[n-1].Word = s.word(t.Word(n - 1))
		t.Tokens[n-1].Flags |= doc.Glued
		if t.S[a:b] == "s" {
			t.Tokens[n-1].Flags |= doc.Possessive
		}
		return true
	case "t":
		if w := t.Word(n - 2); w[len(w)-1] != 'n' {
			return false
		}
		s.add(t, n-2, t.Tokens[n-2].Start, b)
		t.Tokens[n-2].Word = s.word(t.Word(n - 2))
		t.Tokens = t.Tokens[:n-1]
		return true
	}
	return false
}

// word is the id of a word without the blanks in it.
func (s segmenter) word(w string) uint32 {
	return s.vocab.ID(match.Fold(nil, strings.ReplaceAll(w, " ", "")))
}

// dotted reports whether the token is letters with dots between, or a known abbreviation that is not the
// last word of its sentence, so that a dot behind it is its own.
func (s segmenter) dotted(t *doc.Text, i int, last bool) bool {
	if i < 0 {
		return false
	}
	w := t.Word(i)
	if strings.IndexByte(w, '.') == 1 && len(w) >= 3 && unicode.IsLetter(rune(w[0])) && unicode.IsLetter(rune(w[2])) {
		return true
	}
	return !last && s.abbreviations[string(match.Fold(nil, w))]
}

// possessive is where the possessive ending of a word begins, or the word's length.
func possessive(w string) int {
	for _, ending := range [...]string{"'s", "’s", "'S", "’S"} {
		if len(w) > len(ending) && strings.HasSuffix(w, ending) {
			return len(w) - len(ending)
		}
	}
	return len(w)
}

func (s segmenter) append(t *doc.Text, start, end int, glued bool) {
	t.Tokens = append(t.Tokens, doc.Token{})
	s.add(t, len(t.Tokens)-1, start, end)
	if glued {
		t.Tokens[len(t.Tokens)-1].Flags |= doc.Glued
	}
}

// add fills token i.
func (s segmenter) add(t *doc.Text, i, start, end int) {
	var stack [64]byte
	keep := t.Tokens[i].Flags & doc.Glued
	w := t.S[start:end]
	t.Tokens[i] = doc.Token{Start: start, End: end, Word: s.vocab.ID(match.Fold(stack[:0], w)), Flags: keep | shape(w)}
}

func shape(w string) doc.Flags {
	var f doc.Flags
	letters, upper := 0, 0
	for i, r := range w {
		switch {
		case unicode.IsDigit(r):
			f |= doc.Digit
		case unicode.IsLetter(r):
			letters++
			if unicode.IsUpper(r) {
				upper++
				if i == 0 {
					f |= doc.Capital
				}
			}
		}
	}
	if letters > 0 {
		f |= doc.Alpha
	}
	if upper == letters && letters > 1 {
		f |= doc.AllCaps
	}
	if f == 0 {
		f = doc.Punct
	}
	return f
}
