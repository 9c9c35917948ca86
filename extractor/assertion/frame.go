package assertion

import (
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/internal/claim"
)

// frame is an assertion in the making. Its amounts, countries and citations are indexes into the lists
// of its text.
type frame struct {
	number    int
	text      int
	t         *doc.Text
	sentence  int
	at        doc.Range // the trigger
	clause    doc.Range
	kind      claim.Kind
	trigger   *trigger
	noun      bool
	actors    []mention
	victims   []mention
	targets   []string
	single    bool   // the target is one: "an exchange"
	phrase    string // the words for a single target: "a Danish bank"
	someone   string // the words for unnamed perpetrators
	countries []int
	amounts   []int
	sum       claim.Sum
	counts    []claim.Count
	when      *claim.Period
	certainty claim.Certainty
	denies    claim.Kind
	citations []int
	evidence  claim.Place
	apart     bool // "a second", "another": not the act told before
	negated   bool
	irreal    bool
	land      bool // blamed is a country that is no actor of its own in this text
	unpaid    bool // a sum that was asked for and not paid
	thing     bool // something besides money is stolen or planted
	revised   bool // its sum is another figure for an act told just before
	crew      bool // a noun for a crew stands right before "behind": see crewBehind
	plain     bool // its statement is its own clause
	entire    bool // that clause reads only with the verb of saying before it
}

// acts reads the frames of the sentence's triggers.
func (s *sentence) acts() {
	s.findSubjects()
	made := make([]*frame, len(s.hits))
	for i, h := range s.hits {
		made[i] = s.fill(h)
		if i > 0 && h.tail && !h.part && len(made[i].victims)+len(made[i].targets) == 0 {
			made[i].victims, made[i].targets, made[i].phrase, made[i].single = made[i-1].victims, made[i-1].targets, made[i-1].phrase, made[i-1].single
		}
	}
	punished := s.charges(made)
	s.release(made)
	s.figures(made)
	s.leftoverSums(made)
	s.denialsOf(made)
	s.linkActs(made)
	for i, h := range s.hits {
		f := made[i]
		if f != nil && f.negated && actual(f) && h.passive && s.cyber {
			s.innocence(h, f) // "no money was stolen", "its systems had not been breached"
			continue
		}
		if f == nil || f.irreal && !s.realAnyway(f) || !s.enough(h, f) {
			s.spare(h, f)
			continue
		}
		if f.negated && f.kind != claim.Statement {
			s.innocence(h, f)
			continue
		}
		if h.needs == "agree" {
			f.actors = s.hostileBefore()
		}
		s.finish(h, f)
		s.frames = append(s.frames, f)
	}
	s.frames = append(append(s.frames, s.extra...), punished...)
	s.joinThefts()
	s.lastPerp()
	s.funding()
	s.counts()
	s.joinCounts()
	s.shrink()
	for _, f := range s.frames {
		if f.kind == claim.Statement && len(f.actors) == 0 {
			f.actors = s.agents(f.clause)
		}
	}
	s.remember()
}

// reachNone is how many tokens a subject that begins with "no" may take.
const reachNone = 13

// noneOf reports whether a passive verb's clause begins with "no": "no personal data was stolen".
func (s *sentence) noneOf(h *hit) bool {
	return h.passive && h.From-h.lo < reachNone && strings.EqualFold(s.t.Word(h.lo), "no") && s.has(h.From-1, be|have) && !s.verbIn(h.lo, h.From)
}

// realAnyway: demands and threats are acts although what they ask for has not happened.
func (s *sentence) realAnyway(f *frame) bool {
	return f.sum == claim.SumDemanded || f.kind == claim.Statement || f.kind == claim.Funding || f.kind == claim.Attribution && !f.negated
}

// fill collects the arguments of one trigger.
func (s *sentence) fill(h *hit) *frame {
	f := &frame{text: s.n, t: s.t, sentence: s.index, at: h.Range, clause: doc.Range{From: h.lo, To: h.hi}, kind: h.kind,
		trigger: h.trigger, noun: h.noun(), negated: h.negated || s.noneOf(h), irreal: h.irreal, sum: h.sum, thing: s.thing(h) || h.needs == "exposed"}
	if h.noun() {
		s.modifiers(h, f)
	} else {
		s.verbArguments(h, f)
		f.crew = s.crewBehind(h, f)
	}
	s.prepositional(h, func(p string, items []int) {
		if p == "to" && h.noun() && s.informed(h, items) {
			return
		}
		s.give(h, f, h.preps[p], items)
	})
	if len(f.victims)+len(f.targets) == 0 && h.preps["from"] == isVictim {
		s.give(h, f, isVictim, s.fronted(h))
	}
	if h.noun() && actual(f) && len(f.victims)+len(f.targets) == 0 {
		for _, k := range s.sufferers(h) {
			s.giveVictim(f, s.items[k])
		}
	}
	for _, k := range append(s.ownersOf(h, f), s.systemsOf(h, f)...) {
		s.giveVictim(f, s.items[k])
	}
	s.byProgram(h, f)
	if s.ordered(h) {
		fine := *h.trigger
		fine.sum, h.trigger = claim.SumFine, &fine
		f.kind, f.sum, f.plain = claim.Sanction, claim.SumFine, true
	} else if h.sum == claim.SumPaid && s.onlyAsked(h) {
		f.kind, f.sum = claim.Attack, claim.SumDemanded
	}
	s.bindSum(h, f)
	s.unpaid(h, f)
	if f.sum == claim.SumTaken && len(f.victims)+len(f.targets) == 0 {
		s.give(h, f, isVictim, s.robbedOf(h, f))
	}
	s.priced(h, f)
	s.imposers(h, f)
	s.settleKind(h, f)
	s.reader.extorted = s.reader.extorted || h.sum == claim.SumPaid && (f.someone != "" || s.hostile(f))
	f.apart = s.another(h)
	if w := s.t.Word(h.To - 1); h.noun() && w[len(w)-1] == 's' && !strings.HasSuffix(h.word, "s") {
		f.single = false // "bank thefts"
	}
	return f
}

// verbArguments gives subject and object their roles, turned round in the passive.
func (s *sentence) verbArguments(h *hit, f *frame) {
	subj, obj := h.trigger.subj, h.obj
	if h.passive {
		if obj == isLoot && h.sum == claim.SumDemanded {
			obj = isVictim // "the port was asked for"
		}
		if h.needs == "perpof" && s.t.Word(min(h.To, s.span.To-1)) == "to" {
			return // "suspected to have been stolen": nobody is suspected
		}
		s.give(h, f, obj, h.subject)
		if h.kind == claim.Laundering {
			s.give(h, f, isPerp, s.object(h)) // "was run through a mixer"
		}
		return
	}
	if h.needs == "sumtheftctx" && len(h.subject) > 0 && !s.mayAct(s.items[h.subject[0]]) {
		subj = isVictim // who is tricked transfers its own money
	}
	if len(h.subject) > 0 && subj == isPerp && s.ownSystems(h, h.subject[0]) {
		subj = isVictim
	}
	s.give(h, f, subj, h.subject)
	if len(h.subject) > 0 && subj == isPerp {
		if m, ok := s.crewBeside(h, h.subject[0]); ok {
			f.actors = append(f.actors, m)
		}
	}
	items := s.object(h)
	if obj == isLoot && h.sum == claim.SumPaid {
		obj = isSub // "paid the gang $450,000"
	}
	if obj == isLoot && h.sum == claim.SumDamage {
		obj = isVictim // "cost it $100m"
	}
	if len(items) == 0 && len(h.subject) > 0 {
		items = s.relativeObject(h)
	}
	if (h.needs == "data" || h.needs == "loot") && h.kind == claim.Attack || strings.HasPrefix(h.word, "threaten") {
		s.give(h, f, isVictim, s.dataOf(h))
	}
	if h.kind == claim.Attribution && obj == isPerp {
		items = s.notAccuser(h, items)
	}
	s.give(h, f, obj, items)
}

// give puts items into the place of a role, where they fit.
func (s *sentence) give(h *hit, f *frame, what role, items []int) {
	for _, k := range items {
		it := s.items[k]
		if s.aside(it, h) && h.own != k+1 {
			continue
		}
		switch what {
		case isPerp:
			if it.ref && actual(f) && s.actor(it.who).Kind == claim.Organization {
				continue // "they stole": a company is robbed, it does not rob
			}
			if actual(f) && s.harmless(h, it) {
				continue
			}
			s.givePerp(f, it)
		case isVictim, isLootVictim:
			s.giveVictim(f, it)
		case isPerpAct, isEither:
			if s.mayAct(it) {
				s.givePerp(f, it)
			}
		case isAgent, isAccuser:
			if f.kind == claim.Sanction || f.kind == claim.Statement && h.obj != isLoot {
				s.givePerp(f, it)
			}
		case isSub, isLootPerp:
			if it.kind == party && s.mayAct(it) || it.kind == place && it.known || it.kind == someone {
				s.givePerp(f, it)
			}
		}
	}
}

func (s *sentence) givePerp(f *frame, it item) {
	switch it.kind {
	case party, place, someone:
		if it.known && s.reporter(s.actor(it.who).Entity) {
			return
		}
		if it.known {
			f.actors = append(f.actors, it.who)
		}
		if it.kind == someone {
			f.someone = s.lowered(it.Range)
		}
		if it.country >= 0 {
			f.countries = append(f.countries, it.country)
			f.land = f.land || it.kind == place && !it.known
		}
	}
}

func (s *sentence) giveVictim(f *frame, it item) {
	switch it.kind {
	case party:
		if e := s.actor(it.who).Entity; it.ref && (s.reporter(e) || s.polices(e)) {
			return
		}
		if k := s.actor(it.who).Kind; k == claim.Group || k == claim.State && it.ref || s.locates(it) {
			return
		}
		f.victims = append(f.victims, it.who)
	case place:
		if it.known && !it.demonym && !s.locates(it) {
			f.victims = append(f.victims, it.who)
		}
		if it.country >= 0 {
			f.countries = append(f.countries, it.country)
		}
	case class1:
		if owner, ok := s.ownerOf(it); ok {
			f.victims = append(f.victims, owner)
			return
		}
		f.targets = append(f.targets, it.label)
		f.single = f.single || it.single && !s.compound(it)
		f.phrase = s.nounPhrase(it.Range)
	}
}

// thing reports whether something other than money is the object: data, malware, an act.
func (s *sentence) thing(h *hit) bool {
	for i := h.To; i < h.hi && i < h.To+9; i++ {
		if s.has(i, data|tool) {
			return true
		}
	}
	for i := h.From - 1; h.passive && i >= h.lo && i > h.From-9; i-- {
		if s.has(i, data|tool) {
			return true
		}
	}
	return false
}

// another reports whether the words before an act tell it from one told before.
func (s *sentence) another(h *hit) bool {
	for i := h.From - 1; i >= h.lo && i > h.From-5; i-- {
		if s.has(i, another) && !s.has(i, prep) {
			return true
		}
	}
	for i := h.To; i < h.hi && i < h.To+12; i++ {
		if w := s.t.Word(i); w == "second" || w == "another" || w == "separate" {
			return s.has(i-1, det|prep)
		}
	}
	return false
}
