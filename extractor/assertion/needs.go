package assertion

import (
	"slices"

	"github.com/claimwire/claimwire/internal/claim"
)

// enough reports whether a frame says something that another article could say too: what its trigger
// needs is there, and somebody was robbed, attacked, named or paid.
func (s *sentence) enough(h *hit, f *frame) bool {
	if !s.needed(h, f) || !s.cyber && !s.plainly(h, f) {
		return false
	}
	sum, victim := len(f.amounts) > 0, len(f.victims) > 0
	hit := victim || len(f.targets) > 0
	doer := len(f.actors) > 0 || f.someone != ""
	switch f.kind {
	case claim.Theft:
		return sum || victim && (f.noun || doer || h.passive || f.thing) || doer && (hit || f.thing || s.near(h, dirty)) || f.thing && s.cyber
	case claim.Attack:
		if f.sum == claim.SumDemanded {
			return sum
		}
		if f.noun && !victim {
			return len(f.actors) > 0 && hit || s.dated(h) && hit
		}
		return victim || h.pos == 'v' && h.word == "compromise" && !h.passive && len(f.targets) > 0 && s.cyber || h.word == "strike" || h.needs == "inside" || h.needs == "tool" && f.thing || doer && (hit || f.thing || len(f.actors) > 0 && s.near(h, crime)) || f.single && s.cyber
	case claim.Attribution, claim.Sanction:
		if h.needs == "agree" || h.needs == "insider" {
			return true
		}
		return len(f.actors) > 0 || f.land || f.kind == claim.Sanction && (sum || victim) || h.needs == "charge" || h.needs == "nearincident" || h.needs == "penal" || f.someone != "" && (victim || s.actBehind(h, 8))
	case claim.Laundering:
		return sum || len(f.actors) > 0 || s.near(h, dirty)
	}
	return true
}

// reachData is how far before words that say that something was exposed the data may stand.
const reachData = 14

// knownNeed reports whether a need of en/triggers is one that needed tests.
func knownNeed(name string) bool {
	switch name {
	case "", "act", "acts", "agree", "behind", "charge", "claimact", "ctx", "data", "exposed", "incident", "inside", "insider",
		"launder", "leaksite", "likeness", "loot", "nearincident", "party", "partyctx", "partylawless", "partysum", "penal", "perp", "perpact",
		"perpboth", "perpctx", "perpid", "perplink", "perpof", "perpplace", "purpose", "ransom", "share", "sum", "sumctx",
		"sumearned", "sumhostile", "sumlaunder", "sumnear", "sumperp", "sumransom", "sumransomctx", "sumtheft",
		"sumtheftctx", "theftctx", "tool":
		return true
	}
	return false
}

// needed tests the trigger's own condition.
func (s *sentence) needed(h *hit, f *frame) bool {
	sum := len(f.amounts) > 0
	if f.kind == claim.Laundering && h.kind == claim.Theft {
		return sum || s.share(h, f)
	}
	if f.sum == claim.SumFine && h.kind != claim.Sanction || f.sum == claim.SumDemanded && h.sum == claim.SumPaid && s.ransom > 0 {
		return sum // "ordered to pay", "refused to hand over"
	}
	victim := len(f.victims) > 0 || len(f.targets) > 0
	switch h.needs {
	case "":
		return true
	case "sum":
		return sum || f.kind == claim.Theft && f.thing && s.grabs(h, f)
	case "sumperp":
		if f.thing && s.grabs(h, f) {
			return true
		}
		if h.obj == isLootPerp {
			return sum && (s.cyber && (f.someone != "" || s.hostile(f)) || s.near(h, theft|incident))
		}
		if len(h.subject) == 0 && !h.passive && s.has(h.From-1, responder|keeper|target) {
			return false
		}
		if len(h.subject) > 0 && !h.passive && h.trigger.subj == isPerp && (s.items[h.subject[0]].kind == class1 || s.harmless(h, s.items[h.subject[0]])) {
			return false
		}
		return sum && (s.cyber && (f.someone != "" || s.hostile(f)) || s.near(h, theft|incident))
	case "partysum":
		return sum || victim || len(f.actors) > 0
	case "sumnear":
		return sum && s.near(h, incident|crime) && s.someHostile()
	case "sumearned":
		return sum && s.hostile(f) && s.near(h, incident|crime|theft)
	case "sumhostile":
		return sum && s.cyber && (f.someone != "" || s.hostile(f) || s.authority(h))
	case "sumtheft", "sumtheftctx":
		if h.word == "take" && s.grabs(h, f) {
			return true
		}
		if p := s.preps2(min(h.To, s.span.To-1)); h.needs == "sumtheftctx" && h.passive && (p == "through" || p == "via") {
			return false // the way that money went is no theft
		}
		if !sum && h.word == "take" && h.passive && victim && s.cyber && s.has(h.From-2, dirty) {
			return true // "the money was taken from"
		}
		return sum && (s.near(h, theft) || h.word == "take" && h.passive && s.cyber && len(s.reader.acts) > 0 || s.cyber && (f.someone != "" || s.hostile(f) || f.thing || victim || s.has(h.From-1, pron) && (len(s.reader.acts) > 0 || s.thefts > 0)))
	case "sumctx":
		return sum && s.cyber && (s.thefts > 0 || s.ransom > 0 || s.near(h, incident))
	case "sumransom":
		if s.deceived(h) || s.ransom == 0 && swindler(f.someone) {
			return sum
		}
		return sum && (s.ransom > 0 || s.cyber && s.hostile(f)) && (s.buysBack(h) || (s.ransom > 2 || s.extorted) && (h.word == "pay" || h.noun()) || s.near(h, ransom|perp|theft) || s.hostile(f))
	case "sumransomctx":
		return sum && (s.ransom > 0 || s.cyber && h.pos == 'v') && (f.someone != "" || s.hostile(f) || h.passive || h.noun() || s.near(h, perp|ransom) || s.has(h.From-1, pron))
	case "sumlaunder":
		return sum && s.near(h, mixer)
	case "party":
		return victim || len(f.actors) > 0
	case "partylawless":
		return (victim || len(f.actors) > 0) && !s.lawful(h)
	case "partyctx":
		if s.punishedWith(h) || s.byEnforcer(h) {
			return false
		}
		if h.word == "strike" && s.hostile(f) && s.lastAct() != nil {
			return true
		}
		return victim && s.cyber && (len(f.actors) > 0 || f.someone != "" || h.passive || s.near(h, incident))
	case "theftctx":
		return (sum || victim) && s.cyber
	}
	return s.neededByWords(h, f)
}

func (s *sentence) neededByWords(h *hit, f *frame) bool {
	doer := len(f.actors) > 0 || f.someone != "" || f.land
	switch h.needs {
	case "perp", "perpof":
		return doer && (s.cyber || s.near(h, incident|crime))
	case "perplink":
		return s.servesOne(f) || f.someone != "" || s.namedPerson(f)
	case "perpctx":
		return doer && s.cyber
	case "perpboth":
		return s.servesOne(f) && (s.cyber || s.hostile(f)) && (f.someone != "" || s.near(h, perp|crime|theft))
	case "perpid":
		return s.hostile(f) && s.cyber
	case "behind":
		return doer && s.cyber && (s.beBefore(h) || f.crew) && s.actBehind(h, 6)
	case "perpact":
		return doer && s.cyber && s.actBehind(h, 6)
	case "perpplace":
		return s.cyber && s.hostile(f) && s.near(h, perp|pron)
	case "agree":
		return s.cyber && len(s.hostileBefore()) > 0
	case "likeness":
		return s.cyber && s.near(h, code) && s.likened(f)
	case "insider":
		return s.cyber
	case "claimact":
		return s.cyber && (f.someone != "" || s.hostile(f)) && s.actBehind(h, 4) && !s.has(h.To, sub)
	case "leaksite":
		return (doer || len(f.victims) > 0) && s.leakSite(h)
	case "inside":
		return s.cyber && (f.someone != "" || s.hostile(f) || s.has(h.From-1, pron) && s.third(h.From-1) && len(s.reader.acts) > 0)
	case "acts":
		return doer && len(f.victims) > 0
	case "ctx":
		return s.cyber
	case "data":
		return f.thing && s.cyber && (doer || f.kind == claim.Theft && (h.passive))
	case "loot": // what police and companies publish is no attack
		return f.thing && s.cyber && (f.someone != "" || s.hostile(f))
	case "exposed":
		return s.cyber && s.dataBefore(h)
	case "tool":
		return f.thing && s.cyber && (doer || !h.passive && h.word == "install")
	case "act":
		return doer && (s.near(h, crime|incident) || len(f.victims) > 0)
	case "launder":
		return h.word == "launder" || s.near(h, mixer|dirty) && (h.word == "wash" || h.word == "tumble" || s.near(h, mixer)) || s.knownMixer(f) || s.share(h, f)
	case "share":
		return s.share(h, f)
	case "purpose":
		return s.purposeNear(h.Range)
	case "charge":
		return s.actBehind(h, 14) && (doer || h.form != gerund) // not "fast charging"
	case "ransom":
		return s.ransom > 0
	case "penal":
		return s.penal(h)
	case "nearincident":
		return s.near(h, incident|crime)
	case "incident":
		return s.near(h, incident)
	}
	return false
}

// grabs reports whether unnamed perpetrators or a gang get hold of data: "the attackers obtained names and addresses".
func (s *sentence) grabs(h *hit, f *frame) bool {
	if !s.cyber || h.noun() || h.passive || h.irreal || f.someone == "" && !s.hostile(f) {
		return false
	}
	for i := h.To; i < h.hi && i < h.To+6; i++ {
		if s.has(i, neg) {
			return false
		}
		if s.has(i, data) {
			return true
		}
		if s.has(i, prep|sub|rel) && s.preps2(i) != "of" {
			return false
		}
	}
	return false
}

// dataBefore reports whether data stand before a hit, in its clause.
func (s *sentence) dataBefore(h *hit) bool {
	for i := h.From - 1; i >= h.lo && i > h.From-reachData; i-- {
		if s.has(i, data) {
			return true
		}
	}
	return false
}

// moneyWithin reports whether a sum begins within some tokens from one on.
func (s *sentence) moneyWithin(from, reach int) bool {
	return slices.ContainsFunc(s.items, func(it item) bool { return it.kind == money && it.From >= from && it.From < from+reach })
}

// third reports whether a pronoun is one of the third person.
func (s *sentence) third(i int) bool {
	switch s.t.Word(i) {
	case "we", "i", "you", "us", "me":
		return false
	}
	return true
}

// authority reports whether a hit's subject, or its agent in the passive, is a state's organ, police or a court.
func (s *sentence) authority(h *hit) bool {
	if len(h.subject) == 0 || h.passive {
		return s.near(h, responder)
	}
	if it := s.items[h.subject[0]]; it.kind == party && s.actor(it.who).Kind == claim.Agency {
		return true
	}
	return s.near(h, responder)
}

// leakSite reports whether a gang's site for its victims is named behind a hit.
func (s *sentence) leakSite(h *hit) bool {
	for i := h.To; i+1 < s.span.To; i++ {
		switch w, next := s.t.Word(i), s.t.Word(i+1); {
		case (w == "leak" || w == "leaks" || w == "extortion") && (next == "site" || next == "blog" || next == "page" || next == "portal"):
			return true
		case (w == "victim" || w == "victims") && (next == "list" || next == "blog" || next == "page" || next == "site"), w == "of" && next == "victims":
			return true
		}
	}
	return false
}
