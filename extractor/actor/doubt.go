package actor

import (
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/internal/claim"
)

// asks is how many sentences of a document are put to prose at most.
const asks = 4

// doubtful asks prose about names that speak or are hit and of which no word in or around them told
// anything. Of two or three words, "Eldrit Hovland said" with a first name that no table knows, they are a
// person where all the words are tagged as a name; one word that only begins sentences, "Foxlane said", is
// then a company, where "Officials said" is nobody. A sentence costs prose as much as a page costs all the
// passes.
func (r *reading) doubtful(order []*evidence) {
	asked := 0
	for _, e := range order {
		if e.weight > 0 || e.where == nil || !r.d.Cyber || asked == asks {
			continue
		}
		person := e.words > 1 && e.words <= 3 && r.speaks(e)
		if !person && !r.alone1(e) {
			continue
		}
		asked++
		r.tagger.Sentence(e.where, e.where.SentenceAt(e.run.From))
		switch {
		case !tagged(e.where, e.run.Range, doc.ProperNoun):
		case person:
			e.take(5, claim.Person, claim.PersonSource, "")
		default:
			e.take(5, claim.Organization, claim.Company, "")
		}
	}
}

// alone1 reports whether a name is one word that begins sentences alone and that is no everyday word by our
// tables or by its plural.
func (r *reading) alone1(e *evidence) bool {
	if e.words != 1 || e.inside > 0 || !r.speaks(e) && !r.suffers(e.where, e.run) && !r.again(e) {
		return false
	}
	w := strings.ToLower(e.text)
	if strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !strings.HasSuffix(w, "is") && !strings.HasSuffix(w, "us") && !strings.HasSuffix(w, "os") {
		return false
	}
	return r.cues.Of(e.where.Tokens[e.run.From].Word)&^r.is.given == 0
}

// opens reports whether a name of one word begins its sentence and a verb stands right behind it: "Xyz expects",
// "Xyz has recovered".
func (r *reading) opens(t *doc.Text, u run) bool {
	i := r.pastTicker(t, u)
	if !u.first || u.To-u.From != 1 || !u.in.Has(i+1) || t.Tokens[i].Flags&(doc.Capital|doc.Digit|doc.Punct) != 0 {
		return false
	}
	w := t.Word(i)
	return w == "has" || w == "had" || w == "will" || w == "is" || w == "was" || len(w) > 3 && (strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") || strings.HasSuffix(w, "ed"))
}

// again reports whether a name that only opens sentences, with a verb behind it, is read more than once, the headline
// counted.
func (r *reading) again(e *evidence) bool {
	if !r.opens(e.where, e.run) {
		return false
	}
	n := e.seen
	if title := &r.d.Title; r.title(title, doc.Range{To: len(title.Tokens)}) {
		for i := range title.Tokens {
			if title.Word(i) == e.text {
				n++
			}
		}
	}
	return n > 1
}

// tagged reports whether all tokens of the range have the tag.
func tagged(t *doc.Text, at doc.Range, want doc.Tag) bool {
	for i := at.From; i < at.To; i++ {
		if t.Tokens[i].Tag != want {
			return false
		}
	}
	return true
}

// speaks reports whether a verb of saying stands right before or behind the name.
func (r *reading) speaks(e *evidence) bool {
	u := e.run
	return r.at(e.where, r.pastTicker(e.where, u), u.in).Has(r.is.say) || r.at(e.where, u.From-1, u.in).Has(r.is.say)
}

// suffers reports whether the name is the subject of being attacked, "was hit", or pays, "paid".
func (r *reading) suffers(t *doc.Text, u run) bool {
	i := r.pastTicker(t, u)
	if !u.in.Has(i) {
		return false
	}
	if r.is1(t, i, "refused") && r.is1in(t, i+2, u.in, "pay") {
		return true
	}
	if r.is1(t, i, "paid") || r.is1(t, i, "suffered") || r.at(t, i, u.in).Has(r.is.say) {
		return true
	}
	for n := 0; n < 4 && r.at(t, i, u.in).Has(r.is.aux); n++ {
		i++
		if r.at(t, i, u.in).Has(r.is.crimeVerb) {
			return true
		}
	}
	return false
}

// pastTicker is the token behind the name and the ticker in brackets that may follow it.
func (r *reading) pastTicker(t *doc.Text, u run) int {
	if !u.in.Has(u.To) || t.Word(u.To) != "(" {
		return u.To
	}
	for i := u.To + 1; i < u.in.To && i < u.To+9; i++ {
		if t.Word(i) == ")" {
			return i + 1
		}
	}
	return u.To
}

// ticker reports whether the name of a share stands in brackets behind the name: "(NYSE: XYZ)", "(XYZ.N)".
func (r *reading) ticker(t *doc.Text, u run) bool {
	i := r.pastTicker(t, u)
	if i < u.To+5 || !t.Tokens[u.To+1].Is(doc.AllCaps) {
		return false
	}
	mark := t.Word(u.To + 2)
	return (mark == ":" || mark == ".") && t.Tokens[i-2].Is(doc.AllCaps)
}

// aged reports whether an age stands behind the name, between commas: only persons have one.
func (r *reading) aged(t *doc.Text, u run) bool {
	if !u.in.Has(u.To+2) || t.Tokens[u.To].Word != r.w.comma || t.Tokens[u.To+2].Word != r.w.comma {
		return false
	}
	age := t.Word(u.To + 1)
	return len(age) == 2 && age[0] >= '1' && age[0] <= '9' && age[1] >= '0' && age[1] <= '9'
}

// onTrial reports whether the words around a name say that a court has to do with it: "was jailed",
// "pleaded guilty", "charged Xyz Xyzzy with".
func (r *reading) onTrial(t *doc.Text, u run) bool {
	if r.at(t, u.From-1, u.in).Has(r.is.tried) {
		return true
	}
	i := u.To
	if u.in.Has(i) && t.Tokens[i].Word == r.w.comma && u.in.Has(u.From-1) && t.Tokens[u.From-1].Word == r.w.comma {
		i++
	}
	if r.aged(t, u) {
		i = u.To + 3
	}
	if !u.in.Has(i + 1) {
		return false
	}
	if r.is1(t, i, "pleaded") && (r.is1(t, i+1, "guilty") || r.is1(t, i+1, "not")) {
		return true
	}
	return r.at(t, i, u.in).Has(r.is.aux) && (r.at(t, i+1, u.in).Has(r.is.tried) || r.at(t, i+2, u.in).Has(r.is.tried) && r.at(t, i+1, u.in).Has(r.is.aux))
}
