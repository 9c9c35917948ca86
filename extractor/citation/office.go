package citation

import (
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/syntax"
	"github.com/claimwire/claimwire/internal/claim"
)

// tenure is a person whom the text introduces by an office: "Mayor Ida Moor", "Karl Brandt, the mayor,".
type tenure struct {
	entity int
	at     int  // token of the body
	again  bool // introduced before by the office: "the mayor, Ida Moor,"
}

// holdersIn finds the people of the body by the offices that they are introduced by.
func (w *work) holdersIn() map[string][]tenure {
	if w.names.offices != nil {
		return w.names.offices
	}
	w.names.offices = map[string][]tenure{}
	t := w.t
	w.t = &w.d.Body
	for k := range w.t.Actors {
		a := &w.t.Actors[k]
		if a.Kind != claim.Person || a.Entity < 0 || a.Entity >= len(w.d.Entities) || !strings.Contains(w.d.Entities[a.Entity].Name, " ") {
			continue
		}
		if a.From > 1 && w.t.Word(a.From-1) == "," {
			w.holdsAgain(a)
		} else if a.From > 0 {
			w.holds(a, a.From-1)
		}
		to := w.t.Sentences[w.t.SentenceAt(a.From)].To
		if a.To+1 >= to || w.t.Word(a.To) != "," {
			continue
		}
		if p, ok := w.x.After(w.t, a.To+1, min(to, a.To+insertion)); ok && p.From == a.To+1 && p.To < to && w.t.Tokens[p.To].Is(doc.Punct) {
			w.holds(a, w.head(p))
		}
	}
	w.t = t
	return w.names.offices
}

// holdsAgain notes the office before the comma that a name stands behind: "the mayor, Ida Moor, said".
func (w *work) holdsAgain(a *doc.Actor) {
	if a.To >= len(w.t.Tokens) || w.t.Word(a.To) != "," && w.t.Word(a.To) != "." {
		return
	}
	n, ok := w.nounEnding(a.From-2, max(0, a.From-4))
	if !ok || n.Class&(syntax.Official|syntax.Person) == 0 || n.Class&syntax.Plural != 0 {
		return
	}
	from := w.x.Minimal(w.t, doc.Range{From: max(0, a.From-8), To: a.From - 1})
	if c := w.class(from); !isThe(w.t.Word(from)) && c&syntax.Poss == 0 && syntax.CountryAt(w.t, from) == nil && syntax.ActorAt(w.t, from) == nil {
		return
	}
	if list := w.names.offices[n.Word]; len(list) < namesakes {
		w.names.offices[n.Word] = append(list, tenure{a.Entity, a.From, true})
	}
}

// holds notes the office whose noun ends with token i.
func (w *work) holds(a *doc.Actor, i int) {
	if i < 0 {
		return
	}
	n, ok := w.nounEnding(i, max(0, i-2))
	if !ok || n.Class&(syntax.Official|syntax.Person) == 0 || n.Class&syntax.Plural != 0 {
		return
	}
	if list := w.names.offices[n.Word]; len(list) < namesakes {
		w.names.offices[n.Word] = append(list, tenure{a.Entity, a.From, false})
	}
}

// inOffice is the one person whom the text introduced by the office of a phrase before it: "the prosecutor"
// behind "prosecutor Ida Moor", who had not spoken.
func (w *work) inOffice(p syntax.Phrase, n syntax.Noun) (speaker, bool) {
	if w.t != &w.d.Body || p.To-p.From != 1+strings.Count(n.Word, " ")+1 {
		return speaker{}, false
	}
	found := -1
	for _, h := range w.holdersIn()[n.Word] {
		if h.at > p.From {
			break
		}
		if found >= 0 && found != h.entity {
			return speaker{}, false
		}
		found = h.entity
	}
	if found < 0 {
		return speaker{}, false
	}
	return w.entity(found, p.Range), true
}

// nameOffice gives one whom a lead tells of by his office ("the mayor said") the name that the text gives
// to its holder right behind.
func (w *work) nameOffice(i int) {
	c := &w.cites[i]
	if w.t != &w.d.Body {
		return
	}
	some := indefinite(strings.ToLower(w.t.Word(c.src.span.From)))
	for _, h := range w.holdersIn()[c.src.noun] {
		if h.at > c.cue.From && h.at < c.cue.From+memory/2 && (h.again || !some) {
			w.means(c, w.entity(h.entity, c.src.span))
			return
		}
	}
	if !some {
		w.nameNext(i)
	}
}

// means gives a citation the speaker whom the text names later.
func (w *work) means(c *cite, s speaker) {
	c.src.name, c.src.kind, c.src.entity = s.name, s.kind, s.entity
}

const leadSentences = 2 // sentences of a body that tell of people by their offices before they name them

// nameNext gives the one whom a lead tells of by his office the name of the first person who speaks in a later
// sentence, where the text introduces that person by nothing else.
func (w *work) nameNext(i int) {
	c := &w.cites[i]
	if w.t.SentenceAt(c.cue.From) >= leadSentences || !c.src.lead {
		return
	}
	for j := i + 1; j < len(w.cites) && w.cites[j].cue.From < c.cue.From+memory/2; j++ {
		o := &w.cites[j]
		if same(o.src, c.src) || o.src.kind == claim.Unnamed && !o.src.open || w.t.SentenceAt(o.cue.From) == w.t.SentenceAt(c.cue.From) {
			continue
		}
		if o.src.kind == claim.PersonSource && strings.Contains(o.src.name, " ") && w.plainly(o.src) {
			w.means(c, o.src)
		}
		return
	}
}

// heads reports whether a noun means one who leads a body, or is to, of whom there is but one.
func (w *work) heads(noun string) bool { return w.words.of(lastWord(noun))&heading != 0 }

// plainly reports whether a speaker is named without a title or an office that tells who he is.
func (w *work) plainly(s speaker) bool {
	r := s.span
	a := syntax.ActorAt(w.t, r.From)
	if a == nil || a.From != r.From {
		return false
	}
	if r.From > 0 && (w.class(r.From-1)&syntax.Speaker != 0 || w.t.Word(r.From-1) == ",") && w.t.Tokens[r.From-1].Is(doc.Alpha) {
		return false
	}
	i := a.To
	if i+1 >= len(w.t.Tokens) || w.t.Word(i) != "," {
		return w.class(i)&syntax.Of == 0
	}
	p, ok := w.x.After(w.t, i+1, min(len(w.t.Tokens), i+insertion/2))
	if !ok || w.class(i+1)&(syntax.Det|syntax.Poss) == 0 {
		return w.class(i+1)&syntax.CueWord == 0 && !w.t.Tokens[i+1].Is(doc.Capital)
	}
	return strings.HasPrefix(w.t.Word(p.From+1), "former") || w.class(w.head(p))&syntax.Speaker == 0
}
