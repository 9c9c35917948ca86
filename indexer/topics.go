package indexer

import (
	"cmp"
	_ "embed"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/claimwire/claimwire/internal/claim"
)

//go:embed data/nonames.tsv
var noNamesTSV string

// noNames are words that are written with a capital and name no incident.
var noNames = words(noNamesTSV)

// topics are the names by which the incident is known that a place of an article tells of: words written
// with a capital, since a name is told in full, in part and in translation ("Klinikum Mater Alma", "the
// Alma clinic"). They bind and are never shown: a sentence that names nobody is no evidence of a victim.
type topics struct {
	near   []string // what is told of there; what the article names most first
	around []string // what the article is about
	lands  []string // the countries that the article names most
}

const (
	maxHere    = 2 // names of the sentence itself that are near
	maxLast    = 2 // names of the last sentence before that names a subject, which are near too
	maxNear    = 3 // of both
	maxSubject = 3 // names that an article is mostly about: the last one before a sentence is near
	maxAround  = 3 // names that an article is about
)

// weightTitle is how many times a name of the text counts more that the title has.
const weightTitle = 2

// bytesOfSmall is how many bytes of text there are for each word without a capital, at the least.
const bytesOfSmall = 7

// naming is one place where a name stands in the text.
type naming struct {
	word     string // the first of the name: "Marlow" of "Marlow Pictures"
	at       int
	end      int // of the whole name
	sentence int // counted
}

// topicList finds the topics of a reading's places.
type topicList struct {
	namings []naming // of all names, in text order
	count   map[string]int
	around  []string // the most frequent first
	lands   []string // codes of countries, the most frequent first
}

// topicsOf reads the names of an article. Countries, states, agencies, threat groups, media, firms that
// comment and the publisher itself are in many incidents, so they tell none.
func topicsOf(a *claim.Article, r *claim.Reading) *topicList {
	n := namer{small: make([]string, 0, len(a.Text)/bytesOfSmall), lower: map[string]bool{}, within: map[string]bool{}, skip: spansOf(a, r), others: map[string]bool{}}
	n.knows(a, r)
	n.read(a.Text)
	l := &topicList{count: map[string]int{}, lands: landsOf(r)}
	for _, x := range n.found {
		if n.within[x.word] && !n.lower[x.word] {
			l.namings = append(l.namings, x)
			if l.count[x.word]++; l.count[x.word] == 1 {
				l.around = append(l.around, x.word)
			}
		}
	}
	for w := range strings.FieldsSeq(claim.NormalText(a.Title)) {
		if l.count[w] > 0 {
			l.count[w] += weightTitle
		}
	}
	slices.SortStableFunc(l.around, func(x, y string) int { return cmp.Compare(l.count[y], l.count[x]) })
	l.around = l.around[:min(len(l.around), maxAround)]
	return l
}

// landsOf lists the countries that an article names most, those of its title first among them.
func landsOf(r *claim.Reading) []string {
	count := map[string]int{}
	var out []string
	for i := range r.Countries {
		c := &r.Countries[i]
		if count[c.Code] == 0 {
			out = append(out, c.Code)
		}
		if count[c.Code]++; c.In == claim.InTitle {
			count[c.Code] += weightTitle
		}
	}
	slices.SortStableFunc(out, func(x, y string) int { return cmp.Compare(count[y], count[x]) })
	return out[:min(len(out), maxLands)]
}

const maxLands = 2 // countries that an article is about

// namer reads words that are written with a capital.
type namer struct {
	found  []naming
	small  []string        // the words written without a capital
	lower  map[string]bool // names that are written without a capital somewhere
	within map[string]bool // written with a capital inside a sentence
	ends   int             // sentences that ended so far
	skip   []claim.Place   // stretches that name no incident, in text order
	others map[string]bool // words of names that name none
	last   string          // the word read last
}

func (n *namer) read(text string) {
	start, begins := -1, true
	for i, r := range text {
		letter := unicode.IsLetter(r) || unicode.IsDigit(r)
		if letter && start < 0 {
			start = i
		}
		if !letter && start >= 0 {
			n.word(text[start:i], start, begins)
			start, begins = -1, false
		}
		switch r {
		case '.':
			if len(n.last) < minName && n.last != "" && unicode.IsUpper(rune(n.last[0])) {
				break // "St. Audrey", "A. Miller"
			}
			n.ends++
			begins = true
		case '!', '?', '\n':
			n.ends++
			begins = true
		case ':', '"', '“', '”', '«', '»':
			begins = true
		}
	}
	if start >= 0 {
		n.word(text[start:], start, begins)
	}
	for _, w := range n.small {
		if !plainSmall(w) {
			w = claim.NormalText(w)
		}
		if n.within[w] {
			n.lower[w] = true
		}
	}
}

// plainSmall reports whether a word is its own normal form: most are, and need no copy.
func plainSmall(w string) bool {
	for i := range len(w) {
		if c := w[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}

const (
	minName    = 3 // the least length in bytes of a word that names
	maxAcronym = 4 // up to which letters that are all capitals are as often a term as a name
)

// everyday reports whether a word is none that only names are made of.
func everyday(w string) bool {
	if stopwords[w] || genericWords[w] || noNames[w] || faint[w] {
		return true
	}
	_, known := synonyms[stem(w)]
	return known
}

func (n *namer) word(w string, at int, begins bool) {
	n.last = w
	first, _ := utf8.DecodeRuneInString(w)
	if len(w) < minName || !unicode.IsLetter(first) {
		return
	}
	if !unicode.IsUpper(first) {
		n.small = append(n.small, w)
		return
	}
	name := claim.NormalText(w)
	for len(n.skip) > 0 && n.skip[0].End <= at {
		n.skip = n.skip[1:]
	}
	if len(n.skip) > 0 && n.skip[0].Start <= at || n.others[name] || everyday(name) || len(w) <= maxAcronym && strings.ToUpper(w) == w {
		return
	}
	n.within[name] = n.within[name] || !begins
	if last := len(n.found) - 1; last >= 0 && n.found[last].end+1 == at {
		n.found[last].end = at + len(w)
		return
	}
	n.found = append(n.found, naming{word: name, at: at, end: at + len(w), sentence: n.ends})
}

// spansOf are the stretches of the text that name what is in many incidents, first names, and who publishes.
func spansOf(a *claim.Article, r *claim.Reading) []claim.Place {
	out := outletSpans(a, r)
	add := func(s claim.Span) {
		if s.In == claim.InText {
			out = append(out, claim.Place{Start: s.Start, End: s.End})
		}
	}
	for i := range r.Countries {
		add(r.Countries[i].Span)
	}
	for i := range r.Actors {
		x := r.Actors[i].Span
		switch r.Actors[i].Kind {
		case claim.State, claim.Agency, claim.Group:
			if !local(x.Text) {
				add(x)
			}
		case claim.Person:
			if last := strings.LastIndexByte(x.Text, ' '); last > 0 {
				x.End = x.Start + last
				add(x)
			}
		}
	}
	slices.SortFunc(out, func(a, b claim.Place) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End)) })
	return out
}

// speaksOfItself reports whether an article is its publisher's own word on what happened to it: a press
// release, which tells of the publisher as others do.
func speaksOfItself(a *claim.Article, r *claim.Reading) bool {
	self := claim.PartyRef("", a.Publisher)
	for i := range r.Citations {
		if s := r.Citations[i].Source; s != nil && !isOutlet(s.Kind) && claim.PartyRef("", s.Name) == self {
			return true
		}
	}
	for i := range r.Assertions {
		for _, n := range r.Assertions[i].Victims {
			if claim.PartyRef("", r.Actors[n].Name) == self {
				return true
			}
		}
	}
	return false
}

// outletSpans are where the text names its own publisher or agency in full: the town in the name of its
// gazette is news.
func outletSpans(a *claim.Article, r *claim.Reading) []claim.Place {
	var out []claim.Place
	names := []string{r.Wire, a.Wire}
	if !speaksOfItself(a, r) {
		names = append(names, a.Publisher)
	}
	for _, name := range names {
		name = strings.TrimPrefix(name, "The ")
		for at := 0; name != ""; {
			i := strings.Index(a.Text[at:], name)
			if i < 0 {
				break
			}
			out = append(out, claim.Place{Start: at + i, End: at + i + len(name)})
			at += i + len(name)
		}
	}
	return out
}

// knows takes from the reading whose names speak of incidents without being part of them, and whose are
// names though they stand at the head of sentences alone. A victim's name is never the former.
func (n *namer) knows(a *claim.Article, r *claim.Reading) {
	set := func(name string, outside bool) {
		for w := range strings.FieldsSeq(claim.NormalText(name)) {
			n.others[w] = outside
			n.within[w] = n.within[w] || !outside
		}
	}
	if !speaksOfItself(a, r) {
		for w := range strings.FieldsSeq(claim.NormalText(a.Publisher)) {
			n.others[w] = true
		}
	}
	for i := range r.Citations {
		if s := r.Citations[i].Source; s != nil && s.Kind != claim.Unnamed {
			switch s.Kind {
			case claim.Company, claim.PersonSource:
				set(s.Name, false)
			default:
				set(s.Name, !local(s.Name))
			}
		}
	}
	for i := range r.Assertions {
		for _, k := range r.Assertions[i].Victims {
			if v := &r.Actors[k]; v.Kind == claim.Organization {
				set(v.Name, false)
			}
		}
	}
}

// local reports whether a body's name is that of a place, a hospital or a school, which tells of what happened
// to it and of little else. The police and the courts of a place tell of everything.
func local(name string) bool {
	place := false
	for w := range strings.FieldsSeq(claim.NormalText(name)) {
		switch w {
		case "airport", "borough", "city", "clinic", "college", "council", "county", "district", "harbour", "hospital", "hospitals", "klinikum",
			"municipality", "parish", "port", "school", "schools", "town", "university", "village":
			place = true
		case "attorney", "coroner", "court", "judge", "magistrate", "police", "prosecutor", "prosecutors", "sheriff":
			return false
		}
	}
	return place
}

// of gives the topics of a place.
func (l *topicList) of(at claim.Place) topics {
	t := topics{around: l.around, lands: l.lands}
	if at.In == claim.InTitle {
		t.near = l.around[:min(len(l.around), maxHere)]
		return t
	}
	var here, last []string
	sentence := -1
	for _, n := range l.namings {
		if n.at >= at.End {
			break
		}
		switch {
		case n.at >= at.Start:
			here = append(here, n.word)
		case slices.Contains(l.around[:min(len(l.around), maxSubject)], n.word):
			if n.sentence != sentence {
				last, sentence = nil, n.sentence
			}
			last = append(last, n.word)
		}
	}
	if len(here)+len(last) == 0 {
		last = slices.Clone(l.around[:min(len(l.around), 1)])
	}
	t.near = l.frequent(append(l.frequent(here, maxHere), l.frequent(last, maxLast)...), maxNear)
	return t
}

// frequent picks the most frequent of some names, that one first.
func (l *topicList) frequent(names []string, most int) []string {
	slices.Sort(names)
	names = slices.Compact(names)
	slices.SortStableFunc(names, func(x, y string) int { return cmp.Compare(l.count[y], l.count[x]) })
	return slices.Clone(names[:min(len(names), most)])
}
