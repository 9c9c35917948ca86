package citation

import (
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/syntax"
	"github.com/claimwire/claimwire/internal/claim"
)

// organAgain is the organ of a state that a shorter phrase means, where the text named it before: "the Turkish
// ministry" behind "Turkey's health ministry", "the finance ministry" behind "the Ministry of Finance".
func (w *work) organAgain(p syntax.Phrase, head int, n syntax.Noun, owner speaker, owned bool) (speaker, bool) {
	if behind := p.Complement(); n.Class&syntax.Body == 0 || behind.From < behind.To && w.class(behind.From)&syntax.To == 0 {
		return speaker{}, false
	}
	if owned && owner.kind == claim.Government {
		return w.organOf(p, head, n)
	}
	if !w.portfolio(n) || head-1 < p.Core.From || !isThe(w.t.Word(p.Core.From)) {
		return speaker{}, false
	}
	noun := lastWord(n.Word)
	words := []string{strings.ToUpper(noun[:1]) + noun[1:], "of"}
	for i := p.Core.From + 1; i < head; i++ {
		word := w.t.Word(i)
		if !w.t.Tokens[i].Is(doc.Alpha) {
			return speaker{}, false
		}
		words = append(words, strings.ToUpper(word[:1])+word[1:])
	}
	name := strings.Join(words, " ")
	if e, ok := w.names.full[name]; ok {
		return w.entity(e, p.Range), true
	}
	s, ok := w.before1(func(s speaker) bool { return s.name == name && s.kind == claim.Government })
	s.span = p.Range
	return s, ok
}

// portfolio reports whether a noun is of bodies that what stands before it tells apart: the health ministry is not
// the finance ministry.
func (w *work) portfolio(n syntax.Noun) bool {
	return n.Class&syntax.Body != 0 && w.words.of(lastWord(n.Word))&portfolios != 0
}

// samePortfolio reports whether a body can go by a phrase with that noun: its name holds what the phrase says of it.
func (w *work) samePortfolio(s speaker, p syntax.Phrase, head int, n syntax.Noun) bool {
	if !w.portfolio(n) {
		return true
	}
	name := strings.ToLower(s.name)
	for i := p.Core.From + 1; i < head; i++ {
		if k := w.t.Tokens[i]; k.Is(doc.Alpha) && syntax.CountryAt(w.t, i) == nil && !strings.Contains(name, strings.ToLower(w.t.Word(i))) {
			return false
		}
	}
	return true
}

// organOf is the organ of a state that the text named last by a noun, for a phrase of a state and that noun alone.
func (w *work) organOf(p syntax.Phrase, head int, n syntax.Noun) (speaker, bool) {
	code := ""
	for i := p.Core.From; i < head; i++ {
		switch c := syntax.CountryAt(w.t, i); {
		case c != nil && code == "":
			code, i = c.Code, c.To-1
		case w.class(i)&syntax.Det == 0 && !w.t.Tokens[i].Is(doc.Possessive):
			return speaker{}, false
		}
	}
	list := w.lastNamed(p.From)
	for k := len(list) - 1; code != "" && k >= 0 && k >= len(list)-actorsBack; k-- {
		a := &list[k]
		if a.Kind != claim.Agency || a.Entity < 0 || a.Entity >= len(w.d.Entities) {
			continue
		}
		if e := &w.d.Entities[a.Entity]; e.Noun == n.Word && e.Country == code {
			return w.entity(a.Entity, p.Range), true
		}
	}
	return speaker{}, false
}
