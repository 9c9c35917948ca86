package page

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/claimwire/claimwire/internal/claim"
)

var fetchedAt = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// paragraphs is the body that most pages of these tests carry.
func paragraphs(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "<p>In paragraph %d the harbour office of Lindholm says that intruders copied its cargo lists, that no ship was delayed, and that the police of the county look into it.</p>\n", i+1)
	}
	return b.String()
}

func pageWith(head, body string) []byte {
	return fmt.Appendf(nil, "<!doctype html><html lang=\"en-GB\"><head>%s</head><body><header><a href=/>Start</a></header><main><article>%s</article></main><footer>© Courier</footer></body></html>", head, body)
}

func extractPage(t *testing.T, in Input) Result {
	t.Helper()
	in.FetchedAt = fetchedAt
	if in.URL == "" {
		in.URL = "https://www.courier.example/news/port-hit"
	}
	got, err := Extract(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestArticleOfAPage(t *testing.T) {
	head := `<title>Port hit by intruders | Lindholm Courier</title>
<meta property="og:title" content="Port hit by intruders">
<meta property="og:site_name" content="Lindholm Courier">
<link rel="canonical" href="/news/port-hit?utm_source=x">
<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"WebSite","name":"Other"},
{"@type":"NewsArticle","headline":"Port hit by intruders","datePublished":"2026-10-05T08:30:00+02:00",
"author":[{"@type":"Person","name":"Ada Holm"},{"@type":"Person","name":"Bo Lund"}],"publisher":{"@type":"Organization","name":"Lindholm Courier"}}]}</script>`
	body := "<h1>Port hit by intruders</h1>" + paragraphs(5) + "<h2>What was lost</h2>" + paragraphs(2) + "<ul><li>Lists of cargo, as the office says in its notice of Monday</li></ul>"
	a := extractPage(t, Input{Body: pageWith(head, body)}).Article
	if a.Title != "Port hit by intruders" || a.Publisher != "Lindholm Courier" || a.Language != "en" || a.Wire != "" {
		t.Errorf("title %q, publisher %q, language %q, wire %q", a.Title, a.Publisher, a.Language, a.Wire)
	}
	if want := []string{"Ada Holm", "Bo Lund"}; !slices.Equal(a.Authors, want) {
		t.Errorf("authors %q", a.Authors)
	}
	if got := a.PublishedAt.Format(time.RFC3339); got != "2026-10-05T08:30:00+02:00" || a.PublishedPrecision != claim.PrecisionSecond {
		t.Errorf("published %s %s", got, a.PublishedPrecision)
	}
	if a.CanonicalURL != "https://www.courier.example/news/port-hit" || a.URL == "" || a.V != claim.Version || a.Revision == "" {
		t.Errorf("canonical %q, url %q, v %d, revision %q", a.CanonicalURL, a.URL, a.V, a.Revision)
	}
	lines := strings.Split(a.Text, "\n")
	if !strings.HasPrefix(lines[0], "In paragraph 1 ") || len(lines) < 7 || strings.Contains(a.Text, "©") {
		t.Errorf("text:\n%s", a.Text)
	}
}

func TestMetadata(t *testing.T) {
	ld := func(s string) string { return `<script type="application/ld+json">` + s + `</script>` }
	tests := []struct {
		name, head, lead string
		hint             Hint
		url              string
		get              func(claim.Article) string
		want             string
	}{
		{"title without the site's name behind a dash", `<title>Port hit by night - Lindholm Courier</title><meta property=og:site_name content="Lindholm Courier">`, "", Hint{}, "", titleOf, "Port hit by night"},
		{"title that holds a dash of its own", `<title>Port hit - and nobody knows by whom</title>`, "", Hint{}, "", titleOf, "Port hit - and nobody knows by whom"},
		{"first heading is the site's name", `<title>Port hit by night</title><meta property=og:site_name content="Lindholm Courier">`, "<h1>Lindholm Courier</h1>", Hint{}, "", titleOf, "Port hit by night"},
		{"title from the feed", "", "", Hint{Title: "Port hit"}, "", titleOf, "Port hit"},
		{"JSON-LD headline that is not the page's", ld(`{"@type":"NewsArticle","headline":"Another story of the day"}`) + `<title>Port hit by night</title>`, "", Hint{}, "", titleOf, "Port hit by night"},
		{"authors in one meta", `<meta name=author content="By Ada Holm and Bo Lund">`, "", Hint{}, "", authorsOf, "Ada Holm|Bo Lund"},
		{"date behind the name", `<meta name=author content="Ada Holm October 5, 2026">`, "", Hint{}, "", authorsOf, "Ada Holm"},
		{"name that is a month's", `<meta name=author content="By May Lund">`, "", Hint{}, "", authorsOf, "May Lund"},
		{"desk is no author", `<meta name=author content="Online Desk">`, "", Hint{}, "", authorsOf, ""},
		{"site is no author", `<meta name=author content="Lindholm Courier"><meta property=og:site_name content="Lindholm Courier">`, "", Hint{}, "", authorsOf, ""},
		{"address is no author", `<meta property=article:author content="https://social.example/courier">`, "", Hint{}, "", authorsOf, ""},
		{"byline element", "", `<div class="byline">By <a rel=author href=/ada>Ada Holm</a> | 5 October</div>`, Hint{}, "", authorsOf, "Ada Holm"},
		{"author by reference", ld(`{"@graph":[{"@type":"Article","headline":"x","author":{"@id":"#ada"}},{"@id":"#ada","@type":"Person","name":"Ada Holm"}]}`), "", Hint{}, "", authorsOf, "Ada Holm"},
		{"authors of the feed", "", "", Hint{Authors: []string{"Ada Holm"}}, "", authorsOf, "Ada Holm"},
		{"nobody named", "", "", Hint{}, "", authorsOf, ""},
		{"agency as author is the wire", `<meta name=author content="Ada Holm, Reuters">`, "", Hint{}, "", wireAndAuthors, "Reuters: Ada Holm"},
		{"agency as publisher of another's site", ld(`{"@type":"NewsArticle","headline":"x","publisher":{"name":"Associated Press"}}`) + `<meta property=og:site_name content="Lindholm Courier">`, "", Hint{}, "", wireAndPublisher, "Associated Press: Lindholm Courier"},
		{"agency on its own site", `<meta name=author content="Reuters Staff"><meta property=og:site_name content="Reuters">`, "", Hint{}, "", wireAndPublisher, ": Reuters"},
		{"publisher from the feed", "", "", Hint{Publisher: "The Courier"}, "", publisherOf, "The Courier"},
		{"publisher from the address", "", "", Hint{}, "", publisherOf, "courier.example"},
		{"date in a meta", `<meta property=article:published_time content="2026-10-05T08:30:00Z">`, "", Hint{}, "", dateOf, "2026-10-05T08:30:00Z second"},
		{"date in a time element", "", `<time datetime="2026-10-05T08:30:00Z">Monday</time>`, Hint{}, "", dateOf, "2026-10-05T08:30:00Z second"},
		{"declared time element wins", "", `<time datetime="2026-10-06T00:00:00Z">x</time><time itemprop=datePublished datetime="2026-10-05T08:30:00Z">x</time>`, Hint{}, "", dateOf, "2026-10-05T08:30:00Z second"},
		{"broken date, then the feed's", ld(`{"@type":"NewsArticle","headline":"x","datePublished":"Invalid Date"}`), "", Hint{Published: fetchedAt.Add(-time.Hour), Precision: claim.PrecisionSecond}, "", dateOf, "2026-11-20T11:00:00Z second"},
		{"date of a leaked default, then the address's", ld(`{"@type":"NewsArticle","headline":"x","datePublished":"0001-01-01T00:00:00Z"}`), "", Hint{}, "https://courier.example/2026/10/05/port", dateOf, "2026-10-05T00:00:00Z day"},
		{"page wins over a feed date in the future", `<meta property=article:published_time content="2026-10-05T08:30:00Z">`, "", Hint{Published: fetchedAt.Add(72 * time.Hour)}, "", dateOf, "2026-10-05T08:30:00Z second"},
		{"future dates count nowhere", `<meta property=article:published_time content="2027-10-05T08:30:00Z">`, "", Hint{Published: fetchedAt.Add(72 * time.Hour)}, "", dateOf, ""},
		{"guessed from the text", "", `<p class="date">Published: October 5, 2026</p>`, Hint{}, "", dateOf, "2026-10-05T00:00:00Z estimated"},
		{"guessed behind the headline", "", `<p>January 3, 2020</p><h1>Port hit</h1><p>Ada Holm | 5th October 2026, 9:30</p>`, Hint{}, "", dateOf, "2026-10-05T00:00:00Z estimated"},
		{"guessed in figures", "", `<span>05.10.2026</span>`, Hint{}, "", dateOf, "2026-10-05T00:00:00Z estimated"},
		{"no date in a paragraph", "", `<p>` + strings.Repeat("The harbour opened again. ", 8) + `It had been shut on October 5, 2026.</p>`, Hint{}, "", dateOf, ""},
		{"no date to come", "", `<p>Tickets for December 5, 2026</p>`, Hint{}, "", dateOf, ""},
		{"canonical on another site", `<link rel=canonical href="https://other.example/port">`, "", Hint{}, "", canonicalOf, "https://www.courier.example/news/port-hit"},
		{"canonical of a sister host", `<link rel=canonical href="https://courier.example/port">`, "", Hint{}, "https://amp.courier.example/port?amp=1", canonicalOf, "https://courier.example/port"},
		{"canonical that is the front page", `<link rel=canonical href="/">`, "", Hint{}, "", canonicalOf, "https://www.courier.example/news/port-hit"},
		{"address in another script", "", "", Hint{}, "https://bücher.example/häfen", canonicalOf, "https://xn--bcher-kva.example/h%C3%A4fen"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := extractPage(t, Input{Body: pageWith(tt.head, tt.lead+paragraphs(4)), Hint: tt.hint, URL: tt.url}).Article
			if got := tt.get(a); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func titleOf(a claim.Article) string          { return a.Title }
func authorsOf(a claim.Article) string        { return strings.Join(a.Authors, "|") }
func wireAndAuthors(a claim.Article) string   { return a.Wire + ": " + authorsOf(a) }
func wireAndPublisher(a claim.Article) string { return a.Wire + ": " + a.Publisher }
func publisherOf(a claim.Article) string      { return a.Publisher }
func canonicalOf(a claim.Article) string      { return a.CanonicalURL }

func dateOf(a claim.Article) string {
	if a.PublishedAt.IsZero() {
		return ""
	}
	return a.PublishedAt.Format(time.RFC3339) + " " + string(a.PublishedPrecision)
}

func TestBrokenDateIsTold(t *testing.T) {
	got := extractPage(t, Input{Body: pageWith(`<meta property=article:published_time content="{{date}}">`, paragraphs(4))})
	if len(got.Warnings) != 1 || !strings.Contains(got.Warnings[0], `"{{date}}" is no date`) {
		t.Errorf("warnings %q", got.Warnings)
	}
}

func TestLanguage(t *testing.T) {
	german := strings.Repeat("<p>Die Hafenbehörde teilte am Montag mit, dass Unbekannte in ihre Rechner eingedrungen seien und Listen der Ladung kopiert hätten; kein Schiff sei deshalb verspätet ausgelaufen.</p>", 4)
	tests := []struct{ name, page, want string }{
		{"detector wins on a long text", string(pageWith("", german)), "de"},
		{"declared on a short text", `<html lang="sv-SE"><body><article><p>` + strings.Repeat("Lindholm Port 2026 ", 8) + `</p></article>`, "sv"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := extractPage(t, Input{Body: []byte(tt.page)}).Article.Language; got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestRefusals(t *testing.T) {
	tests := []struct {
		name string
		in   Input
		want Reason
	}{
		{"no text", Input{Body: pageWith("", "<p>Please enable scripts.</p>")}, NoText},
		{"empty", Input{}, NoText},
		{"image by type", Input{Body: pageWith("", paragraphs(4)), ContentType: "image/png"}, NotHTML},
		{"PDF by its bytes", Input{Body: []byte("%PDF-1.7 " + strings.Repeat("x", 300))}, NotHTML},
		{"PDF that is called HTML", Input{Body: []byte("%PDF-1.7 " + strings.Repeat("x", 300)), ContentType: "text/html; charset=utf-8"}, NotHTML},
		{"compressed twice", Input{Body: append([]byte("\x1f\x8b\x08"), pageWith("", paragraphs(4))...), ContentType: "text/html"}, NotHTML},
		{"noise", Input{Body: noise(4000), ContentType: "text/html"}, NotHTML},
		{"noise without a type", Input{Body: noise(4000)}, NotHTML},
		{"JSON", Input{Body: []byte(`{"a":1}`), ContentType: "application/json; charset=utf-8"}, NotHTML},
		{"bytes over the limit", Input{Body: pageWith("", paragraphs(40)), Limits: Limits{Bytes: 1000}}, TooLarge},
		{"text over limits.article", Input{Body: pageWith("", paragraphs(40)), Limits: Limits{Text: 1000}}, TooLarge},
		{"too many tags", Input{Body: []byte(strings.Repeat("<b>x", 200_000))}, TooComplex},
		{"nested too deep", Input{Body: []byte(strings.Repeat("<div>", 100_000))}, TooComplex},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.in.URL = "https://courier.example/a"
			_, err := Extract(t.Context(), tt.in)
			got, ok := errors.AsType[*Refused](err)
			if !ok || got.Reason != tt.want || got.Detail == "" {
				t.Errorf("error %v, want reason %q", err, tt.want)
			}
		})
	}
}

// noise are bytes as compression and encryption leave them.
func noise(n int) []byte {
	r, b := rand.New(rand.NewPCG(1, 2)), make([]byte, n)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}

// TestOddPagesAreRead: what only looks like bytes of another kind is a page all the same.
func TestOddPagesAreRead(t *testing.T) {
	body := pageWith("", paragraphs(4))
	for name, in := range map[string]Input{
		"blanks first":           {Body: append([]byte("\n\n \t"), body...)},
		"a NUL and a bell":       {Body: bytes.Replace(body, []byte("</p>"), []byte("\x00\x07</p>"), 1), ContentType: "text/html"},
		"UTF-16 without a mark":  {Body: utf16(body), ContentType: "text/html; charset=utf-16le"},
		"XHTML by its own type":  {Body: body, ContentType: "application/xhtml+xml"},
		"octets that are a page": {Body: body, ContentType: "application/octet-stream"},
	} {
		in.URL = "https://courier.example/a"
		if _, err := Extract(t.Context(), in); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func utf16(ascii []byte) []byte {
	b := make([]byte, 0, 2*len(ascii))
	for _, c := range ascii {
		b = append(b, c, 0)
	}
	return b
}

func TestWallClockAndCancel(t *testing.T) {
	_, err := Extract(t.Context(), Input{Body: pageWith("", paragraphs(4000)), Limits: Limits{Wall: time.Nanosecond}})
	if got, ok := errors.AsType[*Refused](err); !ok || got.Reason != TooSlow {
		t.Errorf("past the wall clock: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Extract(ctx, Input{Body: pageWith("", paragraphs(4000))}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestArticleBodyOfJSONLDServesWhereThePageIsEmpty(t *testing.T) {
	words := strings.Repeat("The harbour office says that copies of its lists were kept apart. ", 15)
	head := `<script type="application/ld+json">{"@type":"NewsArticle","headline":"Port hit","articleBody":"` + words + `"}</script>`
	a := extractPage(t, Input{Body: pageWith(head, "<p>Subscribe to read on.</p>")}).Article
	if !strings.HasPrefix(a.Text, "The harbour office says") {
		t.Errorf("text %q", a.Text)
	}
}

func TestCharsets(t *testing.T) {
	latin := strings.NewReplacer("ö", "\xf6", "ä", "\xe4").Replace(string(pageWith(`<meta charset="iso-8859-1">`, "<p>Göteborgs hamn är öppen igen, säger hamnens ägare på måndagen efter det intrång som stängde den.</p>")))
	a := extractPage(t, Input{Body: []byte(latin)}).Article
	if !strings.Contains(a.Text, "Göteborgs hamn är öppen") {
		t.Errorf("text %q", a.Text)
	}
}

func TestLinks(t *testing.T) {
	front := []byte(`<html><head><link rel=alternate type="application/rss+xml" href="/feed.xml"></head><body>
<a href="/news/port-hit-by-intruders-at-night">Port hit by intruders at night</a>
<a href="/news/port-hit-by-intruders-at-night#comments">Port hit by intruders at night, 12 comments</a>
<h2><a href="/2026/10/05/ferry">Ferry runs again</a></h2>
<a href="/sport">All the sport of the week on one page</a>
<a href="/news/read-more-here-now">More</a>
<a href="https://other.example/news/a-story-elsewhere-1234">A story that stands on another site</a>
<a href="/files/report-of-the-port.pdf">The report of the port in full length</a>
<a href="mailto:desk@courier.example">Write to the desk of the Courier</a>
</body></html>`)
	links, feeds, err := Links(Input{Body: front, URL: "https://courier.example/"})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, l := range links {
		got = append(got, l.URL+" "+l.Title)
	}
	want := []string{"https://courier.example/news/port-hit-by-intruders-at-night Port hit by intruders at night", "https://courier.example/2026/10/05/ferry Ferry runs again"}
	if !slices.Equal(got, want) {
		t.Errorf("links %q, want %q", got, want)
	}
	if !slices.Equal(feeds, []string{"https://courier.example/feed.xml"}) {
		t.Errorf("feeds %q", feeds)
	}
}

func FuzzExtract(f *testing.F) {
	f.Add(pageWith(`<script type="application/ld+json">{"@type":"NewsArticle","headline":"x","author":["Ada Holm"]}</script>`, paragraphs(3)), "https://courier.example/a")
	f.Add([]byte("<table><tr><td><p>x<div>"), "http://[::1]/")
	f.Add([]byte("\xff\xfe<\x00p\x00>\x00"), "")
	f.Fuzz(func(t *testing.T, body []byte, url string) {
		got, err := Extract(t.Context(), Input{Body: body, URL: url, FetchedAt: fetchedAt})
		if err != nil {
			if refused, ok := errors.AsType[*Refused](err); !ok || refused.Reason == ParserPanic {
				t.Fatalf("error %v", err)
			}
			return
		}
		a := got.Article
		if len(a.Text) < minText || !utf8.ValidString(a.Text) || !utf8.ValidString(a.Title) || strings.Contains(a.Text, "\n\n") {
			t.Errorf("text %q, title %q", a.Text, a.Title)
		}
		if _, _, err := Links(Input{Body: body, URL: url}); err != nil {
			t.Errorf("links: %v", err)
		}
	})
}

func BenchmarkExtract(b *testing.B) {
	head := `<title>Port hit | Courier</title><script type="application/ld+json">{"@type":"NewsArticle","headline":"Port hit","datePublished":"2026-10-05T08:30:00Z"}</script>`
	body := pageWith(head, "<nav>"+strings.Repeat("<a href=/x>Section</a>", 200)+"</nav><h1>Port hit</h1>"+paragraphs(30)+strings.Repeat("<aside><a href=/y>Another story of the day</a></aside>", 100))
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Extract(b.Context(), Input{Body: body, URL: "https://courier.example/a", FetchedAt: fetchedAt}); err != nil {
			b.Fatal(err)
		}
	}
}
