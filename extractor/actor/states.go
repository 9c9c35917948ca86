package actor

import (
	"cmp"
	"slices"
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/internal/claim"
)

// states turns mentions of countries into mentions of their organs ("the Austrian interior ministry",
// "North Korea's embassy in London") or of the state itself, where it can act.
func (r *reading) states(n int, t *doc.Text) {
	r.sort(n)
	known := len(r.found[n])
	for i := range t.Countries {
		c := &t.Countries[i]
		in := t.Sentences[t.SentenceAt(c.From)].Range
		if at, e, ok := r.organ(t, c, in); ok && r.clear(n, known, at) {
			r.add(n, at, r.entity(e))
			continue
		}
		if r.takenBy(n, known, c.Range) {
			continue
		}
		if at, ok := r.state(t, c, in); ok && !r.takenBy(n, known, at) {
			r.add(n, at, r.entity(r.stateOf(c.Code)))
		}
	}
	r.sort(n)
}

// clear makes room for a mention: those of the first of the list that lie inside it are dropped. It
// reports false where one lies across its edge or is as long.
func (r *reading) clear(n, first int, at doc.Range) bool {
	list := r.found[n][:first]
	from, _ := slices.BinarySearchFunc(list, at.From, func(f found, from int) int { return cmp.Compare(f.To, from+1) })
	to := from
	for ; to < len(list) && list[to].From < at.To; to++ {
		if f := list[to]; f.Overlaps(at) && (!at.Covers(f.Range) || f.To-f.From == at.To-at.From) {
			return false
		}
	}
	for i := from; i < to; i++ {
		list[i].entity = dropped
	}
	return true
}

// dropped is the entity of a mention that a longer one covers.
const dropped = -1

// takenBy is taken among the first of the list, which are in order.
func (r *reading) takenBy(n, first int, at doc.Range) bool {
	all := r.found[n]
	r.found[n] = all[:first]
	taken := r.taken(n, at)
	r.found[n] = all
	return taken
}

func (r *reading) stateOf(code string) doc.Entity {
	return doc.Entity{Name: r.short[code], ID: code, Kind: claim.State, Country: code, Source: claim.Government, Noun: "country"}
}

// organ reads an organ of a state around the mention of its country.
func (r *reading) organ(t *doc.Text, c *doc.Country, in doc.Range) (doc.Range, doc.Entity, bool) {
	if c.Form == claim.ByCity {
		if at, e, ok := r.organOf(t, c, in); ok {
			return at, e, true
		}
		return r.cityOrgan(t, c, in)
	}
	word := func(i int) uint32 { return t.Tokens[i].Word }
	from := c.To
	if in.Has(from) && t.Tokens[from].Is(doc.Possessive) {
		from++
	}
	if i, length := r.institutions.Longest(word, from, in.To); length > 0 && !r.runsOn(t, from+length, in) {
		return r.institution(t, c.Code, int(i), doc.Range{From: c.From, To: from + length})
	}
	return r.organOf(t, c, in)
}

// runsOn reports whether the organ's name is cut short where it seems to end: "police academy" is none.
func (r *reading) runsOn(t *doc.Text, i int, in doc.Range) bool {
	if in.Has(i) && t.Tokens[i].Is(doc.Capital) && !r.title(t, in) && r.at(t, i, in).Has(r.is.agencySuffix|r.is.orgSuffix) {
		return true // "National Police" of "National Police Agency"
	}
	return in.Has(i) && t.Tokens[i].Word == r.w.hyphen && t.Tokens[i].Is(doc.Glued)
}

// institution is the entity of an organ; where the organ sits abroad ("embassy in London") the mention
// covers the city too.
func (r *reading) institution(t *doc.Text, code string, i int, at doc.Range) (doc.Range, doc.Entity, bool) {
	in := t.Sentences[t.SentenceAt(at.From)].Range
	o := r.organs[i]
	name := strings.ReplaceAll(strings.ReplaceAll(o.name, "%C", r.short[code]), "%D", r.adjectiveOf(code))
	if o.noun == "embassy" || o.noun == "consulate" {
		if city := r.city(t, at.To, in); city > 0 {
			name += " in " + t.S[t.Tokens[at.To+1].Start:t.Tokens[at.To+city-1].End]
			at.To += city
		}
	}
	if known, ok := r.table.organ[name]; ok {
		return at, r.entries[known], true
	}
	return at, doc.Entity{Name: name, Kind: claim.Agency, Country: code, Source: o.source, Noun: o.noun, Plural: o.plural}, true
}

// city is how many tokens "in London" has at i, 0 where no city follows.
func (r *reading) city(t *doc.Text, i int, in doc.Range) int {
	if !in.Has(i+1) || t.Tokens[i].Word != r.w.in || !t.Tokens[i+1].Is(doc.Capital) {
		return 0
	}
	if _, n := r.cities.Longest(func(i int) uint32 { return t.Tokens[i].Word }, i+1, in.To); n > 0 {
		return n + 1
	}
	return 0
}

// organOf reads "the embassy of Russia in Oslo" and "the foreign ministry in Pyongyang".
func (r *reading) organOf(t *doc.Text, c *doc.Country, in doc.Range) (doc.Range, doc.Entity, bool) {
	prep := c.From - 1
	if in.Has(prep) && t.Tokens[prep].Word == r.w.the {
		prep--
	}
	if !in.Has(prep) || t.Tokens[prep].Word != r.w.of && t.Tokens[prep].Word != r.w.in {
		return doc.Range{}, doc.Entity{}, false
	}
	if c.Form == claim.ByCity && (t.Tokens[prep].Word != r.w.in || r.capitals[c.Text] != c.Code) {
		return doc.Range{}, doc.Entity{}, false
	}
	if t.Tokens[prep].Word == r.w.in && c.Form != claim.ByCapital && c.Form != claim.ByCity {
		return doc.Range{}, doc.Entity{}, false
	}
	word := func(i int) uint32 { return t.Tokens[i].Word }
	for from := max(in.From, prep-6); from < prep; from++ {
		if i, length := r.institutions.Longest(word, from, prep); length > 0 && from+length == prep && (c.Form != claim.ByCity || r.organs[i].noun == "ministry") {
			return r.institution(t, c.Code, int(i), doc.Range{From: from, To: c.To})
		}
	}
	return doc.Range{}, doc.Entity{}, false
}

// cityOrgan reads the police of a city: "Tallinn police", "police in Tallinn".
func (r *reading) cityOrgan(t *doc.Text, c *doc.Country, in doc.Range) (doc.Range, doc.Entity, bool) {
	e := doc.Entity{Kind: claim.Agency, Country: c.Code, Source: claim.Government, Noun: "police", Plural: true}
	if in.Has(c.To) && r.is1(t, c.To, "police") {
		e.Name = c.Text + " police"
		return doc.Range{From: c.From, To: c.To + 1}, e, true
	}
	if in.Has(c.From-2) && t.Tokens[c.From-1].Word == r.w.in && r.is1(t, c.From-2, "police") {
		e.Name = c.Text + " police"
		return doc.Range{From: c.From - 2, To: c.To}, e, true
	}
	return doc.Range{}, doc.Entity{}, false
}

func (r *reading) is1(t *doc.Text, i int, word string) bool {
	return strings.EqualFold(t.Word(i), word)
}

func (r *reading) adjectiveOf(code string) string {
	if a := r.adjective[code]; a != "" {
		return a
	}
	return r.short[code]
}

// state is the range over which a country is named as one who acts: its name, but not where it only says
// where something is; its demonym before its government, its officials, its hackers.
func (r *reading) state(t *doc.Text, c *doc.Country, in doc.Range) (doc.Range, bool) {
	switch c.Form {
	case claim.ByCity:
		return doc.Range{}, false
	case claim.ByDemonym:
		return r.demonym(t, c, in)
	}
	if in.Has(c.To+1) && t.Tokens[c.To].Word == r.w.hyphen && t.Tokens[c.To].Is(doc.Glued) && !r.at(t, c.To+1, in).Has(r.is.alliance) {
		return doc.Range{}, false // "Malta-registered"
	}
	own := in.Has(c.To) && t.Tokens[c.To].Is(doc.Possessive)
	if own || !r.at(t, r.before(t, c, in), in).Has(r.is.locative) {
		return r.withHackers(t, c.Range, in), true
	}
	return doc.Range{}, false
}

// before is the token before a country, the article skipped.
func (r *reading) before(t *doc.Text, c *doc.Country, in doc.Range) int {
	i := c.From - 1
	if in.Has(i) && t.Tokens[i].Word == r.w.the {
		i--
	}
	return i
}

func (r *reading) demonym(t *doc.Text, c *doc.Country, in doc.Range) (doc.Range, bool) {
	next := c.To
	if in.Has(next) && t.Tokens[next].Word == r.w.hyphen {
		next++
		if !r.at(t, next, in).Has(r.is.alliance) {
			return doc.Range{}, false
		}
		return c.Range, true
	}
	if !r.at(t, next, in).Has(r.is.stateNoun) {
		return c.Range, r.sponsors[c.Code] && r.attackAt(t, next, in)
	}
	at := r.withHackers(t, c.Range, in)
	if r.at(t, at.To, in).Has(r.is.groupNoun) && in.Has(at.To+1) && t.Tokens[at.To+1].Is(doc.Capital) || r.at(t, at.To-1, in).Has(r.is.crimeNoun) && in.Has(at.To) && t.Tokens[at.To].Is(doc.Capital) {
		return doc.Range{}, false // "the Ukrainian hacker group Xyz" is Xyz
	}
	return at, true
}

// attackAt reports whether an attack on computers stands at token i, so that a demonym before it says whose
// it is: "cyberattacks", "crypto heist", "ransomware attack".
func (r *reading) attackAt(t *doc.Text, i int, in doc.Range) bool {
	cyber := false
	for end := i + 4; in.Has(i) && i < end; i++ {
		k := r.at(t, i, in)
		cyber = cyber || k.Has(r.is.cyber)
		switch {
		case t.Tokens[i].Is(doc.Capital) && !r.title(t, in):
			return false
		case k.Has(r.is.strike):
			return cyber
		case t.Tokens[i].Word != r.w.hyphen && !k.Has(r.is.cyber|r.is.cyberish):
			return false
		}
	}
	return false
}

// withHackers widens "North Korean" over the hackers who follow: they act for it.
func (r *reading) withHackers(t *doc.Text, at doc.Range, in doc.Range) doc.Range {
	end := at.To
	for i := at.To; i < in.To && i < at.To+4; i++ {
		if !r.at(t, i, in).Has(r.is.hackerNoun) || t.Tokens[i].Is(doc.Possessive) {
			break
		}
		end = i + 1
	}
	return doc.Range{From: at.From, To: end}
}

// clusters finds numbered groups that the gazetteer lacks: "UNC6040", "Storm-2077".
func (r *reading) clusters(n int, t *doc.Text) {
	known := len(r.found[n])
	for i := range t.Tokens {
		if !t.Tokens[i].Is(doc.Digit) {
			continue
		}
		at, name := r.numbered(t, i)
		if name == "" || r.takenBy(n, known, at) {
			continue
		}
		r.add(n, at, r.entity(doc.Entity{Name: name, Kind: claim.Group, Source: claim.OrgSource, Noun: "group"}))
	}
	r.sort(n)
}

// numbered reads the token i, a number or letters with one, together with what stands before it.
func (r *reading) numbered(t *doc.Text, i int) (doc.Range, string) {
	w := t.Word(i)
	if t.Tokens[i].Is(doc.Capital) {
		if letters, digits, ok := numbered(w); ok {
			return doc.Range{From: i, To: i + 1}, cluster(letters, digits)
		}
		return doc.Range{}, ""
	}
	if i < 2 || strings.ContainsFunc(w, func(c rune) bool { return c < '0' || c > '9' }) {
		return doc.Range{}, ""
	}
	from := i - 1
	if t.Tokens[from].Word == r.w.hyphen && t.Tokens[i].Is(doc.Glued) {
		from--
	}
	if !t.Tokens[from].Is(doc.Capital) {
		return doc.Range{}, ""
	}
	if from == i-1 && !t.Tokens[from].Is(doc.AllCaps) {
		return doc.Range{}, "" // "Storm 2023" is weather
	}
	return doc.Range{From: from, To: i + 1}, cluster(t.Word(from), w)
}
