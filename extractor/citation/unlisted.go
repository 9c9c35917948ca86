package citation

import (
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/syntax"
	"github.com/claimwire/claimwire/internal/claim"
)

// unlisted names are words with capitals that no actor covers, as often as they stand in the headline and the
// beginning of a body: the company that a report is about may be known to no list.
type unlistedName struct {
	name   string
	at     int // token of the body at which it first stands, -1 in the headline
	count  int
	placed int // behind a preposition of place
	titled bool
	sure   bool // once where its capital does not come from its place
}

const leastNamed = 2 // mentions that an unlisted name needs, those in the headline counted twice

// unlisted is the company that a noun means, where the text names none that an actor covers but one name again and
// again: "the company" behind "customers of Quillfin".
func (w *work) unlisted(n syntax.Noun, p syntax.Phrase) (speaker, bool) {
	if n.Class&syntax.Org == 0 || n.Class&(syntax.Press|syntax.Plural|syntax.Body|syntax.Crew) != 0 || w.sorts[n.Word] == "" || w.t != &w.d.Body {
		return speaker{}, false
	}
	for _, a := range w.namedBefore(p.From) {
		if a.Kind == claim.Organization && w.canBe(a.Entity, n, "") {
			return speaker{}, false
		}
	}
	if w.names.unlisted == nil {
		w.readUnlisted()
	}
	best, tied := -1, false
	for k, u := range w.names.unlisted {
		if u.at > p.From || u.rank() < leastNamed {
			continue
		}
		if best >= 0 && u.rank() == w.names.unlisted[best].rank() {
			tied = true
		} else if best < 0 || u.rank() > w.names.unlisted[best].rank() {
			best, tied = k, false
		}
	}
	if best < 0 || tied {
		return speaker{}, false
	}
	return speaker{span: p.Range, name: w.names.unlisted[best].name, kind: w.kindOfNoun(n), entity: -1, document: -1}, true
}

func (u unlistedName) rank() int {
	if u.placed > 0 || !u.sure {
		return 0
	}
	if u.titled {
		return u.count + 1
	}
	return u.count
}

// readUnlisted collects the names.
func (w *work) readUnlisted() {
	w.names.unlisted = []unlistedName{}
	t := w.t
	for _, w.t = range w.d.Texts() {
		end := min(len(w.t.Tokens), townReach)
		for i := 0; i < end; i++ {
			if !w.unlistedAt(i) {
				continue
			}
			to := i + 1
			for to < end && w.unlistedAt(to) && !w.t.Tokens[to].Is(doc.First) {
				to++
			}
			if w.unlistedName(i, to) {
				w.countUnlisted(doc.Range{From: i, To: to})
			}
			i = to - 1
		}
	}
	w.t = t
}

// unlistedAt reports whether a word can be part of such a name.
func (w *work) unlistedAt(i int) bool {
	k := w.t.Tokens[i]
	return k.Is(doc.Capital) && k.Is(doc.Alpha) && w.class(i) == 0 && syntax.ActorAt(w.t, i) == nil && syntax.CountryAt(w.t, i) == nil
}

// unlistedName reports whether a run of words can be a company's name, and not somebody's with a first name or a
// title.
func (w *work) unlistedName(from, to int) bool {
	if to-from > longestPlace || w.is(from, given) || from > 0 && (w.class(from-1)&(syntax.Honorific|syntax.Official|syntax.Person) != 0 || w.t.Word(from-1) == ".") {
		return false
	}
	return true
}

func (w *work) countUnlisted(r doc.Range) {
	name := w.text1(r)
	placed := 0
	if r.From > 0 {
		switch strings.ToLower(w.t.Word(r.From - 1)) {
		case "in", "near", "at", "outside", "across":
			placed = 1
		}
	}
	sure := r.To-r.From > 1 || !w.t.Tokens[r.From].Is(doc.First)
	titled, at := w.t == &w.d.Title, r.From
	if titled {
		at = -1
	}
	for k := range w.names.unlisted {
		if u := &w.names.unlisted[k]; u.name == name {
			u.count++
			u.placed += placed
			u.sure = u.sure || sure
			return
		}
	}
	if len(w.names.unlisted) < namesakes*2 {
		w.names.unlisted = append(w.names.unlisted, unlistedName{name: name, at: at, count: 1, placed: placed, titled: titled, sure: sure})
	}
}
