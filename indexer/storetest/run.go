package storetest

import (
	"testing"

	"github.com/claimwire/claimwire/indexer"
)

// Full is everything that a store is.
type Full interface {
	indexer.Store
	indexer.Outbox
	indexer.Decider
	indexer.Reader
	indexer.Archive
}

// Run runs the contract on stores that open makes: a new and empty one at each call, closed by the
// test's cleanup.
func Run(t *testing.T, open func(testing.TB) Full) {
	tests := []struct {
		name string
		run  func(t *testing.T, open func(testing.TB) Full)
	}{
		{"empty", testEmpty},
		{"twice is once", testTwice},
		{"read after write", testReadAfterWrite},
		{"stale view", testStale},
		{"stop between calls", testStops},
		{"component", testComponent},
		{"strange text", testStrangeText},
		{"hidden and denying evidence", testFlags},
		{"common key", testHub},
		{"revisions", testRevisions},
		{"equal times", testRevisionTie},
		{"generations", testGenerations},
		{"frame changes", testFrameChange},
		{"decisions", testDecisions},
		{"early decision", testEarlyDecision},
		{"outbox", testOutbox},
		{"told", testTold},
		{"archive", testArchive},
		{"queries", testQueries},
		{"sorting and paging", testPaging},
		{"pages while writing", testPagingBesideWriter},
		{"cursor of another query", testForeignCursor},
		{"since, total and facets", testFacets},
		{"facets of equal values", testFacetTies},
		{"highlights", testHighlights},
		{"callback errors", testCallbackErrors},
		{"cancelled", testCancelled},
		{"concurrent writers", testConcurrent},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			test.run(t, open)
		})
	}
}

// must stops the test on an error.
func must[T any](tb testing.TB) func(v T, err error) T {
	return func(v T, err error) T {
		tb.Helper()
		if err != nil {
			tb.Fatal(err)
		}
		return v
	}
}
