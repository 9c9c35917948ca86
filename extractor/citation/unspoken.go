package citation

import (
	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/syntax"
	"github.com/claimwire/claimwire/internal/claim"
)

// unspoken reads the attributions that have no word for saying: "In its report, the panel lists …" and "The
// minister was blunt: “We lost.”"
func (w *work) unspoken() {
	if !w.colonQuote() {
		w.leadOnly()
	}
}

// colonQuote reads a sentence whose subject speaks in the quotation behind its colon.
func (w *work) colonQuote() bool {
	colon := -1
	for i := w.s.From + 1; i+2 < w.s.To; i++ {
		if w.t.Word(i) == ":" && isQuoteMark(w.t.Word(i+1)) && syntax.QuoteAt(w.t, i) < 0 {
			colon = i
			break
		}
	}
	if colon < 0 {
		return false
	}
	q := syntax.QuoteAt(w.t, colon+2)
	if q < 0 {
		return false
	}
	from := w.skipOpening(w.s.From, colon)
	if w.t.Word(from) == "For" {
		from++ // "For Smith, the answer is simple:"
	}
	p, ok := w.x.After(w.t, from, colon)
	if !ok || p.To > colon {
		return false
	}
	src, ok := w.speaker(p, false)
	if !ok || src.kind == claim.Unnamed && src.document < 0 && !src.plural {
		return false
	}
	w.add(cite{src: src, cue: doc.Range{From: p.To, To: colon + 1}, span: doc.Range{From: p.From, To: colon + 1}, document: src.document, relay: -1,
		contents: []doc.Range{w.t.Quotes[q].Range}})
	return true
}

// leadOnly reads "In his report to the council, …" before a clause that nobody else speaks.
func (w *work) leadOnly() {
	if w.mask&syntax.PaperStart == 0 || w.class(w.s.From)&syntax.Prep == 0 || !w.sayingIn(verbAt{}, w.s.From) && w.t.Word(w.s.From) != "In" {
		return
	}
	p, ok := w.x.After(w.t, w.s.From+1, w.s.To)
	if !ok {
		return
	}
	d, ok := w.papers[w.head(p)]
	if !ok || w.d.Documents[d].Publisher == "" {
		return
	}
	comma := p.To
	for comma < w.s.To && comma < p.To+issuerReach && w.t.Word(comma) != "," {
		comma++
	}
	content := w.trim(doc.Range{From: comma, To: w.s.To})
	if comma >= w.s.To || w.t.Word(comma) != "," || content.From >= content.To {
		return
	}
	w.add(cite{src: w.paperSpeaks(p, d), cue: doc.Range{From: w.s.From, To: w.s.From + 1}, span: doc.Range{From: w.s.From, To: comma}, document: d, relay: -1, contents: []doc.Range{content}})
}
