// Package match finds phrases of one or more words in tokenised text. Words are numbered by one Vocab
// that all tables of the extractor share, so that a text's words are looked up once and every table
// then compares numbers. It knows no domain.
package match

import "unicode"

// Vocab numbers words. 0 is no word. It is filled while tables are built and read-only afterwards.
type Vocab struct{ ids map[string]uint32 }

// NewVocab returns an empty vocabulary.
func NewVocab() *Vocab { return &Vocab{ids: map[string]uint32{}} }

// Add numbers a word, which must be folded.
func (v *Vocab) Add(folded string) uint32 {
	id, ok := v.ids[folded]
	if !ok {
		id = uint32(len(v.ids) + 1)
		v.ids[folded] = id
	}
	return id
}

// ID is the number of a word, or 0 for one that no table holds.
func (v *Vocab) ID(folded []byte) uint32 { return v.ids[string(folded)] }

// Len is the number of words; ids run from 1 to Len.
func (v *Vocab) Len() int { return len(v.ids) }

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

// Trie holds phrases, each with a value. Build it with Add, then only read it.
type Trie[T any] struct {
	next   map[uint64]uint32 // state<<32 | word → state; state 0 is the root
	at     []uint32          // by state: 1 + the index of its value, 0 where no phrase ends there
	values []T
	first  []bool // by word id: some phrase begins with it
}

// NewTrie returns an empty trie.
func NewTrie[T any]() *Trie[T] {
	return &Trie[T]{next: map[uint64]uint32{}, at: make([]uint32, 1)}
}

// Add puts a phrase of word ids with its value in the trie and reports whether it was new; an old
// value stays.
func (t *Trie[T]) Add(words []uint32, value T) bool {
	if len(words) == 0 {
		return false
	}
	for int(words[0]) >= len(t.first) {
		t.first = append(t.first, make([]bool, int(words[0])+1-len(t.first))...)
	}
	t.first[words[0]] = true
	state := uint32(0)
	for _, w := range words {
		key := uint64(state)<<32 | uint64(w)
		n, ok := t.next[key]
		if !ok {
			n = uint32(len(t.at))
			t.at = append(t.at, 0)
			t.next[key] = n
		}
		state = n
	}
	if t.at[state] != 0 {
		return false
	}
	t.values = append(t.values, value)
	t.at[state] = uint32(len(t.values))
	return true
}

// Begins reports whether some phrase begins with the word: the cheap test before Longest.
func (t *Trie[T]) Begins(word uint32) bool { return int(word) < len(t.first) && t.first[word] }

// Longest finds the longest phrase that stands at position i of n words, word(i) being the id of the
// i-th. It returns the value and the number of words, 0 where none stands there.
func (t *Trie[T]) Longest(word func(int) uint32, i, n int) (value T, length int) {
	if i >= n || !t.Begins(word(i)) {
		return value, 0
	}
	state, end := uint32(0), uint32(0)
	for j := i; j < n; j++ {
		w := word(j)
		if w == 0 {
			break
		}
		s, ok := t.next[uint64(state)<<32|uint64(w)]
		if !ok {
			break
		}
		state = s
		if t.at[state] != 0 {
			end, length = state, j-i+1
		}
	}
	if length > 0 {
		value = t.values[t.at[end]-1]
	}
	return value, length
}
