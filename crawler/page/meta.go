package page

import (
	nurl "net/url"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// meta is everything that a page declares about itself, gathered in one walk before an extractor
// changes the tree.
type meta struct {
	lang      string
	canonical string
	title     string
	values    map[string][]string // meta elements by name, property or itemprop, in lower case
	headings  []string            // h1
	times     []timeMark
	bylines   []string // rel=author and itemprop=author, then elements of a byline class
	ld        linked
}

// timeMark is a time element. declared means that its own mark-up calls it the publication date.
type timeMark struct {
	datetime string
	declared bool
}

const (
	maxValues  = 2000 // of meta elements, headings and the like that are kept
	maxHeading = 500  // bytes of a heading or byline that are kept
)

func (m *meta) first(names ...string) string {
	for _, n := range names {
		for _, v := range m.values[n] {
			if v != "" {
				return v
			}
		}
	}
	return ""
}

func readMeta(doc *html.Node) *meta {
	m := &meta{values: map[string][]string{}}
	var scripts []string
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if n.DataAtom == atom.Script {
			if strings.Contains(strings.ToLower(attr(n, "type")), "ld+json") && n.FirstChild != nil {
				scripts = append(scripts, n.FirstChild.Data)
			}
			continue
		}
		m.element(n)
	}
	m.ld = readLinked(scripts, m.pageAddresses())
	return m
}

func (m *meta) element(n *html.Node) {
	switch n.DataAtom {
	case atom.Html:
		m.lang = firstOf(m.lang, attr(n, "lang"), attr(n, "xml:lang"))
	case atom.Title:
		if m.title == "" && (n.Parent == nil || n.Parent.DataAtom != atom.Svg) {
			m.title = shortText(n)
		}
	case atom.Meta:
		m.metaElement(n)
	case atom.Link:
		if m.canonical == "" && hasToken(attr(n, "rel"), "canonical") {
			m.canonical = attr(n, "href")
		}
	case atom.H1:
		if len(m.headings) < 10 {
			m.headings = append(m.headings, shortText(n))
		}
	case atom.Time:
		m.timeElement(n)
	}
	m.byline(n)
}

func (m *meta) metaElement(n *html.Node) {
	if len(m.values) > maxValues {
		return
	}
	for _, key := range []string{"property", "name", "itemprop", "http-equiv"} {
		if name := strings.ToLower(attr(n, key)); name != "" {
			m.values[name] = append(m.values[name], clean(attr(n, "content")))
		}
	}
}

func (m *meta) timeElement(n *html.Node) {
	if len(m.times) > 50 {
		return
	}
	at := firstOf(attr(n, "datetime"), attr(n, "content"))
	if at == "" {
		return
	}
	_, pubdate := lookup(n, "pubdate")
	m.times = append(m.times, timeMark{at, pubdate || hasToken(attr(n, "itemprop"), "datePublished")})
}

// byline keeps the text of elements that mark an author. Only short ones: a class named "author" also
// wraps biographies.
func (m *meta) byline(n *html.Node) {
	if len(m.bylines) > 10 || n.DataAtom == atom.Meta || n.DataAtom == atom.Link {
		return
	}
	declared := hasToken(attr(n, "rel"), "author") || hasToken(attr(n, "itemprop"), "author")
	class := strings.ToLower(attr(n, "class"))
	if !declared && !strings.Contains(class, "byline") && !strings.Contains(class, "author-name") && !hasToken(class, "author") {
		return
	}
	if text := shortText(n); text != "" && len(text) < 150 {
		m.bylines = append(m.bylines, text)
	}
}

// pageAddresses are the forms under which the page names itself, to know its own JSON-LD among others.
func (m *meta) pageAddresses() []string {
	return []string{m.canonical, m.first("og:url")}
}

func attr(n *html.Node, key string) string {
	v, _ := lookup(n, key)
	return strings.TrimSpace(v)
}

func lookup(n *html.Node, key string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val, true
		}
	}
	return "", false
}

func hasToken(list, token string) bool {
	for f := range strings.FieldsSeq(list) {
		if strings.EqualFold(f, token) {
			return true
		}
	}
	return false
}

func firstOf(list ...string) string {
	for _, s := range list {
		if s != "" {
			return s
		}
	}
	return ""
}

// shortText is the text below n on one line, cut where it is longer than any heading.
func shortText(n *html.Node) string {
	var w lineWriter
	for d := range n.Descendants() {
		if d.Type == html.TextNode && (d.Parent == nil || d.Parent.DataAtom != atom.Script && d.Parent.DataAtom != atom.Style) {
			w.text(d.Data)
			w.blank = w.blank || isBlock(tagOf(d.Parent))
		}
		if w.line.Len() > maxHeading {
			break
		}
	}
	return cut(w.finish(), maxHeading)
}

func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// hostName is the page's host without a leading www.
func hostName(raw string) string {
	u, err := nurl.Parse(raw)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(u.Hostname(), "www.")
}
