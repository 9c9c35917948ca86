// Package claim holds the one set of types that claimwire's stages exchange, print and store: the
// articles that the crawler sends, the readings that the extractor makes of them, and the claims,
// evidence and events that the indexer derives. The JSON of these types is the wire format, the
// output of `claimwire extract` and the stored record at once.
//
// Begin with Article and Reading; Reading.Check makes the extract contract executable, Frames and
// Frame.Fingerprint say when two assertions are the same. The package imports nothing but the
// standard library, and everything else may import it.
package claim

// Version is the schema number that every message on the bus and every store carries as "v".
// A reader that meets a higher number than its own must refuse it by name.
const Version = 1

// In says which of an article's two texts a span points into.
type In string

// The two texts of an article.
const (
	InText  In = "text"
	InTitle In = "title"
)

// Span is a stretch of an article's text or title: half-open BYTE offsets into the UTF-8 string
// that In names. Text is that stretch itself.
type Span struct {
	Text  string `json:"text"`
	Start int    `json:"start"`
	End   int    `json:"end"`
	In    In     `json:"in"`
}

// Overlaps reports whether two spans share at least one byte of the same text.
func (s Span) Overlaps(o Span) bool {
	return s.In == o.In && s.Start < o.End && o.Start < s.End
}

// Covers reports whether o lies wholly inside s.
func (s Span) Covers(o Span) bool {
	return s.In == o.In && s.Start <= o.Start && o.End <= s.End
}
