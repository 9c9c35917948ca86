package crawler

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// exchange is what one fetch asks of the transport and learns from it. It travels in the request's
// context, through colly and every redirect.
type exchange struct {
	limit       int64 // of decoded bytes
	truncate    bool  // at the limit the body ends, in place of failing
	scope       func(url string) error
	robots      bool     // each hop must be allowed by its host's robots.txt
	hops        []string // where redirects led
	permanent   bool     // every redirect so far was a permanent one
	contentType string   // as sent; colly sees it without its charset
}

type exchangeKey struct{}

func exchangeOf(ctx context.Context) *exchange {
	x, _ := ctx.Value(exchangeKey{}).(*exchange)
	return x
}

// TooLargeError says that a body is over its limit, or grows out of proportion when it is unpacked.
type TooLargeError struct{ Detail string }

func (e *TooLargeError) Error() string { return e.Detail }

// SlowError says that an answer did not come in time.
type SlowError struct{ Detail string }

func (e *SlowError) Error() string { return e.Detail }

const (
	ratioFrom = 1 << 20 // from how many decoded bytes on the ratio counts
	maxRatio  = 200     // decoded bytes for one on the wire
	minSpeed  = 1 << 10 // bytes a second
)

// transport is the http.RoundTripper below colly. It holds the host's turn from the start of a request to
// the end of its body, unpacks, and enforces the limits that colly counts wrongly or not at all.
type transport struct {
	base  http.RoundTripper
	gate  *gate
	total time.Duration // for one request with its body
	grace time.Duration // after which the least speed counts
}

func newTransport(d *dialer, g *gate, l Limits) *transport {
	return &transport{gate: g, total: l.Total, grace: 5 * time.Second, base: &http.Transport{
		DialContext: d.dial, DisableCompression: true, ForceAttemptHTTP2: true, MaxIdleConns: 200, MaxIdleConnsPerHost: 1,
		IdleConnTimeout: 30 * time.Second, TLSHandshakeTimeout: l.Connect, ResponseHeaderTimeout: l.Header,
		MaxResponseHeaderBytes: 64 << 10,
	}}
}

// RoundTrip implements http.RoundTripper.
func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	x := exchangeOf(req.Context())
	if x == nil {
		return nil, errors.New("request without an exchange")
	}
	release, err := t.gate.acquire(req.Context(), req.URL.Host)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeoutCause(req.Context(), t.total, &SlowError{fmt.Sprintf("no whole answer within %s", t.total)})
	end := func() { cancel(); release() }
	out := req.Clone(ctx)
	out.Header.Set("Accept-Encoding", "gzip")
	res, err := t.base.RoundTrip(out)
	if err != nil {
		err = causeOf(ctx, err)
		end()
		return nil, err
	}
	if isRedirect(res.StatusCode) {
		// Its body says nothing, and the redirect handler may need this host's turn for robots.txt.
		_ = res.Body.Close()
		end()
		res.Body = http.NoBody
		return res, nil
	}
	x.contentType = res.Header.Get("Content-Type")
	if err := t.wrap(ctx, res, req, x, end); err != nil {
		_ = res.Body.Close()
		end()
		return nil, err
	}
	return res, nil
}

// wrap puts the limits around the body and hides from colly what it would act on by itself: encoding
// and charset.
func (t *transport) wrap(ctx context.Context, res *http.Response, req *http.Request, x *exchange, end func()) error {
	b := &boundedBody{ctx: ctx, wire: res.Body, exchange: x, start: time.Now(), grace: t.grace, end: end}
	b.decoded = &countingReader{r: res.Body, n: &b.raw}
	encoding := strings.ToLower(strings.TrimSpace(res.Header.Get("Content-Encoding")))
	switch encoding {
	case "", "identity":
	case "gzip", "x-gzip":
		b.gzip = true
	default:
		return fmt.Errorf("content encoding %q was not asked for", encoding)
	}
	// A packed sitemap is a file of its own, whether or not the server packs it once more.
	b.packedFile = strings.HasSuffix(strings.ToLower(req.URL.Path), ".gz") || strings.Contains(strings.ToLower(x.contentType), "gzip")
	res.Body = b
	res.Uncompressed = true
	res.ContentLength = -1
	res.Header = res.Header.Clone()
	res.Header.Del("Content-Encoding")
	res.Header.Del("Content-Length")
	kind, _, _ := strings.Cut(x.contentType, ";")
	res.Header.Set("Content-Type", strings.TrimSpace(kind))
	return nil
}

func isRedirect(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

// causeOf prefers why a context ended to the bare "deadline exceeded" that reading then returns.
func causeOf(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); cause != nil && ctx.Err() != nil {
		return cause
	}
	return err
}

type countingReader struct {
	r io.Reader
	n *int64
}

func (c *countingReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	*c.n += int64(n)
	return n, err
}

// boundedBody reads a body under the exchange's limits. Its Close ends the host's turn.
type boundedBody struct {
	ctx        context.Context // of this one request; its end is told as the cause of a read error
	wire       io.ReadCloser
	decoded    io.Reader
	exchange   *exchange
	start      time.Time
	grace      time.Duration
	gzip       bool // the transfer is packed
	packedFile bool // the content may be packed
	opened     bool
	raw, out   int64
	end        func()
}

// Read implements io.Reader.
func (b *boundedBody) Read(p []byte) (int, error) {
	if !b.opened {
		b.opened = true
		if err := b.open(); err != nil {
			return 0, causeOf(b.ctx, err)
		}
	}
	if b.exchange.truncate {
		p = p[:min(int64(len(p)), b.exchange.limit-b.out)]
		if len(p) == 0 {
			return 0, io.EOF
		}
	}
	n, err := b.decoded.Read(p)
	b.out += int64(n)
	if err != nil && !errors.Is(err, io.EOF) {
		return n, causeOf(b.ctx, err)
	}
	if limit := b.check(); limit != nil {
		return 0, limit
	}
	return n, err
}

// open unpacks the transfer, then a packed file inside it; the name alone proves nothing, so the first
// bytes decide.
func (b *boundedBody) open() error {
	if b.gzip {
		z, err := gzip.NewReader(b.decoded)
		if errors.Is(err, io.EOF) {
			return nil // an empty body, as of a 304, with the header of a full one
		}
		if err != nil {
			return fmt.Errorf("the answer is no gzip: %w", err)
		}
		b.decoded = z
	}
	if !b.packedFile {
		return nil
	}
	var magic [2]byte
	n, err := io.ReadFull(b.decoded, magic[:])
	rest := io.MultiReader(strings.NewReader(string(magic[:n])), b.decoded)
	b.decoded = rest
	if err != nil || magic != [2]byte{0x1f, 0x8b} {
		return nil
	}
	z, err := gzip.NewReader(rest)
	if err != nil {
		return fmt.Errorf("the file is no gzip: %w", err)
	}
	b.decoded = z
	return nil
}

func (b *boundedBody) check() error {
	switch took := time.Since(b.start); {
	case b.out > b.exchange.limit:
		return &TooLargeError{fmt.Sprintf("the answer is larger than %d bytes", b.exchange.limit)}
	case b.out > ratioFrom && b.out > maxRatio*b.raw:
		return &TooLargeError{fmt.Sprintf("%d bytes unpack to over %d", b.raw, b.out)}
	case took > b.grace && float64(b.raw) < minSpeed*took.Seconds():
		return &SlowError{fmt.Sprintf("the answer comes at less than %d bytes a second", minSpeed)}
	}
	return nil
}

// Close implements io.Closer.
func (b *boundedBody) Close() error {
	err := b.wire.Close()
	if b.end != nil {
		b.end()
		b.end = nil
	}
	return err
}
