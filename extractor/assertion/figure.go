package assertion

import (
	"slices"
	"strconv"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/lexicon"
	"github.com/claimwire/claimwire/internal/claim"
)

// What en/sumcues says of a sum beside the roles of the contract.
const (
	idleSum    claim.Sum = "none"    // it is nothing of an act: insurance, revenue, a reward
	revisedSum claim.Sum = "revised" // it is another figure for a sum told just before
)

// sumCue is what a phrase says of a sum behind it and of one before it. An empty sum says nothing.
type sumCue struct{ before, after cueSide }

type cueSide struct {
	sum   claim.Sum
	reach int
}

// newSumCue reads a row of en/sumcues. It panics where the row is broken, which loading the embedded table
// in a test would show.
func newSumCue(row lexicon.Row) sumCue {
	var c sumCue
	sums, reaches := row.List("sum"), row.List("reach")
	for i, side := range row.List("side") {
		reach, err := strconv.Atoi(reaches[i])
		if err != nil || side != "a" && side != "b" {
			panic("internal error: en/sumcues.tsv: side or reach of " + row.Get("phrase"))
		}
		if side == "b" {
			c.before = cueSide{claim.Sum(sums[i]), reach}
		} else {
			c.after = cueSide{claim.Sum(sums[i]), reach}
		}
	}
	return c
}

// longestReach is how many tokens before a sum its words may begin.
const longestReach = 14

// closeWords is how near words must stand to a sum so that no verb can take it for something else.
const closeWords = 2

// cueOf is what the words nearest to the sum of an item say that it is, and how many tokens off they stand.
func (s *sentence) cueOf(it item) (sum claim.Sum, off int) {
	word := func(i int) uint32 { return s.t.Tokens[i].Word }
	off = longestReach
	for i := it.To; i < s.span.To && i <= it.To+1; i++ {
		if c, n := s.sumCues.Longest(word, i, s.span.To); n > 0 && c.after.sum != "" && i-it.To <= c.after.reach {
			sum, off = c.after.sum, i-it.To
			break
		}
		if s.t.Tokens[i].Is(doc.Punct) && s.t.Word(i) != "-" {
			break
		}
	}
	for i := it.From - 1; i >= s.span.From && i > it.From-longestReach; i-- {
		if w := s.t.Word(i); w == ";" || w == ":" {
			break
		}
		c, n := s.sumCues.Longest(word, i, it.From)
		if n == 0 || c.before.sum == "" {
			continue
		}
		if gap := it.From - i - n; gap <= c.before.reach && gap < off {
			return c.before.sum, gap
		}
	}
	return sum, off
}

// markSums notes of each sum what the words around it say.
func (s *sentence) markSums() {
	for k := range s.items {
		if it := &s.items[k]; it.kind == money {
			sum, off := s.cueOf(*it)
			it.cue, it.clear, it.part = sum, off <= closeWords, s.fraction(it.From)
			if sum == idleSum && s.valuedLoot(it.From) {
				it.cue = ""
			}
		}
	}
}

// valuedLoot reports whether the sum at a token is what stolen things are valued at, and not a firm: "tokens valued at".
func (s *sentence) valuedLoot(i int) bool {
	for k := i - 1; k > s.span.From && k > i-5; k-- {
		if s.t.Word(k) == "valued" {
			return s.has(k-1, dirty|unit|data) && s.at(k-1) < 0
		}
	}
	return false
}

// mayTake reports whether a trigger may take the sum of an item: what the words right beside it say is cost or
// insurance is no loot.
func (h *hit) mayTake(it item) bool {
	switch it.cue {
	case idleSum:
		return h.word == "lose" && it.clear || h.sum == claim.SumDamage || h.sum == claim.SumPaid
	case claim.SumDamage, claim.SumFine:
		return !it.clear || h.sum == it.cue || h.sum == claim.SumDemanded || h.word == "lose" || h.sum == claim.SumFine
	case claim.SumDemanded:
		return !it.clear || h.sum != claim.SumTaken || !h.noun()
	}
	return true
}

// figures makes frames of sums that no trigger has taken where the words around them say what they are:
// "the ransom was lowered to $9.7 million", "a $100 million hit", "the figure at $10 million".
func (s *sentence) figures(made []*frame) {
	for k := range s.items {
		if !s.free(k) {
			continue
		}
		it := s.items[k]
		var f *frame
		switch it.cue {
		case revisedSum:
			f = s.revised(k, made)
		case claim.SumDemanded:
			if s.ransom > 0 || s.cyber && it.clear {
				f = &frame{kind: claim.Attack}
				s.askers(f, it.From)
			}
		case claim.SumTotal:
			if s.ransom > 0 && it.clear {
				f = &frame{kind: claim.Theft}
				s.askers(f, it.From)
			}
		case claim.SumRecovered, claim.SumPaid:
			if s.cyber && it.clear || it.cue == claim.SumPaid && it.clear {
				f = &frame{kind: claim.Statement, plain: true}
			}
		case claim.SumDamage:
			if s.cyber && (s.thefts > 0 || s.ransom > 0 || s.holds(s.t, s.span, incident)) {
				f = &frame{kind: claim.Statement, plain: true}
			}
		case claim.SumFine:
			if s.cyber && s.holds(s.t, s.span, incident|crime|data) {
				f = &frame{kind: claim.Sanction, actors: s.partiesBefore(it.From), plain: true}
			}
		}
		if f != nil {
			s.figure(k, f)
		}
	}
}

// figure fills what a frame of figures has by its place.
func (s *sentence) figure(k int, f *frame) {
	it := s.items[k]
	f.text, f.t, f.sentence, f.at, f.clause = s.n, s.t, s.index, it.Range, s.around(it.group)
	if f.sum == "" {
		f.sum = it.cue
	}
	if f.kind == claim.Statement {
		f.evidence = place1(s.t, f.clause)
	}
	s.take(k, f)
	s.complete(f, it.Range)
	s.extra = append(s.extra, f)
}

// revised is a frame for another figure of an act: of one of this sentence, else of that told last.
func (s *sentence) revised(k int, made []*frame) *frame {
	currency := s.t.Amounts[s.sums[s.items[k].group][0]].Currency
	like := func(f *frame) bool {
		return f != nil && f.sum != "" && f.sum != claim.SumRecovered && f.text == s.n && slices.ContainsFunc(f.amounts, func(i int) bool { return s.t.Amounts[i].Currency == currency })
	}
	var head *frame
	for _, f := range slices.Concat(made, s.extra) {
		if like(f) {
			head = f
		}
	}
	for n := len(s.reader.frames) - 1; n >= 0 && head == nil; n-- {
		f := s.reader.frames[n]
		if f.text != s.n || s.index-f.sentence > 2 {
			break
		}
		if like(f) {
			head = f
		}
	}
	if head == nil {
		return nil
	}
	return &frame{kind: head.kind, revised: true, sum: head.sum, trigger: head.trigger, noun: true, actors: head.actors, victims: head.victims, targets: head.targets,
		single: head.single, phrase: head.phrase, someone: head.someone, when: head.when, plain: head.plain}
}

// askers gives a demand the perpetrators that stand before its sum.
func (s *sentence) askers(f *frame, token int) {
	for _, it := range s.items {
		if it.To <= token && (it.kind == someone || it.kind == party && it.known && s.actor(it.who).Kind == claim.Group) {
			s.givePerp(f, it)
			return
		}
	}
}

// partiesBefore are the named parties that stand before a token and neither speak nor judge.
func (s *sentence) partiesBefore(token int) []mention {
	for _, it := range s.items {
		if it.To <= token && it.kind == party && it.known && it.speech == nil {
			return []mention{it.who}
		}
	}
	return nil
}
