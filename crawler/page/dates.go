package page

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/claimwire/claimwire/internal/claim"
	"github.com/markusmobius/go-htmldate"
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

func guessed(doc *html.Node, in Input) Moment {
	got, err := htmldate.FromDocument(doc, htmldate.Options{
		UseOriginalDate: true, SkipExtensiveSearch: true, URL: in.URL, MinDate: earliest, MaxDate: in.FetchedAt,
	})
	if err != nil || got.IsZero() || !plausible(got.DateTime, in.FetchedAt) {
		return Moment{}
	}
	y, mo, d := got.DateTime.Date()
	return Moment{time.Date(y, mo, d, 0, 0, 0, 0, time.UTC), claim.PrecisionEstimated}
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

// instantForms hold a time of day; dayForms only a day. Both are read after normalTime.
var (
	instantForms = []string{
		"2006-01-02T15:04:05Z07:00", "2006-01-02T15:04:05Z0700", "2006-01-02T15:04Z07:00", "2006-01-02T15:04Z0700",
		"2006-01-02T15:04:05", "2006-01-02T15:04", "20060102T150405Z0700", "20060102T150405", "20060102150405",
		"Mon, 2 Jan 2006 15:04:05 -0700", "Mon, 2 Jan 2006 15:04:05 MST", "Mon, 2 Jan 2006 15:04 MST", "Mon, 2 Jan 2006 15:04 -0700",
		"Mon, 2 Jan 2006 15:04:05", "2 Jan 2006 15:04:05 -0700", "2 Jan 2006 15:04:05 MST", "2 Jan 2006 15:04",
		"Mon Jan 2 15:04:05 MST 2006", "Mon Jan 2 15:04:05 -0700 2006", "Mon Jan 2 15:04:05 2006",
		"Jan 2, 2006 15:04:05", "Jan 2, 2006 15:04", "Jan 2, 2006 3:04 PM", "Jan 2, 2006 3:04 PM MST", "Jan 2, 2006, 3:04 PM",
		"2006/01/02 15:04:05", "2006/01/02 15:04", "02.01.2006 15:04",
	}
	dayForms = []string{
		"2006-01-02", "2006-01-02Z07:00", "2006/01/02", "20060102", "2006-1-2", "2006/1/2", "02.01.2006",
		"Jan 2, 2006", "Jan 2 2006", "2 Jan 2006", "Mon, Jan 2, 2006", "Mon, 2 Jan 2006",
	}
	blankZone = regexp.MustCompile(`(\d)\s+([+-]\d\d:?\d\d|Z|UTC|GMT)$`)
	longNames = regexp.MustCompile(`(?i)\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?`)
	meridiem  = regexp.MustCompile(`(?i)\s*\b([ap])\.?m\.?(?:\b|\s|$)`)
	fraction  = regexp.MustCompile(`(:\d\d)[.,]\d+`)
)

// ParseTime reads a date as pages and feeds write it. A time without a zone is taken as UTC; midnight
// sharp counts as a day, since that is what systems write that know no time.
func ParseTime(raw string) (Moment, bool) {
	s := normalTime(raw)
	if s == "" {
		return Moment{}, false
	}
	for _, form := range instantForms {
		if t, err := time.Parse(form, s); err == nil {
			t = realZone(t, s)
			if t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0 {
				return Moment{t, claim.PrecisionDay}, true
			}
			return Moment{t, claim.PrecisionSecond}, true
		}
	}
	for _, form := range dayForms {
		if t, err := time.Parse(form, s); err == nil {
			return Moment{t, claim.PrecisionDay}, true
		}
	}
	return epoch(s)
}

func normalTime(raw string) string {
	if len(raw) > 80 {
		return ""
	}
	s := strings.Join(strings.Fields(raw), " ")
	s = fraction.ReplaceAllString(s, "$1")
	if len(s) > 10 && s[4] == '-' && s[10] == ' ' {
		s = s[:10] + "T" + s[11:]
	}
	if isoLike(s) {
		s = blankZone.ReplaceAllString(s, "$1$2")
		for _, zone := range []string{"UTC", "GMT"} {
			if t, ok := strings.CutSuffix(s, zone); ok {
				return t + "Z"
			}
		}
		return strings.Replace(s, "z", "Z", 1)
	}
	s = longNames.ReplaceAllStringFunc(s, func(w string) string {
		return strings.ToUpper(w[:1]) + strings.ToLower(w[1:3])
	})
	s = meridiem.ReplaceAllStringFunc(s, func(w string) string {
		return " " + strings.ToUpper(strings.Trim(w, " .")[:1]) + "M "
	})
	return strings.TrimSpace(s)
}

func isoLike(s string) bool { return len(s) > 10 && s[4] == '-' && s[10] == 'T' }

// usZones are the abbreviations whose offset RFC 822 fixes; time.Parse reads others as UTC.
var usZones = map[string]int{"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}

func realZone(t time.Time, s string) time.Time {
	for name, hours := range usZones {
		if strings.Contains(s, " "+name) {
			y, mo, d := t.Date()
			zone := time.FixedZone(name, hours*3600)
			return time.Date(y, mo, d, t.Hour(), t.Minute(), t.Second(), 0, zone)
		}
	}
	return t
}

// epoch reads seconds or milliseconds since 1970.
func epoch(s string) (Moment, bool) {
	n, err := strconv.ParseInt(s, 10, 64)
	switch {
	case err != nil:
	case len(s) == 10:
		return Moment{time.Unix(n, 0).UTC(), claim.PrecisionSecond}, true
	case len(s) == 13:
		return Moment{time.UnixMilli(n).UTC(), claim.PrecisionSecond}, true
	}
	return Moment{}, false
}
