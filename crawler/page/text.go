package page

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// lineWriter collects text, a line for each paragraph, heading, list item and table row, with runs of white
// space made one blank; a block's edge ends the line, and an empty line is never written.
type lineWriter struct {
	out     []line
	line    strings.Builder
	blank   bool // a blank is due before the next word
	link    int  // how many links the writer is in
	linked  int  // bytes of the line that are in a link
	heading int
	item    int
}

func (w *lineWriter) node(n *html.Node) {
	switch n.Type {
	case html.TextNode:
		w.text(n.Data)
		return
	case html.ElementNode:
		if dropped(n) {
			return
		}
	case html.DocumentNode:
	default:
		return
	}
	tag := tagOf(n)
	block := isBlock(tag)
	if block || tag == atom.Br {
		w.flush()
	} else if tag == atom.Td || tag == atom.Th {
		w.blank = true
	}
	w.enter(tag, 1)
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.node(c)
	}
	if block {
		w.flush()
	}
	w.enter(tag, -1)
}

// enter notes that an element begins, by 1, or ends, by -1.
func (w *lineWriter) enter(tag atom.Atom, by int) {
	switch tag {
	case atom.A:
		w.link += by
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		w.heading += by
	case atom.Li, atom.Td, atom.Th, atom.Dd, atom.Dt:
		w.item += by
	}
}

func (w *lineWriter) text(s string) {
	before := w.line.Len()
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			w.blank = true
		case r == '\u200b' || r == '\ufeff' || r == '\u00ad' || r < ' ' || r == 0x7f:
			// zero-width blanks, soft hyphens and controls would split words for every later reader
		default:
			if w.blank && w.line.Len() > 0 {
				w.line.WriteByte(' ')
			}
			w.blank = false
			w.line.WriteRune(r)
		}
	}
	if w.link > 0 {
		w.linked += w.line.Len() - before
	}
}

func (w *lineWriter) flush() {
	w.blank = false
	if w.line.Len() > 0 {
		w.out = append(w.out, line{text: w.line.String(), linked: w.linked, heading: w.heading > 0, item: w.item > 0})
	}
	w.line.Reset()
	w.linked = 0
}

func (w *lineWriter) lines() []line {
	w.flush()
	return w.out
}

func (w *lineWriter) finish() string {
	var b strings.Builder
	for i, l := range w.lines() {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(l.text)
	}
	return b.String()
}

// dropped names what is never prose of the article, wherever an extractor left it.
func dropped(n *html.Node) bool {
	switch tagOf(n) {
	case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Iframe, atom.Object, atom.Svg, atom.Math,
		atom.Button, atom.Select, atom.Textarea, atom.Input, atom.Figure, atom.Figcaption, atom.Audio, atom.Video,
		atom.Head, atom.Nav:
		return true
	}
	return false
}

// tagOf knows a node's tag also where an extractor renamed it and left the atom behind.
func tagOf(n *html.Node) atom.Atom {
	if n.DataAtom != 0 && n.DataAtom.String() == n.Data {
		return n.DataAtom
	}
	return atom.Lookup([]byte(n.Data))
}

func isBlock(a atom.Atom) bool {
	switch a {
	case atom.P, atom.Div, atom.Section, atom.Article, atom.Main, atom.Header, atom.Footer, atom.Aside,
		atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Ul, atom.Ol, atom.Li, atom.Dl, atom.Dt, atom.Dd,
		atom.Table, atom.Tr, atom.Thead, atom.Tbody, atom.Caption, atom.Blockquote, atom.Pre, atom.Hr, atom.Body,
		atom.Address, atom.Details, atom.Summary, atom.Fieldset, atom.Center:
		return true
	}
	return false
}

// clean brings a string of metadata to one line without markup blanks.
func clean(s string) string {
	var w lineWriter
	w.text(s)
	return w.finish()
}
