package lexicon

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"
)

// Limits on a user's own file.
const (
	maxOwnFile = 64 << 20 // bytes
	maxOwnLine = 1 << 20
)

// Open is the lexicon that the program carries with the user's own files over it, in the order given.
//
// An own file has the form of the program's tables: comment lines (#), a line of column names, then one
// entry a line, cells separated by tabs. It says whose entries it brings by a comment line
// "# table: groups", or by its name (groups.tsv). Its columns are any of that table's, the first among
// them, in any order; its rows need not be sorted. A row whose first cell the table knows replaces that
// row's cells, the others are added; of two own rows the later one counts. A file whose columns are
// those of OwnHeader is a table of actors of its own.
func Open(paths []string) (*Lexicon, error) {
	lex, err := Load(data())
	if err != nil {
		return nil, err
	}
	for _, path := range paths {
		content, err := readOwn(path)
		if err != nil {
			return nil, fmt.Errorf("lexicon %s: %w", path, err)
		}
		put := lex.Merge
		if isOwn(content) {
			put = lex.AddOwn
		}
		if err := put(path, content); err != nil {
			return nil, fmt.Errorf("lexicon %w", err)
		}
	}
	return lex, nil
}

// isOwn reports whether a file has the columns of a user's table of actors (OwnHeader), which stands
// beside the program's tables and not over one of them.
func isOwn(content string) bool {
	for line := range strings.Lines(strings.TrimPrefix(content, "\ufeff")) {
		if !strings.HasPrefix(line, "#") && strings.TrimSpace(line) != "" {
			return strings.TrimRight(line, "\r\n") == OwnHeader
		}
	}
	return false
}

func readOwn(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", errors.Unwrap(err) // the path is named by the caller
	}
	defer f.Close() //nolint:errcheck // read only
	b, err := io.ReadAll(io.LimitReader(f, maxOwnFile+1))
	if err != nil {
		return "", errors.Unwrap(err)
	}
	if len(b) > maxOwnFile {
		return "", fmt.Errorf("larger than %d MiB", maxOwnFile>>20)
	}
	return string(b), nil
}

// Merge puts the rows of a user's file over the table that it names. Errors say file and line.
func (l *Lexicon) Merge(file, content string) error {
	if !utf8.ValidString(content) {
		return fmt.Errorf("%s: not UTF-8", file)
	}
	lines := strings.Split(strings.TrimSuffix(strings.TrimPrefix(content, "\ufeff"), "\n"), "\n")
	t, err := l.owner(file, lines)
	if err != nil {
		return err
	}
	o := overlay{table: t, rows: make(map[string]Row, len(t.Rows)), columns: columnsOf(t)}
	for _, r := range t.Rows {
		o.rows[r.Cells[0]] = r
	}
	for i, line := range lines {
		line = strings.TrimSuffix(line, "\r")
		if strings.HasPrefix(line, "#") || strings.TrimSpace(line) == "" {
			continue
		}
		if err := o.line(line, i+1); err != nil {
			return fmt.Errorf("%s line %d: %w", file, i+1, err)
		}
	}
	if o.at == nil {
		return fmt.Errorf("%s: no line of column names; table %s has %s", file, t.Name, strings.Join(t.Columns, ", "))
	}
	l.replace(t, o.rows)
	l.hash = sum(l.hash, content)
	return nil
}

// overlay is a user's file on its way into a table.
type overlay struct {
	table   *Table
	rows    map[string]Row
	columns map[string]int
	at      []int // column of the table for each cell of the file; nil before the line that names them
}

func (o *overlay) line(line string, number int) (err error) {
	if len(line) > maxOwnLine {
		return fmt.Errorf("longer than %d bytes", maxOwnLine)
	}
	cells := strings.Split(line, "\t")
	if o.at == nil {
		o.at, err = header(o.table, cells)
		return err
	}
	return o.put(cells, number)
}

// owner is the table that a file brings rows for.
func (l *Lexicon) owner(file string, lines []string) (*Table, error) {
	for i, line := range lines {
		rest, ok := strings.CutPrefix(line, "#")
		if !ok {
			break
		}
		name, ok := strings.CutPrefix(strings.TrimSpace(rest), "table:")
		if !ok {
			continue
		}
		if t := l.tables[strings.TrimSpace(name)]; t != nil {
			return t, nil
		}
		return nil, fmt.Errorf("%s line %d: no table %q; there are %s", file, i+1, strings.TrimSpace(name), l.names())
	}
	base := strings.TrimSuffix(filepath.Base(file), ".tsv")
	for _, name := range []string{base, "en/" + base} {
		if t := l.tables[name]; t != nil {
			return t, nil
		}
	}
	return nil, fmt.Errorf("%s: it does not say whose entries it brings: begin it with a line like \"# table: groups\"; there are %s", file, l.names())
}

func (l *Lexicon) names() string {
	var names []string
	for _, t := range l.Tables() {
		names = append(names, t.Name)
	}
	return strings.Join(names, ", ")
}

// header maps a file's columns to the table's.
func header(t *Table, cells []string) ([]int, error) {
	var at []int
	for _, c := range cells {
		n := slices.Index(t.Columns, c)
		if n < 0 {
			return nil, fmt.Errorf("table %s has no column %q; it has %s", t.Name, c, strings.Join(t.Columns, ", "))
		}
		if slices.Contains(at, n) {
			return nil, fmt.Errorf("column %q stands there twice", c)
		}
		at = append(at, n)
	}
	if !slices.Contains(at, 0) {
		return nil, fmt.Errorf("the column %q is missing, by which table %s tells its rows apart", t.Columns[0], t.Name)
	}
	return at, nil
}

// put adds the row that the cells are, or puts them over the row of the same key.
func (o *overlay) put(cells []string, line int) error {
	t, rows, at := o.table, o.rows, o.at
	if len(cells) != len(at) {
		return fmt.Errorf("%d cells where %d columns are named", len(cells), len(at))
	}
	full := make([]string, len(t.Columns))
	for i, n := range at {
		full[n] = strings.TrimSpace(cells[i])
	}
	key := full[0]
	if key == "" {
		return fmt.Errorf("empty column %q", t.Columns[0])
	}
	if old, ok := rows[key]; ok {
		for n := range full {
			if !slices.Contains(at, n) {
				full[n] = old.Cells[n]
			}
		}
	}
	rows[key] = Row{Line: line, Cells: full, column: o.columns}
	return nil
}

func columnsOf(t *Table) map[string]int {
	m := make(map[string]int, len(t.Columns))
	for i, c := range t.Columns {
		m[c] = i
	}
	return m
}

// replace puts a new table in the place of t, sorted.
func (l *Lexicon) replace(t *Table, rows map[string]Row) {
	merged := &Table{Name: t.Name, Columns: t.Columns, Rows: make([]Row, 0, len(rows))}
	for _, r := range rows {
		merged.Rows = append(merged.Rows, r)
	}
	sort.Slice(merged.Rows, func(i, j int) bool { return merged.Rows[i].Cells[0] < merged.Rows[j].Cells[0] })
	l.tables[t.Name] = merged
}
