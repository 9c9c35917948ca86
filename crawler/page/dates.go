package page

import (
	"fmt"
	"regexp"
	"strconv"
	"time"

	"github.com/claimwire/claimwire/internal/claim"
	"golang.org/x/net/html"
)

// Moment is a publication time and how exact it is.
type Moment struct {
	At        time.Time
	Precision claim.Precision
}

// dateMetas are the names of meta elements that hold a publication date, the plainest first.
var dateMetas = []string{
	"article:published_time", "og:article:published_time", "datepublished", "parsely-pub-date", "sailthru.date",
	"og:published_time", "article.published", "cxenseparse:recs:publishtime", "dc.date.issued", "dcterms.issued",
	"dcterms.created", "dc.date", "dcterms.date", "pubdate", "publishdate", "publish-date", "publication_date",
	"citation_publication_date", "date",
}

// earliest is before the first page on the web: an earlier date is a default value that leaked.
var earliest = time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC)

// publishedAt asks the page, then its source, then its address for the publication date. Only where
// nothing declares one is it guessed from the page, and then marked as estimated.
func publishedAt(doc *html.Node, m *meta, in Input) (Moment, []string) {
	var warnings []string
	try := func(place, raw string) (Moment, bool) {
		if raw == "" {
			return Moment{}, false
		}
		got, ok := ParseTime(raw)
		if !ok {
			warnings = append(warnings, fmt.Sprintf("%s %q is no date", place, cut(raw, 60)))
			return Moment{}, false
		}
		if !plausible(got.At, in.FetchedAt) {
			warnings = append(warnings, fmt.Sprintf("%s %q cannot be a publication date", place, cut(raw, 60)))
			return Moment{}, false
		}
		return got, true
	}
	if got, ok := try("JSON-LD datePublished", m.ld.published); ok {
		return got, warnings
	}
	for _, name := range dateMetas {
		if got, ok := try("meta "+name, m.first(name)); ok {
			return got, warnings
		}
	}
	if got, ok := timeElement(m.times, try); ok {
		return got, warnings
	}
	if !in.Hint.Published.IsZero() && plausible(in.Hint.Published, in.FetchedAt) {
		return Moment{in.Hint.Published, in.Hint.Precision}, warnings
	}
	if at, ok := dateInAddress(in.URL); ok && plausible(at, in.FetchedAt) {
		return Moment{at, claim.PrecisionDay}, warnings
	}
	return guessed(doc, in), warnings
}

func timeElement(times []timeMark, try func(place, raw string) (Moment, bool)) (Moment, bool) {
	for _, t := range times {
		if t.declared {
			if got, ok := try("time element", t.datetime); ok {
				return got, true
			}
		}
	}
	// Without a mark the first one stands in the article's head; later ones belong to comments and links.
	if len(times) > 0 && !times[0].declared {
		return try("time element", times[0].datetime)
	}
	return Moment{}, false
}

func plausible(at, fetched time.Time) bool {
	return at.After(earliest) && at.Before(fetched.Add(24*time.Hour))
}

var addressDate = regexp.MustCompile(`(?:^|[/_-])((?:19|20)\d\d)(?:([/_-])(\d{1,2})([/_-])(\d{1,2})|(\d\d)(\d\d))(?:[/_.-]|$)`)

// dateInAddress reads /2019/08/05/, /2019-08-05- or /20190805/ from an address.
func dateInAddress(raw string) (time.Time, bool) {
	for _, m := range addressDate.FindAllStringSubmatch(raw, 4) {
		if m[2] != m[4] {
			continue
		}
		y, _ := strconv.Atoi(m[1])
		mo, _ := strconv.Atoi(m[3] + m[6])
		d, _ := strconv.Atoi(m[5] + m[7])
		at := time.Date(y, time.Month(mo), d, 0, 0, 0, 0, time.UTC)
		if mo >= 1 && mo <= 12 && at.Day() == d {
			return at, true
		}
	}
	return time.Time{}, false
}
