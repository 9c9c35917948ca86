package elastic

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// op is one item of a bulk request.
type op struct {
	action string // create, index, update or delete
	index  string // an alias
	id     string
	at     *version // where set, the stored document must be this one
	doc    []byte   // of update: the part to replace
}

// version names one state of a stored document.
type version struct{ Seq, Term int64 }

// outcome is what became of an op.
type outcome int

const (
	done     outcome = iota
	conflict         // there is another state of the document
	missing          // there is no document
)

// result is an op's outcome; At is the state that it wrote.
type result struct {
	outcome outcome
	at      version
}

// RejectedError says that Elasticsearch will never take a document: another try cannot help it.
type RejectedError struct {
	Index, ID string
	Status    int
	Reason    string
}

func (e *RejectedError) Error() string {
	return fmt.Sprintf("Elasticsearch refuses %s of %s for good: HTTP status %d: %s", e.ID, e.Index, e.Status, e.Reason)
}

// sent counts what was written in bulk, and all requests.
type sent struct {
	requests, documents, bytes, again, calls, waited atomic.Int64

	claims atomic.Int64 // writes of claims that were done
}

// Sent says what was written in bulk since the store was opened, and how many requests there were of any kind.
type Sent struct {
	Requests  int64
	Documents int64 // those that were sent again count again
	Bytes     int64
	Again     int64 // documents that were not taken at once
	Calls     int64
	Waited    time.Duration // until they were answered
}

// Sent says what this store has written.
func (s *Store) Sent() Sent {
	return Sent{Requests: s.sent.requests.Load(), Documents: s.sent.documents.Load(), Bytes: s.sent.bytes.Load(), Again: s.sent.again.Load(),
		Calls: s.sent.calls.Load(), Waited: time.Duration(s.sent.waited.Load())}
}

// bulk sends ops and returns when each of them has its outcome, in the order of ops. What was refused for
// the moment, was left out of an answer or stood in one that was cut is sent again; an op that is
// repeated so may find its own work and be a conflict. The error wraps ErrAway where some still wait
// after all tries, and is a *RejectedError where one is refused for good; by then others may be written.
func (s *Store) bulk(ctx context.Context, ops []op) ([]result, error) {
	results := make([]result, len(ops))
	s.unseen.add(indicesOf(ops))
	todo := make([]int, len(ops))
	for i := range todo {
		todo[i] = i
	}
	b := &bulker{s: s, ops: ops, results: results, size: s.limits.bulkBytes}
	for try := 0; len(todo) > 0; try++ {
		if try > 0 {
			if try >= s.limits.tries {
				return results, fmt.Errorf("bulk of %d documents: %w: %d are not taken after %d tries: %w", len(ops), ErrAway, len(todo), try, b.why)
			}
			if err := s.pause(ctx, try); err != nil {
				return results, err
			}
		}
		before := len(todo)
		var err error
		if todo, err = b.round(ctx, todo); err != nil {
			return results, err
		}
		if len(todo) < before {
			try = 0 // the cluster is taking some: it is busy, not away
		}
	}
	return results, nil
}

// indicesOf names the indices that ops write, each once.
func indicesOf(ops []op) (names []string) {
	for i := range ops {
		if !slices.Contains(names, ops[i].index) {
			names = append(names, ops[i].index)
		}
	}
	return names
}

// bulker is one run of bulk.
type bulker struct {
	s       *Store
	ops     []op
	results []result
	size    int   // bytes of one request; halved where one is too large or too slow
	why     error // what was last refused for the moment
}

// lanes is how many requests of one call are under way at a time: a shard works on each with a thread of its own.
const lanes = 2

// part is one request of a round.
type part struct {
	todo  []int
	body  []byte
	items []answered
	err   error
}

// round sends what is to do once, in requests of bounded size, and returns what is still to do.
func (b *bulker) round(ctx context.Context, todo []int) (left []int, err error) {
	for len(todo) > 0 {
		var parts []*part
		for len(parts) < lanes && len(todo) > 0 {
			body, n := b.fill(todo)
			parts = append(parts, &part{todo: todo[:n], body: body})
			todo = todo[n:]
		}
		b.sendAll(ctx, parts)
		var smaller []int
		away := false
		for _, p := range parts {
			again, err := b.outcome(ctx, p)
			switch {
			case err == nil:
				left = append(left, again...)
			case p.err == nil: // of a single document
				return nil, err
			case b.halve(p.err, len(p.todo)):
				smaller = append(smaller, p.todo...)
			case errors.Is(err, ErrAway) && ctx.Err() == nil && status(err) != 401 && status(err) != 403:
				away, b.why = true, err
				left = append(left, p.todo...)
			default:
				return nil, err
			}
		}
		todo = append(smaller, todo...)
		if away {
			return append(left, todo...), nil // the next requests would fare no better
		}
	}
	return left, nil
}

// sendAll sends requests side by side.
func (b *bulker) sendAll(ctx context.Context, parts []*part) {
	var wg sync.WaitGroup
	for _, p := range parts {
		b.s.sent.requests.Add(1)
		b.s.sent.documents.Add(int64(len(p.todo)))
		b.s.sent.bytes.Add(int64(len(p.body)))
		wg.Go(func() { p.items, p.err = b.send(ctx, p.body) })
	}
	wg.Wait()
}

// outcome says which ops of a request must be sent again; its error is why none of them was answered, or why one
// never will be.
func (b *bulker) outcome(ctx context.Context, p *part) (again []int, err error) {
	switch {
	case p.err == nil:
		again, err = b.classify(p.todo, p.items)
		b.s.sent.again.Add(int64(len(again)))
		return again, err
	case len(p.todo) == 1 && status(p.err) == 413:
		o := b.ops[p.todo[0]]
		return nil, &RejectedError{Index: o.index, ID: o.id, Status: 413, Reason: fmt.Sprintf("a document of %d bytes is too large", len(o.doc))}
	}
	if ctx.Err() == nil {
		b.s.sent.again.Add(int64(len(p.todo)))
	}
	return nil, p.err
}

// lineBytes is about what an op takes beside its id and document.
const lineBytes = 160

// fill takes as many ops as one request may hold.
func (b *bulker) fill(todo []int) (body []byte, n int) {
	size := 0
	for _, i := range todo {
		o := &b.ops[i]
		if n > 0 && (size+len(o.doc) > b.size || n >= b.s.limits.bulkItems) {
			break
		}
		size += len(o.doc) + len(o.id) + lineBytes
		n++
	}
	body = make([]byte, 0, size)
	for _, i := range todo[:n] {
		body = b.ops[i].appendTo(body)
	}
	return body, n
}

// appendTo writes an op in the lines that it has in a request.
func (o *op) appendTo(b []byte) []byte {
	b = append(append(append(b, `{"`...), o.action...), `":{"_index":`...)
	b = append(appendText(b, o.index), `,"_id":`...)
	b = appendText(b, o.id)
	if o.at != nil {
		b = strconv.AppendInt(append(b, `,"if_seq_no":`...), o.at.Seq, 10)
		b = strconv.AppendInt(append(b, `,"if_primary_term":`...), o.at.Term, 10)
	}
	b = append(b, "}}\n"...)
	switch o.action {
	case "delete":
		return b
	case "update":
		b = append(append(append(b, `{"doc":`...), o.doc...), '}')
	default:
		b = append(b, o.doc...)
	}
	return append(b, '\n')
}

// appendText writes a JSON string. Names and ids are plain most often.
func appendText(b []byte, text string) []byte {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			quoted, _ := marshal(text) // a string always marshals
			return append(b, quoted...)
		}
	}
	return append(append(append(b, '"'), text...), '"')
}

// halve makes requests smaller where one was too large, or was not done in time.
func (b *bulker) halve(err error, n int) bool {
	if n < 2 || status(err) != 413 && !errors.Is(err, context.DeadlineExceeded) {
		return false
	}
	b.size = max(b.size/2, 1)
	return true
}

func status(err error) int {
	var said *answerError
	if errors.As(err, &said) {
		return said.Status
	}
	return 0
}

// send sends one request, one time: what to send again is decided item by item.
func (b *bulker) send(ctx context.Context, body []byte) ([]answered, error) {
	var answer struct {
		Items []answered `json:"items"`
	}
	r := request{method: "POST", path: "/_bulk", raw: body, writes: true,
		query: url.Values{"require_alias": {"true"}, "filter_path": {"items.*._id,items.*.status,items.*._seq_no,items.*._primary_term,items.*.error"}}}
	err := b.s.once(ctx, r, body, &answer)
	return answer.Items, err
}

// classify gives the ops their outcomes and returns those that must be sent again. Items are matched by
// place and by id: an answer that left one out would else give its neighbour's outcome to all after it.
func (b *bulker) classify(sent []int, items []answered) (again []int, err error) {
	at := 0
	for _, i := range sent {
		o := &b.ops[i]
		var it *item
		if at < len(items) {
			it = items[at].of(o.action)
		}
		if it == nil || it.ID != o.id || it.Status == 0 {
			b.why = fmt.Errorf("the answer has nothing on %s", o.id)
			again = append(again, i)
			continue
		}
		at++
		switch {
		case it.Status < 300:
			b.results[i] = result{done, version{it.Seq, it.Term}}
			if o.index == b.s.index(claims) {
				b.s.sent.claims.Add(1)
			}
		case it.Status == 409:
			b.results[i] = result{outcome: conflict}
		case it.Status == 404 && o.action != "create" && o.action != "index":
			b.results[i] = result{outcome: missing}
		case retriable(it.Status):
			b.why = fmt.Errorf("%s: HTTP status %d: %s", o.id, it.Status, reason(it.Error))
			again = append(again, i)
		default:
			return nil, b.refuse(o, it)
		}
	}
	return again, nil
}

// refuse tells what the document at hand cannot help, such as an index that is blocked while it is
// migrated, from what is wrong with it.
func (b *bulker) refuse(o *op, it *item) error {
	why := reason(it.Error)
	switch {
	case strings.Contains(why, "cluster_block_exception"), it.Status == 401, it.Status == 403:
		return fmt.Errorf("write %s: %w: HTTP status %d: %s", o.id, ErrAway, it.Status, why)
	case strings.Contains(why, "index_not_found_exception"):
		return fmt.Errorf("write %s: %w: %w: %s", o.id, ErrAway, ErrNoSetup, why)
	}
	return &RejectedError{Index: o.index, ID: o.id, Status: it.Status, Reason: why}
}
