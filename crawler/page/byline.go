package page

import (
	"bytes"
	_ "embed"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

//go:embed data/wires.tsv
var wiresTSV []byte

//go:embed data/nonpersons.tsv
var nonpersonsTSV []byte

// wires maps the names of news agencies in lower case to their canonical name; nonpersons holds words
// that no person's name has. Both are read once and never changed.
var (
	wires      = readTable(wiresTSV)
	nonpersons = readTable(nonpersonsTSV)
)

// readTable reads "name<TAB>value" lines; a line without a value stands for itself.
func readTable(tsv []byte) map[string]string {
	table := map[string]string{}
	for line := range bytes.Lines(tsv) {
		s := strings.TrimRight(string(line), "\r\n")
		if s == "" || strings.HasPrefix(s, "#") {
			continue
		}
		name, value, _ := strings.Cut(s, "\t")
		table[name] = firstOf(value, name)
	}
	return table
}

// authors lists the people that the page names as its authors, and the agency whose copy it says it is.
func authors(m *meta, h Hint, publisher string) (people []string, wire string) {
	seen := map[string]bool{}
	take := func(name string, declaredPerson bool) {
		for _, part := range splitByline(name) {
			if w := wireOf(part, publisher); w != "" {
				wire = firstOf(wire, w)
				continue
			}
			key := strings.ToLower(part)
			if seen[key] || len(people) >= maxAuthors || namesOutlet(part, publisher) || !personName(part, declaredPerson) {
				continue
			}
			seen[key] = true
			people = append(people, part)
		}
	}
	for _, p := range m.ld.authors {
		if !p.org {
			take(p.name, p.person)
		} else if w := wireOf(p.name, publisher); w != "" {
			wire = firstOf(wire, w)
		}
	}
	for _, name := range append(m.ld.wireSources, m.ld.publisher) {
		wire = firstOf(wire, wireOf(name, publisher))
	}
	for _, group := range [][]string{metaAuthors(m), m.bylines, h.Authors} {
		if len(people) > 0 {
			break
		}
		for _, name := range group {
			take(name, false)
		}
	}
	return people, wire
}

const maxAuthors = 20

// namesOutlet reports whether a part of a byline is, or carries, the publisher's name.
func namesOutlet(part, publisher string) bool {
	p, out := letters(part), letters(publisher)
	return len(out) >= 3 && (strings.HasPrefix(p, out) || strings.HasSuffix(p, out))
}

func metaAuthors(m *meta) []string {
	var out []string
	for _, name := range []string{"author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "byl"} {
		out = append(out, m.values[name]...)
	}
	return out
}

var (
	bylineLead = regexp.MustCompile(`(?i)^(?:\w+\s+)?by[:\s]\s*`)
	bylineTail = regexp.MustCompile(`(?i)\s*(?:\||·|•|—|\bfor\s+the\b|\bupdated\b|\bpublished\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|(?:\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+)?\d).*$`)
	bylineAnd  = regexp.MustCompile(`(?i)\s*(?:,|;|/|&|\band\b|\bwith\b)\s*`)
)

func splitByline(s string) []string {
	s = bylineLead.ReplaceAllString(clean(s), "")
	s = bylineTail.ReplaceAllString(s, "")
	var out []string
	for _, part := range bylineAnd.Split(s, 12) {
		if part = strings.Trim(part, " .,-–()"); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// wireOf is the agency that name means, unless the agency itself is the publisher.
func wireOf(name, publisher string) string {
	w := wires[strings.ToLower(strings.TrimSuffix(strings.TrimPrefix(name, "The "), " News Agency"))]
	if w == "" || strings.EqualFold(w, publisher) || wires[strings.ToLower(publisher)] == w {
		return ""
	}
	return w
}

// personName reports whether s can be a person's name. One word is enough only for a declared person.
func personName(s string, declared bool) bool {
	n := utf8.RuneCountInString(s)
	if n < 3 || n > 60 || strings.ContainsAny(s, "@/:_<>|=?!\"") {
		return false
	}
	parts := strings.Fields(s)
	if len(parts) > 6 || len(parts) < 2 && !declared && !ideographic(s) {
		return false
	}
	for _, w := range parts {
		if nonpersons[strings.ToLower(strings.Trim(w, ".,'’"))] != "" {
			return false
		}
	}
	first, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(first) && !unicode.IsLower(first) && !strings.ContainsFunc(s, unicode.IsDigit)
}

func ideographic(s string) bool {
	for _, r := range s {
		if unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana) {
			return true
		}
	}
	return false
}
