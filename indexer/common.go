package indexer

import (
	"slices"
	"strings"

	"github.com/claimwire/claimwire/internal/claim"
)

// MaxFrames is the number of nodes from which on a key is too common to mean anything: a key held by
// more nodes joins nobody any more.
const MaxFrames = 500

// maxSayings is the same for the keys of sentences. A sentence on one thing is found in few distinct frames, for
// most of its copies give equal ones; what stands in a hundred is a formula, written of anything.
const maxSayings = 100

// MaxFramesOf is the number of nodes from which on a key of its sort is too common to mean anything.
func MaxFramesOf(key uint64) int {
	switch classOf(key) {
	case keySentence, keyPhrase:
		return maxSayings
	}
	return MaxFrames
}

// LiveKeys are all keys of a node without those that are too common, sorted: what a store gives as Node.Keys. A node
// whose own sentence is a formula has none: what else stands in its article, or beside the sentence in another
// article, does not make it the same.
func LiveKeys(f *claim.Frame, all []uint64, common func(key uint64) bool) []uint64 {
	if f.Sentence != "" && common(sayingKey(f.Kind.Family(), f.Sentence)) {
		return nil
	}
	keys := make([]uint64, 0, len(all))
	for _, k := range all {
		if !common(k) {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	return keys
}

// sayingKey is the key of a sentence, or of one that is too short to join by.
func sayingKey(family, said string) uint64 {
	if strings.Count(said, " ")+1 < minSentenceWords {
		return newKey(keyPhrase, family, said)
	}
	return newKey(keySentence, family, said)
}
