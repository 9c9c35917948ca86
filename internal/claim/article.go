package claim

import (
	"encoding/json"
	"time"
)

// Precision says how exact an article's publication time is.
type Precision string

// The precisions of a publication time. PrecisionEstimated marks a date that was guessed from the
// page or its address and that no metadata declares.
const (
	PrecisionSecond    Precision = "second"
	PrecisionDay       Precision = "day"
	PrecisionEstimated Precision = "estimated"
)

// Article is one state of one published page. Which states belong to one article is told by Key,
// which of them this is by Revision.
type Article struct {
	V            int    `json:"v"`
	ID           string `json:"id,omitempty"`            // as given by whoever fed the document; echoed, see Key
	URL          string `json:"url,omitempty"`           // where it was fetched
	CanonicalURL string `json:"canonical_url,omitempty"` // normal form, see NormalURL
	Title        string `json:"title,omitempty"`
	Text         string `json:"text"` // paragraphs are separated by a newline

	Authors            []string  `json:"authors,omitempty"`
	Publisher          string    `json:"publisher,omitempty"`
	Owner              string    `json:"owner,omitempty"` // who owns the publisher, where a source's configuration says
	Language           string    `json:"language,omitempty"`
	PublishedAt        time.Time `json:"published_at,omitzero"`
	PublishedPrecision Precision `json:"published_precision,omitempty"`
	FetchedAt          time.Time `json:"fetched_at,omitzero"`
	Revision           string    `json:"revision,omitempty"`   // see RevisionOf
	Source             string    `json:"source,omitempty"`     // the feed, sitemap or file it came from
	Wire               string    `json:"wire,omitempty"`       // the agency whose copy it is, where a mark in the page says so
	Silent             bool      `json:"silent,omitempty"`     // its events alert nobody: first poll, --ingest, replay
	Generation         int64     `json:"generation,omitempty"` // of a replay: higher supersedes lower for the same revision
}

// Key identifies the article across revisions: its canonical URL; without one the given id; without
// either a hash of the text.
func (a *Article) Key() string {
	switch {
	case a.CanonicalURL != "":
		return a.CanonicalURL
	case a.URL != "":
		return NormalURL(a.URL)
	case a.ID != "":
		return "id:" + a.ID
	}
	return "text:" + hash20(a.Text)
}

// DisplayID is what records print as article_id: the given id where there is one, else the key.
func (a *Article) DisplayID() string {
	if a.ID != "" {
		return a.ID
	}
	return a.Key()
}

// RevisionOf names one state of an article's title and text.
func RevisionOf(title, text string) string { return hash20(title, text) }

// Complete fills V, CanonicalURL and Revision where they are missing, so that every producer of
// articles gives them the same identity.
func (a *Article) Complete() {
	a.V = Version
	if a.CanonicalURL == "" && a.URL != "" {
		a.CanonicalURL = NormalURL(a.URL)
	}
	a.Revision = RevisionOf(a.Title, a.Text)
}

// Seen is the article's place in time: when it was published, else when it was fetched.
func (a *Article) Seen() time.Time {
	if !a.PublishedAt.IsZero() {
		return a.PublishedAt
	}
	return a.FetchedAt
}

// Extraction is the message on the stream READINGS: an article with what was read in it, so that one
// commit stores both.
type Extraction struct {
	V       int     `json:"v"`
	Article Article `json:"article"`
	Reading Reading `json:"reading"`
}

// Refusal is the result line of `extract` for a document that could not be read.
type Refusal struct {
	ID    string `json:"id"`
	Error string `json:"error"`
}

// Quarantined is the message on the stream QUARANTINE: a message that no retry could save.
type Quarantined struct {
	V          int             `json:"v"`
	ID         string          `json:"id"`    // the message's own id
	Stage      string          `json:"stage"` // extractor, indexer, alerts
	Reason     string          `json:"reason"`
	Attempts   int             `json:"attempts"`
	At         time.Time       `json:"at"`
	Trace      string          `json:"trace,omitempty"` // traceparent of the message, where it had one
	Subject    string          `json:"subject"`         // where replay sends it
	Stream     string          `json:"stream"`          // with Sequence: the reference, where the message does not fit
	Sequence   uint64          `json:"sequence"`
	Message    json.RawMessage `json:"message,omitempty"`     // the message itself, where it is JSON and fits
	MessageRaw []byte          `json:"message_raw,omitempty"` // the message itself, where it is not JSON
}
