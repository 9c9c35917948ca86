// Package charset turns the bytes of a page or a feed into UTF-8. What the bytes are counts before what
// their sender declares: a byte order mark, then valid UTF-8, then the declarations from the outermost
// inwards, then detection. Decode is the entry point; it always answers valid UTF-8.
package charset

import (
	"bytes"
	"mime"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/gogs/chardet"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
)

const (
	metaWindow   = 64 << 10 // where a page may declare its charset
	detectWindow = 64 << 10 // what detection looks at
)

var (
	metaCharset = regexp.MustCompile(`(?i)<meta\s[^>]*?charset\s*=\s*["']?\s*([a-z0-9_:.\-]+)`)
	xmlEncoding = regexp.MustCompile(`(?i)^\s*<\?xml\s[^>]*?encoding\s*=\s*["']\s*([a-z0-9_:.\-]+)`)
)

// Decode returns body as UTF-8 and the name of the charset that it was read in. Bytes that have no
// meaning in it become U+FFFD.
func Decode(body []byte, contentType string) (text []byte, name string) {
	if enc, name, skip := byMark(body); enc != nil {
		return apply(enc, body[skip:]), name
	} else if skip > 0 {
		return valid(body[skip:]), name
	}
	if utf8.Valid(body) {
		return body, "utf-8"
	}
	for _, declared := range declarations(body, contentType) {
		enc, err := htmlindex.Get(declared)
		if err != nil {
			continue
		}
		name, _ := htmlindex.Name(enc)
		if name == "utf-8" {
			if mostlyUTF8(body) {
				return valid(body), name
			}
			continue // declared, and plainly not true
		}
		if strings.HasPrefix(name, "utf-16") || mostlyUTF8(body) {
			continue // declared in ASCII bytes, or contradicted by nearly all others
		}
		return apply(enc, body), name
	}
	if mostlyUTF8(body) {
		return valid(body), "utf-8"
	}
	return detected(body)
}

func byMark(body []byte) (enc encoding.Encoding, name string, skip int) {
	switch {
	case bytes.HasPrefix(body, []byte{0xEF, 0xBB, 0xBF}):
		return nil, "utf-8", 3
	case bytes.HasPrefix(body, []byte{0xFF, 0xFE}):
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), "utf-16le", 2
	case bytes.HasPrefix(body, []byte{0xFE, 0xFF}):
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), "utf-16be", 2
	case bytes.HasPrefix(body, []byte{'<', 0}): // without a mark: the first tag tells
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), "utf-16le", 0
	case bytes.HasPrefix(body, []byte{0, '<'}):
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), "utf-16be", 0
	}
	return nil, "", 0
}

// declarations lists what the sender says, the most trusted first.
func declarations(body []byte, contentType string) []string {
	var found []string
	if _, params, err := mime.ParseMediaType(contentType); err == nil && params["charset"] != "" {
		found = append(found, strings.ToLower(params["charset"]))
	}
	head := body[:min(len(body), metaWindow)]
	for _, re := range []*regexp.Regexp{metaCharset, xmlEncoding} {
		if m := re.FindSubmatch(head); m != nil {
			found = append(found, strings.ToLower(string(m[1])))
		}
	}
	return found
}

// mostlyUTF8 reports whether a text with a few broken bytes is UTF-8 all the same: well-formed
// multi-byte characters outnumber the broken bytes by far, which no other charset does by chance.
func mostlyUTF8(body []byte) bool {
	good, bad := 0, 0
	for i := 0; i < len(body); {
		if body[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(body[i:])
		if r == utf8.RuneError && n <= 1 {
			bad++
		} else {
			good++
		}
		i += n
	}
	return good >= 5*bad
}

func detected(body []byte) ([]byte, string) {
	sample := body[:min(len(body), detectWindow)]
	best, err := chardet.NewHtmlDetector().DetectBest(sample)
	if err == nil && best.Confidence >= 30 {
		if enc, err := htmlindex.Get(best.Charset); err == nil {
			name, _ := htmlindex.Name(enc)
			if name != "utf-8" {
				return apply(enc, body), name
			}
		}
	}
	return apply(charmap.Windows1252, body), "windows-1252"
}

func apply(enc encoding.Encoding, body []byte) []byte {
	out, err := enc.NewDecoder().Bytes(body)
	if err != nil { // decoders replace what they cannot read; what remains is a cut at the end
		out = append(out, "\uFFFD"...)
	}
	return valid(out)
}

func valid(text []byte) []byte { return bytes.ToValidUTF8(text, []byte("\uFFFD")) }
