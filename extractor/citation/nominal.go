package citation

import (
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/syntax"
	"github.com/claimwire/claimwire/internal/claim"
)

// nounEnding is the noun of the list that ends with token i: the longest, looking no further left than lo.
func (w *work) nounEnding(i, lo int) (syntax.Noun, bool) {
	n, _, ok := w.nounSpan(i, lo)
	return n, ok
}

// nounSpan is nounEnding with the token that the noun begins with.
func (w *work) nounSpan(i, lo int) (n syntax.Noun, from int, ok bool) {
	for from := max(lo, i-3); from <= i; from++ {
		if n, k := w.x.NounAt(w.t, from, i+1); k > 0 && from+k == i+1 {
			return n, from, true
		}
	}
	return syntax.Noun{}, -1, false
}

// nominal is a speaker known by a noun: "a spokesman for Disney", "two people familiar with the matter",
// "South Korea's spy service".
func (w *work) nominal(p syntax.Phrase, head int) (speaker, bool) {
	if w.class(head)&syntax.One != 0 || w.countsSome(p, head) {
		return w.oneOf(p), true
	}
	n, ok := w.nounEnding(head, p.Core.From)
	if !ok || n.Traits&syntax.Bound != 0 {
		return speaker{}, false
	}
	var s speaker
	switch c := n.Class; {
	case c&syntax.Spoke != 0:
		s = w.spokesman(p, head)
	case c&(syntax.Official|syntax.Person) != 0 && c&syntax.Plural == 0:
		s = w.individual(p, head, n)
	case c&(syntax.People|syntax.Official) != 0:
		s = w.several(p, head, n)
	case c&syntax.Data != 0:
		var owned bool
		if s, owned = w.owner(p, head); !owned || s.kind == claim.Unnamed {
			s = w.figuresBy(p, head)
		}
		s.span = p.Range
	default:
		s = w.body(p, head, n)
	}
	s.noun = n.Word
	s.plural = s.plural || n.Class&syntax.Plural != 0
	s.female = s.female || strings.HasSuffix(n.Word, "woman")
	s.male = s.male || strings.HasSuffix(n.Word, "man") && !strings.HasSuffix(n.Word, "woman")
	return s, true
}

// figuresBy is the body before a noun for figures, where one stands there: "statistics office data"; else
// nobody known.
func (w *work) figuresBy(p syntax.Phrase, head int) speaker {
	if s, ok := w.compiledBy(p, head); ok {
		return s
	}
	if n, ok := w.nounEnding(head-1, p.Core.From); ok && head-1 >= p.Core.From && n.Class&syntax.Body != 0 {
		return speaker{name: w.bare(doc.Range{From: p.Core.From, To: head}), kind: claim.Government, entity: -1, document: -1, noun: n.Word}
	}
	return w.unnamed(p)
}

// countsSome reports whether the head is a bare number or quantifier: "two of the people", "some in the
// industry", "both".
func (w *work) countsSome(p syntax.Phrase, head int) bool {
	c := w.class(head)
	if p.Core.From+1 == head && isThe(w.t.Word(p.Core.From)) && (w.t.Word(head) == "other" || w.t.Word(head) == "others") {
		return true // "one put it at 40; the other said"
	}
	if p.Core.From != head {
		return c&syntax.Num != 0 && w.class(p.Core.From)&syntax.Det != 0 && p.Core.To-p.Core.From == 2
	}
	return c&(syntax.Num|syntax.Det) != 0 && c&syntax.Poss == 0
}

// oneOf is one of those who spoke before.
func (w *work) oneOf(p syntax.Phrase) speaker {
	s := w.unnamed(p)
	s.plural = w.t.Word(p.Core.From) != "one" && w.t.Word(p.Core.From) != "One"
	return s
}

// spokesman speaks for the body that the phrase names, else for the one that the text is about there.
func (w *work) spokesman(p syntax.Phrase, head int) speaker {
	if isThe(w.t.Word(p.Core.From)) && p.To-p.From == 2 {
		if s, ok := w.before1(func(s speaker) bool { return s.voice && strings.EqualFold(s.noun, w.t.Word(head)) }); ok {
			s.span = p.Range
			return s // "the spokesman" is the one before
		}
	}
	s, ok := w.owner(p, head)
	if comp := p.Complement(); ok && comp.From < comp.To && w.t.Word(comp.From) == "in" && s.span.From > comp.From && s.kind == claim.Government {
		ok = false // "a spokesman in Cleveland"
	}
	if !ok {
		s, ok = w.lastBody(p.From)
	}
	if !ok {
		return w.unnamed(p)
	}
	s.span, s.voice = p.Range, true
	return s
}

// individual is one person without a name: an office, the one who spoke before, or nobody known.
func (w *work) individual(p syntax.Phrase, head int, n syntax.Noun) speaker {
	first := w.class(p.Core.From)
	definite := first&syntax.Det != 0 && isThe(w.t.Word(p.Core.From))
	if definite && p.Core.To == p.To || definite && p.Core.To-p.Core.From == 2 {
		if s, ok := w.before1(func(s speaker) bool {
			return strings.HasSuffix(s.noun, n.Word) && !s.plural && w.sameOffice(s, p, head)
		}); ok {
			s.span = p.Range
			return s
		}
	}
	if definite && w.title1(p) {
		return speaker{span: p.Range, name: w.bare(p.Range), kind: claim.NewsOutlet, entity: -1, document: -1}
	}
	if definite {
		if s, ok := w.inOffice(p, n); ok {
			return s
		}
	}
	s := w.unnamed(p)
	s.holder = w.holderBefore(p, head)
	s.open = s.holder == nil && first&syntax.Num == 0 && (first&syntax.Poss == 0 || first&(syntax.He|syntax.She|syntax.They|syntax.We|syntax.I) == 0 && !w.is(p.Core.From, theirs))
	s.lead = s.open && w.heads(n.Word)
	if n.Class&syntax.Official != 0 && (definite || first&syntax.Det == 0 && first&syntax.Num == 0) && n.Traits&syntax.Office != 0 {
		s.kind, s.voice = claim.Government, true
		s.name = w.bare(p.Range)
		if n.Traits&syntax.Bench != 0 {
			s.kind = claim.Court
		}
	}
	return s
}

// several are people: those of a body ("Vantor researchers"), an authority ("prosecutors"), those who
// spoke before ("the experts"), or nobody known.
func (w *work) several(p syntax.Phrase, head int, n syntax.Noun) speaker {
	first := w.t.Word(p.Core.From)
	counted := w.class(p.Core.From)&(syntax.Num) != 0 || strings.EqualFold(first, "some") || strings.EqualFold(first, "several") || strings.EqualFold(first, "many") || strings.EqualFold(first, "a")
	if r := syntax.ReferenceAt(w.t, head); r != nil && !counted {
		return w.entity(r.Entity, p.Range)
	}
	owner, owned := w.owner(p, head)
	if panel, ok := w.panel(p, owner); ok && owned {
		return panel
	}
	if !owned && n.Traits&syntax.Authors != 0 {
		if panel, ok := w.panelAgain(p); ok {
			return panel
		}
	}
	if owned && !counted {
		if s, ok := w.staff(p, owner, n); ok {
			return s
		}
	}
	if s, ok := w.authors(p, n, counted || owned); ok {
		return s
	}
	if !owned {
		if s, ok := w.before1(func(s speaker) bool {
			return ((s.noun == n.Word || lastWord(s.noun) == n.Word) && s.plural || s.kind == claim.Government && endsWord(s.name, n.Word)) && (isThe(first) || s.entity >= 0 || n.Traits&syntax.Authority != 0 || n.Class&syntax.Official != 0 && p.To-p.From == 1)
		}); ok && !counted {
			s.span = p.Range
			return s
		}
	}
	s := w.unnamed(p)
	s.open = !owned && !counted && n.Traits&syntax.Runs != 0
	if !counted && n.Traits&syntax.Authority != 0 {
		s.kind, s.name = claim.Government, w.bare(p.Range)
	}
	return s
}

// endsWord reports whether a name of several words ends with a noun: "U.S. prosecutors".
func endsWord(name, noun string) bool {
	return len(name) > len(noun)+1 && strings.HasSuffix(name, noun) && name[len(name)-len(noun)-1] == ' '
}

// authors are the experts behind the last report: "the experts", "the panel", or a bare "experts" that
// stood for them before.
func (w *work) authors(p syntax.Phrase, n syntax.Noun, other bool) (speaker, bool) {
	if other || n.Traits&syntax.Authors == 0 {
		return speaker{}, false
	}
	if !isThe(w.t.Word(p.Core.From)) {
		s, ok := w.before1(func(s speaker) bool { return s.noun == n.Word && s.kind != claim.Unnamed })
		s.span = p.Range
		return s, ok
	}
	for d := len(w.d.Documents) - 1; d >= 0 && d >= len(w.d.Documents)-documentsBack; d-- {
		if k := w.d.Documents[d]; k.Kind == "report" && k.Publisher != "" && k.Issuer != claim.PersonSource && k.Issuer != claim.NewsAgency && k.Issuer != claim.NewsOutlet {
			s := speaker{span: p.Range, name: k.Publisher, kind: k.Issuer, entity: -1, document: -1, plural: true}
			if e, ok := w.names.full[k.Publisher]; ok {
				s.entity = e
			}
			return s, true
		}
	}
	return speaker{}, false
}

// staff are people of a body that the text names.
func (w *work) staff(p syntax.Phrase, owner speaker, n syntax.Noun) (speaker, bool) {
	state := owner.kind == claim.Government && owner.entity >= 0 && w.d.Entities[owner.entity].Kind == claim.State || owner.entity < 0 && owner.kind == claim.Government && !owner.runs
	switch {
	case state && (n.Class&syntax.Official != 0 || n.Word == "members"):
		return speaker{span: p.Range, name: w.bare(p.Range), kind: claim.Government, entity: -1, document: -1}, true
	case state, owner.kind == claim.PersonSource, owner.kind == claim.Unnamed:
		return speaker{}, false
	case n.Class&syntax.Official != 0 || n.Traits&syntax.Staff != 0:
		owner.span = p.Range
		return owner, true
	}
	return speaker{}, false
}

// body is an organisation, office or outlet known by a noun: one named by its parts, the one that spoke
// before, or nobody known.
func (w *work) body(p syntax.Phrase, head int, n syntax.Noun) speaker {
	owner, owned := w.owner(p, head)
	first := w.class(p.Core.From)
	if s, ok := w.bodyMeant(p, head, n, bodyOf{owner, owned}); ok {
		return s
	}
	if s, ok := w.theOne(p, n); ok && !syntax.EndsOtherName(w.t, p.Core.From+1, head, s.name) {
		return s
	}
	if s, ok := w.theForce(p, n); ok {
		return s
	}
	if s, ok := w.bodyAgain(p, n); ok && !syntax.EndsOtherName(w.t, p.Core.From+1, head, s.name) {
		return s
	}
	s := speaker{span: p.Range, name: w.bodyName(p, head), kind: w.kindOfNoun(n), entity: -1, document: -1}
	indefinite := first&syntax.Det != 0 && !isThe(w.t.Word(p.Core.From)) && w.t.Word(p.Core.From) != "this"
	if indefinite && !owned && n.Traits&syntax.Bench == 0 || first&syntax.Num != 0 {
		s = w.unnamed(p)
	}
	s.open = n.Class&syntax.Org != 0 && (first&syntax.Poss != 0 || indefinite && !owned && n.Traits&syntax.Civic != 0)
	return s
}

// bodyOf is whose a body is, where its phrase tells.
type bodyOf struct {
	owner speaker
	owned bool
}

// bodyMeant is the body that a noun means by its owner, or by what the text has named or called so before.
func (w *work) bodyMeant(p syntax.Phrase, head int, n syntax.Noun, of bodyOf) (speaker, bool) {
	owner, owned, first := of.owner, of.owned, w.class(p.Core.From)
	if panel, ok := w.panel(p, owner); ok && owned {
		return panel, true
	}
	if owned && owner.kind != claim.Unnamed && w.speaksForBody(p, head) {
		owner.span, owner.voice = p.Range, true
		return owner, true
	}
	if !owned && n.Traits&syntax.Authors != 0 {
		if panel, ok := w.panelAgain(p); ok {
			return panel, true
		}
	}
	if s, ok := w.authors(p, n, owned); ok {
		return s, true
	}
	if s, ok := w.organAgain(p, head, n, owner, owned); ok {
		return s, true
	}
	if s, ok := w.unlistedOutlet(p, n); ok {
		return s, true
	}
	if e, ok := w.calledBy(n.Word, p.From); ok && !syntax.EndsOtherName(w.t, p.Core.From+1, head, w.d.Entities[e].Name) && (isThe(w.t.Word(p.Core.From)) && !w.possessed(p, head) || first&syntax.Poss != 0) {
		return w.entity(e, p.Range), true
	}
	if e, ok := w.mentionedAs(p); ok && isThe(w.t.Word(p.Core.From)) {
		return w.entity(e, p.Range), true
	}
	if isThe(w.t.Word(p.Core.From)) && p.To-p.From <= 3 {
		if s, ok := w.before1(func(s speaker) bool { return s.calledBy(n.Word) && w.samePortfolio(s, p, head, n) }); ok {
			s.span = p.Range
			return s, true
		}
	}
	if s, ok := w.nameBefore(p, head, n); ok {
		return s, true
	}
	if first&(syntax.Det|syntax.Poss) != 0 && !w.is(p.Core.From, another) && p.To == p.Core.To && w.unadorned(p, n) || p.To-p.From == 1 {
		if s, ok := w.town(n, p.Range); ok {
			return s, true
		}
	}
	return speaker{}, false
}

// possessed reports whether a phrase says whose the body is: "the union's top court" is not the court named before.
func (w *work) possessed(p syntax.Phrase, head int) bool {
	for i := p.Core.From + 1; i < head; i++ {
		if w.t.Tokens[i].Is(doc.Possessive) {
			return true
		}
	}
	return false
}

func (w *work) kindOfNoun(n syntax.Noun) claim.SourceKind {
	switch {
	case n.Traits&syntax.Bench != 0:
		return claim.Court
	case n.Class&syntax.Press != 0 && strings.HasPrefix(n.Word, "news ") && !strings.HasSuffix(n.Word, "outlet") && strings.HasSuffix(n.Word, "y"):
		return claim.NewsAgency
	case n.Class&(syntax.Body|syntax.State) != 0:
		return claim.Government
	case n.Class&syntax.Press != 0:
		return claim.NewsOutlet
	case n.Class&syntax.Org != 0 && n.Traits&syntax.Civic == 0:
		return claim.Company
	}
	return claim.OrgSource
}
