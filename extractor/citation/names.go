package citation

import (
	"slices"
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/internal/claim"
)

// names finds a document's entities by what they are called, so that a long text with many of them costs
// no search for each speaker.
type names struct {
	full       map[string]int
	last       map[string][]int    // by the last word of a name, and by the word before its first "of"
	noun       map[string][]int    // by the common noun a text calls it by
	offices    map[string][]tenure // see holdersIn
	long       map[int]int         // see longer
	introduced map[int]bool        // by a noun that a body goes by
	people     map[int]bool        // taken for companies, of whom a "he" or "she" told what they are
	written    map[string]string   // see fullNames
	places     []locality          // see places
	unlisted   []unlistedName      // see readUnlisted
	vendors    map[int]bool        // introduced as those who watch others: "security firm Northgate"
	acronyms   map[string]speaker  // see spelledOut
	proper     map[int]string      // of entities whose own name holds a title: see properNames
	panel      int                 // a panel of experts, or -1
	watched    string              // see sanctioned
	counted    bool
}

const namesakes = 8 // entities that may share a last word

// newNames indexes the entities by their names and by what they go by as sources.
func newNames(entities []doc.Entity, usual func(string) string) *names {
	n := &names{full: map[string]int{}, last: map[string][]int{}, noun: map[string][]int{}, proper: map[int]string{}, long: map[int]int{}, vendors: map[int]bool{}, introduced: map[int]bool{}, people: map[int]bool{}, panel: -1}
	for i, e := range entities {
		n.full[e.Name], n.full[usual(e.Name)] = i, i
		if strings.Contains(e.Name, "Panel of Experts") && n.panel < 0 {
			n.panel = i
		}
		if e.Noun != "" {
			n.calls(e.Noun, i)
		}
		n.add(lastWord(e.Name), i)
		if before, _, ok := strings.Cut(e.Name, " of "); ok {
			n.add(lastWord(before), i)
		}
	}
	return n
}

func (n *names) add(word string, i int) {
	word = strings.ToLower(word)
	if list := n.last[word]; len(list) < namesakes {
		n.last[word] = append(list, i)
	}
}

func lastWord(name string) string { return name[strings.LastIndexByte(name, ' ')+1:] }

// byNoun are the entities that a text calls by a common noun, or whose names have it as their head.
func (n *names) byNoun(entities []doc.Entity, noun string) []int {
	if list := n.noun[noun]; len(list) > 0 {
		return list
	}
	for _, i := range n.last[lastWord(noun)] {
		e := entities[i]
		name := strings.ToLower(e.Name)
		if e.Kind != claim.Person && e.Kind != claim.State && (strings.HasSuffix(name, " "+noun) || strings.HasPrefix(name, noun+" of ") || strings.Contains(name, " "+noun+" of ")) {
			return []int{i}
		}
	}
	return nil
}

// calls notes that a text calls an entity by a noun.
func (n *names) calls(noun string, i int) {
	if list := n.noun[noun]; len(list) < namesakes && !slices.Contains(list, i) {
		n.noun[noun] = append(list, i)
	}
}

// byPart is the entity whose name is the one given, ends with it, or begins with it before "of".
func (n *names) byPart(entities []doc.Entity, name string) (int, bool) {
	if i, ok := n.full[name]; ok {
		return i, true
	}
	for _, i := range n.last[strings.ToLower(lastWord(name))] {
		if partOf(name, n.nameOf(entities, i)) {
			return i, true
		}
	}
	return -1, false
}

// fuller is the one person whose last name is the one given.
func (n *names) fuller(entities []doc.Entity, last string) (int, bool) {
	found := -1
	for _, i := range n.last[strings.ToLower(last)] {
		full := n.nameOf(entities, i)
		if (entities[i].Kind == claim.Person || full != entities[i].Name) && len(full) > len(last) && partOf(last, full) && found != i {
			if found >= 0 {
				return -1, false
			}
			found = i
		}
	}
	return found, found >= 0
}

// longer is the one entity of the same kind whose name ends with the whole name of another: "East Tarn Court of
// Justice" for "Court of Justice", "Ida Moor" for "Moor".
func (n *names) longer(entities []doc.Entity, i int) (int, bool) {
	if long, ok := n.long[i]; ok {
		return long, long != i
	}
	short, found := n.nameOf(entities, i), i
	if e := entities[i]; e.ID == "" && e.Kind != claim.State && (e.Kind == claim.Person || strings.Contains(short, " ")) {
		for _, k := range n.last[strings.ToLower(lastWord(short))] {
			full := n.nameOf(entities, k)
			if k == i || entities[k].Kind != e.Kind || len(full) <= len(short) || !strings.HasSuffix(full, " "+short) || !endsProper(full[:len(full)-len(short)-1]) {
				continue
			}
			if found != i {
				found = i
				break // two of them
			}
			found = k
		}
	}
	n.long[i] = found
	return found, found != i
}

// endsProper reports whether the words before the end of a name are part of it: no "of", no "and".
func endsProper(s string) bool {
	c := lastWord(s)
	return c != "" && c[0] >= 'A' && c[0] <= 'Z'
}

// partOf reports whether a name is the last words of a fuller one, or its first before "of".
func partOf(name, full string) bool {
	if len(full) <= len(name) {
		return name == full
	}
	return strings.HasSuffix(full, name) && full[len(full)-len(name)-1] == ' ' || strings.HasPrefix(full, name+" of ")
}

// sanctioned is the state that the article names most often: the one whose sanctions a panel watches.
func (n *names) sanctioned(d *doc.Doc) string {
	if n.counted {
		return n.watched
	}
	n.counted = true
	counts := make([]int, len(d.Entities))
	best := -1
	for _, t := range d.Texts() {
		for _, a := range t.Actors {
			if a.Kind != claim.State || a.Entity < 0 || a.Entity >= len(counts) {
				continue
			}
			counts[a.Entity]++
			if best < 0 || counts[a.Entity] > counts[best] {
				best = a.Entity
			}
		}
	}
	if best >= 0 {
		n.watched = d.Entities[best].Name
	}
	return n.watched
}
