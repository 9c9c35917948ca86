package galaxy

import (
	"strings"
	"testing"

	"github.com/claimwire/claimwire/extractor/lexicon"
)

const misp = `{"type":"threat-actor","values":[
 {"value":"Amber Otter","meta":{"country":"zz","synonyms":["AO-7","Amber|Otter","Otterworks"]}},
 {"value":"[Unnamed]","meta":{}},
 {"value":"Amber Otter"},
 {"value":"the"},
 {"value":"Two\tTabs","meta":{"country":"Nowhere"}}]}`

const stix = `{"type":"bundle","objects":[
 {"type":"intrusion-set","name":"Copper Finch","aliases":["Copper Finch","CF Group"],"external_references":[{"source_name":"mitre-attack","external_id":"G9999"}]},
 {"type":"malware","name":"FinchDoor","x_mitre_aliases":["FinchDoor","FD"],"external_references":[{"source_name":"mitre-attack","external_id":"S9999"}]},
 {"type":"intrusion-set","name":"Old Finch","revoked":true},
 {"type":"attack-pattern","name":"Phishing"}]}`

func TestRead(t *testing.T) {
	for name, c := range map[string]struct {
		in   string
		want []Entry
	}{
		"MISP": {misp, []Entry{
			{Name: "Amber Otter", Kind: "group", Country: "ZZ", Aliases: []string{"AO-7", "Otterworks"}},
			{Name: "Two Tabs", Kind: "group"},
		}},
		"STIX": {stix, []Entry{
			{Name: "Copper Finch", Kind: "group", ID: "G9999", Aliases: []string{"CF Group"}},
			{Name: "FinchDoor", Kind: "software", ID: "S9999", Aliases: []string{"FD"}},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Read(strings.NewReader(c.in))
			if err != nil {
				t.Fatal(err)
			}
			if len(got) != len(c.want) {
				t.Fatalf("got %+v, want %+v", got, c.want)
			}
			for i, w := range c.want {
				g := got[i]
				if g.Name != w.Name || g.Kind != w.Kind || g.ID != w.ID || g.Country != w.Country || strings.Join(g.Aliases, "|") != strings.Join(w.Aliases, "|") {
					t.Errorf("got %+v, want %+v", g, w)
				}
			}
		})
	}
}

func TestReadErrors(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"no JSON":       {"hello", "read galaxy: broken JSON at byte 1: invalid character"},
		"neither":       {`{"a":1}`, "neither a MISP galaxy cluster"},
		"cut short":     {misp[:80], "unexpected end"},
		"a list":        {"[]", "one JSON object is due, not array"},
		"a number":      {`{"values":[{"value":5}]}`, `member "values.value" may not hold number`},
		"not UTF-8":     {"{\"values\":[{\"value\":\"\xff\"}]}", "not UTF-8"},
		"another shape": {`{"values":{"a":1}}`, `member "values" may not hold object`},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := Read(strings.NewReader(c.in)); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want it to say %q", err, c.want)
			}
		})
	}
}

func TestWriteIsAnOwnTable(t *testing.T) {
	for _, in := range []string{misp, stix} {
		entries, err := Read(strings.NewReader(in))
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		if err := Write(&b, "a test", entries); err != nil {
			t.Fatal(err)
		}
		table, err := lexicon.ParseOwn("t.tsv", b.String())
		if err != nil {
			t.Fatalf("%v in:\n%s", err, b.String())
		}
		if len(table.Rows) != len(entries) {
			t.Errorf("%d rows of %d entries", len(table.Rows), len(entries))
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(misp))
	f.Add([]byte(stix))
	f.Fuzz(func(t *testing.T, b []byte) {
		entries, err := Read(strings.NewReader(string(b)))
		if err != nil {
			return
		}
		var out strings.Builder
		if err := Write(&out, "fuzz", entries); err != nil {
			t.Fatal(err)
		}
		if _, err := lexicon.ParseOwn("f.tsv", out.String()); err != nil {
			t.Errorf("%v in:\n%s", err, out.String())
		}
	})
}
