package citation

import (
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/syntax"
	"github.com/claimwire/claimwire/internal/claim"
)

const agentReach = 14 // tokens behind a passive in which its agent may stand

// passive reads a cue in the passive: "it was reported that", "was accused by the bank of", "Reuters was
// told that", "he was quoted as saying that". Without anybody who says it, there is no citation.
func (w *work) passive(v verbAt, g group, sc doc.Range) {
	if v.Verb == "quote" || v.Verb == "cite" {
		w.quotedAs(v, g, sc)
		return
	}
	if w.agent(v, g, sc) {
		return
	}
	if w.toldIn(v, g, sc) {
		return
	}
	switch {
	case g.end >= sc.From && w.class(g.end)&syntax.It != 0:
		w.impersonal(v, g, sc)
	case v.Frames&syntax.Listener != 0:
		w.informed(v, g, sc)
	case v.to+1 < sc.To && w.class(v.to)&syntax.To != 0:
		w.saidTo(v, g, sc)
	}
}

// agent reads "was announced by the port".
func (w *work) agent(v verbAt, g group, sc doc.Range) bool {
	if v.Frames&(syntax.Object|syntax.Quotation|syntax.Behind) == 0 && len(v.Needs) == 0 || len(v.Needs) > 0 && !w.needed(v, sc.To) {
		return false
	}
	for i := v.to; i < sc.To && i < v.to+agentReach; i++ {
		word := w.t.Word(i)
		if word == "," || word == ";" || word == ":" || isQuoteMark(word) || w.class(i)&syntax.Which != 0 {
			return false
		}
		if w.class(i)&syntax.By == 0 {
			continue
		}
		if i+1 < sc.To && strings.HasSuffix(w.t.Word(i+1), "ing") && !w.t.Tokens[i+1].Is(doc.Capital) && w.class(i+1)&(syntax.Speaker|syntax.Det) == 0 {
			return false // "responded by closing its doors"
		}
		p, ok := w.x.After(w.t, i+1, sc.To)
		if !ok {
			return false
		}
		if p.Core.To < p.To && (w.needs(v, p.Core.To) || v.Class == "accuse" && w.t.Word(p.Core.To) == "on") {
			p.To = p.Core.To // "accused by the bank of theft"
		}
		src, ok := w.speaker(p, false)
		if !ok {
			return false
		}
		c := cite{src: src, cue: doc.Range{From: v.at, To: i + 1}, document: src.document, stance: v.Stance, relay: -1, span: doc.Range{From: v.at, To: p.To}}
		c.remark = g.end >= sc.From && w.class(g.end)&syntax.Which != 0 && v.Class == "report"
		f := w.follow(verbAt{Form: v.Form, at: v.at, to: p.To}, sc.To)
		if f.kind == atThat || f.kind == atQuote {
			c.contents, c.colon = w.contentsAfter(f, subject{}, sc)
		}
		if len(c.contents) == 0 {
			c.contents = w.aroundPassive(g, p, sc)
		}
		if len(c.contents) == 0 {
			return false
		}
		w.add(c)
		return true
	}
	return false
}

// aroundPassive is the content of a passive with an agent: its clause without the cue and the agent.
func (w *work) aroundPassive(g group, p syntax.Phrase, sc doc.Range) []doc.Range {
	var list []doc.Range
	r := w.trim(doc.Range{From: w.clauseStart(g.from, sc), To: g.from})
	for r.To-1 > r.From && w.class(r.To-1)&syntax.Which != 0 {
		r = w.trim(doc.Range{From: r.From, To: r.To - 1}) // "the breach, which was first reported by"
	}
	for r.To-2 > r.From && w.t.Word(r.To-2) == "," && w.x.Adverb(w.t, r.To-1) {
		r = w.trim(doc.Range{From: r.From, To: r.To - 1}) // "the theft, first reported by"
	}
	if r.From < r.To && w.opening(r) { // "As first reported by CoinDesk, …"
		if after := w.trim(doc.Range{From: p.To, To: sc.To}); after.From < after.To {
			return []doc.Range{after}
		}
	}
	if r.From < r.To {
		list = append(list, r)
	}
	to := p.To
	for to < sc.To && w.t.Word(to) != "," && w.t.Word(to) != ";" {
		to++
	}
	if r := w.trim(doc.Range{From: p.To, To: to}); r.From < r.To {
		list = append(list, r)
	}
	return list
}

// toldIn reads "shareholders are told in a letter that": the document says it.
func (w *work) toldIn(v verbAt, g group, sc doc.Range) bool {
	if v.Frames&(syntax.ThatClause|syntax.Listener) == 0 || g.end >= sc.From && w.class(g.end)&syntax.It != 0 || syntax.QuoteAt(w.t, v.at) >= 0 {
		return false
	}
	f := w.follow(v, sc.To)
	if f.paper < 0 || f.kind != atThat && f.kind != atQuote {
		return false
	}
	at := doc.Range{From: g.from, To: v.to}
	c := cite{src: w.paperSpeaks(syntax.Phrase{Range: at, Core: at}, f.paper), cue: at, document: f.paper, stance: v.Stance, relay: -1, span: doc.Range{From: g.from, To: f.spanTo}}
	for i := v.to; i < f.at; i++ {
		if d, ok := w.papers[i]; ok && d == f.paper {
			c.src.span = doc.Range{From: i, To: i + 1}
		}
	}
	if c.contents, c.colon = w.contentsAfter(f, subject{before: -1}, sc); len(c.contents) == 0 && !c.colon {
		return false
	}
	w.add(c)
	return true
}

// impersonal reads "it was reported that": somebody says it, and the text does not say who.
func (w *work) impersonal(v verbAt, g group, sc doc.Range) {
	f := w.follow(v, sc.To)
	behind := f.kind == atEnd && f.paper >= 0 && g.end > sc.From && w.t.Tokens[g.end-1].Is(doc.Punct)
	if f.kind != atThat && f.kind != atQuote && !behind || syntax.QuoteAt(w.t, v.at) >= 0 {
		return // in a quotation it is the speaker's own view: "it is believed that"
	}
	src := speaker{span: doc.Range{From: g.end, To: g.end + 1}, name: "unnamed", kind: claim.Unnamed, entity: -1, document: -1}
	c := cite{src: src, cue: doc.Range{From: g.from, To: v.to}, document: f.paper, stance: v.Stance, relay: -1}
	c.span = doc.Range{From: g.end, To: f.spanTo}
	if lead := w.leadPaper(g.end, sc.From); lead >= 0 && f.paper < 0 {
		f.paper, c.document = lead, lead
	}
	if f.paper >= 0 {
		if k := w.d.Documents[f.paper]; k.Publisher != "" {
			c.src = w.paperSpeaks(syntax.Phrase{Range: src.span, Core: src.span}, f.paper)
		}
	}
	if behind {
		c.contents = w.contentBefore(subject{before: g.end - 1}, sc)
	} else {
		c.contents, c.colon = w.contentsAfter(f, subject{}, sc)
	}
	if len(c.contents) > 0 {
		w.add(c)
	}
}

// asStated reads "As stated in the report, …": a participle behind "as" with the document that says it.
func (w *work) asStated(v verbAt, sc doc.Range) bool {
	as := v.at - 1
	if as < sc.From || !strings.EqualFold(w.t.Word(as), "as") || v.Tense&syntax.PastParticiple == 0 || v.to >= sc.To || w.t.Word(v.to) != "in" {
		return false
	}
	p, ok := w.x.After(w.t, v.to+1, sc.To)
	if !ok || !w.documented(p) {
		return false
	}
	d := w.papers[w.head(p)]
	c := cite{src: w.paperSpeaks(p, d), cue: doc.Range{From: as, To: v.to + 1}, document: d, stance: v.Stance, relay: -1, span: doc.Range{From: as, To: p.To}}
	c.contents = w.around(as, p, sc, syntax.Attribution{})
	if len(c.contents) > 0 {
		w.add(c)
	}
	return len(c.contents) > 0
}

// informed reads "Reuters was told that": the outlet relays it. Anybody else who is told something is no
// source.
func (w *work) informed(v verbAt, g group, sc doc.Range) {
	p, ok := w.x.Before(w.t, sc.From, g.end)
	if !ok {
		return
	}
	src, ok := w.speaker(p, false)
	if !ok || src.kind != claim.NewsAgency && src.kind != claim.NewsOutlet {
		return
	}
	f := w.follow(v, sc.To)
	if f.kind != atThat && f.kind != atClause {
		return
	}
	c := cite{src: src, cue: doc.Range{From: g.from, To: v.to}, document: -1, stance: v.Stance, relay: -1, span: doc.Range{From: p.From, To: f.spanTo}}
	if c.contents, c.colon = w.contentsAfter(f, subject{}, sc); len(c.contents) > 0 {
		w.add(c)
	}
}

// saidTo reads "the panel was said to have found that": the inner verb is what the subject says.
func (w *work) saidTo(v verbAt, g group, sc doc.Range) {
	i := v.to + 1
	for i < sc.To && w.class(i)&syntax.Auxiliary != 0 {
		i++
	}
	f, n := w.x.CueAt(w.t, i, sc.To)
	if n == 0 || f.Tense&(syntax.Base|syntax.PastParticiple) == 0 {
		return
	}
	inner := verbAt{Form: f, at: i, to: i + n}
	if k := w.follow(inner, sc.To).kind; k != atThat && k != atQuote {
		return
	}
	outer := verbAt{Form: f, at: g.from, to: i + n}
	outer.Tense |= syntax.Past
	w.finiteAs(outer, inner, g, sc)
}

// quotedAs reads "was quoted as saying that" and "was cited by Reuters as saying".
func (w *work) quotedAs(v verbAt, g group, sc doc.Range) {
	i := v.to
	for i < sc.To && i < v.to+agentReach && w.t.Word(i) != "as" {
		i++
	}
	if i+1 >= sc.To || w.t.Word(i) != "as" {
		return
	}
	f, n := w.x.CueAt(w.t, i+1, sc.To)
	if n == 0 || f.Tense&syntax.GerundForm == 0 {
		return
	}
	by := w.relayer(v.to, i)
	if end := i + 1 + n; by == nil && end < sc.To && w.class(end)&syntax.By != 0 {
		if by = w.relayer(end, sc.To); by != nil {
			by.span.From, by.cue.From = end, end
			sc.To = end // "“We paid,” he was quoted as saying by the daily"
		}
	}
	outer := verbAt{Form: f, at: g.from, to: i + 1 + n}
	outer.Tense |= syntax.Past
	before := len(w.cites)
	w.finiteAs(outer, verbAt{Form: f, at: i + 1, to: i + 1 + n}, g, sc)
	if len(w.cites) > before && by != nil {
		w.cites[before].cue.From = i // "as saying"; the rest is the outlet's
		by.contents = []doc.Range{{From: w.s.From, To: w.s.To}}
		w.add(*by)
	}
}

// quotedInside reads the outlet of "a diplomat, quoted by the daily, said …", which relays what the sentence
// says.
func (w *work) quotedInside(v verbAt, sc doc.Range) {
	if v.at == sc.From || w.t.Word(v.at-1) != "," || v.to >= sc.To || w.class(v.to)&syntax.By == 0 {
		return
	}
	end := v.to
	for end < sc.To && w.t.Word(end) != "," {
		end++
	}
	if by := w.relayer(v.to, end); by != nil && end < sc.To {
		by.span.From, by.cue.From = v.at, v.at
		by.contents = []doc.Range{w.trim(w.s.Range)}
		w.add(*by)
	}
}

// relayer is the outlet of "was quoted by Reuters as saying", or nil.
func (w *work) relayer(from, to int) *cite {
	for i := from; i+1 < to; i++ {
		if w.class(i)&syntax.By == 0 {
			continue
		}
		p, ok := w.x.After(w.t, i+1, to)
		if !ok {
			return nil
		}
		src, ok := w.speaker(p, false)
		if !ok || src.kind != claim.NewsAgency && src.kind != claim.NewsOutlet {
			return nil
		}
		return &cite{src: src, cue: doc.Range{From: from - 1, To: i + 1}, document: -1, relay: -1, span: doc.Range{From: from - 1, To: p.To}}
	}
	return nil
}
