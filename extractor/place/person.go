package place

import (
	"github.com/claimwire/claimwire/extractor/doc"
)

// surname reports whether a title for persons stands right before the name: "Mr. Ireland".
func (m *mention) surname() bool {
	if !m.in.Has(m.From - 1) {
		return false
	}
	switch m.t.Word(m.From - 1) {
	case "Mr", "Mr.", "Mrs", "Mrs.", "Ms", "Ms.", "Miss", "Dr", "Dr.", "Prof", "Prof.", "Sir", "Dame", "Sgt", "Sgt.", "Capt", "Capt.", "Rev", "Rev.":
		return !m.is(m.To, doc.Capital) || m.is(m.To, doc.Possessive)
	}
	return false
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
	if m.in.Has(m.From - 1) {
		switch m.t.Word(m.From - 1) {
		case "friend", "brother", "sister", "son", "daughter", "husband", "wife", "father", "mother", "uncle", "aunt", "cousin", "nephew", "niece", "boyfriend", "girlfriend", "fiancé", "fiancée", "fiance", "fiancee",
			"neighbour", "neighbor", "singer", "rapper", "actor", "actress", "guard", "forward", "quarterback", "teammate", "coach", "star", "named", "boy", "girl", "twins", "baby", "roommate", "classmate":
			return true
		}
	}
	if !m.in.Has(m.To) {
		return false
	}
	switch m.t.Word(m.To) {
	case "scored", "dunked", "dribbled", "smiled", "laughed", "grinned", "shrugged", "sang", "tweeted", "nodded", "cried", "rebounded", "texted", "hugged", "married", "giggled":
		return m.From == m.in.From || !m.at(m.From-1).Has(m.p.is.locative)
	}
	return false
}

// served reports whether the words of a sentence that begins with Turkey speak of the bird.
func (m *mention) served() bool {
	food := 0
	for i := m.To; i < m.in.To && i < m.To+14; i++ {
		if m.at(i).Has(m.p.is.food) {
			food++
		}
		switch m.t.Word(i) {
		case "chicken", "ham", "beef", "pork", "stuffing", "oven", "Thanksgiving", "roasted", "roast", "cooked", "breasts", "thighs", "cranberry", "leftovers":
			food++
		case "government", "president", "lira", "ministry", "exports", "imports", "parliament":
			return false
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
