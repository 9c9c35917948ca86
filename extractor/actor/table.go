package actor

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/lexicon"
	"github.com/claimwire/claimwire/extractor/match"
	"github.com/claimwire/claimwire/internal/claim"
)

// level says how much a name needs around it to count.
type level uint8

const (
	plain    level = iota // the name alone is enough
	weak                  // an everyday word too: must stand where only a name can
	cyber                 // a word of other texts too: only in a text about attacks on computers
	common                // an everyday word too: there only where it is called a group, or beside such words
	short                 // part of a person's name: the whole name or a title must be near
	local                 // a body that many states have: only where the document names this one's state
	software              // malware or a tool: names no actor
)

// alias is one name of one entry.
type alias struct {
	entry  uint32
	level  level
	upper  bool // must stand in capitals: an acronym
	both   bool // malware has that name too
	shared bool // and is meant where nothing says otherwise
	caps   bool // all its letters are capitals
	camel  bool // one word with a capital inside: "RivetFox"
	part   bool // not written so in the table: "Rivet" for "Rivet Team"
	first  bool // its first word is capitalised
	last   bool // its last word is capitalised
}

// table is the gazetteer: what every known name means.
type table struct {
	lex     *lexicon.Lexicon
	entries []doc.Entity
	trie    *match.Trie[uint32] // index into names
	names   [][]alias
	known   map[string]uint32
	organ   map[string]uint32 // entry of the agency that is a state's organ of that general name
}

func newTable(lex *lexicon.Lexicon) *table {
	tb := &table{lex: lex, trie: match.NewTrie[uint32](), known: map[string]uint32{}, organ: map[string]uint32{}}
	tb.own()
	places := tb.places()
	tb.groups("groups", places)
	tb.groups("ransomware", places)
	tb.software()
	tb.agencies()
	tb.organizations("organizations")
	tb.organizations("outlets")
	tb.persons()
	return tb
}

// places are the names of countries and cities.
func (tb *table) places() map[string]bool {
	set := map[string]bool{}
	for _, table := range [...]string{"countries", "capitals", "cities"} {
		for _, row := range tb.lex.Rows(table) {
			set[row.Get("name")] = true
		}
	}
	return set
}

// own reads the user's own tables first, so that their meanings come before ours. A row with the id or the
// name of a group that we know adds its names to that group.
func (tb *table) own() {
	ours := map[string]lexicon.Row{}
	for _, row := range tb.lex.Rows("groups") {
		ours[row.Get("name")] = row
		if id := row.Get("id"); id != "" {
			ours[id] = row
		}
	}
	for _, row := range tb.lex.Own() {
		tb.ownRow(row, ours)
	}
}

func (tb *table) ownRow(row lexicon.Row, ours map[string]lexicon.Row) {
	names := append([]string{row.Get("name")}, row.List("aliases")...)
	if row.Get("kind") == "software" {
		for _, s := range names {
			tb.add(s, alias{level: software})
		}
		return
	}
	e := doc.Entity{Name: row.Get("name"), ID: row.Get("id"), Kind: claim.ActorKind(row.Get("kind")), Country: row.Get("country"),
		Source: claim.SourceKind(row.Get("source"))}
	if known, ok := ours[e.ID]; ok && e.ID != "" {
		e.Name = known.Get("name")
	}
	if known, ok := ours[e.Name]; ok && e.Kind == claim.Group {
		e.ID = known.Get("id")
		if e.Country == "" {
			e.Country = known.Get("country")
		}
	}
	if e.Source == "" {
		e.Source = usual(e.Kind)
	}
	i := tb.entry(e)
	rare := asSet(row.List("cyber"))
	for _, s := range names {
		l := plain
		if rare[s] {
			l = cyber
		}
		tb.add(s, alias{entry: i, level: l, upper: e.Kind != claim.Group && acronym(s)})
	}
}

// usual is what an actor of a kind is when it speaks, where nothing says more.
func usual(k claim.ActorKind) claim.SourceKind {
	switch k {
	case claim.Agency:
		return claim.Government
	case claim.Person:
		return claim.PersonSource
	}
	return claim.OrgSource
}

func (tb *table) groups(name string, places map[string]bool) {
	for _, row := range tb.lex.Rows(name) {
		e := tb.entry(doc.Entity{Name: row.Get("name"), ID: row.Get("id"), Kind: claim.Group,
			Country: row.Get("country"), Source: claim.OrgSource, Noun: "group"})
		rare, everyday := asSet(row.List("cyber")), asSet(row.List("common"))
		names := append([]string{row.Get("name")}, row.List("aliases")...)
		own := asSet(names)
		for _, s := range names {
			l := plain
			switch {
			case rare[s]:
				l = cyber
			case everyday[s]:
				l = common
			}
			for _, v := range spellings(s) {
				if v.phrase != s && (places[v.phrase] || l == common && v.level == cyber || own[v.phrase]) {
					continue // "Beijing Group" is never "Beijing", nor an everyday word's group that word
				}
				tb.add(v.phrase, alias{entry: e, level: max(l, v.level), part: v.level > l})
			}
		}
	}
}

func (tb *table) software() {
	for _, row := range tb.lex.Rows("software") {
		for _, s := range append([]string{row.Get("name")}, row.List("aliases")...) {
			words := tb.words(s)
			if i, ok := tb.known[key(words)]; ok {
				for n := range tb.names[i] {
					tb.names[i][n].both = true
					tb.names[i][n].shared = row.Get("group") == ""
				}
				continue
			}
			tb.add(s, alias{level: software})
		}
	}
}

func (tb *table) agencies() {
	for _, row := range tb.lex.Rows("agencies") {
		source := claim.SourceKind(row.Get("source"))
		e := tb.entry(doc.Entity{Name: row.Get("name"), Kind: claim.Agency, Country: row.Get("country"), Source: source, Noun: row.Get("noun"),
			Plural: strings.HasSuffix(row.Get("name"), "prosecutors")})
		common := row.List("short")
		for _, s := range common {
			tb.add(s, alias{entry: e, level: local})
		}
		for _, s := range append([]string{row.Get("name")}, row.List("aliases")...) {
			if !slices.Contains(common, s) {
				tb.add(s, alias{entry: e, upper: acronym(s)})
			}
		}
		for _, s := range row.List("organ") {
			tb.organ[s] = e
		}
	}
}

func (tb *table) organizations(name string) {
	for _, row := range tb.lex.Rows(name) {
		source := claim.SourceKind(row.Get("source"))
		e := tb.entry(doc.Entity{Name: row.Get("name"), Kind: claim.Organization, Country: row.Get("country"), Source: source, Noun: row.Get("noun")})
		everyday := asSet(row.List("weak"))
		for _, s := range append([]string{row.Get("name")}, row.List("aliases")...) {
			l := plain
			if everyday[s] {
				l = weak
			}
			tb.add(s, alias{entry: e, level: l, upper: acronym(s)})
			if rest, ok := strings.CutPrefix(s, "The "); ok && strings.Contains(rest, " ") {
				tb.add(rest, alias{entry: e, level: l})
			}
		}
	}
}

func (tb *table) persons() {
	for _, row := range tb.lex.Rows("persons") {
		e := tb.entry(doc.Entity{Name: row.Get("name"), Kind: claim.Person, Country: row.Get("country"), Source: claim.PersonSource,
			Female: row.Get("sex") == "f", Male: row.Get("sex") == "m"})
		for _, s := range append([]string{row.Get("name")}, row.List("aliases")...) {
			tb.add(s, alias{entry: e})
		}
		for _, s := range row.List("short") {
			tb.add(s, alias{entry: e, level: short})
		}
	}
}

func (tb *table) entry(e doc.Entity) uint32 {
	tb.entries = append(tb.entries, e)
	return uint32(len(tb.entries) - 1)
}

// add gives a phrase one more meaning.
func (tb *table) add(phrase string, a alias) {
	words := tb.words(phrase)
	if len(words) == 0 {
		return
	}
	r, _ := utf8.DecodeRuneInString(phrase)
	a.first, a.caps, a.camel = unicode.IsUpper(r), strings.ToUpper(phrase) == phrase, len(camel(phrase)) > 1
	r, _ = utf8.DecodeRuneInString(phrase[strings.LastIndexAny(phrase, " -")+1:])
	a.last = unicode.IsUpper(r)
	k := key(words)
	i, ok := tb.known[k]
	if !ok {
		i = uint32(len(tb.names))
		tb.known[k] = i
		tb.names = append(tb.names, nil)
		tb.trie.Add(words, i)
	}
	for n := range tb.names[i] {
		if b := &tb.names[i][n]; b.entry == a.entry && b.level != software {
			b.level, b.camel, b.caps, b.part = min(b.level, a.level), b.camel && a.camel, b.caps || a.caps, b.part && a.part
			return
		}
	}
	tb.names[i] = append(tb.names[i], a)
}

// marks are what the segment pass makes tokens of inside a word and Words does not: "AT&T", "admin@338".
var marks = strings.NewReplacer("&", " & ", "@", " @ ", "{", " { ", "}", " } ", "+", " + ")

func (tb *table) words(phrase string) []uint32 { return tb.lex.Words(marks.Replace(phrase)) }

func key(words []uint32) string {
	b := make([]byte, 0, 4*len(words))
	for _, w := range words {
		b = append(b, byte(w>>24), byte(w>>16), byte(w>>8), byte(w))
	}
	return string(b)
}

func asSet(list []string) map[string]bool {
	set := map[string]bool{}
	for _, s := range list {
		set[s] = true
	}
	return set
}

// acronym reports whether a name is one word of capitals that in other spelling is another word.
func acronym(s string) bool {
	letters := 0
	for _, r := range s {
		switch {
		case unicode.IsUpper(r):
			letters++
		case r == '.' || r == '&' || r == '/' || unicode.IsDigit(r):
		default:
			return false
		}
	}
	return letters > 1 && len(s) <= 7
}
