package citation

import (
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/syntax"
	"github.com/claimwire/claimwire/internal/claim"
)

// locality is the town, county or school district that a report is about, as the body that runs it.
type locality struct {
	name   string // "Dunmore", or the whole of "Tarrow County", "Dunmore ISD"
	weight int
	entity int // -1 where no actor is it
}

const (
	townReach    = 320 // tokens of a body in which it tells of which town it is
	leastWeight  = 2
	namedTown    = 4 // "the city of Dunmore"
	townsPeople  = 3 // "Dunmore officials"
	townsOwn     = 1 // "Dunmore's phones"
	townIn       = 1 // "in Dunmore, Ohio"
	longestPlace = 3 // words of a town's name
)

// town is the body that a noun for a town or a school district means, which the report names elsewhere, often
// only in its headline: "the city said" behind "Dunmore officials".
func (w *work) town(n syntax.Noun, span doc.Range) (speaker, bool) {
	sort := w.sorts[n.Word]
	district := n.Word == "district" || sort == "school" && strings.Contains(n.Word, "district")
	if n.Class&syntax.Body == 0 || sort != "town" && !district {
		return speaker{}, false
	}
	if w.names.places == nil {
		w.places()
	}
	best, ok := locality{}, false
	for _, p := range w.names.places {
		whole := schools(p.name)
		if whole != district || strings.HasSuffix(p.name, " County") != (n.Word == "county") {
			continue
		}
		if p.weight > best.weight {
			best, ok = p, p.weight >= leastWeight
		}
	}
	if !ok {
		return speaker{}, false
	}
	name := best.name
	if !district && n.Word != "county" {
		name = "City of " + best.name
		if n.Word == "town" || n.Word == "village" || n.Word == "borough" {
			name = strings.ToUpper(n.Word[:1]) + n.Word[1:] + " of " + best.name
		}
	}
	s := speaker{span: span, name: name, kind: claim.Government, entity: best.entity, document: -1, noun: n.Word, runs: true}
	if e, found := w.names.full[name]; found {
		s.entity = e
	} else if e, found := w.names.full["City of "+best.name]; found {
		s.entity, s.name = e, w.d.Entities[e].Name
	}
	return s, true
}

// schools reports whether a name is that of a school district by its last word.
func schools(name string) bool {
	switch last := lastWord(name); {
	case last == "ISD", last == "CISD", last == "USD", last == "Schools", last == "District" && strings.Contains(name, "School"):
		return true
	}
	return false
}

// places weighs the places that the headline and the beginning of the body tell of.
func (w *work) places() {
	w.names.places = []locality{}
	t := w.t
	for _, w.t = range w.d.Texts() {
		end := min(len(w.t.Tokens), townReach)
		for i := 0; i < end; i++ {
			k := w.t.Tokens[i]
			if !k.Is(doc.Capital) || !k.Is(doc.Alpha) || w.class(i)&(syntax.Honorific|syntax.Time|syntax.Official|syntax.Det|syntax.Prep|syntax.Coord|syntax.Sub) != 0 {
				continue
			}
			to := w.placeEnd(i, end)
			if to == i {
				continue
			}
			if weight := w.placeWeight(i, to); weight > 0 {
				w.tells(doc.Range{From: i, To: to}, weight)
			}
			i = to - 1
		}
	}
	w.t = t
}

// placeEnd is where words with capitals that can be a town's name end, or i.
func (w *work) placeEnd(i, hi int) int {
	to := i
	for to < hi && to-i < longestPlace+1 {
		k := w.t.Tokens[to]
		if k.Is(doc.Punct) && k.Is(doc.Glued) && w.t.Word(to) == "." && to > i && len(w.t.Word(to-1)) == 2 {
			to++ // "St. Audrey"
			continue
		}
		if !k.Is(doc.Capital) || !k.Is(doc.Alpha) || w.class(to)&(syntax.Official|syntax.Honorific|syntax.Spoke|syntax.Time) != 0 || w.is(to, municipal) && to > i {
			break
		}
		to++
	}
	if to-i > longestPlace {
		return i
	}
	return to
}

// placeWeight is what the words around a name say for that it is the town the report is about.
func (w *work) placeWeight(from, to int) int {
	if a := syntax.ActorAt(w.t, from); a != nil && (a.Kind == claim.Person || a.Kind == claim.Group || a.Kind == claim.State) {
		return 0
	}
	if c := syntax.CountryAt(w.t, from); c != nil && c.Form != claim.ByCity || len(w.t.Word(from)) < 2 || from > 0 && w.t.Word(from-1) == "." && w.t.Tokens[from-1].Is(doc.Glued) {
		return 0 // "Dutch officials", "U.N. Security Council"
	}
	name := w.text1(doc.Range{From: from, To: to})
	if schools(name) || strings.HasSuffix(name, " County") {
		return townsPeople
	}
	if from > 1 && w.class(from-1)&syntax.Of != 0 && w.is(from-2, township) {
		return namedTown
	}
	if to >= len(w.t.Tokens) {
		return 0
	}
	switch next := w.t.Tokens[to]; {
	case w.is(to, municipal) && (!next.Is(doc.Capital) || w.headed || w.is(to, township) || w.t.Word(to) == "Mayor"):
		return townsPeople
	case w.class(from)&(syntax.Org|syntax.Body|syntax.Press|syntax.People) != 0:
		return 0
	case next.Is(doc.Possessive):
		if syntax.ActorAt(w.t, from) != nil {
			return 0
		}
		return townsOwn
	case w.t.Word(to) == "," && from > 0 && (w.class(from-1)&syntax.Prep != 0 || w.t == &w.d.Title) && to+1 < len(w.t.Tokens) && w.t.Tokens[to+1].Is(doc.Capital):
		return townIn
	}
	return 0
}

// tells adds to the weight of a name.
func (w *work) tells(r doc.Range, weight int) {
	name := w.text1(r)
	if w.t == &w.d.Title {
		weight++
	}
	for k := range w.names.places {
		if w.names.places[k].name == name {
			w.names.places[k].weight += weight
			return
		}
	}
	if len(w.names.places) < namesakes && !w.is(r.From, municipal|township) {
		entity := -1
		if e, ok := w.names.full[name]; ok && w.d.Entities[e].Kind != claim.Person {
			entity = e
		}
		w.names.places = append(w.names.places, locality{name: name, weight: weight, entity: entity})
	}
}

// unadorned reports whether a phrase is a noun with its determiner and nothing else: "the city", "this town".
func (w *work) unadorned(p syntax.Phrase, n syntax.Noun) bool {
	return p.Core.To-p.Core.From == 2+strings.Count(n.Word, " ")
}
