package indexer

import (
	"fmt"
	"strings"

	"github.com/claimwire/claimwire/internal/claim"
)

// How edges and conflicts say why.

func likeText(what string) func(a, b *feature) string {
	return func(a, b *feature) string { return fmt.Sprintf("%s; sentences alike by %.2f", what, like(a, b)) }
}

func victimText(a *feature) string { return "same victim " + names(a.victims) }

func perpetratorText(a, b *feature) string {
	for _, list := range [][2][]string{{a.actors, b.actors}, {a.states, b.states}} {
		for _, s := range list[0] {
			if meet([]string{s}, list[1]) {
				return "same perpetrator " + s
			}
		}
	}
	return "no perpetrator in common"
}

func amountsText(a, b *feature) string {
	return "amounts agree: " + sumText(a.frame) + " and " + sumText(b.frame)
}

func sameNumberText(a, b *feature) string {
	if _, _, ok := sums(a.frame, b.frame); ok {
		return amountsText(a, b)
	}
	return "same count: " + countText(a.frame) + " and " + countText(b.frame)
}

func sumText(f *claim.Frame) string {
	var out []string
	for _, m := range f.Amounts {
		s := fmt.Sprintf("%.12g %s", m.Value, m.Currency)
		if m.Max > m.Min {
			s = fmt.Sprintf("%.12g to %.12g %s", m.Min, m.Max, m.Currency)
		}
		if m.Qualifier != "" {
			s = strings.ReplaceAll(string(m.Qualifier), "_", " ") + " " + s
		}
		out = append(out, s)
	}
	return strings.Join(out, " = ")
}

func countText(f *claim.Frame) string {
	var out []string
	for _, c := range f.Counts {
		out = append(out, fmt.Sprintf("%.12g %s", c.Value, c.Unit))
	}
	return strings.Join(out, ", ")
}

func periodText(p *claim.Period) string {
	switch {
	case p == nil:
		return "unknown"
	case p.From == p.To:
		return p.From
	}
	return p.From + " to " + p.To
}
