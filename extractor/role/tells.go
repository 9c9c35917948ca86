package role

import (
	"cmp"
	"slices"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/internal/claim"
)

// tells reads a body that tells of an attack on itself: "X said that hackers had stolen its files", "X said
// it had been hacked". Research firms, outlets and officials tell of others.
func (m *mention) tells() claim.Role {
	if m.kind == claim.Group || m.kind == claim.Person {
		return ""
	}
	i := m.behind()
	if !m.at(i).Has(m.is.say) {
		return ""
	}
	if m.ofItself() && m.ofOwn(i+1) || m.accuses(i+1) {
		return claim.Victim
	}
	for j := i + 1; m.in.Has(j) && j < i+22; j++ {
		k := m.at(j)
		switch {
		case k.Has(m.is.neg) || m.t.Word(j) == "investigating" || m.t.Word(j) == "tracked":
			return ""
		case k.Has(m.is.crook) && m.ofItself() && m.strikes(j):
			return claim.Victim
		case k.Has(m.is.loot) && m.ofItself() && m.spilled(j):
			return claim.Victim
		case m.t.Word(j) == "it" && m.at(j+1).Has(m.is.be|m.is.aux) && m.struck(j+1):
			return claim.Victim
		}
	}
	return ""
}

// accuses reports whether what is told from token i on is that a group or a state struck what the teller has: "X said Y
// hacked its ministries", "told regulators that Y had been in its mail". Research firms and outlets tell so of others.
func (m *mention) accuses(i int) bool {
	if m.kind != claim.State && !m.ofItself() {
		return false
	}
	n, _ := slices.BinarySearchFunc(m.t.Actors, i, func(a doc.Actor, at int) int { return cmp.Compare(a.From, at) })
	if n >= len(m.t.Actors) || m.t.Actors[n].From > i+6 || !canAttack(m.t.Actors[n].Kind) {
		return false
	}
	struck := false
	for j := m.t.Actors[n].To; m.in.Has(j) && j < m.t.Actors[n].To+8; j++ {
		k := m.at(j)
		switch {
		case k.Has(m.is.neg), m.t.Tokens[j].Is(doc.Punct) && !m.possessive(j) && m.word(j) != m.w.hyphen:
			return false
		case struck && k.Has(m.is.own):
			return true
		case k.Has(m.is.act | m.is.take), k.Has(m.is.access), m.word(j) == m.w.inside:
			struck = true
		}
	}
	return false
}

// ofOwn reports whether what is told from token i on is an attack on what the teller has: "its systems were
// encrypted", "hackers viewed files of its customers".
func (m *mention) ofOwn(i int) bool {
	own, harm, access, loot := false, false, false, false
	for j := i; m.in.Has(j) && j < i+30; j++ {
		k := m.at(j)
		switch {
		case k.Has(m.is.neg), k.Has(m.is.foiled) && !m.at(j-1).Has(m.is.be), m.word(j) == m.w.quote:
			return false
		case k.Has(m.is.own) && !m.at(j+1).Has(m.is.finding) && !m.at(j+1).Has(m.is.say), k.Has(m.is.clients) && j > i:
			own, harm = true, harm || access && m.t.Word(j) == "its"
		case k.Has(m.is.spilled) && m.within(max(m.in.From, j-3), 3, m.is.be):
			harm = true
		case k.Has(m.is.access):
			access = true
		case k.Has(m.is.incident) && m.itsOwn(j):
			own, harm = true, harm || loot || m.within(j, 14, m.is.crook|m.is.loot)
		case k.Has(m.is.incident | m.is.crook), k.Has(m.is.spilled) && m.within(max(m.in.From, j-3), 3, m.is.be):
			harm = true
		case k.Has(m.is.loot):
			loot = true
		}
	}
	return own && harm
}

// itsOwn reports whether the incident at i is one that needs no naming, "the breach", "last week's attack", and
// that none is named for: who tells of it is the one it hit.
func (m *mention) itsOwn(i int) bool {
	switch next := m.word(i + 1); {
	case m.at(i + 1).Has(m.is.incident), next == m.w.on, next == m.w.against, next == m.w.of, next == m.w.at, next == m.w.from, next == m.w.by:
		return false
	}
	for j := i - 1; m.in.Has(j) && j > i-6; j-- {
		switch {
		case m.word(j) == m.w.the:
			return true
		case m.possessive(j):
			return !m.t.Tokens[j-1].Is(doc.Capital)
		case m.t.Tokens[j].Is(doc.Capital), m.preposition(j), m.word(j) == m.w.a, m.word(j) == m.w.an:
			return false
		}
	}
	return false
}

// ofItself reports whether a body that tells of hackers likely tells of an attack on itself: a company or a
// town does, a research firm, an outlet or an agency of a state tells of others.
func (m *mention) ofItself() bool {
	switch m.source {
	case claim.Researcher, claim.NewsOutlet, claim.NewsAgency, claim.International:
		return false
	}
	return m.kind == claim.Organization || m.noun == "council" || m.noun == "court"
}

// strikes reports whether the crooks at j are the subject of an attack.
func (m *mention) strikes(j int) bool {
	for n := j + 1; m.in.Has(n) && n < j+6; n++ {
		if k := m.at(n); k.Has(m.is.act|m.is.take) || k.Has(m.is.access) {
			return true
		}
	}
	return false
}

// struck reports whether "it had been hacked" begins at j.
func (m *mention) struck(j int) bool {
	be := false
	for n := j; m.in.Has(n) && n < j+5; n++ {
		k := m.at(n)
		be = be || k.Has(m.is.be)
		if k.Has(m.is.neg) {
			return false
		}
		if be && k.Has(m.is.act) || k.Has(m.is.suffer) && m.incident(n) {
			return true
		}
	}
	return false
}

// spilled reports whether the data at j is said to have been stolen or leaked.
func (m *mention) spilled(j int) bool {
	for n := j + 1; m.in.Has(n) && n < j+12; n++ {
		if m.at(n).Has(m.is.spilled) {
			return true
		}
		if m.at(n).Has(m.is.neg) {
			return false
		}
	}
	return false
}

// amidAttack takes a group of which the rules read nothing for the attacker where its sentence tells of an
// attack, of crooks or of loot: groups are named for what they do, also where the police take their servers.
func (m *mention) amidAttack() claim.Role {
	if m.kind != claim.Group {
		return ""
	}
	attack := false
	for i := m.in.From; i < m.in.To; i++ {
		k := m.at(i)
		if k.Has(m.is.neg) {
			return ""
		}
		attack = attack || k.Has(m.is.act|m.is.nounOf|m.is.nounOn|m.is.incident|m.is.crook|m.is.ransom|m.is.spilled|m.is.holding)
	}
	if attack {
		return claim.Perpetrator
	}
	return ""
}
