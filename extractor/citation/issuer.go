package citation

import (
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/syntax"
	"github.com/claimwire/claimwire/internal/claim"
)

// issuerOf is the body whose document it is: before the noun, or behind "by", "from" and "of".
func (w *work) issuerOf(m paper, noun int) (speaker, bool) {
	core := syntax.Phrase{Range: m.Range, Core: m.Range}
	if noun > m.Range.From {
		if s, ok := w.bodyBefore(m, noun); ok {
			return s, true
		}
		if s, ok := w.owner(core, m.head); ok && s.name != "" && s.kind != claim.Unnamed {
			if panel, ok := w.panel(core, s); ok {
				return panel, true
			}
			return s, true
		}
		if s, ok := w.possessor(m, noun); ok {
			return s, true
		}
	}
	if s, ok := w.filedIn(m); ok {
		return s, true
	}
	if s, ok := w.issuerBehind(m); ok {
		return s, true
	}
	return w.publishedBy(m)
}

// bodyBefore is the issuer whose noun stands right before the document's, where no actor bears it: "a Hong Kong court
// ruling", "a police report". It is not known whose "a government report" is.
func (w *work) bodyBefore(m paper, noun int) (speaker, bool) {
	i := noun - 1
	if syntax.ActorAt(w.t, i) != nil || syntax.ReferenceAt(w.t, i) != nil || w.t.Tokens[i].Is(doc.Possessive) {
		return speaker{}, false
	}
	n, from, ok := w.nounSpan(i, m.Range.From)
	if !ok || n.Class&syntax.Body == 0 || n.Class&(syntax.State|syntax.Press) != 0 || n.Traits&syntax.Generic != 0 || n.Traits&syntax.Bench == 0 && !w.t.Tokens[i].Is(doc.Capital) && !w.is(i, issuing) {
		return speaker{}, false
	}
	for from > m.Range.From && w.t.Tokens[from-1].Is(doc.Capital) && w.class(from-1)&(syntax.Det|syntax.Time) == 0 {
		from--
	}
	r := doc.Range{From: from, To: noun}
	if e, ok := w.calledBy(n.Word, m.Range.From); ok && r.To-r.From == 1 {
		return w.entity(e, r), true
	}
	if s, ok := w.town(n, r); ok && r.To-r.From == 1 {
		return s, true
	}
	return speaker{span: r, name: w.text1(r), kind: w.kindOfNoun(n), entity: -1, document: -1, noun: n.Word}, true
}

// filedIn is the court in which a filing was made: "a filing in the High Court".
func (w *work) filedIn(m paper) (speaker, bool) {
	if m.Kind != "filing" || m.Range.To >= w.s.To || w.t.Word(m.Range.To) != "in" && w.t.Word(m.Range.To) != "at" {
		return speaker{}, false
	}
	p, ok := w.x.After(w.t, m.Range.To+1, w.s.To)
	if !ok {
		return speaker{}, false
	}
	n, ok := w.nounEnding(w.head(p), p.Core.From)
	if a := syntax.ActorAt(w.t, w.head(p)); a != nil {
		s := w.entity(a.Entity, a.Range)
		return s, s.kind == claim.Court || ok && n.Traits&syntax.Bench != 0
	}
	if !ok || n.Traits&syntax.Bench == 0 || n.Class&syntax.Body == 0 {
		return speaker{}, false
	}
	s := w.body(p, w.head(p), n)
	return s, s.kind == claim.Court
}

// possessor is the issuer of "the bank's report".
func (w *work) possessor(m paper, noun int) (speaker, bool) {
	for j := noun - 1; j > m.Range.From; j-- {
		if !w.t.Tokens[j].Is(doc.Possessive) {
			continue
		}
		p, ok := w.x.Before(w.t, m.Range.From, j-1)
		if !ok {
			return speaker{}, false
		}
		s, ok := w.speaker(p, false)
		return s, ok && s.kind != claim.Unnamed && s.document < 0
	}
	return speaker{}, false
}

// publishedBy is the issuer of "the institute published a study".
func (w *work) publishedBy(m paper) (speaker, bool) {
	j := m.Range.From - 1
	if j <= w.s.From || w.class(j)&syntax.Puts == 0 {
		return speaker{}, false
	}
	g := w.before(verbAt{at: j, to: j + 1}, w.s.From)
	p, ok := w.x.Before(w.t, w.s.From, g.end)
	if !ok || g.be || g.negated {
		return speaker{}, false
	}
	s, ok := w.speaker(p, false)
	return s, ok && s.kind != claim.Unnamed && s.document < 0
}

const issuerReach = 12 // tokens behind a document's noun in which its issuer may stand

func (w *work) issuerBehind(m paper) (speaker, bool) {
	for j := m.Range.To; j < w.s.To && j < m.Range.To+issuerReach; j++ {
		c := w.class(j)
		switch word := w.t.Word(j); {
		case word == "on" && j+1 < w.s.To && w.class(j+1)&syntax.Poss != 0 && j == m.Range.To:
			s, ok := w.pronoun(j + 1) // "a notice on its site"
			return s, ok && s.kind != claim.Unnamed
		case c&syntax.By != 0 || c&(syntax.From|syntax.Of) != 0:
			if c&syntax.By != 0 && w.relayedBy(j) {
				return speaker{}, false
			}
			p, ok := w.x.After(w.t, j+1, w.s.To)
			if !ok {
				return speaker{}, false
			}
			s, ok := w.speaker(w.beforeVerb(p, w.s.To), false)
			if ok && (s.kind != claim.Unnamed && c&syntax.Of == 0 || s.kind == claim.International || s.entity >= 0 && c&syntax.Of != 0 && s.kind != claim.PersonSource && w.d.Entities[s.entity].Kind != claim.State || s.entity < 0 && c&syntax.Of != 0 && (s.kind == claim.Government || s.kind == claim.Court) && !s.voice) {
				return s, true
			}
			if c&syntax.Of == 0 && !(ok && w.x.TimeAt(w.t, j+1, w.s.To) > 0) {
				return speaker{}, false
			}
		case word == ",":
			if j+1 >= w.s.To || !w.x.Verbish(w.t, j+1) && w.class(j+1)&(syntax.By|syntax.From) == 0 {
				return speaker{}, false
			}
		case w.t.Tokens[j].Is(doc.Punct), c&(syntax.Auxiliary|syntax.Which|syntax.Subject|syntax.Verb) != 0, w.x.CueStops(w.t, j):
			return speaker{}, false
		}
	}
	return speaker{}, false
}

// relayedBy reports whether the "by" at j ends "seen by" and the like: who saw a document did not issue it.
func (w *work) relayedBy(j int) bool {
	for from := max(j-3, w.s.From); from < j; from++ {
		if a, n := w.x.AttributionAt(w.t, from, w.s.To); n > 0 && from+n == j+1 && a.Order == "seen" {
			return !issues(w.t.Word(from))
		}
	}
	return false
}

// issues reports whether who did it to a document is its author: "published by", "released by".
func issues(word string) bool { return word == "published" || word == "released" }

// usualIssuer is whose document it is by its kind: an indictment is the prosecutors'.
func (w *work) usualIssuer(m paper) (speaker, bool) {
	switch m.Issuer {
	case "prosecutor":
		if s, ok := w.before1(func(s speaker) bool { return strings.HasPrefix(s.noun, "prosecutor") }); ok {
			return s, true
		}
		for i, e := range w.d.Entities {
			if strings.Contains(strings.ToLower(e.Name), "prosecutor") {
				return w.entity(i, m.Range), true
			}
		}
		return w.prosecuting(m)
	case "court":
		return w.before1(func(s speaker) bool { return s.kind == claim.Court })
	}
	return speaker{}, false
}

// prosecuting is the one body that the text has named which charges people, where it names no prosecutors.
func (w *work) prosecuting(m paper) (speaker, bool) {
	found := -1
	for _, a := range w.namedBefore(m.Range.From) {
		if a.Kind != claim.Agency || a.Entity < 0 || a.Entity >= len(w.d.Entities) || a.Entity == found || !w.hasWord(w.d.Entities[a.Entity].Name, charging) {
			continue
		}
		if found >= 0 {
			return speaker{}, false
		}
		found = a.Entity
	}
	if found < 0 {
		return speaker{}, false
	}
	return w.entity(found, m.Range), true
}
