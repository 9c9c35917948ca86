package app

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/claimwire/claimwire/internal/claim"
)

func TestOwners(t *testing.T) {
	write := func(content string) string {
		path := filepath.Join(t.TempDir(), "owners.tsv")
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	owners, err := readOwners(write("# ours\nThe Morning Comet\tComet Group\n\nHarbour Post\tComet Group\n"))
	if err != nil {
		t.Fatal(err)
	}
	a := &App{owners: owners}
	list := []claim.Article{{Publisher: "the morning comet"}, {Publisher: "Harbour Post", Owner: "set"}, {Publisher: "other"}}
	a.owned(list)
	if list[0].Owner != "Comet Group" || list[1].Owner != "set" || list[2].Owner != "" {
		t.Errorf("%+v", list)
	}
	_, err = readOwners(write("a\tb\nno tab here\n"))
	if !errors.Is(err, ErrUsage) || !strings.Contains(err.Error(), "line 2") {
		t.Errorf("a broken table: %v", err)
	}
	if _, err := readOwners(filepath.Join(t.TempDir(), "absent")); !errors.Is(err, ErrUsage) {
		t.Errorf("an absent table: %v", err)
	}
}
