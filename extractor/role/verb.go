package role

import (
	"cmp"
	"slices"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/internal/claim"
)

// subject reads the first verb behind the mention: "X hacked", "X was hacked", "X suffered a breach".
func (m *mention) subject() claim.Role {
	passive, negated := false, false
	i, n := m.behind(), 0
	if m.possessive(i) {
		return ""
	}
	for ; m.in.Has(i) && n < 9; i, n = i+1, n+1 {
		k := m.at(i)
		switch {
		case k.Has(m.is.neg):
			negated = true
		case k.Has(m.is.be):
			passive = true
		case k.Has(m.is.gangAct) && m.kind == claim.Group && !passive && !negated:
			return claim.Perpetrator
		case k.Has(m.is.loss) && m.kind == claim.Organization && m.loot(i):
			return claim.Victim
		case k.Has(m.is.suffer) && !passive && m.incident(i):
			return claim.Victim
		case k.Has(m.is.crook) && !passive && (!canAttack(m.kind) || m.kind == claim.State && i > m.To), k.Has(m.is.say) && !passive && m.kind != claim.Group && !m.ofSelf(i+1):
			return "" // who acts is another: "X said hackers stole"
		case m.word(i) == m.w.fell || k.Has(m.is.victimOf) && (passive || n < 4):
			if m.at(i).Has(m.is.victimOf) || m.at(i+1).Has(m.is.victimOf) {
				return claim.Victim
			}
		case m.kind == claim.Agency && k.Has(m.is.respond):
			return m.responds()
		case k.Has(m.is.blame) && !passive && m.kind != claim.Group && m.points(i):
			return "" // "Xyz blamed Abc for hacking": who hacks is another
		case k.Has(m.is.act) || k.Has(m.is.take):
			if m.asNoun(i, passive) {
				return ""
			}
			return m.verb(i, passive, negated)
		case k.Has(m.is.respond):
			return m.responds()
		case k.Has(m.is.skip | m.is.aux):
		case m.t.Tokens[i].Is(doc.Punct) && m.word(i) != m.w.hyphen, n > 3 && !passive:
			return ""
		}
	}
	return ""
}

// asNoun reports whether the word at i is a noun there though it may be a verb: "over the hack", "was praised
// after the ransomware attack".
func (m *mention) asNoun(i int, passive bool) bool {
	switch w := m.word(i - 1); w {
	case m.w.the, m.w.a, m.w.an:
		return true
	case m.w.and, m.w.which, m.w.who, m.w.that, m.w.to:
		return false
	}
	if passive && m.at(i).Has(m.is.nounPre) && !m.gerund(i) {
		return true
	}
	return m.preposition(i - 1)
}

// behind is where the clause goes on behind the mention: past a ticker in brackets, the body named together
// with it ("X and Y said") and an apposition.
func (m *mention) behind() int {
	i := m.To
	if m.word(i) == m.w.open {
		for j := i + 1; m.in.Has(j) && j < i+9; j++ {
			if m.t.Word(j) == ")" {
				i = j + 1
				break
			}
		}
	}
	if m.word(i) == m.w.and && !canAttack(m.kind) {
		i = m.pastOther(i)
	}
	if m.word(i) == m.w.comma {
		i = m.pastApposition(i)
	}
	return i
}

// pastOther is the token behind the actor that the "and" at i joins to this one.
func (m *mention) pastOther(i int) int {
	n, _ := slices.BinarySearchFunc(m.t.Actors, i, func(a doc.Actor, at int) int { return cmp.Compare(a.From, at+1) })
	if n < len(m.t.Actors) && !canAttack(m.t.Actors[n].Kind) && (m.t.Actors[n].From == i+1 || m.t.Actors[n].From == i+2 && m.word(i+1) == m.w.the) {
		return m.t.Actors[n].To
	}
	return i
}

// ofSelf reports whether the clause that begins at i speaks of the one who speaks: "said it was".
func (m *mention) ofSelf(i int) bool {
	if m.word(i) == m.w.that {
		i++
	}
	return m.word(i) == m.w.it || m.word(i) == m.w.they || m.at(i).Has(m.is.be)
}

// pastApposition is the token behind an apposition that begins at the comma i, or behind several: "X, 21, of
// Leeds, was".
func (m *mention) pastApposition(i int) int {
	first := 0
	for j := i + 1; m.in.Has(j) && j < i+16; j++ {
		if m.word(j) != m.w.comma {
			continue
		}
		if m.at(j + 1).Has(m.is.be | m.is.aux | m.is.say | m.is.act | m.is.take) {
			return j + 1
		}
		if first == 0 {
			first = j + 1
		}
	}
	if first > 0 {
		return first
	}
	return i
}

// incident reports whether what X suffers or reports is an attack on it.
func (m *mention) incident(i int) bool {
	if m.at(i).Has(m.is.loss) && canAttack(m.kind) {
		return false
	}
	for j := i + 1; m.in.Has(j) && j < i+6; j++ {
		if m.at(j).Has(m.is.incident) {
			return !canAttack(m.kind)
		}
	}
	return false
}

// loot reports whether what is lost is loot: a sum, coins, records.
func (m *mention) loot(i int) bool {
	for j := i + 1; m.in.Has(j) && j < i+8; j++ {
		if m.at(j).Has(m.is.loot) {
			return true
		}
	}
	return false
}

// verb is the role of the subject of an attack's verb.
func (m *mention) verb(i int, passive, negated bool) claim.Role {
	switch {
	case negated:
		return ""
	case passive && m.at(i).Has(m.is.act) && !m.gerund(i):
		if m.kind == claim.Group {
			return claim.Other
		}
		return claim.Victim
	case passive && m.at(i).Has(m.is.take) && !m.gerund(i):
		if m.drains(i) && m.kind != claim.Group {
			return claim.Victim
		}
		return ""
	case m.kind == claim.Group || m.kind == claim.State:
		return claim.Perpetrator
	case m.kind == claim.Person && m.at(i).Has(m.is.act|m.is.steal):
		return claim.Perpetrator
	case m.kind == claim.Agency && m.at(i).Has(m.is.act) && !m.at(i).Has(m.is.respond) && !m.takesDown(i):
		return claim.Perpetrator
	}
	return ""
}

// takesDown reports whether what an office does to a crew or its machines is to stop it: "shut it down", "hit the gang".
func (m *mention) takesDown(i int) bool {
	switch m.t.Word(i) {
	case "shut", "shuts", "shutting":
		return true
	}
	for j := i + 1; m.in.Has(j) && j < i+5; j++ {
		switch m.t.Word(j) {
		case "gang", "gangs", "crew", "hackers", "criminals", "ring":
			return true
		}
	}
	return false
}

// points reports whether a verb of blaming has its object behind it: "blamed Abc", "tied the theft to".
func (m *mention) points(i int) bool {
	if !m.in.Has(i+1) || m.gerund(i) {
		return false
	}
	w := m.word(i + 1)
	return m.t.Tokens[i+1].Is(doc.Capital) || w == m.w.the || w == m.w.a || w == m.w.an || m.t.Word(i+1) == "it" || m.t.Word(i+1) == "this" || m.t.Word(i+1) == "his"
}

// gerund reports whether the verb ends in -ing: "was attacking" is active.
func (m *mention) gerund(i int) bool {
	w := m.t.Word(i)
	return len(w) > 5 && w[len(w)-3:] == "ing"
}

// responds is the role of one who investigates, arrests, restores or denies; a group only speaks.
func (m *mention) responds() claim.Role {
	if m.kind == claim.Group {
		return ""
	}
	return claim.Responder
}
