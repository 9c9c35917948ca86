package feed

import (
	"bytes"
	"regexp"
)

var (
	itemOpen = regexp.MustCompile(`<((?:[A-Za-z][\w.-]*:)?(?:item|entry))(?:\s[^>]*)?>`)
	rootOpen = regexp.MustCompile(`(?s)<((?:[A-Za-z][\w.-]*:)?(?:rss|feed|RDF))(?:\s[^>]*)?>`)
	headOpen = regexp.MustCompile(`(?s)<title(?:\s[^>]*)?>.*?</title>`)
)

// maxRoot is how long the root's start tag may be: it is copied in front of every item.
const maxRoot = 8 << 10

// salvage reads every whole item by itself, under the feed's own root so that its namespaces hold. One
// item that cannot be read costs only itself.
func salvage(text []byte) Feed {
	root := rootOpen.FindSubmatch(text)
	if root == nil || len(root[0]) > maxRoot || bytes.HasSuffix(root[0], []byte("/>")) {
		return Feed{}
	}
	before, after := wrapper(root[0], root[1])
	out := feedHead(text, before, after)
	items := itemScan{text: text}
	for range maxItems {
		whole := items.next()
		if whole == nil {
			break
		}
		if f, err := parse(bytes.Join([][]byte{before, whole, after}, nil)); err == nil {
			out.Items = append(out.Items, convert(f).Items...)
		}
	}
	out.Items = out.Items[:min(len(out.Items), maxItems)]
	return out
}

// itemScan finds whole items in one pass over the text, however many of them are never closed.
type itemScan struct {
	text     []byte
	pos      int
	closing  []byte // the start of the end tag; the first item decides what items are called
	closedAt int    // where the next end tag stands, if it is behind pos
}

// next returns the next item that is closed before another one opens, or nil.
func (s *itemScan) next() []byte {
	for {
		at := itemOpen.FindSubmatchIndex(s.text[s.pos:])
		if at == nil {
			return nil
		}
		start, inside := s.pos+at[0], s.pos+at[1]
		if s.closing == nil {
			s.closing = append([]byte("</"), s.text[s.pos+at[2]:s.pos+at[3]]...)
		}
		if s.closedAt < inside {
			i := bytes.Index(s.text[inside:], s.closing)
			if i < 0 {
				return nil
			}
			s.closedAt = inside + i
		}
		if another := itemOpen.FindIndex(s.text[inside:s.closedAt]); another != nil {
			s.pos = inside + another[0]
			continue
		}
		tail := bytes.IndexByte(s.text[s.closedAt:], '>')
		if tail < 0 {
			return nil
		}
		s.pos = s.closedAt + tail + 1
		return s.text[start:s.pos]
	}
}

func wrapper(open, name []byte) (before, after []byte) {
	end := append(append([]byte("</"), name...), '>')
	if bytes.HasSuffix(name, []byte("rss")) {
		return append(bytes.Clone(open), "<channel>"...), append([]byte("</channel>"), end...)
	}
	return bytes.Clone(open), end
}

// feedHead reads the feed's own title, which stands before the first item.
func feedHead(text, before, after []byte) Feed {
	head := text
	if at := itemOpen.FindIndex(text); at != nil {
		head = text[:at[0]]
	}
	title := headOpen.Find(head)
	if title == nil {
		return Feed{}
	}
	f, err := parse(bytes.Join([][]byte{before, title, after}, nil))
	if err != nil {
		return Feed{}
	}
	return Feed{Title: oneLine(f.Title)}
}
