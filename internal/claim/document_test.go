package claim

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func read(t *testing.T, content string, limits DocumentLimits) []Input {
	t.Helper()
	return slices.Collect(Documents(strings.NewReader(content), "file.txt", FormAny, limits))
}

func TestDocumentsOfLines(t *testing.T) {
	got := read(t, `
{"id":"a","text":"One.","url":"HTTPS://News.example:443/a?utm_source=x&b=1#top","published_at":"2026-01-02T03:04:05Z"}
{"text":"Two.","published_at":"2026-01-02"}
{"id":"cut","text":"Thr
{"id":"none"}

{"id":"blank","text":"  "}
`+"{\"text\":\"\xff\"}\n"+`{"id":"date","text":"Six.","published_at":"last week"}
{"id":"long","text":"0123456789012345678901234567890"}
{"id":"last","text":"No newline."}`, DocumentLimits{Text: 30})
	type row struct{ label, err, warning string }
	want := []row{
		{"a", "", ""}, {"3", "", ""}, {"4", "no JSON", ""}, {"none", "no text", ""}, {"blank", "no text", ""},
		{"8", "UTF-8", ""}, {"date", "", "last week"}, {"long", "limits.article", ""}, {"last", "", ""},
	}
	if len(got) != len(want) {
		t.Fatalf("%d documents, want %d: %+v", len(got), len(want), got)
	}
	for i, w := range want {
		g := got[i]
		switch {
		case g.Label != w.label:
			t.Errorf("document %d is labelled %q, want %q", i, g.Label, w.label)
		case (g.Err == nil) != (w.err == ""), g.Err != nil && !strings.Contains(g.Err.Error(), w.err):
			t.Errorf("%s: error %v, want one with %q", w.label, g.Err, w.err)
		case !strings.Contains(g.Warning, w.warning):
			t.Errorf("%s: warning %q, want one with %q", w.label, g.Warning, w.warning)
		}
	}
	a := got[0].Article
	if a.CanonicalURL != "https://news.example/a?b=1" || a.Key() != a.CanonicalURL || a.DisplayID() != "a" {
		t.Errorf("identity: %+v", a)
	}
	if !a.PublishedAt.Equal(time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)) || got[1].Article.PublishedPrecision != PrecisionDay {
		t.Errorf("dates: %v, %v", a.PublishedAt, got[1].Article.PublishedPrecision)
	}
	if b := got[1].Article; b.ID != "" || !strings.HasPrefix(b.Key(), "text:") {
		t.Errorf("a label became an identity: %+v", b)
	}
}

// TestLinesThatAreNoDocuments holds the messages to the words of JSON, not of this program's types.
func TestLinesThatAreNoDocuments(t *testing.T) {
	for line, want := range map[string]string{
		`{"id":5,"text":"x"}`:            "the document's \"id\" is of the wrong kind: a JSON number",
		`{"text":"x","authors":{"a":1}}`: "the document's \"authors\" is of the wrong kind: a JSON object",
		`{"id":"a","text":"x"} trailing`: "the line is no JSON document: byte 23: invalid character 't' after top-level value",
		`{"text":"cut`:                   "the line is no JSON document: byte 12: unexpected end of JSON input",
		`[{"text":"x"}]`:                 "the line is no JSON object, but a JSON array",
	} {
		got := slices.Collect(Documents(strings.NewReader(line), "f", FormJSONL, DocumentLimits{}))
		if len(got) != 1 || got[0].Err == nil || got[0].Err.Error() != want {
			t.Errorf("%s: %v, want %q", line, got, want)
		}
	}
}

func TestDocumentsOfText(t *testing.T) {
	got := read(t, "\ufeffA text.\n{not JSON\n", DocumentLimits{})
	if len(got) != 1 || got[0].Err != nil || got[0].Article.Text != "A text.\n{not JSON\n" || got[0].Label != "file.txt" {
		t.Errorf("%+v", got)
	}
	if got := read(t, "", DocumentLimits{}); len(got) != 1 || got[0].Err == nil {
		t.Errorf("an empty file: %+v", got)
	}
	if got := read(t, strings.Repeat("x", 100), DocumentLimits{Text: 10}); got[0].Err == nil {
		t.Error("a long text passes")
	}
}

func TestNormalURL(t *testing.T) {
	for raw, want := range map[string]string{
		"HTTP://Example.COM:80/a/../b/?z=1&a=2&utm_campaign=q#f": "http://example.com/b/?a=2&z=1",
		"https://example.com":                    "https://example.com/",
		"https://user:pw@example.com/x?fbclid=1": "https://example.com/x",
		"https://example.com/x?id=7&ref=top":     "https://example.com/x?id=7&ref=top",
		"https://example.com:8443/x?":            "https://example.com:8443/x",
		"https://[2001:DB8::1]/x":                "https://[2001:db8::1]/x",
		"not an address":                         "not an address",
		"https://example.com/a%2Fb":              "https://example.com/a%2Fb",
		"https://example.com./x":                 "https://example.com/x",
		"https://example.com/x?q=é b& &utm_id=4": "https://example.com/x?%20&q=%C3%A9%20b",
		"https://example.com/x?a=\"<1>\"":        "https://example.com/x?a=%22%3C1%3E%22",
	} {
		if got := NormalURL(raw); got != want {
			t.Errorf("%s: got %s, want %s", raw, got, want)
		}
		if again := NormalURL(NormalURL(raw)); again != NormalURL(raw) {
			t.Errorf("%s: not stable: %s", raw, again)
		}
	}
}

func FuzzDocuments(f *testing.F) {
	f.Add([]byte(`{"id":"a","text":"One."}` + "\n{"))
	f.Add([]byte("plain"))
	f.Fuzz(func(t *testing.T, b []byte) {
		for d := range Documents(strings.NewReader(string(b)), "f", FormAny, DocumentLimits{Text: 1000}) {
			if d.Err == nil && (d.Article.Text == "" || d.Article.Revision == "" || d.Article.Key() == "") {
				t.Errorf("a document without text or identity: %+v", d)
			}
		}
	})
}
