package citation

import (
	"testing"

	"github.com/claimwire/claimwire/extractor/lexicon"
)

func TestWire(t *testing.T) {
	r := newReader(t)
	for text, want := range map[string]string{
		"LISBON, March 7 (Reuters) - The port opened.":                          "Reuters",
		"LISBON (AP) — The port opened.":                                        "Associated Press",
		"LISBON (Harbour Wire) - The port opened.":                              "Harbour Wire",
		"Reuters) - The port opened.":                                           "",
		"AFP - The port opened.":                                                "AFP",
		"By AFP\nThe port opened.":                                              "AFP",
		"The port opened.\n© 2019 Thomson Reuters":                              "Reuters",
		"The port opened.\n(AP)":                                                "Associated Press",
		"The port opened.\nSource: Xinhua":                                      "Xinhua",
		"By Ida Moor\nThe port opened.":                                         "",
		"The port (the largest in the north) - and the only one - opened.":      "",
		"The port opened.\n© 2019 Quay Herald":                                  "",
		"The Associated Press building was evacuated.":                          "",
		"Reuters reported that the port had opened.":                            "",
		"The port opened, and the mill (Reuters) - so to speak - closed again.": "",
	} {
		if got := r.read("", text, "").Wire; got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

// TestWiresAreOutlets asks that an agency has one name, whether an actor bears it or a mark does.
func TestWiresAreOutlets(t *testing.T) {
	lex := lexicon.Default()
	names := map[string]string{}
	for _, row := range lex.Rows("outlets") {
		for _, alias := range row.List("aliases") {
			names[alias] = row.Get("name")
		}
	}
	for _, row := range lex.Rows("outlets") {
		names[row.Get("name")] = row.Get("name")
	}
	known := 0
	for mark, agency := range loadWires(lex) {
		if name, ok := names[agency]; ok {
			known++
			if name != agency {
				t.Errorf("en/wires: mark %q is of %q, which the outlets call %q", mark, agency, name)
			}
		}
	}
	if known < 50 {
		t.Errorf("only %d marks and agencies are known outlets", known)
	}
}
