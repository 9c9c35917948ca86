package match

// Trie holds phrases, each with a value. Build it with Add, then only read it.
type Trie[T any] struct {
	edges  []edge // open addressing; a power of two of them, half of them free at least
	states uint32 // without the root, which is state 0
	values []T
	first  []uint64 // a bit by word id: some phrase begins with it
}

// edge leads from a state by a word to a state. What that one has stands with it, so that a step reads one line of
// the processor's cache.
type edge struct {
	key uint64 // state<<32 | word; 0 is a free one
	to  uint32
	at  uint32 // 1 + the index of the value of the phrase that ends here, 0 where none does; on also where phrases go on
}

const on = 1 << 31 // in edge.at: a phrase goes on behind it

// NewTrie returns an empty trie.
func NewTrie[T any]() *Trie[T] { return &Trie[T]{edges: make([]edge, 16)} }

// Add puts a phrase of word ids with its value in the trie and reports whether it was new; an old
// value stays.
func (t *Trie[T]) Add(words []uint32, value T) bool {
	if len(words) == 0 {
		return false
	}
	for int(words[0]>>6) >= len(t.first) {
		t.first = append(t.first, make([]uint64, int(words[0]>>6)+1-len(t.first))...)
	}
	t.first[words[0]>>6] |= 1 << (words[0] & 63)
	state := uint32(0)
	var last uint64
	for k, w := range words {
		key := uint64(state)<<32 | uint64(w)
		if k > 0 {
			t.edges[t.find(last)].at |= on
		}
		state, last = t.step(key), key
	}
	e := &t.edges[t.find(last)]
	if e.at&^on != 0 {
		return false
	}
	t.values = append(t.values, value)
	e.at |= uint32(len(t.values))
	return true
}

// step is the state behind an edge, made where there is none.
func (t *Trie[T]) step(key uint64) uint32 {
	if 2*int(t.states) >= len(t.edges) {
		old := t.edges
		t.edges = make([]edge, 2*len(old))
		for _, e := range old {
			if e.key != 0 {
				t.edges[t.find(e.key)] = e
			}
		}
	}
	e := &t.edges[t.find(key)]
	if e.key == 0 {
		t.states++
		*e = edge{key: key, to: t.states}
	}
	return e.to
}

// find is the place of an edge, or the free one where it belongs.
func (t *Trie[T]) find(key uint64) uint64 {
	mask := uint64(len(t.edges) - 1)
	i := mixed(key) & mask
	for t.edges[i].key != key && t.edges[i].key != 0 {
		i = (i + 1) & mask
	}
	return i
}

// Begins reports whether some phrase begins with the word: the cheap test before Longest.
func (t *Trie[T]) Begins(word uint32) bool {
	return int(word>>6) < len(t.first) && t.first[word>>6]&(1<<(word&63)) != 0
}

// Longest finds the longest phrase that stands at position i of n words, word(i) being the id of the
// i-th. It returns the value and the number of words, 0 where none stands there.
func (t *Trie[T]) Longest(word func(int) uint32, i, n int) (value T, length int) {
	if i >= n {
		return value, 0
	}
	w := word(i)
	if !t.Begins(w) {
		return value, 0
	}
	state, end := uint32(0), uint32(0)
	for j := i; ; {
		e := t.edges[t.find(uint64(state)<<32|uint64(w))]
		if at := e.at &^ on; at != 0 {
			end, length = at, j-i+1
		}
		if j++; e.at&on == 0 || j >= n {
			break
		}
		if w = word(j); w == 0 {
			break
		}
		state = e.to
	}
	if length > 0 {
		value = t.values[end-1]
	}
	return value, length
}
