package query

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestGuide holds the analysts' guide against the language: it lists every field, and every query in it
// can be read.
func TestGuide(t *testing.T) {
	b, err := os.ReadFile(filepath.Join("..", "..", "docs", "analysts.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(b), "\n## Searching\n")
	section, _, _ = strings.Cut(section, "**Order and pages.**")
	fields := map[string]bool{}
	queries := 0
	code := regexp.MustCompile("`([^`]+)`")
	for line := range strings.Lines(section) {
		cells := strings.Split(strings.TrimSpace(line), " | ")
		if !strings.HasPrefix(line, "| ") || strings.HasPrefix(line, "| ---") || len(cells) < 2 {
			continue
		}
		for _, m := range code.FindAllStringSubmatch(cells[len(cells)-1], -1) {
			queries++
			if _, err := Parse(m[1], now); err != nil {
				t.Errorf("%s: %v", m[1], err)
			}
		}
		if len(cells) == 3 {
			for _, m := range code.FindAllStringSubmatch(cells[0], -1) {
				fields[m[1]] = true
			}
		}
	}
	for _, f := range Fields() {
		if !fields[string(f.Field)] {
			t.Errorf("the guide does not list the field %s", f.Field)
		}
		for _, v := range f.Values {
			if !strings.Contains(section, v) {
				t.Errorf("the guide does not list %s:%s", f.Field, v)
			}
		}
	}
	if len(fields) != len(Fields()) || queries < 30 {
		t.Errorf("%d fields and %d queries in the guide, want %d fields", len(fields), queries, len(Fields()))
	}
}
