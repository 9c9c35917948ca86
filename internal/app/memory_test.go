package app

import (
	"os"
	"path/filepath"
	"testing"
)

func TestGoalFor(t *testing.T) {
	for name, c := range map[string]struct {
		size int64
		want int64
	}{
		"no index yet":  {-1, roomyGoal},
		"a small index": {1 << 20, roomyGoal},
		"a large index": {largeIndex + 1, memoryGoal},
	} {
		t.Run(name, func(t *testing.T) {
			index := filepath.Join(t.TempDir(), "index.db")
			if c.size >= 0 {
				f, err := os.Create(index)
				if err != nil {
					t.Fatal(err)
				}
				if err := f.Truncate(c.size); err != nil { // a hole: it takes no room on the disk
					t.Fatal(err)
				}
				if err := f.Close(); err != nil {
					t.Fatal(err)
				}
			}
			if got := goalFor(index); got != c.want {
				t.Errorf("%d bytes, want %d", got, c.want)
			}
		})
	}
}
