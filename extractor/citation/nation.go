package citation

import (
	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/syntax"
	"github.com/claimwire/claimwire/internal/claim"
)

// byNation is the person who spoke last, called by his nation or his age: "the Italian said", "the
// 34-year-old added".
func (w *work) byNation(p syntax.Phrase, head int) (speaker, bool) {
	if !isThe(w.t.Word(p.Core.From)) || p.To != p.Core.To {
		return speaker{}, false
	}
	c := syntax.CountryAt(w.t, head)
	nation := p.To-p.From == 2 && c != nil && c.Form == claim.ByDemonym && w.t.Word(head)[len(w.t.Word(head))-1] != 's'
	if !nation && !w.years(p, head) {
		return speaker{}, false
	}
	s, ok := w.before1(func(s speaker) bool {
		return s.kind == claim.PersonSource && s.at > p.From+w.offset-memory/2
	})
	s.span = p.Range
	return s, ok
}

// years reports whether a phrase tells only how old somebody is.
func (w *work) years(p syntax.Phrase, head int) bool {
	return p.Core.To-p.Core.From == 6 && w.t.Word(head) == "old" && w.t.Word(head-1) == "-" && w.t.Word(head-2) == "year" && w.t.Tokens[p.Core.From+1].Is(doc.Digit)
}

// region reports whether a word with a capital begins the name of a region or town: "East of England".
func (w *work) region(s string) bool { return w.words.of(s)&regional != 0 }

// nameWithOf is a body whose name goes on behind an "of" where its noun stands: "East of England Ambulance
// Service", "College of Policing".
func (w *work) nameWithOf(p syntax.Phrase) (speaker, bool) {
	i := p.Core.To
	if i >= p.To-1 || w.class(i)&syntax.Of == 0 || syntax.ActorAt(w.t, i-1) != nil || !w.t.Tokens[i-1].Is(doc.Capital) {
		return speaker{}, false
	}
	if w.class(i-1)&(syntax.Org|syntax.Body|syntax.Press) == 0 && !w.region(w.t.Word(i-1)) {
		return speaker{}, false // "Quist of Graz University"
	}
	from := i - 1
	for from > p.Core.From && w.t.Tokens[from-1].Is(doc.Capital) && w.class(from-1)&(syntax.Det|syntax.Honorific) == 0 {
		from--
	}
	for j := i + 1; j < p.To; j++ {
		if !w.t.Tokens[j].Is(doc.Capital) {
			return speaker{}, false
		}
	}
	n, ok := w.nounEnding(p.To-1, i+1)
	if !ok || n.Class&(syntax.Body|syntax.Org|syntax.Press) == 0 {
		return speaker{}, false
	}
	r := doc.Range{From: from, To: p.To}
	return speaker{span: p.Range, name: w.text1(r), kind: w.kindOfNoun(n), entity: -1, document: -1}, true
}
