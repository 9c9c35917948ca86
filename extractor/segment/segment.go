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
