package config

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestAddFeeds(t *testing.T) {
	list := []Feed{{URL: "https://b.example/feed"}, {URL: "https://c.example/map.xml", Kind: "sitemap", Name: "C: \"the\" paper #1", Every: Duration(time.Hour)}}
	const lines = "- {url: 'https://b.example/feed'}\n- {url: 'https://c.example/map.xml', kind: sitemap, name: 'C: \"the\" paper #1', every: 1h0m0s}\n"
	indented := "  " + strings.ReplaceAll(strings.TrimSuffix(lines, "\n"), "\n", "\n  ") + "\n"
	tests := []struct{ name, old, want string }{
		{"an empty file", "", "feeds:\n" + indented},
		{"comments only", "# mine\n", "# mine\nfeeds:\n" + indented},
		{"no feeds yet", "data: x # here", "data: x # here\nfeeds:\n" + indented},
		{"a list at the end", "feeds:\n  - {url: https://a.example/}\n", "feeds:\n  - {url: https://a.example/}\n" + indented},
		{"a list without a last newline", "feeds:\n  - url: https://a.example/", "feeds:\n  - url: https://a.example/\n" + indented},
		{"a list in the middle", "feeds:\n- url: https://a.example/ # the first\n  name: A\n\n# what else\ndata: x\n",
			"feeds:\n- url: https://a.example/ # the first\n  name: A\n" + lines + "\n# what else\ndata: x\n"},
		{"a key without a value", "feeds:\ndata: x\n", "feeds:\n" + indented + "data: x\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			path := write(t, test.old)
			if err := AddFeeds(path, list); err != nil {
				t.Fatal(err)
			}
			got, err := os.ReadFile(path)
			if err != nil || string(got) != test.want {
				t.Errorf("got %v\n%s\nwant\n%s", err, got, test.want)
			}
			if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("the mode is not kept: %v %v", info.Mode(), err)
			}
		})
	}
}

// TestAddFeedsRefuses holds that a file that cannot be added to safely stays as it is.
func TestAddFeedsRefuses(t *testing.T) {
	good := []Feed{{URL: "https://b.example/feed"}}
	tests := []struct {
		name, old string
		list      []Feed
		want      string
	}{
		{"a list in brackets", "feeds: [{url: https://a.example/}]\n", good, ErrLayout.Error()},
		{"an empty list in brackets", "feeds: []\n", good, ErrLayout.Error()},
		{"a value over several lines", "feeds:\n  - {url: https://a.example/,\n     name: \"A\n     and more\"}\n", good, ErrLayout.Error()},
		{"an alias", "feeds: &f\n  - {url: https://a.example/}\nlexicon: *f\n", good, "configuration"},
		{"unknown keys", "feed: x\n", good, "unknown key"},
		{"no YAML", "\tx: [", good, "configuration"},
		{"a source that is none", "data: x\n", []Feed{{URL: "gopher://b.example/"}}, "feeds[0].url"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			path := write(t, test.old)
			err := AddFeeds(path, test.list)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want %q", err, test.want)
			}
			if got, _ := os.ReadFile(path); string(got) != test.old {
				t.Errorf("the file has changed: %s", got)
			}
			if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".claimwire-*")); len(left) > 0 {
				t.Errorf("left over: %q", left)
			}
		})
	}
}

func TestAddFeedsMakesTheFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new.yaml")
	if err := AddFeeds(path, []Feed{{URL: "https://b.example/feed"}}); err != nil {
		t.Fatal(err)
	}
	if c, err := Load(path, nil); err != nil || len(c.Feeds) != 1 {
		t.Errorf("%+v, %v", c, err)
	}
	if err := AddFeeds(filepath.Join(t.TempDir(), "absent", "new.yaml"), nil); err == nil || errors.Is(err, ErrLayout) {
		t.Errorf("a folder that is not there: %v", err)
	}
}

// FuzzAddFeeds holds the promise for any file: the sources are added and all else stays, or nothing is
// written.
func FuzzAddFeeds(f *testing.F) {
	for _, s := range []string{"", "data: x\nfeeds:\n- url: https://a.example/\n# end", "feeds: [", "feeds: &a [*a]", "---\nfeeds:\n  - {url: https://a.example/}\n...\n---\n", "feeds:\r-"} {
		f.Add(s)
	}
	list := []Feed{{URL: "https://b.example/feed", Name: "B"}}
	f.Fuzz(func(t *testing.T, old string) {
		path := filepath.Join(t.TempDir(), "c.yaml")
		if err := os.WriteFile(path, []byte(old), 0o600); err != nil {
			t.Fatal(err)
		}
		added := AddFeeds(path, list) == nil
		got, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !added {
			if string(got) != old {
				t.Fatalf("refused, and yet changed: %q", got)
			}
			return
		}
		c, err := Load(path, nil)
		if err != nil || c.Feeds[len(c.Feeds)-1] != list[0] {
			t.Fatalf("%v\n%s", err, got)
		}
		before, after, ok := strings.Cut(string(got), "- {url: 'https://b.example/feed', name: B}\n")
		before = strings.TrimRight(before, " ")
		want := strings.TrimSuffix(old, "\n")
		if !ok || strings.TrimSuffix(before+after, "\n") != want && strings.TrimSuffix(strings.TrimSuffix(before, "feeds:\n")+after, "\n") != want {
			t.Fatalf("something else has changed: %q from %q", got, old)
		}
	})
}
