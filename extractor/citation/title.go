package citation

import (
	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/syntax"
)

// behindTitle is where a name of two words or more begins behind a title with capitals: "County Clerk Ida
// Moor". A title of a body ("Clerk Office") has no name behind it.
func (w *work) behindTitle(from, head int) int {
	for i := head - 2; i >= from; i-- {
		if !w.t.Tokens[i].Is(doc.Capital) || w.class(i)&(syntax.Official|syntax.Person) == 0 || w.class(i)&syntax.Plural != 0 {
			continue
		}
		for j := i + 1; j <= head; j++ {
			if w.class(j)&(syntax.Speaker|syntax.Prep|syntax.Of|syntax.NounCue) != 0 {
				return from
			}
		}
		return i + 1
	}
	return from
}
