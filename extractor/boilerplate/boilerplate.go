// Package boilerplate marks the sentences of an article's body that are none of its text: teasers of other
// articles, captions, credits, rating lines, newsletter prompts, comments, bios, bylines, breadcrumbs, and
// a line that says again what the title or an earlier line has said. Later passes draw no claim from them.
package boilerplate

import (
	"strings"
	"unicode/utf8"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/lexicon"
	"github.com/claimwire/claimwire/extractor/match"
	"github.com/claimwire/claimwire/internal/claim"
)

// rule is one phrase of the table: where it counts, and what it marks.
type rule struct{ where, marks string }

// The words that tell how a line is built.
const (
	byWord = 1 << iota
	joiner
	command
)

type pass struct {
	phrases *match.Trie[rule]
	words   []uint8 // by word id
}

// New returns the pass. It writes Sentence.Boilerplate.
func New(lex *lexicon.Lexicon) func(*doc.Doc) {
	p := &pass{phrases: match.NewTrie[rule]()}
	for _, row := range lex.Rows("en/boilerplate") {
		p.phrases.Add(lex.Words(row.Get("phrase")), rule{row.Get("where"), row.Get("marks")})
	}
	p.class(lex, byWord, "by", "words", "story", "reporter", "correspondent")
	p.class(lex, joiner, "and", "in", "with", "for", "the", "of", "at", "on")
	p.class(lex, command, "sign", "subscribe", "join", "get", "follow", "register", "read", "click", "want", "enter")
	return func(d *doc.Doc) { p.run(d) }
}

func (p *pass) class(lex *lexicon.Lexicon, bit uint8, words ...string) {
	for _, w := range words {
		id := int(lex.Vocab.Add(w))
		for len(p.words) <= id {
			p.words = append(p.words, 0)
		}
		p.words[id] |= bit
	}
}

func (p *pass) is(t *doc.Text, i int, bit uint8) bool {
	w := t.Tokens[i].Word
	return int(w) < len(p.words) && p.words[w]&bit != 0
}

// run walks the body line by line. A line is a paragraph: scraped pages put each stray thing on its own.
func (p *pass) run(d *doc.Doc) {
	t := &d.Body
	seen := newRepeats(d.Title.S)
	rest, teasers := false, false
	for i, para := range t.Paragraphs {
		line := p.line(t, para)
		if line.tokens() == 0 {
			continue
		}
		line.late = 3*(i+1) > 2*len(t.Paragraphs)
		verdict := p.judge(line)
		if teasers && (line.prose || verdict.marks != "") {
			teasers = false
		}
		if rest || teasers || verdict.whole || seen.before(line) {
			mark(t, para.Sentences)
		}
		rest = rest || verdict.marks == "rest" && line.late
		teasers = teasers || verdict.marks == "teasers"
	}
}

func mark(t *doc.Text, sentences doc.Range) {
	for s := sentences.From; s < sentences.To; s++ {
		t.Sentences[s].Boilerplate = true
	}
}

// line is a paragraph under judgement.
type line struct {
	text  *doc.Text
	para  doc.Paragraph
	span  doc.Range // of tokens
	prose bool      // it ends as a sentence ends
	late  bool      // it stands in the last third of the text
}

func (l line) tokens() int { return l.span.To - l.span.From }

func (p *pass) line(t *doc.Text, para doc.Paragraph) line {
	l := line{text: t, para: para}
	if para.Sentences.From == para.Sentences.To {
		return l
	}
	l.span = doc.Range{From: t.Sentences[para.Sentences.From].From, To: t.Sentences[para.Sentences.To-1].To}
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(t.S[para.Start:para.End], " \t\r\u00a0\"'”’»)]"))
	l.prose = strings.ContainsRune(".!?…:;,", last)
	return l
}

// verdict is what a line's own words say about it.
type verdict struct {
	whole bool   // the whole line is boilerplate
	marks string // what follows is, too: rest or teasers
}

func (p *pass) judge(l line) verdict {
	if p.byline(l) || rating(l) || p.contact(l) || breadcrumb(l) {
		return verdict{whole: true}
	}
	for s := l.para.Sentences.From; s < l.para.Sentences.To; s++ {
		if v := p.sentence(l, s); v.whole {
			return v
		}
	}
	return verdict{}
}

// sentence looks for the table's phrases. A phrase in the line's first sentence condemns the line; one
// further back only its own sentence.
func (p *pass) sentence(l line, s int) verdict {
	t, sent := l.text, l.text.Sentences[s]
	word := func(i int) uint32 { return t.Tokens[i].Word }
	for i := sent.From; i < sent.To; i++ {
		r, n := p.phrases.Longest(word, i, sent.To)
		if n == 0 || !p.counts(l, r.where, doc.Range{From: i, To: i + n}, sent) {
			continue
		}
		if s == l.para.Sentences.From {
			return verdict{whole: true, marks: r.marks}
		}
		l.text.Sentences[s].Boilerplate = true
	}
	return verdict{}
}

// longestBanner is how many tokens the line over a list of other articles may have: "ALSO ON DAILY POST".
const longestBanner = 7

// counts reports whether a phrase stands where its rule wants it.
func (p *pass) counts(l line, where string, at doc.Range, sent doc.Sentence) bool {
	first := sent.From
	for first < at.From && l.text.Tokens[first].Is(doc.Punct) {
		first++
	}
	switch where {
	case "start":
		return at.From == first
	case "line":
		return at.From == first && l.tokens()-(at.To-at.From) <= 2
	case "banner":
		return at.From == first && l.tokens() <= longestBanner && !l.prose
	case "line-any":
		return l.tokens() <= 12 && !l.prose
	case "any":
		return true
	case "caption":
		return !l.prose && l.tokens() <= 40
	case "credit":
		return at.From > first && l.tokens() <= 30 && !l.prose && strings.ContainsAny(l.text.Word(at.From-1), "|(/[")
	case "bio":
		return l.late && l.text.Tokens[first].Is(doc.Capital)
	case "prompt":
		return p.is(l.text, first, command)
	}
	return false
}

// byline: "By Jane Roe and Sam Poe, Tech Reporter" — short, begins with By, all names.
func (p *pass) byline(l line) bool {
	if l.tokens() > 16 || l.tokens() < 2 || !p.is(l.text, l.span.From, byWord) || l.prose {
		return false
	}
	for i := l.span.From + 1; i < l.span.To; i++ {
		tok := l.text.Tokens[i]
		if tok.Is(doc.Alpha) && !tok.Is(doc.Capital) && !p.is(l.text, i, joiner|byWord) && !strings.HasPrefix(l.text.Word(i), "staff") {
			return false
		}
	}
	return true
}

// contact: a short line that holds an e-mail address is about the author or the press office.
func (p *pass) contact(l line) bool {
	s := l.text.S[l.para.Start:l.para.End]
	at := strings.IndexByte(s, '@')
	return at > 0 && l.tokens() <= 14 && strings.IndexByte(s[at:], '.') > 0 && s[at-1] != ' '
}

// rating: "4.9 (98%) 32 votes" — figures, with hardly a word.
func rating(l line) bool {
	words, figures := 0, 0
	for i := l.span.From; i < l.span.To; i++ {
		switch tok := l.text.Tokens[i]; {
		case tok.Is(doc.Digit):
			figures++
		case tok.Is(doc.Alpha):
			words++
		}
	}
	return l.tokens() <= 10 && figures >= 2 && words <= 2
}

// breadcrumb: "Home / World / Asia", with short crumbs. Where the last crumb is the headline itself, the
// line is kept as the headline's first appearance.
func breadcrumb(l line) bool {
	if l.prose {
		return false
	}
	s := strings.TrimSpace(l.text.S[l.para.Start:l.para.End])
	for _, mark := range [...]string{" / ", " > ", " » ", " › ", " | "} {
		if strings.Contains(s, mark) && shortCrumbs(s, mark) {
			return true
		}
	}
	return false
}

// shortCrumbs reports whether each part between marks is a few words long.
func shortCrumbs(s, mark string) bool {
	for c := range strings.SplitSeq(s, mark) {
		if strings.Count(c, " ") >= 4 {
			return false
		}
	}
	return true
}

// repeats knows the headline in the forms in which it stood before.
type repeats struct {
	title string
	lines map[string]bool
}

func newRepeats(title string) *repeats {
	return &repeats{title: claim.NormalText(title), lines: map[string]bool{}}
}

// before reports whether a line says only what the title or an earlier line has said, cut short or not.
func (r *repeats) before(l line) bool {
	if l.tokens() < 4 || l.tokens() > 60 || l.para.Sentences.To-l.para.Sentences.From > 2 {
		return false
	}
	s := l.text.S[l.para.Start:l.para.End]
	n := claim.NormalText(s)
	if r.title != "" && (n == r.title || strings.HasSuffix(strings.TrimSpace(s), "…") && strings.HasPrefix(r.title, n)) {
		return true
	}
	if r.lines[n] {
		return true
	}
	r.lines[n] = true
	if i := strings.LastIndex(s, " / "); i >= 0 {
		r.lines[claim.NormalText(s[i+3:])] = true
	}
	return false
}
