// Package robots reads robots.txt: which addresses our agent may fetch, and how long it shall wait
// between two of them. Parse is the entry point. Rules come from the outside, so their size is bounded.
package robots

import (
	"math"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/jimsmart/grobotstxt"
)

// MaxBytes is how much of a robots.txt counts; what stands behind it is not read.
const MaxBytes = 500 << 10

// Rules are the rules of one robots.txt for one agent.
type Rules struct {
	body  string
	agent string
	delay time.Duration
}

// Parse reads the rules for the agent of that product token, such as "claimwire".
func Parse(body []byte, agent string) Rules {
	if len(body) > MaxBytes {
		body = body[:MaxBytes]
		if i := strings.LastIndexByte(string(body), '\n'); i >= 0 {
			body = body[:i] // a rule cut short could forbid or allow anything
		}
	}
	text := normalEscapes(strings.TrimPrefix(strings.ToValidUTF8(string(body), "\uFFFD"), "\uFEFF"))
	return Rules{body: text, agent: agent, delay: crawlDelay(text, agent)}
}

// Allowed reports whether the address may be fetched. robots.txt itself always may.
func (r Rules) Allowed(u *url.URL) bool {
	if u.Path == "/robots.txt" || r.body == "" {
		return true
	}
	plain := url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path, RawPath: u.RawPath, RawQuery: u.RawQuery}
	if plain.Path == "" {
		plain.Path = "/"
	}
	return grobotstxt.AgentAllowed(r.body, r.agent, normalEscapes(plain.String()))
}

// Delay is the crawl-delay that the rules ask for, 0 where they ask for none.
func (r Rules) Delay() time.Duration { return r.delay }

// normalEscapes brings percent escapes to one form on both sides of the comparison: those of unreserved
// characters decoded, all others in upper case.
func normalEscapes(s string) string {
	if !strings.Contains(s, "%") {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); i++ {
		if s[i] != '%' || i+2 >= len(s) {
			b.WriteByte(s[i])
			continue
		}
		n, err := strconv.ParseUint(s[i+1:i+3], 16, 8)
		switch {
		case err != nil:
			b.WriteByte('%')
			continue
		case unreserved(byte(n)):
			b.WriteByte(byte(n))
		default:
			b.WriteString(strings.ToUpper(s[i : i+3]))
		}
		i += 2
	}
	return b.String()
}

func unreserved(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' ||
		c == '-' || c == '.' || c == '_' || c == '~'
}

// crawlDelay reads the delay of the group that names the agent, else of the group for all. The library
// knows no such line, as it stands in no standard.
func crawlDelay(body, agent string) time.Duration {
	var own, all *time.Duration
	var forUs, forAll, inAgents, seenOwn bool
	for line := range strings.Lines(strings.ReplaceAll(body, "\r", "\n")) {
		key, value := splitRule(line)
		switch key {
		case "":
			continue
		case "user-agent":
			if !inAgents {
				forUs, forAll = false, false
			}
			inAgents = true
			forUs = forUs || strings.EqualFold(productToken(value), agent)
			forAll = forAll || strings.HasPrefix(value, "*")
			seenOwn = seenOwn || forUs
			continue
		case "crawl-delay":
			d, ok := parseDelay(value)
			if ok && forUs && own == nil {
				own = &d
			}
			if ok && forAll && all == nil {
				all = &d
			}
		}
		inAgents = false
	}
	switch {
	case own != nil:
		return *own
	case all != nil && !seenOwn:
		return *all
	}
	return 0
}

func splitRule(line string) (key, value string) {
	line, _, _ = strings.Cut(line, "#")
	key, value, ok := strings.Cut(line, ":")
	if !ok {
		return "", ""
	}
	return strings.ToLower(strings.TrimSpace(key)), strings.TrimSpace(value)
}

// productToken is the name at the start of a user-agent line, without version.
func productToken(value string) string {
	for i := range len(value) {
		c := value[i]
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '-' || c == '_') {
			return value[:i]
		}
	}
	return value
}

func parseDelay(value string) (time.Duration, bool) {
	seconds, err := strconv.ParseFloat(strings.TrimSuffix(strings.ToLower(value), "s"), 64)
	if err != nil || math.IsNaN(seconds) || seconds < 0 {
		return 0, false
	}
	const longest = 24 * 3600
	return time.Duration(min(seconds, longest) * float64(time.Second)), true
}
