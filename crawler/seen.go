package crawler

import (
	"context"
	"encoding/json"
	"errors"
	"hash/fnv"
	"math/bits"
	"strings"
	"time"

	"github.com/claimwire/claimwire/crawler/address"
	"github.com/claimwire/claimwire/internal/claim"
)

// seenRecord is what the bucket seen keeps of an address.
type seenRecord struct {
	At        time.Time         `json:"at"`                  // of the last attempt
	Done      bool              `json:"done,omitempty"`      // published or refused
	Prints    map[string]string `json:"prints,omitempty"`    // what each source said of it, by source key
	Revision  string            `json:"revision,omitempty"`  // as published
	Canonical string            `json:"canonical,omitempty"` // as published
	Reason    string            `json:"reason,omitempty"`    // why it was refused
	Tries     int               `json:"tries,omitempty"`     // that failed
	Fetches   int               `json:"fetches,omitempty"`
	Sim       uint64            `json:"sim,omitempty"` // fingerprint of the text, near for near texts
}

// verdict is what to do with an entry.
type verdict int

const (
	fresh verdict = iota // fetch it
	known                // leave it
	noted                // leave it, and remember what this source says of it
	later                // it changed, but was fetched a moment ago
)

const maxPrints = 16 // sources that one address is remembered for

// verdict judges an entry with that fingerprint of that source. Sources describe one article in
// different words, so each is compared with what it said itself.
func (s seenRecord) verdict(source, print string, now time.Time, keep time.Duration) verdict {
	age := now.Sub(s.At)
	if !s.Done || age > keep {
		return fresh
	}
	last, ok := s.Prints[source]
	switch {
	case s.mayChange() && age > refusedAgain:
		return fresh
	case !ok && print != "" && len(s.Prints) < maxPrints:
		return noted
	case !ok || print == "" || print == last || s.Fetches >= maxRefetches:
		return known
	case age < refetchAfter:
		return later
	}
	return fresh
}

// mayChange reports whether a refusal can end without the source saying so.
func (s seenRecord) mayChange() bool {
	switch s.Reason {
	case "robots.txt", "unreachable", "no answer in time", "status 403", "status 429":
		return s.Tries < 2*maxTries
	}
	return strings.HasPrefix(s.Reason, "status 5") && s.Tries < 2*maxTries
}

func (s *seenRecord) note(source, print string) {
	prints := map[string]string{}
	for k, v := range s.Prints { // records are copied by value; their maps must not be shared
		prints[k] = v
	}
	if print != "" && (len(prints) < maxPrints || prints[source] != "") {
		prints[source] = print
	}
	s.Prints = prints
}

func (c *Crawler) readSeen(ctx context.Context, url string) (seenRecord, uint64, error) {
	ctx, cancel := context.WithTimeout(ctx, stateTimeout)
	defer cancel()
	value, rev, err := c.opt.State.Get(ctx, BucketSeen, hashKey(url))
	if errors.Is(err, ErrStateMissing) {
		return seenRecord{}, 0, nil
	}
	var s seenRecord
	if err == nil && json.Unmarshal(value, &s) != nil {
		return seenRecord{}, rev, nil
	}
	return s, rev, err
}

// writeSeen remembers. Failing to only means that the page is fetched once more, and deduplicated later.
func (c *Crawler) writeSeen(ctx context.Context, url string, s seenRecord, rev uint64) {
	value, err := json.Marshal(s)
	if err == nil {
		ctx, cancel := context.WithTimeout(ctx, stateTimeout)
		defer cancel()
		_, err = c.opt.State.Put(ctx, BucketSeen, hashKey(url), value, rev)
	}
	if err != nil && !errors.Is(err, ErrStateConflict) && ctx.Err() == nil {
		c.log.Error("a fetched page cannot be remembered; it will be fetched again", "page", clip(url), "error", err)
	}
}

// noteTwin remembers the canonical address of a page that was fetched under another one, unless it has a
// record of its own.
func (c *Crawler) noteTwin(ctx context.Context, canonical string, s seenRecord) {
	if had, rev, err := c.readSeen(ctx, canonical); err == nil && !had.Done {
		c.writeSeen(ctx, canonical, s, rev)
	}
}

// trustCanonical takes back a canonical address that belongs to another text: some sites name one page
// for all.
func (c *Crawler) trustCanonical(ctx context.Context, a claim.Article, fetched string, sim uint64) claim.Article {
	if a.CanonicalURL == fetched {
		return a
	}
	other, _, err := c.readSeen(ctx, a.CanonicalURL)
	if err != nil || !other.Done || other.Sim == 0 || bits.OnesCount64(other.Sim^sim) < differentText {
		return a
	}
	if own, err := address.Normal(a.URL); err == nil {
		a.CanonicalURL = own
	}
	return a
}

// similarity is a fingerprint of which few bits differ between texts that share most of their words
// (simhash over runs of three words).
func similarity(text string) uint64 {
	var weight [64]int
	words := strings.Fields(text)
	for i := range words {
		h := fnv.New64a()
		for _, w := range words[i:min(i+3, len(words))] {
			_, _ = h.Write([]byte(w)) // a hash cannot fail to write
		}
		sum := h.Sum64()
		for b := range weight {
			weight[b] += int(sum>>b&1)*2 - 1
		}
	}
	var out uint64
	for b, w := range weight {
		if w > 0 {
			out |= 1 << b
		}
	}
	return out
}
