package actor

import (
	"cmp"
	"slices"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/gazetteer"
	"github.com/claimwire/claimwire/internal/claim"
)

// reading is one document on its way through the pass.
type reading struct {
	*finder
	d         *doc.Doc
	keys      map[string]int // entity's key → index in d.Entities
	found     [2][]found     // what was found in title and body, in text order
	hits      [2][]hit
	runs      [2][]run
	sure      map[uint32]bool // entries that a mention beyond doubt has named
	strong    int             // words of attacks on computers
	crew      bool            // a crew with an everyday name was named beyond doubt
	countries map[string]int  // how often the document names a country, by its code
	homeCode  string          // see home
	homeKnown bool
	refused   [2][]doc.Range // phrases of the gazetteer that mean nothing here
	heads     headline
	starts    map[uint32]bool // first words of the bodies' names among the runs
}

// hit is a phrase of the gazetteer where it stands.
type hit struct {
	doc.Range
	sentence int
	name     uint32
}

// found is a mention with what it names.
type found struct {
	doc.Range
	entity int
}

func (r *reading) read() {
	for n, t := range r.d.Texts() {
		r.scan(n, t)
	}
	r.d.Cyber = r.aboutCyber()
	r.settle()
	for n, t := range r.d.Texts() {
		r.gazetteer(n, t)
		r.states(n, t)
		r.owned(n, t)
		r.clusters(n, t)
		r.towns(n, t)
	}
	for n, t := range r.d.Texts() {
		r.collect(n, t)
	}
	r.classify()
	for n, t := range r.d.Texts() {
		r.attribute(n, t)
	}
	for n, t := range r.d.Texts() {
		r.write(n, t)
	}
}

// scan finds every phrase of the gazetteer, longest first.
func (r *reading) scan(n int, t *doc.Text) {
	word := func(i int) uint32 { return t.Tokens[i].Word }
	for s := range t.Sentences {
		to := t.Sentences[s].To
		for i := t.Sentences[s].From; i < to; {
			w := t.Tokens[i].Word
			if w == 0 || !r.trie.Begins(w) {
				i++
				continue
			}
			h, small := hit{sentence: s}, hit{}
			for end := to; end > i; end = h.To - 1 {
				name, length := r.trie.Longest(word, i, end)
				h.Range, h.name = doc.Range{From: i, To: i + length}, name
				if length == 0 || r.spelled(t, h) {
					break
				}
				if small.To == 0 && length == 2 && (!t.Tokens[i].Is(doc.Capital) || t.Tokens[i].Is(doc.First)) && !t.Tokens[i+1].Is(doc.Capital) {
					small = h // "the xyz lock gang", see inSmall
				}
			}
			if small.To > 0 && (h.To == i || !t.Tokens[i].Is(doc.Capital) && r.cues.Of(t.Tokens[i+1].Word).Has(r.is.crimeNoun)) {
				h = small
			}
			if h.To > i && r.overtaken(word, h, to) {
				i++ // "The National" before "National Crime Agency"
				continue
			}
			if h.To > i {
				r.hits[n] = append(r.hits[n], h)
			}
			i = max(h.To, i+1)
		}
	}
}

// overtaken reports whether a longer phrase begins inside a phrase and runs on beyond it.
func (r *reading) overtaken(word func(int) uint32, h hit, to int) bool {
	for i := h.From + 1; i < h.To; i++ {
		if _, n := r.trie.Longest(word, i, to); n > h.To-h.From && i+n > h.To {
			return true
		}
	}
	return false
}

// spelled reports whether some name of the phrase may be written as it stands here.
func (r *reading) spelled(t *doc.Text, h hit) bool {
	for _, a := range r.names[h.name] {
		if r.cased(t, h, a) {
			return true
		}
	}
	return false
}

// cased reports whether an alias may be written as it stands here.
func (r *reading) cased(t *doc.Text, h hit, a alias) bool {
	first, last := t.Tokens[h.From], t.Tokens[h.To-1]
	if a.upper {
		return h.To-h.From > 1 || first.Is(doc.AllCaps) || first.End-first.Start == 2 && first.Is(doc.Capital)
	}
	if a.first && !first.Is(doc.Capital) && !first.Is(doc.Digit) {
		return false
	}
	return !a.last || h.To-h.From > 2 || last.Is(doc.Capital) || last.Is(doc.Digit) || last.Is(doc.Punct)
}

// aboutCyber reports whether the document is about attacks on computers: two such words, or one with two
// that often stand beside it; in a short text one is enough.
func (r *reading) aboutCyber() bool {
	often, all := 0, 0
	for _, t := range r.d.Texts() {
		all += len(t.Tokens)
		for i := range t.Tokens {
			m := r.cues.Of(t.Tokens[i].Word)
			if m.Has(r.is.cyber) {
				r.strong++
			} else if m.Has(r.is.cyberish) {
				often++
			}
		}
	}
	strong, called := r.strong, 0
	for n, t := range r.d.Texts() {
		known, c := r.crews(n, t)
		strong, called = strong+2*known, called+c
	}
	if called > 0 && (often > 2 || often > 0 && all < 60) {
		return true
	}
	if all > 1500 {
		return strong*600 > all || strong > 2 && often > 8
	}
	if all < 150 && often > 2 {
		return true
	}
	return strong > 1 || strong == 1 && (often > 1 || all < 60)
}

// crews counts the groups named beyond doubt, and the everyday words that are called a group.
func (r *reading) crews(n int, t *doc.Text) (known, called int) {
	for _, h := range r.hits[n] {
		in := t.Sentences[h.sentence].Range
		for _, a := range r.names[h.name] {
			a = asWritten(t, h, a)
			if r.entries[a.entry].Kind != claim.Group || a.level == software || a.shared && !r.strikes(t, h, in, false) {
				continue
			}
			if !r.cased(t, h, a) {
				if a.level == plain && r.inSmall(t, h, in, a) {
					called++
				}
				continue
			}
			switch {
			case a.level == plain:
				known++
			case r.strikes(t, h, in, a.level == cyber):
				known++
			case r.triggered(t, h, in):
				called++
			}
		}
	}
	return known, called
}

// entity is the index of an entity, made where it is new.
func (r *reading) entity(e doc.Entity) int {
	k := e.ID
	if k == "" || e.Kind == claim.Group {
		k = string(e.Kind) + "|" + e.Name
	}
	i, ok := r.keys[k]
	if !ok {
		i = len(r.d.Entities)
		r.keys[k] = i
		r.d.Entities = append(r.d.Entities, e)
	}
	return i
}

func (r *reading) add(n int, at doc.Range, entity int) {
	r.found[n] = append(r.found[n], found{Range: at, entity: entity})
}

// taken reports whether a found mention overlaps the range. It is called for ranges in text order, so
// the search looks only at the last ones before it.
func (r *reading) taken(n int, at doc.Range) bool {
	list := r.found[n]
	i, _ := slices.BinarySearchFunc(list, at.From, func(f found, from int) int { return cmp.Compare(f.To, from+1) })
	return i < len(list) && list[i].Overlaps(at)
}

// sort brings the list into text order and drops what longer mentions cover.
func (r *reading) sort(n int) {
	r.found[n] = slices.DeleteFunc(r.found[n], func(f found) bool { return f.entity == dropped })
	slices.SortFunc(r.found[n], func(a, b found) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) })
}

// write puts what was found into the text's layer.
func (r *reading) write(n int, t *doc.Text) {
	r.sort(n)
	t.Actors = slices.Grow(t.Actors, len(r.found[n]))
	last := 0
	for _, f := range r.found[n] {
		if f.From < last {
			continue
		}
		last = f.To
		e := &r.d.Entities[f.entity]
		t.Actors = append(t.Actors, doc.Actor{Range: f.Range, Entity: f.entity, Actor: claim.Actor{
			Span: t.Span(f.Range), Name: e.Name, ID: e.ID, Kind: e.Kind, Country: e.Country, Role: claim.Other,
		}})
	}
}

// at is the classes of token i of a sentence.
func (r *reading) at(t *doc.Text, i int, in doc.Range) gazetteer.Mask { return r.cues.At(t, i, in) }

// headline remembers of the last sentence asked for whether its long words are all capitalised.
type headline struct {
	text *doc.Text
	in   doc.Range
	yes  bool
}

// title reports whether a sentence is written in title case or in capitals.
func (r *reading) title(t *doc.Text, in doc.Range) bool {
	if r.heads.text == t && r.heads.in == in {
		return r.heads.yes
	}
	long, capital := 0, 0
	for i := in.From; i < in.To; i++ {
		if k := t.Tokens[i]; k.End-k.Start > 3 && k.Is(doc.Alpha) {
			long++
			if k.Is(doc.Capital) {
				capital++
			}
		}
	}
	told := capital < long && in.To > in.From && t == &r.d.Body && t.Word(in.To-1) == "." // a headline has no full stop
	r.heads = headline{text: t, in: in, yes: long > 2 && capital >= long-long/6 && !told}
	return r.heads.yes
}
