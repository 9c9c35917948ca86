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

// salvage reads every whole item by itself, under the feed's own root so that its namespaces hold. One
// item that cannot be read costs only itself.
func salvage(text []byte) Feed {
	root := rootOpen.FindSubmatch(text)
	if root == nil {
		return Feed{}
	}
	open, name := root[0], root[1]
	if bytes.HasSuffix(open, []byte("/>")) {
		return Feed{}
	}
	before, after := wrapper(open, name)
	out := feedHead(text, before, after)
	for len(out.Items) < maxItems {
		at := itemOpen.FindSubmatchIndex(text)
		if at == nil {
			break
		}
		whole, rest := wholeItem(text, at)
		if whole != nil {
			one := bytes.Join([][]byte{before, whole, after}, nil)
			if f, err := parse(one); err == nil {
				out.Items = append(out.Items, convert(f).Items...)
			}
		}
		text = rest
	}
	return out
}

// wholeItem cuts the item that opens at the match: up to its end tag, unless another item opens before.
func wholeItem(text []byte, at []int) (whole, rest []byte) {
	inside := text[at[1]:]
	closing := []byte("</" + string(text[at[2]:at[3]]))
	end := bytes.Index(inside, closing)
	if end < 0 {
		if next := itemOpen.FindIndex(inside); next != nil {
			return nil, inside
		}
		return nil, nil
	}
	if next := itemOpen.FindIndex(inside[:end]); next != nil {
		return nil, inside[next[0]:]
	}
	tail := bytes.IndexByte(inside[end:], '>')
	if tail < 0 {
		return nil, nil
	}
	stop := end + tail + 1
	return text[at[0] : at[1]+stop], inside[stop:]
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
