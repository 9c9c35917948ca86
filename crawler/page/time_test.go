package page

import (
	"testing"
	"time"

	"github.com/claimwire/claimwire/internal/claim"
)

func TestParseTime(t *testing.T) {
	const sec, day = claim.PrecisionSecond, claim.PrecisionDay
	tests := []struct {
		in, want  string // RFC 3339
		precision claim.Precision
	}{
		{"2026-10-05T08:30:00Z", "2026-10-05T08:30:00Z", sec},
		{"2026-10-05T08:30:00+02:00", "2026-10-05T08:30:00+02:00", sec},
		{"2026-10-05T08:30:00+0200", "2026-10-05T08:30:00+02:00", sec},
		{"2026-10-05T08:30:00.123456Z", "2026-10-05T08:30:00Z", sec},
		{"2026-10-05T08:30:00.123", "2026-10-05T08:30:00Z", sec},
		{"2026-10-05 08:30:00 +0530", "2026-10-05T08:30:00+05:30", sec},
		{"2026-10-05 08:30:00 UTC", "2026-10-05T08:30:00Z", sec},
		{"2026-10-05 08:30", "2026-10-05T08:30:00Z", sec},
		{"2026/10/05 08:30:00", "2026-10-05T08:30:00Z", sec},
		{"20261005T083000Z", "2026-10-05T08:30:00Z", sec},
		{"2026-10-05", "2026-10-05T00:00:00Z", day},
		{"2026/10/05", "2026-10-05T00:00:00Z", day},
		{"20261005", "2026-10-05T00:00:00Z", day},
		{"05.10.2026", "2026-10-05T00:00:00Z", day},
		{"2026-10-05T00:00:00+02:00", "2026-10-05T00:00:00+02:00", day},
		{"Mon, 05 Oct 2026 08:30:00 GMT", "2026-10-05T08:30:00Z", sec},
		{"Mon, 5 Oct 2026 08:30:00 -0700", "2026-10-05T08:30:00-07:00", sec},
		{"Mon, 05 Oct 2026 08:30 EDT", "2026-10-05T08:30:00-04:00", sec},
		{"Mon, 05 Oct 26 08:30:00 GMT", "2026-10-05T08:30:00Z", sec},
		{"5 October 2026", "2026-10-05T00:00:00Z", day},
		{"October 5, 2026", "2026-10-05T00:00:00Z", day},
		{"Oct. 5th, 2026 at 8:30 p.m. EST", "2026-10-05T20:30:00-05:00", sec},
		{"October 5, 2026, 12:10 AM", "2026-10-05T00:10:00Z", sec},
		{"Mon Oct 05 2026 08:30:00 GMT+0000", "2026-10-05T08:30:00Z", sec},
		{"Mon Oct  5 08:30:00 UTC 2026", "2026-10-05T08:30:00Z", sec},
		{"08:30:07 PM IST Oct 05, 2026", "2026-10-05T20:30:07+05:30", sec},
		{"Oct 5, 2026 8 p.m.", "2026-10-05T20:00:00Z", sec},
		{"1790929800", "2026-10-02T08:30:00Z", sec},
		{"1790929800000", "2026-10-02T08:30:00Z", sec},
		{"  2026-10-05\n", "2026-10-05T00:00:00Z", day},
		{"", "", ""},
		{"Invalid Date", "", ""},
		{"yesterday", "", ""},
		{"31 June 2026", "", ""},
		{"2026-13-40", "", ""},
		{"October 2026", "", ""},
		{"5 October 2026 in Lindholm", "", ""},
		{"Mon, 05 Oct 2026 28:30:00 GMT", "", ""},
		{"{{ article.date }}", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.in, func(t *testing.T) {
			got, ok := ParseTime(tt.in)
			if ok != (tt.want != "") {
				t.Fatalf("read %v, %v", got, ok)
			}
			if ok && (got.At.Format(time.RFC3339) != tt.want || got.Precision != tt.precision) {
				t.Errorf("got %s %s, want %s %s", got.At.Format(time.RFC3339), got.Precision, tt.want, tt.precision)
			}
		})
	}
}

func TestDateInAddress(t *testing.T) {
	tests := []struct{ in, want string }{
		{"https://courier.example/2026/10/05/port", "2026-10-05"},
		{"https://courier.example/2026/1/5/port", "2026-01-05"},
		{"https://courier.example/news/2026-10-05-port.html", "2026-10-05"},
		{"https://courier.example/news/20261005/port", "2026-10-05"},
		{"https://courier.example/2026/10/port", ""},
		{"https://courier.example/2026/13/05/port", ""},
		{"https://courier.example/2026/02/31/port", ""},
		{"https://courier.example/item/120261005991", ""},
		{"https://courier.example/", ""},
	}
	for _, tt := range tests {
		t.Run(tt.in, func(t *testing.T) {
			got, ok := dateInAddress(tt.in)
			if s := got.Format("2006-01-02"); ok != (tt.want != "") || ok && s != tt.want {
				t.Errorf("got %s %v, want %q", s, ok, tt.want)
			}
		})
	}
}

func FuzzParseTime(f *testing.F) {
	for _, s := range []string{"2026-10-05T08:30:00Z", "Mon, 05 Oct 2026 08:30:00 GMT", "Oct 5, 2026 8 p.m.", "1790929800"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		m, ok := ParseTime(s)
		if ok == m.At.IsZero() && m.At.Year() != 1 {
			t.Errorf("%q: %v %v", s, m, ok)
		}
		if ok && m.Precision == "" {
			t.Errorf("%q has no precision", s)
		}
	})
}
