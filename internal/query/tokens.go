package query

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Token is one word of a text in its normal form, with the byte offsets of the word in the text.
type Token struct {
	Word       string
	Start, End int
}

// Tokens are the words of a text as the index keeps them and as queries look for them: runs of letters
// and digits, without accents, in lower case, English plurals as singulars. "U.N." is one word, and
// "Bank's" is bank. Every character of a script that is written without blanks is a word, so that a
// phrase finds any stretch of it.
func Tokens(text string) []Token {
	list := folded(text)
	for i := range list {
		list[i].Word = stem(list[i].Word)
	}
	return list
}

// TokenText is the words of a text with single blanks between them.
func TokenText(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	for i, t := range Tokens(text) {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(t.Word)
	}
	return b.String()
}

// PrefixForms tells how the last word of a prefix query matches: words that begin with its first
// result, and the one word that is its second.
func PrefixForms(prefix string) (begin, whole string) { return prefix, stem(prefix) }

// bytesOfToken is about how long a word is with the blank behind it.
const bytesOfToken = 6

// folded are the words of a text before stemming.
func folded(text string) []Token {
	list := make([]Token, 0, len(text)/bytesOfToken+1)
	for at := 0; at < len(text); {
		start, end := nextWord(text, at)
		if start == end {
			break
		}
		word := fold(text[start:end])
		if r, _ := utf8.DecodeRuneInString(text[start:end]); alone(r) && utf8.RuneCountInString(word) > 1 {
			word = string(r) // a digraph that falls into two characters, each of which would be a word by itself
		}
		if word != "" {
			list = append(list, Token{Word: word, Start: start, End: end})
		}
		at = end
	}
	return list
}

// nextWord finds the first word at or after at; start equals end where there is none.
func nextWord(text string, at int) (start, end int) {
	start = -1
	for i, r := range text[at:] {
		i += at
		switch {
		case wordRune(r):
			if start < 0 {
				start = i
			} else if alone(r) {
				return start, i
			}
			if alone(r) {
				return start, i + len(string(r))
			}
		case start >= 0 && !inside(text, start, i, r):
			return start, i
		}
	}
	if start < 0 {
		return len(text), len(text)
	}
	return start, len(text)
}

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

// alone reports whether the character is a word by itself.
func alone(r rune) bool {
	return r >= 0x0E00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai,
		unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// inside reports whether the mark at i belongs to the word that began at start: an apostrophe between
// letters, a full stop inside an abbreviation of single letters.
func inside(text string, start, i int, r rune) bool {
	switch r {
	case '\'', '’':
		return wordStart(text[i+len(string(r)):])
	case '.':
		rest := text[i+1:]
		owned := strings.HasPrefix(rest, "'") || strings.HasPrefix(rest, "’")
		return abbreviation(text[start:i]) && (owned || wordStart(rest) && oneLetter(rest))
	}
	return false
}

func wordStart(s string) bool {
	for _, r := range s {
		return wordRune(r) && !alone(r)
	}
	return false
}

// oneLetter reports whether the word that s begins with has one letter.
func oneLetter(s string) bool {
	for i, r := range s {
		if i == 0 {
			continue
		}
		return !wordRune(r)
	}
	return true
}

// abbreviation reports whether s is single letters with full stops between them: "U", "U.S".
func abbreviation(s string) bool {
	letter := true
	for _, r := range s {
		if letter && !unicode.IsLetter(r) || !letter && r != '.' {
			return false
		}
		letter = !letter
	}
	return !letter
}

// fold brings one word into lower case without accents, apostrophes and full stops.
func fold(word string) string {
	if lowerASCII(word) {
		return word
	}
	var b strings.Builder
	b.Grow(len(word))
	word = possessive(word)
	for _, r := range norm.NFKD.String(word) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteString(plain(unicode.ToLower(r)))
		}
	}
	return b.String()
}

func lowerASCII(s string) bool {
	for i := range len(s) {
		if c := s[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}

func possessive(word string) string {
	for _, end := range []string{"'s", "’s", "'S", "’S"} {
		if cut, ok := strings.CutSuffix(word, end); ok {
			return cut
		}
	}
	return word
}

// plain writes out the Latin letters that no decomposition takes apart.
func plain(r rune) string {
	switch r {
	case 'ß':
		return "ss"
	case 'æ':
		return "ae"
	case 'œ':
		return "oe"
	case 'ø':
		return "o"
	case 'ł':
		return "l"
	case 'đ', 'ð':
		return "d"
	case 'þ':
		return "th"
	case 'ı':
		return "i"
	}
	return string(r)
}

// stem makes an English plural a singular: Harman's three rules for "s". Whatever it does to other
// words it does to the index and to queries alike.
func stem(w string) string {
	n := len(w)
	switch {
	case n < 4 || w[n-1] != 's':
		return w
	case strings.HasSuffix(w, "ies") && w[n-4] != 'a' && w[n-4] != 'e':
		return w[:n-3] + "y"
	case strings.HasSuffix(w, "ss"), strings.HasSuffix(w, "us"):
		return w
	}
	return w[:n-1]
}
