package actor

import (
	"cmp"
	"slices"
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/internal/claim"
)

// beside reads what the words right before and behind a run say of it: whom a thing was stolen from, who
// was told, where experts work.
func (r *reading) beside(t *doc.Text, u run, e *evidence, words int) {
	prev, next := r.at(t, u.From-1, u.in), r.at(t, u.To, u.in)
	before := r.at(t, u.From-2, u.in)
	switch {
	case next.Has(r.is.crimeNoun) && !next.Has(r.is.orgNoun) && r.d.Cyber && !t.Tokens[u.To].Is(doc.Capital) && (!u.first || words > 1 || !adjectival(u.text)):
		e.take(7, claim.Group, claim.OrgSource, "group")
	case next.Has(r.is.orgNoun) && u.in.Has(u.To) && !t.Tokens[u.To].Is(doc.Capital):
		noun := strings.ToLower(t.Word(u.To))
		e.take(4, claim.Organization, sourceOf(noun), noun)
	case next.Has(r.is.crimeAct) && words <= 3:
		e.take(3, claim.Organization, claim.Company, "")
	}
	if !u.in.Has(u.From - 1) {
		return
	}
	if i, named := r.namedBy(t, u.From, u.in); named {
		r.named1(t, i, u, e)
	}
	switch w := t.Word(u.From - 1); {
	case prev.Has(r.is.tell) && words <= 3:
		e.take(3, claim.Organization, claim.NewsOutlet, "")
	case w == "by" && before.Has(r.is.seen):
		e.take(3, claim.Organization, claim.NewsOutlet, "")
	case w == "at" && before.Has(r.is.personNoun|r.is.plural|r.is.personTitle), w == "from" && r.crimeBefore(t, u),
		w == "from" && r.askedBefore(t, u), (w == "of" || w == "on" || w == "at" || w == "against") && before.Has(r.is.crimeAct), prev.Has(r.is.crimeVerb):
		e.take(3, claim.Organization, claim.Company, "")
	case w == "of" && words <= 4 && r.office(t, u.From-2, u.in), w == "cost" && words <= 4 && r.d.Cyber && u.in.Has(u.To) && !t.Tokens[u.To].Is(doc.Alpha):
		e.take(4, claim.Organization, claim.Company, "")
	case w == "based" && t.Tokens[u.From-1].Is(doc.Glued) && words <= 3:
		e.take(3, claim.Organization, claim.Company, "")
	case w == "of" && before.Has(r.is.holding) && r.d.Cyber && words <= 3:
		e.take(2, claim.Organization, claim.Company, "")
	case t.Tokens[u.From-1].Is(doc.Possessive) && r.countryAt(t, u.From-2):
		e.take(3, claim.Organization, claim.Company, "")
	}
}

// endings are those of adjectives that describe people.
var endings = [...]string{"able", "age", "al", "ant", "ary", "ed", "ent", "ful", "ian", "ible", "ic", "ing", "ish", "ive", "less", "ous", "y"}

// adjectival reports whether a word that begins a sentence is rather an adjective than a name: "Witty hackers".
func adjectival(word string) bool {
	if strings.ToLower(word[1:]) != word[1:] {
		return false
	}
	for _, e := range endings {
		if strings.HasSuffix(word, e) {
			return true
		}
	}
	return false
}

// office reports whether a word is an office that bodies have and places have not: "chief executive of Xyz".
func (r *reading) office(t *doc.Text, i int, in doc.Range) bool {
	if !in.Has(i) {
		return false
	}
	switch strings.ToLower(t.Word(i)) {
	case "executive", "ceo", "cfo", "cto", "ciso", "chairman", "chairwoman", "director", "founder", "co-founder", "cofounder", "boss", "spokesman", "spokeswoman", "spokesperson",
		"employees", "shareholders", "investors", "board", "owner", "owners", "subsidiary", "shares", "clients", "depositors", "policyholders":
		return true
	}
	return false
}

// located reports whether a preposition of place stands before a name: "in Xyz County", but not "broke into Xyz County".
func (r *reading) located(t *doc.Text, u run) bool {
	if !r.at(t, u.From-1, u.in).Has(r.is.locative) {
		return false
	}
	if w := t.Word(u.From - 1); w != "into" && w != "inside" || !u.in.Has(u.From-2) {
		return true
	}
	switch t.Word(u.From - 2) {
	case "broke", "broken", "break", "breaking", "breaks", "hacked", "hacking", "hack", "got", "get", "intruded":
		return false
	}
	return true
}

// itself reports whether what the name says is of an "it": "Xyz Abc said it was robbed". Persons speak of a he or she.
func (r *reading) itself(t *doc.Text, u run) bool {
	for i := u.To + 1; i < u.in.To && i < u.To+12; i++ {
		switch t.Word(i) {
		case "it", "its", "itself":
			return !r.is1(t, i+1, "is") && !r.is1(t, i+1, "was") || r.at(t, i+2, u.in).Has(r.is.crimeVerb)
		case "he", "she", "his", "her", "that", "\"", "“", ".":
			if t.Word(i) != "that" {
				return false
			}
		}
	}
	return false
}

// named1 reads what the words before "called", token i the last of them, say that a name names.
func (r *reading) named1(t *doc.Text, i int, u run, e *evidence) {
	switch m := r.at(t, i, u.in); {
	case m.Has(r.is.crimeNoun) && r.d.Cyber && (!m.Has(r.is.orgNoun) || r.cyberSentence(t, u.in) || r.crimeIn(t, u.in)):
		e.take(6, claim.Group, claim.OrgSource, "group")
	case m.Has(r.is.orgNoun):
		noun := strings.ToLower(t.Word(i))
		e.take(6, claim.Organization, sourceOf(noun), noun)
	}
}

// countryAt reports whether the token is the end of a country's name.
func (r *reading) countryAt(t *doc.Text, i int) bool {
	_, ok := slices.BinarySearchFunc(t.Countries, i+1, func(c doc.Country, to int) int { return cmp.Compare(c.To, to) })
	return ok
}

// published types a run that names the article's own publisher, whole or by its last words.
func (r *reading) published(text string, e *evidence) {
	name := strings.TrimPrefix(r.d.Article.Publisher, "The ")
	if name == "" || text != name && (e.words > 2 || !strings.HasSuffix(name, " "+text)) {
		return
	}
	source := claim.NewsOutlet
	for _, word := range [...]string{"Wire", "Agency", "Agence", "Agencia", "Newswire"} {
		if strings.Contains(name, word) {
			source = claim.NewsAgency
		}
	}
	e.take(9, claim.Organization, source, "paper")
	e.text, e.the = name, name != r.d.Article.Publisher
}

// crimeIn reports whether a sentence tells of a theft or an attack.
func (r *reading) crimeIn(t *doc.Text, in doc.Range) bool {
	for i := in.From; i < in.To; i++ {
		if r.cues.Of(t.Tokens[i].Word).Has(r.is.crimeAct | r.is.crimeVerb) {
			return true
		}
	}
	return false
}

// askedBefore reports whether the words before "from" say that money was asked for.
func (r *reading) askedBefore(t *doc.Text, u run) bool {
	for i := u.From - 2; r.d.Cyber && i >= u.in.From && i > u.From-9; i-- {
		switch t.Word(i) {
		case "demanded", "demand", "demanding", "demands", "wanted", "sought", "extort", "extorted", "extorting":
			return true
		}
	}
	return false
}

// crimeBefore reports whether the words before "from" say that something was stolen, or that crooks wanted it.
func (r *reading) crimeBefore(t *doc.Text, u run) bool {
	wanted := false
	for i := u.From - 2; i >= u.in.From && i > u.From-10; i-- {
		m := r.cues.Of(t.Tokens[i].Word)
		if m.Has(r.is.crimeAct) || wanted && m.Has(r.is.crimeNoun) && !m.Has(r.is.orgNoun) {
			return true
		}
		switch t.Word(i) {
		case "extorted", "extorting":
			return true
		case "demanded", "demanding", "demand", "demands", "wanted", "want", "wants", "sought", "asked", "asking", "requested":
			wanted = true
		}
	}
	return false
}
