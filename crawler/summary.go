package crawler

import "slices"

// Status is what a poll of a source came to.
type Status string

// The results of a poll.
const (
	StatusOK        Status = "ok"        // read, and everything new in it was dealt with
	StatusPartly    Status = "partly"    // read, but some items failed or wait for the next poll
	StatusUnchanged Status = "unchanged" // nothing new since the last poll
	StatusFailed    Status = "failed"
)

// Summary tells what Once did, by source in the order of the options.
type Summary struct{ Sources []SourceSummary }

// SourceSummary tells what one poll did.
type SourceSummary struct {
	URL       string         `json:"url"`
	Kind      Kind           `json:"kind"`
	Status    Status         `json:"status"`
	Error     string         `json:"error,omitempty"`
	Hint      string         `json:"hint,omitempty"`      // what to do about the error
	Items     int            `json:"items"`               // listed by the source
	Known     int            `json:"known,omitempty"`     // dealt with on an earlier poll
	Fetched   int            `json:"fetched"`             // pages
	Published int            `json:"published"`           // articles, revisions included
	Unchanged int            `json:"unchanged,omitempty"` // fetched again, the same text as before
	Refused   map[string]int `json:"refused,omitempty"`   // pages that give no article, by reason
	Failed    int            `json:"failed,omitempty"`    // items to be tried again on the next poll
	Left      int            `json:"left,omitempty"`      // items beyond the bound of one poll
}

// Done reports whether the poll left no work undone.
func (s SourceSummary) Done() bool { return s.Status == StatusOK || s.Status == StatusUnchanged }

// Done reports whether no source left work undone.
func (s Summary) Done() bool {
	return !slices.ContainsFunc(s.Sources, func(one SourceSummary) bool { return !one.Done() })
}
