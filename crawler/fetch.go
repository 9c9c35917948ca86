package crawler

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/claimwire/claimwire/crawler/address"
	"github.com/gocolly/colly/v2"
)

// request is one thing to fetch.
type request struct {
	url      string
	accept   string
	header   http.Header // validators
	limit    int64
	truncate bool
	scope    func(url string) error // nil: anywhere
	noRobots bool                   // only for robots.txt itself
}

// response is a whole answer of any status.
type response struct {
	url         string // after redirects
	status      int
	header      http.Header
	contentType string
	body        []byte
	movedTo     string // where permanent redirects alone led to; empty without any
}

// maxRedirects is how many hops a fetch may take.
const maxRedirects = 5

// RedirectError says why a redirect was not followed.
type RedirectError struct{ Detail string }

func (e *RedirectError) Error() string { return e.Detail }

// fetcher fetches by colly, one collector a fetch, with everything that colly would decide by itself
// decided here: robots.txt, redirects, limits, politeness.
type fetcher struct {
	base   *colly.Collector
	robots *robotsCache
	agent  string
}

func newFetcher(agent string, t http.RoundTripper) *fetcher {
	f := &fetcher{agent: agent}
	c := colly.NewCollector()
	c.UserAgent = agent
	c.Async = false
	c.AllowURLRevisit = true
	c.IgnoreRobotsTxt = true // ours are checked on every hop, see robotsCache
	c.ParseHTTPErrorResponse = true
	c.DetectCharset = false
	c.CheckHead = false
	c.CacheDir = ""
	c.MaxBodySize = 0 // the transport counts decoded bytes
	c.MaxDepth = 0
	c.MaxRequests = 0
	c.AllowedDomains, c.DisallowedDomains = nil, nil
	c.DisallowedURLFilters, c.URLFilters = nil, nil
	c.DisableCookies()
	c.WithTransport(t)
	c.SetRequestTimeout(0) // would count the wait for the host's turn
	c.SetRedirectHandler(f.redirect)
	f.base = c
	return f
}

// get fetches one address. An answer of any status is a response; an error means that there is none.
func (f *fetcher) get(ctx context.Context, r request) (response, error) {
	normal, err := address.Normal(r.url)
	if err != nil {
		return response{}, err
	}
	u, err := url.Parse(normal)
	if err != nil {
		return response{}, err
	}
	if !r.noRobots {
		if err := f.robots.check(ctx, u); err != nil {
			return response{}, err
		}
	}
	x := &exchange{limit: r.limit, truncate: r.truncate, scope: r.scope, robots: !r.noRobots, permanent: true}
	out, err := f.visit(context.WithValue(ctx, exchangeKey{}, x), x, normal, r)
	if err == nil && out.status < 400 && !r.noRobots {
		f.robots.answered(ctx, u)
	}
	return out, err
}

func (f *fetcher) visit(ctx context.Context, x *exchange, normal string, r request) (response, error) {
	c := f.base.Clone()
	c.Context = ctx
	var out response
	c.OnResponse(func(got *colly.Response) {
		out = response{
			url: got.Request.URL.String(), status: got.StatusCode, header: *got.Headers,
			contentType: x.contentType, body: got.Body,
		}
	})
	header := http.Header{"User-Agent": {f.agent}, "Accept": {r.accept}}
	for k, v := range r.header {
		header[k] = v
	}
	if err := c.Request(http.MethodGet, normal, nil, nil, header); err != nil {
		return response{}, plainError(ctx, err)
	}
	if len(x.hops) > 0 && x.permanent {
		out.movedTo = x.hops[len(x.hops)-1]
	}
	return out, nil
}

// plainError drops the wrapper of the HTTP client, which repeats method and address.
func plainError(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if e, ok := errors.AsType[*url.Error](err); ok {
		return e.Err
	}
	return err
}

// redirect judges every hop as if it were the first request.
func (f *fetcher) redirect(req *http.Request, via []*http.Request) error {
	x := exchangeOf(req.Context())
	to := req.URL.String()
	if len(via) > maxRedirects {
		return &RedirectError{fmt.Sprintf("more than %d redirects, the last one to %s", maxRedirects, clip(to))}
	}
	if err := address.Check(req.URL); err != nil {
		return &RedirectError{fmt.Sprintf("redirect not followed: %v", err)}
	}
	if x.scope != nil {
		if err := x.scope(to); err != nil {
			return &RedirectError{fmt.Sprintf("redirect not followed: %v", err)}
		}
	}
	if x.robots {
		if err := f.robots.check(req.Context(), req.URL); err != nil {
			return err
		}
	}
	status := req.Response.StatusCode
	x.permanent = x.permanent && (status == http.StatusMovedPermanently || status == http.StatusPermanentRedirect)
	x.hops = append(x.hops, to)
	return nil
}

func clip(s string) string {
	const longest = 200
	if len(s) > longest {
		return s[:longest] + "…"
	}
	return s
}
