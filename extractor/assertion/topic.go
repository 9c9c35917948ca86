package assertion

import (
	"slices"
	"strconv"

	"github.com/claimwire/claimwire/internal/claim"
)

// aboutWhom gives frames that name no victim the one that the text is about: that which their own
// sentence names, if it is a victim elsewhere in the text, else the only victim there is. So "the haul
// was smaller than thought" is tied to whom the haul was taken from.
func (r *reader) aboutWhom() {
	r.ownLoss()
	r.ownRecovery()
	r.namesLater()
	known := map[int]mention{}
	for _, f := range r.frames {
		if actual(f) {
			for _, m := range f.victims {
				known[r.actor(m).Entity] = m
			}
		}
	}
	leads, guessed := r.leads(), len(known) == 0
	if guessed {
		m, ok := r.protagonist()
		if !ok {
			return
		}
		known[r.actor(m).Entity], leads = m, true
	}
	first := r.topicAct()
	for _, f := range r.frames {
		if len(f.victims) > 0 || len(f.targets) > 0 && !f.single && !(actual(f) && len(f.amounts) > 0 && clients(f.targets)) || f.apart || f.method() {
			continue
		}
		if first != nil && r.introduces(f, first) && !r.clashes(f, first.victims) {
			f.victims = f.sufferers(slices.Clone(first.victims))
			continue
		}
		if m := r.namedIn(f, known); len(m) > 0 && !actual(f) && !guessed {
			f.victims = f.sufferers(m)
			continue
		}
		if len(known) == 1 && leads && !r.deniesOwn(f, known) && r.mayMean(f) && (!guessed || r.tellsOf(f) && !r.elsewhere(f, known)) {
			for _, m := range known {
				if r.clashes(f, []mention{m}) {
					continue
				}
				f.victims = f.sufferers([]mention{m})
			}
		}
	}
}

// deniesOwn reports whether an organisation denies what is said of itself: nobody blames it for the act of the text.
func (r *reader) deniesOwn(f *frame, known map[int]mention) bool {
	return f.kind == claim.Denial && slices.ContainsFunc(f.actors, func(m mention) bool {
		_, victim := known[r.actor(m).Entity]
		return r.actor(m).Kind == claim.Organization && !victim
	})
}

// sufferers are the victims among a list: who does an act is none of them, but what a victim does about it is still told of
// the victim.
func (f *frame) sufferers(list []mention) []mention {
	if f.kind == claim.Statement {
		return list
	}
	return without(list, f.actors)
}

// reachTopic is how many sentences a text may take to name whom the act of its first lines hit.
const reachTopic = 4

// topicAct is the act that the text is about: the first one that names a single victim, if it stands in the title or
// near the top and is not told as background.
func (r *reader) topicAct() *frame {
	for _, f := range r.frames {
		if f.text == 1 && f.sentence > reachTopic {
			return nil
		}
		if actual(f) && len(f.victims) == 1 && f.sum != claim.SumTotal && !r.longAgo(f) {
			return f
		}
	}
	return nil
}

// introduces reports whether an act in the title or the first sentences that names nobody is the one that the
// text names a little later: nothing in the two differs.
func (r *reader) introduces(f, first *frame) bool {
	if !actual(f) || f.sum == claim.SumTotal || f.text == 1 && f.sentence >= reachTopic || len(f.targets) > 0 && !f.single || r.longAgo(f) {
		return false
	}
	if f.text == first.text && f.sentence > first.sentence+reachTopic {
		return false
	}
	for _, m := range f.actors {
		if r.actor(m).Kind == claim.State {
			return false
		}
	}
	return (f.when == nil || first.when == nil || f.when.From == first.when.From) && (f.sum != first.sum || alike(f, first))
}

// method reports whether a frame tells how attackers went about it rather than what they did: with which program, by
// which door. It stands by itself where it does not name whom it hit.
func (f *frame) method() bool {
	return f.trigger != nil && (f.trigger.needs == "tool" || f.trigger.needs == "inside")
}

// longAgo reports whether an act is dated to a year before the last one, seen from the article.
func (r *reader) longAgo(f *frame) bool {
	return !r.d.Anchor.IsZero() && f.when != nil && len(f.when.From) >= 4 && f.when.From[:4] < strconv.Itoa(r.d.Anchor.Year()-1)
}

// robbable reports whether an entity is a bank, an exchange, a hospital or the like: by its name's last
// word, or by the noun that the text calls it by.
func (r *reader) robbable(entity int) bool {
	e := &r.d.Entities[entity]
	if e.Kind != claim.Organization || e.Source != claim.Company && e.Source != claim.OrgSource && e.Source != claim.Government || r.polices(entity) {
		return false
	}
	if e.Source != claim.OrgSource && r.firstParty(entity) {
		return true
	}
	if id := r.vocab.ID([]byte(e.Noun)); e.Noun != "" && r.is(id, keeper) {
		return true
	}
	for _, m := range r.mentions[entity] {
		a := r.actor(m)
		t := r.d.Texts()[m.text]
		if x, n := r.nouns.Longest(func(i int) uint32 { return t.Tokens[i].Word }, a.To-1, a.To); n > 0 && x.class&target != 0 {
			return true
		}
	}
	return false
}

// polices reports whether an entity is the police by its name, which look into the losses of others.
func (r *reader) polices(entity int) bool {
	for _, m := range r.mentions[entity] {
		if a := r.actor(m); r.holds(r.d.Texts()[m.text], a.Range, responder) {
			return true
		}
	}
	return false
}

// firstParty reports whether a company stands in the title or the first sentence and is none that looks
// into the attacks on others.
func (r *reader) firstParty(entity int) bool {
	first := false
	for _, m := range r.mentions[entity] {
		t := r.d.Texts()[m.text]
		a := t.Actors[m.index]
		for i := max(0, a.From-3); i < min(len(t.Tokens), a.To+4); i++ {
			if r.is(t.Tokens[i].Word, security) {
				return false
			}
		}
		first = first || m.text == 0 || t.SentenceAt(a.From) == 0
	}
	return first
}

// lead is how many of a text's first sentences say what it is about.
const lead = 2

// leads reports whether the text's only victim is its subject: the title or the first sentences name it.
func (r *reader) leads() bool {
	for _, f := range r.frames {
		if actual(f) && len(f.victims) > 0 && (f.text == 0 || f.sentence < lead) {
			return true
		}
	}
	return false
}

// namedIn lists the known victims that a frame's sentence names or refers to.
func (r *reader) namedIn(f *frame, known map[int]mention) []mention {
	s := r.sentence(f.text, f.t, f.sentence)
	var out []mention
	for _, it := range s.items {
		if it.kind != party || !it.known || !f.clause.Overlaps(it.Range) {
			continue
		}
		e := r.actor(it.who).Entity
		if _, ok := known[e]; ok && !slices.ContainsFunc(out, func(m mention) bool { return r.actor(m).Entity == e }) {
			out = append(out, it.who)
		}
	}
	return out
}

// compared is with how many of a text's acts a frame without a victim is compared: a text with more is
// about many things.
const compared = 50

// mayMean reports whether a frame without a victim may mean the text's only one: nothing in it speaks of
// another act.
func (r *reader) mayMean(f *frame) bool {
	if f.sum == claim.SumTotal {
		return false
	}
	switch f.kind {
	case claim.Funding, claim.Sanction:
		return false
	case claim.Theft, claim.Attack:
		for _, m := range f.actors {
			if r.actor(m).Kind == claim.State {
				return false
			}
		}
	}
	for _, a := range r.acts[:min(len(r.acts), compared)] {
		if len(a.victims) == 0 || a == f {
			continue
		}
		if f.when != nil && a.when != nil && f.when.From != a.when.From && actual(f) {
			return false
		}
		if len(f.amounts) > 0 && len(a.amounts) > 0 && f.sum == a.sum && actual(f) && !alike(f, a) {
			return false
		}
	}
	return true
}
