package match

import (
	"encoding/binary"
	"hash/maphash"
	"math/bits"
)

// Vocab numbers words. 0 is no word. It is filled while tables are built and read-only afterwards.
//
// Every word of every text is looked up here, so a word of up to eleven bytes stands whole in its slot: one
// line of the processor's cache tells what a map needs three for.
type Vocab struct {
	slots []slot // open addressing; a power of two of them, half of them free at least
	words []string
	seed  maphash.Seed
}

// slot holds a word in small, or the hash of a longer one, and its number. An id of 0 is a free slot.
type slot struct {
	lo uint64
	hi uint32
	id uint32
}

const short = 11 // bytes of a word that a slot can hold

// NewVocab returns an empty vocabulary.
func NewVocab() *Vocab { return &Vocab{slots: make([]slot, 1<<10), seed: maphash.MakeSeed()} }

// Add numbers a word, which must be folded.
func (v *Vocab) Add(folded string) uint32 {
	if 2*len(v.words) >= len(v.slots) {
		v.grow()
	}
	k := v.key([]byte(folded))
	i := v.find(k, folded)
	if v.slots[i].id == 0 {
		v.words = append(v.words, folded)
		k.id = uint32(len(v.words))
		v.slots[i] = k
	}
	return v.slots[i].id
}

// ID is the number of a word, or 0 for one that no table holds.
func (v *Vocab) ID(folded []byte) uint32 {
	k := v.key(folded)
	if len(folded) > short {
		return v.slots[v.find(k, string(folded))].id
	}
	mask := uint64(len(v.slots) - 1)
	for i := k.hash() & mask; ; i = (i + 1) & mask {
		if s := &v.slots[i]; s.lo == k.lo && s.hi == k.hi || s.id == 0 {
			return s.id
		}
	}
}

// Len is the number of words; ids run from 1 to Len.
func (v *Vocab) Len() int { return len(v.words) }

// find is the slot of a word, or the free one where it belongs.
func (v *Vocab) find(k slot, folded string) uint64 {
	mask := uint64(len(v.slots) - 1)
	for i := k.hash() & mask; ; i = (i + 1) & mask {
		s := &v.slots[i]
		if s.id == 0 || s.lo == k.lo && s.hi == k.hi && (len(folded) <= short || v.words[s.id-1] == folded) {
			return i
		}
	}
}

func (v *Vocab) grow() {
	old := v.slots
	v.slots = make([]slot, 2*len(old))
	for _, s := range old {
		if s.id > 0 {
			v.slots[v.find(s, v.words[s.id-1])] = s
		}
	}
}

// key is a word as a slot holds it: its bytes and how many they are, or the hash of a long one. What is read twice where
// a word is no whole number of machine words falls on the same bits.
func (v *Vocab) key(w []byte) slot {
	n := len(w)
	k := slot{hi: uint32(min(n, short+1)) << 24}
	switch {
	case n > short:
		k.lo = maphash.Bytes(v.seed, w)
	case n >= 8:
		k.lo = binary.LittleEndian.Uint64(w)
		k.hi |= uint32(uint64(binary.LittleEndian.Uint32(w[n-4:])) >> (8 * (12 - n)))
	case n >= 4:
		k.lo = uint64(binary.LittleEndian.Uint32(w)) | uint64(binary.LittleEndian.Uint32(w[n-4:]))<<(8*(n-4))
	case n > 0:
		k.lo = uint64(w[0]) | uint64(w[n/2])<<(8*(n/2)) | uint64(w[n-1])<<(8*(n-1))
	}
	return k
}

func (k slot) hash() uint64 { return mixed(k.lo ^ uint64(k.hi)<<29) }

// mixed spreads a key over all bits of a number.
func mixed(key uint64) uint64 {
	hi, lo := bits.Mul64(key, 0x9e3779b97f4a7c15)
	return hi ^ lo
}
