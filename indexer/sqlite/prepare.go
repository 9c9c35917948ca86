package sqlite

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/claimwire/claimwire/indexer"
	"github.com/claimwire/claimwire/internal/claim"
	"github.com/claimwire/claimwire/internal/query"
)

// readyItem is an item with everything packed that its columns hold. To pack is half of the work of Add,
// and needs neither the file nor the lock.
type readyItem struct {
	*indexer.Item
	page, sketch, body []byte
	rows               []readyRow
}

// readyRow is what a row's columns hold.
type readyRow struct {
	row   []byte
	text  []byte // the sentence
	words string // the same for full text
	hash  int64  // of the sentence
	keys  []int64
}

// prepare packs a batch.
func prepare(ctx context.Context, batch []indexer.Item) ([]*readyItem, error) {
	ready := make([]*readyItem, len(batch))
	err := parallel(ctx, len(batch), func(i int) (err error) {
		if ready[i], err = prepareItem(&batch[i]); err != nil {
			return fmt.Errorf("article %s: %w", batch[i].Page.Key, err)
		}
		return nil
	})
	return ready, err
}

// parallel calls f for 0 to n-1 on all processors, and returns the first error by number.
func parallel(ctx context.Context, n int, f func(i int) error) error {
	errs := make([]error, n)
	var next atomic.Int64
	work := func() {
		for i := int(next.Add(1)) - 1; i < n && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
			errs[i] = f(i)
		}
	}
	const few = 8 // is done before another processor has woken up
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0)-1, n/few) {
		wg.Go(work)
	}
	work()
	wg.Wait()
	if err := ctx.Err(); err != nil {
		return err
	}
	if i := slices.IndexFunc(errs, func(err error) bool { return err != nil }); i >= 0 {
		return errs[i]
	}
	return nil
}

func prepareItem(it *indexer.Item) (*readyItem, error) {
	p := &readyItem{Item: it, rows: make([]readyRow, len(it.Rows))}
	var err error
	if p.body, err = packBody(&it.Extraction.Article); err != nil {
		return nil, err
	}
	// The sketch apart: as JSON it would be most of the page.
	page := it.Page
	p.sketch = packSketch(page.Sketch)
	page.Sketch, page.Key = nil, ""
	if p.page, err = pack(&page); err != nil {
		return nil, err
	}
	for i := range it.Rows {
		var keys []uint64
		if i < len(it.Keys) {
			keys = it.Keys[i]
		}
		if p.rows[i], err = prepareRow(it.Rows[i], keys); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// prepareRow leaves out of the packed row what other columns hold.
func prepareRow(r indexer.Row, keys []uint64) (readyRow, error) {
	p := readyRow{text: packBytes([]byte(r.Text)), words: query.TokenText(r.Text), hash: digest(r.Text)}
	for _, k := range keys {
		p.keys = append(p.keys, int64(k))
	}
	slices.Sort(p.keys)
	p.keys = slices.Compact(p.keys)
	r.ID, r.Text, r.Node, r.Article, r.Revision, r.Withdrawn = "", "", "", "", "", false
	var err error
	p.row, err = pack(&r)
	return p, err
}

// digest tells texts apart.
func digest(text string) int64 {
	sum := sha256.Sum256([]byte(text))
	return int64(binary.BigEndian.Uint64(sum[:8]))
}

// readyClaim is a claim with everything packed that its columns hold.
type readyClaim struct {
	*claim.Claim
	body   []byte
	words  []string // the columns of claim_words
	digest int64    // of words
}

// readyChange is a change with everything packed that its rows hold.
type readyChange struct {
	indexer.Change
	claims []readyClaim
	events [][]byte
}

func prepareChange(ctx context.Context, c indexer.Change) (readyChange, error) {
	r := readyChange{Change: c, claims: make([]readyClaim, len(c.Put)), events: make([][]byte, len(c.Events))}
	err := parallel(ctx, len(c.Put), func(i int) (err error) {
		bare := c.Put[i]
		bare.Evidence = nil
		r.claims[i] = readyClaim{Claim: &c.Put[i], words: columnsOfWords(&c.Put[i])}
		r.claims[i].digest = digest(strings.Join(r.claims[i].words, "\x00"))
		r.claims[i].body, err = pack(&bare)
		return err
	})
	if err != nil {
		return r, err
	}
	return r, parallel(ctx, len(c.Events), func(i int) (err error) {
		r.events[i], err = pack(&c.Events[i])
		return err
	})
}
