// Package config reads claimwire's one configuration file and the environment over it. None is needed:
// Default is a working configuration. Begin with Load; it has checked everything that can be known
// without opening a connection, and its errors name file, line and key, and say what to do.
package config

import (
	"time"
)

// Config is everything that can be set. Keys are the yaml tags; the environment variable of a key is
// CLAIMWIRE_ and the path in capitals, joined by two underscores: CLAIMWIRE_NATS__URL.
type Config struct {
	Data          string        `yaml:"data" doc:"directory that holds bus, index and state"`
	Bus           Bus           `yaml:"bus"`
	NATS          NATS          `yaml:"nats"`
	Elasticsearch Elasticsearch `yaml:"elasticsearch"`
	Feeds         []Feed        `yaml:"feeds" doc:"what to watch"`
	Crawl         Crawl         `yaml:"crawl"`
	Lexicon       []string      `yaml:"lexicon" doc:"own word tables (TSV) beside the ones that the program carries"`
	Owners        string        `yaml:"owners" doc:"own table (TSV) of publishers and who owns them"`
	Retention     Retention     `yaml:"retention"`
	Limits        Limits        `yaml:"limits"`
	Alerts        Alerts        `yaml:"alerts"`

	Warnings []string `yaml:"-"` // what Load saw that is probably a mistake, for the log
}

// Bus sets the embedded message bus.
type Bus struct {
	Sync Sync `yaml:"sync" doc:"always, or the interval that a power cut may lose"`
	Size Size `yaml:"size" doc:"room of each of the streams; a full one pauses the stage before it"`
}

// NATS names an outside server; with an empty URL the embedded one serves.
type NATS struct {
	URL          string `yaml:"url" doc:"of an outside NATS; empty: the embedded bus"`
	CredsFile    string `yaml:"creds_file" doc:"credentials file of an outside NATS"`
	NKeyFile     string `yaml:"nkey_file" doc:"nkey seed file of an outside NATS"`
	User         string `yaml:"user" doc:"user at an outside NATS"`
	PasswordFile string `yaml:"password_file" doc:"file with that user's password"`
	CAFile       string `yaml:"ca_file" doc:"certificates that sign the outside NATS"`
	Replicas     int    `yaml:"replicas" doc:"copies of each stream in an outside cluster"`
}

// Elasticsearch names a cluster that holds the index; without an address the embedded index does.
type Elasticsearch struct {
	URL          string   `yaml:"url" doc:"of an Elasticsearch 8 that holds the index; empty: the embedded index"`
	URLs         []string `yaml:"urls" doc:"of several nodes, beside url"`
	APIKeyFile   string   `yaml:"api_key_file" doc:"file with an API key, as Kibana shows it"`
	User         string   `yaml:"user" doc:"user at Elasticsearch, where there is no API key"`
	PasswordFile string   `yaml:"password_file" doc:"file with that user's password"`
	CAFile       string   `yaml:"ca_file" doc:"certificates that sign the nodes'"`
	Fingerprint  string   `yaml:"fingerprint" doc:"SHA-256 of the certificate authority, in hex"`
	Prefix       string   `yaml:"prefix" doc:"of the names of indices and templates"`
}

// Nodes are all addresses that are set.
func (e Elasticsearch) Nodes() []string {
	if e.URL == "" {
		return e.URLs
	}
	return append([]string{e.URL}, e.URLs...)
}

// Feed is one source to watch.
type Feed struct {
	URL       string   `yaml:"url" doc:"address of the feed, sitemap or site"`
	Kind      string   `yaml:"kind,omitempty" doc:"feed (default), sitemap or site"`
	Name      string   `yaml:"name,omitempty" doc:"what people call it"`
	Publisher string   `yaml:"publisher,omitempty" doc:"whose articles it brings, where the pages do not say"`
	Owner     string   `yaml:"owner,omitempty" doc:"who owns the publisher: publishers of one owner count once"`
	Every     Duration `yaml:"every,omitempty" doc:"fixed interval between polls; without it, it adapts to how often the source changes"`
}

// Crawl sets the crawler's manners.
type Crawl struct {
	Contact   string   `yaml:"contact" doc:"address or mail that the crawler's user agent names"`
	AllowNets []string `yaml:"allow_nets" doc:"address ranges (CIDR) beyond the public internet that may be fetched from"`
	Ports     []int    `yaml:"ports" doc:"ports beside 80 and 443"`
	Delay     Duration `yaml:"delay" doc:"least time between two requests to one host"`
}

// Retention says what is dropped when; claims and their evidence stay.
type Retention struct {
	Articles Duration `yaml:"articles" doc:"how long article texts are kept for replay; 0: for ever"`
	Events   Duration `yaml:"events" doc:"how long sent events are kept; 0: for ever"`
}

// Limits bound what is taken in.
type Limits struct {
	Article Size `yaml:"article" doc:"longest text of one article; a longer one is refused by name"`
}

// Alerts sets who is told what.
type Alerts struct {
	Sinks map[string]Sink `yaml:"sinks" doc:"where alerts go, by name; log is there without being set"`
	Rules []Rule          `yaml:"rules" doc:"which events go where"`
}

// Sink is one place that alerts go to.
type Sink struct {
	Webhook    string `yaml:"webhook,omitempty" doc:"address that alerts are POSTed to"`
	SecretFile string `yaml:"secret_file,omitempty" doc:"file with the key of the HMAC signature"`
}

// Rule selects events. Conditions that are set must all hold.
type Rule struct {
	Name    string   `yaml:"name" doc:"by which the rule is known; editing it sends nothing for the past"`
	On      []string `yaml:"on" doc:"types of events: new, origin, amount, period, denial, status"`
	When    string   `yaml:"when,omitempty" doc:"expression over claim and event"`
	Kind    []string `yaml:"kind,omitempty" doc:"kinds of claims"`
	Actor   []string `yaml:"actor,omitempty" doc:"names or ids of actors"`
	Country []string `yaml:"country,omitempty" doc:"ISO codes"`
	MinUSD  float64  `yaml:"min_usd,omitempty" doc:"least sum in US dollars"`
	To      []string `yaml:"to" doc:"names of sinks"`
	MaxAge  Duration `yaml:"max_age,omitempty" doc:"articles older than this do not alert; 48h"`
}

// Default is the configuration of a machine where nothing was set.
func Default() *Config {
	return &Config{
		Data:          "claimwire-data",
		Bus:           Bus{Sync: Sync{Always: true}, Size: 1 << 30},
		NATS:          NATS{Replicas: 1},
		Elasticsearch: Elasticsearch{Prefix: "claimwire"},
		Crawl:         Crawl{Delay: Duration(time.Second)},
		Retention:     Retention{Articles: Duration(365 * 24 * time.Hour), Events: Duration(365 * 24 * time.Hour)},
		Limits:        Limits{Article: 1 << 20},
	}
}
