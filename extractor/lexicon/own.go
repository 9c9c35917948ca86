package lexicon

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"
)

// OwnHeader is the line of column names of a user's own table of actors:
//
//	name     canonical name
//	kind     group, agency, organization, person, or software for what is no actor although it may share a group's name
//	id       stable id, where one is known; a row with the id of a group that the program knows adds its names to it
//	country  ISO 3166-1 alpha-2 of the state that it belongs to or is attributed to
//	source   what it is when it speaks, as in the extract contract: news_outlet, company, researcher, …
//	aliases  other names, joined by "|"
//	cyber    those of the names that count only in a text about attacks on computers, joined by "|"
//
// All but name and kind may be empty. Lines need no order; lines that begin with # are comments.
const OwnHeader = "name\tkind\tid\tcountry\tsource\taliases\tcyber"

// Limits of an own table.
const (
	ownRows = 200_000
	ownCell = 20_000 // bytes
)

// AddOwn adds a user's own table, read from a file of the name given, or says what is wrong in which line.
func (l *Lexicon) AddOwn(file, content string) error {
	t, err := ParseOwn(file, content)
	if err != nil {
		return err
	}
	l.tables["own/"+file] = t
	sum := sha256.Sum256([]byte(l.hash + "\n" + content))
	l.hash = hex.EncodeToString(sum[:6])
	return nil
}

// Own are the rows of all own tables, by table and name.
func (l *Lexicon) Own() []Row {
	var rows []Row
	for _, t := range l.Tables() {
		if strings.HasPrefix(t.Name, "own/") {
			rows = append(rows, t.Rows...)
		}
	}
	return rows
}

// ParseOwn reads an own table without adding it anywhere.
func ParseOwn(file, content string) (*Table, error) {
	if !utf8.ValidString(content) {
		return nil, fmt.Errorf("%s: not UTF-8", file)
	}
	t := &Table{Name: "own/" + file}
	column := map[string]int{}
	line := 0
	for text := range strings.SplitSeq(strings.TrimSuffix(content, "\n"), "\n") {
		line++
		text = strings.TrimSuffix(text, "\r")
		if strings.HasPrefix(text, "#") || strings.TrimSpace(text) == "" {
			continue
		}
		cells := strings.Split(text, "\t")
		if t.Columns == nil {
			if text != OwnHeader {
				return nil, fmt.Errorf("%s line %d: the first line must be the column names %s, joined by tabs", file, line,
					strings.ReplaceAll(OwnHeader, "\t", ", "))
			}
			t.Columns = cells
			for i, c := range cells {
				column[c] = i
			}
			continue
		}
		row := Row{Line: line, Cells: cells, column: column}
		if err := checkOwn(t, row); err != nil {
			return nil, fmt.Errorf("%s line %d: %w", file, line, err)
		}
		t.Rows = append(t.Rows, row)
	}
	if t.Columns == nil {
		return nil, fmt.Errorf("%s: no line of column names", file)
	}
	sort.SliceStable(t.Rows, func(i, j int) bool { return t.Rows[i].Cells[0] < t.Rows[j].Cells[0] })
	for i := 1; i < len(t.Rows); i++ {
		if t.Rows[i].Cells[0] == t.Rows[i-1].Cells[0] {
			return nil, fmt.Errorf("%s line %d: %q stands on line %d too", file, t.Rows[i].Line, t.Rows[i].Cells[0], t.Rows[i-1].Line)
		}
	}
	return t, nil
}

func checkOwn(t *Table, row Row) error {
	if err := checkRow(t, row.Cells, ""); err != nil {
		return err
	}
	if len(t.Rows) == ownRows {
		return fmt.Errorf("over %d entries", ownRows)
	}
	for i, c := range row.Cells {
		if len(c) > ownCell {
			return fmt.Errorf("column %s has over %d bytes", t.Columns[i], ownCell)
		}
	}
	kinds := []string{"group", "agency", "organization", "person", "software"}
	if kind := row.Get("kind"); !slices.Contains(kinds, kind) {
		return fmt.Errorf("kind %q is none of %s", kind, strings.Join(kinds, ", "))
	}
	sources := []string{"", "news_agency", "news_outlet", "government", "international", "company", "researcher", "court", "organization", "person"}
	if s := row.Get("source"); !slices.Contains(sources, s) {
		return fmt.Errorf("source %q is none of %s", s, strings.Join(sources[1:], ", "))
	}
	if c := row.Get("country"); c != "" && (len(c) != 2 || strings.ToUpper(c) != c) {
		return fmt.Errorf("country %q is no ISO 3166-1 alpha-2 code", c)
	}
	names := append([]string{row.Get("name")}, row.List("aliases")...)
	for _, c := range row.List("cyber") {
		if !slices.Contains(names, c) {
			return fmt.Errorf("cyber names %q, which is neither the name nor an alias", c)
		}
	}
	return nil
}

// Found is a place in the lexicon where a word or phrase stands.
type Found struct {
	Table  string
	Line   int
	Column string
	Row    Row
}

// Explain finds every cell, or member of a list in a cell, that is the word or phrase given, whatever its
// letter case: what the program knows of it.
func (l *Lexicon) Explain(phrase string) []Found {
	var all []Found
	for _, t := range l.Tables() {
		for _, row := range t.Rows {
			for i, cell := range row.Cells {
				for part := range strings.SplitSeq(cell, "|") {
					if strings.EqualFold(part, phrase) {
						all = append(all, Found{Table: t.Name, Line: row.Line, Column: t.Columns[i], Row: row})
						break
					}
				}
			}
		}
	}
	return all
}
