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
	if d, ok := w.papers[head]; ok {
		return w.paperSpeaks(p, d), true
	}
	if w.t.Word(head) == "same" && isThe(w.t.Word(p.Core.From)) && p.To == p.Core.From+2 {
		s, ok := w.before1(func(s speaker) bool { return s.document < 0 }) // "according to the same"
		s.span = p.Range
		return s, ok
	}
	if s, ok := w.namedSpeaker(p, head); ok {
		return s, true
	}
	if w.class(head)&syntax.NounCue != 0 {
		return w.holderOf(p, head)
	}
	if s, ok := w.nameWithOf(p); ok {
		return s, true
	}
	if s, ok := w.byNation(p, head); ok {
		return s, true
	}
	if s, ok := w.nominal(p, head); ok {
		if a := syntax.ActorAt(w.t, p.From); s.kind == claim.Unnamed && a != nil && a.To < p.To && w.class(a.To)&syntax.And != 0 {
			s = w.entity(a.Entity, a.Range) // "Callahan and her allies"
		}
		return s, true
	}
	if s, ok := w.unknownName(p, head); ok {
		return s, true
	}
	if !any || !w.plausible(p, head) {
		return speaker{}, false
	}
	return w.unnamed(p), true
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
	if a := syntax.ActorAt(w.t, head); a != nil && a.Name != "" && (a.Name[0] < 'a' || a.Name[0] > 'z' || a.Kind != claim.Person) {
		s := w.entity(a.Entity, p.Range)
		s.name = w.called(a)
		if a.Kind == claim.Person && !strings.Contains(a.Name, " ") {
			if e, ok := w.names.fuller(w.d.Entities, a.Name); ok {
				s = w.entity(e, p.Range)
			}
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
			return panel, true
		}
		if s.also = w.companions(p, a); len(s.also) > 0 {
			s.span = a.Range
		}
		return s, true
	}
	if r := syntax.ReferenceAt(w.t, head); r != nil && r.From >= p.From && w.class(head)&(syntax.Spoke|syntax.Official|syntax.People) == 0 {
		if s, ok := w.spokeAs(p, head, r.Entity); ok {
			return s, true
		}
		return w.entity(r.Entity, p.Range), true
	}
	if c := syntax.CountryAt(w.t, head); c != nil && c.Form != claim.ByDemonym && c.Form != claim.ByCity {
		s := speaker{span: p.Range, name: c.Name, kind: claim.Government, entity: -1, document: -1}
		if e, ok := w.names.full[c.Name]; ok {
			s.entity = e
		}
		return s, true
	}
	return speaker{}, false
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
			s.name = w.called(a)
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

// plausible reports whether an unknown noun may be a person: a short phrase with a determiner, a number
// or a capital before it, and no date, sum or abstract noun.
func (w *work) plausible(p syntax.Phrase, head int) bool {
	if p.Core.To-p.Core.From > 8 || w.class(head)&(syntax.Time|syntax.Adv|syntax.Prep|syntax.NounCue|syntax.Idle|syntax.Num|syntax.Verb) != 0 || w.t.Tokens[head].Is(doc.Digit) {
		return false
	}
	word := w.t.Word(head)
	if first := w.class(p.Core.From); first&(syntax.Det|syntax.Poss|syntax.Num) == 0 && word[len(word)-1] != 's' {
		return false
	}
	return !w.abstract(w.t.Word(head))
}

// abstract reports whether a noun ends as things do that cannot speak.
func (w *work) abstract(noun string) bool {
	for _, ending := range [...]string{"tion", "sion", "ness", "ity", "ment", "ing", "ism", "ware", "ance", "ence"} {
		if strings.HasSuffix(noun, ending) {
			return true
		}
	}
	return false
}

// unknownName is a speaker in capitals that no list and no actor knows.
func (w *work) unknownName(p syntax.Phrase, head int) (speaker, bool) {
	first := head
	for first-2 >= p.Core.From && w.t.Word(first-1) == "-" && w.t.Tokens[first].Is(doc.Glued) {
		first -= 2 // "Jun-ho"
	}
	k := w.t.Tokens[first]
	titled := first > p.From && w.class(first-1)&syntax.Honorific != 0 // "Mrs May"
	if !k.Is(doc.Capital) || w.class(head)&syntax.Contracted != 0 || !titled && w.class(head)&(syntax.Time|syntax.Det|syntax.Prep|syntax.Adv|syntax.Sub|syntax.Coord|syntax.Auxiliary) != 0 {
		return speaker{}, false
	}
	if k.Is(doc.First) && head == p.Core.From && w.t.Tokens[head].Word != 0 && w.class(head) != 0 {
		return speaker{}, false
	}
	from := first
	for from > p.Core.From && w.nameGoesOn(from-1) {
		from--
	}
	for from < head && (!w.t.Tokens[from].Is(doc.Capital) || w.class(from)&(syntax.Honorific|syntax.Det) != 0 || (w.t.Tokens[from].Is(doc.First) && w.class(from)&syntax.Speaker != 0 || w.class(from)&(syntax.Official|syntax.Spoke) != 0) && w.t.Tokens[from+1].Is(doc.Capital) && w.class(from+1)&syntax.Prep == 0) {
		from++
	}
	for i := from; i < head; i++ {
		if w.class(i)&syntax.Honorific != 0 && w.t.Tokens[i+1].Is(doc.Capital) {
			from = i + 1 // "Tory MP Karl Brandt"
		}
	}
	from = w.behindTitle(from, head)
	if from > p.Core.From && from-1 >= p.Core.From && w.t.Word(from-1) == "The" && !w.t.Tokens[from-1].Is(doc.First) {
		from--
	}
	name := w.usual(w.text1(doc.Range{From: from, To: head + 1}))
	s := speaker{span: p.Range, name: name, kind: claim.OrgSource, entity: -1, document: -1}
	if e, ok := w.names.byPart(w.d.Entities, name); ok {
		return w.entity(e, p.Range), true
	}
	if old, ok := w.before1(func(o speaker) bool { return o.kind != claim.Unnamed && partOf(name, o.name) }); ok {
		old.span = p.Range
		return old, true
	}
	s.kind = w.kindByTitle(p.Core.From, from, head)
	return s, true
}

func (w *work) nameGoesOn(i int) bool {
	k := w.t.Tokens[i]
	if k.Is(doc.Capital) {
		return w.class(i)&syntax.Time == 0
	}
	switch w.t.Word(i) {
	case "of", "de", "da", "von", "van", "al", "bin", "the", "&", "-", "del", "di", "la", "le":
		return w.t.Tokens[i+1].Is(doc.Capital)
	}
	return false
}

// kindByTitle guesses what a name is by the words before it: "security firm", "Chief Executive", "Mr".
func (w *work) kindByTitle(from, name, head int) claim.SourceKind {
	for i := name - 1; i >= from; i-- {
		switch c := w.class(i); {
		case c&syntax.Press != 0 && w.t.Word(i) == "agency":
			return claim.NewsAgency
		case c&syntax.Press != 0:
			return claim.NewsOutlet
		case c&syntax.Org != 0:
			return claim.Company
		case c&(syntax.Person|syntax.Official|syntax.Honorific|syntax.Spoke) != 0:
			return claim.PersonSource
		case c&syntax.Body != 0:
			return claim.Government
		}
	}
	for i := head; i-2 >= name && w.t.Word(i-1) == "-"; i -= 2 {
		if (w.x.Word(w.t.Tokens[i].Word)|w.class(i-2))&syntax.Masthead != 0 {
			return claim.NewsOutlet // "Journal-Sentinel"
		}
	}
	switch c := w.class(head); {
	case c&syntax.Masthead != 0:
		return claim.NewsOutlet
	case c&syntax.Body != 0:
		return claim.Government
	case c&syntax.Press != 0:
		return claim.NewsOutlet
	case c&syntax.Org != 0:
		return claim.Company
	}
	if head-name == 2 && w.class(name+1)&syntax.Prep != 0 {
		return claim.OrgSource
	}
	if (head-name == 1 || head-name == 2) && w.class(from)&syntax.Det == 0 && w.t.Word(name) != "The" {
		return claim.PersonSource
	}
	return claim.OrgSource
}
