package indexer

import (
	_ "embed"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/claimwire/claimwire/internal/claim"
)

//go:embed data/aspects.tsv
var aspectsTSV string

// aspectWords says of words which part of an attack they tell.
var aspectWords = aspectTable(aspectsTSV)

// The parts of an attack that sentences tell which give no sum.
const (
	aspectData = "data" // what was taken
	aspectLeak = "leak" // that it is shown or sold

	aspectThreat = "threat" // what tells that it is not yet, or not at all
)

// measures are what the law does, the latest first: who is charged may have been put on a list before, and who
// is sentenced has been charged.
var measures = [...]string{"sentence", "charge", "fine", "listing"}

func aspectTable(tsv string) map[string]string {
	m := map[string]string{}
	for _, f := range table(tsv) {
		for w := range strings.FieldsSeq(f[1]) {
			m[w] = f[0]
		}
	}
	return m
}

// aspectOf is the part of an attack or a theft without a sum that its sentence is about, where it is not the act
// as a whole: who is broken into, what is copied there and what is sold of it later are claims of their own. Of a
// sanction it is the measure that is taken.
func aspectOf(f *claim.Frame, sentence string) string {
	act := f.Kind.Family() == claim.Attack.Family() && len(f.Amounts) == 0
	if !act && f.Kind != claim.Sanction {
		return ""
	}
	told := partsTold(sentence)
	switch {
	case f.Kind == claim.Sanction:
		if i := slices.IndexFunc(measures[:], func(m string) bool { return told[m] }); i >= 0 {
			return measures[i]
		}
	case told[aspectData] && told[aspectLeak] && !told[aspectThreat]:
		return aspectLeak
	case told[aspectData] && f.Kind == claim.Theft:
		return aspectData
	}
	return ""
}

// partsTold are the parts that the words of a sentence tell. A word that is written with a capital among small ones is part
// of a name, and who is called Ransom threatens nobody by it.
func partsTold(sentence string) map[string]bool {
	told := map[string]bool{}
	fields := strings.Fields(sentence)
	capitals := 0
	for _, f := range fields {
		if capital(f) {
			capitals++
		}
	}
	title := 2*capitals > len(fields)
	for i, f := range fields {
		for w := range strings.FieldsSeq(claim.NormalText(f)) {
			if part := aspectWords[w]; part != aspectThreat || i == 0 || title || !capital(f) {
				told[part] = true
			}
		}
	}
	return told
}

func capital(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(r)
}

// aspectsDiffer: what was leaked is told of no act but the leak, nor is data money, nor one measure of the law another.
func aspectsDiffer(a, b *feature) bool {
	if a.family != b.family || a.frame.Aspect == b.frame.Aspect {
		return false
	}
	if a.frame.Kind == claim.Sanction && b.frame.Kind == claim.Sanction {
		return a.frame.Aspect != "" && b.frame.Aspect != ""
	}
	if a.frame.Aspect == aspectLeak || b.frame.Aspect == aspectLeak {
		return true
	}
	return a.frame.Aspect == aspectData && len(b.frame.Amounts) > 0 || b.frame.Aspect == aspectData && len(a.frame.Amounts) > 0
}
