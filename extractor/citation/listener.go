package citation

import (
	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/syntax"
	"github.com/claimwire/claimwire/internal/claim"
)

// whenAsked is the length of "when asked if he would resign", to the colon or the end that it stands before.
func (w *work) whenAsked(i, hi int) int {
	if word := w.t.Word(i); word != "when" && word != "if" || i+1 >= hi {
		return 0
	}
	switch w.t.Word(i + 1) {
	case "asked", "questioned", "pressed", "contacted", "reached", "approached", "confronted":
	default:
		return 0
	}
	for j := i + 2; j < hi; j++ {
		if word := w.t.Word(j); word == ":" || word == "." || word == "," || word == ";" || isQuoteMark(word) {
			return j - i
		}
	}
	return hi - i
}

// medium is the length of what tells how something is said: "by e-mail", "by phone".
func (w *work) medium(i int) int {
	if w.class(i)&syntax.By == 0 || i+1 >= w.s.To {
		return 0
	}
	if _, n := w.x.PaperAt(w.t, i+1, w.s.To); n > 0 {
		return n + 1
	}
	if w.class(i+1)&syntax.Channel != 0 {
		return 2
	}
	return 0
}

// listener is the length of the noun phrase to whom it is said: "told reporters".
func (w *work) listener(v verbAt, f *follow, hi int) int {
	if v.Frames&syntax.Listener == 0 || f.heard.To > 0 || f.at != v.to {
		return 0
	}
	c := w.class(f.at)
	if c&syntax.That != 0 || c&syntax.Prep != 0 && c&(syntax.Det|syntax.Quant|syntax.Num) == 0 {
		return 0
	}
	var p syntax.Phrase
	var ok bool
	if c&(syntax.He|syntax.She|syntax.They|syntax.We|syntax.I|syntax.You|syntax.It) != 0 && c&syntax.Subject == 0 || c&syntax.You != 0 || c&syntax.It != 0 {
		p.Range, ok = doc.Range{From: f.at, To: f.at + 1}, true
		if n := f.at + 1; c&syntax.Poss != 0 && n < hi && w.t.Tokens[n].Is(doc.Alpha) && w.class(n)&(syntax.That|syntax.Subject|syntax.Det|syntax.Sub|syntax.Prep) == 0 {
			p, ok = w.x.After(w.t, f.at, hi)
		}
	} else if c&syntax.Subject == 0 {
		p, ok = w.x.After(w.t, f.at, hi)
	}
	if !ok {
		return 0
	}
	p.To = w.pastRelative(w.listenerEnd(v, p, hi), hi)
	next := w.kindAt(v, p.To, hi)
	if (v.Class == "demand" || v.Class == "ask") && next == atTo {
		f.heard, f.spanTo = p.Range, p.To
		return p.To - f.at
	}
	if v.Verb != "tell" && v.Verb != "inform" && next != atThat && next != atQuote && next != atColon {
		return 0
	}
	f.heard, f.spanTo = p.Range, p.To
	return p.To - f.at
}

// pastRelative is where a relative clause about listeners ends that a "that" behind it closes: "told the men who had
// come by bus that".
func (w *work) pastRelative(i, hi int) int {
	if i+1 >= hi || w.t.Word(i) != "who" {
		return i
	}
	for j := i + 2; j+1 < hi && j < i+clauseReach; j++ {
		if w.t.Word(j) == ":" {
			return j
		}
		if w.t.Tokens[j].Is(doc.Punct) && w.t.Word(j) != "-" {
			return i
		}
		if w.class(j)&syntax.That != 0 && w.class(j-1)&syntax.CueWord == 0 && w.clauseBegins(j+1) {
			return j
		}
	}
	return i
}

// listenerEnd is where a listener ends: a person's name before a clause ends with it, as in headlines
// ("tells Putin war is a mistake"); a programme goes with its station ("the BBC's Today programme").
func (w *work) listenerEnd(v verbAt, p syntax.Phrase, hi int) int {
	if a := syntax.ActorAt(w.t, p.From); a != nil && a.Kind == claim.Person && a.To < p.To && !w.t.Tokens[a.To].Is(doc.Possessive|doc.Punct) && w.class(a.To)&(syntax.And|syntax.Prep) == 0 {
		return a.To
	}
	for i := p.From + 1; i+1 < p.To && v.Verb == "tell"; i++ {
		if next := w.class(i + 1); w.class(i)&syntax.To != 0 && w.t.Tokens[i+1].Is(doc.Alpha) && !w.t.Tokens[i+1].Is(doc.Capital) && next&(syntax.Det|syntax.Poss|syntax.Num|syntax.Speaker) == 0 {
			return i // "told lenders to close the accounts"
		}
	}
	if p.To >= hi || !w.t.Tokens[p.To].Is(doc.Possessive) && !w.t.Tokens[p.To-1].Is(doc.Possessive) {
		return p.To
	}
	i := p.To
	for i < hi && (w.t.Tokens[i].Is(doc.Possessive) || w.t.Tokens[i].Is(doc.Capital)) {
		i++
	}
	i += w.titleMarks(i, hi)
	for i < hi && w.t.Tokens[i].Is(doc.Alpha) && w.class(i)&(syntax.Press|syntax.Adv|syntax.Time) != 0 || i < hi && programme(w.t.Word(i)) {
		i++
	}
	return i
}

// titleMarks is the length of a programme's title in marks at token i: marks that nobody speaks in.
func (w *work) titleMarks(i, hi int) int {
	if i >= hi || !isQuoteMark(w.t.Word(i)) || syntax.QuoteAt(w.t, i+1) >= 0 {
		return 0
	}
	for q := i + 2; q < hi && q < i+listenerTitle; q++ {
		if isQuoteMark(w.t.Word(q)) {
			return q + 1 - i
		}
	}
	return 0
}

const listenerTitle = 7 // tokens that the title of a programme may have

// programme reports whether a noun means what a station sends.
func programme(s string) bool {
	switch s {
	case "programme", "program", "show", "podcast", "broadcast":
		return true
	}
	return false
}
