package config

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func write(t *testing.T, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "claimwire.yaml")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

const full = `
data: /var/lib/claimwire
bus: {sync: 2s, size: 64MiB}
nats: {url: "nats://u:secret@one:4222"}
feeds:
  - {url: https://a.example/rss, name: A, publisher: The A, owner: Group, every: 1h30m}
retention: {articles: 30d, events: 2w}
limits: {article: 512KiB}
alerts:
  sinks: {desk: {webhook: https://chat.example/T0/secretpath}}
  rules: [{name: r, on: [new], when: 'claim.kind == "attribution"', to: [desk, log], max_age: 48h}]
`

func TestLoad(t *testing.T) {
	c, err := Load(write(t, full), []string{"CLAIMWIRE_NATS__URL=nats://two:4222", "CLAIMWIRE_LEXICON=a.tsv, b.tsv", "CLAIMWIRE_CRAWL__PORTS=[8080]", "HOME=/"})
	if err != nil {
		t.Fatal(err)
	}
	if c.NATS.URL != "nats://two:4222" || len(c.Lexicon) != 2 || c.Lexicon[1] != "b.tsv" || c.Crawl.Ports[0] != 8080 {
		t.Errorf("the environment does not stand over the file: %+v", c)
	}
	if c.Bus.Sync.Every != 2*time.Second || c.Retention.Articles.D() != 30*24*time.Hour || c.Retention.Events.D() != 14*24*time.Hour || c.Limits.Article != 512<<10 {
		t.Errorf("durations or sizes are wrong: %+v", c)
	}
	if c.Feeds[0].Every.D() != 90*time.Minute || c.Alerts.Rules[0].MaxAge.D() != 48*time.Hour {
		t.Errorf("lists are wrong: %+v", c)
	}
}

func TestLoadFromFileVariables(t *testing.T) {
	feeds := write(t, "[{url: https://b.example/feed}]\n")
	c, err := Load("", []string{"CLAIMWIRE_FEEDS_FILE=" + feeds, "CLAIMWIRE_PORT=tcp://10.0.0.1:80"})
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Feeds) != 1 || c.Feeds[0].URL != "https://b.example/feed" {
		t.Errorf("feeds: %+v", c.Feeds)
	}
	if len(c.Warnings) != 1 || !strings.Contains(c.Warnings[0], "CLAIMWIRE_PORT") {
		t.Errorf("warnings: %q", c.Warnings)
	}
}

// TestErrorsSayWhatToDo holds each message to naming the place and the remedy.
func TestErrorsSayWhatToDo(t *testing.T) {
	for name, c := range map[string]struct {
		yaml string
		want []string
	}{
		"unknown key":      {"data: x\nfeedz: []\n", []string{"line 2", `unknown key "feedz"`, "feeds"}},
		"unknown below":    {"nats: {ulr: x}\n", []string{"line 1", `unknown key "ulr"`, "url"}},
		"duration":         {"retention: {articles: soon}\n", []string{"line 1", `"soon"`, "7d"}},
		"size":             {"limits: {article: big}\n", []string{"line 1", `"big"`, "1MiB"}},
		"sync":             {"bus: {sync: never}\n", []string{"line 1", "bus.sync", "always"}},
		"feed address":     {"feeds: [{url: a.example}]\n", []string{"feeds[0].url", "https://"}},
		"feed interval":    {"feeds: [{url: https://a.example, every: 1s}]\n", []string{"feeds[0].every", "1m"}},
		"range":            {"crawl: {allow_nets: [localhost]}\n", []string{"crawl.allow_nets[0]", "127.0.0.0/8"}},
		"sink unknown":     {"alerts: {rules: [{name: a, on: [new], to: [desk]}]}\n", []string{"alerts.rules[0].to", `"desk"`, "alerts.sinks"}},
		"event unknown":    {"alerts: {rules: [{name: a, on: [echo], to: [log]}]}\n", []string{"alerts.rules[0].on", `"echo"`, "origin"}},
		"article too long": {"limits: {article: 1GiB}\n", []string{"limits.article", "4MiB"}},
		"no YAML":          {"data: [\n", []string{"line 1"}},
		"list wanted":      {"feeds: 3\n", []string{"line 1: feeds takes a list", "url, kind, name", `"3"`}},
		"object wanted":    {"data: x\nfeeds:\n  - https://a.example/f\n", []string{"line 3: feeds[0] takes keys: url", `"https://a.example/f"`}},
		"keys wanted":      {"bus: [1, 2]\n", []string{"line 1: bus takes keys: sync, size", "a list"}},
		"value wanted":     {"data: {a: b}\n", []string{"line 1: data takes one value", "keys with values"}},
		"texts wanted":     {"lexicon: own.tsv\n", []string{"line 1: lexicon takes a list", `"own.tsv"`}},
		"number wanted":    {"nats: {replicas: many}\n", []string{"line 1: nats.replicas takes a number", `"many"`}},
		"sinks by name":    {"alerts: {sinks: [{webhook: x}]}\n", []string{"line 1: alerts.sinks takes names"}},
		"deep duration":    {"feeds:\n- url: https://a.example\n  every: often\n", []string{"line 3: feeds[0].every: ", `"often"`}},
		"two at once":      {"feeds: 3\nbus: 4\n", []string{"line 1: feeds", "line 2: bus"}},
		"second document":  {"data: x\n---\ndata: y\n", []string{"second document", "---"}},
		"NATS by http":     {"nats: {url: 'http://bus.example'}\n", []string{"nats.url", "nats://host:4222"}},
		"NATS list":        {"nats: {url: 'nats://a:4222,ftp://me:hush@b:4222'}\n", []string{"nats.url", `ftp://me:***@b`}},
		"creds alone":      {"nats: {creds_file: x}\n", []string{"nats.url"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Load(write(t, c.yaml), nil)
			if err == nil {
				t.Fatal("no error")
			}
			for _, w := range c.want {
				if !strings.Contains(err.Error(), w) {
					t.Errorf("%q does not say %q", err, w)
				}
			}
		})
	}
}

func TestTwinsAreToldOf(t *testing.T) {
	c, err := Load(write(t, "feeds: [{url: https://a.example/f}, {url: https://b.example/f}, {url: https://a.example/f, owner: A}]\n"), nil)
	if err != nil || len(c.Warnings) != 1 || !strings.HasPrefix(c.Warnings[0], "feeds[2].url: https://a.example/f stands in feeds[0]") {
		t.Errorf("warnings %q, %v", c.Warnings, err)
	}
}

// TestFormsThatPass holds that what YAML allows for one and the same value is taken.
func TestFormsThatPass(t *testing.T) {
	for name, text := range map[string]string{
		"anchors":          "feeds:\n- &a {url: https://a.example/f}\nlexicon: &l [a.tsv]\n",
		"null":             "feeds:\nbus: ~\n",
		"number as text":   "data: 5\n",
		"hosts alone":      "nats: {url: 'one:4222, tls://two:4222'}\n",
		"two feeds":        "feeds: [{url: https://a.example/f}, {url: https://a.example/g}]\n",
		"one document":     "---\ndata: x\n",
		"ended document":   "data: x\n...\n",
		"nothing":          "# all as it is\n",
		"windows and mark": "\ufeffdata: x\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := Load(write(t, text), nil); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestLoadMissingFile(t *testing.T) {
	if _, err := Load(filepath.Join(t.TempDir(), "none.yaml"), nil); err == nil || !strings.Contains(err.Error(), "none.yaml") {
		t.Errorf("a file that was asked for and is not there: %v", err)
	}
}

func TestPrintMasksSecrets(t *testing.T) {
	c, err := Load(write(t, full), nil)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := c.Print(&b); err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"secretpath", "u:secret"} {
		if strings.Contains(b.String(), secret) {
			t.Errorf("print shows %q:\n%s", secret, b.String())
		}
	}
	again, err := Load(write(t, strings.ReplaceAll(b.String(), "/***", "/x")), nil)
	if err != nil || again.Limits != c.Limits || again.Bus != c.Bus {
		t.Errorf("what print writes does not load: %v\n%s", err, b.String())
	}
}

func TestDurationsAndSizes(t *testing.T) {
	for text, want := range map[string]time.Duration{"90s": 90 * time.Second, "7d": 168 * time.Hour, "1d12h": 36 * time.Hour, "2w": 336 * time.Hour, "0": 0} {
		if d, err := ParseDuration(text); err != nil || d.D() != want {
			t.Errorf("%s: %v, %v", text, d.D(), err)
		}
	}
	for _, text := range []string{"", "d", "-1h", "1x", "99999999999d", "1.5d"} {
		if d, err := ParseDuration(text); err == nil {
			t.Errorf("%q is read as %v", text, d)
		}
	}
	for _, text := range []string{"", "MiB", "-1MiB", "9999999999GiB", "1TB"} {
		if s, err := ParseSize(text); err == nil {
			t.Errorf("%q is read as %v", text, s)
		}
	}
}

// FuzzLoad holds that no file makes reading panic, and that what passes prints and loads again.
func FuzzLoad(f *testing.F) {
	f.Add(full)
	f.Add("data: &a [*a]\n")
	f.Fuzz(func(t *testing.T, text string) {
		c := Default()
		if decode([]byte(text), c) != nil || c.Validate() != nil {
			return
		}
		var printed bytes.Buffer
		if err := c.Print(&printed); err != nil {
			t.Fatal(err)
		}
		if err := decode(printed.Bytes(), Default()); err != nil {
			t.Fatalf("what was printed cannot be read: %v\n%s", err, printed.String())
		}
	})
}
