package number

import (
	"fmt"
	"strings"
	"testing"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/lexicon"
	"github.com/claimwire/claimwire/extractor/segment"
	"github.com/claimwire/claimwire/internal/claim"
)

// reader returns the pass behind segmentation.
func reader() func(string) []doc.Number {
	lex := lexicon.Default()
	cut, run := segment.New(lex), New(lex)
	return func(text string) []doc.Number {
		d := &doc.Doc{}
		d.Reset(&claim.Article{Text: text})
		cut(d)
		run(d)
		return d.Body.Numbers
	}
}

func show(text string, list []doc.Number) string {
	var b []string
	for _, n := range list {
		s := fmt.Sprintf("%s=%.12g", text[n.Start:n.End], n.Value)
		if n.Max > 0 {
			s += fmt.Sprintf("[%.12g..%.12g]", n.Min, n.Max)
		}
		if n.Ordinal {
			s += "th"
		}
		if n.Plain {
			s += " plain"
		}
		if n.Qualifier != claim.Exact {
			s += " " + string(n.Qualifier)
		}
		b = append(b, s)
	}
	return strings.Join(b, "; ")
}

func TestNumbers(t *testing.T) {
	read := reader()
	for _, tt := range []struct{ name, text, want string }{
		{"plain", "In 2019 it rained.", "2019=2019 plain"},
		{"thousands", "Some 12,500 came.", "12,500=12500 about"},
		{"decimals", "It is 2.5 long.", "2.5=2.5"},
		{"glued magnitude", "It has 77m users.", "77m=77000000"},
		{"magnitude word", "It has 2.3 million users.", "2.3 million=2300000"},
		{"hyphenated magnitude", "A 5-million grant.", "5-million=5000000"},
		{"thousands with blanks behind a sign", "It took R1 500 000 and R12 999.", "1 500 000=1500000; 12 999=12999"},
		{"hundreds behind a comma, with money", "It cost two thousand, four hundred and ten pounds.", "two thousand, four hundred and ten=2410"},
		{"hundreds behind a comma, without", "It drew two thousand, four hundred people left.", "two thousand=2000; four hundred=400"},
		{"half a coin", "It took half a bitcoin.", "half a=0.5"},
		{"half of another thing", "It took half a pound, half a dollar and half a day.", ""},
		{"ordinals", "The 3rd and the fifth.", "3rd=3th; fifth=5th"},
		{"teens", "Seventeen countries.", "Seventeen=17"},
		{"tens", "Thirty-five attacks and forty two cases.", "Thirty-five=35; forty two=42"},
		{"hundreds", "One hundred and fifty-five thousand people.", "One hundred and fifty-five thousand=155000"},
		{"no and between two", "Two hundred and three hundred came.", "Two hundred=200; three hundred=300"},
		{"two numbers stay two", "Two million and two directors left.", "Two million=2000000; two=2"},
		{"spoken decimals", "Two point five hours.", "Two point five=2.5"},
		{"half", "Two and a half years.", "Two and a half=2.5"},
		{"half a magnitude", "Half a million fled.", "Half a million=500000"},
		{"a fraction alone", "Half of them left.", ""},
		{"dozen", "Two dozen men, a dozen women.", "Two dozen=24; a dozen=12"},
		{"half a dozen", "Half a dozen men.", "Half a dozen=6"},
		{"couple", "A couple of million users.", "A couple of million=2000000"},
		{"vague", "Dozens of wallets and several hundred banks.", "Dozens=50[24..99]; several hundred=500[300..900]"},
		{"vague alone", "The dozens came.", ""},
		{"few", "A few men, few women, few thousand cats.", "A few=5[3..9]; few thousand=5000[3000..9000]"},
		{"version", "Version 5.0.1 is out.", ""},
		{"Indian", "Some 12,34,567 voters.", "12,34,567=1234567 about"},
		{"wrong groups", "The code 12,34,5 is wrong.", ""},
		{"letters", "The A320 and COVID19 and 5x and 5ft.", ""},
		{"qualifiers", "At least 35 attacks in about 17 countries; 20 or more cases.", "35=35 plain at_least; 17=17 plain about; 20=20 plain at_least"},
		{"currency glued", "It took USD200 of it.", "200=200"},
		{"leading dot", "It took .25 bitcoin.", ".25=0.25"},
		{"very long", "Serial 123456789012345678901234567890 is lost.", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := show(tt.text, read(tt.text)); got != tt.want {
				t.Errorf("%s\ngot  %s\nwant %s", tt.text, got, tt.want)
			}
		})
	}
}

func TestGlued(t *testing.T) {
	text := "It took USD200 of 300."
	lex := lexicon.Default()
	d := &doc.Doc{}
	d.Reset(&claim.Article{Text: text})
	cut, run := segment.New(lex), New(lex)
	cut(d)
	run(d)
	if n := d.Body.Numbers; len(n) != 2 || !n[0].Glued(&d.Body) || n[1].Glued(&d.Body) {
		t.Errorf("got %s", show(text, n))
	}
}

func TestMiddle(t *testing.T) {
	for _, tt := range []struct{ lo, hi, want float64 }{{3, 9, 5}, {24, 99, 50}, {40, 99, 60}, {10, 99, 30}, {100, 999, 300}, {1e6, 999e6, 30e6}, {1, 999, 30}, {0, 5, 0}} {
		if got := middle(tt.lo, tt.hi); got != tt.want {
			t.Errorf("middle(%g, %g) = %g, want %g", tt.lo, tt.hi, got, tt.want)
		}
	}
}

func FuzzNumbers(f *testing.F) {
	f.Add("two and a half million and a half; 1 200 000; 2 . 5; 1 1/2 million")
	f.Add("tens of millions of hundreds of thousands, a quarter of a billion, ½")
	read := reader()
	f.Fuzz(func(t *testing.T, text string) {
		at := 0
		for _, n := range read(text) {
			if n.From < at || n.To <= n.From || n.Start >= n.End || n.Value < 0 {
				t.Errorf("%q: %+v", text, n)
			}
			at = n.To
		}
	})
}
