// Package match finds phrases of one or more words in tokenised text. Words are numbered by one Vocab
// that all tables of the extractor share, so that a text's words are looked up once and every table
// then compares numbers. It knows no domain.
package match

import "unicode"

// Fold appends the folded form of a word to dst: lower case, accents kept, curly apostrophes straight.
func Fold(dst []byte, word string) []byte {
	for i := 0; i < len(word); i++ {
		c := word[i]
		if c >= 0x80 {
			return foldRunes(dst, word[i:])
		}
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		dst = append(dst, c)
	}
	return dst
}

func foldRunes(dst []byte, rest string) []byte {
	for _, r := range rest {
		switch r {
		case '’', '‘', 'ʼ':
			dst = append(dst, '\'')
		case '\u00ad': // soft hyphen
		default:
			dst = append(dst, string(unicode.ToLower(r))...)
		}
	}
	return dst
}
