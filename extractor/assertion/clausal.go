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
	for i := part.From + 1; i < part.To; i++ {
		if r.finite(t, i) {
			return true
		}
	}
	return r.finite(t, part.From) && t.Tokens[part.From].Is(doc.First) // "Pay up"
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
	return !first.Is(doc.Digit) || part.From+1 >= part.To || t.Word(part.From+1) != ","
}

// finite guesses that a token is a finite verb: a small verb, a form of a trigger, or a past form.
func (r *reader) finite(t *doc.Text, i int) bool {
	tok, w := t.Tokens[i], t.Word(i)
	if tok.Is(doc.Possessive) && r.is(tok.Word, be) && i > 0 && !r.is(t.Tokens[i-1].Word, pron) {
		return false
	}
	if r.is(tok.Word, be|have|do|modal) {
		return true
	}
	if tok.Flags&(doc.Capital|doc.Digit) != 0 {
		return false
	}
	if strings.HasSuffix(w, "ed") && len(w) > 4 {
		return true
	}
	senses, n := r.triggers.Longest(func(i int) uint32 { return t.Tokens[i].Word }, i, min(i+4, len(t.Tokens)))
	for k := range senses {
		if f := senses[k].form; n > 0 && senses[k].pos == 'v' && f != gerund {
			return true
		}
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

// pairUp closes a quotation that is left open and drops a mark that closes none.
func pairUp(s, begin, end string) string {
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
