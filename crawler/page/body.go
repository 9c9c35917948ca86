package page

import (
	nurl "net/url"
	"strings"

	readability "codeberg.org/readeck/go-readability/v2"
	"github.com/abadojack/whatlanggo"
	"golang.org/x/net/html"
)

// body is the text of an article and the language that it is written in, where detection is sure.
type body struct {
	text     string
	language string
}

// readBody asks readability for the part of the page that is the article, from which the page's furniture
// was taken before and the furniture's lines are taken after: readability finds nearly all of an article,
// and captions, teasers and labels with it. JSON-LD's articleBody is often cut or without its headings, so
// it serves only where the page itself holds next to nothing.
func readBody(doc *html.Node, base *nurl.URL, m *meta) body {
	strip(doc)
	parser := readability.NewParser()
	parser.DisableJSONLD = true // what it reads there we have read already
	parser.KeepClasses = true
	var b body
	if a, err := parser.ParseDocument(doc, base); err == nil && a.Node != nil {
		var w lineWriter
		w.node(a.Node)
		b.text = article(w.lines())
	}
	if words(b.text) < 100 && words(m.ld.body) > 2*words(b.text) {
		b.text = m.ld.body
	}
	if found := whatlanggo.Detect(sample(b.text)); found.IsReliable() {
		b.language = found.Lang.Iso6391()
	}
	return b
}

// sample is as much of a text as the detector needs.
func sample(s string) string {
	const enough = 2000
	if len(s) > enough {
		s = strings.ToValidUTF8(s[:enough], "")
	}
	return s
}

func words(s string) int { return len(strings.Fields(s)) }

func renderFragment(s string) string {
	nodes, err := html.ParseFragment(strings.NewReader(s), nil)
	if err != nil {
		return ""
	}
	var w lineWriter
	for _, n := range nodes {
		w.node(n)
	}
	return w.finish()
}
