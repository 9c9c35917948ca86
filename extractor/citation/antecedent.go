package citation

import (
	"slices"
	"sort"
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/syntax"
	"github.com/claimwire/claimwire/internal/claim"
)

const (
	memory     = 160 // tokens over which a pronoun remembers who spoke
	actorsBack = 60  // mentions that are looked at for one
)

// pronoun is whom a pronoun means: who of its kind spoke last, else whom the reference pass found.
func (w *work) pronoun(i int) (speaker, bool) {
	c := w.class(i)
	at := doc.Range{From: i, To: i + 1}
	if c&(syntax.We|syntax.I) != 0 || strings.EqualFold(w.t.Word(i), "our") || strings.EqualFold(w.t.Word(i), "my") {
		if syntax.QuoteAt(w.t, i) >= 0 {
			return speaker{}, false // who is quoted speaks of his own side
		}
		return w.publisher(at)
	}
	if c&syntax.You != 0 {
		return speaker{}, false
	}
	if s, ok := w.mainSubject(i, c); ok {
		s.span = at
		return s, true
	}
	match := w.agreement(i, c)
	if c&syntax.They != 0 {
		if s, ok := w.bodyAsThey(i); ok {
			s.span = at
			return s, true
		}
	}
	s, ok := w.before1(func(s speaker) bool { return s.at >= i+w.offset-memory && match(s) })
	if e, found := w.encloser(i, match); found {
		return w.sexed(e, c, at), true
	}
	if ok && s.kind == claim.Unnamed && !s.female && !s.male && c&(syntax.He|syntax.She) != 0 {
		if named, found := w.before1(func(s speaker) bool { return s.at >= i+w.offset-memory && match(s) && sexAgrees(s, c) }); found {
			s = named // one whose sex is known goes before one without a name
		}
	}
	if ok && s.holder != nil && s.at >= w.s.From+w.offset && w.contentHas(i) && match(*s.holder) {
		holder := *s.holder // "his lawyer said that he denied it"
		holder.span = at
		return holder, true
	}
	if ok && w.adds && s.at == w.said[len(w.said)-1].at && w.sayingAt(i) {
		return w.sexed(s, c, at), true // "it added" is who spoke last
	}
	if r := syntax.ReferenceAt(w.t, i); r != nil && r.Has(i) && !w.onlyQuoted(r.Entity, i) {
		named := w.entity(r.Entity, at)
		if !ok || w.mentionedSince(r.Entity, s, i) {
			return w.sexed(named, c, at), true
		}
	}
	if ok {
		return w.sexed(s, c, at), true
	}
	if s, ok := w.surname(i, c); ok {
		s.span = at
		return s, true
	}
	if c&(syntax.He|syntax.She) != 0 {
		if s, ok := w.personBefore(i, c); ok {
			return w.sexed(s, c, at), true
		}
	}
	return speaker{span: at, name: w.t.Word(i), kind: claim.Unnamed, entity: -1, document: -1, plural: c&syntax.They != 0}, true
}

// sayingAt reports whether a verb of adding follows a pronoun right away: "it added", "he also said".
func (w *work) sayingAt(i int) bool {
	return i+1 < w.s.To && w.is(i+1, adding)
}

// sexAgrees reports whether a person is known to be the he or she of a pronoun.
func sexAgrees(s speaker, c syntax.Class) bool {
	return s.kind == claim.PersonSource && (c&syntax.She != 0 && s.female || c&syntax.He != 0 && s.male)
}

// bodyAsThey is the body that spoke right before "they", where nobody who is several did: "The district said it was
// hit. They are looking into it".
func (w *work) bodyAsThey(i int) (speaker, bool) {
	if len(w.said) == 0 {
		return speaker{}, false
	}
	s := w.said[len(w.said)-1]
	if s.document >= 0 || s.plural || s.person() || s.kind == claim.Unnamed || s.noun == "" && !strings.Contains(s.name, " ") || s.at < i+w.offset-memory/4 {
		return speaker{}, false
	}
	s.also = nil
	return s, true
}

// onlyQuoted reports whether an entity is named right before a pronoun in words in marks alone, outside which the
// pronoun stands: "“Karl Brandt lies,” he said".
func (w *work) onlyQuoted(entity, i int) bool {
	if syntax.QuoteAt(w.t, i) >= 0 {
		return false
	}
	list, quoted := w.lastNamed(i), false
	for k := len(list) - 1; k >= 0 && list[k].From >= i-personReach; k-- {
		if list[k].Entity != entity {
			continue
		}
		if syntax.QuoteAt(w.t, list[k].From) < 0 {
			return false
		}
		quoted = true
	}
	return quoted
}

// personReach is how many tokens behind a person who has not spoken a "he" may stand.
const personReach = 60

// personBefore is the person named right before a "he" or "she", who has not spoken: the one whom a sentence begins
// with goes before those named in it. A last name alone may have been taken for a company's.
func (w *work) personBefore(i int, c syntax.Class) (speaker, bool) {
	list := w.lastNamed(i)
	best, found := speaker{}, false
	for k := len(list) - 1; k >= 0 && list[k].From >= i-personReach; k-- {
		a := &list[k]
		if a.Entity < 0 || a.Entity >= len(w.d.Entities) || syntax.QuoteAt(w.t, a.From) >= 0 || w.addressed(*a) {
			continue
		}
		s, ok := w.bearer(a)
		if a.Kind == claim.Person {
			s, ok = w.entity(a.Entity, a.Range), true
		}
		if !ok || c&syntax.She != 0 && s.male || c&syntax.He != 0 && s.female {
			continue
		}
		if w.subjectLike(*a) {
			return s, true
		}
		if !found {
			best, found = s, true
		}
	}
	return best, found
}

// sexed is a speaker whom a pronoun means, whose sex the pronoun tells.
func (w *work) sexed(s speaker, c syntax.Class, at doc.Range) speaker {
	s.span = at
	if s.person() {
		s.female, s.male = s.female || c&syntax.She != 0, s.male || c&syntax.He != 0
	}
	return s
}

// encloser is the speaker in whose words a pronoun stands, where nobody else is named there before it: "A
// doctor said she had counted".
func (w *work) encloser(i int, match func(speaker) bool) (speaker, bool) {
	for k := len(w.cites) - 1; k >= w.first; k-- {
		c := &w.cites[k]
		if c.cue.From >= i || !c.src.person() || !match(c.src) || !slices.ContainsFunc(c.contents, func(r doc.Range) bool { return r.Has(i) && r.From >= c.cue.To && !w.names1(r.From, i, c.src) }) {
			continue
		}
		s := c.src
		if s.holder != nil && match(*s.holder) {
			s = *s.holder // "his lawyer said that he denied it"
		}
		s.also, s.holder = nil, nil
		return s, syntax.QuoteAt(w.t, i) < 0
	}
	return speaker{}, false
}

// names1 reports whether a person other than the speaker is named between two tokens.
func (w *work) names1(from, to int, s speaker) bool {
	for i := from; i < to; i++ {
		a := syntax.ActorAt(w.t, i)
		if a == nil {
			continue
		}
		if a.Kind == claim.Person && a.Entity != s.entity {
			return true
		}
		i = a.To - 1
	}
	return false
}

// surname is who spoke right before a "he" or "she" by a single name that no list knows: somebody's last
// name, though it could have been a company's.
func (w *work) surname(i int, c syntax.Class) (speaker, bool) {
	if c&(syntax.He|syntax.She) == 0 || len(w.said) == 0 {
		return speaker{}, false
	}
	s := w.said[len(w.said)-1]
	if s.document >= 0 || s.at < i+w.offset-memory/4 || s.kind != claim.OrgSource && s.kind != claim.Company || strings.Contains(s.name, " ") || s.noun != "" {
		return speaker{}, false
	}
	if s.entity >= 0 {
		a := syntax.ActorAt(w.t, s.span.To-1)
		if a == nil || a.Entity != s.entity || !w.guessed(a) {
			return speaker{}, false
		}
		w.names.people[s.entity] = true
	}
	s.kind, s.also = claim.PersonSource, nil
	return s, true
}

// contentHas reports whether token i stands in what somebody says behind his cue in this sentence.
func (w *work) contentHas(i int) bool {
	for _, c := range w.cites[w.first:] {
		for _, r := range c.contents {
			if r.Has(i) && c.cue.From < i {
				return true
			}
		}
	}
	return false
}

// agreement is the test whether a speaker can be meant by the pronoun.
func (w *work) agreement(i int, c syntax.Class) func(speaker) bool {
	its := c&syntax.It != 0 || strings.EqualFold(w.t.Word(i), "its")
	their := c&syntax.They != 0 || strings.EqualFold(w.t.Word(i), "their")
	she := c&syntax.She != 0
	return func(s speaker) bool {
		switch {
		case its:
			return s.document >= 0 || s.kind != claim.PersonSource && s.kind != claim.Unnamed || s.kind == claim.Unnamed && s.entity >= 0
		case their:
			return s.plural || s.kind == claim.International
		case she:
			return s.person() && !s.male || s.female
		}
		return s.person() && !s.female || s.male
	}
}

// mentionedSince reports whether an entity was named between the last speech of s and token i, so that
// the pronoun means it rather than s.
func (w *work) mentionedSince(entity int, s speaker, i int) bool {
	if s.entity == entity {
		return true
	}
	from := s.at - w.offset
	last := sort.Search(len(w.t.Actors), func(k int) bool { return w.t.Actors[k].From >= i })
	for k := last - 1; k >= 0 && k > last-actorsBack && w.t.Actors[k].From > from; k-- {
		if a := w.t.Actors[k]; a.Entity == entity && (syntax.QuoteAt(w.t, a.From) < 0 || syntax.QuoteAt(w.t, i) >= 0) {
			return w.subjectLike(a) && !w.addressed(a)
		}
	}
	return false
}

// addressed reports whether a mention stands in an attribution of this sentence that is another's: as whom
// it was told.
func (w *work) addressed(a doc.Actor) bool {
	for _, c := range w.cites[w.first:] {
		if c.span.Has(a.From) && c.src.entity != a.Entity && a.From > c.cue.From {
			return true
		}
	}
	return false
}

// subjectLike reports whether a mention begins its sentence or clause, as subjects do.
func (w *work) subjectLike(a doc.Actor) bool {
	s := w.t.Sentences[w.t.SentenceAt(a.From)]
	return a.From-s.From <= 3 || a.Kind == claim.Person && s.Has(w.s.From)
}

// publisher is the article's own outlet or body, for "we".
func (w *work) publisher(at doc.Range) (speaker, bool) {
	name := w.d.Article.Publisher
	if name == "" {
		return speaker{}, false
	}
	if vendor, e := w.vendor(name); e >= 0 {
		return w.entity(e, at), true
	} else if vendor != "" {
		return speaker{span: at, name: vendor, kind: claim.Company, entity: -1, document: -1, plural: true}, true
	}
	if e, ok := w.names.full[name]; ok {
		return w.entity(e, at), true
	}
	return speaker{span: at, name: name, kind: claim.NewsOutlet, entity: -1, document: -1}, true
}

// before1 is the last speaker that fits.
func (w *work) before1(fits func(speaker) bool) (speaker, bool) {
	for k := len(w.said) - 1; k >= 0 && k >= len(w.said)-remembered; k-- {
		if fits(w.said[k]) {
			s := w.said[k]
			s.also = nil
			return s, true
		}
	}
	return speaker{}, false
}

// lastBody is the organisation that a spokesman without one speaks for: the first that his sentence
// names, else the last that spoke, else the last that was named.
func (w *work) lastBody(before int) (speaker, bool) {
	sentence := w.t.SentenceAt(before)
	from := w.t.Sentences[sentence].From
	first := sort.Search(len(w.t.Actors), func(k int) bool { return w.t.Actors[k].From >= from })
	for _, a := range w.t.Actors[first:] {
		if a.From >= before {
			break
		}
		if w.speaksAsBody(a) && !w.hearer(a) {
			return w.entity(a.Entity, a.Range), true
		}
	}
	if s, ok := w.before1(func(s speaker) bool {
		return s.entity >= 0 && w.d.Entities[s.entity].Kind != claim.Group && !s.person() && s.kind != claim.NewsAgency && s.kind != claim.NewsOutlet && s.at > before+w.offset-memory/2
	}); ok {
		return s, true
	}
	limit := w.t.Sentences[max(sentence-2, 0)].From
	for k := first - 1; k >= 0 && w.t.Actors[k].From >= limit; k-- {
		if a := w.t.Actors[k]; w.speaksAsBody(a) && !w.hearer(a) {
			return w.entity(a.Entity, a.Range), true
		}
	}
	return speaker{}, false
}

// hearer reports whether a body is an outlet, which others tell things to, or has one name with this article's: "in
// a statement to Harbour Wire, a spokesman said".
func (w *work) hearer(a doc.Actor) bool {
	if a.Entity < 0 || a.Entity >= len(w.d.Entities) {
		return false
	}
	e := &w.d.Entities[a.Entity]
	if e.Source == claim.NewsAgency || e.Source == claim.NewsOutlet || sameName(e.Name, w.d.Article.Publisher) {
		return true
	}
	i := a.From - 1
	return i > 0 && w.s.Has(i) && (w.class(i)&syntax.To != 0 || w.t.Word(i) == "with") && (w.isPaper(i-1) || w.is(i-1, passing))
}

func (w *work) speaksAsBody(a doc.Actor) bool {
	return a.Kind == claim.Organization || a.Kind == claim.Agency
}
