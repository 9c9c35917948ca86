package indexer

import (
	"cmp"
	"slices"
	"time"

	"github.com/claimwire/claimwire/internal/claim"
)

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
	somebody bool // a body without a name is said to have said it
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
		r := l.rootOf(s.Row)
		if by := imposer(&s); by != nil && r.own(s.Row) && !r.nameless {
			r = root{name: by.Name, kind: claim.Government, body: body(by.Name), seen: s.Seen}
		}
		l.roots = append(l.roots, r)
	}
	l.shareInArticle()
	l.shareInStory()
	l.findCircles()
	l.credit()
	l.follow()
	l.nameBodies()
	l.kept = l.distinct()
	return l
}

// imposer is the body that takes a measure of the law, where it is named first: that the Treasury blacklists
// somebody is the Treasury's word, whoever tells it.
func imposer(s *support) *claim.Party {
	if s.frame.Kind != claim.Sanction || len(s.Actors) < 2 {
		return nil
	}
	switch by := &s.Actors[0]; by.Kind {
	case claim.Agency, claim.State:
		return by
	}
	return nil
}

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
