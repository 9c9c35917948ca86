package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/claimwire/claimwire/crawler"
)

// TestFeedsCheck checks sources that give trouble beside one that does not: a report for each, in order.
func TestFeedsCheck(t *testing.T) {
	url := site(t)
	list := filepath.Join(t.TempDir(), "list.opml")
	opml := `<opml><body><outline text="m" xmlUrl="` + url + `/feed"/><outline text="n" xmlUrl="` + url + `/gone"/></body></opml>`
	if err := os.WriteFile(list, []byte(opml), 0o600); err != nil {
		t.Fatal(err)
	}
	saved := filepath.Join(t.TempDir(), "saved.xml")
	if err := os.WriteFile(saved, []byte(`<rss version="2.0"><channel><item><title>A</title><link>`+url+`/good</link></item></channel></rss>`), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("CLAIMWIRE_CRAWL__DELAY", "1ms")
	allow := []string{"feeds", "check", "--allow-net", "127.0.0.0/8", "--allow-net", "::1/128"}
	out, log := run(t, 1, append(allow, "--output", "json", list, url+"/notfeed", saved)...)
	var got []crawler.CheckReport
	for line := range strings.Lines(out) {
		var r crawler.CheckReport
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		got = append(got, r)
	}
	want := []struct {
		url string
		ok  bool
	}{{url + "/feed", true}, {url + "/gone", false}, {url + "/notfeed", false}, {saved, true}}
	if len(got) != len(want) || !strings.Contains(log, "2 of 4 sources give no articles") {
		t.Fatalf("%d reports, want %d\n%s%s", len(got), len(want), out, log)
	}
	for i, w := range want {
		if got[i].URL != w.url || got[i].OK() != w.ok {
			t.Errorf("report %d: %s %v, want %s %v: %+v", i, got[i].URL, got[i].OK(), w.url, w.ok, got[i].Steps)
		}
	}
	out, _ = run(t, 0, append(allow, url+"/feed")...)
	for _, want := range []string{"ok    robots   allowed", "ok    items    4 listed", "ok    article  “A bank is robbed”", "- {url: '" + url + "/feed'}"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is missing in\n%s", want, out)
		}
	}
}
