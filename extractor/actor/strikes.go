package actor

import (
	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/gazetteer"
	"github.com/claimwire/claimwire/internal/claim"
)

// deed is what only groups do: a verb and what it is done to, as en/deeds.tsv has them.
type deed struct {
	verb, object gazetteer.Mask
	reach        int  // how many tokens behind the verb the object may stand
	weather      bool // fog and storms do it too
}

// loadDeeds reads the deeds.
func (f *finder) loadDeeds() {
	f.deedWords = gazetteer.NewClasses(f.lex, "en/deeds")
	f.particle, f.sheer = f.deedWords.Bit("particle"), f.deedWords.Bit("sheer")
	f.holdsVerb, f.holdsObject = f.deedWords.Bit("holds-verb"), f.deedWords.Bit("holds-object")
	for name, reach := range map[string]int{"asks": 4, "attacks": 6, "breaks": 7, "claims": 7, "disables": 4, "enters": 8, "earns": 9, "exploits": 6, "forces": 5, "hits": 6, "lists": 8, "publishes": 7, "robs": 7,
		"sends": 8, "spies": 5, "steals": 8, "threatens": 10, "wipes": 5} {
		d := deed{verb: f.deedWords.Bit(name + "-verb"), object: f.deedWords.Bit(name + "-object"), reach: reach, weather: name == "hits" || name == "disables"}
		f.deeds = append(f.deeds, d)
		f.anyDeed |= d.verb
	}
}

// strikes reports whether an everyday word, capitalised and without an article, is the subject of what only
// attackers do: "Xyz claimed responsibility for the attack", "Xyz leaked data".
func (r *reading) strikes(t *doc.Text, h hit, in doc.Range, rare bool) bool {
	if !t.Tokens[h.From].Is(doc.Capital) || !r.alone(t, h, in) || r.title(t, in) {
		return false
	}
	if r.at(t, h.To, in).Has(r.is.groupNoun) && !t.Tokens[h.To].Is(doc.Capital) {
		h.To++ // "the Xyz team wiped"
		rare = true
	} else if prev := h.From - 1; in.Has(prev) && (r.article(t, prev) || r.at(t, prev, in).Has(r.is.orgNoun|r.is.given|r.is.personTitle)) {
		return false
	}
	i := r.deedAt(t, h.To, in)
	if r.strikesBody(t, h, i, in) && (rare || r.withMalware(t, i, in)) {
		return true
	}
	if !in.Has(i) {
		return false
	}
	if r.at(t, i, in).Has(r.is.say) && r.boasts(t, i+1, in) {
		return true
	}
	if r.sheerly(t, h, i, in) || r.does(t, i, in, rare) || r.does(t, r.second(t, i, in), in, rare) {
		return true
	}
	return r.deedWords.Of(t.Tokens[i].Word).Has(r.anyDeed) && r.at(t, i, in).Has(r.is.crimeVerb) && r.withMalware(t, i+1, in)
}

// sheerly reports whether the verb at token i is done to computers and nothing else, and has an object. A country that
// hacks is the country.
func (r *reading) sheerly(t *doc.Text, h hit, i int, in doc.Range) bool {
	return in.Has(i+1) && r.deedWords.Of(t.Tokens[i].Word).Has(r.sheer) && !t.Tokens[i+1].Is(doc.Punct) && !r.is1(t, i+1, "by") && !r.countryAt(t, h.To-1)
}

// does reports whether the verb at token i, with what follows it, is what only groups do.
func (r *reading) does(t *doc.Text, i int, in doc.Range, rare bool) bool {
	if !in.Has(i) {
		return false
	}
	m := r.deedWords.Of(t.Tokens[i].Word)
	if !m.Has(r.anyDeed) || in.Has(i+1) && r.deedWords.Of(t.Tokens[i+1].Word).Has(r.particle) {
		return false // "chaos broke out at the airport"
	}
	for _, d := range r.deeds {
		if m.Has(d.verb) && (rare || !d.weather || r.strong > 0) && r.follows(t, doc.Range{From: i + 1, To: min(in.To, i+1+d.reach)}, d.object) {
			return true
		}
	}
	return false
}

// second is the verb that "and" joins to the one at token i: "gave the firm ten days and published", or -1.
func (r *reading) second(t *doc.Text, i int, in doc.Range) int {
	const farthest = 12
	for k := i + 1; in.Has(k+1) && k < i+farthest; k++ {
		switch {
		case t.Tokens[k].Is(doc.Punct) && t.Tokens[k].Word != r.w.hyphen:
			return -1
		case t.Tokens[k].Word == r.w.and && r.deedWords.Of(t.Tokens[k+1].Word).Has(r.anyDeed):
			return k + 1
		}
	}
	return -1
}

// deedAt is the verb of which a name that ends before token i is the subject, behind a clause between commas and
// behind what only says how it was done: "Xyz, which is new, has since tried to break into".
func (r *reading) deedAt(t *doc.Text, i int, in doc.Range) int {
	const longestAside = 14
	if in.Has(i+1) && t.Tokens[i].Word == r.w.comma {
		for k := i + 2; k < in.To && k < i+longestAside; k++ {
			if t.Tokens[k].Word == r.w.comma {
				i = k + 1
				break
			}
		}
	}
	for n := 0; n < 6 && r.at(t, i, in).Has(r.is.ahead); n++ {
		i++
	}
	return i
}

// boasts reports whether what is said from token i on is an attack by the one who says it: "it stole", "to
// have hacked", "that it had encrypted".
func (r *reading) boasts(t *doc.Text, i int, in doc.Range) bool {
	self := false
	for n := 0; n < 6 && in.Has(i); i, n = i+1, n+1 {
		switch {
		case r.is1(t, i, "it") || r.is1(t, i, "they") || r.is1(t, i, "to"):
			self = true
		case r.is1(t, i, "was") || r.is1(t, i, "were") || r.is1(t, i, "been") || r.is1(t, i, "not"):
			return false
		case self && r.deedWords.Of(t.Tokens[i].Word).Has(r.holdsVerb) && r.follows(t, doc.Range{From: i + 1, To: min(in.To, i+6)}, r.holdsObject):
			return true
		case self && (r.at(t, i, in).Has(r.is.crimeVerb) || r.is1(t, i, "stole") || r.is1(t, i, "stolen") || r.is1(t, i, "encrypted") || r.is1(t, i, "taken") || r.is1(t, i, "exfiltrated")):
			return true
		}
	}
	return false
}

// strikesBody reports whether a name that is rarely another word attacks or has attacked a named body:
// "Xyz attacked Abc Bank", "the attack on Abc Bank by Xyz", "was infiltrated by Xyz". The verb stands at i.
func (r *reading) strikesBody(t *doc.Text, h hit, i int, in doc.Range) bool {
	if r.at(t, i, in).Has(r.is.crimeVerb) && in.Has(i+1) && t.Tokens[i+1].Is(doc.Capital) {
		return true
	}
	return in.Has(h.From-1) && r.is1(t, h.From-1, "by") && (r.at(t, h.From-2, in).Has(r.is.crimeVerb) || r.crimeBefore(t, run{Range: h.Range, in: in}))
}

// withMalware reports whether the clause behind token i says that what is done is done to computers or by means of
// them: "with malware", "in a ransomware attack".
func (r *reading) withMalware(t *doc.Text, i int, in doc.Range) bool {
	means := -1
	for ; i < in.To && !r.clauseEnds(t, i, in); i++ {
		switch t.Word(i) {
		case "with", "using", "via", "through", "in", "by":
			means = i
		}
		if means >= 0 && i-means < 5 && r.cues.Of(t.Tokens[i].Word).Has(r.is.cyber) {
			return true
		}
	}
	return false
}

// besideGroup reports whether a name stands in a list beside that of a group beyond doubt: "Xyz and LockBit".
func (r *reading) besideGroup(t *doc.Text, h hit, in doc.Range) bool {
	joins := func(i int) bool { return in.Has(i) && (t.Tokens[i].Word == r.w.and || t.Tokens[i].Word == r.w.comma) }
	word := func(i int) uint32 { return t.Tokens[i].Word }
	if joins(h.To) && in.Has(h.To+1) {
		if name, n := r.trie.Longest(word, h.To+1, in.To); n > 0 && r.plainGroup(t, hit{Range: doc.Range{From: h.To + 1, To: h.To + 1 + n}, name: name}) {
			return true
		}
	}
	from := h.From
	for range longestList {
		name, at := r.nameBefore(t, from, in)
		if at < 0 || !joins(from-1) {
			return false
		}
		if r.plainGroup(t, hit{Range: doc.Range{From: at, To: from - 1}, name: name}) {
			return true
		}
		from = at // "Xyzlock, Akira and Medusa": the next but one may be no everyday word
	}
	return false
}

// longestList is how many names of a list are looked at before one of it.
const longestList = 4

// nameBefore is the name of the table that ends one token before a token, and where it begins, or -1.
func (r *reading) nameBefore(t *doc.Text, token int, in doc.Range) (name uint32, at int) {
	word := func(i int) uint32 { return t.Tokens[i].Word }
	for i := max(in.From, token-4); i < token-1; i++ {
		if name, n := r.trie.Longest(word, i, token-1); n > 0 && i+n == token-1 {
			return name, i
		}
	}
	return 0, -1
}

// plainGroup reports whether a phrase names a group and nothing else.
func (r *reading) plainGroup(t *doc.Text, h hit) bool {
	for _, a := range r.names[h.name] {
		if a.level == plain && r.entries[a.entry].Kind == claim.Group && r.cased(t, h, a) {
			return true
		}
	}
	return false
}

// follows reports whether an object of the class of deeds stands in the range before its first comma.
func (r *reading) follows(t *doc.Text, at doc.Range, class gazetteer.Mask) bool {
	for i := at.From; i < at.To && t.Tokens[i].Word != r.w.comma; i++ {
		if r.deedWords.Of(t.Tokens[i].Word).Has(class) {
			return true
		}
	}
	return false
}
