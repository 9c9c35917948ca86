package number

import (
	"github.com/claimwire/claimwire/extractor/doc"
)

// half adds "and a half", "and three quarters".
func (s *scan) half(v part) part {
	if n := s.andAHalf(v.next); n > 0 {
		v.value += s.entry(v.next + n - 1).value
		v.next += n
		v.plain = false
	}
	return v
}

// andAHalf is the number of tokens of "and a half" or "-and-a-half" at i, 0 where it does not stand there.
func (s *scan) andAHalf(i int) int {
	j := i
	if s.kind(j) == hyphen {
		j++
	}
	if s.kind(j) != and {
		return 0
	}
	if end := s.fractionAfterAnd(j); end > 0 {
		return end - i
	}
	return 0
}

// fractionAfterAnd is the token after "and a half" whose "and" is token j, else 0.
func (s *scan) fractionAfterAnd(j int) int {
	k := j + 1
	if s.kind(k) == hyphen {
		k++
	}
	if s.kind(k) != article {
		return 0
	}
	k++
	if s.kind(k) == hyphen {
		k++
	}
	if s.kind(k) != fraction || s.aOf(k+1) || s.kind(k+1) == article {
		return 0 // "two and a quarter of a million" is not read as one
	}
	return k + 1
}

// aOf reports whether "of a million" or "million" in its stead stands at i with an article: what makes a
// fraction a number of its own.
func (s *scan) aOf(i int) bool {
	return s.kind(i) == of && s.kind(i+1) == article
}

// fraction reads "half a million", "a quarter of a billion", "half-million"; f is the fraction's token.
func (s *scan) fraction(i, f int) (doc.Number, bool) {
	value := s.entry(f).value
	if s.kind(f) == ordinal {
		if value < 3 || !s.aOf(f+1) {
			return doc.Number{}, false
		}
		value = 1 / value
	}
	return s.fractionOf(i, f+1, value)
}

func (s *scan) fractionOf(i, j int, value float64) (doc.Number, bool) {
	for _, k := range [...]kind{hyphen, of, article, hyphen} {
		if s.kind(j) == k {
			j++
		}
	}
	if s.kind(j) != word {
		return s.ofCoin(i, j, value)
	}
	mag, next := s.chain(part{value: value, mag: 1, next: j, words: true})
	return s.made(i, next, part{value: clean(value * mag), mag: mag, words: true}, false)
}

// ofCoin reads "half a bitcoin", "a quarter of an ether"; the coin stands at j. Of other currencies such a phrase is a
// coin, a weight or a price by the unit.
func (s *scan) ofCoin(i, j int, value float64) (doc.Number, bool) {
	if s.kind(j-1) != article {
		return doc.Number{}, false
	}
	if m, n := s.p.money.After(s.t, j, s.end); n == 0 || !m.Crypto {
		return doc.Number{}, false
	}
	return s.made(i, j, part{value: value, mag: 1, words: true}, false)
}

// parts reads "three quarters of a million", "two-thirds of a billion".
func (s *scan) parts(i int) (doc.Number, bool) {
	j := i + 1
	if s.kind(j) == hyphen {
		j++
	}
	if s.kind(i) != unit || s.kind(j) != fraction || !s.aOf(j+1) {
		return doc.Number{}, false
	}
	return s.fractionOf(i, j+1, s.entry(i).value*s.entry(j).value)
}
