package extractor

import (
	"slices"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/internal/claim"
)

// assemble copies the layers of a finished Doc into a Reading: title first, then body. With drop each layer is let go
// as soon as it is copied: of a huge article both together would take more than all its passes.
func assemble(d *doc.Doc, rules string, drop bool) claim.Reading {
	r := claim.Reading{ID: d.Article.ID, Language: d.Language, Rules: rules, Wire: d.Wire}
	if drop {
		d.Title.Tokens, d.Body.Tokens = nil, nil
	}
	r.Amounts = joined(&d.Title.Amounts, &d.Body.Amounts, drop, func(x *doc.Amount) claim.Amount { return x.Amount })
	r.Actors = joined(&d.Title.Actors, &d.Body.Actors, drop, func(x *doc.Actor) claim.Actor { return x.Actor })
	r.Countries = joined(&d.Title.Countries, &d.Body.Countries, drop, func(x *doc.Country) claim.Country { return x.Country })
	base := len(d.Title.Citations)
	r.Citations = joined(&d.Title.Citations, &d.Body.Citations, drop, func(x *doc.Citation) claim.Citation { return x.Citation })
	for i := base; i < len(r.Citations); i++ {
		if c := &r.Citations[i]; c.Via != nil {
			via := *c.Via + base
			c.Via = &via
		}
	}
	r.Assertions = d.Assertions
	r.Normalize()
	for i := range r.Assertions {
		r.Assertions[i].Fingerprint = claim.FrameOf(d.Article, &r, i).Fingerprint()
	}
	return r
}

// joined is what two layers hold for a reading, one behind the other; nil where they are empty.
func joined[L, R any](title, body *[]L, drop bool, of func(*L) R) []R {
	var list []R
	for _, layer := range []*[]L{title, body} {
		list = slices.Grow(list, len(*layer))
		for i := range *layer {
			list = append(list, of(&(*layer)[i]))
		}
		if drop {
			*layer = nil
		}
	}
	return list
}
