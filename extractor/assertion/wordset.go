package assertion

import "github.com/claimwire/claimwire/extractor/lexicon"

// wordset is a set of words of en/wordsets.
type wordset uint32

const (
	enforcer wordset = 1 << iota
	bench
	term
	order
	nobody
	part
	seeming
	site
	tricked
	accusedly
	informing
	tie
	staff
	payment
	body
	country
	headed
	bringing
	programOf
	vague
	machines
)

// wordsetNames are the sets as the table writes them.
func wordsetNames() map[string]wordset {
	return map[string]wordset{"enforcer": enforcer, "bench": bench, "term": term, "order": order, "nobody": nobody, "part": part, "seeming": seeming,
		"site": site, "tricked": tricked, "accusedly": accusedly, "informing": informing, "tie": tie, "staff": staff, "payment": payment, "body": body, "country": country, "headed": headed,
		"bringing": bringing, "program": programOf, "vague": vague, "machines": machines}
}

// loadWordsets reads en/wordsets: the sets of each word, by its id.
func loadWordsets(lex *lexicon.Lexicon) (sets []wordset) {
	known := wordsetNames()
	for _, row := range lex.Rows("en/wordsets") {
		id := lex.Words(row.Get("word"))[0]
		for int(id) >= len(sets) {
			sets = append(sets, 0)
		}
		for _, name := range row.List("sets") {
			bit, ok := known[name]
			if !ok {
				panic("internal error: en/wordsets.tsv: unknown set of " + row.Get("word"))
			}
			sets[id] |= bit
		}
	}
	return sets
}

// in reports whether the word at a token of the sentence is in a set.
func (s *sentence) in(i int, w wordset) bool {
	return i >= s.span.From && i < s.span.To && s.tables.among(s.t.Tokens[i].Word, w)
}

// among reports whether a word is in a set.
func (t *tables) among(word uint32, w wordset) bool {
	return int(word) < len(t.sets) && t.sets[word]&w != 0
}
