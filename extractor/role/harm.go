package role

import (
	"cmp"
	"slices"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/internal/claim"
)

// wielded reads a state by whose hackers something is done: "Russian government hackers", "Iran's
// state-backed hackers".
func (m *mention) wielded() claim.Role {
	if m.kind != claim.State {
		return ""
	}
	i := m.To
	if m.possessive(i) {
		i++
	}
	for n := 0; n < 5 && m.at(i).Has(m.is.organ); n++ {
		i++
	}
	if i == m.To || !m.at(i).Has(m.is.crook) || !m.within(m.in.From, m.in.To-m.in.From, m.is.act|m.is.take|m.is.access|m.is.incident) {
		return ""
	}
	return m.attacker(i)
}

// lootOf reads whose data it is that was taken: "credentials of X employees", "sell the data of X".
func (m *mention) lootOf() claim.Role {
	of := m.opening() - 1
	if canAttack(m.kind) || m.kind == claim.Person || !m.at(of-1).Has(m.is.loot|m.is.clients|m.is.holding) && !m.belongs(of) {
		return ""
	}
	if w := m.word(of); w != m.w.of && w != m.w.to && w != m.w.at {
		return ""
	}
	for i := of - 2; m.in.Has(i) && i > of-9; i-- {
		k := m.at(i)
		if k.Has(m.is.neg) || m.t.Tokens[i].Is(doc.Punct) && m.word(i) != m.w.comma && m.word(i) != m.w.hyphen {
			return ""
		}
		if k.Has(m.is.take|m.is.sell|m.is.access) || m.word(of) == m.w.at && k.Has(m.is.act) || k.Has(m.is.spilled) && !m.at(i-1).Has(m.is.be) {
			return claim.Victim
		}
	}
	return ""
}

// belongs reads "data belonging to X".
func (m *mention) belongs(to int) bool {
	return m.word(to) == m.w.to && m.in.Has(to-2) && m.t.Word(to-1) == "belonging" && m.at(to-2).Has(m.is.loot|m.is.clients|m.is.holding)
}

// toll reads "the attack cost X $300 million".
func (m *mention) toll() claim.Role {
	i := m.From - 1
	if m.word(i) == m.w.the {
		i--
	}
	if canAttack(m.kind) || m.kind == claim.Person || !m.at(i).Has(m.is.cost) {
		return ""
	}
	for j := i - 1; m.in.Has(j) && j > i-12; j-- {
		if m.at(j).Has(m.is.incident | m.is.nounOn | m.is.nounOf) {
			return claim.Victim
		}
	}
	return ""
}

// tried reads persons who stand trial for it: "jailed X for hacking", "X admitted stealing", "X, who hacked".
func (m *mention) tried() claim.Role {
	if m.kind == claim.Agency || m.kind == claim.Group {
		return m.members()
	}
	if m.kind != claim.Person {
		return ""
	}
	if m.at(m.From-1).Has(m.is.tried|m.is.respond) && !m.at(m.From-2).Has(m.is.be) && m.crime(m.behind()) {
		return claim.Perpetrator
	}
	if m.word(m.From-1) == m.w.against && m.at(m.From-2).Has(m.is.charge) && m.within(m.in.From, m.in.To-m.in.From, m.is.incident|m.is.act) {
		return claim.Perpetrator
	}
	i := m.To
	if m.word(i) == m.w.comma && m.word(i+1) == m.w.who && m.at(i+2).Has(m.is.act|m.is.steal) {
		return claim.Perpetrator
	}
	switch i = m.behind(); m.t.Word(min(i, m.in.To-1)) {
	case "admitted", "confessed":
		if m.within(i+1, 3, m.is.act|m.is.steal|m.is.incident) {
			return claim.Perpetrator
		}
	case "pleaded":
		if m.in.Has(i+1) && m.t.Word(i+1) == "guilty" && m.within(i+2, 8, m.is.act|m.is.steal|m.is.incident|m.is.ransom) {
			return claim.Perpetrator
		}
	}
	return ""
}

// hired reads a firm that is called in: "X, hired by the bank, found".
func (m *mention) hired() claim.Role {
	if m.kind != claim.Organization || m.word(m.To) != m.w.comma || m.word(m.To+2) != m.w.by {
		return ""
	}
	switch m.t.Word(m.To + 1) {
	case "hired", "retained", "engaged", "appointed", "contracted", "commissioned":
		return claim.Responder
	}
	return ""
}

// crime reports whether the words from i on say that it was for an attack or a theft.
func (m *mention) crime(i int) bool {
	for j := i; m.in.Has(j) && j < i+9; j++ {
		if m.at(j).Has(m.is.incident | m.is.steal | m.is.nounOf | m.is.nounOn) {
			return true
		}
		if m.at(j).Has(m.is.neg | m.is.say) {
			return false
		}
	}
	return false
}

// members reads "indicted six X officers over the attacks".
func (m *mention) members() claim.Role {
	of := m.opening() - 1
	if !m.at(m.To).Has(m.is.officers) && !(m.word(of) == m.w.of && m.at(of-1).Has(m.is.officers)) || !m.within(m.in.From, m.in.To-m.in.From, m.is.incident|m.is.act) {
		return ""
	}
	for i := m.From - 1; m.in.Has(i) && i > m.From-7; i-- {
		if k := m.at(i); k.Has(m.is.tried) || k.Has(m.is.blame) {
			return claim.Perpetrator
		}
	}
	for i := m.To + 1; m.in.Has(i) && i < m.To+6; i++ {
		if m.at(i).Has(m.is.tried) && m.at(i-1).Has(m.is.be) {
			return claim.Perpetrator
		}
	}
	return ""
}

// aftermath reads a body that mends or shuts something after an attack of which no other victim is named:
// "X resumed operations after a ransomware attack", "X spent $18 million recovering from a breach".
func (m *mention) aftermath() claim.Role {
	if !m.ofItself() {
		return ""
	}
	halted, since := false, false
	for i, n := m.behind(), 0; m.in.Has(i) && n < 22; i, n = i+1, n+1 {
		k := m.at(i)
		switch {
		case k.Has(m.is.incident) && since:
			for m.at(i + 1).Has(m.is.incident) {
				i++
			}
			next := m.word(i + 1)
			if next == m.w.on || next == m.w.against || next == m.w.of || next == m.w.at {
				return ""
			}
			return claim.Victim
		case k.Has(m.is.crook) && since && m.strikes(i) && !m.attacksNamed(i):
			return claim.Victim
		case since && m.possessive(i) && m.t.Tokens[i-1].Is(doc.Capital):
			return "" // "after Xyz's breach"
		case k.Has(m.is.neg), k.Has(m.is.say) && n > 0, since && k.Has(m.is.suffer), m.t.Word(i) == ";":
			return ""
		case halted && k.Has(m.is.since):
			since = true
		case k.Has(m.is.halt) && !m.at(i-1).Has(m.is.be|m.is.aux) || k.Has(m.is.halt) && m.gerund(i):
			halted = true
		}
	}
	return ""
}

// attacksNamed reports whether an actor stands close behind the crooks at i, who then is the one they hit.
func (m *mention) attacksNamed(i int) bool {
	n, _ := slices.BinarySearchFunc(m.t.Actors, i, func(a doc.Actor, at int) int { return cmp.Compare(a.From, at) })
	return n < len(m.t.Actors) && m.t.Actors[n].From < min(m.in.To, i+12)
}

// accuser reads a state that accuses another of an attack on itself: "X accused Y of the attack that knocked
// its stations offline".
func (m *mention) accuser() claim.Role {
	if m.kind != claim.State && !m.ofItself() || !m.within(m.To, 6, m.is.blame) || m.at(m.From-1).Has(m.is.blame) {
		return ""
	}
	incident, that := false, false
	for i := m.To; m.in.Has(i) && i < m.To+24; i++ {
		k := m.at(i)
		switch {
		case k.Has(m.is.incident | m.is.nounOn):
			if w := m.word(i + 1); w == m.w.on || w == m.w.against || w == m.w.at {
				if m.at(i + 2).Has(m.is.own) {
					return claim.Victim
				}
				return ""
			}
			incident = true
		case incident && (m.word(i) == m.w.that || m.word(i) == m.w.which):
			that = true
		case that && (k.Has(m.is.own) || m.t.Word(i) == "government"):
			return claim.Victim
		}
	}
	return ""
}
