package cli

import (
	"context"
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
		if r.Diff != nil {
			p.printf("%s", r.Diff)
		}
		return p.err
	})
}
