package indexer

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/claimwire/claimwire/internal/claim"
)

// support is one row of a claim with its node's frame.
type support struct {
	*Row
	frame  *claim.Frame
	denial bool
}

// recorder makes one claim's record of its evidence. Every field is a function of the evidence alone.
type recorder struct {
	group, denials []*Vertex
	pages          map[string]Page

	all   []support // by date
	live  []support // what supports the claim now: no denial, not withdrawn
	lines *lineage
	c     claim.Claim
}

// Record makes the record of the claim that the vertices of one group are, with the denials that were
// attached to it. History is left to the caller: it alone is no function of the evidence.
func Record(group, denials []*Vertex, pages map[string]Page) claim.Claim {
	return record(group, denials, pages).c
}

func record(group, denials []*Vertex, pages map[string]Page) *recorder {
	r := &recorder{pages: pages, group: group, denials: denials}
	r.run()
	return r
}

// run fills the record.
func (r *recorder) run() {
	for _, v := range r.group {
		r.take(v, false)
	}
	for _, v := range r.denials {
		r.take(v, true)
	}
	slices.SortFunc(r.all, func(a, b support) int { return byDate(a.Row, b.Row) })
	r.live = choose(r.all, func(s support) bool { return !s.denial && !s.Withdrawn })
	if len(r.live) == 0 {
		r.live = choose(r.all, func(s support) bool { return !s.denial })
	}
	r.lines = newLineage(r.live, r.pages)
	r.identity()
	r.parties()
	r.sums()
	r.counts()
	r.period()
	r.lineage()
	r.disagreements()
	r.evidence()
}

func (r *recorder) take(v *Vertex, denial bool) {
	for _, row := range v.Rows {
		r.all = append(r.all, support{Row: row, frame: v.frame, denial: denial})
	}
}

func choose[T any](list []T, keep func(T) bool) []T {
	var out []T
	for _, x := range list {
		if keep(x) {
			out = append(out, x)
		}
	}
	return out
}

// identity fills id, kind, statement and certainty.
func (r *recorder) identity() {
	first := choose(r.all, func(s support) bool { return !s.denial })[0]
	best := r.live[0]
	for _, s := range r.live[1:] {
		if fuller(s.frame, best.frame) {
			best = s
		}
	}
	r.c.V, r.c.ID = claim.Version, claim.ClaimID(first.ID)
	r.c.Kind, r.c.Statement = best.frame.Kind, best.Statement
	r.c.Certainty = claim.Denied
	for _, s := range r.live {
		if s.Certainty.Strength() > r.c.Certainty.Strength() {
			r.c.Certainty = s.Certainty
		}
	}
	for _, s := range r.all {
		if s.denial && !s.Withdrawn {
			r.c.Denials++
		}
	}
}

// fuller reports whether a tells more than b: a statement says less than any kind that has a name.
func fuller(a, b *claim.Frame) bool {
	if x, y := a.Kind == claim.Statement, b.Kind == claim.Statement; x != y {
		return y
	}
	return fullness(a) > fullness(b)
}

// fullness says how much a frame tells.
func fullness(f *claim.Frame) int {
	n := 3*len(f.Victims) + 2*min(len(f.Actors), 2) + len(f.Counts)
	if len(f.Amounts) > 0 {
		n += 3
		if !f.Amounts[0].Vague {
			n += claim.Digits(f.Amounts[0].Value)
		}
	}
	if f.When != nil {
		n += 1 + (len(f.When.From)+len(f.When.To))/4
	}
	if f.Sum != "" {
		n++
	}
	return n
}

func (r *recorder) parties() {
	r.c.Actors = gather(r.live, func(s support) []claim.Party { return s.Actors })
	r.c.Victims = gather(r.live, func(s support) []claim.Party { return s.Victims })
	for _, s := range r.live {
		r.c.Countries = append(r.c.Countries, s.Countries...)
	}
	slices.Sort(r.c.Countries)
	r.c.Countries = orEmpty(slices.Compact(r.c.Countries))
}

// gather lists the distinct parties of the evidence in its order, with who calls them by which name.
func gather(list []support, of func(support) []claim.Party) []claim.Party {
	out := []claim.Party{}
	at := map[string]int{}
	for _, s := range list {
		for _, p := range of(s) {
			ref := claim.PartyRef(p.ID, p.Name)
			i, ok := at[ref]
			if !ok {
				i = len(out)
				at[ref] = i
				q := p
				q.Named = nil
				out = append(out, q)
			}
			out[i].Country = cmp.Or(out[i].Country, p.Country)
			out[i].Kind = cmp.Or(out[i].Kind, p.Kind)
			for _, n := range p.Named {
				if !slices.Contains(out[i].Named, n) {
					out[i].Named = append(out[i].Named, n)
				}
			}
		}
	}
	several := 0
	for i := range out {
		if len(out[i].Named) > 0 {
			several++
		}
	}
	for i := range out {
		out[i].Named = differing(out[i].Named, several > 1)
	}
	return out
}

// differing keeps the names of a party by namer where the namers differ, or where the claim has several such
// parties, so that a reader sees who called the doer what.
func differing(list []claim.NamedBy, several bool) []claim.NamedBy {
	names := map[string]bool{}
	for _, n := range list {
		names[claim.NormalText(n.Name)] = true
	}
	if len(names) < 2 && !several {
		return nil
	}
	slices.SortFunc(list, func(a, b claim.NamedBy) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.By, b.By))
	})
	return list
}

// sums fills amount (the one with most digits, then the newest), the others, and what the sum is.
func (r *recorder) sums() {
	r.c.Amounts = []claim.AmountGiven{}
	var best *support
	for i := range r.live {
		s := &r.live[i]
		if len(s.Amounts) > 0 && (best == nil || betterSum(s.Amounts[0], best.Amounts[0])) {
			best = s
		}
	}
	if best == nil {
		return
	}
	m := best.Amounts[0]
	m.USDAbout = usdAbout(m, best)
	r.c.Amount = &m
	r.c.Sum = r.meaning(best)
	seen := map[string]bool{sumKey(m): true}
	for _, s := range r.live {
		for _, m := range s.Amounts {
			if k := sumKey(m); !seen[k] {
				seen[k] = true
				r.c.Amounts = append(r.c.Amounts, claim.AmountGiven{
					Value: m.Value, Currency: m.Currency, Qualifier: m.Qualifier, Evidence: s.ID, FirstSeen: s.Seen,
				})
			}
		}
	}
}

// meaning is what the chosen sum is, by its own frame or by the first that says.
func (r *recorder) meaning(best *support) claim.Sum {
	if best.frame.Sum != "" {
		return best.frame.Sum
	}
	for _, s := range r.live {
		if s.frame.Sum != "" {
			return s.frame.Sum
		}
	}
	return ""
}

// betterSum: a stands later in the order of evidence than b, so that it wins where neither has more digits.
func betterSum(a, b claim.Money) bool {
	if a.Vague != b.Vague {
		return b.Vague
	}
	return claim.Digits(a.Value) >= claim.Digits(b.Value)
}

func sumKey(m claim.Money) string {
	return strconv.FormatFloat(m.Value, 'g', 12, 64) + " " + m.Currency
}

func (r *recorder) counts() {
	r.c.Counts = []claim.Count{}
	for _, s := range r.live {
		for _, n := range s.Counts {
			same := func(o claim.Count) bool { return o.Value == n.Value && sameThing(o.Unit, n.Unit) }
			if !slices.ContainsFunc(r.c.Counts, same) {
				r.c.Counts = append(r.c.Counts, n)
			}
		}
	}
}

func sameThing(a, b string) bool {
	return strings.TrimSuffix(claim.NormalText(a), "s") == strings.TrimSuffix(claim.NormalText(b), "s")
}

// period takes the most precise period, then the first.
func (r *recorder) period() {
	var best *claim.Period
	for _, s := range r.live {
		if p := s.When; p != nil && (best == nil || precision(p) > precision(best)) {
			best = p
		}
	}
	if best != nil {
		w := *best
		r.c.When = &w
	}
}

func precision(p *claim.Period) int { return len(p.From) + len(p.To) }

func (r *recorder) lineage() {
	l := r.lines
	r.c.Origins, r.c.OriginsMin, r.c.OriginsMax = l.origins()
	r.c.Via, r.c.Circular = l.via(), l.circular
	r.c.Stories = l.stories
	articles, publishers := map[string]bool{}, map[string]bool{}
	for _, s := range r.live {
		articles[s.Article] = true
		publishers[l.owner(s.Row)] = true
	}
	r.c.Articles, r.c.Publishers = len(articles), len(publishers)
	for _, s := range r.live {
		if r.c.FirstSeen.IsZero() || s.Seen.Before(r.c.FirstSeen) {
			r.c.FirstSeen = s.Seen
		}
		if s.Seen.After(r.c.LastSeen) {
			r.c.LastSeen = s.Seen
		}
	}
}

// evidence lists every row once for each place in an article; what an older revision had in the place of
// something else is listed beside that.
func (r *recorder) evidence() {
	type spot struct {
		article, revision string
		in                claim.In
		start, end        int
	}
	seen := map[spot]bool{}
	for _, s := range r.all {
		k := spot{s.Article, s.Revision, s.In, s.Start, s.End}
		if seen[k] {
			continue
		}
		seen[k] = true
		e := s.Shown()
		e.Denial = s.denial
		r.c.Evidence = append(r.c.Evidence, e)
	}
}

func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// lastDay is the day by which an evidence's period was over, else its own day: the rate of that year
// turns its sum into dollars.
func lastDay(s *support) time.Time {
	if w := spanOf(s.When); w.known && s.When.To != "" {
		return time.Unix(int64(w.to)*86400, 0).UTC()
	}
	return s.Seen
}
