package cli

import (
	"errors"
	"fmt"
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
