package query

import (
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"
)

var now = time.Date(2031, 5, 20, 10, 30, 0, 0, time.UTC)

func word(words ...string) Words { return Words{Field: Text, Words: words} }

func in(f Field, words ...string) Words { return Words{Field: f, Words: words} }

func date(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

func from(f Field, min float64) Range { return Range{Field: f, Min: min, Max: math.Inf(1)} }

func TestParse(t *testing.T) {
	inf := math.Inf(1)
	tests := []struct {
		name, query string
		want        Node
	}{
		{"nothing", "", All{}},
		{"blanks", " \t\n\u00a0 ", All{}},
		{"star", "*", All{}},
		{"word", "heron", word("heron")},
		{"capitals", "HERON", word("heron")},
		{"plural", "banks", word("bank")},
		{"accents", "Crédit", word("credit")},
		{"letters without decomposition", "Størß", word("storss")},
		{"abbreviation", "U.N.", word("un")},
		{"possessive", "Bank's", word("bank")},
		{"apostrophe", "don’t", word("dont")},
		{"hyphen", "state-backed", word("state", "backed")},
		{"decimal", "2.5", word("2", "5")},
		{"ideographs", "北銀行", word("北", "銀", "行")},
		{"words are anded", "heron bank", And{word("heron"), word("bank")}},
		{"and", "heron AND bank", And{word("heron"), word("bank")}},
		{"ampersands", "heron && bank", And{word("heron"), word("bank")}},
		{"and and nothing", "a AND b c", And{word("a"), word("b"), word("c")}},
		{"or", "heron OR bank", Or{word("heron"), word("bank")}},
		{"bars", "heron || bank", Or{word("heron"), word("bank")}},
		{"or binds less", "a b OR c d", Or{And{word("a"), word("b")}, And{word("c"), word("d")}}},
		{"parentheses", "a (b OR c)", And{word("a"), Or{word("b"), word("c")}}},
		{"needless parentheses", "((a) (b))", And{word("a"), word("b")}},
		{"no blank before parenthesis", "a(b)", And{word("a"), word("b")}},
		{"not", "NOT a", Not{word("a")}},
		{"minus", "-a b", And{Not{word("a")}, word("b")}},
		{"minus a group", "-(a OR b)", Not{Or{word("a"), word("b")}}},
		{"minus a phrase", `-"a b"`, Not{word("a", "b")}},
		{"not binds most", "NOT a OR b", Or{Not{word("a")}, word("b")}},
		{"not not", "NOT -a", word("a")},
		{"small operators are words", "a or not and", And{word("a"), word("or"), word("not"), word("and")}},
		{"operator at the front of a word", "ORION NOTE ANDES", And{word("orion"), word("note"), word("ande")}},
		{"phrase", `"central bank"`, word("central", "bank")},
		{"curly quotes", "“central bank”", word("central", "bank")},
		{"phrase of operators", `"a AND b"`, word("a", "and", "b")},
		{"escaped quote", `"a \"b\" c"`, word("a", "b", "c")},
		{"phrase beside a word", `"a b"c`, And{word("a", "b"), word("c")}},
		{"prefix", "hack*", Words{Field: Text, Words: []string{"hack"}, Prefix: true}},
		{"prefix is not stemmed", "companies*", Words{Field: Text, Words: []string{"companies"}, Prefix: true}},
		{"phrase with prefix", `"banks of hack"*`, Words{Field: Text, Words: []string{"bank", "of", "hack"}, Prefix: true}},
		{"hyphen with prefix", "state-back*", Words{Field: Text, Words: []string{"state", "back"}, Prefix: true}},
		{"field", "actor:heron", in(Actor, "heron")},
		{"field in capitals", "ACTOR:heron", in(Actor, "heron")},
		{"field with a blank", "actor: heron", in(Actor, "heron")},
		{"equals", "actor=heron", in(Actor, "heron")},
		{"alias", "group:heron", in(Actor, "heron")},
		{"differs", "actor!=heron", Not{in(Actor, "heron")}},
		{"field with phrase", `victim:"linden savings"`, in(Victim, "linden", "saving")},
		{"field with group", "actor:(heron OR reed)", Or{in(Actor, "heron"), in(Actor, "reed")}},
		{"group with fields of its own", "actor:(heron victim:bank -reed)", And{in(Actor, "heron"), in(Victim, "bank"), Not{in(Actor, "reed")}}},
		{"group ends", "actor:(heron) bank", And{in(Actor, "heron"), word("bank")}},
		{"exists", "actor:*", Exists{Actor}},
		{"does not exist", "-amount:*", Not{Exists{Amount}}},
		{"kind", "kind:theft", Term{Kind, "theft"}},
		{"kind in capitals and quotes", `kind:"THEFT"`, Term{Kind, "theft"}},
		{"country", "country:kp", Term{Country, "KP"}},
		{"currency", "currency:btc", Term{Currency, "BTC"}},
		{"id", "id:c-AB12", Term{ID, "c-ab12"}},
		{"number", "articles:3", Range{Field: Articles, Min: 3, Max: 3}},
		{"number with commas", "amount:1,500,000", Range{Field: Amount, Min: 1.5e6, Max: 1.5e6}},
		{"exponent", "amount.usd>=1e6", from(AmountUSD, 1e6)},
		{"millions", "amount.usd>=1.5m", from(AmountUSD, 1.5e6)},
		{"billions", "usd>=2bn", from(AmountUSD, 2e9)},
		{"thousands", "usd>=2k", from(AmountUSD, 2e3)},
		{"colon and comparison", "amount:>=5", from(Amount, 5)},
		{"comparison with blanks", "amount >= 5 bank", And{from(Amount, 5), word("bank")}},
		{"no comparison of words", "actor amount", And{word("actor"), word("amount")}},
		{"above", "amount>5", Range{Field: Amount, Min: 5, Max: inf, Above: true}},
		{"below", "amount<5", Range{Field: Amount, Min: -inf, Max: 5, Below: true}},
		{"at most", "amount<=5", Range{Field: Amount, Min: -inf, Max: 5}},
		{"comparisons in a group", "amount:(>5 <=9)", And{Range{Field: Amount, Min: 5, Max: inf, Above: true}, Range{Field: Amount, Min: -inf, Max: 9}}},
		{"range", "amount:[1 TO 5]", Range{Field: Amount, Min: 1, Max: 5}},
		{"open range", "amount:{1 TO 5}", Range{Field: Amount, Min: 1, Max: 5, Above: true, Below: true}},
		{"mixed range", "amount:[1k TO 5k}", Range{Field: Amount, Min: 1e3, Max: 5e3, Below: true}},
		{"range without an end", "amount:[1 TO *]", from(Amount, 1)},
		{"range of everything", "amount:[* TO *]", Range{Field: Amount, Min: -inf, Max: inf}},
		{"year", "first_seen:2024", Span{FirstSeen, date(2024, 1, 1), date(2025, 1, 1)}},
		{"month", "first_seen:2024-12", Span{FirstSeen, date(2024, 12, 1), date(2025, 1, 1)}},
		{"day", "first_seen:2024-02-29", Span{FirstSeen, date(2024, 2, 29), date(2024, 3, 1)}},
		{"minute", "last_seen:2024-02-29T10:05", Span{LastSeen, date(2024, 2, 29).Add(605 * time.Minute), date(2024, 2, 29).Add(606 * time.Minute)}},
		{"instant", "last_seen:2024-03-01T01:00:00+01:00", Span{LastSeen, date(2024, 3, 1), date(2024, 3, 1).Add(time.Second)}},
		{"since a month", "first_seen>=2024-03", Span{Field: FirstSeen, From: date(2024, 3, 1)}},
		{"after a month", "first_seen>2024-03", Span{Field: FirstSeen, From: date(2024, 4, 1)}},
		{"before a month", "first_seen<2024-03", Span{Field: FirstSeen, Before: date(2024, 3, 1)}},
		{"until a month", "first_seen<=2024-03", Span{Field: FirstSeen, Before: date(2024, 4, 1)}},
		{"range of months", "first_seen:[2024-01 TO 2024-03]", Span{FirstSeen, date(2024, 1, 1), date(2024, 4, 1)}},
		{"open range of months", "first_seen:{2024-01 TO 2024-03}", Span{FirstSeen, date(2024, 2, 1), date(2024, 3, 1)}},
		{"range to now", "first_seen:[* TO now}", Span{Field: FirstSeen, Before: now}},
		{"last days", "last_seen>=now-7d", Span{Field: LastSeen, From: now.AddDate(0, 0, -7)}},
		{"last hours", "last_seen>=now-36h", Span{Field: LastSeen, From: now.Add(-36 * time.Hour)}},
		{"last weeks", "last_seen>=now-2w", Span{Field: LastSeen, From: now.AddDate(0, 0, -14)}},
		{"last minutes and years", "last_seen>=now-5m first_seen>=now-1y", And{Span{Field: LastSeen, From: now.Add(-5 * time.Minute)}, Span{Field: FirstSeen, From: now.AddDate(-1, 0, 0)}}},
		{"today", "last_seen>=today", Span{Field: LastSeen, From: date(2031, 5, 20)}},
		{"yesterday", "last_seen>=yesterday", Span{Field: LastSeen, From: date(2031, 5, 19)}},
		{"the example", `actor:lazarus AND amount.usd>=1e6 country:KP "central bank"`, And{in(Actor, "lazarus"), from(AmountUSD, 1e6), Term{Country, "KP"}, word("central", "bank")}},
		{"escaped colon", `http\://x`, word("http", "x")},
		{"greater than alone", "<b>bold", word("b", "bold")},
	}
	if len(tests) < 80 {
		t.Errorf("only %d cases", len(tests))
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := Parse(test.query, now)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got, test.want) {
				t.Fatalf("%s: %#v, want %#v", test.query, got, test.want)
			}
			again, err := Parse(String(got), now.AddDate(1, 0, 0))
			if err != nil || !reflect.DeepEqual(again, got) {
				t.Errorf("canonical %s: %#v, %v", String(got), again, err)
			}
		})
	}
}

func TestParseErrors(t *testing.T) {
	tests := []struct {
		name, query string
		column      int
		says        []string
	}{
		{"unknown field", "bank actr:heron", 6, []string{`"actr"`, "did you mean actor?", "victim", "quotes"}},
		{"address", "http://a.example", 1, []string{`"http"`, "quotes"}},
		{"unknown kind", "kind:robbery", 6, []string{`"robbery" is no kind`, "theft, attack"}},
		{"unknown certainty", "certainty:sure", 11, []string{"asserted, reported"}},
		{"country by name", "country:korea", 9, []string{"two letters", "country:KP"}},
		{"prefix of a term", "kind:th*", 6, []string{"whole values"}},
		{"no value", "actor:", 7, []string{"actor has no value", "actor:lazarus"}},
		{"no value before parenthesis", "(actor:)", 8, []string{"no value"}},
		{"empty value", `kind:""`, 6, []string{"whole values"}},
		{"open parenthesis", "a (b OR c", 3, []string{"( is never closed"}},
		{"closing parenthesis", "a) b", 2, []string{") closes nothing"}},
		{"empty parentheses", "a ()", 4, []string{"missing before )"}},
		{"open quote", `bank "central`, 6, []string{"quotation mark is never closed"}},
		{"or at the end", "a OR", 5, []string{"ends where a term is missing"}},
		{"and at the front", "AND a", 1, []string{"between two terms"}},
		{"not at the end", "a NOT", 6, []string{"term is missing"}},
		{"two operators", "a OR AND b", 6, []string{"between two terms"}},
		{"punctuation", "a & b", 3, []string{"no letter or digit"}},
		{"empty phrase", `a ""`, 3, []string{"no letter or digit"}},
		{"star inside", "ha*ck", 3, []string{"end of a word"}},
		{"star in front", "*hack", 1, []string{"end of a word"}},
		{"bracket", "[1 TO 5]", 1, []string{"field's range"}},
		{"range of words", "actor:[a TO b]", 7, []string{"takes no range"}},
		{"range without TO", "amount:[1 5]", 11, []string{"needs TO"}},
		{"range without a bracket", "amount:[1 TO 5", 8, []string{"never closed"}},
		{"range upside down", "amount:[5 TO 1]", 9, []string{"begins above its end"}},
		{"dates upside down", "first_seen:[2025 TO 2023]", 13, []string{"begins after its end"}},
		{"word as a number", "amount>=lots", 9, []string{"takes a number", "1.5m"}},
		{"hexadecimal", "amount:0x10", 8, []string{"takes a number"}},
		{"infinity", "amount:inf", 8, []string{"takes a number"}},
		{"too large", "amount:1e308m", 8, []string{"takes a number"}},
		{"no date", "first_seen>=soon", 13, []string{"takes a date", "now-7d"}},
		{"no such day", "first_seen:2024-02-30", 12, []string{"takes a date"}},
		{"year nought", "first_seen:0000", 12, []string{"takes a date"}},
		{"odd unit", "first_seen>=now-7q", 13, []string{"takes a date"}},
		{"comparison of words", "actor>a", 6, []string{"cannot be compared", "actor:lazarus"}},
		{"comparison of terms", "kind>=theft", 5, []string{"cannot be compared"}},
		{"column counts characters", "Größe größer actr:x", 14, []string{"actr"}},
		{"invalid UTF-8", "bank \xff", 6, []string{"UTF-8"}},
		{"too long", strings.Repeat("a ", 3000), 4097, []string{"4096"}},
		{"too deep", strings.Repeat("(", 40) + "a", 33, []string{"32 levels"}},
		{"too many not", strings.Repeat("NOT ", 40) + "a", 129, []string{"32 levels"}},
		{"too many terms", strings.Repeat("a ", 300), 513, []string{"256 terms"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			n, err := Parse(test.query, now)
			var e *Error
			if !errors.As(err, &e) {
				t.Fatalf("parsed as %#v, error %v", n, err)
			}
			if e.Column != test.column {
				t.Errorf("column %d, want %d: %v", e.Column, test.column, e)
			}
			for _, part := range test.says {
				if !strings.Contains(e.Error(), part) {
					t.Errorf("%q does not say %q", e.Error(), part)
				}
			}
		})
	}
}

func TestRender(t *testing.T) {
	tests := []struct{ name, query, want string }{
		{"under the place", "bank kind:x", "\"x\" is no kind\n  bank kind:x\n            ^\nkind is one of theft, attack, attribution, laundering, funding, sanction, count, denial, statement"},
		{"on its line", "größer\nkind:x\nb", "\"x\" is no kind\n  kind:x\n       ^\nkind is one of theft, attack, attribution, laundering, funding, sanction, count, denial, statement"},
		{"no control characters", "kind:\x1b[31m", "\"\\x1b\" is no kind\n  kind:?[31m\n       ^\nkind is one of theft, attack, attribution, laundering, funding, sanction, count, denial, statement"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := Parse(test.query, now)
			var e *Error
			if !errors.As(err, &e) {
				t.Fatalf("error %v", err)
			}
			if got := e.Render(); got != test.want {
				t.Errorf("rendered\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

func TestFieldsHaveExamplesThatParse(t *testing.T) {
	for _, f := range Fields() {
		text := string(f.Field) + ":" + f.example()
		if _, err := Parse(text, now); err != nil {
			t.Errorf("%s: %v", text, err)
		}
		if info, ok := lookup(aliasOf(string(f.Field))); !ok || info.Field != f.Field {
			t.Errorf("field %s is not found by its name", f.Field)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{`actor:lazarus AND amount.usd>=1e6 country:KP "central bank"`, "a (b OR -c*)", "first_seen:[2024-01 TO now-3d}", `x:"\"`, "北銀行 U.N. ﬁ ǅ İ", "ゟ ໜ",
		"amount:[* TO 1,5k}", "kind:(theft OR attack) NOT id:c-1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, err := Parse(s, now)
		if err != nil {
			var e *Error
			if !errors.As(err, &e) || e.Offset < 0 || e.Offset > len(s) || e.Column < 1 {
				t.Fatalf("error %#v", err)
			}
			_ = e.Render()
			return
		}
		text := String(n)
		again, err := Parse(text, now)
		if err != nil {
			if len(text) > maxBytes {
				return // the canonical form of a long query may be longer
			}
			t.Fatalf("canonical form %s of %q: %v", text, s, err)
		}
		if !reflect.DeepEqual(again, n) {
			t.Fatalf("%q is %#v, its canonical form %s is %#v", s, n, text, again)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse(`actor:lazarus AND amount.usd>=1e6 country:KP "central bank" -(kind:denial OR hoax*)`, now); err != nil {
			b.Fatal(err)
		}
	}
}
