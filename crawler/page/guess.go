package page

import (
	"regexp"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/claimwire/claimwire/internal/claim"
)

// dateText is a date as it stands in the text of a page, with what ParseTime understands and no more.
var dateText = regexp.MustCompile(`(?i)\b(?:\d{4}-\d\d-\d\d|\d{4}/\d\d?/\d\d?|\d\d\.\d\d\.\d{4}|\d{1,2}(?:st|nd|rd|th)?[ -](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?[ -]\d{4}|` +
	`(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4})\b`)

const (
	longestDateLine = 160  // bytes of a text that is a dateline and no paragraph
	dateNodes       = 4000 // texts that are looked at
)

// guessed is the first date that the page shows: behind its headline where it has one, else anywhere. An
// article's own date stands there on most pages, in a line of its own.
func guessed(doc *html.Node, in Input) Moment {
	var anywhere Moment
	headline, seen := false, 0
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode && n.DataAtom == atom.H1 {
			headline = true
		}
		if n.Type != html.TextNode || len(n.Data) > 2*longestDateLine || n.Parent == nil || dropped(n.Parent) {
			continue
		}
		if seen++; seen > dateNodes {
			break
		}
		at, ok := shownDate(n.Data, in.FetchedAt)
		if !ok {
			continue
		}
		if headline {
			return at
		}
		if anywhere.At.IsZero() {
			anywhere = at
		}
	}
	return anywhere
}

// shownDate reads the date of a short text.
func shownDate(s string, fetched time.Time) (Moment, bool) {
	s = strings.Join(strings.Fields(s), " ")
	if len(s) < len("1.1.2000") || len(s) > longestDateLine {
		return Moment{}, false
	}
	got, ok := ParseTime(dateText.FindString(s))
	if !ok || !plausible(got.At, fetched) {
		return Moment{}, false
	}
	y, mo, d := got.At.Date()
	return Moment{time.Date(y, mo, d, 0, 0, 0, 0, time.UTC), claim.PrecisionEstimated}, true
}
