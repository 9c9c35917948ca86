package number

import (
	"math"

	"github.com/claimwire/claimwire/extractor/doc"
)

// exact reads a number that is no vague one: small numbers, each with its magnitudes, largest first
// ("two million five hundred thousand").
func (s *scan) exact(i int) (doc.Number, bool) {
	total, last := part{mag: 1}, math.Inf(1)
	j := i
	for {
		v, ok := s.small(j)
		if !ok {
			break
		}
		mag, next := s.chain(v)
		if mag >= last || j > i && !v.words && mag == 1 {
			break
		}
		if j == i {
			total.words, total.plain, total.start, total.end = v.words, v.plain && mag == 1, v.start, v.end
		}
		total.value += v.value * mag / max(v.mag, 1)
		total.mag = max(total.mag, mag)
		j, last = next, mag
		if j > v.next && total.end != 0 {
			total.end = s.t.Tokens[j-1].End
		}
		if mag > 1 && s.andAHalf(j) > 0 && !v.closed {
			n := s.andAHalf(j)
			total.value += s.entry(j+n-1).value * mag
			j += n
			break
		}
		k, ok := s.goesOn(j, mag)
		if mag == 1 || v.closed || !ok {
			break
		}
		j = k
	}
	j = s.backOff(i, j)
	if j == i {
		return doc.Number{}, false
	}
	return s.made(i, j, total, false)
}

// backOff leaves an "and" or comma that nothing followed.
func (s *scan) backOff(i, j int) int {
	if j > i && (s.kind(j-1) == and || s.kind(j-1) == comma) {
		return j - 1
	}
	return j
}

// goesOn is where the next, smaller part of a number may begin after a part of this magnitude.
func (s *scan) goesOn(j int, mag float64) (int, bool) {
	k := j
	if s.kind(k) == and || s.kind(k) == comma {
		k++
	}
	v, ok := s.small(k)
	if !ok || v.value == 0 {
		return j, false
	}
	next, _ := s.chain(v)
	if s.kind(j) == comma && (!v.words || next == 1 && !s.lastHundreds(v, mag) || s.t.Tokens[j-1].Is(doc.Digit) || s.entry(k).kind == article) {
		return j, false // only "twelve million, three hundred thousand"
	}
	if next >= mag || v.value*next/max(v.mag, 1) >= mag {
		return j, false
	}
	if !v.words && (v.mag != 1 || v.start != 0) {
		return j, false // "R2.3bn and N500m" are two
	}
	if !v.words && next == 1 || k > j && next == 1 && (mag > 1000 || !v.words) {
		return j, false
	}
	if k > j && !v.words && !s.t.Tokens[k].Is(doc.Digit) {
		return j, false
	}
	return k, true
}

// lastHundreds reports whether a part behind a comma ends a sum: "twelve thousand, four hundred and ten pounds".
func (s *scan) lastHundreds(v part, mag float64) bool {
	if mag != 1000 || v.value < 100 {
		return false
	}
	_, n := s.p.money.After(s.t, v.next, s.end)
	return n > 0
}

// small reads a number below a thousand, or figures, with a decimal part or a half.
func (s *scan) small(i int) (part, bool) {
	if i >= s.end {
		return part{}, false
	}
	if s.t.Tokens[i].Is(doc.Digit) {
		v, ok := s.figurePart(i)
		if ok && v.mag == 1 && !v.closed {
			v = s.half(v)
		}
		return v, ok
	}
	switch e := s.entry(i); e.kind {
	case unit, teen, ten:
		return s.spelled(i), true
	case article:
		if s.kind(i+1) == word || s.kind(i+1) == hyphen && s.kind(i+2) == word {
			v := part{value: 1, mag: 1, next: i + 1, words: true}
			return s.hundreds(v), true
		}
	case glyph:
		return part{value: e.value, mag: 1, next: i + 1}, true
	case dot:
		if i+1 < s.end && s.leadingDot(i) {
			return s.decimal(i)
		}
	}
	return part{}, false
}

// decimal reads ".25".
func (s *scan) decimal(i int) (part, bool) {
	f, ok := s.p.readFigure(s.t.Word(i+1), false)
	if !ok || f.ordinal || f.start != 0 {
		return part{}, false
	}
	digits := 0
	for digits < len(s.t.Word(i+1)) && isDigit(s.t.Word(i + 1)[digits]) {
		digits++
	}
	v := part{value: scaled("."+s.t.Word(i + 1)[:digits], f.mag), mag: f.mag, next: i + 2}
	if f.end != len(s.t.Word(i+1)) {
		v.start, v.end, v.closed = s.t.Tokens[i].Start, s.t.Tokens[i+1].Start+f.end, true
	}
	return v, true
}

// spelled reads a number word at i: "fifty-five", "two hundred and six", "two point five", "one and a half".
func (s *scan) spelled(i int) part {
	v := s.tens(i)
	v = s.hundreds(v)
	if s.kind(v.next) == point && s.kind(v.next+1) == unit {
		scale := 0.1
		for v.next++; s.kind(v.next) == unit && scale > 1e-9; v.next++ {
			v.value += s.entry(v.next).value * scale
			scale /= 10
		}
		return v
	}
	return s.half(v)
}

// tens reads a number below a hundred.
func (s *scan) tens(i int) part {
	e := s.entry(i)
	v := part{value: e.value, mag: 1, next: i + 1, words: true}
	if e.kind != ten {
		return v
	}
	j := v.next
	if s.kind(j) == hyphen {
		j++
	}
	if s.kind(j) == unit {
		v.value, v.next = v.value+s.entry(j).value, j+1
	}
	return v
}

// hundreds reads what follows a number below a hundred: "hundred and fifty-five".
func (s *scan) hundreds(v part) part {
	j := v.next
	if s.kind(j) == hyphen {
		j++
	}
	if e := s.entry(j); e.kind != word || e.value != 100 {
		return v
	}
	v.value, v.next = v.value*100, j+1
	k := v.next
	if s.kind(k) == and {
		k++
	}
	switch s.kind(k) {
	case unit, teen, ten:
		rest := s.tens(k)
		if e := s.entry(rest.next); e.kind == word && e.value == 100 {
			return v // "two hundred and three hundred"
		}
		if s.kind(rest.next) == and && s.fractionAfterAnd(rest.next) > 0 && k > v.next {
			return v
		}
		v.value, v.next = v.value+rest.value, rest.next
	}
	return v
}

// chain multiplies the magnitudes that follow a part: "thousand million", "lakh crore".
func (s *scan) chain(v part) (mag float64, next int) {
	mag, next = v.mag, v.next
	if v.closed || mag != 1 {
		return mag, next
	}
	last := 0.0
	for {
		j := next
		if s.kind(j) == hyphen && s.t.Tokens[j].Is(doc.Glued) && j+1 < s.end && s.t.Tokens[j+1].Is(doc.Glued) {
			j++
		}
		e := s.entry(j)
		switch {
		case e.kind == word || e.kind == abbreviation || e.kind == plural && last == 0:
		case e.kind == letter && last == 0 && (s.letter(v, j) || j == v.next+1 && s.t.Tokens[j].Is(doc.Capital) && s.letter(v, v.next)):
		default:
			return mag, next
		}
		if e.value < last || e.kind == abbreviation && !s.beside(v, j) {
			return mag, next
		}
		mag, last, next = mag*e.value, e.value, j+1
		if e.kind == plural || mag > 1e18 {
			return mag, next
		}
	}
}

// letter reports whether the lone letter at j is a magnitude: beside a currency only.
func (s *scan) letter(v part, j int) bool {
	if v.words || j != v.next {
		return false
	}
	if _, n := s.p.money.Before(s.t, s.from, v.from); n > 0 {
		return true
	}
	_, n := s.p.money.After(s.t, j+1, s.end)
	return n > 0
}

// beside reports whether an abbreviated magnitude follows figures, not words.
func (s *scan) beside(v part, j int) bool {
	return !v.words && j == v.next || s.t.Tokens[j].Is(doc.Glued)
}

// article reads what "a" begins: "a hundred", "a few thousand", "a quarter of a million".
func (s *scan) article(i int) (doc.Number, bool) {
	switch s.kind(i + 1) {
	case word, hyphen:
		if s.kind(i+1) == word || s.kind(i+2) == word {
			return s.exact(i)
		}
	case vague:
		return s.vague(i, i+1)
	case couple:
		return s.couple(i)
	case fraction, ordinal:
		return s.fraction(i, i+1)
	}
	return doc.Number{}, false
}

// couple reads "a couple of million".
func (s *scan) couple(i int) (doc.Number, bool) {
	v := part{value: 2, mag: 1, next: i + 2, words: true}
	if s.kind(v.next) == of && s.magnitude(v.next+1) {
		v.next++
	}
	mag, next := s.chain(v)
	v.value, v.mag = v.value*mag, mag
	return s.made(i, next, v, false)
}

// vague reads "several hundred", "tens of thousands", "millions"; h is its head, i where it begins.
func (s *scan) vague(i, h int) (doc.Number, bool) {
	e := s.entry(h)
	v := part{min: e.min, max: e.max, mag: 1, vague: true, words: true}
	if e.kind == plural {
		v.min, v.max, v.mag = e.value, 999*e.value, e.value
	}
	j, chained := h+1, false
	for last := 0.0; ; {
		k := j
		if s.kind(k) == of {
			k++
		}
		m := s.entry(k)
		if m.kind != word && m.kind != plural || m.value < last || v.max*m.value > 1e21 {
			break
		}
		v.min, v.max, v.mag, last = v.min*m.value, v.max*m.value, v.mag*m.value, m.value
		j, chained = k+1, true
	}
	bare := s.t.Tokens[h].Word == s.p.few && i == h
	many := e.kind == plural || e.min >= 10
	if !chained && (bare || many && s.kind(j) != of && s.t.Tokens[min(j, s.end-1)].Word != s.p.in) {
		return doc.Number{}, false
	}
	return s.made(i, j, v, false)
}
