package indexer

import (
	"fmt"
	"slices"
	"strings"

	"github.com/claimwire/claimwire/internal/claim"
)

// class orders edges: strong ones join first. It is the fixed order in which Partition walks them.
type class uint8

const (
	byPeople   class = iota // a person merged them
	bySentence              // the same sentence or quotation
	byDocument              // the same document or body, and like sentence, sum or subject
	byVictim                // the same named victim and kind family
	byAmount                // the same amount or count, and perpetrator
	byIncident              // articles about the same name, and like sum, act or sentence
	byLikeness              // nothing but a like sentence
	classes
)

func (c class) String() string {
	return [...]string{"merged by a person", "same sentence", "same document", "same victim", "same amount", "same incident", "like sentence"}[c]
}

// binding is one reason for which two nodes that share a key are one claim; rank orders the edges
// within a class, the higher the earlier. Where days is given, it holds for evidence that is not farther
// apart: the same victim is hit again, and the same things are said of it. Where across is set, it
// holds for evidence of different articles: one article seldom says a thing twice.
type binding struct {
	class  class
	rank   int8
	days   int
	across bool
	test   func(a, b *feature, keys ties) bool
	say    func(a, b *feature) string
}

// bindings is THE table of what joins two nodes, strongest first.
var bindings = []binding{
	{bySentence, 1, 0, false, func(a, b *feature, keys ties) bool {
		return has(keys, keySentence) && (about(keys) || len(a.victims)+len(b.victims) > 0 || saysMuch(a, b) && !strangers(a, b, keys))
	},
		func(_, _ *feature) string { return "same sentence" }},
	{bySentence, 1, maxEchoDays, false, func(a, b *feature, keys ties) bool { return has(keys, keySentence) && !strangers(a, b, keys) },
		func(_, _ *feature) string { return "same sentence" }},
	{bySentence, 0, 0, false, func(a, b *feature, keys ties) bool { return has(keys, keyQuote) && !strangers(a, b, keys) },
		func(_, _ *feature) string { return "same quotation" }},
	{byDocument, 3, 0, false, func(a, b *feature, keys ties) bool { return has(keys, keyDocument) && amountsMeet(a, b) },
		func(a, b *feature) string { return "same document; " + amountsText(a, b) }},
	{byDocument, 2, 0, false, func(a, b *feature, keys ties) bool {
		return has(keys, keyDocument) && about(keys) && sayAlike(a, b, likeInDocument)
	},
		likeText("same document")},
	{byDocument, 2, maxEchoDays, false, func(a, b *feature, keys ties) bool {
		return has(keys, keyDocument) && !strangers(a, b, keys) && sayAlike(a, b, likeInDocument)
	},
		likeText("same document")},
	{byDocument, 1, 0, false, func(a, b *feature, keys ties) bool {
		return has(keys, keySource) && about(keys) && sayAlike(a, b, likeOfSource)
	},
		likeText("same source")},
	{byDocument, 1, maxEchoDays, false, func(a, b *feature, keys ties) bool {
		return has(keys, keySource) && !strangers(a, b, keys) && sayAlike(a, b, likeAlone)
	},
		likeText("same source")},
	{byDocument, 0, 0, false, sameSubject,
		func(a, b *feature) string { return perpetratorText(a, b) + "; same subject" }},
	{byVictim, 2, 0, false, func(a, b *feature, keys ties) bool { return victimsBind(a, b, keys) && amountsMeet(a, b) },
		func(a, b *feature) string { return victimText(a) + "; " + amountsText(a, b) }},
	{byVictim, 2, 0, false, func(a, b *feature, keys ties) bool {
		return has(keys, keyVictim) && sameVictim(a, b) && countsMeet(a, b)
	}, func(a, b *feature) string {
		return victimText(a) + "; same count: " + countText(a.frame) + " and " + countText(b.frame)
	}},
	{byVictim, 1, 0, false, func(a, b *feature, keys ties) bool {
		return victimsBind(a, b, keys) && a.when.known && b.when.known
	}, func(a, _ *feature) string { return victimText(a) + "; periods meet" }},
	{byVictim, 1, maxActDays, false, func(a, b *feature, keys ties) bool { return victimsBind(a, b, keys) && nothingDiffers(a, b) },
		func(a, _ *feature) string { return victimText(a) }},
	{byVictim, 0, maxVictimDays, false, victimsBind, func(a, _ *feature) string { return victimText(a) }},
	{byAmount, 2, 0, false, func(a, b *feature, keys ties) bool {
		return has(keys, keyAmount) && amountsMeet(a, b) && samePerpetrator(a, b) && (!strangers(a, b, keys) || preciseSums(a, b))
	}, func(a, b *feature) string { return perpetratorText(a, b) + "; " + amountsText(a, b) }},
	{byAmount, 1, 0, false, countsBind,
		func(a, b *feature) string { return "same count: " + countText(a.frame) + " and " + countText(b.frame) }},
	{byAmount, 1, 0, false, preciseBind,
		func(a, b *feature) string { return "precise " + amountsText(a, b) }},
	{byAmount, 0, 0, false, unnamedBind,
		func(a, b *feature) string { return "no perpetrator named in either; " + amountsText(a, b) }},
	{byIncident, 4, 0, true, sumOfIncident,
		func(a, b *feature) string { return "same incident; " + amountsText(a, b) }},
	{byIncident, 3, 0, true, countOfIncident,
		func(a, b *feature) string {
			return "same incident; same count: " + countText(a.frame) + " and " + countText(b.frame)
		}},
	{byIncident, 3, 0, true, sumOfLand,
		func(a, b *feature) string { return "same country; " + sameNumberText(a, b) }},
	{byIncident, 2, maxVictimDays, true, denialOfIncident, alikeText},
	{byIncident, 1, maxVictimDays, true, actOfIncident,
		func(_, _ *feature) string { return "same incident; same act" }},
	{byIncident, 1, maxVictimDays, true, chargeOfIncident,
		func(a, b *feature) string { return "same incident; " + perpetratorText(a, b) }},
	{byIncident, 0, maxVictimDays, true, saidOfIncident, alikeText},
	{byLikeness, 0, maxEchoDays, true, func(a, b *feature, keys ties) bool {
		return has(keys, keyLike) && a.frame.Kind != claim.Denial && (!strangers(a, b, keys) && sayAlike(a, b, likeAlone) || !plain(a.frame.Kind) && alikeAlone.of(a, b))
	},
		likeText("near in time")},
}

// How much two sentences share that are alike, the less the more else they have in common.
const (
	likeWithSum    = 0.15 // of one sum for one victim
	likeOfSubject  = 0.20 // of one perpetrator's funding or laundering
	likeInDocument = 0.36
	likeOfSum      = 0.30 // of one sum of two digits
	likeOfVictim   = 0.40
	likeOfSource   = 0.45
	likeAlone      = 0.55
	likeFormula    = 0.75 // of acts and denials, which are told in few forms
)

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

// bind finds the strongest reason to join two nodes that share some keys and whose evidence is some days apart,
// or all in one article, or nil.
func bind(a, b *feature, keys ties, s setting) *binding {
	if !mayBind(a, b, keys) {
		return nil
	}
	keys.other = s.other
	for i := range bindings {
		if w := &bindings[i]; (w.days == 0 || s.days <= w.days) && !(w.across && s.here) && w.test(a, b, keys) {
			return w
		}
	}
	return nil
}

// maxEchoDays is how far apart the same is said of which nothing tells of whom it is said.
const maxEchoDays = 21

// How far apart evidence may be on one victim, where no period tells one act from the next: half a year
// for sums or counts that differ and for statements, two years for an act of which nothing differs.
const (
	maxVictimDays = 183
	maxActDays    = 731
)

// nothingDiffers: both tell an act, and no sums or counts by which the one may be another.
func nothingDiffers(a, b *feature) bool {
	return plain(a.frame.Kind) && a.frame.Kind == b.frame.Kind && (len(a.frame.Amounts) == 0 || len(b.frame.Amounts) == 0) && !otherCounts(a, b)
}

// newJoined says whether an edge joins two nodes: they share a key, bind and do not conflict; or the one
// is a denial that may be of the other. It is what Store.Component asks, with the features of nodes
// kept for the length of one call.
func newJoined() func(a, b *Node) bool {
	known := map[string]*feature{}
	get := func(n *Node) *feature {
		if n.known != nil {
			return n.known
		}
		x, ok := known[n.ID]
		if !ok {
			x = newFeature(n)
			known[n.ID] = x
		}
		return x
	}
	return func(a, b *Node) bool {
		x, y := get(a), get(b)
		keys := shared(x, y)
		if mayDeny(x, y, keys) || mayDeny(y, x, keys) {
			return true
		}
		return mayBind(x, y, keys) && conflicting(x, y) == nil && bind(x, y, keys, setting{}) != nil
	}
}

// plain kinds bind by victim; a statement, a count or a denial says too many things of one victim.
func plain(k claim.Kind) bool {
	switch k {
	case claim.Statement, claim.CountKind, claim.Denial:
		return false
	}
	return true
}

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
	case claim.Attribution, claim.Sanction:
		return samePerpetrator(a, b)
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

func likeText(what string) func(a, b *feature) string {
	return func(a, b *feature) string { return fmt.Sprintf("%s; sentences alike by %.2f", what, like(a, b)) }
}

func victimText(a *feature) string { return "same victim " + names(a.victims) }

func perpetratorText(a, b *feature) string {
	for _, list := range [][2][]string{{a.actors, b.actors}, {a.states, b.states}} {
		for _, s := range list[0] {
			if meet([]string{s}, list[1]) {
				return "same perpetrator " + s
			}
		}
	}
	return "no perpetrator in common"
}

func amountsText(a, b *feature) string {
	return "amounts agree: " + sumText(a.frame) + " and " + sumText(b.frame)
}

func sameNumberText(a, b *feature) string {
	if _, _, ok := sums(a.frame, b.frame); ok {
		return amountsText(a, b)
	}
	return "same count: " + countText(a.frame) + " and " + countText(b.frame)
}

func sumText(f *claim.Frame) string {
	var out []string
	for _, m := range f.Amounts {
		s := fmt.Sprintf("%.12g %s", m.Value, m.Currency)
		if m.Max > m.Min {
			s = fmt.Sprintf("%.12g to %.12g %s", m.Min, m.Max, m.Currency)
		}
		if m.Qualifier != "" {
			s = strings.ReplaceAll(string(m.Qualifier), "_", " ") + " " + s
		}
		out = append(out, s)
	}
	return strings.Join(out, " = ")
}

func countText(f *claim.Frame) string {
	var out []string
	for _, c := range f.Counts {
		out = append(out, fmt.Sprintf("%.12g %s", c.Value, c.Unit))
	}
	return strings.Join(out, ", ")
}

func periodText(p *claim.Period) string {
	switch {
	case p == nil:
		return "unknown"
	case p.From == p.To:
		return p.From
	}
	return p.From + " to " + p.To
}
