package citation

import (
	"sort"

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

// mainSubject is the body that "it" means as the subject of a relative clause: who acts in the clause before it, and
// not what the relative clause is about ("The ministry fined the exchange, which it said had kept no books").
func (w *work) mainSubject(i int, c syntax.Class) (speaker, bool) {
	if c&syntax.It == 0 || i-2 <= w.s.From || w.class(i-1)&syntax.Which == 0 || w.class(i-2)&syntax.CueWord != 0 {
		return speaker{}, false
	}
	from := max(w.s.From, w.dateline())
	k := sort.Search(len(w.t.Actors), func(k int) bool { return w.t.Actors[k].From >= from })
	if k == len(w.t.Actors) {
		return speaker{}, false
	}
	a := w.t.Actors[k]
	if a.From > from+1 || a.To >= i-2 || !w.speaksAsBody(a) && a.Kind != claim.State || !w.acts(doc.Range{From: a.To, To: i - 1}) {
		return speaker{}, false
	}
	return w.entity(a.Entity, a.Range), true
}

// relative is the content of "which the bank confirmed on Monday": the clause that it qualifies. Where the clause goes
// on about its antecedent ("a mixer that it said had moved $3 million"), the
// antecedent alone is part of it, and what the sentence says of it besides is not.
func (w *work) relative(v verbAt, f follow, s subject, sc doc.Range) []doc.Range {
	from := f.at
	if v.to < sc.To && w.t.Word(v.to) == "as" {
		from = v.to
	}
	to := f.at
	for to < sc.To && w.t.Word(to) != "," && w.t.Word(to) != ";" {
		to++
	}
	after := w.trim(doc.Range{From: from, To: to})
	if from == v.to && from < to && w.t.Word(from) == "as" {
		return []doc.Range{after} // "a theft that police described as an inside job": the theft is told by who writes
	}
	if p, ok := w.x.After(w.t, v.to+1, to); ok && w.blames(v) && f.at == v.to {
		after.To = min(after.To, p.To) // "the firm that the agency tied to the cartel was sold"
	}
	before := w.trim(doc.Range{From: w.clauseStart(s.before, sc), To: s.before})
	if f.at == v.to && after.From < after.To && (f.kind == atClause && w.predicate(after.From) || w.blames(v) && w.acts(before)) {
		before = w.phraseEnding(before)
	}
	var list []doc.Range
	if before.From < before.To {
		list = append(list, before)
	}
	if after.From < after.To && f.kind == atClause && !(f.at > v.to && w.predicate(after.From)) { // "that it disclosed in March was wrong"
		list = append(list, after)
	}
	return list
}

// blames reports whether a cue goes on with whom it blames: "took $4 million, a raid that police later pinned on two
// brothers" leaves the raid to who writes.
func (w *work) blames(v verbAt) bool { return w.t.Word(v.to) == "on" || w.t.Word(v.to) == "to" }

// blamedInside reports whether a participle between commas says who blames: ", attributed by the agency to two brothers,".
func (w *work) blamedInside(v verbAt, sc doc.Range) bool {
	return v.Class == "accuse" && v.at > sc.From && w.t.Word(v.at-1) == ","
}

// acts reports whether a verb stands in a range, so that it says something by itself.
func (w *work) acts(r doc.Range) bool {
	for i := r.From; i < r.To; i++ {
		if w.class(i)&syntax.Verb != 0 || w.x.Verbish(w.t, i) {
			return true
		}
	}
	return false
}

// phraseEnding is the noun phrase that a range ends in, without those that it hangs on: "the mixer" of "sanctions on
// Thursday on the mixer".
func (w *work) phraseEnding(r doc.Range) doc.Range {
	p, ok := w.x.Before(w.t, r.From, r.To-1)
	if !ok || p.To != r.To {
		return r
	}
	for i := p.To - 2; i >= p.From; i-- {
		if w.class(i)&syntax.Prep != 0 && w.class(i)&syntax.Of == 0 {
			return doc.Range{From: i + 1, To: p.To}
		}
	}
	return p.Range
}
