// Command claimwire watches news and tells what is being claimed, by whom, on whose word, and whether it
// is new or an echo.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/claimwire/claimwire/internal/cli"
)

func main() {
	os.Exit(run())
}

// run turns the first SIGINT or SIGTERM into an orderly end; a second one ends at once, as if nobody
// listened.
func run() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)
	return cli.Main(ctx, os.Args[1:], cli.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Environ: os.Environ()})
}
