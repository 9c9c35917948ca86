package bus

import (
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
)

const (
	maxPayload = 8 << 20
	// storeHead is what the embedded store may take beyond the streams: buckets, and batches on their way.
	storeHead = 2 << 30
	startWait = 60 * time.Second
)

// embedded is the NATS server in this process. It opens no port.
type embedded struct {
	srv *server.Server
	cfg server.JetStreamConfig

	broken atomic.Bool // a store has met a write error, and must start again once the disk has room
}

func startEmbedded(o Options, log *slog.Logger) (*embedded, error) {
	if o.Dir == "" {
		return nil, fmt.Errorf("start the embedded NATS: no directory and no address given")
	}
	l := o.Limits
	cfg := server.JetStreamConfig{
		StoreDir:     o.Dir,
		MaxStore:     l.Articles + l.Readings + l.Events + l.Quarantine + storeHead,
		MaxMemory:    64 << 20,
		SyncAlways:   o.Sync <= 0,
		SyncInterval: o.Sync,
		Strict:       true,
		CompressOK:   true,
	}
	opts := &server.Options{
		ServerName: "claimwire", DontListen: true, NoSigs: true,
		MaxPayload: maxPayload, MaxPending: 256 << 20,
		JetStream: true, StoreDir: o.Dir, SyncAlways: cfg.SyncAlways, SyncInterval: cfg.SyncInterval,
		JetStreamMaxStore: cfg.MaxStore, JetStreamMaxMemory: cfg.MaxMemory, DisableJetStreamBanner: true,
	}
	srv, err := server.NewServer(opts)
	if err != nil {
		return nil, fmt.Errorf("start the embedded NATS in %s: %w", o.Dir, err)
	}
	e := &embedded{srv: srv, cfg: cfg}
	sink := &serverLog{log: log, broken: func() { e.broken.Store(true) }}
	srv.SetLoggerV2(sink, false, false, false)
	srv.Start()
	bad := sink.fatal() // the server never becomes ready then
	if bad == "" && !srv.ReadyForConnections(startWait) {
		bad = "it did not become ready"
	}
	if bad != "" {
		e.shutdown()
		return nil, fmt.Errorf("start the embedded NATS in %s: %s; see that the directory can be written and has room", filepath.Clean(o.Dir), bad)
	}
	return e, nil
}

func (e *embedded) connect() (*nats.Conn, error) {
	nc, err := nats.Connect("", nats.InProcessServer(e.srv), nats.Name("claimwire"),
		nats.MaxReconnects(-1), nats.ReconnectWait(100*time.Millisecond), nats.ReconnectBufSize(-1), nats.Timeout(startWait))
	if err != nil {
		return nil, fmt.Errorf("connect to the embedded NATS: %w", err)
	}
	return nc, nil
}

// revive starts the store again after a write error, which it otherwise keeps answering for ever.
func (e *embedded) revive() error {
	if e.srv.JetStreamEnabled() {
		if err := e.srv.ShutdownJetStream(); err != nil {
			return fmt.Errorf("stop the broken store: %w", err)
		}
	}
	cfg := e.cfg
	if err := e.srv.EnableJetStream(&cfg); err != nil {
		return fmt.Errorf("start the store again: %w", err)
	}
	e.broken.Store(false)
	return nil
}

func (e *embedded) shutdown() {
	if e == nil {
		return
	}
	e.srv.Shutdown()
	e.srv.WaitForShutdown()
}

// serverLog hands the server's messages to slog, and keeps the one for which the server would have
// ended the process: whoever opened the bus decides.
type serverLog struct {
	log    *slog.Logger
	mu     sync.Mutex
	bad    string
	broken func() // called when a stream's store has met a write error: it does not answer from then on
}

func (l *serverLog) fatal() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.bad
}

func (l *serverLog) Noticef(format string, v ...any) { l.log.Debug(fmt.Sprintf(format, v...)) }
func (l *serverLog) Debugf(format string, v ...any)  { l.log.Debug(fmt.Sprintf(format, v...)) }
func (l *serverLog) Tracef(format string, v ...any)  { l.log.Debug(fmt.Sprintf(format, v...)) }
func (l *serverLog) Warnf(format string, v ...any)   { l.log.Warn(fmt.Sprintf(format, v...)) }

func (l *serverLog) Errorf(format string, v ...any) {
	text := fmt.Sprintf(format, v...)
	l.log.Error(text)
	if strings.Contains(strings.ToLower(text), "critical write error") {
		l.broken()
	}
}

// Fatalf notes and returns.
func (l *serverLog) Fatalf(format string, v ...any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.bad = fmt.Sprintf(format, v...)
}
