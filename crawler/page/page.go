// Package page turns the HTML of one page into an article: body, title, authors, dates, publisher and
// canonical address. Extract is the entry point. It is a function of its input alone, never panics, and
// refuses by name what is no article.
package page

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	nurl "net/url"
	"strings"
	"time"

	"github.com/claimwire/claimwire/crawler/address"
	"github.com/claimwire/claimwire/crawler/charset"
	"github.com/claimwire/claimwire/internal/claim"
	"golang.org/x/net/html"
)

// Input is a page as it was fetched, and what its source already said about it.
type Input struct {
	Body        []byte
	URL         string    // where it was fetched, after redirects
	ContentType string    // of the response; empty means: look at the bytes
	FetchedAt   time.Time // zero means now
	Hint        Hint
	Limits      Limits
}

// Hint is what a feed or sitemap says of the page. It fills what the page itself does not say.
type Hint struct {
	Title     string
	Publisher string
	Authors   []string
	Language  string
	Published time.Time
	Precision claim.Precision
}

// Limits bound the work that one page may cause. A zero field means its default.
type Limits struct {
	Bytes    int           // of HTML; default 10 MiB
	Elements int           // tags in the page; default 60,000
	Text     int           // bytes of extracted text; default 1 MiB
	Wall     time.Duration // default 10 s
}

// Result is an article and what was wrong with the page without costing the article.
type Result struct {
	Article  claim.Article
	Warnings []string
}

// Reason says in one word why a page gives no article. It is counted, so the set is closed.
type Reason string

// The reasons for refusing a page.
const (
	NoText      Reason = "no text"
	NotHTML     Reason = "not a page"
	TooLarge    Reason = "too large"
	TooComplex  Reason = "too complex"
	TooSlow     Reason = "too slow"
	ParserPanic Reason = "parser failed"
)

// Refused is the error of a page that gives no article, now or on any later attempt.
type Refused struct {
	Reason Reason
	Detail string
}

func (e *Refused) Error() string { return string(e.Reason) + ": " + e.Detail }

func refuse(r Reason, format string, args ...any) error {
	return &Refused{Reason: r, Detail: fmt.Sprintf(format, args...)}
}

func (l Limits) withDefaults() Limits {
	if l.Bytes <= 0 {
		l.Bytes = 10 << 20
	}
	if l.Elements <= 0 {
		l.Elements = 60_000
	}
	if l.Text <= 0 {
		l.Text = 1 << 20
	}
	if l.Wall <= 0 {
		l.Wall = 10 * time.Second
	}
	return l
}

// minText is the least text, in bytes, that counts as an article: less is a caption, a cookie notice or
// the shell of a page that a script fills.
const minText = 100

// Extract reads the article on a page. The error is a *Refused, or ctx's own.
//
// The libraries behind it cannot be interrupted: past the wall clock Extract returns and the work goes on
// unseen until it ends, which the limits on bytes, elements and depth bring about.
func Extract(ctx context.Context, in Input) (Result, error) {
	in.Limits = in.Limits.withDefaults()
	if in.FetchedAt.IsZero() {
		in.FetchedAt = time.Now().UTC()
	}
	ctx, cancel := context.WithTimeout(ctx, in.Limits.Wall)
	defer cancel()
	done := make(chan outcome, 1)
	go func() { done <- extractSafely(ctx, in) }()
	select {
	case o := <-done:
		return o.result, o.err
	case <-ctx.Done():
		return Result{}, stopped(ctx, in)
	}
}

type outcome struct {
	result Result
	err    error
}

func stopped(ctx context.Context, in Input) error {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return refuse(TooSlow, "reading the page took longer than %s", in.Limits.Wall)
	}
	return ctx.Err()
}

func extractSafely(ctx context.Context, in Input) (o outcome) {
	defer func() {
		if r := recover(); r != nil {
			o = outcome{err: refuse(ParserPanic, "%v", r)}
		}
	}()
	o.result, o.err = extract(ctx, in)
	return o
}

func extract(ctx context.Context, in Input) (Result, error) {
	doc, err := parse(in)
	if err != nil {
		return Result{}, err
	}
	base, _ := nurl.Parse(in.URL) // an address that cannot be read only leaves links unresolved
	if base == nil {
		base = &nurl.URL{}
	}
	m := readMeta(doc)
	published, warnings := publishedAt(doc, m, in)
	if ctx.Err() != nil {
		return Result{}, stopped(ctx, in)
	}
	body := readBody(doc, base, m)
	if len(body.text) < minText {
		return Result{}, refuse(NoText, "the page holds %d bytes of text; it may need a script or a subscription", len(body.text))
	}
	if len(body.text) > in.Limits.Text {
		return Result{}, refuse(TooLarge, "%d bytes of text are over limits.article (%d)", len(body.text), in.Limits.Text)
	}
	a := claim.Article{
		URL: in.URL, CanonicalURL: canonical(m, in.URL), FetchedAt: in.FetchedAt,
		Title: title(m, in), Text: body.text, Publisher: publisher(m, in), Language: language(m, body, in),
		PublishedAt: published.At, PublishedPrecision: published.Precision,
	}
	a.Text = withoutTitle(a.Text, a.Title)
	a.Authors, a.Wire = authors(m, in.Hint, a.Publisher)
	a.Complete()
	return Result{Article: a, Warnings: warnings}, nil
}

// withoutTitle drops the headline from the top of the text, where it would be read a second time.
func withoutTitle(text, title string) string {
	first, rest, ok := strings.Cut(text, "\n")
	if t := letters(title); ok && t != "" && letters(first) == t {
		return rest
	}
	return text
}

// parse checks the page against the limits before a tree is built from it.
func parse(in Input) (*html.Node, error) {
	if err := checkType(in); err != nil {
		return nil, err
	}
	if len(in.Body) > in.Limits.Bytes {
		return nil, refuse(TooLarge, "%d bytes of HTML are more than %d", len(in.Body), in.Limits.Bytes)
	}
	text, _ := charset.Decode(in.Body, in.ContentType)
	if binary(text) {
		return nil, refuse(NotHTML, "its bytes are no text in any encoding")
	}
	if n := countTags(text); n > in.Limits.Elements {
		return nil, refuse(TooComplex, "%d tags are more than %d", n, in.Limits.Elements)
	}
	doc, err := html.Parse(bytes.NewReader(text))
	if err != nil { // the parser itself stops at 512 open elements
		return nil, refuse(TooComplex, "%v", err)
	}
	return doc, nil
}

// countTags counts what may open or close an element, which bounds the nodes of the tree to within a
// small factor.
func countTags(text []byte) int {
	n := 0
	for {
		i := bytes.IndexByte(text, '<')
		if i < 0 || i+1 >= len(text) {
			return n
		}
		if c := text[i+1] | 0x20; c >= 'a' && c <= 'z' {
			n++
		}
		text = text[i+1:]
	}
}

// canonical is the address that the page gives for itself, where that can be believed: on the same site,
// and not the front page for an article.
func canonical(m *meta, pageURL string) string {
	if pageURL == "" {
		return ""
	}
	for _, ref := range []string{m.canonical, m.first("og:url")} {
		if ref == "" {
			continue
		}
		got, err := address.Resolve(pageURL, ref)
		if err != nil || !address.SameSite(got, pageURL) {
			continue
		}
		if u, err := nurl.Parse(got); err == nil && u.Path == "/" && u.RawQuery == "" && !isRoot(pageURL) {
			continue
		}
		return got
	}
	normal, err := address.Normal(pageURL)
	if err != nil {
		return ""
	}
	return normal
}

func isRoot(raw string) bool {
	u, err := nurl.Parse(raw)
	return err == nil && (u.Path == "" || u.Path == "/")
}
