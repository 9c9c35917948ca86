package citation

import (
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/syntax"
	"github.com/claimwire/claimwire/internal/claim"
)

// citesSource reads "Reuters cited a police officer as saying that" and ", which cited a study by": the
// source is who is cited, and the subject relays it.
func (w *work) citesSource(v verbAt, g group, sc doc.Range) {
	p, ok := w.cited(v.to, sc.To)
	if !ok || w.class(v.to)&syntax.Prep != 0 {
		return
	}
	src, ok := w.speaker(p, false)
	if !ok {
		return
	}
	subj, ok := w.subject(v, g, sc)
	if !ok {
		return
	}
	by, ok := w.speaker(subj.Phrase, false)
	if !ok {
		return
	}
	c := cite{src: src, cue: doc.Range{From: v.at, To: v.to}, document: src.document, relay: -1, span: doc.Range{From: v.at, To: p.To}}
	var as doc.Range
	if c.contents, as = w.citedContent(p, subj, sc); len(c.contents) > 0 {
		c.cue, c.span = as, doc.Range{From: p.From, To: as.To}
		by.kind = w.quoter(by, subj.Phrase)
	}
	if k := w.citedAlready(by); k >= 0 {
		if len(c.contents) == 0 {
			c.contents = w.cites[k].contents
		}
		c.relay = citing
	} else if by.publishes() && len(c.contents) > 0 {
		w.add(cite{src: by, cue: doc.Range{From: v.at, To: v.to}, span: doc.Range{From: subj.from, To: v.to}, document: -1, relay: -1, contents: []doc.Range{w.trim(doc.Range{From: v.to, To: sc.To})}})
	}
	if len(c.contents) == 0 && subj.whose && by.publishes() && w.goesOnSaying(p.To, sc) {
		c.relay = citing // its content is what the relayer goes on to say
	} else if len(c.contents) == 0 {
		return
	}
	w.add(c)
}

// quoter is what somebody is who quotes people "as saying": an outlet, unless he is known to be something else.
func (w *work) quoter(by speaker, p syntax.Phrase) claim.SourceKind {
	body := by.entity < 0 || w.d.Entities[by.entity].Kind == claim.Organization
	for i := p.Core.From; i < p.Core.To; i++ {
		if w.class(i)&syntax.Press != 0 && body && w.t.Word(i) == "agency" {
			return claim.NewsAgency
		}
	}
	if by.kind == claim.OrgSource && body {
		return claim.NewsOutlet
	}
	return by.kind
}

// issuers names the documents that spoke before the text told whose they are: "an audit found …", and later "the
// audit, by the treasury, …"; or, in the same sentence, "according to the treasury".
func (w *work) issuers() {
	for i := range w.cites {
		c := &w.cites[i]
		if c.src.document < 0 || c.src.kind != claim.Unnamed {
			continue
		}
		k := &w.d.Documents[c.src.document]
		if k.Publisher == "" && i+1 < len(w.cites) {
			w.issuedBy(c, &w.cites[i+1])
		}
		if k.Publisher == "" || c.src.name == k.Publisher {
			continue
		}
		c.src.name, c.src.kind, c.src.entity = k.Publisher, k.Issuer, -1
		if e, ok := w.names.full[k.Publisher]; ok {
			c.src.entity = e
		}
	}
}

// issuedBy takes a body that a sentence goes on with "according to" for the issuer of its document: "a report
// says 40 died, according to the treasury".
func (w *work) issuedBy(c, next *cite) {
	if next.src.document >= 0 || next.cue.From >= len(w.t.Tokens) || w.t.SentenceAt(next.cue.From) != w.t.SentenceAt(c.cue.From) || !strings.EqualFold(w.t.Word(next.cue.From), "according") {
		return
	}
	switch next.src.kind {
	case claim.Government, claim.International, claim.Researcher, claim.Court, claim.OrgSource:
		w.issue(c.src.document, next.src)
	}
}

// goesOnSaying reports whether the main clause goes on with a cue behind a relative clause that ends at i.
func (w *work) goesOnSaying(i int, sc doc.Range) bool {
	if i+1 >= sc.To || w.t.Word(i) != "," {
		return false
	}
	f, n := w.x.CueAt(w.t, i+1, sc.To)
	return n > 0 && f.Tense&(syntax.Past|syntax.Third) != 0
}

// citedAlready is the citation of this sentence whose speaker is the one given, or -1.
func (w *work) citedAlready(s speaker) int {
	for k := len(w.cites) - 1; k >= w.first; k-- {
		if same(w.cites[k].src, s) {
			return k
		}
	}
	return -1
}

// cited is the phrase behind "quoted", a pronoun included.
func (w *work) cited(i, hi int) (syntax.Phrase, bool) {
	if i >= hi {
		return syntax.Phrase{}, false
	}
	if w.class(i)&syntax.Pronoun != 0 && (i+1 >= hi || w.class(i+1)&(syntax.Sub|syntax.Prep) != 0 || w.t.Tokens[i+1].Is(doc.Punct)) {
		r := doc.Range{From: i, To: i + 1}
		return syntax.Phrase{Range: r, Core: r}, true
	}
	return w.x.After(w.t, i, hi)
}

// citedContent is what the cited one says: behind "as saying" or a colon, or before it all.
func (w *work) citedContent(p syntax.Phrase, subj subject, sc doc.Range) (list []doc.Range, cue doc.Range) {
	i := p.To
	if subj.before > sc.From && (i >= sc.To || w.t.Word(i) == ".") && isQuoteMark(w.t.Word(subj.before)) {
		return w.contentBefore(subj, sc), doc.Range{From: p.From, To: p.To} // "“We paid,” the agency quotes her."
	}
	if i+1 >= sc.To {
		return nil, cue
	}
	if w.t.Word(i) == ":" || isQuoteMark(w.t.Word(i)) {
		list, _ = w.contentsAfter(follow{kind: atQuote, at: i}, subject{before: -1}, sc)
		return list, doc.Range{From: p.From, To: p.To}
	}
	if w.t.Word(i) == "that" && w.clauseBegins(i+1) {
		return []doc.Range{w.trim(doc.Range{From: i + 1, To: sc.To})}, doc.Range{From: p.From, To: i + 1} // "quotes a minister that"
	}
	if w.t.Word(i) != "as" {
		return nil, cue
	}
	f, n := w.x.CueAt(w.t, i+1, sc.To)
	if n == 0 || f.Tense&syntax.GerundForm == 0 {
		return nil, cue
	}
	cue = doc.Range{From: i, To: i + 1 + n}
	behind := w.follow(verbAt{Form: f, at: i + 1, to: cue.To}, sc.To)
	if behind.kind == atEnd || behind.kind == atComma {
		return w.contentBefore(subj, sc), cue
	}
	list, _ = w.contentsAfter(behind, subject{before: -1}, sc)
	return list, cue
}
