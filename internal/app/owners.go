package app

import (
	"bufio"
	"fmt"
	"os"
	"strings"

	"github.com/claimwire/claimwire/internal/claim"
)

// maxOwners bounds the user's table of owners.
const maxOwners = 100_000

// readOwners reads a table of publishers and who owns them: two columns with a tab between, # begins a
// comment. It stands beside the table that the indexer carries.
func readOwners(path string) (map[string]string, error) {
	if path == "" {
		return nil, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("%w: owners: %w", ErrUsage, err)
	}
	defer f.Close()
	owners := map[string]string{}
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		text := strings.TrimSpace(strings.TrimPrefix(lines.Text(), "\ufeff"))
		if text == "" || strings.HasPrefix(text, "#") {
			continue
		}
		publisher, owner, ok := strings.Cut(text, "\t")
		if !ok || strings.TrimSpace(owner) == "" || len(owners) >= maxOwners {
			return nil, fmt.Errorf("%w: owners: %s line %d: a line is a publisher, a tab and its owner (at most %d lines)", ErrUsage, path, n, maxOwners)
		}
		owners[claim.NormalText(publisher)] = strings.TrimSpace(owner)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%w: owners: read %s: %w", ErrUsage, path, err)
	}
	return owners, nil
}

// owned fills in who owns an article's publisher, where the source does not say and the user's table does.
func (a *App) owned(list []claim.Article) {
	for i := range list {
		if list[i].Owner == "" && len(a.owners) > 0 {
			list[i].Owner = a.owners[claim.NormalText(list[i].Publisher)]
		}
	}
}
