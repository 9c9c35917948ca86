// Package assertion reads what an article asserts: who stole, attacked, laundered, paid for, sanctioned or
// denied what, when, on whose word and how firmly. It is the last reader of all layers. A trigger of
// en/triggers.tsv opens a frame; the words around it, by the position that the trigger gives them, fill
// it; what is attributed and has substance but no frame becomes a statement.
//
// Begin with New. The pass writes Doc.Assertions, whose indexes run over title and body as in a reading.
package assertion

import (
	"slices"
	"sort"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/lexicon"
	"github.com/claimwire/claimwire/internal/claim"
)

// New returns the pass. It writes Assertions.
func New(lex *lexicon.Lexicon) func(*doc.Doc) {
	tab := newTables(lex)
	return func(d *doc.Doc) {
		r := &reader{tables: tab, d: d}
		r.run()
	}
}

// reader reads one document.
type reader struct {
	*tables
	d         *doc.Doc
	struck    map[int]bool      // entities that are victims of acts
	summed    [2]map[int]bool   // by text: the amounts that some frame has
	mentions  map[int][]mention // by entity, in text order
	states    map[string]int    // entity of a state, by its country's code
	cyber     bool              // the document is about attacks, thefts and the like: see topics
	reporters map[int]bool      // entities that stand in the dateline
	mixers    map[int]bool      // entities that launder
	thefts    int               // how many of its words speak of theft
	extorted  bool              // some act of it is a ransom demanded or paid
	ransom    int               // how often it speaks of extortion
	incident  bool              // the document tells of an act: sums and numbers in it have a context
	frames    []*frame
	sorted    map[[2]int][]*frame // frames by text and sentence
	acts      []*frame            // of frames, the acts that have a victim or a sum: what "the attack" may mean
	tale      bool                // it is about a film or a book
	spares    []*frame            // acts told without whom they hit, see toldActs
}

// mention is an actor mention by its place.
type mention struct {
	text  int // 0 title, 1 body
	index int // in the text's Actors
	token int
}

func (r *reader) run() {
	r.index()
	r.tale = r.readsTale()
	for n, t := range r.d.Texts() {
		for i := range t.Sentences {
			if !t.Sentences[i].Boilerplate && r.speaks(t, i) {
				s := r.sentence(n, t, i)
				s.acts()
				r.frames = append(r.frames, s.frames...)
			}
		}
	}
	r.incident = slices.ContainsFunc(r.frames, actual)
	r.noteVictims()
	for n, t := range r.d.Texts() {
		r.statements(n, t)
	}
	r.toldActs()
	r.settleLosses()
	r.blames()
	r.aboutWhom()
	r.write()
}

// index lists the mentions of each entity.
func (r *reader) index() {
	r.mentions, r.states, r.mixers, r.reporters = map[int][]mention{}, map[string]int{}, map[int]bool{}, map[int]bool{}
	for n, t := range r.d.Texts() {
		for i := range t.Actors {
			e := t.Actors[i].Entity
			r.mentions[e] = append(r.mentions[e], mention{n, i, t.Actors[i].From})
			if t.Actors[i].Kind == claim.State {
				r.states[t.Actors[i].ID] = e
			}
		}
	}
	r.topics()
}

// noteVictims notes whom the acts hit and which sums they have.
func (r *reader) noteVictims() {
	r.struck, r.summed = map[int]bool{}, [2]map[int]bool{{}, {}}
	for _, a := range r.acts {
		for _, m := range a.victims {
			r.struck[r.actor(m).Entity] = true
		}
	}
	for _, f := range r.frames {
		r.noteSums(f)
	}
}

func (r *reader) noteSums(f *frame) {
	for _, i := range f.amounts {
		r.summed[f.text][i] = true
	}
}

// nearest is the mention of an entity that stands last before a token, else its first.
func (r *reader) nearest(entity, text, token int) (mention, bool) {
	list := r.mentions[entity]
	if len(list) == 0 {
		return mention{}, false
	}
	lo, hi := 0, len(list)
	for lo < hi {
		mid := (lo + hi) / 2
		if m := list[mid]; m.text < text || m.text == text && m.token <= token {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return list[max(lo-1, 0)], true
}

// longestSentence is how many tokens a sentence may have. What is longer is no prose, and the time that a
// sentence takes grows faster than its length.
const longestSentence = 500

// speaks is the cheap test: some word of the sentence opens a trigger, or it has a sum of money.
func (r *reader) speaks(t *doc.Text, sentence int) bool {
	s := t.Sentences[sentence]
	if s.To-s.From > longestSentence {
		return false
	}
	if r.cyber && sumIn(t, s.Range) {
		return true
	}
	for i := s.From; i < s.To; i++ {
		if w := t.Tokens[i].Word; w != 0 && (r.triggers.Begins(w) || r.is(w, opens)) {
			return true
		}
	}
	return false
}

// sumIn reports whether a sum of money stands in a range.
func sumIn(t *doc.Text, span doc.Range) bool {
	i := sort.Search(len(t.Amounts), func(i int) bool { return t.Amounts[i].To > span.From })
	return i < len(t.Amounts) && t.Amounts[i].From < span.To
}

// actor is the mention behind an index pair.
func (r *reader) actor(m mention) *doc.Actor { return &r.d.Texts()[m.text].Actors[m.index] }

// write turns the frames into assertions, in text order.
func (r *reader) write() {
	r.d.Assertions = nil
	kept := r.kept()
	for i, f := range kept {
		f.number = i
	}
	for _, f := range kept {
		r.d.Assertions = append(r.d.Assertions, r.assertion(f))
	}
	r.setApart(kept)
}

// base is the index in a reading of the first of a list's body items.
func (r *reader) base(text int, list func(*doc.Text) int) int {
	if text == 0 {
		return 0
	}
	return list(&r.d.Title)
}

func (r *reader) assertion(f *frame) claim.Assertion {
	a := claim.Assertion{Kind: f.kind, Sum: f.sum, Counts: f.counts, Certainty: f.certainty,
		Denies: f.denies, Targets: f.targets, Evidence: []claim.Place{f.evidence}}
	if f.when != nil { // a copy: the layers are used again for the next document
		when := *f.when
		a.When = &when
	}
	actors := r.base(1, func(t *doc.Text) int { return len(t.Actors) })
	for _, m := range f.actors {
		a.Actors = appendNew(a.Actors, m.text*actors+m.index)
	}
	for _, m := range f.victims {
		a.Victims = appendNew(a.Victims, m.text*actors+m.index)
	}
	amounts := r.base(f.text, func(t *doc.Text) int { return len(t.Amounts) })
	for _, i := range f.amounts {
		a.Amounts = appendNew(a.Amounts, amounts+i)
	}
	countries := r.base(f.text, func(t *doc.Text) int { return len(t.Countries) })
	for _, i := range f.countries {
		a.Countries = appendNew(a.Countries, countries+i)
	}
	citations := r.base(f.text, func(t *doc.Text) int { return len(t.Citations) })
	for _, i := range f.citations {
		a.Citations = appendNew(a.Citations, citations+i)
	}
	a.Statement = r.render(f)
	return a
}

func appendNew(list []int, x int) []int {
	for _, y := range list {
		if x == y {
			return list
		}
	}
	return append(list, x)
}
