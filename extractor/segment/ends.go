package segment

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/claimwire/claimwire/extractor/match"
)

const blanks = " \t\u00a0"

func closes(r rune) bool {
	return r == '”' || r == '’' || r == '"' || r == '\'' || r == '»' || r == ')'
}
func opens(r rune) bool { return r == '“' || r == '‘' || r == '"' || r == '«' }

// goesOn reports whether the sentence that seems to end here goes on: its last word is an
// abbreviation or initials, or what follows begins in lower case.
func (s segmenter) goesOn(done, rest string) bool {
	done = strings.TrimRightFunc(done, unicode.IsSpace)
	rest = strings.TrimLeft(rest, blanks)
	next, _ := utf8.DecodeRuneInString(rest)
	if last, _ := utf8.DecodeLastRuneInString(done); closes(last) {
		return unicode.IsLower(next) // “Who did it?” she asked.
	}
	if !strings.HasSuffix(done, ".") {
		return false
	}
	if unicode.IsLower(next) || next == ',' || next == ';' {
		return true
	}
	if unicode.IsDigit(next) && spacedPoint(done) {
		return true // 2 . 5
	}
	word := lastWord(done[:len(done)-1])
	if word == "" {
		return false
	}
	if wireMark(done, rest) {
		return true
	}
	if word == "X" && s.starts(rest) && strings.HasSuffix(done, " on X.") {
		return false // the network, no initial
	}
	var stack [32]byte
	if len(word) < len(stack) {
		if folded := match.Fold(stack[:0], word); s.abbreviations[string(folded)] {
			switch s.ends[string(folded)] {
			case "number":
				return unicode.IsDigit(next)
			case "yes":
				return !s.starts(rest)
			}
			return true
		}
	}
	return initials(word) && word != "I"
}

// longestPlace is how many bytes a dateline's place may have.
const longestPlace = 40

// wireMark reports whether a dateline goes on with an agency in brackets: "MILTON, Fla. (AP) — ".
func wireMark(done, rest string) bool {
	end := strings.IndexByte(rest, ')')
	if len(done) > longestPlace || !strings.HasPrefix(rest, "(") || end < 2 || end > longestPlace {
		return false
	}
	switch dash, _ := utf8.DecodeRuneInString(strings.TrimLeft(rest[end+1:], blanks)); dash {
	case '-', '–', '—':
		return true
	}
	return false
}

// spacedPoint reports whether the text ends on a digit, a blank and a dot.
func spacedPoint(done string) bool {
	n := len(done)
	return n > 2 && done[n-2] == ' ' && '0' <= done[n-3] && done[n-3] <= '9'
}

// lastWord is what stands behind the last blank, bracket or quotation mark, from its first letter on.
func lastWord(s string) string {
	s = s[strings.LastIndexFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == '(' || r == '“' || r == '"' })+1:]
	return strings.TrimLeftFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
}

// initials reports whether a word is a capital, or capitals with dots between: "J", "J.R". Those of
// countries and the like are in the table of abbreviations and may end a sentence.
func initials(word string) bool {
	want := true // a letter
	for _, r := range word {
		if want != unicode.IsUpper(r) || !want && r != '.' {
			return false
		}
		want = !want
	}
	return !want && len(word) <= 8
}

// starts reports whether the text begins with a word that begins sentences.
func (s segmenter) starts(rest string) bool {
	rest = strings.TrimLeftFunc(rest, func(r rune) bool { return opens(r) || r == '(' })
	end := strings.IndexFunc(rest, func(r rune) bool { return !unicode.IsLetter(r) })
	if end < 0 {
		end = len(rest)
	}
	var stack [32]byte
	return end > 0 && end < len(stack) && s.starters[string(match.Fold(stack[:0], rest[:end]))]
}
