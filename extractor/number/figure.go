package number

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
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
