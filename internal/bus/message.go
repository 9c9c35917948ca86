package bus

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/claimwire/claimwire/internal/claim"
)

// Headers of every message beside those of NATS.
const (
	headerVersion = "v"           // claim.Version of whoever sent it
	headerTrace   = "traceparent" // W3C trace context, as given by WithTrace
	headerID      = "Nats-Msg-Id"
	headerSilent  = "silent" // of an event that alerts nobody, so that no alerter needs to decode it
)

// Outgoing is one message to publish. Messages with one ID within two minutes are stored once.
type Outgoing struct {
	Subject string
	ID      string
	Trace   string
	Silent  bool // see Message.Silent
	Data    []byte
}

type traceKey struct{}

// WithTrace makes what is published under the context carry a traceparent header.
func WithTrace(ctx context.Context, traceparent string) context.Context {
	return context.WithValue(ctx, traceKey{}, traceparent)
}

// TraceOf returns what WithTrace put into the context, or "".
func TraceOf(ctx context.Context) string {
	s, _ := ctx.Value(traceKey{}).(string)
	return s
}

// ArticleMessage is the message of one article. Its ID names address and revision, and the generation
// of a replay, which must pass although the revision is known.
func ArticleMessage(a *claim.Article) (Outgoing, error) {
	data, err := json.Marshal(a)
	if err != nil {
		return Outgoing{}, fmt.Errorf("encode article %s: %w", a.Key(), err)
	}
	return Outgoing{Subject: "article." + hostToken(a), ID: articleMsgID(a), Data: data}, nil
}

// ExtractionMessage is the message of one article with its reading.
func ExtractionMessage(x *claim.Extraction) (Outgoing, error) {
	data, err := json.Marshal(x)
	if err != nil {
		return Outgoing{}, fmt.Errorf("encode reading of %s: %w", x.Article.Key(), err)
	}
	return Outgoing{Subject: "reading." + hostToken(&x.Article), ID: articleMsgID(&x.Article), Data: data}, nil
}

// EventMessage is the message of one event.
func EventMessage(e *claim.Event) (Outgoing, error) {
	data, err := json.Marshal(e)
	if err != nil {
		return Outgoing{}, fmt.Errorf("encode event %s: %w", e.ID, err)
	}
	subject := "event." + token(string(e.Type)) + "." + token(string(e.Claim.Kind))
	return Outgoing{Subject: subject, ID: e.ID, Silent: e.Silent, Data: data}, nil
}

func articleMsgID(a *claim.Article) string {
	rev := a.Revision
	if rev == "" {
		rev = claim.RevisionOf(a.Title, a.Text)
	}
	sum := sha256.Sum256([]byte(a.Key()))
	id := hex.EncodeToString(sum[:10]) + "/" + rev
	if a.Generation != 0 {
		id += "/g" + strconv.FormatInt(a.Generation, 10)
	}
	return id
}

// hostToken is the article's host as one token of a subject: dots as dashes, "local" without a host.
func hostToken(a *claim.Article) string {
	for _, raw := range []string{a.CanonicalURL, a.URL} {
		if u, err := url.Parse(raw); err == nil && u.Hostname() != "" {
			return token(strings.ReplaceAll(u.Hostname(), ".", "-"))
		}
	}
	return "local"
}

// token makes any text one token of a subject: only a-z, 0-9, dash and underscore, at most 100 bytes.
func token(s string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(s) {
		if b.Len() == 100 {
			break
		}
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '_' {
			b.WriteRune(r)
		} else {
			b.WriteByte('-')
		}
	}
	if b.Len() == 0 {
		return "none"
	}
	return b.String()
}
