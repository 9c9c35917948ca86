package citation

import (
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/syntax"
)

// isNoun reports whether a word that is a noun as well is one here: a document, or the subject of a verb.
func (w *work) isNoun(v verbAt) bool {
	if v.Tense&(syntax.Past|syntax.GerundForm) != 0 || w.stationAt(v.at-2, v.at) || v.at > w.s.From && w.t.Word(v.at-1) == "," && w.stationAt(v.to, w.s.To) {
		return false
	}
	if v.at > w.s.From && w.counted(v) {
		return true // "two counts", "some of the highlights"
	}
	if v.Frames&syntax.NounToo == 0 {
		return false
	}
	if _, ok := w.papers[v.at]; ok {
		return true
	}
	if v.at > w.s.From && v.Tense&syntax.Third != 0 && strings.HasSuffix(w.t.Word(v.at-1), "ed") && w.x.Verbish(w.t, v.at-1) && syntax.ActorAt(w.t, v.at-1) == nil {
		return true // "routed calls for"
	}
	if v.to < w.s.To && (w.t.Tokens[v.to].Is(doc.Possessive) || v.Tense&syntax.Base != 0 && w.x.CueStops(w.t, v.to)) {
		return true // "the state's law", "the Chinese state denied"
	}
	if v.Tense&syntax.Base != 0 && v.to+1 < w.s.To && w.x.Verbish(w.t, v.to) && !w.x.Reduced(w.t, v.to) {
		return true
	}
	i := v.to
	for i < w.s.To && w.x.Adverb(w.t, i) {
		i++
	}
	return i < w.s.To && w.class(i)&syntax.Auxiliary != 0 && !w.t.Tokens[i].Is(doc.Possessive)
}

// counted reports whether a word stands right behind an article or a number that no verb's subject ends with.
func (w *work) counted(v verbAt) bool {
	switch word := strings.ToLower(w.t.Word(v.at - 1)); word {
	case "the", "a", "an", "its", "their", "our", "my", "your":
		return true
	case "one", "some", "many", "all", "both", "few":
		return false
	}
	c, k := w.class(v.at-1), w.t.Tokens[v.at-1]
	return !(k.Is(doc.Capital) && !k.Is(doc.First)) && v.Tense&syntax.Third != 0 && (c&syntax.Num != 0 || k.Is(doc.Digit))
}

// apart reports whether a mark stands between a subject and what is said before it, as it must where the
// cue has nothing behind it.
func (w *work) apart(s subject, v verbAt) bool {
	if v.Frames&(syntax.Behind|syntax.Alone) == 0 && len(v.Needs) == 0 && !(s.before > 0 && (isQuoteMark(w.t.Word(s.before)) || syntax.QuoteAt(w.t, s.before-1) >= 0)) {
		return false
	}
	return s.before < 0 || s.as || s.rel || w.t.Tokens[s.before].Is(doc.Punct) || len(v.Needs) > 0 || v.Frames&syntax.Alone != 0
}

// agrees reports whether a base form can belong to the subject: several who speak, or an auxiliary.
func (w *work) agrees(v verbAt, g group, s subject) bool {
	head := s.Core.To - 1
	c := w.class(head)
	if w.isPaper(head) && v.Tense&syntax.Base != 0 && w.t.Word(head)[len(w.t.Word(head))-1] == 's' {
		return true
	}
	if c&syntax.Data != 0 && w.t.Tokens[head].Is(doc.Alpha) && v.Class == "show" {
		return true // "data shows", "data show"
	}
	if v.Tense&syntax.Third != 0 && v.Frames&syntax.NounToo != 0 && (c&(syntax.Plural|syntax.They|syntax.We|syntax.I) != 0 || w.severalOf(s)) {
		return false
	}
	if a := syntax.ActorAt(w.t, head); a != nil && v.Tense&(syntax.Past|syntax.Third) == 0 && !g.finite {
		return w.plural(a) || w.hasAnd(s.Range)
	}
	if v.Tense&(syntax.Past|syntax.Third) != 0 || g.finite || c&(syntax.Num|syntax.Det) != 0 && c&syntax.Poss == 0 {
		return true
	}
	if c&(syntax.They|syntax.We|syntax.I|syntax.You|syntax.Plural) != 0 {
		return true
	}
	if n, ok := w.nounEnding(head, s.Core.From); ok && n.Class&(syntax.People|syntax.Plural) != 0 {
		return true
	}
	if w.mask&syntax.And != 0 && w.hasAnd(s.Range) {
		return true
	}
	word := w.t.Word(head)
	return len(word) > 3 && word[len(word)-1] == 's' && v.Frames&syntax.NounToo == 0 || word == "police" || word == "Police"
}

// severalOf reports whether a subject begins with a number over one, so that a noun in the singular at its end only
// qualifies the one behind it: "six prisoner counts".
func (w *work) severalOf(s subject) bool {
	first := s.Core.From
	return s.Core.To-first > 1 && (w.t.Tokens[first].Is(doc.Digit) || w.class(first)&syntax.Num != 0) && w.class(first)&(syntax.One|syntax.Det) == 0 &&
		syntax.ActorAt(w.t, first) == nil && !strings.EqualFold(w.t.Word(first), "one") && w.t.Word(first) != "1" && !w.t.Tokens[s.Core.To-1].Is(doc.Capital)
}

// plural reports whether an actor takes the plural: known to be several, or police.
func (w *work) plural(a *doc.Actor) bool {
	if a.Entity >= 0 && a.Entity < len(w.d.Entities) && w.d.Entities[a.Entity].Plural {
		return true
	}
	c := w.class(a.To - 1)
	return c&syntax.Plural != 0 && !w.t.Tokens[a.To-1].Is(doc.Capital) || strings.EqualFold(w.t.Word(a.To-1), "police")
}

func (w *work) hasAnd(r doc.Range) bool {
	for i := r.From; i < r.To; i++ {
		if w.class(i)&syntax.And != 0 {
			return true
		}
	}
	return false
}

// mute reports whether a pronoun speaks only of itself: "I think" inside a quotation, "we know" in an
// article that is no statement of its publisher.
func (w *work) mute(src speaker, v verbAt, s subject) bool {
	c := w.class(s.Core.From)
	quoted := syntax.QuoteAt(w.t, s.From) >= 0
	if c&syntax.One != 0 && c&syntax.Num == 0 || quoted && v.Frames&syntax.Belief != 0 {
		return true
	}
	if quoted && c&syntax.Poss != 0 && c&(syntax.We|syntax.I) != 0 {
		return true // "our results show": it is who is quoted that speaks
	}
	if s.Core.To-s.Core.From != 1 || c&(syntax.We|syntax.I|syntax.You) == 0 {
		return false
	}
	if c&syntax.I != 0 {
		return true // who writes the piece says it: that is no citation
	}
	return c&syntax.You != 0 || v.Frames&syntax.Belief != 0 || quoted
}
