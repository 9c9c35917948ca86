package cli

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
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
	for r := range inOrder(runtime.GOMAXPROCS(0), c.documents(ctx, s, limits), ex.Extract) {
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
const memory = 62 << 20

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

// printer writes results in the form asked for.
func (c *extractCmd) printer(w io.Writer, terminal bool) func(result) error {
	if c.Output == "pretty" || c.Output == "auto" && terminal {
		return func(r result) error { return printReading(w, r) }
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return func(r result) error {
		if r.in.Err != nil {
			return e.Encode(claim.Refusal{ID: r.in.Label, Error: r.in.Err.Error()})
		}
		r.reading.ID = r.in.Label
		return e.Encode(r.reading)
	}
}

// inOrder reads documents with n workers and yields the results in the order of the documents. At most
// 4n are held at a time.
func inOrder(n int, documents iter.Seq[input], extract func(*claim.Article) claim.Reading) iter.Seq[result] {
	return func(yield func(result) bool) {
		type job struct {
			in   input
			done chan claim.Reading
		}
		work, order, stop := make(chan job), make(chan job, 4*n), make(chan struct{})
		go func() {
			defer close(work)
			defer close(order)
			for d := range documents {
				j := job{d, make(chan claim.Reading, 1)}
				select {
				case order <- j:
				case <-stop:
					return
				}
				if d.Err == nil {
					work <- j
				}
			}
		}()
		for range n {
			go func() {
				for j := range work {
					j.done <- extract(&j.in.Article)
				}
			}()
		}
		for j := range order {
			r := result{in: j.in}
			if j.in.Err == nil {
				r.reading = <-j.done
			}
			if !yield(r) {
				close(stop)
				for range order { // lets the reader end
				}
				return
			}
		}
	}
}

// printReading prints one result for people.
func printReading(w io.Writer, r result) error {
	if r.in.Err != nil {
		_, err := fmt.Fprintf(w, "%s: %v\n\n", r.in.Label, r.in.Err)
		return err
	}
	p := &errWriter{w: w}
	p.printf("%s (%s)\n", r.in.Label, r.reading.Language)
	for i, a := range r.reading.Assertions {
		p.printf("  %2d %-11s %s\n", i+1, a.Kind, a.Statement)
		for _, n := range a.Citations {
			p.printf("     said by    %s\n", r.reading.Citations[n].Source.Name)
		}
	}
	for _, m := range r.reading.Amounts {
		p.printf("  sum %-20s %s %.8g (%s)\n", m.Text, m.Currency, m.Value, m.Qualifier)
	}
	for _, x := range r.reading.Actors {
		p.printf("  actor %-28s %s (%s, %s)\n", x.Text, x.Name, x.Kind, x.Role)
	}
	p.printf("\n")
	return p.err
}
