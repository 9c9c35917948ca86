package crawler

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// The bounds of a source's interval, and where it starts.
const (
	firstInterval = 15 * time.Minute
	minInterval   = time.Minute
	maxInterval   = 24 * time.Hour
	maxCacheWish  = time.Hour // what a ttl or Cache-Control may ask for: many ask for a day on a feed that changes hourly
)

// pollResult is what a poll came to, as far as the next one depends on it.
type pollResult int

const (
	pollChanged pollResult = iota
	pollUnchanged
	pollThrottled // 429 or 503
	pollFailed
	pollGone // 410
)

// pace are the bounds that one source is polled within.
type pace struct {
	every  time.Duration // fixed interval; 0: adaptive
	least  time.Duration
	jitter float64 // from -1 to 1; a tenth of it is added to the interval
}

// interval is the source's next interval, before anything that its server asks for.
func (p pace) interval(last time.Duration, result pollResult) time.Duration {
	if p.every > 0 {
		return max(p.every, p.least)
	}
	next := last
	switch {
	case last <= 0:
		next = firstInterval
	case result == pollChanged:
		next = last / 2
	case result == pollUnchanged:
		next = last + last/2
	}
	return min(max(next, p.least), maxInterval)
}

// wait is how long to wait before the next poll. wish is what the server asked for by Retry-After, by
// Cache-Control or in the feed; failures counts those in a row, this one included.
func (p pace) wait(interval time.Duration, result pollResult, wish time.Duration, failures int) time.Duration {
	n := min(max(failures-1, 0), 12)
	wait := interval
	switch {
	case result == pollThrottled && wish > 0:
		wait = wish
	case result == pollThrottled:
		wait = min(30*time.Second<<n, maxInterval)
	case result == pollFailed:
		wait = max(min(5*time.Minute<<n, maxInterval), wish)
	default:
		wait = max(interval, min(wish, maxCacheWish))
	}
	wait = min(max(wait, p.least), maxInterval)
	jittered := wait + time.Duration(float64(wait)*p.jitter/10)
	if result == pollThrottled {
		return max(wait, jittered) // never before the time that was asked for
	}
	return jittered
}

// retryAfter reads a Retry-After header: seconds, or any form of HTTP date. At most a day counts.
func retryAfter(h http.Header, now time.Time) time.Duration {
	value := strings.TrimSpace(h.Get("Retry-After"))
	if value == "" {
		return 0
	}
	if at, err := http.ParseTime(value); err == nil {
		return min(max(at.Sub(now), 0), maxInterval)
	}
	seconds, err := strconv.ParseFloat(value, 64)
	if err != nil || !(seconds > 0) {
		return 0
	}
	return time.Duration(min(seconds, maxInterval.Seconds()) * float64(time.Second))
}

// cacheWish reads how long an answer says that it stays fresh.
func cacheWish(h http.Header, now time.Time) time.Duration {
	for directive := range strings.SplitSeq(strings.ToLower(h.Get("Cache-Control")), ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(directive), "=")
		switch name {
		case "no-cache", "no-store", "private":
			return 0
		case "max-age":
			n, err := strconv.ParseInt(strings.Trim(value, `"`), 10, 64)
			if err != nil || n < 0 {
				return 0
			}
			return time.Duration(min(n, int64(maxInterval/time.Second))) * time.Second
		}
	}
	if at, err := http.ParseTime(h.Get("Expires")); err == nil {
		return min(max(at.Sub(now), 0), maxInterval)
	}
	return 0
}
