package citation

import (
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/syntax"
)

// leaning reads a cue without a subject of its own that shares the one of the verb before it: "He put it
// at 40 and cautioned that".
func (w *work) leaning(v verbAt, g group, sc doc.Range) {
	if g.end < sc.From || v.Tense&(syntax.Past|syntax.Third) == 0 && !g.finite {
		return
	}
	if w.class(g.end)&syntax.Coord == 0 && w.t.Word(g.end) != "," {
		return
	}
	f := w.follow(v, sc.To)
	src, ok := w.shared(g.end, sc)
	if !ok || !w.fits(v, f, src) || f.kind == atEnd || v.Frames&syntax.Weak != 0 && !w.carries(v, f) && !w.goesOnAbout(v, g, f, src) {
		return
	}
	w.addFollowing(v, f, src, sc)
}

// goesOnAbout reports whether a verb that takes an object goes on with what somebody says who was cited before in the
// sentence: "accused the union of lying and demanded an apology"; in headlines, behind a comma.
func (w *work) goesOnAbout(v verbAt, g group, f follow, src speaker) bool {
	if w.headed && w.t.Word(g.end) == "," {
		return true
	}
	if f.kind != atClause || v.Frames&syntax.Belief != 0 || w.class(g.end)&syntax.And == 0 || w.citedAlready(src) < 0 {
		return false
	}
	switch v.Class {
	case "demand", "accuse", "deny", "judge", "warn":
		return true
	}
	return false
}

// carries reports whether what follows a cue is a content that only a verb of saying has: a clause, a
// quotation, or the infinitive of what is promised.
func (w *work) carries(v verbAt, f follow) bool {
	switch f.kind {
	case atThat, atQuote:
		return true
	case atTo:
		return v.Frames&syntax.Infinitive != 0
	case atClause:
		if v.Class == "label" {
			return w.marked(f.at) || w.labels(f.at)
		}
		return v.Frames&syntax.Clause != 0 && w.class(f.at)&(syntax.Subject|syntax.It) != 0
	}
	return false
}

// shared is the speaker of the citation before token i in this sentence and scope, else the subject that
// the sentence begins with.
func (w *work) shared(i int, sc doc.Range) (speaker, bool) {
	for k := len(w.cites) - 1; k >= w.first; k-- {
		if c := w.cites[k]; c.cue.From < i && sc.Has(c.cue.From) && !c.twin {
			return c.src, true
		}
	}
	from := sc.From
	if from == w.s.From {
		from = w.dateline()
	}
	p, ok := w.x.After(w.t, w.skipOpening(from, i), i)
	if !ok || w.class(p.Core.From)&syntax.Nobody != 0 || w.class(w.skipOpening(from, i))&syntax.Nobody != 0 || strings.EqualFold(w.t.Word(from), "neither") {
		return speaker{}, false
	}
	if w.class(p.Core.From)&(syntax.We|syntax.I|syntax.You) != 0 && syntax.QuoteAt(w.t, p.From) >= 0 {
		return speaker{}, false // who is quoted speaks of himself
	}
	s := subject{Phrase: p, from: p.From, before: -1}
	if p.To < i && w.t.Word(p.To) == "," {
		comma := p.To + 1
		for comma < i && comma < p.To+insertion/4 && w.t.Word(comma) != "," {
			comma++
		}
		if comma < i && w.t.Word(comma) == "," && comma > p.To+1 {
			s = w.named(s, doc.Range{From: p.To + 1, To: comma})
		}
	}
	src, ok := w.speaker(s.Phrase, false)
	if ok {
		w.callBy(&src, s)
	}
	return src, ok
}

// skipOpening skips the adverbs and the dateline before a sentence's subject.
func (w *work) skipOpening(i, hi int) int {
	for i < hi && (w.t.Tokens[i].Is(doc.Punct) || w.class(i)&(syntax.Coord) != 0 || w.x.Adverb(w.t, i)) {
		i++
	}
	return i
}

// participle reads ", adding that …" and "by saying that …".
func (w *work) participle(v verbAt, g group, sc doc.Range) {
	if g.end < sc.From {
		return
	}
	prev := w.t.Word(g.end)
	c := w.class(g.end)
	if prev == "in" && v.Verb == "write" {
		return // "promised it in writing"
	}
	if at := w.paperEnding(g.end, sc); at >= 0 {
		w.paperSaying(v, w.papers[at], at, sc)
		return
	}
	if w.withSpeaker(v, g, sc) {
		return
	}
	if prev != "," && c&(syntax.Coord|syntax.By) == 0 && !isQuoteMark(prev) && prev != "—" && prev != "–" && prev != "while" && prev != "in" {
		return
	}
	f := w.follow(v, sc.To)
	if f.kind == atEnd || v.Frames&syntax.Weak != 0 && !w.carries(v, f) {
		return
	}
	src, ok := w.shared(v.at, sc)
	if !ok || !w.fits(v, f, src) {
		return
	}
	w.addFollowing(v, f, src, sc)
}

// withSpeaker reads ", with its spokesman, Karl Ott, saying that": a speaker behind "with".
func (w *work) withSpeaker(v verbAt, g group, sc doc.Range) bool {
	at := g.end
	for at > sc.From && at > g.end-insertion/2 && w.t.Word(at) != "with" {
		at--
	}
	if at <= sc.From || w.t.Word(at) != "with" || w.t.Word(at-1) != "," {
		return false
	}
	p, ok := w.x.After(w.t, at+1, v.at)
	if !ok || p.To <= g.end && w.t.Word(p.To) != "," {
		return false
	}
	subj := subject{Phrase: p, from: p.From, before: at}
	if p.To < g.end {
		subj = w.named(subj, doc.Range{From: p.To + 1, To: g.end})
	}
	src, ok := w.speaker(subj.Phrase, false)
	f := w.follow(v, sc.To)
	if !ok || f.kind == atEnd || !w.fits(v, f, src) {
		return false
	}
	src.span = subj.Range
	before := len(w.cites)
	w.addFollowing(v, f, src, sc)
	if len(w.cites) > before {
		w.cites[before].span.From = subj.from
	}
	return true
}

// paperEnding is the document whose noun phrase ends with token i, with where it was put: "a notice on its
// website"; -1 where none does.
func (w *work) paperEnding(i int, sc doc.Range) int {
	for j := i; j > sc.From && j > i-5; j-- {
		if _, ok := w.papers[j]; ok {
			return j
		}
		if w.t.Tokens[j].Is(doc.Punct) || w.t.Word(j) == "about" || w.x.Verbish(w.t, j) || w.class(j)&(syntax.CueWord|syntax.Coord|syntax.Sub) != 0 && w.class(j)&syntax.Prep == 0 {
			return -1
		}
	}
	return -1
}

// paperSaying reads "a lawsuit claiming that": the document speaks, where no cue before it does.
func (w *work) paperSaying(v verbAt, d, at int, sc doc.Range) {
	f := w.follow(v, sc.To)
	if f.kind != atThat && f.kind != atQuote && !(f.kind == atClause && v.Frames&syntax.Clause != 0 && w.clauseBegins(f.at)) {
		return
	}
	for _, c := range w.cites[w.first:] {
		if c.document == d && c.cue.From < at {
			return
		}
	}
	p, ok := w.x.Before(w.t, sc.From, at)
	if !ok {
		return
	}
	w.addFollowing(v, f, w.paperSpeaks(p, d), sc)
}

// addFollowing adds a citation whose content follows its cue and whose speaker stands further left; the
// speaker's span stays where it stands.
func (w *work) addFollowing(v verbAt, f follow, src speaker, sc doc.Range) {
	c := cite{src: src, cue: doc.Range{From: v.at, To: v.to}, document: src.document, stance: v.Stance, relay: -1}
	c.span = doc.Range{From: v.at, To: max(f.spanTo, v.to)}
	if f.paper >= 0 {
		c.document = f.paper
	}
	subj := subject{from: v.at, before: v.at - 1, Phrase: syntax.Phrase{Range: doc.Range{From: v.at, To: v.at}}}
	c.contents, c.colon = w.contentsAfter(f, subj, sc)
	if len(c.contents) > 0 || c.colon {
		w.add(c)
	}
}
