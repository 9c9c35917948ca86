package citation

import (
	"slices"

	"github.com/claimwire/claimwire/extractor/lexicon"
)

// sense is what a word tells of a citation besides its syntax, as a set.
type sense uint64

// The senses of words, by their names in en/citationwords.
const (
	watching     sense = 1 << iota // before a noun for companies: it watches others rather than being hit
	adding                         // goes on with what a speaker said
	given                          // a first name
	municipal                      // behind a name it tells that it is a town's: "Dunmore officials"
	township                       // before "of" it tells that a town follows
	another                        // tells that one is meant that was not named before
	passing                        // before "to" or "with": somebody was told
	addressed                      // begins how somebody came to speak
	heading                        // leads a body, or is to, of whom there is but one
	topical                        // between a company's name and "blog" it tells what the blog is about
	regional                       // begins the name of a region or of a body with "of"
	finding                        // behind "no" it makes a finding of what was not found
	magnitude                      // tells of a figure's size alone
	maybeFirm                      // a noun for people that can mean a firm as well
	partOfPaper                    // a part of a document, or a copy of it
	measuring                      // before a figure it holds another one against it
	figureNoun                     // a noun that means a figure
	giving                         // whoever did it to figures or a paper gave them out
	institute                      // ends or begins a body's name as a noun for bodies does
	uttered                        // a thing that is said: what one delivers, offers or withdraws is one
	national                       // before "government", it is a state's all the same: "federal"
	agencyNoun                     // an authority that is neither ministry nor police goes by it
	spying                         // before such a noun, or in a name: it spies
	portfolios                     // a body that goes by it is told apart by what stands before it: ministry
	theirs                         // a possessive of people, whose lawyers and friends the text may not name
	noCompany                      // a sort of bodies that nobody calls a company
	connecting                     // behind "in" it may stand between a subject and its verb: "in turn"
	watchers                       // of a body of the United Nations: it watches sanctions
	charging                       // in the name of a body that charges people
	anotherPaper                   // before a document, another one is meant than the one before
	issuing                        // right before a document, without a capital, it is its issuer: "a police report"
	homeNation                     // its government is not its state's: "Scottish"
	linking                        // before "to", "on" or "with" and a state, that state is blamed
	granted                        // denied to those who would have it: a visa, bail
	condition                      // what one is put in: charge, custody
	network                        // before a number, or behind it, it is a station: "ABC 7"
	reprisal                       // what one fears who does not give his name
	outletNoun                     // may mean an outlet that was cited before: "the network"
	aired                          // what people say things in that outlets carry: "comments", "an interview"
	airing                         // what is done to such: "published", "broadcast"
	anyBody                        // any body of a state may go by it: "the department"
	mouthpiece                     // before "service" or "office", that speaks for its body
	masthead                       // ends the name of a newspaper: see grammar.tsv
	ransomNoun                     // what thieves demand
	verdictWord                    // behind its object, what a court rules it: "void"
)

// senses are their names in the data.
func senses() map[string]sense {
	return map[string]sense{
		"watching": watching, "adding": adding, "another": another, "passing": passing,
		"addressed": addressed, "heading": heading, "topic": topical, "regional": regional,
		"trace": finding, "magnitude": magnitude, "hired": maybeFirm, "part": partOfPaper,
		"measuring": measuring, "figure": figureNoun, "giving": giving, "institute": institute,
		"uttered": uttered, "national": national, "homenation": homeNation, "linking": linking, "agency": agencyNoun, "spying": spying, "municipal": municipal, "township": township,
		"theirs": theirs, "nocompany": noCompany, "connecting": connecting, "watchers": watchers,
		"charging": charging, "portfolio": portfolios, "issuing": issuing, "anotherpaper": anotherPaper,
		"granted": granted, "reprisal": reprisal, "network": network, "condition": condition,
		"outlet": outletNoun, "aired": aired, "airing": airing, "verdict": verdictWord, "ransom": ransomNoun, "anybody": anyBody, "mouth": mouthpiece,
	}
}

// words are the senses of words.
type words struct {
	byID   []sense          // by word id
	byWord map[string]sense // of the list of this pass
}

// of are the senses of a word as the list writes it.
func (l words) of(word string) sense { return l.byWord[word] }

// loadWords reads the list; it panics where the embedded data names a sense that is not known, which a test of
// this package would have shown.
func loadWords(lex *lexicon.Lexicon) words {
	list := words{byWord: map[string]sense{}}
	known := senses()
	for _, row := range lex.Rows("en/citationwords") {
		ids := lex.Words(row.Get("word"))
		for _, name := range row.List("senses") {
			if known[name] == 0 || len(ids) != 1 {
				panic("internal error: embedded lexicon: en/citationwords: " + row.Get("word") + " " + name)
			}
			list.set(ids[0], known[name])
			list.byWord[row.Get("word")] |= known[name]
		}
	}
	for _, row := range lex.Rows("en/grammar") {
		if slices.Contains(row.List("classes"), "masthead") {
			list.byWord[row.Get("word")] |= masthead
		}
	}
	for _, row := range lex.Rows("givennames") {
		if ids := lex.Words(row.Get("name")); len(ids) == 1 {
			list.set(ids[0], given)
		}
	}
	return list
}

func (l *words) set(id uint32, s sense) {
	for int(id) >= len(l.byID) {
		l.byID = append(l.byID, make([]sense, int(id)+64-len(l.byID))...)
	}
	l.byID[id] |= s
}

// has reports whether a word has a sense, by its id.
func (l words) has(id uint32, s sense) bool { return int(id) < len(l.byID) && l.byID[id]&s != 0 }

// is reports whether token i has a sense.
func (w *work) is(i int, s sense) bool {
	return i >= 0 && i < len(w.t.Tokens) && w.words.has(w.t.Tokens[i].Word, s)
}
