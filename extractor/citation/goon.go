package citation

import (
	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/syntax"
)

// goOn adds the quotations that follow a quotation without a speaker of their own: sentences behind it,
// the paragraphs that it goes on in, the block behind a colon.
func (w *work) goOn(i int) {
	c := &w.cites[i]
	if i+1 < len(w.cites) && w.cites[i+1].twin {
		return
	}
	limit := len(w.t.Tokens)
	for j := i + 1; j < len(w.cites) && j < i+nested; j++ {
		if syntax.QuoteAt(w.t, w.cites[j].cue.From) < 0 || j+1 == i+nested {
			limit = w.cites[j].span.From // who is cited inside the quotation does not end it
			break
		}
	}
	end := c.span.To
	for _, r := range c.contents {
		end = max(end, r.To)
	}
	if !c.colon && !w.endsQuoted(c) || syntax.QuoteAt(w.t, c.cue.From) >= 0 {
		return // who is cited inside a quotation does not go on with it
	}
	s := w.t.SentenceAt(max(end-1, c.cue.From)) + 1
	for skipped := 0; s < len(w.t.Sentences) && w.t.Sentences[s].To <= limit; s++ {
		r, ok := w.pureQuote(w.t.Sentences[s])
		if !ok && c.colon && len(c.contents) == 0 && skipped < 2 && w.t.Sentences[s].Paragraph == w.t.Sentences[w.t.SentenceAt(c.cue.From)].Paragraph {
			skipped++ // "It is printed here in full."
			continue
		}
		if !ok || w.t.Sentences[s].Boilerplate {
			return
		}
		if r.From < end {
			continue
		}
		c.contents = append(c.contents, r)
		end = r.To
	}
}

// endsQuoted reports whether a content of the citation is quoted speech.
func (w *work) endsQuoted(c *cite) bool {
	for _, r := range c.contents {
		if w.quoted(r) {
			return true
		}
	}
	return false
}

// pureQuote is the quotation that a sentence consists of.
func (w *work) pureQuote(s doc.Sentence) (doc.Range, bool) {
	i := s.From
	for i < s.To && w.t.Tokens[i].Is(doc.Punct) && syntax.QuoteAt(w.t, i) < 0 {
		i++
	}
	if i >= s.To {
		return doc.Range{}, false
	}
	q := syntax.QuoteAt(w.t, i)
	if q < 0 {
		return doc.Range{}, false
	}
	r := doc.Range{From: i, To: min(w.t.Quotes[q].To, s.To)}
	for j := r.To; j < s.To; j++ {
		if !w.t.Tokens[j].Is(doc.Punct) {
			return doc.Range{}, false
		}
	}
	return r, true
}
