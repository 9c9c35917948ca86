package indexer

import (
	"cmp"
	_ "embed"

	"github.com/claimwire/claimwire/internal/claim"
)

//go:embed data/owners.tsv
var ownersTSV string

//go:embed data/bodies.tsv
var bodiesTSV string

var (
	owners = aliases(ownersTSV)
	bodies = aliases(bodiesTSV)
)

// aliases reads a table of two names a line: what the first is counted as.
func aliases(tsv string) map[string]string {
	m := map[string]string{}
	for _, f := range table(tsv) {
		m[claim.PartyRef("", f[0])] = claim.PartyRef("", f[1])
	}
	return m
}

// body names a source for comparison: without marks, articles and legal forms, and a panel, office or
// spokesman by the body that it speaks for.
func body(name string) string {
	ref := claim.PartyRef("", name)
	return cmp.Or(bodies[ref], ref)
}

// issuer is the body whose document a link cites.
func issuer(l claim.Link) string {
	return cmp.Or(l.Document.Publisher, l.Name)
}

// owner is what a row's publisher counts as: publishers of one owner are one.
func (l *lineage) owner(row *Row) string {
	if o := l.pages[row.Article].Owner; o != "" {
		return claim.PartyRef("", o)
	}
	ref := claim.PartyRef("", row.Publisher)
	return cmp.Or(owners[ref], ref)
}
