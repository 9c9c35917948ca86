package citation

import (
	"slices"
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/syntax"
	"github.com/claimwire/claimwire/internal/claim"
)

// What speaks for a body as the one that a noun such as "the company" means. A vendor that the text only
// cites is hardly ever meant by it, while "the firm" behind its words is.
const (
	namedInTitle = 3 // the headline names it
	namedInLead  = 2 // the first sentence does
	tells        = 3 // the sentence before tells of it
	told         = 1 // the one before that does
	spokeLast    = 2
	goesOn       = 3 // the cue goes on with what was said: "the company added"
	introduced   = 2 // by this noun
	mentions     = 3 // at most, one each
	namedFirst   = 1
	onlyCited    = -5
	seated       = 5 // the text says that it sits where the noun's phrase says: "the Graz firm"
)

// meant is the body that a definite noun for companies means: "the company", "the Graz-based exchange". All that
// were named before it are weighed; where two weigh the same it is left to the rules that look nearer.
func (w *work) meant(p syntax.Phrase, head int) (speaker, bool) {
	if !isThe(w.t.Word(p.Core.From)) || p.To != p.Core.To || head != p.Core.To-1 || head == p.Core.From {
		return speaker{}, false
	}
	n, from, ok := w.nounSpan(head, p.Core.From+1)
	if !ok {
		return speaker{}, false
	}
	seat, ok := w.seat(p.Core.From+1, from)
	if !ok {
		return speaker{}, false
	}
	if s, ok := w.firmBefore(n, p); ok {
		return s, true
	}
	if e, ok := w.weigh(n, p.From, seat); ok {
		return w.entity(e, p.Range), true
	}
	if s, ok := w.unlisted(n, p); ok {
		return s, true
	}
	return w.unknownFirm(n, p)
}

// unknownFirm is who spoke last by a name of two words that could be a person's, where no company was named: "Grove
// Hollow said … The company said …".
func (w *work) unknownFirm(n syntax.Noun, p syntax.Phrase) (speaker, bool) {
	if n.Class&syntax.Org == 0 || n.Class&(syntax.Press|syntax.Plural|syntax.Body|syntax.Crew) != 0 || w.sorts[lastWord(n.Word)] == "" || len(w.said) == 0 {
		return speaker{}, false
	}
	s := w.said[len(w.said)-1]
	if !w.firmLike(s) || s.at < p.From+w.offset-memory/2 || slices.ContainsFunc(w.namedBefore(p.From), func(a doc.Actor) bool { return a.Kind == claim.Organization && w.canBe(a.Entity, n, "") }) {
		return speaker{}, false
	}
	return w.takenForFirm(s, p), true
}

// takenForFirm makes a firm of somebody who was taken for a person, in what he said before as well.
func (w *work) takenForFirm(s speaker, p syntax.Phrase) speaker {
	for k := range w.cites {
		if o := &w.cites[k].src; o.name == s.name {
			o.kind, o.entity = claim.Company, -1
		}
	}
	s.span, s.kind, s.also, s.document, s.entity = p.Range, claim.Company, nil, -1, -1
	return s
}

// firmLike reports whether somebody was taken for a person for no more than the two words of his name, the first of
// which is no first name, and stands there without a title.
func (w *work) firmLike(s speaker) bool {
	first, last, ok := strings.Cut(s.name, " ")
	r := s.span
	if !ok || s.kind != claim.PersonSource || s.entity >= 0 && w.d.Entities[s.entity].ID != "" || s.female || s.male || s.noun != "" || strings.Contains(last, " ") || r.To-r.From != 2 || r.From >= len(w.t.Tokens) || w.t.Word(r.From) != first {
		return false
	}
	return !w.is(r.From, given) && w.class(r.From)&(syntax.Honorific|syntax.Speaker) == 0
}

// seat is the token of a place in the words before a noun, -1 where none is told: "Graz-based". It reports false
// where they tell of another body than one named before, or name one.
func (w *work) seat(from, to int) (int, bool) {
	seat := -1
	for i := from; i < to; i++ {
		k := w.t.Tokens[i]
		switch {
		case syntax.CountryAt(w.t, i) != nil, syntax.ActorAt(w.t, i) != nil, w.class(i)&(syntax.Num|syntax.Of|syntax.Coord|syntax.Poss) != 0, k.Is(doc.Digit), k.Is(doc.Possessive), w.is(i, another):
			return -1, false
		case k.Is(doc.Capital) && seat < 0:
			seat = i
		}
	}
	return seat, true
}

// firmBefore is who spoke last in the sentence before, called "the firm", where it is a body that no actor
// covers: a vendor whose report was cited.
func (w *work) firmBefore(n syntax.Noun, p syntax.Phrase) (speaker, bool) {
	if lastWord(n.Word) != "firm" || len(w.said) == 0 {
		return speaker{}, false
	}
	s := w.said[len(w.said)-1]
	from := w.t.Sentences[max(w.t.SentenceAt(p.From)-1, 0)].From
	if w.firmLike(s) && s.at >= from+w.offset {
		return w.takenForFirm(s, p), true
	}
	if s.entity >= 0 || s.kind != claim.Company && s.kind != claim.OrgSource && s.kind != claim.Researcher || s.at < from+w.offset || s.name == strings.ToLower(s.name) {
		return speaker{}, false
	}
	s.span, s.also, s.document = p.Range, nil, -1
	return s, true
}

// meantAt is the body that a definite noun which ends with token i means, inside a longer phrase: "the
// company's lawyer", "a spokesman for the company".
func (w *work) meantAt(i, lo int) (speaker, bool) {
	n, from, ok := w.nounSpan(i, lo)
	if !ok || from <= lo || !isThe(w.t.Word(from-1)) {
		return speaker{}, false
	}
	e, ok := w.weigh(n, from-1, -1)
	if !ok {
		return speaker{}, false
	}
	return w.entity(e, doc.Range{From: from - 1, To: i + 1}), true
}

// weight is how much speaks for an entity.
type weight struct {
	entity, score, count int
	seated               bool
	titled               int // mentions of it in the headline
	at                   int // token at which it is named first
}

// foremost is which of n candidates has the highest score above zero, or -1 where none has or two share it.
func foremost(n int, score func(k int) int) int {
	best, most := -1, 0
	for k := range n {
		switch s := score(k); {
		case s > most:
			best, most = k, s
		case s == most:
			best = -1
		}
	}
	return best
}

// weigh is the organisation that most speaks for as what a noun at token i means.
func (w *work) weigh(n syntax.Noun, i int, seat int) (int, bool) {
	if n.Class&syntax.Org == 0 || n.Class&(syntax.Press|syntax.Plural|syntax.Body) != 0 || w.sorts[n.Word] == "" && len(w.names.byNoun(w.d.Entities, n.Word)) == 0 {
		return -1, false
	}
	list := w.candidates(n, i, seat)
	if len(list) > 1 && w.t.SentenceAt(list[0].at) != w.t.SentenceAt(list[1].at) {
		list[0].score += namedFirst
	}
	best, second := -1, -1<<10
	for k := range list {
		w.standing(&list[k], n)
		switch {
		case best < 0 || list[k].score > list[best].score:
			if best >= 0 {
				second = list[best].score
			}
			best = k
		case list[k].score > second:
			second = list[k].score
		}
	}
	if best < 0 || list[best].score <= max(second, 0) || seat >= 0 && !list[best].seated && n.Traits&syntax.Generic == 0 && n.Class&syntax.Crew == 0 {
		return -1, false
	}
	return list[best].entity, true
}

// candidates are the organisations named before token i that can go by the noun, with what their places
// say for them. A noun that only some bodies bear means one that it introduced, where there is one.
func (w *work) candidates(n syntax.Noun, i int, seat int) []weight {
	var list []weight
	called := w.names.byNoun(w.d.Entities, n.Word)
	generic := n.Traits&syntax.Generic != 0 && n.Class&syntax.Crew == 0
	sentence := w.t.SentenceAt(i)
	before := w.t.Sentences[max(sentence-1, 0)].From
	further := w.t.Sentences[max(sentence-2, 0)].From
	add := func(a *doc.Actor, score int, seated bool) {
		if a.Kind != claim.Organization || a.Entity < 0 || a.Entity >= len(w.d.Entities) || w.common(a) || generic && w.noCompany(a.Entity) || !slices.Contains(called, a.Entity) && !w.canBe(a.Entity, n, "") || !generic && w.names.vendors[a.Entity] {
			return
		}
		k := slices.IndexFunc(list, func(l weight) bool { return l.entity == a.Entity })
		if k < 0 {
			k = len(list)
			list = append(list, weight{entity: a.Entity, at: a.From})
		}
		list[k].count++
		list[k].seated = list[k].seated || seated
		list[k].score = max(list[k].score, score)
	}
	if w.t == &w.d.Body && len(w.d.Title.Actors) < namedBack {
		for k := range w.d.Title.Actors {
			add(&w.d.Title.Actors[k], 0, false)
		}
		for k := range list {
			list[k].titled = list[k].count
		}
	}
	named := w.lastNamed(i)
	for k := range named {
		a, score := &named[k], 0
		switch {
		case a.From >= w.t.Sentences[sentence].From:
		case a.From >= before && w.subjectLike(*a):
			score = tells
		case a.From >= further && a.From < before && w.subjectLike(*a):
			score = told
		}
		add(a, score, seat >= 0 && w.sitsIn(a, seat))
	}
	list = w.fullest(list)
	if n.Class&syntax.Crew != 0 && len(called) == 0 {
		return nil
	}
	if known := slices.DeleteFunc(slices.Clone(list), func(l weight) bool { return !slices.Contains(called, l.entity) }); !generic && len(known) > 0 {
		return known
	}
	return list
}

// noCompany reports whether a body is of a sort that nobody calls a company.
func (w *work) noCompany(entity int) bool {
	return w.words.of(w.sorts[w.d.Entities[entity].Noun])&noCompany != 0
}

// sitsIn reports whether a place stands near a mention: "Palisade, a bank in Graz".
func (w *work) sitsIn(a *doc.Actor, seat int) bool {
	const near = 8
	in, name := w.t.Sentences[w.t.SentenceAt(a.From)], w.t.Word(seat)
	for i := max(in.From, a.From-near); i < min(in.To, a.To+near); i++ {
		if w.t.Word(i) == name && !a.Has(i) {
			return true
		}
	}
	return false
}

// fullest drops a name that only the headline has, where the body names the same in full: "Quay Hospital" for
// "Quay Memorial Hospital".
func (w *work) fullest(list []weight) []weight {
	first := func(l weight) string {
		word, _, _ := strings.Cut(w.d.Entities[l.entity].Name, " ")
		return word
	}
	return slices.DeleteFunc(list, func(l weight) bool {
		return l.count == l.titled && slices.ContainsFunc(list, func(o weight) bool {
			return o.entity != l.entity && o.count > o.titled && first(o) == first(l)
		})
	})
}

// standing adds to an entity's weight what does not depend on where it was named last.
func (w *work) standing(l *weight, n syntax.Noun) {
	l.score += min(l.count, mentions)
	in := func(list []doc.Actor) bool {
		return slices.ContainsFunc(list, func(a doc.Actor) bool { return a.Entity == l.entity })
	}
	if w.t == &w.d.Body && len(w.d.Title.Actors) < namedBack && in(w.d.Title.Actors) {
		l.score += namedInTitle
	}
	if first := w.leadActors(); in(first) {
		l.score += namedInLead
	}
	if l.seated {
		l.score += seated
	}
	if slices.Contains(w.names.noun[n.Word], l.entity) {
		l.score += introduced
	}
	if s, ok := w.before1(func(s speaker) bool { return s.entity >= 0 && !s.person() }); ok && s.entity == l.entity {
		l.score += spokeLast
		if w.adds {
			l.score += goesOn
		}
	}
	if w.names.vendors[l.entity] && n.Word != "firm" {
		l.score += onlyCited
	}
}

// leadActors are the mentions in the first sentence of the body.
func (w *work) leadActors() []doc.Actor {
	b := &w.d.Body
	if len(b.Sentences) == 0 {
		return nil
	}
	to := 0
	for to < len(b.Actors) && to < namedBack && b.Actors[to].From < b.Sentences[0].To {
		to++
	}
	return b.Actors[:to]
}
