package amount

import (
	"math"
	"strconv"
	"strings"

	"github.com/claimwire/claimwire/extractor/currency"
	"github.com/claimwire/claimwire/extractor/doc"
)

// marks looks for the marks of a currency around a number: glued to it, before it, after it. from is the
// first token that may belong to it.
func (r *reader) marks(c *candidate, from int) {
	t, end := r.t, r.t.Sentences[c.sentence].To
	if c.n.Glued(t) {
		r.gluedMarks(c, from)
	}
	if !c.marked {
		r.markBefore(c, from)
	}
	r.markAfter(c, end)
	if !c.marked {
		return
	}
	code, near := r.places.Resolve(&c.mark, c.n.From)
	c.code, c.factor = code, c.factor*c.mark.Factor
	if c.mark.Weak && !near && !r.supported(c) {
		c.marked = false
		return
	}
	if r.thousandsByDot(c) {
		c.value *= 1000
	}
}

// take makes m the mark of c.
func (c *candidate) take(m currency.Mark) { c.mark, c.marked = m, true }

// gluedMarks reads the letters in the number's own tokens: "USD200", "5mUSD", "50p", and a $ before them.
func (r *reader) gluedMarks(c *candidate, from int) {
	t := r.t
	if start := t.Tokens[c.n.From].Start; start < c.n.Start {
		letters := t.S[start:c.n.Start]
		if c.From > from && t.Tokens[c.From].Is(doc.Glued) && t.Word(c.From-1) == "$" {
			if m, ok := r.money.Glued("$" + letters); ok {
				c.take(m)
				c.before = true
				c.From--
				return
			}
		}
		if r.glue(c, letters) {
			c.before = true
		}
		return
	}
	letters := t.S[c.n.End:t.Tokens[c.n.To-1].End]
	if letters == "p" {
		if c.value < 1000 && !lines(c.value) {
			c.take(currency.Mark{Form: currency.Name, Code: "GBP", Factor: 0.01})
			c.after = true
		}
		return
	}
	c.after = r.glue(c, letters)
}

// lines reports whether "720p" is the height of a picture.
func lines(v float64) bool {
	return v == 144 || v == 240 || v == 360 || v == 480 || v == 540 || v == 720
}

func (r *reader) glue(c *candidate, letters string) bool {
	if m, ok := r.money.Glued(letters); ok {
		if m.Form == currency.Code {
			m.Weak = m.Weak && c.value < 1000
		}
		c.take(m)
		return true
	}
	if code, mag, ok := r.money.Scaled(letters); ok {
		c.take(currency.Mark{Form: currency.Code, Code: code, Factor: 1})
		c.factor = mag
		return true
	}
	return false
}

// markBefore reads "US$", "CHF", "MUSD", "USD million" before the number.
func (r *reader) markBefore(c *candidate, from int) {
	t := r.t
	if c.From > from && t.Tokens[c.From].Is(doc.Glued) && t.Word(c.From-1) == "-" && c.From-1 > from {
		return // "US-5"
	}
	if m, n := r.money.Before(t, from, c.From); n > 0 && r.leads(&m, c) {
		c.take(m)
		c.before, c.From = true, c.From-n
		return
	}
	if c.From == from {
		return
	}
	if code, mag, ok := r.money.Scaled(t.Word(c.From - 1)); ok {
		c.take(currency.Mark{Form: currency.Code, Code: code, Factor: 1})
		c.factor, c.before, c.From = mag, true, c.From-1
		return
	}
	if mag := r.unitMagnitude(c.From - 1); mag > 0 && c.n.Magnitude == 1 {
		if m, n := r.money.Before(t, from, c.From-1); n > 0 && m.Form != currency.Name {
			c.take(m)
			c.factor, c.before, c.From = mag, true, c.From-1-n
		}
	}
}

// leads reports whether a mark may stand before its number. Names do not, but for
// rupees, which are written so ("Rupees 5 crore").
func (r *reader) leads(m *currency.Mark, c *candidate) bool {
	switch {
	case m.Form == currency.Sign && m.Big:
		return r.apartFrom(c)
	case m.Form == currency.Sign:
		return true
	case m.Form == currency.Code:
		return !m.Crypto || r.t.Tokens[c.From-1].Is(doc.AllCaps)
	}
	code := m.Code
	if code == "" {
		code = m.Shared[0]
	}
	return c.n.Magnitude >= 1e5 && !c.n.Words && rupee(code)
}

// apartFrom reports whether a sign of one letter may stand apart from its sum: "R 1 500 000", "R 45 million". Behind a
// name or a number it is a class or a list's letter: "Grade R 2 million".
func (r *reader) apartFrom(c *candidate) bool {
	t := r.t
	sign := c.From - 1
	if t.Word(sign) != "R" {
		return false
	}
	if sign > t.Sentences[c.sentence].From && (t.Tokens[sign-1].Is(doc.Capital) || t.Tokens[sign-1].Is(doc.Digit)) {
		return false
	}
	return c.n.Magnitude >= 1e6 || strings.Count(t.S[c.n.Start:c.n.End], " ") > 1
}

// unitMagnitude is the magnitude of a word between code and number, or 0.
func (r *reader) unitMagnitude(i int) float64 {
	if w := r.t.Tokens[i].Word; int(w) < len(r.magnitudes) {
		return r.magnitudes[w]
	}
	return 0
}

// markAfter reads what follows the number: a name, a code, a sign; behind a hyphen or "of"; with the
// magnitude behind it; as the closer name of a mark before it ("$200 Canadian").
func (r *reader) markAfter(c *candidate, end int) {
	t := r.t
	if c.after && c.marked {
		return
	}
	i := c.To
	if i+1 < end && t.Tokens[i].Word == r.words.hyphen && t.Tokens[i].Is(doc.Glued) && t.Tokens[i+1].Is(doc.Glued) {
		i++
	}
	if i < end && t.Tokens[i].Word == r.words.odd && (c.n.Words || i > c.To) {
		i++
		c.odd = true
	}
	m, n := r.money.After(t, i, end)
	if n == 0 && i == c.To && i < end && r.joins(c, i) {
		if m, n = r.money.After(t, i+1, end); n > 0 && m.Form == currency.Name {
			i++
		} else {
			n = 0
		}
	}
	if n == 0 {
		r.scaledAfter(c, i, end)
		return
	}
	if !r.trails(c, &m, i, n, end) {
		return
	}
	if c.marked && !r.refines(c, &m) {
		return
	}
	if c.marked && m.Form == currency.Name && c.mark.Form == currency.Sign && m.Factor != 1 {
		return // "$5 cents"
	}
	factor := m.Factor
	c.take(m)
	c.mark.Factor = factor
	if i > c.To && t.Tokens[i-1].Word == r.words.hyphen && c.n.Words && t.Tokens[c.n.From].Word == r.words.a && c.From == c.n.From {
		c.From++ // in "a million-dollar fine" the article belongs to the fine
	}
	c.after, c.To = true, i+n
	r.magnitudeAfter(c, end)
}

// joins reports whether token i may stand between number and name: "millions of dollars".
func (r *reader) joins(c *candidate, i int) bool {
	w := r.t.Tokens[i].Word
	return w == r.words.of && (c.n.Max > 0 || c.n.Magnitude >= 1e5) || w == r.words.in && c.n.Max > 0
}

// trails reports whether the mark at i belongs to the number before it, not to the next one.
func (r *reader) trails(c *candidate, m *currency.Mark, i, n, end int) bool {
	if m.Big {
		return false
	}
	if i+n >= end || m.Form == currency.Name {
		return true
	}
	t := r.t
	next := &t.Tokens[i+n]
	if !next.Is(doc.Digit) {
		return true
	}
	if c.marked && c.before {
		return false
	}
	return t.Tokens[i].Is(doc.Glued) && !next.Is(doc.Glued) || m.Form == currency.Code && !next.Is(doc.Glued)
}

// refines reports whether a mark behind a sum that has one says more closely what it is, or the same.
func (r *reader) refines(c *candidate, m *currency.Mark) bool {
	was := c.mark.Code
	if m.Code == was {
		return true
	}
	if m.Code == "" {
		for _, code := range m.Shared {
			if code == was {
				m.Code = was
				return true
			}
		}
		return false
	}
	return c.mark.Form == currency.Sign && was == "USD" && r.money.Dollar(m.Code) && m.Factor == 1
}

// scaledAfter reads "120 MSEK", and "$5 million Canadian", "$200 US".
func (r *reader) scaledAfter(c *candidate, i, end int) {
	if i >= end || i != c.To {
		return
	}
	t := r.t
	if c.marked {
		if code := r.money.DollarOf(t, i); code != "" && c.mark.Form == currency.Sign && c.mark.Code == "USD" && r.closes(i+1, end) {
			c.mark.Code = code
			c.After(i + 1)
		}
		return
	}
	if code, mag, ok := r.money.Scaled(t.Word(i)); ok {
		c.take(currency.Mark{Form: currency.Code, Code: code, Factor: 1})
		c.factor = mag
		c.After(i + 1)
	}
}

// After makes the candidate end before token to, with a mark behind the number.
func (c *candidate) After(to int) { c.after, c.To = true, to }

// closes reports whether what stands at i ends the sum: a mark, the sentence's end, or a small word.
func (r *reader) closes(i, end int) bool {
	return i >= end || r.t.Tokens[i].Is(doc.Punct) || r.is(r.t, i, follow)
}

// magnitudeAfter reads the magnitude behind the mark: "5 USD million", "10 EUR bn".
func (r *reader) magnitudeAfter(c *candidate, end int) {
	if c.To >= end || c.before || c.n.Magnitude != 1 || c.mark.Form == currency.Name {
		return
	}
	tok := &r.t.Tokens[c.To]
	if mag := r.unitMagnitude(c.To); mag > 0 && (tok.End-tok.Start > 1 || c.mark.Form == currency.Code) {
		c.factor *= mag
		c.To++
	}
}

// supported reports whether something besides the mark says that a weak one is money: a magnitude,
// thousands, or for a code its place before the number. In a line of capitals codes are words.
func (r *reader) supported(c *candidate) bool {
	if c.mark.Form == currency.Code && r.capitals(c) {
		return false
	}
	grouped := strings.ContainsAny(r.t.S[c.n.Start:c.n.End], ",’'") && c.value*c.factor >= 1000
	large := c.n.Magnitude >= 1000 || c.factor >= 1000
	switch {
	case c.mark.Big:
		return large && c.n.Magnitude > 1 || grouped || r.spaced(c)
	case c.mark.Form == currency.Sign:
		return c.before || large
	case c.mark.Form == currency.Name:
		return large
	}
	if large || c.before && grouped || c.before && !c.mark.Word && c.value >= 100 && !year(c.n) && r.closes(c.To, r.t.Sentences[c.sentence].To) {
		return true
	}
	end := r.t.Sentences[c.sentence].To
	return c.after && !c.mark.Word && !c.n.Words && !year(c.n) && r.closes(c.To, end) || c.after && grouped && r.closes(c.To, end)
}

// spaced reports whether blanks stand between the thousands of a sum, and not only one of them with a length or a
// weight behind: "R12 999", but not "the R12 300 km north".
func (r *reader) spaced(c *candidate) bool {
	switch n := strings.Count(strings.ReplaceAll(r.t.S[c.n.Start:c.n.End], "\u00a0", " "), " "); n {
	case 0:
		return false
	case 1:
		return c.To >= r.t.Sentences[c.sentence].To || !r.is(r.t, c.To, measure)
	}
	return true
}

// capitals reports whether the words beside a sum are written in capitals.
func (r *reader) capitals(c *candidate) bool {
	s := r.t.Sentences[c.sentence]
	seen := 0
	for i := max(s.From, c.From-4); i < min(s.To, c.To+4); i++ {
		tok := &r.t.Tokens[i]
		if c.Has(i) || !tok.Is(doc.Alpha) {
			continue
		}
		if !tok.Is(doc.AllCaps) {
			return false
		}
		seen++
	}
	return seen > 0
}

func year(n *doc.Number) bool { return n.Plain && n.Value >= 1800 && n.Value < 2100 }

// clean takes the error of binary arithmetic off the 15th digit.
func clean(v float64) float64 {
	if v == math.Trunc(v) && v < 1e15 {
		return v
	}
	var stack [32]byte
	c, err := strconv.ParseFloat(string(strconv.AppendFloat(stack[:0], v, 'g', 13, 64)), 64)
	if err != nil {
		return v
	}
	return c
}
