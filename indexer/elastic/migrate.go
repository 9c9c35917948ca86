package elastic

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"time"
)

// withJournal is the first schema in which the journal says what is not finished.
const withJournal = 3

// settled refuses to migrate what a version without a journal has not finished: it marked that on the
// documents themselves, where nobody looks any more.
func (s *Store) settled(ctx context.Context, stored map[string]storedVersion) error {
	for _, open := range []struct {
		kind   string
		filter object
		what   string
	}{
		{nodes, object{"exists": object{"field": "fresh"}}, "statements wait for their claims"},
		{claims, object{"term": object{"open": true}}, "claims are half written"},
		{events, object{"term": object{"published": false}}, "events wait for the bus"},
	} {
		v, ok := stored[open.kind]
		if !ok || v.number >= withJournal {
			continue
		}
		var answer struct{ Count int64 }
		if err := s.call(ctx, request{method: "POST", path: "/" + v.index + "/_refresh"}, nil); err != nil {
			return err
		}
		if err := s.call(ctx, request{method: "POST", path: "/" + v.index + "/_count", body: object{"query": open.filter}}, &answer); err != nil {
			return err
		}
		if answer.Count > 0 {
			return fmt.Errorf("index %s: %d %s: run the indexer of the version before until status shows an empty outbox and nothing waiting, then set up again",
				v.index, answer.Count, open.what)
		}
	}
	return nil
}

// migrate copies an index into one of the new schema and moves the alias. A stop in the middle leaves
// the old one in charge, and the next call begins the copy anew.
func (s *Store) migrate(ctx context.Context, kind string, old storedVersion, number int) error {
	target := s.versioned(kind, number)
	if err := s.block(ctx, old.index, true); err != nil {
		return err
	}
	err := s.call(ctx, request{method: "DELETE", path: "/" + target, query: url.Values{"ignore_unavailable": {"true"}}}, nil)
	if err == nil {
		err = s.create(ctx, kind, number, false)
	}
	if err == nil {
		err = s.copy(ctx, old.index, target)
	}
	if err != nil {
		return errors.Join(err, s.block(context.WithoutCancel(ctx), old.index, false))
	}
	actions := []object{
		{"add": object{"index": target, "alias": s.index(kind), "is_write_index": true}},
		{"remove_index": object{"index": old.index}},
	}
	return s.call(ctx, request{method: "POST", path: "/_aliases", body: object{"actions": actions}}, nil)
}

func (s *Store) block(ctx context.Context, index string, on bool) error {
	return s.call(ctx, request{method: "PUT", path: "/" + index + "/_settings", body: object{"index.blocks.write": on}}, nil)
}

// copy runs a reindex to its end and counts what arrived.
func (s *Store) copy(ctx context.Context, from, to string) error {
	// What was not refreshed yet is no part of what a reindex sees.
	if err := s.call(ctx, request{method: "POST", path: "/" + from + "/_refresh"}, nil); err != nil {
		return err
	}
	body := object{"source": object{"index": from}, "dest": object{"index": to}}
	var started struct {
		Task string `json:"task"`
	}
	q := url.Values{"wait_for_completion": {"false"}, "refresh": {"true"}}
	if err := s.call(ctx, request{method: "POST", path: "/_reindex", query: q, body: body}, &started); err != nil {
		return err
	}
	for {
		var task struct {
			Completed bool            `json:"completed"`
			Error     json.RawMessage `json:"error"`
			Response  struct {
				Failures []json.RawMessage `json:"failures"`
			} `json:"response"`
		}
		if err := s.call(ctx, request{method: "GET", path: "/_tasks/" + started.Task}, &task); err != nil {
			return err
		}
		switch {
		case len(task.Error) > 0:
			return fmt.Errorf("copy %s to %s: %s", from, to, reason(task.Error))
		case len(task.Response.Failures) > 0:
			return fmt.Errorf("copy %s to %s: %s", from, to, task.Response.Failures[0])
		case task.Completed:
			return s.sameSize(ctx, from, to)
		}
		if err := sleep(ctx, 200*time.Millisecond); err != nil {
			return err
		}
	}
}

func (s *Store) sameSize(ctx context.Context, from, to string) error {
	var count [2]struct {
		Count int64 `json:"count"`
	}
	for i, name := range []string{from, to} {
		if err := s.call(ctx, request{method: "POST", path: "/" + name + "/_refresh"}, nil); err != nil {
			return err
		}
		if err := s.call(ctx, request{method: "GET", path: "/" + name + "/_count"}, &count[i]); err != nil {
			return err
		}
	}
	if count[0] != count[1] {
		return fmt.Errorf("copy %s to %s: %d of %d documents arrived", from, to, count[1].Count, count[0].Count)
	}
	return nil
}

func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}
