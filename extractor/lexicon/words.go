package lexicon

import (
	"strings"
	"unicode"

	"github.com/claimwire/claimwire/extractor/match"
)

// Words numbers the words of a phrase as the segment pass would cut them: at blanks, around hyphens and
// other marks, and before a possessive ending ("break-in" has three tokens). New words join the
// vocabulary, so it belongs into the New of a pass, never into its run.
func (l *Lexicon) Words(phrase string) []uint32 {
	var ids []uint32
	for _, field := range strings.Fields(string(match.Fold(nil, phrase))) {
		for field != "" {
			n := cut(field)
			ids = append(ids, l.Vocab.Add(field[:n]))
			field = field[n:]
		}
	}
	return ids
}

// cut is the length of the first token of a folded field without blanks.
func cut(field string) int {
	if strings.HasPrefix(field, "'s") && len(field) == 2 {
		return 2
	}
	for i, r := range field {
		switch {
		case strings.ContainsRune("-/:,;()[]|!?\"“”%", r) || unicode.Is(unicode.Sc, r):
			if i == 0 {
				return len(string(r))
			}
			return i
		case r == '\'' && field[i:] == "'s" && i > 0:
			return i
		}
	}
	return len(field)
}
