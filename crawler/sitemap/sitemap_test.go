package sitemap

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func urlset(body string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">` + body + `</urlset>`
}

func TestParse(t *testing.T) {
	news := `<url><loc> https://courier.example/a?x=1&amp;y=2 </loc><lastmod>2026-10-05</lastmod><image:image><image:loc>https://courier.example/a.png</image:loc><image:title>A crane</image:title></image:image>
<news:news><news:publication><news:name>Courier</news:name><news:language>en</news:language></news:publication><news:publication_date>2026-10-05T08:30:00Z</news:publication_date><news:title>Port
 hit</news:title></news:news></url>`
	tests := []struct{ name, in, want string }{
		{"pages", urlset(`<url><loc>https://courier.example/a</loc></url><url><loc>https://courier.example/b</loc><lastmod>2026-10-05</lastmod></url>`),
			"pages [{https://courier.example/a     } {https://courier.example/b 2026-10-05    }]"},
		{"news, image beside it", urlset(news), "pages [{https://courier.example/a?x=1&y=2 2026-10-05 2026-10-05T08:30:00Z Port hit Courier en}]"},
		{"index", `<sitemapindex><sitemap><loc>https://courier.example/1.xml</loc><lastmod>2026-10-05</lastmod></sitemap></sitemapindex>`,
			"maps [{https://courier.example/1.xml 2026-10-05    }]"},
		{"prefixed", `<s:urlset xmlns:s="x"><s:url><s:loc>https://courier.example/a</s:loc></s:url></s:urlset>`, "pages [{https://courier.example/a     }]"},
		{"CDATA", urlset(`<url><loc><![CDATA[https://courier.example/a]]></loc></url>`), "pages [{https://courier.example/a     }]"},
		{"without an address", urlset(`<url><lastmod>2026-10-05</lastmod></url>`), ""},
		{"empty set", urlset(""), ""},
		{"bare ampersand", urlset(`<url><loc>https://courier.example/a?x=1&y=2</loc></url>`), "pages [{https://courier.example/a?x=1&y=2     }]"},
		{"cut", strings.TrimSuffix(urlset(`<url><loc>https://courier.example/a</loc></url><url><loc>htt`), "</urlset>"), "pages [{https://courier.example/a     }] breaks off"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m, err := Parse([]byte(tt.in), "")
			if err != nil {
				t.Fatal(err)
			}
			var got string
			if len(m.Pages) > 0 {
				got += fmt.Sprintf("pages %v", m.Pages)
			}
			if len(m.Maps) > 0 {
				got += fmt.Sprintf("maps %v", m.Maps)
			}
			if m.Salvaged != nil {
				got += " breaks off"
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestRefusals(t *testing.T) {
	tests := []struct {
		name, in, want string
		notSitemap     bool
	}{
		{"empty", " ", "empty", false},
		{"page", "<html><body>", "no sitemap", true},
		{"feed", "<rss></rss>", "no sitemap", true},
		{"text", "hello", "no sitemap", true},
		{"nested without end", urlset(strings.Repeat("<url>", 100)), "nested deeper", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Parse([]byte(tt.in), "")
			if err == nil || !strings.Contains(err.Error(), tt.want) || errors.Is(err, ErrNotSitemap) != tt.notSitemap {
				t.Errorf("error %v, want %q", err, tt.want)
			}
		})
	}
}

func TestPagesAreBounded(t *testing.T) {
	m, err := Parse([]byte(urlset(strings.Repeat("<url><loc>https://courier.example/a</loc></url>", MaxPages+1))), "")
	if err != nil || len(m.Pages) != MaxPages || m.Salvaged == nil {
		t.Errorf("%d pages, salvaged %v, error %v", len(m.Pages), m.Salvaged, err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(urlset(`<url><loc>https://courier.example/a</loc><news:news><news:title>x</news:title></news:news></url>`)))
	f.Add([]byte(`<sitemapindex><sitemap><loc>x</loc></sitemap>`))
	f.Fuzz(func(t *testing.T, in []byte) {
		m, err := Parse(in, "")
		if err != nil {
			return
		}
		for _, p := range append(m.Pages, m.Maps...) {
			if p.URL == "" || len(p.URL) > maxValue+64<<10 {
				t.Errorf("page %+v", p)
			}
		}
	})
}

func BenchmarkParse(b *testing.B) {
	in := []byte(urlset(strings.Repeat("<url><loc>https://courier.example/news/port-hit</loc><lastmod>2026-10-05</lastmod></url>", 1000)))
	b.SetBytes(int64(len(in)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse(in, ""); err != nil {
			b.Fatal(err)
		}
	}
}
