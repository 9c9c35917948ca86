package claim

import (
	"strings"
	"testing"
)

func TestNormalText(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"case and punctuation":       {"Hackers, it said — TOOK it!", "hackers it said took it"},
		"apostrophes join":           {"the bank’s and the bank's", "the banks and the banks"},
		"marks on Latin letters":     {"Société Générale, Łódź, Straße", "societe generale lodz strasse"},
		"combining marks":            {"Socie\u0301te\u0301", "societe"},
		"marks of other scripts":     {"हिन्दी", "हिन्दी"},
		"comma in a number":          {"1,500 machines", "1500 machines"},
		"point in a number":          {"$316.4 million.", "316.4 million"},
		"comma after a number":       {"in 2019, 35 attacks", "in 2019 35 attacks"},
		"soft hyphen and zero width": {"crypto\u00adcur\u200brency", "cryptocurrency"},
		"full width":                 {"ＡＰＴ３８", "apt38"},
		"no-break blank":             {"81\u00a0million", "81 million"},
		"nothing":                    {" — ", ""},
		"broken UTF-8":               {"a\xffb", "a b"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := NormalText(c.in); got != c.want {
				t.Errorf("NormalText(%q) = %q, want %q", c.in, got, c.want)
			}
		})
	}
}

func TestPartyRef(t *testing.T) {
	for name, c := range map[string]struct{ id, name, want string }{
		"id wins":                   {"g0032", "Lazarus Group", "G0032"},
		"article and legal form":    {"", "The Ardent Harbour Co., Ltd.", "ardent harbour"},
		"a name of one word":        {"", "AG", "ag"},
		"only a legal form is left": {"", "The Company", "company"},
		"marks":                     {"", "Crédit Vallon S.A.", "credit vallon s a"},
		"spaces":                    {"", "  Halberd   Pay ", "halberd pay"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := PartyRef(c.id, c.name); got != c.want {
				t.Errorf("PartyRef(%q, %q) = %q, want %q", c.id, c.name, got, c.want)
			}
		})
	}
}

func TestTablesAreSorted(t *testing.T) {
	for name, tsv := range map[string]string{"folding.tsv": foldingTSV, "legalforms.tsv": legalFormsTSV} {
		last := ""
		for line := range strings.Lines(tsv) {
			if strings.HasPrefix(line, "#") {
				continue
			}
			if line <= last || strings.TrimSpace(line) == "" || strings.Trim(line, " \n") != strings.TrimRight(line, "\n") {
				t.Errorf("%s: %q after %q: entries are sorted, distinct and without stray blanks", name, line, last)
			}
			last = line
		}
	}
	if len(folding) < 200 || len(legalForms) < 20 {
		t.Errorf("tables are short: %d letters, %d legal forms", len(folding), len(legalForms))
	}
}

func FuzzNormalText(f *testing.F) {
	f.Add("The bank’s 1,500.5 — Łódź")
	f.Add("\xff\u0301")
	f.Fuzz(func(t *testing.T, s string) {
		once := NormalText(s)
		if twice := NormalText(once); twice != once {
			t.Errorf("NormalText is not idempotent: %q, then %q", once, twice)
		}
	})
}
