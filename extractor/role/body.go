package role

import (
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/gazetteer"
	"github.com/claimwire/claimwire/internal/claim"
)

// aside reports whether the mention itself does and suffers nothing, whatever its sentence tells.
func (m *mention) aside() bool { return m.bystander() || m.attributive() || m.sided() }

// sided reports whether the mention only says on whose side another stands: "pro-Israel".
func (m *mention) sided() bool {
	if m.word(m.From-1) != m.w.hyphen || !m.in.Has(m.From-2) {
		return false
	}
	w := m.t.Word(m.From - 2)
	return strings.EqualFold(w, "pro") || strings.EqualFold(w, "anti")
}

// bystander reports whether a body only stands by: it is told something, or money goes through it.
func (m *mention) bystander() bool {
	i := m.opening() - 1
	if m.word(i) == m.w.at && m.in.Has(i-1) && strings.EqualFold(m.t.Word(i-1), "response") {
		return true // "head of incident response at Xyz"
	}
	return m.at(i).Has(m.is.told) && m.kind == claim.Organization || m.at(i).Has(m.is.through) || m.at(m.To).Has(m.is.account) && !m.at(i).Has(m.is.act|m.is.take)
}

// attributive reports whether a state only says whose the body behind it is, which has the role then:
// "Canada's Xyz", "US agencies"; its government, its forces and its spies are the state itself.
func (m *mention) attributive() bool {
	if m.kind != claim.State || !m.in.Has(m.To) {
		return false
	}
	if m.possessive(m.To) {
		return m.ownsBody(m.To + 1)
	}
	next := m.t.Tokens[m.To]
	return next.Is(doc.Alpha) && !next.Is(doc.Capital) && m.at(m.To) == 0 && !m.preposition(m.To) && !strings.HasSuffix(m.t.Word(m.To), "ly") && m.attributed()
}

// ownsBody reports whether what a state has, from token i on, is a body with a name or a company: "Canada's
// Xyz", "Iran's state-owned Bank Xyz", "Japan's biggest brewer".
func (m *mention) ownsBody(i int) bool {
	if !m.in.Has(i) {
		return false
	}
	if m.t.Tokens[i].Is(doc.Capital) {
		return m.at(i) == 0
	}
	for j := i; m.in.Has(j) && j < i+5; j++ {
		k := m.at(j)
		if m.preposition(j) || k.Has(m.is.be|m.is.aux|m.is.holding|m.is.act) {
			return false
		}
		if k.Has(m.is.company) || j > i && m.t.Tokens[j].Is(doc.Capital) {
			return true
		}
	}
	return false
}

// attributed reports whether the noun behind a state is followed by a verb or stands in an object: both
// make the noun what the sentence speaks of.
func (m *mention) attributed() bool {
	w := m.t.Word(m.To)
	return strings.HasSuffix(w, "s") || strings.HasSuffix(w, "al") || strings.HasSuffix(w, "ic")
}

// listed reads the lists that gangs keep: "LockBit victim X", "the victims include X", "listed X on its site",
// "put X's files up for auction".
func (m *mention) listed() claim.Role {
	if m.kind == claim.Group {
		if m.at(m.To).Has(m.is.victimOf) {
			return claim.Perpetrator
		}
		return ""
	}
	i := m.opening() - 1
	if canAttack(m.kind) || m.kind == claim.Person {
		return ""
	}
	switch k := m.at(i); {
	case m.at(m.From - 1).Has(m.is.victimOf), k.Has(m.is.lister) && m.within(m.To, 12, m.is.shelf), m.include():
		return claim.Victim
	case m.word(i) == m.w.from && m.at(i-1).Has(m.is.loot) && m.within(m.To, 6, m.is.shelf):
		return claim.Victim
	}
	return ""
}

// include reads "the victims include A, B and X".
func (m *mention) include() bool {
	i := m.From - 1
	for n := 0; n < 24 && m.in.Has(i) && (m.t.Tokens[i].Is(doc.Capital|doc.Punct) || m.word(i) == m.w.and || m.word(i) == m.w.the); n++ {
		i--
	}
	if !m.at(i).Has(m.is.include) {
		return false
	}
	for j := i - 1; j >= m.in.From && j > i-9; j-- {
		if m.at(j).Has(m.is.victimOf) {
			return true
		}
	}
	return false
}

// within reports whether a word of the class stands among the next words from i.
func (m *mention) within(i, words int, class gazetteer.Mask) bool {
	for j := i; m.in.Has(j) && j < i+words; j++ {
		if m.at(j).Has(class) {
			return true
		}
	}
	return false
}

// plundered reads whose data it is that is stolen: "stole X's data", "X customers' data was stolen".
func (m *mention) plundered() claim.Role {
	if canAttack(m.kind) {
		return ""
	}
	i := m.To
	for n := 0; n < 4 && m.in.Has(i) && (m.possessive(i) || m.at(i).Has(m.is.clients) || m.word(i) == m.w.quote); n++ {
		i++
	}
	if i == m.To || !m.at(i).Has(m.is.loot|m.is.holding) || m.t.Tokens[i].Is(doc.Digit) {
		return m.aboard()
	}
	if m.entered(m.opening()-1) || m.entered(m.From-1) {
		return claim.Victim
	}
	be := false
	for j := i + 1; m.in.Has(j) && j < i+6; j++ {
		k := m.at(j)
		be = be || k.Has(m.is.be)
		if k.Has(m.is.neg) || m.t.Tokens[j].Is(doc.Punct) {
			return ""
		}
		if be && k.Has(m.is.spilled|m.is.act) {
			return claim.Victim
		}
	}
	return ""
}

// aboard reads "took down the website of X", "in the network of X", "held X to ransom", "X was held to ransom".
func (m *mention) aboard() claim.Role {
	of := m.opening() - 1
	if m.kind == claim.Person || canAttack(m.kind) {
		return ""
	}
	if i := m.behind(); m.ransomed(i) || m.ransomed(m.From-1) && m.within(m.To, 2, m.is.ransom) {
		return claim.Victim
	}
	if m.word(of) != m.w.of || !m.at(of-1).Has(m.is.holding|m.is.shelf) || m.t.Tokens[of-1].Is(doc.Capital) {
		return ""
	}
	for i := of - 2; m.in.Has(i) && i > of-6; i-- {
		if m.in.Has(i-1) && m.t.Word(i) == "down" && m.at(i-1).Has(m.is.take) {
			return claim.Victim
		}
	}
	for i := m.To; m.in.Has(i+3) && i < m.To+4; i++ {
		if m.at(i).Has(m.is.be) && m.at(i+1).Has(m.is.take) && m.t.Word(i+2) == "down" && m.within(i+3, 6, m.is.incident|m.is.crook) {
			return claim.Victim
		}
	}
	return ""
}

// ransomed reports whether "held" stands at token i, or "was held", and "to ransom" close behind.
func (m *mention) ransomed(i int) bool {
	for m.at(i).Has(m.is.be | m.is.aux) {
		i++
	}
	return m.in.Has(i+1) && (m.t.Word(i) == "held" || m.t.Word(i) == "hold" || m.t.Word(i) == "holds") && m.within(i+1, 4, m.is.ransom)
}

// entered reports whether the word at i says that what follows was robbed or broken into.
func (m *mention) entered(i int) bool {
	k := m.at(i)
	if !m.in.Has(i - 1) {
		return k.Has(m.is.take)
	}
	switch m.word(i) {
	case m.w.into:
		switch m.t.Word(i - 1) {
		case "broke", "break", "breaking", "broken", "hacked", "hacking", "hack", "burrowed", "tapped", "got":
			return true
		}
	case m.w.to:
		return m.t.Word(i-1) == "access"
	case m.w.inside:
		return true
	}
	return k.Has(m.is.take) && !k.Has(m.is.neg)
}

// pays reads "X paid the hackers", "X refused to pay a ransom".
func (m *mention) pays() claim.Role {
	if canAttack(m.kind) || m.kind == claim.Person {
		return ""
	}
	for i, n := m.behind(), 0; m.in.Has(i) && n < 6; i, n = i+1, n+1 {
		k := m.at(i)
		if k.Has(m.is.pay) {
			if !m.at(i-1).Has(m.is.be) && (m.within(i+1, 8, m.is.ransom) || m.within(i+1, 12, m.is.incident) && m.ofItself()) {
				return claim.Victim
			}
			return ""
		}
		if m.t.Tokens[i].Is(doc.Punct) || k.Has(m.is.say) || k.Has(m.is.act|m.is.take|m.is.crook) {
			return ""
		}
	}
	return ""
}

// costly reads "X said the attack would cost it $3 million".
func (m *mention) costly() claim.Role {
	at := m.behind()
	if canAttack(m.kind) || m.kind == claim.Person || !m.at(at).Has(m.is.say) {
		return ""
	}
	incident := false
	for i := at + 1; m.in.Has(i) && i < at+20; i++ {
		incident = incident || m.at(i).Has(m.is.incident)
		if incident && m.at(i).Has(m.is.cost) && (m.word(i+1) == m.w.it || m.word(i+1) == m.w.them) {
			return claim.Victim
		}
	}
	return ""
}

// beside gives a body the role of the victim that it is named together with: "hit A and B", "from A, B and C".
func (m *mention) beside(i int) claim.Role {
	if canAttack(m.kind) || m.kind == claim.Person {
		return ""
	}
	p := i - 1
	if p > 0 && m.t.Actors[p].Kind == claim.State && m.t.Actors[p].To < m.From && m.possessive(m.t.Actors[p].To) {
		p--
	}
	if p < 0 || m.t.Actors[p].Role != claim.Victim || canAttack(m.t.Actors[p].Kind) || m.t.Actors[p].From <= m.in.From {
		return ""
	}
	joined := false
	for j := m.t.Actors[p].To; j < m.From; j++ {
		w := m.word(j)
		joined = joined || w == m.w.and || w == m.w.comma
		if w != m.w.and && w != m.w.comma && w != m.w.the && !m.t.Tokens[j].Is(doc.Capital) && !m.possessive(j) {
			return ""
		}
	}
	next := m.at(m.To)
	if m.word(m.To) == m.w.and && m.in.Has(m.To+1) && m.t.Tokens[m.To+1].Is(doc.Capital) {
		next = 0 // "A, the B and C"
	}
	if !joined || next.Has(m.is.say|m.is.aux|m.is.be|m.is.act|m.is.take|m.is.respond|m.is.skip|m.is.suffer) {
		return ""
	}
	return claim.Victim
}
