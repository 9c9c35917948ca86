package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/claimwire/claimwire/internal/app"
)

// TestMessage: the class of an error is for the exit status; people read what happened.
func TestMessage(t *testing.T) {
	for want, err := range map[string]error{
		"no stage is called \"x\"":                fmt.Errorf("%w: no stage is called %q", app.ErrUsage, "x"),
		"import f: the file is cut":               fmt.Errorf("import f: %w: the file is cut", app.ErrUsage),
		"connect to NATS: refused; start it":      fmt.Errorf("connect to NATS: %w: refused; start it", app.ErrAway),
		"one\ntwo":                                errors.Join(fmt.Errorf("%w: one", app.ErrUsage), fmt.Errorf("%w: two", app.ErrUsage)),
		"read usage.txt: it was put away: by him": errors.New("read usage.txt: it was put away: by him"),
	} {
		if got := message(err); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestStatus: each class of error has its exit status, and whoever interrupts a command is told how to go on.
func TestStatus(t *testing.T) {
	for _, test := range []struct {
		err    error
		status int
		says   string
	}{
		{nil, exitDone, ""},
		{errPartial, exitPartial, ""},
		{usage("give a FILE"), exitUsage, "claimwire: give a FILE\n"},
		{fmt.Errorf("%w: no such stage", app.ErrUsage), exitUsage, "claimwire: no such stage\n"},
		{fmt.Errorf("ask: %w: refused", app.ErrAway), exitAway, "claimwire: ask: refused\n"},
		{app.ErrLocked, exitUsage, "claimwire: " + app.ErrLocked.Error() + "\n"},
		{errors.New("disk full"), exitPartial, "claimwire: disk full\n"},
		{fmt.Errorf("read component: %w", context.Canceled), exitPartial,
			"claimwire: interrupted before everything was done; the same command can be given again: read component: context canceled\n"},
	} {
		var said strings.Builder
		s := session{Streams: Streams{Err: &said}}
		if got := s.status(test.err); got != test.status || said.String() != test.says {
			t.Errorf("%v: status %d, %q; want %d, %q", test.err, got, said.String(), test.status, test.says)
		}
	}
}
