// Package actor finds who acts in a text: threat groups under all their spellings, states and their
// organs, companies, outlets and persons. Known names come from the gazetteer; names that it lacks are
// read from what stands around them ("the exchange Xyz", "Xyz Ltd", "director Ann Xyz", "Xyz said").
//
// It writes the Actors of both texts and the document's Entities, joins later short forms to the name
// that they shorten, and leaves roles to the role pass.
package actor

import (
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/gazetteer"
	"github.com/claimwire/claimwire/extractor/lexicon"
	"github.com/claimwire/claimwire/extractor/match"
	"github.com/claimwire/claimwire/extractor/tag"
	"github.com/claimwire/claimwire/internal/claim"
)

// New returns the pass. It writes Actors of both texts, Cyber and Entities.
func New(lex *lexicon.Lexicon) func(*doc.Doc) {
	f := newFinder(lex)
	return func(d *doc.Doc) {
		r := &reading{finder: f, d: d, keys: map[string]int{}, starts: map[uint32]bool{}}
		r.read()
	}
}

// finder holds what does not change from document to document.
type finder struct {
	*table
	cues         *gazetteer.Classes
	is           classes
	w            words
	institutions *match.Trie[uint32]
	organs       []organ
	short        map[string]string   // code → country's name
	adjective    map[string]string   // code → "Estonian"
	sex          map[uint32]string   // of given names
	cities       *match.Trie[string] // code of the largest of that name
	capitals     map[string]string   // name → code
	tagger       *tag.Tagger
	deedWords    *gazetteer.Classes
	deeds        []deed
	anyDeed      gazetteer.Mask // the verbs of all
	particle     gazetteer.Mask // what makes a deed's verb another one
	sheer        gazetteer.Mask // verbs that want no object of a class, see sheerly
	holdsVerb    gazetteer.Mask // having what is measured in bytes is a boast, see boasts
	holdsObject  gazetteer.Mask
	sponsors     map[string]bool // codes of the countries that many groups are attributed to
}

// classes are the word classes that the rules ask for.
type classes struct {
	cyber, cyberish, groupNoun, named, softNoun, hackerNoun, stateNoun, orgSuffix, agencySuffix, orgNoun, crimeNoun,
	personTitle, personNoun, female, male, say, plural, notName, nobody, shop, described, press, given, locative, starter, region, orgPrefix, placeNoun, crimeAct, crimeVerb, tell, seen, attribution, denial, language, holding, alliance, localBody, compass, tried, municipal, aux, afterPlace, strike, ahead, sense, goesWith, label, orgPlural gazetteer.Mask
}

// words are the single words that the rules compare with.
type words struct {
	the, a, an, of, and, amp, comma, hyphen, dot, in, to, for_, at, its uint32
}

// organ is an organ that every state has.
type organ struct {
	name, noun string
	source     claim.SourceKind
	plural     bool
}

func newFinder(lex *lexicon.Lexicon) *finder {
	f := &finder{table: newTable(lex), cues: gazetteer.NewClasses(lex, "en/actorcues"),
		institutions: match.NewTrie[uint32](), short: map[string]string{}, adjective: map[string]string{}, sex: map[uint32]string{}, tagger: tag.New()}
	b := func(class string) gazetteer.Mask { return f.cues.Bit(class) }
	f.is = classes{
		cyber: b("cyber"), cyberish: b("cyberish"), groupNoun: b("groupnoun"), named: b("named"), softNoun: b("softnoun"),
		hackerNoun: b("hackernoun"), stateNoun: b("statenoun"), orgSuffix: b("orgsuffix"), agencySuffix: b("agencysuffix"),
		orgNoun: b("orgnoun"), crimeNoun: b("crimenoun"), personTitle: b("persontitle"), personNoun: b("personnoun"),
		female: b("female"), male: b("male"), say: b("sayverb"), orgPrefix: b("orgprefix"),
		placeNoun: b("placenoun"), crimeAct: b("crimeact"), crimeVerb: b("crimeverb"), tell: b("tell"), seen: b("seen"), attribution: b("attribution"), denial: b("denial"), language: b("language"), holding: b("holding"), alliance: b("alliance"), localBody: b("localbody"), compass: b("compass"), tried: b("tried"), municipal: b("municipal"), aux: b("aux"), strike: b("strike"), ahead: b("ahead"), sense: b("sense"), goesWith: b("goeswith"), label: b("label"), orgPlural: b("orgplural"), afterPlace: b("afterplace"), plural: b("plural"), notName: b("notname"), nobody: b("nobody"), shop: b("shop"), described: b("described"), press: b("press"),
		given: f.cues.New("given"), locative: f.cues.New("locative"), starter: f.cues.New("starter"), region: f.cues.New("region"),
	}
	v := lex.Vocab.Add
	f.w = words{the: v("the"), a: v("a"), an: v("an"), of: v("of"), and: v("and"), amp: v("&"), comma: v(","), hyphen: v("-"),
		dot: v("."), in: v("in"), to: v("to"), for_: v("for"), at: v("at"), its: v("its")}
	f.load()
	f.loadDeeds()
	f.lex, f.known = nil, nil // what only the building needs would live as long as the program
	return f
}

// sponsoring is how many groups must be attributed to a country before an attack that is called by its name
// is taken for its own: "a Chinese hack" is China's, "an Estonian hack" may be one on Estonia.
const sponsoring = 20

func sponsors(lex *lexicon.Lexicon) map[string]bool {
	groups, many := map[string]int{}, map[string]bool{}
	for _, row := range lex.Rows("groups") {
		code := row.Get("country")
		groups[code]++
		many[code] = code != "" && groups[code] >= sponsoring
	}
	return many
}

// load reads the tables that are not names of actors.
func (f *finder) load() {
	for _, row := range f.lex.Rows("givennames") {
		if w := f.lex.Words(row.Get("name")); len(w) == 1 {
			f.cues.Add(w[0], f.is.given)
			f.sex[w[0]] = row.Get("sex")
		}
	}
	for _, s := range [...]string{"in", "near", "outside", "inside", "across", "around", "throughout", "within", "into", "via", "through", "at"} {
		f.cues.Add(f.lex.Vocab.Add(s), f.is.locative)
	}
	for _, row := range f.lex.Rows("regions") {
		for _, w := range f.lex.Words(row.Get("name")) {
			f.cues.Add(w, f.is.region)
		}
	}
	for _, row := range f.lex.Rows("en/starters") {
		f.cues.Add(f.lex.Vocab.Add(row.Get("word")), f.is.starter)
	}
	for _, row := range f.lex.Rows("countries") {
		f.short[row.Get("code")] = row.Get("name")
	}
	for _, row := range f.lex.Rows("en/demonyms") {
		if row.Get("adjective") == "yes" {
			f.adjective[row.Get("code")] = row.Get("demonym")
		}
	}
	f.adjective["US"] = "U.S."
	for i, row := range f.lex.Rows("en/institutions") {
		f.institutions.Add(f.lex.Words(row.Get("phrase")), uint32(i))
		f.organs = append(f.organs, organ{name: row.Get("name"), noun: row.Get("noun"), source: claim.SourceKind(row.Get("source")), plural: row.Get("plural") != ""})
	}
	f.sponsors = sponsors(f.lex)
	f.cities, f.capitals = match.NewTrie[string](), map[string]string{}
	for _, row := range f.lex.Rows("capitals") {
		f.capitals[row.Get("name")] = row.Get("code")
	}
	for _, row := range f.lex.Rows("cities") {
		code, _, _ := strings.Cut(row.Get("places"), "/")
		f.cities.Add(f.lex.Words(row.Get("name")), code)
	}
}
