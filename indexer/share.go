package indexer

import "github.com/claimwire/claimwire/internal/claim"

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
