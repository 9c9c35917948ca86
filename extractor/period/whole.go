package period

import (
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
)

// whole reads a whole expression at token i: a range, an open stretch, a relative one, or a point.
func (r *reader) whole(i int) (stretch, int) {
	for _, read := range [...]func(*reader, int) (stretch, int){(*reader).rangeOf, (*reader).openStart, (*reader).span, (*reader).agoOrLater, (*reader).named, (*reader).yearsFrom, (*reader).single} {
		if s, end := read(r, i); end > i {
			return s, end
		}
	}
	return stretch{}, 0
}

// single is a point whose open year is settled.
func (r *reader) single(i int) (stretch, int) {
	if r.any(i, in, on, by) {
		return stretch{}, 0
	}
	s, end := r.point(i)
	if end == 0 {
		return stretch{}, 0
	}
	if r.is(i-1, by) || i > r.begin && r.t.Word(i-1) == "until" {
		return r.settle(stretch{to: s.to}), end
	}
	return r.settle(s), end
}

// settle gives open years: that of the other end, else the newest that is not after the publication (or
// the next, where the sentence looks ahead).
func (r *reader) settle(s stretch) stretch {
	if s.to.y == 0 && s.to.m > 0 {
		s.to.y = r.openYear(s.to)
	}
	if s.from.y == 0 && s.from.m > 0 {
		if s.from.y = s.to.y; s.from.y == 0 {
			s.from.y = r.openYear(s.from)
		} else if s.from.m > s.to.m && s.to.m > 0 {
			s.from.y--
		}
	}
	if s.from.m > 0 && s.from.y == 0 || s.to.m > 0 && s.to.y == 0 {
		return stretch{}
	}
	return s
}

func (r *reader) openYear(x date) int {
	if r.anchor == (date{}) {
		return 0
	}
	late := x.m > r.anchor.m || x.m == r.anchor.m && x.d > r.anchor.d
	switch {
	case late && !r.soon && !(x.m == r.anchor.m && x.d > 0 && x.d <= r.anchor.d+1):
		return r.anchor.y - 1
	case !late && r.soon && x.m < r.anchor.m:
		return r.anchor.y + 1
	}
	return r.anchor.y
}

// rangeOf: "between 2019 and November 2020", "from March to May 2021", "2019-2021".
func (r *reader) rangeOf(i int) (stretch, int) {
	j, link := i, to
	switch {
	case r.is(i, between):
		j, link = i+1, and
	case r.is(i, from):
		j = i + 1
	}
	a, mid := r.end1(j, j > i)
	if mid == 0 || !(r.is(mid, link) || j == i && r.dash(mid) || r.is(i, from) && r.dash(mid)) {
		return stretch{}, 0
	}
	b, end := r.end1(mid+1, true)
	if end == 0 {
		return r.shortYear(a, mid)
	}
	s := r.settle(stretch{a.from, b.to})
	if !s.valid() {
		return stretch{}, 0
	}
	return s, end
}

// end1 is one end of a range, where a bare year needs no more to be one.
func (r *reader) end1(i int, named bool) (stretch, int) {
	if y, ok := r.year(i); ok && (named || r.dash(i+1) || r.is(i+1, to)) {
		return one(date{y, 0, 0}), i + 1
	}
	if s, end := r.point(i); end > 0 {
		return s, end
	}
	return r.named(i)
}

// shortYear: "2019-20".
func (r *reader) shortYear(a stretch, mid int) (stretch, int) {
	n, ok := r.figure(mid + 1)
	if !ok || !r.dash(mid) || len(r.t.Word(mid+1)) != 2 || a.from.m != 0 || a.from.y%100 >= n {
		return stretch{}, 0
	}
	return stretch{a.from, date{a.from.y/100*100 + n, 0, 0}}, mid + 2
}

// openStart: "since 2006", "since last summer", "from 2017 on".
func (r *reader) openStart(i int) (stretch, int) {
	if !r.is(i, since) {
		return stretch{}, 0
	}
	j := i + 1
	if r.is(j, the) && !r.any(j+1, season, ordinal, part) {
		j++
	}
	for _, read := range [...]func(*reader, int) (stretch, int){(*reader).named, (*reader).agoOrLater, (*reader).point} {
		if s, end := read(r, j); end > 0 {
			s = r.settle(s)
			return stretch{from: s.from}, end
		}
	}
	return stretch{}, 0
}

// span: "the past six months", "the last five years", "the past year".
func (r *reader) span(i int) (stretch, int) {
	j := i
	if r.is(j, the) {
		j++
	}
	if !r.is(j, last) || r.anchor == (date{}) {
		return stretch{}, 0
	}
	n, k := r.count(j + 1)
	if k == 0 {
		if !r.is(i, the) || !r.is(j+1, unit) || !strings.EqualFold(r.t.Word(j), "past") {
			return stretch{}, 0 // "last year" is a calendar year, "the past year" is not
		}
		n, k = 1, j+1
	}
	if !r.is(k, unit) {
		return stretch{}, 0
	}
	return stretch{r.moved(r.anchor, -n, int(r.entry(k).value)), r.sized(r.anchor, int(r.entry(k).value))}, k + 1
}

// moved moves a date by n units and keeps only what the unit makes sure of.
func (r *reader) moved(x date, n, unit int) date {
	switch unit {
	case 365, 3650:
		return date{x.y + n*(unit/365), 0, 0}
	case 30, 90, 180:
		return x.month(n * unit / 30)
	}
	return dateOf(x.at().AddDate(0, 0, n*unit))
}

// sized is a date cut to the precision of a unit.
func (r *reader) sized(x date, unit int) date {
	switch unit {
	case 365, 3650:
		return date{x.y, 0, 0}
	case 30, 90, 180:
		return x.month(0)
	}
	return x
}

// agoOrLater: "two years ago", "a month later" (than the last date the text named), "three weeks earlier".
func (r *reader) agoOrLater(i int) (stretch, int) {
	n, j := r.count(i)
	if j == 0 || !r.is(j, unit) || n > 400 {
		return stretch{}, 0
	}
	size := int(r.entry(j).value)
	switch {
	case r.is(j+1, ago):
		return r.around(r.anchor, -n, size), j + 2
	case r.is(j+1, later) && r.t.Word(j+1) != "after":
		return r.around(r.prev, n, size), j + 2
	case r.is(j+1, earlier) && r.t.Word(j+1) != "before":
		return r.around(r.prev, -n, size), j + 2
	}
	return stretch{}, 0
}

// around is the stretch that "n units from base" means: nothing where the base is vaguer than the unit.
func (r *reader) around(base date, n, unit int) stretch {
	if base == (date{}) || unit < 365 && base.m == 0 || unit < 30 && base.d == 0 {
		return stretch{}
	}
	x := r.moved(base, n, unit)
	if unit == 7 || unit == 14 {
		return week(x)
	}
	return one(x)
}

// week is the week, Monday to Sunday, that holds a day.
func week(x date) stretch {
	monday := x.at().AddDate(0, 0, -(int(x.at().Weekday())+6)%7)
	return stretch{dateOf(monday), dateOf(monday.AddDate(0, 0, 6))}
}

// named: "last year", "this month", "last September", "the previous week", "that year", "earlier this month".
func (r *reader) named(i int) (stretch, int) {
	j := i
	if r.any(j, the, earlier, later) {
		j++
	}
	if r.overWeekend(i) {
		return r.calendar(r.anchor, 0, 2), i + 2
	}
	if !r.any(j, last, this, next) || j+1 >= r.end {
		return stretch{}, 0
	}
	base := r.anchor
	switch strings.ToLower(r.t.Word(j)) {
	case "previous", "preceding", "prior", "following", "that", "same":
		base = r.prev
	}
	if base == (date{}) {
		return stretch{}, 0
	}
	step := map[class]int{last: -1, this: 0, next: 1}[r.class(j)]
	switch e := r.entry(j + 1); e.class {
	case unit:
		return r.calendar(base, step, int(e.value)), j + 2
	case month:
		y := base.y
		switch {
		case step < 0 && int(e.value) >= base.m:
			y--
		case step > 0 && int(e.value) <= base.m:
			y++
		}
		return one(date{y, int(e.value), 0}), j + 2
	}
	return stretch{}, 0
}

// overWeekend reports whether "over the weekend" or "at the weekend" ends at the article before token i.
func (r *reader) overWeekend(i int) bool {
	if r.anchor == (date{}) || i <= r.begin || strings.ToLower(r.t.Word(i)) != "the" || r.entry(i+1) != (entry{unit, 2}) {
		return false
	}
	switch strings.ToLower(r.t.Word(i - 1)) {
	case "over", "at", "on", "during":
		return true
	}
	return false
}

// calendar is the calendar unit that holds a date, or the one before or after it.
func (r *reader) calendar(base date, step, unit int) stretch {
	if unit < 365 && base.m == 0 || unit < 30 && base.d == 0 {
		return stretch{}
	}
	switch unit {
	case 365:
		return one(date{base.y + step, 0, 0})
	case 3650:
		return stretch{}
	case 90:
		first := date{base.y, (base.m-1)/3*3 + 1, 0}.month(3 * step)
		return stretch{first, first.month(2)}
	case 30:
		return one(base.month(step))
	case 7:
		return week(dateOf(base.at().AddDate(0, 0, 7*step)))
	case 2:
		saturday := week(dateOf(base.at().AddDate(0, 0, 7*step))).to.at().AddDate(0, 0, -1)
		if step == 0 && saturday.After(base.at()) {
			saturday = saturday.AddDate(0, 0, -7)
		}
		return stretch{dateOf(saturday), dateOf(saturday.AddDate(0, 0, 1))}
	case 1:
		return one(dateOf(base.at().AddDate(0, 0, step)))
	}
	return stretch{}
}

// yearsFrom: "five years from 2019".
func (r *reader) yearsFrom(i int) (stretch, int) {
	n, j := r.count(i)
	if j == 0 || r.entry(j) != (entry{unit, 365}) || !r.any(j+1, from, since) || n < 1 || n > 100 {
		return stretch{}, 0
	}
	y, ok := r.year(j + 2)
	if !ok {
		return stretch{}, 0
	}
	if i > r.begin && r.t.Tokens[i].Is(doc.Glued) {
		return stretch{}, 0
	}
	return stretch{date{y, 0, 0}, date{y + n - 1, 0, 0}}, j + 3
}
