package query

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/claimwire/claimwire/internal/claim"
)

func sample() claim.Claim {
	about := 1.1e6
	return claim.Claim{ID: "c-0a", Kind: claim.Theft, Statement: "Grey Heron stole a million euros from Crédit Forêt.", Certainty: claim.Alleged,
		Actors:  []claim.Party{{Name: "Grey Heron", ID: "G9001", Named: []claim.NamedBy{{Name: "Silent Reed", By: "CISA"}}}},
		Victims: []claim.Party{{Name: "Crédit Forêt"}}, Countries: []string{"FR", "KP"},
		Amount: &claim.Money{Value: 1e6, Currency: "EUR", USDAbout: &about}, Amounts: []claim.AmountGiven{{Value: 1e6, Currency: "EUR"}, {Value: 9, Currency: "BTC"}},
		Sum: claim.SumTaken, Origins: []claim.Origin{{Name: "United Nations", Document: "Panel report"}}, Via: []string{"Reuters"},
		Articles: 3, Stories: 2, Publishers: 2, OriginsMin: 1, OriginsMax: 2, Denials: 1, Disagreements: []claim.Disagreement{{Field: "amount"}},
		FirstSeen: time.Date(2031, 3, 10, 8, 0, 0, 0, time.UTC), LastSeen: time.Date(2031, 3, 31, 23, 59, 59, 5e8, time.UTC),
		Evidence: []claim.Evidence{{ID: "0a", Publisher: "Daily Courier", Text: "The U.N.'s experts say the companies were robbed, twice."},
			{ID: "0b", Publisher: "Gazette", Text: "北の銀行から資金が盗まれた。"}}}
}

func TestMatch(t *testing.T) {
	tests := []struct {
		query string
		want  bool
	}{
		{"", true}, {"heron", true}, {"herons", true}, {"crane", false}, {"foret", true}, {"FORÊT", true}, {"un expert", true}, {"U.N. company", true},
		{`"experts say"`, true}, {`"say experts"`, false}, {`"euros from credit"`, true}, {`"robbed twice"`, true}, {`"forêt the"`, false},
		{"compan*", true}, {"companies*", true}, {"company*", true}, {"companiesx*", false}, {`"grey her"*`, true}, {`"grey rob"*`, false},
		{"銀行", true}, {"行銀", false}, {"heron -crane", true}, {"heron -robbed", false}, {"crane OR robbed", true}, {"NOT crane", true},
		{"statement:million", true}, {"statement:robbed", false}, {"text:robbed", true},
		{"actor:g9001", true}, {"actor:reed", true}, {`actor:"heron silent"`, false}, {"actor:*", true}, {"victim:credit", true}, {"victim:heron", false},
		{"publisher:courier", true}, {"publisher:reuters", false}, {"via:reuters", true}, {"origin:nations", true}, {`origin:"panel report"`, true}, {"document:nations", false},
		{"kind:theft", true}, {"kind:attack", false}, {"certainty:alleged", true}, {"country:kp", true}, {"country:DE", false}, {"currency:btc", true}, {"currency:usd", false},
		{"sum:taken", true}, {"disagreement:amount", true}, {"id:c-0a", true}, {"id:0b", true}, {"id:c-0b", true}, {"id:c-0c", false},
		{"amount:1m", true}, {"amount>1m", false}, {"amount>=1m", true}, {"amount<1m", false}, {"amount<=1m", true}, {"amount:{1m TO 2m]", false}, {"amount:{1 TO 1m}", false},
		{"usd>1m", true}, {"usd<1.1m", false}, {"articles:3", true}, {"stories>2", false}, {"publishers:2", true}, {"origins:1", true}, {"origins_max:2", true}, {"denials>0", true},
		{"first_seen:2031-03-10", true}, {"first_seen>2031-03-09", true}, {"first_seen>2031-03-10", false}, {"last_seen<2031-04", true}, {"last_seen:[2031-03-31T23:59:59Z TO *]", true},
		{"last_seen>2031-03-31T23:59:59Z", false}, {"last_seen:*", true},
	}
	c := sample()
	for _, test := range tests {
		n, err := Parse(test.query, now)
		if err != nil {
			t.Errorf("%s: %v", test.query, err)
			continue
		}
		if got := Match(n, &c); got != test.want {
			t.Errorf("%s: %v, want %v", test.query, got, test.want)
		}
	}
}

func TestMatchOfAnEmptyClaim(t *testing.T) {
	for query, want := range map[string]bool{"*": true, "bank": false, "-bank": true, "amount:*": false, "amount<5": false, "usd:*": false, "first_seen:*": false,
		"first_seen<2030": false, "-last_seen>2000": true, "articles:0": true, "actor:*": false, "kind:*": false, "articles:*": true, "id:*": false} {
		n, err := Parse(query, now)
		if err != nil {
			t.Fatal(err)
		}
		if got := Match(n, &claim.Claim{}); got != want {
			t.Errorf("%s: %v, want %v", query, got, want)
		}
	}
}

func TestTokens(t *testing.T) {
	tests := []struct{ text, want string }{
		{"", ""}, {" .,;-'’ ", ""}, {"Hackers' banks", "hacker bank"}, {"the U.S. and e.g. U.N.-led", "the us and eg un led"}, {"I. B. said a.bc", "i b said a bc"},
		{"companies, bus, glass, gas, this", "company bus glass gas thi"}, {"ＦＵＬＬ ﬁne ½", "full fine"}, {"ÇAVA İstanbul", "cava istanbul"}, {"don't can’t O'Brien's", "dont cant obrien"},
		{"価格は5円", "価 格 は 5 円"}, {"한국 은행", "한국 은행"}, {"العربية", "العربية"}, {"e\u0301te\u0301", "ete"}, {"\u0301\u0301", ""}, {"a\xffb", "a b"}, {"naïve\u00adly", "naive ly"},
	}
	for _, test := range tests {
		want := test.want
		if strings.Contains(want, "한") {
			want = TokenText(want) // decomposed
		}
		if got := TokenText(test.text); got != want {
			t.Errorf("%q: %q, want %q", test.text, got, want)
		}
	}
}

func FuzzTokens(f *testing.F) {
	f.Add("The U.N.'s experts — Crédit Forêt’s ﬁles; 北の銀行 U.S")
	f.Add("a.b.c. d..e ''x''")
	f.Fuzz(func(t *testing.T, text string) {
		at := 0
		for _, token := range Tokens(text) {
			if token.Start < at || token.End <= token.Start || token.End > len(text) || token.Word == "" {
				t.Fatalf("token %+v after %d of %q", token, at, text)
			}
			at = token.End
		}
		once := TokenText(text)
		if twice := TokenText(once); !reflect.DeepEqual(strings.Fields(once), strings.Fields(twice)) {
			t.Fatalf("%q: %q, and its tokens again %q", text, once, twice)
		}
	})
}

func TestHighlight(t *testing.T) {
	c := sample()
	tests := []struct{ query, want string }{
		{"heron million", "Grey «Heron» stole a «million» euros from Crédit Forêt."},
		{`"credit foret"`, "Grey Heron stole a million euros from «Crédit Forêt»."},
		{"company robbed twice", "The U.N.'s experts say the «companies» were «robbed, twice»."},
		{"un -heron", "The «U.N.'s» experts say the companies were robbed, twice."},
		{"銀行", "北の«銀行»から資金が盗まれた。"},
		{"nothing OR heron", "Grey «Heron» stole a million euros from Crédit Forêt."},
		{"kind:theft actor:heron", ""},
		{"NOT heron", ""},
	}
	for _, test := range tests {
		n, err := Parse(test.query, now)
		if err != nil {
			t.Fatal(err)
		}
		if got := Highlight(n, &c); got != test.want {
			t.Errorf("%s: %q, want %q", test.query, got, test.want)
		}
	}
}

// TestMark marks any text as Highlight does, with marks of the caller's own.
func TestMark(t *testing.T) {
	tests := []struct {
		query, text, want string
		hits              int
	}{
		{"heron bank", "A heron robbed the banks.", "A [heron] robbed the [banks].", 2},
		{`"grey heron"`, "The Grey Heron and a heron", "The [Grey Heron] and a heron", 1},
		{"her*", "Hermit, heron, hair", "[Hermit, heron], hair", 1},
		{"kind:theft", "a theft", "a theft", 0},
		{"*", "any", "any", 0},
		{"heron", "", "", 0},
	}
	for _, test := range tests {
		n, err := Parse(test.query, now)
		if err != nil {
			t.Fatal(err)
		}
		if got, hits := Mark(n, test.text, "[", "]"); got != test.want || hits != test.hits {
			t.Errorf("%s: %q with %d hits, want %q with %d", test.query, got, hits, test.want, test.hits)
		}
	}
	if got, hits := Mark(nil, "any", "[", "]"); got != "any" || hits != 0 {
		t.Errorf("no query: %q with %d hits", got, hits)
	}
}

func BenchmarkTokens(b *testing.B) {
	text := strings.Repeat("The U.N.'s experts say Crédit Forêt’s companies were robbed, twice. ", 20)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		TokenText(text)
	}
}
