package elastic

import (
	"math"
	"slices"
	"strings"
	"sync"

	"github.com/claimwire/claimwire/internal/claim"
	"github.com/claimwire/claimwire/internal/query"
)

// searchFields are what the query language finds claims by. Texts stand in the words that query.Tokens
// makes of them, one entry a value, so that Elasticsearch answers what query.Match says and no analyzer
// has a say in it; people in Kibana search the record's own fields, which are analyzed as English.
type searchFields struct {
	Text      []string `json:"text,omitempty"`
	Statement []string `json:"statement,omitempty"`
	Actor     []string `json:"actor,omitempty"`
	Victim    []string `json:"victim,omitempty"`
	Publisher []string `json:"publisher,omitempty"`
	Origin    []string `json:"origin,omitempty"`
	Document  []string `json:"document,omitempty"`
	Via       []string `json:"via,omitempty"`

	Kind         []string `json:"kind,omitempty"`
	Certainty    []string `json:"certainty,omitempty"`
	Country      []string `json:"country,omitempty"`
	Currency     []string `json:"currency,omitempty"`
	Sum          []string `json:"sum,omitempty"`
	Disagreement []string `json:"disagreement,omitempty"`
	ID           []string `json:"id,omitempty"`

	Has []string `json:"has,omitempty"` // the fields that have a value

	Amount     *float64 `json:"amount,omitempty"`
	USD        *float64 `json:"usd,omitempty"`
	Articles   int      `json:"articles"`
	Stories    int      `json:"stories"`
	Publishers int      `json:"publishers"`
	Origins    int      `json:"origins"`
	OriginsMax int      `json:"origins_max"`
	Denials    int      `json:"denials"`
	FirstSeen  *int64   `json:"first_seen,omitempty"` // microseconds
	LastSeen   *int64   `json:"last_seen,omitempty"`

	Sort  sortFields `json:"sort"`
	Facet names      `json:"facet,omitzero"`
}

// sortFields have a value in every claim: what is not known sorts last.
type sortFields struct {
	Newest   int64   `json:"newest"`
	Oldest   int64   `json:"oldest"`
	Amount   float64 `json:"amount"`
	Articles int     `json:"articles"`
	Origins  int     `json:"origins"`
}

// names are what facets count that stand in the record as people write them; the other facets count what
// is searched.
type names struct {
	Actor     []string `json:"actor,omitempty"`
	Victim    []string `json:"victim,omitempty"`
	Publisher []string `json:"publisher,omitempty"`
	Origin    []string `json:"origin,omitempty"`
}

// queryFields are the fields of the query language, listed once and not anew for each claim.
var queryFields = sync.OnceValue(query.Fields)

// searchable makes the search fields of a claim.
func searchable(c *claim.Claim) *searchFields {
	f := &searchFields{Articles: c.Articles, Stories: c.Stories, Publishers: c.Publishers, Origins: c.OriginsMin, OriginsMax: c.OriginsMax,
		Denials: c.Denials, Has: make([]string, 0, 20)}
	for _, info := range queryFields() {
		if f.add(info, c) {
			f.Has = append(f.Has, string(info.Field))
		}
	}
	f.Facet = names{Actor: partyNames(c.Actors), Victim: partyNames(c.Victims), Publisher: sorted(query.Values(query.Publisher, c))}
	for _, o := range c.Origins {
		f.Facet.Origin = append(f.Facet.Origin, o.Name)
	}
	f.Facet.Origin = sorted(f.Facet.Origin)
	f.Sort = sortFields{Newest: math.MinInt64, Oldest: math.MaxInt64, Amount: -1, Articles: c.Articles, Origins: c.OriginsMin}
	if f.FirstSeen != nil {
		f.Sort.Oldest = *f.FirstSeen
	}
	if f.LastSeen != nil {
		f.Sort.Newest = *f.LastSeen
	}
	if f.USD != nil {
		f.Sort.Amount = *f.USD
	}
	return f
}

func partyNames(list []claim.Party) []string {
	var all []string
	for i := range list {
		all = append(all, list[i].Name)
	}
	return sorted(all)
}

// sorted orders values, each once, without the empty one. It changes the list.
func sorted(list []string) []string {
	slices.Sort(list)
	list = slices.Compact(list)
	if len(list) > 0 && list[0] == "" {
		list = list[1:]
	}
	return list
}

// add puts one field's values in, and reports whether there are any.
func (f *searchFields) add(info query.FieldInfo, c *claim.Claim) bool {
	switch info.Sort {
	case query.WordsField, query.TermField:
		values := query.Values(info.Field, c)
		if to := f.list(info.Field); to != nil {
			*to = searched(info, values)
		}
		return len(values) > 0
	case query.NumberField:
		v, ok := query.Number(info.Field, c)
		switch {
		case ok && info.Field == query.Amount:
			f.Amount = &v
		case ok && info.Field == query.AmountUSD:
			f.USD = &v
		}
		return ok
	}
	t := query.Time(info.Field, c)
	at := t.UnixMicro()
	switch {
	case t.IsZero():
		return false
	case info.Field == query.FirstSeen:
		f.FirstSeen = &at
	case info.Field == query.LastSeen:
		f.LastSeen = &at
	}
	return true
}

// list is where the values of a field of words or terms stand.
func (f *searchFields) list(field query.Field) *[]string {
	switch field {
	case query.Text:
		return &f.Text
	case query.Statement:
		return &f.Statement
	case query.Actor:
		return &f.Actor
	case query.Victim:
		return &f.Victim
	case query.Publisher:
		return &f.Publisher
	case query.Origin:
		return &f.Origin
	case query.Document:
		return &f.Document
	case query.Via:
		return &f.Via
	case query.Kind:
		return &f.Kind
	case query.Certainty:
		return &f.Certainty
	case query.Country:
		return &f.Country
	case query.Currency:
		return &f.Currency
	case query.Sum:
		return &f.Sum
	case query.Disagreement:
		return &f.Disagreement
	case query.ID:
		return &f.ID
	}
	return nil
}

// searched are the values of a field as they are looked for, each once, in their order. It changes the list.
func searched(info query.FieldInfo, values []string) []string {
	list := values[:0]
	var seen map[string]bool // of many: two or three are compared sooner than hashed
	if len(values) > 8 {
		seen = make(map[string]bool, len(values))
	}
	for _, v := range values {
		switch {
		case info.Sort == query.WordsField:
			v = query.TokenText(v)
		case info.Field == query.ID:
			v = strings.TrimPrefix(v, "c-")
		}
		if v == "" || seen[v] || seen == nil && slices.Contains(list, v) {
			continue
		}
		if seen != nil {
			seen[v] = true
		}
		list = append(list, v)
	}
	return list
}
