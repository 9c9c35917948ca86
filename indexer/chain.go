package indexer

import (
	"cmp"
	_ "embed"
	"slices"
	"strings"

	"github.com/claimwire/claimwire/internal/claim"
)

//go:embed data/relations.tsv
var relationsTSV string

//go:embed data/anonymous.tsv
var anonymousTSV string

var (
	relations = words(relationsTSV)
	anonymous = words(anonymousTSV)
)

// rootOf is the last link of a row's chain that has a name. Unnamed people count as the word of the
// outlet that talked to them.
func (l *lineage) rootOf(row *Row) root {
	links := row.Citations
	n := len(links) - 1
	unnamed, unnamedBody := false, false
	for n > 0 && unnamedPeople(&links[n]) {
		unnamed, unnamedBody = true, unnamedBody || !speaksInSecret(links[n].Name)
		n--
	}
	if n > 1 && !isOutlet(links[n-1].Kind) && claim.NormalText(links[n].Name) == claim.NormalText(row.Publisher) {
		n-- // "it is our assessment, she told us": nobody has it from who writes it down
	}
	if n <= 0 {
		r := l.ownWord(row)
		r.nameless, r.somebody = unnamed && !unnamedBody, unnamedBody
		return r
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

// unnamedPeople reports whether a link is people without a name, also where they are called by a document that they
// have seen: "three people who have read the order". A document that nobody is known to have issued is called by its
// own words.
func unnamedPeople(k *claim.Link) bool {
	if k.Kind != claim.Unnamed || k.Document == nil {
		return k.Kind == claim.Unnamed
	}
	who, _, found := strings.Cut(claim.NormalText(k.Name), " "+claim.NormalText(k.Document.Text))
	return found && k.Document.Publisher == "" && slices.ContainsFunc(strings.Fields(who), func(w string) bool { return relations[w] })
}

// speaksInSecret reports whether a source without a name is people who keep it back, and no body that a later
// sentence or another article names: "two officials", not "a rights group".
func speaksInSecret(name string) bool {
	return slices.ContainsFunc(strings.Fields(claim.NormalText(name)), func(w string) bool { return anonymous[w] })
}

// ownWord is the root of what an outlet says without a source.
func (l *lineage) ownWord(row *Row) root {
	return root{
		name: row.Publisher, kind: claim.NewsOutlet, body: l.owner(row), seen: row.Seen,
		unknown: true, outlet: claim.PartyRef("", row.Publisher),
	}
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
