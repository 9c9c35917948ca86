package actor

import (
	"cmp"
	"slices"
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/internal/claim"
)

// towns finds towns as the bodies that attackers hit: "the city of Xyz" wherever no preposition of place
// stands before it, and a city's name alone where it is what was attacked or who pays a ransom.
func (r *reading) towns(n int, t *doc.Text) {
	if !r.d.Cyber {
		return
	}
	known := len(r.found[n])
	for s := range t.Sentences {
		in := t.Sentences[s].Range
		for i := in.From; i < in.To; i++ {
			if !t.Tokens[i].Is(doc.Capital) || !t.Tokens[i].Is(doc.Alpha) {
				continue
			}
			at := r.place(t, i, in)
			from, ok := r.townOf(t, doc.Range{From: i, To: max(at.To, i+1)}, in)
			if at.To == i && !ok {
				continue
			}
			for at.To == i || ok && at.To < i+3 && in.Has(at.To) && t.Tokens[at.To].Is(doc.Capital) && r.besideBefore(t, at.To) {
				at.To++
			}
			if ok {
				at.From = from
			} else if !r.townHit(t, at, in) {
				i = at.To - 1
				continue
			}
			if !r.takenBy(n, known, at) {
				noun := "city"
				if w := t.Word(from); ok && (w == "port" || w == "county") {
					noun = w
				}
				r.add(n, at, r.entity(townEntity(noun, t.S[t.Tokens[i].Start:t.Tokens[at.To-1].End])))
			}
			i = at.To - 1
		}
	}
	r.sort(n)
}

// townEntity is the body that runs a place: "City of Xyz", "Port of Xyz".
func townEntity(noun, place string) doc.Entity {
	source := claim.Government
	if noun == "port" {
		source = claim.OrgSource
	}
	return doc.Entity{Name: strings.ToUpper(noun[:1]) + noun[1:] + " of " + place, Kind: claim.Organization, Source: source, Noun: noun}
}

// townOf reads "city of" before a place and is where it begins.
func (r *reading) townOf(t *doc.Text, at, in doc.Range) (int, bool) {
	from := at.From - 2
	if !in.Has(from) || t.Tokens[at.From-1].Word != r.w.of || !r.at(t, from, in).Has(r.is.municipal) || t.Tokens[from].Is(doc.Capital) {
		return 0, false
	}
	before := from - 1
	if in.Has(before) && r.article(t, before) {
		before--
	}
	return from, !r.at(t, before, in).Has(r.is.locative)
}

// townHit reports whether a city itself is attacked or pays: "hit Xyz in May", "the attack on Xyz", "Xyz
// paid the hackers". A capital stands for its state and is none.
func (r *reading) townHit(t *doc.Text, at, in doc.Range) bool {
	if i, ok := slices.BinarySearchFunc(t.Countries, at.From, func(c doc.Country, from int) int { return cmp.Compare(c.From, from) }); ok && t.Countries[i].Form != claim.ByCity {
		return false
	}
	next := r.at(t, at.To, in)
	if in.Has(at.To) && !t.Tokens[at.To].Is(doc.Punct) && !next.Has(r.is.afterPlace) && !strings.HasSuffix(t.Word(at.To), "ed") || in.Has(at.To) && t.Tokens[at.To].Is(doc.Possessive) || r.is1in(t, at.To, in, "-") {
		return false
	}
	prev, before := r.at(t, at.From-1, in), r.at(t, at.From-2, in)
	if prev.Has(r.is.crimeVerb) && !r.at(t, at.From-2, in).Has(r.is.aux) {
		return true
	}
	if (r.is1in(t, at.From-1, in, "on") || r.is1in(t, at.From-1, in, "against")) && before.Has(r.is.crimeAct) {
		return r.cyberNear(t, at.From, in)
	}
	u := run{Range: at, in: in}
	return t.Tokens[at.From].Is(doc.First) && !r.at(t, at.To, in).Has(r.is.say) && r.suffers(t, u) && r.cyberNear(t, at.From, in)
}

// cyberNear reports whether a word of attacks on computers stands within a few words of token i.
func (r *reading) cyberNear(t *doc.Text, i int, in doc.Range) bool {
	const reach = 24
	return r.cyberSentence(t, doc.Range{From: max(in.From, i-reach), To: min(in.To, i+reach)})
}

// is1in is is1 for a token that may lie outside its sentence.
func (r *reading) is1in(t *doc.Text, i int, in doc.Range, word string) bool {
	return in.Has(i) && t.Word(i) == word
}
