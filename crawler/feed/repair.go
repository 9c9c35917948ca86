package feed

import (
	"bytes"
	"fmt"
	"html"
	"regexp"
)

// trimLead drops what stands before the first mark-up: blanks, line breaks, stray output of a script.
func trimLead(text []byte) []byte {
	text = bytes.TrimLeft(text, "\x00\t\r\n \uFEFF\u00A0")
	if len(text) == 0 || text[0] == '<' || text[0] == '{' {
		return text
	}
	const farthest = 4096
	if i := bytes.IndexByte(text[:min(len(text), farthest)], '<'); i >= 0 {
		return text[i:]
	}
	return text
}

var (
	htmlStart = regexp.MustCompile(`(?is)^(?:<!--.*?-->|<\?xml[^>]*\?>|\s)*(?:<!doctype\s+html|<html|<head|<body)`)
	linkTag   = regexp.MustCompile(`(?is)<link\s[^>]*>`)
	feedType  = regexp.MustCompile(`(?i)type\s*=\s*["']?application/(?:rss\+xml|atom\+xml|feed\+json)`)
	hrefValue = regexp.MustCompile(`(?i)href\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))`)
)

func isHTML(text []byte) bool { return htmlStart.Match(text[:min(len(text), 16<<10)]) }

// offered lists the feeds that a page links to, so that a message can say what to poll instead.
func offered(page []byte) []string {
	var out []string
	for _, tag := range linkTag.FindAll(page[:min(len(page), 256<<10)], 200) {
		if m := hrefValue.FindSubmatch(tag); feedType.Match(tag) && m != nil && len(out) < 5 {
			out = append(out, html.UnescapeString(string(bytes.Join(m[1:], nil))))
		}
	}
	return out
}

// repair makes a feed readable by a strict parser: no prolog that names a charset which no longer holds,
// no document type (and so no entities of its own), no control characters, every ampersand outside
// CDATA an escape, HTML's named entities as characters. A feed that nests without end is refused here:
// its parser recurses.
func repair(text []byte) ([]byte, error) {
	out := make([]byte, 0, len(text)+len(text)/50)
	var d depth
	for i := 0; i < len(text); {
		c := text[i]
		switch {
		case c == '<' && bytes.HasPrefix(text[i:], []byte("<![CDATA[")):
			end := after(text, i, "]]>")
			out = appendClean(out, text[i:end])
			i = end
		case c == '<' && bytes.HasPrefix(text[i:], []byte("<!--")):
			i = after(text, i, "-->")
		case c == '<' && hasPrefixFold(text[i:], "<!doctype"):
			i = afterDoctype(text, i)
		case c == '<' && hasPrefixFold(text[i:], "<?xml") && !hasPrefixFold(text[i:], "<?xml-"):
			i = after(text, i, "?>")
		case c == '&':
			var n int
			out, n = appendReference(out, text[i:])
			i += n
		default:
			d.at(text, i)
			out = appendClean(out, text[i:i+1])
			i++
		}
		if d.open > maxDepth {
			return nil, fmt.Errorf("the feed nests its elements deeper than %d", maxDepth)
		}
	}
	return bytes.TrimLeft(out, " \r\n\t"), nil
}

// maxDepth is far beyond any feed, also one whose descriptions hold HTML that never closes a tag.
const maxDepth = 5000

// depth counts the open elements, byte by byte.
type depth struct {
	open  int
	inTag bool // in a start tag
}

func (d *depth) at(text []byte, i int) {
	switch {
	case text[i] == '<' && i+1 < len(text) && text[i+1] == '/':
		d.open, d.inTag = max(d.open-1, 0), false
	case text[i] == '<':
		d.inTag = true
	case text[i] == '>' && d.inTag:
		d.inTag = false
		if text[i-1] != '/' {
			d.open++
		}
	}
}

// after is the index behind the next end mark, or the end of the text.
func after(text []byte, from int, mark string) int {
	if i := bytes.Index(text[from:], []byte(mark)); i >= 0 {
		return from + i + len(mark)
	}
	return len(text)
}

func afterDoctype(text []byte, from int) int {
	end := after(text, from, ">")
	if i := bytes.IndexByte(text[from:end], '['); i >= 0 {
		if j := bytes.IndexByte(text[from+i:], ']'); j >= 0 {
			return after(text, from+i+j, ">")
		}
		return len(text)
	}
	return end
}

// appendClean drops the control characters, and the two code points, that XML does not allow.
func appendClean(out, text []byte) []byte {
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' || c == 0x7f {
			continue
		}
		if c == 0xEF && i+2 < len(text) && text[i+1] == 0xBF && text[i+2] >= 0xBE {
			i += 2
			continue
		}
		out = append(out, c)
	}
	return out
}

const longestName = 33 // the longest of HTML's entity names has 31 letters

// appendReference writes what the ampersand at the start of text means, and says how much it took.
func appendReference(out, text []byte) ([]byte, int) {
	end := bytes.IndexByte(text[:min(len(text), longestName)], ';')
	if end < 2 {
		return append(out, "&amp;"...), 1
	}
	ref := text[:end+1]
	if ref[1] == '#' {
		if r := []rune(html.UnescapeString(string(ref))); len(r) == 1 && validXML(r[0]) {
			return appendEscaped(out, r[0]), len(ref)
		}
		return append(out, "&amp;"...), 1
	}
	switch string(ref) {
	case "&amp;", "&lt;", "&gt;", "&quot;", "&apos;":
		return append(out, ref...), len(ref)
	}
	if s := html.UnescapeString(string(ref)); s != string(ref) {
		for _, r := range s {
			out = appendEscaped(out, r)
		}
		return out, len(ref)
	}
	return append(out, "&amp;"...), 1
}

func appendEscaped(out []byte, r rune) []byte {
	switch r {
	case '<':
		return append(out, "&lt;"...)
	case '>':
		return append(out, "&gt;"...)
	case '&':
		return append(out, "&amp;"...)
	case '"':
		return append(out, "&quot;"...)
	}
	return append(out, string(r)...)
}

func validXML(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r >= ' ' && r != 0x7f && r != 0xFFFD && r != 0xFFFE && r != 0xFFFF
}

func hasPrefixFold(text []byte, prefix string) bool {
	return len(text) >= len(prefix) && bytes.EqualFold(text[:len(prefix)], []byte(prefix))
}
