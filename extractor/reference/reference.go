// Package reference finds the words that mean an actor named elsewhere, pronouns and role nouns ("she",
// "the regime", "the bank", "the North"), and says whom they mean. New returns the pass; it writes
// Text.References. A word whose meaning is open is left out.
package reference

import (
	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/lexicon"
	"github.com/claimwire/claimwire/extractor/syntax"
	"github.com/claimwire/claimwire/internal/claim"
)

// New returns the pass. It reads Sentences, Tokens, Quotes, Countries, Actors and Doc.Entities.
func New(lex *lexicon.Lexicon) func(*doc.Doc) {
	x := syntax.Load(lex)
	sides := sidesOf(lex)
	return func(d *doc.Doc) {
		if len(d.Entities) == 0 {
			return
		}
		w := &work{x: x, d: d, sides: sides, states: map[string]int{}}
		for i, e := range d.Entities {
			if e.Kind == claim.State {
				w.states[e.ID] = i
			}
		}
		w.counts = make([]int, len(d.Entities))
		for _, t := range d.Texts() {
			w.text(t)
		}
	}
}

// sidesOf are the points of the compass by which a divided country's halves are called: "the North".
func sidesOf(lex *lexicon.Lexicon) map[uint32]string {
	return map[uint32]string{lex.Words("north")[0]: "KP", lex.Words("south")[0]: "KR"}
}

// work is the reading of one document. The mentions read so far are kept in order; what a word means is
// looked for from the last one back.
type work struct {
	x      *syntax.Tables
	d      *doc.Doc
	t      *doc.Text
	sides  map[uint32]string
	states map[string]int // entity by ISO code

	s        doc.Sentence
	mentions []mention
	counts   []int // of mentions, by entity
	base     int   // tokens of the texts before this one
}

// mention is a place where an entity is named or meant.
type mention struct {
	entity  int
	at      int // token, counted over both texts
	subject bool
}

func (w *work) text(t *doc.Text) {
	w.t = t
	actor, country := 0, 0
	for _, s := range t.Sentences {
		w.s = s
		for i := s.From; i < s.To; {
			for actor < len(t.Actors) && t.Actors[actor].To <= i {
				actor++
			}
			if actor < len(t.Actors) && t.Actors[actor].Has(i) {
				a := t.Actors[actor]
				w.meet(a.Entity, i)
				i = max(a.To, i+1)
				continue
			}
			for country < len(t.Countries) && t.Countries[country].To <= i {
				country++
			}
			if country < len(t.Countries) && t.Countries[country].Has(i) {
				if e, ok := w.states[t.Countries[country].Code]; ok {
					w.meet(e, i)
				}
				i = max(t.Countries[country].To, i+1)
				continue
			}
			i += w.word(i)
		}
	}
	w.base += len(t.Tokens)
}

// meet notes that an entity is named at token i.
func (w *work) meet(entity, i int) {
	if entity < 0 || entity >= len(w.counts) {
		return
	}
	w.counts[entity]++
	m := mention{entity: entity, at: i + w.base, subject: i-w.s.From <= subjectDepth}
	if e := w.d.Entities[entity]; e.Kind == claim.Agency {
		if s, ok := w.states[e.Country]; ok { // who names a state's organ has the state in mind
			w.counts[s]++
			w.mentions = append(w.mentions, mention{entity: s, at: m.at, subject: m.subject})
		}
	}
	w.mentions = append(w.mentions, m)
}

const (
	subjectDepth = 4   // tokens into a sentence at which its subject may begin
	memory       = 220 // tokens over which a role noun remembers
	pronounReach = 90  // tokens over which a pronoun does
	lookBack     = 80  // mentions that are looked at
)

// word reads a token that no actor covers and returns how many tokens it took.
func (w *work) word(i int) int {
	c := w.x.Of(w.t, i)
	switch {
	case c == 0:
		return 1
	case c&(syntax.Pronoun) != 0 || c&syntax.Poss != 0 && c&syntax.Det == 0:
		w.pronoun(i, c)
		return 1
	case c&syntax.Det != 0 && definite(w.t.Word(i)):
		return w.role(i)
	}
	return 1
}

func definite(s string) bool {
	switch s {
	case "the", "The", "THE", "this", "This":
		return true
	}
	return false
}

// mean adds a reference.
func (w *work) mean(r doc.Range, entity int) {
	w.t.References = append(w.t.References, doc.Reference{Range: r, Entity: entity})
	w.mentions = append(w.mentions, mention{entity: entity, at: r.From + w.base, subject: r.From-w.s.From <= subjectDepth})
}

// last is the entity mentioned last that fits, looking back over reach tokens from token i. Of the
// mentions in the sentence before, its subject comes first.
func (w *work) last(i, reach int, fits func(doc.Entity) bool) (int, bool) {
	at := i + w.base
	found := -1
	for k := len(w.mentions) - 1; k >= 0 && k >= len(w.mentions)-lookBack; k-- {
		m := w.mentions[k]
		if m.at < at-reach {
			break
		}
		if !fits(w.d.Entities[m.entity]) {
			continue
		}
		if m.subject {
			return m.entity, true
		}
		if found < 0 {
			found = m.entity
		}
		if m.at < at-subjectReach {
			break
		}
	}
	return found, found >= 0
}

const subjectReach = 45 // tokens over which a subject is preferred to what was named after it
