package claim

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"path"
	"sort"
	"strconv"
	"strings"
)

// hashRoom is how much is hashed at a time.
const hashRoom = 1024

// hash20 is 80 bits of SHA-256 over the parts as 20 hex digits: short enough to type, and at a billion
// pieces of evidence two collide with a probability of one in two million.
func hash20(parts ...string) string {
	size := len(parts)
	for _, p := range parts {
		size += len(p)
	}
	var sum [sha256.Size]byte
	if size <= hashRoom {
		var room [hashRoom]byte // of the stack: most of what is hashed is short
		b := room[:0]
		for _, p := range parts {
			b = append(append(b, p...), 0)
		}
		sum = sha256.Sum256(b)
	} else {
		sum = hashLong(parts)
	}
	var text [20]byte
	hex.Encode(text[:], sum[:10])
	return string(text[:])
}

// hashLong hashes a piece at a time: a part may be a whole article, of which no copy is needed.
func hashLong(parts []string) (sum [sha256.Size]byte) {
	h := sha256.New()
	var room []byte // for what is hashed next
	for _, p := range parts {
		for len(p) > 0 {
			n := min(len(p), hashRoom)
			room = append(room[:0], p[:n]...)
			h.Write(room)
			p = p[n:]
		}
		h.Write([]byte{0})
	}
	h.Sum(sum[:0])
	return sum
}

// EvidenceID names one piece of evidence so that an edit elsewhere in the article keeps it: the
// article's key, the text it stands in, the sentence's normal form and n, the how-manieth assertion of
// that sentence in that article it is, from 0.
func EvidenceID(articleKey string, in In, sentence string, n int) string {
	return hash20(articleKey, string(in), NormalText(sentence), strconv.Itoa(n))
}

// EventID names an event by what changed and the evidence that changed it.
func EventID(t EventType, value, evidence string) string {
	return hash20(string(t), value, evidence)
}

// ClaimID is the id of the claim whose first evidence is the one named.
func ClaimID(evidence string) string { return "c-" + evidence }

// trackers are query parameters that say where a reader came from, not what the page is.
var trackers = map[string]bool{
	"fbclid": true, "gclid": true, "dclid": true, "msclkid": true, "yclid": true, "igshid": true,
	"mc_cid": true, "mc_eid": true, "ocid": true, "cmpid": true, "_ga": true, "gclsrc": true, "twclid": true, "wbraid": true, "gbraid": true,
}

// NormalURL is the form of an address that article keys use: scheme and host in lower case, default
// port, user information, fragment, dot segments and tracking parameters off, query sorted. Parameters
// that it does not know stay. An address that cannot be parsed, or is not absolute, is returned trimmed.
func NormalURL(raw string) string {
	raw = strings.TrimSpace(raw)
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" {
		return raw
	}
	u.Scheme = strings.ToLower(u.Scheme)
	host, port := strings.TrimSuffix(strings.ToLower(u.Hostname()), "."), u.Port()
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if port != "" && !(u.Scheme == "http" && port == "80") && !(u.Scheme == "https" && port == "443") {
		host += ":" + port
	}
	u.Host, u.User, u.Fragment, u.RawFragment = host, nil, "", ""
	if u.Path == "" {
		u.Path = "/"
	} else if strings.Contains(u.Path, "/.") {
		clean := path.Clean(u.Path)
		if strings.HasSuffix(u.Path, "/") && clean != "/" {
			clean += "/"
		}
		u.Path, u.RawPath = clean, ""
	}
	if u.RawQuery != "" {
		u.RawQuery = normalQuery(u.RawQuery)
	}
	u.ForceQuery = false
	return u.String()
}

func normalQuery(raw string) string {
	var kept []string
	for pair := range strings.SplitSeq(escapeQuery(raw), "&") {
		name, _, _ := strings.Cut(pair, "=")
		name = strings.ToLower(name)
		if pair == "" || trackers[name] || strings.HasPrefix(name, "utm_") {
			continue
		}
		kept = append(kept, pair)
	}
	sort.Strings(kept)
	return strings.Join(kept, "&")
}

// escapeQuery percent-encodes what a browser does in a query: blanks, quotes, angle brackets and
// everything that is not ASCII. Left as they are, a blank at its end would be cut off on the next reading.
func escapeQuery(query string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(query) {
		switch c := query[i]; {
		case c <= ' ', c >= 0x7f, c == '"', c == '<', c == '>':
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}
