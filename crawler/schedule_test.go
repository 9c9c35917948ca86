package crawler

import (
	"context"
	"net/http"
	"testing"
	"time"
)

func TestInterval(t *testing.T) {
	adaptive := pace{least: minInterval}
	tests := []struct {
		name   string
		pace   pace
		last   time.Duration
		result pollResult
		want   time.Duration
	}{
		{"first poll", adaptive, 0, pollChanged, 15 * time.Minute},
		{"changed: half", adaptive, 16 * time.Minute, pollChanged, 8 * time.Minute},
		{"changed often: the least", adaptive, 90 * time.Second, pollChanged, time.Minute},
		{"unchanged: half as much again", adaptive, 16 * time.Minute, pollUnchanged, 24 * time.Minute},
		{"unchanged for long: a day", adaptive, 20 * time.Hour, pollUnchanged, 24 * time.Hour},
		{"failed: kept", adaptive, 16 * time.Minute, pollFailed, 16 * time.Minute},
		{"throttled: kept", adaptive, 16 * time.Minute, pollThrottled, 16 * time.Minute},
		{"fixed", pace{every: 7 * time.Minute, least: minInterval}, time.Hour, pollUnchanged, 7 * time.Minute},
		{"fixed below the least", pace{every: time.Second, least: minInterval}, time.Hour, pollUnchanged, time.Minute},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.pace.interval(tt.last, tt.result); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestWait(t *testing.T) {
	const interval = 10 * time.Minute
	tests := []struct {
		name     string
		result   pollResult
		wish     time.Duration
		failures int
		jitter   float64
		want     time.Duration
	}{
		{"as the interval says", pollChanged, 0, 0, 0, interval},
		{"server asks for more", pollUnchanged, 30 * time.Minute, 0, 0, 30 * time.Minute},
		{"server asks for a day: an hour counts", pollUnchanged, 24 * time.Hour, 0, 0, time.Hour},
		{"server asks for less", pollUnchanged, time.Minute, 0, 0, interval},
		{"jitter up", pollChanged, 0, 0, 1, 11 * time.Minute},
		{"jitter down", pollChanged, 0, 0, -1, 9 * time.Minute},
		{"throttled with a time", pollThrottled, 2 * time.Hour, 1, 0, 2 * time.Hour},
		{"throttled never earlier", pollThrottled, 2 * time.Hour, 1, -1, 2 * time.Hour},
		{"throttled with a week: a day counts", pollThrottled, 168 * time.Hour, 1, 0, 24 * time.Hour},
		{"throttled without a time", pollThrottled, 0, 1, 0, time.Minute},
		{"throttled for the fourth time", pollThrottled, 0, 4, 0, 4 * time.Minute},
		{"first failure", pollFailed, 0, 1, 0, 5 * time.Minute},
		{"fourth failure", pollFailed, 0, 4, 0, 40 * time.Minute},
		{"many failures: a day", pollFailed, 0, 1000, 0, 24 * time.Hour},
		{"failure with a wish", pollFailed, time.Hour, 1, 0, time.Hour},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := pace{least: minInterval, jitter: tt.jitter}
			if got := p.wait(interval, tt.result, tt.wish, tt.failures); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

var noon = time.Date(2026, 10, 5, 12, 0, 0, 0, time.UTC)

func TestRetryAfter(t *testing.T) {
	tests := []struct {
		value string
		want  time.Duration
	}{
		{"", 0},
		{"120", 2 * time.Minute},
		{" 1.5 ", 1500 * time.Millisecond},
		{"-5", 0},
		{"99999999999999999999", 24 * time.Hour},
		{"NaN", 0},
		{"Mon, 05 Oct 2026 12:10:00 GMT", 10 * time.Minute},
		{"Monday, 05-Oct-26 12:10:00 GMT", 10 * time.Minute},
		{"Mon Oct  5 12:10:00 2026", 10 * time.Minute},
		{"Mon, 05 Oct 2026 11:00:00 GMT", 0},
		{"Mon, 05 Oct 2027 11:00:00 GMT", 24 * time.Hour},
		{"soon", 0},
	}
	for _, tt := range tests {
		t.Run(tt.value, func(t *testing.T) {
			if got := retryAfter(http.Header{"Retry-After": {tt.value}}, noon); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestCacheWish(t *testing.T) {
	tests := []struct {
		name, cacheControl, expires string
		want                        time.Duration
	}{
		{"nothing", "", "", 0},
		{"max-age", "public, max-age=600", "", 10 * time.Minute},
		{"max-age wins over Expires", "max-age=600", "Mon, 05 Oct 2026 13:00:00 GMT", 10 * time.Minute},
		{"Expires", "", "Mon, 05 Oct 2026 13:00:00 GMT", time.Hour},
		{"Expires in the past", "", "Mon, 05 Oct 2026 11:00:00 GMT", 0},
		{"no-cache", "no-cache, max-age=600", "", 0},
		{"not a number", "max-age=x", "", 0},
		{"out of range", "max-age=999999999", "", 24 * time.Hour},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h := http.Header{"Cache-Control": {tt.cacheControl}, "Expires": {tt.expires}}
			if got := cacheWish(h, noon); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func FuzzRetryAfter(f *testing.F) {
	f.Add("120", "max-age=600")
	f.Add("Mon, 05 Oct 2026 12:10:00 GMT", "no-cache")
	f.Fuzz(func(t *testing.T, value, cache string) {
		h := http.Header{"Retry-After": {value}, "Cache-Control": {cache}, "Expires": {value}}
		for _, d := range []time.Duration{retryAfter(h, noon), cacheWish(h, noon)} {
			if d < 0 || d > maxInterval {
				t.Errorf("%q %q: %s", value, cache, d)
			}
		}
	})
}

// TestClockJump holds that a source whose next poll was planned by a clock that ran years ahead is polled
// within a day.
func TestClockJump(t *testing.T) {
	ctx := context.Background()
	state := &MemoryState{}
	c, err := New(Options{Sources: []Source{{URL: "https://news.example/feed"}}, Sink: &shelf{}, State: state})
	if err != nil {
		t.Fatal(err)
	}
	src := c.sources[0]
	ahead := time.Now().AddDate(10, 0, 0)
	if err := writeSource(ctx, state, src, SourceState{URL: src.URL, LastPoll: ahead, NextPoll: ahead.Add(time.Hour)}, 0); err != nil {
		t.Fatal(err)
	}
	if wait, _ := c.untilDue(ctx, src, false); wait > maxInterval {
		t.Errorf("the source waits %s", wait)
	}
}
