// Package sitemap reads sitemaps, sitemap indexes and news sitemaps as a stream. Parse is the entry
// point; of a file that breaks off it keeps what stands before the break.
package sitemap

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/claimwire/claimwire/crawler/charset"
)

// Map is one sitemap file: pages, or the addresses of further sitemaps.
type Map struct {
	Pages    []Page
	Maps     []Page
	Salvaged error // why the file could not be read to its end
}

// Page is one address with what the sitemap says of it. Dates are as written.
type Page struct {
	URL         string
	Modified    string // a hint only: many sites set it to the time of the request
	Published   string // of a news sitemap
	Title       string // of a news sitemap
	Publication string // the publisher's name in a news sitemap
	Language    string
}

const (
	// MaxPages is the most addresses that one file may hold.
	MaxPages = 50_000
	maxDepth = 16
	maxValue = 4096 // bytes of one value
)

// ErrNotSitemap is the error of a document with another root element.
var ErrNotSitemap = errors.New("this is no sitemap: its root is neither urlset nor sitemapindex")

// Parse reads a sitemap, decompressed already.
func Parse(body []byte, contentType string) (Map, error) {
	text, _ := charset.Decode(body, contentType)
	text = bytes.TrimLeft(text, "\x00\t\r\n ")
	if len(text) == 0 {
		return Map{}, errors.New("the sitemap is empty")
	}
	d := xml.NewDecoder(bytes.NewReader(text))
	d.Strict = false
	d.Entity = xml.HTMLEntity
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // it is UTF-8 by now
	r := reader{decoder: d}
	err := r.run()
	switch {
	case errors.Is(err, ErrNotSitemap):
		return Map{}, err
	case err != nil && len(r.out.Pages)+len(r.out.Maps) == 0:
		return Map{}, fmt.Errorf("the sitemap cannot be read: %w", err)
	case err != nil:
		r.out.Salvaged = fmt.Errorf("the sitemap breaks off (%w); %d addresses could be read", err, len(r.out.Pages)+len(r.out.Maps))
	}
	return r.out, nil
}

type reader struct {
	decoder *xml.Decoder
	path    []string // local names of the open elements; nil before the root
	page    Page
	value   strings.Builder
	out     Map
}

func (r *reader) run() error {
	for {
		token, err := r.decoder.RawToken()
		if errors.Is(err, io.EOF) {
			if len(r.path) > 0 {
				return io.ErrUnexpectedEOF
			}
			if r.path == nil {
				return ErrNotSitemap
			}
			return nil
		}
		if err != nil {
			return err
		}
		if err := r.token(token); err != nil {
			return err
		}
		if len(r.out.Pages)+len(r.out.Maps) >= MaxPages {
			return fmt.Errorf("more than %d addresses", MaxPages)
		}
	}
}

func (r *reader) token(token xml.Token) error {
	switch t := token.(type) {
	case xml.StartElement:
		name := strings.ToLower(t.Name.Local)
		if len(r.path) == 0 && name != "urlset" && name != "sitemapindex" {
			return ErrNotSitemap
		}
		if len(r.path) >= maxDepth {
			return fmt.Errorf("elements are nested deeper than %d", maxDepth)
		}
		r.path = append(r.path, name)
		r.value.Reset()
		if len(r.path) == 2 {
			r.page = Page{}
		}
	case xml.CharData:
		if r.value.Len()+len(t) <= maxValue {
			r.value.Write(t)
		}
	case xml.EndElement:
		r.end(strings.ToLower(t.Name.Local))
	}
	return nil
}

// end closes an element. One that does not match what is open is ignored, as a reader of hand-written
// files must.
func (r *reader) end(name string) {
	if len(r.path) == 0 || r.path[len(r.path)-1] != name {
		return
	}
	value := strings.TrimSpace(r.value.String())
	r.value.Reset()
	depth := len(r.path)
	r.path = r.path[:depth-1]
	switch {
	case depth == 2 && r.page.URL != "" && name == "url":
		r.out.Pages = append(r.out.Pages, r.page)
	case depth == 2 && r.page.URL != "" && name == "sitemap":
		r.out.Maps = append(r.out.Maps, r.page)
	case depth == 3 && name == "loc":
		r.page.URL = value
	case depth == 3 && name == "lastmod":
		r.page.Modified = value
	case depth > 3 && r.path[2] == "news":
		r.news(name, value)
	}
}

func (r *reader) news(name, value string) {
	switch name {
	case "publication_date":
		r.page.Published = value
	case "title":
		r.page.Title = strings.Join(strings.Fields(value), " ")
	case "name":
		r.page.Publication = value
	case "language":
		r.page.Language = value
	}
}
