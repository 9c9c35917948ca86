package amount

import (
	"github.com/claimwire/claimwire/extractor/doc"
)

// maxLink is how many tokens may stand between a sum and the same sum in another currency.
const maxLink = 9

// pair fills in the dollars of sums that the text tells in two currencies: "7.1 million euros ($7.8 million)",
// "900 million won, or $650,000", "95 bitcoin, worth about $2.1 million".
func (r *reader) pair() {
	list := r.t.Amounts
	for i := 1; i < len(list); i++ {
		a, b := &list[i-1], &list[i]
		if a.Currency == b.Currency || a.Currency != "USD" && b.Currency != "USD" || !r.linked(a, b) || !plausible(a, b) || r.listed(i) {
			continue
		}
		if a.Currency == "USD" {
			b.USD = a.USD
		} else {
			a.USD = b.USD
		}
	}
}

// listed reports whether the i-th sum is one of a list behind the one before it rather than the same sum in other
// money: "about $3m, nearly €4m and £5m".
func (r *reader) listed(i int) bool {
	a, b := &r.t.Amounts[i-1], &r.t.Amounts[i]
	if r.t.Tokens[a.To].Word != r.words.comma {
		return false
	}
	for k := a.To; k < b.From; k++ {
		switch r.t.Word(k) {
		case "or", "worth", "equal", "equivalent", "i.e.", "ie", "then", "that":
			return false
		}
	}
	if i+1 >= len(r.t.Amounts) {
		return false
	}
	c := &r.t.Amounts[i+1]
	if c.From-b.To > 4 || c.Currency == a.Currency || c.From <= b.To || r.t.SentenceAt(c.From) != r.t.SentenceAt(b.From) {
		return false
	}
	w := r.t.Word(b.To)
	return w == "," || w == "and"
}

// linked reports whether what stands between two sums says that they are one.
func (r *reader) linked(a, b *doc.Amount) bool {
	t, w := r.t, &r.words
	if b.From-a.To > maxLink || b.From <= a.To || t.SentenceAt(a.From) != t.SentenceAt(b.From) {
		return false
	}
	i := a.To
	for i < b.From && r.quoted(t, i) {
		i++
	}
	if i == b.From || !r.is(t, i, opener) {
		return false
	}
	first := t.Tokens[i].Word
	rest := 0
	for i++; i < b.From; i++ {
		word := t.Tokens[i].Word
		if !r.is(t, i, link) && word != w.open && word != w.hyphen && word != w.comma && !r.quoted(t, i) {
			return false
		}
		if t.Tokens[i].Is(doc.Alpha) {
			rest++
		}
	}
	return first != w.comma && first != w.hyphen || rest > 0
}

// plausible reports whether two sums can be one at any rate of the last fifty years, for the currencies
// whose unit has always been worth about a dollar.
func plausible(a, b *doc.Amount) bool {
	other, usd := a, b
	if a.Currency == "USD" {
		other, usd = b, a
	}
	switch other.Currency {
	case "EUR", "GBP", "CHF", "CAD", "AUD", "NZD", "SGD":
		return usd.Value > 0.35*other.Value && usd.Value < 2.8*other.Value
	}
	return true
}
