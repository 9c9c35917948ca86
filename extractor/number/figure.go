package number

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/claimwire/claimwire/extractor/doc"
)

// figure is a number in figures within one token: letters of a currency, figures, letters of a magnitude
// or a currency.
type figure struct {
	value      float64
	mag        float64
	start, end int // bytes of figures and magnitude within the token
	plain      bool
	ordinal    bool
}

// maxFigures bounds the length of a number; longer ones are serial numbers and the like.
const maxFigures = 24

// readFigure reads a token that holds a digit. glued says which letters are money.
func (p *pass) readFigure(w string, afterDollar bool) (figure, bool) {
	a := strings.IndexAny(w, "0123456789")
	if a < 0 || a > 0 && !p.prefix(w[:a], afterDollar) {
		return figure{}, false
	}
	b := a
	for b < len(w) && (isDigit(w[b]) || separates(w[b:])) {
		if !isDigit(w[b]) {
			_, n := utf8.DecodeRuneInString(w[b:])
			b += n
			continue
		}
		b++
	}
	if b-a > maxFigures {
		return figure{}, false
	}
	digits, ok := normal(w[a:b])
	if !ok {
		return figure{}, false
	}
	f := figure{mag: 1, start: a, end: b, plain: b-a == len(w) && isPlain(w)}
	if b < len(w) && !p.suffix(w[b:], &f) {
		return figure{}, false
	}
	f.value = scaled(digits, f.mag)
	return f, true
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isPlain(w string) bool {
	for i := range len(w) {
		if !isDigit(w[i]) {
			return false
		}
	}
	return true
}

// separates reports whether s begins with a mark between two digits.
func separates(s string) bool {
	r, n := utf8.DecodeRuneInString(s)
	switch r {
	case '.', ',', '\'', '’', '\u202f', '٫', '٬':
		return n < len(s) && isDigit(s[n])
	}
	return false
}

// prefix reports whether the letters glued before figures are money. A $ may stand before them: "$US5m".
func (p *pass) prefix(letters string, afterDollar bool) bool {
	if afterDollar {
		letters = "$" + letters
	}
	if _, ok := p.money.Glued(letters); ok {
		return true
	}
	_, _, ok := p.money.Scaled(letters)
	return ok
}

// suffix reads the letters glued behind figures.
func (p *pass) suffix(letters string, f *figure) bool {
	var stack [24]byte
	if len(letters) > len(stack) {
		return false
	}
	folded := string(appendLower(stack[:0], letters))
	if m, ok := p.glued[folded]; ok {
		f.mag, f.end = m, f.end+len(letters)
		return true
	}
	switch folded {
	case "st", "nd", "rd", "th":
		f.ordinal, f.end = true, f.end+len(letters)
		return true
	}
	if p.pence(letters) || p.prefix(letters, false) {
		return true
	}
	for n := min(len(letters)-1, 8); n > 0; n-- { // "5mUSD", "5bnEUR"
		if m, ok := p.glued[folded[:n]]; ok && p.prefix(letters[n:], false) {
			f.mag, f.end = m, f.end+n
			return true
		}
	}
	return false
}

// pence is the p in "50p".
func (p *pass) pence(letters string) bool { return letters == "p" }

func appendLower(dst []byte, s string) []byte {
	for i := range len(s) {
		c := s[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		dst = append(dst, c)
	}
	return dst
}

// normal brings figures with separators into the form that ParseFloat reads, or says that they are no
// number ("5.0.1", "12,34,5").
func normal(s string) (string, bool) {
	if isPlain(s) {
		return s, true
	}
	groups, seps := split(s)
	last := len(seps) - 1
	switch {
	case same(seps) && (seps[0] == "." || seps[0] == "٫") && last == 0:
		return groups[0] + "." + groups[1], true
	case same(seps) && seps[0] == "," && last == 0 && len(groups[1]) <= 2:
		return groups[0] + "." + groups[1], true // 2,5 million, as the continent writes
	case same(seps):
		return strings.Join(groups, ""), thousands(groups)
	case same(seps[:last]) && (seps[last] == "." || seps[last] == "," || seps[last] == "٫"):
		return strings.Join(groups[:last+1], "") + "." + groups[last+1], thousands(groups[:last+1])
	}
	return "", false
}

func split(s string) (groups, seps []string) {
	from := 0
	for i := 0; i < len(s); {
		if isDigit(s[i]) {
			i++
			continue
		}
		_, n := utf8.DecodeRuneInString(s[i:])
		groups, seps = append(groups, s[from:i]), append(seps, s[i:i+n])
		i += n
		from = i
	}
	return append(groups, s[from:]), seps
}

func same(seps []string) bool {
	for _, x := range seps {
		if x != seps[0] {
			return false
		}
	}
	return len(seps) > 0
}

// thousands reports whether groups of digits are thousands as the West or India writes them.
func thousands(groups []string) bool {
	n := len(groups)
	if len(groups[0]) > 3 || len(groups[n-1]) != 3 {
		return false
	}
	for _, g := range groups[1 : n-1] {
		if len(g) != len(groups[1]) || len(g) < 2 || len(g) > 3 {
			return false
		}
	}
	return n < 3 || len(groups[1]) == 3 || len(groups[0]) <= 2
}

// scaled is digits times a power of ten, without the error that a multiplication would bring: 2.3 million.
func scaled(digits string, mag float64) float64 {
	v, err := strconv.ParseFloat(digits, 64)
	if err != nil {
		return 0
	}
	return clean(v * mag)
}

// clean takes the error of binary arithmetic off the 16th digit.
func clean(v float64) float64 {
	if v == math.Trunc(v) && v < 1e15 {
		return v
	}
	var stack [32]byte
	c, err := strconv.ParseFloat(string(strconv.AppendFloat(stack[:0], v, 'g', 14, 64)), 64)
	if err != nil {
		return v
	}
	return c
}

// middle is the conventional value of a vague number: the geometric mean rounded to one digit.
func middle(lo, hi float64) float64 {
	v := math.Sqrt(lo * hi)
	if v <= 0 || math.IsInf(v, 0) {
		return v
	}
	step := math.Pow(10, math.Floor(math.Log10(v)))
	return clean(math.Round(v/step) * step)
}

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
	if g, ok := s.spacedThousands(i, v); ok {
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

// spacedThousands reads "1 200 000". A plain blank separates thousands only beside a currency, before a
// magnitude or where there are two groups; a non-breaking or thin one always.
func (s *scan) spacedThousands(i int, v part) (part, bool) {
	first := s.t.Word(i)
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
	if groups == 0 || !hard && groups < 2 && !s.money(i, j) {
		return v, false
	}
	v.value, v.next, v.plain = scaled(digits, 1), j, false
	v.start, v.end = 0, 0
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
