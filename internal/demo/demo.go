// Package demo is a small world of news that the binary carries: six outlets with feeds and pages about
// invented incidents, served on loopback for the real crawler. It holds what claimwire has to tell
// apart: copies of an agency's text, an independent confirmation, a denial, a revised sum, a chain of
// citations, a page in another language, an AMP twin and a page with a broken date. Begin with Start.
//
// Nothing that its pages tell has happened.
package demo

import (
	"bufio"
	"context"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"net"
	"net/http"
	"path"
	"slices"
	"sort"
	"strings"
	"time"
)

//go:embed site templates
var content embed.FS

// Outlet is one of the sample publishers.
type Outlet struct {
	Name string // as its pages print it
	Host string // where its pages claim to live; reserved for examples, and served on loopback
	dir  string
}

// Outlets are all sample publishers.
func Outlets() []Outlet {
	return []Outlet{
		{Name: "Meridian Wire", Host: "meridian-wire.example", dir: "wire"},
		{Name: "The Harbour Post", Host: "harbour-post.example", dir: "harbour"},
		{Name: "The Morning Comet", Host: "morning-comet.example", dir: "comet"},
		{Name: "LedgerBeat", Host: "ledgerbeat.example", dir: "ledger"},
		{Name: "Cipher Review", Host: "cipher-review.example", dir: "cipher"},
		{Name: "Osthafen Kurier", Host: "osthafen-kurier.example", dir: "kurier"},
	}
}

// FeedURL is the address of the outlet's feed.
func (o Outlet) FeedURL() string { return "http://" + o.Host + "/feed.xml" }

// page is one article of the sample site, parsed from its file: header lines, a blank line, paragraphs.
type page struct {
	Slug       string
	Title      string
	Date       string
	Author     string
	Lang       string
	AMP        string // slug of the page that this one is the AMP twin of
	Paragraphs []string
}

// Site serves the outlets.
type Site struct {
	server   *http.Server
	listener net.Listener
	done     chan struct{}
}

// Start serves the sample site on a free port of loopback. The caller stops it.
func Start() (*Site, error) {
	handler, err := newHandler()
	if err != nil {
		return nil, err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("serve the sample site: %w", err)
	}
	s := &Site{listener: l, done: make(chan struct{}),
		server: &http.Server{Handler: handler, ReadHeaderTimeout: 5 * time.Second}}
	go func() {
		defer close(s.done)
		_ = s.server.Serve(l) // always ends with ErrServerClosed: Stop is the only way out
	}()
	return s, nil
}

// Addr is where the site listens. The names of the outlets lead there only for a crawler that is told
// so: see Resolve.
func (s *Site) Addr() string { return s.listener.Addr().String() }

// Resolve maps each outlet's address to the site's.
func (s *Site) Resolve() map[string]string {
	m := map[string]string{}
	for _, o := range Outlets() {
		m[o.Host+":80"] = s.Addr()
	}
	return m
}

// Stop ends the server and waits for it.
func (s *Site) Stop(ctx context.Context) error {
	err := s.server.Shutdown(ctx)
	<-s.done
	return err
}

// Articles is the number of pages that the feeds of all outlets list.
func Articles() (int, error) {
	n := 0
	for _, o := range Outlets() {
		pages, err := o.pages()
		if err != nil {
			return 0, err
		}
		n += len(pages)
	}
	return n, nil
}

func newHandler() (http.Handler, error) {
	tmpl, err := template.ParseFS(content, "templates/*")
	if err != nil {
		return nil, fmt.Errorf("sample site: %w", err)
	}
	mux := http.NewServeMux()
	for _, o := range Outlets() {
		pages, err := o.pages()
		if err != nil {
			return nil, err
		}
		mux.HandleFunc("GET "+o.Host+"/robots.txt", func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(w, "User-agent: *\nDisallow: /private/\n")
		})
		mux.Handle("GET "+o.Host+"/feed.xml", render(tmpl, "feed.xml", "application/rss+xml; charset=utf-8", view{Outlet: o, Pages: pages}))
		for _, p := range pages {
			mux.Handle("GET "+o.Host+"/"+p.Slug, render(tmpl, "page.html", "text/html; charset=utf-8", view{Outlet: o, Page: p, Pages: pages}))
		}
	}
	return mux, nil
}

// view is what a template sees.
type view struct {
	Outlet Outlet
	Page   page
	Pages  []page
}

// Canonical is the address that the page names as its own.
func (v view) Canonical() string {
	slug := v.Page.Slug
	if v.Page.AMP != "" {
		slug = v.Page.AMP
	}
	return "http://" + v.Outlet.Host + "/" + slug
}

func render(t *template.Template, name, contentType string, v view) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		_ = t.ExecuteTemplate(w, name, v) // fails only when the reader has gone
	})
}

func (o Outlet) pages() ([]page, error) {
	files, err := fs.Glob(content, path.Join("site", o.dir, "*.txt"))
	if err != nil {
		return nil, fmt.Errorf("sample site: %w", err)
	}
	sort.Strings(files)
	var pages []page
	for _, f := range files {
		b, err := content.ReadFile(f)
		if err != nil {
			return nil, fmt.Errorf("sample site: %w", err)
		}
		p := parse(string(b))
		p.Slug = strings.TrimSuffix(path.Base(f), ".txt")
		pages = append(pages, p)
	}
	slices.Reverse(pages)
	return pages, nil
}

func parse(text string) page {
	p := page{Lang: "en"}
	header := true
	for lines := bufio.NewScanner(strings.NewReader(text)); lines.Scan(); {
		line := lines.Text()
		if line == "" {
			header = false
			continue
		}
		if !header {
			p.Paragraphs = append(p.Paragraphs, line)
			continue
		}
		name, value, _ := strings.Cut(line, ": ")
		switch name {
		case "title":
			p.Title = value
		case "date":
			p.Date = value
		case "author":
			p.Author = value
		case "lang":
			p.Lang = value
		case "amp":
			p.AMP = value
		}
	}
	return p
}
