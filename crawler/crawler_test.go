package crawler

import (
	"testing"
)

func TestFeedToArticles(t *testing.T) {
	s := newSite(t)
	s.serve("/feed", "application/rss+xml", rss(rssItem("/a", "Port hit", someDate), rssItem("/b", "Port recovers", someDate)))
	s.serve("/a", "text/html", articleHTML("Port hit", ""))
	s.serve("/b", "text/html", articleHTML("Port recovers", ""))
	sink := &shelf{}
	opt := testOptions(sink, Source{URL: s.URL + "/feed", Publisher: "The Courier", Owner: "Courier Group"})
	got := once(t, opt)
	if got.Status != StatusOK || got.Items != 2 || got.Published != 2 || got.Fetched != 2 {
		t.Fatalf("first poll: %+v", got)
	}
	for _, a := range sink.all() {
		if !a.Silent || a.Publisher != "The Courier" || a.Owner != "Courier Group" || a.Source != s.URL+"/feed" ||
			a.Language != "en" || a.PublishedAt.IsZero() || a.FetchedAt.IsZero() || a.Revision == "" || a.CanonicalURL == "" {
			t.Errorf("article %+v", a)
		}
	}
	s.serve("/feed", "application/rss+xml", rss(rssItem("/a", "Port hit", someDate), rssItem("/b", "Port recovers", someDate), rssItem("/c", "Port closes", someDate)))
	s.serve("/c", "text/html", articleHTML("Port closes", ""))
	got = once(t, opt)
	if got.Known != 2 || got.Published != 1 || s.count("/a") != 1 {
		t.Fatalf("second poll: %+v, %d requests for /a", got, s.count("/a"))
	}
	all := sink.all()
	if last := all[len(all)-1]; last.Silent || last.Title != "Port closes" {
		t.Errorf("an article of a later poll: %+v", last)
	}
}
