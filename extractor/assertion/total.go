package assertion

import (
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/internal/claim"
)

// settleSum says what a sum is once the frame is whole. A sum that a state or group took with no single
// victim, or over years, adds up several acts.
func (s *sentence) settleSum(f *frame) {
	if len(f.amounts) == 0 {
		f.sum = ""
		return
	}
	if s.manyPaid(f) || f.sum != claim.SumTaken && f.sum != claim.SumTotal {
		return
	}
	single := s.wholeLoss(f) || len(f.victims) == 1 || f.single && len(f.targets) == 1 || s.oneAct(f) || s.singled(f)
	switch {
	case single || !s.spanning(f) && s.ofToldAct(f):
		f.sum = claim.SumTaken
	case s.running(f):
		f.sum = claim.SumTotal
	case f.sum == claim.SumTotal && len(f.actors) == 0 && f.trigger != nil && f.trigger.sum == claim.SumTotal:
		f.sum = ""
	}
}

// oneAct reports whether a noun names one act by a definite article: "the theft of $55 million".
func (s *sentence) oneAct(f *frame) bool {
	if !f.noun || f.trigger == nil || f.trigger.sum == claim.SumTotal || len(f.targets) > 0 || f.when != nil && len(f.when.From) == 4 {
		return false
	}
	last := s.t.Word(f.at.To - 1)
	return s.t.Word(max(f.at.From-1, s.span.From)) == "the" && last[len(last)-1] != 's' && s.preps2(min(f.at.To, s.span.To-1)) == "of"
}

// worldwide is the sum from which on what was taken in a year, of nobody by name, is what was taken everywhere.
const worldwide = 1e9

// spanning reports whether the sum is that of a stretch of time.
func (s *sentence) spanning(f *frame) bool {
	if f.when != nil && (f.when.From != f.when.To && len(f.when.From) <= 7 || len(f.when.From) == 4 && len(f.actors) > 0) {
		return true
	}
	if a := &s.t.Amounts[f.amounts[0]]; f.when != nil && len(f.when.From) == 4 && a.Value >= worldwide {
		return true
	}
	return s.perYear(f)
}

// running reports whether the sum is that of several acts.
func (s *sentence) running(f *frame) bool {
	if s.spanning(f) || len(f.victims) == 0 && s.fromMany(f) {
		return true
	}
	for _, m := range f.actors {
		if k := s.actor(m).Kind; k == claim.State || k == claim.Group && len(f.targets) != 1 {
			return true
		}
	}
	for i := s.span.From; i < s.span.To; i++ {
		if s.has(i, summing) {
			return true
		}
	}
	return f.trigger != nil && f.trigger.sum == claim.SumTotal
}

// reachSuperlative is how many tokens a superlative and its noun may take behind a sum.
const reachSuperlative = 12

// singled reports whether a sum is said to be that of one act, whoever took it: on one day, "in a raid", or the largest of
// its kind.
func (s *sentence) singled(f *frame) bool {
	if f.noun && s.t.Word(f.at.To - 1)[len(s.t.Word(f.at.To-1))-1] == 's' {
		return false // "the thefts"
	}
	if f.when != nil && len(f.when.From) == len("2006-01-02") && f.when.From == f.when.To {
		return true
	}
	from := s.t.Amounts[f.amounts[len(f.amounts)-1]].To
	return s.superlative(from) || s.inOneAct(from, f.clause.To)
}

// superlative reports whether a comma and words that call it the largest theft or the like stand behind a sum.
func (s *sentence) superlative(from int) bool {
	for i := from; i < s.span.To && i < from+reachSuperlative; i++ {
		switch w := s.t.Word(i); {
		case w == "," || w == "—" || w == "–":
			if s.calledLargest(i + 1) {
				return true
			}
		case s.has(i, modal|rel|sub) && w != "that", w == ";":
			return false
		}
	}
	return false
}

// calledLargest reports whether an apposition at a token calls what stands before it the largest act of its kind.
func (s *sentence) calledLargest(from int) bool {
	most := false
	for i := from; i < s.span.To && i < from+reachSuperlative; i++ {
		switch w := s.t.Word(i); {
		case most && s.actNoun(i, i+1):
			return true
		case w == "most" || w == "worst" || strings.HasSuffix(w, "est") && i > from && s.has(i-1, det|poss|adv|same|prep):
			most = true
		case s.stops(i), s.has(i, modal|rel|be|have) && w != "what" && s.t.Word(i-1) != "what":
			return false
		}
	}
	return false
}

// inOneAct reports whether a phrase that names a single act says between two tokens in which the sum was taken: "in the
// raid", "during a burglary".
func (s *sentence) inOneAct(from, to int) bool {
	for i := from; i < to; i++ {
		switch s.t.Word(i) {
		case "in", "during":
		default:
			continue
		}
		if k := i + 1; k < to && (s.has(k, definite) || s.t.Word(k) == "a" || s.t.Word(k) == "an" || s.t.Word(k) == "one") {
			for k++; k < to && k < i+6 && !s.stops(k) && !s.has(k, prep|be|have|conj); k++ {
				if w := s.t.Word(k); s.actNoun(k, k+1) && w[len(w)-1] != 's' {
					return true
				}
			}
		}
	}
	return false
}

// ofToldAct reports whether a sum is what definite perpetrators took in the act that the text has just told: "the thieves
// made $3 million".
func (s *sentence) ofToldAct(f *frame) bool {
	if len(f.victims)+len(f.targets) > 0 || f.noun || s.has(f.at.From-1, have) && s.t.Word(f.at.From-1) != "had" {
		return false
	}
	told := s.lastAct()
	for _, g := range s.frames {
		if g != f && actual(g) && len(g.victims) == 1 && g.sum != claim.SumTotal {
			told = g
		}
	}
	if told == nil || len(told.victims) != 1 || told.sum == claim.SumTotal || s.index-told.sentence > 2 || !alike(f, told) {
		return false
	}
	for i := max(s.span.From, f.clause.From); i < f.at.To+3 && i < f.clause.To; i++ {
		if s.has(i, definite) && s.perpNear(i) {
			return true
		}
	}
	return false
}

// wholeLoss reports whether a loss is that of one act, though it is called the total: "the total loss stands at".
func (s *sentence) wholeLoss(f *frame) bool {
	if f.trigger == nil || f.trigger.word != "loss" && f.trigger.word != "theft" {
		return false
	}
	last := s.t.Word(f.at.To - 1)
	return last[len(last)-1] != 's' && f.at.From-2 >= s.span.From && s.t.Word(f.at.From-1) == "total" && strings.EqualFold(s.t.Word(f.at.From-2), "the")
}

// perYear reports whether a sum adds up what was taken in a stretch of time from nobody in particular: "so far this
// year", losses by the year.
func (s *sentence) perYear(f *frame) bool {
	for i := s.span.From; i+1 < s.span.To; i++ {
		if s.t.Word(i) == "so" && s.t.Word(i+1) == "far" && i+2 < s.span.To && (s.t.Word(i+2) == "this" || s.t.Word(i+2) == "in") {
			return true
		}
	}
	if f.when == nil || len(f.when.From) != 4 || len(f.victims) > 0 {
		return false
	}
	if f.trigger != nil && f.trigger.word == "cost" {
		return true
	}
	for i := f.clause.From; i < f.at.To; i++ {
		if strings.EqualFold(s.t.Word(i), "losses") && i+1 < s.span.To && s.preps2(i+1) != "" {
			return true
		}
	}
	return false
}

// fromMany reports whether what was extorted came from many: a number of victims stands behind the verb.
func (s *sentence) fromMany(f *frame) bool {
	t := s.t
	for i := max(s.span.From, f.at.From-5); i < f.at.From; i++ {
		if strings.EqualFold(s.t.Word(i), "victims") && s.prepBefore(i) == "" {
			return true
		}
	}
	for i := s.from(len(t.Numbers), func(i int) doc.Range { return t.Numbers[i].Range }); i < len(t.Numbers) && t.Numbers[i].From < f.clause.To; i++ {
		n := &t.Numbers[i]
		if n.From < f.at.To || n.Value < 2 || s.insideOther(n.Range) {
			continue
		}
		if s.in(n.To, machines) || s.in(n.To+1, machines) {
			continue
		}
		for k := n.To; k < min(s.span.To, n.To+3); k++ {
			if s.has(k, target) && !s.has(k, owners) || s.t.Word(k) == "victims" {
				return true
			}
		}
	}
	return false
}

// manyPaid makes a total of what was extorted from many, and reports whether it did.
func (s *sentence) manyPaid(f *frame) bool {
	if f.sum != claim.SumPaid || len(f.victims) > 0 || !s.fromMany(f) {
		return false
	}
	f.sum = claim.SumTotal
	if len(f.targets) == 0 {
		f.targets, f.single = []string{"victims"}, false
	}
	return true
}
