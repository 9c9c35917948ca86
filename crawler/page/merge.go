package page

import (
	"hash/maphash"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Two extractors that work by different rules agree on the article far more often than on anything
// else. So the lines that both found are the article; of the lines that only the more generous one found
// those are kept that read as prose and stand between agreed ones, and the others dropped.

const (
	leastAgreed = 0.5  // share of the strict candidate that the other must confirm; below, it stands alone
	sameLine    = 0.75 // share of a line's runs of words that must be in the other text
	proseWords  = 15   // words of a line that counts as prose without being confirmed
	proseRunes  = 40   // the same for scripts that write no blanks
)

// merge returns the lines of generous that strict confirms, with the prose between them; where the two
// hardly agree it returns strict.
func merge(strict, generous string) string {
	if generous == "" || strict == "" || strict == generous {
		return firstOf(strict, generous)
	}
	known := lineSet(strict)
	lines := strings.Split(generous, "\n")
	agreed := make([]bool, len(lines))
	first, last, size := -1, -1, 0
	for i, line := range lines {
		if agreed[i] = known.has(line); agreed[i] {
			if first < 0 {
				first = i
			}
			last = i
			size += utf8.RuneCountInString(line)
		}
	}
	if float64(size) < leastAgreed*float64(utf8.RuneCountInString(strict)) {
		return strict
	}
	var kept []string
	for i, line := range lines {
		if agreed[i] || i > first && i < last && prose(line) {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}

// prose reports whether a line is a paragraph of sentences and no caption, heading or teaser.
func prose(line string) bool {
	r, _ := utf8.DecodeLastRuneInString(strings.TrimRight(line, `"'”’»)] `))
	if !strings.ContainsRune(".!?:…。！？؟।", r) {
		return false
	}
	return words(line) >= proseWords || ideographic(line) && utf8.RuneCountInString(line) >= proseRunes
}

// runs is the set of all runs of three words in a text, within lines; a shorter line is one run.
type runs struct {
	seed maphash.Seed
	set  map[uint64]struct{}
}

func lineSet(text string) runs {
	r := runs{seed: maphash.MakeSeed(), set: map[uint64]struct{}{}}
	for line := range strings.SplitSeq(text, "\n") {
		for _, h := range r.of(line) {
			r.set[h] = struct{}{}
		}
	}
	return r
}

// of hashes the runs of a line, letters and digits only.
func (r runs) of(line string) []uint64 {
	list := strings.FieldsFunc(line, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) && !unicode.IsMark(c) })
	const length = 3
	if len(list) == 0 {
		return nil
	}
	out := make([]uint64, 0, max(1, len(list)-length+1))
	for i := range max(1, len(list)-length+1) {
		var h maphash.Hash
		h.SetSeed(r.seed)
		for _, w := range list[i:min(i+length, len(list))] {
			_, _ = h.WriteString(w) // a hash cannot fail to write
			_ = h.WriteByte(0)
		}
		out = append(out, h.Sum64())
	}
	return out
}

func (r runs) has(line string) bool {
	list := r.of(line)
	found := 0
	for _, h := range list {
		if _, ok := r.set[h]; ok {
			found++
		}
	}
	return found > 0 && float64(found) >= sameLine*float64(len(list))
}
