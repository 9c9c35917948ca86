package actor

import (
	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/gazetteer"
	"github.com/claimwire/claimwire/internal/claim"
)

// deed is a verb that makes its subject a group where one of the words of its object follows near by.
type deed struct {
	verbs   []string
	objects []string
	reach   int
}

// deeds are what groups do that the things and creatures after which they are named do not.
var deeds = [...]deed{
	{verbs: []string{"claimed", "claims"}, objects: []string{"attack", "attacks", "breach", "breaches", "cyberattack", "hack", "responsibility", "theft"}, reach: 7},
	{verbs: []string{"breached", "hacked", "infiltrated", "encrypted", "extorted", "ransomed"}, objects: []string{"$", "agencies", "city", "companies", "computers", "county", "data", "files", "firms",
		"government", "hospital", "hospitals", "ministry", "network", "networks", "servers", "systems", "victims"}, reach: 7},
	{verbs: []string{"hit", "hits", "struck", "attacked", "attacks", "crippled", "paralysed", "paralyzed", "targeted"}, objects: []string{"agencies", "airline", "airlines", "airport", "bank", "banks", "broadcaster", "casino", "casinos", "chain", "chipmaker", "chipmakers", "city", "clinic", "clinics",
		"companies", "company", "council", "county", "diplomats", "district", "embassies", "embassy", "exchange", "exchanges", "firms", "government", "governments", "hospital", "hospitals", "insurer", "insurers", "lender",
		"manufacturer", "manufacturers", "ministries", "ministry", "municipalities", "officials", "operators", "organisations", "organizations", "port", "ports", "providers", "retailer", "retailers", "school", "schools",
		"servers", "supplier", "suppliers", "universities", "university", "utilities", "utility"}, reach: 6},
	{verbs: []string{"leaked", "dumped", "published", "posted", "released", "stole", "exfiltrated"}, objects: []string{"$", "credentials", "data", "documents", "files", "gigabytes", "passwords", "records", "research", "terabytes"}, reach: 4},
	{verbs: []string{"demanded", "demands"}, objects: []string{"$", "bitcoin", "bitcoins", "ransom", "ransoms", "€", "£"}, reach: 4},
	{verbs: []string{"exploited", "exploits"}, objects: []string{"bug", "flaw", "flaws", "vulnerabilities", "vulnerability", "zero-day"}, reach: 5},
	{verbs: []string{"sent", "sends"}, objects: []string{"lures", "malware", "phishing", "spearphishing"}, reach: 4},
}

// loadDeeds gives the verbs and the objects of the deeds a bit each.
func (f *finder) loadDeeds() {
	for i, d := range deeds {
		verb, object := f.cues.New("verb of deed "+string(rune('0'+i))), f.cues.New("object of deed "+string(rune('0'+i)))
		for _, w := range d.verbs {
			f.cues.Add(f.lex.Vocab.Add(w), verb)
		}
		for _, w := range d.objects {
			f.cues.Add(f.lex.Vocab.Add(w), object)
		}
		f.deeds[i] = [2]gazetteer.Mask{verb, object}
		f.anyDeed |= verb
	}
}

// strikes reports whether an everyday word, capitalised and without an article, is the subject of what only
// attackers do: "Xyz claimed responsibility for the attack", "Xyz leaked data".
func (r *reading) strikes(t *doc.Text, h hit, in doc.Range, rare bool) bool {
	if !t.Tokens[h.From].Is(doc.Capital) || !r.alone(t, h, in) || r.title(t, in) {
		return false
	}
	if prev := h.From - 1; in.Has(prev) && (r.article(t, prev) || r.at(t, prev, in).Has(r.is.orgNoun|r.is.given|r.is.personTitle)) {
		return false
	}
	i := h.To
	for n := 0; n < 2 && in.Has(i) && (r.is1(t, i, "has") || r.is1(t, i, "also") || r.is1(t, i, "had") || r.is1(t, i, "reportedly")); n++ {
		i++
	}
	m := r.at(t, i, in)
	if r.strikesBody(t, h, i, in) && (rare || r.withMalware(t, i, in)) {
		return true
	}
	if m.Has(r.is.say) && r.boasts(t, i+1, in) {
		return true
	}
	if !m.Has(r.anyDeed) {
		return false
	}
	for n := range deeds {
		if m.Has(r.deeds[n][0]) && r.follows(t, doc.Range{From: i + 1, To: min(in.To, i+1+deeds[n].reach)}, r.deeds[n][1]) {
			return true
		}
	}
	return false
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
		case self && (r.at(t, i, in).Has(r.is.crimeVerb) || r.is1(t, i, "stole") || r.is1(t, i, "stolen") || r.is1(t, i, "encrypted") || r.is1(t, i, "taken") || r.is1(t, i, "exfiltrated")):
			return true
		}
	}
	return false
}

// strikesBody reports whether a name that is rarely another word attacks or has attacked a named body:
// "Xyz attacked Abc Bank", "the attack on Abc Bank by Xyz". The verb stands at i.
func (r *reading) strikesBody(t *doc.Text, h hit, i int, in doc.Range) bool {
	if r.at(t, i, in).Has(r.is.crimeVerb) && in.Has(i+1) && t.Tokens[i+1].Is(doc.Capital) {
		return true
	}
	return in.Has(h.From-1) && r.is1(t, h.From-1, "by") && r.crimeBefore(t, run{Range: h.Range, in: in})
}

// withMalware reports whether a word of attacks on computers stands behind token i.
func (r *reading) withMalware(t *doc.Text, i int, in doc.Range) bool {
	for ; i < in.To; i++ {
		if r.cues.Of(t.Tokens[i].Word).Has(r.is.cyber) {
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

// follows reports whether a word of the class stands in the range before its first comma.
func (r *reading) follows(t *doc.Text, at doc.Range, class gazetteer.Mask) bool {
	for i := at.From; i < at.To && t.Tokens[i].Word != r.w.comma; i++ {
		if r.cues.Of(t.Tokens[i].Word).Has(class) {
			return true
		}
	}
	return false
}
