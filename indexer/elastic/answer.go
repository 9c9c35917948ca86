package elastic

import (
	"encoding/json"
	"strings"
)

// item is one entry of the answer to a bulk request.
type item struct {
	ID     string          `json:"_id"`
	Status int             `json:"status"`
	Seq    int64           `json:"_seq_no"`
	Term   int64           `json:"_primary_term"`
	Error  json.RawMessage `json:"error"`
}

// answered is an item under its op's action.
type answered struct {
	Create *item `json:"create"`
	Index  *item `json:"index"`
	Update *item `json:"update"`
	Delete *item `json:"delete"`
}

// of is the item of an op with this action, or nil where the answer has another.
func (a *answered) of(action string) *item {
	switch action {
	case "create":
		return a.Create
	case "index":
		return a.Index
	case "update":
		return a.Update
	}
	return a.Delete
}

// reason is an item's error in one line; what caused it matters most.
func reason(raw json.RawMessage) string {
	type cause struct {
		Type   string `json:"type"`
		Reason string `json:"reason"`
	}
	var e struct {
		cause
		By cause `json:"caused_by"`
	}
	if json.Unmarshal(raw, &e) != nil {
		return strings.ToValidUTF8(string(raw[:min(len(raw), 300)]), "")
	}
	text := e.Type + ": " + e.Reason
	if e.By.Reason != "" {
		text += ": " + e.By.Reason
	}
	return text + advice(e.Type, e.Reason)
}

// advice is what a person can do about a refusal that no other try mends.
func advice(kind, reason string) string {
	switch {
	case strings.Contains(reason, "flood-stage"):
		return " (free disk space on the cluster's nodes: it lifts the block by itself)"
	case kind == "index_not_found_exception":
		return " (" + ErrNoSetup.Error() + ")"
	case kind == "security_exception":
		return " (look at elasticsearch.api_key_file or user, and at its rights: docs/scaling.md has them)"
	}
	return ""
}
