package place

import (
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
)

// surname reports whether a title for persons stands right before the name: "Mr. Ireland".
func (m *mention) surname() bool {
	return m.at(m.From-1).Has(m.p.is.civil) && m.is(m.From-1, doc.Capital) && (!m.is(m.To, doc.Capital) || m.is(m.To, doc.Possessive))
}

// namesake reports whether the name is the first name of somebody with a title or an age: "Mayor London
// Xyz", "Paris Xyz, 34, was charged".
func (m *mention) namesake() bool {
	if !m.is(m.To, doc.Capital) || !m.is(m.To, doc.Alpha) || m.is(m.To, doc.AllCaps) || m.is(m.To+1, doc.Capital) ||
		m.at(m.To).Has(m.p.is.title|m.p.is.company|m.p.is.office|m.p.is.body) {
		return false
	}
	if m.is(m.From-1, doc.Capital) && m.at(m.From-1).Has(m.p.is.personTitle) && !m.is(m.From-1, doc.Possessive) {
		return true
	}
	age := m.To + 2
	return m.word(m.To+1) == m.p.comma && m.word(age+1) == m.p.comma && m.in.Has(age) && len(m.t.Word(age)) == 2 && m.is(age, doc.Digit)
}

// kin reports whether the words around a name that is a first name too make it a person's: "his friend Chad", "Jordan
// scored 30 points".
func (m *mention) kin() bool {
	if m.at(m.From - 1).Has(m.p.is.kinNoun) {
		return true
	}
	return m.at(m.To).Has(m.p.is.kinVerb) && (m.From == m.in.From || !m.at(m.From-1).Has(m.p.is.locative))
}

// somebody reports whether a country's name that few people have as their first name is one here: a single last name
// stands behind it and does something ("India Xyz won"). Bodies of the country are named so too and are as silent; "India
// Tuesday said" and "India President Xyz" mean the country.
func (m *mention) somebody() bool {
	if !m.at(m.From).Has(m.p.is.rareGiven) || !m.is(m.To, doc.Capital) || !m.is(m.To, doc.Alpha) || m.is(m.To, doc.AllCaps) || m.is(m.To+1, doc.Capital) ||
		m.at(m.To).Has(m.p.is.title) || m.at(m.To).Has(m.p.is.apart) || m.at(m.To).Has(m.p.is.office) {
		return false
	}
	if m.is(m.To, doc.Possessive) || !m.in.Has(m.To+1) {
		return false
	}
	return m.at(m.To+1).Has(m.p.is.deed) || strings.HasSuffix(m.t.Word(m.To+1), "ed")
}

// served reports whether the words of a sentence that begins with Turkey speak of the bird.
func (m *mention) served() bool {
	food := 0
	for i := m.To; i < m.in.To && i < m.To+14; i++ {
		k := m.at(i)
		if k.Has(m.p.is.notMeal) {
			return false
		}
		if k.Has(m.p.is.food) || k.Has(m.p.is.meal) {
			food++
		}
	}
	return food > 0
}

// persons reports whether the document names a person of whose name the word is the last: "Michael Jordan" before
// "Jordan".
func (f *facts) persons(word uint32) bool {
	if f.people == nil {
		f.people = map[uint32]bool{}
		for _, t := range f.d.Texts() {
			for i := 1; i < len(t.Tokens); i++ {
				k := t.Tokens[i]
				if k.Word != 0 && k.Is(doc.Capital) && !k.Is(doc.AllCaps) && t.Tokens[i-1].Is(doc.Capital) && !t.Tokens[i-1].Is(doc.Possessive) && k.Start-t.Tokens[i-1].End == 1 && f.p.cues.Of(t.Tokens[i-1].Word).Has(f.p.is.given) {
					f.people[k.Word] = true
				}
			}
		}
	}
	return f.people[word]
}
