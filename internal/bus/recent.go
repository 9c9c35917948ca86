package bus

import (
	"hash/maphash"
	"sync"
	"sync/atomic"
	"time"

	"github.com/claimwire/claimwire/internal/claim"
)

const (
	recentBytes = 4 << 20          // of messages whose readings are kept
	recentAge   = 10 * time.Second // after which all are let go, since some nobody will ever ask for
)

// recent keeps readings that this process has just published, by the bytes of their messages, for a stage behind in
// the same process: it has them without decoding. It is a short cut and nothing else. What is not here, because it
// was too much, was taken before or comes from another process, is decoded.
type recent struct {
	seed  maphash.Seed
	wants atomic.Bool // a stage in this process reads them

	mu    sync.Mutex
	kept  map[uint64]*once
	bytes int
	since time.Time // all that is kept is younger
}

// once is a reading that is given away a single time: a message that is handled again is decoded anew, since its
// first handler may have changed what it got.
type once struct {
	x     claim.Extraction
	size  int
	taken atomic.Bool
}

func newRecent() *recent { return &recent{seed: maphash.MakeSeed(), kept: map[uint64]*once{}} }

// put keeps the reading of a message while there is room.
func (r *recent) put(x *claim.Extraction, data []byte) {
	if !r.wants.Load() {
		return
	}
	key := maphash.Bytes(r.seed, data)
	r.mu.Lock()
	defer r.mu.Unlock()
	if time.Since(r.since) > recentAge {
		clear(r.kept)
		r.bytes, r.since = 0, time.Now()
	}
	if r.bytes+len(data) > recentBytes || r.kept[key] != nil {
		return
	}
	r.kept[key] = &once{x: *x, size: len(data)}
	r.bytes += len(data)
}

// take is what put kept for the bytes of a message, or nil.
func (r *recent) take(data []byte) *once {
	if !r.wants.Load() {
		return nil
	}
	key := maphash.Bytes(r.seed, data)
	r.mu.Lock()
	defer r.mu.Unlock()
	o := r.kept[key]
	if o == nil || o.size != len(data) {
		return nil
	}
	delete(r.kept, key)
	r.bytes -= o.size
	return o
}
