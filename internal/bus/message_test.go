package bus

import (
	"regexp"
	"strings"
	"testing"

	"github.com/claimwire/claimwire/internal/claim"
)

func contains(err error, s string) bool { return err != nil && strings.Contains(err.Error(), s) }

func TestSubjects(t *testing.T) {
	tests := []struct {
		name string
		a    claim.Article
		want string
	}{
		{"host", claim.Article{URL: "https://www.News.example/a"}, "article.www-news-example"},
		{"canonical first", claim.Article{URL: "https://x.example/a", CanonicalURL: "https://y.example/a"}, "article.y-example"},
		{"port", claim.Article{URL: "http://127.0.0.1:8080/a"}, "article.127-0-0-1"},
		{"address of version 6", claim.Article{URL: "http://[::1]:8080/a"}, "article.--1"},
		{"non-ASCII", claim.Article{URL: "https://zürich.example/a"}, "article.z-rich-example"},
		{"wildcards", claim.Article{URL: "https://a*>b.example/"}, "article.a--b-example"},
		{"none", claim.Article{ID: "x.txt"}, "article.local"},
		{"not an address", claim.Article{URL: "%zz"}, "article.local"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m, err := ArticleMessage(&tt.a)
			if err != nil {
				t.Fatal(err)
			}
			if m.Subject != tt.want {
				t.Errorf("subject %q, want %q", m.Subject, tt.want)
			}
		})
	}
	e := claim.Event{Type: claim.EventNew, Claim: claim.Claim{Kind: claim.Theft}}
	if m, err := EventMessage(&e); err != nil || m.Subject != "event.new.theft" {
		t.Errorf("event subject %q %v", m.Subject, err)
	}
}

func TestMessageIDs(t *testing.T) {
	base := claim.Article{URL: "https://a.example/1", Title: "t", Text: "x"}
	base.Complete()
	other := base
	other.Text = "y"
	other.Complete()
	replay := base
	replay.Generation = 3
	elsewhere := base
	elsewhere.CanonicalURL = "https://a.example/2"
	ids := map[string]string{}
	for name, a := range map[string]claim.Article{"base": base, "revision": other, "replay": replay, "address": elsewhere} {
		id := articleMsgID(&a)
		if was, ok := ids[id]; ok {
			t.Errorf("%s and %s share the id %s", name, was, id)
		}
		ids[id] = name
	}
	fetched := base
	fetched.Source = "another feed"
	fetched.Revision = ""
	if articleMsgID(&fetched) != articleMsgID(&base) {
		t.Error("how a revision was found must not change its id")
	}
}

func FuzzSubjectToken(f *testing.F) {
	for _, s := range []string{"news.example", "", "a b", "*", ">", "é", strings.Repeat("x", 300), "https://a*>b.example/"} {
		f.Add(s)
	}
	valid := regexp.MustCompile(`^[a-z0-9_-]{1,100}$`)
	f.Fuzz(func(t *testing.T, s string) {
		if got := token(s); !valid.MatchString(got) {
			t.Errorf("token(%q) = %q", s, got)
		}
		if got := hostToken(&claim.Article{URL: s}); !valid.MatchString(got) {
			t.Errorf("hostToken(%q) = %q", s, got)
		}
	})
}

// A message from outside must be read, or refused for good: never panic, never be tried for ever.
func FuzzReadable(f *testing.F) {
	for _, s := range []string{`{"v":1}`, `{"v":2}`, `{}`, `[]`, `null`, `"x"`, `{"v":"1"}`, `{"v":1e400}`, "\xff", strings.Repeat("[", 20000)} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		m := Message{ID: "x", Data: data}
		if err := m.readable(); err != nil && !IsPermanent(err) {
			t.Errorf("%q: %v is not permanent", data, err)
		}
		if _, err := Decode[claim.Extraction](m); err != nil && !IsPermanent(err) {
			t.Errorf("decode %q: %v is not permanent", data, err)
		}
	})
}
