package cli

import (
	"context"
	"strings"
	"time"

	"github.com/claimwire/claimwire/internal/app"
)

type replayCmd struct {
	Since string `placeholder:"AGE" help:"Only articles of this age or younger: 30d, or a date."`
	Diff  bool   `help:"Print the claims that were added, lost, merged or split."`
}

// Run reads stored articles again with today's rules. Nobody is alerted.
func (c *replayCmd) Run(ctx context.Context, s *session) error {
	since, err := sinceTime(c.Since, time.Now())
	if err != nil {
		return failure{exitUsage, err}
	}
	return s.operate(ctx, func(o *app.Operator) error {
		r, err := o.Replay(ctx, app.ReplayRequest{Since: since, Diff: c.Diff})
		if err != nil {
			return err
		}
		p := &errWriter{w: s.Out}
		p.printf("%d articles read again\n", r.Articles)
		if d := r.Diff; d != nil {
			p.printf("%d claims added, %d lost, %d merged, %d split\n", len(d.Added), len(d.Lost), len(d.Merged), len(d.Split))
			printIDs(p, "added", d.Added)
			printIDs(p, "lost", d.Lost)
			for _, m := range d.Merged {
				p.printf("merged  %s into %s\n", strings.Join(m.From, " "), strings.Join(m.To, " "))
			}
			for _, m := range d.Split {
				p.printf("split   %s into %s\n", strings.Join(m.From, " "), strings.Join(m.To, " "))
			}
		}
		return p.err
	})
}

func printIDs(p *errWriter, what string, ids []string) {
	for _, id := range ids {
		p.printf("%-7s %s\n", what, id)
	}
}
