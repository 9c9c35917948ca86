package app

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/claimwire/claimwire/internal/claim"
)

// newsScore gathers figures of one half of the corpus; say prints an error where errors may be read.
type newsScore struct {
	ratios map[string]*newsRatio
	merges int // claims of the system that hold evidence of two claims of the gold
	say    func(format string, args ...any)
}

// newsRatio is a share: figure = got / all.
type newsRatio struct{ got, all float64 }

func (s *newsScore) add(name string, got, all float64) {
	if s.ratios[name] == nil {
		s.ratios[name] = &newsRatio{}
	}
	s.ratios[name].got += got
	s.ratios[name].all += all
}

func (s *newsScore) yes(name string, ok bool) bool {
	got := 0.0
	if ok {
		got = 1
	}
	s.add(name, got, 1)
	return ok
}

// figures are the shares, and an F1 for every pair of a precision and a recall.
func (s *newsScore) figures() map[string]newsFigure {
	out := map[string]newsFigure{}
	for name, r := range s.ratios {
		if r.all > 0 {
			slack := newsSlack
			if strings.HasPrefix(name, "pairs") {
				slack = newsPairSlack
			}
			out[name] = newsFigure{r.got / r.all, max(slack, 2/r.all)}
		}
	}
	for _, name := range []string{"citations", "claims", "multi", "bcubed"} {
		p, r := out[name+" P"].value, out[name+" R"].value
		if p+r > 0 {
			out[name+" F1"] = newsFigure{2 * p * r / (p + r), newsSlack}
		}
	}
	return out
}

// citations scores one story's: right is an anchor that overlaps and a source that is the gold's.
func (s *newsScore) citations(story *newsStory, readings map[string]claim.Reading) {
	used := map[string]map[int]bool{}
	for _, want := range story.cites {
		list := readings[want.doc].Citations
		if used[want.doc] == nil {
			used[want.doc] = map[int]bool{}
		}
		hit := slices.IndexFunc(list, func(c claim.Citation) bool { return want.fits(&c) })
		for hit >= 0 && used[want.doc][hit] {
			next := slices.IndexFunc(list[hit+1:], func(c claim.Citation) bool { return want.fits(&c) })
			if next < 0 {
				hit = -1
				break
			}
			hit += next + 1
		}
		if !s.yes("citations R", hit >= 0) {
			s.say("citation missed: %s: %q of %s; there: %v", want.doc, want.text, want.source, newsThere(list, want))
			continue
		}
		used[want.doc][hit] = true
		if !s.yes("citations kind", slices.Contains(want.kinds, string(list[hit].Source.Kind))) {
			s.say("citation kind: %s: %q is %v, not %s", want.doc, list[hit].Text, want.kinds, list[hit].Source.Kind)
		}
		if want.via != "" {
			s.via(&want, list, hit)
		}
	}
	if !story.cited {
		return
	}
	for _, d := range story.docs {
		for i, c := range readings[d.ID].Citations {
			if c.In == claim.InTitle || !used[d.ID][i] && story.mayCite(d.ID, &c) {
				continue
			}
			if !s.yes("citations P", used[d.ID][i]) {
				s.say("citation extra: %s: %q of %s", d.ID, c.Text, newsSource(&c))
			}
		}
	}
}

func (story *newsStory) mayCite(doc string, c *claim.Citation) bool {
	return slices.ContainsFunc(story.maybe, func(m newsSpan) bool { return m.doc == doc && c.Start < m.end && m.start < c.End })
}

func (s *newsScore) via(want *newsCite, list []claim.Citation, hit int) {
	name := ""
	if v := list[hit].Via; v != nil {
		name = newsSource(&list[*v])
	}
	if !s.yes("citations via", newsNamed(want.via, name)) {
		s.say("citation via: %s: %q comes by %s, not %q", want.doc, want.text, want.via, name)
	}
}

func newsSource(c *claim.Citation) string {
	if c.Source == nil {
		return ""
	}
	return c.Source.Name
}

func (c *newsCite) fits(got *claim.Citation) bool {
	if got.In != claim.InText || got.Source == nil || got.Start >= c.end || c.start >= got.End {
		return false
	}
	return newsNamed(c.source, got.Source.Name) || slices.Contains(c.kinds, string(claim.Unnamed)) && got.Source.Kind == claim.Unnamed
}

func newsThere(list []claim.Citation, want newsCite) []string {
	out := []string{}
	for i := range list {
		if c := &list[i]; c.In == claim.InText && c.Start < want.end && want.start < c.End {
			out = append(out, fmt.Sprintf("%q of %s", c.Text, newsSource(c)))
		}
	}
	return out
}

// newsHit is a member of a claim of the gold, by their numbers.
type newsHit struct{ claim, member int }

// newsGold is one half's claims, laid over those of the system.
type newsGold struct {
	claims []newsClaim
	system []claim.Claim
	hits   [][][]newsHit // by claim of the system and its evidence
	found  map[newsHit][]int
	match  map[int]int // claim of the gold: the system's
}

func layNews(gold []newsClaim, system []claim.Claim) *newsGold {
	g := &newsGold{claims: gold, system: system, found: map[newsHit][]int{}, match: map[int]int{}}
	byDoc := map[string][]newsHit{}
	for n, c := range gold {
		for k, m := range c.members {
			byDoc[m.doc] = append(byDoc[m.doc], newsHit{n, k})
		}
	}
	for s := range system {
		hits := make([][]newsHit, len(system[s].Evidence))
		for i, e := range system[s].Evidence {
			for _, h := range byDoc[e.ArticleID] {
				m := gold[h.claim].members[h.member]
				if e.In != claim.InText || 2*(min(e.End, m.end)-max(e.Start, m.start)) < m.end-m.start {
					continue
				}
				hits[i] = append(hits[i], h)
				if !slices.Contains(g.found[h], s) {
					g.found[h] = append(g.found[h], s)
				}
			}
		}
		g.hits = append(g.hits, hits)
	}
	g.matchBest()
	return g
}

// matchBest matches claims one to one, best overlap first; the sum and the kind break ties.
func (g *newsGold) matchBest() {
	type pair struct {
		weight       float64
		system, gold int
	}
	var pairs []pair
	for s := range g.system {
		mine := map[int]map[int]bool{}
		for _, hits := range g.hits[s] {
			for _, h := range hits {
				if mine[h.claim] == nil {
					mine[h.claim] = map[int]bool{}
				}
				mine[h.claim][h.member] = true
			}
		}
		for n, members := range mine {
			weight := float64(len(members))
			if g.claims[n].amountRight(&g.system[s]) {
				weight += 0.5
			}
			if g.claims[n].kinds[0] == g.system[s].Kind {
				weight += 0.25
			}
			pairs = append(pairs, pair{weight, s, n})
		}
	}
	slices.SortFunc(pairs, func(a, b pair) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.gold, b.gold), cmp.Compare(g.system[a.system].ID, g.system[b.system].ID))
	})
	taken := map[int]bool{}
	for _, p := range pairs {
		if _, done := g.match[p.gold]; !done && !taken[p.system] {
			g.match[p.gold], taken[p.system] = p.system, true
		}
	}
}

// cluster is the claim of the system that a member counts for: the one its own claim is matched with
// where that has it, else one of its kind, else the first; -1 when nothing covers it.
func (g *newsGold) cluster(h newsHit) int {
	list := g.found[h]
	if s, ok := g.match[h.claim]; ok && slices.Contains(list, s) {
		return s
	}
	for _, s := range list {
		if g.claims[h.claim].kindRight(g.system[s].Kind) {
			return s
		}
	}
	if len(list) > 0 {
		return list[0]
	}
	return -1
}

func (c *newsClaim) amountRight(got *claim.Claim) bool {
	return c.amount == nil || got.Amount != nil && got.Amount.Currency == c.amount.Currency &&
		math.Abs(got.Amount.Value-c.amount.Value) <= 0.06*c.amount.Value
}

func newsParty(list []claim.Party, want []string) bool {
	for _, name := range want {
		if !slices.ContainsFunc(list, func(p claim.Party) bool { return newsNamed(name, p.Name) }) {
			return false
		}
	}
	return true
}

// originsRight holds when every origin is wanted and every wanted one is there. What unnamed sources say
// enters the world with the outlet that vouches for them, or with themselves: readers differ.
func (c *newsClaim) originsRight(got []claim.Origin) bool {
	fits := func(want string, o claim.Origin) bool {
		nameless := o.Kind == claim.Unnamed || o.Kind == claim.NewsOutlet || o.Kind == claim.NewsAgency
		return newsNamed(want, o.Name) || nameless && newsNamed(want, string(claim.Unnamed))
	}
	for _, want := range c.origins {
		if !slices.ContainsFunc(got, func(o claim.Origin) bool { return fits(want, o) }) {
			return false
		}
	}
	return !slices.ContainsFunc(got, func(o claim.Origin) bool {
		return !slices.ContainsFunc(c.origins, func(want string) bool { return fits(want, o) })
	})
}
