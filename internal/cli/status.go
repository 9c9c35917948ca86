package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/claimwire/claimwire/internal/app"
)

type statusCmd struct {
	Output string `enum:"text,json" default:"text" help:"Form of the output: text, json."`
}

// Run prints how the stages, the bus, the index and the sources are.
func (c *statusCmd) Run(ctx context.Context, s *session) error {
	return s.operate(ctx, func(o *app.Operator) error {
		status, err := o.Status(ctx)
		if err != nil {
			return err
		}
		if c.Output == "json" {
			return json.NewEncoder(s.Out).Encode(status)
		}
		return printStatus(s.Out, status)
	})
}

func printStatus(w io.Writer, st app.Status) error {
	t := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
	running := "nothing runs here"
	if st.Running {
		running = fmt.Sprintf("process %d since %s: %s", st.PID, st.Started.Format(time.RFC3339), strings.Join(st.Stages, ", "))
	}
	fmt.Fprintf(t, "data\t%s (%s used, %s free)\n", st.Data, bytesText(st.DiskUsed), bytesText(st.DiskFree))
	fmt.Fprintf(t, "running\t%s\n", running)
	for _, l := range st.Lag {
		fmt.Fprintf(t, "%s\t%s waiting, %d in work, %d of them tried before\n", l.Stage, counted(int(l.Pending), "message"), l.Unacked, l.Retried)
	}
	if i := st.Index; i != nil {
		fmt.Fprintf(t, "index\t%d claims, %d pieces of evidence, %d articles, %d events to send\n", i.Claims, i.Evidence, i.Articles, i.Outbox)
	}
	if st.Lag != nil {
		fmt.Fprintf(t, "quarantine\t%s\n", counted(st.Quarantined, "message"))
	}
	for _, src := range st.Sources {
		fmt.Fprintf(t, "source\t%s\n", sourceLine(src))
	}
	for _, p := range st.Problems {
		fmt.Fprintf(t, "problem\t%s\n", p)
	}
	return t.Flush()
}

func bytesText(n int64) string {
	const unit = 1 << 10
	if n < unit {
		return fmt.Sprintf("%d B", n)
	}
	f, names := float64(n), []string{"B", "KiB", "MiB", "GiB", "TiB"}
	i := 0
	for f >= unit && i < len(names)-1 {
		f, i = f/unit, i+1
	}
	return fmt.Sprintf("%.1f %s", f, names[i])
}

type healthcheckCmd struct{}

// Run exits 0 when a process runs on the directory and everything that it needs answers; 1 when
// something does not; 3 when nothing runs.
func (healthcheckCmd) Run(ctx context.Context, s *session) error {
	cfg, err := s.config()
	if err != nil {
		return err
	}
	o, err := app.Running(cfg)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	status, err := o.Status(ctx)
	if err != nil {
		return err
	}
	if !status.Ready {
		return failure{exitPartial, fmt.Errorf("not ready: %s", strings.Join(status.Problems, "; "))}
	}
	_, err = fmt.Fprintln(s.Out, "ready")
	return err
}
