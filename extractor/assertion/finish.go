package assertion

import (
	"slices"
	"sort"
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/internal/claim"
)

// finish fills what every frame has: period, certainty, citations, countries, evidence.
func (s *sentence) finish(h *hit, f *frame) {
	if p := s.period(h); p != nil {
		f.when = p
	}
	s.settleSum(f)
	if f.sum == claim.SumDemanded && f.when != nil && f.when.From == "" {
		f.when = nil // a deadline is no time of the demand
	}
	if h.needs == "leaksite" && f.when != nil {
		f.when = &claim.Period{To: f.when.To} // when a gang lists its victim, the attack is past
	}
	f.victims = without(f.victims, f.actors)
	s.complete(f, h.Range)
}

// settleKind tells what only looks like a theft from one, once the arguments are there.
func (s *sentence) settleKind(h *hit, f *frame) {
	switch {
	case h.needs == "sumtheftctx" && len(f.victims)+len(f.targets) == 0 && s.near(h, mixer):
		f.kind, f.sum = claim.Laundering, "" // "moved 21,000 ether to the mixer"
	case h.needs == "sumtheftctx" && !h.noun() && len(f.amounts) > 0 && s.cyber && s.sentBack(h):
		f.kind, f.sum, f.plain = claim.Statement, claim.SumRecovered, true
	case h.needs == "sumtheftctx" && len(f.victims)+len(f.targets) == 0 && s.share(h, f):
		f.kind, f.sum, f.plain = claim.Laundering, "", true // "moved $3m of the haul to an exchange"
	case h.noun() && h.word == "loss" && s.harm(h), h.word == "lose" && s.lostIncome(h, f):
		f.kind, f.sum, f.plain = claim.Statement, claim.SumDamage, true
	case h.needs == "sumtheftctx" && len(h.subject) > 0 && !h.passive && !s.mayAct(s.items[h.subject[0]]) && s.recipient(h, f):
		if s.ransom > 0 {
			f.sum = claim.SumPaid
		}
	case h.sum == claim.SumDamage && len(f.amounts) > 0 && s.addsUp(h):
		f.kind, f.sum = claim.Theft, claim.SumTotal
	case h.sum == claim.SumDamage && len(f.amounts) > 0 && s.tookByCost(h):
		f.kind, f.sum = claim.Theft, claim.SumTaken
	case h.word == "offer" && len(f.amounts) > 0 && s.cyber && s.forSale(h):
		f.sum, f.plain = claim.SumDemanded, true // what the data are to bring
	case h.needs == "sumperp" && f.sum == claim.SumTotal && s.ransomNear(f):
		f.sum = claim.SumPaid // "received a $4 million ransom"
	case h.sum == claim.SumPaid && (s.deceived(h) || s.ransom == 0 && swindler(f.someone)):
		f.sum = claim.SumTaken
	case h.needs == "sumhostile" && !s.hostile(f) && f.someone == "":
		f.kind, f.sum, f.plain = claim.Statement, claim.SumRecovered, true // "police seized $3m"
	}
}

// lostIncome reports whether a loss is one of sales, taxes or the like: "lost $5 million in revenue".
func (s *sentence) lostIncome(h *hit, f *frame) bool {
	for k := range s.items {
		if it := s.items[k]; it.kind == money && len(f.amounts) > 0 && s.sums[it.group][0] == f.amounts[0] && it.clear {
			return it.cue == idleSum || it.cue == claim.SumDamage
		}
	}
	next := min(h.To+1, s.span.To-1)
	return h.passive && s.preps2(next-1) == "in" && s.t.Tokens[next].Flags&(doc.Capital|doc.Digit) == 0 && !s.has(next, det|poss|dirty|incident|crime|theft) && s.periodAt(next) == 0
}

// complete fills the fields that depend on the place alone.
func (s *sentence) complete(f *frame, at doc.Range) {
	f.citations = s.chain(s.t, at)
	if len(f.citations) == 0 {
		f.citations = s.byCue(at)
	}
	if len(f.citations) == 0 && f.kind != claim.Statement {
		f.citations = s.continued()
	}
	if f.certainty == "" {
		f.certainty = s.certainty(f, at)
	}
	if f.evidence == (claim.Place{}) {
		f.evidence = place1(s.t, s.span)
	}
	for i := s.from(len(s.t.Countries), func(i int) doc.Range { return s.t.Countries[i].Range }); i < len(s.t.Countries) && s.t.Countries[i].From < f.clause.To; i++ {
		if s.t.Countries[i].From >= f.clause.From && !slices.Contains(f.countries, i) {
			f.countries = append(f.countries, i)
		}
	}
	slices.Sort(f.countries)
	f.actors, f.victims = distinct(f.actors), distinct(f.victims)
}

// byCue is the chain of the citation whose cue is the trigger itself: "the FBI blames X for Y".
func (s *sentence) byCue(at doc.Range) []int {
	t := s.t
	for i := s.from(len(t.Citations), func(i int) doc.Range { return t.Citations[i].Range }); i < len(t.Citations) && t.Citations[i].From < s.span.To; i++ {
		if t.Citations[i].CueRange.Overlaps(at) {
			return relays(t, i)
		}
	}
	return nil
}

// place1 is the place of a token range.
func place1(t *doc.Text, r doc.Range) claim.Place {
	return claim.Place{Start: t.Tokens[r.From].Start, End: t.Tokens[r.To-1].End, In: t.In}
}

func without(list, drop []mention) []mention {
	return slices.DeleteFunc(list, func(m mention) bool { return slices.Contains(drop, m) })
}

func distinct(list []mention) []mention {
	var out []mention
	for _, m := range list {
		if !slices.ContainsFunc(out, func(x mention) bool { return x.text == m.text && x.index == m.index }) {
			out = append(out, m)
		}
	}
	return out
}

// period is the period of a hit's act: that before a noun ("the 2018 hack"), else the first behind the
// trigger in its clause, else the last before it. When somebody spoke is no time of the act.
func (s *sentence) period(h *hit) *claim.Period {
	t := s.t
	var before, after *claim.Period
	i := sort.Search(len(t.Periods), func(i int) bool { return t.Periods[i].Range.To > h.lo })
	for ; i < len(t.Periods) && t.Periods[i].Range.From < h.hi; i++ {
		p := &t.Periods[i]
		if s.ofSpeech(p.Range) && !(h.own > 0 && p.Range.From >= h.To && p.Range.From-h.To < 3) {
			continue // but "the carrier, which was hacked in 2016, said"
		}
		switch {
		case p.Range.To <= h.From && h.noun() && h.From-p.Range.To <= 3:
			return &p.Period
		case p.Range.To <= h.From:
			if !s.verbIn(p.Range.To, h.From) {
				before = &p.Period
			}
		case after == nil && h.needs == "sumearned" && p.Range.From >= h.To && p.Range.From-h.To < 9:
			after = &p.Period
		case after == nil && p.Range.From >= h.To && !s.verbIn(h.To, p.Range.From) && !s.otherVerb(h.To, p.Range.From) && !(h.noun() && s.nounIn(h.To, p.Range.From)):
			after = &p.Period
		}
	}
	if after == nil {
		after = s.closing(h)
	}
	if after != nil {
		return after
	}
	if before == nil && h.lo > s.span.From && s.t.Word(h.lo-1) == "when" {
		before = s.periodEnding(h.lo - 1)
	}
	if before == nil && h.lo > s.span.From && !h.noun() {
		before = s.opening(h)
	}
	return before
}

// closing is the period that closes the sentence behind a comma, and so belongs to its first verb: "stole
// $6m from Quillon, a broker tied to a bank, on March 23".
func (s *sentence) closing(h *hit) *claim.Period {
	if h.noun() || h.order > 0 && s.verbIn(s.span.From, h.From) {
		return nil
	}
	t := s.t
	for n := s.from(len(t.Periods), func(n int) doc.Range { return t.Periods[n].Range }); n < len(t.Periods) && t.Periods[n].Range.To <= s.span.To; n++ {
		p := &t.Periods[n]
		if s.span.To-p.Range.To <= 1 && p.Range.From-2 > h.To && s.has(p.Range.From-1, prep) && s.t.Word(p.Range.From-2) == "," && !s.ofSpeech(p.Range) {
			return &p.Period
		}
	}
	return nil
}

// periodEnding is the period right before a token, a comma apart: "in 2014, when".
func (s *sentence) periodEnding(i int) *claim.Period {
	t := s.t
	for n := s.from(len(t.Periods), func(n int) doc.Range { return t.Periods[n].Range }); n < len(t.Periods) && t.Periods[n].Range.To <= i; n++ {
		if i-t.Periods[n].Range.To <= 1 {
			return &t.Periods[n].Period
		}
	}
	return nil
}

// nounIn reports whether another act's noun stands between two tokens.
func (s *sentence) nounIn(from, to int) bool {
	return slices.ContainsFunc(s.hits, func(h *hit) bool { return h.noun() && h.From >= from && h.From < to })
}

// opening is the period that the sentence opens with: "In 2021, thieves who ... drained".
func (s *sentence) opening(h *hit) *claim.Period {
	t := s.t
	i := s.from(len(t.Periods), func(i int) doc.Range { return t.Periods[i].Range })
	if i < len(t.Periods) && t.Periods[i].Range.From <= s.span.From+2 && t.Periods[i].Range.To < h.From && !s.ofSpeech(t.Periods[i].Range) {
		return &t.Periods[i].Period
	}
	return nil
}

// ofSpeech reports whether a period belongs to an attribution: "said on Tuesday".
func (s *sentence) ofSpeech(r doc.Range) bool {
	for _, c := range s.citationsAt() {
		if contains(c, r) {
			continue
		}
		if c.Range.Overlaps(r) || c.CueRange.To <= r.From && (r.From-c.CueRange.To <= 4 || s.trailing(c, r)) {
			return true
		}
	}
	return false
}

// reachSpeech is how many tokens may stand between a verb of saying and when it was said.
const reachSpeech = 16

// trailing reports whether a period ends the attribution that its sentence ends with: "…, the company said in
// a filing with the regulator last week".
func (s *sentence) trailing(c *doc.Citation, r doc.Range) bool {
	if r.From-c.CueRange.To > reachSpeech || !slices.ContainsFunc(c.Contents, func(x doc.Range) bool { return x.From >= s.span.From && x.To <= c.CueRange.From }) {
		return false
	}
	for i := c.CueRange.To; i < r.From; i++ {
		if s.stops(i) || s.has(i, rel|sub|conj) && !s.t.Tokens[i+1].Is(doc.Capital) {
			return false
		}
	}
	return !slices.ContainsFunc(s.hits, func(h *hit) bool { return h.From >= c.CueRange.To && h.From < r.From })
}

func contains(c *doc.Citation, r doc.Range) bool {
	return slices.ContainsFunc(c.Contents, func(x doc.Range) bool { return x.Covers(r) })
}

// citationsAt are the text's citations that stand in this sentence.
func (s *sentence) citationsAt() []*doc.Citation {
	var out []*doc.Citation
	t := s.t
	for i := s.from(len(t.Citations), func(i int) doc.Range { return t.Citations[i].Range }); i < len(t.Citations) && t.Citations[i].From < s.span.To; i++ {
		out = append(out, &t.Citations[i])
	}
	return out
}

// otherVerb reports whether a participle that is no trigger stands between two tokens: a day behind it is
// its own ("an indictment unsealed on Tuesday").
func (s *sentence) otherVerb(from, to int) bool {
	for i := from; i < to; i++ {
		w := s.t.Word(i)
		if len(w) > 5 && w[len(w)-2:] == "ed" && s.t.Tokens[i].Flags&(doc.Capital|doc.Digit) == 0 && s.at(i) < 0 && !s.has(i, adv|same|incident|theft) {
			return true
		}
	}
	return false
}

// verbIn reports whether a verb trigger begins between two tokens.
func (s *sentence) verbIn(from, to int) bool {
	return slices.ContainsFunc(s.hits, func(h *hit) bool {
		return !h.noun() && !h.tail && h.From >= from && h.From < to
	})
}

// certainty is the weakest that the words around the trigger leave, under that of the citation.
func (s *sentence) certainty(f *frame, at doc.Range) claim.Certainty {
	best := claim.Asserted
	for _, i := range f.citations {
		best = weaker(best, stanceCertainty(s.t.Citations[i].Stance))
	}
	word := func(i int) uint32 { return s.t.Tokens[i].Word }
	for i := max(f.clause.From-3, s.span.From); i < min(f.clause.To, at.To+4); i++ {
		if c, n := s.hedges.Longest(word, i, s.span.To); n > 0 {
			best = weaker(best, c)
			i += n - 1
		}
	}
	if f.kind == claim.Attribution && f.trigger != nil && best == claim.Asserted && (f.trigger.pos == 'v' && len(f.citations) == 0 || strings.Contains(f.trigger.word, " credit")) {
		best = claim.Alleged
	}
	return best
}

func stanceCertainty(s claim.Stance) claim.Certainty {
	switch s {
	case claim.Confirms:
		return claim.Asserted
	case claim.Accuses:
		return claim.Alleged
	case claim.Suspects:
		return claim.Suspected
	case claim.Estimates:
		return claim.Estimated
	}
	return claim.Reported
}

func weaker(a, b claim.Certainty) claim.Certainty {
	if b.Strength() < a.Strength() {
		return b
	}
	return a
}
