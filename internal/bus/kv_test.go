package bus

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"
)

func TestKV(t *testing.T) {
	b := quick(t)
	kvRoundTrip(t, b.KV(Sources))
}

func kvRoundTrip(t *testing.T, kv *KV) {
	t.Helper()
	ctx := t.Context()
	for _, key := range []string{"a.one", "a.two", "short"} {
		if err := kv.Delete(ctx, key, 0); err != nil {
			t.Fatal(err)
		}
	}
	rev, err := kv.Create(ctx, "a.one", []byte("1"), 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := kv.Create(ctx, "a.one", []byte("2"), 0); !errors.Is(err, ErrKeyExists) {
		t.Errorf("create again: %v, want ErrKeyExists", err)
	}
	next, err := kv.Update(ctx, "a.one", []byte("3"), rev, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	for _, ttl := range []time.Duration{0, time.Hour} {
		if _, err := kv.Update(ctx, "a.one", []byte("4"), rev, ttl); !errors.Is(err, ErrKeyExists) {
			t.Errorf("update of an old revision, ttl %s: %v, want ErrKeyExists", ttl, err)
		}
	}
	if err := kv.Delete(ctx, "a.one", rev); !errors.Is(err, ErrKeyExists) {
		t.Errorf("delete of an old revision: %v, want ErrKeyExists", err)
	}
	e, err := kv.Get(ctx, "a.one")
	if err != nil || string(e.Value) != "3" || e.Revision != next || e.Created.IsZero() {
		t.Errorf("get: %+v %v", e, err)
	}
	if _, err := kv.Put(ctx, "a.two", []byte("x"), 0); err != nil {
		t.Fatal(err)
	}
	keys, err := kv.Keys(ctx, "a.>")
	slices.Sort(keys)
	if err != nil || !slices.Equal(keys, []string{"a.one", "a.two"}) {
		t.Errorf("keys %v %v", keys, err)
	}
	if err := kv.Delete(ctx, "a.one", next); err != nil {
		t.Fatal(err)
	}
	if _, err := kv.Get(ctx, "a.one"); !errors.Is(err, ErrKeyNotFound) {
		t.Errorf("get of a deleted key: %v, want ErrKeyNotFound", err)
	}
	if _, err := kv.Create(ctx, "a.one", []byte("anew"), 0); err != nil {
		t.Errorf("create after delete: %v", err)
	}
	if _, err := kv.Get(ctx, "b"); !errors.Is(err, ErrKeyNotFound) {
		t.Errorf("get of nothing: %v, want ErrKeyNotFound", err)
	}
	if keys, err := kv.Keys(ctx, "none.>"); err != nil || len(keys) != 0 {
		t.Errorf("keys of nothing: %v %v", keys, err)
	}
	if _, err := kv.Put(ctx, "short", []byte("x"), time.Second); err != nil {
		t.Fatal(err)
	}
	eventually(t, "a key to expire", func() bool {
		_, err := kv.Get(ctx, "short")
		return errors.Is(err, ErrKeyNotFound)
	})
}

func TestLease(t *testing.T) {
	b := quick(t)
	ctx := t.Context()
	first, err := b.TryLease(ctx, "indexer", "one", time.Second)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.TryLease(ctx, "indexer", "two", time.Second); !errors.Is(err, ErrHeld) || !contains(err, "one") {
		t.Errorf("a second holder: %v, want ErrHeld naming the first", err)
	}
	kctx, cancel := context.WithCancel(ctx)
	kept := make(chan error, 1)
	go func() { kept <- first.Keep(kctx) }()
	for end := time.Now().Add(2500 * time.Millisecond); time.Now().Before(end); {
		if !first.Valid() {
			t.Fatal("a lease that is renewed must stay valid past its life")
		}
		time.Sleep(50 * time.Millisecond)
	}
	cancel()
	if err := <-kept; err != nil {
		t.Errorf("keep until the end: %v", err)
	}
	if err := first.Release(ctx); err != nil || first.Valid() {
		t.Errorf("release: %v", err)
	}
	second, err := b.TryLease(ctx, "indexer", "two", time.Second)
	if err != nil {
		t.Fatalf("after release: %v", err)
	}
	// The holder dies: without renewal the lease ends by itself, and the dead one must learn of it.
	var third *Lease
	eventually(t, "the lease to expire", func() bool {
		third, err = b.TryLease(ctx, "indexer", "three", time.Minute)
		return err == nil
	})
	if second.Valid() {
		t.Error("the lease is valid for two")
	}
	if err := second.Keep(ctx); !errors.Is(err, ErrHeld) {
		t.Errorf("keep of a lost lease: %v, want ErrHeld", err)
	}
	if err := second.Release(ctx); err != nil || !third.Valid() {
		t.Errorf("release of a lost lease must not touch its new holder: %v", err)
	}
	if _, err := b.TryLease(ctx, "indexer", "four", time.Second); !errors.Is(err, ErrHeld) {
		t.Errorf("after a foreign release: %v", err)
	}
}
