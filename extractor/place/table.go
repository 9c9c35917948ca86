package place

import (
	"slices"
	"strconv"
	"strings"

	"github.com/claimwire/claimwire/extractor/lexicon"
	"github.com/claimwire/claimwire/extractor/match"
	"github.com/claimwire/claimwire/internal/claim"
)

// name is all that one phrase can mean.
type name struct {
	silent  bool              // the phrase means something that is no place
	code    string            // of the country that it names
	form    claim.CountryForm // how it names it
	exact   []string          // spellings that alone name it, for abbreviations
	capital string            // of the country whose government it can stand for
	cities  []city            // the largest first
	region  string            // of the country whose state or province it is
	word    bool              // as a city an English word too
	person  bool              // as a city a person's name too
}

type city struct {
	code, region string
	people       int
}

// table is the names with a trie over them.
type table struct {
	lex   *lexicon.Lexicon
	trie  *match.Trie[uint32]
	names []name
	short map[string]string // code → English short name
	known map[string]uint32
}

func newTable(lex *lexicon.Lexicon) *table {
	tb := &table{lex: lex, short: map[string]string{}, known: map[string]uint32{}}
	tb.countries()
	for _, row := range lex.Rows("en/demonyms") {
		n := tb.name(row.Get("demonym"))
		if n.code == "" {
			n.code, n.form = row.Get("code"), claim.ByDemonym
		}
	}
	for _, row := range lex.Rows("capitals") {
		tb.name(row.Get("name")).capital = row.Get("code")
	}
	tb.cities()
	for _, row := range lex.Rows("regions") {
		tb.name(row.Get("name")).region = row.Get("code")
		for _, s := range row.List("abbreviations") {
			n := tb.name(s)
			n.region, n.exact = row.Get("code"), append(n.exact, s)
		}
	}
	for _, row := range lex.Rows("en/notplaces") {
		tb.name(row.Get("phrase")).silent = true
	}
	tb.trie = match.NewTrie[uint32]()
	for key, i := range tb.known {
		tb.trie.Add(wordsOf(key), i)
	}
	for _, table := range [...]string{"organizations", "outlets", "groups", "ransomware", "software"} {
		tb.silence(table)
	}
	tb.lex, tb.known, tb.names = nil, nil, slices.Clip(tb.names) // what only the building needs would live as long as the program
	return tb
}

// silence keeps quiet the names of companies, papers and groups that hold a place's name ("The Korea
// Herald", "Salt Typhoon"). "Bank of" a country stays: such banks are mostly the state's own, and
// notplaces.tsv lists the others.
func (tb *table) silence(table string) {
	for _, row := range tb.lex.Rows(table) {
		for _, s := range append(row.List("aliases"), row.Get("name")) {
			words := tb.lex.Words(strings.TrimPrefix(s, "The "))
			if len(words) < 2 || strings.Contains(s, "Bank of ") || !tb.holds(words) {
				continue
			}
			n := tb.name(strings.TrimPrefix(s, "The "))
			if n.code == "" && n.cities == nil {
				n.silent = true
				tb.trie.Add(words, tb.known[keyOf(words)])
			}
		}
	}
}

// holds reports whether some of the words name a place.
func (tb *table) holds(words []uint32) bool {
	for i := range words {
		if _, n := tb.trie.Longest(func(i int) uint32 { return words[i] }, i, len(words)); n > 0 {
			return true
		}
	}
	return false
}

func (tb *table) countries() {
	for _, row := range tb.lex.Rows("countries") {
		code := row.Get("code")
		tb.short[code] = row.Get("name")
		for _, s := range append(row.List("also"), row.Get("name")) {
			n := tb.name(s)
			n.code, n.form = code, claim.ByName
		}
		for _, s := range row.List("abbreviations") {
			n := tb.name(s)
			n.code, n.form, n.exact = code, claim.ByAbbreviation, append(n.exact, s)
		}
	}
}

func (tb *table) cities() {
	for _, row := range tb.lex.Rows("cities") {
		var all []city
		for _, p := range row.List("places") {
			part := strings.Split(p, "/")
			people, _ := strconv.Atoi(part[len(part)-1])
			all = append(all, city{code: part[0], region: part[1], people: people})
		}
		for _, s := range append(row.List("also"), row.Get("name")) {
			n := tb.name(s)
			n.cities = append(n.cities, all...)
			n.word = n.word || row.Get("ambiguous") == "word"
			n.person = n.person || row.Get("ambiguous") == "name"
		}
	}
}

// name is the entry of a phrase, made where it is new. The pointer holds until the next call.
func (tb *table) name(phrase string) *name {
	key := keyOf(tb.lex.Words(phrase))
	i, ok := tb.known[key]
	if !ok {
		i = uint32(len(tb.names))
		tb.known[key] = i
		tb.names = append(tb.names, name{})
	}
	return &tb.names[i]
}

func keyOf(words []uint32) string {
	var b strings.Builder
	for _, w := range words {
		b.Write([]byte{byte(w >> 24), byte(w >> 16), byte(w >> 8), byte(w)})
	}
	return b.String()
}

func wordsOf(key string) []uint32 {
	words := make([]uint32, len(key)/4)
	for i := range words {
		b := key[4*i:]
		words[i] = uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3])
	}
	return words
}

// find is the longest phrase of the table at token i.
func (tb *table) find(word func(int) uint32, i, n int) (*name, int) {
	v, length := tb.trie.Longest(word, i, n)
	if length == 0 {
		return nil, 0
	}
	return &tb.names[v], length
}
