package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/claimwire/claimwire/internal/app"
	"github.com/claimwire/claimwire/internal/claim"
)

type claimsShowCmd struct {
	ID     string `arg:"" help:"Id of the claim, of one that went into it, or of a piece of its evidence."`
	Why    bool   `help:"Say why its evidence is one claim, and what was kept apart."`
	Output string `enum:"text,json" default:"text" help:"Form of the output: text, json."`
}

// Run prints a claim with its lineage.
func (c *claimsShowCmd) Run(ctx context.Context, s *session) error {
	cfg, err := s.config()
	if err != nil {
		return err
	}
	if c.Why && c.Output == "json" {
		return usage("--why has no form as JSON; leave one of them out")
	}
	x, err := app.OpenIndex(ctx, cfg)
	if err != nil {
		return err
	}
	defer x.Close()
	found, err := x.Get(ctx, c.ID)
	if errors.Is(err, app.ErrNotFound) && !isWholeID(c.ID) {
		err = fmt.Errorf("%w; an id has 20 digits and letters a to f, a claim's begins with c-: `claimwire claims` prints them whole", err)
	}
	if err != nil {
		return err
	}
	if c.Output == "json" {
		return jsonWriter(s.Out)(&found)
	}
	p := &errWriter{w: s.Out}
	printClaim(p, &found)
	if c.Why {
		if err := s.operate(ctx, func(o *app.Operator) error { return printWhy(ctx, p, o, found.ID) }); err != nil {
			return err
		}
	}
	return p.err
}

// isWholeID: the text has the form of an id of a claim or of evidence.
func isWholeID(text string) bool {
	digits := strings.TrimPrefix(text, "c-")
	return len(digits) == 20 && strings.Trim(digits, "0123456789abcdef") == ""
}

func printClaim(p *errWriter, c *claim.Claim) {
	p.printf("%s  %s, %s\n%s\n\n", c.ID, string(c.Kind), string(c.Certainty), c.Statement)
	printParties(p, "actors", c.Actors)
	printParties(p, "victims", c.Victims)
	printField(p, "countries", strings.Join(c.Countries, ", "))
	if c.Amount != nil {
		printField(p, "sum", moneyText(c.Amount)+sumKind(c.Sum))
	}
	for _, k := range c.Counts {
		printField(p, "count", qualified(k.Qualifier, fmt.Sprintf("%.12g %s", k.Value, k.Unit)))
	}
	printField(p, "period", periodText(c.When))
	printField(p, "origins", fmt.Sprintf("%s from %s (%s, %s)", originCount(c),
		counted(c.Articles, "article"), counted(c.Stories, "text"), counted(c.Publishers, "publisher")))
	for _, o := range c.Origins {
		printField(p, "", "  "+originText(o))
	}
	printField(p, "relayed by", strings.Join(c.Via, ", "))
	for _, path := range c.Circular {
		printField(p, "circular", strings.Join(path, " → "))
	}
	for _, d := range c.Disagreements {
		printField(p, "disputed", d.Field+": "+sayAll(c, d.Field, d.Values))
	}
	if c.Denials > 0 {
		printField(p, "denied", counted(c.Denials, "time")+", see the evidence")
	}
	printEvidence(p, c)
	printSeries(p, c)
	printHistory(p, c)
}

func printField(p *errWriter, name, value string) {
	if value != "" {
		p.printf("%-12s %s\n", name, value)
	}
}

// printParties names parties on one line, and below it, of those whom namers call differently, who
// calls them what.
func printParties(p *errWriter, field string, list []claim.Party) {
	names := make([]string, len(list))
	for i, x := range list {
		names[i] = x.Name
		if x.ID != "" && x.ID != x.Country {
			names[i] += " [" + x.ID + "]"
		}
	}
	printField(p, field, strings.Join(names, "; "))
	for _, x := range list {
		if len(x.Named) == 0 {
			continue
		}
		called := make([]string, len(x.Named))
		for i, n := range x.Named {
			called[i] = n.Name + " by " + n.By
		}
		printField(p, "", "  "+x.Name+" is called "+strings.Join(called, ", "))
	}
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return strconv.Itoa(n) + " " + what + "s"
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
	for i := range c.Evidence {
		e := &c.Evidence[i]
		mark := ""
		if e.Denial {
			mark = " [denies it]"
		}
		if e.Withdrawn {
			mark += " [withdrawn: the article no longer says so]"
		}
		p.printf("  %s  %s  %s%s\n    “%s”\n    %s\n", e.ID, day(e.PublishedAt), e.ArticleID, mark, e.Text, chainText(e))
	}
}

// chainText is who says it, from the publisher back to the origin.
func chainText(e *claim.Evidence) string {
	names := make([]string, len(e.Citations))
	for i, l := range e.Citations {
		names[i] = l.Name
		if d := l.Document; d != nil {
			if title := firstNonEmpty(d.Title, d.Text); title != "" {
				names[i] += " (" + title + ")"
			}
		}
	}
	return strings.Join(names, " ← ")
}

func firstNonEmpty(list ...string) string {
	i := slices.IndexFunc(list, func(s string) bool { return s != "" })
	if i < 0 {
		return ""
	}
	return list[i]
}

// printHistory tells what changed in the claim as the index learned it, which can be long after it was
// published and in another order.
func printHistory(p *errWriter, c *claim.Claim) {
	if len(c.History) == 0 {
		return
	}
	p.printf("\nhistory, as this index learned it\n")
	for _, h := range c.History {
		change := c.Say(h.Field, h.Now)
		if h.Was != "" {
			change = c.Say(h.Field, h.Was) + " → " + change
		}
		by := ""
		if h.By != "" {
			by = " (" + h.By + ")"
		}
		p.printf("  %s  %-7s %s%s\n", day(h.At), h.Field, change, by)
	}
}
