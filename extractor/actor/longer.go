package actor

import (
	"cmp"
	"slices"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/internal/claim"
)

// whole is the range of a known name with the words that only go on with it: "Xyz" of "Xyz Holdings Inc",
// "Xyz" of "Xyz Ransomware". It reports false where the known name is the end of a longer one, which is
// another body: "Bank of Xyz" of "Royal Bank of Xyz".
func (r *reading) whole(t *doc.Text, h hit, in doc.Range, kind claim.ActorKind) (doc.Range, bool) {
	at := h.Range
	if kind == claim.Person || kind == claim.State {
		return at, true
	}
	title := r.title(t, in)
	if !title && kind != claim.Group && r.cutShort(t, h, in) {
		return at, false
	}
	goesOn := r.is.orgSuffix
	if kind == claim.Group {
		goesOn = r.is.groupNoun
	}
	for !title && in.Has(at.To) && at.To-at.From < longest && t.Tokens[at.To].Is(doc.Capital) && r.besideBefore(t, at.To) && r.at(t, at.To, in).Has(goesOn) {
		at.To++
	}
	return at, true
}

// cutShort reports whether a capitalised word before a name that begins with what a body is, "Bank of Xyz",
// belongs to the name.
func (r *reading) cutShort(t *doc.Text, h hit, in doc.Range) bool {
	prev := h.From - 1
	if h.To-h.From < 3 || t.Tokens[h.From+1].Word != r.w.of || !in.Has(prev) || !t.Tokens[prev].Is(doc.Capital|doc.Alpha) || t.Tokens[prev].Is(doc.Possessive) {
		return false
	}
	m := r.at(t, prev, in)
	if m.Has(r.is.notName|r.is.personTitle|r.is.given|r.is.orgNoun|r.is.starter|r.is.say) || t.Tokens[prev].Word == r.w.the || r.countryAt(t, prev) {
		return false
	}
	return r.at(t, h.From, in).Has(r.is.orgSuffix|r.is.agencySuffix|r.is.orgPrefix) && r.besideBefore(t, h.From)
}

// besideBefore reports whether nothing but one blank stands between token i and the one before it.
func (r *reading) besideBefore(t *doc.Text, i int) bool {
	return i > 0 && t.Tokens[i].Start-t.Tokens[i-1].End == 1
}

// behindBody reports whether a run begins right behind a known body: it is then a product, a branch or a
// word of the body's full name and no actor of its own.
func (r *reading) behindBody(n int, t *doc.Text, u run) bool {
	i, _ := slices.BinarySearchFunc(r.found[n], u.From, func(f found, from int) int { return cmp.Compare(f.To, from) })
	if i >= len(r.found[n]) || r.found[n][i].To != u.From || !r.besideBefore(t, u.From) {
		return false
	}
	if r.cues.Of(t.Tokens[u.To-1].Word).Has(r.is.orgSuffix) {
		return true // "Coinbase" "Global Inc"
	}
	switch r.d.Entities[r.found[n][i].entity].Kind {
	case claim.Organization, claim.Agency:
		return !r.cues.Of(t.Tokens[u.From].Word).Has(r.is.given) && u.To-u.From == 1
	}
	return false
}
