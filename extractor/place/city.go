package place

import (
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/internal/claim"
)

// inRegion reads "Moscow, Idaho" and "Paris, Texas": a place followed by a state or province, and widens
// the mention over both. It is the code of the region's country where the place is known.
func (m *mention) inRegion() string {
	if m.word(m.To) != m.p.comma || !m.is(m.To+1, doc.Capital) {
		return ""
	}
	r, length := m.p.find(func(i int) uint32 { return m.t.Tokens[i].Word }, m.To+1, m.in.To)
	known := len(m.n.cities) > 0 || m.n.capital != "" || m.n.code != ""
	if length == 0 || r.region == "" || !known || m.listed(m.To+1+length) {
		return ""
	}
	if !r.written(m.t, doc.Range{From: m.To + 1, To: m.To + 1 + length}) || r.code != "" && !m.inUS() && !m.elsewhere(r.code, m.To+1+length) {
		return "" // "Tbilisi, Georgia"
	}
	m.To += 1 + length
	return r.region
}

// written reports whether the region stands there as it may be spelled: its name, or an abbreviation in
// its very case ("in", "or" and "me" are none).
func (n *name) written(t *doc.Text, at doc.Range) bool {
	span := t.S[t.Tokens[at.From].Start:t.Tokens[at.To-1].End]
	for _, s := range n.exact {
		if s == span {
			return true
		}
	}
	return len(n.exact) == 0 || at.To-at.From > 1
}

// listed reports whether the name and the region are members of a longer list of countries.
func (m *mention) listed(after int) bool {
	return m.n.code != "" && (m.word(after) == m.p.and || m.word(m.From-1) == m.p.comma)
}

// elsewhere reports whether the place is known, but not in the country that is named like the state behind it, and the
// two are not members of a list: "Rome, Georgia, was". after is the token behind the state.
func (m *mention) elsewhere(code string, after int) bool {
	if len(m.n.cities) == 0 || m.n.capital == code || m.f.has(code) {
		return false
	}
	for _, c := range m.n.cities {
		if c.code == code {
			return false
		}
	}
	if !m.in.Has(after) || m.word(after) == m.p.comma {
		return m.word(after+1) != m.p.and && !m.is(after+1, doc.Capital)
	}
	return m.is(after, doc.Punct)
}

// inUS reports whether the place is known as one of the United States.
func (m *mention) inUS() bool {
	for _, c := range m.n.cities {
		if c.code == "US" {
			return true
		}
	}
	return false
}

// city reads the name of a city, or of a capital that may stand for its government.
func (m *mention) city() (string, claim.CountryForm) {
	if m.person() || m.partOfName() || m.seat() || m.inBoilerplate() {
		return "", ""
	}
	if m.n.capital == "" && !m.placed() && (m.n.word || m.n.person || m.shortens()) {
		return "", ""
	}
	code := m.whichCity()
	if m.n.capital != "" && (code == "" || code == m.n.capital || m.acts()) && m.governs() {
		return m.n.capital, claim.ByCapital
	}
	if code == "" {
		code = m.n.capital
	}
	return code, claim.ByCity
}

// inBoilerplate reports whether the city stands in a line that carries no claim: where a caption was
// taken, a reporter sits, a newsletter is named.
func (m *mention) inBoilerplate() bool {
	return m.t.Sentences[m.t.SentenceAt(m.From)].Boilerplate
}

// shortens reports whether the name, where it speaks or owns, is short for a body of the document.
func (m *mention) shortens() bool {
	if m.To-m.From > 1 || !m.is(m.To, doc.Possessive) && !m.acts() {
		return false
	}
	return m.f.body(m.word(m.From))
}

// placed reports whether the words before it say that a place follows.
func (m *mention) placed() bool {
	return m.at(m.From - 1).Has(m.p.is.locative)
}

// partOfName reports whether the city is a word of a longer name: of a club, a paper, a company.
func (m *mention) partOfName() bool {
	next := m.at(m.To)
	title, _ := m.f.headline(m.t, m.in)
	if m.is(m.To, doc.Capital) && next.Has(m.p.is.company) {
		return true
	}
	if title {
		return false
	}
	if m.is(m.To, doc.Capital|doc.Alpha) && !next.Has(m.p.is.apart|m.p.is.title|m.p.is.office) && m.n.capital == "" {
		return true
	}
	prev := m.From - 1
	return m.is(prev, doc.Capital|doc.Alpha) && !m.is(prev, doc.First) && !m.is(prev, doc.Possessive) &&
		!m.at(prev).Has(m.p.is.direction|m.p.is.locative|m.p.is.motion|m.p.is.title) && !strings.HasSuffix(m.t.Word(prev), ".")
}

// seat reports whether the city only says where a company sits, a reporter writes or an embassy stands.
func (m *mention) seat() bool {
	if m.word(m.To) == m.p.hyphen && m.at(m.To+1).Has(m.p.is.seat) {
		return true
	}
	if m.at(m.To).Has(m.p.is.firm) && !m.is(m.To, doc.Capital) {
		return true
	}
	if m.at(m.From - 1).Has(m.p.is.locative | m.p.is.motion) {
		if body := m.at(m.From - 2); body.Has(m.p.is.seat|m.p.is.embassy|m.p.is.firm) || body.Has(m.p.is.company|m.p.is.bank) && m.is(m.From-2, doc.Capital) {
			return true
		}
	}
	return m.dateline()
}

// dateline reports whether the city stands where the text says from where it was written.
func (m *mention) dateline() bool {
	if m.From != m.in.From {
		return false
	}
	for i := m.To; i < m.in.To && i < m.To+10; i++ {
		switch m.t.Word(i) {
		case "—", "–", "--":
			return true
		case "-":
			return !m.t.Tokens[i].Is(doc.Glued)
		}
	}
	return false
}

// whichCity is the country of the city meant: of those of that name the largest, unless the document has
// named the country of another.
func (m *mention) whichCity() string {
	if len(m.n.cities) == 0 {
		return ""
	}
	best := m.n.cities[0]
	for _, c := range m.n.cities[1:] {
		if c.code == "US" && best.code != "US" && m.f.names(c.region) {
			return c.code // "St. Petersburg" in a text about Florida
		}
	}
	if m.f.has(best.code) {
		return best.code
	}
	for _, c := range m.n.cities[1:] {
		if !m.f.has(c.code) {
			continue
		}
		least := 20
		if c.code == "US" {
			least = 3 // a text that names the United States says little of where it is
		}
		if c.people*least >= best.people {
			return c.code
		}
	}
	return best.code
}

// governs reports whether a capital stands for its government here: it acts, owns, is party to something.
func (m *mention) governs() bool {
	prev := m.at(m.From - 1)
	if prev.Has(m.p.is.locative) && m.t.Word(m.From-1) != "between" {
		return false
	}
	if m.at(m.To).Has(m.p.is.office) || m.word(m.To) == m.p.comma && m.From == m.in.From {
		return false
	}
	return true
}

// acts reports whether the words behind the name say what a government says and does.
func (m *mention) acts() bool { return m.at(m.To).Has(m.p.is.acts) }
