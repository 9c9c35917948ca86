package query

import (
	"strings"

	"github.com/claimwire/claimwire/internal/claim"
)

// Highlight is the claim's statement, or the sentence of its evidence, in which most of a query's words
// stand, with « and » around each stretch that matched; empty where the query looks for no text or none
// of it stands there.
func Highlight(n Node, c *claim.Claim) string {
	words := sought(n, nil)
	if len(words) == 0 {
		return ""
	}
	best, most := "", 0
	for _, text := range Values(Text, c) {
		if marked, hits := mark(text, words, "«", "»"); hits > most {
			best, most = marked, hits
		}
	}
	return best
}

// Mark puts begin and end around each stretch of a text that the query looks for, and counts how many of
// its words and phrases stand there.
func Mark(n Node, text, begin, end string) (marked string, hits int) {
	return mark(text, sought(n, nil), begin, end)
}

// sought collects the text that a query looks for, not what it excludes.
func sought(n Node, list []Words) []Words {
	switch n := n.(type) {
	case And:
		for _, n := range n {
			list = sought(n, list)
		}
	case Or:
		for _, n := range n {
			list = sought(n, list)
		}
	case Words:
		if n.Field == Text || n.Field == Statement {
			list = append(list, n)
		}
	}
	return list
}

// Sought are the words and phrases of text that a claim should have, for ranking.
func Sought(n Node) []Words { return sought(n, nil) }

// mark is Mark for the words and phrases themselves.
func mark(text string, words []Words, begin, end string) (string, int) {
	tokens := Tokens(text)
	hit, hits := matched(tokens, words)
	var b strings.Builder
	at := 0
	for i := 0; i < len(tokens); i++ {
		if !hit[i] {
			continue
		}
		from := tokens[i].Start
		for i+1 < len(tokens) && hit[i+1] {
			i++
		}
		b.WriteString(text[at:from] + begin + text[from:tokens[i].End] + end)
		at = tokens[i].End
	}
	return b.String() + text[at:], hits
}

// matched says which tokens are part of a match, and how many of the words and phrases stand there.
func matched(tokens []Token, words []Words) (hit []bool, hits int) {
	hit = make([]bool, len(tokens))
	for _, w := range words {
		found := false
		for i := 0; i+len(w.Words) <= len(tokens); i++ {
			if w.at(tokens[i:]) {
				found = true
				for k := range w.Words {
					hit[i+k] = true
				}
			}
		}
		if found {
			hits++
		}
	}
	return hit, hits
}
