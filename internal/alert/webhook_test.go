package alert

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/claimwire/claimwire/internal/claim"
)

func TestWebhookSendsASignedNotice(t *testing.T) {
	secret := []byte("open sesame")
	var body []byte
	var header http.Header
	srv := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		var err error
		if body, err = io.ReadAll(r.Body); err != nil || r.Method != http.MethodPost {
			t.Error(r.Method, err)
		}
		header = r.Header
	}))
	defer srv.Close()
	hook, err := NewWebhook(srv.URL+"/T0/path", append(secret, '\n'))
	if err != nil {
		t.Fatal(err)
	}
	d := newDesk(t)
	d.start(t, map[string]Sink{"desk": hook}, all("r"))
	e := d.event(1)
	d.handle(t, e)
	var n Notice
	if err := json.Unmarshal(body, &n); err != nil {
		t.Fatal(err)
	}
	if n.Key != header.Get("Idempotency-Key") || n.Key == "" || n.Rule != "r" || n.V != claim.Version || n.Event.ID != e.ID {
		t.Errorf("notice %+v, header %v", n, header)
	}
	if want := "[r] new theft: Grey Heron took $12 million from Orlo Bank. (Harbour Post, https://news.example/1)"; n.Text != want {
		t.Errorf("text %q, want %q", n.Text, want)
	}
	stamp := header.Get("X-Claimwire-Timestamp")
	if got := header.Get("X-Claimwire-Signature"); stamp == "" || got != "sha256="+Signature(secret, stamp, body) {
		t.Errorf("signature %q over %q", got, stamp)
	}
	if Signature(secret, stamp, body) == Signature(secret, stamp+"1", body) || Signature(secret, stamp, body) == Signature([]byte("x"), stamp, body) {
		t.Error("the signature does not depend on secret and time")
	}
}

func TestWebhookAnswers(t *testing.T) {
	tests := []struct {
		name    string
		status  int
		header  string
		tries   int32
		refused bool
		wait    time.Duration
		fails   bool
	}{
		{"created", 201, "", 1, false, 0, false},
		{"not so", 422, "", 1, true, 0, true},
		{"too large", 413, "", 1, true, 0, true},
		{"wrong key", 401, "", 1, false, 0, true},
		{"gone", 404, "", 1, false, 0, true},
		{"broken", 500, "", webhookTries, false, 0, true},
		{"slow down", 429, "120", 1, false, 2 * time.Minute, true},
		{"maintenance", 503, "7", 1, false, 7 * time.Second, true},
		{"nonsense to wait", 503, "soon", 1, false, 0, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var tries atomic.Int32
			srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				tries.Add(1)
				if tt.header != "" {
					w.Header().Set("Retry-After", tt.header)
				}
				w.WriteHeader(tt.status)
				if _, err := io.WriteString(w, "because\x1b[2J "+strings.Repeat("x", 1<<20)); err != nil {
					return // the client reads a part of it and hangs up
				}
			}))
			defer srv.Close()
			hook, err := NewWebhook(srv.URL+"/secretpath", nil)
			if err != nil {
				t.Fatal(err)
			}
			err = hook.Send(t.Context(), Notice{Key: "k"})
			if (err != nil) != tt.fails || errors.Is(err, ErrRefused) != tt.refused {
				t.Errorf("error %v", err)
			}
			if tries.Load() != tt.tries {
				t.Errorf("%d tries, want %d", tries.Load(), tt.tries)
			}
			var asked RetryAfter
			if errors.As(err, &asked); asked.Wait != tt.wait {
				t.Errorf("waits %s, want %s", asked.Wait, tt.wait)
			}
			if err != nil && (strings.Contains(err.Error(), "secretpath") || strings.Contains(err.Error(), "\x1b") || len(err.Error()) > 500) {
				t.Errorf("error gives the path away, or is no line: %q", err)
			}
		})
	}
}

func TestWebhookIsNotLedElsewhere(t *testing.T) {
	var reached atomic.Int32
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Add(1) }))
	defer other.Close()
	var got []byte
	mux := http.NewServeMux()
	mux.Handle("/away", http.RedirectHandler(other.URL, http.StatusTemporaryRedirect))
	mux.Handle("/dropped", http.RedirectHandler("/here", http.StatusFound))
	mux.Handle("/moved", http.RedirectHandler("/here", http.StatusPermanentRedirect))
	mux.Handle("/round", http.RedirectHandler("/round", http.StatusPermanentRedirect))
	mux.HandleFunc("/here", func(_ http.ResponseWriter, r *http.Request) {
		var err error
		if got, err = io.ReadAll(r.Body); err != nil {
			t.Error(err)
		}
	})
	srv := httptest.NewServer(mux)
	defer srv.Close()
	for path, want := range map[string]string{"/away": "another host", "/dropped": "drops the message", "/round": "without end", "/moved": ""} {
		hook, err := NewWebhook(srv.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		err = hook.Send(t.Context(), Notice{Key: "k"})
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want %q", path, err, want)
		}
	}
	if reached.Load() != 0 || !bytes.Contains(got, []byte(`"key":"k"`)) {
		t.Errorf("another host was reached %d times; the moved address got %q", reached.Load(), got)
	}
}

func TestWebhookDownThenUp(t *testing.T) {
	var up atomic.Bool
	var keys []string
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !up.Load() {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		keys = append(keys, r.Header.Get("Idempotency-Key"))
	}))
	defer srv.Close()
	hook, err := NewWebhook(srv.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	d := newDesk(t)
	d.start(t, map[string]Sink{"desk": hook}, all("r"))
	for i := range 3 {
		if err := d.Handle(t.Context(), d.event(i)); !errors.Is(err, ErrAway) {
			t.Fatalf("event %d: %v, want ErrAway", i, err)
		}
	}
	up.Store(true)
	d.clock.pass(time.Minute)
	for i := range 3 {
		d.clock.pass(-time.Minute)
		e := d.event(i)
		d.clock.pass(time.Minute)
		d.handle(t, e)
	}
	if len(keys) != 3 || keys[0] == keys[1] {
		t.Errorf("keys %v, want three", keys)
	}
}

func TestWebhookAddresses(t *testing.T) {
	for _, bad := range []string{"", "desk.example", "ftp://desk.example/x", "https://", "http://a b/secret", "://"} {
		if _, err := NewWebhook(bad, nil); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("NewWebhook(%q): %v", bad, err)
		}
	}
}

func TestLogSink(t *testing.T) {
	var buf bytes.Buffer
	d := newDesk(t)
	a, err := New(Options{Rules: []Rule{{Name: "r", On: claim.EventTypes, To: []string{"log"}}}, Ledger: d.ledger, Now: d.clock.now,
		Log: slog.New(slog.NewTextHandler(&buf, nil))})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	e := d.event(1)
	e.Claim.Statement = "line one\nlevel=ERROR <!channel>\u202e"
	if err := a.Handle(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	if out := buf.String(); strings.Count(out, "\n") != 1 || !strings.Contains(out, "alert: [r] new theft: line one level=ERROR ‹!channel›") || !strings.Contains(out, "claim=c-ev1") {
		t.Errorf("log %q", out)
	}
}

func contains(b []byte, s string) bool { return bytes.Contains(b, []byte(s)) }

// The compiler must take any text: with a program that runs within its bounds, or with an error.
func FuzzCompileExpr(f *testing.F) {
	for _, s := range []string{
		`claim.kind == "attribution"`, `any(claim.actors, .name == "X" && .country in ["KP", "IR"])`, `claim.amount.usd >= 1e6`,
		`event.at - claim.first_seen < duration("1h")`, `1..9`, `claim.via[0:2] == ["a"]`, `let x = claim; x.kind == "a"`,
		`"a" matches "(a+)+$"`, `claim?.kind ?? "x" == "y"`, "((((", "\x00", `filter(claim.via, # contains "a") | len() > 1`,
		`date("2020-01-01") < now()`, `{"a": 1}.a == 1`, `if true { true } else { false }`,
	} {
		f.Add(s)
	}
	e := (&desk{clock: &clock{t: time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)}}).event(1)
	f.Fuzz(func(t *testing.T, text string) {
		p, err := compileExpr(text)
		if err != nil {
			if p != nil {
				t.Error("a program beside an error")
			}
			return
		}
		if _, err := p.holds(envOf(&e)); err != nil && err.Error() == "" {
			t.Error("an error without words")
		}
	})
}

func FuzzClean(f *testing.F) {
	f.Add("a\n<b>\u202e", 10)
	f.Fuzz(func(t *testing.T, s string, n int) {
		if n < 3 || n > 1000 {
			n = 100
		}
		got := clean(s, n)
		if len(got) > n || strings.ContainsAny(got, "<>\n\r\x1b") || !utf8.ValidString(got) {
			t.Errorf("clean(%q, %d) = %q", s, n, got)
		}
	})
}

func BenchmarkHandle(b *testing.B) {
	d := &desk{ledger: newMemory(), clock: &clock{t: time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)}}
	r := all("r")
	r.When = `claim.kind == "sanction" && any(claim.actors, .country == "LI")`
	a, err := New(Options{Rules: []Rule{r}, Sinks: map[string]Sink{"desk": &box{}}, Ledger: d.ledger, Now: d.clock.now})
	if err != nil {
		b.Fatal(err)
	}
	e := d.event(1)
	b.ReportAllocs()
	for b.Loop() {
		if err := a.Handle(b.Context(), e); err != nil {
			b.Fatal(err)
		}
	}
}

// TestLinesForPeople: figures and names stand in a line as a person writes them.
func TestLinesForPeople(t *testing.T) {
	at := claim.Claim{Kind: claim.Theft, Statement: "S.", Origins: []claim.Origin{{Name: "Halberd Pay"}}}
	for want, e := range map[string]claim.Event{
		"amount theft: S. – USD 6.1m (was USD 5.4m)":            {Type: claim.EventAmount, Value: "6100000 USD", Was: "5400000 USD", Claim: at},
		"origin theft: S. – Halberd Pay":                        {Type: claim.EventOrigin, Value: "halberd pay", Claim: at},
		"status theft: S. – withdrawn (was reported) (Courier)": {Type: claim.EventStatus, Value: "withdrawn", Was: "reported", Claim: at, Evidence: claim.Evidence{Publisher: "Courier"}},
	} {
		if got := eventText(&e); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
