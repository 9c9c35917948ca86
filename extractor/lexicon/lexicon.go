// Package lexicon loads the extractor's data: words and their meanings, in sorted TSV files that are
// embedded in the program. Behaviour lives in the passes; a new word is a new line in a file here.
//
// A file begins with comment lines (#: what it holds, source, licence), then a line of column names,
// then one entry a line, sorted by its first column. A cell may hold a list joined by "|". Begin with
// Default, or Load for data of your own; passes read tables by Rows and number their words with Words.
package lexicon

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"sort"
	"strings"
	"sync"

	"github.com/claimwire/claimwire/extractor/match"
)

//go:embed data
var embedded embed.FS

// Lexicon is the loaded data with the vocabulary that all its tables share.
type Lexicon struct {
	Vocab  *match.Vocab
	tables map[string]*Table
	hash   string
}

// Table is one file.
type Table struct {
	Name    string // path below the data folder, without .tsv: "en/cues"
	Columns []string
	Rows    []Row
}

// Row is one entry. Line is its line in the file, for messages.
type Row struct {
	Line   int
	Cells  []string
	column map[string]int
}

// Get is the cell of a column, empty where the table has no such column.
func (r Row) Get(column string) string {
	if i, ok := r.column[column]; ok && i < len(r.Cells) {
		return r.Cells[i]
	}
	return ""
}

// List is a cell split at "|".
func (r Row) List(column string) []string {
	cell := r.Get(column)
	if cell == "" {
		return nil
	}
	return strings.Split(cell, "|")
}

// Default is the lexicon that the program carries. It is loaded anew at each call, since passes add
// words of their own to its vocabulary. It panics where the embedded data is broken, which a test of
// this package would have shown.
func Default() *Lexicon {
	lex, err := Load(data())
	if err != nil {
		panic("internal error: embedded lexicon: " + err.Error())
	}
	return lex
}

var data = sync.OnceValue(func() fs.FS {
	sub, err := fs.Sub(embedded, "data")
	if err != nil {
		panic("internal error: embedded lexicon: " + err.Error())
	}
	return sub
})

// Load reads every .tsv file of a tree, or says what is wrong in which file and line.
func Load(fsys fs.FS) (*Lexicon, error) {
	lex := &Lexicon{Vocab: match.NewVocab(), tables: map[string]*Table{}}
	sum := sha256.New()
	err := fs.WalkDir(fsys, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".tsv") {
			return err
		}
		b, err := fs.ReadFile(fsys, path)
		if err != nil {
			return err
		}
		sum.Write(b)
		t, err := Parse(strings.TrimSuffix(path, ".tsv"), string(b))
		if err != nil {
			return err
		}
		lex.tables[t.Name] = t
		return nil
	})
	lex.hash = hex.EncodeToString(sum.Sum(nil)[:6])
	return lex, err
}

func sum(parts ...string) string {
	h := sha256.Sum256([]byte(strings.Join(parts, "\n")))
	return hex.EncodeToString(h[:6])
}

// Hash is the same for the same data.
func (l *Lexicon) Hash() string { return l.hash }

// Rows are the entries of a table. It panics for a table that is not there: a pass asked for data that
// the program does not carry.
func (l *Lexicon) Rows(table string) []Row {
	t, ok := l.tables[table]
	if !ok {
		panic("internal error: no lexicon table " + table)
	}
	return t.Rows
}

// Tables are all tables, sorted by name.
func (l *Lexicon) Tables() []*Table {
	var all []*Table
	for _, t := range l.tables {
		all = append(all, t)
	}
	sort.Slice(all, func(i, j int) bool { return all[i].Name < all[j].Name })
	return all
}

// Parse reads one TSV file.
func Parse(name, content string) (*Table, error) {
	t := &Table{Name: name}
	column := map[string]int{}
	last := ""
	line := 0
	for text := range strings.SplitSeq(strings.TrimSuffix(content, "\n"), "\n") {
		line++
		if strings.HasPrefix(text, "#") {
			continue
		}
		cells := strings.Split(text, "\t")
		if t.Columns == nil {
			t.Columns = cells
			for i, c := range cells {
				column[c] = i
			}
			continue
		}
		if err := checkRow(t, cells, last); err != nil {
			return nil, fmt.Errorf("%s.tsv line %d: %w", name, line, err)
		}
		last = cells[0]
		t.Rows = append(t.Rows, Row{Line: line, Cells: cells, column: column})
	}
	if t.Columns == nil {
		return nil, fmt.Errorf("%s.tsv: no line of column names", name)
	}
	return t, nil
}

func checkRow(t *Table, cells []string, last string) error {
	if len(cells) != len(t.Columns) {
		return fmt.Errorf("%d cells where the %d columns %s are due", len(cells), len(t.Columns), strings.Join(t.Columns, ", "))
	}
	for i, c := range cells {
		if c != strings.TrimSpace(c) {
			return fmt.Errorf("stray blank in column %s: %q", t.Columns[i], c)
		}
	}
	switch {
	case cells[0] == "":
		return fmt.Errorf("empty first column")
	case cells[0] == last:
		return fmt.Errorf("%q stands there twice", cells[0])
	case cells[0] < last:
		return fmt.Errorf("%q is out of order after %q", cells[0], last)
	}
	return nil
}
