package citation

import (
	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/syntax"
	"github.com/claimwire/claimwire/internal/claim"
)

const (
	shortestAcronym = 3
	longestAcronym  = 6
)

// spelledOut is the body whose name the text gives in full and whose initials a name of capitals alone has: "the
// FDMA" behind "the Financial and Digital Markets Authority".
func (w *work) spelledOut(name string) (speaker, bool) {
	if len(name) < shortestAcronym || len(name) > longestAcronym || w.lone[name] {
		return speaker{}, false
	}
	for i := range len(name) {
		if name[i] < 'A' || name[i] > 'Z' {
			return speaker{}, false
		}
	}
	if s, ok := w.names.acronyms[name]; ok {
		return s, s.name != ""
	}
	if w.names.acronyms == nil {
		w.names.acronyms = map[string]speaker{}
	}
	if len(w.names.acronyms) >= namesakes {
		return speaker{}, false
	}
	s := w.longForm(name)
	w.names.acronyms[name] = s
	return s, s.name != ""
}

// longForm looks for the name that an acronym stands for in both texts.
func (w *work) longForm(acronym string) speaker {
	t := w.t
	defer func() { w.t = t }()
	for _, w.t = range w.d.Texts() {
		for i := range w.t.Tokens {
			if k := w.t.Tokens[i]; !k.Is(doc.Capital) || w.t.S[k.Start] != acronym[0] || i > 0 && w.unnamedCapital(i-1) && !w.t.Tokens[i-1].Is(doc.First) {
				continue
			}
			if r, ok := w.initials(i, acronym); ok {
				return w.spelled(r)
			}
		}
		for i := 2; i < len(w.t.Tokens); i++ {
			if w.t.Word(i) != acronym || w.t.Word(i-1) != "(" {
				continue
			}
			if r, ok := w.beforeBracket(i-1, acronym[0]); ok {
				return w.spelled(r)
			}
		}
	}
	return speaker{}
}

// beforeBracket is the name of several words with capitals that a bracket stands behind, from the first of them that
// begins with a letter: "Agency for Markets and Data (AMDA)".
func (w *work) beforeBracket(i int, letter byte) (doc.Range, bool) {
	r, words := doc.Range{From: i, To: i}, 0
	for j := i - 1; j >= 0 && j >= i-issuerReach; j-- {
		k := w.t.Tokens[j]
		switch {
		case k.Is(doc.Capital) && k.Is(doc.Alpha) && w.class(j)&syntax.Det == 0:
			if words++; w.t.S[k.Start] == letter {
				r.From = j
			}
		case !k.Is(doc.Capital) && (w.class(j)&(syntax.Of|syntax.And|syntax.Det) != 0 || w.t.Word(j) == "for" || w.t.Word(j) == "on"):
		default:
			j = -1
		}
	}
	return r, words > 1 && i-r.From > 1
}

// initials is the range of words with capitals, the small ones of names between them, that begin at token i and whose
// first letters are an acronym's.
func (w *work) initials(i int, acronym string) (doc.Range, bool) {
	r, n := doc.Range{From: i, To: i}, 0
	for ; r.To < len(w.t.Tokens) && n < len(acronym); r.To++ {
		k := w.t.Tokens[r.To]
		switch {
		case k.Is(doc.Capital) && !k.Is(doc.AllCaps):
			if w.t.S[k.Start] != acronym[n] || r.To > i && k.Is(doc.First) {
				return r, false
			}
			n++
		case w.class(r.To)&(syntax.Of|syntax.And|syntax.Det) == 0 && w.t.Word(r.To) != "for" && w.t.Word(r.To) != "on" && w.t.Word(r.To) != "&":
			return r, false
		}
	}
	return r, n == len(acronym) && (r.To >= len(w.t.Tokens) || !w.t.Tokens[r.To].Is(doc.Capital))
}

// spelled is a body by its name in full.
func (w *work) spelled(r doc.Range) speaker {
	s := speaker{name: w.usual(w.text1(r)), kind: claim.OrgSource, entity: -1, document: -1}
	if e, ok := w.names.full[s.name]; ok {
		s.entity, s.kind, s.noun = e, w.d.Entities[e].Source, w.d.Entities[e].Noun
		return s
	}
	for _, i := range [...]int{r.To - 1, r.From, r.From + 1} {
		if n, ok := w.nounEnding(i, i); ok && n.Class&(syntax.Body|syntax.Org|syntax.Press) != 0 {
			s.kind, s.noun = w.kindOfNoun(n), n.Word
			break
		}
	}
	return s
}
