package indexer

import (
	_ "embed"
	"hash/fnv"
	"math/bits"
	"slices"
	"strings"

	"github.com/claimwire/claimwire/internal/claim"
)

//go:embed data/stopwords.tsv
var stopwordsTSV string

//go:embed data/generic.tsv
var genericTSV string

var (
	stopwords    = words(stopwordsTSV)
	genericWords = words(genericTSV)
)

// words reads a table of one word a line.
func words(tsv string) map[string]bool {
	m := map[string]bool{}
	for _, f := range table(tsv) {
		m[f[0]] = true
	}
	return m
}

// table splits an embedded TSV into fields, without its comment lines.
func table(tsv string) [][]string {
	var rows [][]string
	for line := range strings.Lines(tsv) {
		if line = strings.TrimRight(line, "\r\n"); line != "" && !strings.HasPrefix(line, "#") {
			rows = append(rows, strings.Split(line, "\t"))
		}
	}
	return rows
}

// hash64 is a stable hash of the parts: keys are stored, so it must never change.
func hash64(parts ...string) uint64 {
	h := fnv.New64a()
	for _, p := range parts {
		h.Write([]byte(p)) // a hash.Hash never errs
		h.Write([]byte{0})
	}
	return mix(h.Sum64())
}

// mix spreads FNV's weak high bits (the finaliser of splitmix64).
func mix(x uint64) uint64 {
	x ^= x >> 30
	x *= 0xbf58476d1ce4e5b9
	x ^= x >> 27
	x *= 0x94d049bb133111eb
	return x ^ x>>31
}

// maxStems bounds what of a sentence is compared: real ones have under a hundred words.
const maxStems = 120

// stems are the words of a normalised sentence that carry its meaning, cut to their stems, hashed,
// sorted and distinct.
func stems(normal string) []uint32 {
	var out []uint32
	for w := range strings.FieldsSeq(normal) {
		if len(w) < 2 || stopwords[w] {
			continue
		}
		if out = append(out, uint32(hash64(stem(w)))); len(out) == maxStems {
			break
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// stem cuts the endings that reports of one thing exchange ("stole funds to launder", "laundering
// stolen funds"). It need not be a word.
func stem(w string) string {
	for _, end := range [...]string{"ations", "ation", "ments", "ment", "ings", "ing", "ers", "ies", "ied", "ed", "er", "es", "ly", "s", "y", "e"} {
		if len(w) >= len(end)+4 && strings.HasSuffix(w, end) {
			return w[:len(w)-len(end)]
		}
	}
	return w
}

// dice is twice the share of common members in two sorted sets, from 0 to 1.
func dice(a, b []uint32) float64 {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	return 2 * float64(common(a, b)) / float64(len(a)+len(b))
}

// common counts the members that two sorted sets share.
func common[T uint32 | uint64](a, b []T) int {
	n, i, j := 0, 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			n, i, j = n+1, i+1, j+1
		}
	}
	return n
}

const (
	shingleWords = 3
	sketchSize   = 64
)

// sketch gives a text's simhash and the smallest hashes of its word shingles, for Jaccard.
func sketch(normal string) (simhash uint64, smallest []uint32) {
	list := strings.Fields(normal)
	hashes := make([]uint64, 0, len(list))
	for i := range list {
		h := uint64(14695981039346656037)
		for _, w := range list[i:min(i+shingleWords, len(list))] {
			for j := 0; j < len(w); j++ {
				h = (h ^ uint64(w[j])) * 1099511628211
			}
			h = (h ^ ' ') * 1099511628211
		}
		hashes = append(hashes, mix(h))
		if i+shingleWords >= len(list) {
			break
		}
	}
	slices.Sort(hashes)
	hashes = slices.Compact(hashes)
	for _, h := range hashes[:min(len(hashes), sketchSize)] {
		smallest = append(smallest, uint32(h>>32))
	}
	return simhashOf(hashes), slices.Compact(smallest)
}

// simhashOf has the bits that most of the hashes have. They are counted in planes, the k-th of which holds bit k of
// all 64 counts, so that a hash costs a few operations and not one for each bit.
func simhashOf(hashes []uint64) uint64 {
	planes := make([]uint64, bits.Len(uint(len(hashes))))
	for _, h := range hashes {
		for k := 0; h != 0; k++ {
			planes[k], h = planes[k]^h, planes[k]&h
		}
	}
	var out uint64
	for b := range 64 {
		count := 0
		for k, p := range planes {
			count |= int(p>>b&1) << k
		}
		if 2*count > len(hashes) {
			out |= 1 << b
		}
	}
	return out
}

// jaccard estimates how much two texts share from their sketches: of the smallest hashes of both
// together, the part that both have.
func jaccard(a, b []uint32) float64 {
	n, both, i, j := 0, 0, 0, 0
	for n < sketchSize && (i < len(a) || j < len(b)) {
		switch {
		case j == len(b) || i < len(a) && a[i] < b[j]:
			i++
		case i == len(a) || a[i] > b[j]:
			j++
		default:
			both, i, j = both+1, i+1, j+1
		}
		n++
	}
	if n == 0 {
		return 0
	}
	return float64(both) / float64(n)
}

func hamming(a, b uint64) int { return bits.OnesCount64(a ^ b) }

// quoted lists the normal forms of the quotations in a stretch of text that are long enough to be
// known again.
func quoted(text string) []string {
	var out []string
	for rest := text; ; {
		open := strings.IndexAny(rest, "\"“«„")
		if open < 0 {
			return out
		}
		r := []rune(rest[open:])[0]
		rest = rest[open+len(string(r)):]
		end := strings.IndexAny(rest, closers[r])
		if end < 0 {
			end = len(rest)
		}
		if q := claim.NormalText(rest[:end]); strings.Count(q, " ")+1 >= minQuoteWords {
			out = append(out, q)
		}
		if end == len(rest) {
			return out
		}
		_, after, _ := strings.Cut(rest[end:], string([]rune(rest[end:])[0]))
		rest = after
	}
}

// minQuoteWords is the least length of a quotation that nobody uses by chance.
const minQuoteWords = 5

var closers = map[rune]string{'"': "\"", '“': "”\"", '«': "»", '„': "“”\""}
