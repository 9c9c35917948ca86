package query

import (
	"slices"
	"strings"

	"github.com/claimwire/claimwire/internal/claim"
)

// Field is a field that a query can name.
type Field string

// The fields. Text is what bare words search: the statement and every sentence of evidence.
const (
	Text         Field = "text"
	Statement    Field = "statement"
	Actor        Field = "actor"
	Victim       Field = "victim"
	Publisher    Field = "publisher"
	Origin       Field = "origin"
	Document     Field = "document"
	Via          Field = "via"
	Kind         Field = "kind"
	Certainty    Field = "certainty"
	Country      Field = "country"
	Currency     Field = "currency"
	Sum          Field = "sum"
	Disagreement Field = "disagreement"
	ID           Field = "id"
	Amount       Field = "amount"
	AmountUSD    Field = "amount.usd"
	Articles     Field = "articles"
	Stories      Field = "stories"
	Publishers   Field = "publishers"
	Origins      Field = "origins" // the least number of independent origins
	OriginsMax   Field = "origins_max"
	Denials      Field = "denials"
	FirstSeen    Field = "first_seen"
	LastSeen     Field = "last_seen"
)

// Sort says what values a field takes.
type Sort int

// The sorts of fields.
const (
	WordsField  Sort = iota // free text or names: words, phrases, prefixes
	TermField               // one of a set, or a code: the whole value
	NumberField             // numbers: comparisons and ranges
	TimeField               // dates and times: comparisons and ranges
)

// FieldInfo describes a field, for messages and for help.
type FieldInfo struct {
	Field   Field
	Sort    Sort
	Values  []string // all that a TermField takes; empty: see Example
	Example string
}

// Fields lists every field in the order in which help shows them.
func Fields() []FieldInfo {
	return []FieldInfo{
		{Field: Text, Example: `"central bank"`},
		{Field: Statement, Example: `stole*`},
		{Field: Actor, Example: `lazarus`},
		{Field: Victim, Example: `"sony pictures"`},
		{Field: Publisher, Example: `"daily courier"`},
		{Field: Origin, Example: `"united nations"`},
		{Field: Document, Example: `report`},
		{Field: Via, Example: `reuters`},
		{Field: Kind, Sort: TermField, Values: names(claim.Kinds)},
		{Field: Certainty, Sort: TermField, Values: names([]claim.Certainty{claim.Asserted, claim.Reported,
			claim.Estimated, claim.Alleged, claim.Suspected, claim.Denied})},
		{Field: Country, Sort: TermField, Example: `KP`},
		{Field: Currency, Sort: TermField, Example: `USD`},
		{Field: Sum, Sort: TermField, Values: names([]claim.Sum{claim.SumTaken, claim.SumDemanded, claim.SumPaid,
			claim.SumDamage, claim.SumRecovered, claim.SumFine, claim.SumTotal})},
		{Field: Disagreement, Sort: TermField, Example: `amount`},
		{Field: ID, Sort: TermField, Example: `c-0123456789abcdef0123`},
		{Field: Amount, Sort: NumberField, Example: `[1m TO 5m]`},
		{Field: AmountUSD, Sort: NumberField, Example: `>=1e6`},
		{Field: Articles, Sort: NumberField, Example: `>10`},
		{Field: Stories, Sort: NumberField, Example: `>2`},
		{Field: Publishers, Sort: NumberField, Example: `>2`},
		{Field: Origins, Sort: NumberField, Example: `>=2`},
		{Field: OriginsMax, Sort: NumberField, Example: `1`},
		{Field: Denials, Sort: NumberField, Example: `>0`},
		{Field: FirstSeen, Sort: TimeField, Example: `>=2024-03`},
		{Field: LastSeen, Sort: TimeField, Example: `>=now-7d`},
	}
}

// aliasOf knows other names that people try first, from the record and from other tools.
func aliasOf(name string) string {
	switch name {
	case "actors", "group":
		return string(Actor)
	case "victims":
		return string(Victim)
	case "countries":
		return string(Country)
	case "origins_min", "origins.min":
		return string(Origins)
	case "origins.max":
		return string(OriginsMax)
	case "amount_usd", "usd":
		return string(AmountUSD)
	case "disagreements":
		return string(Disagreement)
	case "evidence":
		return string(Text)
	}
	return name
}

func lookup(name string) (FieldInfo, bool) {
	name = aliasOf(strings.ToLower(name))
	list := Fields()
	i := slices.IndexFunc(list, func(f FieldInfo) bool { return string(f.Field) == name })
	if i < 0 {
		return FieldInfo{}, false
	}
	return list[i], true
}

func fieldNames() string {
	var list []string
	for _, f := range Fields() {
		list = append(list, string(f.Field))
	}
	return strings.Join(list, ", ")
}

// nearest is the field name that a misspelt one most likely means, or empty.
func nearest(name string) string {
	best, at := "", 3
	for _, f := range Fields() {
		if d := distance(strings.ToLower(name), string(f.Field)); d < at {
			best, at = string(f.Field), d
		}
	}
	return best
}

// distance is the number of letters to change, add or drop between two short words.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		left := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := left
			if a[i] != b[j] {
				cost++
			}
			left = row[j+1]
			row[j+1] = min(cost, row[j]+1, left+1)
		}
	}
	return row[len(b)]
}

func names[T ~string](list []T) []string {
	var s []string
	for _, v := range list {
		s = append(s, string(v))
	}
	return s
}
