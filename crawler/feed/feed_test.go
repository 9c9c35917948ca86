package feed

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

const date = "Mon, 05 Oct 2026 08:30:00 GMT"

func item2(n int, title string) string {
	return fmt.Sprintf("<item><title>%s</title><link>https://courier.example/%d</link><pubDate>%s</pubDate></item>", title, n, date)
}

func rss2(items ...string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Courier</title><ttl>30</ttl>` + strings.Join(items, "\n") + "</channel></rss>"
}

func atom(entries ...string) string {
	return `<feed xmlns="http://www.w3.org/2005/Atom"><title>Courier</title>` + strings.Join(entries, "") + "</feed>"
}

const entry1 = `<entry><title>One</title><id>urn:1</id><link href="https://courier.example/1"/><published>2026-10-05T08:30:00Z</published><updated>2026-10-06T08:30:00Z</updated><author><name>Ada Holm</name></author></entry>`

func titles(f Feed) string {
	var out []string
	for _, it := range f.Items {
		out = append(out, it.Title+" "+strings.TrimPrefix(it.URL, "https://courier.example/"))
	}
	return strings.Join(out, "|")
}

func TestParse(t *testing.T) {
	one, two, three := item2(1, "One"), item2(2, "Two"), item2(3, "Three")
	tests := []struct {
		name, in, want string
		salvaged       bool
	}{
		{"RSS", rss2(one, two), "One 1|Two 2", false},
		{"RSS 1.0", `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel><title>Courier</title></channel>` + one + `</rdf:RDF>`, "One 1", false},
		{"Atom", atom(entry1), "One 1", false},
		{"JSON Feed", `{"version":"https://jsonfeed.org/version/1.1","title":"Courier","items":[{"id":"1","url":"https://courier.example/1","title":"One"}]}`, "One 1", false},
		{"no items", rss2(), "", false},
		{"blanks before the prolog", "\n\n \ufeff" + rss2(one), "One 1", false},
		{"stray output before the prolog", "Warning: division by zero\n" + rss2(one), "One 1", false},
		{"bare ampersand", rss2(item2(1, "Holm & Lund")), "Holm & Lund 1", false},
		{"ampersand in a link", rss2(`<item><title>One</title><link>https://courier.example/1?a=1&b=2</link></item>`), "One 1?a=1&b=2", false},
		{"HTML's entities", rss2(item2(1, "caf&eacute;&nbsp;&hellip;")), "café … 1", false},
		{"unknown entity", rss2(item2(1, "a &nonsense; b")), "a &nonsense; b 1", false},
		{"numeric entities", rss2(item2(1, "&#8220;One&#x201D;&#0;")), "“One”\ufffd 1", false},
		{"CDATA with ampersands, escaped and not", rss2(`<item><title><![CDATA[Holm & Lund &amp; co]]></title><link>https://courier.example/1</link></item>`), "Holm & Lund & co 1", false},
		{"control characters", rss2(item2(1, "O\x08n\x0be\x1b")), "One 1", false},
		{"declared entity is not expanded", `<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>` + rss2(item2(1, "x&b;y")), "x&b;y 1", false},
		{"external entity is not read", `<!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/hostname">]>` + rss2(item2(1, "x&f;y")), "x&f;y 1", false},
		{"wrong charset in the prolog", strings.Replace(rss2(item2(1, "Göteborg")), "UTF-8", "iso-8859-1", 1), "Göteborg 1", false},
		{"other charset", strings.Replace(strings.Replace(rss2(item2(1, "Gteborg")), "UTF-8", "iso-8859-1", 1), "Gt", "G\xf6t", 1), "Göteborg 1", false},
		{"guid as link", rss2(`<item><title>One</title><guid>https://courier.example/1</guid></item>`), "One 1", false},
		{"comments go", rss2("<!-- <item> & -->", one), "One 1", false},
		{"cut in the third item", rss2(one, two, three)[:len(rss2(one, two))+20], "One 1|Two 2", true},
		{"cut behind an item", strings.TrimSuffix(rss2(one, two), "</channel></rss>"), "One 1|Two 2", true},
		{"second item broken", rss2(one, `<item><title>Tw<o</title><link>`, three), "One 1|Three 3", true},
		{"Atom cut", strings.TrimSuffix(atom(entry1, "<entry><title>Tw"), "</feed>"), "One 1", true},
		{"JSON Feed cut", `{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","url":"https://courier.example/1","title":"One"},{"id":"2","ti`, "One 1", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f, err := Parse([]byte(tt.in), "")
			if err != nil {
				t.Fatal(err)
			}
			if got := titles(f); got != tt.want {
				t.Errorf("items %q, want %q", got, tt.want)
			}
			if (f.Salvaged != nil) != tt.salvaged {
				t.Errorf("salvaged: %v", f.Salvaged)
			}
		})
	}
}

func TestRefusals(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"empty", "", "empty"},
		{"blank", " \r\n\t", "empty"},
		{"page", "<!-- x --><!DOCTYPE html><html><head></head>", "HTML page, not a feed"},
		{"page that names feeds", `<html><link rel=alternate type='application/atom+xml' href='/a.xml?x=1&amp;y=2'>`, "the feeds it names: /a.xml?x=1&y=2"},
		{"other XML", `<?xml version="1.0"?><opml><body/></opml>`, "not well-formed and no item"},
		{"text", "There is no feed here.", "not well-formed and no item"},
		{"cut before the first item", `<rss version="2.0"><channel><title>Cou`, "no item in it can be read"},
		{"JSON", `{"hello":"world"}`, "no JSON Feed"},
		{"JSON whose items are no list", `{"version":"https://jsonfeed.org/version/1.1","items"["x"`, "cannot be read"},
		{"JSON cut", `{"version":"https://jsonfeed.org/version/1.1","items":[{"id"`, "cannot be read"},
		{"nested without end", `<rss xmlns:x="x"><channel><item>` + strings.Repeat("<x:a>", 100_000), "nests its elements deeper"},
		{"nested without end, closed", `<rss xmlns:x="x"><channel><item>` + strings.Repeat("<x:a>", 100_000) + strings.Repeat("</x:a>", 100_000), "nests its elements deeper"},
		{"items that never end", `<rss version="2.0"><channel>` + strings.Repeat("<item>", 100_000), "nests its elements deeper"},
		{"too large", strings.Repeat(" ", maxBytes+1), "larger than"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f, err := Parse([]byte(tt.in), "")
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("feed %+v, error %v, want %q", f, err, tt.want)
			}
		})
	}
	if _, err := Parse(nil, ""); !errors.Is(err, ErrEmpty) {
		t.Errorf("error %v is not ErrEmpty", err)
	}
}

func TestFields(t *testing.T) {
	f, err := Parse([]byte(atom(entry1)), "application/atom+xml")
	if err != nil {
		t.Fatal(err)
	}
	it := f.Items[0]
	if f.Title != "Courier" || it.ID != "urn:1" || it.Published != "2026-10-05T08:30:00Z" || it.Updated != "2026-10-06T08:30:00Z" || len(it.Authors) != 1 || it.Authors[0] != "Ada Holm" {
		t.Errorf("feed %+v", f)
	}
	if f, err = Parse([]byte(rss2(item2(1, "One"))), ""); err != nil || f.TTL != 30*time.Minute {
		t.Errorf("ttl %s, error %v", f.TTL, err)
	}
}

func TestManyItemsAreBounded(t *testing.T) {
	items := strings.Repeat(item2(1, "One"), maxItems+100)
	for _, in := range []string{rss2(items), strings.TrimSuffix(rss2(items), "</channel></rss>")} {
		f, err := Parse([]byte(in), "")
		if err != nil || len(f.Items) != maxItems {
			t.Errorf("%d items, error %v", len(f.Items), err)
		}
	}
}

// TestSalvageIsOnePass: each item is looked at once, however many are never closed; a search from each
// of them to the end would take minutes.
func TestSalvageIsOnePass(t *testing.T) {
	s := itemScan{text: []byte(strings.Repeat("<item>", 1_000_000) + "<title>Last</title></item>")}
	if got := string(s.next()); got != "<item><title>Last</title></item>" {
		t.Errorf("got %q", clipped(got))
	}
	if got := s.next(); got != nil {
		t.Errorf("then %q", clipped(string(got)))
	}
}

func clipped(s string) string { return s[:min(len(s), 100)] }

func FuzzParse(f *testing.F) {
	f.Add([]byte(rss2(item2(1, "One"), item2(2, "Two"))))
	f.Add([]byte(rss2(item2(1, "a &nbsp; & b"), "<item><title>")))
	f.Add([]byte(atom(entry1)))
	f.Add([]byte(`<!DOCTYPE rss [<!ENTITY a "b">]><rss><channel><item><![CDATA[x]]>`))
	f.Add([]byte(`{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1"}`))
	f.Fuzz(func(t *testing.T, in []byte) {
		got, err := Parse(in, "")
		if err != nil {
			return
		}
		for _, it := range got.Items {
			if !utf8.ValidString(it.Title) || strings.ContainsAny(it.Title, "\n\x00") {
				t.Errorf("title %q", it.Title)
			}
		}
	})
}

func FuzzRepair(f *testing.F) {
	f.Add([]byte("<a>&amp; & &nbsp; &#60; <![CDATA[&]]> <!-- x --></a>"))
	f.Fuzz(func(t *testing.T, in []byte) {
		if !utf8.Valid(in) {
			return
		}
		once, err := repair(in)
		if err == nil && !utf8.Valid(once) {
			t.Fatalf("%q became invalid: %q", in, once)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	in := []byte(rss2(strings.Repeat(item2(1, "Port hit &amp; closed for the day"), 50)))
	b.SetBytes(int64(len(in)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse(in, ""); err != nil {
			b.Fatal(err)
		}
	}
}
