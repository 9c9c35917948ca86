package page

import (
	"slices"
	"strings"
	"testing"
)

func TestTablesAreSortedAndClean(t *testing.T) {
	for name, tsv := range map[string][]byte{"wires.tsv": wiresTSV, "nonpersons.tsv": nonpersonsTSV, "furniture.tsv": furnitureTSV} {
		t.Run(name, func(t *testing.T) {
			var keys []string
			header := false
			for line := range strings.Lines(string(tsv)) {
				line = strings.TrimSuffix(line, "\n")
				if strings.HasPrefix(line, "#") {
					header = header || strings.Contains(line, "Source:") && strings.Contains(line, "Licence:")
					continue
				}
				key, _, _ := strings.Cut(line, "\t")
				if key != strings.ToLower(key) || strings.TrimSpace(line) != line || key == "" {
					t.Errorf("line %q: key not in lower case, or stray blanks", line)
				}
				keys = append(keys, key)
			}
			if !header {
				t.Error("no header with source and licence")
			}
			if !slices.IsSorted(keys) || len(slices.Compact(slices.Clone(keys))) != len(keys) {
				t.Error("not sorted, or a key stands twice")
			}
		})
	}
}
