package cli

import (
	"fmt"
	"strings"

	"github.com/claimwire/claimwire/internal/claim"
)

// given is one value that a claim's evidence gives for a field, with who gave it first.
type given struct {
	field, value string
	first        *claim.Evidence
	articles     map[string]bool // that give it
}

// series lists the sums, periods and certainties that a claim's evidence gives, each once, by the date of
// who gave it first; "about 5" and 5 are one sum. Denials and what was withdrawn give none. Of certainty it lists what moved the
// claim's own: what is stronger than all before.
func series(c *claim.Claim) []given {
	var list []given
	at := map[string]int{}
	add := func(field, key, value string, e *claim.Evidence) {
		i, ok := at[field+key]
		if !ok {
			i = len(list)
			at[field+key] = i
			list = append(list, given{field, value, e, map[string]bool{}})
		}
		g := &list[i]
		g.articles[e.ArticleID] = true
		if e.ArticleID == g.first.ArticleID && len(e.Citations) > len(g.first.Citations) {
			g.first = e // a headline gives the figure first and its body says who has it from whom
		}
	}
	strongest := 0
	for i := range c.Evidence {
		e := &c.Evidence[i]
		if e.Denial || e.Withdrawn {
			continue
		}
		for _, m := range e.Amounts {
			add("sum", figureText(&m), moneyText(&m), e)
		}
		if e.When != nil {
			add("period", periodText(e.When), periodText(e.When), e)
		}
		if s := e.Certainty.Strength(); s > 0 && s >= strongest {
			strongest = s
			add("status", string(e.Certainty), string(e.Certainty), e)
		}
	}
	return list
}

// printSeries prints a field's series where anything in it ever moved.
func printSeries(p *errWriter, c *claim.Claim) {
	all := series(c)
	for _, field := range []string{"sum", "period", "status"} {
		var list []given
		for _, g := range all {
			if g.field == field {
				list = append(list, g)
			}
		}
		if len(list) < 2 {
			continue
		}
		p.printf("\n%s over time\n", field)
		for _, g := range list {
			also := ""
			if n := len(g.articles) - 1; n > 0 && field != "status" {
				also = fmt.Sprintf(", then in %s more", counted(n, "article"))
			}
			p.printf("  %s  %-24s %s%s\n", day(g.first.PublishedAt), g.value, chainText(g.first), also)
		}
	}
}

// moneyText is a sum with what qualifies it: at least USD 85m.
func moneyText(m *claim.Money) string {
	if m.Min != nil && m.Max != nil {
		return figureText(m)
	}
	return qualified(m.Qualifier, figureText(m))
}

// figureText is a sum, or its bounds.
func figureText(m *claim.Money) string {
	if m.Min == nil || m.Max == nil {
		return sumText(m)
	}
	low, high := *m, *m
	low.Value, high.Value = *m.Min, *m.Max
	return sumText(&low) + " to " + strings.TrimPrefix(sumText(&high), m.Currency+" ")
}

// qualified puts a qualifier before a figure; an exact one has none.
func qualified(q claim.Qualifier, figure string) string {
	if q == "" || q == claim.Exact {
		return figure
	}
	return strings.ReplaceAll(string(q), "_", " ") + " " + figure
}

func periodText(w *claim.Period) string {
	switch {
	case w == nil:
		return ""
	case w.From == w.To:
		return w.From
	case w.From == "":
		return "until " + w.To
	case w.To == "":
		return "since " + w.From
	}
	return w.From + " to " + w.To
}

func sayAll(c *claim.Claim, field string, values []string) string {
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = c.Say(field, v)
	}
	return strings.Join(texts, " / ")
}
