package citation

import (
	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/syntax"
	"github.com/claimwire/claimwire/internal/claim"
)

// joint reads two who speak together where a noun rather than a name stands among them: "the ministry and the
// police". The last is the speaker, the other goes with it.
func (w *work) joint(p syntax.Phrase) (speaker, bool) {
	and := -1
	for i := p.Core.To - 2; i > p.Core.From; i-- {
		if w.class(i)&syntax.And != 0 && syntax.ActorAt(w.t, i) == nil && w.t.Word(i) != "or" {
			and = i
			break
		}
	}
	if and < 0 || w.class(and+1)&syntax.Poss != 0 || w.t.Word(and+1) == "other" || w.t.Word(and+1) == "others" {
		return speaker{}, false
	}
	left, ok := w.x.Before(w.t, p.Core.From, and-1)
	if !ok || left.From != p.Core.From || left.To != and || !w.standsAlone(left) {
		return speaker{}, false
	}
	right, ok := w.x.After(w.t, and+1, p.To)
	if !ok || right.To != p.To || !w.standsAlone(right) || w.sharesHead(left, right) {
		return speaker{}, false
	}
	if syntax.ActorAt(w.t, left.Core.To-1) != nil && syntax.ActorAt(w.t, right.Core.To-1) != nil {
		return speaker{}, false // two names: see companions
	}
	second, ok := w.speaker(right, false)
	if !ok {
		return speaker{}, false
	}
	first, ok := w.speaker(left, false)
	if !ok || first.kind == claim.Unnamed && second.kind == claim.Unnamed || sameName(first.name, second.name) {
		return speaker{}, false
	}
	second.span = right.Range
	second.also = append(append(first.also, withoutOthers(first)), second.also...)
	return second, true
}

func withoutOthers(s speaker) speaker {
	s.also = nil
	return s
}

// standsAlone reports whether a phrase is a speaker by itself: a name known as an actor, or a noun for those who speak.
func (w *work) standsAlone(p syntax.Phrase) bool {
	head := w.head(p)
	if head < p.Core.From {
		return false
	}
	if a := syntax.ActorAt(w.t, head); a != nil {
		return a.From >= p.Core.From && (a.Kind != claim.Person || a.To-a.From > 1)
	}
	n, ok := w.nounEnding(head, p.Core.From)
	return ok && n.Class&syntax.Speaker != 0 && n.Traits&syntax.Bound == 0
}

// sharesHead reports whether the last noun may belong to both sides, as in "army and police officers": nothing but
// the noun's own words stands before it.
func (w *work) sharesHead(left, right syntax.Phrase) bool {
	if w.class(right.Core.From)&syntax.Det != 0 || syntax.ActorAt(w.t, right.Core.From) != nil {
		return false
	}
	return right.Core.To-right.Core.From > 1 && syntax.ActorAt(w.t, left.Core.To-1) == nil
}

const longestItem = 6 // tokens of a noun phrase in a list of speakers

// listedBodies widens "the army and the coast guard" to the bodies before it: "The police, the army and the coast
// guard said", where the list begins the sentence.
func (w *work) listedBodies(p syntax.Phrase, sc doc.Range) []speaker {
	var list []speaker
	i := p.From - 1
	for i > sc.From && w.t.Word(i) == "," {
		q, ok := w.x.Before(w.t, max(sc.From, i-longestItem), i-1)
		if !ok || q.To != i || !w.standsAlone(q) {
			return nil
		}
		s, ok := w.speaker(q, false)
		if !ok {
			return nil
		}
		list = append(list, withoutOthers(s))
		i = q.From - 1
	}
	if i >= w.dateline() && i >= sc.From {
		return nil
	}
	return list
}
