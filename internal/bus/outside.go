package bus

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
)

const connectWait = 5 * time.Second

// connectOutside connects once; afterwards the client reconnects for ever by itself.
func connectOutside(ctx context.Context, o Options, log *slog.Logger, l *link) (*nats.Conn, error) {
	opts, err := outsideOptions(o, log, l)
	if err != nil {
		return nil, err
	}
	wait := connectWait
	if end, ok := ctx.Deadline(); ok {
		wait = min(wait, time.Until(end))
	}
	nc, err := nats.Connect(o.URL, append(opts, nats.Timeout(wait))...)
	switch {
	case err == nil:
		return nc, nil
	case errors.Is(err, nats.ErrAuthorization), errors.Is(err, nats.ErrAuthExpired), errors.Is(err, nats.ErrAuthRevoked):
		return nil, fmt.Errorf("connect to NATS at %s: %w; check nats.user, nats.password, nats.creds_file or nats.nkey_file", redact(o.URL), err)
	}
	return nil, fmt.Errorf("connect to NATS at %s: %w: %w; start the server or correct nats.url", redact(o.URL), ErrAway, err)
}

func outsideOptions(o Options, log *slog.Logger, l *link) ([]nats.Option, error) {
	opts := []nats.Option{
		nats.Name("claimwire"),
		nats.MaxReconnects(-1), nats.ReconnectWait(time.Second), nats.ReconnectJitter(500*time.Millisecond, time.Second),
		nats.IgnoreAuthErrorAbort(),
		nats.ReconnectBufSize(-1), // a publish while away must fail at once, so that its sender knows
		nats.DisconnectErrHandler(func(c *nats.Conn, err error) {
			l.lost()
			if c.IsClosed() || c.IsDraining() {
				return // by us
			}
			log.Warn("NATS is away; reconnecting", "url", redact(o.URL), "err", err)
		}),
		nats.ReconnectHandler(func(*nats.Conn) { log.Info("NATS is back", "url", redact(o.URL)) }),
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) { log.Warn("NATS reports", "err", err) }),
	}
	if o.User != "" {
		opts = append(opts, nats.UserInfo(o.User, o.Password))
	}
	if o.Token != "" {
		opts = append(opts, nats.Token(o.Token))
	}
	if o.Creds != "" {
		opts = append(opts, nats.UserCredentials(o.Creds))
	}
	if o.CA != "" {
		opts = append(opts, nats.RootCAs(o.CA))
	}
	if o.Cert != "" || o.Key != "" {
		opts = append(opts, nats.ClientCert(o.Cert, o.Key))
	}
	if o.NKey != "" {
		nkey, err := nats.NkeyOptionFromSeed(o.NKey)
		if err != nil {
			return nil, fmt.Errorf("read the nkey seed %s: %w", o.NKey, err)
		}
		opts = append(opts, nkey)
	}
	return opts, nil
}

// redact hides user, password and token of addresses (several are joined by commas).
func redact(urls string) string {
	list := strings.Split(urls, ",")
	for i, raw := range list {
		u, err := url.Parse(strings.TrimSpace(raw))
		switch {
		case err != nil:
			list[i] = "(an address that cannot be read)"
		case u.User != nil:
			u.User = url.User("…")
			list[i] = strings.ReplaceAll(u.String(), "%E2%80%A6", "…")
		}
	}
	return strings.Join(list, ",")
}
