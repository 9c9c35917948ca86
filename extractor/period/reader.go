package period

import (
	"sort"
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
)

// reader reads the periods of one sentence after the other. Its methods take the index of a token and
// return what stands there with the index behind it; an index of 0 says that nothing does.
type reader struct {
	*pass
	t          *doc.Text
	begin, end int  // of the sentence
	anchor     date // day of publication; zero where unknown
	prev       date // the last date that the text named
	soon       bool // the sentence speaks of what is to come
}

func (r *reader) class(i int) class { return r.entry(i).class }

func (r *reader) entry(i int) entry {
	if i < r.begin || i >= r.end {
		return entry{}
	}
	w := r.t.Tokens[i].Word
	if int(w) >= len(r.words) {
		return entry{}
	}
	e := r.words[w]
	if (e.class == month || e.class == weekday) && !r.t.Tokens[i].Is(doc.Capital) {
		return entry{}
	}
	return e
}

func (r *reader) is(i int, c class) bool { return r.class(i) == c }

func (r *reader) any(i int, list ...class) bool {
	c := r.class(i)
	for _, x := range list {
		if c == x {
			return true
		}
	}
	return false
}

func (r *reader) remember(s stretch) {
	if r.prev = s.to; r.prev == (date{}) {
		r.prev = s.from
	}
}

// figure reads a plain number of at most four digits, with or without the ending of an ordinal.
func (r *reader) figure(i int) (value int, ok bool) {
	if i < r.begin || i >= r.end || !r.t.Tokens[i].Is(doc.Digit) {
		return 0, false
	}
	w := r.t.Word(i)
	for n, c := range []byte(w) {
		if c < '0' || c > '9' {
			switch tail := w[n:]; {
			case n > 0 && (tail == "st" || tail == "nd" || tail == "rd" || tail == "th"):
				return value, true
			}
			return 0, false
		}
		if n == 4 {
			return 0, false
		}
		value = value*10 + int(c-'0')
	}
	return value, true
}

// year reads 1900 to 2099.
func (r *reader) year(i int) (int, bool) {
	y, ok := r.figure(i)
	return y, ok && len(r.t.Word(i)) == 4 && y >= 1900 && y <= 2099 && !r.inNumber(i)
}

// inNumber reports whether the figure is a piece of a longer one: "2,015", "$2015", "2015%".
func (r *reader) inNumber(i int) bool {
	if i > r.begin && r.t.Tokens[i].Is(doc.Glued) && strings.ContainsAny(r.t.Word(i-1), "$€£¥#.,") {
		return true
	}
	return i+1 < r.end && r.t.Tokens[i+1].Is(doc.Glued) && strings.ContainsAny(r.t.Word(i+1), "%°")
}

// day reads 1 to 31.
func (r *reader) day(i int) (int, bool) {
	d, ok := r.figure(i)
	return d, ok && d >= 1 && d <= 31 && len(r.t.Word(i)) <= 4
}

// count reads a number of units in figures or words; "a" and "the" are one.
func (r *reader) count(i int) (value, end int) {
	if v, ok := r.figure(i); ok {
		return v, i + 1
	}
	n := sort.Search(len(r.t.Numbers), func(n int) bool { return r.t.Numbers[n].From >= i })
	if n < len(r.t.Numbers) && r.t.Numbers[n].From == i && !r.t.Numbers[n].Ordinal && r.t.Numbers[n].Value < 10000 {
		return int(r.t.Numbers[n].Value), r.t.Numbers[n].To
	}
	switch r.class(i) {
	case number:
		return int(r.entry(i).value), i + 1
	case the:
		return 1, i + 1
	}
	return 0, 0
}

// glue reports whether token i is a hyphen or dash of the given text.
func (r *reader) dash(i int) bool {
	return i < r.end && i >= r.begin && (r.t.Word(i) == "-" || r.t.Word(i) == "–" || r.t.Word(i) == "—")
}

func (r *reader) comma(i int) int {
	if i < r.end && r.t.Word(i) == "," {
		return i + 1
	}
	return i
}
