package assertion

import (
	"slices"
	"strings"

	"github.com/claimwire/claimwire/internal/claim"
)

// settleLosses makes damage of what a loss or a cost was read to have taken, in a text that tells of no money taken: the
// casino that "faces losses of $110 million" after an attack lost business, the exchange that does was robbed.
func (r *reader) settleLosses() {
	var doubtful []*frame
	for _, f := range r.frames {
		if f.kind != claim.Theft || len(f.amounts) == 0 || f.sum != claim.SumTaken && f.sum != claim.SumTotal {
			continue
		}
		if !r.lossWord(f) {
			return // money was taken
		}
		doubtful = append(doubtful, f)
	}
	if len(doubtful) == 0 || r.robbed() || slices.ContainsFunc(doubtful, r.holdsMoney) {
		return
	}
	locked := r.lockedUp()
	for _, f := range doubtful {
		if !locked && !r.tradesGoods(f) {
			continue
		}
		f.kind, f.sum, f.plain = claim.Statement, claim.SumDamage, true
	}
}

// lossWord reports whether a frame tells only of a loss or a cost, which may be of money taken or of business lost.
func (r *reader) lossWord(f *frame) bool {
	if f.trigger == nil {
		return false
	}
	at := f.t.Amounts[f.amounts[0]].From
	return f.trigger.word == "loss" || f.trigger.word == "cost" || f.trigger.word == "leave" && at > 1 && f.t.Word(at-2) == "losses"
}

// robbed reports whether words of the text say that money was taken, or lost by a lie.
func (r *reader) robbed() bool {
	for _, t := range r.d.Texts() {
		for i := range t.Tokens {
			if r.is(t.Tokens[i].Word, robbing) {
				return true
			}
		}
	}
	return false
}

// lockedUp reports whether the text is about ransomware or extortion, which stop a business.
func (r *reader) lockedUp() bool {
	for _, t := range r.d.Texts() {
		for i := range t.Tokens {
			if w := strings.ToLower(t.Word(i)); strings.HasPrefix(w, "ransom") || strings.HasPrefix(w, "extort") {
				return true
			}
		}
	}
	return false
}

// holdsMoney reports whether a frame's sum is one of coins, or its victim one that keeps other people's money.
func (r *reader) holdsMoney(f *frame) bool {
	for _, i := range f.amounts {
		if c := f.t.Amounts[i].Currency; r.coins[c] {
			return true
		}
	}
	return slices.ContainsFunc(r.struckSorts(f), func(sort string) bool { return sort == "exchange" || sort == "bank" })
}

// tradesGoods reports whether a frame's victim is known to be of a sort that an attack costs business rather than coins.
func (r *reader) tradesGoods(f *frame) bool {
	return slices.ContainsFunc(r.struckSorts(f), func(sort string) bool { return sort != "" && sort != "firm" })
}

// struckSorts are the sorts of a frame's victims.
func (r *reader) struckSorts(f *frame) (out []string) {
	for _, m := range f.victims {
		out = append(out, r.sortOf(r.actor(m).Entity, true))
	}
	for _, plural := range f.targets {
		out = append(out, r.sorts[plural])
	}
	return out
}
