package sqlite

import (
	"path/filepath"
	"testing"

	"github.com/claimwire/claimwire/indexer/storetest"
)

// open makes a new store for a test.
func open(tb testing.TB) *Store {
	tb.Helper()
	return openAt(tb, filepath.Join(tb.TempDir(), "index.db"))
}

func openAt(tb testing.TB, path string) *Store {
	tb.Helper()
	s, err := Open(path, Options{})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := s.Close(); err != nil {
			tb.Error(err)
		}
	})
	return s
}

func TestContract(t *testing.T) {
	storetest.Run(t, func(tb testing.TB) storetest.Full { return open(tb) })
}
