package elastic

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"time"

	"github.com/claimwire/claimwire/indexer"
	"github.com/claimwire/claimwire/indexer/elastic/keylist"
	"github.com/claimwire/claimwire/internal/claim"
)

// ecsVersion is the version of the Elastic Common Schema that the copied fields follow.
const ecsVersion = "8.17.0"

// ecs are the fields of the Elastic Common Schema that stand beside every record, so that Kibana's own
// tools find time, address and groups where they look for them. What the schema has no name for stays
// under claimwire alone.
type ecs struct {
	Timestamp time.Time  `json:"@timestamp,omitzero"`
	Message   string     `json:"message,omitempty"`
	ECS       ecsNumber  `json:"ecs"`
	Event     ecsEvent   `json:"event"`
	URL       *ecsURL    `json:"url,omitempty"`
	Threat    *ecsThreat `json:"threat,omitempty"`
}

type ecsNumber struct {
	Version string `json:"version"`
}

type ecsEvent struct {
	ID       string    `json:"id,omitempty"`
	Kind     string    `json:"kind"`
	Category string    `json:"category,omitempty"`
	Type     string    `json:"type,omitempty"`
	Action   string    `json:"action,omitempty"`
	Module   string    `json:"module"`
	Dataset  string    `json:"dataset"`
	Provider string    `json:"provider,omitempty"`
	Created  time.Time `json:"created,omitzero"`
}

type ecsURL struct {
	Full   string `json:"full"`
	Domain string `json:"domain,omitempty"`
}

type ecsThreat struct {
	Group ecsGroup `json:"group"`
}

type ecsGroup struct {
	Name  []string `json:"name,omitempty"`
	ID    []string `json:"id,omitempty"`
	Alias []string `json:"alias,omitempty"`
}

// common is the one place where fields of the Elastic Common Schema are made.
func common(dataset string, at time.Time, message, address string, actors []claim.Party) ecs {
	e := ecs{Timestamp: at, Message: message, ECS: ecsNumber{ecsVersion},
		Event: ecsEvent{Kind: "event", Module: "claimwire", Dataset: "claimwire." + dataset}}
	if dataset != "article" {
		e.Event.Category, e.Event.Type = "threat", "indicator" // the only type that the schema has for threats
	}
	if address != "" {
		e.URL = &ecsURL{Full: address}
		if u, err := url.Parse(address); err == nil {
			e.URL.Domain = u.Hostname()
		}
	}
	var g ecsGroup
	for _, a := range actors {
		if a.Kind != claim.Group {
			continue
		}
		g.Name = append(g.Name, a.Name)
		if a.ID != "" {
			g.ID = append(g.ID, a.ID)
		}
		for _, n := range a.Named {
			g.Alias = append(g.Alias, n.Name)
		}
	}
	if len(g.Name) > 0 {
		e.Threat = &ecsThreat{g}
	}
	return e
}

// claimDoc is a document of the index claims. Held are all pieces of evidence that the claim holds, also
// those that the record does not list, and Told what was announced on them. Commit is the mark of the
// commit that wrote the document.
type claimDoc struct {
	ecs
	ID        string `json:"id"`
	Claimwire struct {
		Claim *claim.Claim `json:"claim"` // the record
	} `json:"claimwire"`
	Search *searchFields  `json:"search"`
	Held   []string       `json:"held"`
	Told   []indexer.Told `json:"told,omitempty"`
	Commit int64          `json:"commit,omitempty"`
}

func newClaimDoc(c *claim.Claim, held []string) *claimDoc {
	at := cmp.Or(c.LastSeen, c.FirstSeen)
	d := &claimDoc{ecs: common("claim", at, c.Statement, "", c.Actors), ID: c.ID, Search: searchable(c), Held: held}
	d.Claimwire.Claim = c
	d.Event.ID, d.Event.Action, d.Event.Created = c.ID, string(c.Kind), c.FirstSeen
	return d
}

// claim reads the record of a hit.
func (h *hit) claim() (*claimDoc, error) {
	d := &claimDoc{}
	if err := h.into(d); err != nil {
		return nil, err
	}
	if d.Claimwire.Claim == nil {
		return nil, fmt.Errorf("document %s has no claim", h.ID)
	}
	return d, nil
}

// evidenceDoc is a document of the index evidence.
type evidenceDoc struct {
	ecs
	ID        string `json:"id"`
	Claimwire struct {
		Evidence indexer.Row `json:"evidence"`
	} `json:"claimwire"`
	Article string         `json:"article"` // hash of the article's key
	Node    string         `json:"node"`
	Keys    keylist.List   `json:"keys,omitempty"` // that it gives its node
	Gone    bool           `json:"gone"`
	Told    []indexer.Told `json:"told,omitempty"` // before its claim held it, or after: else the claim has it
}

func newEvidenceDoc(r indexer.Row, keys keylist.List) *evidenceDoc {
	d := &evidenceDoc{ecs: common("evidence", r.Seen, r.Text, r.URL, r.Actors), ID: r.ID, Article: hashed(r.Article), Node: r.Node, Keys: keys}
	d.Event.ID, d.Event.Provider, d.Event.Created = r.ID, r.Publisher, r.Fetched
	d.Claimwire.Evidence = r
	return d
}

// row is the evidence as views show it.
func (d *evidenceDoc) row() indexer.Row {
	r := d.Claimwire.Evidence
	r.Gone = d.Gone
	return r
}

// nodeDoc is a document of the index nodes: a node, or a key that too many nodes hold.
type nodeDoc struct {
	ID    string       `json:"id"`
	Frame *claimFrame  `json:"frame,omitempty"`
	Keys  keylist.List `json:"keys,omitempty"`
	Hub   string       `json:"hub,omitempty"`

	at    version       `json:"-"` // of the document
	shown *indexer.Node `json:"-"` // as views have it, while as many keys are too common as hubs says
	hubs  int           `json:"-"`
}

type claimFrame = claim.Frame

// articleDoc is a document of the index articles: one article in its newest state.
type articleDoc struct {
	ecs
	ID        string `json:"id"` // hash of the key, which may be longer than an id
	Claimwire struct {
		Article *claim.Article `json:"article"`
	} `json:"claimwire"`
	Key       string        `json:"key"`
	Seen      int64         `json:"seen"` // microseconds
	Fetched   int64         `json:"fetched"`
	Kept      bool          `json:"kept"` // the text is there
	Page      *indexer.Page `json:"page"`
	Revisions []revision    `json:"revisions"`
}

// article reads the fields of an article's document that were asked for.
func (h *hit) article() (*articleDoc, error) {
	d := &articleDoc{Page: &indexer.Page{}}
	d.Claimwire.Article = &claim.Article{}
	err := h.into(d)
	if err == nil && (d.Page == nil || d.Claimwire.Article == nil) {
		err = fmt.Errorf("document %s has no article", h.ID)
	}
	return d, err
}

func newArticleDoc(it *indexer.Item, revisions []revision) *articleDoc {
	a := &it.Extraction.Article
	d := &articleDoc{ecs: common("article", a.Seen(), a.Title, a.URL, nil), ID: hashed(it.Page.Key), Key: it.Page.Key,
		Seen: micros(a.Seen()), Fetched: micros(it.Page.FetchedAt), Kept: !it.Dropped, Page: &it.Page, Revisions: revisions}
	d.Event.Provider, d.Event.Created = a.Publisher, a.FetchedAt
	d.Claimwire.Article = a
	return d
}

// decisionDoc is a document of the index decisions.
type decisionDoc struct {
	ID        string `json:"id"`
	Claimwire struct {
		Decision indexer.Decision `json:"decision"`
	} `json:"claimwire"`
}

// eventDoc is a document of the index events.
type eventDoc struct {
	ecs
	ID        string `json:"id"`
	Claimwire struct {
		Event claim.Event `json:"event"`
	} `json:"claimwire"`
}

func newEventDoc(e claim.Event) *eventDoc {
	d := &eventDoc{ecs: common("event", e.At, e.Claim.Statement, e.Evidence.URL, e.Claim.Actors), ID: e.ID}
	d.Event.ID, d.Event.Action, d.Event.Provider, d.Event.Created = e.ID, string(e.Type), e.Evidence.Publisher, e.At
	d.Claimwire.Event = e
	return d
}

// hashed is an id of bounded length for a text of any.
func hashed(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:16])
}

// micros is a time in microseconds; 0 where it is not known.
func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}
