package config

import (
	"errors"
	"fmt"
	"io"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// eventTypes are what rules may name.
func eventTypes() []string { return []string{"new", "origin", "amount", "period", "denial", "status"} }

// feedKinds are what feeds may name.
func feedKinds() []string { return []string{"", "feed", "sitemap", "site"} }

// Validate reports everything in the configuration that cannot work, each with its key.
func (c *Config) Validate() error {
	var errs []error
	bad := func(ok bool, format string, args ...any) {
		if !ok {
			errs = append(errs, fmt.Errorf(format, args...))
		}
	}
	bad(c.Data != "", "data: no directory: name one, or leave the key out")
	bad(c.Bus.Size >= 16<<20, "bus.size is %s: at least 16MiB, so that one batch of the largest articles fits", c.Bus.Size)
	bad(c.Limits.Article >= 1<<10 && c.Limits.Article <= 4<<20, "limits.article is %s: from 1KiB to 4MiB, so that an article and its reading fit in one message", c.Limits.Article)
	bad(c.NATS.Replicas >= 1 && c.NATS.Replicas <= 5, "nats.replicas is %d: from 1 to 5", c.NATS.Replicas)
	bad(c.NATS.URL != "" || c.NATS.CredsFile+c.NATS.NKeyFile+c.NATS.User+c.NATS.CAFile == "", "nats: credentials without nats.url: set the address of the outside NATS")
	for _, u := range strings.Split(c.NATS.URL, ",") {
		bad(natsAddress(u), "nats.url: %q is no address of a NATS server: write for example nats://host:4222 or tls://host:4222, several with commas", mask(u))
	}
	for i, u := range c.Elasticsearch.Nodes() {
		err := webAddress(u)
		bad(err == nil, "elasticsearch: address %d: %v", i+1, err)
	}
	bad(len(c.Elasticsearch.Nodes()) > 0 || c.Elasticsearch.APIKeyFile+c.Elasticsearch.User+c.Elasticsearch.CAFile == "", "elasticsearch: credentials without an address: set elasticsearch.url")
	bad(c.Elasticsearch.APIKeyFile == "" || c.Elasticsearch.User == "", "elasticsearch: api_key_file and user exclude each other")
	bad(c.Crawl.Delay >= 0, "crawl.delay is %s: not below 0", c.Crawl.Delay)
	for i, n := range c.Crawl.AllowNets {
		_, err := netip.ParsePrefix(n)
		bad(err == nil, "crawl.allow_nets[%d]: %q is no address range: write for example 127.0.0.0/8", i, n)
	}
	for i, p := range c.Crawl.Ports {
		bad(p > 0 && p < 1<<16, "crawl.ports[%d]: %d is no port", i, p)
	}
	for i, f := range c.Feeds {
		if err := f.Validate(); err != nil {
			errs = append(errs, fmt.Errorf("feeds[%d].%w", i, err))
		}
	}
	errs = append(errs, c.Alerts.validate()...)
	return errors.Join(errs...)
}

// Validate reports the first thing in a source that cannot work, with its key.
func (f Feed) Validate() error {
	if err := webAddress(f.URL); err != nil {
		return fmt.Errorf("url: %w", err)
	}
	if !slices.Contains(feedKinds(), f.Kind) {
		return fmt.Errorf("kind is %q: feed, sitemap or site", f.Kind)
	}
	if f.Every != 0 && f.Every.D() < time.Minute {
		return fmt.Errorf("every is %s: at least 1m", f.Every)
	}
	return nil
}

func webAddress(raw string) error {
	u, err := url.Parse(raw)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return fmt.Errorf("%q is no web address: it begins with https:// or http://", raw)
	}
	return nil
}

// natsAddress: the client would take any text for a host, and then try for ever.
func natsAddress(raw string) bool {
	raw = strings.TrimSpace(raw)
	scheme, _, given := strings.Cut(raw, "://")
	if !given {
		raw = "nats://" + raw
	} else if !slices.Contains([]string{"nats", "tls", "ws", "wss"}, scheme) {
		return false
	}
	u, err := url.Parse(raw)
	return raw == "nats://" || err == nil && u.Hostname() != ""
}

func (a *Alerts) validate() (errs []error) {
	for name, s := range a.Sinks {
		if err := webAddress(s.Webhook); err != nil {
			errs = append(errs, fmt.Errorf("alerts.sinks.%s.webhook: %w", name, err))
		}
	}
	names := map[string]bool{}
	for i, r := range a.Rules {
		at := fmt.Sprintf("alerts.rules[%d]", i)
		if r.Name == "" || names[r.Name] {
			errs = append(errs, fmt.Errorf("%s.name is %q: each rule needs a name of its own", at, r.Name))
		}
		names[r.Name] = true
		if len(r.On) == 0 || len(r.To) == 0 {
			errs = append(errs, fmt.Errorf("%s (%s): on and to must each name something", at, r.Name))
		}
		for _, t := range r.On {
			if !slices.Contains(eventTypes(), t) {
				errs = append(errs, fmt.Errorf("%s.on: %q is no type of event: %s", at, t, strings.Join(eventTypes(), ", ")))
			}
		}
		for _, s := range r.To {
			if _, ok := a.Sinks[s]; !ok && s != "log" {
				errs = append(errs, fmt.Errorf("%s.to: no sink is called %q: define it under alerts.sinks, or use log", at, s))
			}
		}
	}
	return errs
}

// Print writes the configuration in force as YAML. Secrets never appear: they live in files, of which
// only the names are shown, and passwords within addresses are masked.
func (c *Config) Print(w io.Writer) error {
	masked := *c
	masked.NATS.URL = mask(c.NATS.URL)
	masked.Elasticsearch.URL = mask(c.Elasticsearch.URL)
	masked.Elasticsearch.URLs = slices.Clone(c.Elasticsearch.URLs)
	for i, u := range masked.Elasticsearch.URLs {
		masked.Elasticsearch.URLs[i] = mask(u)
	}
	masked.Feeds = slices.Clone(c.Feeds)
	for i := range masked.Feeds {
		masked.Feeds[i].URL = mask(masked.Feeds[i].URL)
	}
	masked.Alerts.Sinks = map[string]Sink{}
	for name, s := range c.Alerts.Sinks {
		s.Webhook = maskPath(s.Webhook)
		masked.Alerts.Sinks[name] = s
	}
	e := yaml.NewEncoder(w)
	e.SetIndent(2)
	if err := e.Encode(&masked); err != nil {
		return err
	}
	return e.Close()
}

// mask hides the password of an address; a list of addresses keeps its commas.
func mask(raw string) string {
	parts := strings.Split(raw, ",")
	for i, p := range parts {
		if u, err := url.Parse(strings.TrimSpace(p)); err == nil && u.User != nil {
			parts[i] = strings.Replace(u.Redacted(), ":xxxxx@", ":***@", 1)
		}
	}
	return strings.Join(parts, ",")
}

// maskPath hides the path of a webhook as well: for most chat services it is the secret.
func maskPath(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" {
		return raw
	}
	return u.Scheme + "://" + u.Host + "/***"
}
