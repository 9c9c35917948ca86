// Package role tells what each actor does in a text: perpetrator, victim, source or responder. It reads
// the syntax around the mention (who attacks whom, active, passive and nominal: "the raid on X by Y",
// "the X breach", "Y-linked hackers") and what the citations and assertions say. In a
// document about attacks on computers a mention of which its own sentence says nothing takes the role that
// the same actor has elsewhere.
package role

import (
	"cmp"
	"slices"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/gazetteer"
	"github.com/claimwire/claimwire/extractor/lexicon"
	"github.com/claimwire/claimwire/internal/claim"
)

// New returns the pass. It writes the Role of every actor of both texts.
func New(lex *lexicon.Lexicon) func(*doc.Doc) {
	r := newReader(lex)
	return func(d *doc.Doc) {
		crime := d.Cyber || tellsOfCrime(d)
		own := make([]claim.Role, len(d.Entities))
		for _, t := range d.Texts() {
			for i := range t.Actors {
				r.mention(d, t, i, crime)
				strengthen(own, t.Actors[i].Entity, t.Actors[i].Role)
			}
		}
		r.asserted(d, own)
		for _, t := range d.Texts() {
			cited(t)
		}
		if d.Cyber {
			r.renowned(d, own)
			spread(d, own)
		}
	}
}

// reader holds the words of the rules.
type reader struct {
	cues *gazetteer.Classes
	is   classes
	w    words
}

// classes are the word classes that the rules ask for.
type classes struct {
	act, take, nounOn, nounOf, nounFrom, nounPre, nounMid, blame, behind, be, aux, neg, suffer, loss, incident,
	victimOf, respond, link, skip, gangAct, loot, say, crook, access, spilled, told, through, account, lister, shelf, include, clients, pay, ransom, cost, steal, tried,
	own, finding, foiled, halt, since, holding, organ, officers, company, sell, charge gazetteer.Mask
}

// words are the single words that the rules compare with.
type words struct {
	on, against, at, of, from, by, to, the, a, an, comma, hyphen, which, who, that, and, fell, with, it, they, them, quote, open, into, inside uint32
}

func newReader(lex *lexicon.Lexicon) *reader {
	r := &reader{cues: gazetteer.NewClasses(lex, "en/rolecues")}
	b := func(class string) gazetteer.Mask { return r.cues.Bit(class) }
	r.is = classes{act: b("act"), take: b("take"), nounOn: b("nounon"), nounOf: b("nounof"), nounFrom: b("nounfrom"),
		nounPre: b("nounpre"), nounMid: b("nounmid"), blame: b("blame"), behind: b("behind"), be: b("be"), aux: b("aux"),
		neg: b("neg"), suffer: b("suffer"), loss: b("loss"), incident: b("incident"), victimOf: b("victimof"),
		respond: b("respond"), link: b("link"), skip: b("skip"), gangAct: b("gangact"), loot: b("loot"), say: b("say"),
		crook: b("crook"), access: b("access"), spilled: b("spilled"), told: b("told"),
		through: b("through"), account: b("account"), lister: b("lister"), shelf: b("shelf"), include: b("include"), clients: b("clients"),
		pay: b("pay"), ransom: b("ransom"), cost: b("cost"), steal: b("steal"), tried: b("tried"),
		own: b("own"), finding: b("finding"), foiled: b("foiled"), halt: b("halt"), since: b("since"), holding: b("holding"),
		organ: b("organ"), officers: b("officers"), company: b("company"), sell: b("sell"), charge: b("charge")}
	v := lex.Vocab.Add
	r.w = words{on: v("on"), against: v("against"), at: v("at"), of: v("of"), from: v("from"), by: v("by"), to: v("to"),
		the: v("the"), a: v("a"), an: v("an"), comma: v(","), hyphen: v("-"), which: v("which"), who: v("who"), that: v("that"),
		and: v("and"), fell: v("fell"), with: v("with"), it: v("it"), they: v("they"), them: v("them"), quote: v("'"), open: v("("), into: v("into"), inside: v("inside")}
	return r
}

// mention gives one mention the role that its sentence tells.
func (r *reader) mention(d *doc.Doc, t *doc.Text, i int, crime bool) {
	a := &t.Actors[i]
	s := &t.Sentences[t.SentenceAt(a.From)]
	a.Role = claim.Other
	if crime && !s.Boilerplate {
		m := r.mentioned(d, t, i)
		a.Role = m.role()
		if a.Role == claim.Other {
			a.Role = cmp.Or(m.beside(i), claim.Other)
		}
		if a.Role == claim.Responder && !d.Cyber && !m.within(m.in.From, m.in.To-m.in.From, r.is.incident|r.is.crook) {
			a.Role = claim.Other // all kinds of bodies probe, offer and answer all kinds of things
		}
	}
}

// tellsOfCrime reports whether a document tells of a theft or an attack, though it is not about computers.
func tellsOfCrime(d *doc.Doc) bool {
	for i := range d.Assertions {
		switch d.Assertions[i].Kind {
		case claim.Theft, claim.Attack, claim.Laundering:
			return true
		}
	}
	return false
}

// mentioned is one mention as the rules see it.
func (r *reader) mentioned(d *doc.Doc, t *doc.Text, i int) *mention {
	a := &t.Actors[i]
	m := &mention{reader: r, t: t, in: t.Sentences[t.SentenceAt(a.From)].Range, Range: a.Range, kind: a.Kind}
	if a.Entity >= 0 && a.Entity < len(d.Entities) {
		m.source, m.noun = d.Entities[a.Entity].Source, d.Entities[a.Entity].Noun
	}
	return m
}

// strengthen keeps the weightiest role that an entity has anywhere.
func strengthen(own []claim.Role, entity int, role claim.Role) {
	if entity >= 0 && entity < len(own) && weight(role) > weight(own[entity]) {
		own[entity] = role
	}
}

func weight(r claim.Role) int {
	switch r {
	case claim.Perpetrator:
		return 4
	case claim.Victim:
		return 3
	case claim.Responder:
		return 1
	}
	return 0
}

// asserted takes over the roles that the assertions give: theft and attack name perpetrators and victims.
func (r *reader) asserted(d *doc.Doc, own []claim.Role) {
	at := func(i int) *doc.Actor {
		t := &d.Title
		if n := len(d.Title.Actors); i >= n {
			t, i = &d.Body, i-n
		}
		if i < 0 || i >= len(t.Actors) || r.mentioned(d, t, i).aside() {
			return nil
		}
		return &t.Actors[i]
	}
	for n := range d.Assertions {
		a := &d.Assertions[n]
		switch a.Kind {
		case claim.Theft, claim.Attack, claim.Attribution, claim.Laundering:
		default:
			continue
		}
		for _, i := range a.Victims {
			if x := at(i); x != nil && x.Role != claim.Perpetrator {
				x.Role = claim.Victim
				strengthen(own, x.Entity, claim.Victim)
			}
		}
		for _, i := range a.Actors {
			if x := at(i); x != nil && x.Role == claim.Other && a.Certainty != claim.Denied && canAttack(x.Kind) {
				x.Role = claim.Perpetrator
				strengthen(own, x.Entity, claim.Perpetrator)
			}
		}
	}
}

// canAttack reports whether an actor of that kind is one whom a text without more would call the attacker.
func canAttack(k claim.ActorKind) bool { return k == claim.Group || k == claim.State }

// cited makes those who speak sources.
func cited(t *doc.Text) {
	for n := range t.Citations {
		c := &t.Citations[n]
		i, _ := slices.BinarySearchFunc(t.Actors, c.SourceRange.From+1, func(a doc.Actor, to int) int { return cmp.Compare(a.To, to) })
		for ; i < len(t.Actors) && t.Actors[i].From < c.SourceRange.To; i++ {
			if a := &t.Actors[i]; a.Role == claim.Other && c.Entity == a.Entity {
				a.Role = claim.SourceRole
			}
		}
	}
}

// renowned takes a group of which nothing at all is told for an attacker: in a text about attacks on computers
// groups are named for what they do. One that a sentence clears of it stays as it is.
func (r *reader) renowned(d *doc.Doc, own []claim.Role) {
	cleared := make([]bool, len(d.Entities))
	for pass := range 2 {
		for _, t := range d.Texts() {
			for i := range t.Actors {
				a := &t.Actors[i]
				if a.Kind != claim.Group || a.Entity < 0 || a.Entity >= len(own) || weight(own[a.Entity]) > 1 || a.Role != claim.Other && a.Role != claim.SourceRole {
					continue
				}
				in := t.Sentences[t.SentenceAt(a.From)]
				if pass == 0 {
					m := mention{reader: r, t: t, in: in.Range, Range: a.Range}
					cleared[a.Entity] = cleared[a.Entity] || in.Boilerplate || m.within(max(in.From, a.From-reach), 2*reach, r.is.neg)
				} else if !cleared[a.Entity] {
					a.Role = claim.Perpetrator
				}
			}
		}
	}
}

// spread gives a mention that does nothing, or only speaks, the role that its entity has elsewhere: who was
// robbed stays the victim when it speaks, and that it speaks its citation tells.
func spread(d *doc.Doc, own []claim.Role) {
	for _, t := range d.Texts() {
		for i := range t.Actors {
			a := &t.Actors[i]
			if (a.Role == claim.Other || a.Role == claim.SourceRole) && a.Entity < len(own) && weight(own[a.Entity]) > 1 {
				a.Role = own[a.Entity]
			}
		}
	}
}
