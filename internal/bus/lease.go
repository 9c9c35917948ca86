package bus

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// Life of a lease, and how often its holder renews it.
const (
	LeaseTTL   = 15 * time.Second
	LeaseRenew = 5 * time.Second
)

// ErrHeld says that another holds the lease; its message names who.
var ErrHeld = errors.New("held by another")

// Lease is the right to do something alone, held as long as it is renewed. The holder asks Valid before
// each act that another must not do at the same time.
type Lease struct {
	kv     *KV
	key    string
	holder string
	ttl    time.Duration

	mu    sync.Mutex
	rev   uint64
	until time.Time // by this process's clock, from before the request that renewed it
}

// TryLease takes the lease when nobody has it; else the error wraps ErrHeld. A ttl of 0 is LeaseTTL;
// one below a second is rounded up to it.
func (b *Bus) TryLease(ctx context.Context, name, holder string, ttl time.Duration) (*Lease, error) {
	if ttl <= 0 {
		ttl = LeaseTTL
	}
	l := &Lease{kv: b.KV(Leases), key: name, holder: holder, ttl: max(ttl, time.Second)}
	asked := time.Now()
	rev, err := l.kv.Create(ctx, name, []byte(holder), l.ttl)
	if errors.Is(err, ErrKeyExists) {
		return nil, fmt.Errorf("take lease %s: %w: %s", name, ErrHeld, b.Holder(ctx, name))
	}
	if err != nil {
		return nil, fmt.Errorf("take lease %s: %w", name, err)
	}
	l.rev, l.until = rev, asked.Add(l.ttl)
	return l, nil
}

// Holder says who has a lease; nothing where nobody has it, or nobody can be asked.
func (b *Bus) Holder(ctx context.Context, name string) string {
	e, err := b.KV(Leases).Get(ctx, name)
	if err != nil {
		return ""
	}
	return string(e.Value)
}

// Renew prolongs the lease, or answers ErrHeld when it is lost.
func (l *Lease) Renew(ctx context.Context) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.rev == 0 {
		return fmt.Errorf("renew lease %s: %w", l.key, ErrHeld)
	}
	asked := time.Now()
	rev, err := l.kv.Update(ctx, l.key, []byte(l.holder), l.rev, l.ttl)
	if errors.Is(err, ErrKeyExists) {
		l.rev = 0
		return fmt.Errorf("renew lease %s: %w", l.key, ErrHeld)
	}
	if err != nil {
		return fmt.Errorf("renew lease %s: %w", l.key, err)
	}
	l.rev, l.until = rev, asked.Add(l.ttl)
	return nil
}

// Keep renews the lease until ctx ends (then it answers nil) or the lease is lost (then ErrHeld). NATS
// being away is no loss as long as the lease has time left.
func (l *Lease) Keep(ctx context.Context) error {
	for {
		if sleep(ctx, l.ttl/3) != nil {
			return nil
		}
		rctx, cancel := context.WithTimeout(ctx, l.ttl/3)
		err := l.Renew(rctx)
		cancel()
		if ctx.Err() != nil {
			return nil
		}
		if errors.Is(err, ErrHeld) || err != nil && !l.Valid() {
			return fmt.Errorf("keep lease %s: %w", l.key, errors.Join(ErrHeld, err))
		}
	}
}

// Valid says whether the lease is surely still held.
func (l *Lease) Valid() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.rev != 0 && time.Now().Before(l.until)
}

// Release gives the lease back; one that is lost already is no error.
func (l *Lease) Release(ctx context.Context) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.rev == 0 {
		return nil
	}
	rev := l.rev
	l.rev = 0
	err := l.kv.Delete(ctx, l.key, rev)
	if err != nil && !errors.Is(err, ErrKeyExists) {
		return fmt.Errorf("release lease %s: %w", l.key, err)
	}
	return nil
}
