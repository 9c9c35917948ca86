package page

import (
	nurl "net/url"
	"strings"

	readability "codeberg.org/readeck/go-readability/v2"
	"github.com/markusmobius/go-htmldate"
	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"
)

// body is the text of an article and the language that it is written in, where detection is sure.
type body struct {
	text     string
	language string
}

// readBody runs both extractors on the page and merges what they found. trafilatura is the stricter one
// and takes readability's result over where its own is far shorter. JSON-LD's articleBody is often cut or
// without its headings, so it serves only where the page itself holds next to nothing.
func readBody(doc *html.Node, base *nurl.URL, m *meta) body {
	parser := readability.NewParser()
	parser.DisableJSONLD = true // what it reads there we have read already
	var fallback *html.Node
	var generous string
	if a, err := parser.ParseDocument(doc, base); err == nil && a.Node != nil {
		fallback, generous = a.Node, render(a.Node) // before trafilatura, which changes the node
	}
	var b body
	r, err := trafilatura.ExtractDocument(doc, trafilatura.Options{
		OriginalURL: base, ExcludeComments: true, EnableFallback: fallback != nil,
		FallbackCandidates: &trafilatura.FallbackCandidates{Readability: fallback},
		HtmlDateOverride:   &htmldate.Result{}, // dates are read apart, see publishedAt
	})
	if err == nil {
		b = body{render(r.ContentNode), r.Metadata.Language}
	}
	b.text = merge(b.text, generous)
	if words(b.text) < 100 && words(m.ld.body) > 2*words(b.text) {
		b.text = m.ld.body
	}
	return b
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
