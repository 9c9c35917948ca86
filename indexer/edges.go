package indexer

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
	{bySentence, 1, 0, false, sameLongSentence,
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
	{byIncident, 3, 0, true, numberOfIncident,
		func(a, b *feature) string { return "same incident; same number" }},
	{byIncident, 3, 0, true, sumOfLand,
		func(a, b *feature) string { return "same country; " + sameNumberText(a, b) }},
	{byIncident, 2, maxDenialDays, true, denialOfIncident, alikeText},
	{byIncident, 2, maxVictimDays, true, denialOfName, alikeText},
	{byIncident, 1, maxVictimDays, true, actOfIncident,
		func(_, _ *feature) string { return "same incident; same act" }},
	{byIncident, 1, maxVictimDays, true, chargeOfIncident,
		func(a, b *feature) string { return "same incident; " + perpetratorText(a, b) }},
	{byIncident, 0, maxVictimDays, true, saidOfIncident, alikeText},
	{byLikeness, 0, maxEchoDays, true, likeNearInTime,
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

// maxDenialDays is how far apart a party's denials are one of which only what the articles are about is the same: who is
// accused of much denies much.
const maxDenialDays = 30

// How far apart evidence may be on one victim, where no period tells one act from the next: half a year
// for sums or counts that differ and for statements, two years for an act of which nothing differs.
const (
	maxVictimDays = 183
	maxActDays    = 731
)

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
