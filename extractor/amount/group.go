package amount

import (
	"github.com/claimwire/claimwire/extractor/currency"
	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/internal/claim"
)

// joint is what stands between two numbers.
type joint uint8

const (
	apart joint = iota
	dash
	to
	and
	or
	comma
)

// maxQualified is how many tokens stand at most between the ends of a range whose upper end is qualified.
const maxQualified = 5

// joint reads what stands between the candidates i and i+1.
func (r *reader) joint(i int) joint {
	a, b := &r.found[i], &r.found[i+1]
	if a.sentence != b.sentence || b.From <= a.To || b.From-a.To > maxQualified {
		return apart
	}
	t, w := r.t, &r.words
	if t.Tokens[a.To].Word == w.and && b.From-a.To > 1 && r.between(i) && r.qualify.At(t, &t.Sentences[b.sentence], b.Range) != claim.Exact {
		return and // "between $2m and as much as $5m"
	}
	if b.From-a.To > 3 {
		return apart
	}
	if b.From-a.To == 3 { // "a $5,000-to-$10,000 fine"
		if t.Tokens[a.To].Word == w.hyphen && t.Tokens[a.To+1].Word == w.to && t.Tokens[a.To+2].Word == w.hyphen {
			return to
		}
		return apart
	}
	first := t.Tokens[a.To].Word
	if b.From-a.To == 2 {
		second := t.Tokens[a.To+1].Word
		switch {
		case first != w.comma:
			return apart
		case second == w.and:
			return and
		case second == w.or:
			return or
		}
		return apart
	}
	switch first {
	case w.hyphen, w.enDash:
		if t.Tokens[a.To].Is(doc.Glued) == t.Tokens[b.From].Is(doc.Glued) {
			return dash
		}
	case w.emDash:
		if t.Tokens[a.To].Is(doc.Glued) && t.Tokens[b.From].Is(doc.Glued) {
			return dash
		}
	case w.to:
		return to
	case w.and, w.ampersand:
		return and
	case w.or:
		return or
	case w.comma:
		return comma
	}
	return apart
}

// group decides what candidate i is with those that follow it, and returns the next one to look at.
func (r *reader) group(i int) int {
	if i+1 >= len(r.found) {
		return i + 1
	}
	if r.subunits(i) {
		return i + 2
	}
	switch j := r.joint(i); j {
	case apart:
		return i + 1
	case dash, to:
		if r.ranged(i, j) {
			return i + 2
		}
	case and:
		if r.between(i) && r.ranged(i, j) {
			return i + 2
		}
		return r.list(i)
	case or:
		if r.adjacent(i) && !r.found[i].before && r.ranged(i, j) {
			return i + 2
		}
		return r.list(i)
	case comma:
		return r.list(i)
	}
	return i + 1
}

// subunits joins "5 dollars and 50 cents" into one sum.
func (r *reader) subunits(i int) bool {
	a, b := &r.found[i], &r.found[i+1]
	if !a.marked || !b.marked || a.sentence != b.sentence || a.n.Max > 0 || b.n.Max > 0 {
		return false
	}
	gap := b.From - a.To
	if gap < 0 || gap > 1 || gap == 1 && r.t.Tokens[a.To].Word != r.words.and {
		return false
	}
	if a.factor != 1 || b.factor >= 1 || b.value*b.factor >= 1 || a.n.Magnitude != 1 || !r.sameUnit(a, b) {
		return false
	}
	a.value += b.value * b.factor
	a.To, b.done = b.To, true
	return true
}

// sameUnit reports whether b's sub-unit is one of a's currency; cents are of any.
func (r *reader) sameUnit(a, b *candidate) bool {
	return a.code == b.code || b.mark.Form == currency.Name && b.mark.Factor == 0.01 && b.code == "USD" && (a.code == "EUR" || r.money.Dollar(a.code))
}

// adjacent reports whether "two or three million dollars" is one sum: the first has no mark of its own.
func (r *reader) adjacent(i int) bool {
	a, b := &r.found[i], &r.found[i+1]
	return a.marked != b.marked && a.n.Max == 0 && b.n.Max == 0
}

// between reports whether "between" stands before candidate i, and no gap between two sums is meant.
func (r *reader) between(i int) bool {
	a, t := &r.found[i], r.t
	from := t.Sentences[a.sentence].From
	k := a.From - 1
	for n := 0; n < 2 && k > from && !r.quoted(t, k) && t.Tokens[k].Word != r.words.between; n++ {
		k-- // "between about $1m and $2m"
	}
	if k < from || t.Tokens[k].Word != r.words.between {
		return false
	}
	for n := k - 1; n >= from && n >= k-3; n-- {
		if w := t.Tokens[n].Word; w == r.words.is || w == r.words.was {
			return true // "the gap was between $1m and $2m": its size
		}
		if r.is(t, n, spread) {
			return false
		}
	}
	return true
}

// fell reports whether "from" or "by" and a word of change stand before candidate i: two sums, not a range.
func (r *reader) fell(i int) bool {
	a, t := &r.found[i], r.t
	from := t.Sentences[a.sentence].From
	if a.From-1 < from || t.Tokens[a.From-1].Word != r.words.from && t.Tokens[a.From-1].Word != r.words.by {
		return false
	}
	for k := a.From - 2; k >= from && k >= a.From-12; k-- {
		if r.is(t, k, change) {
			return true
		}
	}
	return false
}

// ranged makes one candidate of i and i+1 where they are the ends of a range.
func (r *reader) ranged(i int, j joint) bool {
	a, b := &r.found[i], &r.found[i+1]
	if !a.marked && !b.marked || a.n.Max > 0 || b.n.Max > 0 || j == to && r.fell(i) {
		return false
	}
	if i > 0 && j == dash && !a.marked && r.found[i-1].To == a.From {
		return false
	}
	if !a.marked && (year(a.n) && !year(b.n) || a.n.Glued(r.t)) {
		return false
	}
	if a.marked && !b.marked && r.counts(b) && j != dash {
		return false
	}
	if a.marked && b.marked && (a.code != b.code || a.mark.Factor != b.mark.Factor) {
		return false
	}
	lo, hi := a.value*rest(a), b.value*rest(b)
	if !a.marked {
		hi = b.value * rest(b)
		lo = a.value * rest(b)
	} else if !b.marked {
		hi = b.value * rest(a)
	}
	if shares(a, b) {
		lo *= b.n.Magnitude
	}
	if lo >= hi || j == dash && hi > lo*10000 || j == or && hi > lo*20 {
		return false
	}
	m := b
	if a.marked {
		m = a
	}
	a.code, a.mark, a.factor, a.marked = m.code, m.mark, m.mark.Factor, true
	a.min, a.max, a.value, a.ranged = lo, hi, lo+(hi-lo)/2, true
	a.To, b.done = b.To, true
	return true
}

// rest is the magnitude that the mark brought ("MUSD"), apart from the mark's own factor.
func rest(c *candidate) float64 {
	if !c.marked || c.mark.Factor == 0 {
		return 1
	}
	return c.factor / c.mark.Factor
}

// shares reports whether the magnitude of b is meant at a too: "$1.5-2 billion".
func shares(a, b *candidate) bool {
	if a.n.Magnitude != 1 || b.n.Magnitude < 1000 {
		return false
	}
	return a.value < 1000 && a.value < b.value/b.n.Magnitude
}

// counts reports whether a number without a mark counts what follows it.
func (r *reader) counts(c *candidate) bool {
	end := r.t.Sentences[c.sentence].To
	return c.To < end && !r.closes(c.To, end)
}

// people reports whether the word at i is a noun in the plural: what the last number of a list counts.
func (r *reader) people(i int) bool {
	w := r.t.Word(i)
	return r.is(r.t, i, plural) || w[len(w)-1] == 's'
}

// list spreads the one mark of "$5, 10 and 15 million" or "5, 10 and 15 million euros" over the numbers
// that lack it, and returns the candidate after the list.
func (r *reader) list(i int) int {
	n := i
	last := apart
	for n+1 < len(r.found) && n-i < 32 {
		j := r.joint(n)
		if j != comma && j != and && j != or {
			break
		}
		n, last = n+1, j
		if j != comma {
			break
		}
	}
	if n == i || last != and && last != or {
		return i + 1
	}
	if r.sharedMagnitude(i, n) {
		return n + 1
	}
	head, tail := &r.found[i], &r.found[n]
	m := head
	switch {
	case head.marked && head.before && !head.after && (!r.counts(tail) || n-i > 1 && !r.people(tail.To)):
	case !head.marked && tail.marked && tail.after:
		m = tail
	default:
		return i + 1
	}
	for k := i; k <= n; k++ {
		if c := &r.found[k]; c != m && (c.marked || c.n.Words != m.n.Words || year(c.n) || c.n.Max > 0 || c.n.Glued(r.t)) {
			return i + 1
		}
	}
	r.spread(i, n, m, tail)
	return n + 1
}

// sharedMagnitude spreads the magnitude of the last of "$3, $4 and $6 million" over sums of the same sign that lack
// one. Of two, the first must be the smaller, and nothing may follow that a new clause could begin with: "tickets cost
// $5 and $2 million was raised".
func (r *reader) sharedMagnitude(i, n int) bool {
	tail := &r.found[n]
	if tail.n.Magnitude < 1e6 || tail.ranged || n-i == 1 && (r.found[i].value*tail.n.Magnitude >= tail.value || !r.closes(tail.To, r.t.Sentences[tail.sentence].To)) {
		return false
	}
	for k := i; k <= n; k++ {
		if c := &r.found[k]; !c.marked || !c.before || c.after || c.code != tail.code || c.mark.Form != currency.Sign || c.n.Max > 0 || k < n && (c.n.Magnitude != 1 || c.value >= 1000) {
			return false
		}
	}
	for k := i; k < n; k++ {
		r.found[k].value *= tail.n.Magnitude
	}
	return true
}

// spread gives the candidates i to n the mark of m and, where they have none, the magnitude of the last.
func (r *reader) spread(i, n int, m, tail *candidate) {
	share := tail.n.Magnitude >= 1000
	for k := i; k < n; k++ {
		share = share && r.found[k].n.Magnitude == 1 && r.found[k].value < 1000
	}
	for k := i; k <= n; k++ {
		c := &r.found[k]
		c.mark, c.marked, c.code, c.factor = m.mark, true, m.code, m.factor
		if share && k < n {
			c.value *= tail.n.Magnitude
		}
	}
}
