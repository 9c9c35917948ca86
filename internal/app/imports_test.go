package app

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/claimwire/claimwire"

// arrows says which room may import which, as docs/architecture.md draws it. A room is the longest
// prefix of a package's path that stands here; packages of one room may import each other as far as
// inside says.
var arrows = map[string][]string{
	"":                  {"internal/cli"},
	"internal/cli":      {"internal/app", "internal/claim", "internal/config", "internal/query", "internal/demo", "crawler", "extractor", "deploy"},
	"internal/app":      {"internal/alert", "internal/bus", "internal/claim", "internal/config", "internal/query", "crawler", "extractor", "indexer", "indexer/sqlite", "indexer/elastic"},
	"internal/alert":    {"internal/claim"},
	"internal/bus":      {"internal/claim"},
	"internal/query":    {"internal/claim"},
	"internal/config":   {},
	"internal/demo":     {},
	"internal/claim":    {},
	"crawler":           {"internal/claim"},
	"extractor":         {"internal/claim"},
	"indexer":           {"internal/claim", "internal/query"},
	"indexer/synth":     {"indexer", "internal/claim"},
	"indexer/sqlite":    {"indexer", "internal/query", "internal/claim"},
	"indexer/storetest": {"indexer", "internal/query", "internal/claim"},
	"deploy":            {},
}

// testArrows are what tests may import besides.
var testArrows = map[string][]string{
	"internal/app":    {"indexer/synth", "internal/demo"},
	"internal/cli":    {"indexer/synth"},
	"indexer":         {"indexer/synth", "indexer/storetest", "extractor"},
	"indexer/sqlite":  {"indexer/storetest", "indexer/synth"},
	"indexer/elastic": {"indexer/storetest", "indexer/synth"},
	"extractor":       {"indexer/synth"},
	"deploy":          {"internal/config"},
}

func room(pkg string) string {
	best := ""
	for r := range arrows {
		if (pkg == r || strings.HasPrefix(pkg, r+"/")) && len(r) > len(best) {
			best = r
		}
	}
	return best
}

// TestArrows holds every import of our own packages against the table, so that the layout stays what
// the folder names say.
func TestArrows(t *testing.T) {
	root, seen := filepath.Join("..", ".."), 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, filepath.Dir(path))
		if err != nil {
			return err
		}
		from := room(filepath.ToSlash(strings.TrimPrefix(rel, ".")))
		for _, spec := range f.Imports {
			target, ours := strings.CutPrefix(strings.Trim(spec.Path.Value, `"`), module+"/")
			if !ours {
				continue
			}
			seen++
			to := room(target)
			allowed := slices.Contains(arrows[from], to) || strings.HasSuffix(path, "_test.go") && slices.Contains(testArrows[from], to)
			if from != to && !allowed {
				t.Errorf("%s: %s may not import %s", path, roomName(from), roomName(to))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen < 50 {
		t.Errorf("only %d imports of our own were seen: the test looks in the wrong place", seen)
	}
}

func roomName(r string) string {
	if r == "" {
		return "main"
	}
	return r
}

// TestLeaf holds that internal/claim imports nothing but the standard library.
func TestLeaf(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "claim", "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no files: %v", err)
	}
	for _, path := range files {
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, spec := range f.Imports {
			if first, _, _ := strings.Cut(strings.Trim(spec.Path.Value, `"`), "/"); strings.Contains(first, ".") && !strings.HasSuffix(path, "_test.go") {
				t.Errorf("%s imports %s", path, spec.Path.Value)
			}
		}
	}
}
