package assertion

import (
	"slices"
	"sort"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/internal/claim"
)

// blames makes attributions of what was read as a mere statement and yet says whose work an act is: "the code resembles
// that of the Lazarus Group", "the FBI holds Iran responsible". A sentence on nobody's word counts where it
// says who a group is that the text speaks of: "The hackers are believed to be members of Gamma".
func (r *reader) blames() {
	if !r.incident {
		return
	}
	told := map[[2]int]bool{}
	for _, f := range r.frames {
		told[[2]int{f.text, f.sentence}] = true
		if f.kind == claim.Statement && len(f.amounts) == 0 && len(f.counts) == 0 && f.sum == "" && f.trigger == nil && mayBlame(f) {
			r.blame(f)
		}
	}
	t := &r.d.Body
	for i := range t.Sentences {
		span := t.Sentences[i].Range
		if told[[2]int{1, i}] || !usable(&t.Sentences[i]) || !groupIn(t, span) || r.holds(t, span, neg) {
			continue
		}
		s := r.sentence(1, t, i)
		if who := s.identified(); len(who) > 0 {
			f := r.statement(1, t, i, span)
			f.kind, f.actors, f.at, f.certainty = claim.Attribution, distinct(append(who, s.statesOf(who)...)), span, s.softer(f.certainty)
		}
	}
}

// mayBlame is the cheap test of a statement before its words are read again: it names a country, a group or an organ.
func mayBlame(f *frame) bool {
	if len(f.actors) > 0 || len(f.countries) > 0 {
		return true
	}
	a := f.t.Actors
	for i := sort.Search(len(a), func(i int) bool { return a[i].To > f.at.From }); i < len(a) && a[i].From < f.at.To; i++ {
		if k := a[i].Kind; k == claim.Group || k == claim.Agency || k == claim.State {
			return true
		}
	}
	return false
}

// groupIn reports whether a group is named in a range.
func groupIn(t *doc.Text, span doc.Range) bool {
	return slices.ContainsFunc(t.Actors, func(a doc.Actor) bool { return a.Kind == claim.Group && span.Covers(a.Range) })
}

// blame makes an attribution of a statement, where its own words lay an act to a group or state that it names.
func (r *reader) blame(f *frame) {
	s := r.sentence(f.text, f.t, f.sentence)
	if s.holdsClass(f.at, neg) {
		return
	}
	words := s.holdsClass(f.at, blaming)
	var who []mention
	for _, want := range [...]claim.ActorKind{claim.Group, claim.Agency, claim.State} {
		for k := range s.items {
			if it := &s.items[k]; f.at.Covers(it.Range) && s.blamed(it, want, words) {
				who = append(who, it.who)
			}
		}
		if len(who) > 0 {
			f.kind, f.actors, f.certainty = claim.Attribution, distinct(append(who, s.statesOf(who)...)), s.softer(f.certainty)
			return
		}
	}
}

// blamed reports whether an item is one that a statement lays an act to: of the kind wanted, nobody's victim, and with
// words for it in the statement or the verb "be" right before it.
func (s *sentence) blamed(it *item, want claim.ActorKind, words bool) bool {
	if !it.known || it.speech != nil || it.kind != party && it.kind != place || s.actor(it.who).Kind != want || s.struck[s.actor(it.who).Entity] {
		return false
	}
	if want != claim.Group {
		return words && (it.crew || !it.demonym && s.culpable(it)) && (want == claim.State || s.actor(it.who).Country != "")
	}
	for i := it.From - 1; i >= s.span.From && i > it.From-4; i-- {
		if s.has(i, be) {
			return true // "the operator is APT28"
		}
		if !s.has(i, det|adv) {
			break
		}
	}
	return words
}

// culpable reports whether a state or its organ stands where the culprit is named: behind "to", "on", "of", "by" or
// "with", or as what is held responsible.
func (s *sentence) culpable(it *item) bool {
	switch s.prepBefore(it.From) {
	case "to", "on", "of", "by", "with", "as":
		return true
	case "":
		return it.To < s.span.To && s.has(it.To, blaming) || s.t.Word(min(it.To, s.span.To-1)) == "as"
	}
	return false
}

// holdsClass reports whether a word or phrase of a class stands in a stretch.
func (s *sentence) holdsClass(part doc.Range, c class) bool {
	for i := part.From; i < part.To; i++ {
		if s.has(i, c) {
			return true
		}
	}
	return false
}

// identified are the groups that a sentence says its perpetrators are: "a group calling itself Gamma", "the hackers are
// members of Gamma".
func (s *sentence) identified() (who []mention) {
	crew := -1
	for k := range s.items {
		it := &s.items[k]
		if it.kind == someone || it.crew {
			crew = k
		}
		if it.kind != party || !it.known || s.actor(it.who).Kind != claim.Group || it.ref || it.speech != nil {
			continue
		}
		switch {
		case it.crew && s.naming(it.Range):
		case crew >= 0 && s.names(s.items[crew].To, it.From):
		case s.holdsClass(s.span, blaming):
		default:
			continue
		}
		who = append(who, it.who)
	}
	return who
}

// naming reports whether a range itself says that a crew goes by a name.
func (s *sentence) naming(r doc.Range) bool {
	for i := r.From; i < r.To; i++ {
		switch s.t.Word(i) {
		case "calling", "called", "identifying", "dubbed":
			return true
		}
	}
	return false
}

// names reports whether the words between two tokens say that what stands before them is what stands behind them.
func (s *sentence) names(from, to int) bool {
	if to-from > 12 {
		return false
	}
	linked := false
	for i := from; i < to; i++ {
		switch w := s.t.Word(i); {
		case w == "calling" || w == "identify" || w == "identified" || w == "call" || w == "goes" || w == "go" || w == "calls" || w == "named":
			linked = true
		case s.has(i, be):
			linked = true
		case s.has(i, neg) || w == ";":
			return false
		}
	}
	return linked
}

// softer is a certainty under what the sentence's hedges leave of it.
func (s *sentence) softer(c claim.Certainty) claim.Certainty {
	for i := s.span.From; i < s.span.To; i++ {
		if h, n := s.hedges.Longest(func(i int) uint32 { return s.t.Tokens[i].Word }, i, s.span.To); n > 0 {
			c = weaker(c, h)
		}
	}
	return c
}

// notAccuser sets right whom a pronoun behind a word of blame means: not who accuses, but the party that the sentence begins
// with ("China slammed Norway for accusing it of").
func (s *sentence) notAccuser(h *hit, items []int) []int {
	if len(items) != 1 || !s.items[items[0]].ref || !s.has(s.items[items[0]].From, pron) {
		return items
	}
	accuser := -1 // the party before the verb
	for k := range s.items {
		if it := s.items[k]; it.To <= h.From && it.known && (it.kind == party || it.kind == place) && !it.ref {
			accuser = k
		}
	}
	if accuser < 0 || s.actor(s.items[accuser].who).Entity != s.actor(s.items[items[0]].who).Entity {
		return items
	}
	for k := range s.items[:accuser] {
		it := s.items[k]
		if it.known && !it.demonym && !s.owns(it) && (it.kind == party || it.kind == place) && s.actor(it.who).Entity != s.actor(s.items[accuser].who).Entity {
			h.own = k + 1 // it speaks, and of itself
			return []int{k}
		}
	}
	return nil
}
