package cli

import (
	"context"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/claimwire/claimwire/crawler"
	"github.com/claimwire/claimwire/internal/app"
)

type feedsCmd struct {
	List   feedsListCmd   `cmd:"" help:"List the sources with their state."`
	Check  feedsCheckCmd  `cmd:"" help:"Fetch sources as the crawler would, up to the first article, and say what happens."`
	Import feedsImportCmd `cmd:"" help:"Add the sources of an OPML file to the configuration."`
	Export feedsExportCmd `cmd:"" help:"Print the configured sources as OPML."`
}

type feedsListCmd struct{}

// Run prints a line a source.
func (feedsListCmd) Run(ctx context.Context, s *session) error {
	return s.operate(ctx, func(o *app.Operator) error {
		st, err := o.Status(ctx)
		if err != nil {
			return err
		}
		if len(st.Sources) == 0 {
			_, err := fmt.Fprintln(s.Out, "no sources are configured: add some under feeds: in claimwire.yaml, or give run --feed URL")
			return err
		}
		t := tabwriter.NewWriter(s.Out, 0, 8, 2, ' ', 0)
		fmt.Fprintln(t, "SOURCE\tLAST SUCCESS\tNEXT POLL\tITEMS\tARTICLES\tSTATE")
		for _, src := range st.Sources {
			fmt.Fprintf(t, "%s\t%s\t%s\t%d\t%d\t%s\n", src.URL, clock(src.LastSuccess), clock(src.NextPoll), src.Items, src.Yield, sourceState(src))
		}
		return t.Flush()
	})
}

// sourceState says in words how a source does.
func sourceState(s crawler.SourceState) string {
	switch {
	case s.Gone:
		return "gone: its server says so; remove it from the configuration"
	case s.LastError != "":
		return plain(fmt.Sprintf("failed %s: %s", counted(s.Failures, "time"), s.LastError))
	case s.LastPoll.IsZero():
		return "not polled yet"
	case s.MovedTo != "":
		return "moved to " + s.MovedTo
	}
	return "ok"
}

func sourceLine(s crawler.SourceState) string {
	return strings.Join([]string{s.URL, sourceState(s), "last success " + clock(s.LastSuccess)}, "; ")
}

func clock(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.Local().Format("2006-01-02 15:04")
}
