package crawler

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/claimwire/claimwire/crawler/address"
)

// Kind says what stands at a source's address.
type Kind string

// The kinds of sources.
const (
	Feed    Kind = "feed"    // RSS, Atom or JSON Feed
	Sitemap Kind = "sitemap" // a sitemap, a news sitemap or an index of them
	Site    Kind = "site"    // a front page, whose links are followed one step
)

// Source is one place that articles are found at.
type Source struct {
	URL       string
	Kind      Kind          // empty means Feed
	Name      string        // for people; empty means what the source calls itself
	Publisher string        // stands before what pages say of themselves
	Owner     string        // who owns the publisher
	Every     time.Duration // fixes the interval; 0 lets it adapt to how often the source changes
}

// Key is the source's key in the bucket sources.
func (s Source) Key() string { return hashKey(string(s.Kind), s.URL) }

func (s Source) normal() (Source, error) {
	if s.Kind == "" {
		s.Kind = Feed
	}
	if s.Kind != Feed && s.Kind != Sitemap && s.Kind != Site {
		return s, fmt.Errorf("source %s: kind %q is none of feed, sitemap, site", clip(s.URL), s.Kind)
	}
	normal, err := address.Normal(s.URL)
	if err != nil {
		return s, fmt.Errorf("source: %w", err)
	}
	s.URL = normal
	return s, nil
}

// SourceState is what is known of a source from polling it. It is the value of Source.Key in the bucket
// sources.
type SourceState struct {
	URL         string        `json:"url"`
	Kind        Kind          `json:"kind"`
	Title       string        `json:"title,omitempty"` // as the source calls itself
	LastPoll    time.Time     `json:"last_poll,omitzero"`
	LastSuccess time.Time     `json:"last_success,omitzero"` // when it was last read; zero: never
	LastChange  time.Time     `json:"last_change,omitzero"`  // when it last had something new
	LastError   string        `json:"last_error,omitempty"`  // empty after a success
	LastErrorAt time.Time     `json:"last_error_at,omitzero"`
	NextPoll    time.Time     `json:"next_poll,omitzero"`
	Interval    time.Duration `json:"interval,omitempty"`
	Failures    int           `json:"failures,omitempty"` // in a row
	Polls       int           `json:"polls,omitempty"`
	Items       int           `json:"items,omitempty"` // new items seen, over all polls
	Yield       int           `json:"yield,omitempty"` // articles published, over all polls
	Gone        bool          `json:"gone,omitempty"`  // answered 410: not polled any more
	MovedTo     string        `json:"moved_to,omitempty"`
	MovedSeen   int           `json:"moved_seen,omitempty"` // polls in a row that were redirected there for good
	Backlog     bool          `json:"backlog,omitempty"`    // the first poll left items for the next one

	ETag         string `json:"etag,omitempty"`
	LastModified string `json:"last_modified,omitempty"`
	BodyHash     string `json:"body_hash,omitempty"`
}

// movedAfter is how many polls in a row must be redirected for good before the new address is polled.
const movedAfter = 3

// pollURL is the address that is polled: the configured one, until it has plainly moved.
func (s *SourceState) pollURL() string {
	if s.MovedSeen >= movedAfter {
		return s.MovedTo
	}
	return s.URL
}

// ReadSource returns what is known of a source; of one that was never polled that is its address alone.
func ReadSource(ctx context.Context, state State, src Source) (SourceState, error) {
	src, err := src.normal()
	if err != nil {
		return SourceState{}, err
	}
	s, _, err := readSource(ctx, state, src)
	return s, err
}

func readSource(ctx context.Context, state State, src Source) (SourceState, uint64, error) {
	out := SourceState{URL: src.URL, Kind: src.Kind}
	ctx, cancel := context.WithTimeout(ctx, stateTimeout)
	defer cancel()
	value, rev, err := state.Get(ctx, BucketSources, src.Key())
	if errors.Is(err, ErrStateMissing) {
		return out, 0, nil
	}
	if err != nil {
		return out, 0, fmt.Errorf("read state of source %s: %w", clip(src.URL), err)
	}
	if json.Unmarshal(value, &out) != nil {
		return SourceState{URL: src.URL, Kind: src.Kind}, rev, nil // of another version: start afresh
	}
	return out, rev, nil
}

func writeSource(ctx context.Context, state State, src Source, s SourceState, rev uint64) error {
	value, err := json.Marshal(s)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, stateTimeout)
	defer cancel()
	if _, err := state.Put(ctx, BucketSources, src.Key(), value, rev); err != nil {
		return fmt.Errorf("write state of source %s: %w", clip(src.URL), err)
	}
	return nil
}

// hashKey makes a state key of any strings.
func hashKey(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		h.Write([]byte(p))
		h.Write([]byte{0})
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}
