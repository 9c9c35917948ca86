package period

import (
	"fmt"
	"time"

	"github.com/claimwire/claimwire/internal/claim"
)

// date is a calendar date as precise as the text: m and d are 0 where it gives none, y is 0 where the
// year must come from elsewhere.
type date struct{ y, m, d int }

func (x date) String() string {
	switch {
	case x.m == 0:
		return fmt.Sprintf("%04d", x.y)
	case x.d == 0:
		return fmt.Sprintf("%04d-%02d", x.y, x.m)
	}
	return fmt.Sprintf("%04d-%02d-%02d", x.y, x.m, x.d)
}

func (x date) valid() bool {
	if x.y < 1000 || x.y > 2999 || x.m < 0 || x.m > 12 || x.d < 0 || x.d > 0 && x.m == 0 {
		return false
	}
	return x.d == 0 || time.Date(x.y, time.Month(x.m), x.d, 0, 0, 0, 0, time.UTC).Day() == x.d
}

// month moves a date by n months and forgets its day.
func (x date) month(n int) date {
	k := x.y*12 + x.m - 1 + n
	return date{k / 12, k%12 + 1, 0}
}

// at is the date's first day, for arithmetic.
func (x date) at() time.Time {
	return time.Date(x.y, time.Month(max(x.m, 1)), max(x.d, 1), 0, 0, 0, 0, time.UTC)
}

func dateOf(t time.Time) date { return date{t.Year(), int(t.Month()), t.Day()} }

// stretch is a span of time between two dates; a single date has from = to. A zero end is open.
type stretch struct{ from, to date }

func one(d date) stretch { return stretch{d, d} }

func (s stretch) period() claim.Period {
	var p claim.Period
	if s.from != (date{}) {
		p.From = s.from.String()
	}
	if s.to != (date{}) {
		p.To = s.to.String()
	}
	return p
}

func (s stretch) valid() bool {
	if s == (stretch{}) || s.from != (date{}) && !s.from.valid() || s.to != (date{}) && !s.to.valid() {
		return false
	}
	return s.from == (date{}) || s.to == (date{}) || !s.to.at().Before(date{s.from.y, s.from.m * min(s.to.m, 1), 0}.at()) || s.to.m == 0 && s.to.y >= s.from.y
}
