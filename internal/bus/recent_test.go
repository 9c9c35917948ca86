package bus

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/claimwire/claimwire/internal/claim"
)

// TestReadingsOfThisProcess: the stage behind gets what this process published without decoding, once; what is
// delivered again, or was not kept, is decoded, and says the same.
func TestReadingsOfThisProcess(t *testing.T) {
	b := quick(t)
	s := Stage{Name: "indexer", Stream: Readings, AckWait: time.Second, RetryUnit: time.Millisecond, Drain: 5 * time.Second}
	var kept, decoded seen
	start(t, b, s, One(func(_ context.Context, m Message) error {
		list := &decoded
		if m.read != nil {
			list = &kept
		}
		for range 2 { // the second time it is decoded, whatever became of the first
			x, err := Decode[claim.Extraction](m)
			if err != nil {
				return err
			}
			if x.Article.Text != "body" || x.Reading.Wire != "Own Wire" {
				t.Errorf("%+v", x)
			}
			x.Article.Text = "changed"
		}
		list.add(m.ID)
		if m.Sequence == 2 && m.Deliveries == 1 {
			return errors.New("a passing fault")
		}
		return nil
	}))
	eventually(t, "the stage", b.recent.wants.Load)
	if err := b.PublishExtractions(t.Context(), readings(5)); err != nil {
		t.Fatal(err)
	}
	eventually(t, "five readings and one again", func() bool { return len(kept.list())+len(decoded.list()) == 6 })
	if len(kept.list()) != 5 || len(decoded.list()) != 1 {
		t.Errorf("%d kept, %d decoded, want 5 and the one that came again", len(kept.list()), len(decoded.list()))
	}
	if b.recent.bytes != 0 || len(b.recent.kept) != 0 {
		t.Errorf("%d bytes of %d readings are kept after all were taken", b.recent.bytes, len(b.recent.kept))
	}
}

func readings(n int) []claim.Extraction {
	list := make([]claim.Extraction, n)
	for i := range list {
		list[i] = claim.Extraction{V: claim.Version, Article: article(i, "body"), Reading: claim.Reading{V: claim.Version, Wire: "Own Wire"}}
	}
	return list
}

func TestRecentIsBounded(t *testing.T) {
	r := newRecent()
	x := readings(1)
	r.put(&x[0], []byte("nobody asks"))
	if len(r.kept) != 0 {
		t.Fatal("kept without a stage that reads")
	}
	r.wants.Store(true)
	size := recentBytes/10 + 1
	message := func(i int) []byte { return fmt.Appendf(make([]byte, size-8, size), "%08d", i) }
	for i := range 20 {
		r.put(&x[0], message(i))
	}
	if len(r.kept) != 9 || r.bytes != 9*size {
		t.Fatalf("%d readings of %d bytes kept, want 9 of %d", len(r.kept), r.bytes, size)
	}
	if r.take(message(0)) == nil || r.take(message(0)) != nil || r.take(message(19)) != nil {
		t.Error("the first is there once, the last was too much")
	}
	r.since = r.since.Add(-2 * recentAge)
	r.put(&x[0], message(30))
	if len(r.kept) != 1 || r.bytes != size {
		t.Errorf("%d readings of %d bytes kept after their time", len(r.kept), r.bytes)
	}
}
