// Package opml reads and writes lists of sources in OPML, the form in which feed readers hand on what
// they follow. Parse and Write are the entry points. What OPML has no word for (sitemaps, publishers,
// owners, intervals) stands in attributes of a namespace of our own, so that what Write writes, Parse
// reads back whole.
package opml

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/claimwire/claimwire/crawler/charset"
)

// Namespace of the attributes that OPML does not have.
const Namespace = "https://github.com/claimwire/claimwire/opml"

// MaxBytes is the largest file that Parse reads.
const MaxBytes = 8 << 20

// The other limits on what one file may cause.
const (
	maxDepth   = 64
	maxSources = 20_000
	maxValue   = 4096 // bytes of one attribute
)

// Source is one source of a list. Values are as written, but for blanks around them.
type Source struct {
	URL       string
	Kind      string // empty is a feed
	Name      string
	Publisher string
	Owner     string
	Every     string
}

// List is what a file holds.
type List struct {
	Sources  []Source
	Folders  int   // outlines that only group others
	Links    int   // outlines that lead to pages or to other lists, which are no sources
	Salvaged error // why the file could not be read to its end
}

// ErrNotOPML is the error of a document with another root element.
var ErrNotOPML = errors.New("this is no OPML: its root is not the element opml")

// Parse reads a list. Of a file that breaks off it keeps what stands before the break.
func Parse(body []byte) (List, error) {
	if len(body) > MaxBytes {
		return List{}, fmt.Errorf("OPML of %d bytes is larger than %d", len(body), MaxBytes)
	}
	text, _ := charset.Decode(body, "")
	d := xml.NewDecoder(bytes.NewReader(bytes.TrimLeft(text, "\x00\t\r\n ")))
	d.Strict = false
	d.Entity = xml.HTMLEntity
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // it is UTF-8 by now
	r := reader{decoder: d}
	err := r.run()
	switch {
	case errors.Is(err, ErrNotOPML):
		return List{}, err
	case err != nil && len(r.list.Sources) == 0:
		return List{}, fmt.Errorf("the OPML cannot be read: %w", err)
	case err != nil:
		r.list.Salvaged = fmt.Errorf("the OPML breaks off (%w); %d sources could be read", err, len(r.list.Sources))
	}
	return r.list, nil
}

type reader struct {
	decoder *xml.Decoder
	depth   int
	rooted  bool
	list    List
}

func (r *reader) run() error {
	for {
		token, err := r.decoder.Token()
		switch {
		case errors.Is(err, io.EOF) && !r.rooted:
			return ErrNotOPML
		case errors.Is(err, io.EOF) && r.depth > 0:
			return io.ErrUnexpectedEOF
		case errors.Is(err, io.EOF):
			return nil
		case err != nil && !r.rooted:
			return ErrNotOPML
		case err != nil:
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			err = r.open(t)
		case xml.EndElement:
			r.depth--
		}
		if err != nil {
			return err
		}
	}
}

func (r *reader) open(t xml.StartElement) error {
	name := strings.ToLower(t.Name.Local)
	if !r.rooted && name != "opml" {
		return ErrNotOPML
	}
	r.rooted = true
	if r.depth++; r.depth > maxDepth {
		return fmt.Errorf("elements are nested deeper than %d", maxDepth)
	}
	if name != "outline" {
		return nil
	}
	if len(r.list.Sources) >= maxSources {
		return fmt.Errorf("more than %d sources", maxSources)
	}
	r.outline(t.Attr)
	return nil
}

// outline takes a source, or counts what is none. Readers differ in the case of attributes and in
// whether text or title is the name that people see.
func (r *reader) outline(attributes []xml.Attr) {
	var s Source
	var text, feed, link string
	for _, a := range attributes {
		value := strings.TrimSpace(a.Value)
		if len(value) > maxValue {
			continue
		}
		switch strings.ToLower(a.Name.Local) {
		case "title":
			s.Name = value
		case "text":
			text = value
		case "xmlurl":
			feed = value
		case "url":
			link = value
		}
		if a.Name.Space == Namespace {
			s.own(a.Name.Local, value)
		}
	}
	if s.Name == "" {
		s.Name = text
	}
	s.Name = strings.Join(strings.Fields(s.Name), " ")
	switch {
	case feed != "":
		s.URL = feed
		r.list.Sources = append(r.list.Sources, s)
	case link != "" && s.Kind != "":
		s.URL = link
		r.list.Sources = append(r.list.Sources, s)
	case link != "":
		r.list.Links++
	default:
		r.list.Folders++
	}
}

// own takes an attribute of our namespace.
func (s *Source) own(name, value string) {
	switch name {
	case "kind":
		s.Kind = value
	case "publisher":
		s.Publisher = value
	case "owner":
		s.Owner = value
	case "every":
		s.Every = value
	}
}

// Write writes a list. Feeds are outlines that every feed reader takes; sitemaps and sites are links to
// others and sources to us.
func Write(w io.Writer, title string, list []Source) error {
	doc := document{Version: "2.0", Prefix: Namespace, Title: title}
	for _, s := range list {
		o := outline{Text: s.Name, Title: s.Name, Publisher: s.Publisher, Owner: s.Owner, Every: s.Every}
		if o.Text == "" {
			o.Text = s.URL // an outline must have a text
		}
		if s.Kind == "" || s.Kind == "feed" {
			o.Type, o.XMLURL = "rss", s.URL
		} else {
			o.Type, o.URL, o.Kind = "link", s.URL, s.Kind
		}
		doc.Outlines = append(doc.Outlines, o)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(doc); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

type document struct {
	XMLName  xml.Name  `xml:"opml"`
	Version  string    `xml:"version,attr"`
	Prefix   string    `xml:"xmlns:claimwire,attr"`
	Title    string    `xml:"head>title"`
	Outlines []outline `xml:"body>outline"`
}

type outline struct {
	Text      string `xml:"text,attr"`
	Title     string `xml:"title,attr,omitempty"`
	Type      string `xml:"type,attr"`
	XMLURL    string `xml:"xmlUrl,attr,omitempty"`
	URL       string `xml:"url,attr,omitempty"`
	Kind      string `xml:"claimwire:kind,attr,omitempty"`
	Publisher string `xml:"claimwire:publisher,attr,omitempty"`
	Owner     string `xml:"claimwire:owner,attr,omitempty"`
	Every     string `xml:"claimwire:every,attr,omitempty"`
}
