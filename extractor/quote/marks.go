package quote

import (
	"unicode/utf8"

	"github.com/claimwire/claimwire/extractor/doc"
)

// style is a kind of quotation mark; an opening one is closed by its own style.
type style uint8

const (
	none    style = iota
	double        // “ ” „ ‟ and the straight "
	single        // ‘ ’ ‚ and the straight '
	guillem       // « » ‹ ›
)

type side uint8

const (
	either side = iota
	opens
	closes
)

type mark struct {
	style style
	side  side
}

// markAt is the quotation mark that token i is. Directions of curly marks are those of English; „x“ is
// read by the state of the paragraph, since “ closes it.
func markAt(t *doc.Text, i int) mark {
	k := t.Tokens[i]
	if !k.Is(doc.Punct) {
		return mark{}
	}
	r, size := utf8.DecodeRuneInString(t.S[k.Start:k.End])
	if size != k.End-k.Start {
		return mark{}
	}
	switch r {
	case '"', '＂':
		return mark{double, either}
	case '“', '„', '‟':
		return mark{double, opens}
	case '”':
		return mark{double, closes}
	case '«', '‹':
		return mark{guillem, opens}
	case '»', '›':
		return mark{guillem, closes}
	case '‘', '‚':
		return mark{single, opens}
	case '’', '\'':
		return mark{single, either}
	}
	return mark{}
}

const maxDepth = 4 // quotations inside quotations

type opening struct {
	style style
	from  int // first token inside
}

// marks finds the quotations of one paragraph and reports whether one is left open. continued says that
// the paragraph goes on with one from the paragraph before, so that its first mark opens.
func (f *finder) marks(t *doc.Text, p int, continued bool) bool {
	r := tokensOf(t, p)
	var stack [maxDepth]opening
	depth := 0
	for i := r.From; i < r.To; i++ {
		m := markAt(t, i)
		if m.style == none {
			continue
		}
		top := -1
		for d := depth - 1; d >= 0; d-- {
			if stack[d].style == m.style {
				top = d
				break
			}
		}
		switch {
		case top >= 0 && reopens(t, r, i, m):
			stack[top].from, depth = i+1, top+1
		case closesHere(t, r, i, m, top >= 0):
			if stack[top].from < i {
				t.Quotes = append(t.Quotes, doc.Quote{Range: doc.Range{From: stack[top].from, To: i}, Closed: true})
			}
			depth = top
		case depth < maxDepth && (top < 0 || m.side == opens) && f.opensHere(t, r, i, m, continued && i == r.From):
			stack[depth] = opening{style: m.style, from: i + 1}
			depth++
		}
	}
	return leaveOpen(t, r, stack[:depth])
}

// leaveOpen keeps the outermost double quotation that its paragraph does not close. A single mark left
// open was an apostrophe.
func leaveOpen(t *doc.Text, r doc.Range, stack []opening) bool {
	for _, o := range stack {
		if o.style != single && o.from < r.To {
			t.Quotes = append(t.Quotes, doc.Quote{Range: doc.Range{From: o.from, To: r.To}})
			return true
		}
	}
	return false
}

// closesHere reports whether the mark closes the quotation that is open in its style.
func closesHere(t *doc.Text, r doc.Range, i int, m mark, open bool) bool {
	if !open || m.side == opens && t.S[t.Tokens[i].Start:t.Tokens[i].End] != "“" {
		return false
	}
	gluedLeft := t.Tokens[i].Is(doc.Glued)
	gluedRight := i+1 < r.To && t.Tokens[i+1].Is(doc.Glued)
	if m.style == single {
		return gluedLeft && (!gluedRight || t.Tokens[i+1].Is(doc.Punct)) && !plural(t, r, i)
	}
	if m.side == opens {
		return gluedLeft && !gluedRight // “ after „
	}
	return true
}

// plural reports whether a single mark behind an s is the possessive of a plural: words go on, and the
// quotation is closed by a later mark.
func plural(t *doc.Text, r doc.Range, i int) bool {
	k := t.Tokens[i-1]
	if c := t.S[k.End-1]; c != 's' && c != 'S' || i+1 >= r.To || t.Tokens[i+1].Is(doc.Punct) {
		return false
	}
	const reach = 60 // tokens; a quotation in single marks is short, and the look ahead bounded
	for j := i + 1; j < r.To && j < i+reach; j++ {
		if m := markAt(t, j); m.style == single {
			return t.Tokens[j].Is(doc.Glued) && m.side != opens
		}
	}
	return false
}

// opensHere reports whether the mark opens a quotation: something follows it, and a straight one stands
// after a blank, a bracket or a dash. A double mark glued to a figure is inches.
func (f *finder) opensHere(t *doc.Text, r doc.Range, i int, m mark, continues bool) bool {
	if i+1 >= r.To || m.side == closes {
		return false
	}
	gluedLeft := t.Tokens[i].Is(doc.Glued) && i > r.From
	gluedRight := t.Tokens[i+1].Is(doc.Glued)
	switch {
	case continues || m.side == opens:
		return true
	case m.style == single:
		return gluedRight && (!gluedLeft || t.Tokens[i-1].Is(doc.Punct)) && !f.elidedAt(t, i+1)
	case gluedLeft && t.Tokens[i-1].Is(doc.Digit):
		return false
	}
	return !gluedLeft || gluedRight || t.Tokens[i-1].Is(doc.Punct)
}

// elidedAt reports whether the token is what remains of a word or year behind an apostrophe: ’90s, ’em.
func (f *finder) elidedAt(t *doc.Text, i int) bool {
	k := t.Tokens[i]
	return f.elided.has(k.Word) || k.Is(doc.Digit) && k.End-k.Start <= len("90s")
}

// reopens reports whether a straight mark has the shape of an opening one although a quotation is open:
// the text lost the mark that closes it.
func reopens(t *doc.Text, r doc.Range, i int, m mark) bool {
	return m.style == double && m.side == either && i+1 < r.To && !t.Tokens[i].Is(doc.Glued) &&
		t.Tokens[i+1].Is(doc.Glued) && !t.Tokens[i+1].Is(doc.Punct)
}
