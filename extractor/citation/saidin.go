package citation

import (
	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/syntax"
	"github.com/claimwire/claimwire/internal/claim"
)

// issue makes a speaker the issuer of the document in which he says something, where none is known.
func (w *work) issue(d int, s speaker) {
	k := &w.d.Documents[d]
	if k.Publisher == "" && s.document < 0 && s.kind != claim.Unnamed {
		k.Publisher, k.Issuer = s.name, s.kind
	}
}

// paperSpeaks is the speaker of "the report says": the body that issued it, else the document itself.
func (w *work) paperSpeaks(p syntax.Phrase, d int) speaker {
	k := w.d.Documents[d]
	s := speaker{span: p.Range, name: k.Publisher, kind: k.Issuer, entity: -1, document: d, noun: k.Kind}
	if s.name == "" {
		s.name, s.kind = k.Title, claim.Unnamed
		if k.Kind == "filing" || k.Kind == "ruling" {
			s.kind = claim.Court
		}
	}
	if e, ok := w.names.full[s.name]; ok {
		s.entity = e
	}
	return s
}

// otherPapers are the documents that speak with one whose noun is the head of a phrase: "a report by the court and a
// study by the bank say".
func (w *work) otherPapers(p syntax.Phrase, head, d int) []speaker {
	if w.mask&syntax.And == 0 {
		return nil
	}
	if s, ok := w.paperBehind(p, d); ok {
		return []speaker{s}
	}
	and := p.Core.From - 1
	for i := p.Core.From; i < head; i++ {
		if w.class(i)&syntax.And != 0 {
			and = i
		}
	}
	if and <= w.s.From || w.class(and)&syntax.And == 0 {
		return nil
	}
	for i := and - 1; i >= w.s.From && i >= and-issuerReach; i-- {
		other, ok := w.papers[i]
		if !ok {
			if w.t.Tokens[i].Is(doc.Punct) && !w.t.Tokens[i].Is(doc.Glued) || w.class(i)&syntax.Auxiliary != 0 || w.x.CueStops(w.t, i) {
				return nil
			}
			continue
		}
		q, found := w.x.Before(w.t, w.s.From, i)
		if !found || other == d || q.From > w.s.From && !w.t.Tokens[q.From-1].Is(doc.Punct) {
			return nil // "the bank read the memo and the letter says"
		}
		return []speaker{w.paperSpeaks(q, other)}
	}
	return nil
}

// paperBehind is another document in what hangs on one: "a report by the court and a study".
func (w *work) paperBehind(p syntax.Phrase, d int) (speaker, bool) {
	for i := p.Core.To; i+1 < p.To; i++ {
		if w.class(i)&syntax.And == 0 || w.class(i+1)&syntax.Det == 0 {
			continue
		}
		q, ok := w.x.After(w.t, i+1, p.To)
		if !ok {
			continue
		}
		if other, found := w.papers[w.head(q)]; found && other != d {
			return w.paperSpeaks(q, other), true
		}
	}
	return speaker{}, false
}

// leadPaper is the document of "In a new report, the bank …" before a subject, or -1.
func (w *work) leadPaper(from, lo int) int {
	if from <= lo || w.class(lo)&syntax.Prep == 0 {
		return -1
	}
	found := -1
	for i := lo + 1; i < from; i++ {
		if d, ok := w.papers[i]; ok && !w.citedAt(lo) {
			found = d
		}
		if w.t.Word(i) == "," {
			if next := w.skipOpening(i, from); next < from && !w.x.Verbish(w.t, next) && w.class(next)&syntax.Which == 0 {
				return -1
			} else if next >= from {
				return found
			}
		}
	}
	return -1
}

func (w *work) citedAt(i int) bool {
	_, n := w.x.AttributionAt(w.t, i, w.s.To)
	return n > 0
}

// tailPaper is the document of "rejected the charge in a statement on Monday" at the end of a clause, or -1.
func (w *work) tailPaper(sc doc.Range) int {
	for i := sc.To - 1; i > sc.From+1 && i > sc.To-8; i-- {
		d, ok := w.papers[i]
		if !ok {
			continue
		}
		from := w.x.Minimal(w.t, doc.Range{From: max(sc.From, i-8), To: i + 1})
		if from > sc.From && w.sayingIn(verbAt{}, from-1) && w.t.Word(from-1) != "with" && w.t.Word(from-1) != "at" {
			return d
		}
		return -1
	}
	return -1
}

// paperInside is the document of "the fund, in a review seen by the paper, urged", which stands between
// commas behind a subject, or -1.
func (w *work) paperInside(from, to int) int {
	if from+1 >= to || w.t.Word(from) != "," || !w.sayingIn(verbAt{}, from+1) {
		return -1
	}
	for i := from + 2; i < to; i++ {
		if d, ok := w.papers[i]; ok {
			return d
		}
	}
	return -1
}

// writtenBy is the report of a speaker who "writes" without a word on where, or -1.
func (w *work) writtenBy(s speaker) int {
	for d := len(w.d.Documents) - 1; d >= 0 && d >= len(w.d.Documents)-documentsBack; d-- {
		if k := w.d.Documents[d]; k.Publisher != "" && k.Publisher == s.name && k.Kind != "statement" {
			return d
		}
	}
	return -1
}
