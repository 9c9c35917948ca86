// Package syntax tells what words do in a sentence and where noun phrases begin and end, by word lists
// alone: cheap enough for every sentence that may name a speaker. It is shared by the passes that read
// who says what; it knows no pass. Begin with Load.
package syntax

import (
	"fmt"
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/lexicon"
	"github.com/claimwire/claimwire/extractor/match"
)

// Class is a set of things that a word can be.
type Class uint64

// The classes of words. Those of nouns hold for the noun's last word.
const (
	Det        Class = 1 << iota
	Poss             // its, her, their
	He               // he, him
	She              // she, her
	It               // it, itself
	They             // they, them
	We               // we, us
	I                // I, me
	You              // you
	One              // one, somebody
	Subject          // a pronoun that only a subject has
	Rel              // who, which, that
	Wh               // what, whether, how
	Prep             // preposition
	Sub              // begins a clause
	Coord            // and, or, but
	And              // and, or
	But              // but, while
	Be               // is, was
	Have             // has, had
	Do               // does, did
	Modal            // will, could
	Unreal           // could, may: nothing was said yet
	Neg              // not, never
	Contracted       // he's, they've
	Adv              // adverb
	Time             // Monday, March, week
	Num              // two, dozens
	Mod              // last, this
	Honorific        // Mr, Dr
	To               // to
	By               // by
	Of               // of
	That             // that
	From             // from
	Which            // which, that, who
	Verb             // finite form of a common verb that is no cue
	Light            // went, continues: "went on to say"
	Spoke            // spokesman
	Official         // minister, diplomat
	Person           // analyst, resident
	People           // analysts, residents
	Org              // company, bank
	Body             // ministry, police
	State            // country, regime
	Crew             // gang
	Press            // newspaper
	Data             // figures
	Plural           // noun of several
	Paper            // a document: report, filing
	AccessWord       // confidential, leaked
	CueWord          // a cue, or an attribution, may begin here
	NounCue          // claim, finding: "his claim that"
	Idle             // plan, law: what "according to" tells no speaker by
	Masthead         // Herald, Times: ends the name of an outlet
	Date             // Monday, March: has a capital
	Open             // if, whether, what: whether anything was said is open
	Puts             // published, issued: its subject wrote the document behind it
	When             // in, since: may stand before a date
	Channel          // phone: how something is said
	PaperStart       // a noun for a document may begin here
	Nobody           // no, neither: nobody said it
	Quant            // about, nearly: before a figure it belongs to it
	Plain            // rally, deadly: ends as an adverb does and is none
)

// Speaker are the classes of nouns that can speak.
const Speaker = Spoke | Official | Person | People | Org | Body | State | Crew | Press

// Pronoun are the third-person pronouns that stand for somebody.
const Pronoun = He | She | It | They

// Auxiliary are the words that a verb group begins with.
const Auxiliary = Be | Have | Do | Modal

// names are the classes as the data files write them.
func names() map[string]Class {
	return map[string]Class{
		"det": Det, "poss": Poss, "he": He, "she": She, "it": It, "they": They, "we": We, "i": I, "you": You,
		"one": One, "subject": Subject, "rel": Rel, "wh": Wh, "prep": Prep, "sub": Sub, "coord": Coord, "and": And,
		"but": But, "be": Be, "have": Have, "do": Do, "modal": Modal, "unreal": Unreal, "neg": Neg,
		"contracted": Contracted, "adv": Adv, "time": Time, "num": Num, "mod": Mod, "honorific": Honorific,
		"to": To, "by": By, "of": Of, "that": That, "from": From,
		"which": Which, "verb": Verb, "light": Light, "spoke": Spoke, "official": Official, "person": Person,
		"people": People, "org": Org, "body": Body, "state": State, "crew": Crew, "press": Press, "data": Data,
		"elided": 0, // what the quote pass alone asks for
		"idle":   Idle, "none": Nobody, "quant": Quant, "plain": Plain, "channel": Channel, "when": When, "puts": Puts, "open": Open, "date": Date, "masthead": Masthead,
	}
}

// Noun is what a noun of the list means.
type Noun struct {
	Word   string
	Class  Class
	Traits Traits
}

// Traits are what the passes need to know of a noun beyond its class.
type Traits uint16

// The traits of nouns.
const (
	Office    Traits = 1 << iota // speaks for a government: minister
	Authority                    // several that are organs of a state: prosecutors
	Staff                        // publish what their body finds: researchers
	Authors                      // write reports: experts, panel
	Runs                         // run a company: bosses
	Generic                      // any body of the sort may be meant: firm
	AnyState                     // the state named last: country
	Side                         // half of a divided country: north
	Bench                        // of a court: judge
	Civic                        // no company: union, party
	Bound                        // a body only where one was named that it can mean: system
)

func traits() map[string]Traits {
	return map[string]Traits{
		"office": Office, "authority": Authority, "staff": Staff, "authors": Authors, "runs": Runs,
		"generic": Generic, "any": AnyState, "side": Side, "bench": Bench, "civic": Civic, "bound": Bound,
	}
}

// Paperwork is what a noun for a document means.
type Paperwork struct {
	Noun, Kind, Class string
	Issuer            string // whose such a document is where the text does not say: prosecutor, court
}

// Attribution is a phrase before a source.
type Attribution struct {
	Phrase string
	Order  string // source: a speaker follows; seen: an outlet that relays follows; count: a speaker follows
	Class  string
	Stance string
}

// Tables are the word lists in the form that reading needs. They are immutable after Load.
type Tables struct {
	class        []Class // by word id
	Cues         *match.Trie[Form]
	Nouns        *match.Trie[Noun]
	Papers       *match.Trie[Paperwork]
	Attributions *match.Trie[Attribution]
	NounCues     *match.Trie[NounCueEntry]
	Access       map[uint32]string
}

// NounCueEntry is a noun that tells of saying: claim, finding.
type NounCueEntry struct{ Class, Stance string }

// Load builds the tables from a lexicon; it panics where the embedded data names an unknown class, which
// a test of this package would have shown.
func Load(lex *lexicon.Lexicon) *Tables {
	x := &Tables{
		Cues: match.NewTrie[Form](), Nouns: match.NewTrie[Noun](), Papers: match.NewTrie[Paperwork](),
		Attributions: match.NewTrie[Attribution](), NounCues: match.NewTrie[NounCueEntry](), Access: map[uint32]string{},
	}
	known, bearing := names(), traits()
	for _, row := range lex.Rows("en/grammar") {
		for _, name := range row.List("classes") {
			x.set(lex.Words(row.Get("word")), classNamed(known, name))
		}
	}
	for _, row := range lex.Rows("en/nouns") {
		n := Noun{Word: row.Get("noun")}
		for _, name := range row.List("class") {
			n.Class |= classNamed(known, name)
		}
		for _, name := range row.List("traits") {
			if bearing[name] == 0 {
				panic(fmt.Sprintf("internal error: embedded lexicon: en/nouns line %d: no trait %q", row.Line, name))
			}
			n.Traits |= bearing[name]
		}
		if row.Get("number") == "many" {
			n.Class |= Plural
		}
		words := lex.Words(n.Word)
		x.Nouns.Add(words, n)
		if len(words) == 1 {
			x.set(words, n.Class)
		}
	}
	x.loadPapers(lex)
	x.loadCues(lex)
	return x
}

func classNamed(known map[string]Class, name string) Class {
	c, ok := known[name]
	if !ok {
		panic(fmt.Sprintf("internal error: embedded lexicon: no class %q", name))
	}
	return c
}

func (x *Tables) loadPapers(lex *lexicon.Lexicon) {
	for _, row := range lex.Rows("en/documents") {
		words := lex.Words(row.Get("noun"))
		x.Papers.Add(words, Paperwork{Noun: row.Get("noun"), Kind: row.Get("kind"), Class: row.Get("class"), Issuer: row.Get("issuer")})
		x.set(words[:1], PaperStart)
		if len(words) == 1 {
			x.set(words, Paper)
		}
	}
	for _, row := range lex.Rows("en/access") {
		words := lex.Words(row.Get("word"))
		x.Access[words[len(words)-1]] = row.Get("access")
		x.set(words[len(words)-1:], AccessWord)
	}
	for _, row := range lex.Rows("en/attributions") {
		words := lex.Words(row.Get("phrase"))
		x.Attributions.Add(words, Attribution{Phrase: row.Get("phrase"), Order: row.Get("order"), Class: row.Get("class"), Stance: row.Get("stance")})
		x.set(words[:1], CueWord)
	}
	for _, row := range lex.Rows("en/nouncues") {
		words := lex.Words(row.Get("noun"))
		x.NounCues.Add(words, NounCueEntry{Class: row.Get("class"), Stance: row.Get("stance")})
		x.set(words[:1], NounCue|CueWord)
	}
}

func (x *Tables) set(ids []uint32, c Class) {
	if len(ids) != 1 {
		return
	}
	for int(ids[0]) >= len(x.class) {
		x.class = append(x.class, make([]Class, int(ids[0])+64-len(x.class))...)
	}
	x.class[ids[0]] |= c
}

// Of is what token i of the text can be, nothing before and behind the text. The last part of a compound is
// none of it: "Berlin-based".
func (x *Tables) Of(t *doc.Text, i int) Class {
	if uint(i) >= uint(len(t.Tokens)) {
		return 0
	}
	k := &t.Tokens[i]
	if k.Flags&doc.Glued != 0 && i > 0 && t.Tokens[i-1].Is(doc.Punct|doc.Glued) && t.S[t.Tokens[i-1].Start] == '-' {
		return 0
	}
	c := x.Word(k.Word)
	if c&(We|It|Subject) != 0 && k.End-k.Start >= 2 && t.S[k.Start+1] >= 'A' && t.S[k.Start+1] <= 'Z' {
		return 0 // "US", "IT", "WHO"
	}
	return c
}

// Word is what a word can be, by its id.
func (x *Tables) Word(id uint32) Class {
	if int(id) < len(x.class) {
		return x.class[id]
	}
	return 0
}

// Adverb reports whether token i is an adverb: of the list, or by its ending.
func (x *Tables) Adverb(t *doc.Text, i int) bool {
	c := x.Of(t, i)
	if c&Adv != 0 {
		return true
	}
	k := t.Tokens[i]
	return c == 0 && !k.Is(doc.Capital) && k.End-k.Start > 4 && strings.HasSuffix(t.S[k.Start:k.End], "ly")
}

// Verbish reports whether token i may be the finite verb of a clause: a common verb, or an unknown word
// in -ed.
func (x *Tables) Verbish(t *doc.Text, i int) bool {
	k := t.Tokens[i]
	if k.Is(doc.Capital) && !k.Is(doc.First) || k.Is(doc.Punct) {
		return false
	}
	c := x.Of(t, i)
	if c&(Verb|Auxiliary|Contracted) != 0 {
		return true
	}
	if c&(Speaker|Det|Prep|Adv) != 0 {
		return false
	}
	return k.End-k.Start > 3 && strings.HasSuffix(t.S[k.Start:k.End], "ed")
}
