package page

import (
	_ "embed"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// An article's column holds more than the article: captions, teasers of other articles, share buttons,
// forms to subscribe. What its mark-up gives away is taken out before the article is looked for; what only
// its words and links give away is taken out of the lines that were found.

//go:embed data/furniture.tsv
var furnitureTSV []byte

// furnitureWords maps words of class names, whole lines and openings of lines to what they show; it is read
// once and never changed.
var furnitureWords = readTable(furnitureTSV)

// shows reports whether a word stands in the table as one that shows furniture in that place.
func shows(word, place string) bool {
	for p := range strings.SplitSeq(furnitureWords[word], "|") {
		if p == place {
			return true
		}
	}
	return false
}

// strip removes the elements that only hold furniture. One that holds most of the page's text is none,
// whatever its name says.
func strip(doc *html.Node) {
	size := map[*html.Node]int{}
	total := measure(doc, size)
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		for c := n.FirstChild; c != nil; {
			next := c.NextSibling
			if c.Type == html.ElementNode && furniture(c) && size[c]*5 < total {
				n.RemoveChild(c)
			} else {
				walk(c)
			}
			c = next
		}
	}
	walk(doc)
}

func furniture(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Html, atom.Body, atom.Main, atom.Article, atom.P:
		return false
	}
	if hasToken(attr(n, "aria-hidden"), "true") && n.DataAtom != atom.A {
		return true
	}
	return namesFurniture(attr(n, "class")) || namesFurniture(attr(n, "id"))
}

// longestName is how many bytes of a class attribute are looked at.
const longestName = 300

// namesFurniture looks for the words of the table in a class or id, one word or two that a hyphen joins.
func namesFurniture(name string) bool {
	last := ""
	for _, w := range strings.FieldsFunc(strings.ToLower(name[:min(len(name), longestName)]), func(r rune) bool { return r == ' ' || r == '_' || r == '-' }) {
		if shows(w, "name") || last != "" && shows(last+"-"+w, "name") {
			return true
		}
		last = w
	}
	return false
}

// measure notes how many bytes of visible text stand below each element.
func measure(n *html.Node, size map[*html.Node]int) int {
	all := 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == html.TextNode:
			all += len(strings.TrimSpace(c.Data))
		case c.Type == html.ElementNode && !dropped(c):
			all += measure(c, size)
		}
	}
	size[n] = all
	return all
}

// line is one line of rendered text and what the mark-up says of it.
type line struct {
	text    string
	linked  int // bytes of it that are a link's text
	heading bool
	item    bool // of a list, or a cell
}

// article joins the lines that belong to the article: its sentences, and what stands between them without
// being a teaser or a label. Where sentences are not most of it, as in a list or a poem, all its lines are.
func article(lines []line) string {
	first, last, all, sentences := len(lines), -1, 0, 0
	for i := range lines {
		l := &lines[i]
		if l.teaser() || l.label() {
			continue
		}
		all += len(l.text)
		if l.ends() && words(l.text) >= leastWords || l.prose() {
			sentences += len(l.text)
			first, last = min(first, i), i
		}
	}
	if sentences*3 < all*2 {
		first, last = 0, len(lines)
	}
	var kept []string
	for i := range lines {
		if l := &lines[i]; i >= first && (i <= last || l.item) && !l.teaser() && !l.label() {
			kept = append(kept, l.text)
		}
	}
	return strings.Join(kept, "\n")
}

const (
	proseWords = 10 // words from which on a line that ends like a sentence counts as prose
	leastWords = 4  // of a sentence
	proseRunes = 30 // the same for scripts that write no blanks
)

// prose reports whether a line is a paragraph of sentences.
func (l *line) prose() bool {
	return l.ends() && (words(l.text) >= proseWords || ideographic(l.text) && utf8.RuneCountInString(l.text) >= proseRunes)
}

// ends reports whether a line ends like a sentence.
func (l *line) ends() bool {
	r, _ := utf8.DecodeLastRuneInString(strings.TrimRight(l.text, `"'”’»)] `))
	return strings.ContainsRune(".!?:…。！？؟।", r)
}

// teaser reports whether a line is a link to something else, with or without a word before it that says so.
func (l *line) teaser() bool {
	switch {
	case l.linked*10 >= len(l.text)*9:
		return !l.prose() || !l.heading && l.linked*100 >= len(l.text)*98
	case l.linked*2 >= len(l.text):
		return !l.ends() && !l.item
	}
	return false
}

var counted = regexp.MustCompile(`^(?:image|photo|slide)?\s*\d+\s*(?:of|/)\s*/?\s*\d+$`)

// label reports whether a line stands for a picture, a button or a form, by its own words.
func (l *line) label() bool {
	if l.prose() || len(l.text) > 200 {
		return false
	}
	low := strings.ToLower(l.text)
	if shows(strings.TrimRight(low, " .:…»>"), "line") || counted.MatchString(low) {
		return true
	}
	if strings.HasPrefix(low, "http://") || strings.HasPrefix(low, "https://") {
		return !strings.Contains(low, " ")
	}
	opening, _, ok := strings.Cut(low, ":")
	if ok {
		return shows(strings.TrimSpace(opening), "opening")
	}
	first, rest, _ := strings.Cut(low, " ")
	return shows(first, "opening") && (first == "©" || words(rest) <= 4)
}
