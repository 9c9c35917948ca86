package cli

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// statusFile names the variable with the file that the program leaves what Linux says of its process in.
const statusFile = "CLAIMWIRE_TEST_STATUS_FILE"

// TestMain lets the scripts run the real command line as a process of its own.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"claimwire": func() {
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
		status := Main(ctx, os.Args[1:], Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Environ: os.Environ()})
		stop()
		if file := os.Getenv(statusFile); file != "" {
			if b, err := os.ReadFile("/proc/self/status"); err == nil {
				_ = os.WriteFile(file, b, 0o600)
			}
		}
		os.Exit(status)
	}})
}

// TestScripts runs the command lines in testdata/script and holds exit status, output and messages
// against what stands there. A new case is a new file.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata/script", UpdateScripts: os.Getenv("CLAIMWIRE_TEST_UPDATE") != "",
		Setup: func(e *testscript.Env) error { e.Setenv("HOME", e.WorkDir); return nil }})
}
