package number

import (
	"github.com/claimwire/claimwire/extractor/doc"
)

// figures reads a number that begins with figures at token i.
func (s *scan) figures(i int) (doc.Number, bool) {
	f, ok := s.p.readFigure(s.t.Word(i), s.dollar(i))
	if !ok {
		return doc.Number{}, false
	}
	at := s.t.Tokens[i].Start
	if f.ordinal {
		return s.made(i, i+1, part{value: f.value, mag: 1, start: at + f.start, end: at + f.end}, true)
	}
	return s.exact(i)
}

func (s *scan) dollar(i int) bool {
	return i > s.from && s.t.Tokens[i].Is(doc.Glued) && s.t.Word(i-1) == "$"
}

// part is what was read of a number so far.
type part struct {
	value, mag float64
	min, max   float64
	from, next int // its first token in figures, the token after it
	start, end int // bytes, where they are not those of the tokens
	vague      bool
	words      bool
	plain      bool
	closed     bool // nothing may be added: "one and a half"
}

// figurePart reads figures at token i, over blanks between thousands and around a decimal point.
func (s *scan) figurePart(i int) (part, bool) {
	f, ok := s.p.readFigure(s.t.Word(i), s.dollar(i))
	if !ok || f.ordinal {
		return part{}, false
	}
	at := s.t.Tokens[i].Start
	v := part{value: f.value, mag: f.mag, from: i, next: i + 1, plain: f.plain}
	if f.start != 0 || f.end != len(s.t.Word(i)) {
		v.start, v.end = at+f.start, at+f.end
	}
	if f.mag != 1 || v.end != 0 && f.end != len(s.t.Word(i)) {
		v.closed = f.end != len(s.t.Word(i))
		return v, true
	}
	if g, ok := s.spacedThousands(i, f.start, v); ok {
		return g, true
	}
	if g, ok := s.spacedPoint(i, v); ok {
		return g, true
	}
	if i+2 < s.end && s.t.Word(i+1) == "+" && s.t.Tokens[i+1].Is(doc.Glued) && s.magnitude(i+2) {
		v.next, v.plain = i+2, false // "60+ million"
		return v, true
	}
	return s.mixed(v), true
}

// mixed adds a fraction written behind the figures: 2½, 1 1/2 (before a magnitude only).
func (s *scan) mixed(v part) part {
	i := v.next
	if s.kind(i) == glyph && (s.t.Tokens[i].Is(doc.Glued) || s.magnitude(i+1)) {
		v.value, v.next, v.plain, v.closed = v.value+s.entry(i).value, i+1, false, false
		return v
	}
	if i+2 < s.end && s.kind(i+1) == slash && len(s.t.Word(i)) == 1 && len(s.t.Word(i+2)) == 1 && s.magnitude(i+3) && !s.t.Tokens[i].Is(doc.Glued) {
		a, b := s.t.Word(i)[0]-'0', s.t.Word(i + 2)[0]-'0'
		if 0 < a && a < b && b <= 9 {
			v.value, v.next, v.plain = v.value+float64(a)/float64(b), i+3, false
		}
	}
	return v
}

func (s *scan) magnitude(i int) bool {
	k := s.kind(i)
	return k == word || k == abbreviation || k == plural
}

// spacedThousands reads "1 200 000" and "R1 200 000", whose figures begin at byte at of their first token. A plain blank
// separates thousands only beside a currency, before a magnitude or where there are two groups; a non-breaking or thin
// one always.
func (s *scan) spacedThousands(i, at int, v part) (part, bool) {
	first := s.t.Word(i)[at:]
	if len(first) > 3 || !isPlain(first) || first[0] == '0' {
		return v, false
	}
	digits, groups, hard := first, 0, true
	j := i + 1
	for ; j < s.end && groups < 6; j++ {
		w, gap := s.t.Word(j), s.t.S[s.t.Tokens[j-1].End:s.t.Tokens[j].Start]
		if len(w) < 3 || !isPlain(w[:3]) || gap != " " && gap != "\u00a0" && gap != "\u2009" && gap != "\u202f" {
			break
		}
		rest := w[3:]
		if rest != "" && !(len(rest) <= 3 && (rest[0] == '.' || rest[0] == ',') && isPlain(rest[1:])) {
			break
		}
		hard = hard && gap != " "
		digits += w[:3]
		groups++
		if rest != "" {
			digits += "." + rest[1:]
			j++
			break
		}
	}
	if groups == 0 || !hard && groups < 2 && at == 0 && !s.money(i, j) {
		return v, false
	}
	v.value, v.next, v.plain = scaled(digits, 1), j, false
	v.start, v.end = 0, 0
	if at > 0 {
		v.start, v.end = s.t.Tokens[i].Start+at, s.t.Tokens[j-1].End
	}
	return v, true
}

// spacedPoint reads the tokenised "2 . 5" and "1 , 200".
func (s *scan) spacedPoint(i int, v part) (part, bool) {
	if i+2 >= s.end || s.t.Tokens[i+1].Is(doc.Glued) || s.t.Tokens[i+2].Is(doc.Glued) || !isPlain(s.t.Word(i)) || !isPlain(s.t.Word(i+2)) {
		return v, false
	}
	digits, j := s.t.Word(i), i+1
	for j+1 < s.end && s.kind(j) == comma && len(s.t.Word(j+1)) == 3 && isPlain(s.t.Word(j+1)) && !s.t.Tokens[j].Is(doc.Glued) && len(digits) < maxFigures {
		digits += s.t.Word(j + 1)
		j += 2
	}
	if j+1 < s.end && s.kind(j) == dot && isPlain(s.t.Word(j+1)) && len(s.t.Word(j+1)) < 9 && !s.t.Tokens[j].Is(doc.Glued) {
		digits += "." + s.t.Word(j+1)
		j += 2
	}
	if j == i+1 || !s.money(i, j) {
		return v, false
	}
	v.value, v.next, v.plain = scaled(digits, 1), j, false
	return v, true
}

// money reports whether a currency's mark stands before token i or after token j, or a magnitude after j.
func (s *scan) money(i, j int) bool {
	if _, n := s.p.money.Before(s.t, s.from, i); n > 0 {
		return true
	}
	if _, n := s.p.money.After(s.t, j, s.end); n > 0 {
		return true
	}
	return s.magnitude(j)
}

// leadingDot reports whether the dot at token i begins ".25".
func (s *scan) leadingDot(i int) bool {
	next := &s.t.Tokens[i+1]
	if !next.Is(doc.Digit|doc.Glued) || !isDigit(s.t.Word(i + 1)[0]) {
		return false
	}
	return i == s.from || !s.t.Tokens[i].Is(doc.Glued) || s.t.Tokens[i-1].Is(doc.Punct) && s.t.Word(i-1) != "."
}
