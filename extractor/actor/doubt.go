package actor

import (
	"github.com/claimwire/claimwire/internal/claim"
)

// asks is how many sentences of a document are put to prose at most.
const asks = 6

// doubtful asks prose about the names of two or three words that speak or are named beside speakers, and
// of which no word in or around them told whether they are persons: "Sverre Tangvald said". It is the one
// place where prose can say more than our own patterns, see docs.
func (r *reading) doubtful(order []*evidence) {
	asked := 0
	for _, e := range order {
		if e.weight > 3 || e.words < 2 || e.words > 3 || e.where == nil || !r.speaks(e) || asked == asks {
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
	if r.at(e.where, u.To, u.in).Has(r.is.say) || r.at(e.where, u.From-1, u.in).Has(r.is.say) {
		return true
	}
	return u.in.Has(u.To) && e.where.Tokens[u.To].Word == r.w.comma && r.saysLater(e)
}

// saysLater reports whether the sentence has a verb of saying within the next words.
func (r *reading) saysLater(e *evidence) bool {
	for i := e.run.To; i < e.run.in.To && i < e.run.To+14; i++ {
		if r.cues.Of(e.where.Tokens[i].Word).Has(r.is.say) {
			return true
		}
	}
	return false
}
