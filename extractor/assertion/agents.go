package assertion

import (
	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/internal/claim"
)

// agentReach is how many words may stand before the subject of what is said.
const agentReach = 9

// agents are the bodies of whose doings a statement tells: the subject of what is said, or the speaker where
// that is a pronoun for him. Of persons nobody asks as doers: they speak.
func (s *sentence) agents(part doc.Range) []mention {
	governed := false // behind a preposition, up to the next comma
	for i := part.From; i < min(part.To, part.From+agentReach); i++ {
		if k := s.at(i); k >= 0 {
			it := &s.items[k]
			if !governed && !it.demonym && s.maySubject(it) {
				return s.bodies(s.following(k))
			}
			if !governed && (it.kind == class1 || it.kind == someone) {
				return nil
			}
			i = it.To - 1
			continue
		}
		switch w := s.t.Word(i); {
		case w == ",":
			governed = false
		case s.has(i, pron) && !s.has(i, rel|poss):
			return s.bodies(s.speakers(part))
		case s.has(i, be|have|do|modal) || s.verbAt(i, len(s.hits)) != nil:
			return nil
		case s.has(i, prep|sub) && w != "that":
			governed = true
		}
	}
	return nil
}

// concerns reports whether a statement that names an actor concerns his deeds, wherever it names him: a group, or
// a state that is not merely where something happens.
func (s *sentence) concerns(it item) bool {
	switch s.actor(it.who).Kind {
	case claim.Group:
		return true
	case claim.State:
		switch s.prepBefore(it.From) {
		case "in", "to", "into", "via", "across", "inside", "outside", "near", "throughout":
			return false
		}
		return true
	}
	return false
}

// maySubject reports whether an item may be the subject of a clause: it is known, owns nothing behind it, and
// nobody does anything to it.
func (s *sentence) maySubject(it *item) bool {
	if !it.known || it.kind != party && it.kind != place || it.To < s.span.To && s.t.Tokens[it.To].Is(doc.Possessive) {
		return false
	}
	for _, h := range s.hits {
		if h.passive && len(h.subject) > 0 && s.items[h.subject[0]].From <= it.From && h.From > it.To && h.From-it.To < 4 {
			return false
		}
	}
	return true
}

// following lists an item and those that "and" joins to it.
func (s *sentence) following(k int) []mention {
	list := []mention{s.items[k].who}
	for k+1 < len(s.items) && s.items[k+1].known && s.items[k+1].kind == s.items[k].kind && s.joined(s.items[k].To, s.items[k+1].From) {
		k++
		list = append(list, s.items[k].who)
	}
	return list
}

// bodies are those of the actors that are no persons and do not merely report.
func (s *sentence) bodies(list []mention) []mention {
	var out []mention
	for _, m := range list {
		if a := s.actor(m); a.Kind != claim.Person && !s.reporter(a.Entity) {
			out = append(out, m)
		}
	}
	return out
}
