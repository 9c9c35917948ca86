package assertion

import (
	"github.com/claimwire/claimwire/extractor/doc"
)

// longestDateline is how many tokens may stand before a dateline's dash.
const longestDateline = 16

// behindDateline is the sentence without the dateline that it begins with: "OSLO, March 14 (Wire) - ", "OSLO
// (Wire News - 14th March, 2024) ". What stands there says where and when an article was written, and nothing
// of what it tells.
func behindDateline(t *doc.Text, span doc.Range) doc.Range {
	open := -1
	for i := span.From + 1; i+1 < span.To && i <= span.From+longestDateline; i++ {
		switch t.Word(i) {
		case "(":
			open = i
			continue
		case ")":
			if open > span.From && shouted(t, doc.Range{From: span.From, To: open}) && dated(t, doc.Range{From: open, To: i}) && t.Tokens[i+1].Is(doc.Capital) {
				span.From = i + 1
				return span
			}
			open = -1
			continue
		case "-", "–", "—", "--":
		default:
			continue
		}
		if open >= 0 || t.Tokens[i].Is(doc.Glued) && t.Word(i-1) != ")" {
			continue
		}
		if t.Word(i-1) == ")" && bracketBefore(t, span.From, i-1) || shouted(t, doc.Range{From: span.From, To: i}) {
			span.From = i + 1
		}
		return span
	}
	return span
}

// dated reports whether a range holds names, figures and marks only, with a year among them.
func dated(t *doc.Text, r doc.Range) bool {
	for i := r.From; i < r.To; i++ {
		if w := t.Word(i); len(w) == 4 && (w[:2] == "19" || w[:2] == "20") && t.Tokens[i].Is(doc.Digit) {
			return placeAndDay(t, r)
		}
	}
	return false
}

// bracketBefore reports whether a short bracket ends at token i, with nothing but a place and a day before it.
func bracketBefore(t *doc.Text, from, i int) bool {
	for k := i - 1; k >= from && k > i-6; k-- {
		if t.Word(k) == "(" {
			return placeAndDay(t, doc.Range{From: from, To: k})
		}
	}
	return false
}

// shouted reports whether a range is a place in capitals, perhaps with a day.
func shouted(t *doc.Text, r doc.Range) bool {
	return t.Tokens[r.From].Is(doc.AllCaps) && placeAndDay(t, r)
}

// placeAndDay reports whether a range holds names, figures and marks only.
func placeAndDay(t *doc.Text, r doc.Range) bool {
	for i := r.From; i < r.To; i++ {
		if tok := t.Tokens[i]; tok.Is(doc.Alpha) && tok.Flags&(doc.Capital|doc.AllCaps|doc.Digit) == 0 {
			return false
		}
	}
	return true
}
