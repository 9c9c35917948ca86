package citation

import (
	"slices"
	"sort"
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/syntax"
	"github.com/claimwire/claimwire/internal/claim"
)

// calledBy is the entity that a text calls by a noun: of several the one named last before token i.
func (w *work) calledBy(noun string, i int) (int, bool) {
	list := w.names.byNoun(w.d.Entities, noun)
	if len(list) == 0 {
		return -1, false
	}
	if len(list) == 1 {
		return list[0], true
	}
	spoke, ok := w.before1(func(s speaker) bool { return slices.Contains(list, s.entity) && s.at < i+w.offset })
	last := sort.Search(len(w.t.Actors), func(k int) bool { return w.t.Actors[k].From >= i })
	for k := last - 1; k >= 0 && k > last-actorsBack; k-- {
		a := &w.t.Actors[k]
		if ok && a.From+w.offset < spoke.at {
			break
		}
		if slices.Contains(list, a.Entity) && (!ok || w.subjectLike(*a)) {
			return a.Entity, true
		}
	}
	if ok {
		return spoke.entity, true
	}
	return list[0], true
}

// appositions notes the nouns by which the text introduces bodies: "Sankt Veit, a hospital in Graz, …",
// "the insurer Palisade".
func (w *work) appositions() {
	t := w.t
	for _, w.t = range w.d.Texts() {
		for k := range w.t.Actors {
			a := &w.t.Actors[k]
			w.properNames(a)
			if a.Kind == claim.Organization || a.Kind == claim.Agency {
				w.introduced(a)
			}
		}
	}
	w.t = t
}

func (w *work) introduced(a *doc.Actor) {
	if a.Entity < 0 || a.Entity >= len(w.d.Entities) {
		return
	}
	if w.d.Entities[a.Entity].Source == claim.Researcher {
		w.names.vendors[a.Entity] = true
	}
	if a.From > 0 && !w.t.Tokens[a.From-1].Is(doc.Capital) {
		w.introducedBy(a, a.From-1)
	}
	s := w.t.Sentences[w.t.SentenceAt(a.From)]
	if a.To+1 >= s.To || w.t.Word(a.To) != "," || w.class(a.To+1)&syntax.Det == 0 {
		return
	}
	if p, ok := w.x.After(w.t, a.To+1, min(s.To, a.To+insertion)); ok && p.To < s.To && (w.t.Tokens[p.To].Is(doc.Punct) || w.class(p.To)&syntax.Which != 0) && !w.hasThat(p.Range) {
		w.introducedBy(a, w.head(p))
	}
}

// hasThat reports whether a clause begins inside a range: "a charge that the ministry".
func (w *work) hasThat(r doc.Range) bool {
	for i := r.From; i < r.To; i++ {
		if w.class(i)&(syntax.That|syntax.Which) != 0 {
			return true
		}
	}
	return false
}

// introducedBy notes the noun that ends with token i, where it can mean a body.
func (w *work) introducedBy(a *doc.Actor, i int) {
	if i < 0 || w.class(i)&(syntax.Org|syntax.Body|syntax.Press) == 0 || w.class(i)&syntax.Plural != 0 {
		return
	}
	if n, from, ok := w.nounSpan(i, max(0, i-2)); ok {
		w.names.calls(n.Word, a.Entity)
		if last := lastWord(n.Word); last != n.Word {
			w.names.calls(last, a.Entity) // an "environmental group" is "the group"
		}
		w.names.introduced[a.Entity] = true
		if w.is(i-1, watching) || from > 0 && w.is(from-1, watching) {
			w.names.vendors[a.Entity] = true
		}
	}
}

// mentionedAs is the body that the text named before with the words of a phrase at the end of its name: "the
// foreign ministry" behind "the Austrian foreign ministry".
func (w *work) mentionedAs(p syntax.Phrase) (int, bool) {
	bare := strings.ToLower(w.bare(p.Range))
	last := sort.Search(len(w.t.Actors), func(k int) bool { return w.t.Actors[k].From >= p.From })
	for k := last - 1; k >= 0 && k > last-actorsBack; k-- {
		a := &w.t.Actors[k]
		if n := len(a.Text) - len(bare); a.Entity >= 0 && a.Kind != claim.Person && n > 1 && a.Text[n-1] == ' ' && strings.EqualFold(a.Text[n:], bare) {
			return a.Entity, true
		}
	}
	return -1, false
}

// namesItself reports whether somebody only goes by a name: "which identifies itself as Play".
func (w *work) namesItself(v verbAt, hi int) bool {
	if v.to >= hi || v.Class != "label" && v.Verb != "identify" && v.Verb != "describe" {
		return false
	}
	switch w.t.Word(v.to) {
	case "itself", "himself", "herself", "themselves":
		return true
	}
	return false
}

// namesIt reports whether a cue tells by what words a speaker calls something: "what he called a “fee”".
func (w *work) namesIt(v verbAt, f follow, s subject) bool {
	if s.before < 0 || w.class(s.before)&syntax.Wh == 0 || !strings.EqualFold(w.t.Word(s.before), "what") {
		return false
	}
	if v.Class == "label" && v.Tense&syntax.Past == 0 && !w.quoteWithin(f.at, f.at+3) {
		return false // "what they call the dog"
	}
	return v.Class == "label" && (f.kind == atClause || f.kind == atQuote) || v.Verb == "describe" && f.at < w.s.To && w.t.Word(f.at) == "as"
}

// callBy gives a speaker the name in the apposition behind him, where no actor bears it.
func (w *work) callBy(src *speaker, s subject) {
	if s.called.To <= s.called.From {
		return
	}
	person := w.headClass(s)&(syntax.Official|syntax.Person|syntax.Spoke) != 0
	if src.entity >= 0 && !person {
		return
	}
	src.name = w.text1(s.called)
	if person {
		src.kind, src.entity = claim.PersonSource, -1
	}
}
