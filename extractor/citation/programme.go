package citation

import (
	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/syntax"
)

// programmeEnd is the comma inside the mark at token e that closes the title of a programme on which somebody spoke:
// "Quist, appearing on the station's “Harbour Nights,” said"; 0 where none stands there.
func (w *work) programmeEnd(e, lo int) int {
	if e-3 <= lo || !isQuoteMark(w.t.Word(e)) || w.t.Word(e-1) != "," {
		return 0
	}
	if open := w.titleOpens(e-1, lo); open > 0 {
		return e - 1
	}
	return 0
}

// titleOpens is the mark that opens a title of words with capitals which ends before token end, where it stands
// behind a station's genitive, "on" or a word for what stations send; else 0.
func (w *work) titleOpens(end, lo int) int {
	for j := end - 1; j > lo && j >= end-listenerTitle; j-- {
		if isQuoteMark(w.t.Word(j)) && !w.t.Tokens[j].Is(doc.Possessive) {
			prev := j - 1
			if w.t.Tokens[prev].Is(doc.Possessive) || w.t.Word(prev) == "on" || programme(w.t.Word(prev)) {
				return j
			}
			return 0
		}
		if k := w.t.Tokens[j]; !k.Is(doc.Capital) && !k.Is(doc.Possessive) && w.class(j)&(syntax.Det|syntax.Prep|syntax.Of|syntax.And) == 0 {
			return 0
		}
	}
	return 0
}
