// Package segment cuts a text into paragraphs, sentences and tokens. It is the first pass: every other
// one counts in the tokens that it makes. Words and sentences are those of Unicode's UAX #29 with three
// amendments for news text: an abbreviation ends no sentence ("Mr. Smith", "the U.S. Army"), a
// possessive is a token of its own ("country" "’s"), and a newline ends the sentence.
package segment

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/sentences"
	"github.com/clipperhouse/uax29/v2/words"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/lexicon"
	"github.com/claimwire/claimwire/extractor/match"
)

// New returns the pass. It writes Paragraphs, Sentences and Tokens of both texts.
func New(lex *lexicon.Lexicon) func(*doc.Doc) {
	s := &segmenter{vocab: lex.Vocab, abbreviations: map[string]bool{}, ends: map[string]string{}, starters: map[string]bool{}}
	for _, row := range lex.Rows("en/abbreviations") {
		s.abbreviations[row.Get("abbreviation")] = true
		s.ends[row.Get("abbreviation")] = row.Get("ends")
	}
	for _, row := range lex.Rows("en/sentencestarts") {
		s.starters[row.Get("word")] = true
	}
	return func(d *doc.Doc) {
		for _, t := range d.Texts() {
			s.text(t)
		}
	}
}

type segmenter struct {
	vocab         *match.Vocab
	abbreviations map[string]bool   // folded, without the last dot
	ends          map[string]string // of these: yes for those that may end a sentence, number for those that go on before one
	starters      map[string]bool   // folded words that then begin the next
}

// long is how many bytes of a text make it worth counting its tokens before they are made.
const long = 1 << 15

// room gives a long text room for its tokens at once: grown step by step they would take twice as much.
func room(t *doc.Text) {
	if len(t.S) < long {
		return
	}
	n, inside := 0, false
	for i := 0; i < len(t.S); i++ {
		c := t.S[i]
		letter := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
		if !letter && c != ' ' && (c < 0x80 || c >= 0xc0) || letter && !inside {
			n++
		}
		inside = letter
	}
	t.Tokens = slices.Grow(t.Tokens, n)
}

func (s segmenter) text(t *doc.Text) {
	room(t)
	for start := 0; start < len(t.S); {
		end := strings.IndexByte(t.S[start:], '\n')
		if end < 0 {
			end = len(t.S)
		} else {
			end += start
		}
		if strings.TrimSpace(t.S[start:end]) != "" {
			s.paragraph(t, start, end)
		}
		start = end + 1
	}
}

func (s segmenter) paragraph(t *doc.Text, start, end int) {
	first := len(t.Sentences)
	p := len(t.Paragraphs)
	begin := start
	it := sentences.FromString(t.S[start:end])
	for it.Next() {
		stop := start + it.End()
		if stop < end && s.goesOn(t.S[begin:stop], t.S[stop:end]) {
			continue
		}
		begin = s.inner(t, begin, stop, p)
		s.sentence(t, begin, stop, p)
		begin = stop
	}
	if begin < end {
		begin = s.inner(t, begin, end, p)
		s.sentence(t, begin, end, p)
	}
	t.Paragraphs = append(t.Paragraphs, doc.Paragraph{Start: start, End: end, Sentences: doc.Range{From: first, To: len(t.Sentences)}})
}

// inner cuts a sentence where Unicode's rules see no end: behind "…" before a capital or a quotation, and
// where the blank behind a full stop is lost ("It was gone.They left"). It returns where the rest begins.
func (s segmenter) inner(t *doc.Text, begin, stop, p int) int {
	for at := begin; ; {
		for at < stop && t.S[at] != '.' && !strings.HasPrefix(t.S[at:stop], "…") {
			at++
		}
		if at >= stop {
			return begin
		}
		end := at + 1
		if t.S[at] == '.' {
			if !lostBlank(t.S[begin:at], t.S[end:stop]) {
				at = end
				continue
			}
		} else if end = s.ellipsis(t, at+len("…"), stop); end < 0 {
			at += len("…")
			continue
		}
		s.sentence(t, begin, end, p)
		begin, at = end, end
	}
}

// ellipsis is where a sentence ends whose ellipsis ends at the offset, or -1.
func (s segmenter) ellipsis(t *doc.Text, end, stop int) int {
	for r, n := utf8.DecodeRuneInString(t.S[end:stop]); closes(r); r, n = utf8.DecodeRuneInString(t.S[end:stop]) {
		end += n
	}
	rest := strings.TrimLeft(t.S[end:stop], blanks)
	next, _ := utf8.DecodeRuneInString(rest)
	if len(rest) < stop-end && (unicode.IsUpper(next) || opens(next)) {
		return end
	}
	return -1
}

// lostBlank reports whether a word in small letters stands before a full stop and one with a capital
// right behind it, which is no address ("Crypto.Com").
func lostBlank(before, behind string) bool {
	n := len(before)
	if n < 3 || len(behind) < 2 || !small(before[n-1]) || !small(before[n-2]) || !small(before[n-3]) || behind[0] < 'A' || behind[0] > 'Z' {
		return false
	}
	end := 1
	for end < len(behind) && small(behind[end]) {
		end++
	}
	switch behind[:end] {
	case "Com", "Net", "Org", "Io", "Ai", "Js", "Co", "Info":
		return false
	}
	return end > 1 || behind[1] == ' '
}

func small(c byte) bool { return 'a' <= c && c <= 'z' }

const blanks = " \t\u00a0"

func closes(r rune) bool {
	return r == '”' || r == '’' || r == '"' || r == '\'' || r == '»' || r == ')'
}
func opens(r rune) bool { return r == '“' || r == '‘' || r == '"' || r == '«' }

// goesOn reports whether the sentence that seems to end here goes on: its last word is an
// abbreviation or initials, or what follows begins in lower case.
func (s segmenter) goesOn(done, rest string) bool {
	done = strings.TrimRightFunc(done, unicode.IsSpace)
	rest = strings.TrimLeft(rest, blanks)
	next, _ := utf8.DecodeRuneInString(rest)
	if last, _ := utf8.DecodeLastRuneInString(done); closes(last) {
		return unicode.IsLower(next) // “Who did it?” she asked.
	}
	if !strings.HasSuffix(done, ".") {
		return false
	}
	if unicode.IsLower(next) || next == ',' || next == ';' {
		return true
	}
	if unicode.IsDigit(next) && spacedPoint(done) {
		return true // 2 . 5
	}
	word := lastWord(done[:len(done)-1])
	if word == "" {
		return false
	}
	if wireMark(done, rest) {
		return true
	}
	if word == "X" && s.starts(rest) && strings.HasSuffix(done, " on X.") {
		return false // the network, no initial
	}
	var stack [32]byte
	if len(word) < len(stack) {
		if folded := match.Fold(stack[:0], word); s.abbreviations[string(folded)] {
			switch s.ends[string(folded)] {
			case "number":
				return unicode.IsDigit(next)
			case "yes":
				return !s.starts(rest)
			}
			return true
		}
	}
	return initials(word) && word != "I"
}

// longestPlace is how many bytes a dateline's place may have.
const longestPlace = 40

// wireMark reports whether a dateline goes on with an agency in brackets: "MILTON, Fla. (AP) — ".
func wireMark(done, rest string) bool {
	end := strings.IndexByte(rest, ')')
	if len(done) > longestPlace || !strings.HasPrefix(rest, "(") || end < 2 || end > longestPlace {
		return false
	}
	switch dash, _ := utf8.DecodeRuneInString(strings.TrimLeft(rest[end+1:], blanks)); dash {
	case '-', '–', '—':
		return true
	}
	return false
}

// spacedPoint reports whether the text ends on a digit, a blank and a dot.
func spacedPoint(done string) bool {
	n := len(done)
	return n > 2 && done[n-2] == ' ' && '0' <= done[n-3] && done[n-3] <= '9'
}

// lastWord is what stands behind the last blank, bracket or quotation mark, from its first letter on.
func lastWord(s string) string {
	s = s[strings.LastIndexFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == '(' || r == '“' || r == '"' })+1:]
	return strings.TrimLeftFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
}

// initials reports whether a word is a capital, or capitals with dots between: "J", "J.R". Those of
// countries and the like are in the table of abbreviations and may end a sentence.
func initials(word string) bool {
	want := true // a letter
	for _, r := range word {
		if want != unicode.IsUpper(r) || !want && r != '.' {
			return false
		}
		want = !want
	}
	return !want && len(word) <= 8
}

// starts reports whether the text begins with a word that begins sentences.
func (s segmenter) starts(rest string) bool {
	rest = strings.TrimLeftFunc(rest, func(r rune) bool { return opens(r) || r == '(' })
	end := strings.IndexFunc(rest, func(r rune) bool { return !unicode.IsLetter(r) })
	if end < 0 {
		end = len(rest)
	}
	var stack [32]byte
	return end > 0 && end < len(stack) && s.starters[string(match.Fold(stack[:0], rest[:end]))]
}

// maxSentence is how many tokens a sentence may have. None in print comes near it; a list or a text without
// full stops is cut, so that no pass need fear what is quadratic in a sentence.
const maxSentence = 256

func (s segmenter) sentence(t *doc.Text, start, end, paragraph int) {
	from := len(t.Tokens)
	s.tokens(t, start, end)
	for len(t.Tokens)-from > maxSentence {
		to := s.breakAt(t, from)
		s.close(t, from, to, paragraph)
		from = to
	}
	if len(t.Tokens) > from {
		s.close(t, from, len(t.Tokens), paragraph)
	}
}

// breakAt is where a sentence that is too long is cut: behind the last comma or semicolon of its first
// maxSentence tokens, else behind them all.
func (s segmenter) breakAt(t *doc.Text, from int) int {
	for i := from + maxSentence - 1; i > from+maxSentence/2; i-- {
		if w := t.Word(i); w == "," || w == ";" {
			return i + 1
		}
	}
	return from + maxSentence
}

// close makes a sentence of tokens.
func (s segmenter) close(t *doc.Text, from, to, paragraph int) {
	for i := from; i < to; i++ {
		if !t.Tokens[i].Is(doc.Punct) {
			t.Tokens[i].Flags |= doc.First
			break
		}
	}
	t.Sentences = append(t.Sentences, doc.Sentence{
		Start: t.Tokens[from].Start, End: t.Tokens[to-1].End,
		Range: doc.Range{From: from, To: to}, Paragraph: paragraph,
	})
}

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
