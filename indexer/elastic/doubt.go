package elastic

import (
	"context"
	"fmt"
	"net/url"
)

// unknown stands for a number of writes that nobody could count.
const unknown = -1

// others counts what other processes have written to the claims since the index was made: every write takes a
// number of its shard, and this process knows how many of them were its own. It sees a write at once, refreshed or
// not, and costs the cluster next to nothing. Where the key at hand may not ask, the number is unknown.
func (s *Store) others(ctx context.Context) (int64, error) {
	var answer struct {
		Indices map[string]struct {
			Shards map[string][]struct {
				Routing struct {
					Primary bool `json:"primary"`
				} `json:"routing"`
				Seq *struct {
					Max int64 `json:"max_seq_no"`
				} `json:"seq_no"`
			} `json:"shards"`
		} `json:"indices"`
	}
	q := url.Values{"level": {"shards"}, "filter_path": {"indices.*.shards.*.routing.primary,indices.*.shards.*.seq_no.max_seq_no"}}
	err := s.call(ctx, request{method: "GET", path: "/" + s.index(claims) + "/_stats/docs", query: q}, &answer)
	if status(err) == 403 {
		return unknown, nil
	}
	if err != nil {
		return unknown, fmt.Errorf("count writes: %w", err)
	}
	all, primaries := int64(0), 0
	for _, index := range answer.Indices {
		for _, shard := range index.Shards {
			for _, shardCopy := range shard {
				if !shardCopy.Routing.Primary {
					continue
				}
				if shardCopy.Seq == nil {
					return unknown, nil
				}
				all += shardCopy.Seq.Max + 1
				primaries++
			}
		}
	}
	if primaries == 0 {
		return unknown, nil
	}
	return all - s.sent.claims.Load(), nil
}

// doubtClaims makes sure, while a request of a writer that was stopped may still arrive, that what is remembered of
// claims is what is stored: where somebody else has written any, which claims hold what is searched anew.
func (s *Store) doubtClaims(ctx context.Context) error {
	if s.memory.doubt.IsZero() {
		return nil
	}
	now, err := s.others(ctx)
	if err != nil {
		return err
	}
	was := s.memory.others
	if s.memory.others = now; now == was && now != unknown {
		return nil
	}
	s.memory.known.misplace()
	return s.refresh(ctx, claims) // also what this process has not written
}

// misplace forgets claims, and which of them hold what.
func (k *known) misplace() {
	for id := range k.claims {
		k.dropClaim(id)
	}
	for _, rows := range k.rows {
		for _, r := range rows {
			r.holder, r.placed = "", false
		}
	}
}
