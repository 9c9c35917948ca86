package place

import (
	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/gazetteer"
	"github.com/claimwire/claimwire/internal/claim"
)

// mention is one phrase of the table where it stands, on its way to a meaning.
type mention struct {
	doc.Range
	p  *placer
	t  *doc.Text
	f  *facts
	in doc.Range // its sentence
	n  *name
}

func (m *mention) at(i int) gazetteer.Mask { return m.p.cues.At(m.t, i, m.in) }

func (m *mention) word(i int) uint32 {
	if !m.in.Has(i) {
		return 0
	}
	return m.t.Tokens[i].Word
}

func (m *mention) is(i int, f doc.Flags) bool { return m.in.Has(i) && m.t.Tokens[i].Is(f) }

// read is the country that the mention means, none where it means no country. It may widen the range
// ("Moscow, Idaho").
func (m *mention) read() (string, claim.CountryForm) {
	if m.n.silent {
		return "", ""
	}
	if m.n.form == claim.ByAbbreviation && m.exact() {
		if m.silentName() || m.pronoun() {
			return "", ""
		}
		return m.n.code, claim.ByAbbreviation
	}
	if !m.is(m.From, doc.Capital) && m.To-m.From < 2 {
		return "", ""
	}
	if code := m.inRegion(); code != "" {
		return code, claim.ByCity
	}
	switch {
	case m.n.region != "" && m.n.code == "" && m.n.capital == "" && len(m.n.cities) == 0:
		return "", ""
	case m.n.code != "" && m.n.form != claim.ByAbbreviation:
		return m.country()
	case m.n.capital != "" || len(m.n.cities) > 0:
		return m.city()
	}
	return "", ""
}

// exact reports whether an abbreviation stands in its very spelling.
func (m *mention) exact() bool {
	span := m.t.S[m.t.Tokens[m.From].Start:m.t.Tokens[m.To-1].End]
	for _, s := range m.n.exact {
		if s == span {
			return true
		}
	}
	return false
}

// pronoun reports whether US in a text of capitals is the pronoun.
func (m *mention) pronoun() bool {
	if m.n.code != "US" || m.t.Word(m.From) != "US" {
		return false
	}
	if _, upper := m.f.headline(m.t, m.in); upper {
		return m.at(m.From - 1).Has(m.p.is.usObject)
	}
	return m.at(m.From-1).Has(m.p.is.usObject) && m.is(m.From-1, doc.AllCaps)
}

// country reads the name or the demonym of a country.
func (m *mention) country() (string, claim.CountryForm) {
	if m.person() || m.silentName() {
		return "", ""
	}
	if m.n.form == claim.ByDemonym {
		if m.language() {
			return "", ""
		}
		return m.n.code, claim.ByDemonym
	}
	code := m.ambiguous()
	if code == "" {
		return "", ""
	}
	return code, claim.ByName
}

// silentName reports whether the words behind the name make it that of a company, a paper, a club or a dish.
func (m *mention) silentName() bool {
	next := m.at(m.To)
	if m.n.code == "CU" && m.is(m.To, doc.Alpha) && m.t.Word(m.To) == "ransomware" {
		return true // a crew of that name
	}
	if next.Has(m.p.is.currency) && m.n.form != claim.ByName && m.hasCoin() {
		return true
	}
	if m.n.form == claim.ByName && m.at(m.From-1).Has(m.p.is.shop) && !m.is(m.From-1, doc.Capital|doc.Possessive) && !m.is(m.To, doc.Capital) {
		return true // "the retailer Iceland"
	}
	if next.Has(m.p.is.food) && (m.n.form == claim.ByDemonym || m.From == m.in.From) {
		return true
	}
	if m.n.code == "TR" && m.From == m.in.From && m.n.form == claim.ByName && m.served() {
		return true
	}
	if next.Has(m.p.is.company) && m.is(m.To, doc.Capital) && !m.is(m.To, doc.Possessive) {
		title, _ := m.f.headline(m.t, m.in)
		return !title || !next.Has(m.p.is.office)
	}
	return m.word(m.To) == m.p.hyphen && m.at(m.To+1).Has(m.p.is.language)
}

// hasCoin reports whether the word behind a demonym can be a currency of that country: "Korean won", "Brazilian real",
// but not "the French won", "Spanish real estate".
func (m *mention) hasCoin() bool {
	switch m.t.Word(m.To) {
	case "won":
		return m.n.code == "KR" || m.n.code == "KP"
	case "real":
		return m.n.code == "BR"
	}
	return true
}

// language reports whether a demonym means a language.
func (m *mention) language() bool {
	next := m.at(m.To)
	if next.Has(m.p.is.language) && m.n.form == claim.ByDemonym {
		return true
	}
	if !m.at(m.From-1).Has(m.p.is.speak) && !(m.word(m.From-1) == m.p.and && m.at(m.From-3).Has(m.p.is.speak)) {
		return m.is(m.To+1, doc.Alpha) && (m.t.Word(m.To) == "is" || m.t.Word(m.To) == "was") && (m.t.Word(m.To+1) == "spoken" || m.t.Word(m.To+1) == "taught" || m.t.Word(m.To+1) == "widely")
	}
	return m.To >= m.in.To || m.is(m.To, doc.Punct) && m.word(m.To) != m.p.hyphen || m.word(m.To) == m.p.and
}

// person reports whether the name is part of a person's name.
func (m *mention) person() bool {
	if m.To-m.From > 1 || m.n.form == claim.ByDemonym {
		return false
	}
	if m.is(m.From-1, doc.Capital) && m.at(m.From-1).Has(m.p.is.given) && !m.is(m.From-1, doc.Possessive) {
		return true
	}
	if m.surname() {
		return true
	}
	if m.namesake() || m.n.form == claim.ByName && m.somebody() {
		return true
	}
	given := m.at(m.From).Has(m.p.is.given)
	if given && m.n.form == claim.ByName && (m.kin() || m.word(m.From-1) != m.p.the && m.f.persons(m.word(m.From)) && !m.at(m.From-1).Has(m.p.is.locative|m.p.is.motion) && !m.is(m.To, doc.Possessive)) {
		return true
	}
	if given && m.word(m.From-1) == m.p.comma && m.word(m.To) == m.p.comma && !m.is(m.From-2, doc.Capital) {
		return true // "the manager, Chad, said"
	}
	if !given || !m.is(m.To, doc.Capital) || m.is(m.To, doc.AllCaps) {
		return false
	}
	title, _ := m.f.headline(m.t, m.in)
	return !title && !m.at(m.To).Has(m.p.is.title|m.p.is.company|m.p.is.office)
}

// ambiguous settles the country names that mean other things too.
func (m *mention) ambiguous() string {
	switch m.n.code {
	case "GE":
		if m.To-m.From == 1 && m.n.region != "" {
			m.f.count()
			if m.f.georgiaState > m.f.georgia {
				return ""
			}
		}
	case "JE":
		if m.To-m.From == 1 {
			m.f.count()
			if m.f.channel == 0 && m.word(m.To) != m.p.hyphen {
				return ""
			}
		}
	case "CD":
		if m.To-m.From == 1 && m.n.form == claim.ByName {
			m.f.count()
			if m.f.brazzaville && !m.f.has("CD") {
				return "CG"
			}
		}
	}
	return m.n.code
}
