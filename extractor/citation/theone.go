package citation

import (
	"slices"
	"sort"
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/lexicon"
	"github.com/claimwire/claimwire/extractor/syntax"
	"github.com/claimwire/claimwire/internal/claim"
)

// theOne is the body that a definite noun means though the text never introduced it by that noun: "the
// airline said" where Orison Air is the one company that was named before.
func (w *work) theOne(p syntax.Phrase, n syntax.Noun) (speaker, bool) {
	if n.Class&syntax.Org == 0 || n.Class&(syntax.Press|syntax.Crew|syntax.Plural|syntax.Body) != 0 || n.Traits&syntax.Civic != 0 || !isThe(w.t.Word(p.Core.From)) || p.To != p.Core.To {
		return speaker{}, false
	}
	country := ""
	for i := p.Core.From + 1; i < p.Core.To; i++ {
		if syntax.ActorAt(w.t, i) != nil && syntax.CountryAt(w.t, i) == nil || w.t.Tokens[i].Is(doc.Digit) || w.class(i)&(syntax.Num|syntax.Of) != 0 {
			return speaker{}, false
		}
		if c := syntax.CountryAt(w.t, i); c != nil {
			country = c.Code
		} else if w.t.Tokens[i].Is(doc.Capital) {
			return speaker{}, false // "the Quay Operator", "the Vienna bank"
		}
		if w.is(i, another) {
			return speaker{}, false
		}
	}
	counts := map[int]int{}
	best := -1
	for _, a := range w.namedBefore(p.From) {
		if a.Kind != claim.Organization || !w.canBe(a.Entity, n, country) {
			continue
		}
		counts[a.Entity]++
		if best < 0 || counts[a.Entity] > counts[best] {
			best = a.Entity
		}
	}
	for e, k := range counts {
		if e != best && 2*k >= counts[best] {
			return speaker{}, false // two of them: which?
		}
	}
	if best < 0 {
		return speaker{}, false
	}
	return w.entity(best, p.Range), true
}

// theForce is the police force that a bare "police" means: the one that was named before.
func (w *work) theForce(p syntax.Phrase, n syntax.Noun) (speaker, bool) {
	if n.Word != "police" || p.To-p.From != 1 || w.headed {
		return speaker{}, false
	}
	found := -1
	for _, a := range w.namedBefore(p.From) {
		if a.Kind != claim.Agency || a.Entity < 0 || a.Entity >= len(w.d.Entities) || !force(w.d.Entities[a.Entity].Name) {
			continue
		}
		if found >= 0 && found != a.Entity {
			return speaker{}, false
		}
		found = a.Entity
	}
	if found < 0 {
		return speaker{}, false
	}
	return w.entity(found, p.Range), true
}

// force reports whether a body's name is that of a police force.
func force(name string) bool {
	for word := range strings.FieldsSeq(name) {
		if strings.EqualFold(word, "police") {
			return true
		}
	}
	return false
}

const namedBack = 200 // mentions that are looked at for a body that a noun means

// namedBefore are the last mentions before token i of this text, behind those of the title.
func (w *work) namedBefore(i int) []doc.Actor {
	list := w.lastNamed(i)
	if title := w.d.Title.Actors; w.t == &w.d.Body && len(title) > 0 && len(title) < namedBack {
		list = append(slices.Clip(title), list...)
	}
	return list
}

// lastNamed are the last mentions before token i of this text.
func (w *work) lastNamed(i int) []doc.Actor {
	to := sort.Search(len(w.t.Actors), func(k int) bool { return w.t.Actors[k].From >= i })
	return w.t.Actors[max(0, to-namedBack):to]
}

// canBe reports whether an organisation can go by a noun that the text has not used of it.
func (w *work) canBe(entity int, n syntax.Noun, country string) bool {
	if entity < 0 || entity >= len(w.d.Entities) {
		return false
	}
	e := w.d.Entities[entity]
	if e.ID == "" && w.mastheads(e.Name) {
		return false // "the Journal"
	}
	if e.Source != "" && e.Source != claim.Company && e.Source != claim.OrgSource || country != "" && e.Country != "" && e.Country != country {
		return false
	}
	known, said := w.sorts[e.Noun], w.sorts[n.Word]
	return e.Noun == n.Word || said != "" && said == known || said == "firm" || e.ID == "" && (known == "" || known == "firm")
}

// sortsOf are the sorts of nouns that can mean one body: a lender is a bank, a carrier an airline.
func sortsOf(lex *lexicon.Lexicon) map[string]string {
	m := map[string]string{}
	for _, row := range lex.Rows("en/sorts") {
		m[row.Get("noun")] = row.Get("sort")
	}
	return m
}

// mastheads reports whether a name is the last word of a newspaper's or station's alone.
func (w *work) mastheads(name string) bool {
	return !strings.Contains(name, " ") && w.words.of(strings.ToLower(name))&masthead != 0
}
