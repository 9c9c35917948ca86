package indexer

import (
	"slices"
	"strings"

	"github.com/claimwire/claimwire/internal/claim"
)

// sameRoot compares two roots inside one claim: the same body, and no documents that are told apart by
// kind, title, date or time.
func sameRoot(a, b *root) bool {
	if a.body != b.body && !shortFor(a, b) && !shortFor(b, a) {
		return false
	}
	if a.doc == nil || b.doc == nil {
		return true
	}
	days := dayOf(b.seen) - dayOf(a.seen)
	return !kindsDiffer(a.doc.Kind, b.doc.Kind) && !titlesDiffer(a, b) && !datesDiffer(a.doc.Date, b.doc.Date) &&
		max(days, -days) <= maxDocumentDays
}

// shortFor reports whether a's name is short for b's inside one claim: a person's last name, a body's
// name without its place ("prosecutors", "U.S. prosecutors").
func shortFor(a, b *root) bool {
	if a.outlet != "" || b.outlet != "" || (a.kind == claim.PersonSource) != (b.kind == claim.PersonSource) || len(a.body) < minShortName {
		return false
	}
	return strings.HasSuffix(b.body, " "+a.body) || a.kind != claim.PersonSource && strings.HasPrefix(b.body, a.body+" ")
}

// minShortName is the least length of a name that may stand for a longer one.
const minShortName = 4

// kindsDiffer: two sorts of document; "document", "dossier" and the like are any sort.
func kindsDiffer(a, b string) bool {
	return a != "" && b != "" && !strings.EqualFold(a, b) && !anySort(a) && !anySort(b)
}

func anySort(kind string) bool {
	switch strings.ToLower(kind) {
	case "document", "dossier", "paper", "file", "text":
		return true
	}
	return false
}

// titlesDiffer: both have a title of their own, and neither holds the other, for a title is often told
// short. "A new report" and "a confidential U.N. report" are no titles.
func titlesDiffer(a, b *root) bool {
	x, y := titleOf(a), titleOf(b)
	return x != "" && y != "" && !strings.Contains(x, y) && !strings.Contains(y, x)
}

// titleOf is what of a document's title is neither the body's name nor a word for documents.
func titleOf(r *root) string {
	issuer := strings.Fields(claim.NormalText(r.name + " " + r.doc.Publisher + " " + r.body))
	var kept []string
	for w := range strings.FieldsSeq(claim.NormalText(r.doc.Title)) {
		whose := slices.Contains(issuer, w) || slices.Contains(issuer, strings.TrimSuffix(w, "s"))
		if len(w) > 1 && !whose && !paperWords[w] && !initials(w, issuer) {
			kept = append(kept, w)
		}
	}
	return strings.Join(kept, " ")
}

// initials reports whether a word is made of the first letters of a body's words: "un", "nis".
func initials(w string, issuer []string) bool {
	var first []byte
	for _, one := range issuer {
		first = append(first, one[0])
	}
	return strings.Contains(string(first), w)
}

// datesDiffer: neither is the other told more precisely.
func datesDiffer(a, b string) bool {
	return a != "" && b != "" && !strings.HasPrefix(a, b) && !strings.HasPrefix(b, a)
}

// adoptNameless: a document that nobody's name stands for ("the dossier") is the one document that the
// claim's evidence names, where there is just one.
func adoptNameless(list []origin) []origin {
	var named, nameless []int
	for i, r := range list {
		switch {
		case r.doc == nil:
		case r.doc.Publisher == "" && claim.NormalText(r.name) == claim.NormalText(r.doc.Text):
			nameless = append(nameless, i)
		default:
			named = append(named, i)
		}
	}
	if len(named) != 1 {
		return list
	}
	var out []origin
	for i := range list {
		if slices.Contains(nameless, i) {
			list[named[0]].members = append(list[named[0]].members, list[i].members...)
		}
	}
	for i := range list {
		if !slices.Contains(nameless, i) {
			out = append(out, list[i])
		}
	}
	return out
}
