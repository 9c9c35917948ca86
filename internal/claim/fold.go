package claim

import (
	_ "embed"
	"strings"
	"unicode"
	"unicode/utf8"
)

//go:embed folding.tsv
var foldingTSV string

//go:embed legalforms.tsv
var legalFormsTSV string

var (
	folding    = loadFolding(foldingTSV)
	legalForms = loadWords(legalFormsTSV)
)

func loadFolding(tsv string) map[rune]string {
	m := map[rune]string{}
	for line := range strings.Lines(tsv) {
		letter, plain, ok := strings.Cut(strings.TrimRight(line, "\n"), "\t")
		if ok && !strings.HasPrefix(line, "#") {
			r, _ := utf8.DecodeRuneInString(letter)
			m[r] = plain
		}
	}
	return m
}

func loadWords(tsv string) map[string]bool {
	m := map[string]bool{}
	for line := range strings.Lines(tsv) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			m[line] = true
		}
	}
	return m
}

// NormalText is a text's normal form for comparison: lower case, letters without their marks, letters
// and digits kept, a comma inside a number dropped and its point kept, everything else one blank.
// Characters that nobody sees (soft hyphens, zero-width blanks) are dropped.
func NormalText(s string) string {
	if isNormal(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	gap, last := false, rune(0) // last is the last letter or digit
	for i := 0; i < len(s); {
		// Most of a text is this: runs of plain letters and digits, a byte each.
		if c := plain[s[i]]; c != 0 {
			if gap && b.Len() > 0 {
				b.WriteByte(' ')
			}
			gap = false
			for ; c != 0; c = plain[s[i]] {
				b.WriteByte(c)
				last = rune(c)
				if i++; i == len(s) {
					break
				}
			}
			continue
		}
		if s[i] == ' ' {
			gap = true
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r >= utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			if gap && b.Len() > 0 {
				b.WriteByte(' ')
			}
			gap = false
			writeFolded(&b, r)
			last = r
		case dropped(r):
		case unicode.IsMark(r):
			if !gap && b.Len() > 0 && !unicode.Is(unicode.Latin, last) {
				b.WriteRune(r) // a vowel sign of another script is part of the word
			}
		case (r == ',' || r == '.') && between(s, i):
			if r == '.' {
				b.WriteByte('.')
			}
		default:
			gap = true
		}
		i += size
	}
	return b.String()
}

// isNormal reports whether a text is in normal form for certain: names often come in it.
func isNormal(s string) bool {
	blank := true // before
	for i := range len(s) {
		switch c := s[i]; {
		case c == ' ' && !blank:
			blank = true
		case c != 0 && plain[c] == c:
			blank = false
		default:
			return false
		}
	}
	return !blank || s == ""
}

// plain is the folded form of ASCII's letters and digits by their byte, 0 for any other.
var plain = func() (to [256]byte) {
	for c := byte('a'); c <= 'z'; c++ {
		to[c], to[c-'a'+'A'] = c, c
	}
	for c := byte('0'); c <= '9'; c++ {
		to[c] = c
	}
	return to
}()

// dropped characters join what stands around them: "don't" and "don’t" are one word, and so is a word
// with a soft hyphen in it.
func dropped(r rune) bool {
	switch r {
	case '\'', '’', '\u00ad', '\u200b', '\u200c', '\u200d', '\u2060', '\ufeff':
		return true
	}
	return false
}

// between reports whether the byte at i stands between two digits.
func between(s string, i int) bool {
	digit := func(c byte) bool { return c >= '0' && c <= '9' }
	return i > 0 && i+1 < len(s) && digit(s[i-1]) && digit(s[i+1])
}

func writeFolded(b *strings.Builder, r rune) {
	if r < utf8.RuneSelf {
		if r >= 'A' && r <= 'Z' {
			r += 'a' - 'A'
		}
		b.WriteByte(byte(r))
		return
	}
	if r >= '０' && r <= 'ｚ' { // full-width forms of ASCII
		r -= '０' - '0'
	}
	r = unicode.ToLower(r)
	if plain, ok := folding[r]; ok {
		b.WriteString(plain)
		return
	}
	b.WriteRune(r)
}

// PartyRef is how frames name an actor or victim: by its id, else by its name without marks, article
// and legal form ("The Acme Corp." is "acme").
func PartyRef(id, name string) string {
	if id != "" {
		return strings.ToUpper(strings.TrimSpace(id))
	}
	ref := NormalText(name) // one blank between words
	if rest, ok := strings.CutPrefix(ref, "the "); ok {
		ref = rest
	}
	for {
		at := strings.LastIndexByte(ref, ' ')
		if at < 0 || !legalForms[ref[at+1:]] {
			return ref
		}
		ref = ref[:at]
	}
}

// singular folds the plural of the last word of a class or unit: "cryptocurrency exchanges" and
// "cryptocurrency exchange" are one. It need not be right, only the same for both.
func singular(s string) string {
	switch {
	case strings.HasSuffix(s, "ss"), strings.HasSuffix(s, "us"), strings.HasSuffix(s, "is"), len(s) < 4:
		return s
	case strings.HasSuffix(s, "ies"):
		return s[:len(s)-3] + "y"
	case strings.HasSuffix(s, "ches"), strings.HasSuffix(s, "shes"), strings.HasSuffix(s, "xes"), strings.HasSuffix(s, "sses"):
		return s[:len(s)-2]
	}
	return strings.TrimSuffix(s, "s")
}
