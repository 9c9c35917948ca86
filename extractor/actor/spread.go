package actor

import (
	"slices"
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/internal/claim"
)

// overCommas is where a name ends that goes on behind the comma at its end: "Xyz, Inc.", "Abc, Xyz & Co.", "Abc,
// Klm and Xyz LLP". Where none does it is end itself.
func (r *reading) overCommas(t *doc.Text, end, stop int) int {
	for i, names := end, 0; i+1 < stop && t.Tokens[i].Word == r.w.comma && names < 4; names++ {
		k := i + 1
		if legalForm(t.Word(k)) {
			if i == end {
				return k + 1
			}
			return end
		}
		if !t.Tokens[k].Is(doc.Capital|doc.Alpha) || r.cues.Of(t.Tokens[k].Word).Has(r.is.notName) {
			return end
		}
		if k+2 < stop && t.Tokens[k+2].Is(doc.Capital|doc.Alpha) && (t.Tokens[k+1].Word == r.w.amp || t.Tokens[k+1].Word == r.w.and) {
			last := k + 3
			for last < stop && last < k+6 && t.Tokens[last].Is(doc.Capital|doc.Alpha) {
				last++
			}
			if legalForm(t.Word(last-1)) || t.Tokens[k+1].Word == r.w.amp {
				return last
			}
			return end
		}
		i = k + 1
	}
	return end
}

// twoFields reports whether the "and" at token end joins the two fields of an office whose name begins at token
// i: "Department of Roads and Bridges".
func (r *reading) twoFields(t *doc.Text, i, end, stop int) bool {
	if t.Tokens[end].Word != r.w.and || end+1 >= stop || !t.Tokens[end+1].Is(doc.Capital|doc.Alpha) || t.Tokens[end+1].Is(doc.AllCaps) {
		return false
	}
	if r.cues.Of(t.Tokens[end+1].Word).Has(r.is.notName | r.is.given | r.is.personTitle) {
		return false
	}
	of := end - 2
	for of > i && of > end-4 && t.Tokens[of].Word != r.w.of && t.Tokens[of].Word != r.w.for_ {
		of--
	}
	if of <= i || t.Tokens[of].Word != r.w.of && t.Tokens[of].Word != r.w.for_ {
		return false
	}
	return r.cues.Of(t.Tokens[of-1].Word).Has(r.is.agencySuffix) && !r.is1(t, of-1, "police")
}

// ofState is where a run ends that names a body of a state by "of": "State Bank of Xyz". next is the index of the
// first found mention that ends behind the run's beginning.
func (r *reading) ofState(n int, t *doc.Text, next, end int, in doc.Range) int {
	if next >= len(r.found[n]) || r.found[n][next].From != end+1 || t.Tokens[end].Word != r.w.of {
		return end
	}
	f := r.found[n][next]
	if r.d.Entities[f.entity].Kind != claim.State || !r.cues.Of(t.Tokens[end-1].Word).Has(r.is.orgSuffix) || in.Has(f.To) && t.Tokens[f.To].Is(doc.Capital) {
		return end
	}
	return f.To
}

// namedBy is the token before the words that give a name, "called", "known as", "calling itself", and a quotation
// mark. It is that before the name where none do.
func (r *reading) namedBy(t *doc.Text, i int, in doc.Range) (before int, named bool) {
	for i--; in.Has(i); i-- {
		switch w := t.Word(i); {
		case r.at(t, i, in).Has(r.is.named), w == "calling", w == "calls", w == "call":
			named = true
		case w == "\"", w == "“", w == "‘", w == "'", w == "«":
		case w == "as", w == "also", w == "widely", w == "publicly", w == "commonly", w == "is", w == "are", w == "who", w == "which", w == "that", w == "only", w == "," && named:
			if w == "as" && !r.at(t, i-1, in).Has(r.is.named) {
				return i, named
			}
		case w == "name" || w == "moniker" || w == "alias" || w == "handle" || w == "banner":
			if prev := t.Word(max(i-1, in.From)); prev != "the" && prev != "its" && prev != "their" {
				return i, named
			}
			named = true
			i--
		case w == "by" && named, w == "under" && named, w == "goes" && named, w == "go" && named, w == "going" && named, w == "operates" && named, w == "operating" && named:
		default:
			return i, named
		}
	}
	return i, named
}

// forms are what a company's name ends with in law.
var forms = [...]string{"Inc", "LLC", "LLP", "Ltd", "Limited", "Co", "Corp", "PLC", "plc", "LP", "NV", "AG", "GmbH", "SA", "AB", "BV", "SpA", "Pte", "Oy"}

// legalForm reports whether a word is nothing but what a company's name ends with: "Inc." behind a comma.
func legalForm(text string) bool {
	return slices.Contains(forms[:], strings.TrimSuffix(text, "."))
}
