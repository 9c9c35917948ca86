package citation

import "github.com/claimwire/claimwire/extractor/lexicon"

// sense is what a word tells of a citation besides its syntax, as a set.
type sense uint32

// The senses of words, by their names in en/citationwords.
const (
	watching  sense = 1 << iota // before a noun for companies: it watches others rather than being hit
	adding                      // goes on with what a speaker said
	given                       // a first name
	municipal                   // behind a name it tells that it is a town's: "Dunmore officials"
	township                    // before "of" it tells that a town follows
	another                     // tells that one is meant that was not named before
	passing                     // before "to" or "with": somebody was told
	giving                      // whoever did it to figures or a paper gave them out
	institute                   // ends or begins a body\'s name as a noun for bodies does
	uttered                     // a thing that is said: what one delivers, offers or withdraws is one
)

// senses are their names in the data.
func senses() map[string]sense {
	return map[string]sense{"watching": watching, "adding": adding, "another": another, "passing": passing, "giving": giving, "institute": institute, "uttered": uttered, "municipal": municipal, "township": township}
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
		for _, name := range row.List("senses") {
			if known[name] == 0 || len(ids) != 1 {
				panic("internal error: embedded lexicon: en/citationwords: " + row.Get("word") + " " + name)
			}
			list.set(ids[0], known[name])
		}
	}
	for _, row := range lex.Rows("givennames") {
		if ids := lex.Words(row.Get("name")); len(ids) == 1 {
			list.set(ids[0], given)
		}
	}
	return list
}

func (l *words) set(id uint32, s sense) {
	for int(id) >= len(*l) {
		*l = append(*l, make(words, int(id)+64-len(*l))...)
	}
	(*l)[id] |= s
}

// has reports whether a word has a sense, by its id.
func (l words) has(id uint32, s sense) bool { return int(id) < len(l) && l[id]&s != 0 }

// is reports whether token i has a sense.
func (w *work) is(i int, s sense) bool {
	return i >= 0 && i < len(w.t.Tokens) && w.words.has(w.t.Tokens[i].Word, s)
}
