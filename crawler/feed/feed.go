// Package feed reads RSS, Atom and JSON feeds as they are found on the web. Parse is the entry point. It
// repairs what makes a feed ill-formed without making it unreadable, and of a file that cannot be read
// whole it keeps every item that is.
package feed

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/claimwire/claimwire/crawler/charset"
	"github.com/mmcdole/gofeed"
	"github.com/mmcdole/gofeed/rss"
)

// Feed is what a feed says of itself and its items.
type Feed struct {
	Title    string
	Language string
	TTL      time.Duration // how long it asks not to be polled; 0 where it does not say
	Items    []Item
	Salvaged error // why the feed could not be read whole; Items is what could be saved
}

// Item is one entry of a feed, not yet resolved or checked.
type Item struct {
	URL       string // as written; may be relative
	ID        string
	Title     string
	Published string
	Updated   string
	Authors   []string
}

// Limits on what one feed may cause.
const (
	maxBytes = 10 << 20
	maxItems = 5000
)

// HTMLError says that what was taken for a feed is a page, and which feeds that page offers.
type HTMLError struct{ Feeds []string }

func (e *HTMLError) Error() string {
	if len(e.Feeds) == 0 {
		return "this is an HTML page, not a feed"
	}
	return "this is an HTML page, not a feed; the feeds it names: " + strings.Join(e.Feeds, " ")
}

// ErrEmpty is the error of a document without any content.
var ErrEmpty = errors.New("the feed is empty")

// Parse reads a feed. The content type only helps to find its charset.
func Parse(body []byte, contentType string) (Feed, error) {
	if len(body) > maxBytes {
		return Feed{}, fmt.Errorf("feed of %d bytes is larger than %d", len(body), maxBytes)
	}
	text, _ := charset.Decode(body, contentType)
	text = trimLead(text)
	if len(text) == 0 {
		return Feed{}, ErrEmpty
	}
	if text[0] == '{' {
		return parseJSON(text)
	}
	if isHTML(text) {
		return Feed{}, &HTMLError{Feeds: offered(text)}
	}
	text, err := repair(text)
	if err != nil {
		return Feed{}, err
	}
	parsed, err := parse(text)
	if err == nil {
		return convert(parsed), nil
	}
	saved := salvage(text)
	if len(saved.Items) == 0 {
		return Feed{}, fmt.Errorf("the feed is not well-formed and no item in it can be read: %w", err)
	}
	saved.Salvaged = fmt.Errorf("the feed is not well-formed (%w); %d items could be read", err, len(saved.Items))
	return saved, nil
}

// parse shields against panics of the parser: feeds are hostile input.
func parse(text []byte) (f *gofeed.Feed, err error) {
	defer func() {
		if r := recover(); r != nil {
			f, err = nil, fmt.Errorf("feed parser: %v", r)
		}
	}()
	p := gofeed.NewParser()
	p.KeepOriginalFeed = true
	return p.Parse(bytes.NewReader(text))
}

func convert(f *gofeed.Feed) Feed {
	out := Feed{Title: oneLine(f.Title), Language: f.Language}
	if r, ok := f.OriginalFeed().(*rss.Feed); ok {
		if minutes, err := strconv.Atoi(strings.TrimSpace(r.TTL)); err == nil && minutes > 0 {
			out.TTL = time.Duration(min(minutes, 7*24*60)) * time.Minute
		}
	}
	for _, it := range f.Items {
		if it == nil || len(out.Items) >= maxItems {
			break
		}
		out.Items = append(out.Items, item(it))
	}
	return out
}

func item(it *gofeed.Item) Item {
	out := Item{
		URL: strings.TrimSpace(it.Link), ID: it.GUID, Title: oneLine(it.Title),
		Published: strings.TrimSpace(it.Published), Updated: strings.TrimSpace(it.Updated),
	}
	if out.URL == "" && (strings.HasPrefix(it.GUID, "http://") || strings.HasPrefix(it.GUID, "https://")) {
		out.URL = it.GUID // a guid is a permalink unless it says otherwise
	}
	for _, a := range it.Authors {
		if a != nil && a.Name != "" && len(out.Authors) < 20 {
			out.Authors = append(out.Authors, oneLine(a.Name))
		}
	}
	return out
}

// oneLine cleans a title or name. Many feeds escape those twice, once for HTML and once for XML.
func oneLine(s string) string {
	const longest = 1000
	s = strings.ToValidUTF8(s[:min(len(s), longest)], "")
	return strings.Join(strings.Fields(html.UnescapeString(s)), " ")
}

// parseJSON reads a JSON feed; of one that is cut short or damaged it keeps the items before the damage.
func parseJSON(text []byte) (Feed, error) {
	parsed, err := parse(text)
	if err == nil && bytes.Contains(text[:min(len(text), 4096)], []byte("jsonfeed.org")) {
		return convert(parsed), nil
	}
	if err == nil {
		return Feed{}, errors.New("this is JSON, but no JSON Feed: it names no version of jsonfeed.org")
	}
	saved := salvageJSON(text)
	if len(saved.Items) == 0 {
		return Feed{}, fmt.Errorf("the JSON feed cannot be read: %w", err)
	}
	saved.Salvaged = fmt.Errorf("the JSON feed is damaged (%w); %d items could be read", err, len(saved.Items))
	return saved, nil
}

var itemsKey = regexp.MustCompile(`"items"\s*:\s*\[`)

func salvageJSON(text []byte) Feed {
	at := itemsKey.FindIndex(text)
	if at == nil {
		return Feed{}
	}
	d := json.NewDecoder(bytes.NewReader(text[at[1]-1:]))
	if _, err := d.Token(); err != nil {
		return Feed{}
	}
	var out Feed
	for d.More() && len(out.Items) < maxItems {
		var raw json.RawMessage
		if d.Decode(&raw) != nil {
			break
		}
		one := fmt.Sprintf(`{"version":"https://jsonfeed.org/version/1.1","items":[%s]}`, raw)
		if f, err := parse([]byte(one)); err == nil {
			out.Items = append(out.Items, convert(f).Items...)
		}
	}
	return out
}
