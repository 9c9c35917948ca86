package page

import (
	nurl "net/url"
	"path"
	"regexp"
	"strings"

	"github.com/claimwire/claimwire/crawler/address"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Link is a link on a front page that looks like one to an article.
type Link struct {
	URL   string // normal form
	Title string
}

// maxLinks bounds the links that are taken from one front page.
const maxLinks = 500

// Links lists the articles that a front page links to, on its own site, in the page's order, and the
// feeds that it offers. What an article's link looks like is a guess from its words and address; a page
// that turns out to be none costs one request.
func Links(in Input) (links []Link, feeds []string, err error) {
	in.Limits = in.Limits.withDefaults()
	defer func() {
		if r := recover(); r != nil {
			links, feeds, err = nil, nil, refuse(ParserPanic, "%v", r)
		}
	}()
	doc, err := parse(in)
	if err != nil {
		return nil, nil, err
	}
	base := in.URL
	seen := map[string]bool{}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.DataAtom {
		case atom.Base:
			if b, err := address.Resolve(in.URL, attr(n, "href")); err == nil {
				base = b
			}
		case atom.Link:
			feeds = appendFeed(feeds, base, n)
		case atom.A:
			if l, ok := articleLink(base, n); ok && !seen[l.URL] && address.SameSite(l.URL, in.URL) && len(links) < maxLinks {
				seen[l.URL] = true
				links = append(links, l)
			}
		}
	}
	return links, feeds, nil
}

func appendFeed(feeds []string, base string, n *html.Node) []string {
	switch strings.ToLower(attr(n, "type")) {
	case "application/rss+xml", "application/atom+xml", "application/feed+json":
		if u, err := address.Resolve(base, attr(n, "href")); err == nil && len(feeds) < 20 {
			return append(feeds, u)
		}
	}
	return feeds
}

func articleLink(base string, n *html.Node) (Link, bool) {
	href := attr(n, "href")
	if href == "" || strings.HasPrefix(href, "#") || hasToken(attr(n, "rel"), "nofollow") {
		return Link{}, false
	}
	u, err := address.Resolve(base, href)
	if err != nil {
		return Link{}, false
	}
	title := shortText(n)
	if !headline(title) && !(inHeading(n) && words(title) >= 3) || !articlePath(u) {
		return Link{}, false
	}
	return Link{URL: u, Title: title}, true
}

// headline reports whether the words of a link are a headline's: names of sections are shorter.
func headline(s string) bool {
	return words(s) >= 4 && len(s) >= 20 || ideographic(s) && len(s) >= 24
}

func inHeading(n *html.Node) bool {
	for p, up := n.Parent, 0; p != nil && up < 4; p, up = p.Parent, up+1 {
		switch p.DataAtom {
		case atom.H1, atom.H2, atom.H3, atom.H4, atom.Article:
			return true
		}
	}
	return false
}

var (
	longNumber = regexp.MustCompile(`\d{4,}`)
	mediaFile  = regexp.MustCompile(`(?i)\.(?:jpe?g|png|gif|webp|svg|pdf|mp[34]|zip|xml|rss|json|css|js|docx?|xlsx?)$`)
)

// articlePath reports whether an address is that of an article and not of a section: a slug of several
// words, a number or a date.
func articlePath(raw string) bool {
	u, err := nurl.Parse(raw)
	if err != nil || u.Path == "/" && u.RawQuery == "" || mediaFile.MatchString(u.Path) {
		return false
	}
	last := path.Base(u.Path)
	if strings.Count(last, "-")+strings.Count(last, "_") >= 2 || longNumber.MatchString(last) || longNumber.MatchString(u.RawQuery) {
		return true
	}
	_, dated := dateInAddress(raw)
	return dated || strings.HasSuffix(last, ".html") && strings.Contains(last, "-")
}
