package elastic

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// limits bound one call and how often it is tried.
type limits struct {
	tries     int           // of a request that is refused for the moment
	dialTries int           // of one that reaches nobody
	backoff   time.Duration // before the second try; doubled for each further one, with jitter
	maxWait   time.Duration
	bulkBytes int
	bulkItems int
	answer    int64 // bytes of an answer
}

func defaultLimits() limits {
	return limits{tries: 7, dialTries: 3, backoff: 100 * time.Millisecond, maxWait: 3 * time.Second, bulkBytes: 4 << 20, bulkItems: 500, answer: 256 << 20}
}

// newTransport never waits for ever, and keeps enough connections for readers beside the writer. Answers come as they
// are: between machines of one site, to pack and unpack them costs both sides more than to send them.
func newTransport() *http.Transport {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.DialContext = (&net.Dialer{Timeout: 3 * time.Second, KeepAlive: 30 * time.Second}).DialContext
	t.MaxIdleConnsPerHost = 16
	t.DisableCompression = true
	return t
}

// request is one call of Elasticsearch's API.
type request struct {
	method, path string
	query        url.Values
	body         any    // marshalled
	raw          []byte // in place of body: lines of JSON
	writes       bool   // only the writer may send it, and it ends within writeTimeout
	timeout      time.Duration
}

// answerError is what Elasticsearch said instead of doing what it was asked.
type answerError struct {
	Status int
	Type   string
	Reason string
}

func (e *answerError) Error() string {
	if e.Type == "" {
		return fmt.Sprintf("HTTP status %d %s", e.Status, e.Reason)
	}
	return fmt.Sprintf("HTTP status %d: %s: %s%s", e.Status, e.Type, e.Reason, advice(e.Type, e.Reason))
}

// Is says which answers another try may mend. A key or password that is refused is nothing that the
// message at hand can help.
func (e *answerError) Is(target error) bool {
	switch target {
	case ErrAway:
		return e.Status == 401 || e.Status == 403 || retriable(e.Status)
	case ErrNoSetup:
		return e.Status == 404 && e.Type == "index_not_found_exception"
	}
	return false
}

func retriable(status int) bool { return status == 429 || status >= 500 }

// call sends a request until it is done, refused for good, or was tried often enough. The answer goes
// into out where it is not nil.
func (s *Store) call(ctx context.Context, r request, out any) error {
	raw := r.raw
	if raw == nil && r.body != nil {
		b, err := marshal(r.body)
		if err != nil {
			return err
		}
		raw = b
	}
	var err error
	for try := 0; ; try++ {
		if try > 0 {
			if e := s.pause(ctx, try); e != nil {
				return e
			}
		}
		if err = s.once(ctx, r, raw, out); err == nil || !s.again(ctx, err, try) {
			return err
		}
	}
}

// again reports whether another try makes sense.
func (s *Store) again(ctx context.Context, err error, try int) bool {
	if ctx.Err() != nil || !errors.Is(err, ErrAway) {
		return false
	}
	var said *answerError
	if errors.As(err, &said) {
		return retriable(said.Status) && try+1 < s.limits.tries
	}
	return try+1 < s.limits.dialTries
}

// pause waits before a further try: the longer the more there were, and not at the same time as others.
func (s *Store) pause(ctx context.Context, try int) error {
	d := min(s.limits.backoff<<(try-1), s.limits.maxWait)
	d = d/2 + rand.N(d/2+1)
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// once sends a request one time.
func (s *Store) once(ctx context.Context, r request, raw []byte, out any) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	timeout := s.opts.Timeout
	if r.timeout > 0 {
		timeout = r.timeout
	}
	if r.writes {
		if !s.opts.Valid() {
			return ErrNotWriter
		}
		timeout = min(timeout, writeTimeout)
	}
	within, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	began := time.Now()
	res, err := s.send(within, r, raw)
	s.sent.calls.Add(1)
	s.sent.waited.Add(int64(time.Since(began)))
	if err == nil {
		defer func() { _ = res.Body.Close() }() // the answer is read; nothing depends on how it ends
		err = s.read(res, out)
	}
	var said *answerError
	switch {
	case err == nil || errors.As(err, &said):
		return wrap(r, err)
	case ctx.Err() != nil:
		return ctx.Err()
	}
	return fmt.Errorf("%s %s: %w: %w", r.method, r.path, ErrAway, err)
}

func wrap(r request, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s %s: %w", r.method, r.path, err)
}

func (s *Store) send(ctx context.Context, r request, raw []byte) (*http.Response, error) {
	target := r.path
	if len(r.query) > 0 {
		target += "?" + r.query.Encode()
	}
	req, err := http.NewRequestWithContext(ctx, r.method, target, bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	if r.raw != nil {
		req.Header.Set("Content-Type", "application/x-ndjson")
	}
	return s.es.Perform(req)
}

// read takes an answer. One that is cut short is as good as none: the request is sent again.
func (s *Store) read(res *http.Response, out any) error {
	b, err := readAll(res, s.limits.answer+1)
	if res.StatusCode >= 300 {
		return readError(res, b)
	}
	switch {
	case err != nil:
		return fmt.Errorf("the answer was cut: %w", err)
	case int64(len(b)) > s.limits.answer:
		return &answerError{Status: 400, Reason: fmt.Sprintf("the answer has over %d bytes", s.limits.answer)}
	case out == nil:
		return nil
	}
	if err := json.Unmarshal(b, out); err != nil {
		return fmt.Errorf("the answer is damaged: %w", err)
	}
	return nil
}

// readAll reads an answer, up to a limit, into what it says that it needs.
func readAll(res *http.Response, limit int64) ([]byte, error) {
	var buf bytes.Buffer
	if n := res.ContentLength; n > 0 && n < limit {
		buf.Grow(int(n) + bytes.MinRead) // with room to see that it ends
	}
	_, err := buf.ReadFrom(io.LimitReader(res.Body, limit))
	return buf.Bytes(), err
}

func readError(res *http.Response, b []byte) error {
	e := &answerError{Status: res.StatusCode, Reason: strings.TrimSpace(string(b[:min(len(b), 300)]))}
	var said struct {
		Error struct {
			Type   string `json:"type"`
			Reason string `json:"reason"`
			Root   []struct {
				Type   string `json:"type"`
				Reason string `json:"reason"`
			} `json:"root_cause"`
		} `json:"error"`
	}
	if json.Unmarshal(b, &said) == nil && said.Error.Type != "" {
		e.Type, e.Reason = said.Error.Type, said.Error.Reason
		if len(said.Error.Root) > 0 && said.Error.Root[0].Reason != e.Reason {
			e.Reason += ": " + said.Error.Root[0].Reason
		}
	}
	return e
}

// marshal writes JSON as it is, without escapes for HTML.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}
