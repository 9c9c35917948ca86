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

// TestDropEmpty takes the evidence away from some claims, as no order of stops that is known does: the
// sweep deletes these claims and no other.
func TestDropEmpty(t *testing.T) {
	s := newPool(t).open(t)
	storetest.Index(t, s, storetest.Articles(0, 12))
	var all []claim.Claim
	err := s.Each(t.Context(), nil, func(c claim.Claim) error { all = append(all, c); return nil })
	if err != nil || len(all) != 12 {
		t.Fatalf("%d claims: %v", len(all), err)
	}
	gone, err := marshal(object{"gone": true})
	if err != nil {
		t.Fatal(err)
	}
	ops := []op{{action: "delete", index: s.index(evidence), id: all[3].Evidence[0].ID}, {action: "update", index: s.index(evidence), id: all[7].Evidence[0].ID, doc: gone}}
	if _, err := s.bulk(t.Context(), ops); err != nil {
		t.Fatal(err)
	}
	if n, err := s.DropEmpty(t.Context()); n != 2 || err != nil {
		t.Errorf("%d claims are swept, want 2: %v", n, err)
	}
	left := 0
	err = s.Each(t.Context(), nil, func(c claim.Claim) error {
		left++
		if c.ID == all[3].ID || c.ID == all[7].ID {
			t.Errorf("claim %s is still there", c.ID)
		}
		return nil
	})
	if err != nil || left != 10 {
		t.Errorf("%d claims are left: %v", left, err)
	}
}
