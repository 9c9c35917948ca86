package citation

import (
	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/syntax"
)

// crosses reports whether a subject reaches over the verb of a citation with the same subject, so that
// the word behind it is no verb: "the tests reveal strong links".
func (w *work) crosses(s subject) bool {
	for _, c := range w.cites[w.first:] {
		if c.span.From == s.from && c.saw == 0 && !(c.whose && len(c.contents) > 0 && c.contents[len(c.contents)-1].To == s.To) && c.cue.From > s.from && s.Core.From < c.cue.From && s.To > c.cue.From {
			return true
		}
	}
	return false
}

// reduced reports whether a past form qualifies the noun before it, as the verb behind shows: "people
// briefed on the inquiry said".
func (w *work) reduced(v verbAt, g group, sc doc.Range) bool {
	if v.Verb == "say" || g.finite || v.Tense&syntax.PastParticiple == 0 || v.to+1 >= sc.To || w.class(v.to)&syntax.Prep == 0 || w.needs(v, v.to) {
		return false
	}
	p, ok := w.x.After(w.t, v.to+1, sc.To)
	return ok && p.To < sc.To && w.class(p.To)&syntax.CueWord != 0 && w.x.CueStops(w.t, p.To) && !w.x.Reduced(w.t, p.To)
}

// infinitive reads "went on to say" and "continues to deny"; other infinitives were not said.
func (w *work) infinitive(v verbAt, g group, sc doc.Range) {
	i := g.end - 1 // before "to"
	if i >= sc.From && w.t.Word(i) == "on" {
		i--
	}
	if i < sc.From || w.class(i)&syntax.Light == 0 || w.class(i)&syntax.Auxiliary != 0 {
		return
	}
	outer := verbAt{Form: v.Form, at: i, to: v.to}
	og := w.before(outer, sc.From)
	if og.negated || og.to || og.future && v.Class != "say" {
		return
	}
	outer.Tense |= syntax.Past
	w.finiteAs(outer, v, og, sc)
}

// finiteAs reads a cue whose finite verb stands before it.
func (w *work) finiteAs(outer, v verbAt, g group, sc doc.Range) {
	subj, ok := w.subject(outer, g, sc)
	if !ok {
		return
	}
	src, ok := w.speaker(subj.Phrase, false)
	if !ok {
		return
	}
	f := w.follow(v, sc.To)
	if !w.fits(v, f, src) {
		return
	}
	c := cite{src: src, cue: doc.Range{From: outer.at, To: v.to}, document: src.document, stance: v.Stance, relay: -1}
	c.span = doc.Range{From: subj.from, To: max(f.spanTo, v.to)}
	if f.paper >= 0 {
		c.document = f.paper
	}
	c.contents, c.colon = w.contents(v, f, subj, sc)
	if len(c.contents) > 0 || c.colon {
		w.add(c)
	}
}
