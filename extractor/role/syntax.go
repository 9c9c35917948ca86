package role

import (
	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/gazetteer"
	"github.com/claimwire/claimwire/internal/claim"
)

// mention is one actor in its sentence.
type mention struct {
	*reader
	doc.Range
	t      *doc.Text
	in     doc.Range
	kind   claim.ActorKind
	source claim.SourceKind
	noun   string // what the text may call it by
}

// reach is how many words away from a mention a word may stand that tells its role.
const reach = 14

// near is how many words may stand between an attack and the "by" of who made it.
const near = 9

func (m *mention) at(i int) gazetteer.Mask { return m.cues.At(m.t, i, m.in) }

func (m *mention) word(i int) uint32 {
	if !m.in.Has(i) {
		return 0
	}
	return m.t.Tokens[i].Word
}

func (m *mention) possessive(i int) bool { return m.in.Has(i) && m.t.Tokens[i].Is(doc.Possessive) }

// role reads the role off the sentence: first what stands right beside the mention, then the verb.
func (m *mention) role() claim.Role {
	if m.aside() {
		return claim.Other
	}
	for _, rule := range [...]func() claim.Role{m.linked, m.wielded, m.hired, m.listed, m.plundered, m.lootOf, m.pays, m.beforeNoun, m.afterNoun, m.blamed, m.tried, m.agent, m.object, m.toll,
		m.aftermath, m.subject, m.tells, m.costly, m.accuser, m.amidAttack} {
		if role := rule(); role != "" {
			return role
		}
	}
	return claim.Other
}

// attacker is the role of one who is said to have done it, unless the words deny it.
func (m *mention) attacker(cue int) claim.Role {
	for i := max(m.in.From, min(cue, m.From)-3); i < max(cue, m.From); i++ {
		if m.at(i).Has(m.is.neg) {
			return claim.Other
		}
	}
	return claim.Perpetrator
}

// linked reads "X-linked hackers", "X-backed group".
func (m *mention) linked() claim.Role {
	if m.kind == claim.State && m.word(m.To) == m.w.hyphen && m.at(m.To+1).Has(m.is.link) {
		return claim.Perpetrator
	}
	return ""
}

// beforeNoun reads "the X breach", "X's attack on", "X's data breach".
func (m *mention) beforeNoun() claim.Role {
	i := m.To
	own := m.possessive(i)
	if own {
		i++
	}
	for n := 0; n < 3 && m.at(i).Has(m.is.nounMid); n++ {
		i++
	}
	if !m.at(i).Has(m.is.nounPre) {
		return ""
	}
	if canAttack(m.kind) {
		if m.kind == claim.State && !own {
			return ""
		}
		return m.attacker(i)
	}
	if m.kind == claim.Agency && m.at(i).Has(m.is.nounOn) && m.at(i+1).Has(m.is.nounOn) {
		return ""
	}
	return claim.Victim
}

// afterNoun reads "the attack on X", "the hack of X", "a theft from X", "cyberattacks against X".
func (m *mention) afterNoun() claim.Role {
	i := m.opening() - 1
	var want gazetteer.Mask
	switch m.word(i) {
	case m.w.on, m.w.against:
		want = m.is.nounOn | m.is.nounOf | m.is.nounFrom | m.is.nounPre
	case m.w.at:
		want = m.is.nounOf | m.is.nounOn | m.is.nounPre
	case m.w.of:
		want = m.is.nounOf
	case m.w.from:
		return m.stolenFrom(i)
	case m.w.by:
		return m.doneBy(i)
	default:
		return ""
	}
	for j := i - 1; j >= m.in.From && j >= i-3; j-- {
		k := m.at(j)
		if k.Has(m.is.be | m.is.aux | m.is.blame) {
			return ""
		}
		if k.Has(want) {
			if m.pinned(j) {
				return ""
			}
			return claim.Victim
		}
	}
	return ""
}

// pinned reports whether the noun is what somebody is blamed for: "pinned the hack on X".
func (m *mention) pinned(noun int) bool {
	for j := noun - 1; j >= m.in.From && j >= noun-4; j-- {
		if m.at(j).Has(m.is.blame) {
			return true
		}
	}
	return false
}

// opening is where the noun phrase of the mention begins: before the article and the words that describe
// it ("the Danish exchange X").
func (m *mention) opening() int {
	i := m.From
	for n := 0; n < 6 && m.in.Has(i-1); n++ {
		switch m.word(i - 1) {
		case m.w.the, m.w.a, m.w.an:
			return i - 1
		}
		if m.t.Tokens[i-1].Is(doc.Punct) && m.word(i-1) != m.w.hyphen && !m.possessive(i-1) || m.preposition(i-1) || m.at(i-1).Has(m.is.act|m.is.take|m.is.be|m.is.aux|m.is.told|m.is.lister) {
			return i
		}
		i--
	}
	return i
}

func (m *mention) preposition(i int) bool {
	switch m.word(i) {
	case m.w.on, m.w.against, m.w.at, m.w.of, m.w.from, m.w.by, m.w.to, m.w.and, m.w.with, m.w.which, m.w.who, m.w.that:
		return true
	}
	return false
}

// stolenFrom reads "stole $2 million from X", "the theft of 200 coins from X".
func (m *mention) stolenFrom(from int) claim.Role {
	if m.kind == claim.Group {
		return ""
	}
	for j := from - 1; j >= m.in.From && j >= from-reach; j-- {
		if k := m.at(j); k.Has(m.is.nounFrom | m.is.take) {
			if m.kind == claim.State && !k.Has(m.is.nounFrom) {
				return ""
			}
			return claim.Victim
		}
	}
	return ""
}

// doneBy reads "was hacked by X", "an attack by X", "stolen by X".
func (m *mention) doneBy(by int) claim.Role {
	if m.kind == claim.Organization && m.at(m.To).Has(m.is.respond) {
		return ""
	}
	for j := by - 1; j >= m.in.From && j >= by-near; j-- {
		if k := m.at(j); k.Has(m.is.act | m.is.nounOn | m.is.nounOf | m.is.nounFrom | m.is.nounPre) {
			if !canAttack(m.kind) && (m.kind != claim.Agency || by-j > 3) && by-j > 2 {
				return ""
			}
			return m.attacker(j)
		}
		if m.t.Tokens[j].Is(doc.Punct) && m.word(j) != m.w.comma && m.word(j) != m.w.hyphen {
			return ""
		}
	}
	return ""
}

// blamed reads "blamed on X", "attributed to X", "linked to X", "accused X of", "blamed X for".
func (m *mention) blamed() claim.Role {
	if m.kind == claim.Organization {
		return ""
	}
	i := m.opening() - 1
	if w := m.word(i); w == m.w.on || w == m.w.to || w == m.w.with {
		for j := i - 1; j >= m.in.From && j >= i-6; j-- {
			if m.at(j).Has(m.is.blame) {
				return m.attacker(j)
			}
		}
		return ""
	}
	if m.at(i).Has(m.is.blame) && !m.at(i-1).Has(m.is.be) {
		return m.attacker(i)
	}
	return ""
}

// agent reads "X was behind", "X claimed responsibility", "X is suspected of having".
func (m *mention) agent() claim.Role {
	for i, n := m.behind(), 0; m.in.Has(i) && n < 8; i, n = i+1, n+1 {
		k := m.at(i)
		switch {
		case k.Has(m.is.neg), m.kind != claim.Group && k.Has(m.is.say) && !m.ofSelf(i+1):
			return ""
		case k.Has(m.is.behind) && m.kind != claim.Organization:
			return m.attacker(i)
		case k.Has(m.is.blame) && m.at(i-1).Has(m.is.be) && m.kind != claim.Organization:
			return m.attacker(i)
		case k.Has(m.is.tried) && m.at(i-1).Has(m.is.be) && m.kind == claim.Person:
			return claim.Perpetrator
		case m.t.Tokens[i].Is(doc.Punct) && m.word(i) != m.w.hyphen:
			return ""
		}
	}
	return ""
}

// object reads "hacked X", "attackers hit the Danish exchange X".
func (m *mention) object() claim.Role {
	i := m.opening() - 1
	if !m.at(i).Has(m.is.act) && !(m.at(i).Has(m.is.take) && m.drains(i)) {
		return ""
	}
	if m.at(i-1).Has(m.is.be) || m.kind == claim.Group {
		return ""
	}
	return claim.Victim
}

// drains reports whether the verb takes the one who is robbed as its object: "drained X of", "looted X".
func (m *mention) drains(i int) bool {
	switch m.t.Word(i) {
	case "drained", "looted", "fleeced", "draining", "looting", "drain", "drains", "swindled", "robbed":
		return true
	}
	return false
}
