// Package language tells in which language an article is written. It is the pass before all others, since
// the extractor has rules for English alone. What the page declares is the first evidence; frequent
// words of English in a few hundred bytes confirm or refute it; a detector is asked only in doubt, since
// it costs more than all passes together. Begin with New.
package language

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/abadojack/whatlanggo"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/lexicon"
	"github.com/claimwire/claimwire/extractor/match"
)

// English is the one language that the extractor has rules for.
const English = "en"

// Unknown is the language of a text that no evidence decides.
const Unknown = "und"

const (
	sample   = 400  // bytes in which English is looked for
	detected = 1000 // bytes that the detector sees
	// Of the words of English prose, 30 to 45 % are in the table; of other languages', under 5 %.
	plain   = 0.16
	foreign = 0.06
	few     = 6 // words, from which on a share says something
)

type pass struct{ stop map[string]bool }

// New returns the pass. It writes Doc.Language.
func New(lex *lexicon.Lexicon) func(*doc.Doc) {
	p := pass{stop: map[string]bool{}}
	for _, row := range lex.Rows("en/stopwords") {
		p.stop[row.Get("word")] = true
	}
	return func(d *doc.Doc) {
		d.Language = p.language(d.Article.Language, d.Title.S, d.Body.S)
	}
}

// language decides by the text where it is clear, then by what is declared, then by the detector.
func (p pass) language(declared, title, body string) string {
	declared = primary(declared)
	words, share := p.share(window(body, 0, sample))
	if words >= few && share < plain && len(body) > 4*sample {
		// A dateline, a table or a list of names may stand first: look into the middle too.
		if w, s := p.share(window(body, len(body)/2, sample)); s > share {
			words, share = w, s
		}
	}
	if words < few {
		words, share = p.share(window(title+" "+body, 0, sample))
	}
	switch {
	case words >= few && share >= plain:
		return English
	case declared != "" && declared != English && share < plain:
		return declared
	case words < few && declared != "":
		return declared
	case declared == English && share >= foreign:
		return English
	}
	return detect(title, body, words < 3*few || share >= foreign, declared)
}

// primary is the primary subtag of a BCP 47 tag, empty where it is none.
func primary(tag string) string {
	tag, _, _ = strings.Cut(strings.TrimSpace(tag), "-")
	tag, _, _ = strings.Cut(tag, "_")
	if len(tag) < 2 || len(tag) > 3 {
		return ""
	}
	for i := range len(tag) {
		if c := tag[i] | 0x20; c < 'a' || c > 'z' {
			return ""
		}
	}
	if tag = strings.ToLower(tag); tag == Unknown {
		return ""
	}
	return tag
}

// detect asks the detector. A text in Latin letters that it is unsure of is taken for what is declared,
// else for English where it may be: it is short, or has more of its frequent words than other languages
// do. To read a text in vain costs less than to leave one unread.
func detect(title, body string, maybe bool, declared string) string {
	info := whatlanggo.Detect(window(title+"\n"+body, 0, detected))
	code := info.Lang.Iso6391()
	if code == "" {
		code = info.Lang.Iso6393()
	}
	if code != "" && (info.IsReliable() || !latin(body)) {
		return code
	}
	if declared != "" {
		return declared
	}
	if maybe && latin(body) {
		return English
	}
	return Unknown
}

func latin(s string) bool {
	letters, own := 0, 0
	for _, r := range window(s, 0, sample) {
		if unicode.IsLetter(r) {
			letters++
			if r < 0x250 {
				own++
			}
		}
	}
	return 2*own >= letters
}

// share counts the words of a stretch of text and gives the share of them that is frequent in English.
func (p pass) share(s string) (words int, share float64) {
	var stack [32]byte
	hits := 0
	for s != "" {
		n := strings.IndexFunc(s, unicode.IsLetter)
		if n < 0 {
			break
		}
		s = s[n:]
		end := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
		if end < 0 {
			end = len(s)
		}
		words++
		if end <= len(stack)/2 && p.stop[string(match.Fold(stack[:0], s[:end]))] {
			hits++
		}
		s = s[end:]
	}
	if words == 0 {
		return 0, 0
	}
	return words, float64(hits) / float64(words)
}

// window is at most n bytes of s from about the offset, cut between runes.
func window(s string, from, n int) string {
	for from > 0 && from < len(s) && !utf8.RuneStart(s[from]) {
		from--
	}
	s = s[min(from, len(s)):]
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
