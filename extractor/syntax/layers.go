package syntax

import (
	"sort"
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
)

// ActorAt is the actor mention that covers token i, or nil.
func ActorAt(t *doc.Text, i int) *doc.Actor {
	n := sort.Search(len(t.Actors), func(k int) bool { return t.Actors[k].From > i })
	for n--; n >= 0 && n < len(t.Actors); n-- {
		if t.Actors[n].Has(i) {
			return &t.Actors[n]
		}
		if t.Actors[n].To+16 < i {
			break
		}
	}
	return nil
}

// CountryAt is the country mention that covers token i, or nil.
func CountryAt(t *doc.Text, i int) *doc.Country {
	n := sort.Search(len(t.Countries), func(k int) bool { return t.Countries[k].From > i })
	if n > 0 && t.Countries[n-1].Has(i) {
		return &t.Countries[n-1]
	}
	return nil
}

// ReferenceAt is the reference that covers token i, or nil.
func ReferenceAt(t *doc.Text, i int) *doc.Reference {
	n := sort.Search(len(t.References), func(k int) bool { return t.References[k].From > i })
	if n > 0 && t.References[n-1].Has(i) {
		return &t.References[n-1]
	}
	return nil
}

// QuoteAt is the index of the outermost quotation that covers token i and is no scare quote, or -1.
func QuoteAt(t *doc.Text, i int) int {
	n := sort.Search(len(t.Quotes), func(k int) bool { return t.Quotes[k].From > i })
	found := -1
	for n--; n >= 0; n-- {
		q := &t.Quotes[n]
		if q.Has(i) && !q.Scare {
			found = n
		} else if found < 0 && q.To+400 < i {
			break
		} else if found >= 0 && !q.Covers(t.Quotes[found].Range) {
			break
		}
	}
	return found
}

// EndsOtherName reports whether the noun at token head ends a name in capitals, begun at token from or later, that is not the
// one given: "the Financial Services Agency" is no news agency that was named before.
func EndsOtherName(t *doc.Text, from, head int, name string) bool {
	return head-1 >= from && t.Tokens[head].Is(doc.Capital) && t.Tokens[head-1].Is(doc.Capital) &&
		!strings.Contains(strings.ToLower(name), strings.ToLower(t.Word(head-1)))
}
