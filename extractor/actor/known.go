package actor

import (
	"strings"
	"unicode"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/internal/claim"
)

// settle finds the entries that some mention names beyond doubt: an everyday word then means the group
// wherever it stands like a name, and a last name the person.
func (r *reading) settle() {
	r.sure = map[uint32]bool{}
	for n, t := range r.d.Texts() {
		for _, h := range r.hits[n] {
			in := t.Sentences[h.sentence].Range
			for _, a := range r.names[h.name] {
				a = asWritten(t, h, a)
				if !r.written(t, h, in, a) {
					continue
				}
				if a.level == common && r.d.Cyber && r.alone(t, h, in) && !t.Tokens[h.From].Is(doc.First) && !r.title(t, in) && !r.thing(t, h, in) &&
					(r.cyberClause(t, h.To, in) || r.cyberBefore(t, h.From, in)) {
					r.sure[a.entry] = true
				}
				if a.level == plain && !a.shared || (a.level == cyber || a.level == common) && r.d.Cyber && r.triggered(t, h, in) || a.level == short && r.titled(t, h, in) {
					r.sure[a.entry] = true
					r.crew = r.crew || a.level == common || a.level == cyber
				}
			}
		}
	}
}

// gazetteer turns the hits that count into mentions.
func (r *reading) gazetteer(n int, t *doc.Text) {
	for _, h := range r.hits[n] {
		in := t.Sentences[h.sentence].Range
		if a, ok := r.choose(t, h, in); ok {
			e := r.entries[a.entry]
			if e.Source == "" {
				e.Source = claim.OrgSource
			}
			if at, whole := r.whole(t, h, in, e.Kind); whole {
				r.add(n, at, r.entity(e))
			}
			continue
		}
		r.refused[n] = append(r.refused[n], h.Range)
	}
}

// choose is the meaning of a hit: of several that whose state stands nearest, else the first.
func (r *reading) choose(t *doc.Text, h hit, in doc.Range) (alias, bool) {
	var best alias
	ok, near := false, 0
	for _, a := range r.names[h.name] {
		a = asWritten(t, h, a)
		if !r.written(t, h, in, a) || !r.counts(t, h, in, a) {
			continue
		}
		if n := r.nearness(t, h, in, a); !ok || n > near {
			best, ok, near = a, true, n
		}
	}
	return best, ok
}

// asWritten is the alias with the level that its spelling here has: "Rivetfox" for "RivetFox" may be another word.
func asWritten(t *doc.Text, h hit, a alias) alias {
	if a.level == cyber && a.caps && !t.Tokens[h.From].Is(doc.AllCaps) {
		a.part = true // "Rivetium" for "RIVETIUM"
		return a
	}
	if a.level != plain || !a.camel || h.To-h.From != 1 {
		return a
	}
	for _, c := range t.S[t.Tokens[h.From].Start+1 : t.Tokens[h.From].End] {
		if unicode.IsUpper(c) {
			return a
		}
	}
	a.level, a.part = cyber, true
	return a
}

// written reports whether a hit is written like the alias: with its capitals, or in small letters where the words
// around it call it a group ("the xyzlock gang"), as crews write themselves.
func (r *reading) written(t *doc.Text, h hit, in doc.Range, a alias) bool {
	if r.cased(t, h, a) {
		return true
	}
	return r.d.Cyber && r.inSmall(t, h, in, a)
}

// inSmall reports whether a group's name stands in small letters where the words in it or around it call it a group:
// "the xyzlock gang", "known as xyzlock", "stolen by xyzlock", "the xyzlock group" of a name that ends so.
func (r *reading) inSmall(t *doc.Text, h hit, in doc.Range, a alias) bool {
	const shortest = 5
	if a.level != plain && a.level != cyber || a.upper || r.entries[a.entry].Kind != claim.Group || h.To-h.From > 2 ||
		t.Tokens[h.To-1].End-t.Tokens[h.From].Start < shortest || t.Tokens[h.From].Is(doc.Capital) && !t.Tokens[h.From].Is(doc.First) {
		return false
	}
	if r.triggered(t, h, in) || h.To-h.From == 2 && r.cues.Of(t.Tokens[h.To-1].Word).Has(r.is.crimeNoun) {
		return true
	}
	if a.level != plain || !in.Has(h.From-1) {
		return false
	}
	switch t.Word(h.From - 1) {
	case "by", "from", "against", "like":
		return true
	}
	return false
}

// counts reports whether an alias means its entry here.
func (r *reading) counts(t *doc.Text, h hit, in doc.Range, a alias) bool {
	next := r.at(t, h.To, in)
	if a.level == software || r.entries[a.entry].Kind == claim.Group && r.namesShop(t, h.To, in) {
		return false
	}
	called := r.triggered(t, h, in) || a.shared && r.d.Cyber && (r.strikes(t, h, in, false) || r.alone(t, h, in) && r.besideGroup(t, h, in))
	if a.both && !called && (next.Has(r.is.softNoun) || r.at(t, h.From-1, in).Has(r.is.softNoun)) || a.shared && !called {
		return false
	}
	switch a.level {
	case weak:
		return r.alone(t, h, in) && (r.named(t, h, in) || !r.title(t, in) && (h.To-h.From > 1 || !t.Tokens[h.From].Is(doc.First)))
	case cyber, common:
		return r.everyday(t, h, in, a)
	case local:
		return r.sure[a.entry] || r.here(a) || r.entries[a.entry].Country == r.home()
	case short:
		return (r.sure[a.entry] || r.famous(t, h)) && !r.otherPerson(t, h, in)
	}
	return true
}

// triggered reports whether the words around an everyday word say that it names a group.
func (r *reading) triggered(t *doc.Text, h hit, in doc.Range) bool {
	if r.at(t, h.To, in).Has(r.is.groupNoun) && !(t.Tokens[h.To].Is(doc.Capital) && !r.title(t, in) && r.at(t, h.To, in).Has(r.is.orgSuffix)) {
		return true
	}
	if r.at(t, h.From-1, in).Has(r.is.named | r.is.crimeNoun) {
		return true
	}
	if i, named := r.namedBy(t, h.From, in); named && r.at(t, i, in).Has(r.is.crimeNoun|r.is.groupNoun|r.is.hackerNoun) {
		return true
	}
	if in.Has(h.From-2) && t.Tokens[h.From-1].Word == r.w.of && r.at(t, h.From-2, in).Has(r.is.groupNoun) || r.pinned(t, h.From-1, in) {
		return true
	}
	if h.To < in.To && t.Tokens[h.To].Word == r.w.comma {
		for i := h.To + 1; i < in.To && i < h.To+9; i++ {
			if r.at(t, i, in).Has(r.is.crimeNoun) {
				return true
			}
			if t.Tokens[i].Is(doc.Punct) && t.Tokens[i].Word != r.w.hyphen {
				break
			}
		}
	}
	return false
}

// pinned reports whether the words that end with token i lay a deed at the door of what follows: "the hallmarks of",
// "was pinned on".
func (r *reading) pinned(t *doc.Text, i int, in doc.Range) bool {
	if !in.Has(i-1) || !t.Tokens[i+1].Is(doc.Capital) {
		return false
	}
	switch t.Word(i - 1) {
	case "hallmarks", "fingerprints", "handiwork":
		return t.Tokens[i].Word == r.w.of
	case "pinned", "blamed":
		return t.Word(i) == "on" && r.crimeIn(t, in)
	case "attributed", "linked", "tied", "traced":
		return t.Tokens[i].Word == r.w.to && r.crimeIn(t, in)
	}
	return false
}

// namesShop reports whether the word at token i makes the name before it that of an ordinary business: "the Xyz brewery".
func (r *reading) namesShop(t *doc.Text, i int, in doc.Range) bool {
	return r.at(t, i, in).Has(r.is.shop) && !t.Tokens[i].Is(doc.Capital)
}

// everyday reports whether an everyday word names a group here.
func (r *reading) everyday(t *doc.Text, h hit, in doc.Range, a alias) bool {
	if !r.d.Cyber {
		return a.level == cyber && (r.triggered(t, h, in) && r.hackish(t, h, in) || r.pinned(t, h.From-1, in))
	}
	if r.qualifies(t, h, in) {
		return false
	}
	if r.triggered(t, h, in) || r.strikes(t, h, in, a.level == cyber) || r.alone(t, h, in) && t.Tokens[h.From].Is(doc.Capital) && r.besideGroup(t, h, in) {
		return true
	}
	if prev := r.at(t, h.From-1, in); prev.Has(r.is.orgNoun) && !prev.Has(r.is.crimeNoun|r.is.groupNoun) {
		return false // "the oil giant Xyz"
	}
	if !r.alone(t, h, in) || r.title(t, in) && !r.sure[a.entry] {
		return false
	}
	if r.sure[a.entry] {
		return true
	}
	if r.thing(t, h, in) {
		return false
	}
	if r.codename(t, h, a) {
		return true
	}
	if a.level == cyber {
		if t.Tokens[h.From].Is(doc.First) && r.wordsOnly(t, h.To, in) {
			return false
		}
		return !a.part || !t.Tokens[h.From].Is(doc.First) || r.cyberClause(t, h.To, in)
	}
	return !t.Tokens[h.From].Is(doc.First) && (r.crew || r.cyberClause(t, h.To, in) || r.cyberBefore(t, h.From, in))
}

// wordsOnly reports whether the word at token i and the next are a noun and its verb, or two nouns, which a word with which
// the sentence begins only describes: "gallium nitride chips were".
func (r *reading) wordsOnly(t *doc.Text, i int, in doc.Range) bool {
	if !in.Has(i+1) || !plainSmall(t.Tokens[i]) || !plainSmall(t.Tokens[i+1]) || r.cues.Of(t.Tokens[i].Word) != 0 || r.deedWords.Of(t.Tokens[i].Word) != 0 {
		return false
	}
	w := t.Word(i)
	return !strings.HasSuffix(w, "ed") && !strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ly") && (r.deedWords.Of(t.Tokens[i+1].Word).Has(r.anyDeed) || r.at(t, i+2, in).Has(r.is.aux))
}

// plainSmall reports whether a token is a word in small letters.
func plainSmall(k doc.Token) bool { return k.Is(doc.Alpha) && !k.Is(doc.Capital) }

// qualifies reports whether an everyday word only says which person is meant: "a Nevada man", "the Royal couple".
func (r *reading) qualifies(t *doc.Text, h hit, in doc.Range) bool {
	return r.at(t, h.To, in).Has(r.is.described) && !t.Tokens[h.To].Is(doc.Capital)
}

// cyberSentence reports whether a sentence speaks of attacks on computers.
func (r *reading) cyberSentence(t *doc.Text, in doc.Range) bool {
	for i := in.From; i < in.To; i++ {
		if r.cues.Of(t.Tokens[i].Word).Has(r.is.cyber | r.is.cyberish) {
			return true
		}
	}
	return false
}

// alone reports whether no capitalised neighbour makes the hit part of a longer name.
func (r *reading) alone(t *doc.Text, h hit, in doc.Range) bool {
	if r.title(t, in) {
		return true
	}
	if next := h.To; in.Has(next) && t.Tokens[next].Is(doc.Capital) && !t.Tokens[next].Is(doc.Possessive) {
		return false
	}
	prev := h.From - 1
	if !in.Has(prev) || !t.Tokens[prev].Is(doc.Capital) {
		return true
	}
	if t.Tokens[prev].Is(doc.First) {
		return !r.at(t, prev, in).Has(r.is.given) // "Anna Xyz won"
	}
	return t.Tokens[prev].Word == r.w.the
}

// named reports whether the words around the hit treat it as a body: it says, owns, is told.
func (r *reading) named(t *doc.Text, h hit, in doc.Range) bool {
	return r.at(t, h.To, in).Has(r.is.say) || in.Has(h.To) && t.Tokens[h.To].Is(doc.Possessive)
}

// titled reports whether a title stands before a last name.
func (r *reading) titled(t *doc.Text, h hit, in doc.Range) bool {
	return r.at(t, h.From-1, in).Has(r.is.personTitle)
}

// famous reports whether a last name is so well known and so rare that it needs no first name.
func (r *reading) famous(t *doc.Text, h hit) bool {
	return t.Tokens[h.To-1].End-t.Tokens[h.From].Start >= 5
}

// otherPerson reports whether a last name belongs to another first name, or begins another name.
func (r *reading) otherPerson(t *doc.Text, h hit, in doc.Range) bool {
	if in.Has(h.To) && t.Tokens[h.To].Is(doc.Capital) && !t.Tokens[h.To].Is(doc.Possessive) && !r.title(t, in) {
		return true
	}
	prev := h.From - 1
	return in.Has(prev) && t.Tokens[prev].Is(doc.Capital) && r.at(t, prev, in).Has(r.is.given)
}
