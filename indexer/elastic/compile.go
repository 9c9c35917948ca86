package elastic

import (
	"math"
	"strings"
	"time"

	"github.com/claimwire/claimwire/internal/query"
)

// compile turns a query into a filter. What people typed stands in values alone.
func compile(n query.Node) object {
	switch n := n.(type) {
	case query.And:
		return object{"bool": object{"filter": compileAll(n)}}
	case query.Or:
		return object{"bool": object{"should": compileAll(n), "minimum_should_match": 1}}
	case query.Not:
		return object{"bool": object{"must_not": compile(n.Node)}}
	case query.Words:
		return words(n)
	case query.Term:
		value := n.Value
		if n.Field == query.ID {
			value = strings.TrimPrefix(value, "c-")
		}
		return object{"term": object{field(n.Field): value}}
	case query.Range:
		return numbers(n)
	case query.Span:
		return span(n)
	case query.Exists:
		return object{"term": object{"search.has": string(n.Field)}}
	}
	return object{"match_all": object{}}
}

func compileAll(list []query.Node) []object {
	parts := make([]object, len(list))
	for i, n := range list {
		parts[i] = compile(n)
	}
	return parts
}

func field(f query.Field) string {
	if f == query.AmountUSD {
		return "search.usd"
	}
	return "search." + string(f)
}

// maxExpansions bounds the words that the last one of a phrase may begin.
const maxExpansions = 1000

// words finds a word, a phrase or a prefix in one value of a field.
func words(n query.Words) object {
	text := strings.Join(n.Words, " ")
	exact := object{"match_phrase": object{field(n.Field): object{"query": text}}}
	if !n.Prefix {
		return exact
	}
	last := len(n.Words) - 1
	begin, whole := query.PrefixForms(n.Words[last])
	if last == 0 {
		return object{"bool": object{"minimum_should_match": 1, "should": []object{
			{"prefix": object{field(n.Field): object{"value": begin}}}, {"term": object{field(n.Field): object{"value": whole}}}}}}
	}
	before := strings.Join(n.Words[:last], " ") + " "
	return object{"bool": object{"minimum_should_match": 1, "should": []object{
		{"match_phrase_prefix": object{field(n.Field): object{"query": before + begin, "max_expansions": maxExpansions}}},
		{"match_phrase": object{field(n.Field): object{"query": before + whole}}}}}}
}

func numbers(n query.Range) object {
	bounds := object{}
	if !math.IsInf(n.Min, 0) {
		bounds[map[bool]string{true: "gt", false: "gte"}[n.Above]] = n.Min
	}
	if !math.IsInf(n.Max, 0) {
		bounds[map[bool]string{true: "lt", false: "lte"}[n.Below]] = n.Max
	}
	if len(bounds) == 0 {
		return object{"term": object{"search.has": string(n.Field)}}
	}
	return object{"range": object{field(n.Field): bounds}}
}

// span finds times. Ends that are finer than the index keeps are rounded up: a time is at or after one
// exactly if it is at or after the next whole microsecond, but for what lies inside of that one.
func span(n query.Span) object {
	bounds := object{}
	if !n.From.IsZero() {
		bounds["gte"] = ceilMicros(n.From)
	}
	if !n.Before.IsZero() {
		bounds["lt"] = ceilMicros(n.Before)
	}
	if len(bounds) == 0 {
		return object{"term": object{"search.has": string(n.Field)}}
	}
	return object{"range": object{field(n.Field): bounds}}
}

func ceilMicros(t time.Time) int64 {
	return t.Add(time.Microsecond - time.Nanosecond).UnixMicro()
}
