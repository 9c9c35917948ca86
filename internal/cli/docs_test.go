package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// blocks are the fenced blocks of a language in the README and the guides.
func blocks(t *testing.T, language string) map[string]string {
	t.Helper()
	guides, err := filepath.Glob(filepath.Join("..", "..", "docs", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	fence := regexp.MustCompile("(?s)```" + language + "\n(.*?)```")
	for _, path := range append(guides, filepath.Join("..", "..", "README.md")) {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for i, m := range fence.FindAllStringSubmatch(string(b), -1) {
			found[fmt.Sprintf("%s-%d", strings.TrimSuffix(filepath.Base(path), ".md"), i+1)] = m[1]
		}
	}
	if len(found) == 0 {
		t.Fatalf("the guides have no %s", language)
	}
	return found
}

// TestDocumentedConfigurations: every configuration in the guides is one that can be typed, where the files
// that it names are there.
func TestDocumentedConfigurations(t *testing.T) {
	named := map[string]string{"hook.key": "secret", "own.tsv": blocks(t, "tsv")["extending-1"],
		"groups.tsv": "name\tid\tcountry\nPale Heron\t\tKP\n", "owners.tsv": blocks(t, "tsv")["extending-3"]}
	for name, text := range blocks(t, "yaml") {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			for file, content := range named {
				if err := os.WriteFile(filepath.Join(dir, file), []byte(content), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if err := os.WriteFile(filepath.Join(dir, "claimwire.yaml"), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			p := command(t, "config", "check")
			p.Dir = dir
			if err := p.Run(); err != nil {
				t.Errorf("%v\n%s", err, p.err.String())
			}
		})
	}
}

// TestDocumentedTables: so is every table; one of publishers and owners is no lexicon.
func TestDocumentedTables(t *testing.T) {
	for name, text := range blocks(t, "tsv") {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "own.tsv")
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			if strings.Count(text, "\t") == strings.Count(text, "\n") {
				t.Setenv("CLAIMWIRE_OWNERS", path)
				ingest(t, dataDir(t), `{"text":"x"}`)
				return
			}
			run(t, 0, "lexicon", "check", path)
		})
	}
}

// TestDocumentedCommands: every command that the guides name is there.
func TestDocumentedCommands(t *testing.T) {
	seen := map[string]bool{}
	typed := regexp.MustCompile("(?m)(?:^    |`)(?:\\./)?claimwire ([a-z]+(?: (?:list|show|split|merge|undo|decisions|check|import|export|explain|replay|drop|elasticsearch|kibana|print))?)\\b")
	for _, path := range []string{"README.md", "docs/analysts.md", "docs/extending.md", "docs/scaling.md"} {
		b, err := os.ReadFile(filepath.Join("..", "..", filepath.FromSlash(path)))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range typed.FindAllStringSubmatch(string(b), -1) {
			if seen[m[1]] {
				continue
			}
			seen[m[1]] = true
			run(t, 0, append(strings.Fields(m[1]), "--help")...)
		}
	}
	if len(seen) < 15 {
		t.Errorf("only %d commands are documented: %v", len(seen), seen)
	}
}
