package cli

import (
	"bufio"
	"context"
	"io"
	"iter"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"

	"github.com/claimwire/claimwire/extractor"
	"github.com/claimwire/claimwire/internal/app"
	"github.com/claimwire/claimwire/internal/claim"
)

type extractCmd struct {
	Input  string   `enum:"auto,text,jsonl" default:"auto" help:"Form of the input: auto, text, jsonl."`
	Output string   `enum:"auto,jsonl,pretty" default:"auto" help:"Form of the output: jsonl, pretty; auto is pretty on a terminal."`
	Files  []string `arg:"" optional:"" name:"FILE" help:"Files to read; none, or -, is standard input."`
}

// Run reads documents and prints one result each, in input order.
func (c *extractCmd) Run(ctx context.Context, s *session) error {
	cfg, err := s.config()
	if err != nil {
		return err
	}
	lex, err := app.Lexicon(cfg)
	if err != nil {
		return err
	}
	defer softLimit()()
	ex := extractor.New(lex)
	out := bufio.NewWriter(s.Out)
	printer := c.printer(out, isTerminal(s.Out))
	failed := false
	limits := claim.DocumentLimits{Text: int64(cfg.Limits.Article)}
	for r := range inOrder(runtime.GOMAXPROCS(0), underWay, c.documents(ctx, s, limits), func(a *claim.Article) claim.Reading {
		if len(a.Text) > large {
			runtime.GC()
		}
		return ex.Extract(a)
	}) {
		if r.in.Warning != "" {
			s.log.Warn(r.in.Warning, "file", r.in.file, "line", r.in.Line, "document", r.in.Label)
		}
		if r.in.Err != nil {
			failed = true
			s.log.Error("document not read: "+r.in.Err.Error(), "file", r.in.file, "line", r.in.Line, "document", r.in.Label)
		}
		if r.in.Label == "" {
			continue // the file itself could not be read: there is no document that a line could stand for
		}
		if err := printer(r); err != nil {
			return err
		}
	}
	if err := out.Flush(); err != nil {
		return err
	}
	if failed {
		return errPartial
	}
	return nil
}

// memory is the soft limit of the heap while extract runs, in bytes: with it the process stays under 100 MB
// resident whatever stream it reads, for a few per cent of its time. What a document itself needs it gets.
const memory = 48 << 20

// large is how many bytes a text has that is better read after what those before it left is collected: of a megabyte
// the tokens alone can take 24, at once.
const large = 256 << 10

// softLimit sets it, unless GOMEMLIMIT says otherwise, and returns what takes it back.
func softLimit() func() {
	old := debug.SetMemoryLimit(-1)
	if old == math.MaxInt64 {
		debug.SetMemoryLimit(memory)
	}
	return func() { debug.SetMemoryLimit(old) }
}

// input is a document with the file it came from.
type input struct {
	claim.Input
	file string
}

// result is a document with its reading.
type result struct {
	in      input
	reading claim.Reading
}

func (c *extractCmd) documents(ctx context.Context, s *session, limits claim.DocumentLimits) iter.Seq[input] {
	form := claim.Form(c.Input)
	if c.Input == "auto" {
		form = claim.FormAny
	}
	files := c.Files
	if len(files) == 0 {
		files = []string{"-"}
	}
	return func(yield func(input) bool) {
		for _, name := range files {
			r, err := open(s, name)
			if err != nil {
				if !yield(input{claim.Input{Err: err}, name}) {
					return
				}
				continue
			}
			for d := range claim.Documents(r, filepath.Base(name), form, limits) {
				if !yield(input{d, name}) || ctx.Err() != nil {
					r.Close()
					return
				}
			}
			r.Close()
		}
	}
}

func open(s *session, name string) (io.ReadCloser, error) {
	if name == "-" {
		return io.NopCloser(s.In), nil
	}
	return os.Open(name)
}
