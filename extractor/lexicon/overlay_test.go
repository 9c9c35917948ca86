package lexicon

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// small is a lexicon of two tables to merge into.
func small(t *testing.T) *Lexicon {
	t.Helper()
	lex, err := Load(fstest.MapFS{
		"groups.tsv":  {Data: []byte("# head\nname\tid\tcountry\nAmber Loom\tA1\tCN\nPale Heron\tA2\tKP\n")},
		"en/cues.tsv": {Data: []byte("cue\tstance\nsaid\t\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	return lex
}

func TestMerge(t *testing.T) {
	tests := []struct {
		name, file, content string
		want                []string // rows of groups, cells joined by a comma
	}{
		{"a new row, named by a comment", "own.tsv", "# table: groups\nname\tid\tcountry\nZinc Fox\tZ\tRU\n", []string{"Amber Loom,A1,CN", "Pale Heron,A2,KP", "Zinc Fox,Z,RU"}},
		{"named by the file", "dir/groups.tsv", "name\nCopperhead\n", []string{"Amber Loom,A1,CN", "Copperhead,,", "Pale Heron,A2,KP"}},
		{"one cell changed, columns turned round", "groups.tsv", "country\tname\nKR\tPale Heron\n", []string{"Amber Loom,A1,CN", "Pale Heron,A2,KR"}},
		{"unsorted, with blanks and a byte order mark", "groups.tsv", "\ufeffname\tid\n\nZ\t1 \r\nB\t2\r\n", []string{"Amber Loom,A1,CN", "B,2,", "Pale Heron,A2,KP", "Z,1,"}},
		{"the later of two rows counts", "groups.tsv", "name\tid\nB\t1\nB\t2\n", []string{"Amber Loom,A1,CN", "B,2,", "Pale Heron,A2,KP"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			lex := small(t)
			before := lex.Hash()
			if err := lex.Merge(tt.file, tt.content); err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, r := range lex.Rows("groups") {
				got = append(got, r.Get("name")+","+r.Get("id")+","+r.Get("country"))
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if lex.Hash() == before {
				t.Error("the hash does not show the user's rows")
			}
		})
	}
}

func TestMergeRefuses(t *testing.T) {
	for name, tt := range map[string]struct{ file, content, want string }{
		"no table named":      {"own.tsv", "name\nB\n", `own.tsv: it does not say whose entries it brings: begin it with a line like "# table: groups"; there are en/cues, groups`},
		"unknown table":       {"own.tsv", "# mine\n# table: gruops\nname\n", `own.tsv line 2: no table "gruops"; there are en/cues, groups`},
		"unknown column":      {"groups.tsv", "name\tland\nB\tX\n", `groups.tsv line 1: table groups has no column "land"; it has name, id, country`},
		"key column missing":  {"groups.tsv", "id\n5\n", `groups.tsv line 1: the column "name" is missing, by which table groups tells its rows apart`},
		"column twice":        {"groups.tsv", "name\tid\tid\n", `groups.tsv line 1: column "id" stands there twice`},
		"too few cells":       {"groups.tsv", "name\tid\nA\tB\nC\n", `groups.tsv line 3: 1 cells where 2 columns are named`},
		"empty key":           {"groups.tsv", "name\tid\n\tB\n", `groups.tsv line 2: empty column "name"`},
		"no columns":          {"groups.tsv", "# only a head\n", `groups.tsv: no line of column names; table groups has name, id, country`},
		"not UTF-8":           {"groups.tsv", "name\n\xff\n", `groups.tsv: not UTF-8`},
		"a line without end":  {"groups.tsv", "name\n" + strings.Repeat("x", maxOwnLine+1), `groups.tsv line 2: longer than 1048576 bytes`},
		"nothing in the file": {"groups.tsv", "", `groups.tsv: no line of column names; table groups has name, id, country`},
	} {
		t.Run(name, func(t *testing.T) {
			lex := small(t)
			before := lex.Hash()
			err := lex.Merge(tt.file, tt.content)
			if err == nil || err.Error() != tt.want {
				t.Errorf("got %v, want %s", err, tt.want)
			}
			if lex.Hash() != before || len(lex.Rows("groups")) != 2 {
				t.Error("a refused file left something behind")
			}
		})
	}
}

func TestOpen(t *testing.T) {
	path := filepath.Join(t.TempDir(), "own.tsv")
	if err := os.WriteFile(path, []byte("# table: currencies\ncode\tkind\town\nQQQ\tcrypto\tquibblecoin\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	actors := filepath.Join(t.TempDir(), "mine.tsv")
	if err := os.WriteFile(actors, []byte("# ours\n"+OwnHeader+"\nZinc Fox\tgroup\t\tRU\t\t\t\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	lex, err := Open([]string{path, actors})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(lex.Rows("currencies"), func(r Row) bool { return r.Get("code") == "QQQ" && r.Get("own") == "quibblecoin" }) {
		t.Error("the own row is not there")
	}
	if !slices.ContainsFunc(lex.Tables(), func(table *Table) bool { return strings.HasPrefix(table.Name, "own/") && len(table.Rows) == 1 }) {
		t.Error("the own actors are not there")
	}
	missing := filepath.Join(t.TempDir(), "missing.tsv")
	if _, err := Open([]string{missing}); err == nil || !strings.Contains(err.Error(), missing) || !strings.Contains(err.Error(), "no such file") {
		t.Errorf("got %v, want an error that names the file and why", err)
	}
}

func TestDefaultIsWhole(t *testing.T) {
	tables := Default().Tables()
	if len(tables) < 10 {
		t.Fatalf("%d tables", len(tables))
	}
	for _, table := range tables {
		if len(table.Rows) == 0 {
			t.Errorf("%s has no rows", table.Name)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("# head\nname\tid\na\t1\nb\t2\n")
	f.Add("name\nb\na\n")
	f.Add("")
	f.Add("\t\n\t\n")
	f.Fuzz(func(t *testing.T, content string) {
		table, err := Parse("x", content)
		if err != nil {
			if !strings.HasPrefix(err.Error(), "x.tsv") {
				t.Errorf("error does not name the file: %v", err)
			}
			return
		}
		for i, r := range table.Rows {
			if len(r.Cells) != len(table.Columns) || i > 0 && r.Cells[0] <= table.Rows[i-1].Cells[0] {
				t.Errorf("row %d is %q", i, r.Cells)
			}
		}
	})
}

func FuzzMerge(f *testing.F) {
	f.Add("# table: groups\nname\tid\nB\t1\n")
	f.Add("#table:groups\nname\n\x00\n")
	f.Add("country\tname\n\t\n")
	f.Fuzz(func(t *testing.T, content string) {
		lex := small(t)
		if err := lex.Merge("groups.tsv", content); err != nil {
			if !strings.HasPrefix(err.Error(), "groups.tsv") {
				t.Errorf("error does not name the file: %v", err)
			}
			return
		}
		rows := lex.Rows("groups")
		if !slices.IsSortedFunc(rows, func(a, b Row) int { return strings.Compare(a.Cells[0], b.Cells[0]) }) {
			t.Error("rows are out of order")
		}
		for _, r := range rows {
			if len(r.Cells) != 3 || r.Get("name") == "" {
				t.Errorf("row %q", r.Cells)
			}
		}
	})
}
