package citation

import (
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/syntax"
)

// starts reports whether a clause begins at the token with its subject: an article, a pronoun or a figure.
func (w *work) starts(i int) bool {
	return (w.class(i)&(syntax.Det|syntax.Subject|syntax.Poss) != 0 || w.quantified(i, w.s.To)) && w.clauseBegins(i)
}

const adverbials = 4 // adverbials that may follow each other behind a cue

// pastAdverbials goes over the adverbs, dates and prepositional phrases that stand at token i: the "on
// Monday" of "said in a speech on Monday".
func (w *work) pastAdverbials(i, hi int) int {
	for range adverbials {
		if i >= hi || w.t.Tokens[i].Is(doc.Punct) || w.opens(i, hi) {
			return i
		}
		c := w.class(i)
		if n := w.x.TimeAt(w.t, i, hi); n > 0 && w.dateEnds(i+n, hi) {
			i = w.pastDate(i+n, hi)
			continue
		}
		if w.x.Adverb(w.t, i) && c&(syntax.Det|syntax.Num|syntax.Prep|syntax.Mod) == 0 {
			i++
			continue
		}
		if n := w.pastCarrier(i, hi); n > 0 {
			i += n
			continue
		}
		if c&syntax.Prep == 0 || c&(syntax.By|syntax.To|syntax.Sub) != 0 {
			return i
		}
		if n := w.x.TimeAt(w.t, i+1, hi); n > 0 {
			i = w.pastDate(i+1+n, hi)
			continue
		}
		p, ok := w.x.After(w.t, i+1, hi)
		if !ok {
			return i
		}
		i = p.To
	}
	return i
}

// opens reports whether what is said begins at the token, though it could be an adverb or a preposition:
// "there was", "about 40", "supply-chain".
func (w *work) opens(i, hi int) bool {
	return w.existential(i, hi) || w.quantified(i, hi) || i+2 < hi && w.t.Word(i+1) == "-" && w.t.Tokens[i+1].Is(doc.Glued) && w.t.Tokens[i+2].Is(doc.Glued)
}

// existential reports whether "there" stands before a verb of being.
func (w *work) existential(i, hi int) bool {
	if i+1 >= hi || w.t.Word(i) != "there" {
		return false
	}
	j := i + 1
	for j < hi && w.x.Adverb(w.t, j) {
		j++
	}
	if j >= hi {
		return false
	}
	switch w.t.Word(j) {
	case "seems", "seemed", "exists", "existed", "remains", "remained", "appears", "appeared", "seem", "exist", "remain", "appear", "came":
		return true
	}
	return w.class(j)&syntax.Auxiliary != 0
}

// quantified reports whether the token begins a figure with its qualifier: "about 40", "up to six
// million", "at least $3m"; no time of day and no span of time.
func (w *work) quantified(i, hi int) bool {
	if w.class(i)&syntax.Quant == 0 {
		return false
	}
	j := i + 1
	switch w.t.Word(i) {
	case "up", "close":
		if j >= hi || w.t.Word(j) != "to" {
			return false
		}
		j++
	case "at":
		if j >= hi || w.t.Word(j) != "least" && w.t.Word(j) != "most" {
			return false
		}
		j++
	case "as":
		if j+1 >= hi || w.t.Word(j+1) != "as" {
			return false
		}
		j += 2
	}
	for j < hi && opensContent(w.t.Word(j)) {
		j++
	}
	if j >= hi || !w.t.Tokens[j].Is(doc.Digit) && w.class(j)&syntax.Num == 0 {
		return false
	}
	for j+1 < hi && (w.t.Tokens[j].Is(doc.Digit) || w.class(j)&syntax.Num != 0 || w.t.Word(j) == "." || w.t.Word(j) == ":") {
		j++
	}
	return w.class(j)&syntax.Time == 0 && !clock(w.t.Word(j)) && !(j+2 < hi && w.t.Word(j+1) == "." && w.t.Word(j+2) == "m")
}

// clock reports whether a word behind a figure makes it a time of day.
func clock(s string) bool {
	switch strings.ToLower(s) {
	case "a.m", "p.m", "a.m.", "p.m.", "am", "pm", "o'clock", "gmt", "noon":
		return true
	}
	return false
}

// figureAt reports whether a figure, with or without its qualifier, begins at the token.
func (w *work) figureAt(i int) bool {
	return i < w.s.To && (w.t.Tokens[i].Is(doc.Digit) || w.class(i)&syntax.Num != 0 || opensContent(w.t.Word(i)) || w.quantified(i, w.s.To))
}

// clauseBeforeComma reports whether a verb follows before the next comma.
func (w *work) clauseBeforeComma(i int) bool {
	for ; i < w.s.To && w.t.Word(i) != ","; i++ {
		if w.x.Verbish(w.t, i) && !w.x.Reduced(w.t, i) {
			return true
		}
	}
	return false
}

// pastCarrier is the length of what tells who carried what was said, and when: "carried by the daily", "published on
// Sunday by the daily".
func (w *work) pastCarrier(i, hi int) int {
	if a, n := w.x.AttributionAt(w.t, i, hi); n > 0 && a.Order == "seen" {
		if p, ok := w.x.After(w.t, i+n, hi); ok {
			return p.To - i
		}
	}
	if !w.is(i, airing) || i+1 >= hi || w.class(i+1)&(syntax.Prep|syntax.By|syntax.Time) == 0 {
		return 0
	}
	to := i + 1
	if n := w.x.TimeAt(w.t, to, hi); n > 0 {
		to = w.pastDate(to+n, hi)
	} else if n := w.x.TimeAt(w.t, to+1, hi); n > 0 {
		to = w.pastDate(to+1+n, hi)
	}
	if to < hi && w.class(to)&syntax.By != 0 {
		if p, ok := w.x.After(w.t, to+1, hi); ok {
			to = p.To
		}
	}
	return to - i
}
