package citation

import (
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/syntax"
	"github.com/claimwire/claimwire/internal/claim"
)

// station is a broadcaster whose name has a number in it: "KQRV 5", "ABC 7", "14 News", "Channel 4".
func (w *work) station(p syntax.Phrase) (speaker, bool) {
	from, to := p.Core.From, p.Core.To
	for from < to && w.class(from)&syntax.Det != 0 {
		from++
	}
	if to-from < 2 || !w.stationAt(to-2, to) {
		return speaker{}, false
	}
	from = to - 2
	for from > p.Core.From && w.t.Tokens[from-1].Is(doc.Capital) && (w.callSign(from-1) || w.is(from-1, network)) {
		from--
	}
	return speaker{span: p.Range, name: w.text1(doc.Range{From: from, To: to}), kind: claim.NewsOutlet, entity: -1, document: -1, noun: "station"}, true
}

// stationAt reports whether a number and a word for a station stand in a range of two tokens.
func (w *work) stationAt(i, to int) bool {
	if i < 0 || i+2 > to || i+2 > len(w.t.Tokens) {
		return false
	}
	number := func(k int) bool { return w.t.Tokens[k].Is(doc.Digit) && len(w.t.Word(k)) <= 2 }
	word := w.t.Word(i + 1)
	if number(i) && (strings.EqualFold(word, "news") && w.t.Tokens[i+1].Is(doc.Capital) || word == "TV") {
		return true
	}
	return number(i+1) && (w.callSign(i) || w.is(i, network))
}

// callSign reports whether a word is a station's letters: four with K or W at their head.
func (w *work) callSign(i int) bool {
	s := w.t.Word(i)
	return len(s) == 4 && (s[0] == 'K' || s[0] == 'W') && strings.ToUpper(s) == s && w.class(i)&(syntax.Wh|syntax.Sub|syntax.Prep) == 0
}
