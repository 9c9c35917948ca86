package elastic

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/claimwire/claimwire/indexer"
	"github.com/claimwire/claimwire/indexer/synth"
	"github.com/claimwire/claimwire/internal/claim"
)

func world(claims int) []claim.Extraction {
	var list []claim.Extraction
	for _, it := range synth.Coverage(synth.Options{Seed: 7, Claims: claims, Mistakes: 0.03}) {
		list = append(list, it.Extraction)
	}
	return list
}

// claimsOf prints every claim with what it is a function of its evidence.
func claimsOf(tb testing.TB, s indexer.Reader) string {
	tb.Helper()
	var b strings.Builder
	err := s.Each(tb.Context(), nil, func(c claim.Claim) error {
		c.History = nil // by arrival
		line, err := marshal(&c)
		b.Write(append(line, '\n'))
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	return b.String()
}

// TestWorld brings a generated world in twice: in batches on a quiet cluster, and shuffled, in batches of
// all sizes, through a proxy that spoils one bulk request in four, with the process gone after every
// seventh batch. The claims are the same.
func TestWorld(t *testing.T) {
	real := address(t)
	p := newPool(t)
	list := world(60)
	calm := p.open(t)
	x := indexer.New(calm, indexer.Options{})
	for part := range slices.Chunk(list, 200) {
		if _, err := x.Write(t.Context(), part); err != nil {
			t.Fatal(err)
		}
	}
	want := claimsOf(t, calm)
	if n := strings.Count(want, "\n"); n < 40 {
		t.Fatalf("%d claims", n)
	}
	var calls atomic.Int32
	bad := fault{before: func(w http.ResponseWriter, size int) bool {
		switch calls.Add(1) % 8 {
		case 3:
			return answer(503)(w, size)
		case 6:
			panic(http.ErrAbortHandler)
		}
		return false
	}}
	proxy, armed := faulty(t, real, &bad)
	armed.Store(1 << 30)
	base := p.open(t)
	s := through(t, base, proxy)
	shuffled := slices.Clone(list)
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	for n, at := 0, 0; at < len(shuffled); n++ {
		size := min(1+n*n%90, len(shuffled)-at)
		if n%7 == 6 {
			s = through(t, base, proxy)
			if err := s.Takeover(t.Context()); err != nil && !errors.Is(err, ErrAway) {
				t.Fatal(err)
			}
		}
		_, err := indexer.New(s, indexer.Options{}).Write(t.Context(), shuffled[at:at+size])
		switch {
		case err == nil:
			at += size
		case !errors.Is(err, ErrAway):
			t.Fatal(err)
		}
	}
	if got := claimsOf(t, s); got != want {
		t.Error(difference(got, want))
	}
	if n, err := s.DropEmpty(context.Background()); n != 0 || err != nil {
		t.Errorf("%d claims without evidence: %v", n, err)
	}
}

// difference shows the first lines that only one of two texts has.
func difference(got, want string) string {
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	var out []string
	for _, l := range a {
		if !slices.Contains(b, l) {
			out = append(out, "got  "+l[:min(len(l), 700)])
		}
	}
	for _, l := range b {
		if !slices.Contains(a, l) {
			out = append(out, "want "+l[:min(len(l), 700)])
		}
	}
	return fmt.Sprintf("%d lines differ:\n%s", len(out), strings.Join(out[:min(len(out), 4)], "\n"))
}
