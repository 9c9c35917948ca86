// Package elastic keeps claimwire's index in Elasticsearch 8: evidence and decisions, which are the
// truth, and the claims that indexer.Partition computes from them.
//
// Begin with Open; Setup makes or migrates the indices, and can run twice. Any number of processes may
// read. One writes at a time: it says by Options.Valid that it still may, and calls Takeover when it
// becomes the one. Elasticsearch has no transactions, so every call writes in an order in which a stop
// at any moment is put right by doing the call again: the journal says what must be computed before the
// evidence is there that causes it, and what a commit announces before its claims are; claims carry what
// was told on them, and old claims go last.
package elastic

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/elastic/go-elasticsearch/v8"

	"github.com/claimwire/claimwire/indexer"
)

var (
	_ indexer.Store     = (*Store)(nil)
	_ indexer.Outbox    = (*Store)(nil)
	_ indexer.Decider   = (*Store)(nil)
	_ indexer.Explainer = (*Store)(nil)
	_ indexer.Reader    = (*Store)(nil)
	_ indexer.Archive   = (*Store)(nil)
)

// What callers tell apart.
var (
	// ErrAway is wrapped by errors that another try may mend: no node answers, the cluster is overloaded
	// or refuses everybody. Messages wait for it.
	ErrAway = errors.New("the Elasticsearch cluster is away")
	// ErrNotWriter is wrapped where Options.Valid said that another process writes now.
	ErrNotWriter = errors.New("this process may not write: it does not hold the indexer's lease")
	// ErrNewer is wrapped where the indices are from a newer version of claimwire.
	ErrNewer = errors.New("written by a newer version of claimwire: update this one")
	// ErrNoSetup is wrapped where the indices are missing or from an older version.
	ErrNoSetup = errors.New("run claimwire setup elasticsearch first")
	// ErrCursor means that a cursor does not belong to the request.
	ErrCursor = errors.New("the cursor is not from this query and order; begin again without it")
)

// Options say how Elasticsearch is reached.
type Options struct {
	URLs        []string // of its nodes
	APIKey      string   // base64 of id:key; before User
	User        string
	Password    string
	CAFile      string      // certificates that sign the nodes' ones, PEM
	Fingerprint string      // SHA-256 of the certificate authority, hex
	Prefix      string      // of all names; default claimwire
	Shards      int         // of each index that Setup makes; default 1
	Replicas    *int        // of each index that Setup makes; default 1, or none on a single node
	Valid       func() bool // whether this process may write now; nil: always
	Timeout     time.Duration
}

// writeTimeout bounds every writing request: who lost the lease has stopped writing before the next
// holder begins.
const writeTimeout = 5 * time.Second

// Store is an index in Elasticsearch. Its methods may be called by several goroutines.
type Store struct {
	es     *elasticsearch.Client
	opts   Options
	limits limits
	sent   sent
	unseen unseen
	mu     sync.Mutex // guards memory, and lets one goroutine write
	memory memory
}

// Open connects to Elasticsearch. It does not need the indices to be there: see Setup and Check.
func Open(ctx context.Context, o Options) (*Store, error) {
	s, err := connect(o)
	if err != nil {
		return nil, fmt.Errorf("open Elasticsearch %s: %w", strings.Join(o.URLs, ", "), err)
	}
	if err := s.call(ctx, request{method: "GET", path: "/"}, nil); err != nil {
		return nil, fmt.Errorf("open Elasticsearch %s: %w", strings.Join(o.URLs, ", "), err)
	}
	return s, nil
}

func connect(o Options) (*Store, error) {
	if len(o.URLs) == 0 {
		return nil, errors.New("no address is given")
	}
	if o.Prefix == "" {
		o.Prefix = "claimwire"
	}
	if o.Valid == nil {
		o.Valid = func() bool { return true }
	}
	if o.Timeout <= 0 {
		o.Timeout = 30 * time.Second
	}
	cfg := elasticsearch.Config{Addresses: o.URLs, APIKey: o.APIKey, CertificateFingerprint: o.Fingerprint, DisableRetry: true,
		Transport: newTransport()}
	if o.APIKey == "" {
		cfg.Username, cfg.Password = o.User, o.Password
	}
	if o.CAFile != "" {
		pem, err := os.ReadFile(o.CAFile)
		if err != nil {
			return nil, fmt.Errorf("read certificates: %w", err)
		}
		cfg.CACert = pem
	}
	es, err := elasticsearch.NewClient(cfg)
	if err != nil {
		return nil, err
	}
	return &Store{es: es, opts: o, limits: defaultLimits(), memory: newMemory()}, nil
}

// closeWithin bounds what Close does.
const closeWithin = 5 * time.Second

// Close makes what this process has written visible to others now. It stays in any case.
func (s *Store) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), closeWithin)
	defer cancel()
	if err := s.visible(ctx, kinds()...); err != nil && !errors.Is(err, ErrAway) {
		return fmt.Errorf("close the index: %w", err)
	}
	return nil
}

// index is the name of an index's alias.
func (s *Store) index(kind string) string { return s.opts.Prefix + "-" + kind }

// The kinds of indices.
const (
	claims    = "claims"
	evidence  = "evidence"
	nodes     = "nodes"
	articles  = "articles"
	events    = "events"
	decisions = "decisions"
	journal   = "journal"
	revisions = "revisions"
)

// kinds lists every kind of index.
func kinds() []string {
	return []string{claims, evidence, nodes, articles, events, decisions, journal, revisions}
}
