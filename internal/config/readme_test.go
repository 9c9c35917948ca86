package config

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// table is the README's configuration table, made from the types, so that the two cannot differ.
func table(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("| key | default | what |\n| --- | --- | --- |\n")
	row := func(key, value, doc string) { fmt.Fprintf(&b, "| `%s` | %s | %s |\n", key, value, doc) }
	elements := map[string]reflect.Type{"feeds": reflect.TypeFor[Feed](), "alerts.sinks": reflect.TypeFor[Sink](), "alerts.rules": reflect.TypeFor[Rule]()}
	for _, s := range Default().Settings() {
		row(s.Key, defaultText(t, s.Value()), s.Doc)
		if e, ok := elements[s.Key]; ok {
			for i := range e.NumField() {
				row(s.Key+"[]."+key(e.Field(i)), "", e.Field(i).Tag.Get("doc"))
			}
		}
	}
	return b.String()
}

func defaultText(t *testing.T, v any) string {
	t.Helper()
	b, err := yaml.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	switch text := strings.TrimSpace(string(b)); text {
	case `""`, "[]", "{}", "null":
		return ""
	default:
		return "`" + text + "`"
	}
}

// TestReadmeTable holds the README against the types. With CLAIMWIRE_TEST_UPDATE set it prints the table.
func TestReadmeTable(t *testing.T) {
	b, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	want := table(t)
	if os.Getenv("CLAIMWIRE_TEST_UPDATE") != "" {
		fmt.Print(want)
	}
	if !strings.Contains(string(b), want) {
		t.Errorf("the README's configuration table is not the one of the types; it should be:\n%s", want)
	}
}
