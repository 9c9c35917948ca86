package indexer

import (
	"cmp"
	"strings"

	"github.com/claimwire/claimwire/internal/claim"
)

// rootOf is the last link of a row's chain that has a name. Unnamed people count as the word of the
// outlet that talked to them.
func (l *lineage) rootOf(row *Row) root {
	links := row.Citations
	n := len(links) - 1
	unnamed := false
	for n > 0 && links[n].Kind == claim.Unnamed && links[n].Document == nil {
		n, unnamed = n-1, true
	}
	if n > 1 && !isOutlet(links[n-1].Kind) && claim.NormalText(links[n].Name) == claim.NormalText(row.Publisher) {
		n-- // "it is our assessment, she told us": nobody has it from who writes it down
	}
	if n <= 0 {
		return root{name: row.Publisher, kind: claim.NewsOutlet, body: l.owner(row), seen: row.Seen, unknown: true, outlet: claim.PartyRef("", row.Publisher), nameless: unnamed}
	}
	for n > 1 && nobodys(links[n]) && !isOutlet(links[n-1].Kind) && links[n-1].Kind != claim.Unnamed {
		n-- // "an analysis shows ties to them, the panel said": the panel's
	}
	k := links[n]
	r := root{name: k.Name, kind: k.Kind, doc: k.Document, seen: row.Seen, unknown: unnamed, body: body(k.Name)}
	if k.Document != nil && k.Document.Publisher != "" {
		r.body = body(k.Document.Publisher)
	}
	if k.Document == nil && isOutlet(k.Kind) {
		ref := claim.PartyRef("", k.Name)
		r.outlet, r.unknown, r.body = ref, true, cmp.Or(owners[ref], ref)
	}
	return r
}

// nobodys reports whether a link is called by a common noun and nobody is known to have issued its document.
func nobodys(k claim.Link) bool {
	return (k.Document == nil || k.Document.Publisher == "") && k.Name == strings.ToLower(k.Name) && k.Kind != claim.PersonSource
}

func isOutlet(k claim.SourceKind) bool { return k == claim.NewsAgency || k == claim.NewsOutlet }

// own reports whether the root is the word of the row's publisher itself.
func (r *root) own(row *Row) bool {
	return r.outlet != "" && r.outlet == claim.PartyRef("", row.Publisher)
}
