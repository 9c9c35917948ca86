package app

import (
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/claimwire/claimwire/extractor"
	"github.com/claimwire/claimwire/extractor/lexicon"
	"github.com/claimwire/claimwire/indexer"
	"github.com/claimwire/claimwire/indexer/sqlite"
	"github.com/claimwire/claimwire/internal/claim"
	"github.com/claimwire/claimwire/internal/query"
)

// TestNews reads the stories of testdata/news as a newsroom would meet them, all into one index, and
// holds the figures of the whole way from text to claims above their floors. With -v it lists the
// errors of the open stories; of the held-out ones it says nothing but figures. With
// CLAIMWIRE_TEST_UPDATE set it writes the figures anew and raises floors, never lowers them.
func TestNews(t *testing.T) {
	stories := readNews(t)
	readings, claims := newsPipeline(t, stories)
	figures := map[string]newsFigure{}
	for _, folder := range []string{"open", "held", "incidents", "incidents-held"} {
		s := &newsScore{ratios: map[string]*newsRatio{}, say: t.Logf}
		if strings.HasSuffix(folder, "held") {
			s.say = func(string, ...any) {}
		}
		s.part(stories, folder, readings, claims)
		for name, figure := range s.figures() {
			figures[folder+" "+name] = figure
		}
		t.Logf("%s: %d claims hold evidence of two claims of the gold", folder, s.merges)
	}
	holdNews(t, figures)
}

// newsPipeline is the way from text to claims: extractor and indexer over a fresh store.
func newsPipeline(t *testing.T, stories []newsStory) (map[string]claim.Reading, []claim.Claim) {
	t.Helper()
	x := extractor.New(lexicon.Default())
	var batch []claim.Extraction
	readings := map[string]claim.Reading{}
	for _, s := range stories {
		for _, a := range s.docs {
			a.Complete()
			r := x.Extract(&a)
			readings[a.ID] = r
			batch = append(batch, claim.Extraction{V: claim.Version, Article: a, Reading: r})
		}
	}
	store, err := sqlite.Open(filepath.Join(t.TempDir(), "index.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	}()
	ctx := context.Background()
	if _, err := indexer.New(store, indexer.Options{}).Write(ctx, batch); err != nil {
		t.Fatal(err)
	}
	every, err := query.Parse("", time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	var claims []claim.Claim
	if err := store.Each(ctx, every, func(c claim.Claim) error { claims = append(claims, c); return nil }); err != nil {
		t.Fatal(err)
	}
	return readings, claims
}

// part scores the stories of one folder.
func (s *newsScore) part(stories []newsStory, folder string, readings map[string]claim.Reading, claims []claim.Claim) {
	var gold []newsClaim
	for i := range stories {
		if story := &stories[i]; story.folder == folder {
			gold = append(gold, story.claims...)
			s.citations(story, readings)
			s.evidence(story, readings)
			s.silence(story, claims)
		}
	}
	g := layNews(gold, claims)
	for n := range g.claims {
		s.cluster(g, n)
	}
	s.bcubed(g)
	s.pairs(g)
	s.falseMerges(g)
}

// silence counts the places where no evidence may stand, or none of an act.
func (s *newsScore) silence(story *newsStory, claims []claim.Claim) {
	for _, m := range story.silent {
		s.quiet("silent", m, claims, claim.Kinds)
	}
	for _, m := range story.plain {
		s.quiet("plain", m, claims, []claim.Kind{claim.Theft, claim.Attack, claim.Attribution, claim.Laundering, claim.Funding, claim.Sanction, claim.Denial})
	}
}

func (s *newsScore) quiet(name string, m newsSpan, claims []claim.Claim, kinds []claim.Kind) {
	for _, c := range claims {
		for _, e := range c.Evidence {
			if e.ArticleID == m.doc && e.In == claim.InText && e.Start < m.end && m.start < e.End && slices.Contains(kinds, c.Kind) {
				s.yes(name, false)
				s.say("not %s: %s: %q is of the %s %q", name, m.doc, m.text, c.Kind, c.Statement)
				return
			}
		}
	}
	s.yes(name, true)
}

// cluster scores one claim of the gold against the one it is matched with.
func (s *newsScore) cluster(g *newsGold, n int) {
	c := &g.claims[n]
	for k, m := range c.members {
		found := s.yes("members found", len(g.found[newsHit{n, k}]) > 0)
		s.yes("members found "+string(c.kinds[0]), found)
		if !found {
			s.say("not found: %s: %s: %q", c.id, m.doc, m.text)
		}
	}
	at, ok := g.match[n]
	if !s.yes("matched", ok) {
		names := []string{"claims P", "claims R", "claims R " + string(c.kinds[0]), "fields", "origins"}
		if c.articles > 1 {
			names = append(names, "multi P", "multi R")
		}
		for _, name := range names {
			s.add(name, 0, 1)
		}
		return
	}
	got := &g.system[at]
	relevant, own, mine := 0.0, 0.0, map[newsHit]bool{}
	for _, hits := range g.hits[at] {
		if len(hits) == 0 {
			continue
		}
		relevant++
		if slices.ContainsFunc(hits, func(h newsHit) bool { return h.claim == n }) {
			own++
		}
		for _, h := range hits {
			if h.claim == n {
				mine[h] = true
			}
		}
	}
	recall := float64(len(mine)) / float64(len(c.members))
	if c.articles > 1 {
		s.add("multi P", own/relevant, 1)
		s.add("multi R", recall, 1)
	}
	s.add("claims P", own/relevant, 1)
	s.add("claims R", recall, 1)
	s.add("claims R "+string(c.kinds[0]), recall, 1)
	if recall < 1 {
		s.say("apart: %s: %d of %d members in one claim", c.id, len(mine), len(c.members))
	}
	s.fields(c, got)
}

// fields scores what a matched claim says of itself.
func (s *newsScore) fields(c *newsClaim, got *claim.Claim) {
	amount := c.amountRight(got)
	actors, victims := newsParty(got.Actors, c.actors), newsParty(got.Victims, c.victims)
	s.yes("fields", got.Articles == c.articles && amount && actors)
	wrong := func(field string, asked, ok bool, want, is any) {
		if asked && !s.yes("right "+field, ok) {
			s.say("%s: %s is %v, not %v", field, c.id, want, is)
		}
	}
	wrong("kind", true, c.kindRight(got.Kind), c.kinds, got.Kind)
	wrong("articles", true, got.Articles == c.articles, c.articles, got.Articles)
	if c.amount != nil {
		wrong("amount", true, amount, *c.amount, newsMoney(got.Amount))
	}
	wrong("sum", c.sum != "", got.Sum == c.sum, c.sum, got.Sum)
	wrong("actors", len(c.actors) > 0, actors, c.actors, newsParties(got.Actors))
	wrong("victims", len(c.victims) > 0, victims, c.victims, newsParties(got.Victims))
	names := []string{}
	for _, o := range got.Origins {
		names = append(names, fmt.Sprintf("%s (%s)", o.Name, o.Kind))
	}
	if !s.yes("origins", c.originsRight(got.Origins)) {
		s.say("origins: %s is %q, not %q", c.id, c.origins, names)
	}
}

func newsMoney(m *claim.Money) string {
	if m == nil {
		return "none"
	}
	return fmt.Sprintf("%.0f %s", m.Value, m.Currency)
}

func newsParties(list []claim.Party) []string {
	out := []string{}
	for _, p := range list {
		out = append(out, p.Name)
	}
	return out
}

// bcubed scores the partition of the gold's members; one that nothing covers stands alone.
func (s *newsScore) bcubed(g *newsGold) {
	sizes := map[int]int{}
	shared := map[newsHit]int{} // by system's claim and gold's
	eachNews(g, func(h newsHit, c int) {
		sizes[c]++
		shared[newsHit{c, h.claim}]++
	})
	eachNews(g, func(h newsHit, c int) {
		all := float64(len(g.claims[h.claim].members))
		if c < 0 {
			s.add("bcubed P", 1, 1)
			s.add("bcubed R", 1/all, 1)
			return
		}
		both := float64(shared[newsHit{c, h.claim}])
		s.add("bcubed P", both/float64(sizes[c]), 1)
		s.add("bcubed R", both/all, 1)
	})
}

func eachNews(g *newsGold, f func(h newsHit, cluster int)) {
	for n := range g.claims {
		for k := range g.claims[n].members {
			f(newsHit{n, k}, g.cluster(newsHit{n, k}))
		}
	}
}

// pairs counts the members of one claim that are joined, and, where both are found at all, the share
// that the index alone is to blame for.
func (s *newsScore) pairs(g *newsGold) {
	for n, c := range g.claims {
		for k := range c.members {
			for l := range k {
				a, b := g.found[newsHit{n, k}], g.found[newsHit{n, l}]
				joined := slices.ContainsFunc(a, func(x int) bool { return slices.Contains(b, x) })
				s.yes("pairs joined", joined)
				if len(a) > 0 && len(b) > 0 && !s.yes("pairs joined of found", joined) {
					s.say("not joined: %s:\n    %s %q: %s\n    %s %q: %s", c.id,
						c.members[l].doc, c.members[l].text, newsBrief(&g.system[g.cluster(newsHit{n, l})]),
						c.members[k].doc, c.members[k].text, newsBrief(&g.system[g.cluster(newsHit{n, k})]))
				}
			}
		}
	}
}

// newsBrief says what a claim is compared by.
func newsBrief(c *claim.Claim) string {
	return fmt.Sprintf("%s of %v by %v, %s %s", c.Kind, newsParties(c.Victims), newsParties(c.Actors), newsMoney(c.Amount), c.Sum)
}

// falseMerges counts the claims of the system of which two pieces of evidence belong to different
// claims of the gold and to none together. A denial stands beside the claim that it denies by design.
func (s *newsScore) falseMerges(g *newsGold) {
	for at, evidence := range g.hits {
		var sets []map[int]bool
		for i, hits := range evidence {
			if g.system[at].Evidence[i].Denial {
				continue
			}
			set := map[int]bool{}
			for _, h := range hits {
				set[h.claim] = true
			}
			if len(set) > 0 {
				sets = append(sets, set)
			}
		}
		if len(sets) == 0 {
			continue
		}
		if !s.yes("unmixed", !newsApart(sets)) {
			s.merges++
			s.say("false merge: %s", g.describe(at))
		}
	}
}

func newsApart(sets []map[int]bool) bool {
	for i, a := range sets {
		for _, b := range sets[:i] {
			if !slices.ContainsFunc(slices.Collect(maps.Keys(a)), func(n int) bool { return b[n] }) {
				return true
			}
		}
	}
	return false
}

func (g *newsGold) describe(at int) string {
	var b strings.Builder
	for i, hits := range g.hits[at] {
		ids := []string{}
		for _, h := range hits {
			ids = append(ids, g.claims[h.claim].id)
		}
		fmt.Fprintf(&b, "\n    %s %v %q", g.system[at].Evidence[i].ArticleID, ids, g.system[at].Evidence[i].Text)
	}
	return b.String()
}
