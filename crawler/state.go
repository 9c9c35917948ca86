package crawler

import (
	"context"
	"errors"
	"sync"
	"time"
)

// The buckets that the crawler keeps its state in.
const (
	BucketSources = "sources" // SourceState by source, see Source.Key
	BucketHosts   = "hosts"   // robots.txt, delay and hold by host
	BucketSeen    = "seen"    // what was fetched, by address
)

// State is the crawler's memory across restarts: a key-value store with compare-and-set. Keys are made
// of lower-case letters, digits, dots, dashes and underscores.
type State interface {
	// Get returns the value and its revision, or ErrStateMissing.
	Get(ctx context.Context, bucket, key string) (value []byte, rev uint64, err error)
	// Put writes the value if the key still has that revision; 0 means that it must not exist. Otherwise
	// it returns ErrStateConflict and has written nothing.
	Put(ctx context.Context, bucket, key string, value []byte, rev uint64) (newRev uint64, err error)
	// Delete removes the key; one that does not exist is removed already.
	Delete(ctx context.Context, bucket, key string) error
}

// ErrStateMissing means that a key has no value.
var ErrStateMissing = errors.New("no such key in the crawler's state")

// ErrStateConflict means that another crawler has written the key since it was read.
var ErrStateConflict = errors.New("the crawler's state was changed by another")

// MemoryState is a State that lasts as long as the process: for `crawl --once` without a data directory,
// and for tests. The zero value is ready.
type MemoryState struct {
	mu   sync.Mutex
	rev  uint64
	data map[stateKey]stateValue
}

type stateKey struct{ bucket, key string }

type stateValue struct {
	value []byte
	rev   uint64
}

// Get implements State.
func (s *MemoryState) Get(_ context.Context, bucket, key string) ([]byte, uint64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	v, ok := s.data[stateKey{bucket, key}]
	if !ok {
		return nil, 0, ErrStateMissing
	}
	return v.value, v.rev, nil
}

// Put implements State.
func (s *MemoryState) Put(_ context.Context, bucket, key string, value []byte, rev uint64) (uint64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.data[stateKey{bucket, key}].rev != rev {
		return 0, ErrStateConflict
	}
	if s.data == nil {
		s.data = map[stateKey]stateValue{}
	}
	s.rev++
	s.data[stateKey{bucket, key}] = stateValue{value, s.rev}
	return s.rev, nil
}

// Delete implements State.
func (s *MemoryState) Delete(_ context.Context, bucket, key string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.data, stateKey{bucket, key})
	return nil
}

// stateTimeout bounds one read or write of the state, so that a store that hangs is an error and no
// silence.
const stateTimeout = 10 * time.Second
