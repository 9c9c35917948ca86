package tag

import (
	"strings"

	"github.com/jdkato/prose/v2"
)

// tag gives prose's tokens Penn's tags, one after the other: each is guessed from the word, its neighbours and the
// two tags before it. The names of the features are those that the model was trained on.
func (m *model) tag(words []prose.Token) {
	text := func(i int) string {
		switch {
		case i == -2:
			return "-START-"
		case i == -1:
			return "-START2-"
		case i == len(words):
			return "-END-"
		case i > len(words):
			return "-END2-"
		}
		return plain(words[i].Text)
	}
	around := [5]string{text(-2), text(-1), text(0), text(1), text(2)}
	before, last := "-START2-", "-START-" // the tags of the two words before
	for i := range words {
		w := words[i].Text
		tag, ok := m.always[w]
		switch {
		case w == "-":
			tag = "-"
		case address(w):
			tag = "NN"
		case !ok:
			tag = m.guess(w, &around, last, before)
		}
		words[i].Tag = tag
		before, last = last, tag
		copy(around[:], around[1:])
		around[4] = text(i + 3)
	}
}

// guess is the class for which the features of a word say most. around holds the words from two before to two
// behind it, in their plain form.
func (m *model) guess(w string, around *[5]string, last, before string) string {
	var scores [64]int32
	seen := uint64(0)
	for _, h := range [...]uint64{
		hash(start, "bias"),
		hash(hash(start, "i suffix "), ending(w)),
		hash(hash(start, "i pref1 "), string(rune(w[0]))),
		hash(hash(start, "i-1 tag "), last),
		hash(hash(start, "i-2 tag "), before),
		hash(hash(hash(hash(start, "i tag+i-2 tag "), last), " "), before),
		hash(hash(start, "i word "), around[2]),
		hash(hash(hash(hash(start, "i-1 tag+i word "), last), " "), around[2]),
		hash(hash(start, "i-1 word "), around[1]),
		hash(hash(start, "i-1 suffix "), ending(around[1])),
		hash(hash(start, "i-2 word "), around[0]),
		hash(hash(start, "i+1 word "), around[3]),
		hash(hash(start, "i+1 suffix "), ending(around[3])),
		hash(hash(start, "i+2 word "), around[4]),
	} {
		for _, x := range m.of(h) {
			scores[x.class] += x.thousand
			seen |= 1 << x.class
		}
	}
	best := -1
	for c := range m.classes {
		if seen&(1<<c) != 0 && (best < 0 || scores[c] > scores[best]) {
			best = c
		}
	}
	if best < 0 {
		return ""
	}
	return m.classes[best]
}

// plain is the form in which the model knows a word.
func plain(w string) string {
	digit := func(c byte) bool { return '0' <= c && c <= '9' }
	switch {
	case w == "":
		return w
	case strings.Contains(w[1:], "-") && w[0] != '-':
		return "!HYPHEN"
	case len(w) == 4 && digit(w[0]) && digit(w[1]) && digit(w[2]) && digit(w[3]):
		return "!YEAR"
	case digit(w[0]):
		return "!DIGITS"
	}
	return strings.ToLower(w)
}

// ending is the last three bytes of a word, as the model has them.
func ending(w string) string { return w[max(0, len(w)-3):] }

// address reports whether a word is that of a page, a mailbox or an account.
func address(w string) bool {
	if strings.HasPrefix(w, "@") || strings.Contains(w, "://") {
		return true
	}
	at := strings.IndexByte(w, '.')
	for at > 0 && at+1 < len(w) {
		if c, next := w[at-1], w[at+1]; c >= 'a' && c <= 'z' && (next >= 'a' && next <= 'z' || next >= '0' && next <= '9') {
			return true
		}
		next := strings.IndexByte(w[at+1:], '.')
		if next < 0 {
			break
		}
		at += next + 1
	}
	return false
}
