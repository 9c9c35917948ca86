package assertion

import (
	"slices"
	"strings"

	"github.com/claimwire/claimwire/extractor/lexicon"
	"github.com/claimwire/claimwire/extractor/match"
	"github.com/claimwire/claimwire/internal/claim"
)

// class is a set of things that a word can be in a sentence.
type class uint64

const (
	be class = 1 << iota
	have
	do
	modal
	irreal
	neg
	adv
	det
	poss
	rel
	sub
	conj
	pron
	prep
	same
	control
	another
	definite
	linking
	summing
	perp // from here on: nouns of en/classes
	target
	unit
	purpose
	dirty
	data
	tool
	crime
	ransom
	theft
	mixer
	incident
	responder
	impact
	code
	security
	measure
	offer
	keeper
	asks      // verbs that a question hangs on
	ruler     // "the North Korean regime" is the state
	owns      // verbs that only say what somebody has: "runs 34 hospitals"
	tried     // words for what was tried and failed
	unsaid    // words that leave such a question open
	charging  // what somebody is blamed with, and what is denied: "the accusation"
	blaming   // words that lay an act to somebody, or liken it to his: "resembles", "culprit"
	fiction   // films, books and those in them
	pretend   // words for what is made up: "fictional", "simulated"
	everyday  // words of incidents that other texts use too
	accusal   // what a denial is about besides a charge: a role, a link
	story     // verbs that tell somebody's words only with a clause or a quotation: "found", "added"
	pastform  // irregular past forms: "rose"
	further   // words by which a sentence goes on where another left off: "another", "later"
	mark      // quotation marks
	wherein   // prepositions of place
	inquires  // verbs of those who look into an act and do not suffer it: "investigates", "reviews"
	decree    // measures of the law and who takes them: "sanctions", "the move", "prosecutors"
	post      // offices that are for something: "undersecretary"
	supposing // words that begin a condition: "if"
	asking    // verbs by which somebody is asked or told to pay, and words for his time to do so
	share     // words for a part of what was stolen: "the rest", "some"
	owners    // of money: customers and the like
	robbing   // words that say that money itself was taken: "heist", "swindled"
	opens     // no class of a file: the word begins a denial, a count or another thing that is no trigger
)

// classNames are the classes as the tables write them.
func classNames() map[string]class {
	return map[string]class{"be": be, "have": have, "do": do, "modal": modal, "irreal": irreal, "neg": neg, "adv": adv,
		"det": det, "poss": poss, "rel": rel, "sub": sub, "conj": conj, "pron": pron, "prep": prep, "same": same, "control": control,
		"another": another, "definite": definite, "linking": linking, "summing": summing, "perp": perp, "target": target, "unit": unit, "purpose": purpose, "dirty": dirty,
		"data": data, "tool": tool, "crime": crime, "ransom": ransom, "theft": theft, "mixer": mixer, "incident": incident, "responder": responder, "impact": impact, "code": code, "security": security,
		"measure": measure, "offer": offer, "keeper": keeper, "asks": asks, "ruler": ruler, "owns": owns, "tried": tried, "unsaid": unsaid, "charging": charging, "blaming": blaming, "fiction": fiction, "pretend": pretend,
		"everyday": everyday, "accusal": accusal, "story": story, "past": pastform, "further": further, "mark": mark, "where": wherein, "supposing": supposing, "asking": asking, "share": share, "owners": owners, "inquires": inquires, "decree": decree, "post": post, "robbing": robbing}
}

// noun is an entry of en/classes.
type noun struct {
	class  class
	plural string
}

// tables are the loaded words. They are read-only after newTables.
type tables struct {
	words    []class // by word id: grammar, and the classes of one-word nouns
	nouns    *match.Trie[noun]
	triggers *match.Trie[[]sense]
	hedges   *match.Trie[claim.Certainty]
	denials  *match.Trie[string]
	sumCues  *match.Trie[sumCue]
	suffers  *match.Trie[suffering]
	attempts *match.Trie[string]
	sets     []wordset // by word id
	vocab    *match.Vocab
	sorts    map[string]string // of nouns for victims: what one text may use of one victim
	preps    []string          // by word id: the preposition itself, for roles
	speeches map[string]string // by form: what saying a verb of en/cues does
	coins    map[string]bool   // by code: the crypto-assets
}

func newTables(lex *lexicon.Lexicon) *tables {
	t := &tables{vocab: lex.Vocab, nouns: match.NewTrie[noun](), triggers: match.NewTrie[[]sense](), hedges: match.NewTrie[claim.Certainty](), denials: match.NewTrie[string](), sumCues: match.NewTrie[sumCue](), suffers: match.NewTrie[suffering](), attempts: match.NewTrie[string]()}
	known := classNames()
	for _, row := range lex.Rows("en/clausewords") {
		c := classOf(known, row.List("classes"))
		word := row.Get("word")
		id := lex.Words(word)[0]
		t.mark(id, c)
		if c&prep != 0 {
			for int(id) >= len(t.preps) {
				t.preps = append(t.preps, "")
			}
			t.preps[id] = word
		}
	}
	for _, row := range lex.Rows("en/classes") {
		c, words := classOf(known, row.List("classes")), lex.Words(row.Get("word"))
		t.nouns.Add(words, noun{c, row.Get("plural")})
		if len(words) == 1 {
			t.mark(words[0], c)
		}
	}
	for _, row := range lex.Rows("en/hedges") {
		t.hedges.Add(lex.Words(row.Get("phrase")), claim.Certainty(row.Get("certainty")))
	}
	for _, row := range lex.Rows("en/denials") {
		words := lex.Words(row.Get("phrase"))
		t.denials.Add(words, row.Get("class"))
		t.mark(words[0], opens)
	}
	for _, row := range lex.Rows("en/sumcues") {
		t.sumCues.Add(lex.Words(row.Get("phrase")), newSumCue(row))
	}
	strengths := map[string]suffering{"strong": suffersStrong, "weak": suffersWeak, "object": suffersObject}
	for _, row := range lex.Rows("en/suffers") {
		what, ok := strengths[row.Get("strength")]
		if !ok {
			panic("internal error: en/suffers.tsv: unknown strength of " + row.Get("phrase"))
		}
		t.suffers.Add(lex.Words(row.Get("phrase")), what)
	}
	for _, row := range lex.Rows("en/attempts") {
		t.attempts.Add(lex.Words(row.Get("phrase")), row.Get("where"))
	}
	t.sets = loadWordsets(lex)
	t.speeches = loadSpeech(lex)
	t.sorts = map[string]string{}
	for _, row := range lex.Rows("en/sorts") {
		t.sorts[row.Get("noun")] = row.Get("sort")
	}
	t.coins = map[string]bool{}
	for _, row := range lex.Rows("currencies") {
		t.coins[row.Get("code")] = row.Get("kind") == "crypto"
	}
	t.loadTriggers(lex)
	return t
}

func classOf(known map[string]class, names []string) (c class) {
	for _, n := range names {
		bit, ok := known[n]
		if !ok {
			panic("internal error: unknown word class " + n)
		}
		c |= bit
	}
	return c
}

func (t *tables) mark(id uint32, c class) {
	for int(id) >= len(t.words) {
		t.words = append(t.words, 0)
	}
	t.words[id] |= c
}

func (t *tables) is(word uint32, c class) bool {
	return int(word) < len(t.words) && t.words[word]&c != 0
}

// loadTriggers adds every inflected form of every trigger. One form may have several senses ("attacks"
// is a noun and a verb); they share an entry.
func (t *tables) loadTriggers(lex *lexicon.Lexicon) {
	forms, roles := map[string][]sense{}, roleNames()
	var order []string
	for _, row := range lex.Rows("en/triggers") {
		tr := newTrigger(row, roles)
		for _, f := range tr.inflect(row.List("forms")) {
			if _, ok := forms[f.words]; !ok {
				order = append(order, f.words)
			}
			forms[f.words] = append(forms[f.words], sense{tr, f.form})
		}
	}
	for _, words := range order {
		ids := lex.Words(words)
		t.triggers.Add(ids, forms[words])
		if x := forms[words][0]; len(ids) == 1 && x.needs == "" && (x.kind == claim.Theft || x.kind == claim.Attack) {
			t.mark(ids[0], incident)
		}
	}
}

// role is what stands at a position of a trigger.
type role uint8

const (
	noRole role = iota
	isPerp
	isVictim
	isLoot
	isLootVictim
	isAct
	isPerpAct
	isEither
	isAccuser
	isAgent
	isPurpose
	isTool
	isSub
	isLootPerp
)

// roleNames are the roles as en/triggers writes them.
func roleNames() map[string]role {
	return map[string]role{"perp": isPerp, "victim": isVictim, "loot": isLoot, "lootvictim": isLootVictim, "act": isAct, "perpact": isPerpAct,
		"either": isEither, "accuser": isAccuser, "agent": isAgent, "purpose": isPurpose, "tool": isTool, "sub": isSub, "lootperp": isLootPerp}
}

// trigger is a row of en/triggers.
type trigger struct {
	word  string // without its part of speech
	pos   byte   // v, n or p
	kind  claim.Kind
	subj  role
	obj   role
	preps map[string]role
	sum   claim.Sum
	needs string
}

// form is an inflected form of a trigger.
type form uint8

const (
	base form = iota
	third
	past
	participle
	pastParticiple // one word for both
	gerund
	nounForm
	fixed
)

// sense is a trigger in one of its forms.
type sense struct {
	*trigger
	form form
}

// newTrigger reads a row. It panics where the row is broken, which loading the embedded table in a test
// would show.
func newTrigger(row lexicon.Row, roles map[string]role) *trigger {
	key := row.Get("trigger")
	dot := strings.LastIndexByte(key, '.')
	if dot < 1 || dot != len(key)-2 || !strings.Contains("vnp", key[dot+1:]) {
		panic("internal error: en/triggers.tsv: no part of speech in " + key)
	}
	if !slices.Contains(claim.Kinds, claim.Kind(row.Get("kind"))) || !knownNeed(row.Get("needs")) {
		panic("internal error: en/triggers.tsv: unknown kind or need of " + key)
	}
	tr := &trigger{word: key[:dot], pos: key[dot+1], kind: claim.Kind(row.Get("kind")), preps: map[string]role{}, sum: claim.Sum(row.Get("sum")), needs: row.Get("needs")}
	for _, r := range row.List("roles") {
		at, name, _ := strings.Cut(r, "=")
		what, ok := roles[name]
		if !ok {
			panic("internal error: en/triggers.tsv: unknown role " + name + " of " + key)
		}
		switch at {
		case "subj":
			tr.subj = what
		case "obj":
			tr.obj = what
		default:
			tr.preps[at] = what
		}
	}
	return tr
}
