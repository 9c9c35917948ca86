package assertion

import (
	"slices"
	"sort"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/internal/claim"
)

// sentence is one sentence under reading: its parties, sums and triggers in order.
type sentence struct {
	*reader
	n      int // text: 0 title, 1 body
	t      *doc.Text
	index  int // in the text's Sentences
	span   doc.Range
	cls    []class // of its tokens
	items  []item
	sums   [][]int // groups of amounts (indexes in the text): one sum, in one or more currencies
	hits   []*hit
	frames []*frame
	extra  []*frame // of sums that no trigger takes
	bound  []bool   // by group of sums: some act has it
}

// itemKind says what stands at an item.
type itemKind uint8

const (
	party   itemKind = iota // an actor, by name or by a word that means it
	place                   // a country that is no actor of its own here
	someone                 // an unnamed perpetrator: "hackers"
	class1                  // a class of targets: "banks"
	money                   // a sum
)

// item is something in a sentence that can fill a place of a frame.
type item struct {
	doc.Range
	kind    itemKind
	who     mention       // of a party; of someone whose state is known
	known   bool          // who is set
	country int           // index in the text's Countries, or -1
	demonym bool          // of a place: "North Korean"
	group   int           // of money, in sums
	label   string        // of a class: its plural
	single  bool          // of a class: "a bank", not "banks"
	crew    bool          // a state or group with a noun for perpetrators: "Russian hackers"
	ref     bool          // a word that refers to it
	cue     claim.Sum     // of money: what the words around it say that it is
	clear   bool          // these words stand right beside it
	part    bool          // of money: the words before it take only a part of it
	speech  *doc.Citation // it stands in this attribution, not in what is attributed
}

func (r *reader) sentence(n int, t *doc.Text, index int) *sentence {
	s := &sentence{reader: r, n: n, t: t, index: index, span: behindDateline(t, t.Sentences[index].Range)}
	for i := s.from(len(t.Actors), func(i int) doc.Range { return t.Actors[i].Range }) - 1; i >= 0 && t.Actors[i].From >= t.Sentences[index].From; i-- {
		if t.Word(t.Actors[i].To) == ")" {
			r.reporters[t.Actors[i].Entity] = true // the dateline's
		}
	}
	s.classify()
	s.addParties()
	s.addNouns()
	s.addMoney()
	slices.SortStableFunc(s.items, byPlace)
	s.ofStates()
	s.merge()
	s.addSpeech()
	s.markSums()
	s.bound = make([]bool, len(s.sums))
	s.findHits()
	return s
}

func (s *sentence) class(i int) class {
	if i < s.span.From || i >= s.span.To {
		return 0
	}
	return s.cls[i-s.span.From]
}

// classify looks up each word's classes, those of phrases too.
func (s *sentence) classify() {
	s.cls = make([]class, s.span.To-s.span.From)
	word := func(i int) uint32 { return s.t.Tokens[i].Word }
	for i := s.span.From; i < s.span.To; i++ {
		if w := word(i); int(w) < len(s.words) {
			s.cls[i-s.span.From] |= s.words[w]
		}
		x, n := s.nouns.Longest(word, i, s.span.To)
		for k := i; n > 1 && k < i+n; k++ {
			s.cls[k-s.span.From] |= x.class
		}
	}
	for k := s.from(len(s.t.Periods), func(k int) doc.Range { return s.t.Periods[k].Range }); k < len(s.t.Periods) && s.t.Periods[k].Range.To <= s.span.To; k++ {
		for i := max(s.t.Periods[k].Range.From, s.span.From); i < s.t.Periods[k].Range.To; i++ {
			if s.has(i, modal) {
				s.cls[i-s.span.From] &^= modal | irreal // "the May theft"
			}
		}
	}
}

func (s *sentence) has(i int, c class) bool { return s.class(i)&c != 0 }

// from is the index of the first of n ranges that ends behind the sentence's begin.
func (s *sentence) from(n int, at func(int) doc.Range) int {
	return sort.Search(n, func(i int) bool { return at(i).To > s.span.From })
}

// addParties adds actors, the words that refer to one, and countries.
func (s *sentence) addParties() {
	t := s.t
	for i := s.from(len(t.Actors), func(i int) doc.Range { return t.Actors[i].Range }); i < len(t.Actors) && t.Actors[i].From < s.span.To; i++ {
		if t.Actors[i].Kind == claim.State && s.sided(t.Actors[i].From) {
			continue
		}
		s.items = append(s.items, item{Range: t.Actors[i].Range, kind: party, who: mention{s.n, i, t.Actors[i].From}, known: true, country: -1})
	}
	for i := s.from(len(t.References), func(i int) doc.Range { return t.References[i].Range }); i < len(t.References) && t.References[i].From < s.span.To; i++ {
		ref := t.References[i]
		if m, ok := s.nearest(s.speakerFor(ref), s.n, ref.From); ok {
			s.items = append(s.items, item{Range: ref.Range, kind: party, who: m, known: true, country: -1, ref: true})
		}
	}
	for i := s.from(len(t.Countries), func(i int) doc.Range { return t.Countries[i].Range }); i < len(t.Countries) && t.Countries[i].From < s.span.To; i++ {
		c := t.Countries[i]
		if c.Form == claim.ByCity {
			continue
		}
		it := item{Range: c.Range, kind: place, country: i, demonym: c.Form == claim.ByDemonym}
		if it.demonym && it.To < s.span.To && s.has(it.To, ruler) {
			it.demonym, it.To = false, it.To+1 // "the North Korean regime"
		}
		it.who, it.known = s.state(c.Code, c.From)
		s.items = append(s.items, it)
	}
}

// speakerFor is the entity that a reference means: where that would be the agency of the dateline, the one that speaks
// before it.
func (s *sentence) speakerFor(ref doc.Reference) int {
	if !s.reporters[ref.Entity] {
		return ref.Entity
	}
	for _, c := range s.citationsAt() {
		if c.From < ref.From && c.Entity >= 0 && !s.reporter(c.Entity) {
			return c.Entity
		}
	}
	return ref.Entity
}

// outlet reports whether an entity is a news agency or an outlet.
func (r *reader) outlet(entity int) bool {
	if entity < 0 || entity >= len(r.d.Entities) {
		return false
	}
	k := r.d.Entities[entity].Source
	return k == claim.NewsAgency || k == claim.NewsOutlet
}

// reporter reports whether an entity only reports: an outlet, or who stands in the dateline.
func (r *reader) reporter(entity int) bool { return r.reporters[entity] || r.outlet(entity) }

// state is the mention of a state that its country's word stands for.
func (s *sentence) state(code string, token int) (mention, bool) {
	entity, ok := s.states[code]
	if !ok {
		return mention{}, false
	}
	return s.nearest(entity, s.n, token)
}

// addNouns adds unnamed perpetrators and classes of targets.
func (s *sentence) addNouns() {
	word := func(i int) uint32 { return s.t.Tokens[i].Word }
	for i := s.span.From; i < s.span.To; i++ {
		x, n := s.nouns.Longest(word, i, s.span.To)
		if n == 0 {
			continue
		}
		r := doc.Range{From: i, To: i + n}
		switch {
		case x.class&perp != 0:
			s.items = append(s.items, item{Range: r, kind: someone, country: -1})
		case x.class&target != 0:
			last := s.t.Word(i + n - 1)
			s.items = append(s.items, item{Range: r, kind: class1, label: x.plural, single: len(last) > 0 && last[len(last)-1] != 's', country: -1})
		}
		i += n - 1
	}
}

// addMoney groups the sums: one that only restates the one before, in another currency, joins it.
func (s *sentence) addMoney() {
	t := s.t
	last := -1
	for i := s.from(len(t.Amounts), func(i int) doc.Range { return t.Amounts[i].Range }); i < len(t.Amounts) && t.Amounts[i].From < s.span.To; i++ {
		a := t.Amounts[i]
		if last >= 0 && s.restates(last, i) {
			s.sums[len(s.sums)-1] = append(s.sums[len(s.sums)-1], i)
			s.items[len(s.items)-1].To = a.To
		} else {
			s.sums = append(s.sums, []int{i})
			s.items = append(s.items, item{Range: a.Range, kind: money, group: len(s.sums) - 1, country: -1})
		}
		last = i
	}
}

// restates reports whether sum b names the same money as a: another currency, and only small words
// between ("$97m (£70m)", "48,200 ether, or about $112m").
func (s *sentence) restates(a, b int) bool {
	x, y := &s.t.Amounts[a], &s.t.Amounts[b]
	if x.Currency == y.Currency || y.From-x.To > 9 {
		return false
	}
	other, or := 0, false
	for i := x.To; i < y.From; i++ {
		if tok := s.t.Tokens[i]; !tok.Is(doc.Punct) && !s.has(i, same|adv) {
			other++
		}
		or = or || s.t.Word(i) == "or" || s.t.Word(i) == "("
		if w := s.t.Word(i); w == ";" || w == "+" {
			return false
		}
	}
	return other == 0 || or && other <= 2
}

// addSpeech marks the items that only say who speaks.
func (s *sentence) addSpeech() {
	for _, c := range s.citationsAt() {
		for k := range s.items {
			it := &s.items[k]
			if c.SourceRange.Overlaps(it.Range) || c.Range.Overlaps(it.Range) && !contains(c, it.Range) {
				it.speech = c
			}
		}
	}
}

// aside reports whether an item only says who speaks, as far as a hit is concerned: in "the gang
// claimed responsibility for it" the trigger is itself the word of saying.
func (s *sentence) aside(it item, h *hit) bool {
	return it.speech != nil && !it.speech.CueRange.Overlaps(h.Range)
}

// at is the index of the item that covers a token, or -1.
func (s *sentence) at(token int) int {
	n := sort.Search(len(s.items), func(i int) bool { return s.items[i].To > token })
	if n < len(s.items) && s.items[n].From <= token {
		return n
	}
	return -1
}
