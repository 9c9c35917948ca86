package bus

import (
	"context"
	"errors"
	"net"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
)

// The same code against a NATS outside: here one that listens on loopback; with CLAIMWIRE_TEST_NATS_URL
// set, as in CI, a nats-server process too.

// serve starts a NATS on loopback; restart ends it and starts it again on the same port and store.
func serve(t *testing.T, change ...func(*server.Options)) (url string, restart func(down time.Duration)) {
	t.Helper()
	opts := &server.Options{Host: "127.0.0.1", Port: server.RANDOM_PORT, JetStream: true, StoreDir: t.TempDir(),
		NoSigs: true, NoLog: true, MaxPayload: 1 << 20, SyncAlways: true}
	for _, c := range change {
		c(opts)
	}
	var srv *server.Server
	up := func() {
		var err error
		if srv, err = server.NewServer(opts); err != nil {
			t.Fatal(err)
		}
		srv.Start()
		if !srv.ReadyForConnections(10 * time.Second) {
			t.Fatal("the test's NATS did not start")
		}
	}
	stop := func() { srv.Shutdown(); srv.WaitForShutdown() }
	up()
	t.Cleanup(func() { stop() })
	url = srv.ClientURL()
	opts.Port = srv.Addr().(*net.TCPAddr).Port
	return url, func(down time.Duration) { stop(); time.Sleep(down); up() }
}

func TestOutside(t *testing.T) {
	t.Run("server in the test", func(t *testing.T) {
		url, _ := serve(t)
		passesThrough(t, url)
	})
	t.Run("nats-server process", func(t *testing.T) {
		url := os.Getenv("CLAIMWIRE_TEST_NATS_URL")
		if url == "" {
			t.Skip("SKIPPED: CLAIMWIRE_TEST_NATS_URL is not set; give the address of an empty nats-server with -js")
		}
		passesThrough(t, url)
	})
}

// passesThrough is the round trip of messages, quarantine and buckets over a URL.
func passesThrough(t *testing.T, url string) {
	b := open(t, Options{URL: url, Log: testLog(t)})
	ctx := t.Context()
	for _, name := range []string{Articles, Quarantine} {
		s, err := b.js.Stream(ctx, name)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Purge(ctx); err != nil {
			t.Fatal(err)
		}
	}
	list := articles(150, "over the wire")
	for i := range list {
		list[i].Text += time.Now().String() // a process that served before knows the ids
		list[i].Complete()
	}
	if err := b.PublishArticles(ctx, list); err != nil {
		t.Fatal(err)
	}
	var got seen
	s := fast("outside-test")
	s.Workers, s.Batch = 2, 10
	start(t, b, s, One(func(_ context.Context, m Message) error {
		if m.Sequence%50 == 0 {
			return Permanent(errors.New("each fiftieth"))
		}
		got.add(m.ID)
		return nil
	}))
	idleAfter(t, b, &got, 147)
	if q, err := b.QuarantineList(ctx); err != nil || len(q) != 3 {
		t.Errorf("quarantine %d %v, want 3", len(q), err)
	}
	if b.atomic[Articles] != true {
		t.Error("a present server takes atomic batches")
	}
	kvRoundTrip(t, b.KV(Seen))
}

func TestOutsideRestart(t *testing.T) {
	url, restart := serve(t)
	b := open(t, Options{URL: url, Log: testLog(t)})
	ctx := t.Context()
	var got seen
	s := fast("extractor")
	s.Batch = 7
	start(t, b, s, One(func(_ context.Context, m Message) error {
		got.add(m.ID)
		return nil
	}))
	list := articles(300, "body")
	for i := range list {
		if i == 100 || i == 200 {
			restart(50 * time.Millisecond)
		}
		eventually(t, "an article published", func() bool {
			err := b.PublishArticles(ctx, list[i:i+1])
			if err != nil && !errors.Is(err, ErrAway) {
				t.Fatalf("publish while NATS is away: %v, want ErrAway", err)
			}
			return err == nil
		})
	}
	eventually(t, "300 articles", func() bool { return got.distinct() == 300 })
	idle(t, b)
}

func TestServersLimitIsRead(t *testing.T) {
	url, _ := serve(t)
	b := open(t, Options{URL: url, Log: testLog(t)})
	err := b.PublishArticles(t.Context(), articles(1, strings.Repeat("x", 1<<20)))
	if !errors.Is(err, ErrTooLarge) || !strings.Contains(err.Error(), "1048576") {
		t.Errorf("error %v, want ErrTooLarge with the server's limit", err)
	}
}

func TestOpenErrorsSayWhatToDo(t *testing.T) {
	secured, _ := serve(t, func(o *server.Options) { o.Username, o.Password = "u", "right" })
	plain, _ := serve(t, func(o *server.Options) { o.JetStream = false })
	file := t.TempDir() + "/file"
	if err := os.WriteFile(file, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name string
		o    Options
		away bool
		want []string
	}{
		{"nobody listens", Options{URL: "nats://desk:secret@127.0.0.1:1"}, true, []string{"127.0.0.1:1", "nats.url"}},
		{"wrong password", Options{URL: secured, User: "u", Password: "wrong"}, false, []string{secured, "nats.password"}},
		{"no JetStream", Options{URL: plain}, true, []string{plain, "-js"}},
		{"no nkey file", Options{URL: plain, NKey: file + ".nkey"}, false, []string{file + ".nkey"}},
		{"neither", Options{}, false, []string{"no directory"}},
		{"a file for a directory", Options{Dir: file}, false, []string{file}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Open(t.Context(), tt.o)
			if err == nil {
				t.Fatal("no error")
			}
			if errors.Is(err, ErrAway) != tt.away {
				t.Errorf("ErrAway is %v in %v", !tt.away, err)
			}
			for _, w := range tt.want {
				if !strings.Contains(err.Error(), w) {
					t.Errorf("error %q does not name %q", err, w)
				}
			}
			if strings.Contains(err.Error(), "secret") {
				t.Errorf("error %q gives the password away", err)
			}
		})
	}
}

func TestRedact(t *testing.T) {
	for in, want := range map[string]string{
		"nats://a:4222":                      "nats://a:4222",
		"nats://u:p@a:4222,tls://tok@b:4222": "nats://…@a:4222,tls://…@b:4222",
		"nats://a b":                         "(an address that cannot be read)",
	} {
		if got := redact(in); got != want {
			t.Errorf("redact(%q) = %q, want %q", in, got, want)
		}
	}
}
