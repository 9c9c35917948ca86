package demo

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
)

func get(t *testing.T, s *Site, host, path string) (int, string) {
	t.Helper()
	r, err := http.NewRequest(http.MethodGet, "http://"+s.Addr()+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Host = host
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	b, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(b)
}

// TestSite asks every outlet for its feed and for every page that the feed lists.
func TestSite(t *testing.T) {
	s, err := Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	})
	pages := 0
	for _, o := range Outlets() {
		_, feed := get(t, s, o.Host, "/feed.xml")
		for _, part := range strings.Split(feed, "<guid>")[1:] {
			link, _, _ := strings.Cut(part, "</guid>")
			path := strings.TrimPrefix(link, "http://"+o.Host)
			status, body := get(t, s, o.Host, path)
			if status != http.StatusOK || !strings.Contains(body, "<article>") || !strings.Contains(body, o.Name) {
				t.Errorf("%s%s: status %d", o.Host, path, status)
			}
			pages++
		}
		if status, _ := get(t, s, o.Host, "/absent"); status != http.StatusNotFound {
			t.Errorf("%s: a page that is not there has status %d", o.Host, status)
		}
	}
	if want, err := Articles(); err != nil || pages != want || pages < 20 {
		t.Errorf("%d pages are listed, want %d (%v)", pages, want, err)
	}
}
