// Package dump is the form in which a whole index stands in a file, so that it can move from one store
// to another: JSON lines, compressed by gzip. Begin with NewWriter and NewReader; docs/scaling.md
// describes the lines.
//
// A reader hands out what is whole and in order or answers an error that wraps ErrDamaged or ErrNewer:
// the file ends in a line that counts what came before, so that one that is cut is known.
package dump

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/claimwire/claimwire/indexer"
	"github.com/claimwire/claimwire/internal/claim"
)

// Version is the number of the format that is written. Readers take it and every lower one.
const Version = 1

// format is what the first line says that the file is.
const format = "claimwire store"

// maxLine bounds a line: an article of the greatest length that is taken in, with thousands of pieces of
// evidence, has a tenth of it.
const maxLine = 64 << 20

// What readers tell apart.
var (
	ErrDamaged = errors.New("the file is damaged, cut or no export of claimwire")
	ErrNewer   = errors.New("the file is from a newer version of claimwire: update this one")
)

// Head is the first line.
type Head struct {
	Format  string    `json:"format"`
	Version int       `json:"v"`
	At      time.Time `json:"at"`
	From    string    `json:"from"`    // sqlite or elasticsearch
	Program string    `json:"program"` // the version that wrote it
}

// line is one line: one field is set.
type line struct {
	Head     *Head             `json:"head,omitempty"`
	Reading  *reading          `json:"reading,omitempty"`
	Decision *indexer.Decision `json:"decision,omitempty"`
	Claim    *holding          `json:"claim,omitempty"`
	Event    *claim.Event      `json:"event,omitempty"`
	Waiting  []string          `json:"waiting,omitempty"`
	End      *counts           `json:"end,omitempty"`
}

// reading is one state of an article as one reading left it. Kept says that the article's text is there.
type reading struct {
	Page    indexer.Page   `json:"page"`
	Article claim.Article  `json:"article"`
	Kept    bool           `json:"kept"`
	Nodes   []indexer.Node `json:"nodes,omitempty"`
	Rows    []row          `json:"rows,omitempty"`
}

// row is a piece of evidence, the keys that it gives its node, and what was announced on it.
type row struct {
	Evidence indexer.Row `json:"evidence"`
	Keys     []uint64    `json:"keys,omitempty"`
	Told     []told      `json:"told,omitempty"`
}

type told struct {
	Type  claim.EventType `json:"type"`
	Value string          `json:"value"`
}

// holding is a claim's record without its evidence, which the readings have.
type holding struct {
	Record claim.Claim       `json:"record"`
	Held   []indexer.HeldRow `json:"held"`
}

// counts is what the last line says of those before it.
type counts struct {
	Readings  int `json:"readings"`
	Decisions int `json:"decisions"`
	Claims    int `json:"claims"`
	Events    int `json:"events"`
	Waiting   int `json:"waiting"`
}

// String says the counts in words.
func (c counts) String() string {
	return fmt.Sprintf("%d readings, %d decisions, %d claims, %d events and %d nodes that wait", c.Readings, c.Decisions, c.Claims, c.Events, c.Waiting)
}

// rank is a line's place in the order of kinds, 0 where none or more than one field is set.
func (l *line) rank() int {
	rank, set := 0, 0
	for i, there := range []bool{l.Head != nil, l.Reading != nil, l.Decision != nil, l.Claim != nil, l.Event != nil, l.Waiting != nil, l.End != nil} {
		if there {
			rank, set = i+1, set+1
		}
	}
	if set != 1 {
		return 0
	}
	return rank
}

func (c *counts) add(l *line) {
	switch {
	case l.Reading != nil:
		c.Readings++
	case l.Decision != nil:
		c.Decisions++
	case l.Claim != nil:
		c.Claims++
	case l.Event != nil:
		c.Events++
	}
	c.Waiting += len(l.Waiting)
}

// lineOf is a part as a line.
func lineOf(p indexer.Part) (*line, error) {
	l := &line{Decision: p.Decision, Event: p.Event, Waiting: p.Waiting}
	if p.Claim != nil {
		l.Claim = &holding{Record: p.Claim.Claim, Held: p.Claim.Held}
	}
	if p.Reading == nil {
		return l, nil
	}
	it := p.Reading
	l.Reading = &reading{Page: it.Page, Article: it.Extraction.Article, Kept: !it.Dropped, Nodes: it.Nodes}
	at := map[string]int{}
	for i := range it.Rows {
		at[it.Rows[i].ID] = i
		l.Reading.Rows = append(l.Reading.Rows, row{Evidence: it.Rows[i], Keys: it.Keys[i]})
	}
	for _, t := range it.Told {
		i, ok := at[t.Evidence]
		if !ok {
			return nil, fmt.Errorf("article %s: something was announced on evidence %s, which it does not have", it.Page.Key, t.Evidence)
		}
		l.Reading.Rows[i].Told = append(l.Reading.Rows[i].Told, told{t.Type, t.Value})
	}
	return l, nil
}

// part is the part that a line is, or why it can be none.
func (l *line) part() (indexer.Part, error) {
	p := indexer.Part{Decision: l.Decision, Event: l.Event, Waiting: l.Waiting}
	switch {
	case l.Reading != nil:
		it, err := l.Reading.item()
		p.Reading = it
		return p, err
	case l.Claim != nil:
		if l.Claim.Record.ID == "" || len(l.Claim.Held) == 0 || l.Claim.Record.Evidence != nil {
			return p, fmt.Errorf("claim %q has no id, holds no evidence or lists it twice", l.Claim.Record.ID)
		}
		p.Claim = &indexer.Holding{Claim: l.Claim.Record, Held: l.Claim.Held}
	case l.Decision != nil && (l.Decision.ID == "" || l.Decision.Type != indexer.Merge && l.Decision.Type != indexer.Split):
		return p, fmt.Errorf("decision %q is of type %q", l.Decision.ID, l.Decision.Type)
	case l.Event != nil && l.Event.ID == "":
		return p, errors.New("an event has no id")
	}
	return p, nil
}

// item is a reading as stores take it. Everything that a store relies on is checked.
func (r *reading) item() (*indexer.Item, error) {
	it := &indexer.Item{Page: r.Page, Nodes: r.Nodes, Dropped: !r.Kept, Extraction: claim.Extraction{V: claim.Version, Article: r.Article}}
	key := r.Page.Key
	if key == "" || r.Page.Revision == "" || r.Page.Revision != r.Article.Revision {
		return nil, fmt.Errorf("article %q is in no state or in two", key)
	}
	if r.Kept && (r.Article.Key() != key || claim.RevisionOf(r.Article.Title, r.Article.Text) != r.Page.Revision) {
		return nil, fmt.Errorf("article %q is not the one that its key and revision say", key)
	}
	nodes := map[string]bool{}
	for _, n := range r.Nodes {
		if n.ID != n.Frame.Fingerprint() {
			return nil, fmt.Errorf("article %q: node %q is not its frame's", key, n.ID)
		}
		nodes[n.ID] = true
	}
	for i := range r.Rows {
		e := &r.Rows[i].Evidence
		if e.ID == "" || e.Article != key || e.Revision != r.Page.Revision || e.Generation != r.Page.Generation || !nodes[e.Node] || len(e.Citations) == 0 {
			return nil, fmt.Errorf("article %q: evidence %q is not of this reading, or lacks its node or citations", key, e.ID)
		}
		it.Rows, it.Keys = append(it.Rows, *e), append(it.Keys, r.Rows[i].Keys)
		for _, t := range r.Rows[i].Told {
			it.Told = append(it.Told, indexer.Told{Evidence: e.ID, Type: t.Type, Value: t.Value})
		}
	}
	return it, nil
}

// encode is a line as it is written, with its end.
func (l *line) encode() ([]byte, error) {
	b, err := json.Marshal(l)
	if err != nil {
		return nil, err
	}
	if len(b) >= maxLine {
		return nil, fmt.Errorf("a line of %d bytes is longer than the %d that a file may have", len(b), maxLine)
	}
	return append(b, '\n'), nil
}
