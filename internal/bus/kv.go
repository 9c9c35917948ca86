package bus

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// KV is one bucket. Keys are made of a-z A-Z 0-9 and - _ = / . ; whoever has other keys hashes them.
type KV struct {
	bus  *Bus
	kv   jetstream.KeyValue
	name string
}

// Entry is one key with its value. Revision goes into Update and Delete.
type Entry struct {
	Key      string
	Value    []byte
	Revision uint64
	Created  time.Time // when this revision was written, by the server's clock
}

// Get answers the entry, or ErrKeyNotFound.
func (k *KV) Get(ctx context.Context, key string) (Entry, error) {
	ctx, end := k.bus.link.bound(ctx, aliveWait)
	defer end()
	e, err := k.kv.Get(ctx, key)
	if err != nil {
		return Entry{}, k.fail(ctx, "get", key, err)
	}
	return Entry{Key: key, Value: e.Value(), Revision: e.Revision(), Created: e.Created()}, nil
}

// Create writes a key that is not there, or answers ErrKeyExists. With ttl it vanishes after that time
// (seconds at least) unless it is written again.
func (k *KV) Create(ctx context.Context, key string, value []byte, ttl time.Duration) (revision uint64, err error) {
	ctx, end := k.bus.link.bound(ctx, aliveWait)
	defer end()
	var opts []jetstream.KVCreateOpt
	if ttl > 0 {
		opts = append(opts, jetstream.KeyTTL(ttl))
	}
	rev, err := k.kv.Create(ctx, key, value, opts...)
	return rev, k.fail(ctx, "create", key, err)
}

// Put writes a key whatever it holds.
func (k *KV) Put(ctx context.Context, key string, value []byte, ttl time.Duration) (revision uint64, err error) {
	ctx, end := k.bus.link.bound(ctx, aliveWait)
	defer end()
	if ttl <= 0 {
		rev, err := k.kv.Put(ctx, key, value)
		return rev, k.fail(ctx, "put", key, err)
	}
	return k.write(ctx, "put", key, value, jetstream.WithMsgTTL(ttl))
}

// Update writes a key that is at this revision, or answers ErrKeyExists.
func (k *KV) Update(ctx context.Context, key string, value []byte, revision uint64, ttl time.Duration) (uint64, error) {
	ctx, end := k.bus.link.bound(ctx, aliveWait)
	defer end()
	if ttl <= 0 {
		rev, err := k.kv.Update(ctx, key, value, revision)
		return rev, k.fail(ctx, "update", key, err)
	}
	return k.write(ctx, "update", key, value, jetstream.WithMsgTTL(ttl), jetstream.WithExpectLastSequencePerSubject(revision))
}

// write is a put with options that the client's own interface lacks: a time to live on every write.
func (k *KV) write(ctx context.Context, op, key string, value []byte, opts ...jetstream.PublishOpt) (uint64, error) {
	m := &nats.Msg{Subject: "$KV." + k.name + "." + key, Data: value, Header: nats.Header{}}
	ack, err := k.bus.js.PublishMsg(ctx, m, opts...)
	if err != nil {
		return 0, k.fail(ctx, op, key, err)
	}
	return ack.Sequence, nil
}

// Delete removes a key; with a revision only when it is still at that, else ErrKeyExists. A key that is
// not there is no error.
func (k *KV) Delete(ctx context.Context, key string, revision uint64) error {
	ctx, end := k.bus.link.bound(ctx, aliveWait)
	defer end()
	var opts []jetstream.KVDeleteOpt
	if revision > 0 {
		opts = append(opts, jetstream.LastRevision(revision))
	}
	// Purge and not Delete, with a life for its marker: else every key ever used would leave one.
	return k.fail(ctx, "delete", key, k.kv.Purge(ctx, key, append(opts, jetstream.PurgeTTL(expiredMark))...))
}

// Keys lists the keys that match a pattern ("ref.>", "a.*.c"); "" is all of them.
func (k *KV) Keys(ctx context.Context, pattern string) ([]string, error) {
	ctx, end := k.bus.link.bound(ctx, aliveWait)
	defer end()
	if pattern == "" {
		pattern = ">"
	}
	list, err := k.kv.ListKeysFiltered(ctx, pattern)
	if err != nil {
		return nil, k.fail(ctx, "list", pattern, err)
	}
	var keys []string
	for key := range list.Keys() {
		keys = append(keys, key)
	}
	return keys, k.fail(ctx, "list", pattern, ctx.Err())
}

func (k *KV) fail(ctx context.Context, op, key string, err error) error {
	switch {
	case err == nil, errors.Is(err, jetstream.ErrNoKeysFound):
		return nil
	case errors.Is(err, jetstream.ErrKeyNotFound), errors.Is(err, jetstream.ErrKeyDeleted):
		return fmt.Errorf("%s %s in %s: %w", op, key, k.name, ErrKeyNotFound)
	case errors.Is(err, jetstream.ErrKeyExists), apiCode(err) == jetstream.JSErrCodeStreamWrongLastSequence,
		apiCode(err) == jetstream.JSErrCodeStreamWrongLastSequenceConstant:
		return fmt.Errorf("%s %s in %s: %w", op, key, k.name, ErrKeyExists)
	}
	return fmt.Errorf("%s %s in %s: %w", op, key, k.name, why(ctx, err))
}
