// Package cli is claimwire's command line: one file a command, and the forms of output beside them.
// Main is the whole program but for signals and the exit. Results go to standard output; logs, messages
// and progress to standard error.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
	"github.com/claimwire/claimwire/internal/app"
	"github.com/claimwire/claimwire/internal/config"
)

// Exit statuses.
const (
	exitDone    = 0
	exitPartial = 1 // some work was not done; the summary says which
	exitUsage   = 2 // usage or configuration
	exitAway    = 3 // a dependency is away
)

// Streams are what a process is given.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
	Environ  []string // as of os.Environ
}

// commands is the whole command line. Every command's Run gets the context
// and the session.
type commands struct {
	ConfigFile string `name:"config" placeholder:"FILE" help:"Configuration file (default ./claimwire.yaml, then the user's configuration folder)."`
	Data       string `placeholder:"DIR" help:"Directory that holds bus, index and state (default ./claimwire-data)."`
	LogLevel   string `enum:"debug,info,warn,error" default:"info" help:"Least level of log lines: debug, info, warn, error."`

	Run         runCmd         `cmd:"" help:"Watch the configured sources, or read files, and index what they claim."`
	Demo        demoCmd        `cmd:"" help:"See it work on a sample news site."`
	Claims      claimsCmd      `cmd:"" help:"Search claims, look at one, or correct them."`
	Status      statusCmd      `cmd:"" help:"Show how stages, index and sources are."`
	Feeds       feedsCmd       `cmd:"" help:"Look at the sources, check one, import and export lists."`
	Extract     extractCmd     `cmd:"" help:"Read texts and print the sums, actors, countries, citations and claims in them."`
	Article     articleCmd     `cmd:"" help:"Turn pages of HTML into articles."`
	Crawl       crawlCmd       `cmd:"" help:"Crawl a source once and print its articles."`
	Replay      replayCmd      `cmd:"" help:"Read stored articles again with today's rules."`
	Quarantine  quarantineCmd  `cmd:"" help:"Look at messages that no retry could save."`
	Lexicon     lexiconCmd     `cmd:"" help:"Look at the word tables, check and import your own."`
	Setup       setupCmd       `cmd:"" help:"Prepare what the index is kept in."`
	Store       storeCmd       `cmd:"" help:"Move the whole index into a file and back."`
	Backup      backupCmd      `cmd:"" help:"Write a consistent copy of the index."`
	Healthcheck healthcheckCmd `cmd:"" help:"Exit 0 when the running process is ready."`
	Config      configCmd      `cmd:"" help:"Check or print the configuration."`
	Version     versionCmd     `cmd:"" help:"Print the version."`
}

// session is what every command works with.
type session struct {
	Streams
	flags *commands
	log   *slog.Logger
}

// failure is an error with an exit status of its own.
type failure struct {
	status int
	error
}

func (f failure) Unwrap() error { return f.error }

func usage(format string, args ...any) error {
	return failure{exitUsage, fmt.Errorf(format, args...)}
}

// errPartial ends a command that has said already what was not done.
var errPartial = failure{exitPartial, errors.New("")}

// Main runs one command line and returns the exit status.
func Main(ctx context.Context, args []string, s Streams) int {
	var flags commands
	helped := false
	parser, err := kong.New(&flags, kong.Name("claimwire"), kong.Writers(s.Out, s.Err),
		kong.Description("Watches news and tells what is claimed, by whom, on whose word, and whether it is new or an echo."),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true}),
		kong.Exit(func(int) { helped = true }))
	if err != nil {
		panic("internal error: command line: " + err.Error())
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	command, err := parser.Parse(args)
	if helped {
		return exitDone
	}
	if err != nil {
		fmt.Fprintf(s.Err, "claimwire: %v\nTry: claimwire --help\n%s", err, dashHint(args))
		return exitUsage
	}
	session := &session{Streams: s, flags: &flags, log: newLog(s.Err, flags.LogLevel)}
	command.BindTo(ctx, (*context.Context)(nil))
	return session.status(command.Run(session))
}

// dashHint tells how to begin a query with a dash, which the command line takes for flags.
func dashHint(args []string) string {
	isQuery := func(arg string) bool {
		word, ok := strings.CutPrefix(arg, "-")
		return ok && !strings.HasPrefix(word, "-") && strings.ContainsAny(word, ":<>\"")
	}
	if i := slices.IndexFunc(args, isQuery); args[0] == "claims" && i >= 0 {
		return fmt.Sprintf("A query that begins with - goes after --: claimwire claims -- '%s'\n", args[i])
	}
	return ""
}

// status says what the error of a command means for the exit, and prints it.
func (s *session) status(err error) int {
	if err == nil {
		return exitDone
	}
	if errors.Is(err, context.Canceled) {
		err = failure{exitPartial, fmt.Errorf("interrupted before everything was done; the same command can be given again: %w", err)}
	}
	if text := message(err); text != "" {
		fmt.Fprintf(s.Err, "claimwire: %s\n", text)
	}
	if f, ok := errors.AsType[failure](err); ok {
		return f.status
	}
	switch {
	case errors.Is(err, app.ErrUsage), errors.Is(err, app.ErrLocked):
		return exitUsage
	case errors.Is(err, app.ErrAway):
		return exitAway
	}
	return exitPartial
}

// message is an error in words. Its class shows in the exit status and is not said.
func message(err error) string {
	lines := strings.Split(err.Error(), "\n")
	for i := range lines {
		for _, class := range []error{app.ErrUsage, app.ErrAway} {
			word := class.Error() + ": "
			lines[i] = strings.ReplaceAll(strings.TrimPrefix(lines[i], word), ": "+word, ": ")
		}
	}
	return strings.Join(lines, "\n")
}

// config loads the configuration, with the flags of the command line over it.
func (s *session) config() (*config.Config, error) {
	c, err := config.Load(s.flags.ConfigFile, s.Environ)
	if err != nil {
		return nil, failure{exitUsage, err}
	}
	if s.flags.Data != "" {
		c.Data = s.flags.Data
	}
	for _, w := range c.Warnings {
		s.log.Warn(w)
	}
	return c, nil
}

// newLog logs as text on a terminal, as JSON elsewhere.
func newLog(w io.Writer, level string) *slog.Logger {
	var least slog.Level
	if err := least.UnmarshalText([]byte(level)); err != nil {
		panic("internal error: log level " + level) // the parser lets only known ones pass
	}
	o := &slog.HandlerOptions{Level: least}
	if isTerminal(w) {
		return slog.New(slog.NewTextHandler(w, o))
	}
	return slog.New(slog.NewJSONHandler(w, o))
}
