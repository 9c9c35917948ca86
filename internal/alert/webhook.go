package alert

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// Webhook POSTs each Notice as JSON to an address, with the headers
//
//	Idempotency-Key        the notice's key: the same whenever it is sent again
//	X-Claimwire-Timestamp  Unix seconds of this sending; only with a secret
//	X-Claimwire-Signature  sha256=HEX, the HMAC-SHA256 with the secret over timestamp, a dot and the body
//
// Any answer of the class 2xx is success. 400, 413 and 422 refuse the notice for good. Everything else,
// an address that asks for a redirect elsewhere among it, means that the sink is away, and that the
// notice comes again.
type Webhook struct {
	url    string
	secret []byte
	client *http.Client
	now    func() time.Time
}

const (
	webhookTimeout = 10 * time.Second
	webhookTries   = 3 // at once, before the sink counts as away
	webhookPause   = 300 * time.Millisecond
	answerBytes    = 4 << 10 // that are read of an answer
)

// NewWebhook makes a sink of an address. Without a secret nothing is signed.
func NewWebhook(address string, secret []byte) (*Webhook, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, fmt.Errorf("webhook %s: it must begin with https:// or http:// and a host", shortURL(u))
	}
	return &Webhook{
		url: address, secret: bytes.TrimSpace(secret), now: time.Now,
		client: &http.Client{Timeout: webhookTimeout, CheckRedirect: sameHost},
	}, nil
}

// sameHost lets an address move within its host, with method and body kept: what a sink is sent must not
// go elsewhere.
func sameHost(req *http.Request, via []*http.Request) error {
	first := via[0]
	switch {
	case req.URL.Host != first.URL.Host || req.URL.Scheme != first.URL.Scheme:
		return fmt.Errorf("redirects to another host, %s: if that is right, configure that address", req.URL.Host)
	case req.Method != first.Method:
		return errors.New("redirects in a way that drops the message: configure the address that it leads to")
	case len(via) > 3:
		return errors.New("redirects without end")
	}
	return nil
}

// Send posts the notice, a few times where the failure may pass at once.
func (w *Webhook) Send(ctx context.Context, n Notice) error {
	body, err := json.Marshal(n)
	if err != nil {
		return fmt.Errorf("%w: encode: %w", ErrRefused, err)
	}
	for try := 1; ; try++ {
		again, err := w.post(ctx, n.Key, body)
		if err == nil || !again || try == webhookTries {
			return err
		}
		t := time.NewTimer(webhookPause << (try - 1))
		select {
		case <-t.C:
		case <-ctx.Done():
			t.Stop()
			return err
		}
	}
}

// post sends once; again says that an immediate second try may help.
func (w *Webhook) post(ctx context.Context, key string, body []byte) (again bool, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, w.url, bytes.NewReader(body))
	if err != nil {
		return false, fmt.Errorf("webhook: %w", withoutURL(err))
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "claimwire")
	req.Header.Set("Idempotency-Key", key)
	w.sign(req.Header, body)
	resp, err := w.client.Do(req)
	if err != nil {
		return ctx.Err() == nil, fmt.Errorf("webhook at %s: %w", req.URL.Host, withoutURL(err))
	}
	defer resp.Body.Close()
	answer, readErr := io.ReadAll(io.LimitReader(resp.Body, answerBytes))
	if resp.StatusCode/100 == 2 {
		return false, nil // the status says it all: a body that breaks off changes nothing
	}
	err = fmt.Errorf("webhook at %s answers %s: %s", req.URL.Host, resp.Status, clean(string(answer), 200))
	if readErr != nil {
		err = fmt.Errorf("%w (%w)", err, readErr)
	}
	return w.judge(resp, err)
}

func (w *Webhook) judge(resp *http.Response, err error) (again bool, _ error) {
	switch code := resp.StatusCode; {
	case code == http.StatusBadRequest, code == http.StatusRequestEntityTooLarge, code == http.StatusUnprocessableEntity:
		return false, fmt.Errorf("%w: %w", ErrRefused, err)
	case resp.Header.Get("Retry-After") != "":
		return false, RetryAfter{Wait: w.retryAfter(resp.Header.Get("Retry-After")), Err: err}
	default:
		return code >= 500, err
	}
}

// retryAfter reads the header: seconds, or a date.
func (w *Webhook) retryAfter(value string) time.Duration {
	if n, err := strconv.Atoi(value); err == nil && n >= 0 && n < 1<<30 {
		return time.Duration(n) * time.Second
	}
	if at, err := http.ParseTime(value); err == nil {
		return at.Sub(w.now())
	}
	return 0
}

func (w *Webhook) sign(h http.Header, body []byte) {
	if len(w.secret) == 0 {
		return
	}
	stamp := strconv.FormatInt(w.now().Unix(), 10)
	h.Set("X-Claimwire-Timestamp", stamp)
	h.Set("X-Claimwire-Signature", "sha256="+Signature(w.secret, stamp, body))
}

// Signature is what X-Claimwire-Signature holds after "sha256=", for receivers to compare with.
func Signature(secret []byte, timestamp string, body []byte) string {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(timestamp + "."))
	mac.Write(body)
	return hex.EncodeToString(mac.Sum(nil))
}

// withoutURL takes the address, whose path often is a secret, out of an error of the HTTP client.
func withoutURL(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}

func shortURL(u *url.URL) string {
	if u == nil {
		return "address"
	}
	return u.Scheme + "://" + u.Host
}
