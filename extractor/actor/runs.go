package actor

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/claimwire/claimwire/extractor/doc"
)

// run is a stretch of capitalised words that no table knows.
type run struct {
	doc.Range
	in     doc.Range // its sentence
	text   string
	first  bool // begins its sentence, so that its first capital says nothing
	entity int  // index in d.Entities, or -1
}

// longest is how many words a name has at most.
const longest = 8

// collect finds the runs of a text outside the mentions found so far.
func (r *reading) collect(n int, t *doc.Text) {
	next := 0 // in found
	for s := range t.Sentences {
		in := t.Sentences[s].Range
		if r.title(t, in) && in.To-in.From > 3 {
			continue
		}
		for i := in.From; i < in.To; {
			for next < len(r.found[n]) && r.found[n][next].To <= i {
				next++
			}
			stop := in.To
			if next < len(r.found[n]) && r.found[n][next].From < stop {
				stop = r.found[n][next].From
			}
			if i >= stop {
				i = max(r.found[n][next].To, i+1)
				continue
			}
			if !r.begins(t, i, in) {
				i++
				continue
			}
			end := r.ofState(n, t, next, r.runEnd(t, i, stop), in)
			if at := r.place(t, i, in); at.To > i && !r.ofBody(t, at, end, in) && !r.goesOn(t, at, end) {
				i = at.To
				continue
			}
			from := r.strip(t, i, end, in)
			if from < end {
				r.keep(n, t, run{Range: doc.Range{From: from, To: end}, in: in, entity: -1})
			}
			i = end
		}
	}
}

// ofBody reports whether the place at the beginning of a run that ends at end is a part of a body's name,
// or short for it: "Meridian said" behind "Meridian Health".
func (r *reading) ofBody(t *doc.Text, at doc.Range, end int, in doc.Range) bool {
	if at.To < end {
		return r.cues.Of(t.Tokens[end-1].Word).Has(r.is.orgSuffix|r.is.agencySuffix|r.is.localBody) ||
			t.Tokens[min(at.To+1, end-1)].Word == r.w.of && r.cues.Of(t.Tokens[at.To].Word).Has(r.is.agencySuffix)
	}
	if !r.starts[t.Tokens[at.From].Word] || at.To-at.From > 1 || r.countryAt(t, at.To-1) {
		return false
	}
	return r.at(t, at.To, in).Has(r.is.say) || in.Has(at.To) && t.Tokens[at.To].Is(doc.Possessive)
}

// goesOn reports whether the city in front of a run that ends at end is the first word of a longer name:
// of a person ("Sydney Xyz"), of a body ("Houston Xyzist"). An office behind it belongs to the city.
func (r *reading) goesOn(t *doc.Text, at doc.Range, end int) bool {
	return at.To < end && !r.countryAt(t, at.To-1) && !t.Tokens[at.To].Is(doc.AllCaps) &&
		!r.cues.Of(t.Tokens[at.To].Word).Has(r.is.personTitle|r.is.region)
}

// place is the name of a country or city that token i begins or goes on with; it ends at i where none stands there.
func (r *reading) place(t *doc.Text, i int, in doc.Range) doc.Range {
	n, _ := slices.BinarySearchFunc(t.Countries, i+1, func(c doc.Country, to int) int { return cmp.Compare(c.To, to) })
	if n < len(t.Countries) && t.Countries[n].From <= i {
		return doc.Range{From: i, To: t.Countries[n].To} // also the second word of "South Ruritanian"
	}
	if _, length := r.cities.Longest(func(i int) uint32 { return t.Tokens[i].Word }, i, in.To); length > 0 && t.Tokens[i+length-1].End-t.Tokens[i].Start > 3 {
		return doc.Range{From: i, To: i + length}
	}
	return doc.Range{From: i, To: i}
}

// begins reports whether a name may begin at token i.
func (r *reading) begins(t *doc.Text, i int, in doc.Range) bool {
	k := t.Tokens[i]
	if !k.Is(doc.Capital|doc.Alpha) || k.Is(doc.Possessive) {
		return false
	}
	m := r.cues.Of(k.Word)
	if m.Has(r.is.notName) {
		return false
	}
	return !k.Is(doc.First) || !m.Has(r.is.starter)
}

// runEnd is where the run that begins at i ends. It goes on over "of", "and", "&", "de" and hyphens to
// another capitalised word.
func (r *reading) runEnd(t *doc.Text, i, stop int) int {
	end := i + 1
	for end < stop && end-i < longest {
		k := t.Tokens[end]
		switch {
		case k.Is(doc.Possessive):
			if !r.ofMembers(t, end, stop) {
				return end
			}
			end += 2
		case k.Is(doc.Capital|doc.Alpha) && !r.cues.Of(k.Word).Has(r.is.notName):
			end++
		case r.links(t, end, stop), r.twoFields(t, i, end, stop):
			end += 2
		default:
			return r.overCommas(t, end, stop)
		}
	}
	return end
}

// ofMembers reports whether the possessive at token i stands inside a name: "Children's Hospital".
func (r *reading) ofMembers(t *doc.Text, i, stop int) bool {
	if i+1 >= stop || !t.Tokens[i+1].Is(doc.Capital) || !r.cues.Of(t.Tokens[i+1].Word).Has(r.is.orgSuffix|r.is.agencySuffix) {
		return false
	}
	switch t.Word(i - 1) {
	case "Children", "Women", "Men", "People", "Veterans", "Sheriff", "Mariner", "Shoppers", "King", "Queen":
		return true
	}
	return false
}

// links reports whether token i joins the words around it to one name.
func (r *reading) links(t *doc.Text, i, stop int) bool {
	if i+1 >= stop || !t.Tokens[i+1].Is(doc.Capital|doc.Alpha) || r.cues.Of(t.Tokens[i+1].Word).Has(r.is.notName) {
		return false
	}
	switch t.Word(i) {
	case "of", "&", "de", "da", "do", "del", "della", "di", "du", "des", "la", "le", "van", "von", "der", "den", "bin", "al", "el", "for":
		return t.Word(i) != "for" || r.cues.Of(t.Tokens[i-1].Word).Has(r.is.orgSuffix|r.is.agencySuffix)
	case "-", "’", "'", ".":
		return t.Tokens[i].Is(doc.Glued) && t.Tokens[i+1].Is(doc.Glued) || t.Word(i) == "." && t.Tokens[i-1].End-t.Tokens[i-1].Start == 1
	}
	return false
}

// strip drops words before the name itself: the article, titles ("Chief Executive Maarika"), demonyms.
func (r *reading) strip(t *doc.Text, i, end int, in doc.Range) int {
	for i < end && (t.Tokens[i].Is(doc.First) && r.cues.Of(t.Tokens[i].Word).Has(r.is.starter) || t.Tokens[i].Word == r.w.the) {
		i++
	}
	if i+1 < end && t.Tokens[i].Is(doc.First) && r.cues.Of(t.Tokens[i].Word).Has(r.is.orgNoun) && !r.cues.Of(t.Tokens[i].Word).Has(r.is.orgSuffix) {
		i++ // "Newspaper Xyz"
	}
	if i+2 < end && t.Tokens[i+1].Word == r.w.hyphen && (strings.EqualFold(t.Word(i), "pro") || strings.EqualFold(t.Word(i), "anti")) {
		i += 3 // "Pro-Ruritanian hackers"
	}
	for i < end && (t.Tokens[i].Is(doc.Punct) || t.Tokens[i].Word == r.w.of) {
		i++
	}
	return i
}

// keep stores a run, cut at the words that are titles of a person.
func (r *reading) keep(n int, t *doc.Text, u run) {
	cut := u.From
	for i := u.From; i < u.To-1; i++ {
		if m := r.cues.Of(t.Tokens[i].Word); m.Has(r.is.personTitle) && !m.Has(r.is.given) {
			cut = i + 1
		}
	}
	for cut < u.To && t.Tokens[cut].Is(doc.Punct) {
		cut++
	}
	if r.cues.Of(t.Tokens[u.To-1].Word).Has(r.is.orgSuffix | r.is.agencySuffix) {
		cut = r.pastOffice(t, u)
	}
	if cut > u.From && cut+1 < u.To && t.Tokens[cut].Word == r.w.of {
		cut += 2 // "Secretary of State Ann Xyz"
	}
	if cut >= u.To || t.Tokens[cut].Word == r.w.of {
		return
	}
	u.From = cut
	if u.in.Has(u.To) && r.cues.Of(t.Tokens[u.To].Word).Has(r.is.placeNoun) && u.in.Has(u.From-1) && t.Tokens[u.From-1].Word == r.w.the {
		u.To++ // "the Somewhere waterworks"
	}
	if r.isDistrict(t, u) {
		u.To += 2 // "the Somewhere school district"
	}
	if prev := u.From - 1; u.in.Has(prev) && t.Tokens[prev].Is(doc.Capital) && r.at(t, prev, u.in).Has(r.is.compass) && r.besideBefore(t, u.From) && r.cues.Of(t.Tokens[u.To-1].Word).Has(r.is.orgSuffix|r.is.agencySuffix|r.is.localBody) {
		u.From = prev // "North Xyz Police"
	}
	if u.To-u.From > 1 && r.cues.Of(t.Tokens[u.To-1].Word).Has(r.is.orgSuffix) {
		r.starts[t.Tokens[u.From].Word] = true
	}
	u.first = t.Tokens[u.From].Is(doc.First)
	u.text = t.S[t.Tokens[u.From].Start:t.Tokens[u.To-1].End]
	if utf8.RuneCountInString(u.text) < 3 || legalForm(u.text) || r.isRefused(n, u) && !r.called(t, u) || r.noName(n, t, u) {
		return
	}
	r.runs[n] = append(r.runs[n], u)
}

// isDistrict reports whether a lower-case district of the kind that runs something stands behind a run.
func (r *reading) isDistrict(t *doc.Text, u run) bool {
	if !u.in.Has(u.To+1) || t.Word(u.To+1) != "district" {
		return false
	}
	switch t.Word(u.To) {
	case "school", "schools", "water", "hospital", "health", "fire", "transit", "library", "utility", "irrigation", "sanitation", "sewer", "port", "park":
		return true
	}
	return false
}

// pastOffice is where the body's name begins behind an office in it: "Founder of Xyz Robotics".
func (r *reading) pastOffice(t *doc.Text, u run) int {
	if u.To-u.From > 2 && t.Tokens[u.From+1].Word == r.w.of && r.cues.Of(t.Tokens[u.From].Word).Has(r.is.personTitle) {
		return u.From + 2
	}
	return u.From
}

// called reports whether a noun right before the run says that it names a company: "the jeweller Xyz".
func (r *reading) called(t *doc.Text, u run) bool {
	m := r.at(t, u.From-1, u.in)
	return m.Has(r.is.orgNoun) && !m.Has(r.is.crimeNoun|r.is.groupNoun) && !t.Tokens[u.From-1].Is(doc.Possessive)
}

// isRefused reports whether the run is a phrase of the gazetteer that means nothing here.
func (r *reading) isRefused(n int, u run) bool {
	list := r.refused[n] // in text order
	i, ok := slices.BinarySearchFunc(list, u.From, func(x doc.Range, from int) int { return cmp.Compare(x.From, from) })
	return ok && list[i] == u.Range
}

// noName reports whether a run holds nothing but titles and the names of states and provinces, or only goes
// on with the name of the company before it.
func (r *reading) noName(n int, t *doc.Text, u run) bool {
	if r.behindBody(n, t, u) || u.To-u.From == 1 && r.cues.Of(t.Tokens[u.From].Word).Has(r.is.region) {
		return true
	}
	for i := u.From; i < u.To; i++ {
		if m := r.cues.Of(t.Tokens[i].Word); !m.Has(r.is.personTitle|r.is.region) || m.Has(r.is.given) {
			return false
		}
	}
	return true
}
