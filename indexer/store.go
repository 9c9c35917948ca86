package indexer

import (
	"context"
	"errors"
	"time"

	"github.com/claimwire/claimwire/internal/claim"
	"github.com/claimwire/claimwire/internal/query"
)

// ErrStale is what Store.Commit answers when the View that a Change was computed from is no longer
// true: read the component again and compute anew.
var ErrStale = errors.New("the component has changed since it was read")

// ErrNotFound is what readers of a store answer for an id that names nothing.
var ErrNotFound = errors.New("not found")

// Row is one piece of evidence as the indexer keeps it: what a record prints of it, the node it belongs
// to, and what the claim's fields are computed from. Rows are the truth; everything else is derived.
type Row struct {
	claim.Evidence
	Article   string          `json:"article"`  // key
	Revision  string          `json:"revision"` // the newest revision of the article that has it
	Node      string          `json:"node"`     // fingerprint of its frame; Partition takes apart what decisions name
	Seen      time.Time       `json:"seen"`     // published, else fetched
	Statement string          `json:"statement"`
	Certainty claim.Certainty `json:"certainty"`
	Actors    []claim.Party   `json:"actors,omitempty"`
	Victims   []claim.Party   `json:"victims,omitempty"`
	Countries []string        `json:"countries,omitempty"`
	Amounts   []claim.Money   `json:"amounts,omitempty"`
	Counts    []claim.Count   `json:"counts,omitempty"`
	When      *claim.Period   `json:"when,omitempty"`
	Apart     []string        `json:"apart,omitempty"` // ids of evidence of the same article that the text tells apart
	Silent    bool            `json:"silent,omitempty"`

	// Fetched and Generation say which state of the article the row is from: the newest counts.
	Fetched    time.Time `json:"fetched,omitzero"`
	Generation int64     `json:"generation,omitempty"`
	// Gone says that a newer reading of the same text no longer finds it: the row counts for nothing and is
	// kept only so that the claim that still holds it can be computed anew. Stores set it.
	Gone bool `json:"-"`
	// Claim is the claim that holds the row, as stored by the last Commit. Stores fill it in; no truth.
	Claim string `json:"-"`
}

// Shown is the row as the record of a claim shows it: with what it alone says.
func (r *Row) Shown() claim.Evidence {
	e := r.Evidence
	e.Certainty, e.Amounts, e.When = r.Certainty, r.Amounts, r.When
	return e
}

// Node is one distinct frame with what its evidence adds to it for comparison. Its id is the frame's
// fingerprint: it comes from content alone, so the order of arrival cannot matter.
type Node struct {
	ID    string      `json:"id"`
	Frame claim.Frame `json:"frame"`
	// Keys are those of all that its evidence gave it that LiveKeys leaves. Stores fill them in when they read; in an
	// Item they stand in Item.Keys.
	Keys []uint64 `json:"-"`

	known *feature // once Ready
}

// Ready works out what comparing the node needs, once. A store that keeps nodes in memory calls it before it hands
// them out, and keeps another Node when keys change.
func (n *Node) Ready() { n.known = newFeature(n) }

// Page is what the indexer keeps of an article for telling copies from independent reports.
type Page struct {
	Key       string    `json:"key"`
	ID        string    `json:"id"` // as printed in records
	URL       string    `json:"url,omitempty"`
	Publisher string    `json:"publisher,omitempty"`
	Owner     string    `json:"owner,omitempty"`
	Wire      string    `json:"wire,omitempty"`
	Credits   []string  `json:"credits,omitempty"` // other outlets that its text says it has something from, in text order
	Revision  string    `json:"revision"`
	FetchedAt time.Time `json:"fetched_at,omitzero"`

	Generation int64 `json:"generation,omitempty"` // of a replay

	Content string   `json:"content"` // hash of the text's normal form
	Simhash uint64   `json:"simhash"`
	Sketch  []uint32 `json:"sketch,omitempty"` // smallest hashes of its word shingles, for Jaccard
}

// Item is one reading prepared for a store by Prepare: the article with its page, and the rows that its
// assertions give. Keys are the 64-bit candidate keys that each row gives to its node.
type Item struct {
	Extraction claim.Extraction
	Page       Page
	Rows       []Row
	Nodes      []Node     // distinct, one for each Node that Rows name
	Keys       [][]uint64 // Keys[i] belongs to Rows[i]

	// Of a reading that another store kept: what was announced on its rows, and that the text is no
	// longer there.
	Told    []Told
	Dropped bool
}

// View is what Store.Component read: whole components, with all evidence, and what is stored of the
// claims that hold it now. Token lets Commit see that it is stale.
type View struct {
	Nodes     []Node
	Rows      []Row             // of these nodes; withdrawn and gone ones among them, marked
	Pages     map[string]Page   // by article key
	Decisions []Decision        // that name one of these rows, undone ones left out
	Claims    []claim.Claim     // that hold one of these rows, as stored, with history
	Told      map[string][]Told // by evidence id
	Token     any

	// Fresh are the nodes that have changed since a Commit of a View that held them. A store that does not know leaves
	// it nil: then everything is worked out anew.
	Fresh map[string]bool
}

// Change is what Commit writes in one transaction.
type Change struct {
	Put    []claim.Claim     // new or different claims, whole
	Delete []string          // ids of claims that no longer are
	Held   map[string]string // by evidence id: the claim that holds it now, "" for a gone row; only what differs from Row.Claim
	Told   []Told
	Events []claim.Event // for the outbox
}

// Told says that an event of this type and value was announced on this piece of evidence.
type Told struct {
	Evidence string          `json:"evidence"`
	Type     claim.EventType `json:"type"`
	Value    string          `json:"value"`
}

// The two types of decisions.
const (
	Merge = "merge"
	Split = "split"
)

// Decision is what a person decided over pieces of evidence. Merge: left and right are one claim.
// Split: left is one, and never with right. The later one wins.
type Decision struct {
	ID       string    `json:"id"`
	Type     string    `json:"type"` // Merge or Split
	Left     []string  `json:"left"`
	Right    []string  `json:"right"`
	By       string    `json:"by,omitempty"`
	At       time.Time `json:"at"`
	Reason   string    `json:"reason,omitempty"`
	UndoneAt time.Time `json:"undone_at,omitzero"`
}

// Store keeps evidence durably and serves components. It decides nothing. Every method is safe to
// repeat; an error that is not ErrStale means that the store is away or refuses, and the caller keeps
// its messages.
type Store interface {
	// Add makes a batch durable and names the nodes that it created, gave new keys or new or different
	// evidence, or took evidence from, and those whose key it made too common: what must be computed
	// anew. Where it changed nothing, it names nothing; but a node once named is named again by later
	// calls until a Commit of a View that holds it, so that a stop in between loses nothing.
	//
	// Of an article the newest state counts, by Page.FetchedAt, then Page.Generation, then
	// Page.Revision: an older one that arrives late changes nothing that the newest has. Evidence keeps
	// the content of the newest state that has it; where that is an older revision than the page's, it
	// is marked withdrawn; where it is the same revision read by an older generation, it is marked gone.
	Add(ctx context.Context, batch []Item) (fresh []string, err error)
	// Component reads the nodes named, with all that belongs to them, and goes on until nothing is new
	// with the nodes that share a key with one of them and that joined accepts (the store knows no other
	// reason to connect two nodes: components by keys alone would be the whole index), the nodes of every
	// row that a claim holds together with one of theirs, and those of every row that a decision names
	// together with one of theirs. Nodes without rows are left out;
	// gone rows count here.
	Component(ctx context.Context, nodes []string, joined func(a, b *Node) bool) (View, error)
	// Commit writes a change, all or nothing, or answers ErrStale. An empty change is committed too: it
	// says that the nodes of the view have been computed. Where another Commit has changed a claim of the
	// view since it was read, the view is stale; evidence that was added since is the matter of the Add
	// that named it.
	Commit(ctx context.Context, v View, c Change) error
}

// Outbox hands out events that are committed and not yet published.
type Outbox interface {
	Pending(ctx context.Context, limit int) ([]claim.Event, error)
	Published(ctx context.Context, ids []string) error
}

// Decider keeps people's decisions.
type Decider interface {
	// Decide stores d, or replaces the decision of its id, and names the nodes of the evidence that it
	// names: what must be computed anew.
	Decide(ctx context.Context, d Decision) (fresh []string, err error)
	Decisions(ctx context.Context) ([]Decision, error)
}

// Explainer finds where evidence belongs, so that a claim can be explained.
type Explainer interface {
	// NodesOf names the nodes of the pieces of evidence; those that are not stored are left out.
	NodesOf(ctx context.Context, evidence []string) ([]string, error)
}

// Reader answers questions about claims. It never needs the writer.
type Reader interface {
	// Get returns the claim that holds the evidence its id names, or ErrNotFound. Any "c-<evidence id>"
	// of the claim leads to it.
	Get(ctx context.Context, id string) (claim.Claim, error)
	// Search returns one page of claims; see Request.
	Search(ctx context.Context, r Request) (Result, error)
	// Each calls f for every claim that matches, ordered by id, streamed, until f errs.
	Each(ctx context.Context, q query.Node, f func(claim.Claim) error) error
}

// Request asks for one page of claims.
type Request struct {
	Query  query.Node
	Since  time.Time // of last_seen
	Sort   string    // newest (default), oldest, amount, articles, origins, relevance
	Limit  int
	Cursor string
	Facets bool
}

// Result is one page of claims.
type Result struct {
	Claims     []claim.Claim
	Highlights map[string]string // by claim id: the statement or a sentence with «» around what matched
	Total      int
	TotalAbout bool   // Total is a lower bound: counting stopped there
	Cursor     string // of the next page; empty on the last
	Facets     map[string][]Facet
}

// Facet is one value of a field with the number of claims that have it.
type Facet struct {
	Value string `json:"value"`
	Count int    `json:"count"`
}

// Archive hands out stored articles for replay.
type Archive interface {
	Articles(ctx context.Context, since time.Time, f func(claim.Article) error) error
}
