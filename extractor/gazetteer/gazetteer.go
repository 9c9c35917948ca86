// Package gazetteer holds what the passes that look for names share: sets and classes of words as the
// tables of the lexicon give them, asked for by the number of a word.
package gazetteer

import (
	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/lexicon"
)

// Mask holds the classes of a word, one bit each.
type Mask uint64

// Has reports whether the mask holds any of the classes.
func (m Mask) Has(classes Mask) bool { return m&classes != 0 }

// Classes tells the classes of words.
type Classes struct {
	of   []Mask
	bits map[string]Mask
}

// NewClasses reads a table with the columns word and classes. It panics for more than 64 classes.
func NewClasses(lex *lexicon.Lexicon, table string) *Classes {
	c := &Classes{bits: map[string]Mask{}}
	for _, row := range lex.Rows(table) {
		var m Mask
		for _, class := range row.List("classes") {
			m |= c.bit(class)
		}
		c.Add(lex.Vocab.Add(row.Get("word")), m)
	}
	return c
}

func (c *Classes) bit(class string) Mask {
	b, ok := c.bits[class]
	if !ok {
		if len(c.bits) == 64 {
			panic("internal error: over 64 classes of words")
		}
		b = 1 << len(c.bits)
		c.bits[class] = b
	}
	return b
}

// Add gives a word further classes.
func (c *Classes) Add(word uint32, m Mask) {
	for int(word) >= len(c.of) {
		c.of = append(c.of, make([]Mask, int(word)+1-len(c.of))...)
	}
	c.of[word] |= m
}

// Bit is the mask of the classes named. It panics for a class that no word has: a pass asked for a
// class that the table does not know.
func (c *Classes) Bit(classes ...string) Mask {
	var m Mask
	for _, class := range classes {
		b, ok := c.bits[class]
		if !ok {
			panic("internal error: no word has the class " + class)
		}
		m |= b
	}
	return m
}

// New is a class that the table does not hold, to be filled by Add.
func (c *Classes) New(class string) Mask { return c.bit(class) }

// Of is the classes of a word.
func (c *Classes) Of(word uint32) Mask {
	if int(word) < len(c.of) {
		return c.of[word]
	}
	return 0
}

// At is the classes of token i, none where i lies outside the range.
func (c *Classes) At(t *doc.Text, i int, within doc.Range) Mask {
	if !within.Has(i) {
		return 0
	}
	return c.Of(t.Tokens[i].Word)
}
