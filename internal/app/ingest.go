package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/claimwire/claimwire/crawler/page"
	"github.com/claimwire/claimwire/crawler/warc"
	"github.com/claimwire/claimwire/internal/bus"
	"github.com/claimwire/claimwire/internal/claim"
)

// ingestBatch is how many articles are published at a time.
const ingestBatch = 250

// ingest feeds the files of Options.Ingest. A document that cannot be read is named, counted and left
// out; the rest goes on.
func (a *App) ingest(ctx context.Context) error {
	in := &ingester{app: a}
	for _, name := range a.opts.Ingest {
		if err := in.file(ctx, name); err != nil {
			if ctx.Err() != nil || errors.Is(err, bus.ErrAway) {
				return err
			}
			a.refuse("file not read", err, "file", name)
		}
	}
	return in.flush(ctx)
}

// ingester collects articles into batches.
type ingester struct {
	app   *App
	batch []claim.Article
	bytes int
}

func (in *ingester) file(ctx context.Context, name string) error {
	r, err := openInput(name)
	if err != nil {
		return err
	}
	defer r.Close()
	switch lower := strings.ToLower(name); {
	case strings.HasSuffix(lower, ".html") || strings.HasSuffix(lower, ".htm"):
		return in.page(ctx, name, r)
	case strings.HasSuffix(lower, ".warc") || strings.HasSuffix(lower, ".warc.gz"):
		return in.archive(ctx, name, r)
	}
	return in.documents(ctx, name, r)
}

func openInput(name string) (io.ReadCloser, error) {
	if name == "-" {
		return io.NopCloser(os.Stdin), nil
	}
	return os.Open(name)
}

func (in *ingester) documents(ctx context.Context, name string, r io.Reader) error {
	limits := claim.DocumentLimits{Text: int64(in.app.cfg.Limits.Article)}
	for d := range claim.Documents(r, filepath.Base(name), claim.FormAny, limits) {
		if d.Warning != "" {
			in.app.log.Warn(d.Warning, "file", name, "line", d.Line, "document", d.Label)
		}
		if d.Err != nil {
			in.app.refuse("document not read", d.Err, "file", name, "line", d.Line, "document", d.Label)
			continue
		}
		if err := in.add(ctx, name, d.Article); err != nil {
			return err
		}
	}
	return nil
}

func (in *ingester) page(ctx context.Context, name string, r io.Reader) error {
	b, err := io.ReadAll(io.LimitReader(r, maxPage+1)) // page.Extract refuses what is larger
	if err != nil {
		return err
	}
	return in.extract(ctx, name, page.Input{Body: b})
}

// maxPage bounds what is read of one page.
const maxPage = 10 << 20

// extract reads the article on a page.
func (in *ingester) extract(ctx context.Context, name string, p page.Input) error {
	p.Limits.Text = int(in.app.cfg.Limits.Article)
	r, err := page.Extract(ctx, p)
	if err != nil {
		if ctx.Err() == nil {
			in.app.refuse("page not read", err, "file", name, "url", p.URL)
		}
		return ctx.Err()
	}
	for _, w := range r.Warnings {
		in.app.log.Warn(w, "file", name, "url", p.URL)
	}
	return in.add(ctx, name, r.Article)
}

func (in *ingester) archive(ctx context.Context, name string, r io.Reader) error {
	w, err := warc.NewReader(r)
	if err != nil {
		return err
	}
	for {
		p, err := w.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		if err := in.extract(ctx, name, page.Input{Body: p.Body, URL: p.URL, ContentType: p.ContentType, FetchedAt: p.FetchedAt}); err != nil {
			return err
		}
	}
	if n := w.Skipped(); n > 0 {
		in.app.refuse("archive read in part", fmt.Errorf("%d records are damaged or too large", n), "file", name)
	}
	return nil
}

// add completes an article and publishes the batch when it is full.
func (in *ingester) add(ctx context.Context, source string, article claim.Article) error {
	a := in.app
	if limit := int64(a.cfg.Limits.Article); int64(len(article.Text)) > limit {
		a.refuse("article not taken", fmt.Errorf("%w: %d bytes, over limits.article of %d", claim.ErrTooLong, len(article.Text), limit), "file", source, "article", article.DisplayID())
		return nil
	}
	if article.FetchedAt.IsZero() {
		article.FetchedAt = time.Now().UTC().Truncate(time.Millisecond)
	}
	article.Source = source
	article.Silent = !a.opts.Alert
	article.Complete()
	in.batch = append(in.batch, article)
	in.bytes += len(article.Text)
	if len(in.batch) < ingestBatch && in.bytes < 2<<20 {
		return nil
	}
	return in.flush(ctx)
}

func (in *ingester) flush(ctx context.Context) error {
	if len(in.batch) == 0 {
		return nil
	}
	err := in.app.publish(ctx, in.batch)
	in.batch, in.bytes = in.batch[:0], 0
	return err
}

// publish sends articles to the extractor, waiting while the bus is full or away. What the bus can never
// take is refused by name.
func (a *App) publish(ctx context.Context, batch []claim.Article) error {
	a.owned(batch)
	for {
		err := a.bus.PublishArticles(ctx, batch)
		switch {
		case err == nil:
			a.count.ingested(len(batch))
			return nil
		case errors.Is(err, bus.ErrTooLarge):
			a.refuse("article not taken", err)
			a.count.ingested(len(batch) - 1)
			return nil
		case !errors.Is(err, bus.ErrAway) || ctx.Err() != nil:
			return err
		}
		a.log.Warn("the bus is away; what was read waits", "err", err)
		select {
		case <-ctx.Done():
			return err
		case <-time.After(time.Second):
		}
	}
}

// refuse names something that was not taken in, and counts it.
func (a *App) refuse(what string, err error, args ...any) {
	a.count.refused.Add(1)
	a.log.Error(what+": "+err.Error(), args...)
}
