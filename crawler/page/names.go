package page

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// title is the headline without the site's name: what JSON-LD or the first heading says, where the
// page's own title contains it; else that title with its tail off.
func title(m *meta, in Input) string {
	full := firstOf(m.first("og:title", "twitter:title"), m.title)
	site, host := firstOf(m.first("og:site_name"), m.ld.publisher, in.Hint.Publisher), hostName(in.URL)
	for _, candidate := range append([]string{m.ld.headline}, m.headings...) {
		if isSite(candidate, site, host) {
			continue // a site's name is the first heading of many of its pages
		}
		if candidate != "" && (full == "" || contains(full, candidate) || contains(m.title, candidate)) {
			return withoutSite(candidate, site, host)
		}
	}
	if full == "" {
		return firstOf(m.ld.headline, clean(in.Hint.Title))
	}
	return withoutSite(full, site, host)
}

// contains compares letters and digits only: quotation marks and blanks differ between the copies of a
// headline.
func contains(whole, part string) bool {
	p := letters(part)
	return utf8.RuneCountInString(p) >= 4 && strings.Contains(letters(whole), p)
}

func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// withoutSite drops a tail such as " | Site" or " - Site": behind a bar when it is short, behind any
// other separator only when it is the site's name.
func withoutSite(full, site, host string) string {
	for _, sep := range []string{" | ", " – ", " — ", " - ", " :: ", " · ", " » ", " « "} {
		i := strings.LastIndex(full, sep)
		if i <= 0 {
			continue
		}
		head, tail := strings.TrimSpace(full[:i]), strings.TrimSpace(full[i+len(sep):])
		if isSite(tail, site, host) || sep == " | " && words(tail) <= 4 && words(head) >= 4 {
			return head
		}
	}
	return full
}

func isSite(tail, site, host string) bool {
	t := letters(tail)
	if t == "" {
		return false
	}
	if s := letters(site); s != "" && (t == s || strings.TrimPrefix(t, "the") == strings.TrimPrefix(s, "the")) {
		return true
	}
	label, _, _ := strings.Cut(host, ".")
	return t == letters(host) || t == letters(label) && len(label) > 2
}

// publisher is who answers for the page: as it says itself, else as its source says, else its host. Some
// sites name the agency whose copy they print as the publisher; that one is the wire, see authors.
func publisher(m *meta, in Input) string {
	site := m.first("og:site_name")
	if site != "" && wireOf(m.ld.publisher, site) != "" {
		return site
	}
	for _, name := range []string{m.ld.publisher, site, clean(in.Hint.Publisher), m.first("application-name")} {
		if name != "" && !strings.Contains(name, "://") && len(name) <= 100 {
			return name
		}
	}
	return hostName(in.URL)
}

// longText is from where on, in bytes, the detector is trusted over what the page declares.
const longText = 400

func language(m *meta, b body, in Input) string {
	if len(b.text) >= longText && b.language != "" {
		return b.language
	}
	declared := firstOf(m.ld.language, m.lang, m.first("og:locale", "content-language", "language"), in.Hint.Language, b.language)
	primary := strings.ToLower(declared)
	if i := strings.IndexAny(primary, "-_, "); i > 0 {
		primary = primary[:i]
	}
	if len(primary) != 2 && len(primary) != 3 {
		return b.language
	}
	return primary
}
