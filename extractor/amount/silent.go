package amount

import (
	"strings"

	"github.com/claimwire/claimwire/extractor/currency"
	"github.com/claimwire/claimwire/extractor/doc"
)

// silent reports whether what looks like a sum is none: a count of things that a currency's name stands
// before, a weight, the verb "won", a year whose prices are meant, a performer's name.
func (r *reader) silent(c *candidate) bool {
	t, s := r.t, r.t.Sentences[c.sentence]
	if c.mark.Form == currency.Sign {
		return false
	}
	last := t.Word(c.To - 1)
	if c.after && r.thing(c, last, s.To) {
		return true
	}
	switch strings.ToLower(last) {
	case "pounds", "pound":
		return r.weighs(c, &s)
	case "won":
		return r.verb(c, &s)
	}
	if c.From > s.From && c.n.Words && r.is(t, c.From-1, possessive) && c.mark.Factor < 1 {
		return true // "my two cents"
	}
	return c.n.Plain && year(c.n) && c.From > s.From && r.is(t, c.From-1, inflation) && c.after
}

// thing reports whether a singular name stands before a noun that it describes, or is a proper name.
func (r *reader) thing(c *candidate, last string, end int) bool {
	t := r.t
	if c.n.Glued(t) || c.n.Magnitude >= 1000 && c.n.Value != c.n.Magnitude && c.n.Max == 0 && !c.mark.Crypto {
		return false // "a 40 million-dollar fund" has a sum, where "a two-dollar bill" and "the million-dollar prize" are things
	}
	next := c.To
	if c.mark.Form == currency.Name && !c.mark.Placed && c.n.Magnitude == 1 && (c.mark.Weak || c.mark.Factor != 1) && capital(last) && !r.title(c) {
		return true // 50 Cent, four Grand Slams
	}
	if c.mark.Form == currency.Name && strings.HasSuffix(last, "s") && !c.mark.Crypto {
		return false
	}
	if c.mark.Form == currency.Name && capital(last) && next < end && t.Tokens[next].Is(doc.Capital) && t.Word(next) != "Sterling" && !r.title(c) {
		return true // "200 Pound Lane", "40 Rand Corporation studies"
	}
	if next < end && t.Tokens[next].Word == r.words.hyphen && t.Tokens[next].Is(doc.Glued) {
		next++
	}
	if next < end && (t.Word(next) == "sign" || t.Word(next) == "signs") {
		return true
	}
	if next >= end || !r.is(t, next, object) {
		return false
	}
	return c.mark.Form == currency.Name || c.mark.Crypto
}

func capital(w string) bool { return w[0] >= 'A' && w[0] <= 'Z' }

// title reports whether the words beside a sum begin with capitals, as in a headline.
func (r *reader) title(c *candidate) bool {
	s := r.t.Sentences[c.sentence]
	capitals, small := 0, 0
	for i := max(s.From, c.From-4); i < min(s.To, c.To+4); i++ {
		tok := &r.t.Tokens[i]
		switch {
		case c.Has(i) || !tok.Is(doc.Alpha) || tok.End-tok.Start < 4:
		case tok.Is(doc.Capital):
			capitals++
		default:
			small++
		}
	}
	return capitals > small
}

// weighs reports whether pounds are a weight: "200 pounds of cocaine", "weighs 200 pounds".
func (r *reader) weighs(c *candidate, s *doc.Sentence) bool {
	t := r.t
	if c.before {
		return false
	}
	if c.To+1 < s.To && t.Tokens[c.To].Word == r.words.of {
		for i := c.To + 1; i < min(s.To, c.To+4); i++ {
			if r.is(t, i, weight) {
				return true
			}
		}
		return c.n.Magnitude == 1 && c.value < 100 && !c.mark.Placed
	}
	if c.n.Magnitude > 1 {
		return false
	}
	if t.Tokens[c.To-1].Is(doc.Glued) && t.Word(c.To-2) == "-" && c.To < s.To && t.Tokens[c.To].Is(doc.Alpha) {
		return c.value >= 2 && c.value <= 1000 && !c.n.Words && !r.is(t, c.To, object) && r.text("£") == 0 // "a 200-pound man"
	}
	for i := max(s.From, c.From-5); i < min(s.To, c.To+2); i++ {
		if r.is(t, i, weigh) {
			return true
		}
	}
	return false
}

// text counts a mark in the text, up to one.
func (r *reader) text(mark string) int {
	if strings.Contains(r.t.S, mark) {
		return 1
	}
	return 0
}

// verb reports whether "won" is the verb: "the other 5 won medals", "in 2018 won".
func (r *reader) verb(c *candidate, s *doc.Sentence) bool {
	if c.mark.Placed {
		return false
	}
	t := r.t
	if c.To < s.To && (r.is(t, c.To, wonObject) || t.Tokens[c.To].Is(doc.Digit)) {
		return true
	}
	if c.n.Magnitude < 1e6 && c.To < s.To && r.is(t, c.To, wonVerb) {
		return true
	}
	return c.n.Magnitude == 1 && (c.value < 100 || c.n.Plain && c.value < 3000)
}
