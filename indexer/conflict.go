package indexer

import (
	"fmt"
	"slices"
	"strings"

	"github.com/claimwire/claimwire/internal/claim"
)

// conflict is one reason for which two nodes are never one claim.
type conflict struct {
	name string
	test func(a, b *feature) bool
	say  func(a, b *feature) string
}

// conflicts is THE table of what keeps two nodes apart; whatever differs and does not stand here is a
// disagreement within one claim or says nothing. What one reading tells apart is a matter of evidence,
// not of frames: see toldApart in clash.go.
var conflicts = []conflict{
	{"kind", kindsConflict,
		func(a, b *feature) string { return fmt.Sprintf("kinds %s and %s", a.frame.Kind, b.frame.Kind) }},
	{"victim", victimsDiffer,
		func(a, b *feature) string {
			return "victims " + names(a.frame.Victims) + " and " + names(b.frame.Victims)
		}},
	{"perpetrator", perpetratorsDiffer,
		func(a, b *feature) string {
			return "perpetrators " + names(a.frame.Actors) + " and " + names(b.frame.Actors)
		}},
	{"sum", sumsDiffer,
		func(a, b *feature) string {
			return fmt.Sprintf("a sum %s and a sum %s", orUnknown(a.frame.Sum), orUnknown(b.frame.Sum))
		}},
	{"aspect", aspectsDiffer,
		func(a, b *feature) string {
			return fmt.Sprintf("%s and %s", orWhole(a.frame.Aspect), orWhole(b.frame.Aspect))
		}},
	{"amount", amountsDiffer,
		func(a, b *feature) string { return "amounts " + sumText(a.frame) + " and " + sumText(b.frame) }},
	{"count", countsDiffer,
		func(a, b *feature) string { return "counts " + countText(a.frame) + " and " + countText(b.frame) }},
	{"period", periodsDiffer,
		func(a, b *feature) string {
			return "periods " + periodText(a.frame.When) + " and " + periodText(b.frame.When)
		}},
}

// kindsConflict: different families. A statement says what any kind may say, and a count is counted in
// an act, so that these are one claim with another kind where sums, counts or sentences say so.
func kindsConflict(a, b *feature) bool {
	if a.family == b.family || a.frame.Kind == claim.Statement || b.frame.Kind == claim.Statement {
		return false
	}
	act := claim.Attack.Family()
	return !(a.family == act && b.frame.Kind == claim.CountKind || b.family == act && a.frame.Kind == claim.CountKind)
}

// conflicting names the first conflict of two nodes, or is nil.
func conflicting(a, b *feature) *conflict {
	return conflictingBut(a, b, "")
}

// conflictingBut leaves one conflict out of account.
func conflictingBut(a, b *feature, name string) *conflict {
	for i := range conflicts {
		if conflicts[i].name != name && conflicts[i].test(a, b) {
			return &conflicts[i]
		}
	}
	return nil
}

// inherits reports whether x, which names no victim, may be taken to mean that of v, whose precise sum it
// tells; then its sum and that of y, on the same victim, differ no more than one victim's may.
func inherits(x, v, y *feature) bool {
	if len(x.victims) > 0 || !sameVictim(v, y) || conflictingBut(x, y, "amount") != nil {
		return false
	}
	m, n, ok := sums(x.frame, v.frame)
	o, q, both := sums(x.frame, y.frame)
	return ok && both && agree(m, n) && min(claim.Digits(m.Value), claim.Digits(n.Value)) >= 3 && factor(o, q) <= maxFactor
}

// victimsDiffer: both name victims and share none, unless a precise sum of one incident tells that the one is
// the other's owner, platform or town. A state that is hit says nothing against a victim whose country is not
// known.
func victimsDiffer(a, b *feature) bool {
	if len(a.victims) > 0 && len(b.victims) > 0 {
		return !sameVictim(a, b) && !preciseOfIncident(a, b)
	}
	if len(a.hosts) > 0 && len(b.hosts) > 0 && len(a.victims)+len(b.victims) == 0 {
		return !meet(a.hosts, b.hosts)
	}
	return elsewhere(a, b) || elsewhere(b, a)
}

// preciseOfIncident reports whether one sum of three digits is told of one name.
func preciseOfIncident(a, b *feature) bool {
	x, y, ok := sums(a.frame, b.frame)
	return ok && min(claim.Digits(x.Value), claim.Digits(y.Value)) >= preciseSum && agree(x, y) && has(shared(a, b), keyNear)
}

// preciseSum is the number of digits that two incidents seldom share.
const preciseSum = 3

// elsewhere: a names only states as victims, b names victims that are all known to be of others.
func elsewhere(a, b *feature) bool {
	if len(a.hosts) == 0 || len(a.victims) > 0 || len(b.victims) == 0 {
		return false
	}
	for _, v := range b.victims {
		if v.Country == "" || slices.Contains(a.hosts, v.Country) {
			return false
		}
	}
	return true
}

// perpetratorsDiffer: two states, or two groups with different ids. A group and its state are a
// disagreement. Who did it is what an attribution is about; a theft or an attack on one named victim
// with one sum or time is one act, whomever it is laid to, and the rival names are a disagreement.
func perpetratorsDiffer(a, b *feature) bool {
	if len(a.actors) == 0 || len(b.actors) == 0 || meet(a.actors, b.actors) {
		return false
	}
	differ := len(a.groups) > 0 && len(b.groups) > 0 && !meet(a.groups, b.groups)
	if saysWhatever(a) || saysWhatever(b) {
		return (differ || otherStates(a, b)) && !amountsMeet(a, b) && !countsMeet(a, b)
	}
	differ = differ ||
		len(a.states) > 0 && len(b.states) > 0 && !meet(a.states, b.states)
	return differ && !(a.family == claim.Attack.Family() && sameVictim(a, b) && sameAct(a, b))
}

// saysWhatever reports whether the actors of a kind need not have done anything to anybody: a statement names whom it
// speaks of, and the body that speaks.
func saysWhatever(x *feature) bool {
	return x.frame.Kind == claim.Statement || x.frame.Kind == claim.CountKind
}

// otherStates reports whether both name states by their own names, and share none.
func otherStates(a, b *feature) bool {
	named := func(x *feature) (out []string) {
		for _, p := range x.frame.Actors {
			if p.Kind == claim.State {
				out = append(out, p.Ref)
			}
		}
		return out
	}
	x, y := named(a), named(b)
	return len(x) > 0 && len(y) > 0 && !meet(x, y)
}

// sameAct reports whether the sum or the time alone shows two frames on one victim to tell one act.
func sameAct(a, b *feature) bool {
	if x, y, ok := sums(a.frame, b.frame); ok {
		return agree(x, y)
	}
	return a.when.known && b.when.known && !a.when.years && !b.when.years && a.when.gap(b.when) == 0
}

// sumsDiffer: what is taken is not what is demanded, paid, recovered or fined; nor is an act with a sum
// of these sorts the act itself, told without one.
func sumsDiffer(a, b *feature) bool {
	x, y := a.frame.Sum, b.frame.Sum
	if x == y {
		return false
	}
	if x != "" && y != "" {
		return !((lost(x) && lost(y) || costs(x, y) || costs(y, x)) && amountsMeet(a, b) && (sameVictim(a, b) || about(shared(a, b))))
	}
	return beside(a, b) || beside(b, a)
}

// beside reports whether a's sum is of something beside the act that b tells without a sum. What an attack cost is,
// and what a theft cost is what was taken.
func beside(a, b *feature) bool {
	if len(b.frame.Amounts) > 0 || b.frame.Sum != "" {
		return false
	}
	return aside(a.frame.Sum) || a.frame.Sum == claim.SumDamage && a.frame.Kind == claim.Attack
}

// lost reports whether a sum is what a victim is without: "it cost the firm $44.5 million" tells what was
// taken, where the sum is the same.
func lost(s claim.Sum) bool {
	return s == claim.SumTaken || s == claim.SumDamage || s == claim.SumTotal
}

// costs reports whether what it cost may be what was paid: "it cost the town $880,000 in ransom".
func costs(cost, paid claim.Sum) bool {
	return cost == claim.SumDamage && (paid == claim.SumPaid || paid == claim.SumFine)
}

// aside reports whether a sum is of an act of its own beside the theft or attack.
func aside(s claim.Sum) bool {
	switch s {
	case claim.SumDemanded, claim.SumPaid, claim.SumRecovered, claim.SumFine:
		return true
	}
	return false
}

const maxFactor = 2

// amountsDiffer: with the same named victim more than a factor of two apart, else apart after rounding
// each to its own digits. Other currencies, vague sums and no sums say nothing.
func amountsDiffer(a, b *feature) bool {
	x, y, ok := sums(a.frame, b.frame)
	if !ok {
		return false
	}
	if sameVictim(a, b) {
		return factor(x, y) > maxFactor && intervalOf(x).apart(intervalOf(y))
	}
	return intervalOf(x).apart(intervalOf(y))
}

// countsDiffer: two counts of the same things. With the same named victim up to a factor of two is a
// disagreement.
func countsDiffer(a, b *feature) bool {
	if a.frame.Kind != claim.CountKind || b.frame.Kind != claim.CountKind {
		return otherThings(a, b)
	}
	differ := false
	for _, x := range a.frame.Counts {
		for _, y := range b.frame.Counts {
			if thing(x.Unit) != thing(y.Unit) {
				continue
			}
			if roundsTo(x.Value, y.Value) || sameVictim(a, b) && countFactor(x, y) <= maxFactor {
				return false
			}
			differ = true
		}
	}
	return differ
}

// otherThings reports whether two acts are told by counts of different things, no two of them alike: 600 gigabytes
// are one party's claim, 4,100 employees another's.
func otherThings(a, b *feature) bool {
	act := claim.Attack.Family()
	if a.family != act || b.family != act || len(a.frame.Counts) == 0 || len(b.frame.Counts) == 0 || amountsMeet(a, b) {
		return false
	}
	for _, x := range a.frame.Counts {
		for _, y := range b.frame.Counts {
			if thing(x.Unit) == thing(y.Unit) || roundsTo(x.Value, y.Value) {
				return false
			}
		}
	}
	return true
}

func countFactor(x, y claim.Count) float64 {
	return factor(claim.FrameSum{Value: x.Value}, claim.FrameSum{Value: y.Value})
}

const maxDaysApart = 92

// periodsDiffer: a month or better on both sides and over 92 days apart; years over one apart, or one
// apart with different sums or counts.
func periodsDiffer(a, b *feature) bool {
	if !a.when.known || !b.when.known {
		return false
	}
	if !a.when.years && !b.when.years {
		return a.when.gap(b.when) > maxDaysApart
	}
	switch n := a.when.yearsApart(b.when); n {
	case 0:
		return false
	case 1:
		x, y, ok := sums(a.frame, b.frame)
		return ok && !agree(x, y) || otherCounts(a, b)
	}
	return true
}

func otherCounts(a, b *feature) bool {
	for _, x := range a.frame.Counts {
		for _, y := range b.frame.Counts {
			if thing(x.Unit) == thing(y.Unit) && roundsTo(x.Value, y.Value) {
				return false
			}
		}
	}
	return len(a.frame.Counts) > 0 && len(b.frame.Counts) > 0
}

func names(list []claim.FrameParty) string {
	var out []string
	for _, p := range list {
		out = append(out, p.Ref)
	}
	return strings.Join(out, ", ")
}

func orWhole(aspect string) string {
	if aspect == "" {
		return "the act itself"
	}
	return aspect
}

func orUnknown(s claim.Sum) string {
	if s == "" {
		return "of unknown sort"
	}
	return string(s)
}
