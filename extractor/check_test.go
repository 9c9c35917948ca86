package extractor

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/claimwire/claimwire/extractor/lexicon"
)

func TestCheckNamesTheValue(t *testing.T) {
	tests := []struct{ name, table, content, want string }{
		{"factor that is no number", "currencies", "code\town\nXAA\tfoo=0.5\nXAB\tbar=abc\nXAC\tbaz\n", `line 4: "XAB bar=abc" cannot be used: currencies.tsv: no factor in bar=abc`},
		{"unknown class", "en/classes", "word\tclasses\nzzyx\tnosuchclass\n", `line 3: "zzyx nosuchclass" cannot be used`},
		{"unknown kind of number", "en/numbers", "word\tkind\tvalue\nzillion\tnosuch\t5\n", `line 3: "zillion nosuch 5" cannot be used`},
		{"unknown class of sums", "en/amounts", "", ""},
		{"good rows", "currencies", "code\town\nXAA\tfoo=0.5\n", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.content == "" {
				columns := columnsOf(t, tt.table)
				tt.content, tt.want = columns+"\nzzyx\tnosuchclass"+strings.Repeat("\t", strings.Count(columns, "\t")-1)+"\n", `line 3: "zzyx nosuchclass" cannot be used`
			}
			path := filepath.Join(t.TempDir(), "mine.tsv")
			if err := os.WriteFile(path, []byte("# table: "+tt.table+"\n"+tt.content), 0o600); err != nil {
				t.Fatal(err)
			}
			err := Check([]string{path})
			switch {
			case tt.want == "" && err != nil:
				t.Errorf("good rows refused: %v", err)
			case tt.want != "" && (err == nil || !strings.Contains(err.Error(), path+" "+tt.want)):
				t.Errorf("got %v, want %s %s", err, path, tt.want)
			}
		})
	}
}

func columnsOf(t *testing.T, table string) string {
	t.Helper()
	for _, x := range lexicon.Default().Tables() {
		if x.Name == table {
			return strings.Join(x.Columns, "\t")
		}
	}
	t.Fatalf("no table %s", table)
	return ""
}

func TestCheckFindsTheFileAmongSeveral(t *testing.T) {
	dir := t.TempDir()
	var paths []string
	for name, content := range map[string]string{
		"a.tsv": "# table: currencies\ncode\town\nXAA\tfoo\n",
		"b.tsv": "# table: currencies\ncode\town\nXAB\tbar=-1\nXAC\tbaz\n",
	} {
		path := filepath.Join(dir, name)
		paths = append(paths, path)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	err := Check(paths)
	if want := filepath.Join(dir, "b.tsv") + " line 3:"; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %s", err, want)
	}
}
