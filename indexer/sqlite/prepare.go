package sqlite

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/claimwire/claimwire/indexer"
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

// prepare packs a batch on all processors.
func prepare(ctx context.Context, batch []indexer.Item) ([]*readyItem, error) {
	ready := make([]*readyItem, len(batch))
	errs := make([]error, len(batch))
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(batch)) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(batch) && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				ready[i], errs[i] = prepareItem(&batch[i])
			}
		})
	}
	wg.Wait()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	for i, err := range errs {
		if err != nil {
			return nil, fmt.Errorf("article %s: %w", batch[i].Page.Key, err)
		}
	}
	return ready, nil
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
	sum := sha256.Sum256([]byte(r.Text))
	p := readyRow{text: packBytes([]byte(r.Text)), words: query.TokenText(r.Text), hash: int64(binary.BigEndian.Uint64(sum[:8]))}
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
