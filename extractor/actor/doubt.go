package actor

import (
	"github.com/claimwire/claimwire/internal/claim"
)

// asks is how many sentences of a document are put to prose at most.
const asks = 2

// doubtful asks prose about names of two or three words that speak and of which no word in or around them
// told anything: "Sverre Tangvald said" with a first name that no table knows. It is the one place where
// prose knows more than our own patterns; a sentence costs it as much as a page costs all the passes.
func (r *reading) doubtful(order []*evidence) {
	asked := 0
	for _, e := range order {
		if e.weight > 0 || e.words < 2 || e.words > 3 || e.where == nil || !r.d.Cyber || !r.speaks(e) || asked == asks {
			continue
		}
		asked++
		s := e.where.SentenceAt(e.run.From)
		for _, n := range r.tagger.Names(e.where, s) {
			if !n.Overlaps(e.run.Range) {
				continue
			}
			if n.Person && n.Covers(e.run.Range) {
				e.take(5, claim.Person, claim.PersonSource, "")
			}
		}
	}
}

// speaks reports whether a verb of saying stands right before or behind the name.
func (r *reading) speaks(e *evidence) bool {
	u := e.run
	return r.at(e.where, u.To, u.in).Has(r.is.say) || r.at(e.where, u.From-1, u.in).Has(r.is.say)
}
