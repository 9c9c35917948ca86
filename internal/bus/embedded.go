package bus

import (
	"fmt"
	"log/slog"
	"path/filepath"
	"sync"
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

	reviving sync.Mutex
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
	sink := &serverLog{log: log}
	srv.SetLoggerV2(sink, false, false, false)
	e := &embedded{srv: srv, cfg: cfg}
	srv.Start()
	if !srv.ReadyForConnections(startWait) || !srv.JetStreamEnabled() {
		e.shutdown()
		return nil, fmt.Errorf("start the embedded NATS in %s: %s; see that the directory can be written and has room",
			filepath.Clean(o.Dir), sink.last())
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
	e.reviving.Lock()
	defer e.reviving.Unlock()
	if e.srv.JetStreamEnabled() {
		if err := e.srv.ShutdownJetStream(); err != nil {
			return fmt.Errorf("stop the broken store: %w", err)
		}
	}
	cfg := e.cfg
	if err := e.srv.EnableJetStream(&cfg); err != nil {
		return fmt.Errorf("start the store again: %w", err)
	}
	return nil
}

func (e *embedded) shutdown() {
	if e == nil {
		return
	}
	e.srv.Shutdown()
	e.srv.WaitForShutdown()
}

// serverLog hands the server's messages to slog and keeps the worst for the error of a failed start.
type serverLog struct {
	log *slog.Logger
	mu  sync.Mutex
	bad string
}

func (l *serverLog) keep(format string, v ...any) string {
	text := fmt.Sprintf(format, v...)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.bad = text
	return text
}

func (l *serverLog) last() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.bad == "" {
		return "it did not become ready"
	}
	return l.bad
}

func (l *serverLog) Noticef(format string, v ...any) { l.log.Debug(fmt.Sprintf(format, v...)) }
func (l *serverLog) Debugf(format string, v ...any)  { l.log.Debug(fmt.Sprintf(format, v...)) }
func (l *serverLog) Tracef(format string, v ...any)  { l.log.Debug(fmt.Sprintf(format, v...)) }
func (l *serverLog) Warnf(format string, v ...any)   { l.log.Warn(fmt.Sprintf(format, v...)) }
func (l *serverLog) Errorf(format string, v ...any)  { l.log.Error(l.keep(format, v...)) }

// Fatalf must not end the process: whoever opened the bus decides.
func (l *serverLog) Fatalf(format string, v ...any) { l.log.Error(l.keep(format, v...)) }
