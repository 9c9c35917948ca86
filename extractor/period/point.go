package period

import "github.com/claimwire/claimwire/extractor/doc"

// point reads one date or named stretch at token i. Its year may still be open (0).
func (r *reader) point(i int) (stretch, int) {
	for _, read := range [...]func(*reader, int) (stretch, int){(*reader).iso, (*reader).dayMonth, (*reader).monthName, (*reader).weekday, (*reader).part, (*reader).quarter, (*reader).seasonName, (*reader).dayword, (*reader).bareYear} {
		if s, end := read(r, i); end > i {
			return s, end
		}
	}
	return stretch{}, 0
}

// iso: 2020-09-05.
func (r *reader) iso(i int) (stretch, int) {
	y, ok := r.year(i)
	if !ok || i+4 >= r.end || !r.dash(i+1) || !r.dash(i+3) {
		return stretch{}, 0
	}
	m, okM := r.day(i + 2)
	d, okD := r.day(i + 4)
	if x := (date{y, m, d}); okM && okD && x.valid() {
		return one(x), i + 5
	}
	return stretch{}, 0
}

// dayMonth: "5 September 2020", "the 5th of September", "5-7 September".
func (r *reader) dayMonth(i int) (stretch, int) {
	if r.is(i, the) {
		i++
	}
	d, ok := r.day(i)
	if !ok {
		return stretch{}, 0
	}
	until, j := d, i+1
	if second, ok := r.day(j + 1); ok && (r.dash(j) || r.any(j, to, and)) && second > d {
		until, j = second, j+2
	}
	if r.is(j, of) {
		j++
	}
	if !r.is(j, month) {
		return r.dayOf(i, d, j)
	}
	m := int(r.entry(j).value)
	y, end := r.trailingYear(j + 1)
	return stretch{date{y, m, d}, date{y, m, until}}, end
}

// dayOf: "the 27th of last month", and "the 9th" alone.
func (r *reader) dayOf(i, d, j int) (stretch, int) {
	if r.anchor == (date{}) || len(r.t.Word(i)) < 3 || !r.is(i-1, the) {
		return stretch{}, 0
	}
	if r.any(j, last, this) && r.entry(j+1) == (entry{unit, 30}) {
		m := r.anchor.month(0)
		if r.is(j, last) {
			m = r.anchor.month(-1)
		}
		return one(date{m.y, m.m, d}), j + 2
	}
	if !r.is(i-2, on) || j < r.end && r.t.Tokens[j].Is(doc.Alpha) && !r.any(j, and, by, in, on) && j != i+1 {
		return stretch{}, 0
	}
	if j < r.end && r.t.Tokens[j].Is(doc.Alpha|doc.Capital) || j < r.end && r.class(j) == none && r.t.Tokens[j].Is(doc.Alpha) && r.nounish(j) {
		return stretch{}, 0
	}
	m := r.anchor.month(0)
	if d > r.anchor.d {
		m = r.anchor.month(-1)
	}
	return one(date{m.y, m.m, d}), j
}

// nounish guesses that an ordinal before the word counts it ("on the 9th floor"): only a verb-like or
// small word may follow a day.
func (r *reader) nounish(j int) bool {
	switch r.t.Word(j) {
	case "through", "that", "after", "when", "with", "for", "as", "at", "from", "but", "it", "he", "she", "they", "the", "a", "an", "to":
		return false
	}
	return true
}

// monthName: "September 5, 2020", "Sept. 5-7", "September 2020", "September".
func (r *reader) monthName(i int) (stretch, int) {
	if !r.is(i, month) {
		return stretch{}, 0
	}
	m := int(r.entry(i).value)
	j := i + 1
	if d, ok := r.day(j); ok && !r.counted(j+1) {
		until := d
		j++
		if second, ok := r.day(j + 1); ok && (r.dash(j) || r.is(j, to)) && second > d {
			until, j = second, j+2
		}
		y, end := r.trailingYear(j)
		return stretch{date{y, m, d}, date{y, m, until}}, end
	}
	y, end := r.trailingYear(j)
	if y == 0 && !r.monthAlone(i) {
		return stretch{}, 0
	}
	return one(date{y, m, 0}), end
}

// counted reports whether a number before token j counts or measures something: "May 5 million".
func (r *reader) counted(j int) bool {
	return j < r.end && (r.t.Word(j) == "%" || r.t.Word(j) == "million" || r.t.Word(j) == "percent")
}

// monthAlone tells the month from the verb or name that is spelled like it, where no figure follows:
// May, March and people called April or August.
func (r *reader) monthAlone(i int) bool {
	if r.any(i-1, in, since, of, last, this, next, part, between, from, to, by, and, earlier, later) || r.dash(i-1) {
		ambiguous := r.entry(i).value >= 3 && r.entry(i).value <= 8 && r.entry(i).value != 7
		return !(ambiguous && i+1 < r.end && r.t.Tokens[i+1].Is(doc.Alpha|doc.Capital) && !r.is(i+1, month))
	}
	switch r.entry(i).value {
	case 3, 4, 5, 6, 8:
		return r.is(i-1, the) && i+1 < r.end && r.t.Tokens[i+1].Is(doc.Alpha) && !r.t.Tokens[i+1].Is(doc.Capital)
	}
	return true
}

// trailingYear reads ", 2020", "2020" or "of 2020" behind a month or season.
func (r *reader) trailingYear(j int) (y, end int) {
	k := r.comma(j)
	if r.is(k, of) {
		k++
	}
	if y, ok := r.year(k); ok && (k == j || !r.counted(k+1)) {
		return y, k + 1
	}
	if s, end := r.relativeYear(k); end > 0 && s.from.m == 0 {
		return s.from.y, end
	}
	return 0, j
}

// relativeYear: "last year", "this year", "that year", behind a month.
func (r *reader) relativeYear(k int) (stretch, int) {
	if r.any(k, last, this, next) && r.entry(k+1) == (entry{unit, 365}) {
		return r.named(k)
	}
	return stretch{}, 0
}

// weekday: "Tuesday, September 5", "Tuesday": the last one not after the day of publication, or the one
// to come where the sentence looks ahead.
func (r *reader) weekday(i int) (stretch, int) {
	if !r.is(i, weekday) {
		return stretch{}, 0
	}
	j := r.comma(i + 1)
	for _, read := range [...]func(*reader, int) (stretch, int){(*reader).dayMonth, (*reader).monthName} {
		if s, end := read(r, j); end > j && s.from.d > 0 {
			return s, end
		}
	}
	if r.anchor == (date{}) {
		return stretch{}, 0
	}
	end := i + 1
	if r.is(end, night) {
		end++
	}
	back := (int(r.anchor.at().Weekday()) - int(r.entry(i).value) + 7) % 7
	if r.is(end, last) {
		end++ // "Wednesday past"
	}
	switch {
	case r.is(i-1, last) && back == 0:
		back = 7
	case (r.is(i-1, next) || r.soon) && back > 0:
		back -= 7
	case r.is(i-1, next):
		back = -7
	}
	return one(dateOf(r.anchor.at().AddDate(0, 0, -back))), end
}

// part: "early 2020", "mid-February", "the end of last year". The whole of it is meant: a part of a
// year has no dates of its own.
func (r *reader) part(i int) (stretch, int) {
	j := i
	if r.is(j, the) {
		j++
	}
	if !r.is(j, part) {
		return stretch{}, 0
	}
	j++
	if r.dash(j) || r.is(j, of) {
		j++
	}
	if r.is(j, the) {
		j++
	}
	for _, read := range [...]func(*reader, int) (stretch, int){(*reader).bareYear, (*reader).monthName, (*reader).named, (*reader).seasonName} {
		if s, end := read(r, j); end > j {
			return s, end
		}
	}
	if y, ok := r.year(j); ok {
		return one(date{y, 0, 0}), j + 1
	}
	return stretch{}, 0
}

// quarter: "the second quarter of 2020", "Q2 2020", "the first half of this year", "H1".
func (r *reader) quarter(i int) (stretch, int) {
	if r.is(i, the) {
		i++
	}
	n, months, j := 0, 0, i+1
	switch e := r.entry(i); {
	case e.class == ordinal && r.entry(i+1) == (entry{unit, 90}):
		n, months, j = int(e.value), 3, i+2
	case e.class == ordinal && r.entry(i+1) == (entry{unit, 180}):
		n, months, j = int(e.value), 6, i+2
	default:
		n, months = r.shortQuarter(i)
	}
	if n == 0 || n*months > 12 {
		return stretch{}, 0
	}
	y, end := r.trailingYear(j)
	if y == 0 && r.anchor != (date{}) {
		y = r.anchor.y
		if (n-1)*months+1 > r.anchor.m && !r.soon {
			y--
		}
	}
	if y == 0 {
		return stretch{}, 0
	}
	return stretch{date{y, (n-1)*months + 1, 0}, date{y, n * months, 0}}, end
}

// shortQuarter: Q1 to Q4, H1 and H2.
func (r *reader) shortQuarter(i int) (n, months int) {
	if i >= r.end || r.t.Tokens[i].End-r.t.Tokens[i].Start != 2 {
		return 0, 0
	}
	w := r.t.Word(i)
	switch {
	case (w[0] == 'Q' || w[0] == 'q') && w[1] >= '1' && w[1] <= '4':
		return int(w[1] - '0'), 3
	case w[0] == 'H' && (w[1] == '1' || w[1] == '2'):
		return int(w[1] - '0'), 6
	}
	return 0, 0
}

// seasonName: "the summer of 2020", "last summer", "the fall".
func (r *reader) seasonName(i int) (stretch, int) {
	j := i
	if r.any(j, the, last, this, next) {
		j++
	}
	if !r.is(j, season) {
		return stretch{}, 0
	}
	m := int(r.entry(j).value)
	y, end := r.trailingYear(j + 1)
	if y == 0 {
		if j == i || r.anchor == (date{}) || r.is(i, the) && !r.any(i-1, in, since) {
			return stretch{}, 0
		}
		y = r.seasonYear(m, r.is(i, last))
		if r.is(i, next) {
			y++
		}
	}
	return stretch{date{y, m, 0}, date{y, m, 0}.month(2)}, end
}

// seasonYear is the year in which the season last began; "last summer" in summer is the year before's.
func (r *reader) seasonYear(m int, before bool) int {
	start := date{r.anchor.y, m, 0}
	if before {
		start = start.month(2)
	}
	if start.y > r.anchor.y || start.m > r.anchor.m || before && start.m == r.anchor.m {
		return r.anchor.y - 1
	}
	return r.anchor.y
}

// dayword: yesterday, today, tonight.
func (r *reader) dayword(i int) (stretch, int) {
	if !r.is(i, dayword) || r.anchor == (date{}) {
		return stretch{}, 0
	}
	end := i + 1
	if r.is(end, night) {
		end++
	}
	return one(dateOf(r.anchor.at().AddDate(0, 0, int(r.entry(i).value)))), end
}

// bareYear: a year that the words around it show to be one.
func (r *reader) bareYear(i int) (stretch, int) {
	y, ok := r.year(i)
	if !ok {
		return stretch{}, 0
	}
	named := r.any(i-1, in, since, of, by, between, from, the, part, last, half, later, earlier, this)
	if !named && r.any(i-1, and, to) {
		_, named = r.year(i - 2)
	}
	if !named && i > r.begin && r.dash(i-1) {
		_, named = r.year(i - 2)
		named = named || r.is(i-2, part)
	}
	if !named && i > r.begin && i+1 < r.end && r.t.Word(i-1) == "(" && (r.t.Word(i+1) == ")" || r.dash(i+1)) {
		named = true
	}
	if !named || r.counted(i+1) || i+1 < r.end && r.t.Word(i+1) == "hours" {
		return stretch{}, 0
	}
	return one(date{y, 0, 0}), i + 1
}
