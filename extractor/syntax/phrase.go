package syntax

import (
	"github.com/claimwire/claimwire/extractor/doc"
)

// Phrase is a noun phrase: determiner to head, and what prepositions hang on it.
type Phrase struct {
	doc.Range           // core and complement
	Core      doc.Range // determiner to head
}

// Complement is what follows the core: "for Disney" of "a spokesman for Disney".
func (p Phrase) Complement() doc.Range { return doc.Range{From: p.Core.To, To: p.To} }

const reach = 40 // tokens that a noun phrase may span

// Before is the noun phrase that ends with token e, looking no further left than lo.
func (x *Tables) Before(t *doc.Text, lo, e int) (Phrase, bool) {
	if e < lo {
		return Phrase{}, false
	}
	if c := x.Of(t, e); c&(Pronoun|We|I|You) != 0 && c&Subject != 0 && !t.Tokens[e].Is(doc.Possessive) {
		r := doc.Range{From: e, To: e + 1}
		return Phrase{Range: r, Core: r}, true
	}
	r := doc.Range{From: x.leftBound(t, max(lo, e-reach), e), To: e + 1}
	r = x.trimRight(t, r)
	r, ok := x.trimLeft(t, r)
	if !ok {
		return Phrase{}, false
	}
	return x.phrase(t, r)
}

// After is the noun phrase that begins with token i, looking no further right than hi.
func (x *Tables) After(t *doc.Text, i, hi int) (Phrase, bool) {
	if i >= hi {
		return Phrase{}, false
	}
	if x.Of(t, i)&(Pronoun|We|I|You) != 0 && x.Of(t, i)&(Det|Poss) == 0 {
		r := doc.Range{From: i, To: i + 1}
		return Phrase{Range: r, Core: r}, true
	}
	r := doc.Range{From: i, To: x.rightBound(t, i, min(hi, i+reach))}
	if r.From >= r.To {
		return Phrase{}, false
	}
	return x.phrase(t, x.trimRight(t, r))
}

// phrase splits a range into core and complement. It fails where no word is left to be the head.
func (x *Tables) phrase(t *doc.Text, r doc.Range) (Phrase, bool) {
	end := r.From
	solid := false
	for end < r.To {
		if a := ActorAt(t, end); a != nil && a.To <= r.To && a.To > end {
			end, solid = a.To, true
			continue
		}
		c := x.Of(t, end)
		k := t.Tokens[end]
		if solid && (c&(Prep|Rel) != 0 && !k.Is(doc.Capital) || x.participleHere(t, end, r.To)) {
			break
		}
		if n := 0; solid && c&Time != 0 && x.Of(t, end-1)&Honorific == 0 {
			if n = x.TimeAt(t, end, r.To); n > 0 && (end+n >= r.To || !t.Tokens[end+n].Is(doc.Possessive)) && c&Date != 0 {
				break // "the statement Tuesday evening"
			}
		}
		if k.Is(doc.Alpha) && !k.Is(doc.Possessive) && c&(Det|Poss) == 0 || k.Is(doc.Digit) {
			solid = true
		}
		if c&One != 0 || c&(Num|People|Person) != 0 && (r.To-r.From == 1 || end+1 < r.To && x.Of(t, end+1)&Prep != 0) {
			solid = true // "one of them", "some in the industry"
		}
		if word := t.Word(end); end > r.From && (word == "other" || word == "others") && end+1 == r.To {
			solid = true // "the other said"
		}
		if solid && t.Word(end) == "(" && end > r.From {
			break
		}
		end++
	}
	if !solid || r.From >= r.To {
		return Phrase{}, false
	}
	return Phrase{Range: r, Core: doc.Range{From: r.From, To: end}}, true
}

// participleHere reports whether a reduced relative clause begins at the token: "briefed on the matter".
func (x *Tables) participleHere(t *doc.Text, i, hi int) bool {
	if i+1 >= len(t.Tokens) || x.Of(t, i)&Auxiliary != 0 {
		return false
	}
	if x.Verbish(t, i) {
		return x.behindParticiple(t, i+1)
	}
	if x.Of(t, i)&CueWord == 0 {
		return false
	}
	if x.seen(t, i, len(t.Tokens)) {
		return true
	}
	f, n := x.CueAt(t, i, hi)
	return n == 1 && f.Tense&PastParticiple != 0 && x.Of(t, i+1)&By != 0
}

// behindParticiple reports whether the token is what stands behind a participle that qualifies a noun,
// rather than behind a finite verb: a preposition, an adverb or a date.
func (x *Tables) behindParticiple(t *doc.Text, i int) bool {
	return x.Of(t, i)&(Prep|By|Mod|Time) != 0 || x.Of(t, i)&(Adv|Det) == Adv
}

// Reduced reports whether a word in -ed qualifies a noun rather than being a finite verb: "briefed on the
// matter", "a leaked memo", or behind a comma.
func (x *Tables) Reduced(t *doc.Text, i int) bool {
	return x.adjectival(t, i) || i > 0 && t.Word(i-1) == "," || x.behindParticiple(t, i+1)
}

// joins reports whether a mark belongs to the words around it: a hyphen, an ampersand, an apostrophe.
func joins(t *doc.Text, i int) bool {
	k := t.Tokens[i]
	switch t.S[k.Start:k.End] {
	case "-", "‑", "&", "/", "'", "’":
		return k.Is(doc.Glued) || t.S[k.Start] == '&'
	case ".":
		return k.Is(doc.Glued) && i+1 < len(t.Tokens) && t.Tokens[i+1].Is(doc.Glued)
	}
	return false
}

// Bracketed reports whether a short bracketed abbreviation ends at token i.
func Bracketed(t *doc.Text, i int) bool { return bracket(t, i, -1, len(t.Tokens)) < i }

// bracket is the token behind a short bracketed abbreviation that begins or ends at i, going in
// direction step: "the National Intelligence Service (NIS)". It is i where none does.
func bracket(t *doc.Text, i, step, limit int) int {
	from, to := "(", ")"
	if step < 0 {
		from, to = to, from
	}
	if t.Word(i) != from {
		return i
	}
	for j := i + step; j != i+step*7 && j >= 0 && j < limit; j += step {
		if t.Word(j) == to {
			return j + step
		}
	}
	return i
}

// stops reports whether no noun phrase goes over the token: an auxiliary, a pronoun subject, the
// beginning of a clause.
func (x *Tables) stops(t *doc.Text, i int) bool {
	c := x.Of(t, i)
	k := t.Tokens[i]
	if k.Is(doc.Possessive) || k.Is(doc.Capital) && !k.Is(doc.First) {
		return false
	}
	if c&(Auxiliary|Contracted|Neg|Subject|But) != 0 || c&Verb != 0 && !articleBefore(t, i) {
		return true
	}
	return c&Sub != 0
}

// articleBefore reports whether an article stands right before the token, so that it is no verb: "at a
// rally".
func articleBefore(t *doc.Text, i int) bool {
	if i == 0 {
		return false
	}
	switch k := t.Tokens[i-1]; t.S[k.Start:k.End] {
	case "a", "an", "the", "A", "An", "The":
		return true
	}
	return false
}

// CueStops reports whether token i is a cue in a form that can only be a verb's finite one.
func (x *Tables) CueStops(t *doc.Text, i int) bool {
	if x.Of(t, i)&CueWord == 0 || t.Tokens[i].Is(doc.Capital) {
		return false
	}
	f, n := x.CueAt(t, i, i+1)
	if n == 0 || x.Of(t, i)&(Speaker|Paper) != 0 {
		return false
	}
	switch {
	case f.Tense&PastParticiple != 0 && f.Tense&Base == 0 && x.adjectival(t, i):
		return false // "a leaked memo"
	case f.Tense&PastParticiple != 0:
		return i+1 >= len(t.Tokens) || !x.behindParticiple(t, i+1)
	case f.Tense&Past != 0:
		return true
	}
	if f.Tense&Third == 0 {
		return false
	}
	if f.Frames&NounToo == 0 || i+1 >= len(t.Tokens) {
		return f.Frames&NounToo == 0
	}
	next := t.Tokens[i+1]
	return x.Of(t, i+1)&(Det|Poss|Subject) != 0 || next.Is(doc.Capital) && x.Of(t, i+1)&Time == 0 && !t.Tokens[i].Is(doc.First) // "quotes a diplomat", "shows Lee"
}

func (x *Tables) leftBound(t *doc.Text, lo, e int) int {
	j := e
	for j >= lo {
		if a := ActorAt(t, j); a != nil && a.From <= j {
			j = a.From - 1
			continue
		}
		k := t.Tokens[j]
		c := x.Of(t, j)
		switch {
		case k.Is(doc.Punct):
			b := bracket(t, j, -1, len(t.Tokens))
			if b == j && !joins(t, j) {
				return j + 1
			}
			if b != j {
				j = b
				continue
			}
		case x.stops(t, j):
			return j + 1
		case c&And != 0 && !x.joinsNouns(t, lo, j):
			return j + 1
		case x.CueStops(t, j):
			return j + 1
		case j < e && x.Verbish(t, j) && !x.behindParticiple(t, j+1) && !x.adjectival(t, j) && !articleBefore(t, j):
			return j + 1
		}
		j--
	}
	return max(j+1, lo)
}

// adjectival reports whether a word in -ed stands before a noun rather than as a verb: it is hyphenated,
// or follows a determiner.
func (x *Tables) adjectival(t *doc.Text, i int) bool {
	if t.Tokens[i].Is(doc.Glued) {
		return true
	}
	return i > 0 && i+1 < len(t.Tokens) && t.Tokens[i+1].Is(doc.Alpha) && (x.Of(t, i-1)&(Det|Poss|Num|Adv|Prep|Coord) != 0 || t.Tokens[i-1].Is(doc.Possessive) || x.Adverb(t, i-1))
}

// joinsNouns reports whether an "and" joins two nouns rather than two clauses: nothing to its left, up to
// the phrase's bound, looks like a verb, and no pronoun follows.
func (x *Tables) joinsNouns(t *doc.Text, lo, i int) bool {
	if i+1 >= len(t.Tokens) || i <= lo || x.Of(t, i+1)&(Subject|We|I|You|Adv) != 0 {
		return false
	}
	for j := i - 1; j >= lo && j > i-16; j-- {
		k := t.Tokens[j]
		if k.Is(doc.Punct) && !joins(t, j) {
			if s := t.Word(j); s == "$" || s == "€" || s == "£" || s == "%" {
				continue
			}
			return j < i-1
		}
		if x.stops(t, j) && x.Of(t, j)&Sub == 0 || x.CueStops(t, j) || x.Verbish(t, j) && ActorAt(t, j) == nil && x.Of(t, j+1)&Prep == 0 {
			return false
		}
	}
	return true
}

func (x *Tables) rightBound(t *doc.Text, i, hi int) int {
	j := i
	for j < hi {
		if a := ActorAt(t, j); a != nil && a.To > j {
			j = min(a.To, hi)
			continue
		}
		k := t.Tokens[j]
		c := x.Of(t, j)
		switch {
		case k.Is(doc.Punct):
			b := bracket(t, j, 1, hi)
			if b == j && !joins(t, j) {
				return j
			}
			if b != j {
				j = b
				continue
			}
		case x.stops(t, j) && j > i, x.CueStops(t, j) && j > i:
			return j
		case c&And != 0 && (j+1 >= hi || x.clauseFollows(t, j+1, hi)):
			return j
		case j > i && c&Prep != 0 && (x.adverbial(t, j, hi) || x.approximates(t, j, hi)):
			return j
		case j > i && (c&(Det|Poss) != 0 && c&Num == 0 && x.endsNoun(t, j-1) || x.seen(t, j, hi)):
			return j
		case j > i && x.Verbish(t, j) && !x.participleHere(t, j, hi) && !x.adjectival(t, j) && !articleBefore(t, j):
			return j
		case j > i && x.Adverb(t, j) && c&Prep == 0:
			return j
		}
		j++
	}
	return j
}

// approximates reports whether "about" or "around" stands before a figure, which begins another phrase:
// "in Porthaven about 50 officers".
func (x *Tables) approximates(t *doc.Text, i, hi int) bool {
	return i+1 < hi && t.Tokens[i+1].Is(doc.Digit) && (t.Word(i) == "about" || t.Word(i) == "around") && x.endsNoun(t, i-1)
}

// endsNoun reports whether a noun phrase may end with the token, so that a determiner behind it begins
// another: "told reporters the port".
func (x *Tables) endsNoun(t *doc.Text, i int) bool {
	k := t.Tokens[i]
	return k.Is(doc.Alpha) && !k.Is(doc.Possessive) && x.Of(t, i)&(Prep|Coord|Det|Poss|Adv) == 0
}

// clauseFollows reports whether a clause rather than a noun begins at the token: a verb comes before the
// next mark.
func (x *Tables) clauseFollows(t *doc.Text, i, hi int) bool {
	if x.Of(t, i)&(Subject|Auxiliary|Adv) != 0 {
		return true
	}
	for j := i; j < hi && j < i+10; j++ {
		if t.Tokens[j].Is(doc.Punct) && !joins(t, j) {
			return false
		}
		if x.stops(t, j) && x.Of(t, j)&Sub == 0 || x.CueStops(t, j) {
			return true
		}
		if x.Verbish(t, j) && !x.participleHere(t, j, hi) && !x.adjectival(t, j) {
			return true
		}
	}
	return false
}

// seen reports whether "seen by" or the like begins at the token, or "citing" with whom somebody has it from.
func (x *Tables) seen(t *doc.Text, i, hi int) bool {
	a, n := x.AttributionAt(t, i, hi)
	return n > 0 && (a.Order == "seen" || n == 1 && a.Class == "cite")
}

// AttributionAt is the phrase before a source that begins at token i, with its length.
func (x *Tables) AttributionAt(t *doc.Text, i, hi int) (Attribution, int) {
	return x.Attributions.Longest(func(j int) uint32 { return t.Tokens[j].Word }, i, hi)
}

// adverbial reports whether a preposition begins an adverbial of time, or of the paper or occasion in
// which something is said, rather than a complement of the noun.
func (x *Tables) adverbial(t *doc.Text, i, hi int) bool {
	w := t.Word(i)
	for j := i + 1; j < hi && j < i+6; j++ {
		c := x.Of(t, j)
		k := t.Tokens[j]
		switch {
		case c&(Time) != 0, k.Is(doc.Digit) && k.End-k.Start == 4 && w == "in":
			return true
		case c&Paper != 0 && (w == "in" || w == "on" || w == "via" || w == "through"):
			return true
		case c&(Det|Mod|Adv|Num|AccessWord) != 0 || k.Is(doc.Digit):
		case k.Is(doc.Alpha) && !k.Is(doc.Capital) && c == 0 && w == "in":
		default:
			return false
		}
	}
	return false
}
