package citation

import (
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/lexicon"
)

// wires are the news agencies by the names that their marks give.
type wires map[string]string

func loadWires(lex *lexicon.Lexicon) wires {
	w := wires{}
	for _, row := range lex.Rows("en/wires") {
		w[row.Get("mark")] = row.Get("agency")
	}
	return w
}

// shortNames are the letters that a body goes by as a source, by its name.
func shortNames(lex *lexicon.Lexicon) map[string]string {
	m := map[string]string{}
	for _, row := range lex.Rows("en/shortnames") {
		m[row.Get("name")] = row.Get("short")
	}
	return m
}

const (
	markParagraphs = 4   // paragraphs at either end that a mark may stand in
	markBytes      = 160 // of a paragraph's begin or end
)

// mark is the agency whose copy the article says it is: by its dateline, its byline or its credit line.
func (w wires) mark(d *doc.Doc) string {
	if d.Article.Wire != "" {
		return d.Article.Wire
	}
	ps := d.Body.Paragraphs
	for i, p := range ps {
		if i >= markParagraphs && i < len(ps)-markParagraphs {
			continue
		}
		s := strings.TrimSpace(d.Body.S[p.Start:p.End])
		if a := w.dateline(s); a != "" && i < markParagraphs {
			return a
		}
		if a := w.credit(s); a != "" {
			return a
		}
	}
	return ""
}

// dateline reads "LISBON, March 7 (Reuters) -" and "AFP -". A name in brackets with a dash behind it is
// an agency's whether the list knows it or not.
func (w wires) dateline(s string) string {
	head := s[:min(len(s), markBytes)]
	if open := strings.IndexByte(head, '('); open >= 0 {
		if length := strings.IndexByte(head[open:], ')'); length > 0 {
			name := strings.TrimSpace(head[open+1 : open+length])
			behind := strings.TrimSpace(head[open+length+1:])
			if dashed(behind) && named(name) && place(head[:open]) {
				return w.agency(name)
			}
		}
	}
	for _, dash := range [...]string{" - ", " – ", " — ", "/ "} {
		if name, _, ok := strings.Cut(head, dash); ok {
			if a, ok := w[strings.Trim(name, "/ ")]; ok {
				return a
			}
		}
	}
	return ""
}

// place reports whether what stands before the brackets is a place and a date: words with capitals, and
// figures.
func place(s string) bool {
	for _, word := range strings.Fields(s) {
		if c := word[0]; c >= 'a' && c <= 'z' && long(word) || strings.ContainsAny(word, "!?;\"“") {
			return false
		}
	}
	return true
}

func (w wires) agency(name string) string {
	if a, ok := w[name]; ok {
		return a
	}
	return name
}

func dashed(s string) bool {
	for _, dash := range [...]string{"-", "–", "—", "--", "−"} {
		if strings.HasPrefix(s, dash) {
			return true
		}
	}
	return false
}

// named reports whether a few words, each with a capital, stand there: no figure, no remark.
func named(s string) bool {
	words := strings.Fields(s)
	if len(words) == 0 || len(words) > 4 {
		return false
	}
	for _, word := range words {
		if c := word[0]; (c < 'A' || c > 'Z') && long(word) {
			return false
		}
	}
	return true
}

// long reports whether a word is too long to be a small word of a name.
func long(word string) bool { return len(word) > 3 }

// credit reads a line that only credits: "By AFP", "© 2019 Thomson Reuters", "(AP)", "Source: Xinhua".
func (w wires) credit(s string) string {
	if len(s) > markBytes {
		return ""
	}
	rest := strings.Trim(s, "()[]./| ")
	if a, ok := w[rest]; ok && rest != s {
		return a
	}
	for _, lead := range [...]string{"By ", "BY ", "©", "ⓒ", "(c)", "(C)", "Copyright", "Source:", "Agency:", "Agencies:", "From "} {
		after, ok := strings.CutPrefix(s, lead)
		if !ok {
			continue
		}
		after = strings.TrimLeft(after, " 0123456789©-–(c)")
		if end := strings.IndexAny(after, ".,;|/\n"); end >= 0 {
			after = after[:end]
		}
		if a, ok := w[strings.TrimSpace(after)]; ok {
			return a
		}
	}
	return ""
}
