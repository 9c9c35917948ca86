package currency

import (
	"fmt"
	"testing"

	xcurrency "golang.org/x/text/currency"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/lexicon"
	"github.com/claimwire/claimwire/extractor/segment"
	"github.com/claimwire/claimwire/internal/claim"
)

// TestISO4217 holds the table against the legal tenders that CLDR knows.
func TestISO4217(t *testing.T) {
	table := New(lexicon.Default())
	n := 0
	for it := xcurrency.Query(); it.Next(); n++ {
		code := it.Unit().String()
		if !table.codes[code] && !fallen[code] {
			t.Errorf("%s, tender of %s, is not in currencies.tsv", code, it.Region())
		}
	}
	if n < 200 {
		t.Errorf("CLDR knows only %d tenders: the test tests nothing", n)
	}
}

// fallen are codes that the library still counts as tender and ISO 4217 has withdrawn.
var fallen = map[string]bool{"ZWD": true, "SLL": true, "VEF": true, "MRO": true, "STD": true, "USN": true, "LTL": true, "CHE": true, "CHW": true, "COU": true, "MXV": true, "CLF": true, "UYI": true, "BOV": true, "CUC": true, "BYR": true}

func TestAfterAndBefore(t *testing.T) {
	tests := []struct {
		text, after, before string // currency of the mark that begins, and that ends, the text
	}{
		{"dollars", "USD", "USD"},
		{"Hong Kong dollars", "HKD", "HKD"},
		{"HK$", "HKD", "HKD"},
		{"A$", "AUD", "AUD"},
		{"A $", "", "USD"},
		{"a $", "", "USD"},
		{"US $", "USD", "USD"},
		{"USD", "USD", "USD"},
		{"usd", "USD", "USD"},
		{"ALL", "ALL", "ALL"},
		{"all", "", ""},
		{"Rs.", "INR", "INR"},
		{"rs", "", ""},
		{"bitcoin", "BTC", "BTC"},
		{"Btc", "BTC", "BTC"},
		{"sol", "PEN", "PEN"},
		{"SOL", "SOL", "SOL"},
		{"bank", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			lex := lexicon.Default()
			table := New(lex)
			d := &doc.Doc{}
			d.Reset(&claim.Article{Text: tt.text + " 5"})
			segment.New(lex)(d)
			x := &d.Body
			places := table.Places(x)
			end := len(x.Tokens) - 1
			code := func(m Mark, n int) string {
				if n == 0 {
					return ""
				}
				c, _ := places.Resolve(&m, 0)
				return c
			}
			if got := code(table.After(x, 0, end)); got != tt.after {
				t.Errorf("After: got %q, want %q", got, tt.after)
			}
			if got := code(table.Before(x, 0, end)); got != tt.before {
				t.Errorf("Before: got %q, want %q", got, tt.before)
			}
		})
	}
}

func TestPlaces(t *testing.T) {
	for name, tt := range map[string]struct{ text, want string }{
		"none named":              {"It lost 5 pesos.", "MXN"},
		"named before":            {"Manila said it lost 5 pesos.", "PHP"},
		"named after":             {"It lost 5 pesos, Bogotá said.", "COP"},
		"the nearest counts":      {"Mexico helped. In Chile the bank lost 5 pesos.", "CLP"},
		"other places say little": {"In Japan it lost 5 pesos.", "MXN"},
	} {
		t.Run(name, func(t *testing.T) {
			lex := lexicon.Default()
			table := New(lex)
			d := &doc.Doc{}
			d.Reset(&claim.Article{Text: tt.text})
			segment.New(lex)(d)
			x := &d.Body
			for i := range x.Tokens {
				if x.Word(i) != "pesos" {
					continue
				}
				m, n := table.After(x, i, len(x.Tokens))
				if got, _ := table.Places(x).Resolve(&m, i); n != 1 || got != tt.want {
					t.Errorf("got %q (%d tokens), want %q", got, n, tt.want)
				}
			}
		})
	}
}

func TestScaled(t *testing.T) {
	table := New(lexicon.Default())
	for word, want := range map[string]string{"MUSD": "USD 1e+06", "TEUR": "EUR 1000", "SEKm": "SEK 1e+06", "USDbn": "USD 1e+09", "MUSE": "", "USD": "", "EUROS": "", "MBTC": ""} {
		code, mag, ok := table.Scaled(word)
		got := ""
		if ok {
			got = fmt.Sprint(code, " ", mag)
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", word, got, want)
		}
	}
}
