package opml

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	one := Source{URL: "https://a.example/feed", Name: "A"}
	tests := []struct {
		name, text string
		want       List
	}{
		{"one feed", `<opml version="2.0"><body><outline text="A" type="rss" xmlUrl="https://a.example/feed"/></body></opml>`, List{Sources: []Source{one}}},
		{"the title stands before the text", `<opml><body><outline text="x" title=" A " xmlUrl=" https://a.example/feed "/></body></opml>`, List{Sources: []Source{one}}},
		{"other case", `<OPML><BODY><OUTLINE TEXT="A" XMLURL="https://a.example/feed"/></BODY></OPML>`, List{Sources: []Source{one}}},
		{"folders", `<opml><body><outline text="News"><outline text="World"><outline text="A" xmlUrl="https://a.example/feed"/></outline></outline></body></opml>`,
			List{Sources: []Source{one}, Folders: 2}},
		{"links are no sources", `<opml><body><outline text="L" type="link" url="https://a.example/"/><outline text="A" xmlUrl="https://a.example/feed"/></body></opml>`,
			List{Sources: []Source{one}, Links: 1}},
		{"entities and a bare ampersand", `<opml><body><outline text="A&eacute; &amp; B & C" xmlUrl="https://a.example/?a=1&b=2"/></body></opml>`,
			List{Sources: []Source{{URL: "https://a.example/?a=1&b=2", Name: "Aé & B & C"}}}},
		{"another charset", "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><opml><body><outline text=\"Caf\xe9\" xmlUrl=\"https://a.example/feed\"/></body></opml>",
			List{Sources: []Source{{URL: "https://a.example/feed", Name: "Café"}}}},
		{"our own attributes", `<opml xmlns:c="` + Namespace + `"><body><outline text="M" url="https://a.example/map.xml" c:kind="sitemap" c:every="1h"/></body></opml>`,
			List{Sources: []Source{{URL: "https://a.example/map.xml", Name: "M", Kind: "sitemap", Every: "1h"}}}},
		{"no sources", `<opml><head/><body/></opml>`, List{}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := Parse([]byte(test.text))
			if err != nil || !reflect.DeepEqual(got, test.want) {
				t.Errorf("%+v, %v, want %+v", got, err, test.want)
			}
		})
	}
}

func TestParseHostile(t *testing.T) {
	head := `<opml><body><outline xmlUrl="https://a.example/feed"/>`
	many := strings.Repeat(`<outline xmlUrl="https://a.example/f"/>`, maxSources+1)
	tests := []struct {
		name, text, want string
		sources          int
	}{
		{"empty", "", "no OPML", 0},
		{"a feed", `<rss version="2.0"><channel/></rss>`, "no OPML", 0},
		{"no XML", "feeds: []", "no OPML", 0},
		{"cut short", head + `<outline xmlUr`, "breaks off", 1},
		{"too deep", head + strings.Repeat("<outline>", 5000), "deeper than 64", 1},
		{"too many", "<opml><body>" + many, "more than 20000", maxSources},
		{"an entity of its own", `<!DOCTYPE opml [<!ENTITY a "bbbb">]><opml><body><outline text="&a;&a;" xmlUrl="https://a.example/feed"/></body></opml>`, "", 1},
		{"a value without end", head + `<outline text="` + strings.Repeat("x", 1<<20) + `" xmlUrl="https://b.example/f"/></body></opml>`, "", 2},
		{"an address without end", head + `<outline xmlUrl="https://b.example/` + strings.Repeat("x", maxValue) + `"/></body></opml>`, "", 1},
		{"too large", strings.Repeat(" ", MaxBytes+1), "larger than", 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := Parse([]byte(test.text))
			told := fmt.Sprint(errors.Join(err, got.Salvaged))
			if len(got.Sources) != test.sources || test.want != "" && !strings.Contains(told, test.want) || test.want == "" && errors.Join(err, got.Salvaged) != nil {
				t.Errorf("%d sources, %s; want %d and %q", len(got.Sources), told, test.sources, test.want)
			}
		})
	}
}

// TestWrite writes what Parse reads back whole.
func TestWrite(t *testing.T) {
	list := []Source{
		{URL: "https://a.example/feed?a=1&b=\"2\"", Name: "A <b> & Söhne"},
		{URL: "https://b.example/feed", Publisher: "B", Owner: "B & Co", Every: "15m"},
		{URL: "https://c.example/map.xml", Kind: "sitemap", Name: "C"},
	}
	var b bytes.Buffer
	if err := Write(&b, "sources", list); err != nil {
		t.Fatal(err)
	}
	got, err := Parse(b.Bytes())
	list[1].Name = list[1].URL // an outline without a text is none
	if err != nil || !reflect.DeepEqual(got.Sources, list) {
		t.Errorf("%+v, %v, want %+v, from\n%s", got, err, list, b.String())
	}
}

// FuzzParse holds the limits on whatever comes, and that what was read can be written and read again.
func FuzzParse(f *testing.F) {
	f.Add([]byte(`<opml xmlns:c="` + Namespace + `"><body><outline text="News"><outline title="A" xmlUrl="https://a.example/feed" c:owner="O"/></outline></body></opml>`))
	f.Add([]byte(`<opml><body><outline text="&#0;&amp;" url="x" type="link"/><outline`))
	f.Add([]byte("\xff\xfe<\x00o\x00p\x00m\x00l\x00>\x00"))
	f.Fuzz(func(t *testing.T, body []byte) {
		list, err := Parse(body)
		if err != nil {
			return
		}
		if len(list.Sources) > maxSources {
			t.Fatalf("%d sources", len(list.Sources))
		}
		var b bytes.Buffer
		if err := Write(&b, "t", list.Sources); err != nil {
			t.Fatal(err)
		}
		again, err := Parse(b.Bytes())
		if err != nil || again.Salvaged != nil || len(again.Sources) != len(list.Sources) {
			t.Fatalf("%d sources read, %d read again: %v %v\n%s", len(list.Sources), len(again.Sources), err, again.Salvaged, b.String())
		}
	})
}
