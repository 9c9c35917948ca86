// Package bus moves articles, readings and events between the stages, durably. It is JetStream, either
// in this process (Options.Dir) or on an outside NATS (Options.URL), with the same code for both.
//
// Use Open, then the Publish methods to send and Consume to receive. What it promises: a message whose
// publish returned nil is stored; it is handed out until a handler returned nil for it, over crashes and
// restarts of either side; nothing unread is ever deleted to make room; a message that no retry can save
// ends in quarantine, whole, with the reason, and nowhere else. A message can come twice, so handlers
// must be idempotent.
package bus

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// Options says where the bus is and how careful it is. The zero value of each field is its default.
type Options struct {
	Dir  string        // of the embedded server's store; the caller holds the lock on it
	Sync time.Duration // embedded: 0 syncs each message before its ack; else what a power cut may lose

	URL      string // of an outside NATS; Dir is not used then
	User     string
	Password string
	Token    string
	Creds    string // file with JWT and key
	NKey     string // file with the seed
	CA       string // file with the certificates that sign the server's
	Cert     string // file, with Key: the client's own certificate
	Key      string
	Replicas int // of streams and buckets, on a cluster

	Duplicates time.Duration // how long a stream knows the ids that it has taken; default 2 min

	Limits  Limits
	MinFree int64 // embedded: bytes of the disk that publishing leaves free; default 64 MiB, negative for none
	Log     *slog.Logger
}

// Limits are the sizes of the streams in bytes. Zero takes the default.
type Limits struct {
	Articles, Readings, Events, Quarantine int64
}

// Bus is one connection to the streams and buckets. It is safe for concurrent use.
type Bus struct {
	opts Options
	log  *slog.Logger
	emb  *embedded // nil on an outside NATS
	link *link
	nc   *nats.Conn
	js   jetstream.JetStream

	atomic  map[string]bool // streams that take atomic batches
	buckets map[string]*KV
	room    *room
	stats   *counters
	stages  stages
	recent  *recent
	held    atomic.Int64 // messages that this process's stages hold

	stop   context.CancelFunc
	done   sync.WaitGroup
	closed sync.Once
}

// Open connects, or starts the embedded server, and creates or updates streams and buckets. Where the
// NATS cannot be reached the error wraps ErrAway and names its address.
func Open(ctx context.Context, o Options) (*Bus, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	o = o.withDefaults()
	b := &Bus{opts: o, log: o.Log.With("part", "bus"), link: newLink(), stats: newCounters(), stages: newStages(), recent: newRecent()}
	if err := b.start(ctx); err != nil {
		return nil, errors.Join(err, b.Close(ctx))
	}
	return b, nil
}

func (o Options) withDefaults() Options {
	def := func(p *int64, v int64) {
		if *p == 0 {
			*p = v
		}
	}
	def(&o.Limits.Articles, 1<<30)
	def(&o.Limits.Readings, 1<<30)
	def(&o.Limits.Events, 256<<20)
	def(&o.Limits.Quarantine, 256<<20)
	def(&o.MinFree, 64<<20)
	o.Replicas = max(o.Replicas, 1)
	if o.Duplicates <= 0 {
		o.Duplicates = duplicateWindow
	}
	return o
}

func (b *Bus) start(ctx context.Context) error {
	if err := b.connect(ctx); err != nil {
		return err
	}
	js, err := jetstream.New(b.nc, jetstream.WithPublishAsyncMaxPending(256), jetstream.WithPublishAsyncTimeout(publishWait))
	if err != nil {
		return fmt.Errorf("use JetStream at %s: %w", b.where(), err)
	}
	b.js = js
	if err := b.ensure(ctx); err != nil {
		return err
	}
	// The keeper outlives ctx, which bounds opening alone; Close ends it.
	run, stop := context.WithCancel(context.WithoutCancel(ctx))
	b.stop = stop
	b.room = newRoom(b)
	b.room.checkDisk() // before anything is published: a run may be over by the keeper's first look
	b.done.Go(func() { b.room.keep(run) })
	return nil
}

func (b *Bus) connect(ctx context.Context) error {
	if b.opts.URL != "" {
		nc, err := connectOutside(ctx, b.opts, b.log, b.link)
		b.nc = nc
		return err
	}
	emb, err := startEmbedded(b.opts, b.log)
	if err != nil {
		return err
	}
	b.emb = emb
	b.nc, err = emb.connect()
	return err
}

// where names the server in messages for people.
func (b *Bus) where() string {
	if b.emb != nil {
		return b.opts.Dir
	}
	return redact(b.opts.URL)
}

// Alive answers nil when the server answers and JetStream works on it, else an error that wraps ErrAway.
func (b *Bus) Alive(ctx context.Context) error {
	ctx, end := b.link.bound(ctx, aliveWait)
	defer end()
	if _, err := b.js.AccountInfo(ctx); err != nil {
		return fmt.Errorf("ask NATS at %s: %w: %w", b.where(), ErrAway, err)
	}
	return nil
}

// Close ends the bus. Stages should have ended before, by their context. It is idempotent and returns
// by the end of ctx.
func (b *Bus) Close(ctx context.Context) error {
	var err error
	b.closed.Do(func() { err = b.shut(ctx) })
	return err
}

func (b *Bus) shut(ctx context.Context) error {
	if b.stop != nil {
		b.stop()
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		b.done.Wait()
		if b.nc != nil {
			// What acks are still in the client's buffer reach the server before the connection goes.
			if err := b.nc.FlushTimeout(aliveWait); err != nil {
				b.log.Debug("flush at close", "err", err)
			}
			b.nc.Close()
		}
		b.emb.shutdown()
	}()
	select {
	case <-ended:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("close the bus at %s: %w", b.where(), ctx.Err())
	}
}

const (
	aliveWait   = 5 * time.Second
	publishWait = 10 * time.Second
)
