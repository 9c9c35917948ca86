package indexer

import (
	"cmp"
	"time"

	"github.com/claimwire/claimwire/internal/claim"
)

// shareInArticle: where an article says once where it has a claim from, its other sentences on it that name
// no source have it from there too. A headline has it from where the text has it, for it names nobody in
// full; its "report says" is nobody of its own.
func (l *lineage) shareInArticle() {
	for i, s := range l.list {
		if s.In == claim.InTitle && l.roots[i].kind == claim.Unnamed {
			l.roots[i] = l.ownWord(s.Row)
		}
	}
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

// credit: an outlet's own word is that of the outlet which its article says it has something from, where that one has
// the claim too and had it no later: a rewriter names the agency once and tells the rest in words of its own. Where
// another article of the outlet names a source, it is that source's; where the two credit each other, both stand.
func (l *lineage) credit() {
	since, sourced := map[string]time.Time{}, map[string]bool{}
	credits := map[[2]string]bool{} // outlet, whom an article of it credits
	refs := map[string][]string{}   // by article: whom it credits
	for i, s := range l.list {
		ref := claim.PartyRef("", s.Publisher)
		if at, ok := since[ref]; !ok || s.Seen.Before(at) {
			since[ref] = s.Seen
		}
		sourced[ref] = sourced[ref] || !l.roots[i].unknown
		if _, done := refs[s.Article]; done {
			continue
		}
		refs[s.Article] = nil
		for _, name := range l.pages[s.Article].Credits {
			other := claim.PartyRef("", name)
			refs[s.Article] = append(refs[s.Article], other)
			credits[[2]string{ref, other}] = true
		}
	}
	for i, s := range l.list {
		r := &l.roots[i]
		if !r.own(s.Row) || r.nameless || sourced[r.outlet] {
			continue
		}
		for _, ref := range refs[s.Article] {
			if at, ok := since[ref]; ok && !at.After(s.Seen) && !credits[[2]string{ref, r.outlet}] {
				r.outlet, r.body, r.name = ref, cmp.Or(owners[ref], ref), l.displayName(ref)
				break
			}
		}
	}
}
