package citation

import (
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/syntax"
	"github.com/claimwire/claimwire/internal/claim"
)

// again are the readings of a phrase that its noun alone would mislead: what a text calls an outlet again, a list of
// names with one noun, a person before where he is, two who speak together, a person behind a long title.
func (w *work) again(p syntax.Phrase, head int) (speaker, bool) {
	if w.t.Word(head) == "same" && isThe(w.t.Word(p.Core.From)) && p.To == p.Core.From+2 {
		s, ok := w.before1(func(s speaker) bool { return s.document < 0 }) // "according to the same"
		s.span = p.Range
		return s, ok
	}
	if s, ok := w.mastheadAgain(p, head); ok {
		return s, true
	}
	if s, ok := w.officeName(p, head); ok {
		return s, true
	}
	if s, ok := w.outletAgain(p, head); ok {
		return s, true
	}
	if s, ok := w.sharedNoun(p, head); ok {
		return s, true
	}
	if s, ok := w.behindPrep(p); ok {
		return s, true
	}
	if w.mask&syntax.And != 0 {
		if s, ok := w.joint(p); ok {
			return s, true
		}
	}
	return w.titledPerson(p)
}

// mastheadAgain is the outlet cited before that a text calls by the last word of its name: "the Journal" behind
// "The Wall Street Journal", "the Times" behind "The Times of India".
func (w *work) mastheadAgain(p syntax.Phrase, head int) (speaker, bool) {
	if head != p.Core.From+1 || p.To != head+1 || w.class(head)&syntax.Masthead == 0 || !w.t.Tokens[head].Is(doc.Capital) || !isThe(w.t.Word(p.Core.From)) {
		return speaker{}, false
	}
	word := w.t.Word(head)
	s, ok := w.before1(func(s speaker) bool {
		return (s.kind == claim.NewsOutlet || s.kind == claim.NewsAgency) && s.document < 0 && endsOrBegins(s.name, word)
	})
	s.span = p.Range
	return s, ok
}

// endsOrBegins reports whether a name of several words ends with a word, or begins with it before "of".
func endsOrBegins(name, word string) bool {
	name = strings.TrimPrefix(name, "The ")
	return endsWord(name, word) || strings.HasPrefix(name, word+" of ")
}

// outletAgain is the outlet that spoke last, called by a noun that otherwise means something else: "the network",
// "the site".
func (w *work) outletAgain(p syntax.Phrase, head int) (speaker, bool) {
	if !w.is(head, outletNoun) || p.To-p.From != 2 || !isThe(w.t.Word(p.Core.From)) {
		return speaker{}, false
	}
	s, ok := w.before1(func(s speaker) bool { return s.document < 0 && !s.person() && s.kind != claim.Unnamed })
	s.span = p.Range
	if !ok {
		return w.outletNamed(p)
	}
	return s, s.kind == claim.NewsOutlet && s.at > p.From+w.offset-memory
}

// outletNamed is the outlet that was named last, to whom somebody may have spoken.
func (w *work) outletNamed(p syntax.Phrase) (speaker, bool) {
	list := w.lastNamed(p.From)
	for k := len(list) - 1; k >= 0 && list[k].From > p.From-memory; k-- {
		if s := w.entity(list[k].Entity, p.Range); s.kind == claim.NewsOutlet && s.entity >= 0 {
			return s, true
		}
	}
	return speaker{}, false
}

// ownReport is the outlet whose own report "the report" means, where the text has told of no other one: "Bloomberg
// reported … The report said …".
func (w *work) ownReport(m paper) (speaker, bool) {
	if !m.definite || m.Kind != "report" && m.Kind != "article" || m.access != "" || len(w.said) == 0 || w.t.Word(m.head) != m.Noun {
		return speaker{}, false
	}
	if m.head != m.Range.From+1 || !isThe(w.t.Word(m.Range.From)) || m.head+1 < w.s.To && w.class(m.head+1)&(syntax.Of|syntax.By|syntax.From) != 0 {
		return speaker{}, false
	}
	s := w.said[len(w.said)-1]
	for k := len(w.said) - 1; k >= 0 && !(s.kind == claim.NewsOutlet || s.kind == claim.NewsAgency) && s.kind == claim.Unnamed; k-- {
		s = w.said[k] // those whom the outlet cites
	}
	s.also, s.document = nil, -1
	outlet := s.kind == claim.NewsOutlet || s.kind == claim.NewsAgency
	return s, outlet && s.at > m.head+w.offset-memory && !sameName(s.name, w.d.Article.Publisher)
}

// behindPrep is the person of a phrase whose name stands behind a title of several words and before where he is:
// "Superintendent of Police Kuno Ravel at the district office".
func (w *work) behindPrep(p syntax.Phrase) (speaker, bool) {
	if w.headed || !w.t.Tokens[p.From].Is(doc.Capital) || w.class(w.head(p))&syntax.Speaker == 0 || w.class(p.Core.From)&syntax.Plural != 0 {
		return speaker{}, false
	}
	for j := p.Core.From + 3; j+1 < p.To; j++ {
		if w.class(j)&syntax.Prep == 0 || w.class(j)&(syntax.Of|syntax.By) != 0 || !w.unnamedCapital(j-1) || !w.unnamedCapital(j-2) || w.class(j-1)&(syntax.Speaker|syntax.Org) != 0 {
			continue
		}
		from := j - 2
		for from-1 > p.Core.From && w.unnamedCapital(from-1) && w.class(from-1)&(syntax.Speaker|syntax.Org) == 0 {
			from--
		}
		name := w.text1(doc.Range{From: from, To: j})
		if e, ok := w.names.full[name]; ok {
			return w.entity(e, p.Range), true
		}
		return speaker{span: p.Range, name: name, kind: claim.PersonSource, entity: -1, document: -1}, true
	}
	return speaker{}, false
}

// sharedNoun is a list of names that share the noun behind them: "the Reuters, AFP and DPA agencies".
func (w *work) sharedNoun(p syntax.Phrase, head int) (speaker, bool) {
	if w.mask&syntax.And == 0 || head != p.To-1 || w.class(head)&syntax.Plural == 0 || head-2 < p.Core.From {
		return speaker{}, false
	}
	_, noun, ok := w.nounSpan(head, p.Core.From)
	if !ok || noun-2 < p.Core.From {
		return speaker{}, false
	}
	a := syntax.ActorAt(w.t, noun-1)
	if a == nil || a.Kind == claim.Person || a.Kind == claim.State || a.From-1 < p.Core.From || w.class(a.From-1)&syntax.And == 0 {
		return speaker{}, false
	}
	p.To, p.Core.To = noun, noun
	return w.speaker(p, false)
}

// bodyAgain is the body of a state that spoke last, called by a noun that any such body goes by where none was named
// with it: "The department said" behind a ministry, as translations have it.
func (w *work) bodyAgain(p syntax.Phrase, n syntax.Noun) (speaker, bool) {
	if !isThe(w.t.Word(p.Core.From)) || p.To-p.From != 2 || !w.is(p.To-1, anyBody) || n.Class&syntax.Plural != 0 || w.t.Tokens[p.To-1].Is(doc.Capital) {
		return speaker{}, false
	}
	s, ok := w.before1(func(s speaker) bool {
		return s.kind == claim.Government || s.kind == claim.Company || s.kind == claim.OrgSource
	})
	if !ok || s.kind != claim.Government || s.voice && s.entity < 0 || s.at < p.From+w.offset-memory/2 || s.name == strings.ToLower(s.name) {
		return speaker{}, false
	}
	if s.entity >= 0 && w.d.Entities[s.entity].Kind == claim.State || s.runs {
		return speaker{}, false
	}
	s.span, s.document = p.Range, -1
	return s, true
}

// speaksForBody reports whether a noun means the part of a body that speaks for it: "the ministry's press service".
func (w *work) speaksForBody(p syntax.Phrase, head int) bool {
	return head-1 >= p.Core.From && w.is(head-1, mouthpiece) && w.class(head)&syntax.Plural == 0
}

// officeName is the person whose last name means an office: "said Bishop" behind "Ana Bishop".
func (w *work) officeName(p syntax.Phrase, head int) (speaker, bool) {
	k := w.t.Tokens[head]
	if p.To-p.From != 1 || !k.Is(doc.Capital) || w.headed || w.class(head)&(syntax.Official|syntax.Person) == 0 || w.class(head)&syntax.Plural != 0 {
		return speaker{}, false
	}
	if e, ok := w.names.fuller(w.d.Entities, w.t.Word(head)); ok && w.d.Entities[e].Kind == claim.Person {
		return w.entity(e, p.Range), true
	}
	return speaker{}, false
}

// unlistedOutlet is the outlet that spoke last, where no actor covers it, which a text goes on to call by a noun for
// outlets: "the station" behind "WXYZ-TV".
func (w *work) unlistedOutlet(p syntax.Phrase, n syntax.Noun) (speaker, bool) {
	if n.Class&syntax.Press == 0 || n.Class&(syntax.Plural|syntax.Body) != 0 || !isThe(w.t.Word(p.Core.From)) || p.To-p.From != 2 {
		return speaker{}, false
	}
	s, ok := w.before1(func(s speaker) bool { return s.kind == claim.NewsOutlet || s.kind == claim.NewsAgency })
	s.span = p.Range
	return s, ok && s.entity < 0 && s.document < 0 && s.at > p.From+w.offset-memory
}

// compiledBy is who made figures or gave them out, where the phrase tells: "data compiled by the institute", but not
// "records reviewed by the daily".
func (w *work) compiledBy(p syntax.Phrase, head int) (speaker, bool) {
	for i := head + 1; i+1 < p.To && i < head+4; i++ {
		if a, n := w.x.AttributionAt(w.t, i, p.To); n > 0 && a.Order == "seen" && !puts(a.Phrase) {
			return speaker{}, false
		}
		if w.class(i)&syntax.By == 0 {
			continue
		}
		q, ok := w.x.After(w.t, i+1, p.To)
		if !ok {
			return speaker{}, false
		}
		s, ok := w.speaker(q, false)
		s.span = p.Range
		return s, ok && s.kind != claim.Unnamed
	}
	return speaker{}, false
}
