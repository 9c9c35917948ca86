package citation

import (
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/syntax"
	"github.com/claimwire/claimwire/internal/claim"
)

// speaker is who is said to have said something.
type speaker struct {
	span     doc.Range
	name     string
	kind     claim.SourceKind
	entity   int // in Doc.Entities, -1 where none
	document int // in Doc.Documents, where a document speaks; else -1
	noun     string
	plural   bool
	female   bool
	male     bool
	at       int // token, counted over both texts
	also     []speaker
	holder   *speaker // whose he is: the client of "his lawyer"
	voice    bool     // one person who speaks for a body: its spokesman
	open     bool     // a body that a lead tells of before it is named: "its operator said"
	runs     bool     // the body that runs a town
	lead     bool     // one whom a lead tells of by his office
}

// calledBy reports whether a noun can mean a speaker again: it is the one he was told by, or a word of his
// name.
func (s speaker) calledBy(noun string) bool {
	if s.noun == noun {
		return true
	}
	if s.kind == claim.PersonSource || s.kind == claim.Unnamed {
		return false
	}
	for word := range strings.FieldsSeq(s.name) {
		if strings.EqualFold(word, noun) {
			return true
		}
	}
	return false
}

// publishes reports whether the speaker is an outlet or a document, which reports things, where others
// report them to somebody.
func (s speaker) publishes() bool {
	return s.document >= 0 || s.kind == claim.NewsAgency || s.kind == claim.NewsOutlet || s.kind == claim.Researcher
}

func (s speaker) person() bool {
	return s.kind == claim.PersonSource || s.kind == claim.Unnamed && !s.plural && s.document < 0 || s.voice
}

// speaker says who a noun phrase is, or that it cannot speak. any also lets a noun speak that the lists
// do not know ("a retired machinist"), for verbs that only people do.
func (w *work) speaker(p syntax.Phrase, any bool) (speaker, bool) {
	head := w.head(p)
	if head < p.Core.From {
		return speaker{}, false
	}
	if a := w.nameAtEnd(p); a != nil {
		p.Core, head = p.Range, p.To-1
	}
	if c := w.class(head); p.Core.To-p.Core.From == 1 && c&(syntax.Pronoun|syntax.We|syntax.I|syntax.You) != 0 {
		return w.pronoun(head)
	}
	if s, ok := w.station(p); ok {
		return s, true
	}
	if d, ok := w.papers[head]; ok {
		s := w.paperSpeaks(p, d)
		s.also = w.otherPapers(p, head, d)
		return s, true
	}
	if s, ok := w.again(p, head); ok {
		return s, true
	}
	if s, ok := w.namedSpeaker(p, head); ok {
		return s, true
	}
	if w.class(head)&syntax.NounCue != 0 {
		return w.holderOf(p, head)
	}
	if s, ok := w.unnamedSpeaker(p, head); ok {
		return s, true
	}
	if !any || !w.plausible(p, head) {
		return speaker{}, false
	}
	return w.unnamed(p), true
}

// unnamedSpeaker is a speaker in whose phrase no actor stands: a name that no list knows, or a noun.
func (w *work) unnamedSpeaker(p syntax.Phrase, head int) (speaker, bool) {
	if s, ok := w.nameWithOf(p); ok {
		return s, true
	}
	if s, ok := w.byNation(p, head); ok {
		return s, true
	}
	if s, ok := w.nominal(p, head); ok {
		return w.withAllies(s, p), true
	}
	return w.unknownName(p, head)
}

// withAllies is the one named of "Callahan and her allies", for speakers without a name.
func (w *work) withAllies(s speaker, p syntax.Phrase) speaker {
	first := p.From
	if w.class(first)&syntax.Det != 0 {
		first++
	}
	if a := syntax.ActorAt(w.t, first); s.kind == claim.Unnamed && a != nil && a.To < p.To && w.class(a.To)&syntax.And != 0 {
		return w.entity(a.Entity, a.Range)
	}
	return s
}

// nameAtEnd is the person whose name ends a phrase with an office of several words: "the bank's head of
// security Dana Oru".
func (w *work) nameAtEnd(p syntax.Phrase) *doc.Actor {
	if p.Core.To == p.To {
		return nil
	}
	a := syntax.ActorAt(w.t, p.To-1)
	if a == nil || a.Kind != claim.Person || a.From <= p.Core.To || w.class(a.From-1)&(syntax.Prep|syntax.Det|syntax.Coord|syntax.Honorific) != 0 {
		return nil
	}
	return a
}

// head is the last word of a phrase's core.
func (w *work) head(p syntax.Phrase) int {
	i := p.Core.To - 1
	for i >= p.Core.From && (w.t.Tokens[i].Is(doc.Punct) || w.t.Tokens[i].Is(doc.Possessive)) {
		i--
	}
	return i
}

// namedSpeaker is a speaker that ends in the name of an actor or a country.
func (w *work) namedSpeaker(p syntax.Phrase, head int) (speaker, bool) {
	if a := syntax.ActorAt(w.t, head); a != nil && a.Name != "" && !w.common(a) && (a.Name[0] < 'a' || a.Name[0] > 'z' || a.Kind != claim.Person) {
		return w.actorSpeaks(a, p), true
	}
	if s, ok := w.meant(p, head); ok {
		return s, true
	}
	if s, ok := w.government(p, head); ok {
		return s, true
	}
	if s, ok := w.agency(p, head); ok {
		return s, true
	}
	if r := syntax.ReferenceAt(w.t, head); r != nil && r.From >= p.From && w.class(head)&(syntax.Spoke|syntax.Official|syntax.People) == 0 {
		if s, ok := w.spokeAs(p, head, r.Entity); ok {
			return s, true
		}
		return w.entity(r.Entity, p.Range), true
	}
	if c := syntax.CountryAt(w.t, head); c != nil && c.Form != claim.ByDemonym && c.Form != claim.ByCity {
		return w.countrySpeaks(c, p), true
	}
	return speaker{}, false
}

// countrySpeaks is a state known by its name or its capital alone.
func (w *work) countrySpeaks(c *doc.Country, p syntax.Phrase) speaker {
	s := w.country(c)
	s.span = p.Range
	return s
}

// actorSpeaks is the speaker of a phrase that ends in an actor's name.
func (w *work) actorSpeaks(a *doc.Actor, p syntax.Phrase) speaker {
	if a.Kind == claim.State && a.To-a.From > 1 && w.class(a.To-1)&syntax.Crew != 0 {
		return w.unnamed(p) // "Russian hackers" do not speak for Russia
	}
	s := w.entity(a.Entity, p.Range)
	w.nameAs(&s, a)
	if whole, ok := w.wholeName(a, p); ok {
		s.name, s.entity = whole, -1
	}
	if a.Kind == claim.Person && !strings.Contains(a.Name, " ") {
		if e, ok := w.names.fuller(w.d.Entities, a.Name); ok {
			s = w.entity(e, p.Range)
		}
	} else if full, ok := w.bearer(a); ok {
		full.span = p.Range
		s = full
	}
	if s.kind == "" {
		s.kind = kindOf(a.Kind)
	}
	if n, ok := w.nounEnding(max(a.From-1, 0), p.Core.From); ok && a.Kind == claim.Organization && a.From > p.Core.From && n.Class&syntax.Press != 0 && (n.Word != "agency" || s.kind == claim.OrgSource) {
		if s.kind = w.kindOfNoun(n); n.Word == "agency" {
			s.kind = claim.NewsAgency
		}
	}
	if panel, ok := w.panel(p, s); ok {
		return panel
	}
	if s.also = w.companions(p, a); len(s.also) > 0 {
		s.span = a.Range
	}
	return s
}

// common reports whether an actor is only a noun for people whose capital comes from its place: "Hackers".
func (w *work) common(a *doc.Actor) bool {
	return a.Kind == claim.Organization && a.To-a.From == 1 && w.class(a.From)&(syntax.People|syntax.Person) != 0
}

// spokeAs is who spoke last and is called by the noun of a phrase, where the reference pass means somebody
// who was only spoken of: "The agency" behind what an agency said of another one.
func (w *work) spokeAs(p syntax.Phrase, head, entity int) (speaker, bool) {
	n, ok := w.nounEnding(head, p.Core.From)
	if !ok || n.Class&(syntax.State|syntax.Crew) != 0 {
		return speaker{}, false
	}
	s, ok := w.before1(func(s speaker) bool {
		return s.entity == entity || s.document < 0 && !s.person() && s.at > p.From+w.offset-memory/2 && s.calledBy(n.Word)
	})
	s.span = p.Range
	return s, ok && s.entity != entity
}

// companions are the other actors of "Lepp and Prakash said".
func (w *work) companions(p syntax.Phrase, last *doc.Actor) []speaker {
	var list []speaker
	for i := p.Core.From; i < last.From; i++ {
		a := syntax.ActorAt(w.t, i)
		if a == nil || a.To > last.From {
			continue
		}
		next := w.t.Word(a.To)
		if next == "and" || next == "," || next == "&" {
			s := w.entity(a.Entity, a.Range)
			w.nameAs(&s, a)
			if s.kind == "" {
				s.kind = kindOf(a.Kind)
			}
			list = append(list, s)
		}
		i = a.To - 1
	}
	return list
}

// called is the name of an actor as a source.
func (w *work) called(a *doc.Actor) string {
	if name, ok := w.names.proper[a.Entity]; ok {
		return name
	}
	return w.usual(a.Name)
}

// nameAs gives a speaker the name of the mention that it was read from, where it is not known by a longer one.
func (w *work) nameAs(s *speaker, a *doc.Actor) {
	if s.entity == a.Entity {
		s.name = w.called(a)
	}
}

// usual is what a body goes by as a source: news agencies by the names that their marks have, so that the
// same agency has one name in citations and as the wire of a copy; some by their letters.
func (w *work) usual(name string) string {
	if agency, ok := w.wires[name]; ok {
		return agency
	}
	if short, ok := w.short[name]; ok {
		return short
	}
	return name
}

// entity is a speaker that is an entity of the document.
func (w *work) entity(i int, span doc.Range) speaker {
	s := speaker{span: span, entity: i, document: -1}
	if i < 0 || i >= len(w.d.Entities) {
		s.entity = -1
		return s
	}
	if long, ok := w.names.longer(w.d.Entities, i); ok {
		i, s.entity = long, long
	}
	e := w.d.Entities[i]
	if e.ID == "" && e.Kind == claim.Organization {
		if long, ok := w.spelledOut(e.Name); ok {
			long.span = span
			return long
		}
	}
	if name, ok := w.names.proper[i]; ok {
		e.Name, e.Kind, e.Source = name, claim.Person, claim.PersonSource
	} else {
		e.Name = w.usual(e.Name)
	}
	s.name, s.kind, s.noun, s.plural, s.female, s.male = e.Name, e.Source, e.Noun, e.Plural, e.Female, e.Male
	if s.kind == "" {
		s.kind = kindOf(e.Kind)
	}
	return s
}

func kindOf(k claim.ActorKind) claim.SourceKind {
	switch k {
	case claim.State, claim.Agency:
		return claim.Government
	case claim.Person:
		return claim.PersonSource
	}
	return claim.OrgSource
}

// unnamed is a speaker whom the text does not name.
func (w *work) unnamed(p syntax.Phrase) speaker {
	return speaker{span: p.Range, name: w.text1(p.Range), kind: claim.Unnamed, entity: -1, document: -1, plural: w.class(w.head(p))&syntax.Plural != 0 || w.class(p.Core.From)&syntax.Num != 0}
}

// text1 is the text of a range in one line.
func (w *work) text1(r doc.Range) string {
	return strings.Join(strings.Fields(w.t.Span(r).Text), " ")
}
