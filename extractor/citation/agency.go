package citation

import (
	"slices"
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/syntax"
	"github.com/claimwire/claimwire/internal/claim"
)

// agency is the authority, international body or news agency that "the agency" or "the bureau" means: of those named
// before it the one for which most speaks; where two weigh the same it is left to the rules that look nearer.
func (w *work) agency(p syntax.Phrase, head int) (speaker, bool) {
	if !isThe(w.t.Word(p.Core.From)) || p.To != p.Core.To || !w.is(head, agencyNoun) {
		return speaker{}, false
	}
	spies := false
	for i := p.Core.From + 1; i < head; i++ {
		if !w.is(i, spying) {
			return speaker{}, false // "the news agency", "the Austrian agency", "the other agency"
		}
		spies = true
	}
	list := w.agencies(p.From, strings.ToLower(w.t.Word(head)), spies)
	best := foremost(len(list), func(k int) int { return list[k].score })
	if best < 0 {
		return speaker{}, false
	}
	return w.entity(list[best].entity, p.Range), true
}

// agencies weighs the bodies named before token i that can go by the noun.
func (w *work) agencies(i int, noun string, spies bool) []weight {
	var list []weight
	sentence := w.t.SentenceAt(i)
	before, further := w.t.Sentences[max(sentence-1, 0)].From, w.t.Sentences[max(sentence-2, 0)].From
	lead := w.leadActors()
	for _, a := range w.lastNamed(i) {
		if !w.isAgency(a.Entity, spies) {
			continue
		}
		k := slices.IndexFunc(list, func(l weight) bool { return l.entity == a.Entity })
		if k < 0 {
			k = len(list)
			list = append(list, weight{entity: a.Entity, score: w.agencyStanding(a.Entity, noun)})
			if slices.ContainsFunc(lead, func(l doc.Actor) bool { return l.Entity == a.Entity }) {
				list[k].score += namedInLead
			}
		}
		l := &list[k]
		if l.count++; l.count <= mentions {
			l.score++
		}
		if news := w.d.Entities[a.Entity].Source == claim.NewsAgency; !news && a.From < w.t.Sentences[sentence].From && w.subjectLike(a) && l.at == 0 {
			switch {
			case a.From >= before:
				l.score += tells
				l.at = 1
			case a.From >= further:
				l.score += told
			}
		}
	}
	return list
}

// isAgency reports whether an entity can be called an agency: no ministry, police force or army, which the texts
// call by their own nouns.
func (w *work) isAgency(entity int, spies bool) bool {
	if entity < 0 || entity >= len(w.d.Entities) {
		return false
	}
	e := &w.d.Entities[entity]
	if spies {
		return e.Kind == claim.Agency && w.hasWord(e.Name, spying)
	}
	if e.Source == claim.NewsAgency || e.Source == claim.International && e.Kind != claim.State {
		return true
	}
	return e.Kind == claim.Agency && e.Source == claim.Government && (e.Noun == "" || e.Noun == "agency" || e.Noun == "bureau" || e.Noun == "administration" || e.Noun == "service" || w.hasWord(e.Name, agencyNoun))
}

// hasWord reports whether one of a name's words has a sense.
func (w *work) hasWord(name string, s sense) bool {
	for word := range strings.FieldsSeq(name) {
		if i := strings.IndexAny(word, "'’"); i > 0 {
			word = word[:i]
		}
		if w.words.of(strings.ToLower(word))&s != 0 {
			return true
		}
	}
	return false
}

// agencyStanding is what speaks for a body besides where it was named.
func (w *work) agencyStanding(entity int, noun string) int {
	score := 0
	e := &w.d.Entities[entity]
	if e.Noun == noun || slices.Contains(strings.Fields(strings.ToLower(e.Name)), noun) {
		score += introduced
	}
	if s, ok := w.before1(func(s speaker) bool { return s.entity >= 0 && !s.person() && w.isAgency(s.entity, false) }); ok && s.entity == entity {
		score += spokeLast
		if w.adds {
			score += goesOn
		}
	}
	if e.Source == claim.International && !slices.Contains(strings.Fields(e.Name), "Agency") {
		score--
	}
	return score
}
