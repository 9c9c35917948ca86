package assertion

import (
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/internal/claim"
)

// agentReach is how many words may stand before the subject of what is said.
const agentReach = 9

// agents are the bodies of whose doings a statement tells: the subject of what is said, who owns that subject, or the
// speaker where it is a pronoun for him. Of persons nobody asks as doers: they speak. Where a stretch begins with its
// verb, its subject stands before it.
func (s *sentence) agents(part doc.Range) []mention {
	governed, owner := false, -1 // behind a preposition, up to the next comma; the body that owns what follows
	for i := part.From; i < min(part.To, part.From+agentReach); i++ {
		if k := s.at(i); k >= 0 {
			switch it := &s.items[k]; {
			case governed || it.demonym || it.speech != nil || s.tied(k, part.To):
			case s.maySubject(it):
				return s.bodies(s.following(k))
			case it.kind == class1 || it.kind == someone:
				return s.owned(owner)
			case s.owns(*it) && it.known && s.actor(it.who).Kind == claim.Organization:
				owner = k
			}
			i = s.items[k].To - 1
			continue
		}
		switch w := s.t.Word(i); {
		case s.t.Tokens[i].Is(doc.Possessive):
		case w == ",":
			governed = false
		case s.has(i, pron) && !s.has(i, rel|poss):
			return s.speakingBodies(part, i)
		case s.has(i, poss) && s.firstPerson(i) && !governed:
			return s.speakingBodies(part, i)
		case s.has(i, be|have|do|modal) || w == "to" || s.verbAt(i, len(s.hits)) != nil:
			if i-part.From < 2 {
				return s.agentBefore(part)
			}
			return s.owned(owner)
		case s.has(i, prep|sub) && w != "that":
			governed = true
		}
	}
	return s.owned(owner)
}

// owned is the body behind an item's number, none for -1.
func (s *sentence) owned(k int) []mention {
	if k < 0 {
		return nil
	}
	return s.bodies([]mention{s.items[k].who})
}

// agentBefore is the subject of a stretch that begins with its verb: who says that he will do it, else the body that stands
// before it.
func (s *sentence) agentBefore(part doc.Range) []mention {
	if list := s.speakers(part); len(list) > 0 {
		return s.bodies(list)
	}
	for i := part.From - 1; i >= s.span.From && i > part.From-agentReach; i-- {
		if k := s.at(i); k >= 0 {
			it := &s.items[k]
			if !it.demonym && s.prepBefore(it.From) == "" && s.maySubject(it) {
				return s.bodies(s.following(k))
			}
			i = it.From
		}
	}
	return nil
}

// speakingBodies are the speakers that a pronoun at token i means, where it means one; of a person who says "we" or "our",
// the body that he speaks for.
func (s *sentence) speakingBodies(part doc.Range, i int) []mention {
	list := s.speakers(part)
	if !s.firstPerson(i) {
		if s.quoted(doc.Range{From: i, To: i + 1}) || s.has(i+1, be) && s.has(i+2, det|adv|neg) {
			return nil // "They told us" of others, "it is a resemblance"
		}
		return s.bodies(list)
	}
	for n, m := range list {
		if s.actor(m).Kind == claim.Person && strings.ToLower(s.t.Word(i)) != "i" {
			if body, ok := s.serves(s.actor(m).Entity); ok {
				list[n] = body
			}
		}
	}
	return s.bodies(list)
}

// firstPerson reports whether a pronoun is one of the first person.
func (s *sentence) firstPerson(i int) bool {
	switch strings.ToLower(s.t.Word(i)) {
	case "we", "our", "us", "ours", "i":
		return true
	}
	return false
}

// concerns reports whether a statement that names an actor concerns his deeds, wherever it names him: a group, or
// a state that is not merely where something happens.
func (s *sentence) concerns(it item) bool {
	switch s.actor(it.who).Kind {
	case claim.Group:
		return true
	case claim.State:
		return !s.placed(it.From)
	}
	return false
}

// placed reports whether the preposition that governs the noun phrase at a token is one of place.
func (s *sentence) placed(i int) bool {
	w := s.prepBefore(i)
	return w != "" && s.is(s.vocab.ID([]byte(w)), wherein)
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
