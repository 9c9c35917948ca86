package actor

import (
	"github.com/claimwire/claimwire/extractor/doc"
)

// thing reports whether the words around an everyday word speak of what the word means everywhere else: "the Xyz
// field", "Xyz is a metal", "Xyz and tin are dear".
func (r *reading) thing(t *doc.Text, h hit, in doc.Range) bool {
	i := h.To
	if !in.Has(i) {
		return false
	}
	if in.Has(h.From-1) && r.article(t, h.From-1) && t.Tokens[i].Is(doc.Alpha) && !t.Tokens[i].Is(doc.Capital) && !r.goesWithGroups(t, i, in) {
		return true
	}
	if t.Tokens[i].Word == r.w.and && in.Has(i+2) {
		i += 2
	}
	if !r.is1(t, i, "is") && !r.is1(t, i, "are") && !r.is1(t, i, "was") && !r.is1(t, i, "were") {
		return false
	}
	for k := i + 1; k < in.To && k < i+8 && t.Tokens[k].Word != r.w.comma && !r.clauseEnds(t, k, in); k++ {
		if r.at(t, k, in).Has(r.is.sense | r.is.groupNoun | r.is.hackerNoun | r.is.crimeNoun | r.is.attribution) {
			return false
		}
	}
	return true
}

// goesWithGroups reports whether a word in small letters may stand behind "the" and the name of a group: "the Xyz
// breach", "the Xyz site has".
func (r *reading) goesWithGroups(t *doc.Text, i int, in doc.Range) bool {
	return r.at(t, i, in).Has(r.is.groupNoun | r.is.hackerNoun | r.is.crimeNoun | r.is.softNoun | r.is.cyber | r.is.cyberish | r.is.strike | r.is.crimeAct | r.is.goesWith | r.is.aux)
}

// codename reports whether a name that vendors set in capitals stands in capitals in a sentence of small letters.
func (r *reading) codename(t *doc.Text, h hit, a alias) bool {
	const shortest = 4
	for i := h.From; i < h.To; i++ {
		if k := t.Tokens[i]; !k.Is(doc.AllCaps) || k.End-k.Start < shortest {
			return false
		}
	}
	return a.caps
}

// cyberClause reports whether the clause that goes on at token i speaks of attacks on computers.
func (r *reading) cyberClause(t *doc.Text, i int, in doc.Range) bool {
	for ; i < in.To && !r.clauseEnds(t, i, in); i++ {
		if r.cues.Of(t.Tokens[i].Word).Has(r.is.cyber | r.is.cyberish) {
			return true
		}
	}
	return false
}

// cyberBefore reports whether the clause that a token ends speaks of attacks on computers.
func (r *reading) cyberBefore(t *doc.Text, i int, in doc.Range) bool {
	for i--; i >= in.From && !r.clauseEnds(t, i, in); i-- {
		if r.cues.Of(t.Tokens[i].Word).Has(r.is.cyber | r.is.cyberish) {
			return true
		}
	}
	return false
}

// clauseEnds reports whether token i parts two main clauses: a semicolon, or a comma before "and".
func (r *reading) clauseEnds(t *doc.Text, i int, in doc.Range) bool {
	switch t.Word(i) {
	case ";", "—", "–":
		return true
	case ",":
		if !in.Has(i + 1) {
			return true
		}
		switch t.Word(i + 1) {
		case "and", "but", "while", "though", "although", "so", "yet", "or":
			return true
		}
	}
	return false
}

// hackish reports whether a word of attacks on computers stands within three tokens of a name.
func (r *reading) hackish(t *doc.Text, h hit, in doc.Range) bool {
	const near = 3
	for i := max(in.From, h.From-near); i < min(in.To, h.To+near); i++ {
		if (i < h.From || i >= h.To) && r.cues.Of(t.Tokens[i].Word).Has(r.is.cyber) {
			return true
		}
	}
	return false
}
