package page

import (
	"bytes"
	"net/http"
	"strings"
)

// checkType refuses what is no page: by the type that the server gave, and by the bytes, which servers
// call HTML whatever they are.
func checkType(in Input) error {
	kind := mediaType(in.ContentType)
	begins := mediaType(http.DetectContentType(in.Body))
	if begins == "text/plain" || begins == "text/xml" || begins == "application/octet-stream" {
		begins = "text/html" // HTML without a doctype; without any text it is refused later
	}
	if kind == "" || kind == "application/octet-stream" {
		kind = begins
	}
	switch {
	case kind != "text/html" && kind != "application/xhtml+xml":
		return refuse(NotHTML, "the content type is %s", kind)
	case begins != "text/html" && !bytes.HasPrefix(bytes.TrimSpace(in.Body), []byte("<")):
		return refuse(NotHTML, "the content type is %s, and the bytes are those of %s", kind, begins)
	}
	return nil
}

func mediaType(contentType string) string {
	kind, _, _ := strings.Cut(strings.ToLower(contentType), ";")
	return strings.TrimSpace(kind)
}

// lookedAt is how much of a page tells whether it is text at all.
const lookedAt = 64 << 10

// binary: more than one character in a hundred is a control character, of which text has none but blanks
// and the ends of lines and pages. Compressed and encrypted bytes have about ten.
func binary(text []byte) bool {
	text = text[:min(len(text), lookedAt)]
	controls := 0
	for _, c := range text {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' {
			controls++
		}
	}
	return controls*100 > len(text)
}
