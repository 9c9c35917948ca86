package actor

import (
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/internal/claim"
)

// nearness tells how near a text names the state of an entry that shares its name with those of other
// states: right before the name, beyond doubt elsewhere, in the sentence, in the dateline, or how often.
func (r *reading) nearness(t *doc.Text, h hit, in doc.Range, a alias) int {
	code := r.entries[a.entry].Country
	if len(r.names[h.name]) == 1 || code == "" {
		return 0
	}
	r.here(a)
	n := min(r.countries[code], 99)
	for i := r.countriesFrom(t, in.From); i < len(t.Countries) && t.Countries[i].From < in.To; i++ {
		c := &t.Countries[i]
		switch {
		case c.Code != code:
		case c.To <= h.From && h.From-c.To < 2:
			n += 10000
		case n < 1000:
			n += 1000
		}
	}
	if r.sure[a.entry] {
		n += 5000
	}
	if r.home() == code {
		n += 500
	}
	return n
}

// here reports whether the document names the country of an entry.
func (r *reading) here(a alias) bool {
	if r.countries == nil {
		r.countries = map[string]int{}
		for _, t := range r.d.Texts() {
			for i := range t.Countries {
				r.countries[t.Countries[i].Code]++
			}
		}
	}
	return r.countries[r.entries[a.entry].Country] > 0
}

// countriesFrom is the index of the first country at or behind a token.
func (r *reading) countriesFrom(t *doc.Text, token int) int {
	lo, hi := 0, len(t.Countries)
	for lo < hi {
		if mid := (lo + hi) / 2; t.Countries[mid].From < token {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// reachDateline is how many tokens may stand between a dateline's city and its dash.
const reachDateline = 14

// home is the country in which the article was written, by the city of its dateline: "OSLO, May 3 (Wire) -".
// It is "" where there is none.
func (r *reading) home() string {
	if r.homeKnown {
		return r.homeCode
	}
	r.homeKnown = true
	t := &r.d.Body
	if len(t.Sentences) == 0 {
		return ""
	}
	in := t.Sentences[0].Range
	code, n := r.cities.Longest(func(i int) uint32 { return t.Tokens[i].Word }, in.From, in.To)
	if n == 0 || !t.Tokens[in.From].Is(doc.Capital) {
		return ""
	}
	shouted, bracket := t.Tokens[in.From].Is(doc.AllCaps), false
	for i := in.From + n; i < len(t.Tokens) && i < in.From+n+reachDateline; i++ {
		switch t.Word(i) {
		case ")":
			bracket = true
		case "-", "–", "—", "--":
			if !t.Tokens[i].Is(doc.Glued) && (shouted || bracket) || bracket && t.Word(i-1) == ")" {
				r.homeCode = code
				return code
			}
		}
	}
	return ""
}

// owned finds organs without their state beside them: "its embassy in London", "the Finance Ministry", "the
// interior ministry". They are those of the state that their text names last, or of the article's own.
func (r *reading) owned(n int, t *doc.Text) {
	known := len(r.found[n])
	word := func(i int) uint32 { return t.Tokens[i].Word }
	last, next := -1, 0
	for s := range t.Sentences {
		in := t.Sentences[s].Range
		for i := in.From; i < in.To; i++ {
			for next < len(t.Countries) && t.Countries[next].To <= i {
				if t.Countries[next].Form != claim.ByCity {
					last = next
				}
				next++
			}
			w := t.Tokens[i].Word
			if w == 0 || !r.institutions.Begins(w) {
				continue
			}
			o, length := r.institutions.Longest(word, i, in.To)
			if length == 0 || !r.wholeOrgan(t, i+length, in) {
				continue
			}
			at := doc.Range{From: i, To: i + length}
			code := ""
			if in.Has(i-1) && t.Tokens[i-1].Word == r.w.its {
				at.From--
				if c := r.subject(t, i, in, last); c >= 0 {
					code = t.Countries[c].Code
				} else if last >= 0 && i-t.Countries[last].From <= reachOwner {
					code = t.Countries[last].Code
				}
			} else if r.bare(t, i, in, int(o)) && !r.ofPerson(t, at.To, in) {
				code = r.ownState(t, i, in, last)
			}
			if code == "" {
				continue
			}
			at, e, _ := r.institution(t, code, int(o), at)
			if r.clear(n, known, at) {
				r.add(n, at, r.entity(e))
			}
			i = at.To - 1
		}
	}
	r.sort(n)
}

// reachOwner is how many tokens behind its state an organ without one may stand.
const reachOwner = 60

// wholeOrgan reports whether an organ's name ends at token i: "the Ministry of Finance of Xyz" goes on.
func (r *reading) wholeOrgan(t *doc.Text, i int, in doc.Range) bool {
	if !in.Has(i) || t.Tokens[i].Is(doc.Possessive) {
		return true
	}
	if t.Tokens[i].Word == r.w.of {
		return false
	}
	return !t.Tokens[i].Is(doc.Capital) || r.at(t, i, in).Has(r.is.personTitle|r.is.personNoun)
}

// ofPerson reports whether the organ's name that ends at token i only says whose spokeswoman a person is.
func (r *reading) ofPerson(t *doc.Text, i int, in doc.Range) bool {
	for n := 0; n < 3 && r.at(t, i, in).Has(r.is.personTitle|r.is.personNoun); n++ {
		i++
		if in.Has(i) && t.Tokens[i].Is(doc.Capital) {
			return true
		}
	}
	return false
}

// bare reports whether an organ at token i stands without its state and is of the kind that has one only: a
// ministry, the central bank.
func (r *reading) bare(t *doc.Text, i int, in doc.Range, organ int) bool {
	if o := &r.organs[organ]; o.noun != "ministry" && !strings.HasPrefix(o.name, "Central Bank") {
		return false
	}
	if !in.Has(i - 1) {
		return true
	}
	prev := t.Tokens[i-1]
	switch {
	case prev.Word == r.w.a || prev.Word == r.w.an || prev.Is(doc.Possessive) || r.countryAt(t, i-1):
		return false
	case prev.Word == r.w.the:
		return true
	}
	return t.Tokens[i].Is(doc.Capital) && prev.Flags&(doc.Capital|doc.Digit) == 0 || r.at(t, i-1, in).Has(r.is.say)
}

// ownState is whose an organ without a state is: that of the country named before it in its sentence, unless
// that one is told of; else of the dateline's; else of the country named last, or of the only one.
func (r *reading) ownState(t *doc.Text, i int, in doc.Range, last int) string {
	if c := r.subject(t, i, in, last); c >= 0 {
		return t.Countries[c].Code
	}
	if code := r.home(); code != "" {
		return code
	}
	if last >= 0 && i-t.Countries[last].From <= reachOwner {
		return t.Countries[last].Code
	}
	return r.onlyState()
}

// subject is the first country of a sentence before token i that stands for itself, neither as an adjective nor
// as the owner of something or a place: "Norway accused Russia's spies of reading the mail of its ministry". It is
// -1 where there is none; last is the last country before the token.
func (r *reading) subject(t *doc.Text, i int, in doc.Range, last int) int {
	for c := r.countriesFrom(t, in.From); c <= last; c++ {
		x := &t.Countries[c]
		if x.Form == claim.ByDemonym || x.Form == claim.ByCity || in.Has(x.To) && (t.Tokens[x.To].Is(doc.Possessive) || t.Tokens[x.To].Word == r.w.hyphen) {
			continue
		}
		if m := r.at(t, r.before(t, x, in), in); !m.Has(r.is.locative) && x.To <= i {
			return c
		}
	}
	return -1
}

// onlyState is the country of a document that names but one.
func (r *reading) onlyState() string {
	code := ""
	for _, t := range r.d.Texts() {
		for i := range t.Countries {
			if c := t.Countries[i].Code; code != "" && c != code {
				return ""
			} else {
				code = c
			}
		}
	}
	return code
}
