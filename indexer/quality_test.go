package indexer

import (
	"context"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/claimwire/claimwire/indexer/synth"
	"github.com/claimwire/claimwire/internal/claim"
)

// fullQuality is the number of claims that TestQuality measures on; 100000 takes minutes.
const fullQuality = "CLAIMWIRE_TEST_QUALITY_CLAIMS"

// manyNameless bounds the second measurement, which takes as much time again.
const manyNameless = 20000

// TestQuality measures identity on made-up coverage with known truth: paraphrase, rounding, victims that a
// sentence or a whole article does not name, errors of extraction (victims, sums, sources missed, wrong victims, wrong kinds), wire
// copies, edits.
func TestQuality(t *testing.T) {
	claims := 3000
	if n, err := strconv.Atoi(os.Getenv(fullQuality)); err == nil {
		claims = n
	} else {
		t.Logf("%s is not set: measured on %d claims, not on 100000", fullQuality, claims)
	}
	for name, c := range map[string]struct {
		o  synth.Options
		f1 float64
	}{
		"as told":                   {synth.Options{Seed: 42, Claims: claims, Mistakes: 0.03, Misread: 0.01, Unnamed: 0.03}, 0.975},
		"a victim nobody names yet": {synth.Options{Seed: 42, Claims: min(claims, manyNameless), Mistakes: 0.03, Misread: 0.01, Unnamed: 0.03, Nameless: 0.05}, 0.96},
	} {
		t.Run(name, func(t *testing.T) {
			q := covered(t, c.o)
			if q.f1 < c.f1 || q.falseMerges > 0.005 {
				for _, s := range q.worst {
					t.Log(s)
				}
				t.Errorf("pairwise F1 %.4f, want %.3f; false merges %.4f, want under 0.005", q.f1, c.f1, q.falseMerges)
			}
		})
	}
}

// covered indexes made-up coverage and compares the claims with the truth.
func covered(t *testing.T, o synth.Options) measured {
	t.Helper()
	items := synth.Coverage(o)
	m := newMemStore()
	x := New(m, Options{})
	truth := map[string]int{} // by evidence id
	start, rows := time.Now(), 0
	for i := 0; i < len(items); i += 200 {
		var batch []claim.Extraction
		for _, it := range items[i:min(i+200, len(items))] {
			batch = append(batch, it.Extraction)
			for n, row := range Prepare(it.Extraction).Rows {
				truth[row.ID] = it.Truth[n]
			}
		}
		sum, err := x.Write(context.Background(), batch)
		if err != nil {
			t.Fatal(err)
		}
		rows += sum.Evidence
	}
	took := time.Since(start)
	q := quality(m, truth)
	t.Logf("%d true claims, %d articles, %d assertions: %d claims; pairwise P %.4f R %.4f F1 %.4f; false merges %.2f %%; %.0f assertions/s",
		o.Claims, len(items), rows, len(m.claims), q.p, q.r, q.f1, 100*q.falseMerges, float64(rows)/took.Seconds())
	return q
}

type measured struct {
	p, r, f1    float64
	falseMerges float64 // share of the claims that hold evidence of more than one truth
	worst       []string
}

// quality compares the claims with the truth, pair of evidence by pair. Attached denials support
// nothing and are left out.
func quality(m *memStore, truth map[string]int) measured {
	var q measured
	var both, got, want float64
	pairs := func(n int) float64 { return float64(n) * float64(n-1) / 2 }
	sizes := map[int]int{}
	mixed := 0
	for _, c := range m.all() {
		n, of := 0, map[int]int{}
		for _, e := range c.Evidence {
			if !e.Denial {
				n++
				of[truth[e.ID]]++
				sizes[truth[e.ID]]++
			}
		}
		got += pairs(n)
		for _, k := range of {
			both += pairs(k)
		}
		if len(of) > 1 {
			mixed++
			if len(q.worst) < 40 {
				q.worst = append(q.worst, describe(&c, truth))
			}
		}
	}
	for _, n := range sizes {
		want += pairs(n)
	}
	q.p, q.r = both/got, both/want
	q.f1 = 2 * q.p * q.r / (q.p + q.r)
	q.falseMerges = float64(mixed) / float64(len(m.claims))
	return q
}

func describe(c *claim.Claim, truth map[string]int) string {
	var b strings.Builder
	b.WriteString("one claim of several truths:")
	seen := map[int]bool{}
	for _, e := range c.Evidence {
		if n := truth[e.ID]; !seen[n] {
			seen[n] = true
			b.WriteString("\n    " + e.PublishedAt.Format("2006-01-02 ") + string(c.Kind) + " | " + e.Text)
		}
	}
	return b.String()
}
