package claim

import "time"

// Claim is one assertion about the world with every piece of evidence for it: the record that stores
// keep, `claims --output jsonl` prints and events carry. Every field but History is a function of the
// evidence.
type Claim struct {
	V             int            `json:"v"`
	ID            string         `json:"id"` // "c-" and the id of its first evidence
	Kind          Kind           `json:"kind"`
	Statement     string         `json:"statement"`
	Certainty     Certainty      `json:"certainty"`
	Actors        []Party        `json:"actors"`
	Victims       []Party        `json:"victims"`
	Countries     []string       `json:"countries"` // ISO 3166-1 alpha-2, sorted
	Amount        *Money         `json:"amount,omitempty"`
	Amounts       []AmountGiven  `json:"amounts"`
	Sum           Sum            `json:"sum,omitempty"`
	Counts        []Count        `json:"counts"`
	When          *Period        `json:"when,omitempty"`
	Origins       []Origin       `json:"origins"`
	Via           []string       `json:"via"` // outlets that relayed it, sorted
	Articles      int            `json:"articles"`
	Stories       int            `json:"stories"`
	Publishers    int            `json:"publishers"`
	OriginsMin    int            `json:"origins_min"`
	OriginsMax    int            `json:"origins_max"`
	Circular      [][]string     `json:"circular,omitempty"` // paths of names in which each cites the next and the last the first
	Disagreements []Disagreement `json:"disagreements"`
	Denials       int            `json:"denials,omitempty"` // pieces of denial evidence attached to it
	FirstSeen     time.Time      `json:"first_seen,omitzero"`
	LastSeen      time.Time      `json:"last_seen,omitzero"`
	Evidence      []Evidence     `json:"evidence,omitempty"`
	History       []Change       `json:"history,omitempty"`
}

// Party is an actor or victim of a claim, as a whole object.
type Party struct {
	Name    string    `json:"name"`
	ID      string    `json:"id,omitempty"`
	Kind    ActorKind `json:"kind,omitempty"`
	Country string    `json:"country,omitempty"`
	Named   []NamedBy `json:"named,omitempty"` // who calls it by which name, where namers differ
}

// NamedBy says which source uses which name for a party: TraderTraitor by CISA, APT38 by Mandiant.
type NamedBy struct {
	Name string `json:"name"`
	By   string `json:"by"`
}

// Money is a claim's amount.
type Money struct {
	Value     float64   `json:"value"`
	Min       *float64  `json:"min,omitempty"`
	Max       *float64  `json:"max,omitempty"`
	Currency  string    `json:"currency"`
	Qualifier Qualifier `json:"qualifier"`
	USD       *float64  `json:"usd,omitempty"`
	USDAbout  *float64  `json:"usd_about,omitempty"` // by a yearly rate: for search and alerts, never for identity
	Vague     bool      `json:"vague,omitempty"`
}

// AmountGiven is one of the different sums that a claim's evidence gives.
type AmountGiven struct {
	Value     float64   `json:"value"`
	Currency  string    `json:"currency"`
	Qualifier Qualifier `json:"qualifier"`
	Evidence  string    `json:"evidence"` // id of the evidence that gave it first
	FirstSeen time.Time `json:"first_seen,omitzero"`
}

// Origin is where an assertion enters the world: the end of a citation chain.
type Origin struct {
	Name     string     `json:"name"`
	Kind     SourceKind `json:"kind"`
	Document string     `json:"document,omitempty"`
}

// Disagreement is a field on which the evidence of one claim differs.
type Disagreement struct {
	Field  string   `json:"field"`
	Values []string `json:"values"`
}

// Change is one entry of a claim's history.
type Change struct {
	At       time.Time `json:"at"`
	Field    string    `json:"field"` // amount, period, origin, certainty, denial, …
	Was      string    `json:"was,omitempty"`
	Now      string    `json:"now"`
	Evidence string    `json:"evidence"`     // id of the evidence that caused it
	By       string    `json:"by,omitempty"` // the publisher that moved it
}

// Evidence is one sentence of one article that carries an assertion.
type Evidence struct {
	ID          string    `json:"id"`
	ArticleID   string    `json:"article_id"`
	URL         string    `json:"url,omitempty"`
	Publisher   string    `json:"publisher,omitempty"`
	PublishedAt time.Time `json:"published_at,omitzero"`
	In          In        `json:"in"`
	Start       int       `json:"start"` // byte offsets into the article's text or title
	End         int       `json:"end"`
	Text        string    `json:"text"`
	Citations   []Link    `json:"citations"`           // the chain in order: publisher first, origin last
	Denial      bool      `json:"denial,omitempty"`    // it denies the claim and is no support for it
	Withdrawn   bool      `json:"withdrawn,omitempty"` // the article's newest revision no longer has it
	Certainty   Certainty `json:"certainty,omitempty"` // of this evidence alone, like what follows
	Amounts     []Money   `json:"amounts,omitempty"`
	When        *Period   `json:"when,omitempty"`
}

// Link is one step of a citation chain.
type Link struct {
	Name     string     `json:"name"`
	Kind     SourceKind `json:"kind"`
	Document *Document  `json:"document,omitempty"`
	Cue      string     `json:"cue,omitempty"`
	Start    int        `json:"start"`
	End      int        `json:"end"`
}

// EventType says what changed in a claim.
type EventType string

// The types of events.
const (
	EventNew    EventType = "new"
	EventOrigin EventType = "origin"
	EventAmount EventType = "amount"
	EventPeriod EventType = "period"
	EventDenial EventType = "denial"
	EventStatus EventType = "status"
)

// EventTypes lists every type of event.
var EventTypes = []EventType{EventNew, EventOrigin, EventAmount, EventPeriod, EventDenial, EventStatus}

// Event is what changed in a claim: the message on the stream EVENTS. Its ID is
// EventID(Type, Value, Evidence.ID), so the same change has one id whenever and wherever it is found.
type Event struct {
	V        int       `json:"v"`
	ID       string    `json:"id"`
	Type     EventType `json:"type"`
	Value    string    `json:"value,omitempty"`
	Was      string    `json:"was,omitempty"`
	At       time.Time `json:"at"`
	Claim    Claim     `json:"claim"` // without its evidence
	Evidence Evidence  `json:"evidence"`
	Silent   bool      `json:"silent,omitempty"`
}
