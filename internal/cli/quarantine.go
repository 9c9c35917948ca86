package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/claimwire/claimwire/internal/app"
)

type quarantineCmd struct {
	List   quarantineListCmd   `cmd:"" help:"List the messages that no retry could save."`
	Show   quarantineShowCmd   `cmd:"" help:"Print one of them whole, as JSON."`
	Replay quarantineReplayCmd `cmd:"" help:"Send messages where they came from, once the cause is gone."`
	Drop   quarantineDropCmd   `cmd:"" help:"Remove messages for good."`
}

type quarantineListCmd struct{}

// Run prints a line a message: number, stage, attempts, when, id and reason.
func (quarantineListCmd) Run(ctx context.Context, s *session) error {
	return s.operate(ctx, func(o *app.Operator) error {
		list, err := o.Quarantine(ctx)
		if err != nil {
			return err
		}
		if len(list) == 0 {
			_, err := fmt.Fprintln(s.Out, "nothing is in quarantine")
			return err
		}
		t := tabwriter.NewWriter(s.Out, 0, 8, 2, ' ', 0)
		fmt.Fprintln(t, "NUMBER\tSTAGE\tATTEMPTS\tAT\tMESSAGE\tREASON")
		for _, q := range list {
			fmt.Fprintf(t, "%d\t%s\t%d\t%s\t%s\t%s\n", q.Number, q.Stage, q.Attempts, q.At.Format(time.RFC3339), q.ID, plain(firstLine(q.Reason)))
		}
		return t.Flush()
	})
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}

type quarantineShowCmd struct {
	ID string `arg:"" help:"Number or id of the message."`
}

// Run prints the message with all that is known of it.
func (c *quarantineShowCmd) Run(ctx context.Context, s *session) error {
	return s.operate(ctx, func(o *app.Operator) error {
		q, err := o.QuarantineShow(ctx, c.ID)
		if err != nil {
			return err
		}
		e := json.NewEncoder(s.Out)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		return e.Encode(q)
	})
}

type quarantineReplayCmd struct {
	IDs []string `arg:"" name:"ID" help:"Numbers or ids of messages."`
}

// Run sends each message back.
func (c *quarantineReplayCmd) Run(ctx context.Context, s *session) error {
	return s.each(ctx, c.IDs, "sent back", (*app.Operator).QuarantineReplay)
}

type quarantineDropCmd struct {
	IDs []string `arg:"" name:"ID" help:"Numbers or ids of messages."`
}

// Run removes each message.
func (c *quarantineDropCmd) Run(ctx context.Context, s *session) error {
	return s.each(ctx, c.IDs, "dropped", (*app.Operator).QuarantineDrop)
}

// each does one operation on each id and says so.
func (s *session) each(ctx context.Context, ids []string, done string, f func(*app.Operator, context.Context, string) error) error {
	return s.operate(ctx, func(o *app.Operator) error {
		for _, id := range ids {
			if err := f(o, ctx, id); err != nil {
				return err
			}
			fmt.Fprintf(s.Out, "%s %s\n", id, done)
		}
		return nil
	})
}

// operate opens an Operator on the configured directory for f.
func (s *session) operate(ctx context.Context, f func(*app.Operator) error) error {
	cfg, err := s.config()
	if err != nil {
		return err
	}
	o, err := app.Operate(ctx, cfg, s.log)
	if err != nil {
		return err
	}
	err = f(o)
	if closeErr := o.Close(context.WithoutCancel(ctx)); err == nil {
		err = closeErr
	}
	return err
}
