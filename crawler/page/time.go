package page

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/claimwire/claimwire/internal/claim"
)

// isoForms are read after isoText has brought the small varieties of ISO 8601 to one.
var isoForms = []string{
	"2006-01-02T15:04:05Z07:00", "2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05Z07", "2006-01-02T15:04Z07:00", "2006-01-02T15:04Z0700",
	"2006-01-02T15:04:05", "2006-01-02T15:04", "20060102T150405Z0700", "20060102T150405", "20060102150405",
	"2006-01-02Z07:00", "2006-1-2T15:04:05", "2006-1-2", "20060102", "2006.01.02", "02.01.2006", "02.01.2006 15:04",
}

var (
	fraction  = regexp.MustCompile(`(:\d\d)[.,]\d+`)
	blankZone = regexp.MustCompile(`(\d) *([+-]\d\d:?\d\d|[zZ]|UTC|GMT)$`)
)

const longestTime = 80 // bytes of a date

// ParseTime reads a date as pages and feeds write it: ISO 8601, RFC 822 and the English forms between
// them. A time without a zone is taken as UTC; midnight sharp counts as a day, since that is what systems
// write that know no time.
func ParseTime(raw string) (Moment, bool) {
	s := strings.Join(strings.Fields(raw), " ")
	if s == "" || len(s) > longestTime {
		return Moment{}, false
	}
	iso := isoText(s)
	for _, form := range isoForms {
		if t, err := time.Parse(form, iso); err == nil {
			return moment(t), true
		}
	}
	if m, ok := epoch(s); ok {
		return m, true
	}
	return spelled(s)
}

func moment(t time.Time) Moment {
	if t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0 {
		return Moment{t, claim.PrecisionDay}
	}
	return Moment{t, claim.PrecisionSecond}
}

func isoText(s string) string {
	if len(s) > 4 && s[4] == '/' {
		s = strings.ReplaceAll(s, "/", "-")
	}
	s = fraction.ReplaceAllString(s, "$1")
	if len(s) > 10 && s[10] == ' ' && s[4] == '-' {
		s = s[:10] + "T" + s[11:]
	}
	if m := blankZone.FindStringSubmatch(s); m != nil && len(s) > 10 {
		zone := m[2]
		if zone[0] != '+' && zone[0] != '-' {
			zone = "Z"
		}
		s = blankZone.ReplaceAllString(s, "$1") + zone
	}
	return s
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

// months and weekdays are known by their first three letters.
var (
	months = map[string]time.Month{
		"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
	}
	weekdays = map[string]bool{"mon": true, "tue": true, "wed": true, "thu": true, "fri": true, "sat": true, "sun": true}
	// zones are offsets in minutes of the abbreviations that pages use, each in the meaning that is most
	// frequent in them: IST is India's, CST and BST are America's and Britain's.
	zones = map[string]int{
		"utc": 0, "gmt": 0, "z": 0, "ut": 0, "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360,
		"pst": -480, "pdt": -420, "et": -300, "bst": 60, "cet": 60, "cest": 120, "eet": 120, "eest": 180, "wet": 0, "west": 60,
		"msk": 180, "ist": 330, "jst": 540, "kst": 540, "hkt": 480, "sgt": 480, "aest": 600, "aedt": 660, "nzst": 720, "nzdt": 780,
	}
	dateWord = regexp.MustCompile(`[A-Za-z]+(?:\.[A-Za-z])?\.?|[+-]\d\d:?\d\d|\d+(?::\d\d){1,2}|\d+`)
)

// spelledDate gathers the parts of a date with a month's name, in whatever order they stand.
type spelledDate struct {
	year, day            int
	month                time.Month
	hour, minute, second int
	hasTime              bool
	pm, am               bool
	offset               int // minutes
}

// spelled reads "Mon, 05 Oct 2026 08:30:00 GMT", "October 5th, 2026 at 8:30 a.m. EDT" and their kin. A word
// that it does not know makes it no date: text with a date in it is not one.
func spelled(s string) (Moment, bool) {
	var d spelledDate
	for _, w := range dateWord.FindAllString(s, 16) {
		if !d.word(strings.ToLower(w)) {
			return Moment{}, false
		}
	}
	if d.month == 0 || d.day < 1 || d.year == 0 || d.hour > 23 || d.minute > 59 || d.second > 60 || (d.am || d.pm) && d.hour > 12 {
		return Moment{}, false
	}
	if d.pm && d.hour < 12 {
		d.hour += 12
	}
	if d.am && d.hour == 12 {
		d.hour = 0
	}
	zone := time.UTC
	if d.offset != 0 {
		zone = time.FixedZone("", d.offset*60)
	}
	t := time.Date(d.year, d.month, d.day, d.hour, d.minute, d.second, 0, zone)
	if t.Day() != d.day {
		return Moment{}, false // 31 June
	}
	return moment(t), true
}

func (d *spelledDate) word(w string) bool {
	switch c := w[0]; {
	case c == '+' || c == '-':
		return d.zone(w)
	case strings.Contains(w, ":"):
		return d.clock(w)
	case c >= '0' && c <= '9':
		return d.number(w)
	}
	plain := strings.ReplaceAll(w, ".", "")
	if offset, ok := zones[plain]; ok && d.hasTime {
		d.offset = offset
		return true
	}
	switch plain {
	case "am":
		d.am = true
		return true
	case "pm":
		d.pm = true
		return true
	case "st", "nd", "rd", "th", "at", "on", "of", "t", "o":
		return true
	}
	if len(plain) < 3 {
		return false
	}
	if m := months[plain[:3]]; m != 0 && d.month == 0 {
		d.month = m
		return true
	}
	return weekdays[plain[:3]]
}

func (d *spelledDate) number(w string) bool {
	n, err := strconv.Atoi(w)
	switch {
	case err != nil:
		return false
	case len(w) == 4 && d.year == 0:
		d.year = n
	case len(w) <= 2 && d.day == 0 && n <= 31:
		d.day = n
	case len(w) == 2 && d.year == 0:
		d.year = 2000 + n
		if n > 68 {
			d.year -= 100
		}
	case len(w) <= 2 && !d.hasTime && n <= 12:
		d.hour, d.hasTime = n, true // "8 p.m."
	default:
		return false
	}
	return true
}

func (d *spelledDate) clock(w string) bool {
	if d.hasTime {
		return false
	}
	parts := strings.Split(w, ":")
	d.hour, _ = strconv.Atoi(parts[0]) // digits only, by the pattern; too many make it over 23
	d.minute, _ = strconv.Atoi(parts[1])
	if len(parts) > 2 {
		d.second, _ = strconv.Atoi(parts[2])
	}
	d.hasTime = true
	return len(parts[0]) <= 2
}

func (d *spelledDate) zone(w string) bool {
	digits := strings.ReplaceAll(w[1:], ":", "")
	n, err := strconv.Atoi(digits)
	if err != nil || !d.hasTime || n/100 > 14 || n%100 > 59 {
		return false
	}
	d.offset = n/100*60 + n%100
	if w[0] == '-' {
		d.offset = -d.offset
	}
	return true
}
