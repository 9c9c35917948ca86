package indexer

import (
	"math"
	"time"

	"github.com/claimwire/claimwire/internal/claim"
)

// interval is what a sum says: the values that it may stand for.
type interval struct{ lo, hi float64 }

// intervalOf rounds a sum to its own digits: $300 million may be anything that rounds to it, "more than
// $300 million" anything from there to the next unit. The slack is never over a fifth of the value, for
// a round number of one digit says more than its digit.
func intervalOf(m claim.FrameSum) interval {
	lo, hi := m.Min, m.Max
	unit := unitOf(m.Value)
	switch {
	case hi > lo:
		return interval{lo - slack(lo), hi + slack(hi)}
	case m.Qualifier == claim.AtLeast:
		return interval{lo, lo + min(unit, lo/2)}
	case m.Qualifier == claim.AtMost:
		return interval{lo - min(unit, lo/2), lo}
	}
	return interval{lo - slack(lo), lo + slack(lo)}
}

const maxSlack = 0.2

func slack(v float64) float64 { return min(unitOf(v)/2, v*maxSlack) }

func (i interval) apart(j interval) bool {
	const eps = 1e-9
	return i.hi < j.lo*(1-eps) || j.hi < i.lo*(1-eps)
}

// unitOf is the worth of a number's last digit.
func unitOf(v float64) float64 {
	if v == 0 {
		return 1
	}
	return math.Pow(10, math.Floor(math.Log10(math.Abs(v))+1e-12)-float64(claim.Digits(v)-1))
}

// roundsTo reports whether the number with more digits rounds, up or down, to the one with fewer.
func roundsTo(a, b float64) bool {
	if claim.Digits(a) > claim.Digits(b) {
		a, b = b, a
	}
	return math.Abs(a-b) <= slack(a)*(1+1e-9)
}

// sums finds the pair of sums of two frames to compare: what both are about where the currency is one,
// else the first pair of one currency, since the other sums of a frame are the same in other currencies.
func sums(a, b *claim.Frame) (x, y claim.FrameSum, ok bool) {
	for _, x := range a.Amounts {
		for _, y := range b.Amounts {
			if x.Currency == y.Currency && !x.Vague && !y.Vague {
				return x, y, true
			}
		}
	}
	return x, y, false
}

// agree reports whether two sums may be one, told with different precision: one rounds to the other, or
// lies between a bound and its next unit, or ranges overlap.
func agree(x, y claim.FrameSum) bool {
	if x.Max > x.Min || y.Max > y.Min {
		return !intervalOf(x).apart(intervalOf(y))
	}
	if x.Qualifier == y.Qualifier {
		return roundsTo(x.Value, y.Value)
	}
	return within(x, y) && within(y, x)
}

// within reports whether a sum lies inside the bound that the other gives, if it gives one.
func within(bound, m claim.FrameSum) bool {
	const eps = 1e-9
	room := min(unitOf(bound.Value), bound.Value/2) * (1 - eps)
	switch bound.Qualifier {
	case claim.AtLeast:
		return m.Value >= bound.Value*(1-eps) && m.Value < bound.Value+room
	case claim.AtMost:
		return m.Value <= bound.Value*(1+eps) && m.Value > bound.Value-room
	}
	return true
}

// factor is how many times the larger of two sums is the smaller.
func factor(x, y claim.FrameSum) float64 {
	lo, hi := math.Min(x.Value, y.Value), math.Max(x.Value, y.Value)
	if lo <= 0 {
		return math.Inf(1)
	}
	return hi / lo
}

// span is a period in days since 1970, ends included; known is false where no period is given.
type span struct {
	from, to int
	years    bool // no end is more precise than a year
	known    bool
}

// openDays bounds a period of which only one end is given.
const openDays = 40 * 366

func spanOf(p *claim.Period) span {
	if p == nil {
		return span{}
	}
	from, _, okFrom := dayRange(p.From)
	_, to, okTo := dayRange(p.To)
	switch {
	case okFrom && !okTo:
		if to = from + openDays; p.To == "" && p.From != "" && len(p.From) > 0 {
			_, end, _ := dayRange(p.From)
			to = max(end, to)
		}
	case okTo && !okFrom:
		from = to - openDays
	case !okFrom:
		return span{}
	}
	if to < from {
		from, to = to, from
	}
	return span{from: from, to: to, years: len(p.From) <= 4 && len(p.To) <= 4, known: true}
}

// dayRange gives the first and the last day of 2019, 2019-01 or 2019-01-31.
func dayRange(s string) (first, last int, ok bool) {
	for _, l := range []struct {
		layout              string
		years, months, days int
	}{{"2006", 1, 0, 0}, {"2006-01", 0, 1, 0}, {"2006-01-02", 0, 0, 1}} {
		if t, err := time.Parse(l.layout, s); err == nil {
			end := t.AddDate(l.years, l.months, l.days)
			return int(t.Unix() / 86400), int(end.Unix()/86400) - 1, true
		}
	}
	return 0, 0, false
}

// gap is the number of days between two periods, 0 where they touch.
func (s span) gap(o span) int {
	return max(0, s.from-o.to-1, o.from-s.to-1)
}

// yearsApart is the distance of two periods in calendar years.
func (s span) yearsApart(o span) int {
	year := func(day int) int { return time.Unix(int64(day)*86400, 0).UTC().Year() }
	return max(0, year(s.from)-year(o.to), year(o.from)-year(s.to))
}
