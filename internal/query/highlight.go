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
		if marked, hits := mark(text, words); hits > most {
			best, most = marked, hits
		}
	}
	return best
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

// mark puts marks around what matches and counts how many of the words and phrases do.
func mark(text string, words []Words) (string, int) {
	tokens := Tokens(text)
	hit := make([]bool, len(tokens)) // token i is part of a match
	hits := 0
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
		b.WriteString(text[at:from] + "«" + text[from:tokens[i].End] + "»")
		at = tokens[i].End
	}
	return b.String() + text[at:], hits
}
