package citation

import (
	"sort"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/syntax"
)

// contents is what a subject-verb attribution says: behind it, before it, or both where it stands in the
// middle. colon is true where it goes on in the next paragraph.
func (w *work) contents(v verbAt, f follow, s subject, sc doc.Range) (list []doc.Range, colon bool) {
	if w.namesIt(v, f, s) {
		if w.t.Word(f.at) == "as" {
			f.at++
		}
		return w.calledThat(f.at, sc), false
	}
	switch f.kind {
	case atThat, atQuote, atColon, atTo:
		return w.contentsAfter(f, s, sc)
	case atClause:
		if s.rel && !(s.before > sc.From && w.class(s.before-1)&syntax.Prep != 0) { // but "in which it said"
			break
		}
		return w.contentsAfter(f, s, sc)
	}
	if s.rel {
		return w.relative(v, f, s, sc), false
	}
	before := w.contentBefore(s, sc)
	if len(before) == 1 && w.circumstance(before[0]) {
		before = nil
	}
	if f.kind == atComma && w.goesOn(f, before, s, sc) {
		after, colon := w.contentsAfter(f, s, sc)
		return append(before, after...), colon
	}
	return before, false
}

// circumstance reports whether what stands before a speaker tells how he came to speak: "Asked whether he
// would resign", "Speaking in Graz".
func (w *work) circumstance(r doc.Range) bool {
	if syntax.QuoteAt(w.t, r.From) >= 0 {
		return false
	}
	if word := w.t.Word(r.From); (word == "When" || word == "If") && r.From+1 < r.To && w.is(r.From+1, addressed) {
		return true // "When asked if he would resign"
	}
	return w.t.Tokens[r.From].Is(doc.Capital) && w.is(r.From, addressed)
}

// calledThat is the noun phrase that begins at token i, with the quotation in it: what somebody calls a thing.
func (w *work) calledThat(i int, sc doc.Range) []doc.Range {
	if isQuoteMark(w.t.Word(i)) && i+1 < sc.To {
		if q := syntax.QuoteAt(w.t, i+1); q >= 0 && w.t.Quotes[q].From == i+1 {
			return []doc.Range{w.t.Quotes[q].Range}
		}
	}
	r := doc.Range{From: i, To: min(i+1, sc.To)}
	if p, ok := w.x.After(w.t, i, sc.To); ok {
		r = p.Core
	}
	for j := i; j < r.To+2 && j < sc.To; j++ {
		if q := syntax.QuoteAt(w.t, j); q >= 0 {
			r.From, r.To = min(r.From, w.t.Quotes[q].From), max(r.To, w.t.Quotes[q].To)
			if r.From < w.t.Quotes[q].From && r.To < sc.To && isQuoteMark(w.t.Word(r.To)) {
				r.To++ // the mark that closes it, where its opening one is in the range
			}
			break
		}
	}
	return []doc.Range{w.trim(r)}
}

// goesOn reports whether, behind an attribution between commas, the content goes on: a quotation goes on
// with a quotation, a clause with lower case.
func (w *work) goesOn(f follow, before []doc.Range, s subject, sc doc.Range) bool {
	i := f.at + 1
	if i >= sc.To {
		return false
	}
	c := w.class(i)
	if isQuoteMark(w.t.Word(i)) {
		return true
	}
	if c&(syntax.Which|syntax.Coord) != 0 || w.gerundCue(i) {
		return false
	}
	if len(before) > 0 && w.quoted(before[len(before)-1]) && !s.as {
		return false
	}
	return true
}

func (w *work) gerundCue(i int) bool {
	if w.class(i)&syntax.CueWord == 0 {
		return false
	}
	f, n := w.x.CueAt(w.t, i, w.s.To)
	a, m := w.x.AttributionAt(w.t, i, w.s.To)
	return n > 0 && f.Tense&syntax.GerundForm != 0 || m > 0 && a.Class != "origin"
}

// quoted reports whether a range ends in a quotation.
func (w *work) quoted(r doc.Range) bool {
	for i := r.To - 1; i >= r.From && i >= r.To-3; i-- {
		if syntax.QuoteAt(w.t, i) >= 0 {
			return true
		}
	}
	return false
}

// contentBefore is the content that stands before a subject: from the beginning of its clause, or of the
// quotation that ends there.
func (w *work) contentBefore(s subject, sc doc.Range) []doc.Range {
	i := s.before
	if s.as {
		i--
	}
	if i < sc.From && w.beginsContent(s.from) {
		return nil // "said she agreed"
	}
	if i < sc.From {
		return w.quoteBefore(sc.From)
	}
	r := w.trim(doc.Range{From: w.clauseStart(i, sc), To: i + 1})
	if r.From >= r.To {
		return w.quoteBefore(sc.From)
	}
	if q := syntax.QuoteAt(w.t, r.From); q >= 0 && w.t.Quotes[q].From < r.From && sc.Covers(w.s.Range) {
		r.From = w.t.Quotes[q].From
	}
	return []doc.Range{r}
}

// quoteBefore is the quotation that ends right before token i, in the same paragraph or the one before:
// `"Did you pay?" she asked.`
func (w *work) quoteBefore(i int) []doc.Range {
	j := i - 1
	for j >= 0 && j > i-3 && w.t.Tokens[j].Is(doc.Punct) && syntax.QuoteAt(w.t, j) < 0 {
		j--
	}
	if j < 0 {
		return nil
	}
	q := syntax.QuoteAt(w.t, j)
	if q < 0 {
		return nil
	}
	return []doc.Range{w.t.Quotes[q].Range}
}

// clauseStart is where the clause begins that ends at token i: the scope's begin, or behind a semicolon
// or a dash that no quotation holds.
func (w *work) clauseStart(i int, sc doc.Range) int {
	for j := i - 1; j > sc.From; j-- {
		if word := w.t.Word(j); word == ";" && syntax.QuoteAt(w.t, j) < 0 {
			return j + 1
		}
	}
	if sc.From == w.s.From {
		return w.dateline()
	}
	return sc.From
}

const datelineReach = 16 // tokens that a dateline may have

// dateline is where the sentence begins behind its dateline: "GRAZ, May 3 (Harbour Wire) - ".
func (w *work) dateline() int {
	from := w.s.From
	if p := w.t.Paragraphs[w.s.Paragraph].Sentences; w.t.Sentences[p.From].From != from {
		return from
	}
	for j := from + 1; j+1 < w.s.To && j < from+datelineReach; j++ {
		k := w.t.Tokens[j]
		if k.Is(doc.Alpha) && !k.Is(doc.Capital) && w.class(j)&syntax.Prep == 0 {
			return from
		}
		switch w.t.Word(j) {
		case "—", "–":
			return j + 1
		case "-":
			if !k.Is(doc.Glued) {
				return j + 1
			}
		}
	}
	return from
}

const subordinate = 5 // tokens of a sentence in which a subordinate clause that it begins with may begin

// contentsAfter is the content behind a cue: to the end of the sentence or of the quotation that the cue
// stands in. A quotation behind it runs as far as its marks.
func (w *work) contentsAfter(f follow, s subject, sc doc.Range) (list []doc.Range, colon bool) {
	from := f.at
	if f.kind == atColon || f.kind == atComma {
		from++
	}
	to := sc.To
	sub := s.before >= 0 && s.before < w.clauseStart(sc.From, sc)+subordinate && w.class(s.before)&syntax.Sub != 0 && !s.rel && !s.as
	for j := from; j < sc.To; j++ {
		if word := w.t.Word(j); (word == ";" || sub && word == ",") && syntax.QuoteAt(w.t, j) < 0 {
			to = j
			break
		}
	}
	r := w.trim(doc.Range{From: w.skipSaying(from, to), To: to})
	if r.From >= r.To {
		return nil, f.kind == atColon
	}
	if q := syntax.QuoteAt(w.t, r.From); q >= 0 && w.t.Quotes[q].To > r.To && sc.To == w.s.To {
		r.To = w.t.Quotes[q].To
	}
	return []doc.Range{r}, false
}

// skipSaying goes past the verb of "issued a statement saying that …".
func (w *work) skipSaying(from, to int) int {
	if from+1 >= to || w.class(from)&syntax.CueWord == 0 {
		return from
	}
	f, n := w.x.CueAt(w.t, from, to)
	if n == 0 || f.Tense != syntax.GerundForm || f.Frames&syntax.ThatClause == 0 || f.Frames&syntax.Weak != 0 {
		return from
	}
	if w.class(from+n)&syntax.That != 0 {
		n++
	}
	return from + n
}

// contentsInverted is the content of an inverted attribution: what stands before it, and what goes on
// behind it.
func (w *work) contentsInverted(f follow, s subject, sc doc.Range) (list []doc.Range, colon bool) {
	before := w.contentBefore(s, sc)
	if f.kind == atColon || f.kind == atThat && len(before) == 0 || f.kind == atQuote {
		after, colon := w.contentsAfter(f, s, sc)
		return append(before, after...), colon
	}
	if f.kind == atComma && f.at+1 < sc.To && (isQuoteMark(w.t.Word(f.at+1)) || w.predicate(f.at+1)) {
		after, _ := w.contentsAfter(f, s, sc)
		before = append(before, after...)
	}
	return before, false
}

// predicate reports whether the verb of a clause whose subject stands further left begins at the token:
// "The money, says the bank, was gone".
func (w *work) predicate(i int) bool {
	return w.class(i)&(syntax.Auxiliary|syntax.Verb) != 0 && !w.t.Tokens[i].Is(doc.Possessive)
}

// trim drops marks around a content, but not the bracket or figure sign that it begins with.
func (w *work) trim(r doc.Range) doc.Range {
	for r.From < r.To && w.t.Tokens[r.From].Is(doc.Punct) && !opensContent(w.t.Word(r.From)) {
		r.From++
	}
	for r.To > r.From && w.t.Tokens[r.To-1].Is(doc.Punct) && !closesContent(w.t.Word(r.To-1)) && !w.closesInner(r) {
		r.To--
	}
	return r
}

// closesInner reports whether a range ends with the mark that closes a quotation opened inside it.
func (w *work) closesInner(r doc.Range) bool {
	if !isQuoteMark(w.t.Word(r.To - 1)) {
		return false
	}
	n := sort.Search(len(w.t.Quotes), func(k int) bool { return w.t.Quotes[k].From >= r.To })
	for n--; n >= 0 && w.t.Quotes[n].From > r.From; n-- {
		if w.t.Quotes[n].To == r.To-1 {
			return true
		}
	}
	return false
}

func opensContent(s string) bool {
	switch s {
	case "[", "$", "€", "£", "¥", "(", "#", "@", "₩", "₹", "-":
		return true
	}
	return false
}

func closesContent(s string) bool {
	switch s {
	case "]", "%", ")", "?", "!", "€", "…":
		return true
	}
	return false
}
