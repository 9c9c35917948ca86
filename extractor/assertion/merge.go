package assertion

import (
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/internal/claim"
)

// merge drops what lies inside another item, and joins a state or group with the perpetrators that it
// qualifies: "North Korean hackers", "the Lazarus hacking group".
func (s *sentence) merge() {
	out := s.items[:0]
	for _, it := range s.items {
		if n := len(out); n > 0 {
			prev := &out[n-1]
			if it.From < prev.To {
				if it.kind == place && it.demonym && prev.kind == party && it.To == prev.To || prev.kind == place && prev.demonym && it.kind == party && it.To == prev.To {
					it.demonym, prev.demonym = true, true
				}
				if it.kind == party && prev.kind != party && it.To-it.From >= prev.To-prev.From {
					*prev = it
				}
				continue
			}
			if it.kind == someone && s.qualifies(prev, &it) {
				it.From, it.who, it.known, it.country = prev.From, prev.who, prev.known, prev.country
				if prev.kind == party {
					it.kind = party
				}
				it.crew = true
				*prev = it
				continue
			}
			if prev.crew && s.crewName(prev, &it) {
				prev.who, prev.known, prev.kind, prev.To = it.who, it.known, party, it.To // "Russian hacking group Gamma"
				continue
			}
			if it.kind == party && s.apposed(prev, &it) && (prev.kind == class1 && prev.single || prev.kind == someone) && !s.group(&it, prev.kind) {
				it.From = prev.From // "the exchange Quillon", "the clinic chain Marlow", "the gang Hive"
				*prev = it
				continue
			}
			if prev.kind == someone && !prev.known && s.servant(prev, &it) {
				prev.who, prev.known, prev.country, prev.kind, prev.To = it.who, it.known, it.country, it.kind, it.To
				continue
			}
			if it.kind == class1 && prev.kind == class1 && it.From == prev.To {
				it.From = prev.From // "critical infrastructure organizations"
				*prev = it
				continue
			}
			if it.kind == class1 && prev.kind == party && s.actor(prev.who).Kind != claim.State && it.From == prev.To && !s.t.Tokens[it.From].Is(doc.Possessive) {
				prev.To = it.To // "the Marrow clinic"
				continue
			}
		}
		out = append(out, it)
	}
	s.items = out
}

// apposed reports whether a name stands at once behind what it is: "the exchange", "the clinic chain".
func (s *sentence) apposed(prev, it *item) bool {
	return s.beside1(prev.To, it.From) || prev.kind == class1 && s.in(prev.To, body) && s.beside1(prev.To+1, it.From)
}

// beside1 reports whether nothing but quotation marks stands between two tokens.
func (s *sentence) beside1(from, to int) bool {
	for i := from; i < to; i++ {
		if !s.has(i, mark) {
			return false
		}
	}
	return to-from < 3
}

// servant reports whether unnamed perpetrators are said to belong to the party behind them: "hackers
// working for North Korea", "an affiliate of Play", "a gang known as Hive".
func (s *sentence) servant(prev, it *item) bool {
	switch it.kind {
	case place:
		if it.demonym {
			return false
		}
	case party:
		if k := s.actor(it.who).Kind; k != claim.State && k != claim.Group && k != claim.Agency {
			return false
		}
	default:
		return false
	}
	if it.From == prev.To || it.From-prev.To > reachBond {
		return false
	}
	for i := prev.To; i < it.From; i++ {
		if !s.has(i, linking|det) && s.t.Word(i) != "," && s.t.Word(i) != "-" && !s.bonding(i) {
			return false
		}
	}
	return true
}

// crewName reports whether a group's name follows the crew that it is: at once, or behind "known as".
func (s *sentence) crewName(prev, it *item) bool {
	if it.kind != party || s.actor(it.who).Kind != claim.Group || it.From-prev.To > 5 {
		return false
	}
	for i := prev.To; i < it.From; i++ {
		switch s.t.Word(i) {
		case "known", "as", "called", "dubbed", "named", "nicknamed", ",":
		default:
			if !s.has(i, mark) {
				return false
			}
		}
	}
	return true
}

// group reports whether a party cannot be what the noun before it names: a gang is a group, a bank is none.
func (s *sentence) group(it *item, noun itemKind) bool {
	k := s.actor(it.who).Kind
	return (k == claim.Group) != (noun == someone) || k == claim.State
}

// sided reports whether "pro" or "anti" stands before a token: pro-Russian hackers need not be Russia's.
func (s *sentence) sided(i int) bool {
	w := s.t.Word(max(i-1, s.span.From))
	if w == "-" {
		w = s.t.Word(max(i-2, s.span.From))
	}
	return strings.EqualFold(w, "pro") || strings.EqualFold(w, "anti")
}

// qualifies reports whether the item before belongs to the unnamed perpetrators behind it.
func (s *sentence) qualifies(prev, it *item) bool {
	switch prev.kind {
	case place:
	case party:
		if k := s.actor(prev.who).Kind; k != claim.State && k != claim.Group && k != claim.Agency {
			return false
		}
	default:
		return false
	}
	if it.From-prev.To > 3 || s.sided(prev.From) {
		return false
	}
	for _, c := range s.citationsAt() {
		if c.CueRange.From >= prev.To && c.CueRange.To <= it.From {
			return false // "police in Oslo said hackers"
		}
	}
	for i := prev.To; i < it.From; i++ {
		tok := s.t.Tokens[i]
		if s.has(i, linking) && s.t.Word(i-1) == "-" {
			continue // "Iran-linked hackers"
		}
		if tok.Is(doc.Punct) && s.t.Word(i) != "-" && !s.has(i, mark) || s.has(i, prep|conj|sub|rel|be|have|det|modal) && !tok.Is(doc.Possessive) || s.triggers.Begins(tok.Word) && !s.has(i, crime) {
			return false
		}
	}
	return true
}
