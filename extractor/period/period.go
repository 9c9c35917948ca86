// Package period finds the stretches of time that a text names ("between 2019 and November 2020", "last
// year", "a month later") and resolves them against the day of publication or the text's own dates. A
// period is as precise as the words that name it, never more; what cannot be resolved is no period.
package period

import (
	"strconv"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/lexicon"
)

// class says what a word does in the name of a period.
type class uint8

const (
	none class = iota
	month
	weekday
	unit
	season
	part
	last
	this
	next
	dayword
	since
	between
	from
	and
	to
	in
	on
	of
	the
	ago
	later
	earlier
	by
	future
	few
	night
	half
	ordinal
	number
)

// entry is what the table says of one word.
type entry struct {
	class class
	value int16
}

type pass struct{ words []entry }

// New returns the pass. It writes Periods.
func New(lex *lexicon.Lexicon) func(*doc.Doc) {
	classes := map[string]class{"month": month, "weekday": weekday, "unit": unit, "season": season, "part": part,
		"last": last, "this": this, "next": next, "dayword": dayword, "since": since, "between": between, "from": from,
		"and": and, "to": to, "in": in, "on": on, "of": of, "the": the, "ago": ago, "later": later, "earlier": earlier,
		"by": by, "future": future, "few": few, "night": night, "half": half, "ordinal": ordinal, "number": number}
	p := &pass{}
	for _, row := range lex.Rows("en/periods") {
		c, ok := classes[row.Get("class")]
		value, err := strconv.Atoi(row.Get("value"))
		if !ok || err != nil {
			panic("internal error: en/periods.tsv: " + row.Get("word"))
		}
		id := int(lex.Words(row.Get("word"))[0])
		for len(p.words) <= id {
			p.words = append(p.words, entry{})
		}
		p.words[id] = entry{c, int16(value)}
	}
	return func(d *doc.Doc) {
		for _, t := range d.Texts() {
			p.text(d, t)
		}
	}
}

// text scans one text sentence by sentence.
func (p *pass) text(d *doc.Doc, t *doc.Text) {
	r := &reader{pass: p, t: t}
	if !d.Anchor.IsZero() {
		r.anchor = dateOf(d.Anchor)
	}
	for _, s := range t.Sentences {
		r.end = s.To
		r.begin = s.From
		soon := -soonReach
		for i := s.From; i < s.To; i++ {
			if !r.starts(i) {
				if r.is(i, future) {
					soon = i
				} else if t.Word(i) == "," {
					soon = -soonReach
				}
				continue
			}
			r.soon = i-soon < soonReach
			got, end := r.whole(i)
			if end <= i || !got.valid() {
				continue
			}
			t.Periods = append(t.Periods, doc.Period{Range: doc.Range{From: i, To: end}, Period: got.period()})
			r.remember(got)
			i = end - 1
		}
	}
}

// soonReach is how many tokens a word of the future colours: "is due to be made public in March".
const soonReach = 9

// starts is the cheap test: a period begins with a word of the table or a figure.
func (r *reader) starts(i int) bool {
	tok := r.t.Tokens[i]
	if tok.Is(doc.Digit) {
		return true
	}
	switch r.class(i) {
	case the, this: // mostly an article or "this" before any other noun
		return r.class(i+1) != none || i+1 < r.end && r.t.Tokens[i+1].Is(doc.Digit)
	case none, and, to, in, on, of, by, ago, future, few, night, half, unit:
		return false
	}
	return true
}
