package citation

import (
	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/syntax"
	"github.com/claimwire/claimwire/internal/claim"
)

// figure reads a figure with who states it in a relative clause, with or without its pronoun: "the figure
// of $3m that we gave in May", "up from the 40 it reported". It reports whether it found one.
func (w *work) figure(v verbAt, g group, sc doc.Range) bool {
	if v.Frames&(syntax.Figure|syntax.Object) == 0 || v.Tense&(syntax.Past|syntax.Third|syntax.Base) == 0 || g.be || g.to || !w.clauseOver(v, sc) {
		return false
	}
	p, ok := w.x.Before(w.t, sc.From, g.end)
	from := sc.To
	if g.end > sc.From && w.t.Word(g.end) == "," {
		var s subject
		s, ok = w.inserted(g.end, sc) // "a claim that his deputy, Ana Sorel, has denied"
		p, from = s.Phrase, s.from
	}
	if !ok {
		return false
	}
	stated, ok := w.stated(min(p.From, from)-1, sc, v.Frames&syntax.Figure != 0)
	if !ok {
		p, stated, ok = w.contact(p, sc, v.Frames&syntax.Figure != 0)
	}
	if !ok {
		return false
	}
	src, ok := w.speaker(p, false)
	if i := stated.From - 1; !ok || v.Tense&syntax.Past == 0 && !(i > sc.From && w.t.Tokens[i].Is(doc.Punct) && indefinite(w.t.Word(stated.From))) {
		return false
	}
	c := cite{src: src, cue: doc.Range{From: v.at, To: v.to}, document: src.document, stance: v.Stance, relay: -1,
		span: doc.Range{From: p.From, To: v.to}, contents: []doc.Range{stated}}
	if i := stated.From - 1; i > sc.From && (w.t.Word(i) == "," || w.t.Word(i) == "—") && indefinite(w.t.Word(stated.From)) {
		c.span.From, c.aside = stated.From, true // "He lied, a charge that he denies": what stands before it
		c.contents = []doc.Range{w.trim(doc.Range{From: w.saidFrom(i, sc), To: i})}
	}
	if c.contents[0].From < c.contents[0].To {
		w.add(c)
	}
	return true
}

// saidFrom is where what stands before token i begins: the content of a citation that holds it, else its
// clause.
func (w *work) saidFrom(i int, sc doc.Range) int {
	for k := len(w.cites) - 1; k >= w.first; k-- {
		for _, r := range w.cites[k].contents {
			if r.Has(i) && r.From > w.cites[k].cue.From {
				return r.From
			}
		}
	}
	return w.clauseStart(i, sc)
}

func indefinite(s string) bool { return s == "a" || s == "an" }

// clauseOver reports whether a verb has no object behind it: the clause ends, or goes on with a date.
func (w *work) clauseOver(v verbAt, sc doc.Range) bool {
	i := v.to
	for i < sc.To && w.x.Adverb(w.t, i) {
		i++
	}
	if i >= sc.To || w.t.Tokens[i].Is(doc.Punct) && !isQuoteMark(w.t.Word(i)) || w.x.TimeAt(w.t, i, sc.To) > 0 {
		return true
	}
	if w.t.Word(i) == "as" && (v.Stance == claim.Denies || v.Class == "judge") {
		return true // "a charge that he dismissed as"
	}
	return w.class(i)&syntax.Prep != 0 && i+1 < sc.To && (w.x.TimeAt(w.t, i+1, sc.To) > 0 || w.t.Tokens[i+1].Is(doc.Digit)) && w.class(i)&syntax.To == 0
}

const figureReach = 14 // tokens that the noun phrase of a figure may have

// stated is the noun phrase of a figure that ends with token e, or with the relative pronoun there. A
// plain sum or count must be compared with another one where the verb also means what one does with things.
func (w *work) stated(e int, sc doc.Range, doubtful bool) (doc.Range, bool) {
	if e > sc.From && w.class(e)&syntax.Which != 0 {
		e--
		if w.t.Word(e) == "," {
			e--
		}
	}
	r := doc.Range{From: e + 1, To: e + 1}
	digits, noun := false, false
	for i := e; i >= sc.From && i > e-figureReach; i-- {
		k, c := w.t.Tokens[i], w.class(i)
		if k.Is(doc.Punct) && !opensContent(w.t.Word(i)) || c&(syntax.Auxiliary|syntax.Subject|syntax.Verb|syntax.Which) != 0 || w.measures(w.t.Word(i)) {
			break
		}
		r.From = i
		digits = digits || k.Is(doc.Digit)
		noun = noun || (w.numeric(w.t.Word(i)) || c&syntax.NounCue != 0) && (i == e || w.class(i+1)&syntax.Of != 0)
		if c&syntax.Det != 0 && c&syntax.Num == 0 {
			break
		}
	}
	compared := r.From > sc.From && w.measures(w.t.Word(r.From-1))
	return r, r.From < r.To && (noun || digits && (compared || !doubtful))
}

// numeric reports whether a noun means a figure.
func (w *work) numeric(s string) bool { return w.words.of(s)&figureNoun != 0 }

// measures reports whether the word before a figure holds another one against it.
func (w *work) measures(s string) bool { return w.words.of(s)&measuring != 0 }

// contact parts a phrase that runs from the figure to the speaker without a pronoun between: "the $9m the
// company gave", "a number it gave".
func (w *work) contact(p syntax.Phrase, sc doc.Range, doubtful bool) (syntax.Phrase, doc.Range, bool) {
	for i := p.To - 1; i > p.From; i-- {
		if w.class(i)&(syntax.Det|syntax.Poss) == 0 && syntax.ActorAt(w.t, i) == nil {
			continue
		}
		from := i
		if a := syntax.ActorAt(w.t, i); a != nil {
			from = a.From
		}
		if from <= p.From {
			break
		}
		stated, ok := w.stated(from-1, sc, doubtful)
		if !ok {
			continue
		}
		q, ok := w.x.After(w.t, from, p.To)
		if ok && q.To == p.To {
			return q, stated, true
		}
	}
	return p, doc.Range{}, false
}
