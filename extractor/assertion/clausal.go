package assertion

import (
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
)

// clausal reports whether a stretch reads as a sentence of its own: it begins with what may be a subject, has a
// finite verb behind it, and does not break off.
func (r *reader) clausal(t *doc.Text, part doc.Range) bool {
	for part.From < part.To && t.Tokens[part.From].Is(doc.Punct) {
		part.From++
	}
	for part.To > part.From && t.Tokens[part.To-1].Is(doc.Punct) {
		part.To--
	}
	if part.From >= part.To || !r.mayBegin(t, part) || r.is(t.Tokens[part.To-1].Word, conj|det|sub) {
		return false
	}
	if r.is(t.Tokens[part.To-1].Word, be|have|modal) {
		return false
	}
	return r.mainVerb(t, part) || r.finite(t, part.From) && t.Tokens[part.From].Is(doc.First) // "Pay up"
}

// mainVerb reports whether a stretch has a finite verb that belongs to no relative clause and to none behind a
// conjunction.
func (r *reader) mainVerb(t *doc.Text, part doc.Range) bool {
	inner, group := 0, -1 // clauses begun whose verb is still to come; the last token of such a verb
	for i := part.From + 1; i < part.To; i++ {
		switch {
		case r.opensClause(t, i):
			inner++
		case !r.finite(t, i):
		case group >= 0 && i-group <= 2:
			group = i // "was first disclosed": one verb
		case inner == 0:
			return !r.is(t.Tokens[i-1].Word, conj) // "disruptions and began working": its first verb stands before the stretch
		default:
			inner, group = inner-1, i
		}
	}
	return false
}

// opensClause reports whether a relative clause or one behind a conjunction begins at a token: with a relative word, or with
// a pronoun right behind a noun ("the figure it gave").
func (r *reader) opensClause(t *doc.Text, i int) bool {
	w := t.Tokens[i].Word
	if r.is(w, rel) && !(t.Word(i) == "that" && r.is(t.Tokens[i-1].Word, asks|control)) {
		return true
	}
	if r.is(w, sub) && (!r.is(w, prep|rel) || t.Word(i) == "since") && t.Word(i) != "as" && t.Word(i) != "so" && t.Word(i) != "how" {
		return true
	}
	if !r.is(w, pron) || r.is(w, det|poss) || !t.Tokens[i-1].Is(doc.Alpha) {
		return false
	}
	return !r.is(t.Tokens[i-1].Word, be|have|do|modal|prep|conj|sub|asks|control|adv) && !r.finite(t, i-1)
}

// mayBegin reports whether a stretch's first words may be a subject, or lead to one.
func (r *reader) mayBegin(t *doc.Text, part doc.Range) bool {
	first := t.Tokens[part.From]
	if first.Is(doc.First) || first.Is(doc.Capital) {
		return true
	}
	if r.is(first.Word, be|have|do|modal|conj|rel) || r.is(first.Word, prep) && t.Word(part.From) == "of" {
		return t.Word(part.From) == "that" || t.Word(part.From) == "what"
	}
	switch w := t.Word(part.From); w {
	case "said", "says", "say", "told", "wrote", "why", "how", "to", "as", "whether":
		return false
	}
	if w := t.Word(part.From); len(w) > 5 && strings.HasSuffix(w, "ing") {
		return false // "reported hearing shots"
	}
	return !first.Is(doc.Digit) || part.From+1 >= part.To || t.Word(part.From+1) != ","
}

// finite guesses that a token is a finite verb: a small verb, a form of a trigger, or a past form.
func (r *reader) finite(t *doc.Text, i int) bool {
	tok, w := t.Tokens[i], t.Word(i)
	if tok.Is(doc.Possessive) && r.is(tok.Word, be) && i > 0 && !r.is(t.Tokens[i-1].Word, pron) {
		return false
	}
	switch w {
	case "being", "having", "doing", "been":
		return false
	case "be":
		return i > 0 && r.is(t.Tokens[i-1].Word, modal)
	}
	if tok.Is(doc.Capital) && !tok.Is(doc.First) && !tok.Is(doc.AllCaps) && r.is(tok.Word, modal) {
		return false // "in May"
	}
	if r.is(tok.Word, be|have|do|modal) {
		return true
	}
	if tok.Flags&(doc.Capital|doc.Digit) != 0 {
		return false
	}
	if strings.HasSuffix(w, "ed") && len(w) > 4 && i > 0 && r.article(t.Word(i-1), t.Tokens[i-1].Word) {
		return false // "the planned exchange"
	}
	if strings.HasSuffix(w, "ed") && len(w) > 4 || r.is(tok.Word, pastform) {
		return true
	}
	senses, n := r.triggers.Longest(func(i int) uint32 { return t.Tokens[i].Word }, i, min(i+4, len(t.Tokens)))
	for k := range senses {
		f := senses[k].form
		if n == 0 || senses[k].pos != 'v' || f == gerund {
			continue
		}
		if (f == base || f == third) && i > 0 && r.is(t.Tokens[i-1].Word, det|poss|prep|be|have|conj) {
			continue // "the arrest", "for attacks"
		}
		if f == base && r.headNoun(t, i) {
			continue // "the planned exchange"
		}
		return true
	}
	return false
}

// wholeSentence is the text of the sentence that a frame stands in, without its dateline.
func (r *reader) wholeSentence(f *frame) string {
	span := behindDateline(f.t, f.t.Sentences[f.sentence].Range)
	return f.t.S[f.t.Tokens[span.From].Start:f.t.Tokens[span.To-1].End]
}

// balanced is a text without the quotation marks that have no partner in it, and without a pair that holds it
// all.
func balanced(s string) string {
	for _, q := range [...][2]string{{"“", "”"}, {"«", "»"}, {"\"", "\""}} {
		s = pairUp(s, q[0], q[1])
	}
	return strings.TrimLeft(s, "‘")
}

// closing reports whether the straight quotation mark at a byte ends a quotation: a letter stands before it and none behind.
func closing(s string, i int) bool {
	return s[i-1] != ' ' && s[i-1] != '(' && (i+1 == len(s) || strings.IndexByte(" ,.;:!?)", s[i+1]) >= 0) && i+1 < len(s)
}

// pairUp closes a quotation that is left open and drops a mark that closes none.
func pairUp(s, begin, end string) string {
	if i := strings.Index(s, end); begin == end && i > 0 && closing(s, i) {
		s = begin + s // it begins inside a quotation
	}
	open, close := strings.Count(s, begin), strings.Count(s, end)
	if begin == end {
		open, close = (open+1)/2, open/2
	}
	switch {
	case open == 1 && close == 1 && strings.HasPrefix(s, begin) && strings.HasSuffix(s, end):
		return strings.TrimSuffix(strings.TrimPrefix(s, begin), end)
	case open == close:
		return s
	case open > close && strings.HasPrefix(s, begin):
		return strings.TrimPrefix(s, begin)
	case open > close && begin == end && strings.HasSuffix(s, end):
		return strings.TrimSuffix(s, end)
	case open > close:
		return s + end
	}
	if i := strings.LastIndex(s, end); i >= 0 {
		return s[:i] + s[i+len(end):]
	}
	return s
}

// headNoun reports whether a word that may be a verb's base form is the noun of a phrase: a plain noun in the singular, of
// which no base form is the verb, stands before it ("the planned exchange", "an air quality monitor").
func (r *reader) headNoun(t *doc.Text, i int) bool {
	if i < 1 || !t.Tokens[i-1].Is(doc.Alpha) || t.Tokens[i-1].Flags&(doc.Capital|doc.Digit) != 0 {
		return false
	}
	if i > 1 && r.is(t.Tokens[i-2].Word, modal|do) {
		return false // "would rather pay"
	}
	switch w := t.Word(i - 1); w {
	case "to", "people", "police", "children", "men", "women":
		return false
	default:
		return !strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ly") && !r.is(t.Tokens[i-1].Word, be|have|do|modal|adv|pron|rel|conj|prep|neg|sub)
	}
}

// article reports whether a word is an article or a possessive, behind which no verb stands.
func (r *reader) article(w string, id uint32) bool {
	return w == "the" || w == "The" || w == "a" || w == "an" || r.is(id, poss)
}
