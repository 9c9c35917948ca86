package extractor

import (
	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/internal/claim"
)

// assemble copies the layers of a finished Doc into a Reading: title first, then body.
func assemble(d *doc.Doc, rules string) claim.Reading {
	r := claim.Reading{ID: d.Article.ID, Language: d.Language, Rules: rules, Wire: d.Wire}
	for _, t := range d.Texts() {
		base := len(r.Citations)
		for _, x := range t.Amounts {
			r.Amounts = append(r.Amounts, x.Amount)
		}
		for _, x := range t.Actors {
			r.Actors = append(r.Actors, x.Actor)
		}
		for _, x := range t.Countries {
			r.Countries = append(r.Countries, x.Country)
		}
		for _, x := range t.Citations {
			c := x.Citation
			if c.Via != nil {
				via := *c.Via + base
				c.Via = &via
			}
			r.Citations = append(r.Citations, c)
		}
	}
	r.Assertions = d.Assertions
	r.Normalize()
	for i := range r.Assertions {
		r.Assertions[i].Fingerprint = claim.FrameOf(d.Article, &r, i).Fingerprint()
	}
	return r
}
