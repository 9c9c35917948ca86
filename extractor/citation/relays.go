package citation

import (
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/syntax"
	"github.com/claimwire/claimwire/internal/claim"
)

// seenBy reads the outlet that relays a document: "a report seen by Reuters". The article's own outlet
// relays nothing.
func (w *work) seenBy(cue doc.Range, a syntax.Attribution, p syntax.Phrase) int {
	d := w.paperBefore(cue.From)
	src, ok := w.speaker(p, false)
	if !ok {
		return 0
	}
	c := cite{src: src, cue: cue, document: -1, relay: -1, saw: d + 1, span: doc.Range{From: cue.From, To: p.To}}
	if d < 0 {
		return w.carried(c, a, p)
	}
	if !w.relays(d, src) {
		return 0
	}
	w.relayedFrom(cue.From, c)
	return cue.To - cue.From
}

// carried reads the outlet that relays what is no document: "records reviewed by Reuters show", "he said, as quoted
// by Reuters", "said in comments carried by Reuters".
func (w *work) carried(c cite, a syntax.Attribution, p syntax.Phrase) int {
	if !w.passesOn(c.src) || !w.carries1(c.cue.From, a, p) {
		return 0
	}
	c.contents = []doc.Range{w.trim(w.s.Range)}
	w.add(c)
	return c.cue.To - c.cue.From
}

// carries1 reports whether what stands before the cue at token i is something that an outlet can pass on.
func (w *work) carries1(i int, a syntax.Attribution, p syntax.Phrase) bool {
	if strings.HasPrefix(a.Phrase, "as ") {
		return len(w.cites) > w.first
	}
	for j := i - 1; j >= w.s.From && j > i-issuerReach; j-- {
		switch {
		case w.class(j)&syntax.Data != 0 && puts(a.Phrase):
			return false // "figures published by" are its own
		case w.is(j, aired):
			return len(w.cites) > w.first || w.class(w.s.From)&syntax.Prep != 0
		case w.class(j)&syntax.Data != 0:
			_, n := w.x.CueAt(w.t, p.To, w.s.To)
			return n > 0 && j == i-1
		case w.t.Tokens[j].Is(doc.Punct) && !w.t.Tokens[j].Is(doc.Glued) || w.t.Word(j) == "," && j < i-1:
			return false
		}
	}
	return false
}

// puts reports whether who did it to figures gave them out himself, rather than saw them.
func puts(phrase string) bool {
	switch phrase {
	case "published by", "published in", "released by", "reported by", "disclosed by", "distributed by", "revealed by", "carried by", "broadcast by":
		return true
	}
	return false
}

// airedBefore reports whether the noun phrase before token i is something that outlets carry: "an interview with the
// daily", "comments".
func (w *work) airedBefore(i int) bool {
	for j := i - 1; j >= w.s.From && j > i-issuerReach; j-- {
		if w.is(j, aired) {
			return true
		}
		if w.t.Tokens[j].Is(doc.Punct) && !w.t.Tokens[j].Is(doc.Glued) || w.class(j)&(syntax.Auxiliary|syntax.Subject|syntax.That) != 0 {
			return false
		}
	}
	return false
}

// passesOn reports whether a speaker is another outlet than the article's own which nothing of the sentence is yet
// from.
func (w *work) passesOn(src speaker) bool {
	outlet := src.document < 0 && (src.kind == claim.NewsAgency || src.kind == claim.NewsOutlet)
	return outlet && !sameName(src.name, w.d.Article.Publisher) && w.citedAlready(src) < 0
}

// beforeVerb ends a phrase where the verb of several documents follows it: "documents seen by Reuters show".
func (w *work) beforeVerb(p syntax.Phrase, hi int) syntax.Phrase {
	for i := p.From + 1; i < p.To; i++ {
		f, n := w.x.CueAt(w.t, i, hi)
		if n == 0 || f.Tense&(syntax.Base|syntax.Third) == 0 || f.Frames&(syntax.Clause|syntax.ThatClause) == 0 && (f.Tense&syntax.Third == 0 || f.Frames&syntax.Object == 0) || w.t.Tokens[i].Is(doc.Capital) {
			continue
		}
		if i+n >= hi || w.t.Tokens[i+n].Is(doc.Punct) && f.Tense&syntax.Third != 0 || w.class(i+n)&(syntax.That|syntax.Det|syntax.Poss|syntax.Subject|syntax.Wh|syntax.Num) != 0 || f.Tense&syntax.Base != 0 && w.clauseBegins(i+n) || w.t.Tokens[i+n].Is(doc.Capital) {
			p.To = i
			p.Core.To = min(p.Core.To, i)
			return p
		}
	}
	return p
}

// relays notes who saw a document, and reports whether that is another outlet, which relays it.
func (w *work) relays(d int, src speaker) bool {
	if src.kind == claim.Unnamed || src.document >= 0 {
		return false
	}
	for _, c := range w.cites[w.first:] {
		if same(c.src, src) {
			return false // it says that it saw it
		}
	}
	w.d.Documents[d].SeenBy = src.name
	return !sameName(src.name, w.d.Article.Publisher) && src.name != w.d.Documents[d].Publisher && (src.kind == claim.NewsAgency || src.kind == claim.NewsOutlet)
}

// sameName compares names without their article.
func sameName(a, b string) bool {
	return strings.EqualFold(strings.TrimPrefix(a, "The "), strings.TrimPrefix(b, "The "))
}

// relayedFrom adds the citation of an outlet that relays what the sentence told before token i.
func (w *work) relayedFrom(i int, c cite) {
	if r := w.trim(doc.Range{From: w.s.From, To: i}); r.From < r.To {
		c.contents = []doc.Range{r}
		w.add(c)
	}
}

// saw reads "which AFP was able to consult" behind a document.
func (w *work) saw(i, n int) int {
	d := w.paperBefore(i)
	if d < 0 {
		return w.sees(i, n)
	}
	g := w.before(verbAt{at: i, to: i + n}, w.s.From)
	end := g.end
	for end > w.s.From && (w.class(end)&(syntax.To|syntax.Auxiliary) != 0 || w.t.Word(end) == "able") {
		end--
	}
	p, ok := w.x.Before(w.t, w.s.From, end)
	if !ok || g.negated || p.From == w.s.From || w.class(p.From-1)&syntax.Which == 0 {
		return 0
	}
	if src, ok := w.speaker(p, false); ok && w.relays(d, src) {
		w.relayedFrom(p.From-1, cite{src: src, cue: doc.Range{From: i, To: i + n}, document: -1, relay: -1, saw: d + 1, span: doc.Range{From: p.From, To: i + n}})
	}
	return n
}

// paperBefore is the document whose noun stands a few tokens before i, or -1.
func (w *work) paperBefore(i int) int {
	for j := i - 1; j >= w.s.From && j > i-issuerReach; j-- {
		if d, ok := w.papers[j]; ok {
			return d
		}
	}
	return -1
}

// sees reads "Reuters has seen a report that says …": the outlet relays what the report says.
func (w *work) sees(i, n int) int {
	p, ok := w.x.After(w.t, i+n, w.s.To)
	if !ok || !w.documented(p) {
		return 0
	}
	g := w.before(verbAt{at: i, to: i + n}, w.s.From)
	subj, ok := w.x.Before(w.t, w.s.From, g.end)
	if !ok || g.negated || g.to {
		return 0
	}
	src, ok := w.speaker(subj, false)
	if !ok || !w.relays(w.papers[w.head(p)], src) {
		return 0
	}
	w.add(cite{src: src, cue: doc.Range{From: g.from, To: i + n}, document: -1, relay: -1, span: doc.Range{From: subj.From, To: i + n},
		contents: []doc.Range{w.trim(doc.Range{From: p.From, To: w.s.To})}})
	return n
}
