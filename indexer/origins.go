package indexer

import (
	"cmp"
	_ "embed"
	"slices"
	"strings"
	"time"

	"github.com/claimwire/claimwire/internal/claim"
)

//go:embed data/owners.tsv
var ownersTSV string

//go:embed data/bodies.tsv
var bodiesTSV string

//go:embed data/papers.tsv
var papersTSV string

//go:embed data/generic.tsv
var genericTSV string

//go:embed data/roles.tsv
var rolesTSV string

var (
	roleWords    = words(rolesTSV)
	owners       = aliases(ownersTSV)
	bodies       = aliases(bodiesTSV)
	genericWords = words(genericTSV)
	paperWords   = words(papersTSV)
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

// root is the end of a citation chain as it counts.
type root struct {
	name    string
	kind    claim.SourceKind
	doc     *claim.Document
	body    string // for comparison
	seen    time.Time
	unknown bool // nobody knows where it has it from: an outlet's own word, or unnamed people's
	outlet  string

	nameless bool // people without a name are said to have said it
}

// lineage works out where the evidence of one claim comes from.
type lineage struct {
	list     []support
	pages    map[string]Page
	story    map[string]int
	stories  int
	circular [][]string
	roots    []root // by place in list
	kept     []origin
}

func newLineage(list []support, pages map[string]Page) *lineage {
	l := &lineage{list: list, pages: pages}
	l.story, l.stories = stories(articlesOf(list), pages)
	for _, s := range list {
		l.roots = append(l.roots, l.rootOf(s.Row))
	}
	l.shareInArticle()
	l.shareInStory()
	l.findCircles()
	l.follow()
	l.kept = l.distinct()
	return l
}

// owner is what a row's publisher counts as: publishers of one owner are one.
func (l *lineage) owner(row *Row) string {
	if o := l.pages[row.Article].Owner; o != "" {
		return claim.PartyRef("", o)
	}
	ref := claim.PartyRef("", row.Publisher)
	return cmp.Or(owners[ref], ref)
}

// rootOf is the last link of a row's chain that has a name. Unnamed people count as the word of the
// outlet that talked to them.
func (l *lineage) rootOf(row *Row) root {
	links := row.Citations
	n := len(links) - 1
	unnamed := false
	for n > 0 && links[n].Kind == claim.Unnamed && links[n].Document == nil {
		n, unnamed = n-1, true
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

// shareInArticle: where an article says once where it has a claim from, its other sentences on it that name
// no source have it from there too. A headline has it from where the text has it, for it names nobody in
// full.
func (l *lineage) shareInArticle() {
	named, first := map[string]int{}, map[string]int{}
	for i := len(l.list) - 1; i >= 0; i-- {
		row := l.list[i].Row
		if !l.roots[i].own(row) {
			named[row.Article] = i
		}
		if at, ok := first[row.Article]; row.In == claim.InText && (!ok || row.Start < l.list[at].Start) {
			first[row.Article] = i
		}
	}
	for i, s := range l.list {
		if at, ok := first[s.Article]; ok && s.In == claim.InTitle && !l.roots[at].own(l.list[at].Row) {
			l.roots[i] = l.roots[at]
		}
		if n, ok := named[s.Article]; ok && l.roots[i].own(s.Row) && !l.roots[i].nameless {
			l.roots[i] = l.roots[n]
		}
	}
}

// own reports whether the root is the word of the row's publisher itself.
func (r *root) own(row *Row) bool {
	return r.outlet != "" && r.outlet == claim.PartyRef("", row.Publisher)
}

// shareInStory: copies of one text have one origin: the one that any copy names, else the agency whose
// text it is, else the outlet that had it first.
func (l *lineage) shareInStory() {
	best, worth, articles := map[int]root{}, map[int]int{}, map[int]int{}
	for _, n := range l.story {
		articles[n]++
	}
	for i, s := range l.list {
		n, w := l.story[s.Article], 1
		switch {
		case !l.roots[i].unknown:
			w = 3
		case !l.roots[i].own(s.Row):
			w = 2
		}
		if w > worth[n] {
			best[n], worth[n] = l.roots[i], w
		}
	}
	for i, s := range l.list {
		if l.roots[i].own(s.Row) && articles[l.story[s.Article]] > 1 {
			l.roots[i] = best[l.story[s.Article]]
		}
	}
}

// follow: who cites an outlet that has evidence in the claim itself has it from where that outlet has
// it. A circle has it from the first of its outlets.
func (l *lineage) follow() {
	of := map[string]root{} // by outlet: where its own evidence comes from
	for i, s := range l.list {
		ref := claim.PartyRef("", s.Publisher)
		if old, ok := of[ref]; !ok || old.unknown && !l.roots[i].unknown {
			of[ref] = l.roots[i]
		}
	}
	first := l.firstOfCircle()
	for i := range l.roots {
		r := l.roots[i]
		for range maxHops {
			next, ok := of[r.outlet]
			if !ok || r.outlet == "" || next.outlet == r.outlet || first[r.outlet] != "" {
				break
			}
			r = next
		}
		if one := first[r.outlet]; one != "" && r.outlet != one {
			r.outlet, r.body, r.name = one, cmp.Or(owners[one], one), l.displayName(one)
		}
		l.roots[i] = r
	}
}

// maxHops bounds how far a chain of outlets that cite outlets is followed.
const maxHops = 8

func (l *lineage) displayName(ref string) string {
	for _, s := range l.list {
		if claim.PartyRef("", s.Publisher) == ref {
			return s.Publisher
		}
	}
	return ref
}

// firstOfCircle names for each outlet of a circle the one of its outlets that published first.
func (l *lineage) firstOfCircle() map[string]string {
	out := map[string]string{}
	for _, path := range l.circular {
		var first string
		for _, s := range l.list {
			if ref := claim.PartyRef("", s.Publisher); containsRef(path, ref) {
				first = ref
				break
			}
		}
		for _, name := range path {
			if ref := claim.PartyRef("", name); out[ref] == "" {
				out[ref] = first
			}
		}
	}
	return out
}

func containsRef(path []string, ref string) bool {
	return slices.ContainsFunc(path, func(name string) bool { return claim.PartyRef("", name) == ref })
}

// findCircles looks for outlets that cite each other for the claim.
func (l *lineage) findCircles() {
	cites := map[string][]string{}
	name := map[string]string{}
	for i, s := range l.list {
		from, to := claim.PartyRef("", s.Publisher), l.roots[i].outlet
		if to == "" || to == from {
			continue
		}
		name[from] = s.Publisher
		if name[to] == "" {
			name[to] = l.roots[i].name
		}
		if !slices.Contains(cites[from], to) {
			cites[from] = append(cites[from], to)
		}
	}
	refs := sortedKeys(cites)
	done := map[string]bool{}
	for _, start := range refs {
		if done[start] {
			continue
		}
		path := circle(cites, start)
		for i, ref := range path {
			done[ref] = true
			path[i] = name[ref]
		}
		if path != nil {
			l.circular = append(l.circular, path)
		}
	}
}

// circle finds the shortest way from start back to itself, or nil.
func circle(cites map[string][]string, start string) []string {
	from := map[string]string{}
	queue := []string{start}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		for _, to := range cites[at] {
			if to == start {
				path := []string{at}
				for at != start {
					at = from[at]
					path = append(path, at)
				}
				slices.Reverse(path)
				return path
			}
			if _, seen := from[to]; !seen {
				from[to] = at
				queue = append(queue, to)
			}
		}
	}
	return nil
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// maxDocumentDays is how far apart two pieces of evidence may be that cite one document.
const maxDocumentDays = 60

// origin is one distinct root with the evidence that it is the root of, by places in the list.
type origin struct {
	root
	members []int
}

// distinct joins the roots that are one, in the order of their first evidence.
func (l *lineage) distinct() []origin {
	var kept []origin
	for n, r := range l.roots {
		i := slices.IndexFunc(kept, func(k origin) bool { return sameRoot(&k.root, &r) })
		if i < 0 {
			kept = append(kept, origin{r, []int{n}})
			continue
		}
		kept[i].take(r, n)
	}
	return adoptNameless(kept)
}

// take adds a root to the origin that it is, and keeps what tells more.
func (o *origin) take(r root, n int) {
	o.members = append(o.members, n)
	if o.doc == nil || r.doc != nil && titleOf(&o.root) == "" && titleOf(&r) != "" {
		o.doc = r.doc
	}
	if shortFor(&o.root, &r) {
		o.name, o.body = r.name, r.body
	}
	o.unknown = o.unknown && r.unknown
}

// origins lists the origins, and counts them: least leaves unknown lineage out, most counts it as
// independent.
func (l *lineage) origins() (list []claim.Origin, least, most int) {
	for _, r := range l.kept {
		o := claim.Origin{Name: r.name, Kind: r.kind}
		if r.doc != nil {
			o.Document = cmp.Or(r.doc.Title, r.doc.Kind, r.doc.Text)
		}
		list = append(list, o)
		if !r.unknown {
			least++
		}
	}
	return list, max(least, 1), len(l.kept)
}

// label names a root for announcements: its body, and its document where that has a title.
func (r *root) label() string {
	if r.doc == nil || titleOf(r) == "" {
		return r.body
	}
	return r.body + ": " + titleOf(r)
}

// via lists the outlets that stand between publisher and origin, sorted.
func (l *lineage) via() []string {
	names := map[string]bool{}
	for i, s := range l.list {
		for _, k := range s.Citations[1:] {
			if isOutlet(k.Kind) && body(k.Name) != l.roots[i].body {
				names[k.Name] = true
			}
		}
	}
	return sortedKeys(names)
}
