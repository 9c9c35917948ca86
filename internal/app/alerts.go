package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/claimwire/claimwire/internal/alert"
	"github.com/claimwire/claimwire/internal/bus"
	"github.com/claimwire/claimwire/internal/claim"
	"github.com/claimwire/claimwire/internal/config"
)

// openAlerts compiles the rules and opens their sinks.
func (a *App) openAlerts(ctx context.Context) error {
	sinks, err := alertSinks(a.cfg)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrUsage, err)
	}
	a.alerts, err = alert.New(alert.Options{
		Rules: alertRules(a.cfg), Sinks: sinks, Ledger: ledger{a.bus.KV(bus.Alerts)}, Old: a.opts.Alert, Log: a.log,
	})
	if err != nil {
		return fmt.Errorf("%w: %w", ErrUsage, err)
	}
	return a.alerts.Start(ctx)
}

// checkAlerts compiles the configured rules and reads the sinks' secrets, and sends nothing.
func checkAlerts(cfg *config.Config) error {
	sinks, err := alertSinks(cfg)
	if err != nil {
		return err
	}
	_, err = alert.New(alert.Options{Rules: alertRules(cfg), Sinks: sinks})
	return err
}

func alertRules(cfg *config.Config) []alert.Rule {
	rules := make([]alert.Rule, len(cfg.Alerts.Rules))
	for i, r := range cfg.Alerts.Rules {
		rules[i] = alert.Rule{Name: r.Name, Actor: r.Actor, Country: r.Country, MinUSD: r.MinUSD, When: r.When, To: r.To, MaxAge: r.MaxAge.D()}
		for _, t := range r.On {
			rules[i].On = append(rules[i].On, claim.EventType(t))
		}
		for _, k := range r.Kind {
			rules[i].Kind = append(rules[i].Kind, claim.Kind(k))
		}
	}
	return rules
}

func alertSinks(cfg *config.Config) (map[string]alert.Sink, error) {
	sinks := map[string]alert.Sink{}
	var errs []error
	for name, s := range cfg.Alerts.Sinks {
		var secret []byte
		if s.SecretFile != "" {
			var err error
			if secret, err = os.ReadFile(s.SecretFile); err != nil {
				errs = append(errs, fmt.Errorf("alerts.sinks.%s.secret_file: %w", name, err))
			}
		}
		w, err := alert.NewWebhook(s.Webhook, secret)
		if err != nil {
			errs = append(errs, fmt.Errorf("alerts.sinks.%s: %w", name, err))
		}
		sinks[name] = w
	}
	return sinks, errors.Join(errs...)
}

// ledger keeps what was sent in the bus's bucket.
type ledger struct{ kv *bus.KV }

func (l ledger) Get(ctx context.Context, key string) ([]byte, uint64, error) {
	e, err := l.kv.Get(ctx, key)
	return e.Value, e.Revision, ledgerError(err)
}

func (l ledger) Put(ctx context.Context, key string, value []byte, revision uint64, ttl time.Duration) (uint64, error) {
	var err error
	if revision == 0 {
		revision, err = l.kv.Create(ctx, key, value, ttl)
	} else {
		revision, err = l.kv.Update(ctx, key, value, revision, ttl)
	}
	return revision, ledgerError(err)
}

func (l ledger) Delete(ctx context.Context, key string, revision uint64) error {
	err := l.kv.Delete(ctx, key, revision)
	if errors.Is(err, bus.ErrKeyExists) || errors.Is(err, bus.ErrKeyNotFound) {
		return nil
	}
	return err
}

func (l ledger) Keys(ctx context.Context, prefix string) ([]string, error) {
	return l.kv.Keys(ctx, prefix+">")
}

// ledgerError says the bus's errors in the ledger's words.
func ledgerError(err error) error {
	switch {
	case errors.Is(err, bus.ErrKeyExists):
		return fmt.Errorf("%w: %w", alert.ErrTaken, err)
	case errors.Is(err, bus.ErrKeyNotFound):
		return fmt.Errorf("%w: %w", alert.ErrNoKey, err)
	}
	return err
}

// runAlerts sends what the rules select, and digests meanwhile.
func (a *App) runAlerts(ctx context.Context) error {
	digests, stop := context.WithCancel(ctx)
	done := make(chan error, 1)
	go func() { done <- a.alerts.Run(digests) }()
	err := a.bus.Consume(ctx, a.alertsStage(), bus.One(a.handleEvent))
	stop()
	return errors.Join(err, <-done)
}

// handleEvent gives one event to the alerter, and says its errors in the bus's words.
func (a *App) handleEvent(ctx context.Context, m bus.Message) error {
	if m.Silent() {
		return nil
	}
	e, err := bus.Decode[claim.Event](m)
	if err != nil {
		return err
	}
	err = a.alerts.Handle(ctx, e)
	switch {
	case errors.Is(err, alert.ErrRefused):
		return bus.Permanent(err)
	case errors.Is(err, alert.ErrAway):
		return fmt.Errorf("%w: %w", bus.ErrAway, err)
	}
	return err
}

func (a *App) probeSinks(ctx context.Context) error {
	if err := a.alerts.Probe(ctx); err != nil {
		return fmt.Errorf("%w: %w", bus.ErrAway, err)
	}
	return nil
}
