package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/claimwire/claimwire/internal/app"
	"github.com/claimwire/claimwire/internal/claim"
)

type claimsShowCmd struct {
	ID     string `arg:"" help:"Id of the claim, or of one that went into it."`
	Why    bool   `help:"Say why its evidence is one claim, and what was kept apart."`
	Output string `enum:"text,json" default:"text" help:"Form of the output: text, json."`
}

// Run prints a claim with its lineage.
func (c *claimsShowCmd) Run(ctx context.Context, s *session) error {
	cfg, err := s.config()
	if err != nil {
		return err
	}
	x, err := app.OpenIndex(ctx, cfg)
	if err != nil {
		return err
	}
	defer x.Close()
	found, err := x.Get(ctx, c.ID)
	if err != nil {
		return fmt.Errorf("claim %s: %w", c.ID, err)
	}
	if c.Output == "json" {
		return jsonWriter(s.Out)(&found)
	}
	p := &errWriter{w: s.Out}
	printClaim(p, &found)
	if c.Why {
		if err := s.operate(ctx, func(o *app.Operator) error { return printWhy(ctx, p, o, c.ID) }); err != nil {
			return err
		}
	}
	return p.err
}

// printWhy prints every edge of the claim, used or refused.
func printWhy(ctx context.Context, p *errWriter, o *app.Operator, id string) error {
	ties, err := o.Why(ctx, id)
	if err != nil {
		return err
	}
	p.printf("\nwhy\n")
	if len(ties) == 0 {
		p.printf("  all its evidence says the same, and nothing else is near\n")
	}
	for _, t := range ties {
		verdict := "joined"
		if !t.Joined {
			verdict = "kept apart"
		}
		p.printf("  %s and %s %s", t.Left.ID, t.Right.ID, verdict)
		for _, reason := range []string{t.Class, t.Reason, t.Refused} {
			if reason != "" {
				p.printf("; %s", reason)
			}
		}
		p.printf("\n")
	}
	return nil
}

func printClaim(p *errWriter, c *claim.Claim) {
	p.printf("%s  %s, %s\n%s\n\n", c.ID, c.Kind, c.Certainty, c.Statement)
	field := func(name, value string) {
		if value != "" {
			p.printf("%-12s %s\n", name, value)
		}
	}
	field("actors", partyNames(c.Actors))
	field("victims", partyNames(c.Victims))
	field("countries", strings.Join(c.Countries, ", "))
	if c.Amount != nil {
		field("sum", sumText(c.Amount)+" ("+string(c.Amount.Qualifier)+sumKind(c.Sum)+")")
	}
	for _, k := range c.Counts {
		field("count", fmt.Sprintf("%g %s (%s)", k.Value, k.Unit, k.Qualifier))
	}
	if c.When != nil {
		field("period", c.When.From+" to "+c.When.To)
	}
	field("origins", fmt.Sprintf("%s from %d articles (%d texts, %d publishers)", originCount(c), c.Articles, c.Stories, c.Publishers))
	for _, o := range c.Origins {
		field("", "  "+originText(o))
	}
	field("relayed by", strings.Join(c.Via, ", "))
	for _, path := range c.Circular {
		field("circular", strings.Join(path, " → "))
	}
	for _, d := range c.Disagreements {
		field("disputed", d.Field+": "+strings.Join(d.Values, " / "))
	}
	printEvidence(p, c)
	printHistory(p, c)
}

func sumKind(s claim.Sum) string {
	if s == "" {
		return ""
	}
	return ", " + string(s)
}

func originText(o claim.Origin) string {
	text := o.Name + " (" + strings.ReplaceAll(string(o.Kind), "_", " ") + ")"
	if o.Document != "" {
		text += ": " + o.Document
	}
	return text
}

func printEvidence(p *errWriter, c *claim.Claim) {
	p.printf("\nevidence\n")
	for _, e := range c.Evidence {
		mark := ""
		if e.Denial {
			mark = " [denies it]"
		}
		if e.Withdrawn {
			mark += " [withdrawn]"
		}
		p.printf("  %s  %s  %s%s\n", e.ID, day(e.PublishedAt), e.ArticleID, mark)
		p.printf("    “%s”\n", e.Text)
		names := make([]string, len(e.Citations))
		for i, l := range e.Citations {
			names[i] = l.Name
		}
		p.printf("    %s\n", strings.Join(names, " ← "))
	}
}

func printHistory(p *errWriter, c *claim.Claim) {
	if len(c.History) == 0 {
		return
	}
	p.printf("\nhistory\n")
	for _, h := range c.History {
		was := ""
		if h.Was != "" {
			was = h.Was + " → "
		}
		p.printf("  %s  %s: %s%s (%s)\n", day(h.At), h.Field, was, h.Now, h.By)
	}
}
