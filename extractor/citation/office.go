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
	at     int // token of the body
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
		if a.From > 0 {
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
		w.names.offices[n.Word] = append(list, tenure{a.Entity, a.From})
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
func (w *work) nameOffice(c *cite) {
	if w.t != &w.d.Body {
		return
	}
	for _, h := range w.holdersIn()[c.src.noun] {
		if h.at > c.cue.From && h.at < c.cue.From+memory/2 {
			s := w.entity(h.entity, c.src.span)
			c.src.name, c.src.kind, c.src.entity = s.name, s.kind, s.entity
			return
		}
	}
}
