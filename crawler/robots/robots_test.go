package robots

import (
	"net/url"
	"strings"
	"testing"
	"time"
)

func TestAllowed(t *testing.T) {
	tests := []struct {
		name, body, path string
		want             bool
	}{
		{"empty", "", "/a", true},
		{"forbidden for all", "User-agent: *\nDisallow: /", "/a", false},
		{"nothing forbidden", "User-agent: *\nDisallow:", "/a", true},
		{"prefix", "User-agent: *\nDisallow: /secret", "/secret/plans", false},
		{"another path", "User-agent: *\nDisallow: /secret", "/public", true},
		{"longest rule wins", "User-agent: *\nDisallow: /news\nAllow: /news/world", "/news/world/1", true},
		{"a tie allows", "User-agent: *\nDisallow: /a\nAllow: /a", "/a", true},
		{"wildcard", "User-agent: *\nDisallow: /*.pdf$", "/x/report.pdf", false},
		{"anchored wildcard", "User-agent: *\nDisallow: /*.pdf$", "/x/report.pdf?x=1", true},
		{"own group", "User-agent: *\nDisallow:\n\nUser-agent: claimwire\nDisallow: /", "/a", false},
		{"own group in capitals", "User-agent: ClaimWire\nDisallow: /", "/a", false},
		{"own group with a version", "User-agent: claimwire/1.0\nDisallow: /", "/a", false},
		{"own group frees", "User-agent: *\nDisallow: /\n\nUser-agent: claimwire\nDisallow: /x", "/a", true},
		{"another's group", "User-agent: otherbot\nDisallow: /", "/a", true},
		{"a longer name is another's", "User-agent: claimwire-images\nDisallow: /", "/a", true},
		{"several agents in one group", "User-agent: otherbot\nUser-agent: claimwire\nDisallow: /", "/a", false},
		{"rule before any agent", "Disallow: /\n", "/a", true},
		{"blank before the colon", "User-agent : *\nDisallow : /", "/a", false},
		{"comments", "User-agent: * # all\nDisallow: /a # that one", "/a", false},
		{"carriage returns", "User-agent: *\r\nDisallow: /a\r\n", "/a", false},
		{"byte order mark", "\ufeffUser-agent: *\nDisallow: /a", "/a", false},
		{"escape in small letters", "User-agent: *\nDisallow: /%e2%82%ac", "/%E2%82%AC", false},
		{"escape of a plain letter", "User-agent: *\nDisallow: /%61", "/a", false},
		{"escaped tilde in the address", "User-agent: *\nDisallow: /~ada", "/%7Eada/x", false},
		{"letters that must be escaped", "User-agent: *\nDisallow: /häfen", "/h%C3%A4fen", false},
		{"query", "User-agent: *\nDisallow: /*?print=", "/a?print=1", false},
		{"robots.txt itself", "User-agent: *\nDisallow: /", "/robots.txt", true},
		{"not robots.txt at all", "<html><body>Disallow everything</body></html>", "/a", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			u, err := url.Parse("https://courier.example" + tt.path)
			if err != nil {
				t.Fatal(err)
			}
			if got := Parse([]byte(tt.body), "claimwire").Allowed(u); got != tt.want {
				t.Errorf("allowed %v", got)
			}
		})
	}
}

func TestDelay(t *testing.T) {
	tests := []struct {
		name, body string
		want       time.Duration
	}{
		{"none", "User-agent: *\nDisallow: /", 0},
		{"for all", "User-agent: *\nCrawl-delay: 7", 7 * time.Second},
		{"fraction", "User-agent: *\nCrawl-delay: 1.5", 1500 * time.Millisecond},
		{"unit", "User-agent: *\nCrawl-delay: 3s", 3 * time.Second},
		{"ours before all's", "User-agent: *\nCrawl-delay: 7\n\nUser-agent: claimwire\nCrawl-delay: 2", 2 * time.Second},
		{"our group asks for none", "User-agent: *\nCrawl-delay: 7\n\nUser-agent: claimwire\nDisallow: /x", 0},
		{"another's", "User-agent: otherbot\nCrawl-delay: 7", 0},
		{"shared group", "User-agent: otherbot\nUser-agent: *\nDisallow: /x\nCrawl-delay: 7", 7 * time.Second},
		{"no number", "User-agent: *\nCrawl-delay: soon", 0},
		{"negative", "User-agent: *\nCrawl-delay: -3", 0},
		{"endless", "User-agent: *\nCrawl-delay: Inf", 24 * time.Hour},
		{"out of range", "User-agent: *\nCrawl-delay: 1e300", 24 * time.Hour},
		{"before any agent", "Crawl-delay: 7", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Parse([]byte(tt.body), "claimwire").Delay(); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestRuleCutByTheLimitIsDropped(t *testing.T) {
	body := "User-agent: *\n" + strings.Repeat("#", MaxBytes-len("User-agent: *\n")-len("\nDisallow: /a")) + "\nDisallow: /abc"
	u, err := url.Parse("https://courier.example/a")
	if err != nil {
		t.Fatal(err)
	}
	if !Parse([]byte(body), "claimwire").Allowed(u) {
		t.Error("half a rule counts")
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("User-agent: *\nDisallow: /*a$\nCrawl-delay: 3"), "/%e2a")
	f.Add([]byte("\xff\xfe%"), "/%")
	f.Fuzz(func(t *testing.T, body []byte, path string) {
		r := Parse(body, "claimwire")
		if r.Delay() < 0 || r.Delay() > 24*time.Hour {
			t.Errorf("delay %s", r.Delay())
		}
		if u, err := url.Parse("https://courier.example/" + path); err == nil {
			r.Allowed(u)
		}
	})
}
