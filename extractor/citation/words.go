package citation

import "github.com/claimwire/claimwire/extractor/lexicon"

// sense is what a word tells of a citation besides its syntax, as a set.
type sense uint32

// The senses of words, by their names in en/citationwords.
const (
	watching sense = 1 << iota // before a noun for companies: it watches others rather than being hit
	adding                     // goes on with what a speaker said
)

// senses are their names in the data.
func senses() map[string]sense {
	return map[string]sense{"watching": watching, "adding": adding}
}

// words are the senses of words, by word id.
type words []sense

// loadWords reads the list; it panics where the embedded data names a sense that is not known, which a test of
// this package would have shown.
func loadWords(lex *lexicon.Lexicon) words {
	var list words
	known := senses()
	for _, row := range lex.Rows("en/citationwords") {
		ids := lex.Words(row.Get("word"))
		for int(ids[0]) >= len(list) {
			list = append(list, make(words, int(ids[0])+64-len(list))...)
		}
		for _, name := range row.List("senses") {
			if known[name] == 0 || len(ids) != 1 {
				panic("internal error: embedded lexicon: en/citationwords: " + row.Get("word") + " " + name)
			}
			list[ids[0]] |= known[name]
		}
	}
	return list
}

// is reports whether token i has a sense.
func (w *work) is(i int, s sense) bool {
	if i < 0 || i >= len(w.t.Tokens) {
		return false
	}
	id := int(w.t.Tokens[i].Word)
	return id < len(w.words) && w.words[id]&s != 0
}
