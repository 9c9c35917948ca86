package citation

import (
	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/syntax"
)

// kind is what follows a cue, once listeners and adverbials are skipped.
type kind uint8

const (
	atEnd    kind = iota // nothing: the clause is over
	atComma              // a comma: the content goes on behind it, or stood before
	atThat               // a that-clause or question
	atQuote              // a quotation
	atColon              // a colon
	atTo                 // an infinitive
	atClause             // a clause without "that", or an object
)

// follow is what stands behind a cue.
type follow struct {
	kind   kind
	at     int       // where the content would begin
	spanTo int       // where the attribution ends: behind the listener or the cue
	paper  int       // document in which it is said, in Doc.Documents; -1 where none
	heard  doc.Range // the listener
	needed bool      // a word that the cue needs follows
}

const lookahead = 24 // tokens in which a word that a cue needs may follow

// follow reads to the right of a cue: adverbs, dates, the listener, the paper it is said in, and then
// what begins there.
func (w *work) follow(v verbAt, hi int) follow {
	f := follow{at: v.to, spanTo: v.to, paper: -1}
	if n := w.titleMarks(f.at, hi); n > 0 && v.Verb == "tell" {
		f.heard, f.at, f.spanTo = doc.Range{From: f.at, To: f.at + n}, f.at+n, f.at+n // "told “Harbour Nights” that"
	}
	for f.at < hi {
		n := w.skip(v, &f, hi)
		if n == 0 {
			break
		}
		f.at += n
	}
	f.kind = w.kindAt(v, f.at, hi)
	if f.kind == atClause && v.Frames&syntax.Behind != 0 && w.gerundOf(f.at) {
		f.kind = atEnd // "Reuters reported citing two officials"
	}
	if f.kind == atComma && v.Frames&syntax.ThatClause != 0 {
		if that := w.thatBehind(f.at, hi); that > 0 {
			f.kind, f.at = atThat, that // "claimed, without evidence, that"
		}
	}
	if f.kind == atThat && w.pronounThat(v, f.at, hi) {
		f.kind = atClause
	}
	if f.kind == atThat && w.class(f.at)&syntax.That != 0 {
		f.spanTo = f.at + 1
		f.at++
	}
	clause := v.Frames&syntax.ThatClause != 0 && (f.kind == atThat || f.kind == atQuote || f.kind == atColon)
	f.needed = len(v.Needs) == 0 || clause || w.needed(v, hi)
	return f
}

// thatBehind is the "that" behind an insertion that begins with the comma at i, or 0.
func (w *work) thatBehind(i, hi int) int {
	if i+1 < hi && w.t.Word(i+1) == "that" && len(w.cites) > w.first {
		return i + 1 // "two aides said, and a lawyer confirmed, that"
	}
	reach := insertion / 4
	if i+1 < hi && w.gerundOf(i+1) {
		reach = insertion / 2 // "reported, citing a report of the ministry's experts, that"
	}
	for j := i + 1; j+1 < hi && j < i+reach; j++ {
		if isQuoteMark(w.t.Word(j)) || w.class(j)&(syntax.Subject|syntax.Auxiliary) != 0 && !w.t.Tokens[j].Is(doc.Possessive) {
			return 0
		}
		if w.t.Word(j) == "," {
			if w.t.Word(j+1) == "that" {
				return j + 1
			}
			return 0
		}
	}
	return 0
}

// gerundOf reports whether a gerund that names whom somebody has it from begins at the token: "citing", "quoting".
func (w *work) gerundOf(i int) bool {
	a, n := w.x.AttributionAt(w.t, i, w.s.To)
	return n > 0 && a.Class == "cite"
}

// pronounThat reports whether "that" is a pronoun or determiner here: "disputes that", "stood by that
// estimate".
func (w *work) pronounThat(v verbAt, i, hi int) bool {
	if w.class(i)&syntax.That == 0 || v.Frames&syntax.Object == 0 {
		return false
	}
	return v.Frames&(syntax.ThatClause|syntax.Clause) == 0 || i+1 >= hi || w.t.Tokens[i+1].Is(doc.Punct) && !isQuoteMark(w.t.Word(i+1)) && !w.sumAt(i+1, hi)
}

// sumAt reports whether a sign for a currency stands at the token, before a figure: "that $40 million was gone".
func (w *work) sumAt(i, hi int) bool {
	return i+1 < hi && w.t.Tokens[i+1].Is(doc.Digit) && w.t.Tokens[i+1].Is(doc.Glued)
}

// skip is how many tokens at f.at stand between a cue and its content.
func (w *work) skip(v verbAt, f *follow, hi int) int {
	i := f.at
	c := w.class(i)
	if w.t.Tokens[i].Is(doc.Punct) {
		return 0
	}
	if n := w.x.TimeAt(w.t, i, hi); n > 0 && !(i+n < hi && w.t.Tokens[i+n].Is(doc.Possessive)) && syntax.ActorAt(w.t, i) == nil && w.dateEnds(i+n, hi) {
		return n
	}
	if i+3 < hi && w.t.Tokens[i].Is(doc.Digit) && w.t.Word(i+1) == "-" && w.t.Tokens[i+2].Is(doc.Digit) && w.class(i+3)&syntax.That != 0 {
		return 3 // "ruled 5-4 that"
	}
	if w.opens(i, hi) {
		return 0
	}
	if c&syntax.And != 0 && i+1 < hi && w.t.Word(i+1) == "again" {
		return 2 // "told the county in 2021 and again in 2023 that"
	}
	if c&syntax.Mod != 0 && i+1 < hi && w.class(i+1)&syntax.Prep != 0 && w.x.TimeAt(w.t, i+2, hi) > 0 {
		return 1 // "late on Monday"
	}
	if w.x.Adverb(w.t, i) && c&(syntax.Det|syntax.Num|syntax.Prep|syntax.Mod) == 0 {
		return 1
	}
	if n := w.listener(v, f, hi); n > 0 {
		return n
	}
	if n := w.whenAsked(i, hi); n > 0 {
		return n
	}
	if a, n := w.x.AttributionAt(w.t, i, hi); n > 0 && a.Order == "seen" && f.paper >= 0 {
		if p, ok := w.x.After(w.t, i+n, hi); ok {
			return p.To - i // "in a report seen by Reuters"
		}
	}
	if n := w.medium(i); n > 0 {
		return n
	}
	if i > v.to && v.Frames&syntax.Quotation != 0 && w.airedBefore(i) {
		if n := w.pastCarrier(i, hi); n > 0 {
			return n // "said in comments carried by Reuters"
		}
	}
	if f.paper >= 0 && w.x.Verbish(w.t, i) && c&syntax.Auxiliary == 0 {
		return 1 // "in a report published on Monday"
	}
	if c&syntax.Prep != 0 && c&syntax.By == 0 && !w.needs(v, i) {
		return w.skipPrep(v, f, hi)
	}
	return 0
}

// dateEnds reports whether a date is over at the token, and not part of a noun phrase that is the
// subject of what is said: "said Monday that" against "said Monday traffic".
func (w *work) dateEnds(i, hi int) bool {
	if i >= hi || w.t.Tokens[i].Is(doc.Punct) {
		return true
	}
	return w.class(i)&(syntax.That|syntax.Prep|syntax.Det|syntax.Subject|syntax.Poss|syntax.Adv|syntax.Sub) != 0 || w.t.Tokens[i].Is(doc.Capital)
}

// skipPrep skips a date, the paper something is said in, a listener behind "to", or a short adverbial
// such as "on a call" with the content behind it.
func (w *work) skipPrep(v verbAt, f *follow, hi int) int {
	i := f.at
	if n := w.x.TimeAt(w.t, i+1, hi); n > 0 {
		return w.pastDate(i+1+n, hi) - i
	}
	p, ok := w.x.After(w.t, i+1, hi)
	if !ok {
		return 0
	}
	if d, ok := w.papers[p.Core.To-1]; ok && w.class(i)&(syntax.To|syntax.Of) == 0 && w.sayingIn(v, i) {
		f.paper = d
		if f.spanTo == v.to {
			f.spanTo = p.To
		}
		return p.To - i
	}
	if p.To < hi && (w.t.Tokens[p.To].Is(doc.Possessive) || w.t.Tokens[p.To-1].Is(doc.Possessive)) {
		p.To = w.listenerEnd(v, p, hi) // "said on the station's “Harbour Nights”"
	}
	if p.To-i > 12 {
		return 0
	}
	behind := w.pastAdverbials(p.To, hi)
	next := w.kindAt(v, behind, hi)
	if v.Verb == "say" && next == atClause && w.class(i)&(syntax.To|syntax.Of) == 0 && w.starts(behind) {
		return p.To - i // "said at a visit on Monday the tax would go"
	}
	if w.class(i)&syntax.To != 0 && w.needs(v, i) {
		return 0 // "which the FBI has tied to North Korea": no listener
	}
	if w.class(i)&syntax.To != 0 {
		if w.hearers(p) && f.heard.To == 0 && (next == atEnd || next == atComma || next == atThat || next == atColon || next == atQuote) {
			f.heard, f.spanTo = p.Range, p.To
			return p.To - i // "declared to journalists on leaving"
		}
		if v.Frames&syntax.Infinitive != 0 || next == atClause || f.heard.To > 0 {
			return 0
		}
		if _, ok := w.speaker(p, false); !ok {
			if v.Verb == "say" && f.heard.To == 0 && p.Core.To-p.From <= 2 && (next == atEnd || next == atComma) && !w.infinitiveHere(p.From, hi) {
				return p.To - i // "said to applause", "to cheers"
			}
			return 0
		}
		f.heard, f.spanTo = p.Range, p.To
		return p.To - i
	}
	if next == atThat || next == atColon && v.Frames&syntax.Quotation != 0 || (next == atEnd || next == atQuote || next == atColon || next == atComma) && v.Frames&syntax.Quotation != 0 && (v.Frames&syntax.Weak == 0 || v.Frames&syntax.Behind != 0 && v.Class != "ask" && v.Class != "demand" && w.t.Word(i) != "as") {
		return p.To - i
	}
	return 0
}

// infinitiveHere reports whether a cue's base form stands behind "to", as in "said to deny".
func (w *work) infinitiveHere(i, hi int) bool {
	if w.class(i)&syntax.CueWord == 0 {
		return false
	}
	f, n := w.x.CueAt(w.t, i, hi)
	return n == 0 || f.Tense&syntax.Base != 0
}

// hearers reports whether a phrase means several people who can be told something, or an outlet: "reporters".
func (w *work) hearers(p syntax.Phrase) bool {
	c := w.class(w.head(p))
	return c&(syntax.People|syntax.Official) != 0 && c&syntax.Plural != 0 || c&syntax.Press != 0
}

// sayingIn reports whether a document behind the preposition is where something is said: "in a report",
// "on its blog", not "denied involvement in the report".
func (w *work) sayingIn(v verbAt, i int) bool {
	switch w.t.Word(i) {
	case "in", "on", "via", "through", "during", "at", "with":
		return true
	}
	return false
}

// pastDate is the end of a date or of a run of them: "on Monday in March 2021".
func (w *work) pastDate(i, hi int) int {
	for i < hi && (w.t.Tokens[i].Is(doc.Digit) || w.class(i)&syntax.Time != 0) {
		i++
	}
	return i
}

// judges reports whether a cue may have its verdict before its object: "dismissed as “baseless” a report".
func judges(v verbAt) bool {
	return v.Class == "judge" || v.Class == "deny" && v.Frames&syntax.Object != 0 || v.Class == "label"
}

// kindAt is what begins at token i.
func (w *work) kindAt(v verbAt, i, hi int) kind {
	if i >= hi {
		return atEnd
	}
	c := w.class(i)
	switch word := w.t.Word(i); {
	case word == ",":
		return atComma
	case word == "as" && (w.quantified(i, hi) || judges(v)):
		return atClause
	case word == ":":
		return atColon
	case word == ".", word == ";", word == ")", word == "!", word == "?", word == "…", word == "]":
		return atEnd
	case word == "—" || word == "–" || word == "--":
		return atComma
	case isQuoteMark(word):
		if i+1 < hi && syntax.QuoteAt(w.t, i+1) >= 0 && syntax.QuoteAt(w.t, i) != syntax.QuoteAt(w.t, i+1) {
			return atQuote
		}
		if w.t.Tokens[i].Is(doc.Glued) {
			return atEnd
		}
		return atClause
	case c&syntax.That != 0, c&syntax.Wh != 0 && c&syntax.Which == 0, word == "who", word == "which":
		return atThat
	case c&syntax.To != 0:
		return atTo
	case c&syntax.Coord != 0 && c&syntax.Prep == 0:
		return atEnd
	case word == "as" || word == "when" || word == "while" || word == "after" || word == "before":
		return atEnd
	}
	return atClause
}
