package app

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/claimwire/claimwire/extractor"
	"github.com/claimwire/claimwire/extractor/lexicon"
	"github.com/claimwire/claimwire/indexer"
	"github.com/claimwire/claimwire/indexer/sqlite"
	"github.com/claimwire/claimwire/indexer/synth"
	"github.com/claimwire/claimwire/internal/claim"
)

// fullOrders is how many orders TestOrderOfNews tries where CLAIMWIRE_TEST_CHAOS asks for the full form, which takes
// minutes.
const fullOrders = 50

// TestOrderOfNews: the same readings of news, stories of the corpus and made-up coverage, edited and read again,
// in any order, in batches of any size and each delivered any number of times, give the same claims: the same
// evidence and the same fields, but for their history.
func TestOrderOfNews(t *testing.T) {
	orders := 2
	if os.Getenv("CLAIMWIRE_TEST_CHAOS") == "full" {
		orders = fullOrders
	}
	readings := newsReadings(t)
	want := claimsOf(t, [][]claim.Extraction{readings})
	t.Logf("%d readings give %d claims", len(readings), len(want))
	if len(want) < 200 {
		t.Fatal("too few to tell orders apart")
	}
	for seed := range uint64(orders) {
		r := rand.New(rand.NewPCG(seed, 50))
		got := claimsOf(t, deliveries(r, readings))
		for i := range min(len(want), len(got)) {
			if want[i] != got[i] {
				t.Fatalf("order %d: a claim is another\nin the first order %s\nhere %s", seed, want[i], got[i])
			}
		}
		if len(want) != len(got) {
			t.Fatalf("order %d: %d claims, in the first order %d", seed, len(got), len(want))
		}
	}
}

// newsReadings are what the extractor reads in news: each article, for some also an edited text, and for some a
// later reading that finds less.
func newsReadings(t *testing.T) []claim.Extraction {
	t.Helper()
	articles := synth.Articles(3, 150)
	for _, s := range readNews(t) {
		articles = append(articles, s.docs...)
	}
	x := extractor.New(lexicon.Default())
	read := func(a claim.Article) claim.Extraction {
		a.Complete()
		return claim.Extraction{V: claim.Version, Article: a, Reading: x.Extract(&a)}
	}
	var list []claim.Extraction
	for i, a := range articles {
		if a.FetchedAt.IsZero() {
			a.FetchedAt = time.Date(2026, 3, 1, 0, i, 0, 0, time.UTC)
		}
		list = append(list, read(a))
		if end := strings.LastIndex(strings.TrimRight(a.Text, ".\n "), ". "); i%5 == 0 && end > 0 {
			edited := a
			edited.Text, edited.Revision, edited.FetchedAt = a.Text[:end+1], "", a.FetchedAt.Add(time.Hour)
			list = append(list, read(edited))
		}
		if again := list[len(list)-1]; i%7 == 0 && len(again.Reading.Assertions) > 0 {
			again.Article.Generation = 3
			again.Reading.Assertions = slices.Clone(again.Reading.Assertions[1:])
			for k := range again.Reading.Assertions {
				again.Reading.Assertions[k].Apart = nil // they count assertions
			}
			list = append(list, again)
		}
	}
	return list
}

// deliveries are batches in which each reading comes once at least.
func deliveries(r *rand.Rand, readings []claim.Extraction) [][]claim.Extraction {
	list := slices.Clone(readings)
	for _, x := range readings {
		for r.IntN(3) == 0 {
			list = append(list, x)
		}
	}
	r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	var batches [][]claim.Extraction
	for len(list) > 0 {
		n := min(1+r.IntN(120), len(list))
		batches, list = append(batches, list[:n]), list[n:]
	}
	return batches
}

// claimsOf writes batches into a new index and prints its claims, by id, without their history.
func claimsOf(t *testing.T, batches [][]claim.Extraction) []string {
	t.Helper()
	s := must[*sqlite.Store](t)(sqlite.Open(filepath.Join(t.TempDir(), "index.db"), sqlite.Options{}))
	x := indexer.New(s, indexer.Options{})
	for _, batch := range batches {
		must[indexer.Summary](t)(x.Write(context.Background(), batch))
	}
	var list []string
	err := s.Each(context.Background(), nil, func(c claim.Claim) error {
		c.History = nil
		b, err := json.Marshal(c)
		list = append(list, string(b))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return list
}
