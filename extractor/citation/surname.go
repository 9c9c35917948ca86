package citation

import (
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/lexicon"
	"github.com/claimwire/claimwire/extractor/syntax"
	"github.com/claimwire/claimwire/internal/claim"
)

// loneNames are the names of one word that bodies of the lists bear, so that they are nobody's last name.
func loneNames(lex *lexicon.Lexicon) map[string]bool {
	m := map[string]bool{}
	for _, table := range [...]string{"organizations", "outlets", "agencies", "groups"} {
		for _, row := range lex.Rows(table) {
			for _, name := range append(row.List("aliases"), row.Get("name")) {
				if name != "" && !strings.Contains(name, " ") {
					m[name] = true
				}
			}
		}
	}
	return m
}

// guessed reports whether an actor is a name of one word that was taken for a company's because nothing in the
// text tells what it is: it may be somebody's last name.
func (w *work) guessed(a *doc.Actor) bool {
	if a.Kind != claim.Organization || a.Entity < 0 || a.Entity >= len(w.d.Entities) {
		return false
	}
	if a.From > 0 && w.class(a.From-1)&syntax.Det != 0 || w.class(a.To-1)&syntax.Masthead != 0 {
		return false // "the Chronicle"
	}
	e := &w.d.Entities[a.Entity]
	return e.ID == "" && e.Noun == "" && (e.Source == claim.Company || e.Source == claim.OrgSource || e.Source == "") && !strings.ContainsAny(e.Name, " .&") && !w.lone[e.Name] && !w.names.introduced[a.Entity]
}

// bearer is the person of whom a name of one word that was taken for a company's is the last name: "Kelling said"
// behind "Marta Kelling". Where two bear it, it is the one named first.
func (w *work) bearer(a *doc.Actor) (speaker, bool) {
	if !w.guessed(a) {
		return speaker{}, false
	}
	name := w.d.Entities[a.Entity].Name
	best := -1
	for _, i := range w.names.last[strings.ToLower(name)] {
		full := w.names.nameOf(w.d.Entities, i)
		if (w.d.Entities[i].Kind == claim.Person || full != w.d.Entities[i].Name) && len(full) > len(name) && strings.HasSuffix(full, " "+name) && (best < 0 || i < best) {
			best = i
		}
	}
	if best >= 0 {
		return w.entity(best, a.Range), true
	}
	full, ok := w.fullNames()[name]
	return speaker{name: full, kind: claim.PersonSource, entity: -1, document: -1}, ok
}

// fullNames are the names of the text by their last words, where a first name stands before a word with a
// capital: "Marta Kelling". They are read once, when the first is asked for.
func (w *work) fullNames() map[string]string {
	if w.names.written != nil {
		return w.names.written
	}
	w.names.written = map[string]string{}
	for _, t := range w.d.Texts() {
		for i := 0; i+1 < len(t.Tokens); i++ {
			k, next := t.Tokens[i], t.Tokens[i+1]
			if !k.Is(doc.Capital) || !k.Is(doc.Alpha) || !next.Is(doc.Capital) || !next.Is(doc.Alpha) || !w.words.has(k.Word, given) || next.Start != k.End+1 {
				continue
			}
			last := t.Word(i + 1)
			if _, ok := w.names.written[last]; !ok {
				w.names.written[last] = t.Word(i) + " " + last
			}
		}
	}
	return w.names.written
}
