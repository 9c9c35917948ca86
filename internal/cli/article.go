package cli

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"github.com/claimwire/claimwire/crawler/address"
	"github.com/claimwire/claimwire/crawler/page"
	"github.com/claimwire/claimwire/internal/claim"
)

type articleCmd struct {
	URL   string `name:"url" placeholder:"URL" help:"Where the page was fetched."`
	Batch string `placeholder:"DIR" help:"Directory of pages with a manifest.jsonl of {\"file\",\"url\"} lines."`
	File  string `arg:"" optional:"" help:"Page of HTML; - is standard input."`
}

// Run turns one page, or a directory of them, into articles, one a line of JSON.
func (c *articleCmd) Run(ctx context.Context, s *session) error {
	switch {
	case (c.Batch == "") == (c.File == ""):
		return usage("give either a FILE or --batch DIR")
	case c.Batch != "":
		return c.batch(ctx, s)
	}
	if _, err := address.Normal(c.URL); c.URL != "" && err != nil {
		return usage("--url: %w", err)
	}
	r, err := open(s, c.File)
	if err != nil {
		return failure{exitUsage, err}
	}
	defer r.Close()
	rec := pageRecord(ctx, r, manifestLine{File: c.File, URL: c.URL})
	if rec.Error != "" {
		return fmt.Errorf("%s: %s", c.File, rec.Error)
	}
	return encoder(s.Out).Encode(rec.Article)
}

// maxHTML bounds what is read of one page; page.Extract refuses what is larger.
const maxHTML = 10 << 20

// manifestLine names one page of a batch.
type manifestLine struct {
	File string `json:"file"`
	URL  string `json:"url"`
}

// articleRecord is one line of a batch's output: the article, or why there is none.
type articleRecord struct {
	File string `json:"file"`
	*claim.Article
	Error string `json:"error,omitempty"`
}

func pageRecord(ctx context.Context, r io.Reader, m manifestLine) articleRecord {
	rec := articleRecord{File: m.File}
	b, err := io.ReadAll(io.LimitReader(r, maxHTML+1))
	if err != nil {
		rec.Error = err.Error()
		return rec
	}
	result, err := page.Extract(ctx, page.Input{Body: b, URL: m.URL})
	if err != nil {
		rec.Error = err.Error()
		return rec
	}
	rec.Article = &result.Article
	return rec
}

func encoder(w io.Writer) *json.Encoder {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e
}

// batch works on every core and prints in the manifest's order. A page that gives no article has its
// line with the reason; that is a result, and no failure of the command.
func (c *articleCmd) batch(ctx context.Context, s *session) error {
	lines, err := readManifest(filepath.Join(c.Batch, "manifest.jsonl"))
	if err != nil {
		return failure{exitUsage, err}
	}
	done := make([]chan articleRecord, len(lines))
	for i := range done {
		done[i] = make(chan articleRecord, 1)
	}
	next := make(chan int)
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := range next {
				done[i] <- c.page(ctx, lines[i])
			}
		})
	}
	go func() {
		defer close(next)
		for i := range lines {
			next <- i
		}
	}()
	out := bufio.NewWriter(s.Out)
	e := encoder(out)
	for i := range done {
		if encodeErr := e.Encode(<-done[i]); err == nil {
			err = encodeErr
		}
	}
	wg.Wait()
	if flushErr := out.Flush(); err == nil {
		err = flushErr
	}
	return err
}

func (c *articleCmd) page(ctx context.Context, m manifestLine) articleRecord {
	f, err := os.Open(filepath.Join(c.Batch, filepath.Base(m.File))) // a manifest names files of its own directory only
	if err != nil {
		return articleRecord{File: m.File, Error: err.Error()}
	}
	defer f.Close()
	return pageRecord(ctx, f, m)
}

func readManifest(path string) ([]manifestLine, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read the batch's manifest: %w", err)
	}
	defer f.Close()
	var lines []manifestLine
	d := json.NewDecoder(f)
	for n := 1; ; n++ {
		var m manifestLine
		err := d.Decode(&m)
		if err == io.EOF {
			return lines, nil
		}
		if err != nil || m.File == "" {
			return nil, fmt.Errorf("%s: entry %d is no {\"file\",\"url\"} object: %w", path, n, err)
		}
		lines = append(lines, m)
	}
}
