package citation

import (
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/syntax"
	"github.com/claimwire/claimwire/internal/claim"
)

// What speaks for a state as the one whose government a bare "the government" means.
const (
	governs      = 4 // the text tells of its government or of one of its organs
	spokeAsState = 4 // it, or one of its organs, spoke last
	stateInTitle = 1
	stateInLead  = 2
	stateTells   = 2  // the sentence before is about it
	suspected    = -6 // it is accused, or only hackers are said to be its own
)

// government is the state whose government a phrase means: "Norway's government", "the government in Oslo", "the
// government".
func (w *work) government(p syntax.Phrase, head int) (speaker, bool) {
	if !strings.EqualFold(w.t.Word(head), "government") || w.t.Tokens[head].Is(doc.Capital) && !w.t.Tokens[head].Is(doc.First) && !w.headed {
		return speaker{}, false
	}
	if s, ok := w.governmentOf(p, head); ok {
		return s, true
	}
	for i := p.Core.From + 1; i < head; i++ {
		if !w.is(i, national) {
			return speaker{}, false // "the city government", "the Taliban government"
		}
	}
	if !isThe(w.t.Word(p.Core.From)) || head == p.Core.From || p.To != p.Core.To {
		return speaker{}, false
	}
	return w.ruling(p.Range)
}

// governmentOf is the state that stands with the noun.
func (w *work) governmentOf(p syntax.Phrase, head int) (speaker, bool) {
	owner := -1
	for i := p.Core.From; i < head; i++ {
		switch c := syntax.CountryAt(w.t, i); {
		case c != nil && !w.is(i, homeNation):
			owner, i = c.From, c.To-1
		case w.t.Tokens[i].Is(doc.Possessive), w.is(i, national), w.class(i)&syntax.Det != 0:
		default:
			return speaker{}, false
		}
	}
	if owner < 0 {
		r := p.Complement()
		if r.To-r.From < 2 || w.t.Word(r.From) != "in" && w.t.Word(r.From) != "of" {
			return speaker{}, false
		}
		owner = r.From + 1
		if c := syntax.CountryAt(w.t, owner); c == nil || c.To != r.To || w.is(owner, homeNation) {
			return speaker{}, false
		}
	}
	s := w.country(syntax.CountryAt(w.t, owner))
	s.span, s.noun = p.Range, "government"
	return s, true
}

// standingOf is how much speaks for a state.
type standingOf struct {
	code, name string
	score      int
}

// ruling is the state that most speaks for as the one that a bare "the government" at a range means.
func (w *work) ruling(at doc.Range) (speaker, bool) {
	list := w.states(at.From)
	best := foremost(len(list), func(k int) int { return list[k].score })
	if best < 0 {
		return speaker{}, false
	}
	s := speaker{span: at, name: list[best].name, kind: claim.Government, entity: -1, document: -1, noun: "government"}
	if e, ok := w.names.full[s.name]; ok {
		s.entity = e
	}
	return s, true
}

// states weighs the states that the headline and the body before token i name.
func (w *work) states(i int) []standingOf {
	var list []standingOf
	at := func(code, name string) *standingOf {
		for k := range list {
			if list[k].code == code {
				return &list[k]
			}
		}
		list = append(list, standingOf{code: code, name: name})
		return &list[len(list)-1]
	}
	t := w.t
	for _, w.t = range w.d.Texts() {
		from := 0
		if w.t == t {
			from = max(0, w.countriesBefore(i)-namedBack)
		}
		for k := from; k < len(w.t.Countries) && k < from+namedBack && (w.t != t || w.t.Countries[k].From < i); k++ {
			c := &w.t.Countries[k]
			if c.Form != claim.ByCity && !w.is(c.From, homeNation) {
				l := at(c.Code, c.Name)
				l.score += w.stateWeight(c, i, w.t == t)
			}
		}
		if w.t == t {
			break
		}
	}
	w.t = t
	w.spokeForState(list)
	return list
}

// countriesBefore is how many mentions of countries stand before token i.
func (w *work) countriesBefore(i int) int {
	lo, hi := 0, len(w.t.Countries)
	for lo < hi {
		if mid := (lo + hi) / 2; w.t.Countries[mid].From < i {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// stateWeight is what one mention of a state says for it.
func (w *work) stateWeight(c *doc.Country, i int, here bool) int {
	if w.accused(c) {
		return suspected
	}
	score := 0
	if w.governing(c) {
		score = governs
	}
	sentence := w.t.SentenceAt(c.From)
	switch {
	case w.t == &w.d.Title:
		score += stateInTitle
	case sentence == 0:
		score += stateInLead
	}
	if here && sentence == w.t.SentenceAt(i)-1 && c.From-w.t.Sentences[sentence].From <= 2 && c.Form != claim.ByDemonym {
		score += stateTells
	}
	return score
}

// governing reports whether a mention is of a government or of an organ of the state: "Norway's foreign ministry".
func (w *work) governing(c *doc.Country) bool {
	if a := syntax.ActorAt(w.t, c.From); a != nil && a.Kind == claim.Agency {
		return true
	}
	for i := c.To; i < len(w.t.Tokens) && i < c.To+3; i++ {
		if w.class(i)&(syntax.Official|syntax.Body|syntax.Spoke) != 0 {
			return true
		}
		if !w.t.Tokens[i].Is(doc.Possessive) && !w.is(i, national) {
			return false
		}
	}
	return false
}

// accused reports whether a state is only one that somebody blames, or whose hackers are told of: "blamed Russia",
// "linked to China", "Iran-backed", "North Korean hackers".
func (w *work) accused(c *doc.Country) bool {
	if i := c.To; i < len(w.t.Tokens) {
		if w.t.Word(i) == "-" && w.t.Tokens[i].Is(doc.Glued) {
			return true
		}
		for n := 0; n < 3 && i < len(w.t.Tokens); n++ {
			if w.class(i)&syntax.Crew != 0 {
				return true
			}
			if w.t.Tokens[i].Is(doc.Punct) || w.class(i)&(syntax.Auxiliary|syntax.Prep|syntax.CueWord) != 0 {
				break
			}
			i++
		}
	}
	i := c.From - 1
	if i >= 0 && w.class(i)&syntax.Det != 0 {
		i--
	}
	if i >= 0 && (w.class(i)&syntax.To != 0 || w.t.Word(i) == "on" || w.t.Word(i) == "with") {
		return i > 0 && w.is(i-1, linking)
	}
	if i < 0 {
		return false
	}
	f, n := w.x.CueAt(w.t, i, i+1)
	return n > 0 && f.Stance == claim.Accuses
}

// spokeForState adds what those who spoke say for their states: the last one, and whoever was called a government.
func (w *work) spokeForState(list []standingOf) {
	last := true
	for k := len(w.said) - 1; k >= 0 && k >= len(w.said)-remembered/2; k-- {
		s := w.said[k]
		code := w.stateOf(s)
		if code == "" {
			continue
		}
		for n := range list {
			if list[n].code != code {
				continue
			}
			if last {
				list[n].score += spokeAsState
				last = false
			}
			if s.noun == "government" {
				list[n].score += governs
				return
			}
		}
	}
}

// stateOf is the state that somebody speaks for, where he does: a government or one of its organs.
func (w *work) stateOf(s speaker) string {
	if s.kind != claim.Government || s.entity < 0 || s.entity >= len(w.d.Entities) {
		return ""
	}
	switch e := &w.d.Entities[s.entity]; e.Kind {
	case claim.State:
		return e.ID
	case claim.Agency:
		return e.Country
	}
	return ""
}
