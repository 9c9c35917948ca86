package indexer

import (
	_ "embed"
	"slices"
	"strings"

	"github.com/claimwire/claimwire/internal/claim"
)

//go:embed data/informal.tsv
var informalTSV string

//go:embed data/papers.tsv
var papersTSV string

//go:embed data/roles.tsv
var rolesTSV string

var (
	roleWords     = words(rolesTSV)
	paperWords    = words(papersTSV)
	informalSorts = words(informalTSV)
)

// maxDocumentDays is how far apart two pieces of evidence may be that cite one document.
const maxDocumentDays = 60

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

// kindsDiffer: two sorts of document; "document", "dossier" and the like are any sort, and so is what a body merely
// says: its statement, its update, its post.
func kindsDiffer(a, b string) bool {
	return a != "" && b != "" && !strings.EqualFold(a, b) && !anySort(a) && !anySort(b)
}

func anySort(kind string) bool {
	kind = strings.ToLower(kind)
	switch kind {
	case "document", "dossier", "paper", "file", "text":
		return true
	}
	return informalSorts[kind]
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

// adoptNameless: a source that is called by what it is alone, "the dossier", "the company", is the one that the
// claim's evidence names, where there is just one; of a document, the one whose document is named.
func adoptNameless(list []origin) []origin {
	var nameless []int
	for i := range list {
		if list[i].callsNobody() {
			nameless = append(nameless, i)
		}
	}
	taken := map[int]bool{}
	for _, i := range nameless {
		if to := adopter(list, i); to >= 0 {
			list[to].members = append(list[to].members, list[i].members...)
			taken[i] = true
		}
	}
	var out []origin
	for i := range list {
		if !taken[i] {
			slices.Sort(list[i].members)
			out = append(out, list[i])
		}
	}
	return out
}

// adopter is the one origin with a name that a source without one can be; -1 where none or several can.
func adopter(list []origin, nameless int) int {
	only := func(may func(r *root) bool) int {
		found := -1
		for i := range list {
			if r := &list[i].root; i == nameless || r.callsNobody() || !may(r) {
				continue
			}
			if found >= 0 {
				return -1
			}
			found = i
		}
		return found
	}
	if list[nameless].doc != nil {
		if i := only(func(r *root) bool { return r.doc != nil }); i >= 0 {
			return i
		}
	}
	return only(func(r *root) bool { return !r.unknown && r.kind != claim.PersonSource })
}

// nameBodies: what a body without a name is said to have said, "a rights group", is the word of the one body that the
// rest of the claim's evidence names.
func (l *lineage) nameBodies() {
	named := -1
	for i := range l.roots {
		r := &l.roots[i]
		if r.somebody || r.outlet != "" || r.unknown || r.kind == claim.PersonSource || r.callsNobody() {
			continue
		}
		if named >= 0 && !sameRoot(&l.roots[named], r) {
			return
		}
		named = i
	}
	if named < 0 {
		return
	}
	for i := range l.roots {
		if r := &l.roots[i]; r.somebody && r.own(l.list[i].Row) {
			*r = l.roots[named]
		}
	}
}

// callsNobody reports whether a root's name is made of words alone that say what it is.
func (r *root) callsNobody() bool {
	if r.outlet != "" {
		return false
	}
	if r.doc != nil && r.doc.Publisher == "" && claim.NormalText(r.name) == claim.NormalText(r.doc.Text) {
		return true
	}
	if r.doc != nil && r.doc.Publisher != "" && claim.NormalText(r.doc.Publisher) != claim.NormalText(r.name) {
		return false
	}
	if r.kind != claim.PersonSource && r.name == strings.ToLower(r.name) {
		return r.name != "" // "rights group": names are written large
	}
	for w := range strings.FieldsSeq(claim.NormalText(r.name)) {
		if !roleWords[w] && !stopwords[w] {
			return false
		}
	}
	return r.name != ""
}
