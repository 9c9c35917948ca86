package app

import (
	"context"
	"time"

	"github.com/claimwire/claimwire/extractor"
	"github.com/claimwire/claimwire/indexer"
	"github.com/claimwire/claimwire/internal/claim"
	"github.com/claimwire/claimwire/internal/query"
)

// ReplayRequest says what to read again.
type ReplayRequest struct {
	Since time.Time `json:"since,omitzero"` // articles published, else fetched, since then
	Diff  bool      `json:"diff,omitempty"`
}

// ReplayResult is what a replay did.
type ReplayResult struct {
	Articles int                 `json:"articles"`
	Diff     *indexer.Difference `json:"diff,omitempty"`
}

// sayEvery is how often the log tells how far a long work is.
const sayEvery = 5 * time.Second

// replayBatch is how many articles are read and written at a time.
const replayBatch = 200

// replay reads stored articles again with today's rules. Its events are silent.
func (a *App) replay(ctx context.Context, r ReplayRequest) (done ReplayResult, err error) {
	err = a.asWriter(ctx, "replays", func(ctx context.Context) error {
		done, err = a.readAgain(ctx, r)
		return err
	})
	return done, err
}

func (a *App) readAgain(ctx context.Context, r ReplayRequest) (ReplayResult, error) {
	extract, err := newExtractor(a.cfg)
	if err != nil {
		return ReplayResult{}, err
	}
	var before []indexer.Outline
	if r.Diff {
		if before, err = a.outlines(ctx); err != nil {
			return ReplayResult{}, err
		}
	}
	p := replayer{app: a, extract: extract, generation: time.Now().UnixNano(), said: time.Now()}
	if err := a.store.Articles(ctx, r.Since, func(article claim.Article) error { return p.add(ctx, article) }); err != nil {
		return ReplayResult{}, err
	}
	if err := p.flush(ctx); err != nil || !r.Diff {
		return ReplayResult{Articles: p.done}, err
	}
	after, err := a.outlines(ctx)
	if err != nil {
		return ReplayResult{Articles: p.done}, err
	}
	diff := indexer.Diff(before, after)
	return ReplayResult{Articles: p.done, Diff: &diff}, nil
}

// outlines is what Diff needs of every claim.
func (a *App) outlines(ctx context.Context) ([]indexer.Outline, error) {
	var list []indexer.Outline
	err := a.store.Each(ctx, query.All{}, func(c claim.Claim) error {
		list = append(list, indexer.OutlineOf(&c))
		return nil
	})
	return list, err
}

// replayer collects articles into batches. A generation marks what it writes, so that a newer reading of
// the same revision stands above an older one.
type replayer struct {
	app        *App
	extract    *extractor.Extractor
	generation int64
	batch      []claim.Article
	done       int
	said       time.Time // when the log last told how far it is
}

func (p *replayer) add(ctx context.Context, article claim.Article) error {
	p.batch = append(p.batch, article)
	if len(p.batch) < replayBatch {
		return nil
	}
	return p.flush(ctx)
}

func (p *replayer) flush(ctx context.Context) error {
	read := make([]claim.Extraction, len(p.batch))
	parallel(len(p.batch), func(i int) {
		article := p.batch[i]
		article.Generation, article.Silent = p.generation, true
		read[i] = claim.Extraction{V: claim.Version, Article: article, Reading: p.extract.Extract(&article)}
	})
	p.batch = p.batch[:0]
	p.done += len(read)
	if err := p.app.write(ctx, read); err != nil {
		return err
	}
	if time.Since(p.said) > sayEvery {
		p.said = time.Now()
		p.app.log.Info("so far read again", "articles", p.done)
	}
	return nil
}
