package citation

import (
	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/syntax"
	"github.com/claimwire/claimwire/internal/claim"
)

// subject is who speaks, and how the clause begins.
type subject struct {
	syntax.Phrase
	from   int // first token of the attribution: the phrase, its insertion behind it
	before int // last token before it, marks skipped; -1 where the scope begins with it
	as     bool
	rel    bool      // the subject of a relative clause: "which it says", "that the bank gave"
	called doc.Range // a name in an apposition that no actor covers: "its spy service, the DSN,"
	whose  bool      // the antecedent of "who said": a relative clause of its own
}

const insertion = 40 // tokens that may stand between commas behind a subject

// subject finds the noun phrase that a verb group has to its left.
func (w *work) subject(v verbAt, g group, sc doc.Range) (subject, bool) {
	e := g.end
	if e < sc.From {
		return subject{}, false
	}
	c := w.class(e)
	switch {
	case c&syntax.Rel != 0 && c&syntax.Which != 0 && !w.t.Tokens[e].Is(doc.Possessive):
		return w.antecedent(e, sc)
	case w.t.Tokens[e].Is(doc.Possessive):
		return subject{}, false
	case w.t.Tokens[e].Is(doc.Punct) && !w.joined(e) && !syntax.Bracketed(w.t, e):
		if comma := w.programmeEnd(e, sc.From); comma > 0 {
			e = comma
		}
		return w.inserted(e, sc)
	}
	if w.x.Verbish(w.t, e) || c&syntax.CueWord != 0 && w.x.CueStops(w.t, e) {
		return w.qualified(e, sc)
	}
	p, ok := w.x.Before(w.t, sc.From, e)
	if ok && p.To-p.From == 1 && c&(syntax.It|syntax.They) != 0 && e-1 > sc.From && w.class(e-1)&syntax.Prep != 0 && w.class(e-1)&syntax.Sub == 0 {
		if q, found := w.x.Before(w.t, sc.From, e-2); found && w.subjective(q, sc) {
			p, q.To = q, e+1 // "the company behind it said"
			p.To = q.To
		}
	}
	if w.mask&syntax.Rel != 0 && (!ok || !w.subjective(p, sc)) {
		if s, found := w.behindWho(e, g.from, sc); found {
			return s, true
		}
	}
	if !ok {
		return subject{}, false
	}
	return w.subjectOf(p, sc), true
}

func (w *work) joined(i int) bool {
	s := w.t.Word(i)
	return (s == "." || s == "'" || s == "’") && w.t.Tokens[i].Is(doc.Glued) && syntax.QuoteAt(w.t, i) < 0 && w.t.Tokens[i-1].Is(doc.Alpha)
}

// subjectOf looks at what stands before a subject.
func (w *work) subjectOf(p syntax.Phrase, sc doc.Range) subject {
	if w.mask&syntax.And != 0 {
		p = w.listed(p, sc)
	}
	s := subject{Phrase: p, from: p.From, before: -1}
	i := p.From - 1
	if i < sc.From || w.beginsContent(p.From) {
		return s
	}
	s.before = i
	c := w.class(i)
	s.as = w.t.Tokens[i].Is(doc.Alpha) && (w.t.Word(i) == "as" || w.t.Word(i) == "As")
	s.rel = c&syntax.Which != 0 && !(w.t.Word(i) == "that" && i > sc.From && w.class(i-1)&syntax.And != 0) // but "and that she denies"
	return s
}

// listed widens a phrase such as "France and Italy" to the names before it: "Germany, France and Italy".
func (w *work) listed(p syntax.Phrase, sc doc.Range) syntax.Phrase {
	if syntax.ActorAt(w.t, p.Core.From) == nil && w.class(p.Core.From)&syntax.Det == 0 || !w.hasAnd(p.Core) || syntax.ActorAt(w.t, p.Core.To-1) == nil {
		return p
	}
	for i := p.From - 1; i > sc.From && w.t.Word(i) == ","; {
		a := syntax.ActorAt(w.t, i-1)
		if a == nil || a.From < sc.From {
			break
		}
		from := a.From
		if from > sc.From && w.class(from-1)&syntax.Det != 0 {
			from--
		}
		if from > sc.From && w.class(from-1)&(syntax.Prep|syntax.By|syntax.To|syntax.Of) != 0 {
			break // "in Paris, Germany and France said"
		}
		p.From, p.Core.From, i = from, from, from-1
	}
	return p
}

// beginsContent reports whether the content of a citation before begins at the token: behind "Reuters
// reported that" another speaker is no relative clause.
func (w *work) beginsContent(i int) bool {
	for _, c := range w.cites[w.first:] {
		for _, r := range c.contents {
			if r.From == i && c.cue.From < i {
				return true
			}
		}
	}
	return false
}

func (w *work) isPaper(i int) bool {
	_, ok := w.papers[i]
	return ok
}

// inserted is a subject with something between commas behind it: "the mill, which closed in May, said".
func (w *work) inserted(e int, sc doc.Range) (subject, bool) {
	mark := w.t.Word(e)
	open := mark
	switch mark {
	case ")":
		open = "("
	case ",", "—", "–":
	case "-":
		if w.t.Tokens[e].Is(doc.Glued) {
			return subject{}, false
		}
	default:
		return subject{}, false
	}
	for i := e - 1; i >= sc.From && i > e-insertion; i-- {
		if w.t.Word(i) != open {
			if isQuoteMark(w.t.Word(i)) {
				if from := w.titleOpens(i, sc.From); from > 0 {
					i = from
					continue
				}
				if i+1 < e && w.titleOpens(e, sc.From) == i {
					continue
				}
			}
			if q := w.t.Word(i); q == ";" || q == "”" || q == "\"" || q == "»" {
				return subject{}, false
			}
			continue
		}
		p, ok := w.x.Before(w.t, sc.From, i-1)
		if !ok || !w.insertable(doc.Range{From: i + 1, To: e}, p) || w.placed(p, sc) {
			continue
		}
		if a := w.apposedTo(p, sc); a != nil {
			p = syntax.Phrase{Range: a.Range, Core: a.Range}
		}
		if _, ok := w.speaker(p, false); ok {
			return w.named(w.subjectOf(p, sc), doc.Range{From: i + 1, To: e}), true
		}
		s := w.subjectOf(p, sc)
		if n := w.named(s, doc.Range{From: i + 1, To: e}); n.Core != s.Core && !w.x.Verbish(w.t, p.From) && (p.From == sc.From || w.class(p.From-1)&(syntax.Prep|syntax.By|syntax.To|syntax.Of|syntax.From) == 0) {
			return n, true // "his running mate, Ana Sorel,": whatever he is, he has a name
		}
	}
	return subject{}, false
}

// apposedTo is the person whose office a phrase tells of in an apposition that holds another one: "Quist,
// head of the mill's owner, Palisade, said".
func (w *work) apposedTo(p syntax.Phrase, sc doc.Range) *doc.Actor {
	if p.From-2 < sc.From || w.t.Word(p.From-1) != "," || w.class(w.head(p))&(syntax.Official|syntax.Person|syntax.Spoke) == 0 {
		return nil
	}
	a := syntax.ActorAt(w.t, p.From-2)
	if a == nil || a.Kind != claim.Person || a.From > sc.From && w.class(a.From-1)&(syntax.Prep|syntax.Coord) != 0 {
		return nil
	}
	return a
}

// insertable reports whether what stands between two commas can be an insertion: a relative clause, an
// apposition, a participle, an age or a date; no clause with a subject of its own.
func (w *work) insertable(r doc.Range, p syntax.Phrase) bool {
	if r.From >= r.To {
		return false
	}
	c := w.class(r.From)
	k := w.t.Tokens[r.From]
	if c&(syntax.Which|syntax.Rel) != 0 {
		return true
	}
	if c&(syntax.Prep|syntax.CueWord|syntax.Num|syntax.Time|syntax.Mod|syntax.Speaker|syntax.Sub) != 0 && c&syntax.Subject == 0 || k.Is(doc.Digit) {
		return true
	}
	if c&(syntax.Subject|syntax.Coord|syntax.We|syntax.I) != 0 {
		return false
	}
	for i := r.From; i < r.To; i++ {
		if w.class(i)&(syntax.Be|syntax.Have|syntax.Do|syntax.Modal) != 0 && !w.t.Tokens[i].Is(doc.Possessive) && !w.relativeBefore(i, r.From) {
			return false
		}
	}
	return true
}

// placed reports whether a phrase between commas only tells where somebody is: "Vantor, based in Graz,
// Austria, said".
func (w *work) placed(p syntax.Phrase, sc doc.Range) bool {
	i := p.From - 1
	for i > sc.From && !w.t.Tokens[i].Is(doc.Capital) && (w.class(i)&syntax.Prep != 0 || w.x.Verbish(w.t, i)) {
		i--
	}
	return i < p.From-1 && i > sc.From && w.t.Word(i) == ","
}

// named takes the name in an apposition for the office before it: "the minister, Ana Sorel, said".
func (w *work) named(s subject, inside doc.Range) subject {
	for inside.From < inside.To-1 && syntax.ActorAt(w.t, inside.From) == nil && w.class(inside.From)&(syntax.Det|syntax.Honorific|syntax.Official|syntax.Person) != 0 {
		inside.From++
	}
	if w.abbreviates(s, inside) {
		s.called = inside
		return s
	}
	a := syntax.ActorAt(w.t, inside.From)
	if last := syntax.ActorAt(w.t, inside.To-1); a == nil && last != nil && last.Kind == claim.Person && inside.To-inside.From <= 3 {
		a, inside.From = last, last.From // an actor by its last name alone
	}
	if a == nil || a.From > inside.From || a.To != inside.To || syntax.ActorAt(w.t, s.Core.To-1) != nil && !w.officeActor(s) || a.Kind != claim.Person && w.class(s.Core.To-1)&(syntax.Official|syntax.Person) != 0 && !w.worksFor(w.t.Word(s.Core.To-1)) {
		return s
	}
	s.Range, s.Core = a.Range, a.Range
	return s
}

// worksFor reports whether a noun for people can mean a firm as well: "the contractor, Palisade,".
func (w *work) worksFor(s string) bool { return w.words.of(s)&maybeFirm != 0 }

// abbreviates reports whether an apposition is the name of the body before it: a word or a few, each with
// a capital.
func (w *work) abbreviates(s subject, r doc.Range) bool {
	if r.To-r.From > 4 || r.To <= r.From || w.headClass(s)&(syntax.Org|syntax.Body|syntax.Press|syntax.Official|syntax.Person|syntax.Spoke) == 0 {
		return false
	}
	for i := r.From; i < r.To; i++ {
		if k := w.t.Tokens[i]; !k.Is(doc.Capital) || syntax.ActorAt(w.t, i) != nil || syntax.CountryAt(w.t, i) != nil || w.class(i)&syntax.Time != 0 {
			return false
		}
	}
	return true
}

// headClass is what the noun of a subject is, a compound such as "director-general" taken whole.
func (w *work) headClass(s subject) syntax.Class {
	if c := w.class(s.Core.To - 1); c != 0 {
		return c
	}
	n, _ := w.nounEnding(s.Core.To-1, s.Core.From)
	return n.Class
}

// officeActor reports whether the actor that a subject ends with is known by the office of one person: "the Graz
// prosecutor, Ana Sorel,".
func (w *work) officeActor(s subject) bool {
	a := syntax.ActorAt(w.t, s.Core.To-1)
	return a != nil && a.Kind == claim.Agency && w.class(s.Core.To-1)&syntax.Official != 0 && w.class(s.Core.To-1)&syntax.Plural == 0
}
