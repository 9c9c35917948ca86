package indexer

import (
	"fmt"
	"slices"
	"strings"

	"github.com/claimwire/claimwire/internal/claim"
)

// Two sentences about one incident need much less in common to be one claim than two of which nothing is
// known. What an article tells of is known by its topics: see topics.go. Articles about one name may
// still tell of two incidents, so sentences join for half a year only; sums and counts that agree, for a year.

// How much sentences share of what they say that tell of one incident, and what that weighs at least.
var (
	alikeSaid  = likeness{0.27, 1}   // by the same body, of the same name
	alikeNear  = likeness{0.50, 1}   // of the same name
	alikeTopic = likeness{0.37, 2}   // in articles about the same name
	alikeFact  = likeness{0.50, 1.9} // the same, of a number and a word of every report
	alikeClose = likeness{0.55, 1}   // of the same name, by two speakers
	alikeLand  = likeness{0.25, 1}   // of one sum and one country; by words, numbers apart
	alikeAlone = likeness{0.72, 3}   // of incidents of which nothing is known
)

// about reports whether two nodes stand in articles about one name, or are told of it.
func about(keys ties) bool { return has(keys, keyTopic) || has(keys, keyNear) }

func alikeText(a, b *feature) string {
	share, _ := alike(a, b)
	return fmt.Sprintf("same incident; sentences alike by %.2f", share)
}

// sumOfIncident: one sum, told of one incident, whatever the sentence says besides. Where only one of the two
// says what the sum is, it must be precise, or the sentence name the same: a budget may be as round as a
// ransom.
func sumOfIncident(a, b *feature, keys ties) bool {
	if !about(keys) {
		return false
	}
	x, y, ok := sums(a.frame, b.frame)
	if !ok || !agree(x, y) || tellsBack(a) && lost(b.frame.Sum) || tellsBack(b) && lost(a.frame.Sum) {
		return false
	}
	n := min(claim.Digits(x.Value), claim.Digits(y.Value))
	switch {
	case n >= 3, n == 2 && a.frame.Sum != "" && a.frame.Sum == b.frame.Sum:
		return true
	case a.frame.Kind == b.frame.Kind && a.frame.Sum == b.frame.Sum && (n == 2 || !plain(a.frame.Kind) || len(a.victims)+len(b.victims) > 0):
		return true
	case !has(keys, keyNear):
		return false
	case n == 2, a.frame.Kind == b.frame.Kind, a.frame.Sum != "" && a.frame.Sum == b.frame.Sum:
		return true
	}
	return (a.frame.Sum != "") != (b.frame.Sum != "") && factor(x, y) <= closeFactor
}

// tellsBack reports whether a sentence that does not say what its sum is tells of money that came back, was stopped
// or was promised: the sum that it names beside may be that of the theft.
func tellsBack(x *feature) bool {
	if x.frame.Kind != claim.Statement || x.frame.Sum != "" {
		return false
	}
	return slices.ContainsFunc(x.meaningOf(), func(t term) bool { return slices.Contains(backSenses, t.id) })
}

// backSenses are the senses of words for what becomes of money after it was taken.
var backSenses = termsOf("back", "fine", "freeze", "repay", "reward")

func termsOf(senses ...string) []uint32 {
	var out []uint32
	for _, s := range senses {
		out = append(out, uint32(hash64(s)))
	}
	return out
}

// closeFactor is how far apart round sums may be that are one.
const closeFactor = 1.06

// actOfIncident: a theft or an attack of which nothing differs, told with its victim's name as the victim
// and without.
func actOfIncident(a, b *feature, keys ties) bool {
	if !has(keys, keyNear) || a.family != b.family || a.family != claim.Attack.Family() {
		return false
	}
	return nothingDiffers(a, b) && (tellsOf(a, b) || tellsOf(b, a))
}

// tellsOf reports whether a's sentence, which has no victim, names the victim of b: half of the words at
// least that tell its name from others, since firms of one family share one.
func tellsOf(a, b *feature) bool {
	if len(a.victims)+len(a.hosts) > 0 || a.frame.Sentence == "" {
		return false
	}
	said := strings.Fields(a.frame.Sentence)
	for _, v := range b.victims {
		own, named := 0, 0
		for w := range strings.FieldsSeq(v.Ref) {
			if !everyday(w) {
				own++
				if slices.Contains(said, w) {
					named++
				}
			}
		}
		if named > 0 && 2*named >= own {
			return true
		}
	}
	return false
}

// chargeOfIncident: who did it, or is punished for it, where the same body says so of a group or a
// service, or in like words: of states much is said.
func chargeOfIncident(a, b *feature, keys ties) bool {
	switch a.frame.Kind {
	case claim.Attribution, claim.Sanction:
	default:
		return false
	}
	if a.family != b.family || !about(keys) || !samePerpetrator(a, b) {
		return false
	}
	said := has(keys, keySaid) || has(keys, keySource)
	return said && (meet(a.bands(), b.bands()) || alikeSaid.of(a, b)) || has(keys, keyNear) && alikeNear.of(a, b)
}

// countOfIncident: one number of one sort of things.
func countOfIncident(a, b *feature, keys ties) bool {
	if !about(keys) {
		return false
	}
	for _, x := range a.frame.Counts {
		for _, y := range b.frame.Counts {
			if thing(x.Unit) == thing(y.Unit) && x.Value >= minCount && roundsTo(x.Value, y.Value) {
				return true
			}
		}
	}
	return false
}

// numberOfIncident: sentences of which no more is known than that they tell one number of three digits or more, which is no
// year, and not of two things or in two currencies.
func numberOfIncident(a, b *feature, keys ties) bool {
	if !about(keys) || plain(a.frame.Kind) || plain(b.frame.Kind) || a.frame.Kind == claim.Denial || b.frame.Kind == claim.Denial || otherUnits(a, b) {
		return false
	}
	if len(a.frame.Amounts) > 0 && len(b.frame.Amounts) > 0 && !amountsMeet(a, b) {
		return false
	}
	return slices.ContainsFunc(a.numbers, func(n string) bool { return tellsMuch(n) && slices.Contains(b.numbers, n) })
}

// tellsMuch reports whether a number is one that two facts of an incident seldom share.
func tellsMuch(number string) bool {
	year := len(number) == 4 && (number[:2] == "19" || number[:2] == "20")
	return len(number) >= 3 && !year && len(strings.Trim(number, "0.")) >= 2
}

// denialOfIncident: the same party denies what it is said to have done, or nobody is named who denies, and the
// same body says so.
func denialOfIncident(a, b *feature, keys ties) bool {
	if !about(keys) || a.frame.Kind != claim.Denial || b.frame.Kind != claim.Denial {
		return false
	}
	if tellOther(a, b) {
		return false
	}
	if noPerpetrator(a, b) {
		return !keys.other && (has(keys, keySaid) || has(keys, keySource))
	}
	return samePerpetrator(a, b) && (!keys.other || len(a.victims)+len(b.victims) == 0)
}

// denialOfName is denialOfIncident where both denials are told of one name.
func denialOfName(a, b *feature, keys ties) bool {
	return has(keys, keyNear) && denialOfIncident(a, b, keys)
}

// tellOther reports whether both denials tell what they deny, and no word of it is the same: "we have had no demand",
// "no files were encrypted". One that says no more than that it is denied may be any.
func tellOther(a, b *feature) bool {
	x, y := a.meaningOf(), b.meaningOf()
	return telling(x) >= tellsWhat && telling(y) >= tellsWhat && overlapOf(a, b).both < weightWord
}

// tellsWhat is what the words of a denial weigh at least that tells what is denied.
const tellsWhat = 3

// telling is what the words of a sentence weigh that are no faint ones.
func telling(terms []term) (sum float32) {
	for _, t := range terms {
		if t.weight >= weightWord {
			sum += t.weight
		}
	}
	return sum
}

// saidOfIncident: sentences that say alike, the less so the more is known to be one: what they are about,
// and who says it.
func saidOfIncident(a, b *feature, keys ties) bool {
	if a.family != b.family && plain(a.frame.Kind) && plain(b.frame.Kind) || otherCounts(a, b) || otherUnits(a, b) {
		return false
	}
	if !about(keys) {
		return false
	}
	share, weight := alike(a, b)
	of := func(l likeness) bool { return share >= l.share && weight >= l.weight }
	said := a.family == b.family && (has(keys, keySaid) || has(keys, keySource))
	return of(alikeTopic) || of(alikeFact) || said && of(alikeSaid) ||
		has(keys, keyNear) && (of(alikeClose) || !keys.other && of(alikeNear))
}

// sumOfLand: one sum or number, told of one country within a quarter or two, where at least one side names no
// victim: its role or the sentence must be the same as well, and a number of one digit is known by the sentence alone.
func sumOfLand(a, b *feature, keys ties) bool {
	if !has(keys, keyLand) || a.frame.Kind != b.frame.Kind || len(a.victims) > 0 && len(b.victims) > 0 {
		return false
	}
	if x, y, ok := sums(a.frame, b.frame); ok {
		if !agree(x, y) {
			return false
		}
		several := min(claim.Digits(x.Value), claim.Digits(y.Value)) >= preciseDigits
		return several && a.frame.Sum != "" && a.frame.Sum == b.frame.Sum || besides(a, b, alikeLand)
	}
	return countsMeet(a, b) || sameUnit(a, b) && !otherCounts(a, b) && besides(a, b, likeness{alikeLand.share, alikeLand.weight + weightWord})
}

// besides reports whether two sentences say alike beside the number that they share; of a count the unit is one word.
func besides(a, b *feature, l likeness) bool {
	return l.of(a, b) && overlapOf(a, b).words() >= l.weight
}

// otherUnits reports whether both count, and count other things.
func otherUnits(a, b *feature) bool {
	return a.frame.Kind == claim.CountKind && b.frame.Kind == claim.CountKind && !sameUnit(a, b)
}
