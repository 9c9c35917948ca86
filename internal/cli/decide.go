package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"slices"
	"strings"

	"github.com/claimwire/claimwire/internal/app"
)

// decision holds the flags that every decision takes.
type decision struct {
	By     string `placeholder:"NAME" help:"Who decides (default: the user)."`
	Reason string `placeholder:"TEXT" help:"Why, for whoever looks at the claim later."`
}

func (d decision) by() string {
	if d.By != "" {
		return d.By
	}
	if u, err := user.Current(); err == nil {
		return u.Username
	}
	return ""
}

type claimsSplitCmd struct {
	decision
	ID       string   `arg:"" help:"Id of the claim."`
	Evidence []string `arg:"" help:"Ids of the evidence that leaves it."`
}

// Run takes evidence out of a claim.
func (c *claimsSplitCmd) Run(ctx context.Context, s *session) error {
	return s.decide(ctx, app.Wish{Type: "split", Claims: []string{c.ID}, Evidence: c.Evidence, By: c.by(), Reason: c.Reason})
}

type claimsMergeCmd struct {
	decision
	A string `arg:"" help:"Id of one claim."`
	B string `arg:"" help:"Id of the other."`
}

// Run makes two claims one.
func (c *claimsMergeCmd) Run(ctx context.Context, s *session) error {
	return s.decide(ctx, app.Wish{Type: "merge", Claims: []string{c.A, c.B}, By: c.by(), Reason: c.Reason})
}

func (s *session) decide(ctx context.Context, w app.Wish) error {
	return s.operate(ctx, func(o *app.Operator) error {
		d, err := o.Decide(ctx, w)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(s.Out, "decided: %s; to take it back: claimwire claims undo %s\n", d.ID, d.ID)
		return errors.Join(err, s.printSides(ctx, &d))
	})
}

// printSides says in which claims the two sides of a decision are now.
func (s *session) printSides(ctx context.Context, d *app.Decision) error {
	cfg, err := s.config()
	if err != nil {
		return err
	}
	x, err := app.OpenIndex(ctx, cfg)
	if err != nil {
		return err
	}
	defer x.Close()
	p := &errWriter{w: s.Out}
	var before string
	for _, side := range [][]string{d.Left, d.Right} {
		if len(side) == 0 {
			continue
		}
		c, err := x.Get(ctx, side[0])
		if err != nil {
			return fmt.Errorf("look at what was decided: %w", err)
		}
		if c.ID != before {
			p.printf("  %s  %s, %s\n", c.ID, counted(len(c.Evidence), "sentence"), clip(c.Statement, 80))
		}
		before = c.ID
	}
	return p.err
}

type claimsUndoCmd struct {
	Decision string `arg:"" help:"Id of the decision."`
}

// Run takes a decision back.
func (c *claimsUndoCmd) Run(ctx context.Context, s *session) error {
	return s.operate(ctx, func(o *app.Operator) error {
		d, err := o.Undo(ctx, c.Decision)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(s.Out, "undone: %s\n", c.Decision)
		return errors.Join(err, s.printSides(ctx, &d))
	})
}

type claimsDecisionsCmd struct {
	Output string `enum:"text,jsonl" default:"text" help:"Form of the output: text, jsonl."`
}

// Run prints the decisions in the order in which they were made.
func (c *claimsDecisionsCmd) Run(ctx context.Context, s *session) error {
	return s.operate(ctx, func(o *app.Operator) error {
		list, err := o.Decisions(ctx)
		if err != nil {
			return err
		}
		slices.SortStableFunc(list, func(a, b app.Decision) int { return a.At.Compare(b.At) })
		if c.Output == "jsonl" {
			e := encoder(s.Out)
			for i := range list {
				err = errors.Join(err, e.Encode(&list[i]))
			}
			return err
		}
		p := &errWriter{w: s.Out}
		if len(list) == 0 {
			p.printf("nobody has decided anything\n")
		}
		for i := range list {
			printDecision(p, &list[i])
		}
		return p.err
	})
}

func printDecision(p *errWriter, d *app.Decision) {
	state := ""
	if !d.UndoneAt.IsZero() {
		state = ", undone " + clock(d.UndoneAt)
	}
	by := ""
	if d.By != "" {
		by = " by " + d.By
	}
	p.printf("%s  %s  %s%s%s\n", d.ID, clock(d.At), d.Type, by, state)
	if d.Reason != "" {
		p.printf("    “%s”\n", d.Reason)
	}
	between := "from"
	if d.Type == "merge" {
		between = "with"
	}
	p.printf("    %s\n    %s %s\n", strings.Join(d.Left, " "), between, strings.Join(d.Right, " "))
}

type backupCmd struct {
	File string `arg:"" help:"File to write; it must not exist."`
}

// Run writes a consistent copy of the index, beside a running process or without one.
func (c *backupCmd) Run(ctx context.Context, s *session) error {
	file, err := filepath.Abs(c.File) // the process that writes it may stand elsewhere
	if err != nil {
		return err
	}
	if _, err := os.Stat(file); err == nil {
		return usage("%s exists already; name a file that does not", file)
	}
	return s.operate(ctx, func(o *app.Operator) error {
		if err := o.Backup(ctx, file); err != nil {
			return err
		}
		_, err := fmt.Fprintf(s.Out, "written: %s\n", file)
		return err
	})
}
