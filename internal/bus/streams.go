package bus

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// The streams.
const (
	Articles   = "ARTICLES"   // claim.Article on article.<host>
	Readings   = "READINGS"   // claim.Extraction on reading.<host>
	Events     = "EVENTS"     // claim.Event on event.<type>.<kind>
	Quarantine = "QUARANTINE" // claim.Quarantined on quarantine.<stage>.<message id>
)

// The buckets.
const (
	Sources = "sources" // crawl state of sources
	Hosts   = "hosts"   // who owns a host, and its robots.txt
	Seen    = "seen"    // which addresses were fetched
	Leases  = "leases"  // who alone may do what
	Alerts  = "alerts"  // what was sent
	marks   = "marks"   // of the bus: messages that run alone, and references that quarantine holds
)

// duplicateWindow is an optimisation against double crawls; the primary keys downstream are the guard. For events,
// which nothing downstream stores, Stored is.
const duplicateWindow = 2 * time.Minute

// expiredMark is how long a bucket remembers that a key expired.
const expiredMark = time.Minute

// flow is the order of the streams along the pipeline.
func (b *Bus) streamConfigs() []jetstream.StreamConfig {
	l := b.opts.Limits
	list := []jetstream.StreamConfig{
		{Name: Articles, Subjects: []string{"article.>"}, MaxBytes: l.Articles, Description: "fetched articles"},
		{Name: Readings, Subjects: []string{"reading.>"}, MaxBytes: l.Readings, Description: "articles with what was read in them"},
		{Name: Events, Subjects: []string{"event.>"}, MaxBytes: l.Events, Description: "what changed in claims"},
		{Name: Quarantine, Subjects: []string{"quarantine.>"}, MaxBytes: l.Quarantine, MaxMsgsPerSubject: 1,
			Description: "messages that no retry could save"},
	}
	for i := range list {
		c := &list[i]
		c.Retention, c.Discard, c.Storage = jetstream.LimitsPolicy, jetstream.DiscardNew, jetstream.FileStorage
		c.Duplicates, c.Replicas, c.AllowDirect = b.opts.Duplicates, b.opts.Replicas, true
		c.AllowAtomicPublish = c.Name != Quarantine
	}
	return list
}

// ensure creates or updates streams and buckets; it can run at any time, from any number of processes.
func (b *Bus) ensure(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, startWait)
	defer cancel()
	b.atomic = map[string]bool{}
	for _, c := range b.streamConfigs() {
		if err := b.ensureStream(ctx, c); err != nil {
			return b.ensureError("stream "+c.Name, err)
		}
	}
	b.buckets = map[string]*KV{}
	for _, name := range []string{Sources, Hosts, Seen, Leases, Alerts, marks} {
		kv, err := b.js.CreateOrUpdateKeyValue(ctx, jetstream.KeyValueConfig{
			Bucket: name, History: 1, Replicas: b.opts.Replicas, LimitMarkerTTL: expiredMark,
		})
		if err != nil {
			return b.ensureError("bucket "+name, err)
		}
		b.buckets[name] = &KV{bus: b, kv: kv, name: name}
	}
	return nil
}

func (b *Bus) ensureStream(ctx context.Context, c jetstream.StreamConfig) error {
	s, err := b.js.CreateOrUpdateStream(ctx, c)
	if err != nil && c.AllowAtomicPublish && !errors.Is(classify(err), ErrAway) {
		// A server before 2.12 has no atomic batches and may refuse to hear of them.
		c.AllowAtomicPublish = false
		var plain error
		if s, plain = b.js.CreateOrUpdateStream(ctx, c); plain != nil {
			return err
		}
		err = nil
	}
	if err != nil {
		return err
	}
	b.atomic[c.Name] = s.CachedInfo().Config.AllowAtomicPublish
	return nil
}

func (b *Bus) ensureError(what string, err error) error {
	switch {
	case errors.Is(err, jetstream.ErrJetStreamNotEnabled), errors.Is(err, jetstream.ErrJetStreamNotEnabledForAccount),
		errors.Is(err, nats.ErrNoResponders), errors.Is(err, jetstream.ErrNoStreamResponse):
		return fmt.Errorf("create %s at %s: JetStream does not answer: %w: %w; start the server with -js, or enable JetStream for the account",
			what, b.where(), ErrAway, err)
	case errors.Is(err, jetstream.ErrLimitMarkerTTLNotSupported):
		return fmt.Errorf("create %s at %s: %w; nats-server 2.11 or later is needed", what, b.where(), err)
	}
	return fmt.Errorf("create %s at %s: %w", what, b.where(), classify(err))
}

// KV returns one of the buckets named above. Any other name is a programmer's mistake.
func (b *Bus) KV(name string) *KV {
	kv, ok := b.buckets[name]
	if !ok {
		panic("bus: no bucket " + name)
	}
	return kv
}
