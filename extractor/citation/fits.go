package citation

import (
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/syntax"
	"github.com/claimwire/claimwire/internal/claim"
)

// fits reports whether a cue can stand with what follows it.
func (w *work) fits(v verbAt, f follow, src speaker) bool {
	if !f.needed && !(src.document >= 0 && f.kind == atClause && (v.Verb == "name" || v.Verb == "identify")) || v.Class == "learn" && !src.publishes() && src.kind != claim.Court {
		return false
	}
	switch f.kind {
	case atThat:
		if v.Class == "find" && f.at < w.s.To && w.t.Word(f.at) == "what" && src.document < 0 {
			return false // "found what is called a sinkhole"
		}
		return v.Frames&(syntax.ThatClause|syntax.Clause) != 0 || v.Frames&syntax.Object != 0 && w.t.Word(f.at-1) != "that"
	case atQuote, atColon:
		if v.Class == "label" {
			return false
		}
		return v.Frames&(syntax.Quotation|syntax.ThatClause|syntax.Clause|syntax.Object) != 0 || len(v.Needs) > 0
	case atTo:
		return v.Frames&(syntax.Infinitive) != 0 || v.Frames&syntax.Listener != 0 && f.heard.To > 0 || (v.Class == "demand" || v.Class == "ask") && f.heard.To > 0
	case atEnd, atComma:
		return v.Frames&(syntax.Behind|syntax.Alone|syntax.Quotation) != 0 || len(v.Needs) > 0
	}
	return w.fitsClause(v, f, src)
}

// fitsClause decides on a noun phrase behind a cue: a clause of its own where the cue takes one, or an
// object.
func (w *work) fitsClause(v verbAt, f follow, src speaker) bool {
	if w.otherwise(v, f) {
		return false
	}
	if v.Verb == "demand" {
		return w.demands(f.at, src)
	}
	if w.t.Word(f.at) == "as" && judges(v) {
		return f.at == v.to && f.at+1 < w.s.To && (isQuoteMark(w.t.Word(f.at+1)) || w.x.Adverb(w.t, f.at+1) || w.class(f.at+1)&(syntax.Subject|syntax.Det) == 0)
	}
	if v.Frames&(syntax.Clause|syntax.ThatClause) != 0 && len(v.Needs) == 0 && !w.quantified(f.at, w.s.To) && w.class(f.at)&syntax.Prep != 0 && w.class(f.at)&(syntax.Det|syntax.Sub) == 0 {
		return false // "noted for its service"
	}
	if v.Frames&syntax.Object != 0 && len(v.Needs) == 0 && strings.Contains(v.Verb, " ") && w.class(f.at)&syntax.Prep != 0 && w.class(f.at)&(syntax.Det|syntax.Sub|syntax.Adv) == 0 && !w.quantified(f.at, w.s.To) && !w.x.Adverb(w.t, f.at) {
		return false // "hit back on Monday night"
	}
	if v.Frames&syntax.Belief != 0 && v.Frames&syntax.Clause == 0 && src.kind == claim.Unnamed && src.document < 0 && src.span.To == src.span.From+1 && w.class(src.span.From)&syntax.Pronoun != 0 {
		return false // "They expect a child"
	}
	if v.Verb == "consider" && !w.clauseBegins(f.at) {
		return w.labels(f.at) || w.gradedAfter(f.at) || w.quoteWithin(f.at, f.at+lookahead/2)
	}
	if v.Frames&syntax.Uttered != 0 && !w.utters(f.at) && !(v.Verb == "offer" && w.sumWithin(f.at, w.s.To)) {
		return false // "delivered a new phone", "withdrew $30 million"
	}
	if v.Verb == "add" && w.figureAt(f.at) && !w.clauseBeforeComma(f.at) {
		return false // "added 2,000 jobs"
	}
	if v.Class == "find" && w.t.Word(f.at) == "no" && f.at+1 < w.s.To && w.nothing(w.t.Word(f.at+1)) {
		return true
	}
	if v.Verb == "rule" && w.ruledAs(f.at) {
		return true
	}
	if v.Class == "find" && len(v.Needs) == 0 && src.document < 0 && src.kind != claim.Court && src.kind != claim.Researcher {
		return v.Frames&syntax.Clause != 0 && w.clauseBegins(f.at)
	}
	if v.Class == "show" && len(v.Needs) == 0 && src.document < 0 && !src.publishes() && !strings.HasSuffix(w.t.Word(f.at), "ing") {
		return v.Frames&syntax.Clause != 0 && w.clauseBegins(f.at)
	}
	if v.Class == "charge" {
		return src.kind == claim.Government || src.kind == claim.Court
	}
	if v.Class == "label" && isQuoteMark(w.t.Word(f.at)) {
		return false // "a file called “invoice”"
	}
	if v.Class == "label" {
		return w.quoteWithin(f.at, f.at+lookahead/2) || w.marked(f.at) || w.labels(f.at)
	}
	if v.Frames&syntax.Object != 0 || len(v.Needs) > 0 {
		return v.Verb != "report" || src.publishes() || src.kind != claim.Unnamed && w.reportable(f.at) || w.clauseBegins(f.at) || strings.HasSuffix(w.t.Word(f.at), "ing")
	}
	if v.Verb == "say" || v.Verb == "tell" {
		return true
	}
	return v.Frames&syntax.Clause != 0 && (w.clauseBegins(f.at) || w.brokenOff())
}

// reportable reports whether a noun phrase is news that bodies report of themselves: a loss, results, a number.
func (w *work) reportable(i int) bool {
	p, ok := w.x.After(w.t, i, w.s.To)
	if !ok {
		return false
	}
	switch word := strings.ToLower(w.t.Word(w.head(p))); word {
	case "loss", "losses", "profit", "profits", "revenue", "revenues", "results", "earnings", "sales", "cases", "deaths":
		return true
	default:
		return w.numeric(word)
	}
}

// nothing reports whether a noun behind "no" makes a finding of what was not found: "found no sign that".
func (w *work) nothing(s string) bool { return w.words.of(s)&finding != 0 }

// labels reports whether two noun phrases follow, the second of which is what the first is called: "called
// the video a fake".
func (w *work) labels(i int) bool {
	p, ok := w.x.After(w.t, i, w.s.To)
	if !ok || p.To >= w.s.To {
		return false
	}
	next, c := w.t.Word(p.To), w.class(p.To)
	if w.class(i)&syntax.Pronoun != 0 && p.To-i == 1 && c == 0 && w.t.Tokens[p.To].Is(doc.Alpha) && !w.t.Tokens[p.To].Is(doc.Capital) && !w.x.Adverb(w.t, p.To) {
		return true // "called it unfair"
	}
	if w.class(i)&(syntax.Det|syntax.Poss) != 0 && w.t.Tokens[p.To].Is(doc.Punct) && p.To-p.From >= 3 && w.judgment(p.To-1) ||
		w.judgment(p.To) && p.To+1 < w.s.To && w.t.Tokens[p.To+1].Is(doc.Punct) {
		return true // "called the report biased"
	}
	return indefinite(next) || next == "the" && w.x.TimeAt(w.t, p.To+1, w.s.To) == 0 && p.To+2 < w.s.To
}

// gradedAfter reports whether an adjective that a degree stands before ends the clause behind a noun phrase:
// "considers the figures too low".
func (w *work) gradedAfter(i int) bool {
	p, ok := w.x.After(w.t, i, w.s.To)
	if !ok || p.To+1 >= w.s.To || p.To == i {
		return false
	}
	switch w.t.Word(p.To) {
	case "too", "very", "so", "quite", "rather", "entirely", "completely", "totally", "utterly", "highly":
	default:
		return false
	}
	return p.To+2 >= w.s.To || w.t.Tokens[p.To+2].Is(doc.Punct)
}

// judgment reports whether a word that no list knows ends as adjectives do that judge.
func (w *work) judgment(i int) bool {
	word := w.t.Word(i)
	if w.class(i) != 0 || w.t.Tokens[i].Is(doc.Capital) {
		return false
	}
	for _, ending := range [...]string{"ed", "ful", "ous", "ive", "able", "ible", "less", "ic", "ish", "air", "lse", "rong", "gal", "nal", "dent", "cent"} {
		if strings.HasSuffix(word, ending) {
			return true
		}
	}
	return false
}

// marked reports whether a word in marks follows a noun phrase, though nobody may speak in it: "called the losses
// “minor”".
func (w *work) marked(i int) bool {
	for j := i + 1; j < w.s.To && j < i+lookahead/2; j++ {
		if isQuoteMark(w.t.Word(j)) {
			return j+1 < w.s.To && w.t.Tokens[j].End-w.t.Tokens[j].Start > 0 && !w.t.Tokens[j].Is(doc.Glued)
		}
		if w.t.Tokens[j].Is(doc.Punct) && w.t.Word(j) != "-" || w.class(j)&(syntax.Auxiliary|syntax.Subject) != 0 {
			return false
		}
	}
	return false
}

// quoteWithin reports whether a quotation begins in a range: "called the theory “fantasy”".
func (w *work) quoteWithin(from, to int) bool {
	inside := syntax.QuoteAt(w.t, from-1)
	for i := from; i < to && i < w.s.To; i++ {
		if q := syntax.QuoteAt(w.t, i); q >= 0 && q != inside {
			return true
		}
	}
	return false
}

// brokenOff reports whether the sentence is cut by a paragraph's end and goes on in the next, as where a
// block quotation completes it.
func (w *work) brokenOff() bool {
	i := w.s.To
	if i >= len(w.t.Tokens) || w.t.Tokens[i-1].Is(doc.Punct) {
		return false
	}
	return w.t.Word(i) == "…" || w.t.Tokens[i].Is(doc.Alpha) && !w.t.Tokens[i].Is(doc.Capital)
}

// clauseBegins reports whether a clause begins at the token: a verb comes before its first mark.
func (w *work) clauseBegins(i int) bool {
	if w.class(i)&(syntax.Subject|syntax.Contracted|syntax.It) != 0 || w.existential(i, w.s.To) {
		return true
	}
	if w.class(i)&syntax.Prep != 0 && !w.quantified(i, w.s.To) {
		return false
	}
	for j := i + 1; j < w.s.To && j < i+insertion; j++ {
		k := w.t.Tokens[j]
		if k.Is(doc.Punct) && w.t.Word(j) != "-" && w.t.Word(j) != "$" && w.t.Word(j) != "," && !isQuoteMark(w.t.Word(j)) {
			return false
		}
		c := w.class(j)
		if c&(syntax.But|syntax.Sub) != 0 && c&syntax.That == 0 && w.t.Word(j-1) == "," {
			return false // "knows the town, but the mayor has said"
		}
		if c&(syntax.Auxiliary|syntax.Verb) != 0 && !k.Is(doc.Possessive) && !w.relativeBefore(j, i) {
			return true
		}
		if w.x.Verbish(w.t, j) && j+1 < w.s.To && w.class(j-1)&(syntax.Det|syntax.Adv) == 0 && !w.relativeBefore(j, i) {
			return true
		}
	}
	return false
}

// sumWithin reports whether a figure stands among the first words behind a cue: "offered the thief 10 per cent".
func (w *work) sumWithin(i, hi int) bool {
	for j := i; j < hi && j < i+lookahead/4; j++ {
		if w.figureAt(j) || w.t.Word(j) == "$" || w.t.Word(j) == "€" {
			return true
		}
	}
	return false
}

// utters reports whether a noun phrase is something that is said: a warning, a claim, a quotation.
func (w *work) utters(i int) bool {
	if isQuoteMark(w.t.Word(i)) {
		return true
	}
	p, ok := w.x.After(w.t, i, w.s.To)
	if !ok {
		return false
	}
	head := w.head(p)
	return head >= p.Core.From && (w.class(head)&syntax.NounCue != 0 || w.isPaper(head) || w.is(head, uttered))
}

// ruledAs reports whether what a court rules of something stands behind its object: "ruled the contract void".
func (w *work) ruledAs(i int) bool {
	p, ok := w.x.After(w.t, i, w.s.To)
	return ok && (w.is(p.To, verdictWord) || p.To-p.From > 1 && w.is(p.To-1, verdictWord))
}

// demands reports whether what is demanded is something said, and not what thieves want: a sum, a ransom.
func (w *work) demands(i int, src speaker) bool {
	p, ok := w.x.After(w.t, i, w.s.To)
	if !ok || w.sumWithin(i, w.s.To) {
		return false
	}
	for j := p.From; j < p.To; j++ {
		if w.is(j, ransomNoun) || w.t.Tokens[j].Is(doc.Digit) {
			return false
		}
	}
	if src.kind == claim.Unnamed && (src.span.To == 0 || w.class(src.span.To-1)&(syntax.Official|syntax.Body|syntax.Org) == 0) {
		return false // "the thieves"
	}
	return src.entity < 0 || w.d.Entities[src.entity].Kind != claim.Group
}
