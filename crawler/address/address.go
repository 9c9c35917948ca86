// Package address brings the addresses of pages into the one form that article keys, the seen-set and
// per-host politeness share, and says which addresses belong to one site. Normal is the entry point.
package address

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/claimwire/claimwire/internal/claim"
	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
)

// maxLength bounds an address: longer ones are traps or data.
const maxLength = 4096

// Normal returns the normal form of an absolute http or https address: the host in punycode and lower
// case, then everything that claim.NormalURL does. User information is refused, since it is either a
// secret or a disguise.
func Normal(raw string) (string, error) {
	raw = strings.TrimSpace(raw)
	if len(raw) > maxLength {
		return "", fmt.Errorf("address of %d bytes is longer than %d", len(raw), maxLength)
	}
	if !utf8.ValidString(raw) {
		return "", fmt.Errorf("address %q is not UTF-8", clip(raw))
	}
	u, err := url.Parse(raw)
	if err != nil {
		return "", fmt.Errorf("address %q cannot be read: %w", clip(raw), unwrapURL(err))
	}
	if err := Check(u); err != nil {
		return "", err
	}
	if u.Host, err = asciiHost(u); err != nil {
		return "", fmt.Errorf("address %q: the host cannot be used: %w", clip(raw), err)
	}
	normal := claim.NormalURL(u.String())
	if len(normal) > maxLength {
		return "", fmt.Errorf("address of %d bytes, escaped, is longer than %d", len(normal), maxLength)
	}
	return normal, nil
}

// Check says why an address must not be fetched whatever it points to: another scheme, no host, user
// information.
func Check(u *url.URL) error {
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return fmt.Errorf("address %q is neither http nor https", clip(u.Redacted()))
	case u.Hostname() == "":
		return fmt.Errorf("address %q names no host", clip(u.Redacted()))
	case u.User != nil:
		return fmt.Errorf("address %q carries user information", clip(u.Redacted()))
	}
	return nil
}

// Resolve is Normal of a reference found on the page at base.
func Resolve(base, ref string) (string, error) {
	b, err := url.Parse(base)
	if err != nil {
		return "", fmt.Errorf("base address %q cannot be read: %w", clip(base), unwrapURL(err))
	}
	r, err := b.Parse(strings.TrimSpace(ref))
	if err != nil {
		return "", fmt.Errorf("reference %q cannot be read: %w", clip(ref), unwrapURL(err))
	}
	return Normal(r.String())
}

// Host is the unit of politeness: host name and port of a normal address.
func Host(normal string) string {
	u, err := url.Parse(normal)
	if err != nil {
		return ""
	}
	return u.Host
}

// SameSite reports whether two addresses belong to one registrable domain. An IP address or a single
// label is a site of its own, with its port.
func SameSite(a, b string) bool {
	x, errA := url.Parse(a)
	y, errB := url.Parse(b)
	return errA == nil && errB == nil && x.Host != "" && site(x) == site(y)
}

func site(u *url.URL) string {
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	if _, err := netip.ParseAddr(host); err == nil || !strings.Contains(host, ".") {
		return net.JoinHostPort(host, u.Port())
	}
	if ascii, err := idna.Lookup.ToASCII(host); err == nil {
		host = ascii
	}
	if domain, err := publicsuffix.EffectiveTLDPlusOne(host); err == nil {
		return domain
	}
	return host
}

func asciiHost(u *url.URL) (string, error) {
	host := strings.TrimSuffix(u.Hostname(), ".")
	if _, err := netip.ParseAddr(host); err != nil {
		// The lookup profile refuses names with an underscore, which exist and resolve; they are ASCII.
		ascii, err := idna.Lookup.ToASCII(host)
		if err != nil && !isASCII(host) {
			return "", err
		}
		if err == nil {
			host = strings.TrimSuffix(ascii, ".")
		}
	}
	// Only now: some letters, such as the soft hyphen, are nothing in punycode, and some are dots.
	if host == "" || host[0] == '.' || strings.Contains(host, "..") {
		return "", errors.New("a part of it is empty")
	}
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if port := u.Port(); port != "" {
		host += ":" + port
	}
	return host, nil
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// unwrapURL drops the wrapper of url.Error, which repeats the whole address.
func unwrapURL(err error) error {
	if e, ok := err.(*url.Error); ok {
		return e.Err
	}
	return err
}

func clip(s string) string {
	if len(s) > 200 {
		return s[:200] + "…"
	}
	return s
}
