package citation

import (
	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/syntax"
	"github.com/claimwire/claimwire/internal/claim"
)

// subjective reports whether a phrase can be a subject: somebody who speaks, and no object of the verb or
// the preposition before it.
func (w *work) subjective(p syntax.Phrase, sc doc.Range) bool {
	if i := p.From - 1; i >= sc.From && (w.class(i)&(syntax.Prep|syntax.By|syntax.To|syntax.Of) != 0 || w.x.Verbish(w.t, i) || w.class(p.From)&syntax.Prep != 0) {
		return false
	}
	if i := p.From - 1; i >= sc.From && w.t.Word(i) == "who" {
		return false // "those who know the firm said"
	}
	if p.To-p.From == 1 && w.class(p.From)&syntax.Pronoun != 0 && w.class(p.From)&(syntax.Subject|syntax.It) == 0 {
		return false // "who heard him said"
	}
	if i := p.From - 1; i >= sc.From && w.class(i)&syntax.CueWord != 0 {
		if f, n := w.x.CueAt(w.t, i, p.From); n > 0 && f.Tense == syntax.PastParticiple {
			return false // "who had seen the cable said"
		}
	}
	_, ok := w.speaker(p, false)
	return ok
}

// behindWho is the antecedent of a relative clause that no comma ends before the cue: "an official who was
// not allowed to speak said".
func (w *work) behindWho(e, end int, sc doc.Range) (subject, bool) {
	verbs := 0
	for i := e; i > sc.From && i > e-2*clauseReach; i-- {
		k := w.t.Tokens[i]
		if k.Is(doc.Punct) && w.t.Word(i) != "-" && !w.joined(i) {
			return subject{}, false
		}
		if w.t.Word(i) != "who" {
			if w.class(i)&(syntax.Auxiliary|syntax.Verb|syntax.CueWord|syntax.Light) != 0 || w.x.Verbish(w.t, i) {
				verbs++
			}
			continue
		}
		p, ok := w.x.Before(w.t, sc.From, i-1)
		if !ok || verbs == 0 {
			return subject{}, false
		}
		p.To = end
		return w.subjectOf(p, sc), true
	}
	return subject{}, false
}

const clauseReach = 14 // tokens of a relative clause without commas

// qualified is a subject with a relative clause behind it that no comma parts: "an audit that the ministry
// commissioned puts".
func (w *work) qualified(e int, sc doc.Range) (subject, bool) {
	for i := e - 1; i > sc.From && i > e-clauseReach; i-- {
		if w.t.Tokens[i].Is(doc.Punct) && w.t.Word(i) != "-" {
			break
		}
		if w.class(i)&syntax.Which == 0 {
			continue
		}
		if p, ok := w.x.Before(w.t, sc.From, i-1); ok && (w.class(i-1)&syntax.CueWord == 0 || w.isPaper(i-1)) {
			return w.subjectOf(p, sc), true
		}
	}
	p, ok := w.x.Before(w.t, sc.From, e)
	if !ok {
		return subject{}, false
	}
	return w.subjectOf(p, sc), true
}

// antecedent is the subject of "who said" or ", which said".
func (w *work) antecedent(rel int, sc doc.Range) (subject, bool) {
	e := rel - 1
	if e >= sc.From && w.t.Word(e) == "," {
		e--
	}
	if e < sc.From || w.t.Word(rel) == "that" && w.class(e)&syntax.CueWord != 0 && !w.isPaper(e) {
		return subject{}, false
	}
	p, ok := w.x.Before(w.t, sc.From, e)
	if ok {
		if _, n := w.x.AttributionAt(w.t, p.From, p.To); n > 0 {
			p, ok = w.x.After(w.t, p.From+n, p.To) // "according to the daily, which cited"
		}
	}
	if !ok {
		return subject{}, false
	}
	if w.t.Word(rel) == "who" {
		p = w.nearest(p)
	}
	s := w.subjectOf(p, sc)
	s.whose = true
	if i := p.From - 2; i >= sc.From && w.t.Word(p.From-1) == "," {
		if a := syntax.ActorAt(w.t, i); a != nil && a.Kind == claim.Person && syntax.ActorAt(w.t, p.Core.To-1) == nil {
			s.Range, s.Core = a.Range, a.Range // "Quist, the manager who said"
		}
	}
	return s, true
}

// nearest is the person at the end of a phrase whose own head cannot be one: "a rebuke from Callahan, who".
func (w *work) nearest(p syntax.Phrase) syntax.Phrase {
	if w.class(w.head(p))&syntax.Speaker != 0 || syntax.ActorAt(w.t, w.head(p)) != nil {
		return p
	}
	for i := p.To - 1; i >= p.Core.To; i-- {
		if w.class(i)&syntax.Prep == 0 {
			continue
		}
		if q, ok := w.x.After(w.t, i+1, p.To); ok && q.To == p.To && (w.class(w.head(q))&syntax.Speaker != 0 || w.t.Tokens[w.head(q)].Is(doc.Capital)) {
			return q
		}
		break
	}
	return p
}

func (w *work) relativeBefore(i, lo int) bool {
	for j := i - 1; j >= lo; j-- {
		if w.class(j)&(syntax.Which|syntax.Rel) != 0 {
			return true
		}
	}
	return false
}
