package app

import (
	"math"
	"slices"
	"strings"

	"github.com/claimwire/claimwire/internal/claim"
)

// evidence scores what single articles are read to say, so that the index plays no part: of the members
// that an assertion of the right kind covers, how many name the claim's actors, victims and sum.
func (s *newsScore) evidence(story *newsStory, readings map[string]claim.Reading) {
	for i := range story.claims {
		c := &story.claims[i]
		for _, m := range c.members {
			r, victims, actors := readings[m.doc], story.named(m.doc, c.victims), story.named(m.doc, c.actors)
			list := c.assertions(&r, m)
			if !s.yes("evidence kind", len(list) > 0) {
				s.say("evidence is no %v: %s: %q: %v", c.kinds, m.doc, m.text, newsKinds(&r, m))
				continue
			}
			if len(victims) > 0 && !s.yes("evidence victims", slices.ContainsFunc(list, func(a *claim.Assertion) bool { return newsNames(&r, a.Victims, victims) })) {
				s.say("evidence without its victim %v: %s: %q", victims, m.doc, m.text)
			}
			if len(actors) > 0 && !s.yes("evidence actors", slices.ContainsFunc(list, func(a *claim.Assertion) bool { return newsNames(&r, a.Actors, actors) })) {
				s.say("evidence without its actor %v: %s: %q", actors, m.doc, m.text)
			}
			if n := c.amountIn(&r, m); n >= 0 {
				s.sum(c, m, list, n)
			}
		}
	}
}

// named are those of the names that the document itself gives: no article can be read to say more.
func (story *newsStory) named(doc string, names []string) []string {
	at := slices.IndexFunc(story.docs, func(a claim.Article) bool { return a.ID == doc })
	text := story.docs[at].Title + "\n" + story.docs[at].Text
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool {
		return !slices.ContainsFunc(strings.Split(name, "/"), func(s string) bool { return strings.Contains(text, s) })
	})
}

// sum scores the sum that stands in a member: that an assertion is about it, and what it is taken for.
func (s *newsScore) sum(c *newsClaim, m newsSpan, list []*claim.Assertion, amount int) {
	at := slices.IndexFunc(list, func(a *claim.Assertion) bool { return len(a.Amounts) > 0 && a.Amounts[0] == amount })
	if !s.yes("evidence amount", at >= 0) {
		s.say("evidence without its sum: %s: %q", m.doc, m.text)
		return
	}
	if c.sum != "" && !s.yes("evidence sum", list[at].Sum == c.sum) {
		s.say("evidence with a sum that is %q, not %q: %s: %q", list[at].Sum, c.sum, m.doc, m.text)
	}
}

// assertions are those of the claim's kind that cover half of the member.
func (c *newsClaim) assertions(r *claim.Reading, m newsSpan) []*claim.Assertion {
	var out []*claim.Assertion
	for i := range r.Assertions {
		if a := &r.Assertions[i]; newsCovers(a, m) && c.kindRight(a.Kind) {
			out = append(out, a)
		}
	}
	return out
}

func newsCovers(a *claim.Assertion, m newsSpan) bool {
	return slices.ContainsFunc(a.Evidence, func(p claim.Place) bool {
		return p.In == claim.InText && 2*(min(p.End, m.end)-max(p.Start, m.start)) >= m.end-m.start
	})
}

func newsKinds(r *claim.Reading, m newsSpan) []claim.Kind {
	var out []claim.Kind
	for i := range r.Assertions {
		if newsCovers(&r.Assertions[i], m) {
			out = append(out, r.Assertions[i].Kind)
		}
	}
	return out
}

func newsNames(r *claim.Reading, list []int, want []string) bool {
	return !slices.ContainsFunc(want, func(name string) bool {
		return !slices.ContainsFunc(list, func(i int) bool { return newsNamed(name, r.Actors[i].Name) })
	})
}

// amountIn is the claim's sum as it stands in the member, or -1.
func (c *newsClaim) amountIn(r *claim.Reading, m newsSpan) int {
	if c.amount == nil {
		return -1
	}
	return slices.IndexFunc(r.Amounts, func(a claim.Amount) bool {
		return a.In == claim.InText && m.start <= a.Start && a.End <= m.end && a.Currency == c.amount.Currency &&
			math.Abs(a.Value-c.amount.Value) <= 0.15*c.amount.Value
	})
}
