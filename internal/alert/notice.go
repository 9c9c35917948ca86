package alert

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/claimwire/claimwire/internal/claim"
)

// Notice is what a sink is given, and what a webhook is sent as JSON: one event, or the digest of many.
type Notice struct {
	V      int          `json:"v"`    // claim.Version
	Key    string       `json:"key"`  // the same whenever this notice is sent again
	Rule   string       `json:"rule"` // name of the rule that selected it
	At     time.Time    `json:"at"`   // when it was made
	Text   string       `json:"text"` // one line for people
	Event  *claim.Event `json:"event,omitempty"`
	Digest *Digest      `json:"digest,omitempty"`
}

// Digest stands for the alerts of one rule beyond the first 20 of an hour.
type Digest struct {
	From  time.Time `json:"from"` // when the hour began
	To    time.Time `json:"to"`
	Count int       `json:"count"` // of alerts; more than there are Items where there were too many
	Items []Item    `json:"items"` // in the order in which they came
}

// Item is one alert within a digest.
type Item struct {
	Event string          `json:"event"` // id
	Type  claim.EventType `json:"type"`
	Value string          `json:"value,omitempty"`
	At    time.Time       `json:"at"`
	Claim string          `json:"claim"` // id
	Kind  claim.Kind      `json:"kind"`
	Text  string          `json:"text"`
	URL   string          `json:"url,omitempty"`
}

func noticeOf(r *rule, e *claim.Event, now time.Time) Notice {
	return Notice{V: claim.Version, Key: hash(r.Name, e.ID), Rule: r.Name, At: now.UTC(), Text: line(r.Name, eventText(e)), Event: e}
}

func digestNotice(r *rule, d *Digest, now time.Time) Notice {
	return Notice{
		V: claim.Version, Key: hash(r.Name, "digest", d.From.UTC().Format(time.RFC3339Nano)), Rule: r.Name, At: now.UTC(), Digest: d,
		Text: line(r.Name, fmt.Sprintf("%d more between %s and %s", d.Count, d.From.UTC().Format("15:04"), d.To.UTC().Format("15:04 MST"))),
	}
}

// itemText is how long the text of a digest's item may be, lineText that of a notice, in bytes.
const (
	itemText = 200
	lineText = 600
)

func itemOf(e *claim.Event) Item {
	return Item{Event: e.ID, Type: e.Type, Value: clean(e.Value, itemText), At: e.At, Claim: e.Claim.ID, Kind: e.Claim.Kind,
		Text: clean(e.Claim.Statement, itemText), URL: e.Evidence.URL}
}

func line(rule, text string) string { return clean("["+rule+"] "+text, lineText) }

// eventText says what happened: "new attribution: … (Publisher, https://…)".
func eventText(e *claim.Event) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s: %s", e.Type, e.Claim.Kind, clean(e.Claim.Statement, 300))
	if e.Value != "" {
		fmt.Fprintf(&b, " – %s", clean(e.Claim.Say(string(e.Type), e.Value), 60))
		if e.Was != "" {
			fmt.Fprintf(&b, " (was %s)", clean(e.Claim.Say(string(e.Type), e.Was), 60))
		}
	}
	var by []string
	for _, s := range []string{e.Evidence.Publisher, e.Evidence.URL} {
		if s != "" {
			by = append(by, clean(s, 120))
		}
	}
	if by != nil {
		fmt.Fprintf(&b, " (%s)", strings.Join(by, ", "))
	}
	return b.String()
}

// clean makes text from outside one harmless line of at most n bytes: no control or direction characters,
// and no <, with which chat programs mark commands and hidden addresses.
func clean(s string, n int) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '<':
			r = '‹'
		case r == '>':
			r = '›'
		case unicode.IsSpace(r):
			r = ' '
		case !unicode.IsPrint(r):
			continue
		}
		if b.Len()+len(string(r)) > n-len("…") {
			b.WriteString("…")
			break
		}
		b.WriteRune(r)
	}
	return b.String()
}
