package indexer

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/claimwire/claimwire/internal/claim"
)

// disagreements lists the fields on which live evidence differs.
func (r *recorder) disagreements() {
	r.c.Disagreements = []claim.Disagreement{}
	r.differ("kind", kindTold)
	r.differSums()
	r.differ("actors", func(s support) string { return perpetratorKey(s.frame) })
	r.differCounts()
	r.differ("when", yearsText)
}

// kindTold is the kind of a piece of evidence; what is merely stated has none that could differ.
func kindTold(s support) string {
	if s.frame.Kind == claim.Statement {
		return ""
	}
	return string(s.frame.Kind)
}

// differ lists the distinct values of a field; empty ones say nothing.
func (r *recorder) differ(field string, of func(support) string) {
	var values []string
	for _, s := range r.live {
		if v := of(s); v != "" && !slices.Contains(values, v) {
			values = append(values, v)
		}
	}
	r.disagree(field, values)
}

func (r *recorder) disagree(field string, values []string) {
	if len(values) > 1 {
		r.c.Disagreements = append(r.c.Disagreements, claim.Disagreement{Field: field, Values: values})
	}
}

// yearsText is a period as years, since a month within the year of another is no disagreement.
func yearsText(s support) string {
	p := s.frame.When
	if p == nil || len(p.From) < 4 && len(p.To) < 4 {
		return ""
	}
	from, to := cut4(cmp.Or(p.From, p.To)), cut4(cmp.Or(p.To, p.From))
	if from == to {
		return from
	}
	return from + " to " + to
}

func cut4(s string) string { return s[:min(4, len(s))] }

// perpetratorKey names the groups of a frame, else its states: a group against its own state is told
// apart from no group named.
func perpetratorKey(f *claim.Frame) string {
	x := newFeature(&Node{Frame: *f})
	switch {
	case len(x.groups) > 0:
		return strings.Join(x.groups, ", ")
	case len(x.states) > 0:
		return strings.Join(x.states, ", ")
	}
	return ""
}

// differSums lists the sums of one currency that no rounding makes one.
func (r *recorder) differSums() {
	byCurrency := map[string][]claim.FrameSum{}
	var order []string
	for _, s := range r.live {
		for _, m := range s.frame.Amounts {
			if m.Vague {
				continue
			}
			list := byCurrency[m.Currency]
			if len(list) == 0 {
				order = append(order, m.Currency)
			}
			if !slices.ContainsFunc(list, func(o claim.FrameSum) bool { return agree(m, o) }) {
				byCurrency[m.Currency] = append(list, m)
			}
		}
	}
	var values []string
	for _, currency := range order {
		if list := byCurrency[currency]; len(list) > 1 {
			for _, m := range list {
				values = append(values, fmt.Sprintf("%.12g %s", m.Value, currency))
			}
		}
	}
	r.disagree("amount", values)
}

func (r *recorder) differCounts() {
	byUnit := map[string][]float64{}
	var order []string
	for _, s := range r.live {
		for _, n := range s.frame.Counts {
			list := byUnit[n.Unit]
			if len(list) == 0 {
				order = append(order, n.Unit)
			}
			if !slices.ContainsFunc(list, func(o float64) bool { return roundsTo(n.Value, o) }) {
				byUnit[n.Unit] = append(list, n.Value)
			}
		}
	}
	var values []string
	for _, unit := range order {
		if list := byUnit[unit]; len(list) > 1 {
			for _, v := range list {
				values = append(values, fmt.Sprintf("%.12g %s", v, unit))
			}
		}
	}
	r.disagree("counts", values)
}
