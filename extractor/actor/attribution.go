package actor

import (
	"cmp"
	"slices"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/internal/claim"
)

// attribute gives groups whose country no table knows the one that the text attributes them to: "the
// Chinese hacking group X", "North Korea-backed X", "X, which works on behalf of Iran's military".
func (r *reading) attribute(n int, t *doc.Text) {
	for _, f := range r.found[n] {
		e := &r.d.Entities[f.entity]
		if e.Kind != claim.Group || e.Country != "" {
			continue
		}
		in := t.Sentences[t.SentenceAt(f.From)].Range
		i, _ := slices.BinarySearchFunc(t.Countries, in.From, func(c doc.Country, from int) int { return cmp.Compare(c.From, from) })
		for ; i < len(t.Countries) && t.Countries[i].From < in.To && e.Country == ""; i++ {
			c := &t.Countries[i]
			if c.Form != claim.ByCity && (r.describes(t, c, f.Range, in) || r.linksTo(t, f.Range, c, in)) {
				e.Country = c.Code
			}
		}
	}
}

// describes reports whether the country stands before the group as its attribute, with only words for
// groups between them.
func (r *reading) describes(t *doc.Text, c *doc.Country, g doc.Range, in doc.Range) bool {
	if c.To > g.From || g.From-c.To > 7 {
		return false
	}
	named := c.To == g.From && c.Form == claim.ByDemonym
	for i := c.To; i < g.From; i++ {
		m := r.at(t, i, in)
		if t.Tokens[i].Is(doc.Possessive) || m.Has(r.is.language) {
			return false
		}
		if !m.Has(r.is.groupNoun|r.is.hackerNoun|r.is.attribution|r.is.named|r.is.stateNoun|r.is.cyber) && t.Tokens[i].Word != r.w.hyphen && t.Tokens[i].Word != r.w.comma {
			return false
		}
		named = named || m.Has(r.is.groupNoun|r.is.attribution|r.is.hackerNoun)
	}
	return named
}

// linksTo reports whether the words behind the group tie it to the country.
func (r *reading) linksTo(t *doc.Text, g doc.Range, c *doc.Country, in doc.Range) bool {
	if c.From < g.To || c.From-g.To > 14 {
		return false
	}
	for i := g.To; i < c.From; i++ {
		switch m := r.at(t, i, in); {
		case m.Has(r.is.denial):
			return false
		case m.Has(r.is.attribution):
			for j := i + 1; j <= i+5 && j < c.From; j++ {
				switch t.Word(j) {
				case "to", "by", "of", "for", "with":
					return true
				}
			}
		}
	}
	return false
}
