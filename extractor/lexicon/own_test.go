package lexicon

import (
	"strings"
	"testing"
)

func TestAddOwn(t *testing.T) {
	l := Default()
	before := l.Hash()
	err := l.AddOwn("mine.tsv", "# ours\n"+OwnHeader+"\nZebra Crew\tgroup\t\tZZ\t\tZC7|Stripes\tStripes\nAlder Bank\torganization\t\tDK\tcompany\t\t\n")
	if err != nil {
		t.Fatal(err)
	}
	own := l.Own()
	if len(own) != 2 || own[0].Get("name") != "Alder Bank" || own[1].Get("country") != "ZZ" {
		t.Errorf("rows: %v", own)
	}
	if l.Hash() == before {
		t.Error("the hash does not tell the own table")
	}
	found := l.Explain("stripes")
	if len(found) != 2 || found[0].Table != "own/mine.tsv" || found[0].Line != 3 {
		t.Errorf("explain: %+v", found)
	}
}

func TestOwnErrors(t *testing.T) {
	for name, c := range map[string]struct{ content, want string }{
		"no header":       {"Zebra\tgroup\n", "line 1: the first line must be the column names"},
		"empty":           {"", "no line of column names"},
		"bad kind":        {OwnHeader + "\nZebra\tgang\t\t\t\t\t\n", `line 2: kind "gang" is none of`},
		"bad country":     {OwnHeader + "\nZebra\tgroup\t\tRussia\t\t\t\n", `country "Russia" is no ISO`},
		"too few cells":   {OwnHeader + "\nZebra\tgroup\n", "2 cells where the 7 columns"},
		"twice":           {OwnHeader + "\nZebra\tgroup\t\t\t\t\t\nZebra\tgroup\t\t\t\t\t\n", `line 3: "Zebra" stands on line 2 too`},
		"unknown context": {OwnHeader + "\nZebra\tgroup\t\t\t\t\tOkapi\n", `cyber names "Okapi"`},
		"not UTF-8":       {OwnHeader + "\nZebr\xff\tgroup\t\t\t\t\t\n", "not UTF-8"},
		"bad source":      {OwnHeader + "\nZebra\tgroup\t\t\tradio\t\t\n", `source "radio"`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ParseOwn("mine.tsv", c.content)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want it to say %q", err, c.want)
			}
		})
	}
}

func FuzzParseOwn(f *testing.F) {
	f.Add(OwnHeader + "\nZebra\tgroup\t\t\t\t\t\n")
	f.Add("#\n\n\t\t")
	f.Fuzz(func(t *testing.T, content string) {
		table, err := ParseOwn("f", content)
		if err != nil {
			return
		}
		for _, row := range table.Rows {
			if row.Get("name") == "" || row.Get("kind") == "" {
				t.Errorf("line %d: no name or kind", row.Line)
			}
		}
	})
}
