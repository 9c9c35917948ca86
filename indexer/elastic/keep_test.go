package elastic

import (
	"testing"
	"time"

	"github.com/claimwire/claimwire/indexer/storetest"
	"github.com/claimwire/claimwire/internal/claim"
)

func TestRetain(t *testing.T) {
	s, ctx := newPool(t).open(t), t.Context()
	storetest.Index(t, s, storetest.Articles(0, 30)) // one minute apart
	list, err := s.Pending(ctx, 100)
	if err != nil || len(list) != 30 {
		t.Fatal(len(list), err)
	}
	var ids []string
	for _, e := range list[:20] {
		ids = append(ids, e.ID)
	}
	if err := s.Published(ctx, ids); err != nil {
		t.Fatal(err)
	}
	want := storetest.Describe(t, s)
	for range 2 {
		if err := s.Retain(ctx, storetest.Day.Add(10*time.Minute), storetest.Day.Add(time.Second)); err != nil {
			t.Fatal(err)
		}
	}
	n := 0
	if err := s.Articles(ctx, time.Time{}, func(claim.Article) error { n++; return nil }); err != nil || n != 20 {
		t.Errorf("%d articles are left, want 20: %v", n, err)
	}
	if got := storetest.Describe(t, s); got != want {
		t.Error("retention changed claims")
	}
	if fresh, err := s.Add(ctx, storetest.Articles(0, 10)); err != nil || len(fresh) != 0 {
		t.Errorf("articles that come again after retention name %v: %v", fresh, err)
	}
	if err := s.refresh(ctx, kinds()...); err != nil {
		t.Fatal(err)
	}
	st, err := s.Stats(ctx)
	if want := (Stats{Articles: 30, Evidence: 30, Nodes: 30, Claims: 30, Outbox: 10, Bytes: st.Bytes}); err != nil || st != want || st.Bytes == 0 {
		t.Errorf("sizes %+v %v, want %+v", st, err, want)
	}
	if err := s.Retain(ctx, time.Time{}, time.Time{}); err != nil {
		t.Error(err)
	}
}
