package reference

import (
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/syntax"
	"github.com/claimwire/claimwire/internal/claim"
)

const adjectives = 4 // words that may stand between "the" and a role noun

// role reads "the bank", "the despotic regime", "the North" at a definite article and returns how many
// tokens it took.
func (w *work) role(i int) int {
	for j := i + 1; j < w.s.To && j <= i+adjectives; j++ {
		k := w.t.Tokens[j]
		if k.Is(doc.Punct) && w.t.Word(j) != "-" {
			return 1
		}
		c := w.x.Of(w.t, j)
		if c&(syntax.Det|syntax.Prep|syntax.Coord|syntax.Auxiliary|syntax.Sub) != 0 && c&syntax.Speaker == 0 {
			return 1
		}
		if syntax.ActorAt(w.t, j) != nil || syntax.CountryAt(w.t, j) != nil {
			return 1
		}
		if side, ok := w.sides[k.Word]; ok && k.Is(doc.Capital) && w.heads(j+1) {
			return w.side(i, j, side)
		}
		n, size := w.x.NounAt(w.t, j, w.s.To)
		if size == 0 || n.Class&(syntax.Speaker) == 0 {
			continue
		}
		if !w.heads(j + size) {
			continue
		}
		if e, ok := w.means(n, j); ok && !syntax.EndsOtherName(w.t, i+1, j, w.d.Entities[e].Name) {
			w.mean(doc.Range{From: i, To: j + size}, e)
		}
		return j + size - i
	}
	return 1
}

// side is one half of a divided country, where the text is about it.
func (w *work) side(i, j int, code string) int {
	if e, ok := w.states[code]; ok && w.counts[e] > 0 {
		w.mean(doc.Range{From: i, To: j + 1}, e)
	}
	return j + 1 - i
}

// heads reports whether a noun that ends before token i is the head of its phrase: no further noun and no
// "of" follows.
func (w *work) heads(i int) bool {
	if i >= w.s.To {
		return true
	}
	k := w.t.Tokens[i]
	c := w.x.Of(w.t, i)
	switch {
	case k.Is(doc.Possessive):
		return true
	case k.Is(doc.Punct):
		return w.t.Word(i) != "-"
	case c&syntax.Of != 0:
		return false
	case k.Is(doc.Capital):
		return c&syntax.Time != 0
	case c&(syntax.Auxiliary|syntax.Prep|syntax.Coord|syntax.Sub|syntax.Adv|syntax.Verb|syntax.To|syntax.Det|syntax.Poss|syntax.CueWord|syntax.Time|syntax.Mod|syntax.Neg|syntax.Subject) != 0:
		return true
	}
	return w.x.Verbish(w.t, i) || w.x.Adverb(w.t, i) || strings.HasSuffix(w.t.Word(i), "ing")
}

// means is whom a role noun means.
func (w *work) means(n syntax.Noun, i int) (int, bool) {
	if n.Class&syntax.Plural != 0 && n.Class&syntax.Crew == 0 {
		return w.last(i, memory, func(e doc.Entity) bool { return e.Plural && e.Noun == n.Word })
	}
	if e, ok := w.last(i, 4*memory, func(e doc.Entity) bool { return calledBy(e, n.Word) }); ok {
		return e, true
	}
	switch c := n.Class; {
	case c&syntax.State != 0:
		return w.state(n, i)
	case c&syntax.Crew != 0:
		return w.crew(c, i)
	case c&syntax.Press != 0:
		return w.last(i, memory, func(e doc.Entity) bool { return e.Source == claim.NewsAgency || e.Source == claim.NewsOutlet })
	case c&syntax.Org != 0 && n.Traits&syntax.Generic != 0:
		return w.last(i, memory, func(e doc.Entity) bool { return e.Kind == claim.Organization && company(e) })
	case c&syntax.Body != 0 && n.Traits&syntax.Generic != 0:
		return w.last(i, memory, func(e doc.Entity) bool { return e.Kind == claim.Agency })
	}
	return -1, false
}

// crew is a gang: the group named last, and for nouns that also organisations bear, one of those.
func (w *work) crew(c syntax.Class, i int) (int, bool) {
	e, ok := w.last(i, 2*memory, func(e doc.Entity) bool { return e.Kind == claim.Group })
	if !ok && c&syntax.Org != 0 {
		return w.last(i, memory, func(e doc.Entity) bool { return e.Kind == claim.Organization && company(e) })
	}
	return e, ok
}

func company(e doc.Entity) bool {
	switch e.Source {
	case claim.NewsAgency, claim.NewsOutlet, claim.International, claim.Government, claim.Court:
		return false
	}
	return true
}

// calledBy reports whether the text or its own name calls an entity by the noun: Bangladesh Bank is the
// bank, the Port Authority of Quay the authority.
func calledBy(e doc.Entity, noun string) bool {
	if e.Noun == noun {
		return true
	}
	if e.Kind == claim.Person || e.Kind == claim.State {
		return false
	}
	return named(e.Name, noun)
}

// named reports whether a name has the noun as one of its words, before any "of".
func named(name, noun string) bool {
	for n := len(noun); len(name) >= n; {
		end := strings.IndexByte(name, ' ')
		word := name
		if end >= 0 {
			word = name[:end]
		}
		if strings.EqualFold(word, noun) {
			return true
		}
		if end < 0 {
			return false
		}
		name = name[end+1:]
	}
	return false
}

// state is a country that is called "the regime" or "the country": the one named last, and for words of
// blame the one that the text names most.
func (w *work) state(n syntax.Noun, i int) (int, bool) {
	if n.Traits&syntax.AnyState != 0 {
		return w.last(i, pronounReach, func(e doc.Entity) bool { return e.Kind == claim.State })
	}
	if n.Traits&syntax.Side != 0 {
		return -1, false
	}
	best, most := -1, 0
	for _, e := range w.states {
		if k := w.counts[e]; k > most || k == most && k > 0 && e < best {
			best, most = e, k
		}
	}
	return best, best >= 0
}
