package citation

import (
	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/syntax"
	"github.com/claimwire/claimwire/internal/claim"
)

// nounCue reads a noun that tells of saying: "the bank's claim that", "allegations by Quist that", "by
// the mill's own count", "their finding is that". It returns how many tokens it took.
func (w *work) nounCue(i int) int {
	n, size := w.x.NounCues.Longest(func(j int) uint32 { return w.t.Tokens[j].Word }, i, w.s.To)
	if size == 0 {
		return 0
	}
	sc := w.scope(i)
	end := i + size
	if end > sc.To {
		return 0
	}
	from := w.x.Minimal(w.t, doc.Range{From: max(sc.From, i-12), To: end})
	if from-2 >= sc.From && w.class(from-1)&syntax.Adv != 0 && w.class(from-2)&(syntax.Det|syntax.Poss) != 0 {
		from -= 2 // "the first count"
	}
	if w.disowned(from, i, end, sc) {
		return 0
	}
	src, ok := w.holder(from, i, sc)
	if ok && from > sc.From && w.measured(from, end, n, sc) {
		w.addNoun(src, doc.Range{From: from - 1, To: end}, n, w.measuredContent(from-1, end, sc))
		return size
	}
	content := w.nounContent(end, sc)
	if !ok {
		if src, end, ok = w.holderBehind(end, sc); !ok {
			src, end, ok = w.holderOfCount(i+size, n, sc)
			if ok && from > sc.From && w.measured(from, end, n, sc) {
				w.addNoun(src, doc.Range{From: from - 1, To: end}, n, w.measuredContent(from-1, end, sc))
				return size
			}
		}
		content = w.nounContent(end, sc)
	}
	if !ok || content.From >= content.To {
		return 0
	}
	w.addNoun(src, doc.Range{From: min(from, i), To: end}, n, []doc.Range{content})
	return size
}

func (w *work) addNoun(src speaker, span doc.Range, n syntax.NounCueEntry, contents []doc.Range) {
	if len(contents) == 0 {
		return
	}
	cue := span
	w.add(cite{src: src, cue: cue, span: span, document: src.document, stance: claim.Stance(n.Stance), relay: -1, contents: contents})
}

// holder is whose claim or finding it is, where he stands before the noun.
func (w *work) holder(from, noun int, sc doc.Range) (speaker, bool) {
	if from >= noun {
		return speaker{}, false
	}
	if c := w.class(from); c&syntax.Poss != 0 && c&syntax.Rel == 0 {
		s, ok := w.pronoun(from)
		return s, ok && s.kind != claim.Unnamed
	}
	for j := noun - 1; j > from; j-- {
		if k := w.t.Tokens[j]; !k.Is(doc.Possessive) && !(k.Is(doc.Punct|doc.Glued) && (w.t.Word(j) == "'" || w.t.Word(j) == "’")) {
			continue
		}
		p, ok := w.x.Before(w.t, max(sc.From, from), j-1)
		if !ok {
			return speaker{}, false
		}
		return w.speaker(p, false)
	}
	return speaker{}, false
}

// holderOf is the speaker of a noun that speaks for somebody: "an estimate by the bank put", "its claim
// suggests".
func (w *work) holderOf(p syntax.Phrase, head int) (speaker, bool) {
	if s, ok := w.holder(p.Core.From, head, w.scope(head)); ok {
		s.span = p.Range
		return s, true
	}
	s, _, ok := w.holderBehind(head+1, w.scope(head))
	s.span = p.Range
	return s, ok && s.kind != claim.Unnamed
}

// holderBehind is whose it is where he stands behind the noun: "allegations by Quist that".
func (w *work) holderBehind(end int, sc doc.Range) (speaker, int, bool) {
	if end >= sc.To || w.class(end)&(syntax.By|syntax.From) == 0 {
		return speaker{}, end, false
	}
	p, ok := w.x.After(w.t, end+1, sc.To)
	if !ok {
		return speaker{}, end, false
	}
	s, ok := w.speaker(p, false)
	return s, p.To, ok
}

// holderOfCount is whose it is behind "of", for nouns that nobody holds a share in: "the estimate of the board".
func (w *work) holderOfCount(end int, n syntax.NounCueEntry, sc doc.Range) (speaker, int, bool) {
	if end >= sc.To || w.class(end)&syntax.Of == 0 || n.Class != "estimate" && n.Class != "find" {
		return speaker{}, end, false
	}
	p, ok := w.x.After(w.t, end+1, sc.To)
	if !ok {
		return speaker{}, end, false
	}
	s, ok := w.speaker(p, false)
	return s, p.To, ok && s.kind != claim.Unnamed && s.document < 0 && (s.kind != claim.Government || s.entity < 0 || w.d.Entities[s.entity].Kind != claim.State)
}

// nounContent is the clause behind the noun: "that …", "is that …", a quotation.
func (w *work) nounContent(end int, sc doc.Range) doc.Range {
	i := end
	if i < sc.To && w.class(i)&syntax.Be != 0 {
		i++
	}
	if i >= sc.To {
		return doc.Range{}
	}
	switch {
	case w.t.Word(i) == "that":
		return w.trim(doc.Range{From: i + 1, To: sc.To})
	case i > end && isQuoteMark(w.t.Word(i)), w.t.Word(i) == ":", i > end && w.figureAt(i) && w.class(i)&syntax.One == 0:
		return w.trim(doc.Range{From: i, To: sc.To})
	}
	return doc.Range{}
}

// measured reports whether the phrase is "by X's count" or "in X's view", which qualifies its clause.
func (w *work) measured(from, end int, n syntax.NounCueEntry, sc doc.Range) bool {
	prep := w.t.Word(from - 1)
	switch prep {
	case "by", "By", "on", "On":
		return n.Class == "estimate" || n.Class == "claim" && end < sc.To && w.t.Tokens[end].Is(doc.Punct)
	case "in", "In":
		return n.Class == "claim" || n.Class == "find" || n.Class == "estimate"
	}
	return false
}

// measuredContent is the clause that "by X's count" stands in.
func (w *work) measuredContent(from, end int, sc doc.Range) []doc.Range {
	var list []doc.Range
	if r := w.trim(doc.Range{From: w.clauseStart(from, sc), To: from}); r.From < r.To {
		list = append(list, r)
	}
	if r := w.trim(doc.Range{From: end, To: sc.To}); r.From < r.To {
		list = append(list, r)
	}
	return list
}
