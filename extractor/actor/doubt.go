package actor

import (
	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/internal/claim"
)

// asks is how many sentences of a document are put to prose at most.
const asks = 2

// doubtful asks prose about names of two or three words that speak and of which no word in or around them
// told anything: "Sverre Tangvald said" with a first name that no table knows is a person where all its
// words are tagged as a name, "Older Drivers said" is nobody. A sentence costs prose as much as a page
// costs all the passes.
func (r *reading) doubtful(order []*evidence) {
	asked := 0
	for _, e := range order {
		if e.weight > 0 || e.words < 2 || e.words > 3 || e.where == nil || !r.d.Cyber || !r.speaks(e) || asked == asks {
			continue
		}
		asked++
		r.tagger.Sentence(e.where, e.where.SentenceAt(e.run.From))
		if tagged(e.where, e.run.Range, doc.ProperNoun) {
			e.take(5, claim.Person, claim.PersonSource, "")
		}
	}
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
	return r.at(e.where, u.To, u.in).Has(r.is.say) || r.at(e.where, u.From-1, u.in).Has(r.is.say)
}
