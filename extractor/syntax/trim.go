package syntax

import (
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
)

// trimLeft drops what stands before a subject and is no part of it: conjunctions, adverbs, dates, and
// prepositional phrases ("In a statement the ministry"). It fails where nothing is left.
func (x *Tables) trimLeft(t *doc.Text, r doc.Range) (doc.Range, bool) {
	for r.From < r.To {
		if ActorAt(t, r.From) != nil {
			return r, true
		}
		c := x.Of(t, r.From)
		n := x.TimeAt(t, r.From, r.To)
		switch {
		case n > 0 && r.From+n < r.To && !t.Tokens[r.From+n].Is(doc.Possessive):
			r.From += n
		case c&(Coord|Sub) != 0 && c&(Prep|Det) == 0, x.Adverb(t, r.From) && c&(Det|Prep|Num) == 0 && x.Of(t, r.From)&Time == 0:
			r.From++
		case c&Prep != 0:
			from := x.Minimal(t, r)
			if from <= r.From {
				return r, false
			}
			if from == r.From+1 && c&Sub == 0 {
				return r, false
			}
			r.From = from
			return r, true
		default:
			return r, true
		}
	}
	return r, false
}

// TimeAt is the number of tokens of a date or time that begins at i: "Last week", "Tuesday", "On Feb. 2".
func (x *Tables) TimeAt(t *doc.Text, i, hi int) int {
	j := i
	for j < hi && x.Of(t, j)&(Mod|Num) != 0 && x.Of(t, j)&Time == 0 {
		j++
	}
	n := 0
	for j < hi && x.Of(t, j)&Time != 0 && (t.Tokens[j].Is(doc.Capital) == (x.Of(t, j)&Date != 0) || t.Tokens[j].Is(doc.First)) {
		j++
		n++
	}
	if n == 0 || x.firstName(t, i, j, hi) {
		return 0
	}
	for j < hi && (t.Tokens[j].Is(doc.Digit) || x.Of(t, j)&Adv != 0 && t.Word(j) == "ago") {
		j++
	}
	return j - i
}

// firstName reports whether a month at i is somebody's first name: "Jan Mollema", "June Sorel".
func (x *Tables) firstName(t *doc.Text, i, next, hi int) bool {
	if next != i+1 || next >= hi || !t.Tokens[next].Is(doc.Capital|doc.Alpha) || x.Of(t, next)&Date != 0 {
		return false
	}
	return i == 0 || x.Of(t, i-1)&(When|Time) == 0 && !t.Tokens[i-1].Is(doc.Digit)
}

// trimRight drops adverbs and dates behind a subject: "the ministry late on Monday".
func (x *Tables) trimRight(t *doc.Text, r doc.Range) doc.Range {
	for r.To-1 > r.From {
		i := r.To - 1
		if ActorAt(t, i) != nil {
			return r
		}
		c := x.Of(t, i)
		switch {
		case c&Adv != 0 && c&(Num|Det|Speaker) == 0, x.Adverb(t, i) && c == 0:
			r.To--
		case x.Verbish(t, i) && c&Auxiliary == 0 && !x.adjectival(t, i) && i-1 > r.From && !t.Tokens[i-1].Is(doc.Punct):
			r.To-- // "a statement dated"
		case c&Time != 0 || t.Tokens[i].Is(doc.Digit) && x.dated(t, r.From, i):
			j := i
			for j > r.From && (x.Of(t, j)&(Time|Mod|Num|Det) != 0 || t.Tokens[j].Is(doc.Digit)) && ActorAt(t, j) == nil {
				j--
			}
			if j == r.From || x.Of(t, j)&Of != 0 {
				return r
			}
			if x.Of(t, j)&Prep == 0 {
				j++
			}
			if j == i && t.Tokens[i].Is(doc.Digit) {
				return r
			}
			r.To = j
		default:
			return r
		}
	}
	return r
}

// dated reports whether a month or "in" stands before a figure.
func (x *Tables) dated(t *doc.Text, lo, i int) bool {
	return i > lo && (x.Of(t, i-1)&Time != 0 || t.Word(i-1) == "in")
}

// Minimal is where the shortest noun phrase that ends the range begins.
func (x *Tables) Minimal(t *doc.Text, r doc.Range) int {
	j := r.To - 1
	for j >= r.From {
		if a := ActorAt(t, j); a != nil && a.From >= r.From {
			j = a.From - 1
			continue
		}
		c := x.Of(t, j)
		k := t.Tokens[j]
		if b := bracket(t, j, -1, len(t.Tokens)); b < j && b >= r.From && j < r.To-1 {
			j = b
			continue
		}
		switch {
		case c&CueWord != 0 && c&(Speaker|Paper|NounCue|AccessWord) == 0 && j < r.To-1 && strings.HasSuffix(t.S[k.Start:k.End], "ing"):
			return j + 1 // "citing e-mails"
		case c&(Det|Poss) != 0 && !k.Is(doc.Possessive):
			return j
		case k.Is(doc.Possessive), joins(t, j), c&Num != 0, c&Speaker != 0, c&(Paper|AccessWord|Honorific) != 0:
		case c&(Prep|Time|Coord|Sub|Adv) != 0, k.Is(doc.Punct):
			return j + 1
		case j < r.To-1 && k.Is(doc.Capital) != t.Tokens[j+1].Is(doc.Capital) && t.Tokens[j+1].Is(doc.Capital) && c&Honorific == 0 && x.Of(t, j)&Speaker == 0 && !t.Tokens[j+1].Is(doc.Possessive):
			return j + 1 // a name begins behind a common word
		}
		j--
	}
	return j + 1
}
