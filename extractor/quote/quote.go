// Package quote finds quotations: in marks of every style, one inside another, over several paragraphs,
// and set off as a block of their own. New returns the pass; it writes Text.Quotes. Marks around a word
// or two that nobody is said to have spoken are kept as scare quotes.
package quote

import (
	"slices"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/lexicon"
)

// New returns the pass. It reads Paragraphs, Sentences and Tokens.
func New(lex *lexicon.Lexicon) func(*doc.Doc) {
	f := &finder{speech: speechWords(lex), elided: elidedWords(lex)}
	return func(d *doc.Doc) {
		for _, t := range d.Texts() {
			f.text(t)
		}
	}
}

type finder struct {
	speech words // forms of verbs that take a quotation
	elided words // what follows an apostrophe that opens nothing: ’em, ’til
}

// words is a set of words by their ids.
type words []bool

func newWords(lex *lexicon.Lexicon, ids []uint32) words {
	set := make(words, lex.Vocab.Len()+1)
	for _, id := range ids {
		set[id] = true
	}
	return set
}

func (w words) has(id uint32) bool { return int(id) < len(w) && w[id] }

// speechWords are the one-word forms of all cues that can introduce a quotation, and what attributions
// such as "according to" begin with.
func speechWords(lex *lexicon.Lexicon) words {
	var ids []uint32
	for _, row := range lex.Rows("en/cues") {
		if !hasFrame(row.Get("frames"), 'q') {
			continue
		}
		for _, form := range []string{"past", "third", "base", "participle", "gerund"} {
			for _, phrase := range row.List(form) {
				if w := lex.Words(phrase); len(w) == 1 {
					ids = append(ids, w[0])
				}
			}
		}
	}
	for _, row := range lex.Rows("en/attributions") {
		ids = append(ids, lex.Words(row.Get("phrase"))[0])
	}
	return newWords(lex, ids)
}

func elidedWords(lex *lexicon.Lexicon) words {
	var ids []uint32
	for _, row := range lex.Rows("en/grammar") {
		if slices.Contains(row.List("classes"), "elided") {
			ids = append(ids, lex.Words(row.Get("word"))...)
		}
	}
	return newWords(lex, ids)
}

func hasFrame(frames string, frame rune) bool {
	return slices.Contains([]rune(frames), frame)
}

func (f *finder) text(t *doc.Text) {
	goesOn := false
	for p := range t.Paragraphs {
		first := len(t.Quotes)
		open := f.marks(t, p, goesOn)
		goesOn = open && p+1 < len(t.Paragraphs) && opensWithMark(t, p+1)
		if open {
			t.Quotes[lastOpen(t.Quotes[first:])+first].Closed = !goesOn
		}
		if len(t.Quotes) == first && f.block(t, p) {
			t.Quotes = append(t.Quotes, doc.Quote{Range: tokensOf(t, p), Closed: true})
		}
		slices.SortStableFunc(t.Quotes[first:], func(a, b doc.Quote) int {
			if a.From != b.From {
				return a.From - b.From
			}
			return b.To - a.To
		})
		f.scare(t, t.Quotes[first:])
	}
}

// lastOpen is the quotation that marks left open: they mark it by Closed being false.
func lastOpen(quotes []doc.Quote) int {
	return slices.IndexFunc(quotes, func(q doc.Quote) bool { return !q.Closed })
}

func tokensOf(t *doc.Text, paragraph int) doc.Range {
	s := t.Paragraphs[paragraph].Sentences
	if s.From >= s.To {
		return doc.Range{}
	}
	return doc.Range{From: t.Sentences[s.From].From, To: t.Sentences[s.To-1].To}
}

func opensWithMark(t *doc.Text, paragraph int) bool {
	r := tokensOf(t, paragraph)
	return r.From < r.To && markAt(t, r.From).style != none
}

// block reports whether a paragraph without marks is a quotation set off from the text: the paragraph
// before it ends in a colon and speaks, or it begins with an editor's bracket or ellipsis.
func (f *finder) block(t *doc.Text, p int) bool {
	r := tokensOf(t, p)
	if p == 0 || r.From >= r.To {
		return false
	}
	before := tokensOf(t, p-1)
	if before.From >= before.To {
		return false
	}
	last := t.Word(before.To - 1)
	if last == ";" {
		return !t.Tokens[r.From].Is(doc.Capital) && f.speaks(t, before)
	}
	first := t.Word(r.From)
	if first == "[" || first == "…" {
		return f.speaks(t, before) || last == ":"
	}
	return last == ":" && f.speaks(t, t.Sentences[t.Paragraphs[p-1].Sentences.To-1].Range) && r.To-r.From > 3
}

func (f *finder) speaks(t *doc.Text, r doc.Range) bool {
	for i := r.From; i < r.To; i++ {
		if k := t.Tokens[i]; f.speech.has(k.Word) && !k.Is(doc.Glued) { // glued: so-called
			return true
		}
	}
	return false
}

const scareWords = 3 // longer words in marks were said by somebody

// scare tells the marks around single words from speech: short, without the punctuation of speech, in a
// sentence in which nobody speaks, or a title in capitals.
func (f *finder) scare(t *doc.Text, quotes []doc.Quote) {
	for i := range quotes {
		q := &quotes[i]
		n := q.To - q.From
		if n > 2*scareWords || !q.Closed {
			continue
		}
		if title(t, q.Range) {
			q.Scare = true
			continue
		}
		s := t.Sentences[t.SentenceAt(q.From)]
		outside := f.speaks(t, doc.Range{From: s.From, To: q.From}) || q.To < s.To && f.speaks(t, doc.Range{From: q.To, To: s.To})
		q.Scare = n <= scareWords && !t.Tokens[q.To-1].Is(doc.Punct) && !outside
	}
}

// named reports whether a station or an outlet stands before marks, as before the name of what it sends.
func named(t *doc.Text, r doc.Range) bool {
	return r.From >= 2 && t.Tokens[r.From-2].Is(doc.Possessive)
}

// title reports whether every word begins with a capital, as in the name of a film or a book; a single
// word is none.
func title(t *doc.Text, r doc.Range) bool {
	capitals := 0
	for i := r.From; i < r.To; i++ {
		k := t.Tokens[i]
		switch {
		case k.Is(doc.Punct):
			if w := t.Word(i); (w == "." || w == "!" || w == "?") && !(w == "." && i == r.To-1 && named(t, r)) {
				return false
			}
		case k.Is(doc.Capital):
			capitals++
		case k.Is(doc.Alpha) && k.End-k.Start > 3:
			return false
		}
	}
	return capitals > 1
}
