package assertion

// What a text must have to be about incidents: a word of them in so many tokens. A word that other texts use
// too ("attack", "raid", "breaches") counts half.
const (
	clearWord   = 2
	perIncident = 150
	shortText   = 120 // in so few tokens one such word is enough
)

// topics notes what the document is about, by its words. One word for an attack in a long text about something
// else does not make its sums ransoms and its words of doubt denials.
func (r *reader) topics() {
	weight, all := 0, 0
	for _, t := range r.d.Texts() {
		all += len(t.Tokens)
		for i := range t.Tokens {
			w := t.Tokens[i].Word
			switch {
			case !r.is(w, incident):
			case r.is(w, everyday):
				weight++
			default:
				weight += clearWord
			}
			if r.is(w, theft) {
				r.thefts++
			}
			if r.is(w, ransom) {
				r.ransom++
			}
		}
	}
	r.cyber = r.d.Cyber || weight > 0 && (weight*perIncident >= all || all < shortText)
	if !r.cyber {
		r.thefts, r.ransom = 0, 0
	}
}
