package elastic

import (
	"context"
	"testing"
)

func drop(tb testing.TB, s *Store) {
	tb.Helper()
	if err := s.Drop(context.Background()); err != nil {
		tb.Error(err)
	}
}
