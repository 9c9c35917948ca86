package app

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"time"

	"github.com/claimwire/claimwire/extractor"
	"github.com/claimwire/claimwire/indexer"
	"github.com/claimwire/claimwire/internal/bus"
	"github.com/claimwire/claimwire/internal/claim"
	"github.com/claimwire/claimwire/internal/config"
)

// busStages are the consumers of the stages that this process runs.
func (a *App) busStages() []bus.Stage {
	var s []bus.Stage
	if a.has(StageExtractor) {
		s = append(s, a.extractorStage())
	}
	if a.has(StageIndexer) {
		s = append(s, a.indexerStage())
	}
	if a.has(StageAlerts) {
		s = append(s, a.alertsStage())
	}
	return s
}

func (a *App) extractorStage() bus.Stage {
	return bus.Stage{Name: StageExtractor, Stream: bus.Articles, Workers: 2, Batch: 100, BatchWait: 5 * time.Millisecond, Probe: a.bus.Alive}
}

// indexerBatch is how many readings a batch has at most: each batch reads and computes the components that it
// meets, so that where many wait fewer batches cost less.
const indexerBatch = 500

// indexerStage has two workers, so that one batch is prepared while another one is written. Batches are
// written one after the other, under App.writing: two never compute one component at a time.
func (a *App) indexerStage() bus.Stage {
	return bus.Stage{Name: StageIndexer, Stream: bus.Readings, Workers: 2, Batch: indexerBatch, BatchWait: 20 * time.Millisecond, Probe: a.probeStore}
}

// leastAbandoned is how long a stage of alerts may be away, however short events are kept.
const leastAbandoned = 7 * 24 * time.Hour

func (a *App) alertsStage() bus.Stage {
	s := bus.Stage{Name: StageAlerts, Stream: bus.Events, Workers: 4, Probe: a.probeSinks}
	if keep := a.cfg.Retention.Events.D(); keep > 0 {
		s.Abandoned = max(keep, leastAbandoned)
	}
	return s
}

func (a *App) runExtractor(ctx context.Context) error {
	return a.bus.Consume(ctx, a.extractorStage(), a.handleArticles)
}

// handleArticles reads a batch of articles and publishes the readings in one go. A message that cannot
// be decoded fails alone.
func (a *App) handleArticles(ctx context.Context, batch []bus.Message) []error {
	errs := make([]error, len(batch))
	read := make([]claim.Extraction, len(batch))
	parallel(len(batch), func(i int) {
		a.lanes.enter()
		defer a.lanes.leave()
		article, err := bus.Decode[claim.Article](batch[i])
		if err != nil {
			errs[i] = err
			return
		}
		article.Complete()
		read[i] = claim.Extraction{V: claim.Version, Article: article, Reading: a.extract.Extract(&article)}
	})
	var good []claim.Extraction
	for i := range read {
		if errs[i] == nil {
			good = append(good, read[i])
		}
	}
	err := a.bus.PublishExtractions(ctx, good)
	if errors.Is(err, bus.ErrTooLarge) && len(good) > 1 {
		return a.publishEach(ctx, read, errs)
	}
	if errors.Is(err, bus.ErrTooLarge) {
		err = bus.Permanent(err)
	}
	for i := range errs {
		if errs[i] == nil {
			errs[i] = err
		}
	}
	if err == nil {
		a.count.extracted(good)
	}
	return errs
}

// publishEach finds the readings that the bus does not take: they are permanent, the others go.
func (a *App) publishEach(ctx context.Context, read []claim.Extraction, errs []error) []error {
	for i := range read {
		if errs[i] != nil {
			continue
		}
		errs[i] = a.bus.PublishExtractions(ctx, read[i:i+1])
		if errors.Is(errs[i], bus.ErrTooLarge) {
			errs[i] = bus.Permanent(errs[i])
		}
		if errs[i] == nil {
			a.count.extracted(read[i : i+1])
		}
	}
	return errs
}

// parallel calls f for 0 to n-1 on every core. A panic in f surfaces in the caller.
func parallel(n int, f func(int)) {
	workers := min(runtime.GOMAXPROCS(0), n)
	if workers <= 1 {
		for i := range n {
			f(i)
		}
		return
	}
	next := make(chan int)
	failed := make(chan any, workers)
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			defer func() {
				if p := recover(); p != nil {
					failed <- p
					for range next { // lets the others end
					}
				}
			}()
			for i := range next {
				f(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	wg.Wait()
	select {
	case p := <-failed:
		panic(p)
	default:
	}
}

func newExtractor(cfg *config.Config) (*extractor.Extractor, error) {
	lex, err := Lexicon(cfg)
	if err != nil {
		return nil, err
	}
	return extractor.New(lex), nil
}

func (a *App) runIndexer(ctx context.Context) error {
	if a.elastic != nil {
		return a.runWriter(ctx)
	}
	return a.bus.Consume(ctx, a.indexerStage(), a.handleReadings)
}

// handleReadings writes a batch. Where the batch as a whole is refused, its readings are written one by
// one, so that one that cannot be written does not hold the others.
func (a *App) handleReadings(ctx context.Context, batch []bus.Message) []error {
	errs := make([]error, len(batch))
	items := make([]indexer.Item, len(batch))
	parallel(len(batch), func(i int) {
		a.lanes.enter()
		defer a.lanes.leave()
		x, err := bus.Decode[claim.Extraction](batch[i])
		if err != nil {
			errs[i] = err
			return
		}
		items[i] = indexer.Prepare(x)
		items[i].Extraction.Reading = claim.Reading{} // has been used: stores keep the article
	})
	good := make([]indexer.Item, 0, len(items))
	for i := range items {
		if errs[i] == nil {
			good = append(good, items[i])
		}
	}
	err := a.writeItems(ctx, good)
	if err != nil && !errors.Is(err, bus.ErrAway) && len(good) > 1 && ctx.Err() == nil {
		for i := range items {
			if errs[i] == nil {
				errs[i] = a.writeItems(ctx, items[i:i+1])
			}
		}
		return errs
	}
	for i := range errs {
		if errs[i] == nil {
			errs[i] = err
		}
	}
	return errs
}

func (a *App) write(ctx context.Context, list []claim.Extraction) error {
	return a.writeItems(ctx, indexer.PrepareAll(list))
}

func (a *App) writeItems(ctx context.Context, list []indexer.Item) error {
	if len(list) == 0 {
		return nil
	}
	s, err := a.writeAlone(ctx, list)
	if err != nil {
		return storeError(err)
	}
	a.count.indexed(s)
	a.poke()
	return nil
}

// writeAlone writes while nobody else does, also where it panics in the end.
func (a *App) writeAlone(ctx context.Context, list []indexer.Item) (indexer.Summary, error) {
	a.writing.Lock()
	defer a.writing.Unlock()
	defer a.lanes.reserve()()
	return a.index.WriteItems(ctx, list)
}

// poke tells the outbox's loop that events may wait.
func (a *App) poke() {
	select {
	case a.outbox <- struct{}{}:
	default:
	}
}

// writes says whether this process may write to the index now.
func (a *App) writes() bool { return a.elastic == nil || a.lease.valid() }

// emptyEvery is how many hours lie between two looks at every claim in Elasticsearch.
const emptyEvery = 24

// runRetention drops what is older than the configuration keeps, at the start and every hour; once a day
// it sweeps claims without evidence out of Elasticsearch.
func (a *App) runRetention(ctx context.Context) error {
	tick := time.NewTicker(time.Hour)
	defer tick.Stop()
	for hours := 1; ; hours++ {
		if a.writes() {
			if err := a.store.Retain(ctx, before(a.cfg.Retention.Articles), before(a.cfg.Retention.Events)); err != nil && ctx.Err() == nil {
				a.log.Warn("retention", "err", err)
			}
		}
		if a.elastic != nil && a.writes() && hours%emptyEvery == 0 {
			n, err := a.elastic.DropEmpty(ctx)
			switch {
			case err != nil && ctx.Err() == nil:
				a.log.Warn("sweep claims without evidence", "err", err)
			case n > 0:
				a.log.Warn("swept claims without evidence", "claims", n)
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// before is the time that lies the duration back; the zero time for 0, which keeps everything.
func before(d config.Duration) time.Time {
	if d == 0 {
		return time.Time{}
	}
	return time.Now().Add(-d.D())
}
