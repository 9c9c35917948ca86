package citation

import (
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/syntax"
	"github.com/claimwire/claimwire/internal/claim"
)

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
	if s, ok := w.spelledOut(name); ok {
		s.span = p.Range
		return s, true
	}
	if old, ok := w.before1(func(o speaker) bool { return o.kind != claim.Unnamed && partOf(name, o.name) }); ok {
		old.span = p.Range
		return old, true
	}
	if full, ok := w.fullNames()[name]; ok && from == head && w.class(head)&syntax.Masthead == 0 {
		s.name, s.kind = full, claim.PersonSource
		return s, true
	}
	s.kind = w.kindByTitle(p.Core.From, from, head)
	if a := syntax.ActorAt(w.t, from); a != nil && a.From == from && a.To <= head && a.Kind == claim.Organization && s.kind == claim.PersonSource {
		s.kind = w.entity(a.Entity, a.Range).kind // "Bloomberg Law", "Vantor Global"
	}
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
