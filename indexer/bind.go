package indexer

import (
	"slices"
	"strings"

	"github.com/claimwire/claimwire/internal/claim"
)

// What the table of bindings asks of two nodes.

// sayAlike compares sentences of one document or body. Acts and denials must be nearly word for word,
// and by one perpetrator where they name any: "X was hacked" is like every other "Y was hacked".
func sayAlike(a, b *feature, least float64) bool {
	if !plain(a.frame.Kind) && a.frame.Kind != claim.Denial {
		return like(a, b) >= least
	}
	return (samePerpetrator(a, b) || noPerpetrator(a, b)) && like(a, b) >= likeFormula
}

// strangers reports whether both are told of something that has a name, and share none.
func strangers(a, b *feature, keys ties) bool { return !about(keys) && a.named && b.named }

// preciseSums reports whether both tell sums that two incidents seldom share.
func preciseSums(a, b *feature) bool {
	x, y, ok := sums(a.frame, b.frame)
	return ok && min(claim.Digits(x.Value), claim.Digits(y.Value)) >= preciseSum
}

// saysMuch reports whether both sentences are too long to be written twice.
func saysMuch(a, b *feature) bool {
	return min(strings.Count(a.frame.Sentence, " "), strings.Count(b.frame.Sentence, " "))+1 >= longSentence
}

const longSentence = 12

// sameLongSentence: one sentence, whenever it is said, where more than its words is the same: the name that both are
// told of, or else no other name, and a victim or many words. "We take the security of our customers seriously" is said of
// any incident.
func sameLongSentence(a, b *feature, keys ties) bool {
	if !has(keys, keySentence) {
		return false
	}
	return about(keys) || sameVictim(a, b) || !strangers(a, b, keys) && (len(a.victims)+len(b.victims) > 0 || saysMuch(a, b))
}

// likeNearInTime: nothing but like sentences, within weeks. Of two names they must be long or two writers' words
// for one thing: the very same short sentence is a formula.
func likeNearInTime(a, b *feature, keys ties) bool {
	if !has(keys, keyLike) || a.frame.Kind == claim.Denial {
		return false
	}
	if strangers(a, b, keys) {
		return (saysMuch(a, b) || !has(keys, keySentence)) && !plain(a.frame.Kind) && alikeAlone.of(a, b)
	}
	return sayAlike(a, b, likeAlone) || !plain(a.frame.Kind) && alikeAlone.of(a, b)
}

// nothingDiffers: both tell an act, and no sums or counts by which the one may be another.
func nothingDiffers(a, b *feature) bool {
	return plain(a.frame.Kind) && a.frame.Kind == b.frame.Kind && (len(a.frame.Amounts) == 0 || len(b.frame.Amounts) == 0) && !otherCounts(a, b)
}

// plain kinds bind by victim; a statement, a count or a denial says too many things of one victim.
func plain(k claim.Kind) bool {
	switch k {
	case claim.Statement, claim.CountKind, claim.Denial:
		return false
	}
	return true
}

// victimsBind: what is told of one victim is one claim where the kind says enough. Who did it is an opinion, which two
// speakers share who name the same; and whose money is washed says less than who washes it.
func victimsBind(a, b *feature, keys ties) bool {
	if !has(keys, keyVictim) || !sameVictim(a, b) {
		return false
	}
	switch a.frame.Kind {
	case claim.Statement:
		return like(a, b) >= likeOfVictim || amountsMeet(a, b) && like(a, b) >= likeWithSum
	case claim.CountKind:
		return sameUnit(a, b)
	case claim.Denial:
		return samePerpetrator(a, b) || noPerpetrator(a, b)
	case claim.Attribution:
		return samePerpetrator(a, b) && (!keys.other || slices.Equal(a.actors, b.actors))
	case claim.Sanction:
		return samePerpetrator(a, b)
	case claim.Laundering, claim.Funding:
		if !samePerpetrator(a, b) && !amountsMeet(a, b) {
			return false
		}
	}
	return a.frame.Kind == b.frame.Kind || amountsMeet(a, b) || a.when.known && b.when.known && a.frame.Aspect == b.frame.Aspect
}

func sameUnit(a, b *feature) bool {
	for _, x := range a.frame.Counts {
		for _, y := range b.frame.Counts {
			if thing(x.Unit) == thing(y.Unit) {
				return true
			}
		}
	}
	return false
}

// countsMeet reports whether both count one number, of one sort of things, that is told in more than a digit.
func countsMeet(a, b *feature) bool {
	for _, x := range a.frame.Counts {
		for _, y := range b.frame.Counts {
			if thing(x.Unit) == thing(y.Unit) && min(claim.Digits(x.Value), claim.Digits(y.Value)) > 1 && roundsTo(x.Value, y.Value) {
				return true
			}
		}
	}
	return false
}

func amountsMeet(a, b *feature) bool {
	x, y, ok := sums(a.frame, b.frame)
	return ok && agree(x, y)
}

func countsBind(a, b *feature, keys ties) bool {
	if !has(keys, keyCount) || !otherwiseAlike(a, b) {
		return false
	}
	return samePerpetrator(a, b) || sameVictim(a, b) || has(keys, keySource) || has(keys, keyDocument) || like(a, b) >= likeOfSource
}

func otherwiseAlike(a, b *feature) bool {
	return a.frame.Kind == claim.CountKind || like(a, b) >= likeWithSum
}

// sameSubject: short kinds that have no victim and no sum, by one perpetrator, near in time. Who funds or
// launders what in one document or by one body's word is one claim, else where the sentences have
// something in common; who is behind it all is one where the same two names stand in both.
func sameSubject(a, b *feature, keys ties) bool {
	if !has(keys, keySubject) || a.frame.Kind != b.frame.Kind || len(a.numbers)+len(b.numbers) > 0 && !meet(a.numbers, b.numbers) {
		return false
	}
	if a.frame.Kind == claim.Attribution {
		return len(a.actors) > 1 && slices.Equal(a.actors, b.actors)
	}
	return samePerpetrator(a, b) && (has(keys, keyDocument) || has(keys, keySource) || like(a, b) >= likeOfSubject)
}

// preciseBind: a sum of three digits is known again whoever is named, where one side names nobody as its
// victim; in statements a sum of two digits, where the sentences share a word besides.
func preciseBind(a, b *feature, keys ties) bool {
	if !has(keys, keySum) || len(a.victims) > 0 && len(b.victims) > 0 {
		return false
	}
	x, y, ok := sums(a.frame, b.frame)
	if !ok || !agree(x, y) {
		return false
	}
	n := min(claim.Digits(x.Value), claim.Digits(y.Value))
	if plain(a.frame.Kind) {
		return n >= 3 && a.frame.Sum == b.frame.Sum
	}
	return like(a, b) >= likeOfSum
}

// unnamedBind: nobody named in either, so that the sum must say it: precise, or with the same class of
// victims.
func unnamedBind(a, b *feature, keys ties) bool {
	if !has(keys, keyAmount) || !noPerpetrator(a, b) || !plain(a.frame.Kind) {
		return false
	}
	x, y, ok := sums(a.frame, b.frame)
	if !ok || !agree(x, y) {
		return false
	}
	n := min(claim.Digits(x.Value), claim.Digits(y.Value))
	return n >= 3 || n == 2 && (meet(a.frame.Targets, b.frame.Targets) || sameVictim(a, b))
}
