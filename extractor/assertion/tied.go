package assertion

import (
	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/internal/claim"
)

// reachBehind is how many tokens an act's noun phrase may take between "the gang behind" and the gang's name.
const reachBehind = 16

// crewBehind names the crew that is said to be behind an act by a noun: "Velvet Cobra, the gang behind the attack", "the gang
// behind the attack on Orrin Air, Velvet Cobra,". It reports whether there is one with a name.
func (s *sentence) crewBehind(h *hit, f *frame) bool {
	if h.needs != "behind" || h.From <= s.span.From {
		return false
	}
	k := s.at(h.From - 1)
	if k < 0 || s.items[k].kind != someone && !s.items[k].crew && !s.items[k].ref {
		return false
	}
	who, ok := s.items[k].who, s.items[k].known
	if !ok {
		who, ok = s.namedAround(k, h)
	}
	if ok && s.actor(who).Kind != claim.Organization {
		f.actors = distinct(append(f.actors, who))
		return true
	}
	return false
}

// namedAround is the crew or person that commas set off before or behind a noun for perpetrators and what hangs on it.
func (s *sentence) namedAround(k int, h *hit) (mention, bool) {
	if k > 0 {
		it := s.items[k-1]
		if s.namesCrew(it) && s.t.Word(it.To) == "," && s.has(it.To+1, det) && !s.prepIn(it.To, s.items[k].From) {
			return it.who, true
		}
	}
	for n := k + 1; n < len(s.items) && s.items[n].From < h.To+reachBehind; n++ {
		it := s.items[n]
		if s.namesCrew(it) && it.To < s.span.To && s.t.Word(it.From-1) == "," && s.t.Word(it.To) == "," {
			return it.who, true
		}
	}
	return mention{}, false
}

// namesCrew reports whether an item is the name of a group or a person.
func (s *sentence) namesCrew(it item) bool {
	if it.kind != party || it.ref || !it.known {
		return false
	}
	k := s.actor(it.who).Kind
	return k == claim.Group || k == claim.Person
}

// byProgram gives an act that names no doer the group whose ransomware it was done with: "was hit with LockBit ransomware",
// "hackers using the Akira ransomware broke into".
func (s *sentence) byProgram(h *hit, f *frame) {
	if !actual(f) || len(f.actors) > 0 || f.negated || s.ransom == 0 {
		return
	}
	for k := range s.items {
		it := &s.items[k]
		if it.kind != party || !it.known || it.From < h.lo || it.To > h.hi || it.To >= s.span.To || s.actor(it.who).Kind != claim.Group {
			continue
		}
		if s.t.Word(it.To) == "ransomware" && s.brought(it) {
			f.actors = []mention{it.who}
			return
		}
	}
}

// brought reports whether a program's name stands where it says what was used: behind "with", "using" and the like, or before
// "was used".
func (s *sentence) brought(it *item) bool {
	i := it.From - 1
	for i > s.span.From && (s.has(i, det) || s.in(i, programOf)) {
		i--
	}
	if i >= s.span.From && s.in(i, bringing) {
		return !s.has(i-1, neg)
	}
	return s.has(it.To+1, be) && s.t.Word(min(it.To+2, s.span.To-1)) == "used"
}

// ownersOf are the bodies whose data a passive verb has as its subject: "the data of 2 million customers of Orrin Air were
// stolen", "Orrin Air's passenger files were leaked".
func (s *sentence) ownersOf(h *hit, f *frame) []int {
	if h.noun() || !h.passive || !actual(f) || len(f.victims) > 0 || len(f.targets) > 0 && !clients(f.targets) {
		return nil
	}
	for k := range s.items {
		it := s.items[k]
		if it.From < h.lo || it.To > h.From || !s.mayOwn(it) {
			continue
		}
		if s.owns(it) && s.ownsData(it, h.From) {
			return []int{k}
		}
		if p := s.prepBefore(it.From); (p == "of" || p == "from" || p == "on" || p == "at") && s.holdsClass(doc.Range{From: h.lo, To: it.From}, data) {
			return s.joinedOn(k, h.From)
		}
	}
	return nil
}

// reachOwned is how many tokens may stand between an owner and his data.
const reachOwned = 5

// ownsData reports whether data stand right behind their owner's name: "Orrin Air's passenger files".
func (s *sentence) ownsData(it item, stop int) bool {
	for i := it.To + 1; i < min(stop, it.To+reachOwned); i++ {
		if s.has(i, data) {
			return !s.crosses(it.To+1, i)
		}
	}
	return false
}

// reachSystems is how far behind a verb the body may stand whose systems it hit.
const reachSystems = 9

// systemsOf is the body whose computers, servers or files an attack's verb has as its object: "crippled key systems for the
// City of Ostvale", "shut down servers belonging to Orrin Air".
func (s *sentence) systemsOf(h *hit, f *frame) []int {
	if h.noun() || h.passive || h.obj != isVictim || !actual(f) || len(f.victims) > 0 || f.single {
		return nil
	}
	systems := false
	for i := h.To; i < h.hi && i < h.To+reachSystems; i++ {
		if k := s.at(i); k >= 0 && s.items[k].kind != class1 {
			return nil
		}
		systems = systems || s.in(i, machines)
		if w := s.t.Word(i); !systems || w != "for" && w != "at" && w != "of" && w != "in" && w != "inside" && (w != "to" || s.t.Word(i-1) != "belonging") {
			if s.stops(i) || s.has(i, conj|rel) {
				return nil
			}
			continue
		}
		if k := s.phrase(i+1, h.hi); k >= 0 && s.mayOwn(s.items[k]) {
			return []int{k}
		}
		return nil
	}
	return nil
}

// mayOwn reports whether an item is a body that has customers and files, and no crew or speaker.
func (s *sentence) mayOwn(it item) bool {
	if it.kind != party || !it.known || it.crew || it.speech != nil || s.locates(it) {
		return false
	}
	k := s.actor(it.who).Kind
	return (k == claim.Organization || k == claim.Agency) && !s.reporter(s.actor(it.who).Entity)
}

// joinedOn lists an item and those behind it that commas and "and" join to it, before a token.
func (s *sentence) joinedOn(k, to int) []int {
	list := []int{k}
	for k+1 < len(s.items) && s.items[k+1].To <= to && s.mayOwn(s.items[k+1]) && s.joined(s.items[k].To, s.items[k+1].From) {
		k++
		list = append(list, k)
	}
	return list
}
